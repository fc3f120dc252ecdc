//! «Det du har spurt om»: every case with who has it, when an answer is promised, and what came of it. Late ones first.

use axum::extract::Query;
use helsami_app::cases::{self, Cases, OwnCase};
use helsami_domain::access::facts::Ground;
use helsami_domain::case::{Basis, CaseKind, Ending, Standing, State};
use helsami_domain::when::When;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::list::coverage;
use crate::kit::part::{Fact, Tag, Tone, button_link, empty, facts, notice, print_button};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// What stands in the address: the case that was just made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    new: String,
}

/// The page.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let found = cases::list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.cases_title())
        .lead(text.cases_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found, &asked.new, me.frame.now)))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &Cases, new: &str, now: Timestamp) -> Markup {
    let new = found.cases.iter().find(|one| one.link.as_str() == new);
    let part = |wanted: fn(&Standing) -> bool| {
        found.cases.iter().filter(move |one| wanted(&one.view.case.standing(now))).collect::<Vec<_>>()
    };
    let parts = [
        (text.cases_overdue(), part(|one| matches!(one, Standing::Overdue(_)))),
        (text.cases_open(), part(|one| matches!(one, Standing::Open))),
        (text.cases_ended(), part(|one| matches!(one, Standing::Ended(_)))),
    ];
    html! {
        div.stack {
            @if let Some(one) = new {
                (notice(Tone::Success, Some(text.cases_new()), &html! {
                    p role="status" { (text.cases_new_what(owner(text, one), due(text, one))) }
                }))
            }
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::Chat, text.cases_empty_title()), reason, Some(text.cases_empty_advice())))
                }
            }
            @for (heading, list) in &parts {
                @if !list.is_empty() {
                    section.stack.close {
                        h2.above { (heading) }
                        @for one in list { (card(text, one, now)) }
                    }
                }
            }
            @if !found.for_others.is_empty() {
                section.stack.close {
                    h2.above { (text.cases_for_others()) }
                    @for one in &found.for_others { (card(text, one, now)) }
                }
            }
            (coverage(text, &found.coverage, Some(text.cases_not_here())))
        }
    }
}

fn card(text: Text, one: &OwnCase, now: Timestamp) -> Markup {
    let (view, standing) = (&one.view, one.view.case.standing(now));
    html! {
        article.card id=(one.link) {
            div.card-head {
                h3 { (kind(text, view.case.kind())) }
                (tag(text, view.case.state(), standing))
            }
            @if let Standing::Overdue(_) = standing {
                @let late = match view.case.kind() {
                    CaseKind::ReviewOpening => text.cases_review_late(owner(text, one)),
                    _ => text.cases_late_what(owner(text, one)),
                };
                (notice(Tone::Warning, None, &html! { p { (late) } }))
            }
            (facts(&about(text, one)))
            @match view.case.state() {
                State::Ended(Ending::Refused) => { p { (text.cases_appeal()) } },
                State::Ended(Ending::RemarkAdded) => { p { (text.cases_remark_added_what()) } },
                State::Ended(Ending::NotJustified) => { p { (text.cases_not_justified_what()) } },
                State::Ended(Ending::Justified) => { p { (text.cases_justified_what()) } },
                State::Ended(_) if view.case.kind() == CaseKind::ApplyToAct => {
                    p { (button_link("/acting", None, text.acting_choose(), Some("secondary"))) }
                },
                State::Ended(_) => {},
                State::Requested | State::InProgress => { p.source { (promise(text, view.case.kind())) } },
            }
        }
    }
}

fn about<'a>(text: Text, one: &'a OwnCase) -> Vec<Fact<'a>> {
    let view = &one.view;
    let mut list = Vec::with_capacity(9);
    let mut words = |label: &'static str, words: Option<&str>| {
        list.extend(words.map(|words| Fact::new(label, html! { span.as-sent { (words) } })));
    };
    if let Some(name) = &one.about {
        words(text.cases_for_whom(), Some(if name.is_empty() { text.acting_unnamed() } else { name }));
    }
    if let Some(applied) = &view.application {
        words(text.cases_for_whom(), Some(&applied.name));
    }
    words(text.cases_about(), view.focus.name.as_deref());
    let said = if one.asked_by.is_some() { text.cases_words_other() } else { text.cases_words() };
    words(said, view.words.as_deref());
    words(text.cases_proposal(), view.proposal.as_deref());
    words(text.cases_answer(), view.answer.as_deref());
    words(text.cases_reason(), view.reason.as_deref());
    words(text.cases_owner(), Some(owner(text, one)));
    if let Some(name) = &one.asked_by {
        let name = if name.is_empty() { text.cases_asked_by_other() } else { name };
        words(text.cases_asked_by(), Some(name));
    }
    if let Some(opened) = &view.opened {
        let by = opened.by.name.as_deref().unwrap_or(text.log_staff());
        list.push(Fact::new(text.cases_opened_by(), html! { (by) }));
        list.push(Fact::new(text.cases_opened_why(), html! { (ground(text, opened.ground)) }));
        list.push(Fact::new(text.cases_opened(), html! { (text.moment(opened.begun)) }));
    } else if let Some(asked) = view.asked {
        list.push(Fact::new(text.cases_asked(), html! { (text.when(asked)) }));
    }
    let paper = |name: &str| Fact::new(text.receive_from(), html! { (text.desk_by(name)) });
    list.extend(view.registered_by.as_deref().map(paper));
    if view.case.state().is_open() {
        list.push(Fact::new(due_words(text, view.case.kind()), html! { (due(text, one)) }));
    } else if let Some(changed) = view.changed {
        list.push(Fact::new(text.cases_changed(), html! { (text.when(changed)) }));
    }
    list
}

fn owner(text: Text, one: &OwnCase) -> &str {
    one.view.owner.name.as_deref().unwrap_or(text.cases_owner_unnamed())
}

/// Nobody owes the citizen an answer to what the citizen has not asked: a review is to be done.
const fn due_words(text: Text, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::ReviewOpening => text.cases_review_due(),
        _ => text.cases_due(),
    }
}

fn due(text: Text, one: &OwnCase) -> String {
    text.when_day(When::Day(one.view.case.due()))
}

const fn kind(text: Text, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::ReportError => text.cases_report_error(),
        CaseKind::AskAboutLook => text.cases_ask_about_look(),
        CaseKind::ApplyForAccess => text.cases_apply_for_access(),
        CaseKind::ReviewOpening => text.cases_review_opening(),
        CaseKind::ApplyToAct => text.cases_apply_to_act(),
    }
}

fn tag(text: Text, state: State, standing: Standing) -> Tag {
    match (standing, state) {
        (Standing::Overdue(days), _) => {
            Tag::new(Tone::Warning, text.cases_late(usize::try_from(days).unwrap_or(usize::MAX)))
        }
        (Standing::Ended(Ending::Corrected), _) => Tag::new(Tone::Success, text.cases_corrected()),
        (Standing::Ended(Ending::RemarkAdded), _) => Tag::new(Tone::Info, text.cases_remark_added()),
        (Standing::Ended(Ending::Answered), _) => Tag::new(Tone::Success, text.cases_answered()),
        (Standing::Ended(Ending::Justified), _) => Tag::new(Tone::Info, text.cases_justified()),
        (Standing::Ended(Ending::NotJustified), _) => Tag::new(Tone::Warning, text.cases_not_justified()),
        (Standing::Ended(Ending::Refused), _) => {
            Tag::new(Tone::Neutral, text.cases_refused()).icon(Icon::XMark)
        }
        (Standing::Open, State::InProgress) => {
            Tag::new(Tone::Info, text.cases_state_in_progress()).icon(Icon::Clock)
        }
        (Standing::Open, _) => Tag::new(Tone::Info, text.cases_state_requested()).icon(Icon::Clock),
    }
}

/// What staff have opened without a relation, in a few words.
const fn ground(text: Text, ground: Ground) -> &'static str {
    match ground {
        Ground::Override => text.cases_opened_override(),
        _ => text.cases_opened_emergency(),
    }
}

/// Where the promised day comes from.
fn promise(text: Text, kind: CaseKind) -> String {
    let promise = kind.promise();
    match promise.basis {
        Basis::OwnPromise => text.cases_promise_own(promise.days),
        Basis::Ombudsman => text.cases_promise_ombudsman().to_owned(),
    }
}
