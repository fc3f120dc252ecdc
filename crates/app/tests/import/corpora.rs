//! Every corpus goes in completely: counts, ids, links and digits.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use helsami_app::import::{Report, Taken};
use helsami_domain::resource_type::ResourceType;
use serde_json::Value;

use crate::{Bench, corpus};

fn lines(path: &Path) -> Vec<Value> {
    let file = std::fs::File::open(path).expect("a file of the corpus");
    let reader: Box<dyn BufRead> = if path.extension().is_some_and(|ending| ending == "gz") {
        Box::new(BufReader::new(GzDecoder::new(file)))
    } else {
        Box::new(BufReader::new(file))
    };
    reader.lines().map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON")).collect()
}

fn created(report: &Report) -> BTreeMap<&'static str, u64> {
    report.taken.iter().map(|(name, taken)| (*name, taken.created)).collect()
}

const SYNTHEA: &str = "https://github.com/synthetichealth/synthea";

#[tokio::test(flavor = "multi_thread")]
async fn synthea_goes_in_completely_and_once() {
    let Some(folder) = corpus("synthea-r4") else { return };
    let bench = Bench::new().await;
    let report = bench.import(&folder).await;
    assert_eq!(report.refused, []);
    assert_eq!(report.dangling_references, 0);
    let expected = [
        ("AllergyIntolerance", 220),
        ("CarePlan", 791),
        ("Claim", 9546),
        ("Condition", 1848),
        ("DiagnosticReport", 2736),
        ("Encounter", 7540),
        ("ExplanationOfBenefit", 7540),
        ("Goal", 643),
        ("ImagingStudy", 188),
        ("Immunization", 2600),
        ("MedicationRequest", 2006),
        ("Observation", 36805),
        ("Organization", 359 + 102),
        ("Patient", 215),
        ("Practitioner", 359),
        ("Procedure", 6351),
    ];
    assert_eq!(created(&report), BTreeMap::from(expected));
    assert_eq!(report.sum().created, 79_747 + 102);
    assert_eq!(report.passed_over.len(), 2, "the index and the searches are no FHIR");
    let counts = bench.store.counts().await.expect("counts");
    assert_eq!((counts.total(), counts.persons, counts.marks, counts.past), (79_849, 215, 216, 0));

    let mut values = 0;
    let index = std::fs::read_to_string(folder.join("index.ndjson")).expect("the index");
    for line in index.lines() {
        values += check_patient(&bench, line).await;
    }
    assert!(values > 2000, "only {values} latest values were compared");

    let again = bench.import(&folder).await;
    assert_eq!(again.sum(), Taken { already_there: 79_849, ..Taken::default() });
    assert_eq!(bench.store.counts().await.expect("counts").total(), 79_849);
    bench.is_whole().await;
}

/// One patient of the index: each type's count, and the digits of each latest value.
async fn check_patient(bench: &Bench, line: &str) -> usize {
    let digits = latest_digits(line);
    let line: Value = serde_json::from_str(line).expect("JSON");
    let value = line["identifiers"].as_array().expect("a list");
    let value =
        value.iter().find(|one| one["system"] == SYNTHEA).expect("one of this system")["value"].as_str();
    let person = bench.person(SYNTHEA, value.expect("text")).await.expect("the person is known");
    let mut compared = 0;
    for (name, count) in line["counts"].as_object().expect("an object") {
        let kind = ResourceType::from_name(name).expect("a type");
        let rows = bench.resources(person, kind).await;
        if matches!(kind, ResourceType::Organization | ResourceType::Practitioner) {
            assert_eq!(rows.len(), 0, "{name} belongs to no patient");
            continue;
        }
        assert_eq!(rows.len() as u64, count.as_u64().expect("a number"), "{name}");
        for row in &rows {
            assert!(!row.body.contains("\"reference\":\"urn:uuid:"), "{name}: {}", row.body);
        }
        if kind == ResourceType::Patient {
            let patient: Value = serde_json::from_str(&rows[0].body).expect("JSON");
            assert_eq!(patient["birthDate"], line["birthDate"]);
            assert_eq!(patient["id"], bench.store.ids().show(rows[0].id).as_str());
            assert_eq!(patient["meta"]["versionId"], "1");
        }
        if kind == ResourceType::Observation {
            for (code, facts) in line["observations"].as_object().expect("an object") {
                let Some(number) = digits.get(code.as_str()) else { continue };
                let latest = facts["latest"].as_str().expect("text");
                let digits = format!("\"value\":{number},");
                let code = format!("\"code\":\"{code}\"");
                let found = rows.iter().any(|row| {
                    row.body.contains(&code) && row.body.contains(latest) && row.body.contains(&digits)
                });
                assert!(found, "{code} {latest} {digits}");
                compared += 1;
            }
        }
    }
    compared
}

/// The latest value of each code as it is written, where it is one number.
fn latest_digits(line: &str) -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct Index {
        observations: BTreeMap<String, Facts>,
    }
    #[derive(serde::Deserialize)]
    struct Facts {
        #[serde(rename = "latestValue")]
        latest: Vec<Box<serde_json::value::RawValue>>,
    }
    let index: Index = serde_json::from_str(line).expect("a line of the index");
    let written = index.observations.into_iter().filter_map(|(code, facts)| {
        let text = facts.latest.first()?.get().to_owned();
        text.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then_some((code, text))
    });
    written.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn patient_summaries_go_in_as_documents_and_as_resources() {
    let Some(folder) = corpus("ips-r4") else { return };
    let bench = Bench::new().await;
    let report = bench.import(&folder).await;
    assert_eq!(report.refused, []);
    let singles = 20;
    let sum = report.sum();
    assert_eq!(sum.created + sum.updated + sum.already_there, 2 + 28 + singles);
    // Both documents are about one person by the identifier: one Patient, told twice.
    assert_eq!(report.of(ResourceType::Patient).created, 1);
    assert_eq!(report.of(ResourceType::Patient).already_there, 1);
    assert_eq!(report.of(ResourceType::Bundle).created, 2);
    let person = bench.person("urn:oid:2.16.840.1.113883.2.4.6.3", "574687583").await.expect("a person");
    let bundles = bench.resources(person, ResourceType::Bundle).await;
    assert_eq!(bundles.len(), 2, "the documents are in the record of their subject");
    for bundle in &bundles {
        let kept: Value = serde_json::from_str(&bundle.body).expect("JSON");
        let entries = kept["entry"].as_array().expect("entries");
        let name = if entries.len() == 20 {
            "Bundle-IPS-examples-Bundle-01.json"
        } else {
            "Bundle-bundle-minimal.json"
        };
        let sent = std::fs::read_to_string(folder.join(name)).expect("the file");
        let sent: Value = serde_json::from_str(&sent).expect("JSON");
        assert_eq!(kept["entry"], sent["entry"], "{name} is kept unchanged");
        assert_eq!(kept["identifier"], sent["identifier"]);
    }
    let compositions = bench.resources(person, ResourceType::Composition).await;
    assert_eq!(compositions.len(), 2);
    for composition in compositions {
        assert!(!composition.body.contains("\"reference\": \"urn:uuid:"));
        assert!(!composition.body.contains("\"reference\":\"urn:uuid:"));
    }
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn us_core_goes_in_with_ids_that_keep_working() {
    let Some(folder) = corpus("us-core-r4") else { return };
    let bench = Bench::new().await;
    let report = bench.import(&folder).await;
    assert_eq!(report.refused, []);
    assert_eq!(report.sum().created, 473 + 54 + 3 + 1 + 2 + 26);
    assert_eq!(report.of(ResourceType::Patient).created, 3);
    assert_eq!(report.of(ResourceType::StructureDefinition).created, 1);
    assert_eq!(report.of(ResourceType::SearchParameter).created, 1);
    assert_eq!(report.of(ResourceType::Binary).created, 26);
    assert_eq!(report.without_patient, 0);
    // PUT Patient/355 keeps its id: a later resource that names it goes into the same record.
    let before = bench.store.counts().await.expect("counts").persons;
    let late = bench.file(
        "late.json",
        r#"{"resourceType":"Flag","id":"late","status":"active","subject":{"reference":"Patient/355"}}"#,
    );
    assert_eq!(bench.import(&late).await.dangling_references, 0);
    assert_eq!(bench.store.counts().await.expect("counts").persons, before);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn norwegian_profiles_and_examples_go_in() {
    let Some(folder) = corpus("norway-fhir") else { return };
    let bench = Bench::new().await;
    let report = bench.import(&folder).await;
    assert_eq!(report.refused, []);
    // Two NamingSystems stand in two of the sources: their second text is a second version.
    assert_eq!(report.sum().created + report.sum().updated + report.sum().already_there, 45 + 218);
    assert_eq!(report.of(ResourceType::StructureDefinition).created, 95);
    assert_eq!(report.of(ResourceType::NamingSystem).created, 17);
    assert_eq!(report.of(ResourceType::Patient).created, 7);
    assert_eq!(bench.store.counts().await.expect("counts").total(), 45 + 216);
    // The masked number is kept in the document and finds nobody.
    assert_eq!(bench.person("urn:oid:2.16.578.1.12.4.1.4.1", "210377xxxxx").await, None);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_series_go_in_line_by_line() {
    let Some(folder) = corpus("lab-trends") else { return };
    let bench = Bench::new().await;
    let report = bench.import(&folder).await;
    assert_eq!(report.refused, []);
    assert_eq!(report.sum(), Taken { created: 6063, ..Taken::default() });
    assert_eq!(report.of(ResourceType::Patient).created, 24);
    assert_eq!(report.of(ResourceType::Observation).created, 6039);
    assert_eq!(report.without_patient, 0);
    let counts = bench.store.counts().await.expect("counts");
    assert_eq!((counts.total(), counts.persons), (6063, 24));
    let patients = lines(&folder.join("resources.ndjson.gz"));
    for line in lines(&folder.join("expected.ndjson")) {
        let sent = patients.iter().find(|one| one["id"] == line["patientId"]).expect("the Patient");
        let value = sent["identifier"][0]["value"].as_str().expect("text");
        let person = bench.person(SYNTHEA, value).await.expect("the person is known");
        let rows = bench.resources(person, ResourceType::Observation).await;
        assert_eq!(rows.len() as u64 + 1, line["resources"].as_u64().expect("a number"));
        for (code, facts) in line["observations"].as_object().expect("an object") {
            let code = format!("\"code\":\"{code}\"");
            let points = rows.iter().filter(|row| row.body.contains(&code)).count() as u64;
            assert!(points >= facts["n"].as_u64().expect("a number"), "{code}: {points}");
        }
    }
    bench.is_whole().await;
}

#[test]
fn identity_numbers_are_judged_as_the_corpus_says() {
    use helsami_domain::identity::{IdentityNumber, NumberKind};
    let Some(folder) = corpus("norway-codes") else { return };
    let cases = lines(&folder.join("fnr-cases.ndjson"));
    for case in &cases {
        let parsed = IdentityNumber::parse(case["input"].as_str().expect("text"));
        assert_eq!(parsed.is_ok(), case["status"] == "valid", "{case}");
        let Ok(number) = parsed else { continue };
        let expected = match case["type"].as_str().expect("text") {
            "fnr" => (NumberKind::Birth, false),
            "dnr" => (NumberKind::Temporary, false),
            "tnr" => (NumberKind::Birth, true),
            other => panic!("a kind this test does not know: {other}"),
        };
        assert_eq!((number.kind(), number.is_synthetic()), expected, "{case}");
    }
    assert_eq!(cases.len(), 12);
}
