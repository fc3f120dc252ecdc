//! Giving access on an application: the statement and what is given, then what the applicant will see, then the write.

mod typed;

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use helsami_app::access::Seen;
use helsami_app::work::{self, About, Approval, Giving, HandleError, Person};
use helsami_domain::access::Denied;
use helsami_domain::application::Application;
use maud::{Markup, html};

use self::typed::{Typed, Wrong};
use super::desk::Desk;
use crate::kit::form::{Field, error_summary, group};
use crate::kit::given::{kinship, part_boxes, seen};
use crate::kit::part::{Fact, Tone, button_link, facts, notice};
use crate::kit::{Document, Page, Problem};
use crate::text::Text;

/// The application, and the form where the record is open.
pub(crate) async fn page(desk: Desk, Path(id): Path<String>) -> Result<Document, Problem> {
    let giving = work::giving(&desk.app, &desk.staff, &id, desk.frame.now).await?;
    Ok(form_page(&desk, &giving, &Typed::default(), Answer::default()))
}

/// What the applicant will see; or the form again; or, confirmed, the write.
pub(crate) async fn send(
    desk: Desk,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let now = desk.frame.now;
    let giving = work::giving(&desk.app, &desk.staff, &id, now).await?;
    let typed = Typed::read(&fields);
    let About::Open(person, _) = &giving.about else {
        return Ok(form_page(&desk, &giving, &typed, Answer::default()).into_response());
    };
    let approval = match typed.approval(person.is_dead, now) {
        Ok(approval) if !typed.is_edited => approval,
        Ok(_) => return Ok(form_page(&desk, &giving, &typed, Answer::default()).into_response()),
        Err(wrong) => {
            let again = form_page(&desk, &giving, &typed, Answer { wrong: &wrong, denied: None });
            return Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
        }
    };
    match act(&desk, &giving, (&typed, &approval)).await {
        Ok(done) => Ok(done),
        Err(HandleError::Read(ReadError::Denied(denied))) => {
            let again = form_page(&desk, &giving, &typed, Answer { wrong: &[], denied: Some(denied) });
            Ok(again.status(StatusCode::FORBIDDEN).into_response())
        }
        Err(HandleError::Changed) => Ok(Redirect::to(&format!("/work/cases/{id}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// Shows what will be seen, or gives it.
async fn act(
    desk: &Desk,
    giving: &Giving,
    (typed, approval): (&Typed, &Approval),
) -> Result<Response, HandleError> {
    let (app, staff, now) = (&desk.app, &desk.staff, desk.frame.now);
    if typed.is_confirmed {
        work::give(app, staff, (giving, approval, &typed.answer), now).await?;
        return Ok(Redirect::to("/work/cases?done=1").into_response());
    }
    let parts = work::give_preview(app, staff, (giving, approval), now).await?;
    Ok(preview_page(desk, giving, typed, &parts).into_response())
}

/// What is wrong with what was sent.
#[derive(Clone, Copy, Default)]
struct Answer<'a> {
    wrong: &'a [Wrong],
    denied: Option<Denied>,
}

fn titled<'a>(desk: &'a Desk, title: &'a str, case: &'a str) -> Page<'a> {
    Page::new(&desk.frame, title).crumb(case, desk.frame.text.worklist_apply_to_act())
}

fn case_of(giving: &Giving) -> String {
    format!("/work/cases/{}", giving.at_hand.link)
}

fn form_page(desk: &Desk, giving: &Giving, typed: &Typed, answer: Answer<'_>) -> Document {
    let text = desk.frame.text;
    let case = case_of(giving);
    let errors: Vec<(&str, &str)> = answer.wrong.iter().map(|one| (one.control(), one.words(text))).collect();
    let mut page = titled(desk, text.give_title(), &case).lead(text.give_lead());
    if !errors.is_empty() {
        page = page.with_error();
    }
    page.show(html! {
        div.stack {
            (error_summary(text, &errors))
            @if let Some(denied) = answer.denied {
                (notice(Tone::Warning, Some(text.give_denied_title()), &html! { p role="status" { (refusal(text, denied)) } }))
            }
            section.card { h2 { (text.give_application()) } (facts(&applied(text, giving))) }
            (about(text, giving))
            @if let About::Open(person, _) = &giving.about {
                (form(text, (&case, person.is_dead), typed, &errors))
            }
        }
    })
}

fn applied<'a>(text: Text, giving: &'a Giving) -> Vec<Fact<'a>> {
    let name = &giving.at_hand.person.name;
    let mut list = vec![Fact::new(text.give_applicant(), html! { (name) })];
    list.extend(application(text, &giving.application));
    let words = giving.at_hand.view.words.as_deref();
    list.extend(words.map(|words| Fact::new(text.worklist_words(), html! { span.as-sent { (words) } })));
    list
}

/// What an application says, but for the number.
pub(super) fn application<'a>(text: Text, one: &'a Application) -> [Fact<'a>; 3] {
    let stated = if one.is_stated { text.give_yes() } else { text.give_no() };
    [
        Fact::new(text.give_about(), html! { span.as-sent { (one.name) } }),
        Fact::new(text.give_kinship(), html! { (kinship(text, one.kinship)) }),
        Fact::new(text.give_stated(), html! { (stated) }),
    ]
}

/// The record that the application is about, as far as it is open.
fn about(text: Text, giving: &Giving) -> Markup {
    let to_record = |person: &Person| format!("/work/p/{}", person.link);
    match &giving.about {
        About::Nobody => notice(Tone::Warning, None, &html! { p { (text.give_nobody()) } }),
        About::Closed(person) => html! {
            (found(text, person))
            (notice(Tone::Info, None, &html! {
                p { (text.give_closed()) }
                p { (button_link(&to_record(person), None, text.give_closed_open(), Some("secondary"))) }
            }))
        },
        About::Refused(person, _) => html! {
            (found(text, person))
            (notice(Tone::Warning, Some(text.give_denied_title()), &html! { p { (text.give_refused()) } }))
        },
        About::Open(person, _) => found(text, person),
    }
}

fn found(text: Text, person: &Person) -> Markup {
    let name = if person.name.is_empty() { text.chart_unnamed() } else { &person.name };
    let born = person.born.map(|born| text.chart_born(text.day(born)));
    html! {
        section.card {
            h2 { (text.give_person()) }
            p.strong { (name) }
            @if let Some(born) = born { p { (born) } }
            @if person.is_dead { p { (text.give_dead()) } }
        }
    }
}

fn form(text: Text, (case, is_dead): (&str, bool), typed: &Typed, errors: &[(&str, &str)]) -> Markup {
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    let hint = if is_dead { text.give_until_hint_dead() } else { text.give_until_hint() };
    html! {
        form.form.card method="post" action={ (case) "/give" } {
            @if !is_dead {
                h2 { (text.give_statement()) }
                (Field::new("doctor", text.give_doctor(), &typed.doctor).hint(text.give_doctor_hint()).error(error("doctor")).show())
                (Field::new("made", text.give_made(), &typed.made).kind("date").error(error("made")).show())
                (Field::new("review", text.give_review(), &typed.review).kind("date").hint(text.give_review_hint()).error(error("review")).show())
                (Field::new("statement", text.give_words(), &typed.statement).hint(text.give_words_hint()).error(error("statement")).area())
            }
            (group("part", (text.give_parts(), text.give_parts_hint()), error("part"), &part_boxes(text, typed.areas)))
            (Field::new("until", text.give_until(), &typed.until).kind("date").hint(hint).error(error("until")).show())
            (Field::new("answer", text.give_answer(), &typed.answer).hint(text.give_answer_hint()).error(error("answer")).area())
            div { button.ds-button { (text.give_see()) } }
        }
    }
}

fn preview_page(desk: &Desk, giving: &Giving, typed: &Typed, parts: &[Seen]) -> Document {
    let text = desk.frame.text;
    let case = case_of(giving);
    let title = text.give_preview_title(&giving.at_hand.person.name);
    let page = titled(desk, &title, &case).lead(text.give_preview_lead());
    page.show(html! {
        div.stack {
            (about(text, giving))
            @for one in parts { (seen(text, one, &html! {})) }
            form.form.card method="post" action={ (case) "/give" } {
                @for (name, value) in typed.fields() { input type="hidden" name=(name) value=(value); }
                p { (text.give_preview_closed()) }
                @if let Some(until) = typed.until_day() { p { (text.give_until_day(text.day(until))) } }
                p { (text.give_after()) }
                div.acts {
                    button.ds-button name="confirm" value="yes" { (text.give_confirm()) }
                    button.ds-button data-variant="secondary" name="edit" value="1" { (text.give_edit()) }
                }
            }
        }
    })
}

/// Why the rules let nobody use what was to be registered. A protected address, a closed door and a child in care are told
/// to nobody.
pub(super) const fn refusal(text: Text, denied: Denied) -> &'static str {
    match denied {
        Denied::ReaderTooYoung => text.give_denied_young(),
        Denied::GiverTooYoung => text.give_denied_giver(),
        Denied::CapacityNotStated => text.give_denied_child(),
        Denied::ChildIsSixteen => text.give_denied_sixteen(),
        Denied::NoResponsibility => text.give_denied_parent(),
        Denied::StatementRunOut => text.give_denied_run_out(),
        Denied::CannotConsent => text.give_denied_cannot(),
        Denied::ReceiverRegisters => text.give_denied_self(),
        _ => text.give_denied_other(),
    }
}
