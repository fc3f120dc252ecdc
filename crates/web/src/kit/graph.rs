//! Trends as SVG: drawn here, without script; every number also stands in the table under the drawing.
//!
//! A value outside its range has another shape, not only another colour. A far limit does not flatten the curve: the
//! nearer limit sets the scale and the band runs to the edge.

mod scale;

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

use self::scale::{NARROW, Paper, Scale, WIDE};
use super::Sample;
use super::number_line::push_mark;
use super::part::fold;
use crate::text::Text;

/// One measurement of a trend.
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    /// When.
    pub(crate) at: Timestamp,
    /// The day in Oslo, for the axis and the table.
    pub(crate) day: Date,
    /// The number, for drawing.
    pub(crate) value: f64,
    /// The number as shown.
    pub(crate) shown: String,
    /// Whether it lies outside its own range.
    pub(crate) is_out: bool,
}

/// One analysis over time, in one unit.
#[derive(Clone, Debug)]
pub(crate) struct Trend<'a> {
    /// The drawing as a sentence, for those who do not see it.
    pub(crate) sentence: &'a str,
    /// Measurements in order of time; a new run begins where the method changed, and the curve is broken there.
    pub(crate) runs: &'a [Vec<Dot>],
    /// The newest report's limits.
    pub(crate) limits: (Option<f64>, Option<f64>),
    /// «Referanseområde 15–200 µg/L».
    pub(crate) range: Option<&'a str>,
    /// The numbers as a table.
    pub(crate) table: Markup,
}

/// Where a value stands: the middle of its baseline, half its width, and the room it keeps from the next.
#[derive(Clone, Copy)]
struct Label {
    x: f64,
    y: f64,
    half: f64,
    gap: f64,
}

impl Label {
    fn covers(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < self.half + other.half + self.gap
    }

    fn covers_mark(&self, (x, y): (f64, f64)) -> bool {
        (self.x - x).abs() < self.half + 7.0 && (self.y - 5.0 - y).abs() < 13.0
    }
}

/// Draws a trend with its key and its table.
pub(crate) fn trend(text: Text, trend: &Trend<'_>) -> Markup {
    let has_out = trend.runs.iter().flatten().any(|dot| dot.is_out);
    html! {
        figure.chart {
            (drawing(text, trend, WIDE))
            (drawing(text, trend, NARROW))
            ul.key {
                @if let Some(range) = trend.range {
                    li { svg viewBox="0 0 18 18" aria-hidden="true" { rect.band x="1" y="3" width="16" height="12" rx="3" {} } (range) }
                }
                @if has_out {
                    li { svg viewBox="0 0 18 18" aria-hidden="true" { path.mark.out d="M9 2l7 7-7 7-7-7z" {} } (text.kit_chart_out()) }
                }
                @if trend.runs.len() > 1 {
                    li { svg viewBox="0 0 18 18" aria-hidden="true" { path.break d="M9 0v18" {} } (text.kit_chart_break()) }
                }
            }
            (fold(text.kit_chart_table(), &trend.table))
        }
    }
}

fn drawing(text: Text, trend: &Trend<'_>, paper: Paper) -> Markup {
    let Some(scale) = Scale::new(trend, paper) else { return PreEscaped(String::new()) };
    let mut svg = String::with_capacity(4096);
    scale.push_band(&mut svg, trend.limits);
    scale.push_grid(&mut svg, text);
    scale.push_limits(&mut svg, trend.limits);
    scale.push_curves(&mut svg, trend.runs);
    scale.push_values(&mut svg, trend.runs);
    scale.push_days(&mut svg, text, trend.runs);
    let view = format!("0 0 {} {}", paper.width, paper.height);
    html! {
        svg class=(paper.class) viewBox=(view) role="img" aria-label=(trend.sentence) { (PreEscaped(svg)) }
    }
}

impl Scale {
    fn push_band(&self, svg: &mut String, limits: (Option<f64>, Option<f64>)) {
        if limits == (None, None) {
            return;
        }
        let top = self.y(limits.1.unwrap_or(f64::MAX));
        let bottom = self.y(limits.0.unwrap_or(f64::MIN));
        let _ = write!(
            svg,
            r#"<rect class="band" x="{}" y="{top:.1}" width="{:.1}" height="{:.1}"/>"#,
            self.paper.left,
            self.right() - self.paper.left,
            (bottom - top).max(0.0)
        );
    }

    fn push_grid(&self, svg: &mut String, text: Text) {
        for &tick in &self.ticks {
            let y = self.y(tick);
            let words = format!("{tick:.*}", self.decimals).replace('.', &text.decimal_sign().to_string());
            let words = words.replace('-', "\u{2212}");
            let _ = write!(
                svg,
                r#"<path class="grid" d="M{} {y:.1}H{:.1}"/><text x="{:.1}" y="{:.1}" text-anchor="end">{words}</text>"#,
                self.paper.left,
                self.right(),
                self.paper.left - 8.0,
                y + 5.0
            );
        }
    }

    fn push_limits(&self, svg: &mut String, limits: (Option<f64>, Option<f64>)) {
        for limit in [limits.0, limits.1].into_iter().flatten() {
            if limit > self.bottom() && limit < self.top() {
                let y = self.y(limit);
                let _ = write!(
                    svg,
                    r#"<path class="limit" d="M{} {y:.1}H{:.1}"/>"#,
                    self.paper.left,
                    self.right()
                );
            }
        }
    }

    fn push_curves(&self, svg: &mut String, runs: &[Vec<Dot>]) {
        for run in runs {
            svg.push_str(r#"<path class="curve" d=""#);
            for (index, dot) in run.iter().enumerate() {
                let letter = if index == 0 { 'M' } else { 'L' };
                let _ = write!(svg, "{letter}{:.1} {:.1}", self.x(dot.at), self.y(dot.value));
            }
            svg.push_str("\"/>");
        }
        for pair in runs.windows(2) {
            let (Some(before), Some(after)) = (pair[0].last(), pair[1].first()) else { continue };
            let x = f64::midpoint(self.x(before.at), self.x(after.at));
            let _ = write!(
                svg,
                r#"<path class="break" d="M{x:.1} {}V{}"/>"#,
                self.paper.top,
                self.paper.height - self.paper.bottom
            );
        }
        // Many marks on little room: smaller ones, so that the curve is still seen.
        let count = u32::try_from(runs.iter().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
        let room = self.paper.width / f64::from(count.max(1));
        let radius = if room < 16.0 { 3.0 } else { 5.0 };
        for dot in runs.iter().flatten() {
            push_mark(svg, (self.x(dot.at), self.y(dot.value)), radius, dot.is_out);
        }
    }

    /// The values, from the newest backwards, each only where it covers neither another value nor another mark.
    fn push_values(&self, svg: &mut String, runs: &[Vec<Dot>]) {
        let dots: Vec<&Dot> = runs.iter().flatten().collect();
        let marks: Vec<(f64, f64)> = dots.iter().map(|dot| (self.x(dot.at), self.y(dot.value))).collect();
        // A long series shows some of its values: the rest are in the table.
        let gap = if dots.len() > 16 { 36.0 } else { 7.0 };
        let mut taken: Vec<Label> = Vec::new();
        for (index, dot) in dots.iter().enumerate().rev() {
            let (x, y) = marks[index];
            let half = width_of(&dot.shown) / 2.0;
            let neighbours = [index.checked_sub(1), Some(index + 1)];
            let mut near = neighbours.into_iter().flatten().filter_map(|other| marks.get(other));
            let is_valley = near.clone().next().is_some() && near.all(|mark| mark.1 < y - 4.0);
            let side = if is_valley { 23.0 } else { -13.0 };
            let label = Label { x, y: y + side, half, gap };
            let is_on_paper = label.y > 12.0 && label.y < self.paper.height - self.paper.bottom - 3.0;
            let covers_label = taken.iter().any(|other| label.covers(other));
            let mut others = marks.iter().enumerate().filter(|(other, _)| *other != index);
            if !is_on_paper || covers_label || others.any(|(_, mark)| label.covers_mark(*mark)) {
                continue;
            }
            let _ = write!(
                svg,
                r#"<text class="value" x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
                label.y,
                html! { (dot.shown) }.0
            );
            taken.push(label);
        }
    }

    /// The months under the axis, from the newest backwards, never beyond the edges and never over each other.
    fn push_days(&self, svg: &mut String, text: Text, runs: &[Vec<Dot>]) {
        let mut free_until = self.right() + 2.0;
        let mut last = String::new();
        let dots: Vec<&Dot> = runs.iter().flatten().collect();
        for dot in dots.iter().rev() {
            let words = text.month_on_axis(dot.day);
            let half = width_of(&words) / 2.0;
            let x = self.x(dot.at).clamp(self.paper.left + half - 8.0, self.right() - half + 2.0);
            if words == last || x + half > free_until {
                continue;
            }
            free_until = x - half - 12.0;
            let _ = write!(
                svg,
                r#"<text x="{x:.1}" y="{:.1}" text-anchor="middle">{words}</text>"#,
                self.paper.height - 8.0
            );
            last = words;
        }
    }
}

/// The width of a label of 14 px, roughly.
fn width_of(words: &str) -> f64 {
    words.chars().map(|letter| if matches!(letter, '.' | ',' | ' ' | 'i' | 'l') { 4.5 } else { 8.4 }).sum()
}

/// A trend for the gallery: values by month from January 2023 on.
fn sample_trend(
    text: Text,
    values: &[(i8, f64)],
    limits: (Option<f64>, Option<f64>),
    break_after: usize,
) -> Markup {
    let dot = |&(month, value): &(i8, f64)| {
        let day = jiff::civil::date(2023 + i16::from((month - 1) / 12), (month - 1) % 12 + 1, 12);
        let at = helsami_domain::when::When::Day(day).start();
        let is_out = limits.0.is_some_and(|low| value < low) || limits.1.is_some_and(|high| value > high);
        Dot {
            at,
            day,
            value,
            shown: format!("{value}").replace('.', &text.decimal_sign().to_string()),
            is_out,
        }
    };
    let dots: Vec<Dot> = values.iter().map(dot).collect();
    let (before, after) = dots.split_at(break_after.min(dots.len()));
    let runs: Vec<Vec<Dot>> =
        [before.to_vec(), after.to_vec()].into_iter().filter(|run| !run.is_empty()).collect();
    let table = html! { ul.prose { @for dot in &dots { li { (text.day(dot.day)) ": " (dot.shown) } } } };
    trend(
        text,
        &Trend {
            sentence: text.kit_chart_table(),
            runs: &runs,
            limits,
            range: Some(text.kit_chart_out()),
            table,
        },
    )
}

pub(crate) fn samples(text: Text) -> Vec<Sample> {
    let ferritin =
        [(1, 38.0), (6, 41.0), (13, 35.0), (17, 33.0), (22, 31.0), (26, 26.0), (32, 19.0), (38, 12.0)];
    let hba1c = [(1, 6.4), (5, 6.2), (6, 6.3), (11, 6.1), (14, 6.0)];
    vec![
        Sample::new("falls below a far range", sample_trend(text, &ferritin, (Some(15.0), Some(200.0)), 8)),
        Sample::new("method changed", sample_trend(text, &hba1c, (None, Some(6.5)), 3)),
        Sample::new("one value", sample_trend(text, &hba1c[..1], (None, None), 1)),
    ]
}
