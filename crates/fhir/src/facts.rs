//! What is taken out of a received document on write: the columns of its row, and what tells who it is about.
//!
//! Reading is lenient: what is missing or of another shape is absent, because the document itself is kept whole.

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use jiff::Timestamp;
use serde::Deserialize;

use crate::columns::{Category, CodeKey};
use crate::document::Document;

/// The columns of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// When it happened or counts from; absent where the document does not say.
    pub date: Option<Timestamp>,
    /// What kind of content.
    pub category: Category,
    /// The first coding.
    pub code: CodeKey,
    /// Its status.
    pub status: Status,
}

impl Columns {
    /// The columns of a document.
    #[must_use]
    pub fn of(document: &Document<'_>) -> Self {
        Self {
            date: clinical_time(document),
            category: category(document),
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

/// An identifier: which naming system, which value, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The naming system, as a URI.
    pub system: String,
    /// The value.
    pub value: String,
    /// The first moment of its period.
    pub from: Option<Timestamp>,
    /// The end of its period.
    pub until: Option<Timestamp>,
}

#[derive(Deserialize)]
struct RawIdentifier<'a> {
    #[serde(borrow)]
    system: Option<Cow<'a, str>>,
    #[serde(borrow)]
    value: Option<Cow<'a, str>>,
    #[serde(borrow)]
    period: Option<Period<'a>>,
    #[serde(borrow, rename = "use")]
    usage: Option<Cow<'a, str>>,
}

impl RawIdentifier<'_> {
    /// Complete ones only; temporary ones identify nobody.
    fn taken(self) -> Option<Identifier> {
        let (system, value) = (self.system?, self.value?);
        if system.trim().is_empty() || value.trim().is_empty() || self.usage.as_deref() == Some("temp") {
            return None;
        }
        let (from, until) = self.period.map_or((None, None), |period| {
            let at = |text: Option<Cow<'_, str>>| text.and_then(|text| When::parse(&text));
            (at(period.start).map(When::start), at(period.end).map(When::end))
        });
        Some(Identifier { system: system.trim().to_owned(), value: value.trim().to_owned(), from, until })
    }
}

/// The identifiers of a resource that have both a system and a value.
#[must_use]
pub fn identifiers(document: &Document<'_>) -> Vec<Identifier> {
    let found: Option<OneOrMore<RawIdentifier<'_>>> = read(document, "identifier");
    let found = match found {
        None => Vec::new(),
        Some(OneOrMore::One(one)) => vec![one],
        Some(OneOrMore::More(more)) => more,
    };
    found.into_iter().filter_map(RawIdentifier::taken).collect()
}

/// The identifier by which an element points to a person without a reference, such as `subject.identifier`.
#[must_use]
pub fn logical_reference(document: &Document<'_>, path: &str) -> Option<Identifier> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let value: serde_json::Value = serde_json::from_str(document.member(first)?).ok()?;
    let holders: Vec<&serde_json::Value> = match &value {
        serde_json::Value::Array(many) => many.iter().collect(),
        one => vec![one],
    };
    holders.into_iter().find_map(|holder| {
        let element = match rest {
            Some(rest) => holder.get(rest)?,
            None => holder,
        };
        if element.get("type").is_some_and(|kind| kind != "Patient") || element.get("reference").is_some() {
            return None;
        }
        RawIdentifier::deserialize(element.get("identifier")?).ok()?.taken()
    })
}

#[derive(Deserialize)]
struct HumanName<'a> {
    #[serde(borrow, rename = "use")]
    usage: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    family: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    given: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    extension: Vec<NameExtension<'a>>,
}

#[derive(Deserialize)]
struct NameExtension<'a> {
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "valueString")]
    value: Option<Cow<'a, str>>,
}

/// The Norwegian middle name stands in an extension of the name.
const MIDDLE_NAME: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-middlename";

impl HumanName<'_> {
    fn shown(&self) -> String {
        let middle = self.extension.iter().filter(|one| one.url.as_deref() == Some(MIDDLE_NAME));
        let middle = middle.filter_map(|one| one.value.as_deref());
        let parts = self.given.iter().map(Cow::as_ref).chain(middle).chain(self.family.as_deref());
        let joined = parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ");
        if joined.is_empty() { self.text.as_deref().unwrap_or("").trim().to_owned() } else { joined }
    }

    fn rank(&self) -> u8 {
        match self.usage.as_deref() {
            Some("official") => 0,
            Some("usual") => 1,
            None => 2,
            Some("old") => 4,
            Some(_) => 3,
        }
    }
}

/// The name a list shows: the official one first, given names, middle name, family name; empty where there is none.
#[must_use]
pub fn name(document: &Document<'_>) -> String {
    if let Some(name) = document.string("name") {
        return serde_json::from_str(&format!("\"{name}\"")).unwrap_or_else(|_| name.to_owned());
    }
    let names: Vec<HumanName<'_>> = read(document, "name").unwrap_or_default();
    names.iter().min_by_key(|name| name.rank()).map(HumanName::shown).unwrap_or_default()
}

/// The birth date as written; empty where there is none.
#[must_use]
pub fn birth_date<'t>(document: &Document<'t>) -> &'t str {
    document.string("birthDate").unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{Columns, Identifier, Status, birth_date, identifiers, logical_reference, name};
    use crate::columns::{Category, CodeKey};
    use crate::document::Document;

    fn check(text: &str, date: &str, category: Category, code: CodeKey, status: Status) {
        let document = Document::accept(text).expect(text);
        let date = if date.is_empty() { None } else { Some(date.parse().expect("a time")) };
        assert_eq!(Columns::of(&document), Columns { date, category, code, status }, "{text}");
    }

    #[test]
    fn columns_of_types() {
        let loinc = |code| CodeKey::of("http://loinc.org", code);
        check(
            r#"{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"laboratory"}]}],
            "code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},
            "effectiveDateTime":"2020-11-11T23:17:40+00:00","issued":"2021-01-01T00:00:00Z"}"#,
            "2020-11-11T23:17:40Z",
            Category::Laboratory,
            loinc("4548-4"),
            Status::Done,
        );
        check(
            r#"{"resourceType":"Encounter","status":"finished","type":[{"coding":[{"system":"http://loinc.org",
            "code":"x"}]}],"period":{"start":"2020-01-01","end":"2020-01-02"}}"#,
            "2019-12-31T23:00:00Z",
            Category::None,
            loinc("x"),
            Status::Done,
        );
        check(
            r#"{"resourceType":"Condition","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":
            {"coding":[{"code":"entered-in-error"}]},"recordedDate":"2020"}"#,
            "2019-12-31T23:00:00Z",
            Category::None,
            CodeKey::NONE,
            Status::EnteredInError,
        );
        check(
            r#"{"resourceType":"Observation","code":"oops","category":7,"status":{}}"#,
            "",
            Category::None,
            CodeKey::NONE,
            Status::Unknown,
        );
        check(
            r#"{"resourceType":"DiagnosticReport","status":"partial","category":[{"coding":[{"code":"weird"}]},
            {"coding":[{"code":"RAD"}]}],"issued":"2021-01-01T00:00:00Z"}"#,
            "2021-01-01T00:00:00Z",
            Category::Imaging,
            CodeKey::NONE,
            Status::Preliminary,
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
