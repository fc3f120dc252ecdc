//! One analysis over time: a drawing and a table for each unit, and what cannot be drawn.

use helsami_app::results::TrendPage;
use helsami_domain::lab::series::{Point, Series, Split, Trend, Undrawn};
use helsami_domain::quantity::{Quantity, unit_shown};
use helsami_domain::when::When;
use maud::{Markup, html};

use super::Icon;
use super::answer as words;
use super::graph::{self, Dot};
use super::list::coverage;
use super::order::answer_body;
use super::part::{Tone, empty, notice};
use crate::text::Text;

/// Everything about it.
pub(crate) fn body(text: Text, found: &TrendPage) -> Markup {
    let trend = &found.trend;
    html! {
        @if let Some(reason) = found.coverage.empty {
            (empty(text, (Icon::LineGraph, text.results_trend_empty_title()), reason, None))
        }
        @if let Some(split) = trend.split { (notice(Tone::Info, None, &html! { p { (split_words(text, split)) } })) }
        @if let (Some(newest), true) = (&found.newest, trend.series.len() <= 1) {
            section.card {
                h2 {
                    (text.results_trend_latest())
                    @if let Some(when) = newest.when { ", " (text.when_day(when)) }
                }
                (answer_body(text, newest))
            }
        }
        @for series in &trend.series { (series_card(text, trend, series)) }
        @if !trend.undrawn.is_empty() { (undrawn(text, &trend.undrawn)) }
        (coverage(text, &found.coverage, Some(text.results_coverage_note())))
    }
}

/// The course of the analysis that the list has been narrowed to: one card for each unit or part, newest value first.
pub(crate) fn above_list(text: Text, trend: &Trend) -> Markup {
    html! {
        @if let Some(split) = trend.split { (notice(Tone::Info, None, &html! { p { (split_words(text, split)) } })) }
        @for series in &trend.series {
            @let name = words::plain_name(text, series.name.as_ref().or(trend.name.as_ref()));
            section.card {
                h2 { (text.results_trend_title(&name)) }
                @if let Some(newest) = series.points.last() {
                    p.value-big {
                        (text.results_trend_latest()) " "
                        bdi dir="ltr" { b { (text.amount(&words::shown(&newest.amount, newest.range.as_ref()))) } } " "
                        @if let Some(tag) = words::flag_tag(text, newest.assessment.flag) { (tag) }
                    }
                }
                (drawing(text, &name, series))
            }
        }
    }
}

const fn split_words(text: Text, split: Split) -> &'static str {
    match split {
        Split::Units => text.results_trend_units(),
        Split::Parts => text.results_trend_parts(),
    }
}

/// The words above one series: the part, and the unit.
fn series_card(text: Text, trend: &Trend, series: &Series) -> Markup {
    let name = series.name.as_ref().or(trend.name.as_ref());
    let unit = unit_shown(&series.unit, text.decimal_sign());
    html! {
        section.card {
            h2 { (words::name(text, name)) }
            p.sub {
                @if !unit.is_empty() { (text.results_trend_unit(&unit)) }
                @else if trend.split == Some(Split::Units) { (text.results_trend_no_unit()) }
            }
            (drawing(text, &words::plain_name(text, name), series))
        }
    }
}

fn drawing(text: Text, name: &str, series: &Series) -> Markup {
    let Some(newest) = series.points.last() else { return html! {} };
    let runs: Vec<Vec<Dot>> =
        series.runs().map(|run| run.iter().map(|point| dot(text, point)).collect()).collect();
    let limits = |point: &Point| {
        let limit = |limit: &Option<Quantity>| limit.as_ref().map(|limit| limit.value.for_drawing());
        point.range.as_ref().map_or((None, None), |range| (limit(&range.low), limit(&range.high)))
    };
    let range = newest.range.as_ref().and_then(|range| words::range(text, range));
    let range = range.map(|range| text.results_range(range));
    let value = text.amount(&words::shown(&newest.amount, newest.range.as_ref()));
    let sentence = text.results_trend_chart(series.points.len(), name, value, text.when_day(newest.when));
    graph::trend(
        text,
        &graph::Trend {
            sentence: &sentence,
            runs: &runs,
            limits: limits(newest),
            range: range.as_deref(),
            table: table(text, series),
        },
    )
}

fn dot(text: Text, point: &Point) -> Dot {
    let at = point.when.start();
    Dot {
        at,
        day: point.when.date().unwrap_or_else(|| When::today(at)),
        value: point.amount.value.for_drawing(),
        shown: text.value(&words::shown(&point.amount, point.range.as_ref())),
        is_out: point.assessment.flag.is_outside(),
    }
}

fn table(text: Text, series: &Series) -> Markup {
    let has_method = series.points.iter().any(|point| point.method.is_some());
    html! {
        div.plain-table tabindex="0" role="region" aria-label=(text.results_trend_table()) {
            table.table {
                thead {
                    tr {
                        th scope="col" { (text.results_column_when()) }
                        th scope="col" { (text.results_column_value()) }
                        th scope="col" { (text.results_column_range()) }
                        th scope="col" { (text.results_column_flag()) }
                        @if has_method { th scope="col" { (text.results_column_method()) } }
                    }
                }
                tbody { @for point in series.points.iter().rev() { (point_row(text, point, has_method)) } }
            }
        }
    }
}

fn point_row(text: Text, point: &Point, has_method: bool) -> Markup {
    let range = point.range.as_ref().and_then(|range| words::range(text, range));
    html! {
        tr {
            th scope="row" { (text.when_day(point.when)) }
            td.number { b { (text.amount(&words::shown(&point.amount, point.range.as_ref()))) } }
            td { (range.as_deref().unwrap_or(text.results_dash())) }
            td {
                @if let Some(tag) = words::flag_tag(text, point.assessment.flag) { (tag) }
                @if let Some(tag) = words::state_tag(text, point.state) { " " (tag) }
            }
            @if has_method {
                td {
                    @if let Some(method) = &point.method { (method) } @else { (text.results_dash()) }
                    @if point.is_new_method { " (" (text.results_trend_new_method()) ")" }
                }
            }
        }
    }
}

fn undrawn(text: Text, list: &[Undrawn]) -> Markup {
    html! {
        section.card {
            h2 { (text.results_trend_undrawn()) }
            div.plain-table tabindex="0" role="region" aria-label=(text.results_trend_undrawn()) {
                table.table {
                    thead {
                        tr {
                            th scope="col" { (text.results_column_when()) }
                            th scope="col" { (text.results_column_value()) }
                        }
                    }
                    tbody {
                        @for one in list {
                            tr {
                                th scope="row" {
                                    @match one.when {
                                        Some(when) => { (text.when_day(when)) },
                                        None => { (text.results_no_date()) },
                                    }
                                }
                                td {
                                    (words::value(text, &one.value, None))
                                    @if let Some(tag) = words::state_tag(text, one.state) { " " (tag) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
