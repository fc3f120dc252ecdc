//! «Hvem har sett i journalen min»: the access log, by visit to the portal, in words.

pub(crate) mod ask;
pub(crate) mod paper;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use helsami_app::access_log::{self, Log, Reason, StaffRole};
use helsami_domain::access::{Actor, Purpose, SystemTask};
use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, Empty};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::visit_log::{Looked, Visit};
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::list::coverage;
use crate::kit::matter::matter_name;
use crate::kit::part::{button_link, empty, icon, print_button};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// What stands in the address: the number of the log's line before which the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: Option<i64>,
}

/// The page.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let found = access_log::log(&me.app, &me.pass, asked.before, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.log_title())
        .lead(text.log_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(html! {
            (print_button(text))
            (button_link("/me/access-log.pdf", Some(Icon::Download), text.log_pdf(), Some("tertiary")))
            (button_link("/me/access-log.ndjson", Some(Icon::Download), text.log_download(), Some("tertiary")))
        })
        .show(content(text, &found, asked.before.is_some())))
}

/// The whole log as lines of FHIR AuditEvent, sent as they are read.
pub(crate) async fn export(me: Me) -> Result<Response, Problem> {
    let begun = access_log::export(&me.app, &me.pass, me.frame.now).await?;
    let lines = futures_util::stream::unfold(begun, async |mut export| match export.next().await {
        Ok(Some(lines)) => Some((Ok(lines), export)),
        Ok(None) => None,
        Err(error) => {
            tracing::error!(%error, "The access log could not be sent to its end");
            Some((Err(error), export))
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/fhir+ndjson")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"access-log.ndjson\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &Log, is_later_page: bool) -> Markup {
    let mut reach = Coverage::default();
    if let (Some(since), Some(until)) = (found.since, found.visits.first()) {
        (reach.since, reach.until) = (Some(When::Moment(since)), Some(When::Moment(until.ended)));
    }
    html! {
        div.stack {
            @if found.visits.is_empty() {
                section.card {
                    (empty(text, (Icon::Eye, text.log_empty_title()), Empty::NoMatch, Some(text.log_empty_advice())))
                }
            }
            @for one in sections(text, found) { (section(text, found, &one)) }
            div.acts.no-print {
                @if let Some(before) = found.older {
                    (button_link(&format!("/me/access-log?before={before}"), None, text.log_older(), Some("secondary")))
                }
                @if is_later_page { (button_link("/me/access-log", None, text.log_newest(), Some("tertiary"))) }
            }
            (coverage(text, &reach, Some(text.log_not_here())))
        }
    }
}

/// Looks that stand under one heading.
pub(super) struct Section<'l> {
    heading: Option<String>,
    about: Option<String>,
    /// Whether what came of it stands among what has been asked.
    has_cases: bool,
    visits: Vec<&'l Visit>,
}

/// The log as it is told: first what was opened in an emergency or past a block, because it is told at once; then what
/// nothing explains, because it is what one looks for; then what something explains; then everything else.
pub(super) fn sections<'l>(text: Text, log: &'l Log) -> Vec<Section<'l>> {
    let acute = log.visits.iter().filter(|visit| is_acute(visit)).collect();
    let quiet = |places: &[usize]| -> Vec<&'l Visit> {
        let visits = places.iter().filter_map(|place| log.visits.get(*place));
        visits.filter(|visit| !is_acute(visit)).collect()
    };
    let mut sections = vec![
        Section {
            heading: Some(text.log_acute().to_owned()),
            about: Some(text.log_acute_what().to_owned()),
            has_cases: true,
            visits: acute,
        },
        Section {
            heading: Some(text.log_unexplained().to_owned()),
            about: Some(text.log_unexplained_what(helsami_domain::explain::DAYS)),
            has_cases: false,
            visits: quiet(&log.unexplained),
        },
    ];
    let because = |reason: &'l Reason| Section {
        heading: Some(reason_heading(text, reason)),
        about: None,
        has_cases: false,
        visits: quiet(&reason.visits),
    };
    sections.extend(log.reasons.iter().map(because));
    let mut placed: Vec<usize> = log.reasons.iter().flat_map(|reason| reason.visits.clone()).collect();
    placed.extend(&log.unexplained);
    placed.sort_unstable();
    let rest = log.visits.iter().enumerate().filter(|(place, _)| placed.binary_search(place).is_err());
    let rest: Vec<&Visit> = rest.map(|(_, visit)| visit).filter(|visit| !is_acute(visit)).collect();
    let heading = (rest.len() < log.visits.len()).then(|| text.log_others().to_owned());
    sections.push(Section { heading, about: None, has_cases: false, visits: rest });
    sections.retain(|section| !section.visits.is_empty());
    sections
}

fn is_acute(visit: &Visit) -> bool {
    !visit.is_refused && matches!(visit.purpose, Purpose::Emergency | Purpose::Override)
}

/// What explains looks, in words.
fn reason_heading(text: Text, reason: &Reason) -> String {
    let kind = match reason.kind {
        ResourceType::Encounter => text.log_visit(),
        ResourceType::Appointment => text.log_appointment(),
        ResourceType::Patient => text.log_doctor(),
        _ => text.log_order(),
    };
    let what = reason.name.as_ref().map_or(kind, |name| &name.text);
    match reason.when {
        Some(when) => text.log_because_when(what, text.when_day(when)),
        None => text.log_because(what),
    }
}

fn section(text: Text, log: &Log, section: &Section<'_>) -> Markup {
    html! {
        section.stack.close {
            @if let Some(heading) = &section.heading { h2.above { (heading) } }
            @if let Some(about) = &section.about {
                p { (about) @if section.has_cases { " " a href="/me/cases" { (text.cases_title()) } } }
            }
            @for visit in &section.visits { (card(text, log, visit, true)) }
        }
    }
}

/// One visit with everything that is known of it.
pub(crate) fn card(text: Text, log: &Log, visit: &Visit, can_ask: bool) -> Markup {
    let (who, why) = words(text, log, visit);
    let shown = match visit.actor {
        Actor::Citizen { person, .. } if person != log.owner => Icon::PersonGroup,
        Actor::Citizen { .. } => Icon::Person,
        Actor::Staff { .. } => Icon::Stethoscope,
        Actor::System(_) | Actor::Client { .. } => Icon::Cog,
    };
    html! {
        section.card {
            div.card-head {
                h2 { (icon(shown)) " " (who) }
                p.quiet { (span(text, visit)) }
            }
            (of_staff(text, log, visit))
            p { (why) }
            @for item in visit.items.iter().filter_map(|id| log.items.iter().find(|(one, _)| one == id)) {
                p { (text.log_opened(item_words(text, item))) }
            }
            ul.rows {
                @for looked in &visit.looked {
                    li { div.row {
                        span.text { span.title { (matter_name(text, looked.matter)) } }
                        span.side { span.sub { (times(text, looked)) } }
                    } }
                }
            }
            @if can_ask { (question(text, log, visit)) }
        }
    }
}

/// What a single thing is called. The row that says who somebody is has no name of its own.
pub(crate) fn item_words(text: Text, (id, name): &(RecordId, Option<Label>)) -> &str {
    match (name, id.kind) {
        (Some(name), _) => &name.text,
        (None, ResourceType::Patient) => text.log_opened_person(),
        (None, _) => text.log_opened_unnamed(),
    }
}

/// The way to ask about somebody else's look.
fn question(text: Text, log: &Log, visit: &Visit) -> Markup {
    let is_own = matches!(visit.actor, Actor::Citizen { person, .. } if person == log.owner);
    html! {
        @if log.is_asked(visit) {
            p { a href="/me/cases" { (text.log_asked()) } }
        } @else if !is_own {
            p.no-print {
                a href={ "/me/access-log/ask?line=" (visit.newest()) } {
                    (text.log_ask()) span.hidden-text { ": " (name(text, log, visit.actor)) ", " (span(text, visit)) }
                }
            }
        }
    }
}

/// As what, where, and whether they gave a reason.
fn of_staff(text: Text, log: &Log, visit: &Visit) -> Markup {
    let Actor::Staff { role, .. } = visit.actor else { return html! {} };
    let place = log.staff(role).and_then(|staff| staff.organization.name.as_deref());
    html! {
        @if let Some(place) = place { p { (text.log_at(place)) } }
        @if let Some(words) = reason_words(text, visit) { p.quiet[!visit.has_reason] { (words) } }
    }
}

/// Whether staff gave a reason. A search is none that wants one.
fn reason_words(text: Text, visit: &Visit) -> Option<&'static str> {
    if visit.has_reason {
        return Some(text.log_reason_given());
    }
    (!visit.is_search()).then(|| text.log_reason_none())
}

/// «12. mars 2026 kl. 10.30 til 10.42».
fn span(text: Text, visit: &Visit) -> String {
    let (began, ended) = (When::Moment(visit.began).local(), When::Moment(visit.ended).local());
    let start = text.moment(visit.began);
    match ended.time {
        Some((hour, minute)) if began.date() == ended.date() && began.time != ended.time => {
            text.log_span(start, text.clock(hour, minute))
        }
        _ if began.date() != ended.date() => text.log_span(start, text.moment(visit.ended)),
        _ => start,
    }
}

fn times(text: Text, looked: &Looked) -> String {
    let time = When::Moment(looked.last).local().time.unwrap_or_default();
    if looked.count == 1 { text.clock(time.0, time.1) } else { text.log_times(looked.count) }
}

/// Who, and why.
fn words(text: Text, log: &Log, visit: &Visit) -> (String, &'static str) {
    if visit.is_refused {
        return (name(text, log, visit.actor), text.log_refused_why());
    }
    let why = match visit.purpose {
        _ if visit.is_search() && matches!(visit.actor, Actor::Staff { .. }) => text.log_finding_why(),
        Purpose::OwnAccess => text.log_you_why(),
        Purpose::Operation if visit.actor == Actor::System(SystemTask::Import) => text.log_import_why(),
        Purpose::Operation => text.log_system_why(),
        Purpose::Family => text.log_family_why(),
        Purpose::Proxy => text.log_proxy_why(),
        Purpose::Treatment => text.log_treatment_why(),
        Purpose::Emergency => text.log_emergency_why(),
        Purpose::Coordination => text.log_coordination_why(),
        Purpose::Administration => text.log_administration_why(),
        Purpose::Override => text.log_override_why(),
        Purpose::Exchange => text.log_exchange_why(),
    };
    (name(text, log, visit.actor), why)
}

/// Who, in words: a name, never a number.
fn name(text: Text, log: &Log, actor: Actor) -> String {
    let words = match actor {
        Actor::Citizen { person, .. } if person == log.owner => text.log_you(),
        Actor::Citizen { person, .. } => {
            log.name(person).filter(|name| !name.is_empty()).unwrap_or(text.log_other())
        }
        Actor::Staff { role, .. } => return staff_name(text, log.staff(role)),
        Actor::Client { client, .. } => log.client(client).unwrap_or(text.log_client()),
        Actor::System(SystemTask::Import) => text.log_import(),
        Actor::System(SystemTask::Demo) => text.log_demo(),
        Actor::System(SystemTask::Check) => text.log_check(),
        Actor::System(SystemTask::SignIn) => text.log_sign_in(),
        Actor::System(SystemTask::Rules) => text.log_rules(),
    };
    words.to_owned()
}

/// «Kari Lege, fastlege».
fn staff_name(text: Text, staff: Option<&StaffRole>) -> String {
    let name = staff.and_then(|staff| staff.person.name.as_deref());
    let role = staff.and_then(|staff| staff.role.as_ref());
    match (name, role) {
        (Some(name), Some(role)) => text.log_as_staff(name, &role.text),
        (Some(name), None) => name.to_owned(),
        (None, Some(role)) => role.text.to_string(),
        (None, None) => text.log_staff().to_owned(),
    }
}
