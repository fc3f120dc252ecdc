//! What may be said about an answer: by the laboratory's own assessment, else by the report's own range, else nothing.

use std::cmp::Ordering;

use super::{Absent, Answer, Flag, Part, Range, RangePurpose, State, Value, Verdict};
use crate::quantity::{Comparator, Quantity};

/// Where an answer lies, and who says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// Where it lies.
    pub flag: Flag,
    /// Whether the laboratory said it; else it follows from the range.
    pub is_laboratorys: bool,
    /// Whether the laboratory says something else than the range it sent. The laboratory's word stands.
    pub is_disputed: bool,
}

/// The sentence to say about an answer, one at a time; the page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sentence {
    /// Within the range that the report gives.
    Within,
    /// The laboratory calls it normal; no range tells more.
    CalledNormal,
    /// A little or more below the range.
    Below,
    /// Above the range.
    Above,
    /// The laboratory has marked it as far below.
    FarBelow,
    /// The laboratory has marked it as far above.
    FarAbove,
    /// The laboratory has marked it as not usual.
    Unusual,
    /// The laboratory has marked it as clearly not usual.
    VeryUnusual,
    /// The number lies outside the range, but the laboratory has called it normal.
    OutsideButNormal,
    /// The number lies within the range, but the laboratory has marked it.
    WithinButMarked,
    /// There are several ranges, and the report does not say which is this person's.
    SeveralRanges,
    /// There is a number, but neither a range nor an assessment.
    NoRange,
    /// The number is only a bound, and the bound does not tell on which side of the limit it lies.
    BoundTellsNothing,
    /// The answer is words.
    Words,
    /// The parts are judged one by one.
    Parts,
    /// There is no value, and why.
    Absent(Absent),
    /// There is no value, and nobody says why.
    NoValue,
    /// Ordered; no answer yet.
    Waiting,
    /// Called off.
    Cancelled,
    /// Written by mistake; the value is not shown.
    Mistake,
}

impl Answer {
    /// Where the whole answer lies. With parts, the part that lies furthest out.
    #[must_use]
    pub fn assessment(&self) -> Assessment {
        if !self.state.is_fact() {
            return Assessment::default();
        }
        let own = assess(&self.value, &self.ranges, self.verdict.as_ref());
        let parts = self.parts.iter().map(Part::assessment);
        parts.chain([own]).max_by_key(|one| weight(one.flag)).unwrap_or(own)
    }

    /// The sentence to say.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self.state {
            State::Waiting => Sentence::Waiting,
            State::Cancelled => Sentence::Cancelled,
            State::Mistake => Sentence::Mistake,
            _ if matches!(self.value, Value::None) && !self.parts.is_empty() => Sentence::Parts,
            _ => sentence(&self.value, &self.ranges, self.verdict.as_ref()),
        }
    }

    /// The range that the answer is judged by.
    #[must_use]
    pub fn range(&self) -> Option<&Range> {
        judged_by(&self.ranges).ok().flatten()
    }
}

impl Part {
    /// Where this part lies.
    #[must_use]
    pub fn assessment(&self) -> Assessment {
        assess(&self.value, &self.ranges, self.verdict.as_ref())
    }

    /// The sentence to say about this part.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence(&self.value, &self.ranges, self.verdict.as_ref())
    }

    /// The range that the part is judged by.
    #[must_use]
    pub fn range(&self) -> Option<&Range> {
        judged_by(&self.ranges).ok().flatten()
    }
}

/// There are several usual ranges, and nothing says which is this person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Several;

/// The one usual range with a limit. `Err` when there are several that differ.
fn judged_by(ranges: &[Range]) -> Result<Option<&Range>, Several> {
    let mut usual = ranges
        .iter()
        .filter(|range| range.purpose == RangePurpose::Usual)
        .filter(|range| range.low.is_some() || range.high.is_some());
    let first = usual.next();
    if usual.any(|other| first.is_some_and(|first| other.low != first.low || other.high != first.high)) {
        return Err(Several);
    }
    Ok(first)
}

/// Judges one value.
#[must_use]
pub fn assess(value: &Value, ranges: &[Range], verdict: Option<&Verdict>) -> Assessment {
    let by_range = match (value, judged_by(ranges)) {
        (Value::Amount(amount), Ok(Some(range))) => place(amount, range),
        _ => Flag::Unknown,
    };
    match verdict.map(|verdict| verdict.flag).filter(|&flag| flag != Flag::Unknown) {
        Some(flag) => Assessment { flag, is_laboratorys: true, is_disputed: is_dispute(flag, by_range) },
        None => Assessment { flag: by_range, is_laboratorys: false, is_disputed: false },
    }
}

/// Whether what the laboratory says and what its range says cannot both be so.
const fn is_dispute(said: Flag, by_range: Flag) -> bool {
    !matches!(
        (said, by_range),
        (_, Flag::Unknown)
            | (Flag::Normal, Flag::Normal)
            | (Flag::Low | Flag::CriticalLow, Flag::Low)
            | (Flag::High | Flag::CriticalHigh, Flag::High)
            | (Flag::Abnormal | Flag::CriticalAbnormal, Flag::Low | Flag::High)
    )
}

/// On which side of a range an amount lies. Amounts in another unit than the range are not compared; a bound counts
/// only when every value it allows lies on one side.
#[must_use]
pub fn place(amount: &Quantity, range: &Range) -> Flag {
    let limits = [range.low.as_ref(), range.high.as_ref()];
    let is_comparable = |limit: &Quantity| limit.unit_key.is_empty() || limit.is_same_unit(amount);
    if !limits.into_iter().flatten().all(is_comparable) {
        return Flag::Unknown;
    }
    let against = |limit: Option<&Quantity>| limit.map(|limit| amount.value.compare(&limit.value));
    let (low, high) = (against(range.low.as_ref()), against(range.high.as_ref()));
    match amount.comparator {
        None => match (low, high) {
            (Some(Ordering::Less), _) => Flag::Low,
            (_, Some(Ordering::Greater)) => Flag::High,
            (None, None) => Flag::Unknown,
            _ => Flag::Normal,
        },
        Some(bound) => place_bound(bound, low, high),
    }
}

fn place_bound(bound: Comparator, low: Option<Ordering>, high: Option<Ordering>) -> Flag {
    // Mirrored for a lower bound: `near` is the limit the values run away from.
    let is_upper = bound.is_upper_bound();
    let is_strict = matches!(bound, Comparator::Less | Comparator::Greater);
    let (near, far) = if is_upper { (low, high) } else { (high, low) };
    let beyond = if is_upper { Ordering::Less } else { Ordering::Greater };
    let outside = if is_upper { Flag::Low } else { Flag::High };
    match (near, far) {
        (Some(order), _) if order == beyond || (is_strict && order == Ordering::Equal) => outside,
        (None, Some(order)) if order == beyond || order == Ordering::Equal => Flag::Normal,
        _ => Flag::Unknown,
    }
}

fn sentence(value: &Value, ranges: &[Range], verdict: Option<&Verdict>) -> Sentence {
    match value {
        Value::Missing(reason) => return Sentence::Absent(*reason),
        Value::None => return Sentence::NoValue,
        _ => {}
    }
    let found = assess(value, ranges, verdict);
    let has_range = matches!(judged_by(ranges), Ok(Some(_)));
    match found.flag {
        Flag::Normal if found.is_disputed => Sentence::OutsideButNormal,
        Flag::Normal if has_range => Sentence::Within,
        Flag::Normal => Sentence::CalledNormal,
        Flag::Low | Flag::High | Flag::Abnormal if found.is_disputed => Sentence::WithinButMarked,
        Flag::Low => Sentence::Below,
        Flag::High => Sentence::Above,
        Flag::CriticalLow => Sentence::FarBelow,
        Flag::CriticalHigh => Sentence::FarAbove,
        Flag::Abnormal => Sentence::Unusual,
        Flag::CriticalAbnormal => Sentence::VeryUnusual,
        Flag::Unknown => unjudged(value, ranges),
    }
}

fn unjudged(value: &Value, ranges: &[Range]) -> Sentence {
    match (value, judged_by(ranges)) {
        (Value::Amount(_), Err(Several)) => Sentence::SeveralRanges,
        (Value::Amount(amount), Ok(Some(_))) if amount.comparator.is_some() => Sentence::BoundTellsNothing,
        (Value::Amount(_) | Value::Between(..) | Value::Ratio(..), _) => Sentence::NoRange,
        _ => Sentence::Words,
    }
}

/// How far out a flag is, for picking the one to show of several.
#[must_use]
pub const fn weight(flag: Flag) -> u8 {
    match flag {
        Flag::Unknown => 0,
        Flag::Normal => 1,
        Flag::Abnormal | Flag::Low | Flag::High => 2,
        Flag::CriticalAbnormal | Flag::CriticalLow | Flag::CriticalHigh => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::{Sentence, place};
    use crate::lab::tests::{amount, answer, range};
    use crate::lab::{Absent, Flag, Range, RangePurpose, State, Value, Verdict};
    use proptest::prelude::*;

    fn check(value: &str, limits: &str, want: Flag) {
        assert_eq!(place(&amount(value), &range(limits)), want, "{value} in {limits}");
    }

    #[test]
    fn a_value_against_the_reports_range() {
        check("4.4 mmol/L", "3.5..4.4 mmol/L", Flag::Normal);
        check("4.41 mmol/L", "3.5..4.4 mmol/L", Flag::High);
        check("3.5 mmol/L", "3.50..4.40 mmol/L", Flag::Normal);
        check("3.4 mmol/L", "3.5.. mmol/L", Flag::Low);
        check("900 mmol/L", "3.5.. mmol/L", Flag::Normal);
        check("5 mg/L", "..4 mg/L", Flag::High);
        check("5 mg/L", "..4", Flag::High);
    }

    #[test]
    fn units_are_never_converted() {
        check("140 g/L", "13.4..17.0 g/dL", Flag::Unknown);
        check("90 mL/min", "60.. mL/min/{1.73_m2}", Flag::Unknown);
        check("90", "60.. mL/min", Flag::Unknown);
    }

    #[test]
    fn a_bound_is_judged_only_when_it_tells() {
        check("<1 mg/L", "..4 mg/L", Flag::Normal);
        check("<4 mg/L", "..4 mg/L", Flag::Normal);
        check("<5 mg/L", "..4 mg/L", Flag::Unknown);
        check("<0.1 mU/L", "0.5..3.6 mU/L", Flag::Low);
        check("<0.5 mU/L", "0.5..3.6 mU/L", Flag::Low);
        check("<=0.5 mU/L", "0.5..3.6 mU/L", Flag::Unknown);
        check("<2 mU/L", "0.5..3.6 mU/L", Flag::Unknown);
        check(">90 mL/min", "60.. mL/min", Flag::Normal);
        check(">60 mL/min", "60.. mL/min", Flag::Normal);
        check(">50 mL/min", "60.. mL/min", Flag::Unknown);
        check(">100 mg/L", "..4 mg/L", Flag::High);
    }

    #[test]
    fn the_laboratorys_word_stands_over_its_range() {
        let mut one = answer(1, "2026-01-01", "4.6 mmol/L");
        one.ranges = vec![range("3.5..4.4 mmol/L")];
        assert_eq!(one.sentence(), Sentence::Above);
        assert!(!one.assessment().is_laboratorys);
        one.verdict = Some(Verdict { flag: Flag::Normal, words: None });
        assert_eq!(one.sentence(), Sentence::OutsideButNormal);
        assert!(one.assessment().is_disputed);
        one.verdict = Some(Verdict { flag: Flag::CriticalHigh, words: None });
        assert_eq!(one.sentence(), Sentence::FarAbove);
        one.value = Value::Amount(amount("4.0 mmol/L"));
        one.verdict = Some(Verdict { flag: Flag::High, words: None });
        assert_eq!(one.sentence(), Sentence::WithinButMarked);
    }

    #[test]
    fn nothing_is_said_without_something_to_judge_by() {
        let mut one = answer(1, "2026-01-01", "4.6 mmol/L");
        assert_eq!(one.sentence(), Sentence::NoRange);
        assert_eq!(one.assessment().flag, Flag::Unknown);
        one.ranges = vec![range("3.5..4.4 mmol/L"), range("3.6..4.6 mmol/L")];
        assert_eq!(one.sentence(), Sentence::SeveralRanges);
        one.ranges = vec![Range { purpose: RangePurpose::Treatment, ..range("2..3 mmol/L") }];
        assert_eq!(one.sentence(), Sentence::NoRange);
        one.value = Value::Missing(Absent::NotPerformed);
        assert_eq!(one.sentence(), Sentence::Absent(Absent::NotPerformed));
        one.state = State::Mistake;
        assert_eq!(one.sentence(), Sentence::Mistake);
        assert_eq!(one.assessment().flag, Flag::Unknown);
    }

    proptest! {
        #[test]
        fn every_plain_value_has_one_side(value in 0_u32..1000, low in 0_u32..500, width in 0_u32..500) {
            let limits = range(&format!("{low}..{} U/L", low + width));
            let want = if value < low { Flag::Low } else if value > low + width { Flag::High } else { Flag::Normal };
            prop_assert_eq!(place(&amount(&format!("{value} U/L")), &limits), want);
        }

        #[test]
        fn a_bound_never_says_what_some_value_under_it_denies(
            bound in 1_u32..1000, low in 0_u32..500, width in 0_u32..500, below in 1_u32..1000,
        ) {
            let limits = range(&format!("{low}..{} U/L", low + width));
            let said = place(&amount(&format!("<{bound} U/L")), &limits);
            if said != Flag::Unknown && below < bound {
                prop_assert_eq!(place(&amount(&format!("{below} U/L")), &limits), said);
            }
        }
    }
}
