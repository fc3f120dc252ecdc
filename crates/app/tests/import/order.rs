//! Whatever order files, lines and runs come in: the same resources with the same links, and nothing lost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use helsami_app::import::{Dangling, Report, Request, Taken};
use helsami_domain::resource_type::ResourceType as T;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::{Bench, corpus, now};

const MRN: &str = "http://hospital.example/mrn";

fn patient(number: usize) -> Value {
    json!({"resourceType": "Patient", "id": format!("p{number}"), "name": [{"text": format!("Patient-p{number}")}],
        "identifier": [{"system": MRN, "value": format!("m{number}")}]})
}

/// A resource about a person that refers to others. Its name, by which it is known again, stands in `code`.
fn about(kind: &str, id: &str, (person, links): (usize, &[&str])) -> Value {
    let basis: Vec<Value> =
        links.iter().map(|link| json!({"valueReference": {"reference": link}, "url": "urn:x"})).collect();
    json!({"resourceType": kind, "id": id, "status": "final", "code": {"text": format!("{kind}-{id}")},
        "subject": {"reference": format!("Patient/p{person}")}, "extension": basis})
}

/// Two persons, what is known of them, and those who say it; every one refers to others.
fn world() -> Vec<Value> {
    vec![
        patient(1),
        patient(2),
        json!({"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Practitioner-d1"}]}),
        json!({"resourceType": "Organization", "id": "h1", "name": "Organization-h1", "partOf": {"reference": "Organization/h2"}}),
        json!({"resourceType": "Organization", "id": "h2", "name": "Organization-h2"}),
        about("Condition", "c1", (1, &["Encounter/e1", "Practitioner/d1"])),
        about(
            "Observation",
            "o1",
            (1, &["Encounter/e1", "Observation/o2", "Practitioner/d1", "Organization/h2"]),
        ),
        about("Observation", "o2", (1, &["ServiceRequest/s1"])),
        about("ServiceRequest", "s1", (1, &["Observation/o1", "Encounter/e1", "Condition/c1"])),
        about("DiagnosticReport", "r1", (1, &["Observation/o1", "Observation/o2", "Flag/nowhere"])),
        about("Observation", "o3", (2, &["Observation/o1", "Organization/h1"])),
        json!({"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"},
            "reasonCode": [{"text": "Encounter-e1"}], "subject": {"reference": "Patient/p1"},
            "serviceProvider": {"reference": "Organization/h1"}, "diagnosis": [{"condition": {"reference": "Condition/c1"}}]}),
    ]
}

/// How a piece of the world is sent.
#[derive(Clone, Copy, Debug)]
enum Form {
    Lines,
    Collection,
    Batch,
    Single,
}

fn name_of(resource: &Value) -> String {
    format!(
        "{}/{}",
        resource["resourceType"].as_str().expect("a type"),
        resource["id"].as_str().expect("an id")
    )
}

/// Writes some resources as files of a folder.
fn send(bench: &Bench, folder: &str, resources: &[Value], form: Form) -> PathBuf {
    let bundle =
        |kind: &str, entries: Vec<Value>| json!({"resourceType": "Bundle", "type": kind, "entry": entries});
    let text = match form {
        Form::Lines => resources.iter().map(|one| format!("{one}\n")).collect(),
        Form::Collection => {
            bundle("collection", resources.iter().map(|one| json!({"resource": one})).collect()).to_string()
        }
        Form::Batch => {
            let entry =
                |one: &Value| json!({"resource": one, "request": {"method": "PUT", "url": name_of(one)}});
            bundle("batch", resources.iter().map(entry).collect()).to_string()
        }
        Form::Single => {
            for (number, one) in resources.iter().enumerate() {
                bench.file(&format!("{folder}/{number:02}.json"), one.to_string());
            }
            return bench.dir.path().join("files").join(folder);
        }
    };
    let ending = if matches!(form, Form::Lines) { "ndjson" } else { "json" };
    bench.file(&format!("{folder}.{ending}"), text)
}

/// Every live resource with the ids of its sender put back, by name.
async fn seen(bench: &Bench) -> BTreeMap<String, String> {
    let kinds =
        [T::Patient, T::Condition, T::Observation, T::ServiceRequest, T::DiagnosticReport, T::Encounter];
    let mut found = Vec::new();
    for number in ["m1", "m2"] {
        let person = bench.person(MRN, number).await.expect("the person is known");
        for kind in kinds {
            found.extend(
                bench.resources(person, kind).await.into_iter().map(|row| (row.id, row.body.to_string())),
            );
        }
    }
    for kind in [T::Practitioner, T::Organization] {
        let listed = bench.store.listings(kind, "", 100).await.expect("a list");
        let ids: Vec<_> = listed.iter().map(|one| one.record).collect();
        let person = bench.person(MRN, "m1").await.expect("the person is known");
        let rows = bench.store.shared(&crate::grant(person), &ids).await.expect("shared rows");
        found.extend(rows.into_iter().map(|row| (row.id, row.body.to_string())));
    }
    let named = |(id, body): &(helsami_domain::ids::RecordId, String)| {
        let value: Value = serde_json::from_str(body).expect("JSON");
        let texts = [
            &value["code"]["text"],
            &value["name"][0]["text"],
            &value["name"],
            &value["reasonCode"][0]["text"],
        ];
        let name = texts.into_iter().find_map(Value::as_str).expect("each has a name").replacen('-', "/", 1);
        (bench.store.ids().show(*id).to_string(), name)
    };
    let names: Vec<(String, String)> = found.iter().map(named).collect();
    let plain = |body: &str| {
        names.iter().fold(body.to_owned(), |body, (shown, name)| {
            let id = name.split_once('/').expect("a type and an id").1;
            body.replace(&format!("/{shown}\""), &format!("/#{id}\""))
                .replace(&format!("\"{shown}\""), &format!("\"#{id}\""))
        })
    };
    found.iter().zip(&names).map(|((_, body), (_, name))| (name.clone(), plain(body))).collect()
}

/// What [`seen`] must be: every reference is a link, but the one that leads nowhere.
fn expected() -> BTreeMap<String, String> {
    let links = |one: &Value| {
        let mut text = one.to_string();
        for other in world() {
            let name = name_of(&other);
            let (kind, id) = name.split_once('/').expect("a type and an id");
            text = text.replace(&format!("\"{name}\""), &format!("\"{kind}/#{id}\""));
        }
        let id = one["id"].as_str().expect("an id");
        let head = format!("\"id\":\"#{id}\",\"meta\":{{\"versionId\":\"1\",\"lastUpdated\":\"{}\"}}", now());
        text.replace(&format!("\"id\":\"{id}\""), &head)
    };
    world().iter().map(|one| (name_of(one), links(one))).collect()
}

async fn check(runs: &[(Vec<Value>, Form)]) {
    let bench = Bench::new().await;
    let mut paths = Vec::new();
    for (number, (resources, form)) in runs.iter().enumerate() {
        let path = send(&bench, &format!("run{number}"), resources, *form);
        let report = bench.import(&path).await;
        assert_eq!(report.refused, [], "{runs:?}");
        assert_eq!(report.sum(), Taken { created: resources.len() as u64, ..Taken::default() }, "{runs:?}");
        bench.is_whole().await;
        paths.push(path);
    }
    assert_eq!(seen(&bench).await, expected(), "{runs:?}");
    // All of it again, at once and backwards, changes nothing.
    paths.reverse();
    let again = bench.request(Request::new(paths, now())).await;
    assert_eq!(again.sum(), Taken { already_there: world().len() as u64, ..Taken::default() });
    assert_eq!(seen(&bench).await, expected());
    let counts = bench.store.counts().await.expect("counts");
    assert_eq!((counts.total(), counts.past, counts.open), (world().len() as u64, 0, 1));
    bench.is_whole().await;
}

#[test]
fn any_order_gives_the_same_record() {
    let forms = prop_oneof![Just(Form::Lines), Just(Form::Collection), Just(Form::Batch), Just(Form::Single)];
    let orders = (Just(world()).prop_shuffle(), proptest::collection::vec((1..6_usize, forms), 1..4));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
    runner
        .run(&orders, |(mut resources, cuts)| {
            let mut runs = Vec::new();
            for (size, form) in cuts {
                let rest = resources.split_off(size.min(resources.len()));
                runs.push((std::mem::replace(&mut resources, rest), form));
            }
            runs.push((resources, Form::Lines));
            runs.retain(|(resources, _)| !resources.is_empty());
            runtime.block_on(check(&runs));
            Ok(())
        })
        .expect("the property holds");
}

/// A file for each type, in the order of the alphabet: most references go forward.
#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_export_has_its_links() {
    let bench = Bench::new().await;
    let world = world();
    for kind in [
        "Condition",
        "DiagnosticReport",
        "Encounter",
        "Observation",
        "Organization",
        "Patient",
        "Practitioner",
        "ServiceRequest",
    ] {
        let lines: Vec<String> =
            world.iter().filter(|one| one["resourceType"] == kind).map(Value::to_string).collect();
        bench.file(&format!("bulk/{kind}.ndjson"), lines.join("\n"));
    }
    let report = bench.import(&bench.dir.path().join("files/bulk")).await;
    assert_eq!((report.refused_count, report.sum().created, report.waited), (0, 12, 0), "{report:?}");
    assert!(report.linked_references >= 4, "{report:?}");
    let told = Dangling {
        file: bench.dir.path().join("files/bulk/DiagnosticReport.ndjson").to_string_lossy().into_owned(),
        line: Some(1),
        entry: None,
        references: 1,
    };
    assert_eq!((report.dangling_references, report.dangling), (1, vec![told]));
    assert_eq!(seen(&bench).await, expected());
    bench.is_whole().await;
}

/// An import that ends before its pass: the next one, of anything, sets the links.
#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_import_is_gone_on_with() {
    let bench = Bench::new().await;
    let writing = helsami_domain::access::receive(helsami_domain::access::Actor::System(
        helsami_domain::access::SystemTask::Import,
    ))
    .expect("an import may");
    let mut order = world();
    order.reverse();
    for one in &order {
        let (text, id) = (one.to_string(), one["id"].as_str().expect("an id"));
        let incoming = helsami_store::write::Incoming::keep(&text, id);
        bench.store.write(&writing, vec![incoming], now()).await.expect("taken");
    }
    assert!(bench.store.counts().await.expect("counts").open > 1);
    let nothing = bench.file("empty.ndjson", "");
    let report = bench.import(&nothing).await;
    assert!(report.linked_references > 0);
    assert_eq!(report.dangling_references, 0, "none of this import's own documents");
    assert_eq!(seen(&bench).await, expected());
    bench.is_whole().await;
}

fn told(report: &Report) -> Vec<(Option<u64>, Option<u64>)> {
    report.refused.iter().map(|one| (one.line, one.entry)).collect()
}

/// Observations before their Patient, transactions before the practitioners they search for, a Provenance before what
/// it is about: they wait, and what never comes is told with its place.
#[tokio::test(flavor = "multi_thread")]
async fn what_needs_others_waits_for_them() {
    let bench = Bench::new().await;
    let known = json!({"resourceType": "Patient", "id": "k", "identifier": [{"system": MRN, "value": "m1"}]});
    bench.import(&bench.file("known.json", known.to_string())).await;
    let visit = |number: usize| {
        json!({"resourceType": "Bundle", "type": "transaction", "entry": [{"fullUrl": "urn:uuid:e", "resource":
            {"resourceType": "Encounter", "status": "finished", "subject": {"reference": "Patient/p1"},
            "participant": [{"individual": {"reference": format!("Practitioner?identifier=urn:hpr|{number}")}}]},
            "request": {"method": "POST", "url": "Encounter"}}]})
    };
    let proof = json!({"resourceType": "Provenance", "id": "v", "recorded": "2026-01-01T00:00:00Z",
        "target": [{"reference": "Observation/o1"}], "agent": [{"who": {"reference": "Practitioner/d1"}}]});
    let lines =
        [visit(1), visit(2), proof, about("Observation", "o1", (1, &[])), about("Flag", "f", (9, &[]))];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    bench.file("all/a.ndjson", lines.join("\n"));
    bench.file("all/b.json", json!({"resourceType": "Practitioner", "id": "d1", "identifier": [{"system": "urn:hpr", "value": "1"}]}).to_string());
    bench.file("all/c.json", patient(1).to_string());
    let report = bench.import(&bench.dir.path().join("files/all")).await;
    assert_eq!(told(&report), [(Some(2), Some(1))], "{report:?}");
    assert!(report.refused[0].reason.contains("“Practitioner?…” finds no resource"), "{report:?}");
    assert_eq!((report.waited, report.cases_count, report.without_patient), (5, 0, 0), "{report:?}");
    assert_eq!(
        report.dangling.iter().map(|one| (one.line, one.references)).collect::<Vec<_>>(),
        [(Some(5), 1)]
    );
    // All of it is in the record of the person that was known before.
    let person = bench.person(MRN, "m1").await.expect("the person");
    for (kind, count) in [(T::Patient, 1), (T::Encounter, 1), (T::Observation, 1), (T::Provenance, 1)] {
        assert_eq!(bench.resources(person, kind).await.len(), count, "{kind}");
    }
    assert_eq!(bench.store.counts().await.expect("counts").persons, 1);
    bench.is_whole().await;
}

/// An id with content becomes, in a later run, somebody who is known: nothing is dropped, and it is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_told_and_nothing_is_dropped() {
    let bench = Bench::new().await;
    let known = json!({"resourceType": "Patient", "id": "k", "identifier": [{"system": MRN, "value": "m1"}]});
    let first = bench.file("first.ndjson", format!("{known}\n{}", about("Observation", "o1", (1, &[]))));
    assert_eq!(bench.import(&first).await.sum().created, 2);
    let second = bench.file(
        "second.ndjson",
        format!("{}\n{}", patient(1), about("Condition", "c1", (1, &["Observation/o1"]))),
    );
    let report = bench.import(&second).await;
    assert_eq!((report.refused_count, report.sum().created, report.cases_count), (0, 2, 1), "{report:?}");
    let case = &report.cases[0];
    assert_eq!(case.line, Some(1));
    let person = bench.person(MRN, "m1").await.expect("the person");
    let own = &bench.resources(person, T::Patient).await[0];
    assert_eq!(case.apart_from, format!("Patient/{}", bench.store.ids().show(own.id)));
    assert!(case.reason.contains(&case.taken_as) && case.reason.contains(&case.apart_from));
    assert_eq!(bench.resources(person, T::Observation).await.len(), 0);
    assert_eq!(bench.store.counts().await.expect("counts").total(), 4);
    bench.is_whole().await;
}

/// A Patient under the id of somebody else is refused, and nothing that is about it goes to that somebody.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_about_a_refused_patient_is_nobody_elses() {
    let bench = Bench::new().await;
    assert_eq!(bench.import(&bench.file("one.json", patient(1).to_string())).await.sum().created, 1);
    let other =
        json!({"resourceType": "Patient", "id": "p1", "identifier": [{"system": MRN, "value": "m9"}]});
    let result = about("Observation", "o1", (1, &[]));
    let both = json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": result}, {"resource": other}]});
    let lines =
        bench.file("two/Patient.ndjson", format!("{other}\n{}", about("Observation", "o2", (1, &[]))));
    let later = bench.file("two/Observation.ndjson", about("Observation", "o3", (1, &[])).to_string());
    assert_eq!(
        told(&bench.import(&bench.file("both.json", both.to_string())).await),
        [(None, Some(1)), (None, Some(2))]
    );
    let report = bench.request(Request::new(vec![later, lines], now())).await;
    assert_eq!(told(&report), [(Some(1), None), (Some(1), None), (Some(2), None)], "{report:?}");
    assert_eq!(
        report.refused.iter().filter(|one| one.reason.contains("its id belongs to another person")).count(),
        2
    );
    let person = bench.person(MRN, "m1").await.expect("the person");
    assert_eq!(bench.resources(person, T::Observation).await.len(), 0);
    bench.is_whole().await;
}

/// The corpora that other tests take as they lie, here backwards and in two runs.
#[tokio::test(flavor = "multi_thread")]
async fn the_bulk_export_of_us_core_goes_in_line_by_line() {
    let Some(folder) = corpus("us-core-r4") else { return };
    let forwards = Bench::new().await;
    let report = forwards.import(&folder).await;
    let counts = forwards.store.counts().await.expect("counts");
    let backwards = Bench::new().await;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("a folder").map(|one| one.expect("a file").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".json.gz"));
    files.sort();
    files.reverse();
    let mut created = 0;
    for file in &files {
        let report = backwards.import(file).await;
        assert_eq!(report.refused, [], "{}", file.display());
        created += report.sum().created;
    }
    let other = backwards.store.counts().await.expect("counts");
    assert_eq!(
        (created, other.resources, other.persons),
        (report.sum().created, counts.resources, counts.persons)
    );
    assert_eq!(other.open, counts.open, "the same references lead nowhere");
    backwards.is_whole().await;
}
