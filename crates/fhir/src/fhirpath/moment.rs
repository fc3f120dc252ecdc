//! Dates and times as far as they are known.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{Span, Zoned};

use super::quantity::Quantity;

/// What a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day, a month or a year.
    Date,
    /// A day with a time, as far as it is known.
    DateTime,
    /// A time of day.
    Time,
}

/// A date, a time or both, with the precision it has.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// What it is.
    pub kind: Kind,
    /// Year, month, day, hour, minute, and the second in microseconds.
    fields: [i64; 6],
    /// How many of the fields are known, counted from the year.
    known: usize,
    /// How many digits stand after the second.
    digits: usize,
    /// Minutes east of UTC.
    offset: Option<i64>,
}

const SECOND: i64 = 1_000_000;
/// What the fields are before they are known.
const FIRST: [i64; 6] = [1, 1, 1, 0, 0, 0];

impl Moment {
    /// What stands after an `@`.
    pub(super) fn literal(text: &str) -> Option<Self> {
        match text.strip_prefix('T') {
            Some(time) => Self::time(time),
            None if text.contains('T') => Self::date_time(text),
            None => Self::date(text),
        }
    }

    /// A day, a month or a year.
    #[must_use]
    pub fn date(text: &str) -> Option<Self> {
        let mut moment = Self { kind: Kind::Date, fields: FIRST, known: 0, digits: 0, offset: None };
        let parts: Vec<&str> = text.split('-').collect();
        for (at, part) in parts.iter().enumerate() {
            let length = if at == 0 { 4 } else { 2 };
            *moment.fields.get_mut(at).filter(|_| at < 3)? = number(part, length)?;
        }
        moment.known = parts.len();
        moment.day().map(|_| moment)
    }

    /// A day with a time, or without one.
    #[must_use]
    pub fn date_time(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T').unwrap_or((text, ""));
        let mut moment = Self { kind: Kind::DateTime, ..Self::date(date)? };
        if time.is_empty() {
            return Some(moment);
        }
        if moment.known < 3 {
            return None;
        }
        let zone = time.find(['Z', '+', '-']);
        let (clock, zone) = time.split_at(zone.unwrap_or(time.len()));
        moment.clock(clock)?;
        moment.offset = offset(zone)?;
        Some(moment)
    }

    /// A time of day.
    #[must_use]
    pub fn time(text: &str) -> Option<Self> {
        let mut moment = Self { kind: Kind::Time, fields: FIRST, known: 3, digits: 0, offset: None };
        moment.clock(text).map(|()| moment)
    }

    fn clock(&mut self, text: &str) -> Option<()> {
        let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
        let parts: Vec<&str> = clock.split(':').collect();
        let limits = [23, 59, 60];
        for (at, part) in parts.iter().enumerate() {
            let limit = limits.get(at)?;
            self.fields[3 + at] = number(part, 2).filter(|value| value <= limit)?;
        }
        self.known = 3 + parts.len();
        self.fields[5] *= SECOND;
        if text.contains('.') {
            let digits = fraction.get(..fraction.len().min(6))?;
            let value = number(digits, digits.len()).filter(|_| self.known == 6)?;
            self.fields[5] += value * 10_i64.pow(6 - u32::try_from(digits.len()).ok()?);
            self.digits = digits.len();
        }
        Some(())
    }

    pub(super) fn now(now: &Zoned) -> Self {
        let fields = [
            i64::from(now.year()),
            i64::from(now.month()),
            i64::from(now.day()),
            i64::from(now.hour()),
            i64::from(now.minute()),
            i64::from(now.second()) * SECOND + i64::from(now.subsec_nanosecond()) / 1_000_000 * 1_000,
        ];
        let offset = Some(i64::from(now.offset().seconds()) / 60);
        Self { kind: Kind::DateTime, fields, known: 6, digits: 3, offset }
    }

    /// The part of it that is a date.
    #[must_use]
    pub fn as_date(self) -> Self {
        Self { kind: Kind::Date, known: self.known.min(3), digits: 0, offset: None, ..self }
    }

    /// The same as a day with a time.
    #[must_use]
    pub fn as_date_time(self) -> Self {
        Self { kind: Kind::DateTime, ..self }
    }

    /// The part of it that is a time of day.
    #[must_use]
    pub fn as_time(self) -> Self {
        Self { kind: Kind::Time, offset: None, ..self }
    }

    fn day(&self) -> Option<Date> {
        let [year, month, day, ..] = self.fields;
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }

    fn civil(&self) -> Option<DateTime> {
        let [_, _, _, hour, minute, second] = self.fields;
        let start = self.day()?.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0);
        start.checked_add(Span::new().microseconds(second)).ok()
    }

    fn with(&self, civil: DateTime) -> Self {
        let second = i64::from(civil.second()) * SECOND + i64::from(civil.subsec_nanosecond()) / 1_000;
        let fields = [
            i64::from(civil.year()),
            i64::from(civil.month()),
            i64::from(civil.day()),
            i64::from(civil.hour()),
            i64::from(civil.minute()),
            second,
        ];
        Self { fields, ..*self }
    }

    /// The same moment at UTC, where it says how far it is from there.
    fn universal(&self) -> Self {
        let shifted = self.offset.filter(|_| self.known > 3).and_then(|offset| {
            let civil = self.civil()?.checked_sub(Span::new().minutes(offset)).ok()?;
            Some(Self { known: self.known.max(5), ..self.with(civil) })
        });
        shifted.unwrap_or(*self)
    }

    /// Which is earlier; nothing where they are not known well enough to tell, or are not of a kind.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if (self.kind == Kind::Time) != (other.kind == Kind::Time) {
            return None;
        }
        let (one, two) = match (self.offset, other.offset) {
            (Some(_), Some(_)) => (self.universal(), other.universal()),
            _ => (*self, *other),
        };
        let is_apart = self.offset.is_some() != other.offset.is_some();
        let both = one.known.min(two.known);
        for at in 0..both {
            if at == 3 && is_apart {
                return None;
            }
            match one.fields[at].cmp(&two.fields[at]) {
                Ordering::Equal => {}
                decided => return Some(decided),
            }
        }
        (one.known == two.known).then_some(Ordering::Equal)
    }

    /// Whether one is a time of day and the other is not.
    pub(super) fn is_other_kind(&self, other: &Self) -> bool {
        (self.kind == Kind::Time) != (other.kind == Kind::Time)
    }

    /// Later by a quantity of time. `None` for a unit that is none of time, and beyond the calendar.
    pub(super) fn plus(&self, quantity: &Quantity, sign: i64) -> Option<Self> {
        let (field, factor) = quantity.time()?;
        let amount = quantity.value.checked_mul(rust_decimal::Decimal::from(factor))?;
        let amount = sign * i64::try_from(amount.trunc()).ok()?;
        if self.kind == Kind::Time {
            return self.plus_clock(field, amount);
        }
        let span = match (field, self.known) {
            (0, _) => Span::new().try_years(amount),
            (1, 1) => Span::new().try_years(amount / 12),
            (1, _) => Span::new().try_months(amount),
            (2, 1) => Span::new().try_years(amount / 365),
            (2, 2) => Span::new().try_months(amount / 30),
            (2, _) => Span::new().try_days(amount),
            (_, 0..=3) => Span::new().try_days(amount / (86_400 * SECOND)),
            _ => Span::new().try_microseconds(amount),
        };
        Some(self.with(self.civil()?.checked_add(span.ok()?).ok()?))
    }

    fn plus_clock(&self, field: usize, amount: i64) -> Option<Self> {
        if field < 3 {
            return None;
        }
        let span = Span::new().try_microseconds(amount).ok()?;
        let time = self.civil()?.time().wrapping_add(span);
        Some(self.with(Date::constant(1, 1, 1).to_datetime(time)))
    }

    /// The earliest or the latest moment it can be, to a precision in digits: 4 a year, 8 a day, 17 a millisecond.
    pub(super) fn boundary(&self, is_high: bool, precision: Option<i64>) -> Option<Self> {
        let (offset, all) = match self.kind {
            Kind::Date => (0, 8),
            Kind::DateTime => (0, 17),
            Kind::Time => (8, 9),
        };
        let known = match precision.unwrap_or(all) + offset {
            4 => 1,
            6 => 2,
            8 => 3,
            10 => 4,
            12 => 5,
            14 | 17 => 6,
            _ => return None,
        };
        let mut moment = *self;
        // A day with an hour alone is one of FHIR's own: the minute is the first.
        let from = if self.known == 4 { 5 } else { self.known };
        for (at, first) in FIRST.into_iter().enumerate().take(known).skip(from) {
            moment.fields[at] = if is_high { moment.last(at) } else { first };
        }
        moment.known = known;
        moment.digits = if known == 6 { 3 } else { 0 };
        if self.kind == Kind::DateTime && known > 3 && self.offset.is_none() {
            moment.offset = Some(if is_high { -12 * 60 } else { 14 * 60 });
        }
        Some(moment)
    }

    fn last(&self, field: usize) -> i64 {
        match field {
            1 => 12,
            2 => self.day().map_or(28, |day| i64::from(day.days_in_month())),
            3 => 23,
            4 => 59,
            _ => 60 * SECOND - 1_000,
        }
    }

    /// How many digits it is known to.
    pub(super) fn precision(&self) -> i64 {
        let from = if self.kind == Kind::Time { 3 } else { 0 };
        let widths = [4, 2, 2, 2, 2, 2];
        let digits: i64 = widths[from..self.known].iter().sum();
        digits + if self.digits > 0 { 3 } else { 0 }
    }
}

fn number(text: &str, length: usize) -> Option<i64> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// `Some(None)` for no offset at all.
#[expect(clippy::option_option, reason = "not said, and said wrongly")]
fn offset(text: &str) -> Option<Option<i64>> {
    match text {
        "" => Some(None),
        "Z" => Some(Some(0)),
        _ => {
            let (hours, minutes) = text[1..].split_once(':')?;
            let minutes = number(hours, 2)? * 60 + number(minutes, 2)?;
            let sign = if text.starts_with('-') { -1 } else { 1 };
            (minutes <= 14 * 60).then_some(Some(sign * minutes))
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, hour, minute, second] = self.fields;
        let known = |count: usize| self.known >= count;
        if self.kind != Kind::Time {
            write!(f, "{year:04}")?;
            if known(2) {
                write!(f, "-{month:02}")?;
            }
            if known(3) {
                write!(f, "-{day:02}")?;
            }
            if self.kind == Kind::Date || !known(4) {
                return Ok(());
            }
            f.write_str("T")?;
        }
        write!(f, "{hour:02}")?;
        if known(5) {
            write!(f, ":{minute:02}")?;
        }
        if known(6) {
            write!(f, ":{:02}", second / SECOND)?;
        }
        if self.digits > 0 {
            let fraction = format!("{:06}", second % SECOND);
            write!(f, ".{}", &fraction[..self.digits])?;
        }
        match self.offset {
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
            None => Ok(()),
        }
    }
}
