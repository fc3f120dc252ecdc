//! The cases of the organisation, late ones first, and one case with its answer. The list tells nobody's name.

use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::report::WORDS_MAX;
use helsami_app::work::{self, Act, AtHand, Focus, HandleError, Looked, Reply, ReplyFault, WorkLine};
use helsami_domain::access::Denied;
use helsami_domain::case::{CaseKind, Standing};
use helsami_domain::when::When;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::desk::Desk;
use super::give::application;
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::list::Row;
use crate::kit::matter::matter_name;
use crate::kit::part::{Fact, Tag, Tone, button_link, facts, notice, said};
use crate::kit::work::ground;
use crate::kit::{Document, Icon, Page, Problem};
use crate::text::Text;

/// What stands in the list's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: String,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    act: String,
    words: String,
}

/// The list.
pub(crate) async fn page(desk: Desk, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let lines = work::worklist(&desk.app, &desk.staff).await?;
    let text = desk.frame.text;
    let lead = match desk.staff.organization_name.as_deref() {
        Some(place) => text.worklist_lead(place),
        None => text.worklist_lead_unnamed().to_owned(),
    };
    Ok(Page::new(&desk.frame, text.worklist_title()).lead(&lead).crumb("/work", text.work_to_landing()).show(html! {
        div.stack {
            @if !asked.done.is_empty() {
                (notice(Tone::Success, Some(text.worklist_done_title()), &html! { p role="status" { (text.worklist_done()) } }))
            }
            (list(text, &lines, desk.frame.now))
            p.quiet { (text.worklist_names()) }
        }
    }))
}

fn list(text: Text, lines: &[WorkLine], now: Timestamp) -> Markup {
    html! {
        section.card {
            @if lines.is_empty() { h2 { (text.worklist_none_title()) } p { (text.worklist_none()) } }
            ul.rows {
                @for line in lines {
                    @let href = format!("/work/cases/{}", line.link);
                    @let due = text.worklist_due(text.when_day(When::Day(line.case.due())));
                    @let row = Row::new(kind(text, line.case.kind())).href(&href).icon(Icon::Chat, Tone::Accent).sub(&due);
                    li { @match late(text, line, now) { Some(tag) => (row.tag(tag)), None => (row) } }
                }
            }
        }
    }
}

fn late(text: Text, line: &WorkLine, now: Timestamp) -> Option<Tag> {
    match line.case.standing(now) {
        Standing::Overdue(days) => {
            let days = usize::try_from(days).unwrap_or(usize::MAX);
            Some(Tag::new(Tone::Warning, text.cases_late(days)))
        }
        _ => None,
    }
}

const fn kind(text: Text, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::ReportError => text.worklist_report_error(),
        CaseKind::AskAboutLook => text.worklist_ask_about_look(),
        CaseKind::ApplyForAccess => text.worklist_apply_for_access(),
        CaseKind::ReviewOpening => text.worklist_review_opening(),
        CaseKind::ApplyToAct => text.worklist_apply_to_act(),
    }
}

/// One case.
pub(crate) async fn case(desk: Desk, Path(id): Path<String>) -> Result<Document, Problem> {
    let at_hand = work::case_open(&desk.app, &desk.staff, &id, desk.frame.now).await?;
    Ok(show(&desk, &at_hand, &Sent::default(), Wrong::default()))
}

/// Answers it.
pub(crate) async fn answer(
    desk: Desk,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let now = desk.frame.now;
    let at_hand = work::case_open(&desk.app, &desk.staff, &id, now).await?;
    let act = Act::from_code(&sent.act).filter(|act| at_hand.acts().contains(act));
    let Some(act) = act else {
        // Whoever may not answer at all is refused, and that is in the citizen's log.
        if at_hand.denied.is_none() {
            return Ok(again(&desk, &at_hand, &sent, Wrong { act: true, ..Wrong::default() }));
        }
        let reply = Reply { act: Act::Refuse, words: sent.words };
        let refused = work::handle(&desk.app, (&desk.staff, &at_hand), &reply, now).await;
        return Err(refused.err().map_or(Problem::BadRequest, Problem::from));
    };
    let reply = Reply { act, words: sent.words.clone() };
    if let Some(fault) = reply.fault() {
        return Ok(again(&desk, &at_hand, &sent, Wrong { words: Some(fault), ..Wrong::default() }));
    }
    match work::handle(&desk.app, (&desk.staff, &at_hand), &reply, now).await {
        Ok(()) => Ok(Redirect::to("/work/cases?done=1").into_response()),
        Err(HandleError::Changed) => {
            let at_hand = work::case_open(&desk.app, &desk.staff, &id, now).await?;
            Ok(again(&desk, &at_hand, &sent, Wrong { is_changed: true, ..Wrong::default() }))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with what was sent.
#[derive(Clone, Copy, Debug, Default)]
struct Wrong {
    act: bool,
    words: Option<ReplyFault>,
    is_changed: bool,
}

impl Wrong {
    fn errors(self, text: Text) -> Vec<(&'static str, String)> {
        let act = self.act.then(|| ("act", text.worklist_act_missing().to_owned()));
        let words = self.words.map(|fault| match fault {
            ReplyFault::WordsMissing => ("words", text.worklist_answer_missing().to_owned()),
            ReplyFault::WordsTooLong => ("words", text.worklist_answer_too_long(WORDS_MAX)),
        });
        act.into_iter().chain(words).collect()
    }
}

fn again(desk: &Desk, at_hand: &AtHand, sent: &Sent, wrong: Wrong) -> Response {
    let status = if wrong.is_changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    show(desk, at_hand, sent, wrong).status(status).into_response()
}

fn show(desk: &Desk, at_hand: &AtHand, sent: &Sent, wrong: Wrong) -> Document {
    let text = desk.frame.text;
    let errors = wrong.errors(text);
    let all: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (*name, words.as_str())).collect();
    let page = Page::new(&desk.frame, kind(text, at_hand.view.case.kind()));
    let page = if errors.is_empty() { page } else { page.with_error() };
    page.crumb("/work/cases", text.worklist_title()).show(html! {
        div.stack {
            (error_summary(text, &all))
            @if wrong.is_changed {
                (notice(Tone::Warning, Some(text.worklist_changed_title()), &html! { p role="status" { (text.worklist_changed()) } }))
            }
            section.card { (facts(&about(text, at_hand))) }
            @if let Some(focus) = &at_hand.focus { (line(text, focus)) }
            @else if at_hand.view.focus.id.is_some() { section.card { p { (text.worklist_line_none()) } } }
            @if let Some(looked) = &at_hand.looked { (look(text, looked)) }
            @if at_hand.view.opened.is_some() { (opening(text, at_hand)) }
            (form(text, at_hand, sent, &all))
        }
    })
}

fn about<'a>(text: Text, at_hand: &'a AtHand) -> Vec<Fact<'a>> {
    let (view, person) = (&at_hand.view, &at_hand.person);
    let name = if person.name.is_empty() { text.chart_unnamed() } else { &person.name };
    let born = person.born.map(|born| text.chart_born(text.day(born)));
    let who = html! { (name) @if let Some(born) = born { span.source { (born) } } };
    let mut list = vec![Fact::new(text.worklist_person(), who)];
    for (label, words) in [(text.worklist_words(), &view.words), (text.worklist_proposal(), &view.proposal)] {
        list.extend(words.as_deref().map(|words| Fact::new(label, html! { span.as-sent { (words) } })));
    }
    list.extend(view.application.iter().flat_map(|one| application(text, one)));
    let registered = view.registered_by.as_deref().map(|name| text.desk_by(name));
    list.extend(registered.map(|by| Fact::new(text.receive_from(), html! { (by) })));
    list.extend(view.asked.map(|asked| Fact::new(text.worklist_asked(), html! { (text.when(asked)) })));
    list.extend(view.owner.name.as_deref().map(|name| Fact::new(text.worklist_owner(), html! { (name) })));
    let due = text.when_day(When::Day(view.case.due()));
    list.push(Fact::new(text.worklist_due_by(), html! { (due) }));
    list
}

/// The line of the record that the case points at.
fn line(text: Text, focus: &Focus) -> Markup {
    let mut list = Vec::with_capacity(2);
    list.extend(focus.when.map(|when| Fact::new(text.worklist_line_when(), html! { (text.when(when)) })));
    if !focus.words.is_empty() {
        let words = html! { @for words in &focus.words { div.as-sent { (words) } } };
        list.push(Fact::new(text.worklist_line_says(), words));
    }
    html! {
        section.card {
            h2 { (text.worklist_line()) }
            p.strong { @match &focus.name { Some(name) => (said(name)), None => (text.report_unnamed()) } }
            (facts(&list))
            @if focus.has_changed { p { (text.worklist_line_changed()) } }
        }
    }
}

/// The look that is asked about, with the reason that the citizen does not see.
fn look(text: Text, looked: &Looked) -> Markup {
    let name = looked.staff.as_ref().and_then(|staff| staff.person.name.as_deref());
    let reason = looked.line.reason.as_deref().unwrap_or(text.worklist_look_no_reason());
    html! {
        section.card {
            h2 { (text.worklist_look()) }
            (facts(&[
                Fact::new(text.worklist_look_who(), html! { (name.unwrap_or(text.log_staff())) }),
                Fact::new(text.worklist_look_when(), html! { (text.moment(looked.line.at)) }),
                Fact::new(text.worklist_look_what(), html! { (matter_name(text, looked.line.matter)) }),
                Fact::new(text.worklist_look_reason(), html! { span.as-sent { (reason) } }),
            ]))
        }
    }
}

/// The opening that is reviewed, with the reason that was given.
fn opening(text: Text, at_hand: &AtHand) -> Markup {
    let Some(opened) = &at_hand.view.opened else { return html! {} };
    let name = opened.by.name.as_deref().unwrap_or(text.log_staff());
    html! {
        section.card {
            h2 { (text.worklist_opening()) }
            (facts(&[
                Fact::new(text.worklist_look_who(), html! { (name) }),
                Fact::new(text.worklist_look_when(), html! { (text.moment(opened.begun)) }),
                Fact::new(text.chart_ground(), html! { (ground(text, opened.ground)) }),
            ]))
            @match &at_hand.opening {
                Some(opening) => { (facts(&[Fact::new(text.worklist_look_reason(), html! { span.as-sent { (opening.reason) } })])) },
                None => { p { (text.worklist_opening_gone()) } },
            }
        }
    }
}

fn form(text: Text, at_hand: &AtHand, sent: &Sent, errors: &[(&str, &str)]) -> Markup {
    let acts = at_hand.acts();
    let of = |name: &str| errors.iter().find(|(field, _)| *field == name).map(|(_, words)| *words);
    if let Some(denied) = at_hand.denied {
        let words = match denied {
            Denied::OwnOpening => text.worklist_own_opening(),
            _ => text.worklist_ended(),
        };
        return notice(Tone::Info, None, &html! { p { (words) } });
    }
    html! {
        @if at_hand.view.case.kind() == CaseKind::ApplyToAct {
            section.card {
                h2 { (text.give_title()) }
                p { (text.give_open_what()) }
                p { (button_link(&format!("/work/cases/{}/give", at_hand.link), None, text.give_title(), None)) }
            }
        }
        form.form.card method="post" action={ "/work/cases/" (at_hand.link) } {
            (group("act", (text.worklist_act(), text.worklist_act_hint()), of("act"), &html! {
                @for act in &acts {
                    (choice(("radio", "act", act.code()), act_words(text, *act), sent.act == act.code(), Some(act) == acts.first()))
                }
            }))
            (Field::new("words", text.worklist_answer(), &sent.words).hint(text.worklist_answer_hint()).error(of("words")).area())
            div { button.ds-button { (text.worklist_send()) } }
        }
    }
}

const fn act_words(text: Text, act: Act) -> &'static str {
    match act {
        Act::Answer => text.worklist_act_answer(),
        Act::Mistake => text.worklist_act_mistake(),
        Act::Corrected => text.worklist_act_corrected(),
        Act::Remark => text.worklist_act_remark(),
        Act::Refuse => text.worklist_act_refuse(),
        Act::Justified => text.worklist_act_justified(),
        Act::NotJustified => text.worklist_act_not_justified(),
    }
}
