//! Diagnoses: what is so now, what was, what has been ruled out.

use helsami_app::diagnoses;
use helsami_domain::diagnosis::{Certainty, CodeList, Diagnosis, Kind, Problem as Illness, Standing};
use maud::{Markup, html};

use crate::kit::list::{Row, coverage};
use crate::kit::part::{Tag, Tone, empty, fold, notice, print_button, source_line, source_words};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = diagnoses::list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.diagnoses_title())
        .lead(text.diagnoses_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found, Reports::of(&me))))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &diagnoses::List, reports: Reports<'_>) -> Markup {
    let all = &found.diagnoses;
    html! {
        div.stack {
            @for source in &all.none_known {
                (notice(Tone::Info, None, &html! { p { (text.diagnoses_none_known()) } (source_line(text, source)) }))
            }
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::Stethoscope, text.diagnoses_empty_title()), reason, Some(text.diagnoses_empty_advice())))
                }
            } @else {
                section.card {
                    h2 { (text.diagnoses_current()) }
                    @if all.current.is_empty() { p { (text.diagnoses_none_current()) } }
                    (problems(text, &all.current, reports))
                }
                @if !all.former.is_empty() {
                    section.card { h2 { (text.diagnoses_former()) } (problems(text, &all.former, reports)) }
                }
                @if !all.refuted.is_empty() {
                    section.card {
                        h2 { (text.diagnoses_refuted()) }
                        ul.rows { @for one in &all.refuted { li { (row(text, one, None, reports)) } } }
                    }
                }
            }
            (coverage(text, &found.coverage, Some(text.diagnoses_not_here())))
        }
    }
}

fn problems(text: Text, problems: &[Illness], reports: Reports<'_>) -> Markup {
    html! {
        ul.rows {
            @for one in problems {
                li {
                    (row(text, one.lead(), Some(one), reports))
                    @if one.lines.len() > 1 {
                        (fold(text.diagnoses_show_all(), &html! {
                            ul.rows { @for line in &one.lines { li { (row(text, line, None, reports)) } } }
                        }))
                    }
                }
            }
        }
    }
}

fn row<'a>(text: Text, line: &'a Diagnosis, problem: Option<&Illness>, reports: Reports<'_>) -> Row<'a> {
    let mut row = Row::new(&line.label.text).language(line.label.language);
    if let Some(code) = code(text, line) {
        row = row.sub(&code);
    }
    if let Some(dates) = dates(text, line) {
        row = row.sub(&dates);
    }
    if let Some((problem, first)) = problem.and_then(|one| Some((one, one.first()?)))
        && problem.lines.len() > 1
    {
        row = row.sub(&text.diagnoses_times(problem.lines.len(), text.when_day(first)));
    }
    for label in [&line.severity, &line.site].into_iter().flatten() {
        row = row.sub_markup(html! { span lang=[label.language] { (label.text) } });
    }
    for note in line.note.iter().flat_map(|note| note.lines()) {
        row = row.sub(note);
    }
    row = row.sub_markup(html! { span.source { (source_words(text, &line.source)) } });
    row = row.sub_markup(reports.link(text, line.id, &line.label.text));
    tags(text, line).into_iter().fold(row, Row::tag)
}

fn code(text: Text, line: &Diagnosis) -> Option<String> {
    match &line.code {
        Some((CodeList::Icpc2, code)) => Some(text.diagnoses_icpc(code)),
        Some((CodeList::Icd10, code)) => Some(text.diagnoses_icd(code)),
        _ if line.label.is_bare_code => Some(text.diagnoses_bare_code().to_owned()),
        _ => None,
    }
}

fn dates(text: Text, line: &Diagnosis) -> Option<String> {
    let day = |when| text.when_day(when);
    match (line.onset, line.abatement) {
        (Some(from), Some(to)) => Some(text.diagnoses_span(day(from), day(to))),
        (Some(from), None) => Some(text.diagnoses_since(day(from))),
        (None, Some(to)) => Some(text.diagnoses_until(day(to))),
        (None, None) => line.source.recorded.map(|when| text.diagnoses_recorded(day(when))),
    }
}

fn tags(text: Text, line: &Diagnosis) -> Vec<Tag> {
    let standing = match line.standing {
        Standing::Active => None,
        Standing::Recurrence => Some(Tag::new(Tone::Warning, text.diagnoses_recurrence())),
        Standing::NotStated => {
            Some(Tag::new(Tone::Neutral, text.diagnoses_not_stated()).icon(Icon::QuestionmarkCircle))
        }
        Standing::Remission => Some(Tag::new(Tone::Success, text.diagnoses_remission())),
        Standing::Inactive => Some(Tag::new(Tone::Neutral, text.diagnoses_inactive()).bare()),
        Standing::Resolved => Some(Tag::new(Tone::Neutral, text.diagnoses_resolved()).bare()),
    };
    let uncertain = |words| Tag::new(Tone::Warning, words).icon(Icon::QuestionmarkCircle);
    let certainty = match line.certainty {
        Certainty::Provisional => Some(uncertain(text.diagnoses_provisional())),
        Certainty::Differential => Some(uncertain(text.diagnoses_differential())),
        Certainty::Unconfirmed => Some(uncertain(text.diagnoses_unconfirmed())),
        Certainty::Confirmed | Certainty::NotStated | Certainty::Refuted | Certainty::Mistake => None,
    };
    let kind = match line.kind {
        Kind::Contact => Some(Tag::new(Tone::Neutral, text.diagnoses_contact()).bare()),
        Kind::Concern => Some(Tag::new(Tone::Info, text.diagnoses_concern()).bare()),
        Kind::ProblemList | Kind::NotStated => None,
    };
    standing.into_iter().chain(certainty).chain(kind).collect()
}
