//! An application on paper, registered at the desk: whoever applies is found first, then what the paper says is typed in. It
//! becomes the same case as an application that is sent from one's own pages.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use helsami_app::ReadError;
use helsami_app::application::{Place, places};
use helsami_app::cases::Asked;
use helsami_app::work::{self, Found, Person, Query, applicant};
use helsami_domain::access::Denied;
use helsami_domain::application::{Fault, Typed};
use helsami_domain::when::When;
use maud::{Markup, html};

use super::desk::Desk;
use crate::Site;
use crate::kit::application;
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::part::{Fact, Tone, button_link, facts, notice};
use crate::kit::{Document, Page, Problem};
use crate::text::Text;

/// What was sent.
#[derive(Default)]
struct Sent {
    /// The applicant, found before, as the addresses of the visit have them.
    applicant: String,
    query: Query,
    typed: Typed,
    place: String,
    is_checked: bool,
}

impl Sent {
    fn read(fields: &[(String, String)]) -> Self {
        let mut sent = Self::default();
        for (name, value) in fields {
            let to = match name.as_str() {
                "applicant" => &mut sent.applicant,
                "own-number" => &mut sent.query.number,
                "own-name" => &mut sent.query.name,
                "own-born" => &mut sent.query.born,
                "name" => &mut sent.typed.name,
                "number" => &mut sent.typed.number,
                "kinship" => &mut sent.typed.kinship,
                "why" => &mut sent.typed.why,
                "place" => &mut sent.place,
                "stated" => {
                    sent.typed.is_stated = value == "yes";
                    continue;
                }
                "checked" => {
                    sent.is_checked = value == "yes";
                    continue;
                }
                _ => continue,
            };
            value.trim().clone_into(to);
        }
        sent
    }
}

/// Who applies.
pub(crate) async fn page(desk: Desk) -> Result<Document, Problem> {
    if !desk.staff.is_authorized {
        return Err(Problem::NoAccess);
    }
    Ok(find_page(&desk, &Query::default(), None))
}

/// Finds whoever applies, or registers what the paper says.
pub(crate) async fn send(
    desk: Desk,
    State(site): State<Site>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent::read(&fields);
    if sent.applicant.is_empty() {
        return find(&desk, &site, &sent.query).await;
    }
    let now = desk.frame.now;
    let (person, numbers) = match applicant(&desk.app, &desk.staff, &sent.applicant, now).await {
        Ok(found) => found,
        Err(ReadError::Denied(denied)) => return Ok(denied_page(&desk, denied)),
        Err(error) => return Err(error.into()),
    };
    let places = places(&desk.app).await?;
    let place = places.iter().find(|place| place.value == sent.place);
    let mut wrong: Vec<Wrong> = if sent.is_checked { Vec::new() } else { vec![Wrong::Checked] };
    match (sent.typed.read(&numbers), place) {
        (Ok(application), Some(place)) if wrong.is_empty() => {
            let what = (sent.applicant.as_str(), &application, place, sent.typed.why.as_str());
            let asked = work::receive(&desk.app, &desk.staff, what, now).await?;
            Ok(done_page(&desk, &person, asked.as_ref()).into_response())
        }
        (read, place) => {
            wrong.extend(read.err().unwrap_or_default().into_iter().map(Wrong::Typed));
            wrong.extend(place.is_none().then_some(Wrong::Place));
            let page = form_page(&desk, (&person, &places), &sent, &wrong);
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

async fn find(desk: &Desk, site: &Site, query: &Query) -> Result<Response, Problem> {
    let text = desk.frame.text;
    if let Some(door) = site.door() {
        door.keep_find_pace(desk.staff.visit)?;
    }
    let again = |words| {
        Ok(find_page(desk, query, Some(words)).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
    };
    if query.fault().is_some() {
        return again(text.receive_error_applicant());
    }
    let now = desk.frame.now;
    let person = match work::find(&desk.app, &desk.staff, query, now).await? {
        Found::Persons(mut persons) if persons.len() == 1 => persons.remove(0),
        Found::Persons(persons) if persons.is_empty() => return again(text.chart_find_nobody()),
        Found::Persons(_) | Found::TooMany => return again(text.desk_error_several()),
    };
    match applicant(&desk.app, &desk.staff, person.link.as_str(), now).await {
        Ok(_) => {}
        Err(ReadError::Denied(denied)) => return Ok(denied_page(desk, denied)),
        Err(error) => return Err(error.into()),
    }
    let places = places(&desk.app).await?;
    // The place of whoever registers it, unless the paper says another.
    let own = desk.staff.organization_name.as_deref();
    let place = places.iter().find(|place| Some(place.name.as_str()) == own);
    let place = place.map(|place| place.value.clone()).unwrap_or_default();
    let sent = Sent { applicant: person.link.to_string(), place, ..Sent::default() };
    Ok(form_page(desk, (&person, &places), &sent, &[]).into_response())
}

fn titled(desk: &Desk) -> Page<'_> {
    Page::new(&desk.frame, desk.frame.text.receive_title())
        .crumb("/work/cases", desk.frame.text.worklist_title())
}

fn find_page(desk: &Desk, query: &Query, error: Option<&str>) -> Document {
    let text = desk.frame.text;
    let page = titled(desk).lead(text.receive_lead());
    let page = if error.is_some() { page.with_error() } else { page };
    page.show(html! {
        div.stack {
            (error_summary(text, error.map(|words| ("own-number", words)).as_slice()))
            form.form.card method="post" action="/work/apply" {
                h2 { (text.receive_applicant()) }
                p { (text.receive_applicant_what()) }
                (Field::new("own-number", text.chart_find_number(), "").hint(text.chart_find_number_hint()).error(error).show())
                p { (text.chart_find_or()) }
                (Field::new("own-name", text.chart_find_name(), &query.name).show())
                (Field::new("own-born", text.chart_find_born(), &query.born).kind("date").show())
                div { button.ds-button { (text.receive_next()) } }
            }
            p { (button_link("/forms/act-for-another", None, text.apply_paper_open(), Some("tertiary"))) }
        }
    })
}

fn denied_page(desk: &Desk, denied: Denied) -> Response {
    let text = desk.frame.text;
    let words = match denied {
        Denied::ReaderTooYoung => text.receive_denied_young(),
        Denied::StaffOwnRecord => text.receive_denied_own(),
        Denied::NotAuthorized => text.chart_denied_authorization(),
        _ => text.receive_denied_other(),
    };
    let body = notice(
        Tone::Warning,
        Some(text.receive_denied_title()),
        &html! {
            p role="status" { (words) }
            p { (button_link("/work/apply", None, text.receive_again(), Some("secondary"))) }
        },
    );
    titled(desk).show(body).status(StatusCode::FORBIDDEN).into_response()
}

/// What is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Typed(Fault),
    Place,
    Checked,
}

impl Wrong {
    const fn control(self) -> &'static str {
        match self {
            Self::Typed(fault) => application::control(fault),
            Self::Place => "place",
            Self::Checked => "checked",
        }
    }

    const fn words(self, text: Text) -> &'static str {
        match self {
            Self::Typed(Fault::Name) => text.apply_error_name(),
            Self::Typed(Fault::Number) => text.apply_error_number(),
            Self::Typed(Fault::OwnNumber) => text.receive_error_own(),
            Self::Typed(Fault::Kinship) => text.apply_error_kinship(),
            Self::Typed(Fault::Why) => text.receive_error_why(),
            Self::Place => text.apply_error_place(),
            Self::Checked => text.receive_error_checked(),
        }
    }
}

fn form_page(desk: &Desk, (person, places): (&Person, &[Place]), sent: &Sent, wrong: &[Wrong]) -> Document {
    let text = desk.frame.text;
    let errors: Vec<(&str, &str)> = wrong.iter().map(|one| (one.control(), one.words(text))).collect();
    let page = titled(desk).lead(text.receive_form_lead());
    let page = if errors.is_empty() { page } else { page.with_error() };
    page.show(html! {
        div.stack {
            (error_summary(text, &errors))
            section.card { h2 { (text.receive_applicant()) } (who(text, person)) }
            (form(text, places, sent, &errors))
        }
    })
}

fn who(text: Text, person: &Person) -> Markup {
    let name = if person.name.is_empty() { text.chart_unnamed() } else { &person.name };
    html! {
        p.strong { (name) }
        @if let Some(born) = person.born { p { (text.chart_born(text.day(born))) } }
    }
}

fn form(text: Text, places: &[Place], sent: &Sent, errors: &[(&str, &str)]) -> Markup {
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    let typed = &sent.typed;
    html! {
        form.form.card method="post" action="/work/apply" {
            h2 { (text.receive_paper()) }
            input type="hidden" name="applicant" value=(sent.applicant);
            (Field::new("name", text.apply_name(), &typed.name).error(error("name")).show())
            // The number stands on no page: it is typed again where something is wrong.
            (Field::new("number", text.apply_number(), "").hint(text.receive_number_hint()).error(error("number")).show())
            (Field::new("kinship", text.receive_kinship(), &typed.kinship).error(error("kinship")).choice(&application::kinships(text)))
            (Field::new("place", text.apply_place(), &sent.place).hint(text.receive_place_hint()).error(error("place")).choice(&application::places(text, places)))
            (Field::new("why", text.receive_why(), &typed.why).hint(text.receive_why_hint()).error(error("why")).area())
            (group("stated", (text.receive_stated(), text.receive_stated_hint()), None, &html! {
                (choice(("radio", "stated", "yes"), text.receive_stated_yes(), typed.is_stated, true))
                (choice(("radio", "stated", "no"), text.receive_stated_no(), !typed.is_stated, false))
            }))
            (group("checked", (text.receive_checked(), text.receive_checked_hint()), error("checked"), &html! {
                (choice(("checkbox", "checked", "yes"), text.receive_checked_yes(), sent.is_checked, true))
            }))
            p { (text.receive_after()) }
            div { button.ds-button { (text.receive_send()) } }
        }
    }
}

fn done_page(desk: &Desk, person: &Person, asked: Option<&Asked>) -> Document {
    let text = desk.frame.text;
    let Some(asked) = asked else {
        return titled(desk).show(notice(
            Tone::Warning,
            None,
            &html! { p role="status" { (text.receive_too_many()) } },
        ));
    };
    let owner = asked.owner.as_deref().unwrap_or(text.cases_owner_unnamed());
    let due = text.when_day(When::Day(asked.case.due()));
    let title = if asked.is_new { text.receive_done() } else { text.receive_done_before() };
    let is_ours = asked.owner.as_deref() == desk.staff.organization_name.as_deref();
    let case = format!("/work/cases/{}", asked.link);
    Page::new(&desk.frame, title).crumb("/work/cases", text.worklist_title()).show(html! {
        div.stack {
            section.card {
                h2 { (text.receive_applicant()) }
                (who(text, person))
                (facts(&[
                    Fact::new(text.worklist_owner(), html! { (owner) }),
                    Fact::new(text.worklist_due_by(), html! { (due) }),
                ]))
                p role="status" { (text.receive_told()) }
            }
            div.acts {
                @if is_ours { (button_link(&case, None, text.receive_open(), None)) }
                (button_link("/work/apply", None, text.receive_again(), Some("secondary")))
            }
        }
    })
}
