//! Hostile files: each is refused with a sentence or kept as it is, and nothing is harmed.

use std::io::{BufRead, BufReader, Write};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use helsami_app::import::{Limits, Request, Taken};
use helsami_domain::resource_type::ResourceType;
use serde_json::{Value, json};

use crate::{Bench, corpus, now};

const MRN: &str = "http://hospital.example/mrn";

fn patient(number: usize) -> String {
    json!({"resourceType": "Patient", "id": format!("p{number}"), "birthDate": "1970-01-01",
        "identifier": [{"system": MRN, "value": format!("m{number}")}]})
    .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_strange_json_text_is_told_apart() {
    let Some(folder) = corpus("hostile") else { return };
    let bench = Bench::new().await;
    let file = std::fs::File::open(folder.join("json-parsing.ndjson.gz")).expect("the corpus");
    let plain = std::fs::read_to_string(folder.join("json-transform.ndjson")).expect("the corpus");
    let lines = BufReader::new(GzDecoder::new(file)).lines().map(|line| line.expect("a line"));
    let (mut syntax, mut accepted) = (0, 0);
    for (number, line) in lines.chain(plain.lines().map(str::to_owned)).enumerate() {
        let case: Value = serde_json::from_str(&line).expect("JSON");
        let bytes = STANDARD.decode(case["base64"].as_str().expect("text")).expect("base64");
        // The name of the case says nothing: what is told must come of the bytes.
        let reasons = bench.reasons(&format!("case-{number}.json"), &bytes).await;
        assert_eq!(reasons.len(), 1, "{}: {reasons:?}", case["name"]);
        let is_no_resource =
            reasons[0].contains("a FHIR resource is") || reasons[0].contains("no “resourceType”");
        match case["expect"].as_str() {
            Some("reject") => {
                assert!(!is_no_resource, "{}: {reasons:?}", case["name"]);
                syntax += 1;
            }
            Some("accept") if case["name"] != "y_object_duplicated_key.json" => {
                assert!(is_no_resource, "{}: {reasons:?}", case["name"]);
                accepted += 1;
            }
            _ => {}
        }
    }
    assert_eq!((syntax, accepted), (126, 53));
    assert_eq!(bench.store.counts().await.expect("counts").total(), 0);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn naughty_strings_are_kept_character_for_character() {
    let Some(folder) = corpus("hostile") else { return };
    let bench = Bench::new().await;
    let text = std::fs::read_to_string(folder.join("naughty-strings.json")).expect("the corpus");
    let strings: Vec<String> = serde_json::from_str(&text).expect("JSON");
    let notes: Vec<Value> = strings.iter().map(|one| json!({"text": one})).collect();
    let lines: Vec<String> = std::iter::once(patient(1))
        .chain(strings.iter().enumerate().map(|(number, one)| {
            json!({"resourceType": "Observation", "id": format!("o{number}"), "status": "final",
                "subject": {"reference": "Patient/p1"}, "code": {"text": one}, "valueString": one,
                "effectiveDateTime": "2020-01-01"})
            .to_string()
        }))
        .chain([json!({"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p1"}, "note": notes})
            .to_string()])
        .collect();
    let report = bench.import(&bench.file("naughty.ndjson", lines.join("\n"))).await;
    assert_eq!(report.refused, []);
    assert_eq!(report.sum().created, 332);
    let person = bench.person(MRN, "m1").await.expect("the person");
    let mut kept: Vec<String> = bench
        .resources(person, ResourceType::Observation)
        .await
        .iter()
        .map(|row| {
            serde_json::from_str::<Value>(&row.body).expect("JSON")["valueString"]
                .as_str()
                .expect("text")
                .into()
        })
        .collect();
    let mut sent = strings.clone();
    kept.sort();
    sent.sort();
    assert_eq!(kept, sent);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_file_has_its_sentence() {
    let bench = Bench::new().await;
    let latin: Vec<u8> = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"S\u{f8}rg\u{e5}rd\"}]}"
        .chars()
        .map(|letter| letter as u8)
        .collect();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.json", vec![], "nothing in it"),
        ("cut.json", br#"{"resourceType":"Patient","#.to_vec(), "is the file complete"),
        ("deep.json", deep.into_bytes(), "nested deeper"),
        ("latin.json", latin, "it looks like ISO-8859-1"),
        ("type.json", br#"{"resourceType":"Pasient"}"#.to_vec(), "not a resource type"),
        ("twice.json", br#"{"resourceType":"Patient","id":"a","id":"b"}"#.to_vec(), "stands twice"),
        (
            "date.json",
            br#"{"resourceType":"Patient","birthDate":"2021-02-30"}"#.to_vec(),
            "is not a date that exists",
        ),
        ("kind.json", br#"{"resourceType":"Patient","birthDate":20210228}"#.to_vec(), "must be text"),
        (
            "bundle.json",
            br#"{"resourceType":"Bundle","type":"collection","entry":{}}"#.to_vec(),
            "not built as FHIR says",
        ),
        (
            "history.json",
            br#"{"resourceType":"Bundle","type":"history","entry":[]}"#.to_vec(),
            "this is a history",
        ),
        ("a.xml", b"<Patient/>".to_vec(), "this is XML"),
        ("a.zip", b"PK\x03\x04rest".to_vec(), "this is a zip archive"),
        ("cut.json.gz", gzip(&patient(1).into_bytes())[..40].to_vec(), "ends too early"),
        ("twice.json.gz", gzip(&gzip(&patient(1).into_bytes())), "compressed twice"),
    ];
    for (name, content, told) in cases {
        let reasons = bench.reasons(name, content).await;
        assert_eq!(reasons.len(), 1, "{name}: {reasons:?}");
        assert!(reasons[0].contains(told), "{name}: {reasons:?}");
    }
    assert_eq!(bench.store.counts().await.expect("counts").total(), 0);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_entry_stops_a_transaction_whole_and_a_batch_not() {
    let bench = Bench::new().await;
    let entries = |requests: bool| -> Vec<Value> {
        let texts =
            [patient(1), r#"{"resourceType":"Patient","birthDate":"1970-13-01"}"#.to_owned(), patient(2)];
        let values = texts.iter().map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
        let entry = |resource| {
            let request = json!({"method": "POST", "url": "Patient"});
            if requests {
                json!({"resource": resource, "request": request})
            } else {
                json!({"resource": resource})
            }
        };
        values.map(entry).collect()
    };
    for (kind, requests, created) in [("transaction", true, 0), ("batch", true, 2), ("collection", false, 2)]
    {
        let bundle = json!({"resourceType": "Bundle", "type": kind, "entry": entries(requests)}).to_string();
        let report = bench.import(&bench.file(&format!("{kind}.json"), bundle)).await;
        let refused: Vec<_> = report.refused.iter().map(|one| one.entry).collect();
        assert_eq!(refused, [Some(2)], "{kind}");
        let there = if kind == "collection" { 0 } else { created };
        assert_eq!(report.sum().created, there, "{kind}: {report:?}");
    }
    assert_eq!(bench.store.counts().await.expect("counts").persons, 2, "one person each by identifier");
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_before_its_patient_waits_for_it() {
    let bench = Bench::new().await;
    let flag = |id: &str| {
        json!({"resourceType": "Flag", "id": id, "status": "active", "code": {"text": "x"},
            "subject": {"reference": "Patient/p7"}, "author": {"reference": "Practitioner/nobody"}})
        .to_string()
    };
    let first = bench.import(&bench.file("flag.json", flag("f1"))).await;
    assert_eq!((first.sum().created, first.dangling_references), (1, 2));
    bench.is_whole().await;
    let second = bench.import(&bench.file("patient.json", patient(7))).await;
    assert_eq!(second.sum().created, 1);
    let person = bench.person(MRN, "m7").await.expect("the person");
    let flags = bench.resources(person, ResourceType::Flag).await;
    assert_eq!(flags.len(), 1);
    let patient = bench.resources(person, ResourceType::Patient).await;
    let link = format!("\"reference\":\"Patient/{}\"", bench.store.ids().show(patient[0].id));
    assert!(flags[0].body.contains(&link), "{}", flags[0].body);
    assert!(flags[0].body.contains("Practitioner/nobody"), "kept as it came");
    // The same again changes nothing; other content is a second version.
    let again = bench.import(&bench.file("flag.json", flag("f1"))).await;
    assert_eq!(again.sum(), Taken { already_there: 1, ..Taken::default() });
    let changed = flag("f1").replace("active", "inactive");
    assert_eq!(bench.import(&bench.file("flag.json", changed)).await.sum().updated, 1);
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_are_never_mixed_up() {
    let bench = Bench::new().await;
    let person = |id: &str, system: &str, value: &str| json!({"resourceType": "Patient", "id": id, "identifier": [{"system": system, "value": value}]});
    let lines = [person("a", MRN, "1"), person("b", MRN, "2"), json!({"resourceType": "Patient", "id": "c"})];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    assert_eq!(bench.import(&bench.file("one.ndjson", lines.join("\n"))).await.sum().created, 3);
    // The id of one with the identifier of another; identifiers of two; an id that another hospital uses.
    let two = json!({"resourceType": "Patient", "identifier": [{"system": MRN, "value": "1"}, {"system": MRN, "value": "2"}]});
    for (text, told) in [
        (person("a", MRN, "2").to_string(), "two different persons"),
        (two.to_string(), "two different persons"),
        (person("a", MRN, "3").to_string(), "other identifiers differ"),
    ] {
        let reasons = bench.reasons("wrong.json", &text).await;
        assert!(reasons.len() == 1 && reasons[0].contains(told), "{text}: {reasons:?}");
    }
    // One without identifiers is never merged.
    let nameless = json!({"resourceType": "Patient"}).to_string();
    assert_eq!(bench.import(&bench.file("nameless.json", nameless)).await.sum().created, 1);
    assert_eq!(bench.store.counts().await.expect("counts").persons, 4);
    bench.is_whole().await;
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// The most memory this process has held so far, in MiB.
fn most_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1024
}

/// Whether this is a process in which one test runs, so that the memory it has held is that test's. If not, the test is run in one.
fn is_alone(test: &str) -> bool {
    const ALONE: &str = "HELSAMI_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    let output = child.args(["--exact", test, "--nocapture"]).env(ALONE, "1").output().expect("a child");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{errors}");
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_stopped_at_the_limit() {
    if !is_alone("hostile::a_bomb_is_stopped_at_the_limit") {
        return;
    }
    let bench = Bench::new().await;
    let zeros = vec![b' '; 1 << 20];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..512 {
        encoder.write_all(&zeros).expect("memory");
    }
    let bomb = encoder.finish().expect("memory");
    let mut zstd = zstd::stream::write::Encoder::new(Vec::new(), 3).expect("an encoder");
    for _ in 0..512 {
        zstd.write_all(&zeros).expect("memory");
    }
    let before = most_memory_mib();
    for (name, bytes) in
        [("a.json.gz", &bomb), ("a.ndjson.gz", &bomb), ("a.json.zst", &zstd.finish().expect("memory"))]
    {
        let reasons = bench.reasons(name, bytes).await;
        assert!(reasons.len() == 1 && reasons[0].contains("times larger than itself"), "{name}: {reasons:?}");
    }
    let held = most_memory_mib() - before;
    assert!(held < 200, "{held} MiB");
    bench.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_megabytes_in_little_memory() {
    if !is_alone("hostile::two_hundred_megabytes_in_little_memory") {
        return;
    }
    let bench = Bench::new().await;
    let letters = "Notatet er langt. ".repeat(50_000 / 18);
    let entry = |number: usize| {
        let note = format!("{number} {letters}");
        json!({"resource": {"resourceType": "Basic", "id": format!("b{number}"), "code": {"text": note},
            "subject": {"reference": "Patient/p1"}}})
        .to_string()
    };
    let path = bench.file("large.json", "");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    write!(file, "{{\"entry\":[{{\"resource\":{}}}", patient(1)).expect("a disk");
    let count = 4300;
    for number in 0..count {
        write!(file, ",{}", entry(number)).expect("a disk");
    }
    write!(file, "],\"type\":\"collection\",\"resourceType\":\"Bundle\"}}").expect("a disk");
    file.into_inner().expect("a disk").sync_all().expect("a disk");
    let size = path.metadata().expect("a file").len();
    assert!(size > 200 << 20, "{size}");
    let before = most_memory_mib();
    let report = bench.import(&path).await;
    let held = most_memory_mib() - before;
    assert_eq!((report.refused_count, report.sum().created), (0, count as u64 + 1));
    assert!(held < 120, "{held} MiB for a file of {} MiB", size >> 20);
    // A transaction has to be whole in memory; beyond the limit it is told so.
    let limits = Limits { document_bytes: 1 << 20, stream_bytes: 1 << 19, ..Limits::default() };
    let text = std::fs::read_to_string(&path).expect("the file").replace("\"collection\"", "\"transaction\"");
    let path = bench.file("large-transaction.json", text);
    let report = bench.request(Request { limits, ..Request::new(vec![path], now()) }).await;
    assert!(report.refused[0].reason.contains("has to be held whole"), "{:?}", report.refused);
    bench.is_whole().await;
}
