//! Trends as SVG: drawn here, without script; every number also stands in the table under the drawing.
//!
//! A value outside its range has another shape, not only another colour. A far limit does not flatten the curve: the
//! nearer limit sets the scale and the band runs to the edge.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

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

/// How large a drawing is.
#[derive(Clone, Copy)]
struct Paper {
    class: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

const WIDE: Paper = Paper {
    class: "drawn-wide",
    width: 1060.0,
    height: 290.0,
    left: 44.0,
    right: 12.0,
    top: 24.0,
    bottom: 34.0,
};
const NARROW: Paper = Paper {
    class: "drawn-narrow",
    width: 330.0,
    height: 260.0,
    left: 40.0,
    right: 14.0,
    top: 24.0,
    bottom: 34.0,
};

/// From values and times to places on the paper.
struct Scale {
    paper: Paper,
    ticks: Vec<f64>,
    decimals: usize,
    start_s: f64,
    span_s: f64,
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
    fn new(trend: &Trend<'_>, paper: Paper) -> Option<Self> {
        let dots = || trend.runs.iter().flatten();
        let values = || dots().map(|dot| dot.value);
        let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let (low, high) = with_near_limits(low, high, trend.limits);
        let (ticks, decimals) = ticks(low, high);
        #[expect(clippy::cast_precision_loss, reason = "seconds of a human life are exact in f64")]
        let seconds = |dot: &Dot| dot.at.as_second() as f64;
        let start_s = dots().map(seconds).reduce(f64::min)?;
        let end_s = dots().map(seconds).reduce(f64::max)?;
        Some(Self { paper, ticks, decimals, start_s, span_s: end_s - start_s })
    }

    fn bottom(&self) -> f64 {
        self.ticks.first().copied().unwrap_or(0.0)
    }

    fn top(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }

    fn x(&self, at: Timestamp) -> f64 {
        let (from, to) = (self.paper.left + 26.0, self.paper.width - self.paper.right - 26.0);
        #[expect(clippy::cast_precision_loss, reason = "seconds of a human life are exact in f64")]
        let seconds = at.as_second() as f64;
        if self.span_s <= 0.0 {
            f64::midpoint(from, to)
        } else {
            from + (seconds - self.start_s) / self.span_s * (to - from)
        }
    }

    fn y(&self, value: f64) -> f64 {
        let (from, to) = (self.paper.height - self.paper.bottom, self.paper.top);
        let share = (value - self.bottom()) / (self.top() - self.bottom());
        from + share.clamp(0.0, 1.0) * (to - from)
    }

    fn right(&self) -> f64 {
        self.paper.width - self.paper.right
    }

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
        for dot in runs.iter().flatten() {
            push_mark(svg, self.x(dot.at), self.y(dot.value), dot.is_out);
        }
    }

    /// The values, from the newest backwards, each only where it does not cover another.
    fn push_values(&self, svg: &mut String, runs: &[Vec<Dot>]) {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let dots: Vec<&Dot> = runs.iter().flatten().collect();
        for (index, dot) in dots.iter().enumerate().rev() {
            let x = self.x(dot.at);
            let half = width_of(&dot.shown) / 2.0 + 4.0;
            if taken.iter().any(|&(from, to)| x + half > from && x - half < to) {
                continue;
            }
            taken.push((x - half, x + half));
            let y = self.y(dot.value);
            let falls = index > 0 && dots[index - 1].value > dot.value && index + 1 == dots.len();
            let has_room_below = y + 26.0 < self.paper.height - self.paper.bottom;
            let place = if falls && has_room_below || y < self.paper.top + 4.0 { y + 22.0 } else { y - 13.0 };
            let _ = write!(
                svg,
                r#"<text class="value" x="{x:.1}" y="{place:.1}" text-anchor="middle">{}</text>"#,
                html! { (dot.shown) }.0
            );
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

/// The span of the values, widened to a limit that is near enough not to flatten them.
fn with_near_limits(low: f64, high: f64, limits: (Option<f64>, Option<f64>)) -> (f64, f64) {
    let size = (high - low).max(high.abs() * 0.2).max(f64::MIN_POSITIVE);
    let mut span = (low, high);
    if let Some(limit) = limits.0.filter(|limit| *limit < low && low - limit <= size * 2.0) {
        span.0 = limit;
    }
    if let Some(limit) = limits.1.filter(|limit| *limit > high && limit - high <= size * 2.0) {
        span.1 = limit;
    }
    // Limits inside the span of the values are there already; one that none reaches gives way to the curve.
    if span.0 > 0.0 && span.0 < span.1 * 0.5 {
        span.0 = 0.0;
    }
    span
}

/// Round numbers that embrace the span, four to seven of them, and the decimals they need.
fn ticks(low: f64, high: f64) -> (Vec<f64>, usize) {
    let (low, high) = if high > low {
        (low, high)
    } else {
        (low - low.abs().max(1.0) * 0.2, high + high.abs().max(1.0) * 0.2)
    };
    let rough = (high - low) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0);
    let mut first = (low / step).floor() * step;
    if low >= 0.0 {
        first = first.max(0.0);
    }
    // A value on the topmost line would have its label outside the drawing.
    let last = ((high + step * 0.15) / step).ceil() * step;
    let mut ticks = Vec::new();
    let mut tick = first;
    while tick <= last + step * 0.01 && ticks.len() < 12 {
        ticks.push(tick);
        tick += step;
    }
    let decimals = (0..9).find(|&decimals| {
        let scaled = step * 10_f64.powi(decimals);
        (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
    });
    (ticks, usize::try_from(decimals.unwrap_or(0)).unwrap_or(0))
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

#[cfg(test)]
mod tests {
    use super::{ticks, with_near_limits};

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!(ticks(0.0, 41.0), (vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0], 0));
        assert_eq!(ticks(6.0, 6.4).1, 1);
        let (flat, _) = ticks(5.0, 5.0);
        assert!(flat.len() >= 3 && flat[0] < 5.0 && *flat.last().expect("ticks") > 5.0);
        assert!(ticks(-2.5, 3.0).0.contains(&0.0));
    }

    #[test]
    fn a_far_limit_does_not_flatten_the_curve() {
        assert_eq!(with_near_limits(12.0, 41.0, (Some(15.0), Some(200.0))), (0.0, 41.0));
        assert_eq!(with_near_limits(6.0, 6.4, (None, Some(6.5))), (6.0, 6.5));
    }
}
