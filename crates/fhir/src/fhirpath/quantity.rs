//! Amounts with a unit.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use crate::search::unit;

/// An amount with a UCUM code, or a calendar word.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The number.
    pub value: Decimal,
    /// `mg`, `week`.
    pub unit: String,
    /// Whether the unit is a word of the calendar: a calendar month is not 30,4 days.
    pub is_calendar: bool,
}

/// Words of the calendar: the field of a moment that they change, by how much, and the UCUM code that is the same, where
/// one is.
const CALENDAR: [(&str, usize, i64, &str); 8] = [
    ("year", 0, 1, ""),
    ("month", 1, 1, ""),
    ("week", 2, 7, "wk"),
    ("day", 2, 1, "d"),
    ("hour", 3, 3_600_000_000, "h"),
    ("minute", 3, 60_000_000, "min"),
    ("second", 3, 1_000_000, "s"),
    ("millisecond", 3, 1_000, "ms"),
];

/// Digits to which amounts in two units are compared.
const DIGITS: u32 = 12;

pub(super) fn is_calendar(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    CALENDAR.iter().any(|(name, ..)| *name == singular)
}

impl Quantity {
    /// A number without a unit.
    #[must_use]
    pub fn plain(value: Decimal) -> Self {
        Self { value, unit: "1".to_owned(), is_calendar: false }
    }

    /// Reads `10 'mg'`, `4 days` or a number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, unit) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let value = Decimal::from_str_exact(number.trim_start_matches('+')).ok()?;
        let unit = unit.trim();
        if unit.is_empty() {
            return Some(Self::plain(value));
        }
        match unit.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(code) => Some(Self { value, unit: code.to_owned(), is_calendar: false }),
            None => is_calendar(unit).then(|| Self { value, unit: unit.to_owned(), is_calendar: true }),
        }
    }

    /// Which field of a moment it changes, and how much of it one unit is. UCUM's months and years are means, so they
    /// change no calendar date.
    pub(super) fn time(&self) -> Option<(usize, i64)> {
        let singular = self.unit.strip_suffix('s').unwrap_or(&self.unit);
        let found = CALENDAR.iter().find(|(name, _, _, code)| {
            if self.is_calendar { *name == singular } else { !code.is_empty() && *code == self.unit }
        })?;
        Some((found.1, found.2))
    }

    /// The unit that all of its kind can be told in, and how many of it one is.
    fn base(&self) -> (&str, Decimal) {
        let microseconds = match self.time() {
            Some((2, days)) => Some(days * 86_400_000_000),
            Some((3, microseconds)) => Some(microseconds),
            _ => None,
        };
        if let Some(microseconds) = microseconds {
            return ("us", Decimal::from(microseconds));
        }
        if self.is_calendar {
            let months = if self.unit.starts_with("year") { 12 } else { 1 };
            return ("calendar month", Decimal::from(months));
        }
        (&self.unit, Decimal::ONE)
    }

    /// Both in one unit, if there is one: as times, or by UCUM. UCUM's factors are rounded to the digits of a number.
    fn together(&self, other: &Self) -> Option<(Decimal, Decimal)> {
        let ((mine, one), (theirs, two)) = (self.base(), other.base());
        if mine == theirs {
            return Some((self.value.checked_mul(one)?, other.value.checked_mul(two)?));
        }
        if self.is_calendar || other.is_calendar {
            return None;
        }
        let factor = Decimal::from_f64(unit::factor(&other.unit, &self.unit)?)?;
        let digits = |value: Decimal| value.round_sf(DIGITS).unwrap_or(value);
        Some((digits(self.value), digits(other.value.checked_mul(factor)?)))
    }

    /// Whether the two can be compared.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        self.together(other).is_some()
    }

    /// Which is less; nothing for units that have no common measure.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        self.together(other).map(|(one, two)| one.cmp(&two))
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        let unit = match (self.unit.as_str(), other.unit.as_str()) {
            (unit, "1") | ("1", unit) => unit.to_owned(),
            (one, two) => format!("{one}.{two}"),
        };
        Some(Self { value: self.value.checked_mul(other.value)?, unit, is_calendar: false })
    }

    pub(super) fn over(&self, other: &Self) -> Option<Self> {
        let unit = match (self.unit.as_str(), other.unit.as_str()) {
            (unit, "1") => unit.to_owned(),
            (one, two) if one == two => "1".to_owned(),
            (one, two) => format!("{one}/{two}"),
        };
        Some(Self { value: self.value.checked_div(other.value)?, unit, is_calendar: false })
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        (self.unit == other.unit)
            .then(|| Some(Self { value: self.value.checked_add(other.value)?, ..self.clone() }))?
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_calendar {
            write!(f, "{} {}", self.value, self.unit)
        } else {
            write!(f, "{} '{}'", self.value, self.unit)
        }
    }
}
