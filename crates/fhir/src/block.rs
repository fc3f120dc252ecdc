//! A block as it is written: a Consent of our category, in force until it is lifted.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::consent::{CATEGORY, COMING, UNTIL_ENDED};

/// A new block.
#[derive(Clone, Copy, Debug)]
pub struct NewBlock<'a> {
    /// When it is set, which is when it takes effect.
    pub now: Timestamp,
    /// Whose record, as `Patient/…`.
    pub patient: &'a str,
    /// Against whom, as a reference, and the name; `None` against all staff.
    pub against: Option<(&'a str, Option<&'a str>)>,
    /// The single items, as references. Empty for the whole record.
    pub items: &'a [String],
    /// Only what comes from now on.
    pub is_coming: bool,
}

impl NewBlock<'_> {
    /// The Consent.
    #[must_use]
    pub fn consent(&self) -> String {
        let mut provision = json!({
            "extension": [{ "url": UNTIL_ENDED, "valueBoolean": true }],
            "type": "deny",
            "period": { "start": self.now.to_string() },
        });
        if let Some((reference, name)) = self.against {
            let mut who = json!({ "reference": reference });
            if let Some(name) = name {
                who["display"] = json!(name);
            }
            let role = concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP");
            provision["actor"] = json!([{ "role": role, "reference": who }]);
        }
        if self.is_coming {
            provision["class"] = json!([{ "system": CATEGORY, "code": COMING }]);
        } else if !self.items.is_empty() {
            let data = |item: &String| json!({ "meaning": "instance", "reference": { "reference": item } });
            provision["data"] = self.items.iter().map(data).collect();
        }
        json!({
            "resourceType": "Consent",
            "status": "active",
            "scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            "category": [concept(CATEGORY, "block")],
            "patient": { "reference": self.patient },
            "dateTime": self.now.to_string(),
            "policyRule": { "text": "pasient- og brukerrettighetsloven § 5-3" },
            "provision": provision,
        })
        .to_string()
    }
}

fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

/// The same consent, lifted now. `None` for text that is no JSON object.
#[must_use]
pub fn lifted(body: &str, now: Timestamp) -> Option<String> {
    let mut consent: Value = serde_json::from_str(body).ok()?;
    let object = consent.as_object_mut()?;
    object.insert("status".to_owned(), json!("inactive"));
    let provision = object.get_mut("provision")?.as_object_mut()?;
    provision
        .entry("period")
        .or_insert_with(|| json!({}))
        .as_object_mut()?
        .insert("end".to_owned(), json!(now.to_string()));
    Some(consent.to_string())
}

#[cfg(test)]
mod tests {
    use super::{NewBlock, lifted};
    use crate::consent::{Matter, access_consent};
    use crate::document::Document;
    use helsami_domain::access::facts::{Against, Closed, End};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use jiff::Timestamp;

    fn row(kind: ResourceType, patient: i64, number: i64) -> RecordId {
        let (patient, local) =
            (PatientKey::new(patient).expect("a key"), LocalId::new(number).expect("an id"));
        RecordId { patient, kind, local }
    }

    fn resolve(text: &str, kind: ResourceType) -> Option<RecordId> {
        let (patient, number) = text.split_once('-')?;
        Some(row(kind, patient.parse().ok()?, number.parse().ok()?))
    }

    #[test]
    fn what_is_written_closes_what_was_meant() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().expect("a time");
        let local = |number| LocalId::new(number).expect("an id");
        let item = row(ResourceType::DocumentReference, 1, 8);
        let items = ["DocumentReference/1-8".to_owned()];
        let cases = [
            (None, &[][..], false, Against::Staff, Closed::Record),
            (Some("Organization/0-4"), &[][..], false, Against::Organization(local(4)), Closed::Record),
            (Some("Organization/0-4"), &[][..], true, Against::Organization(local(4)), Closed::Coming),
            (
                Some("Practitioner/0-5"),
                &items[..],
                false,
                Against::Practitioner(local(5)),
                Closed::Items(vec![item]),
            ),
        ];
        for (against, items, is_coming, expect, what) in cases {
            let against = against.map(|reference| (reference, Some("Navn")));
            let body = NewBlock { now, patient: "Patient/1-0", against, items, is_coming }.consent();
            Document::accept(&body).expect("R4");
            let read =
                |body: &str| access_consent(row(ResourceType::Consent, 1, 9), body, &resolve).expect("ours");
            let found = read(&body);
            assert_eq!(found.matter, Matter::Block(expect, what), "{body}");
            assert!(found.is_active() && found.term.holds(now));
            assert_eq!(found.term.end, End::WhenEnded);
            let ended = read(&lifted(&body, now).expect("an object"));
            assert!(!ended.is_active() && !ended.term.holds(now));
        }
        assert_eq!(lifted("[]", now), None);
    }
}
