//! `Consent` as a choice of the person: a consent or a reservation of our own system. It opens and closes no record.

use helsami_domain::choice::{Form, Spell, Topic};
use helsami_domain::when::When;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::consent::UNTIL_ENDED;
use crate::element::{Concept, Objects, One, Period, Text};

/// Our topics.
pub const CHOICE: &str = "http://helsami.no/fhir/CodeSystem/choice";

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Consent<'a> {
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    provision: One<Provision<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Provision<'a> {
    #[serde(borrow)]
    period: One<Period<'a>>,
}

/// Reads a choice of ours: its topic, and when it held. `None` for every other consent.
#[must_use]
pub fn choice(body: &str) -> Option<(Topic, Spell)> {
    let consent: Consent<'_> = serde_json::from_str(body).ok()?;
    let mut codings = consent.category.each().flat_map(|concept| concept.coding.each());
    let topic = Topic::from_code(codings.find(|one| &*one.system == CHOICE)?.code.trim())?;
    if matches!(&*consent.status, "draft" | "proposed" | "rejected" | "entered-in-error") {
        return None;
    }
    let period = consent.provision.get()?.period.get()?.span();
    let from = period.start.map(When::start)?;
    let end = period.end.map(When::end);
    // One that is no longer in force has ended, also where it does not say when.
    let until = if &*consent.status == "active" { end } else { Some(end.unwrap_or(from)) };
    Some((topic, Spell { from, until }))
}

/// The Consent by which a person, `Patient/…`, says so from now on.
#[must_use]
pub fn said(topic: Topic, patient: &str, now: Timestamp) -> String {
    let (kind, policy) = match topic.form() {
        Form::Reservation => ("deny", "OPTOUT"),
        Form::Consent => ("permit", "OPTIN"),
    };
    let scope = match topic {
        Topic::ResearchSamples | Topic::ResearchContact => "research",
        _ => "patient-privacy",
    };
    let coding = |system: &str, code: &str| json!({ "coding": [{ "system": system, "code": code }] });
    json!({
        "resourceType": "Consent",
        "status": "active",
        "scope": coding("http://terminology.hl7.org/CodeSystem/consentscope", scope),
        "category": [coding(CHOICE, topic.code())],
        "patient": { "reference": patient },
        "performer": [{ "reference": patient }],
        "dateTime": now.to_string(),
        "policyRule": {
            "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": policy }],
            "text": topic.law(),
        },
        "provision": {
            "extension": [{ "url": UNTIL_ENDED, "valueBoolean": true }],
            "type": kind,
            "period": { "start": now.to_string() },
        },
    })
    .to_string()
}

/// The same choice, taken back now. `None` for text that is no consent.
#[must_use]
pub fn taken_back(body: &str, now: Timestamp) -> Option<String> {
    let mut consent: Value = serde_json::from_str(body).ok()?;
    let object = consent.as_object_mut()?;
    object.insert("status".to_owned(), json!("inactive"));
    let provision = object.get_mut("provision")?.as_object_mut()?;
    let period = provision.entry("period").or_insert_with(|| json!({})).as_object_mut()?;
    period.insert("end".to_owned(), json!(now.to_string()));
    Some(consent.to_string())
}

#[cfg(test)]
mod tests {
    use super::{choice, said, taken_back};
    use crate::consent::access_consent;
    use crate::document::Document;
    use helsami_domain::choice::{Spell, Topic};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn what_is_said_and_taken_back_is_read() {
        let now = "2026-11-26T12:00:00Z".parse().expect("a time");
        let later = "2026-12-24T12:00:00Z".parse().expect("a time");
        let patient = PatientKey::new(1).expect("a key");
        let id = RecordId { patient, kind: ResourceType::Consent, local: LocalId::new(9).expect("an id") };
        for topic in Topic::ALL {
            let body = said(topic, "Patient/1", now);
            Document::accept(&body).expect("a Consent of R4");
            assert_eq!(choice(&body), Some((topic, Spell { from: now, until: None })));
            let back = taken_back(&body, later).expect("an object");
            assert_eq!(choice(&back), Some((topic, Spell { from: now, until: Some(later) })));
            // It is none of the consents that open or close a record.
            assert_eq!(access_consent(id, &body, &|_, _| None), None);
            let mistake = body.replace(r#""status":"active""#, r#""status":"entered-in-error""#);
            assert_eq!(choice(&mistake), None);
        }
        assert_eq!((choice("{}"), choice("[]"), taken_back("[]", now)), (None, None, None));
    }
}
