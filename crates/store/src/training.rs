//! Bodies to train dictionaries on, in the form the record keeps them. For synthetic data only: nothing here reads a
//! store, and a dictionary holds pieces of what it was trained on.

use std::collections::HashMap;

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;

use crate::body::{Target, fold};

/// Seconds from 1900 to 2012, and from there to 2026: where invented local ids lie.
const FROM_S: u64 = 3_534_000_000;
const SPAN_S: u64 = 440_000_000;

/// Folds the documents of one transaction about one patient as the write door would, with invented ids. An entry is its
/// `fullUrl` and its resource; what is no document is left out.
#[must_use]
pub fn folded(entries: &[(&str, &str)], salt: u64) -> Vec<(ResourceType, Vec<u8>)> {
    let documents: Vec<(&str, Document<'_>)> =
        entries.iter().filter_map(|(url, json)| Some((*url, Document::accept(json).ok()?))).collect();
    let patient = PatientKey::new(i64::try_from(mixed(salt) >> 1).expect("63 bits")).expect("not negative");
    let known: HashMap<&str, RecordId> = documents
        .iter()
        .enumerate()
        .map(|(number, (url, document))| {
            (*url, invented(patient, document.kind(), salt ^ mixed(number as u64)))
        })
        .collect();
    documents
        .iter()
        .map(|(_, document)| (document.kind(), fold(document, patient, &targets(document, &known))))
        .collect()
}

fn targets(document: &Document<'_>, known: &HashMap<&str, RecordId>) -> Vec<Target> {
    let of = |span: helsami_fhir::json::Span| {
        let text = span.of(document.text());
        let kind = text.split(['/', '?']).next().and_then(ResourceType::from_name);
        let shared = |kind| {
            invented(PatientKey::SHARED, kind, text.bytes().fold(7, |sum, byte| mixed(sum ^ u64::from(byte))))
        };
        let record = known.get(text).copied().or_else(|| kind.map(shared))?;
        Some(Target { span, record })
    };
    document.references().iter().filter_map(|reference| of(reference.span)).collect()
}

fn invented(patient: PatientKey, kind: ResourceType, seed: u64) -> RecordId {
    let bits = mixed(seed);
    let local = (FROM_S + bits % SPAN_S) << 29 | (bits >> 35);
    let local = match kind {
        ResourceType::Patient => LocalId::PATIENT,
        _ => LocalId::new(i64::try_from(local).expect("62 bits")).expect("not negative"),
    };
    RecordId { patient, kind, local }
}

/// A number that looks like chance and is not (the finaliser of SplitMix64).
const fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn references_become_tokens_as_in_the_record() {
        let entries = [
            ("urn:uuid:p", r#"{"resourceType":"Patient"}"#),
            (
                "urn:uuid:o",
                r#"{"resourceType":"Observation","subject":{"reference":"urn:uuid:p"},"encounter":{"reference":"urn:uuid:o"},"performer":[{"reference":"Practitioner?identifier=a|b"}]}"#,
            ),
        ];
        let bodies = folded(&entries, 1);
        assert_eq!(bodies[0].1, b"{\x06,\"resourceType\":\"Patient\"}");
        let observation = &bodies[1].1;
        let has = |part: &[u8]| observation.windows(part.len()).any(|window| window == part);
        assert!(has(b"\"Patient/\x03\""));
        assert!(has(b"\"Observation/\x01"));
        assert!(has(b"\"Practitioner/\x02\0\0\0\0\0\0\0\0"));
        assert!(!has(b"urn:uuid") && !has(b"identifier"));
    }
}
