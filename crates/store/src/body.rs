//! The form in which a document is kept, and back.
//!
//! What is kept is the JSON as it was received, less what the store itself says (`id`, `meta.versionId`,
//! `meta.lastUpdated`), and with references to stored resources as short tokens instead of text. A token begins with a
//! control character, which cannot occur in JSON. Folding and unfolding never build a tree, and everything that is not
//! replaced stays byte for byte: numbers keep their digits, unknown elements survive.

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::Document;
use helsami_fhir::json::Span;
use jiff::Timestamp;

use crate::id_cipher::IdCipher;

mod apart;
mod link;
mod shared;
mod unfold;

pub(crate) use apart::apart;
pub(crate) use link::{Late, link, shadow};
pub use shared::Body;
pub(crate) use unfold::Unfolder;

/// Followed by 8 bytes: the local id of a resource in the same compartment.
const SAME: u8 = 0x01;
/// Followed by 16 bytes: the patient key and the local id of a resource in another compartment.
const OTHER: u8 = 0x02;
/// The Patient resource of the same compartment.
const PATIENT: u8 = 0x03;
/// `"id":"…"`
const ID: u8 = 0x04;
/// `"versionId":"…","lastUpdated":"…"`, inside the meta that was there.
const META: u8 = 0x05;
/// `"id":"…","meta":{"versionId":"…","lastUpdated":"…"}`
const ID_AND_META: u8 = 0x06;

/// A reference to replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The whole text of the reference, without quotes.
    pub(crate) span: Span,
    /// What it points to.
    pub(crate) record: RecordId,
}

/// Folds a document of one compartment. The targets come in the order of the text.
pub(crate) fn fold(document: &Document<'_>, compartment: PatientKey, targets: &[Target]) -> Vec<u8> {
    let mut links = Vec::with_capacity(targets.len() + 3);
    for target in targets {
        links.push((target.span, reference(compartment, target.record)));
    }
    // What is linked inside the meta is a part of the cut that the meta is.
    let meta = document.member_span("meta").map(|(_, meta)| meta);
    let is_inside = |(span, _): &(Span, Vec<u8>)| {
        meta.is_some_and(|meta| meta.start <= span.start && span.end <= meta.end)
    };
    let (inside, mut cuts): (Vec<_>, Vec<_>) = links.into_iter().partition(is_inside);
    heads(document, &inside, &mut cuts);
    cuts.sort_by_key(|(span, _)| (span.start, span.end));
    let text = document.text();
    let body = document.body();
    let mut folded = Vec::with_capacity(body.end - body.start + 32);
    let mut at = body.start;
    for (span, instead) in cuts {
        folded.extend_from_slice(&text.as_bytes()[at..span.start]);
        folded.extend_from_slice(&instead);
        at = span.end;
    }
    folded.extend_from_slice(&text.as_bytes()[at..body.end]);
    folded
}

fn reference(compartment: PatientKey, record: RecordId) -> Vec<u8> {
    let mut token = Vec::with_capacity(48);
    token.extend_from_slice(record.kind.name().as_bytes());
    token.push(b'/');
    if record.patient != compartment {
        token.push(OTHER);
        token.extend_from_slice(&record.patient.get().to_be_bytes());
        token.extend_from_slice(&record.local.get().to_be_bytes());
    } else if record.kind == ResourceType::Patient && record.local == LocalId::PATIENT {
        token.push(PATIENT);
    } else {
        token.push(SAME);
        token.extend_from_slice(&record.local.get().to_be_bytes());
    }
    token
}

/// Cuts out what the store says itself, and marks the places where it will say it.
fn heads(document: &Document<'_>, inside: &[(Span, Vec<u8>)], cuts: &mut Vec<(Span, Vec<u8>)>) {
    let text = document.text();
    let whole = |(key, value): (Span, Span)| Span { start: key.start - 1, end: value.end };
    let (id, meta) = (document.member_span("id"), document.member_span("meta"));
    let open = document.body().start + 1;
    match (id, meta) {
        (Some(id), None) => cuts.push((whole(id), vec![ID_AND_META])),
        (None, None) => cuts.push((Span { start: open, end: open }, vec![ID_AND_META, b','])),
        (Some(id), Some((_, meta))) => {
            cuts.push((whole(id), vec![ID]));
            cuts.push((meta, cut_meta(text, meta, inside)));
        }
        (None, Some((_, meta))) => {
            cuts.push((Span { start: open, end: open }, vec![ID, b',']));
            cuts.push((meta, cut_meta(text, meta, inside)));
        }
    }
}

/// Takes `versionId` and `lastUpdated` out of a meta and leaves the token at its beginning.
fn cut_meta(text: &str, meta: Span, links: &[(Span, Vec<u8>)]) -> Vec<u8> {
    let members = helsami_fhir::json::members(meta.of(text));
    let kept =
        members.iter().filter(|(key, _)| !matches!(key.of(meta.of(text)), "versionId" | "lastUpdated"));
    let mut inside = vec![b'{', META];
    for (key, value) in kept {
        inside.push(b',');
        let (mut at, end) = (meta.start + key.start - 1, meta.start + value.end);
        let first = at;
        for (span, instead) in links.iter().filter(|(span, _)| first <= span.start && span.end <= end) {
            inside.extend_from_slice(&text.as_bytes()[at..span.start]);
            inside.extend_from_slice(instead);
            at = span.end;
        }
        inside.extend_from_slice(&text.as_bytes()[at..end]);
    }
    inside.push(b'}');
    inside
}

/// Unfolds one document as it is shown outside. `None` when the bytes are not what [`fold`] makes.
pub(crate) fn unfold(
    folded: &[u8],
    ids: &IdCipher,
    id: RecordId,
    version: (u32, Timestamp),
) -> Option<Box<str>> {
    Unfolder::new(ids).unfold(folded, id, version)
}

#[cfg(test)]
mod tests {
    use super::{Target, fold, unfold};
    use crate::id_cipher::IdCipher;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType as T;
    use helsami_fhir::document::Document;

    fn record(patient: i64, kind: T, local: i64) -> RecordId {
        let patient = PatientKey::new(patient).expect("not negative");
        RecordId { patient, kind, local: LocalId::new(local).expect("not negative") }
    }

    fn check(text: &str, targets: &[(usize, RecordId)], expected: &str) {
        let ids = IdCipher::new(&[7; 16]);
        let id = record(9, T::Observation, 77);
        let document = Document::accept(text).expect(text);
        let target = |(number, record): &(usize, RecordId)| Target {
            span: document.references()[*number].span,
            record: *record,
        };
        let folded = fold(&document, id.patient, &targets.iter().map(target).collect::<Vec<_>>());
        let updated = "2026-11-22T21:00:00.5Z".parse().expect("a time");
        let shown = unfold(&folded, &ids, id, (3, updated)).expect("what fold makes");
        let mut expected = expected.replace("<id>", &format!("\"id\":\"{}\"", ids.show(id)));
        expected = expected.replace("<v>", "\"versionId\":\"3\",\"lastUpdated\":\"2026-11-22T21:00:00.5Z\"");
        for (_, record) in targets {
            expected = expected.replacen("<ref>", &format!("{}/{}", record.kind, ids.show(*record)), 1);
        }
        assert_eq!(shown.as_ref(), expected);
        assert!(Document::accept(&shown).is_ok(), "{shown}");
    }

    #[test]
    fn heads_are_taken_out_and_said_again() {
        check(
            r#"{"resourceType":"Observation","id":"x","meta":{"versionId":"9","profile":["p"],"lastUpdated":
            "2020-01-01T00:00:00Z"},"status":"final","code":{},"v":7.50}"#,
            &[],
            r#"{"resourceType":"Observation",<id>,"meta":{<v>,"profile":["p"]},"status":"final","code":{},"v":7.50}"#,
        );
        check(
            r#"{"meta":{ },"resourceType":"Observation"}"#,
            &[],
            r#"{<id>,"meta":{<v>},"resourceType":"Observation"}"#,
        );
        check(
            r#" {"resourceType":"Observation"} "#,
            &[],
            r#"{<id>,"meta":{<v>},"resourceType":"Observation"}"#,
        );
        check(
            r#"{"id":"x","resourceType":"Observation","contained":[{"resourceType":"Patient","id":"p"}]}"#,
            &[],
            r#"{<id>,"meta":{<v>},"resourceType":"Observation","contained":[{"resourceType":"Patient","id":"p"}]}"#,
        );
    }

    #[test]
    fn references_of_each_kind_come_back() {
        check(
            r#"{"resourceType":"Observation","id":"o","meta":{"tag":[]},"subject":{"reference":"urn:uuid:p"},
            "encounter":{"reference":"Encounter/1"},"performer":[{"reference":"Organization/2","display":"æ"}],
            "focus":[{"reference":"Patient/elsewhere"}]}"#,
            &[
                (0, record(9, T::Patient, 0)),
                (1, record(9, T::Encounter, 0x0102_0304_0506_0102)),
                (2, record(0, T::Organization, 5)),
            ],
            r#"{"resourceType":"Observation",<id>,"meta":{<v>,"tag":[]},"subject":{"reference":"<ref>"},
            "encounter":{"reference":"<ref>"},"performer":[{"reference":"<ref>","display":"æ"}],
            "focus":[{"reference":"Patient/elsewhere"}]}"#,
        );
    }

    #[test]
    fn a_reference_in_the_meta_is_a_link_too() {
        check(
            r#"{"resourceType":"Observation","id":"o","meta":{"versionId":"1","extension":[{"url":"x","valueReference":
            {"reference":"Encounter/1"}}],"lastUpdated":"2020-01-01T00:00:00Z","security":[{"extension":[{"url":"y",
            "valueReference":{"reference":"Encounter/2"}}]}]},"encounter":{"reference":"Encounter/3"}}"#,
            &[
                (0, record(9, T::Encounter, 4)),
                (1, record(9, T::Encounter, 5)),
                (2, record(9, T::Encounter, 6)),
            ],
            r#"{"resourceType":"Observation",<id>,"meta":{<v>,"extension":[{"url":"x","valueReference":
            {"reference":"<ref>"}}],"security":[{"extension":[{"url":"y",
            "valueReference":{"reference":"<ref>"}}]}]},"encounter":{"reference":"<ref>"}}"#,
        );
    }

    #[test]
    fn damaged_bytes_are_told() {
        let ids = IdCipher::new(&[7; 16]);
        let id = record(9, T::Observation, 77);
        let updated = "2026-11-22T21:00:00Z".parse().expect("a time");
        assert_eq!(unfold(b"{\x01\x00", &ids, id, (1, updated)), None);
        assert_eq!(unfold(b"{\x04\xFF}", &ids, id, (1, updated)), None);
    }
}
