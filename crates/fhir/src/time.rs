//! Dates and times as FHIR writes them: a year, a month, a day, or a moment with its zone.
//!
//! Only for what the record must sort and refuse by. What a person is shown keeps the precision it was written with.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SpanRound, Timestamp, Unit};

/// Whether elements of this name always hold a `date`, a `dateTime` or an `instant`, wherever in R4 they stand.
#[must_use]
pub fn is_date_name(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// Whether a text is a `date`, a `dateTime` or an `instant` of FHIR that the calendar has.
#[must_use]
pub fn is_date(text: &str) -> bool {
    moment(text).is_some()
}

/// The moment that a `date`, a `dateTime` or an `instant` of FHIR begins. What has no zone is taken as Norwegian local
/// time; what has only a year or a month begins on its first day.
#[must_use]
pub fn moment(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let date = match bytes.len() {
        4 => Date::new(year(bytes)?, 1, 1),
        7 => Date::new(year(bytes)?, part(bytes, 5)?, 1),
        10.. => Date::new(year(bytes)?, part(bytes, 5)?, part(bytes, 8)?),
        _ => return None,
    }
    .ok()?;
    if bytes.len() > 4 && bytes[4] != b'-' || bytes.len() > 7 && bytes[7] != b'-' {
        return None;
    }
    if bytes.len() <= 10 {
        return local(date.at(0, 0, 0, 0));
    }
    let (time, zone) = clock(&bytes[10..])?;
    match zone {
        Some(offset) => offset.to_timestamp(DateTime::from_parts(date, time)).ok(),
        None => local(DateTime::from_parts(date, time)),
    }
}

fn local(at: DateTime) -> Option<Timestamp> {
    // Before the railway there were no zones: the fixed hour keeps dates of then apart and costs no table look-up.
    if at.year() < 1895 {
        return Offset::from_hours(1).ok()?.to_timestamp(at).ok();
    }
    oslo().to_ambiguous_timestamp(at).compatible().ok()
}

/// The zone the region lives in.
fn oslo() -> &'static TimeZone {
    static OSLO: std::sync::LazyLock<TimeZone> =
        std::sync::LazyLock::new(|| TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC));
    &OSLO
}

/// `Thh:mm[:ss[.fff]]` and the zone. The seconds may be 60.
fn clock(bytes: &[u8]) -> Option<(Time, Option<Offset>)> {
    if bytes.first() != Some(&b'T') || bytes.get(3) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (part(bytes, 1)?, part(bytes, 4)?);
    let mut at = 6;
    let mut second = 0;
    let mut nanos = 0_i32;
    if bytes.get(at) == Some(&b':') {
        second = part(bytes, at + 1)?;
        at += 3;
        if bytes.get(at) == Some(&b'.') {
            at += 1;
            let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            let kept = bytes[at..at + digits.min(9)].iter();
            nanos = kept.fold(0, |sum, byte| sum * 10 + i32::from(byte - b'0'));
            nanos *= 10_i32.pow(9 - u32::try_from(digits.min(9)).ok()?);
            at += digits;
        }
    }
    let time = Time::new(hour, minute, if second == 60 { 59 } else { second }, nanos).ok()?;
    Some((time, zone(&bytes[at..])?))
}

#[expect(clippy::option_option, reason = "outside: is it a zone; inside: is there one")]
fn zone(bytes: &[u8]) -> Option<Option<Offset>> {
    match bytes {
        [] => Some(None),
        [b'Z'] => Some(Some(Offset::UTC)),
        [sign @ (b'+' | b'-'), rest @ ..] if rest.len() == 5 && rest[2] == b':' => {
            let (hours, minutes) = (part(rest, 0)?, part(rest, 3)?);
            if hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
            Some(Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok())
        }
        _ => None,
    }
}

fn year(bytes: &[u8]) -> Option<i16> {
    let year = i16::from(part(bytes, 0)?) * 100 + i16::from(part(bytes, 2)?);
    (year > 0).then_some(year)
}

/// Two digits.
fn part(bytes: &[u8], at: usize) -> Option<i8> {
    match bytes.get(at..at + 2)? {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some(((tens - b'0') * 10 + (ones - b'0')).cast_signed()),
        _ => None,
    }
}
