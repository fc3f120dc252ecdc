//! One line: how it is marked, who has marked it and why, and the form. What a mark does comes before it is set.

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::work::{self, MarkError, MarkedLine, WantedFault};
use helsami_domain::access::lens::Release;
use helsami_domain::access::marking::LATER_DAYS;
use maud::{Markup, html};
use serde::Deserialize;

use super::check::{add, preview};
use super::typed::{Typed, Wrong};
use super::{may_mark, part_name, tags};
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::part::{Fact, Tone, facts, notice, said};
use crate::kit::{Document, Page, Problem};
use crate::staff::desk::Chart;
use crate::text::Text;

/// A line as an address names it.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    id: String,
}

/// The line and its form.
pub(crate) async fn page(chart: Chart, Path(named): Path<Named>) -> Result<Document, Problem> {
    may_mark(&chart)?;
    let found = found(&chart, &named.id).await?;
    Ok(show(&chart, &found, &Typed::first(&found.line), &Answer::default()))
}

/// Shows what the mark would do; or the form again; or, confirmed, sets it.
pub(crate) async fn send(
    chart: Chart,
    Path(named): Path<Named>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    may_mark(&chart)?;
    let mut typed = Typed::read(&fields);
    let line = found(&chart, &named.id).await?;
    let marking = match typed.marking(&line.line) {
        Ok(marking) => marking,
        Err(wrong) => {
            return Ok(again(&chart, &line, &typed, &Answer { wrong: vec![wrong], is_changed: false }));
        }
    };
    if typed.is_edited {
        return Ok(show(&chart, &line, &typed, &Answer::default()).into_response());
    }
    let (app, now) = (&chart.desk.app, chart.desk.frame.now);
    if typed.is_confirmed {
        return confirmed(&chart, &line, (&typed, &named.id), marking).await;
    }
    let mut check = work::mark_check(app, &chart.pass, (&named.id, &typed.also, marking), now).await?;
    let mut wrong: Vec<Wrong> = typed.ground_fault().into_iter().collect();
    wrong.extend(check.fault.map(|fault| Wrong::Wanted(WantedFault::Mark(fault))));
    if !wrong.is_empty() {
        return Ok(again(&chart, &line, &typed, &Answer { wrong, is_changed: false }));
    }
    if add(&mut typed, &check) {
        check = work::mark_check(app, &chart.pass, (&named.id, &typed.also, marking), now).await?;
    }
    Ok(preview(&chart, &check, &typed, marking).into_response())
}

async fn found(chart: &Chart, id: &str) -> Result<MarkedLine, Problem> {
    Ok(work::mark_line(&chart.desk.app, &chart.pass, id, chart.desk.frame.now).await?)
}

async fn confirmed(
    chart: &Chart,
    line: &MarkedLine,
    (typed, id): (&Typed, &str),
    marking: helsami_domain::access::marking::Marking,
) -> Result<Response, Problem> {
    let (app, at, now) = (&chart.desk.app, (&chart.desk.staff, &chart.pass), chart.desk.frame.now);
    match work::mark(app, at, &typed.wanted(id, marking), now).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/marks/{id}", chart.root)).into_response()),
        Err(MarkError::Read(error)) => Err(error.into()),
        Err(MarkError::Fault(fault)) => {
            Ok(again(chart, line, typed, &Answer { wrong: vec![Wrong::Wanted(fault)], is_changed: false }))
        }
        Err(MarkError::Changed) => {
            let line = found(chart, id).await?;
            let first = Typed { ground: typed.ground.clone(), ..Typed::first(&line.line) };
            Ok(again(chart, &line, &first, &Answer { wrong: Vec::new(), is_changed: true }))
        }
        Err(MarkError::Write(error)) => {
            tracing::error!(%error, "A mark could not be written");
            Err(Problem::Failed)
        }
    }
}

/// What is wrong with what was sent.
#[derive(Clone, Default)]
struct Answer {
    wrong: Vec<Wrong>,
    is_changed: bool,
}

fn again(chart: &Chart, found: &MarkedLine, typed: &Typed, answer: &Answer) -> Response {
    let status = if answer.is_changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    show(chart, found, typed, answer).status(status).into_response()
}

fn show(chart: &Chart, found: &MarkedLine, typed: &Typed, answer: &Answer) -> Document {
    let text = chart.desk.frame.text;
    let errors: Vec<(&str, String)> =
        answer.wrong.iter().map(|one| (one.control(), one.words(text))).collect();
    let all: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (*name, words.as_str())).collect();
    let list = format!("{}/marks", chart.root);
    let page = Page::new(&chart.desk.frame, text.marks_line_title()).crumb(&list, text.marks_title());
    let page = if all.is_empty() { page } else { page.with_error() };
    page.show(html! {
        div.stack {
            (error_summary(text, &all))
            @if answer.is_changed {
                (notice(Tone::Warning, Some(text.worklist_changed_title()), &html! { p role="status" { (text.marks_changed()) } }))
            }
            (about(text, found))
            (form(text, (&list, found), typed, &all))
            (history(text, found))
        }
    })
}

/// The line and its marks.
fn about(text: Text, found: &MarkedLine) -> Markup {
    let line = &found.line;
    let mut list = vec![Fact::new(text.marks_part(), html! { (part_name(text, line.part())) })];
    list.extend(line.when.map(|when| Fact::new(text.report_when(), html! { (text.when(when)) })));
    let marks = tags(text, line.marking);
    list.push(Fact::new(
        text.marks_is(),
        html! { @if marks.is_empty() { (text.marks_is_plain()) } @else { @for tag in &marks { (tag) " " } } },
    ));
    html! {
        section.card {
            h2 { @match &line.name { Some(name) => (said(name)), None => (text.marks_unnamed()) } }
            (facts(&list))
        }
    }
}

fn form(text: Text, (root, found): (&str, &MarkedLine), typed: &Typed, errors: &[(&str, &str)]) -> Markup {
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    let line = &found.line;
    // A mark of age can always be lifted.
    let can_hide = found.can_hide || line.marking.parents || line.marking.young;
    let days = usize::try_from(LATER_DAYS).unwrap_or_default();
    let is_kept = line.marking.release == Release::ByHand;
    html! {
        form.form.card method="post" action={ (root) "/" (line.link) } {
            @if can_hide {
                (group("mark", (text.marks_hide(), text.marks_hide_hint()), error("mark"), &html! {
                    (choice(("checkbox", "mark", "parents"), text.marks_hide_parents(), typed.parents, true))
                    (choice(("checkbox", "mark", "young"), text.marks_hide_young(), typed.young, false))
                }))
            }
            (group("release", (text.marks_release(), text.marks_release_hint()), error("mark").filter(|_| !can_hide), &html! {
                (choice(("radio", "release", "now"), text.marks_release_now(), typed.release == "now" || typed.release.is_empty(), true))
                (choice(("radio", "release", "later"), text.marks_release_later(), typed.release == "later", false))
                @if is_kept { (choice(("radio", "release", "hand"), text.marks_tag_hand(), typed.release == "hand", false)) }
            }))
            (Field::new("day", text.marks_day(), &typed.day).kind("date").hint(&text.marks_day_hint(days)).error(error("day")).show())
            (Field::new("ground", text.marks_ground(), &typed.ground).hint(text.marks_ground_hint()).error(error("ground")).area())
            input type="hidden" name="state" value=(typed.state);
            div { button.ds-button { (text.marks_see()) } }
        }
    }
}

/// Who has marked it, when and why.
fn history(text: Text, found: &MarkedLine) -> Markup {
    html! {
        @if !found.notes.is_empty() {
            section.card {
                h2 { (text.marks_history()) }
                ul.rows {
                    @for note in &found.notes {
                        @let marks = tags(text, note.marking);
                        li { div.row {
                            span.text {
                                span.title {
                                    @if marks.is_empty() { span.name { (text.marks_lifted()) } }
                                    @for tag in &marks { (tag) " " }
                                }
                                span.sub.as-sent { (note.ground) }
                                span.sub { (text.marks_by(&note.by, text.moment(note.at))) }
                                @if let Some(place) = &note.place { span.sub { (place) } }
                            }
                        } }
                    }
                }
            }
        }
    }
}
