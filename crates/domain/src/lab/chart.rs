//! Where to draw the points of a series, as pure numbers: 0–1000 from left to right and from bottom to top.

use jiff::Timestamp;
use jiff::civil::Date;

use super::series::{Point, Series};
use crate::quantity::{Decimal, Quantity};
use crate::when::When;

/// A series laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// One for each point of the series, in the same order.
    pub dots: Vec<Dot>,
    /// The reference range where it was known, piece by piece, since it can change with age and method.
    pub bands: Vec<Band>,
    /// Values to mark on the upright axis, lowest first.
    pub levels: Vec<Level>,
    /// Times to mark on the lying axis, earliest first.
    pub times: Vec<Mark>,
}

/// One point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// From left to right.
    pub x: u16,
    /// From bottom to top.
    pub y: u16,
    /// Whether its value has room to stand beside it: chosen from the newest backwards.
    pub has_label: bool,
    /// Whether a line may join it to the point before.
    pub is_joined: bool,
}

/// A piece of the reference range. A missing limit lies at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Left edge.
    pub from: u16,
    /// Right edge.
    pub to: u16,
    /// Lower edge.
    pub low: u16,
    /// Upper edge.
    pub high: u16,
}

/// A value on the upright axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// From bottom to top.
    pub y: u16,
    /// The value.
    pub value: Decimal,
}

/// A time on the lying axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// From left to right.
    pub x: u16,
    /// A year, a month or a day: as exact as the distance asks for.
    pub when: When,
}

/// How far apart two values must stand to be readable.
const LABEL_GAP: u16 = 110;

/// Lays a series out. `None` for an empty one.
#[must_use]
pub fn chart(series: &Series) -> Option<Chart> {
    let (first, last) = (series.points.first()?, series.points.last()?);
    let time = Axis::new(seconds(first.when.start()), seconds(last.when.start()));
    let value = value_axis(&series.points);
    let mut dots: Vec<Dot> = series
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| Dot {
            x: time.at(seconds(point.when.start())),
            y: value.at(point.amount.value.for_drawing()),
            has_label: false,
            is_joined: index > 0 && !point.is_new_method,
        })
        .collect();
    choose_labels(&mut dots);
    let bands = bands(&series.points, &time, &value);
    Some(Chart { dots, bands, levels: levels(&value), times: times(&time) })
}

/// A straight mapping to 0–1000. An axis without length puts everything in the middle.
#[derive(Clone, Copy, Debug)]
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    const fn new(from: f64, to: f64) -> Self {
        Self { from, to }
    }

    fn length(self) -> f64 {
        self.to - self.from
    }

    fn at(self, value: f64) -> u16 {
        let length = self.length();
        let share = if length > 0.0 { (value - self.from) / length } else { 0.5 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0–1000 first"
        )]
        let at = (share * 1000.0).clamp(0.0, 1000.0).round() as u16;
        at
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of any year FHIR can write are far below 2^53")]
fn seconds(at: Timestamp) -> f64 {
    at.as_second() as f64
}

/// The scale holds every value. A limit is taken in when it is near enough not to flatten the curve; a far one leaves
/// the band running to the edge.
fn value_axis(points: &[Point]) -> Axis {
    let values = || points.iter().map(|point| point.amount.value.for_drawing());
    let (mut low, mut high) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
    let span = (high - low).max(high.abs() * 0.1).max(1e-9);
    let limits = || points.iter().flat_map(|point| [limit(point, true), limit(point, false)]).flatten();
    let distance = |limit: f64| (low - limit).max(limit - high).max(0.0);
    let nearest = limits().map(distance).fold(f64::MAX, f64::min);
    let reach = if nearest <= 3.0 * span { nearest.max(span) } else { 0.0 };
    let taken: Vec<f64> = limits().filter(|&limit| distance(limit) <= reach).collect();
    for limit in taken {
        low = low.min(limit);
        high = high.max(limit);
    }
    let room = ((high - low) * 0.1).max(span * 0.1);
    let floor = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
    Axis::new(floor, high + room)
}

/// One limit of a point's range, in the unit of the point.
fn limit(point: &Point, is_low: bool) -> Option<f64> {
    let range = point.range.as_ref()?;
    let limit: &Quantity = if is_low { range.low.as_ref()? } else { range.high.as_ref()? };
    let is_comparable = limit.unit_key.is_empty() || limit.is_same_unit(&point.amount);
    is_comparable.then(|| limit.value.for_drawing())
}

fn bands(points: &[Point], time: &Axis, value: &Axis) -> Vec<Band> {
    let limits = |point: &Point| (limit(point, true), limit(point, false));
    let runs: Vec<&[Point]> = points.chunk_by(|a, b| limits(a) == limits(b)).collect();
    let edge = |index: usize| -> u16 {
        // Two runs meet halfway between their nearest points.
        match (
            index.checked_sub(1).and_then(|before| runs[before].last()),
            runs.get(index).and_then(|run| run.first()),
        ) {
            (Some(before), Some(after)) => {
                time.at(f64::midpoint(seconds(before.when.start()), seconds(after.when.start())))
            }
            (None, _) => 0,
            (_, None) => 1000,
        }
    };
    let pieces = runs.iter().enumerate().filter_map(|(index, run)| {
        let (low, high) = limits(run.first()?);
        low.or(high)?;
        let low = low.map_or(0, |low| value.at(low));
        let high = high.map_or(1000, |high| value.at(high));
        Some(Band { from: edge(index), to: edge(index + 1), low, high })
    });
    pieces.filter(|band| band.low < band.high).collect()
}

/// Values to mark: three to six round numbers.
fn levels(axis: &Axis) -> Vec<Level> {
    let rough = axis.length() / 4.0;
    if !rough.is_finite() || rough <= 0.0 {
        return Vec::new();
    }
    let power = rough.log10().floor();
    let size = 10_f64.powf(power);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|times| times * size).find(|&step| step >= rough);
    let step = step.unwrap_or(10.0 * size);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–12 first")]
    let decimals = (1.0 - power).clamp(0.0, 12.0) as usize;
    let first = (axis.from / step).ceil();
    let values = (0..7_i32).map(|n| (first + f64::from(n)) * step).take_while(|&value| value <= axis.to);
    let level = |value: f64| {
        let text = format!("{value:.decimals$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        Decimal::parse(if text == "-0" { "0" } else { text })
            .map(|number| Level { y: axis.at(value), value: number })
    };
    values.filter_map(level).collect()
}

/// Times to mark: at most six years, months or days.
fn times(axis: &Axis) -> Vec<Mark> {
    const DAY: f64 = 86_400.0;
    #[expect(clippy::cast_possible_truncation, reason = "seconds of a timestamp")]
    let moment = |at: f64| Timestamp::from_second(at as i64).unwrap_or(Timestamp::UNIX_EPOCH);
    let (from, to) = (When::today(moment(axis.from)), When::today(moment(axis.to)));
    let days = axis.length() / DAY;
    let marks: Vec<When> = if days >= 730.0 {
        let step =
            [1, 2, 5, 10, 20, 50].into_iter().find(|&step| i32::from(to.year() - from.year()) / step <= 5);
        let step = step.unwrap_or(100);
        (from.year()..=to.year()).filter(|&year| i32::from(year) % step == 0).map(When::Year).collect()
    } else if days >= 60.0 {
        months(from, to)
    } else if days >= 1.0 {
        vec![When::Day(from), When::Day(to)]
    } else {
        return vec![Mark { x: 500, when: When::Day(from) }];
    };
    let inside =
        |when: &When| (axis.from..=axis.to).contains(&seconds(when.start())) || matches!(when, When::Day(_));
    marks.into_iter().filter(inside).map(|when| Mark { x: axis.at(seconds(when.start())), when }).collect()
}

fn months(from: Date, to: Date) -> Vec<When> {
    let number = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let (first, last) = (number(from), number(to));
    let step = [1, 2, 3, 6].into_iter().find(|&step| (last - first) / step <= 5).unwrap_or(12);
    let month = |n: i32| {
        Some(When::Month(i16::try_from(n.div_euclid(12)).ok()?, i8::try_from(n.rem_euclid(12) + 1).ok()?))
    };
    (first..=last).filter(|n| n % step == 0).filter_map(month).collect()
}

fn choose_labels(dots: &mut [Dot]) {
    let mut free_to = u16::MAX;
    for dot in dots.iter_mut().rev() {
        if dot.x <= free_to {
            dot.has_label = true;
            match dot.x.checked_sub(LABEL_GAP) {
                Some(next) => free_to = next,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, chart};
    use crate::lab::series::Trend;
    use crate::lab::tests::{answer, range};
    use crate::lab::{Answer, Range};
    use crate::when::When;
    use proptest::prelude::*;

    fn with(number: i64, when: &str, value: &str, limits: Range) -> Answer {
        Answer { ranges: vec![limits], ..answer(number, when, value) }
    }

    fn laid_out(answers: &[Answer]) -> super::Chart {
        chart(&Trend::of(answers).series[0]).expect("a point")
    }

    #[test]
    fn a_far_limit_does_not_flatten_the_curve() {
        let ferritin = || range("15..200 ug/L");
        let chart = laid_out(&[
            with(1, "2024-01-01", "12 ug/L", ferritin()),
            with(2, "2025-01-01", "25 ug/L", ferritin()),
            with(3, "2026-01-01", "41 ug/L", ferritin()),
        ]);
        assert!(chart.dots[2].y - chart.dots[0].y > 600);
        assert_eq!(chart.bands.len(), 1);
        assert_eq!(chart.bands[0].high, 1000);
        assert!(chart.bands[0].low > 0 && chart.bands[0].low < chart.dots[1].y);
        let levels: Vec<&str> = chart.levels.iter().map(|level| level.value.as_sent()).collect();
        assert_eq!(levels, ["10", "20", "30", "40"]);
    }

    #[test]
    fn a_range_that_changes_is_drawn_in_pieces() {
        let chart = laid_out(&[
            with(1, "2024-01-01", "5 g/L", range("4..6 g/L")),
            with(2, "2026-01-01", "5 g/L", range("3..5.5 g/L")),
        ]);
        let edges: Vec<(u16, u16)> = chart.bands.iter().map(|band| (band.from, band.to)).collect();
        assert_eq!(edges, [(0, 500), (500, 1000)]);
        assert_ne!(chart.bands[0], Band { from: 0, to: 500, ..chart.bands[1] });
    }

    #[test]
    fn one_point_stands_in_the_middle() {
        let chart = laid_out(&[answer(1, "2026-01-01", "5 g/L")]);
        assert_eq!(chart.dots[0].x, 500);
        assert!(chart.dots[0].has_label && !chart.dots[0].is_joined);
        assert_eq!(chart.times.len(), 1);
        assert!(chart.bands.is_empty());
    }

    #[test]
    fn times_are_as_exact_as_the_distance() {
        let decades = laid_out(&[answer(1, "1975-02-10", "5 g/L"), answer(2, "2026-01-01", "6 g/L")]);
        assert_eq!(
            decades.times.iter().map(|mark| mark.when).collect::<Vec<_>>(),
            [1980, 1990, 2000, 2010, 2020].map(When::Year)
        );
        let months = laid_out(&[answer(1, "2025-01-10", "5 g/L"), answer(2, "2025-12-10", "6 g/L")]);
        assert_eq!(
            months.times.iter().map(|mark| mark.when).collect::<Vec<_>>(),
            [3, 5, 7, 9, 11].map(|month| When::Month(2025, month))
        );
    }

    proptest! {
        #[test]
        fn every_point_is_on_the_chart_in_order(
            points in prop::collection::vec((0_i32..20_000, 0_u32..100_000, 0_u32..3), 1..60),
        ) {
            let answers: Vec<Answer> = points.iter().zip(1..).map(|(&(day, value, limits), number)| {
                let date = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day);
                let limits = ["..", "5..90", "..40000"][limits as usize];
                with(number, &date.to_string(), &format!("{value} U"), range(&format!("{limits} U")))
            }).collect();
            let trend = Trend::of(&answers);
            for series in &trend.series {
                let chart = chart(series).expect("a point");
                prop_assert_eq!(chart.dots.len(), series.points.len());
                prop_assert!(chart.dots.is_sorted_by_key(|dot| dot.x));
                prop_assert!(chart.dots.iter().all(|dot| dot.x <= 1000 && dot.y <= 1000));
                let labels: Vec<u16> = chart.dots.iter().filter(|dot| dot.has_label).map(|dot| dot.x).collect();
                prop_assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= super::LABEL_GAP));
                prop_assert!(chart.dots.last().is_some_and(|dot| dot.has_label));
                prop_assert!(chart.levels.len() <= 7 && chart.times.len() <= 7);
                for pair in series.points.windows(2).zip(chart.dots.windows(2)) {
                    let up = pair.0[0].amount.value.compare(&pair.0[1].amount.value);
                    prop_assert!(up.is_le() == (pair.1[0].y <= pair.1[1].y) || pair.1[0].y == pair.1[1].y);
                }
            }
        }
    }
}
