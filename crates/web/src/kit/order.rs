//! One order: everything the report says, answer by answer, each with a sentence and its number line. Addresses are written
//! as one's own, `/me/…`: whoever shows another's record writes the record into them.

use helsami_app::ExternalId;
use helsami_app::results::OrderPage;
use helsami_domain::lab::order::{Group, Report, Request};
use helsami_domain::lab::{Answer, Part, Range, State, Value};
use maud::{Markup, html};

use super::Reports;
use super::answer as words;
use super::list::coverage;
use super::part::{Fact, Tone, facts, fold, notice};
use crate::text::Text;

/// The title of its page.
pub(crate) fn page_title(text: Text, group: &Group) -> String {
    match group.report.as_ref().and_then(|report| report.name.as_ref()) {
        Some(name) => words::plain_name(text, Some(name)),
        None => order_title(text, group),
    }
}

/// What an order is called in a list: its name and when it was taken. Loose answers have only the day.
pub(crate) fn order_title(text: Text, group: &Group) -> String {
    let when = group.when().map(|when| text.when_day(when));
    match (&group.report, when) {
        (Some(report), when) => {
            let name = match &report.name {
                Some(_) => words::plain_name(text, report.name.as_ref()),
                None => text.results_unnamed_order().to_owned(),
            };
            match when {
                Some(when) => text.results_order_taken(name, when),
                None => text.results_order_no_date(name),
            }
        }
        (None, Some(when)) => text.results_taken(when),
        (None, None) => text.results_no_date().to_owned(),
    }
}

/// Everything the report says. `reports` is the citizen's way to report an error; without it the reader is at work, and is not told
/// to ask whoever ordered the test.
pub(crate) fn body(text: Text, reports: Option<Reports<'_>>, found: &OrderPage) -> Markup {
    let group = &found.order.group;
    let is_there = group.report.as_ref().is_some_and(|report| report.state != State::Mistake);
    html! {
        div.stack {
            @if let Some(report) = &group.report { (head(text, report, &found.requests)) }
            @for (answer, trend) in group.answers.iter().zip(&found.order.trends) {
                (card(text, reports, (answer, trend.as_ref())))
            }
            @if group.elsewhere > 0 && is_there { p { (text.results_order_missing(group.elsewhere)) } }
            @if reports.is_some() { p { (text.results_next_step()) } }
            (coverage(text, &found.coverage, Some(text.results_coverage_note())))
        }
    }
}

fn head(text: Text, report: &Report, requests: &[Request]) -> Markup {
    let mut list = Vec::new();
    if let Some(when) = report.when {
        list.push(Fact::new(text.results_fact_taken(), html! { (text.when(when)) }));
    }
    if let Some(when) = report.issued {
        list.push(Fact::new(text.results_fact_issued(), html! { (text.when(when)) }));
    }
    if let Some(name) = report.source.name() {
        list.push(Fact::new(text.results_fact_lab(), html! { (name) }));
    }
    for name in requests.iter().filter_map(|one| one.source.name()) {
        list.push(Fact::new(text.results_fact_requester(), html! { (name) }));
    }
    if let Some(tag) = words::state_tag(text, report.state) {
        list.push(Fact::new(text.results_fact_state(), html! { (tag) }));
    }
    if let Some(conclusion) = &report.conclusion {
        list.push(Fact::new(text.results_fact_conclusion(), html! { (conclusion) }));
    }
    html! {
        @if report.state == State::Mistake { (notice(Tone::Info, None, &html! { p { (text.results_mistake()) } })) }
        @if let Some(more) = words::state_words(text, report.state) {
            (notice(Tone::Info, None, &html! { p { (more) } }))
        }
        section.card {
            (facts(&list))
            @if report.has_document && report.state != State::Mistake {
                p { a href="/me/documents" { (text.results_document()) } }
            }
        }
    }
}

fn card(text: Text, reports: Option<Reports<'_>>, (answer, trend): (&Answer, Option<&ExternalId>)) -> Markup {
    html! {
        section.card {
            h2 {
                @match trend {
                    Some(id) => { a href={ "/me/results/trend/" (id) } { (words::name(text, answer.name.as_ref())) } },
                    None => { (words::name(text, answer.name.as_ref())) },
                }
            }
            (answer_body(text, answer))
            @if let Some(reports) = reports {
                @let name = answer.name.as_ref().map_or("", |name| &name.text);
                p { (reports.link(text, answer.id, name)) }
            }
        }
    }
}

/// Everything about one answer under its name.
pub(super) fn answer_body(text: Text, answer: &Answer) -> Markup {
    let is_parts_only = matches!(answer.value, Value::None) && !answer.parts.is_empty();
    html! {
        @if answer.state.is_fact() && !is_parts_only {
            p.value-big { span { (words::value(text, &answer.value, answer.range())) } }
        }
        p {
            @if let Some(tag) = words::flag_tag(text, answer.assessment().flag) { (tag) " " }
            @if let Some(tag) = words::state_tag(text, answer.state) { (tag) " " }
            @if let Some(words) = words::sentence(text, answer.sentence()) { (words) }
        }
        @if let Some(more) = words::state_words(text, answer.state) { p { (more) } }
        @if answer.state.is_fact() {
            (words::line(text, &answer.value, answer.range(), answer.assessment().flag))
            @for part in &answer.parts { (part_body(text, part)) }
            (small_print(text, answer))
        }
    }
}

fn part_body(text: Text, part: &Part) -> Markup {
    let flag = part.assessment().flag;
    html! {
        h3 { (words::name(text, part.name.as_ref())) }
        p.value-big { span { (words::value(text, &part.value, part.range())) } }
        p {
            @if let Some(tag) = words::flag_tag(text, flag) { (tag) " " }
            @if let Some(words) = words::sentence(text, part.sentence()) { (words) }
        }
        (words::line(text, &part.value, part.range(), flag))
        @for range in words::all_ranges(text, &part.ranges) { p.source { (range) } }
        (exact(text, &part.value, part.range()))
    }
}

/// Ranges, method, remarks, and the number as it was sent.
fn small_print(text: Text, answer: &Answer) -> Markup {
    let verdict = answer.verdict.as_ref().and_then(|verdict| verdict.words.as_ref());
    html! {
        @for range in words::all_ranges(text, &answer.ranges) { p.source { (range) } }
        @if let Some(label) = verdict { p.source { (text.results_verdict(&label.text)) } }
        @if let Some(method) = &answer.method { p.source { (text.results_method(method)) } }
        @for note in &answer.notes { p { (text.results_remark(note)) } }
        (exact(text, &answer.value, answer.range()))
    }
}

fn exact(text: Text, value: &Value, range: Option<&Range>) -> Markup {
    html! {
        @if let Value::Amount(amount) = value {
            @if words::is_shortened(amount, range) {
                (fold(text.results_exact(), &html! { p { (text.amount(amount)) } }))
            }
        }
    }
}
