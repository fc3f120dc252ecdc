//! Dates and times as a person reads them, in Norwegian local time. A partial date keeps its precision.

use helsami_domain::when::{Local, When};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use maud::{Markup, html};

use super::Sample;
use crate::text::Text;

impl Text {
    /// The month as it stands in a date with a day: «mars», «njukčamánu».
    pub(crate) fn month_in_date(self, month: i8) -> &'static str {
        pick(
            month,
            [
                self.date_in_01(),
                self.date_in_02(),
                self.date_in_03(),
                self.date_in_04(),
                self.date_in_05(),
                self.date_in_06(),
                self.date_in_07(),
                self.date_in_08(),
                self.date_in_09(),
                self.date_in_10(),
                self.date_in_11(),
                self.date_in_12(),
            ],
        )
    }

    /// The month alone: «mars», «njukčamánnu».
    pub(crate) fn month_alone(self, month: i8) -> &'static str {
        pick(
            month,
            [
                self.date_alone_01(),
                self.date_alone_02(),
                self.date_alone_03(),
                self.date_alone_04(),
                self.date_alone_05(),
                self.date_alone_06(),
                self.date_alone_07(),
                self.date_alone_08(),
                self.date_alone_09(),
                self.date_alone_10(),
                self.date_alone_11(),
                self.date_alone_12(),
            ],
        )
    }

    /// The month in few letters, for charts and badges.
    pub(crate) fn month_short(self, month: i8) -> &'static str {
        pick(
            month,
            [
                self.date_short_01(),
                self.date_short_02(),
                self.date_short_03(),
                self.date_short_04(),
                self.date_short_05(),
                self.date_short_06(),
                self.date_short_07(),
                self.date_short_08(),
                self.date_short_09(),
                self.date_short_10(),
                self.date_short_11(),
                self.date_short_12(),
            ],
        )
    }

    /// The day of the week.
    pub(crate) const fn weekday(self, day: Weekday) -> &'static str {
        match day {
            Weekday::Monday => self.date_monday(),
            Weekday::Tuesday => self.date_tuesday(),
            Weekday::Wednesday => self.date_wednesday(),
            Weekday::Thursday => self.date_thursday(),
            Weekday::Friday => self.date_friday(),
            Weekday::Saturday => self.date_saturday(),
            Weekday::Sunday => self.date_sunday(),
        }
    }

    /// «18. mars 2026».
    pub(crate) fn day(self, date: Date) -> String {
        self.date_day(date.day(), self.month_in_date(date.month()), date.year())
    }

    /// «onsdag 18. mars 2026».
    pub(crate) fn weekday_and_day(self, date: Date) -> String {
        self.date_weekday_day(self.weekday(date.weekday()), self.day(date))
    }

    /// «mars 2026».
    pub(crate) fn month(self, year: i16, month: i8) -> String {
        self.date_month(self.month_alone(month), year)
    }

    /// «mars 2026» in few letters, for the axis of a chart.
    pub(crate) fn month_on_axis(self, date: Date) -> String {
        self.date_month(self.month_short(date.month()), date.year())
    }

    /// «18.03.2026», for tables.
    pub(crate) fn day_in_digits(self, date: Date) -> String {
        self.date_digits(format_args!("{:02}", date.day()), format_args!("{:02}", date.month()), date.year())
    }

    /// «10.30».
    pub(crate) fn clock(self, hour: i8, minute: i8) -> String {
        self.date_clock(format_args!("{hour:02}"), format_args!("{minute:02}"))
    }

    /// «18. mars 2026 kl. 10.30», as exactly as it is known.
    pub(crate) fn when(self, when: When) -> String {
        let local = when.local();
        match (local.date(), local.time) {
            (Some(date), Some((hour, minute))) => self.date_moment(self.day(date), self.clock(hour, minute)),
            _ => self.local_day(local),
        }
    }

    /// «18. mars 2026», without the time of day, as exactly as it is known.
    pub(crate) fn when_day(self, when: When) -> String {
        self.local_day(when.local())
    }

    /// «onsdag 18. mars 2026 kl. 10.30».
    pub(crate) fn weekday_and_when(self, when: When) -> String {
        let local = when.local();
        match (local.date(), local.time) {
            (Some(date), Some((hour, minute))) => {
                self.date_moment(self.weekday_and_day(date), self.clock(hour, minute))
            }
            (Some(date), None) => self.weekday_and_day(date),
            (None, _) => self.local_day(local),
        }
    }

    /// A point in time with day and clock.
    pub(crate) fn moment(self, at: Timestamp) -> String {
        self.when(When::Moment(at))
    }

    fn local_day(self, local: Local) -> String {
        match (local.date(), local.month) {
            (Some(date), _) => self.day(date),
            (None, Some(month)) => self.month(local.year, month),
            (None, None) => local.year.to_string(),
        }
    }
}

fn pick(month: i8, names: [&'static str; 12]) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

/// A calendar leaf: weekday, day, month.
pub(crate) fn day_badge(text: Text, date: Date, is_past: bool) -> Markup {
    html! {
        span.day.past[is_past] aria-hidden="true" {
            span.weekday { (text.weekday(date.weekday())) }
            span.number { (date.day()) }
            span.month { (text.month_short(date.month())) }
        }
    }
}

pub(crate) fn samples(text: Text) -> Vec<Sample> {
    let day = jiff::civil::date(2026, 3, 18);
    let lines = html! {
        ul.prose {
            @for when in ["1964", "1964-05", "2026-03-18", "2026-03-18T09:30:00Z"].into_iter().filter_map(When::parse) {
                li { (text.when(when)) " · " (text.when_day(when)) " · " (text.weekday_and_when(when)) }
            }
            li { (text.day_in_digits(day)) " · " (text.month_on_axis(day)) }
        }
    };
    vec![
        Sample::new("coming", day_badge(text, day, false)),
        Sample::new("past", day_badge(text, day, true)),
        Sample::new("dates", lines),
    ]
}

#[cfg(test)]
mod tests {
    use crate::text::{Language, Text};
    use helsami_domain::when::When;

    #[test]
    fn dates_are_written_as_in_the_language_and_never_more_exactly_than_known() {
        let check = |text: &str, want: [&str; 4]| {
            let when = When::parse(text).expect("a date");
            for (language, want) in Language::ALL.into_iter().zip(want) {
                assert_eq!(Text::new(language).when(when), want);
            }
        };
        check(
            "2026-03-18T09:30:00Z",
            [
                "18. mars 2026 kl.\u{a0}10.30",
                "18. mars 2026 kl.\u{a0}10.30",
                "njukčamánu 18. b. 2026 dii.\u{a0}10.30",
                "18 March 2026 at 10:30",
            ],
        );
        check("2026-03-18", ["18. mars 2026", "18. mars 2026", "njukčamánu 18. b. 2026", "18 March 2026"]);
        check("1964-05", ["mai 1964", "mai 1964", "miessemánnu 1964", "May 1964"]);
        check("1964", ["1964"; 4]);
    }
}
