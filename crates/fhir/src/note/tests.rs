//! What is read of notes and documents: lines of the list, parts, attachments.

use super::{Content, Fetched, Part, document, fetch, opened, words_of};
use crate::attachment::{FileKind, Held};
use helsami_domain::document::{Blank, State};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use std::io::Read as _;

fn id(kind: ResourceType, number: i64) -> RecordId {
    let patient = PatientKey::new(1).expect("positive");
    RecordId { patient, kind, local: LocalId::new(number).expect("positive") }
}

fn resolve(text: &str, kind: ResourceType) -> Option<RecordId> {
    text.parse().ok().map(|number| id(kind, number))
}

fn open(kind: ResourceType, body: &str) -> (helsami_domain::document::Document, Vec<Part>) {
    opened(id(kind, 1), body, &resolve).expect("an object")
}

fn headings(parts: &[Part]) -> Vec<(&str, usize)> {
    parts.iter().map(|one| (one.heading.as_ref().map_or("", |label| &*label.text), one.depth)).collect()
}

const NOTE: &str = r#"{"resourceType":"DocumentReference","status":"current","docStatus":"amended",
        "type":{"coding":[{"code":"A03-2","display":"Epikrise"}]},"date":"2026-03-12T10:00:00+01:00",
        "author":[{"reference":"Practitioner/4","display":"Kari Moe"},{"reference":"Organization/5"}],
        "custodian":{"reference":"Organization/6","display":"St. Olavs hospital"},
        "relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/9"}},{"code":"appends","target":{"reference":"DocumentReference/8"}}],
        "content":[{"attachment":{"contentType":"text/plain","data":"YmzDpQ==","title":"Innleggelse","language":"nb-NO"}},
            {"attachment":{"contentType":"application/pdf","data":"JVBERi0xLjc="}},{"attachment":7},
            {"attachment":{"url":"Binary/3"}},{"attachment":{"url":"https://x.example/a.pdf"}}]}"#;

#[test]
fn a_note_says_who_wrote_it_where_and_what_it_replaces() {
    let (line, is_told) =
        document(id(ResourceType::DocumentReference, 1), NOTE, &resolve).expect("an object");
    assert!(is_told);
    assert_eq!(line.state, State::Changed);
    assert_eq!(line.heading().map(|one| &*one.text), Some("Innleggelse"));
    assert_eq!(line.subheading().map(|one| &*one.text), Some("Epikrise"));
    assert_eq!(line.source.person.name.as_deref(), Some("Kari Moe"));
    assert_eq!(line.source.name(), Some("St. Olavs hospital"));
    assert_eq!(line.replaces, [id(ResourceType::DocumentReference, 9)]);
    assert_eq!(line.when, When::parse("2026-03-12T09:00:00Z"));
}

#[test]
fn the_attachments_of_a_note_are_its_parts() {
    let (_, parts) = open(ResourceType::DocumentReference, NOTE);
    assert_eq!(parts.len(), 4);
    assert_eq!(parts[0].content, Content::Attached(0, Held::Text("blå".into())));
    assert_eq!(parts[0].language, Some("nb"));
    assert!(
        matches!(&parts[1].content, Content::Attached(1, Held::File(file)) if file.kind == FileKind::Pdf && file.size == 8)
    );
    assert_eq!(parts[2].content, Content::Attached(2, Held::Stored(id(ResourceType::Binary, 3))));
    assert_eq!(parts[3].content, Content::Attached(3, Held::Elsewhere));
}

#[test]
fn an_attachment_is_fetched_by_its_number() {
    let body = NOTE;
    assert!(matches!(fetch(body, 1, &resolve), Some(Fetched::Bytes(bytes, _)) if bytes == b"%PDF-1.7"));
    assert_eq!(fetch(body, 2, &resolve), Some(Fetched::Stored(id(ResourceType::Binary, 3))));
    assert_eq!(fetch(body, 3, &resolve), None);
    assert_eq!(fetch(body, 9, &resolve), None);
}

#[test]
fn nothing_of_what_was_taken_back_is_read() {
    let body = r#"{"resourceType":"DocumentReference","status":"entered-in-error","content":[{"attachment":{"contentType":"text/plain","data":"YQ=="}}]}"#;
    let (line, parts) = open(ResourceType::DocumentReference, body);
    assert_eq!((line.state, parts.len()), (State::Mistake, 0));
    assert_eq!(fetch(body, 0, &resolve), None);
}

#[test]
fn a_report_is_a_document_only_when_it_brings_words_of_its_own() {
    let read =
        |body: &str| document(id(ResourceType::DiagnosticReport, 1), body, &resolve).expect("an object").1;
    assert!(!read(
        r#"{"resourceType":"DiagnosticReport","status":"final","result":[{"reference":"Observation/1"}]}"#
    ));
    assert!(!read(
        r#"{"resourceType":"DiagnosticReport","conclusion":"a","result":[{"reference":"Observation/1"}]}"#
    ));
    assert!(read(r#"{"resourceType":"DiagnosticReport","conclusion":"a"}"#));
    assert!(read(
        r#"{"resourceType":"DiagnosticReport","presentedForm":[{"contentType":"text/plain"}],"result":[{}]}"#
    ));
    let (_, parts) = open(ResourceType::DiagnosticReport, r#"{"conclusion":"Ingen funn"}"#);
    assert_eq!(parts[0].content, Content::Words("Ingen funn".into()));
}

#[test]
fn sections_keep_their_order_and_say_why_they_are_empty() {
    let (line, parts) = open(
        ResourceType::Composition,
        r#"{"resourceType":"Composition","status":"final","title":"Epikrise","section":[
            {"title":"Vurdering","text":{"div":"<div><h1>A</h1><script>x</script></div>"},"section":[{"title":"Under","entry":[{"reference":"Condition/4"},{"reference":"urn:uuid:x"}]}]},
            {"title":"Allergier","text":{"div":"<div> </div>"},"emptyReason":{"coding":[{"code":"nilknown"}]}},
            {"code":{"coding":[{"code":"x","display":"Plan"}]}}, 9,
            {"title":"Samling","section":[{"title":"Nest","emptyReason":{"text":"?"}}]}]}"#,
    );
    assert_eq!(line.title.map(|label| label.text), Some("Epikrise".into()));
    assert_eq!(
        headings(&parts),
        [("Vurdering", 0), ("Under", 1), ("Allergier", 0), ("Plan", 0), ("Samling", 0), ("Nest", 1)]
    );
    assert!(
        matches!(&parts[0].content, Content::Written(html) if html.as_str() == "<div><div class=\"said-heading\">A</div></div>")
    );
    assert_eq!(parts[1].content, Content::Rows(vec![id(ResourceType::Condition, 4)]));
    assert_eq!(parts[2].content, Content::Blank(Blank::NoneKnown));
    assert_eq!(parts[3].content, Content::Blank(Blank::NotSaid));
    assert_eq!(parts[4].content, Content::Heading);
    assert_eq!(parts[5].content, Content::Blank(Blank::NotSaid));
}

#[test]
fn rows_of_a_section_have_words_unless_they_were_taken_back() {
    let words = |body: &str| words_of(body).map(|label| label.text);
    assert_eq!(words(r#"{"medicationCodeableConcept":{"text":"Paracet"}}"#), Some("Paracet".into()));
    assert_eq!(words(r#"{"status":"entered-in-error","code":{"text":"a"}}"#), None);
    assert_eq!(
        words(r#"{"verificationStatus":{"coding":[{"code":"entered-in-error"}]},"code":{"text":"a"}}"#),
        None
    );
    assert_eq!(words("[]"), None);
}

fn resources(path: &str) -> Option<Vec<String>> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/{}"), path);
    let Ok(raw) = std::fs::read(path) else {
        eprintln!("skipped: no corpora");
        return None;
    };
    let mut text = String::new();
    if raw.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(raw.as_slice()).read_to_string(&mut text).expect("gzip");
    } else {
        text = String::from_utf8(raw).expect("UTF-8");
    }
    let bundle: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = bundle["entry"].as_array().expect("a bundle");
    Some(entries.iter().map(|entry| entry["resource"].to_string()).collect())
}

#[test]
fn every_document_of_us_core_opens() {
    let mut seen = (0, 0, 0, 0);
    for file in [
        "us-core-r4/uscore_bundle_patient_355.json.gz",
        "us-core-r4/uscore_bundle_patient_client_test.json.gz",
        "us-core-r4/uscore_bundle_patient_907.json.gz",
    ] {
        let Some(all) = resources(file) else { return };
        for body in all.iter().filter(|body| body.contains("\"resourceType\":\"DocumentReference\"")) {
            let (line, parts) = open(ResourceType::DocumentReference, body);
            assert!(line.heading().is_some(), "{body}");
            match (line.state, parts.first().map(|part| &part.content)) {
                (State::Mistake, None) => seen.0 += 1,
                (_, Some(Content::Attached(0, Held::Text(text)))) if text.len() > 100 => seen.1 += 1,
                (_, Some(Content::Attached(0, Held::File(file)))) => {
                    assert_eq!(file.kind, FileKind::Pdf);
                    seen.2 += 1;
                }
                (_, Some(Content::Attached(0, Held::Elsewhere))) => seen.3 += 1,
                other => panic!("{other:?} of {body}"),
            }
        }
    }
    assert_eq!(seen, (1, 20, 1, 1));
}

#[test]
fn sections_of_the_patient_summaries_come_in_their_order() {
    let check = |file: &str, want: &[&str]| {
        let Some(all) = resources(file) else { return };
        let body = all.iter().find(|body| body.contains("\"resourceType\":\"Composition\"")).expect("one");
        let (_, parts) = open(ResourceType::Composition, body);
        let got: Vec<&str> = headings(&parts).into_iter().map(|(heading, _)| heading).collect();
        assert_eq!(got, want);
        assert!(parts.iter().all(|part| !matches!(part.content, Content::Blank(_))), "{parts:?}");
    };
    check(
        "ips-r4/Bundle-IPS-examples-Bundle-01.json",
        &[
            "Active Problems",
            "Medication",
            "Allergies and Intolerances",
            "History of Past Problems",
            "Plan of Treatment",
            "Results",
        ],
    );
    check(
        "ips-r4/Bundle-bundle-minimal.json",
        &["Active Problems", "Medication", "Allergies and Intolerances"],
    );
}
