//! When something happened, as exactly as the sender said it and never more exactly.
//!
//! A date without a time stays a date: it is never turned into midnight. An instant is shown in Norwegian local time,
//! because a date in UTC is often the day before.

use std::cmp::Ordering;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Where the pages are read.
static OSLO: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Oslo").expect("the time zone database is compiled in"));

/// The time zone of the pages: Europe/Oslo.
#[must_use]
pub fn oslo() -> &'static TimeZone {
    &OSLO
}

/// A FHIR `date`, `dateTime` or `instant` with the precision it was given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Only the year is known.
    Year(i16),
    /// The year and the month.
    Month(i16, i8),
    /// A calendar day.
    Day(Date),
    /// A point in time.
    Moment(Timestamp),
}

/// The parts of a time as a page shows them, in Norwegian local time. A part is absent when it is not known, and
/// then the smaller ones are absent too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// The year.
    pub year: i16,
    /// 1–12.
    pub month: Option<i8>,
    /// 1–31.
    pub day: Option<i8>,
    /// Hour 0–23 and minute 0–59.
    pub time: Option<(i8, i8)>,
}

impl When {
    /// Reads FHIR's text. A time without a zone is against the standard but occurs: it is taken as Norwegian local
    /// time. `None` for anything that is no date, also for days that do not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.len() {
            4 => Some(Self::Year(year(text)?)),
            7 => {
                let (year, month) = (year(text.get(..4)?)?, digits(text, 4, b'-')?);
                (1..=12).contains(&month).then_some(Self::Month(year, month))
            }
            10 => {
                let (year, month, day) =
                    (year(text.get(..4)?)?, digits(text, 4, b'-')?, digits(text, 7, b'-')?);
                Date::new(year, month, day).ok().map(Self::Day)
            }
            11.. => moment(text).map(Self::Moment),
            _ => None,
        }
    }

    /// The day it is in Oslo now.
    #[must_use]
    pub fn today(now: Timestamp) -> Date {
        OSLO.to_datetime(now).date()
    }

    /// The parts to show.
    #[must_use]
    pub fn local(self) -> Local {
        match self {
            Self::Year(year) => Local { year, month: None, day: None, time: None },
            Self::Month(year, month) => Local { year, month: Some(month), day: None, time: None },
            Self::Day(date) => Local::of(date, None),
            Self::Moment(at) => {
                let local = OSLO.to_datetime(at);
                Local::of(local.date(), Some((local.hour(), local.minute())))
            }
        }
    }

    /// The calendar day in Oslo, where it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Year(_) | Self::Month(..) => None,
            Self::Day(date) => Some(date),
            Self::Moment(at) => Some(OSLO.to_datetime(at).date()),
        }
    }

    /// The first moment it can mean. Lists are sorted by it.
    #[must_use]
    pub fn start(self) -> Timestamp {
        match self {
            Self::Year(year) => midnight(Date::new(year, 1, 1).ok()),
            Self::Month(year, month) => midnight(Date::new(year, month, 1).ok()),
            Self::Day(date) => midnight(Some(date)),
            Self::Moment(at) => at,
        }
    }

    /// The first moment after everything it can mean; for a moment, the moment itself.
    #[must_use]
    pub fn end(self) -> Timestamp {
        let next = match self {
            Self::Year(year) => Date::new(year.saturating_add(1), 1, 1).ok(),
            Self::Month(year, 12) => Date::new(year.saturating_add(1), 1, 1).ok(),
            Self::Month(year, month) => Date::new(year, month + 1, 1).ok(),
            Self::Day(date) => date.tomorrow().ok(),
            Self::Moment(at) => return at,
        };
        next.map_or(Timestamp::MAX, |date| midnight(Some(date)))
    }

    /// Whether all it can mean lies after `now`.
    #[must_use]
    pub fn is_after(self, now: Timestamp) -> bool {
        self.start() > now
    }

    /// Whether all it can mean lies at or before `now`.
    #[must_use]
    pub fn is_past(self, now: Timestamp) -> bool {
        self.end() <= now
    }

    /// How exact it is, coarse first: breaks ties when sorting.
    const fn precision(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(_) => 2,
            Self::Moment(_) => 3,
        }
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        let tie = || {
            let coarse = self.precision().cmp(&other.precision());
            coarse.then_with(|| self.end().cmp(&other.end()))
        };
        self.start().cmp(&other.start()).then_with(tie)
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Local {
    fn of(date: Date, time: Option<(i8, i8)>) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()), time }
    }

    /// The calendar day, where it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }
}

/// A FHIR `Period`: either end may be missing, which means not known or not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    /// When it began.
    pub start: Option<When>,
    /// When it ended: the last day or moment that belongs to it.
    pub end: Option<When>,
}

impl Period {
    /// Whether it has neither end.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// Whether `now` lies in it. A missing end is open. The last day counts whole.
    #[must_use]
    pub fn is_current(self, now: Timestamp) -> bool {
        !self.start.is_some_and(|start| start.is_after(now)) && !self.is_over(now)
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_over(self, now: Timestamp) -> bool {
        self.end.is_some_and(|end| end.is_past(now))
    }
}

fn year(text: &str) -> Option<i16> {
    let all_digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok().filter(|&year| year > 0) } else { None }
}

/// Two digits after a separator at `at`.
fn digits(text: &str, at: usize, separator: u8) -> Option<i8> {
    match text.as_bytes().get(at..at + 3)? {
        [mark, tens @ b'0'..=b'9', ones @ b'0'..=b'9'] if *mark == separator => {
            i8::try_from((tens - b'0') * 10 + (ones - b'0')).ok()
        }
        _ => None,
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if !text.as_bytes().get(10).is_some_and(|mark| matches!(mark, b'T' | b't' | b' ')) {
        return None;
    }
    let civil: DateTime = text.parse().ok()?;
    OSLO.to_ambiguous_timestamp(civil).compatible().ok()
}

fn midnight(date: Option<Date>) -> Timestamp {
    let start = date.map(|date| OSLO.to_ambiguous_timestamp(date.at(0, 0, 0, 0)).compatible());
    start.and_then(Result::ok).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::{Local, Period, When};
    use jiff::Timestamp;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn check(text: &str, want: Option<Local>) {
        assert_eq!(When::parse(text).map(When::local), want, "{text}");
    }

    #[test]
    fn dates_keep_their_precision() {
        check("1964", Some(Local { year: 1964, month: None, day: None, time: None }));
        check("1964-05", Some(Local { year: 1964, month: Some(5), day: None, time: None }));
        check("1964-05-13", Some(Local { year: 1964, month: Some(5), day: Some(13), time: None }));
    }

    #[test]
    fn a_moment_is_shown_in_oslo() {
        // Quarter past eleven at night in UTC is the next day in Oslo.
        check(
            "2020-11-11T23:17:40+00:00",
            Some(Local { time: Some((0, 17)), ..Local::of(date(2020, 11, 12), None) }),
        );
        check(
            "2020-07-01T12:00:00.123Z",
            Some(Local { time: Some((14, 0)), ..Local::of(date(2020, 7, 1), None) }),
        );
        check(
            "2020-07-01T12:00:00+02:00",
            Some(Local { time: Some((12, 0)), ..Local::of(date(2020, 7, 1), None) }),
        );
        check(
            "2020-07-01T12:00:00",
            Some(Local { time: Some((12, 0)), ..Local::of(date(2020, 7, 1), None) }),
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "i går",
            "0000",
            "20",
            "2021-02-30",
            "2021-13",
            "2021-1-1",
            "12.11.2020",
            "2021-00-10",
            "+2021-1",
        ] {
            check(text, None);
        }
        check("2021-02-01T25:00:00Z", None);
        check("æøåæø", None);
    }

    #[test]
    fn a_day_is_past_only_when_it_has_ended_in_oslo() {
        let day = When::parse("2026-11-22").expect("a day");
        assert_eq!(day.start(), at("2026-11-21T23:00:00Z"));
        assert_eq!(day.end(), at("2026-11-22T23:00:00Z"));
        assert!(!day.is_past(at("2026-11-22T22:59:59Z")));
        assert!(day.is_past(at("2026-11-22T23:00:00Z")));
        assert!(!day.is_after(at("2026-11-22T12:00:00Z")));
        assert_eq!(When::Month(2026, 12).end(), at("2026-12-31T23:00:00Z"));
    }

    #[test]
    fn a_period_without_end_goes_on() {
        let now = at("2026-11-22T12:00:00Z");
        let open = Period { start: When::parse("2020"), end: None };
        assert!(open.is_current(now) && !open.is_over(now));
        let last_day = Period { start: None, end: When::parse("2026-11-22") };
        assert!(last_day.is_current(now));
        let gone = Period { start: None, end: When::parse("2026-11-21") };
        assert!(gone.is_over(now) && !gone.is_current(now));
    }

    proptest! {
        #[test]
        fn no_text_stops_the_parser(text in ".{0,40}") {
            let _ = When::parse(&text);
        }

        #[test]
        fn order_agrees_with_start(seconds in -2_000_000_000_i64..4_000_000_000, days in -400_i64..400) {
            let a = When::Moment(Timestamp::from_second(seconds).expect("in range"));
            let b = When::Day(When::today(Timestamp::from_second(seconds + days * 86_400).expect("in range")));
            prop_assert_eq!(a.start() < b.start(), a < b);
            prop_assert!(b.start() < b.end());
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        }
    }
}
