//! What is taken out of a received document on write: the columns of its row, and what tells who it is about.
//!
//! Reading is lenient: what is missing or of another shape is absent, because the document itself is kept whole.

mod identifier;
mod marks;
mod name;

use std::borrow::Cow;

use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::Marks;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use jiff::Timestamp;
use serde::Deserialize;

pub use self::identifier::{Identifier, identifiers, logical_reference};
pub use self::marks::{DELAYED, RELEASE, marks};
pub use self::name::{birth_date, name};
use crate::columns::{Category, CodeKey};
use crate::document::Document;
use crate::search::bits;

/// The columns of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// When it happened or counts from; absent where the document does not say.
    pub date: Option<Timestamp>,
    /// What kind of content.
    pub category: Category,
    /// The first coding.
    pub code: CodeKey,
    /// Which codes it may have, for searches.
    pub tokens: i64,
    /// Its status.
    pub status: Status,
    /// What it is marked with.
    pub marks: Marks,
    /// From when the citizen sees it.
    pub release: Release,
}

impl Columns {
    /// The columns of a document.
    #[must_use]
    pub fn of(document: &Document<'_>) -> Self {
        let (marks, release) = marks(document);
        Self {
            marks,
            release,
            date: clinical_time(document),
            category: category(document),
            tokens: bits::of(document.kind(), document.text()),
            code: first_code(document).map_or(CodeKey::NONE, |(system, code)| CodeKey::of(&system, &code)),
            status: status(document),
        }
    }
}

/// A status of any type, as its row keeps it.
///
/// The numbers are part of the stored data: a variant may be added at the end, never moved or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Status {
    /// None, or one that R4 does not know.
    Unknown = 0,
    /// In force, going on, confirmed: `active`, `in-progress`, `booked`, `arrived`, `current`, `available` …
    Active = 1,
    /// Done and whole: `final`, `completed`, `finished`, `fulfilled`.
    Done = 2,
    /// Changed after it was done: `amended`, `corrected`, `appended`.
    Changed = 3,
    /// Not yet whole: `preliminary`, `partial`, `registered`.
    Preliminary = 4,
    /// Not yet decided or begun: `planned`, `proposed`, `pending`, `draft`, `requested`, `waitlist` …
    Planned = 5,
    /// Given up before it began or in the middle: `cancelled`, `stopped`, `not-done`, `noshow`, `revoked` …
    Stopped = 6,
    /// No longer in force: `inactive`, `resolved`, `remission`, `retired`, `superseded`, `ended` …
    Inactive = 7,
    /// Held for a time: `on-hold`, `suspended`, `onleave`.
    Held = 8,
    /// Never true: `entered-in-error`. Never shown as a fact.
    EnteredInError = 9,
}

impl Status {
    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The status that a code of R4 means.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "active" | "in-progress" | "booked" | "arrived" | "triaged" | "current" | "available"
            | "accepted" | "received" | "ready" | "checked-in" | "preparation" | "recurrence" | "relapse"
            | "confirmed" | "issued" | "exposed" | "improving" | "worsening" | "no-change" => Self::Active,
            "final" | "completed" | "finished" | "fulfilled" | "balanced" | "billed" => Self::Done,
            "amended" | "corrected" | "appended" => Self::Changed,
            "preliminary" | "partial" | "registered" => Self::Preliminary,
            "planned" | "proposed" | "pending" | "draft" | "requested" | "waitlist" | "intended"
            | "on-order" | "prior" => Self::Planned,
            "cancelled" | "stopped" | "not-done" | "noshow" | "revoked" | "declined" | "rejected"
            | "failed" | "abandoned" | "not-taken" | "aborted" => Self::Stopped,
            "inactive" | "resolved" | "remission" | "retired" | "superseded" | "ended" | "disposed"
            | "unavailable" | "unsatisfactory" => Self::Inactive,
            "on-hold" | "suspended" | "onleave" => Self::Held,
            "entered-in-error" => Self::EnteredInError,
            _ => Self::Unknown,
        }
    }
}

#[derive(Deserialize)]
struct Concept<'a> {
    #[serde(borrow, default)]
    coding: Vec<Coding<'a>>,
}

#[derive(Deserialize)]
struct Coding<'a> {
    #[serde(borrow)]
    system: Option<Cow<'a, str>>,
    #[serde(borrow)]
    code: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Period<'a> {
    #[serde(borrow)]
    start: Option<Cow<'a, str>>,
    #[serde(borrow)]
    end: Option<Cow<'a, str>>,
}

/// One element that may stand alone or in a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    More(Vec<T>),
    One(T),
}

fn read<'t, T: Deserialize<'t>>(document: &Document<'t>, name: &str) -> Option<T> {
    serde_json::from_str(document.member(name)?).ok()
}

/// The concept of an element, or the first of a list that has codings.
fn concepts<'t>(document: &Document<'t>, name: &str) -> Vec<Concept<'t>> {
    let Some(text) = document.member(name) else { return Vec::new() };
    if text.starts_with('[') {
        return serde_json::from_str(text).unwrap_or_default();
    }
    serde_json::from_str(text).map(|one| vec![one]).unwrap_or_default()
}

/// The first coding of the element that says what the resource is about.
fn first_code<'t>(document: &Document<'t>) -> Option<(Cow<'t, str>, Cow<'t, str>)> {
    use ResourceType as T;
    let names: &[&str] = match document.kind() {
        T::Immunization => &["vaccineCode"],
        T::MedicationRequest
        | T::MedicationStatement
        | T::MedicationDispense
        | T::MedicationAdministration => &["medicationCodeableConcept"],
        T::DocumentReference | T::Composition | T::Encounter | T::Claim | T::ExplanationOfBenefit => {
            &["type"]
        }
        T::Appointment => &["serviceType", "appointmentType"],
        T::CarePlan | T::CareTeam | T::Communication | T::CommunicationRequest => &["category"],
        T::Goal => &["description"],
        _ => &["code", "type"],
    };
    let codings = names.iter().flat_map(|name| concepts(document, name)).flat_map(|concept| concept.coding);
    codings.into_iter().find_map(|one| Some((one.system.unwrap_or_default(), one.code?)))
}

fn category(document: &Document<'_>) -> Category {
    if !matches!(document.kind(), ResourceType::Observation | ResourceType::DiagnosticReport) {
        return Category::None;
    }
    let mut found = Category::None;
    for coding in concepts(document, "category").into_iter().flat_map(|concept| concept.coding) {
        let category =
            category_of(coding.system.as_deref().unwrap_or(""), coding.code.as_deref().unwrap_or(""));
        if !matches!(category, Category::None | Category::Other) {
            return category;
        }
        found = category;
    }
    found
}

/// Source: the R4 value sets observation-category and diagnostic-service-sections (v2-0074), and the LOINC class
/// names that US Core and the Norwegian laboratory profiles use for reports.
fn category_of(system: &str, code: &str) -> Category {
    match code {
        "laboratory" | "LAB" | "CH" | "HM" | "MB" | "BLB" | "CG" | "CUS" | "IMM" | "MCB" | "MYC" | "SP"
        | "SR" | "TX" | "URN" | "VR" | "GE" | "ICU" | "PAR" | "CP" | "CYP" => Category::Laboratory,
        "vital-signs" => Category::VitalSigns,
        "imaging" | "RAD" | "RX" | "CT" | "CUS-US" | "MR" | "NMR" | "NMS" | "RUS" | "VUS" | "XRC" | "EC"
        | "OUS" | "LP29684-5" => Category::Imaging,
        "LP29693-6" | "26436-6" if system == "http://loinc.org" => Category::Laboratory,
        "social-history" => Category::SocialHistory,
        "survey" => Category::Survey,
        "" => Category::None,
        _ => Category::Other,
    }
}

fn status(document: &Document<'_>) -> Status {
    match document.kind() {
        ResourceType::Condition | ResourceType::AllergyIntolerance => {
            let code = |name| {
                concepts(document, name)
                    .into_iter()
                    .flat_map(|concept| concept.coding)
                    .find_map(|one| one.code)
            };
            match code("verificationStatus").as_deref() {
                Some("entered-in-error") => Status::EnteredInError,
                _ => code("clinicalStatus").map_or(Status::Unknown, |code| Status::of_code(&code)),
            }
        }
        ResourceType::Goal => document.string("lifecycleStatus").map_or(Status::Unknown, Status::of_code),
        ResourceType::DocumentReference => match document.string("docStatus").map(Status::of_code) {
            Some(Status::EnteredInError) => Status::EnteredInError,
            _ => document.string("status").map_or(Status::Unknown, Status::of_code),
        },
        _ => match (document.string("status"), document.member("active")) {
            (Some(code), _) => Status::of_code(code),
            (None, Some("true")) => Status::Active,
            (None, Some("false")) => Status::Inactive,
            (None, _) => Status::Unknown,
        },
    }
}

/// The elements that may hold the clinical time, best first. The list holds those of all types: no type has two of
/// them with the order against its meaning.
const TIMES: &[&str] = &[
    "effectiveDateTime",
    "effectivePeriod",
    "effectiveInstant",
    "occurrenceDateTime",
    "occurrencePeriod",
    "performedDateTime",
    "performedPeriod",
    "onsetDateTime",
    "onsetPeriod",
    "start",
    "started",
    "recordedDate",
    "authoredOn",
    "whenHandedOver",
    "whenPrepared",
    "date",
    "sent",
    "received",
    "issued",
    "dateAsserted",
    "authored",
    "dateTime",
    "recorded",
    "startDate",
    "servicedDate",
    "billablePeriod",
    "period",
    "created",
    "identifiedDateTime",
    "identifiedPeriod",
    "statusDate",
    "dateWritten",
    "occurredDateTime",
    "occurredPeriod",
    "timestamp",
];

fn clinical_time(document: &Document<'_>) -> Option<Timestamp> {
    let named = |name: &str| {
        let text = document.member(name)?;
        if text.starts_with('"') {
            return When::parse(text.trim_matches('"'));
        }
        let period: Period<'_> = serde_json::from_str(text).ok()?;
        period.start.or(period.end).and_then(|text| When::parse(&text))
    };
    let collected = || {
        let text = document.member("collection").filter(|text| text.starts_with('{'))?;
        let collection: Collection<'_> = serde_json::from_str(text).ok()?;
        When::parse(&collection.collected?)
    };
    match document.kind() {
        ResourceType::Patient | ResourceType::RelatedPerson => None,
        ResourceType::Encounter | ResourceType::EpisodeOfCare | ResourceType::CarePlan => named("period"),
        ResourceType::Specimen => collected().or_else(|| named("receivedTime")),
        ResourceType::Bundle => named("timestamp"),
        _ => TIMES.iter().find_map(|name| named(name)),
    }
    .map(When::start)
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow, rename = "collectedDateTime")]
    collected: Option<Cow<'a, str>>,
}

#[cfg(test)]
mod tests {
    use super::{Columns, Identifier, Status, birth_date, identifiers, logical_reference, name};
    use crate::columns::{Category, CodeKey};
    use crate::document::Document;
    use crate::search::bits;
    use helsami_domain::access::lens::Release;
    use helsami_domain::access::marks::Marks;

    fn check(text: &str, date: &str, (category, code, status): (Category, CodeKey, Status)) {
        let document = Document::accept(text).expect(text);
        let date = if date.is_empty() { None } else { Some(date.parse().expect("a time")) };
        let (marks, release) = (Marks::NONE, Release::AtOnce);
        let tokens = bits::of(document.kind(), text);
        assert_eq!(
            Columns::of(&document),
            Columns { date, category, code, tokens, status, marks, release },
            "{text}"
        );
    }

    #[test]
    fn columns_of_types() {
        let loinc = |code| CodeKey::of("http://loinc.org", code);
        check(
            r#"{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"laboratory"}]}],
            "code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},
            "effectiveDateTime":"2020-11-11T23:17:40+00:00","issued":"2021-01-01T00:00:00Z"}"#,
            "2020-11-11T23:17:40Z",
            (Category::Laboratory, loinc("4548-4"), Status::Done),
        );
        check(
            r#"{"resourceType":"Encounter","status":"finished","type":[{"coding":[{"system":"http://loinc.org",
            "code":"x"}]}],"period":{"start":"2020-01-01","end":"2020-01-02"}}"#,
            "2019-12-31T23:00:00Z",
            (Category::None, loinc("x"), Status::Done),
        );
        check(
            r#"{"resourceType":"Condition","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":
            {"coding":[{"code":"entered-in-error"}]},"recordedDate":"2020"}"#,
            "2019-12-31T23:00:00Z",
            (Category::None, CodeKey::NONE, Status::EnteredInError),
        );
        check(
            r#"{"resourceType":"Observation","code":"oops","category":7,"status":{}}"#,
            "",
            (Category::None, CodeKey::NONE, Status::Unknown),
        );
        check(
            r#"{"resourceType":"DiagnosticReport","status":"partial","category":[{"coding":[{"code":"weird"}]},
            {"coding":[{"code":"RAD"}]}],"issued":"2021-01-01T00:00:00Z"}"#,
            "2021-01-01T00:00:00Z",
            (Category::Imaging, CodeKey::NONE, Status::Preliminary),
        );
    }

    #[test]
    fn a_person_by_name_birth_and_identifiers() {
        let text = r#"{"resourceType":"Patient","birthDate":"1974-05-01","name":[{"use":"old","family":"Gammel"},
            {"use":"official","family":"Nordmann","given":["Kari","Anne"],"extension":[{"url":
            "http://hl7.no/fhir/StructureDefinition/no-basis-middlename","valueString":"Lie"}]}],
            "identifier":[{"system":"urn:oid:1","value":" 7 ","period":{"end":"2020-12-31"}},{"value":"8"},
            {"use":"temp","system":"urn:oid:1","value":"9"}]}"#;
        let document = Document::accept(text).expect("a Patient");
        assert_eq!(name(&document), "Kari Anne Lie Nordmann");
        assert_eq!(birth_date(&document), "1974-05-01");
        let until = Some("2020-12-31T23:00:00Z".parse().expect("a time"));
        let expected = Identifier { system: "urn:oid:1".into(), value: "7".into(), from: None, until };
        assert_eq!(identifiers(&document), [expected]);
    }

    #[test]
    fn a_person_named_by_identifier_only() {
        let text = r#"{"resourceType":"Appointment","participant":[{"actor":{"type":"Location","identifier":
            {"system":"urn:oid:2","value":"1"}}},{"actor":{"identifier":{"system":"urn:oid:1","value":"7"}}}]}"#;
        let document = Document::accept(text).expect("an Appointment");
        let found = logical_reference(&document, "participant.actor").expect("an identifier");
        assert_eq!((found.system.as_str(), found.value.as_str()), ("urn:oid:1", "7"));
        assert_eq!(logical_reference(&document, "subject"), None);
    }
}
