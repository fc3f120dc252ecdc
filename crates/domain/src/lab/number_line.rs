//! Where to draw a value against its range, as pure numbers. Drawing is the page's.

use super::Range;
use crate::quantity::Quantity;

/// A line from 0 to 1000 with the range as a band and the value as a mark.
///
/// Source: number lines lower the wish to contact staff for values just outside, without hiding those far outside
/// (Zikmund-Fisher et al.).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberLine {
    /// Where the band begins; 0 when the range has no lower limit.
    pub band_from: u16,
    /// Where the band ends; 1000 when the range has no upper limit.
    pub band_to: u16,
    /// Where the value lies.
    pub mark: u16,
    /// Set when the value lies outside the line; the mark is then at its end and must show that it goes on.
    pub beyond: Option<Beyond>,
}

/// On which side a value lies outside the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Beyond {
    /// Below its beginning.
    Below,
    /// Above its end.
    Above,
}

/// The ends of the line are kept for marks that lie outside.
const FIRST: f64 = 20.0;
const LAST: f64 = 980.0;

/// The line for one value. `None` when there is no limit, the units differ, or the limits are the wrong way round.
#[must_use]
pub fn number_line(amount: &Quantity, range: &Range) -> Option<NumberLine> {
    let limit = |limit: &Option<Quantity>| -> Result<Option<f64>, ()> {
        match limit {
            None => Ok(None),
            Some(limit) if limit.unit_key.is_empty() || limit.is_same_unit(amount) => {
                Ok(Some(limit.value.for_drawing()))
            }
            Some(_) => Err(()),
        }
    };
    let value = amount.value.for_drawing();
    let (from, to, at) = match (limit(&range.low).ok()?, limit(&range.high).ok()?) {
        (Some(low), Some(high)) if low < high => (300.0, 700.0, 300.0 + (value - low) / (high - low) * 400.0),
        (None, Some(high)) if high > 0.0 => (0.0, 600.0, value / high * 600.0),
        (Some(low), None) if low > 0.0 => (400.0, 1000.0, value / low * 400.0),
        _ => return None,
    };
    let beyond = match at {
        at if at < 0.0 => Some(Beyond::Below),
        at if at > 1000.0 => Some(Beyond::Above),
        _ => None,
    };
    Some(NumberLine {
        band_from: whole(from),
        band_to: whole(to),
        mark: on_its_side(whole(at.clamp(FIRST, LAST)), amount, range, (whole(from), whole(to))),
        beyond,
    })
}

/// A value just outside must not be drawn inside the band by rounding, nor one on the limit outside.
fn on_its_side(mark: u16, amount: &Quantity, range: &Range, band: (u16, u16)) -> u16 {
    let is_below = range.low.as_ref().is_some_and(|low| amount.value.compare(&low.value).is_lt());
    let is_above = range.high.as_ref().is_some_and(|high| amount.value.compare(&high.value).is_gt());
    match (is_below, is_above) {
        (true, _) => mark.min(band.0.saturating_sub(8)),
        (_, true) => mark.max(band.1 + 8),
        _ => mark.clamp(band.0, band.1),
    }
}

fn whole(at: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0–1000 first")]
    let at = at.clamp(0.0, 1000.0).round() as u16;
    at
}

#[cfg(test)]
mod tests {
    use super::{Beyond, NumberLine, number_line};
    use crate::lab::tests::{amount, range};
    use proptest::prelude::*;

    fn check(value: &str, limits: &str, want: Option<(u16, Option<Beyond>)>) {
        let line = number_line(&amount(value), &range(limits));
        assert_eq!(line.map(|line| (line.mark, line.beyond)), want, "{value} in {limits}");
    }

    #[test]
    fn the_band_lies_in_the_middle() {
        let line = number_line(&amount("5 U"), &range("4..6 U"));
        assert_eq!(line, Some(NumberLine { band_from: 300, band_to: 700, mark: 500, beyond: None }));
        check("4 U", "4..6 U", Some((300, None)));
        check("6 U", "4..6 U", Some((700, None)));
        check("60 U", "4..6 U", Some((980, Some(Beyond::Above))));
        check("0 U", "4..6 U", Some((20, Some(Beyond::Below))));
    }

    #[test]
    fn a_range_with_one_limit() {
        check("2 U", "..4 U", Some((300, None)));
        check("4 U", "..4 U", Some((600, None)));
        check("200 U", "..4 U", Some((980, Some(Beyond::Above))));
        check("60 U", "60.. U", Some((400, None)));
        check("30 U", "60.. U", Some((200, None)));
    }

    #[test]
    fn no_line_without_something_to_compare_with() {
        check("2 U", ".. U", None);
        check("2 U", "4..6 g", None);
        check("2 U", "6..4 U", None);
        check("2 U", "..0 U", None);
    }

    #[test]
    fn just_outside_is_drawn_outside() {
        check("6.0001 U", "4..6 U", Some((708, None)));
        check("3.9999 U", "4..6 U", Some((292, None)));
    }

    proptest! {
        #[test]
        fn the_mark_is_on_the_line_and_on_its_side(value in 0_u32..5000, low in 1_u32..500, width in 1_u32..500) {
            let limits = range(&format!("{low}..{} U", low + width));
            let line = number_line(&amount(&format!("{value} U")), &limits).expect("two limits");
            prop_assert!(line.mark <= 1000);
            let is_inside = (low..=low + width).contains(&value);
            prop_assert_eq!((line.band_from..=line.band_to).contains(&line.mark), is_inside);
        }

        #[test]
        fn more_is_never_further_left(value in 0_u32..5000, more in 0_u32..100, low in 1_u32..500, width in 1_u32..500) {
            let limits = range(&format!("{low}..{} U", low + width));
            let mark = |value: u32| number_line(&amount(&format!("{value} U")), &limits).expect("two limits").mark;
            prop_assert!(mark(value) <= mark(value + more));
        }
    }
}
