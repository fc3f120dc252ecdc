//! The door of a record and its front: why it is opened, what the rules answer, the bar that says whose it is, the padlock.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use helsami_app::pass::Pass;
use helsami_app::work::{self, Entry, EntryFault, Person};
use helsami_domain::access::facts::Ground;
use helsami_domain::access::{Change, Denied, REASON_MAX, is_allowed};
use maud::{Markup, html};
use serde::Deserialize;

use super::desk::{Chart, Desk, Patient};
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::list::tile;
use crate::kit::part::{Tone, button_link, icon, notice};
use crate::kit::{Document, Icon, Page, Problem};
use crate::text::Text;

/// The grounds that the form offers. To override a block has a page of its own, with what follows from it.
const OFFERED: [Ground; 4] =
    [Ground::Treatment, Ground::Coordination, Ground::Administration, Ground::Emergency];

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    ground: String,
    reason: String,
}

/// The front of the record if it is open, else the question why.
pub(crate) async fn page(patient: Patient) -> Result<Response, Problem> {
    let Patient { desk, subject, root } = patient;
    match work::admit_at_work(&desk.app, &desk.staff, subject, desk.frame.now).await {
        Ok(pass) => {
            let is_locked = work::is_locked(&desk.app, &pass, desk.frame.now).await?;
            Ok(front(&Chart::of(desk, pass, root), is_locked).into_response())
        }
        Err(ReadError::Denied(denied)) => {
            let person = work::person(&desk.app, &desk.staff, subject, desk.frame.now).await?;
            let why = (denied != Denied::GroundMissing).then_some(denied);
            Ok(ask(&desk, (&person, &root), &asked(), (None, why)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Opens it.
pub(crate) async fn open(patient: Patient, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    let Patient { desk, subject, root } = patient;
    let ground = Ground::from_code(&sent.ground).ok_or(Problem::BadRequest)?;
    let entry = Entry { ground, reason: sent.reason };
    let now = desk.frame.now;
    let (fault, denied) = match entry.fault() {
        Some(fault) => (Some(fault), None),
        None => match work::open(&desk.app, (&desk.staff, subject), &entry, now).await {
            Ok(()) => return Ok(Redirect::to(&root).into_response()),
            Err(ReadError::Denied(denied)) => (None, Some(denied)),
            Err(error) => return Err(error.into()),
        },
    };
    let person = work::person(&desk.app, &desk.staff, subject, now).await?;
    let page = ask(&desk, (&person, &root), &entry, (fault, denied));
    let status = if denied.is_some() { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page.status(status).into_response())
}

/// What follows from overriding a block, and the form for it.
pub(crate) async fn unlock_page(patient: Patient) -> Result<Document, Problem> {
    let Patient { desk, subject, root } = patient;
    let person = work::person(&desk.app, &desk.staff, subject, desk.frame.now).await?;
    let entry = Entry { ground: Ground::Override, ..asked() };
    Ok(ask(&desk, (&person, &root), &entry, (None, None)))
}

/// Closes it.
pub(crate) async fn close(patient: Patient) -> Result<Redirect, Problem> {
    let Patient { desk, subject, .. } = patient;
    work::close(&desk.app, &desk.staff, subject, desk.frame.now).await?;
    Ok(Redirect::to("/work/find"))
}

const fn asked() -> Entry {
    Entry { ground: Ground::Treatment, reason: String::new() }
}

type Answer = (Option<EntryFault>, Option<Denied>);

/// The question why, or the padlock.
fn ask(desk: &Desk, (person, root): (&Person, &str), entry: &Entry, (fault, denied): Answer) -> Document {
    let text = desk.frame.text;
    let is_unlock = entry.ground == Ground::Override;
    let is_padlock = denied == Some(Denied::ClosedToStaff);
    let (title, lead) = match (is_padlock, is_unlock) {
        (true, _) => (text.chart_locked_title(), text.chart_locked()),
        (_, true) => (text.chart_unlock_title(), text.chart_unlock_lead()),
        _ => (text.chart_door_title(), text.chart_door_lead()),
    };
    let error = fault.map(|fault| error(text, fault));
    let error = error.as_deref();
    let page = Page::new(&desk.frame, title).lead(lead).crumb("/work/find", text.chart_find_title());
    let page = if error.is_some() { page.with_error() } else { page };
    page.show(html! {
        div.stack {
            (error_summary(text, error.map(|words| ("reason", words)).as_slice()))
            section.card { h2 { (name(text, &person.name)) } (birth(text, person)) }
            @if let Some(denied) = denied.filter(|_| !is_padlock) {
                (notice(Tone::Warning, Some(text.chart_denied_title()), &html! { p role="status" { (refused(text, desk, denied)) } }))
            }
            @if person.is_self || denied == Some(Denied::ClosedToNamed) {} @else if is_padlock || is_unlock {
                (unlock(text, desk, root, (entry, error)))
            } @else {
                (door(text, root, entry, error))
            }
        }
    })
}

fn birth(text: Text, person: &Person) -> Markup {
    html! {
        @if let Some(born) = person.born { p { (text.chart_born(text.day(born))) } }
        @if person.is_dead { p.strong { (text.chart_dead()) } }
        @if person.is_self { p { (text.chart_self()) } }
    }
}

fn name(text: Text, name: &str) -> &str {
    if name.is_empty() { text.chart_unnamed() } else { name }
}

fn door(text: Text, root: &str, entry: &Entry, error: Option<&str>) -> Markup {
    html! {
        form.form.card method="post" action={ (root) "/open" } {
            (group("ground", (text.chart_ground(), text.chart_ground_hint()), None, &html! {
                @for ground in OFFERED {
                    (choice(("radio", "ground", ground.code()), offered(text, ground), entry.ground == ground, ground == OFFERED[0]))
                }
            }))
            (Field::new("reason", text.chart_reason(), &entry.reason).hint(text.chart_reason_hint()).error(error).area())
            div { button.ds-button { (text.chart_open()) } }
        }
    }
}

fn unlock(text: Text, desk: &Desk, root: &str, (entry, error): (&Entry, Option<&str>)) -> Markup {
    let place = desk.staff.organization_name.as_deref().unwrap_or(text.chart_place());
    html! {
        form.form.card method="post" action={ (root) "/open" } {
            h2 { (icon(Icon::ShieldLock)) " " (text.chart_unlock_title()) }
            p { (text.chart_unlock_lead()) }
            ul.prose {
                li { (text.chart_unlock_told()) }
                li { (text.chart_unlock_reviewed(place)) }
                li { (text.chart_unlock_hour()) }
                li { (text.chart_unlock_named()) }
            }
            input type="hidden" name="ground" value=(Ground::Override.code());
            @let typed = if entry.ground == Ground::Override { entry.reason.as_str() } else { "" };
            (Field::new("reason", text.chart_unlock_reason(), typed).hint(text.chart_reason_hint()).error(error).area())
            div { button.ds-button data-color="danger" { (text.chart_unlock_send()) } }
        }
    }
}

fn error(text: Text, fault: EntryFault) -> String {
    match fault {
        EntryFault::ReasonMissing => text.chart_reason_missing().to_owned(),
        EntryFault::ReasonTooLong => text.chart_reason_too_long(REASON_MAX),
    }
}

/// Why the rules said no, and what to do. Told to staff, who must know what to do next.
fn refused(text: Text, desk: &Desk, denied: Denied) -> String {
    match denied {
        Denied::StaffOwnRecord => text.chart_denied_own().to_owned(),
        Denied::NotAuthorized => text.chart_denied_authorization().to_owned(),
        Denied::NoCareRelation => {
            let place = desk.staff.organization_name.as_deref();
            text.chart_denied_relation(place.unwrap_or(text.chart_place()))
        }
        Denied::ClosedToNamed => text.chart_denied_named().to_owned(),
        Denied::ClosedToStaff => text.chart_denied_closed().to_owned(),
        Denied::ReasonMissing => text.chart_reason_missing().to_owned(),
        _ => text.chart_denied_other().to_owned(),
    }
}

/// A ground and what it means, for whoever chooses one.
const fn offered(text: Text, ground: Ground) -> &'static str {
    match ground {
        Ground::Treatment => text.chart_ground_treatment_what(),
        Ground::Coordination => text.chart_ground_coordination_what(),
        Ground::Administration => text.chart_ground_administration_what(),
        Ground::Emergency => text.chart_ground_emergency_what(),
        Ground::Override => text.chart_unlock_title(),
    }
}

/// The title of the record's front.
pub(super) fn title(text: Text, pass: &Pass) -> String {
    match pass.name() {
        Some(name) if !name.is_empty() => text.chart_title(name),
        _ => text.chart_title_unnamed().to_owned(),
    }
}

/// The patient's emergency lock, and the way to lift it for whoever treats them.
fn locked(text: Text, chart: &Chart) -> Markup {
    let href = format!("{}/lock", chart.root);
    notice(
        Tone::Info,
        None,
        &html! {
            p { (text.chart_lock_set()) }
            @if is_allowed(chart.pass.rule(), Change::Register) {
                p { (button_link(&href, None, text.chart_lock_lift(), Some("secondary"))) }
            }
        },
    )
}

fn front(chart: &Chart, is_locked: bool) -> Document {
    let text = chart.desk.frame.text;
    let parts = [
        ("results", Icon::TestFlask, text.site_nav_results()),
        ("results?side=measurements", Icon::Stethoscope, text.chart_measurements()),
        ("medicines", Icon::MedicineBottle, text.site_nav_medicines()),
        ("allergies", Icon::Allergens, text.record_allergies()),
        ("diagnoses", Icon::Stethoscope, text.record_diagnoses()),
        ("vaccines", Icon::Bandage, text.record_vaccines()),
        ("documents", Icon::FileText, text.record_documents()),
        ("appointments", Icon::Calendar, text.site_nav_appointments()),
        ("care-team", Icon::PersonGroup, text.chart_team()),
    ];
    let title = title(text, &chart.pass);
    Page::new(&chart.desk.frame, &title)
        .lead(text.chart_lead())
        .crumb("/work/find", text.chart_find_title())
        .show(html! {
            div.stack {
                @if is_locked { (locked(text, chart)) }
                ul.tiles {
                    @for (path, icon, words) in parts {
                        li { (tile(&format!("{}/{path}", chart.root), icon, words, None)) }
                    }
                    @if chart.pass.may_mark() {
                        li { (tile(&format!("{}/marks", chart.root), Icon::EyeSlash, text.marks_title(), Some(text.marks_what()))) }
                    }
                    @if is_allowed(chart.pass.rule(), Change::Register) {
                        li { (tile(&format!("{}/register", chart.root), Icon::FileText, text.desk_title(), Some(text.desk_what()))) }
                    }
                }
            }
        })
}
