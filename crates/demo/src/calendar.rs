//! Dates and clock times of the region: everything happens in Norwegian local time, and `today` is always an argument.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

use crate::chance::Chance;

static OSLO: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Oslo").expect("the time zone database is bundled"));

/// A moment of local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// The day.
    pub(crate) date: Date,
    /// Minutes since local midnight.
    pub(crate) minute: i16,
}

impl Moment {
    /// This day at this hour and minute.
    pub(crate) fn new(date: Date, hour: i16, minute: i16) -> Self {
        Self { date, minute: hour * 60 + minute }
    }

    /// A time of an ordinary working day, on five whole minutes.
    pub(crate) fn office(date: Date, chance: &mut Chance) -> Self {
        let steps = chance.between(0, 83);
        Self { date, minute: 8 * 60 + 5 * i16::try_from(steps).expect("at most 83") }
    }

    /// So many minutes later, on the same or a following day.
    pub(crate) fn later(self, minutes: i32) -> Self {
        let total = i32::from(self.minute) + minutes;
        let days = total.div_euclid(24 * 60);
        let minute = i16::try_from(total.rem_euclid(24 * 60)).expect("less than a day");
        Self { date: after(self.date, days), minute }
    }

    /// FHIR `dateTime` and `instant` with the local offset.
    pub(crate) fn stamp(self) -> String {
        let hour = i8::try_from(self.minute / 60).expect("minutes of a day");
        let minute = i8::try_from(self.minute % 60).expect("minutes of an hour");
        let local = self.date.at(hour, minute, 0, 0);
        let offset = OSLO
            .to_ambiguous_timestamp(local)
            .compatible()
            .map_or(1, |instant| OSLO.to_offset(instant).seconds() / 3600);
        format!("{}T{hour:02}:{minute:02}:00+{offset:02}:00", self.date)
    }
}

/// So many days after (or before) this date.
pub(crate) fn after(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

/// So many months after (or before) this date; the last day of the month when the day does not exist.
pub(crate) fn months_after(date: Date, months: i32) -> Date {
    date.saturating_add(Span::new().months(months))
}

/// So many years after (or before) this date.
pub(crate) fn years_after(date: Date, years: i32) -> Date {
    date.saturating_add(Span::new().years(years))
}

/// Whole days from one date to another, negative when the second is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Age in whole years.
pub(crate) fn age(birth: Date, on: Date) -> i32 {
    let years = i32::from(on.year()) - i32::from(birth.year());
    if (on.month(), on.day()) < (birth.month(), birth.day()) { years - 1 } else { years }
}

/// This date, or the Monday after when it falls on a weekend.
pub(crate) fn workday(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => after(date, 2),
        Weekday::Sunday => after(date, 1),
        _ => date,
    }
}

/// A working day between two dates, both possible; the first when they are the same or turned.
pub(crate) fn some_day(chance: &mut Chance, from: Date, to: Date) -> Date {
    let span = days_between(from, to);
    if span <= 0 {
        return from;
    }
    workday(after(from, chance.between(0, span)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Moment, age, workday};

    #[test]
    fn stamps_carry_summer_and_winter_offsets() {
        assert_eq!(Moment::new(date(2026, 1, 5), 8, 5).stamp(), "2026-01-05T08:05:00+01:00");
        assert_eq!(Moment::new(date(2026, 7, 5), 23, 55).later(10).stamp(), "2026-07-06T00:05:00+02:00");
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(age(date(2010, 3, 2), date(2026, 3, 1)), 15);
        assert_eq!(age(date(2010, 3, 2), date(2026, 3, 2)), 16);
    }

    #[test]
    fn weekends_move_to_monday() {
        assert_eq!(workday(date(2026, 3, 7)), date(2026, 3, 9));
        assert_eq!(workday(date(2026, 3, 6)), date(2026, 3, 6));
    }
}
