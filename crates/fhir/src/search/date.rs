//! Dates as ranges: a date stands for all moments it may mean, in Norwegian local time.

use helsami_domain::when::When;
use jiff::Timestamp;

use super::path::Data;
use super::walk;

/// Moments, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub start_us: i64,
    /// The first after.
    pub end_us: i64,
}

impl Span {
    /// What a date or time may mean. A time of day is as exact as its digits: a minute, a second, a part of it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let when = When::parse(text)?;
        let start_us = when.start().as_microsecond();
        let end_us = match when {
            When::Moment(_) => start_us.saturating_add(width_us(text)),
            _ => when.end().as_microsecond(),
        };
        Some(Self { start_us, end_us })
    }

    /// A tenth of the time between it and now on both sides.
    #[must_use]
    pub fn about(self, now: Timestamp) -> Self {
        let now = now.as_microsecond();
        let width = (now.saturating_sub(self.start_us)).saturating_abs() / 10;
        Self { start_us: self.start_us.saturating_sub(width), end_us: self.end_us.saturating_add(width) }
    }

    const fn until(self, other: Self) -> Self {
        Self { start_us: self.start_us, end_us: other.end_us }
    }
}

/// Without a beginning or an end.
const OPEN: Span = Span { start_us: i64::MIN, end_us: i64::MAX };

/// How long a written time of day lasts.
fn width_us(text: &str) -> i64 {
    let bytes = text.as_bytes();
    let time =
        bytes.iter().position(|byte| matches!(byte, b'T' | b't' | b' ')).map_or(bytes.len(), |at| at + 1);
    let time = &bytes[time..];
    let end = time.iter().position(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-')).unwrap_or(time.len());
    let clock = &time[..end];
    if let Some(point) = clock.iter().position(|byte| *byte == b'.') {
        let digits = u32::try_from(end - point - 1).unwrap_or(6).min(6);
        return 10_i64.pow(6 - digits);
    }
    if clock.iter().filter(|byte| **byte == b':').count() < 2 { 60_000_000 } else { 1_000_000 }
}

/// Shows the spans of an element.
pub(crate) fn spans(data: Data, value: &str, see: &mut dyn FnMut(Span) -> bool) -> bool {
    let text = |value: &str| walk::text(value).and_then(|text| Span::parse(&text));
    match data {
        Data::Date => text(value).is_some_and(see),
        Data::Period => period(value).is_some_and(see),
        Data::Timing => {
            let events = walk::member(value, "event");
            if events.is_some_and(|events| walk::items(events).filter_map(text).any(&mut *see)) {
                return true;
            }
            let repeat = walk::member(value, "repeat");
            repeat.and_then(|repeat| walk::member(repeat, "boundsPeriod")).and_then(period).is_some_and(see)
        }
        _ => false,
    }
}

/// A period without any end that can be read says nothing.
fn period(value: &str) -> Option<Span> {
    let end = |name| walk::member(value, name).and_then(walk::text).and_then(|text| Span::parse(&text));
    match (end("start"), end("end")) {
        (None, None) => None,
        (start, end) => Some(start.unwrap_or(OPEN).until(end.unwrap_or(OPEN))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, spans};
    use crate::search::path::Data;

    fn check(text: &str, start: &str, end: &str) {
        let us = |text: &str| text.parse::<jiff::Timestamp>().expect(text).as_microsecond();
        assert_eq!(Span::parse(text), Some(Span { start_us: us(start), end_us: us(end) }), "{text}");
    }

    #[test]
    fn dates_are_ranges_in_oslo() {
        check("2020", "2019-12-31T23:00:00Z", "2020-12-31T23:00:00Z");
        check("2020-07", "2020-06-30T22:00:00Z", "2020-07-31T22:00:00Z");
        check("2020-03-29", "2020-03-28T23:00:00Z", "2020-03-29T22:00:00Z");
        check("2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z", "2020-01-01T10:00:01Z");
        check("2020-01-01T10:00Z", "2020-01-01T10:00:00Z", "2020-01-01T10:01:00Z");
        check("2020-01-01T10:00:00.25Z", "2020-01-01T10:00:00.25Z", "2020-01-01T10:00:00.26Z");
        check("2020-01-01T10:00:00.5+01:00", "2020-01-01T09:00:00.5Z", "2020-01-01T09:00:00.6Z");
        for no in ["", "20", "2020-13", "2020-02-30", "yesterday", "2020-01-01T25:00:00Z"] {
            assert_eq!(Span::parse(no), None, "{no}");
        }
    }

    #[test]
    fn elements_have_spans() {
        let see = |data, value: &str| {
            let mut found = Vec::new();
            spans(data, value, &mut |span| {
                found.push((span.start_us == i64::MIN, span.end_us == i64::MAX));
                false
            });
            found
        };
        assert_eq!(see(Data::Period, r#"{"start":"2020"}"#), [(false, true)]);
        assert_eq!(see(Data::Period, r#"{"end":"2020"}"#), [(true, false)]);
        assert_eq!(see(Data::Period, "{}"), []);
        let timing =
            r#"{"event":["2020","x","2021"],"repeat":{"boundsPeriod":{"start":"2020","end":"2021"}}}"#;
        assert_eq!(see(Data::Timing, timing), [(false, false); 3]);
    }
}
