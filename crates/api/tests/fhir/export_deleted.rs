//! `deleted` in the manifest of an export: what was removed since, for whom, and that it is in the log.

use std::collections::BTreeSet;

use helsami_app::exchange::Terms;
use helsami_domain::access::Rule;
use helsami_domain::choice::Topic;
use helsami_fhir::choice::said;
use helsami_store::audit::Action;
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::Value;

use crate::export::{begun, done};
use crate::house::{House, System, now, observation, patient};

const SINCE: &str = "_since=2026-11-26T11:00:00Z";

/// What the files of the deleted name, and the lines that each has.
async fn gone(system: &System<'_>, path: &str) -> BTreeSet<String> {
    let address = begun(system, path).await;
    let manifest = done(system, &address).await;
    told(system, &manifest).await
}

async fn told(system: &System<'_>, manifest: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for file in manifest["deleted"].as_array().expect("files") {
        assert_eq!(file["type"], "Bundle");
        let path = file["url"].as_str().expect("an address").trim_start_matches("https://helse.example");
        let answer = system.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(file["count"], answer.text.lines().count());
        for line in answer.text.lines() {
            let bundle: Value = serde_json::from_str(line).expect(line);
            assert_eq!((&bundle["resourceType"], &bundle["type"]), (&"Bundle".into(), &"transaction".into()));
            for entry in bundle["entry"].as_array().expect("entries") {
                assert_eq!((entry.get("resource"), &entry["request"]["method"]), (None, &"DELETE".into()));
                assert!(
                    all.insert(entry["request"]["url"].as_str().expect("an address").to_owned()),
                    "twice: {entry}"
                );
            }
        }
    }
    all
}

async fn made(system: &System<'_>, person: &str, text: &str) -> String {
    let body = observation(&format!("Patient/{person}"), "7").replace("\"status\"", text);
    system.post("/fhir/Observation", &body).await.id()
}

async fn delete(system: &System<'_>, path: &str) {
    assert_eq!(
        system.ask(("DELETE", &format!("/fhir/{path}")), &[], "").await.status,
        StatusCode::NO_CONTENT,
        "{path}"
    );
}

fn set(paths: &[&str]) -> BTreeSet<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

const PLAIN: &str = "\"status\"";
const CLOSED: &str =
    r#""meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORS"}]},"status""#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_deleted_is_told_to_whoever_could_read_it() {
    let house = House::with(Terms { exports: 100, ..Terms::default() }, Default::default()).await;
    let (lab, other, hospital) =
        (house.system("lab").await, house.system("other").await, house.system("hospital").await);
    let first = lab.put("/fhir/Patient/a", &patient("a")).await.id();
    let second = lab.put("/fhir/Patient/b", &patient("b")).await.id();
    let office = lab.post("/fhir/Organization", r#"{"resourceType":"Organization","name":"Lia"}"#).await.id();
    let (one, kept) = (made(&lab, &first, PLAIN).await, made(&lab, &first, PLAIN).await);
    let closed = made(&lab, &first, CLOSED).await;
    let theirs = made(&other, &first, PLAIN).await;
    for path in [&one, &closed] {
        delete(&lab, &format!("Observation/{path}")).await;
    }
    delete(&other, &format!("Observation/{theirs}")).await;
    delete(&lab, &format!("Organization/{office}")).await;
    let (one, closed, theirs) =
        (format!("Observation/{one}"), format!("Observation/{closed}"), format!("Observation/{theirs}"));
    let office = format!("Organization/{office}");
    let all = format!("/fhir/$export?{SINCE}");
    assert_eq!(gone(&lab, &all).await, set(&[&one, &closed, &office]), "what it has sent, and registers");
    assert_eq!(gone(&other, &all).await, set(&[&theirs, &office]));
    assert_eq!(
        gone(&hospital, &all).await,
        set(&[&one, &theirs, &office]),
        "what was closed to staff is not told"
    );
    let log = house.log(&first).await;
    assert_eq!((log[0].action, log[0].rule), (Action::Read, Some(Rule::ClientBulk)));
    assert_eq!(gone(&hospital, &format!("/fhir/Patient/$export?{SINCE}")).await, set(&[&one, &theirs]));
    assert_eq!(gone(&hospital, &format!("{all}&_type=Organization,Patient")).await, set(&[&office]));
    // Without a time, or after it, nothing is told.
    assert_eq!(gone(&hospital, "/fhir/$export").await, set(&[]));
    let later = now() + SignedDuration::from_mins(5);
    assert_eq!(gone(&hospital, &format!("/fhir/$export?_since={later}")).await, set(&[]));
    // What stands is in the output, and never in both.
    let address = begun(&lab, &all).await;
    let manifest = done(&lab, &address).await;
    let output = manifest["output"].to_string();
    assert!(output.contains("Observation") && !output.contains("Organization"), "{output}");
    assert!(!told(&lab, &manifest).await.contains(&format!("Observation/{kept}")));
    // Of a group: its members' alone.
    let group = format!(
        r#"{{"resourceType":"Group","type":"person","actual":true,"member":[{{"entity":{{"reference":"Patient/{second}"}}}}]}}"#
    );
    let group = lab.post("/fhir/Group", &group).await.id();
    assert_eq!(gone(&lab, &format!("/fhir/Group/{group}/$export?{SINCE}")).await, set(&[]));
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_again_and_who_is_gone() {
    let house = House::with(Terms { exports: 100, ..Terms::default() }, Default::default()).await;
    let (lab, hospital) = (house.system("lab").await, house.system("hospital").await);
    let person = lab.put("/fhir/Patient/a", &patient("a")).await.id();
    let again = observation(&format!("Patient/{person}"), "7").replacen('{', r#"{"id":"o","#, 1);
    let id = lab.put("/fhir/Observation/o", &again).await.id();
    delete(&lab, "Observation/o").await;
    let all = format!("/fhir/$export?{SINCE}");
    assert_eq!(gone(&hospital, &all).await, set(&[&format!("Observation/{id}")]));
    let back = lab.put("/fhir/Observation/o", &again).await;
    assert!(back.status.is_success(), "{back:?}");
    let stands = lab.get("/fhir/Observation/o").await.json()["id"].as_str().expect("an id").to_owned();
    let told = gone(&hospital, &all).await;
    assert!(!told.contains(&format!("Observation/{stands}")), "{told:?}");
    // A person of whom everything is gone: told to whoever has sent it, and to nobody else.
    delete(&lab, "Observation/o").await;
    delete(&lab, "Patient/a").await;
    let gone_by_lab = gone(&lab, &all).await;
    assert!(gone_by_lab.contains(&format!("Patient/{person}")), "{gone_by_lab:?}");
    assert_eq!(gone(&hospital, &all).await, set(&[]));
    // Whoever has reserved against a use of a bulk export is left out of this too.
    let said = said(Topic::Quality, "Patient/reserved", now()).replacen('{', "{\"id\":\"said\",", 1);
    house.import(&[&patient("reserved"), &said]).await;
    let found = hospital.get("/fhir/Patient?identifier=http://lab.example/mrn%7Creserved").await.json();
    let reserved = found["entry"][0]["resource"]["id"].as_str().expect("a person").to_owned();
    let one = made(&lab, &reserved, PLAIN).await;
    delete(&lab, &format!("Observation/{one}")).await;
    assert_eq!(gone(&hospital, &all).await, set(&[]));
    assert!(gone(&lab, &all).await.contains(&format!("Observation/{one}")));
}
