//! Registering at the desk what was shown on paper: a power of attorney, custody by judgment. What the receiver will see comes
//! before the write, and what was registered is listed with the way to end it.

mod end;
mod typed;

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use helsami_app::access::Seen;
use helsami_app::work::{self, Found, Listed, PaperKind, Person, Query, Shown};
use helsami_domain::access::facts::{End, Term};
use helsami_domain::access::{Change, Denied, is_allowed};
use helsami_domain::when::When;
use jiff::Timestamp;
use maud::{Markup, html};

use self::typed::{Typed, Wrong};
use super::chart::title;
use super::desk::Chart;
use super::give::refusal;
use crate::Site;
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::given::{last_day, part_boxes, seen, topic_boxes};
use crate::kit::list::Row;
use crate::kit::part::{Tone, notice};
use crate::kit::{Document, Icon, Page, Problem};
use crate::text::Text;

pub(crate) use end::{end, end_page};

/// The list and the form.
pub(crate) async fn page(chart: Chart) -> Result<Document, Problem> {
    may_register(&chart)?;
    form_page(&chart, &Typed::first(chart.desk.frame.now), Answer::default()).await
}

/// Staff who have opened the record past a rule register nothing.
fn may_register(chart: &Chart) -> Result<(), Problem> {
    if is_allowed(chart.pass.rule(), Change::Register) { Ok(()) } else { Err(Problem::NoAccess) }
}

/// Finds the receiver and shows what they will see; or the form again; or, confirmed, the write.
pub(crate) async fn send(
    chart: Chart,
    State(site): State<Site>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    may_register(&chart)?;
    let typed = Typed::read(&fields);
    let (shown, term) = match typed.shown(chart.desk.frame.now) {
        Ok(shown) if !typed.is_edited => shown,
        Ok(_) => return Ok(form_page(&chart, &typed, Answer::default()).await?.into_response()),
        Err(wrong) => return again(&chart, &typed, Answer { wrong: &wrong, denied: None }).await,
    };
    let receiver = match receiver(&chart, &site, &typed).await? {
        Ok(receiver) => receiver,
        Err(wrong) => return again(&chart, &typed, Answer { wrong: &[wrong], denied: None }).await,
    };
    match act(&chart, (&receiver, &shown, term), &typed).await {
        Ok(done) => Ok(done),
        Err(ReadError::Denied(denied)) => {
            again(&chart, &typed, Answer { wrong: &[], denied: Some(denied) }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(chart: &Chart, typed: &Typed, answer: Answer<'_>) -> Result<Response, Problem> {
    let status =
        if answer.denied.is_some() { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(form_page(chart, typed, answer).await?.status(status).into_response())
}

/// Who is meant, as the addresses of this visit have them: found once, and carried from then on.
async fn receiver(chart: &Chart, site: &Site, typed: &Typed) -> Result<Result<String, Wrong>, Problem> {
    if !typed.receiver.is_empty() {
        return Ok(Ok(typed.receiver.clone()));
    }
    if let Some(door) = site.door() {
        door.keep_find_pace(chart.desk.staff.visit)?;
    }
    let query = Query { number: typed.number.clone(), name: typed.name.clone(), born: typed.born.clone() };
    if query.fault().is_some() {
        return Ok(Err(Wrong::Receiver));
    }
    let found = work::find(&chart.desk.app, &chart.desk.staff, &query, chart.desk.frame.now).await?;
    Ok(match found {
        Found::Persons(persons) if persons.len() == 1 => Ok(persons[0].link.to_string()),
        Found::Persons(persons) if persons.is_empty() => Err(Wrong::Nobody),
        Found::Persons(_) | Found::TooMany => Err(Wrong::Several),
    })
}

/// Shows what will be seen, or registers it.
async fn act(
    chart: &Chart,
    (receiver, shown, term): (&str, &Shown, Term),
    typed: &Typed,
) -> Result<Response, ReadError> {
    let (app, at, now) = (&chart.desk.app, (&chart.desk.staff, &chart.pass), chart.desk.frame.now);
    if typed.is_confirmed {
        work::paper_register(app, at, ((receiver, shown, term), &typed.words), now).await?;
        return Ok(Redirect::to(&format!("{}/register", chart.root)).into_response());
    }
    let (person, parts) = work::paper_preview(app, at, (receiver, shown, term), now).await?;
    Ok(preview_page(chart, (&person, &parts), (typed, term)).into_response())
}

/// What is wrong with what was sent.
#[derive(Clone, Copy, Default)]
struct Answer<'a> {
    wrong: &'a [Wrong],
    denied: Option<Denied>,
}

async fn form_page(chart: &Chart, typed: &Typed, answer: Answer<'_>) -> Result<Document, Problem> {
    let (text, at) = (chart.desk.frame.text, (&chart.desk.staff, &chart.pass));
    let list = work::paper_list(&chart.desk.app, at, chart.desk.frame.now).await?;
    let errors: Vec<(&str, &str)> = answer.wrong.iter().map(|one| (one.control(), one.words(text))).collect();
    let front = title(text, &chart.pass);
    let mut page =
        Page::new(&chart.desk.frame, text.desk_title()).lead(text.desk_lead()).crumb(&chart.root, &front);
    if !errors.is_empty() {
        page = page.with_error();
    }
    Ok(page.show(html! {
        div.stack {
            (error_summary(text, &errors))
            @if let Some(denied) = answer.denied {
                (notice(Tone::Warning, Some(text.give_denied_title()), &html! { p role="status" { (refusal(text, denied)) } }))
            }
            (listed(text, (&chart.root, chart.desk.frame.now), &list))
            (form(text, &chart.root, typed, &errors))
        }
    }))
}

fn listed(text: Text, (root, now): (&str, Timestamp), list: &[Listed]) -> Markup {
    html! {
        section.card {
            h2 { (text.desk_list()) }
            @if list.is_empty() { p { (text.desk_list_none()) } }
            ul.rows {
                @for one in list {
                    @let href = format!("{root}/register/end?consent={}", one.link);
                    @let by = text.desk_by(&one.by);
                    @let row = Row::new(kind(text, one.kind)).href(&href).icon(Icon::FileText, Tone::Accent);
                    @let row = match &one.holder {
                        Some(name) if !name.is_empty() => row.sub(name),
                        Some(_) => row.sub(text.chart_unnamed()),
                        None => row,
                    };
                    @let row = match later(text, (one.term, now)) {
                        Some(from) => row.sub(&from),
                        None => row,
                    };
                    li { (row.sub(&until(text, one.term)).sub(&by)) }
                }
            }
        }
    }
}

/// From when something holds that has not begun.
fn later(text: Text, (term, now): (Term, Timestamp)) -> Option<String> {
    (term.from > now).then(|| text.desk_from_day(text.day(When::today(term.from))))
}

/// Until when something holds.
fn until(text: Text, term: Term) -> String {
    match term.end {
        End::WhenEnded => text.desk_open().to_owned(),
        End::At(end) => text.desk_until_day(text.day(last_day(end))),
    }
}

const fn kind(text: Text, kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Proxy => text.desk_kind_proxy(),
        PaperKind::Statement => text.desk_kind_statement(),
        PaperKind::Representative => text.desk_kind_representative(),
        PaperKind::NearestOfDead => text.desk_kind_dead(),
        PaperKind::Custody => text.desk_kind_custody(),
    }
}

fn form(text: Text, root: &str, typed: &Typed, errors: &[(&str, &str)]) -> Markup {
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    html! {
        form.form.card method="post" action={ (root) "/register" } {
            h2 { (text.desk_new()) }
            (group("kind", (text.desk_kind(), text.desk_kind_hint()), error("kind"), &html! {
                (choice(("radio", "kind", "proxy"), text.desk_choose_proxy(), typed.kind == "proxy", true))
                (choice(("radio", "kind", "custody"), text.desk_choose_custody(), typed.kind == "custody", false))
            }))
            h3 { (text.desk_receiver()) }
            (Field::new("number", text.chart_find_number(), "").hint(text.chart_find_number_hint()).error(error("number")).show())
            p { (text.chart_find_or()) }
            (Field::new("name", text.chart_find_name(), &typed.name).show())
            (Field::new("born", text.chart_find_born(), &typed.born).kind("date").show())
            (group("part", (text.desk_parts(), text.desk_parts_hint()), error("part"), &part_boxes(text, typed.areas)))
            (group("topics", (text.invite_topics(), text.desk_topics_hint()), None, &topic_boxes(text, typed.kept_back)))
            (Field::new("from", text.invite_from(), &typed.from).kind("date").hint(text.desk_from_hint()).error(error("from")).show())
            (group("ends", (text.invite_ends(), text.desk_ends_hint()), error("ends"), &html! {
                (choice(("radio", "ends", "date"), text.invite_ends_date(), typed.ends == "date", true))
                (choice(("radio", "ends", "open"), text.desk_ends_open(), typed.ends == "open", false))
            }))
            (Field::new("until", text.invite_until(), &typed.until).kind("date").hint(text.invite_until_hint()).error(error("until")).show())
            (Field::new("words", text.desk_words(), &typed.words).hint(text.desk_words_hint()).error(error("words")).area())
            div { button.ds-button { (text.desk_see()) } }
        }
    }
}

fn preview_page(
    chart: &Chart,
    (person, parts): (&Person, &[Seen]),
    (typed, term): (&Typed, Term),
) -> Document {
    let text = chart.desk.frame.text;
    let name = if person.name.is_empty() { text.chart_unnamed() } else { &person.name };
    let heading = text.give_preview_title(name);
    let back = format!("{}/register", chart.root);
    let receiver = person.link.to_string();
    Page::new(&chart.desk.frame, &heading)
        .lead(text.give_preview_lead())
        .crumb(&back, text.desk_title())
        .show(html! {
            div.stack {
                section.card {
                    p.strong { (name) }
                    @if let Some(born) = person.born { p { (text.chart_born(text.day(born))) } }
                    @if let Some(from) = later(text, (term, chart.desk.frame.now)) { p { (from) } }
                    p { (until(text, term)) }
                }
                @for one in parts { (seen(text, one, &html! {})) }
                form.form.card method="post" action=(back) {
                    @for (field, value) in typed.fields() { input type="hidden" name=(field) value=(value); }
                    input type="hidden" name="receiver" value=(receiver);
                    p { (text.give_preview_closed()) }
                    p { (text.desk_after()) }
                    div.acts {
                        button.ds-button name="confirm" value="yes" { (text.desk_confirm()) }
                        button.ds-button data-variant="secondary" name="edit" value="1" { (text.give_edit()) }
                    }
                }
            }
        })
}
