//! `$export` through the real router: what is in the files, for whom, in whose log, and how a job ends.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use helsami_api::fhir::work_on;
use helsami_app::exchange::Terms;
use helsami_domain::access::Rule;
use helsami_domain::choice::Topic;
use helsami_fhir::choice::said;
use helsami_store::audit::Action;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::house::{Answer, House, System, now, observation, patient};
use crate::searches::{loaded, pages};

const LATER: (&str, &str) = ("prefer", "respond-async");
/// How often is asked how far a job has come.
const ASKED: usize = 200_000;

async fn asked(system: &System<'_>, path: &str) -> Answer {
    system.ask(("GET", path), &[LATER], "").await
}

/// Begins a job and gives back its address.
pub(crate) async fn begun(system: &System<'_>, path: &str) -> String {
    let answer = asked(system, path).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::ACCEPTED, ""), "{answer:?}");
    answer.header("content-location").strip_prefix("https://helse.example").expect("ours").to_owned()
}

/// The manifest of a job, once it is done.
pub(crate) async fn done(system: &System<'_>, address: &str) -> Value {
    let mut answer = system.get(address).await;
    for _ in 0..ASKED {
        if answer.status != StatusCode::ACCEPTED {
            break;
        }
        assert!(!answer.header("x-progress").is_empty(), "{answer:?}");
        tokio::task::yield_now().await;
        answer = system.get(address).await;
    }
    assert_eq!(answer.status, StatusCode::OK, "it does not end: {answer:?}");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("expires"), "Fri, 27 Nov 2026 12:00:00 GMT");
    answer.json()
}

/// The resources in the files of a type, or of all types.
async fn resources(system: &System<'_>, manifest: &Value, kind: Option<&str>) -> Vec<Value> {
    let mut all = Vec::new();
    for file in manifest["output"].as_array().expect("files") {
        if kind.is_some_and(|kind| file["type"] != kind) {
            continue;
        }
        let path = file["url"].as_str().expect("an address").strip_prefix("https://helse.example");
        let accept = ("accept", "application/fhir+ndjson");
        let answer = system.ask(("GET", path.expect("ours")), &[accept], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.header("content-type"), "application/fhir+ndjson");
        let lines: Vec<Value> =
            answer.text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
        assert!(answer.text.ends_with('\n') && lines.iter().all(|one| one["resourceType"] == file["type"]));
        assert_eq!(file["count"], lines.len(), "{file}");
        all.extend(lines);
    }
    all
}

fn ids(resources: &[Value]) -> BTreeSet<String> {
    let ids: BTreeSet<String> =
        resources.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!(ids.len(), resources.len(), "each is there once");
    ids
}

async fn exported(system: &System<'_>, path: &str) -> (Value, BTreeSet<String>) {
    let address = begun(system, path).await;
    let manifest = done(system, &address).await;
    let ids = ids(&resources(system, &manifest, None).await);
    (manifest, ids)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_of_the_region_is_what_searches_find() {
    let house = House::new().await;
    if !loaded(&house, 1).await {
        println!("skipped: no corpora");
        return;
    }
    let hospital = house.system("hospital").await;
    let address = begun(&hospital, "/fhir/$export").await;
    let manifest = done(&hospital, &address).await;
    assert_eq!(manifest["transactionTime"], "2026-11-26T12:00:00Z");
    assert_eq!(manifest["request"], "https://helse.example/fhir/$export");
    assert_eq!((&manifest["requiresAccessToken"], &manifest["error"]), (&true.into(), &Value::Array(vec![])));
    let kinds: Vec<&str> = manifest["output"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(|file| file["type"].as_str())
        .collect();
    assert!(kinds.len() > 10 && kinds.contains(&"Organization"), "{kinds:?}");
    for kind in kinds {
        let taken = resources(&hospital, &manifest, Some(kind)).await;
        let found = pages(&hospital, &format!("/fhir/{kind}?_count=1000")).await;
        assert_eq!(ids(&taken), found.into_iter().collect(), "{kind}");
        let one = taken[0]["id"].as_str().expect("an id");
        assert_eq!(hospital.get(&format!("/fhir/{kind}/{one}")).await.json(), taken[0], "the same document");
    }
    // Of persons, without what is about nobody; and of two types only.
    let (persons, _) =
        exported(&hospital, "/fhir/Patient/$export?_type=Patient,Condition,Organization").await;
    let kinds: BTreeSet<&str> = persons["output"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(|file| file["type"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["Patient", "Condition"]));
    let person = resources(&hospital, &persons, Some("Patient")).await[0]["id"].clone();
    let log = house.log(person.as_str().expect("an id")).await;
    assert!(
        log.iter().any(|row| (row.action, row.rule) == (Action::Read, Some(Rule::ClientBulk))),
        "{log:?}"
    );
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// A person with one answer of `lab`'s.
async fn person(lab: &System<'_>, name: &str) -> (String, String) {
    let person = lab.put(&format!("/fhir/Patient/{name}"), &patient(name)).await.id();
    let made = lab.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "7.50")).await;
    (person, made.id())
}

async fn bulk_lines(house: &House, person: &str) -> usize {
    let log = house.log(person).await;
    log.iter().filter(|row| row.action == Action::Read).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_takes_what_they_may_see_and_it_is_in_the_log() {
    let house = House::new().await;
    let (lab, other, hospital, narrow) = (
        house.system("lab").await,
        house.system("other").await,
        house.system("hospital").await,
        house.system("narrow").await,
    );
    let (first, answer) = person(&lab, "a").await;
    let (second, more) = person(&lab, "b").await;
    let theirs = other.post("/fhir/Observation", &observation(&format!("Patient/{first}"), "8")).await.id();
    let (_, own) = exported(&other, "/fhir/$export").await;
    assert_eq!(own, BTreeSet::from([theirs.clone()]), "what it has sent");
    assert_eq!((bulk_lines(&house, &first).await, bulk_lines(&house, &second).await), (1, 0));
    let (manifest, all) = exported(&lab, "/fhir/Patient/$export").await;
    assert_eq!(all, BTreeSet::from([first.clone(), answer.clone(), second.clone(), more.clone()]));
    let texts = resources(&lab, &manifest, Some("Observation")).await;
    assert!(texts.iter().all(|one| one["valueQuantity"]["value"] == 7.5), "{texts:?}");
    let (_, region) = exported(&hospital, "/fhir/Patient/$export").await;
    assert_eq!(region, BTreeSet::from([first.clone(), answer, second.clone(), more, theirs]));
    assert_eq!((bulk_lines(&house, &first).await, bulk_lines(&house, &second).await), (3, 2));
    // Who may read no more than persons takes none of what others have sent.
    let (manifest, none) = exported(&narrow, "/fhir/$export").await;
    assert_eq!((&manifest["output"], none.len()), (&Value::Array(vec![]), 0));
    let refused = asked(&narrow, "/fhir/$export?_type=Observation").await;
    assert_eq!((refused.status, refused.issue().0.as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    // A reservation closes what others have sent, in bulk only.
    let text = said(Topic::Quality, "Patient/reserved", now()).replacen('{', "{\"id\":\"said\",", 1);
    house.import(&[&patient("reserved"), &text]).await;
    let found = pages(&hospital, "/fhir/Patient?identifier=http://lab.example/mrn%7Creserved").await;
    let reserved = found.first().expect("it was imported").clone();
    let own =
        hospital.post("/fhir/Observation", &observation(&format!("Patient/{reserved}"), "9")).await.id();
    lab.post("/fhir/Observation", &observation(&format!("Patient/{reserved}"), "6")).await;
    let (_, taken) = exported(&hospital, "/fhir/Patient/$export").await;
    let before: BTreeSet<String> = region.clone();
    assert_eq!(taken.difference(&before).cloned().collect::<BTreeSet<_>>(), BTreeSet::from([own]));
    assert_eq!(hospital.get(&format!("/fhir/Patient/{reserved}")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_and_a_group_narrow_it() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let hospital = house.system("hospital").await;
    let old = now() - SignedDuration::from_hours(5);
    house.import_at(&[&patient("old"), &with_id("first", "Patient/old", "1")], old).await;
    house.import_at(&[&with_id("second", "Patient/old", "2")], now()).await;
    let (_, all) = exported(&hospital, "/fhir/Patient/$export").await;
    assert_eq!(all.len(), 3);
    let since = "/fhir/Patient/$export?_since=2026-11-26T11:00:00Z";
    let (manifest, new) = exported(&hospital, since).await;
    assert_eq!((new.len(), &manifest["output"][0]["type"]), (1, &"Observation".into()));
    assert_eq!(manifest["request"], format!("https://helse.example{since}"));
    // What is written while it goes on: a change shows what stood, what is new comes next time.
    let ahead = now() + SignedDuration::from_hours(1);
    house
        .import_at(&[&with_id("second", "Patient/old", "3"), &with_id("third", "Patient/old", "4")], ahead)
        .await;
    let address = begun(&hospital, "/fhir/Patient/$export?_type=Observation").await;
    let manifest = done(&hospital, &address).await;
    let taken = resources(&hospital, &manifest, None).await;
    let mut values: Vec<String> = taken.iter().map(|one| one["valueQuantity"]["value"].to_string()).collect();
    values.sort_unstable();
    assert_eq!(values, ["1", "2"]);
    assert!(taken.iter().all(|one| one["meta"]["versionId"] == "1"));
    // A group.
    let (inside, answer) = person(&lab, "in").await;
    let (outside, _) = person(&lab, "out").await;
    let group = format!(
        r#"{{"resourceType":"Group","type":"person","actual":true,"member":[{{"entity":{{"reference":"Patient/{inside}"}}}},
            {{"entity":{{"reference":"Patient/{outside}"}},"inactive":true}}]}}"#
    );
    let made = lab.post("/fhir/Group", &group).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let path = format!("/fhir/Group/{}/$export", made.id());
    let (_, members) = exported(&lab, &path).await;
    assert_eq!(members, BTreeSet::from([inside, answer]));
    for (system, path) in [(&other, path.as_str()), (&lab, "/fhir/Group/none/$export")] {
        let told = asked(system, path).await;
        assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"), "{path}");
    }
}

fn with_id(id: &str, subject: &str, value: &str) -> String {
    observation(subject, value).replacen('{', &format!("{{\"id\":\"{id}\","), 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_is_its_systems_alone_and_ends() {
    let house = House::with(Terms { exports: 2, ..Terms::default() }, Default::default()).await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    person(&lab, "a").await;
    let address = begun(&lab, "/fhir/$export").await;
    let manifest = done(&lab, &address).await;
    let file =
        manifest["output"][0]["url"].as_str().expect("a file").trim_start_matches("https://helse.example");
    for (method, path) in [("GET", address.as_str()), ("DELETE", &address), ("GET", file)] {
        let told = other.ask((method, path), &[], "").await;
        assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"), "{path}");
    }
    for path in [format!("{address}/9"), format!("{address}/x"), "/fhir/$export/..%2Fsecret.key".to_owned()] {
        assert_eq!(lab.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    check_sealed(&house);
    let second = begun(&lab, "/fhir/$export").await;
    let told = asked(&lab, "/fhir/$export").await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::TOO_MANY_REQUESTS, "throttled"));
    assert!(!told.header("retry-after").is_empty());
    let theirs = begun(&other, "/fhir/$export").await;
    done(&other, &theirs).await;
    done(&lab, &second).await;
    // Given up: what was offered is gone.
    let told = lab.ask(("DELETE", &address), &[], "").await;
    assert_eq!((told.status, told.text.as_str()), (StatusCode::ACCEPTED, ""));
    for path in [address.as_str(), file] {
        assert_eq!(lab.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Expired: the same, and the folder is empty.
    let end = now() + SignedDuration::from_hours(24);
    assert_eq!(house.exchange.exports_sweep(end - SignedDuration::from_secs(1)).expect("swept"), 0);
    assert_eq!(swept(&house, end, 2).await, 2);
    assert_eq!(lab.get(&second).await.status, StatusCode::NOT_FOUND);
    assert_eq!(std::fs::read_dir(house.folder().join("exports")).expect("a folder").count(), 0);
}

/// Sweeps until so many jobs are removed: one is told to be done a moment before whoever worked on it lets go of it.
async fn swept(house: &House, at: Timestamp, wanted: usize) -> usize {
    let mut removed = 0;
    for _ in 0..ASKED {
        removed += house.exchange.exports_sweep(at).expect("swept");
        if removed >= wanted {
            break;
        }
        tokio::task::yield_now().await;
    }
    removed
}

/// Only their owner can enter, and nobody without the secret can read.
fn check_sealed(house: &House) {
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it").permissions().mode() & 0o777;
    let folder = house.folder().join("exports");
    assert_eq!(mode(&folder), 0o700);
    let mut files = 0;
    for job in std::fs::read_dir(&folder).expect("jobs").map(|job| job.expect("a job").path()) {
        assert_eq!(mode(&job), 0o700);
        for file in std::fs::read_dir(&job).expect("files").map(|file| file.expect("a file").path()) {
            assert_eq!(mode(&file), 0o600, "{}", file.display());
            let bytes = std::fs::read(&file).expect("bytes");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("resourceType") && !text.contains("lab"), "{}", file.display());
            files += 1;
        }
    }
    assert_eq!(files, 4, "a note, a lock, persons and answers");
}

#[tokio::test]
async fn what_is_not_understood_is_refused() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let check = async |path: &str, headers: &[(&str, &str)]| {
        let told = lab.ask(("GET", path), headers, "").await;
        assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::BAD_REQUEST, "invalid"), "{path}");
    };
    check("/fhir/$export", &[]).await;
    check("/fhir/$export", &[("prefer", "return=minimal")]).await;
    check("/fhir/$export?_outputFormat=text/csv", &[LATER]).await;
    check("/fhir/$export?_since=yesterday", &[LATER]).await;
    let early = asked(&lab, "/fhir/$export?_since=-009999-01-03T00:00:00Z").await;
    assert_eq!(early.status, StatusCode::ACCEPTED, "{early:?}");
    check("/fhir/$export?_type=Pasient", &[LATER]).await;
    check("/fhir/$export?_typeFilter=Observation%3Fcode%3D1", &[LATER]).await;
    check("/fhir/Observation/$export", &[LATER]).await;
    check("/fhir/Patient/1/$export", &[LATER]).await;
    let lenient = [("prefer", "respond-async, handling=lenient")];
    let told = lab.ask(("GET", "/fhir/$export?_typeFilter=x&_outputFormat=ndjson"), &lenient, "").await;
    assert_eq!(told.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_job_that_a_restart_has_stopped_goes_on() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let (first, answer) = person(&lab, "a").await;
    // In one thread: the job begins with the next await, which is that of the end.
    let address = begun(&lab, "/fhir/$export").await;
    drop(lab);
    let house = house.restarted().await;
    let lab = house.system("lab").await;
    let told = lab.get(&address).await;
    assert_eq!((told.status, told.header("x-progress")), (StatusCode::ACCEPTED, "waiting"), "{told:?}");
    fn clock() -> Timestamp {
        now()
    }
    house.exchange.exports_resume(clock).expect("begun again").into_iter().for_each(work_on);
    let manifest = done(&lab, &address).await;
    assert_eq!(ids(&resources(&lab, &manifest, None).await), BTreeSet::from([first, answer]));
}
