//! «Hvem har sett i journalen min»: the access log, by visit to the portal, in words.

use axum::extract::Query;
use helsami_app::access_log::{self, Log};
use helsami_domain::access::{Actor, Purpose, SystemTask};
use helsami_domain::coverage::{Coverage, Empty};
use helsami_domain::matter::Matter;
use helsami_domain::visit_log::{Looked, Visit};
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::list::coverage;
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
        .acts(print_button(text))
        .show(content(text, &found, asked.before.is_some())))
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
            @for visit in &found.visits { (card(text, found, visit)) }
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

fn card(text: Text, log: &Log, visit: &Visit) -> Markup {
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
            p { (why) }
            ul.rows {
                @for looked in &visit.looked {
                    li { div.row {
                        span.text { span.title { (matter(text, looked.matter)) } }
                        span.side { span.sub { (times(text, looked)) } }
                    } }
                }
            }
        }
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
fn words<'l>(text: Text, log: &'l Log, visit: &Visit) -> (&'l str, &'static str) {
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
fn name<'l>(text: Text, log: &'l Log, actor: Actor) -> &'l str {
    match actor {
        Actor::Citizen { person, .. } if person == log.owner => text.log_you(),
        Actor::Citizen { person, .. } => {
            log.name(person).filter(|name| !name.is_empty()).unwrap_or(text.log_other())
        }
        Actor::Staff { .. } => text.log_staff(),
        Actor::System(SystemTask::Import) => text.log_import(),
        Actor::System(SystemTask::Demo) => text.log_demo(),
        Actor::System(SystemTask::Check) => text.log_check(),
        Actor::System(SystemTask::SignIn) => text.log_sign_in(),
        Actor::System(SystemTask::Rules) => text.log_rules(),
    }
}

const fn matter(text: Text, matter: Option<Matter>) -> &'static str {
    let Some(matter) = matter else { return text.log_written() };
    match matter {
        Matter::Home => text.site_nav_home(),
        Matter::Appointments => text.site_nav_appointments(),
        Matter::Results => text.site_nav_results(),
        Matter::Medicines => text.site_nav_medicines(),
        Matter::Allergies => text.record_allergies(),
        Matter::Diagnoses => text.record_diagnoses(),
        Matter::Vaccines => text.record_vaccines(),
        Matter::Documents => text.record_documents(),
        Matter::CareTeam => text.record_team(),
        Matter::Details => text.site_nav_details(),
        Matter::Search => text.log_search(),
        Matter::AccessLog => text.site_nav_access_log(),
        Matter::Cases => text.cases_title(),
        Matter::Report => text.report_title(),
        Matter::Blocks => text.blocks_title(),
        Matter::EmergencyCard => text.record_card(),
        Matter::Settings => text.site_nav_settings(),
        Matter::Name => text.log_name(),
    }
}
