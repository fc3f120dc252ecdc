//! Putting a line of the record right: marking it as a mistake, or adding what the citizen says. What was written stays in
//! the versions; nothing is taken away.
//!
//! Source: helsepersonelloven §§ 42–44 (norway.md 4.2): a record is corrected by what is added, dated and with a reason.

use helsami_domain::resource_type::ResourceType as R;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::tree::Json;

/// Before the citizen's words in a note, so that every reader knows whose they are.
const REMARK: &str = "Pasientens merknad: ";
const MISTAKE: &str = "entered-in-error";

/// Whether a line of this type can be marked as a mistake.
///
/// Source: R4, the value sets of the status of each type.
#[must_use]
pub const fn can_be_mistaken(kind: R) -> bool {
    has_own_status(kind) || verification(kind).is_some()
}

/// Whether a remark can stand in a line of this type.
///
/// Source: R4: the types with an element `note`.
#[must_use]
pub const fn can_be_remarked(kind: R) -> bool {
    matches!(
        kind,
        R::Observation
            | R::MedicationRequest
            | R::MedicationStatement
            | R::MedicationDispense
            | R::MedicationAdministration
            | R::AllergyIntolerance
            | R::Condition
            | R::Immunization
    )
}

const fn has_own_status(kind: R) -> bool {
    matches!(
        kind,
        R::DiagnosticReport
            | R::Observation
            | R::MedicationRequest
            | R::MedicationStatement
            | R::MedicationDispense
            | R::MedicationAdministration
            | R::Flag
            | R::Immunization
            | R::Appointment
            | R::Encounter
            | R::DocumentReference
            | R::Composition
    )
}

/// The code system of the verification status of types that say it there.
const fn verification(kind: R) -> Option<&'static str> {
    match kind {
        R::Condition => Some("http://terminology.hl7.org/CodeSystem/condition-ver-status"),
        R::AllergyIntolerance => {
            Some("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification")
        }
        _ => None,
    }
}

/// The same document, marked as a mistake. `None` for a type that cannot be, or for text that is no JSON object.
#[must_use]
pub fn mistaken(kind: R, body: &str) -> Option<String> {
    let mut document = object(body)?;
    if let Some(system) = verification(kind) {
        let concept = json!({ "coding": [{ "system": system, "code": MISTAKE }] });
        document.set("verificationStatus", tree(&concept)?);
        // R4, con-5 and ait-2: a mistake has no clinical status.
        document.remove("clinicalStatus");
    } else if has_own_status(kind) {
        document.set("status", Json::text(MISTAKE));
    } else {
        return None;
    }
    Some(document.write())
}

/// The same document with what the citizen says about it. `patient` is a reference. `None` as for [`mistaken`].
#[must_use]
pub fn remarked(kind: R, body: &str, (patient, words): (&str, &str), now: Timestamp) -> Option<String> {
    if !can_be_remarked(kind) {
        return None;
    }
    let mut document = object(body)?;
    let remark = json!({
        "authorReference": { "reference": patient },
        "time": now.to_string(),
        "text": format!("{REMARK}{words}"),
    });
    let remark = tree(&remark)?;
    match document.get_mut("note") {
        Some(Json::List(notes)) => notes.push(remark),
        Some(_) => return None,
        None => document.set("note", Json::List(vec![remark])),
    }
    Some(document.write())
}

/// The document as a tree that keeps digits and order. `None` for text that is no JSON object.
fn object(body: &str) -> Option<Json> {
    Json::parse(body).ok().filter(|document| matches!(document, Json::Object(_)))
}

fn tree(value: &Value) -> Option<Json> {
    Json::parse(&value.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::{R, can_be_mistaken, can_be_remarked, mistaken, remarked};
    use crate::document::Document;
    use serde_json::{Value, json};

    fn body(kind: R) -> String {
        json!({"resourceType": kind.name(), "status": "final", "clinicalStatus": {"text": "x"}, "note": [{"text": "Før"}]})
            .to_string()
    }

    #[test]
    fn a_mistake_is_marked_where_its_type_says_it() {
        for kind in R::ALL.iter().copied() {
            let found = mistaken(kind, &body(kind));
            assert_eq!(found.is_some(), can_be_mistaken(kind), "{kind}");
            let Some(found) = found else { continue };
            let value: Value = serde_json::from_str(&found).expect("JSON");
            if matches!(kind, R::Condition | R::AllergyIntolerance) {
                assert_eq!(value["verificationStatus"]["coding"][0]["code"], "entered-in-error");
                assert_eq!(value.get("clinicalStatus"), None);
            } else {
                assert_eq!(value["status"], "entered-in-error");
            }
        }
        assert_eq!(mistaken(R::Observation, "["), None);
    }

    #[test]
    fn a_remark_stands_beside_what_was_written() {
        let now = "2026-11-26T12:00:00Z".parse().expect("a time");
        for kind in R::ALL.iter().copied() {
            let found = remarked(kind, &body(kind), ("Patient/1", "Jeg fikk den ikke"), now);
            assert_eq!(found.is_some(), can_be_remarked(kind), "{kind}");
            let Some(found) = found else { continue };
            let value: Value = serde_json::from_str(&found).expect("JSON");
            assert_eq!(value["note"][0]["text"], "Før");
            assert_eq!(value["note"][1]["text"], "Pasientens merknad: Jeg fikk den ikke");
            assert_eq!(value["note"][1]["authorReference"]["reference"], "Patient/1");
        }
        let plain = r#"{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"x"},"patient":{"reference":"Patient/1"},"occurrenceDateTime":"2026"}"#;
        let found = remarked(R::Immunization, plain, ("Patient/1", "Nei"), now).expect("a note");
        assert!(found.contains("Pasientens merknad: Nei"), "{found}");
        Document::accept(&found).expect("R4");
        // Whatever is not changed stays as it was, to the digit.
        let exact = r#"{"status":"final","valueQuantity":{"value":13.10,"unit":"g/dL"},"resourceType":"Observation"}"#;
        assert_eq!(mistaken(R::Observation, exact), Some(exact.replace("final", "entered-in-error")));
        let found = remarked(R::Observation, exact, ("Patient/1", "Nei"), now).expect("a note");
        assert!(found.starts_with(&exact[..exact.len() - 1]), "{found}");
    }
}
