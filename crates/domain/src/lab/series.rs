//! One analysis followed over time.
//!
//! A line joins only what is alike: the same analysis in the same unit. Another unit is another series, and a changed
//! method breaks the line. No point is hidden for being out of range.

use std::collections::BTreeMap;

use super::assess::{Assessment, assess};
use super::{Analysis, Answer, Range, State, Value};
use crate::coded::Label;
use crate::ids::RecordId;
use crate::quantity::Quantity;
use crate::when::When;

/// One analysis over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// What the newest answer calls it.
    pub name: Option<Label>,
    /// One series for each part and unit; the one with the newest point first.
    pub series: Vec<Series>,
    /// Answers that cannot be drawn: words, no value, no date. Newest first.
    pub undrawn: Vec<Undrawn>,
    /// Exact repeats that are shown once.
    pub repeats: usize,
    /// Answers that their sender has taken back.
    pub mistakes: usize,
    /// Why there are several series, when there are.
    pub split: Option<Split>,
}

/// Why answers to one analysis are not one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// The same comes in different units, or partly without one, and that must not be joined.
    Units,
    /// One answer has several parts.
    Parts,
}

/// Points that may be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What the newest point calls it.
    pub name: Option<Label>,
    /// Which analysis: that of the part, for a part.
    pub analysis: Analysis,
    /// The unit for people. Empty if none was sent.
    pub unit: Box<str>,
    /// The points in time order, oldest first.
    pub points: Vec<Point>,
}

/// One point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The resource.
    pub id: RecordId,
    /// When.
    pub when: When,
    /// The amount.
    pub amount: Quantity,
    /// The range that came with it.
    pub range: Option<Range>,
    /// Where it lies.
    pub assessment: Assessment,
    /// How settled it is.
    pub state: State,
    /// How it was analysed.
    pub method: Option<Box<str>>,
    /// Whether the method differs from that of the point before: the line breaks here.
    pub is_new_method: bool,
}

/// An answer that cannot be a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undrawn {
    /// The resource.
    pub id: RecordId,
    /// When, if known.
    pub when: Option<When>,
    /// What was found.
    pub value: Value,
    /// How settled it is.
    pub state: State,
}

type Key = (Analysis, Box<str>);

impl Trend {
    /// Puts the answers to one analysis in order. The order they come in does not matter.
    #[must_use]
    pub fn of(answers: &[Answer]) -> Self {
        let mut trend = Self::default();
        let mut found: BTreeMap<Key, Series> = BTreeMap::new();
        let mut in_time: Vec<&Answer> = answers.iter().collect();
        in_time.sort_by_key(|answer| (answer.when, answer.issued, answer.id));
        for answer in in_time {
            trend.take(answer, &mut found);
        }
        trend.series = found.into_values().collect();
        trend.series.iter_mut().for_each(mark_methods);
        trend.series.sort_by(|a, b| b.newest().cmp(&a.newest()).then_with(|| a.analysis.cmp(&b.analysis)));
        trend.undrawn.reverse();
        trend.split = trend.why_split();
        trend
    }

    fn take(&mut self, answer: &Answer, found: &mut BTreeMap<Key, Series>) {
        if answer.state == State::Mistake {
            self.mistakes += 1;
            return;
        }
        if answer.name.is_some() {
            self.name.clone_from(&answer.name);
        }
        let own = Piece {
            answer,
            name: answer.name.as_ref(),
            analysis: &answer.analysis,
            value: &answer.value,
            assessment: assess(&answer.value, &answer.ranges, answer.verdict.as_ref()),
            range: answer.range(),
        };
        let parts = answer.parts.iter().map(|part| Piece {
            answer,
            name: part.name.as_ref(),
            analysis: &part.analysis,
            value: &part.value,
            assessment: part.assessment(),
            range: part.range(),
        });
        let is_only_parts = matches!(answer.value, Value::None) && !answer.parts.is_empty();
        let own = (!is_only_parts).then_some(own);
        for piece in own.into_iter().chain(parts) {
            self.place(&piece, found);
        }
    }

    fn place(&mut self, piece: &Piece<'_>, found: &mut BTreeMap<Key, Series>) {
        let answer = piece.answer;
        let (Value::Amount(amount), Some(when), true) = (piece.value, answer.when, answer.state.is_fact())
        else {
            let value = if answer.state.is_fact() { piece.value.clone() } else { Value::None };
            self.undrawn.push(Undrawn { id: answer.id, when: answer.when, value, state: answer.state });
            return;
        };
        let key = (piece.analysis.clone(), amount.unit_key.clone());
        let series = found.entry(key).or_insert_with(|| Series {
            name: None,
            analysis: piece.analysis.clone(),
            unit: amount.unit.clone(),
            points: Vec::new(),
        });
        let point = Point {
            id: answer.id,
            when,
            amount: amount.clone(),
            range: piece.range.cloned(),
            assessment: piece.assessment,
            state: answer.state,
            method: answer.method.clone(),
            is_new_method: false,
        };
        if series
            .points
            .iter()
            .rev()
            .take_while(|other| other.when == when)
            .any(|other| other.repeats(&point))
        {
            self.repeats += 1;
            return;
        }
        if piece.name.is_some() {
            series.name = piece.name.cloned();
        }
        series.points.push(point);
    }

    fn why_split(&self) -> Option<Split> {
        if self.series.len() < 2 {
            return None;
        }
        let mut analyses: Vec<&Analysis> = self.series.iter().map(|series| &series.analysis).collect();
        analyses.sort_unstable();
        analyses.dedup();
        Some(if analyses.len() < self.series.len() { Split::Units } else { Split::Parts })
    }
}

/// An answer or a part of one, on its way into a series.
struct Piece<'a> {
    answer: &'a Answer,
    name: Option<&'a Label>,
    analysis: &'a Analysis,
    value: &'a Value,
    assessment: Assessment,
    range: Option<&'a Range>,
}

impl Series {
    /// When the newest point is.
    #[must_use]
    pub fn newest(&self) -> Option<When> {
        self.points.last().map(|point| point.when)
    }

    /// The series cut where the method changed: each run may be joined by a line.
    pub fn runs(&self) -> impl Iterator<Item = &[Point]> {
        self.points.chunk_by(|_, next| !next.is_new_method)
    }
}

impl Point {
    /// Whether the other says exactly the same about the same moment.
    fn repeats(&self, other: &Self) -> bool {
        self.when == other.when
            && self.amount == other.amount
            && self.range == other.range
            && self.assessment == other.assessment
            && self.state == other.state
            && self.method == other.method
    }
}

/// A point has a new method when it and the last point that named one name different ones.
fn mark_methods(series: &mut Series) {
    let mut known: Option<Box<str>> = None;
    for point in &mut series.points {
        if let Some(method) = &point.method {
            point.is_new_method = known.as_ref().is_some_and(|known| known != method);
            known = Some(method.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, Trend};
    use crate::coded::Label;
    use crate::lab::tests::{amount, answer, range};
    use crate::lab::{Absent, Analysis, Answer, Part, State, Value};
    use proptest::prelude::*;

    fn values(trend: &Trend, series: usize) -> Vec<&str> {
        trend.series[series].points.iter().map(|point| point.amount.value.as_sent()).collect()
    }

    #[test]
    fn points_come_in_time_order_and_repeats_once() {
        let trend = Trend::of(&[
            answer(3, "2026-03-01", "4.2 mmol/L"),
            answer(1, "2026-01-01", "4.0 mmol/L"),
            answer(2, "2026-01-01", "4.0 mmol/L"),
            answer(4, "2026-01-01", "4.00 mmol/L"),
        ]);
        assert_eq!(values(&trend, 0), ["4.0", "4.00", "4.2"]);
        assert_eq!(trend.repeats, 1);
        assert_eq!(trend.split, None);
    }

    #[test]
    fn two_units_are_two_series_and_say_so() {
        let trend = Trend::of(&[
            answer(1, "2026-01-01", "62 mL/min"),
            answer(2, "2026-02-01", "64 mL/min/{1.73_m2}"),
            answer(3, "2026-03-01", "63 mL/min"),
        ]);
        assert_eq!(trend.series.len(), 2);
        assert_eq!(values(&trend, 0), ["62", "63"]);
        assert_eq!(&*trend.series[1].unit, "mL/min/{1.73_m2}");
        assert_eq!(trend.split, Some(Split::Units));
    }

    #[test]
    fn a_new_method_breaks_the_line() {
        let with = |number, when, method: Option<&str>| Answer {
            method: method.map(Into::into),
            ..answer(number, when, "5 mmol/L")
        };
        let trend = Trend::of(&[
            with(1, "2026-01-01", Some("Roche")),
            with(2, "2026-02-01", None),
            with(3, "2026-03-01", Some("Roche")),
            with(4, "2026-04-01", Some("Abbott")),
            with(5, "2026-05-01", Some("Abbott")),
        ]);
        let runs: Vec<usize> = trend.series[0].runs().map(<[_]>::len).collect();
        assert_eq!(runs, [3, 2]);
    }

    #[test]
    fn mistakes_are_counted_and_never_shown() {
        let mistake = Answer { state: State::Mistake, ..answer(1, "2026-01-01", "99 mmol/L") };
        let cancelled = Answer { state: State::Cancelled, ..answer(2, "2026-01-02", "98 mmol/L") };
        let missing = Answer { value: Value::Missing(Absent::Failed), ..answer(3, "2026-01-03", "1 mmol/L") };
        let trend = Trend::of(&[mistake, cancelled, missing]);
        assert!(trend.series.is_empty());
        assert_eq!(trend.mistakes, 1);
        let left: Vec<_> = trend.undrawn.iter().map(|one| (one.value.clone(), one.state)).collect();
        assert_eq!(left, [(Value::Missing(Absent::Failed), State::Final), (Value::None, State::Cancelled)]);
    }

    #[test]
    fn the_parts_of_blood_pressure_are_two_series() {
        let part = |name: &str, code: &str, value: &str| Part {
            name: Label::words(name),
            analysis: Analysis { system: "http://loinc.org".into(), code: code.into() },
            value: Value::Amount(amount(value)),
            ranges: vec![range("..140 mm[Hg]")],
            verdict: None,
        };
        let pressure = |number, when, over: &str, under: &str| Answer {
            value: Value::None,
            parts: vec![part("Systolisk", "8480-6", over), part("Diastolisk", "8462-4", under)],
            ..answer(number, when, "1")
        };
        let trend = Trend::of(&[
            pressure(1, "2026-01-01", "150 mm[Hg]", "80 mm[Hg]"),
            pressure(2, "2026-02-01", "130 mm[Hg]", "75 mm[Hg]"),
        ]);
        assert_eq!(trend.split, Some(Split::Parts));
        assert_eq!(values(&trend, 0), ["80", "75"]);
        assert_eq!(values(&trend, 1), ["150", "130"]);
        assert!(trend.series[1].points[0].assessment.flag.is_outside());
        assert!(trend.undrawn.is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(days in prop::collection::vec((1_i8..28, 0_u8..3, 0_u8..2, 0_u8..4), 0..40)) {
            let answers: Vec<Answer> = days.iter().zip(1..).map(|(&(day, value, unit, state), number)| {
                let unit = ["g/L", "g/dL"][usize::from(unit)];
                let mut one = answer(number, &format!("2026-01-{day:02}"), &format!("{value} {unit}"));
                one.state = [State::Final, State::Mistake, State::Cancelled, State::Preliminary][usize::from(state)];
                one
            }).collect();
            let trend = Trend::of(&answers);
            let drawn: usize = trend.series.iter().map(|series| series.points.len()).sum();
            prop_assert_eq!(drawn + trend.undrawn.len() + trend.repeats + trend.mistakes, answers.len());
            for series in &trend.series {
                prop_assert!(series.points.is_sorted_by_key(|point| point.when));
                prop_assert!(series.points.iter().all(|point| point.amount.unit == series.unit));
            }
        }
    }
}
