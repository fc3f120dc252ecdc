//! Test results and measurements: the list by order. One order and one analysis over time have pages of their own.

use axum::extract::{Path, Query};
use helsami_app::ExternalId;
use helsami_app::results::{self, Choice, List, Order, Side};
use helsami_domain::lab::Answer;
use helsami_domain::lab::order::{Group, Request};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::form::{Field, filter};
use crate::kit::list::{Row, coverage};
use crate::kit::order::order_title;
use crate::kit::part::{Tone, button_link, empty, print_button};
use crate::kit::{Document, Frame, Icon, Me, Page, Place, Problem, Reports, order, trend};
use crate::text::Text;

#[cfg(test)]
mod tests;

pub(crate) use crate::kit::answer as words;

/// The element that a live filter replaces.
const LIST_ID: &str = "results";

/// What stands in the page's address. No words about a person's health: an analysis is an id made for its owner.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    side: String,
    analysis: String,
    period: String,
    flag: String,
    older: String,
}

impl Asked {
    fn side(&self) -> Side {
        if self.side == "measurements" { Side::Measurements } else { Side::Tests }
    }

    /// What is asked for. What is not understood is left out, so that an old address still shows a page.
    fn choice(&self, now: Timestamp) -> Choice {
        let days = match self.period.as_str() {
            "3m" => Some(92),
            "1y" => Some(366),
            "5y" => Some(5 * 366),
            _ => None,
        };
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Choice {
            side: self.side(),
            since: days.map(|days| now - SignedDuration::from_hours(24 * days)),
            is_outside_only: self.flag == "outside",
            analysis: some(&self.analysis),
            older_than: some(&self.older),
        }
    }
}

/// The list of results.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let choice = asked.choice(me.frame.now);
    let list = results::list(&me.app, &me.pass, &choice, me.frame.now).await?;
    Ok(show(&me.frame, (&asked, Reports::of(&me)), &list))
}

/// What an address names. By name and not by place: `/for/…` has the person before it.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    pub(crate) id: String,
}

/// One order with all it says.
pub(crate) async fn order_page(me: Me, Path(Named { id }): Path<Named>) -> Result<Document, Problem> {
    let found = results::order(&me.app, &me.pass, &id, me.frame.now).await?;
    let (text, group) = (me.frame.text, &found.order.group);
    let reports = Reports::of(&me);
    let acts = html! {
        (print_button(text))
        @if let Some(report) = &group.report { (reports.buttons(&me, report.id)) }
    };
    Ok(Page::new(&me.frame, &order::page_title(text, group))
        .crumb("/me/results", text.results_order_crumb())
        .current(Place::Results)
        .acts(acts)
        .show(order::body(text, Some(reports), &found)))
}

/// One analysis over time.
pub(crate) async fn trend_page(me: Me, Path(Named { id }): Path<Named>) -> Result<Document, Problem> {
    let found = results::trend(&me.app, &me.pass, &id, me.frame.now).await?;
    let text = me.frame.text;
    let title = text.results_trend_title(words::plain_name(text, found.trend.name.as_ref()));
    let crumb = match found.side {
        Side::Tests => text.results_side_tests(),
        Side::Measurements => text.results_side_measurements(),
    };
    Ok(Page::new(&me.frame, &title)
        .crumb(side_address(found.side), crumb)
        .current(Place::Results)
        .acts(print_button(text))
        .show(html! { div.stack { (trend::body(text, &found)) } }))
}

fn show(frame: &Frame, (asked, reports): (&Asked, Reports<'_>), list: &List) -> Document {
    let text = frame.text;
    let inside = inside(text, (asked, Some(reports)), list);
    if frame.asks_for(LIST_ID) {
        return frame.part(LIST_ID, &inside);
    }
    let (title, lead) = match asked.side() {
        Side::Tests => (text.results_title(), text.results_lead()),
        Side::Measurements => (text.results_measurements_title(), text.results_measurements_lead()),
    };
    Page::new(frame, title).lead(lead).current(Place::Results).acts(print_button(text)).show(html! {
        div.stack {
            (sides(text, asked.side()))
            (filter_form(text, asked, list))
            div id=(LIST_ID) { (inside) }
        }
    })
}

fn sides(text: Text, current: Side) -> Markup {
    let link = |side: Side, href: &str, words: &str| {
        html! {
            a href=(href) aria-current=[(side == current).then_some("page")] { (words) }
        }
    };
    html! {
        nav.sides.no-print aria-label=(text.results_sides()) {
            (link(Side::Tests, "/me/results", text.results_side_tests()))
            (link(Side::Measurements, "/me/results?side=measurements", text.results_side_measurements()))
        }
    }
}

fn filter_form(text: Text, asked: &Asked, list: &List) -> Markup {
    let mut analyses: Vec<(&str, &str)> = vec![("", text.results_filter_analysis_all())];
    analyses.extend(list.analyses.iter().map(|(id, name)| (id.as_str(), &*name.text)));
    let periods = [
        ("", text.results_filter_period_all()),
        ("3m", text.results_filter_period_months()),
        ("1y", text.results_filter_period_year()),
        ("5y", text.results_filter_period_years()),
    ];
    let flags = [("", text.results_filter_flag_all()), ("outside", text.results_filter_flag_outside())];
    let fields = html! {
        @if asked.side() == Side::Measurements { input type="hidden" name="side" value="measurements"; }
        (Field::new("analysis", text.results_filter_analysis(), &asked.analysis).choice(&analyses))
        (Field::new("period", text.results_filter_period(), &asked.period).choice(&periods))
        (Field::new("flag", text.results_filter_flag(), &asked.flag).choice(&flags))
    };
    filter(text, "/me/results", LIST_ID, &fields)
}

/// The part that a live filter replaces.
fn inside(text: Text, (asked, reports): (&Asked, Option<Reports<'_>>), list: &List) -> Markup {
    let count = list.orders.iter().map(|order| order.group.answers.len()).sum();
    html! {
        div.stack {
            @if !list.waiting.is_empty() { (waiting(text, reports, &list.waiting)) }
            @if let Some(course) = &list.trend { (trend::above_list(text, course)) }
            @if let Some(reason) = list.coverage.empty {
                @let title = match asked.side() {
                    Side::Tests => text.results_empty_title(),
                    Side::Measurements => text.results_empty_measurements_title(),
                };
                (empty(text, (Icon::TestFlask, title), reason, Some(text.results_empty_advice())))
                p.hidden-text data-announce { (text.results_count(0)) }
            } @else {
                p.strong data-announce { (text.results_count(count)) }
                (table(text, reports, &list.orders))
            }
            @if let Some(older) = &list.older { (paging(text, asked, older)) }
            (coverage(text, &list.coverage, Some(text.results_coverage_note())))
        }
    }
}

fn paging(text: Text, asked: &Asked, older: &ExternalId) -> Markup {
    let side = if asked.side() == Side::Measurements { "side=measurements&" } else { "" };
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let keep = |name: &str, value: &str| {
        if value.is_empty() || !plain(value) { String::new() } else { format!("{name}={value}&") }
    };
    let (analysis, period) = (keep("analysis", &asked.analysis), keep("period", &asked.period));
    let flag = keep("flag", &asked.flag);
    let href = format!("/me/results?{side}{analysis}{period}{flag}older={older}");
    html! {
        div.acts {
            (button_link(&href, None, text.results_older(), Some("secondary")))
            @if !asked.older.is_empty() {
                (button_link(side_address(asked.side()), None, text.results_newest(), Some("tertiary")))
            }
        }
    }
}

const fn side_address(side: Side) -> &'static str {
    match side {
        Side::Tests => "/me/results",
        Side::Measurements => "/me/results?side=measurements",
    }
}

fn waiting(text: Text, reports: Option<Reports<'_>>, requests: &[Request]) -> Markup {
    let line = |one: &Request| match (one.source.name(), one.when) {
        (Some(name), Some(when)) => text.results_waiting_by(name, text.when_day(when)),
        (None, Some(when)) => text.results_waiting_since(text.when_day(when)),
        (_, None) => text.results_waiting_undated().to_owned(),
    };
    html! {
        section.card {
            h2 { (text.results_waiting_title()) }
            ul.rows {
                @for one in requests {
                    @let title = words::plain_name(text, one.name.as_ref());
                    @let language = one.name.as_ref().and_then(|label| words::foreign(text, label));
                    @let row = Row::new(&title).language(language).icon(Icon::Clock, Tone::Info).sub(&line(one));
                    li { (reports.into_iter().fold(row, |row, reports| row.sub_markup(reports.lock(text, one.id, &title)))) }
                }
            }
        }
    }
}

fn table(text: Text, reports: Option<Reports<'_>>, orders: &[Order]) -> Markup {
    html! {
        div.table-box {
            table.table.folds role="table" aria-label=(text.results_list()) {
                thead role="rowgroup" {
                    tr role="row" {
                        th role="columnheader" scope="col" { (text.results_column_analysis()) }
                        th role="columnheader" scope="col" { (text.results_column_value()) }
                        th role="columnheader" scope="col" { (text.results_column_range()) }
                        th role="columnheader" scope="col" { (text.results_column_flag()) }
                    }
                }
                @for order in orders { (order_rows(text, reports, order)) }
            }
        }
    }
}

fn order_rows(text: Text, reports: Option<Reports<'_>>, order: &Order) -> Markup {
    // A report has its ways on its own page; an answer without one has no other place.
    let reports = reports.filter(|_| order.link.is_none());
    html! {
        tbody role="rowgroup" {
            tr role="row" { th.group role="rowheader" colspan="4" scope="rowgroup" { (order_head(text, order)) } }
            @for (answer, trend) in order.group.answers.iter().zip(&order.trends) {
                (answer_row((text, reports), answer, trend.as_ref(), one_source(&order.group)))
            }
            @if order.group.elsewhere > 0 || order.group.answers.is_empty() { (rest_row(text, order)) }
        }
    }
}

/// «Blodprøver, tatt 12. mars 2026», leading to the order's own page where there is one.
fn order_head(text: Text, order: &Order) -> Markup {
    let title = order_title(text, &order.group);
    let state = order.group.report.as_ref().map(|report| report.state);
    html! {
        @match &order.link {
            Some(id) => { a href={ "/me/results/" (id) } { (title) } },
            None => { (title) },
        }
        @if let Some(tag) = state.and_then(|state| words::state_tag(text, state)) { " " (tag) }
        @if let Some(name) = one_source(&order.group) { span.source { (name) } }
    }
}

/// Who answered an order: said once above its rows, and in a row only where it is another.
fn one_source(group: &Group) -> Option<&str> {
    let report = group.report.as_ref().and_then(|report| report.source.name());
    report.or_else(|| group.answers.first()?.source.name())
}

fn answer_row(
    (text, reports): (Text, Option<Reports<'_>>),
    answer: &Answer,
    trend: Option<&ExternalId>,
    above: Option<&str>,
) -> Markup {
    let assessment = answer.assessment();
    let other = answer.source.name().filter(|&name| Some(name) != above);
    let range = words::range_cell(text, &answer.ranges, answer.range());
    html! {
        tr role="row" {
            th role="rowheader" scope="row" {
                @match trend {
                    Some(id) => { a href={ "/me/results/trend/" (id) } { (words::name(text, answer.name.as_ref())) } },
                    None => { (words::name(text, answer.name.as_ref())) },
                }
                @if let Some(name) = other { span.source { (name) } }
                @if let Some(reports) = reports {
                    span.source { (reports.link(text, answer.id, &words::plain_name(text, answer.name.as_ref()))) }
                }
            }
            td.number.end-phone role="cell" { (words::answer_value(text, answer)) }
            td.dash[range == text.results_dash()] role="cell" {
                bdi dir="ltr" { (range) }
                (words::small_line(&answer.value, answer.range(), assessment.flag))
            }
            td.end-phone role="cell" {
                @if let Some(tag) = words::flag_tag(text, assessment.flag) { (tag) }
                @if let Some(tag) = words::state_tag(text, answer.state) { (tag) }
                @if let Some(more) = words::beyond_tag(text, answer.sentence()) { p.more { (more) } }
            }
        }
    }
}

/// What a report has beyond the rows here: more answers, a conclusion, a document.
fn rest_row(text: Text, order: &Order) -> Markup {
    html! {
        tr role="row" {
            td role="cell" colspan="4" {
                @if order.group.elsewhere > 0 { (text.results_elsewhere(order.group.elsewhere)) " " }
                @if let Some(id) = &order.link { a href={ "/me/results/" (id) } { (text.results_open_order()) } }
            }
        }
    }
}
