//! «Hvem har sett i journalen min»: the access log, by visit to the portal, in words.

pub(crate) mod ask;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use helsami_app::access_log::{self, Log, Reason, StaffRole};
use helsami_domain::access::{Actor, Purpose, SystemTask};
use helsami_domain::coverage::{Coverage, Empty};
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
            (opened(text, found))
            (unexplained(text, found))
            @for reason in &found.reasons { (because(text, found, reason)) }
            (others(text, found))
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

/// What was opened in an emergency or past a block: above everything, because it is told at once.
fn opened(text: Text, log: &Log) -> Markup {
    let all: Vec<&Visit> = log.visits.iter().filter(|visit| is_acute(visit)).collect();
    html! {
        @if !all.is_empty() {
            section.stack.close {
                h2.above { (text.log_acute()) }
                p { (text.log_acute_what()) " " a href="/me/cases" { (text.cases_title()) } }
                @for visit in all { (card(text, log, visit, true)) }
            }
        }
    }
}

fn is_acute(visit: &Visit) -> bool {
    !visit.is_refused && matches!(visit.purpose, Purpose::Emergency | Purpose::Override)
}

/// What nothing in the record explains: first, because it is what one looks for.
fn unexplained(text: Text, log: &Log) -> Markup {
    let days = helsami_domain::explain::DAYS;
    let all: Vec<&Visit> = log.unexplained.iter().filter_map(|place| log.visits.get(*place)).collect();
    let all: Vec<&Visit> = all.into_iter().filter(|visit| !is_acute(visit)).collect();
    html! {
        @if !all.is_empty() {
            section.stack.close {
                h2.above { (text.log_unexplained()) }
                p { (text.log_unexplained_what(days)) }
                @for visit in all { (card(text, log, visit, true)) }
            }
        }
    }
}

/// The looks that one visit, appointment or order explains.
fn because(text: Text, log: &Log, reason: &Reason) -> Markup {
    let kind = match reason.kind {
        ResourceType::Encounter => text.log_visit(),
        ResourceType::Appointment => text.log_appointment(),
        _ => text.log_order(),
    };
    let what = reason.name.as_ref().map_or(kind, |name| &name.text);
    let heading = match reason.when {
        Some(when) => text.log_because_when(what, text.when_day(when)),
        None => text.log_because(what),
    };
    let visits = reason.visits.iter().filter_map(|place| log.visits.get(*place));
    let visits: Vec<&Visit> = visits.filter(|visit| !is_acute(visit)).collect();
    html! {
        @if !visits.is_empty() {
            section.stack.close {
                h2.above { (heading) }
                @for visit in visits { (card(text, log, visit, true)) }
            }
        }
    }
}

/// Everything else: one's own, those who act for one, those who were refused, the installation.
fn others(text: Text, log: &Log) -> Markup {
    let is_placed = |place: &usize| {
        log.unexplained.contains(place) || log.reasons.iter().any(|reason| reason.visits.contains(place))
    };
    let rest: Vec<&Visit> = log
        .visits
        .iter()
        .enumerate()
        .filter(|(place, visit)| !is_placed(place) && !is_acute(visit))
        .map(|(_, visit)| visit)
        .collect();
    html! {
        @if !rest.is_empty() {
            section.stack.close {
                @if rest.len() < log.visits.len() { h2.above { (text.log_others()) } }
                @for visit in rest { (card(text, log, visit, true)) }
            }
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
        Actor::System(_) => Icon::Cog,
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
                p { (text.log_opened(item.1.as_ref().map_or(text.log_opened_unnamed(), |name| &name.text))) }
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
        @if visit.has_reason { p { (text.log_reason_given()) } } @else { p.quiet { (text.log_reason_none()) } }
    }
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
