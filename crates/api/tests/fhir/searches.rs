//! Searches through the real router: the totals that others have computed, pages, what is refused, who finds it in their log.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use helsami_api::fhir::Limits;
use helsami_app::exchange::Terms;
use helsami_store::audit::Action;
use http::StatusCode;
use serde_json::Value;

use crate::house::{Answer, House, System, observation, patient};

/// Ids of the matches of a page.
fn ids(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    assert_eq!(json["type"], "searchset", "{answer:?}");
    let entries = json["entry"].as_array().cloned().unwrap_or_default();
    let matches = entries.iter().filter(|entry| entry["search"]["mode"] == "match");
    matches.map(|entry| entry["resource"]["id"].as_str().expect("an id").to_owned()).collect()
}

/// The address of a link, without what every address begins with.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let json = answer.json();
    let links = json["link"].as_array().cloned().unwrap_or_default();
    let link = links.iter().find(|link| link["relation"] == relation)?;
    let url = link["url"].as_str().expect("an address");
    Some(url.strip_prefix("https://helse.example").expect("ours").to_owned())
}

/// All matches, page by page.
pub(crate) async fn pages(system: &System<'_>, path: &str) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let answer = system.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        all.extend(ids(&answer));
        next = link(&answer, "next");
    }
    all
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/synthea-r4"))
}

/// The hospitals and so many files of people of the corpus, sent by `lab`; false where it is not here.
pub(crate) async fn loaded(house: &House, files: usize) -> bool {
    let folder = folder();
    if !folder.exists() {
        return false;
    }
    let open = |name: &str| GzDecoder::new(std::fs::File::open(folder.join(name)).expect("a file"));
    let mut hospitals = String::new();
    open("hospitals.transaction.json.gz").read_to_string(&mut hospitals).expect("text");
    let lab = house.system("lab").await;
    assert_eq!(lab.post("/fhir", &hospitals).await.status, StatusCode::OK);
    for number in 0..files {
        for line in BufReader::new(open(&format!("bundles-0{number}.ndjson.gz"))).lines() {
            let answer =
                lab.ask(("POST", "/fhir"), &[("prefer", "return=minimal")], line.expect("a line")).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        }
    }
    true
}

/// A query with what may not stand in an address written as it must be.
fn address(query: &str) -> String {
    query.replace('|', "%7C").replace(' ', "%20")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_total_is_exact() {
    let house = House::new().await;
    if !loaded(&house, 5).await {
        println!("skipped: no corpora");
        return;
    }
    let lab = house.system("lab").await;
    let mut wrong = Vec::new();
    let expected = std::fs::read_to_string(folder().join("expected-searches.ndjson")).expect("a file");
    for line in expected.lines() {
        let one: Value = serde_json::from_str(line).expect("JSON");
        let query = one["query"].as_str().expect("text");
        let total =
            one["totalIfDatesAreReadAsEuropeOslo"].as_u64().or(one["total"].as_u64()).expect("a number");
        let answer = lab.get(&format!("/fhir/{}", address(query))).await;
        let found = answer.json()["total"].as_u64();
        if answer.status != StatusCode::OK || found != Some(total) {
            wrong.push(format!(
                "{query}: {found:?}, not {total}: {}",
                answer.text.chars().take(300).collect::<String>()
            ));
            continue;
        }
        let is_count = query.contains("_summary=count");
        if !is_count && total > 20 && total < 150 {
            let all = pages(&lab, &format!("/fhir/{}&_count=17", address(query))).await;
            let each: BTreeSet<&String> = all.iter().collect();
            if (all.len(), each.len()) != (total as usize, total as usize) {
                wrong.push(format!("{query}: {} on pages, {} different", all.len(), each.len()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    assert_eq!(expected.lines().count(), 61);
    newest_first(&lab).await;
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// One of the expected searches says what comes first.
async fn newest_first(lab: &System<'_>) {
    let query = "/fhir/Observation?patient.identifier=https://github.com/synthetichealth/synthea%7Cb3e8d121-f742-438c-92e3-02135e4543d5&code=4548-4&_count=1";
    for (sort, time) in [("", "1984-10-08T22:39:41+00:00"), ("&_sort=date", "1975-02-10T22:39:41+00:00")] {
        let json = lab.get(&format!("{query}{sort}")).await.json();
        assert_eq!(
            (&json["total"], &json["entry"][0]["resource"]["effectiveDateTime"]),
            (&35.into(), &time.into())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_stay_while_others_write_and_say_nothing_in_their_addresses() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let subject = format!("Patient/{person}");
    let mut made = BTreeSet::new();
    for value in 1..=7 {
        made.insert(lab.post("/fhir/Observation", &observation(&subject, &value.to_string())).await.id());
    }
    let first = lab
        .get(&format!("/fhir/Observation?patient={person}&value-quantity=gt0&_sort=value-quantity&_count=3"))
        .await;
    assert_eq!(first.json()["total"], 7);
    let itself = link(&first, "self").expect("a link");
    assert_eq!(
        itself,
        format!("/fhir/Observation?patient={person}&value-quantity=gt0&_sort=value-quantity&_count=3")
    );
    let next = link(&first, "next").expect("a link");
    assert!(!next.contains(&person) && !next.contains("value"), "{next}");
    // Written between the pages, before and after the place.
    for value in ["0.5", "99"] {
        lab.post("/fhir/Observation", &observation(&subject, value)).await;
    }
    let mut seen = ids(&first);
    seen.extend(pages(&lab, &next).await);
    assert_eq!(seen.len(), 8, "the seven and the one that came after");
    assert_eq!(seen.iter().filter(|id| made.contains(*id)).collect::<BTreeSet<_>>().len(), 7);
    let other = house.system("other").await.get(&next).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST, "a page is for whoever has asked for it");
    assert_eq!(lab.get(&format!("{next}&code=x")).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(lab.get("/fhir/Observation?_cursor=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_reads_by_get_by_form_and_within_a_record() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let other = lab.put("/fhir/Patient/q", &patient("q")).await.id();
    let one = lab.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "7.50")).await.id();
    lab.post("/fhir/Observation", &observation(&format!("Patient/{other}"), "8")).await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let posted = async |path: &str, body: &str| {
        let request = http::Request::post(path).header("authorization", format!("Bearer {}", lab.token));
        let request = request.header(form[0].0, form[0].1).body(axum::body::Body::from(body.to_owned()));
        house.send(request.expect("a request")).await
    };
    for answer in [
        lab.get(&format!("/fhir/Observation?patient={person}")).await,
        lab.get("/fhir/Observation?patient=p").await,
        lab.get("/fhir/Observation?patient=Patient/p").await,
        lab.get("/fhir/Observation?patient.identifier=http://lab.example/mrn%7Cp").await,
        lab.get(&format!("/fhir/Patient/{person}/Observation?code:text=hb")).await,
        lab.get("/fhir/Patient/p/Observation").await,
        lab.get(&format!("/fhir?_type=Observation&patient={person}")).await,
        posted("/fhir/Observation/_search", &format!("patient={person}")).await,
        posted("/fhir/_search", &format!("_type=Observation&patient={person}")).await,
        posted(&format!("/fhir/Patient/{person}/Observation/_search"), "value-quantity=7.5").await,
    ] {
        assert_eq!((answer.status, ids(&answer)), (StatusCode::OK, vec![one.clone()]), "{answer:?}");
        assert_eq!(answer.json()["total"], 1);
        assert!(answer.text.contains("\"value\":7.50"), "digits stay");
    }
    let with = lab.get(&format!("/fhir/Observation?_id={one}&_include=Observation:subject")).await.json();
    assert_eq!((&with["total"], &with["entry"][1]["search"]["mode"]), (&1.into(), &"include".into()));
    assert_eq!(with["entry"][1]["resource"]["id"], person.as_str());
    let reverse =
        lab.get(&format!("/fhir/Patient?_id={person}&_revinclude=Observation:patient")).await.json();
    assert_eq!(reverse["entry"][1]["resource"]["id"], one.as_str());
    for (query, total) in [
        ("Patient?birthdate=1980-05-01", 2),
        ("Patient?birthdate=1980-05-02", 0),
        ("Patient?birthdate=1980-05-01,1980-05-02&identifier=http://lab.example/mrn%7Cp", 1),
        ("Observation?patient=Patient/nobody", 0),
    ] {
        assert_eq!(lab.get(&format!("/fhir/{query}")).await.json()["total"], total, "{query}");
    }
    let count = lab.get("/fhir/Observation?_summary=count").await.json();
    assert_eq!((&count["total"], count.get("entry")), (&2.into(), None));
    let part = lab.get(&format!("/fhir/Observation?_id={one}&_elements=status")).await.json();
    assert_eq!(part["entry"][0]["resource"].get("valueQuantity"), None);
    assert_eq!(part["entry"][0]["resource"]["meta"]["tag"][0]["code"], "SUBSETTED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_understood_or_costs_too_much_is_refused() {
    let house = House::with(Terms { search_rows: 8, ..Terms::default() }, Limits::default()).await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    for value in 1..=5 {
        lab.post("/fhir/Observation", &observation(&format!("Patient/{person}"), &value.to_string())).await;
    }
    let refused = async |path: &str, status: u16, code: &str| {
        let answer = lab.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (status, code), "{path}: {answer:?}");
        answer
    };
    let answer = refused("/fhir/Observation?colour=red&date=soon", 400, "not-supported").await;
    assert_eq!(answer.json()["issue"].as_array().map(Vec::len), Some(2), "each has its own sentence");
    refused("/fhir/Observation?code:in=x", 400, "not-supported").await;
    refused("/fhir/Observation?code=%ff", 400, "invalid").await;
    refused("/fhir/Pasient?name=x", 404, "not-supported").await;
    refused("/fhir/Patient/nobody/Observation", 404, "not-found").await;
    refused("/fhir?name=x", 400, "not-supported").await;
    refused("/fhir/Organization/x/Observation", 400, "invalid").await;
    let lenient = [("prefer", "handling=lenient")];
    let answer = lab.ask(("GET", "/fhir/Observation?colour=red&status=final&_count=2"), &lenient, "").await;
    let json = answer.json();
    assert_eq!(
        (&json["total"], link(&answer, "self").as_deref()),
        (&5.into(), Some("/fhir/Observation?status=final&_count=2"))
    );
    assert_eq!(json["entry"][2]["search"]["mode"], "outcome");
    let text = json["entry"][2]["resource"]["issue"][0]["details"]["text"].as_str().expect("text").to_owned();
    assert!(text.contains("colour") && !text.contains("red"), "{text}");
    for value in 6..=9 {
        lab.post("/fhir/Observation", &observation(&format!("Patient/{person}"), &value.to_string())).await;
    }
    refused("/fhir/Observation?status=final", 422, "too-costly").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_asked_of_the_documents_of_named_persons_is_asked_in_their_records() {
    let house = House::with(Terms { search_rows: 12, ..Terms::default() }, Limits::default()).await;
    let lab = house.system("lab").await;
    let (mut people, mut answers) = (Vec::new(), Vec::new());
    for number in 0..4 {
        let person = lab.put(&format!("/fhir/Patient/p{number}"), &patient(&format!("p{number}"))).await.id();
        for value in 0..3 {
            let value = (10 * number + value).to_string();
            let answer = observation(&format!("Patient/{person}"), &value);
            answers.push(lab.post("/fhir/Observation", &answer).await.id());
        }
        people.push(person);
    }
    let (one, two) = (people[1].as_str(), people[2].as_str());
    let identifier = "identifier=http://lab.example/mrn%7Cp1";
    let value = "_has:Observation:patient:value-quantity";
    let nested = "_has:Observation:patient:_has:DiagnosticReport:result:status";
    let report = format!(
        r#"{{"resourceType":"DiagnosticReport","status":"final","code":{{"text":"x"}},"subject":{{"reference":"Patient/{one}"}},"result":[{{"reference":"Observation/{}"}}]}}"#,
        answers[4]
    );
    assert_eq!(lab.post("/fhir/DiagnosticReport", &report).await.status, StatusCode::CREATED);
    for (query, found) in [
        (format!("_id={one}&{value}=11"), vec![one]),
        (format!("{value}=11&_id={one}"), vec![one]),
        (format!("_id={one},{two}&{value}=11,21"), vec![one, two]),
        (format!("_id={one},{two}&{value}=21"), vec![two]),
        (format!("_id={one}&{value}=21"), vec![]),
        (format!("_id=nobody&{value}=11"), vec![]),
        ("_id=p1&_has:Observation:subject:value-quantity=12".to_owned(), vec![one]),
        (format!("_id={one}&{nested}=final"), vec![one]),
        (format!("_id={two}&{nested}=final"), vec![]),
        (format!("{identifier}&{value}=11"), vec![one]),
        (format!("{identifier}&{value}=21"), vec![]),
    ] {
        let answer = lab.get(&format!("/fhir/Patient?{query}")).await;
        let mut expected: Vec<String> = found.iter().map(|id| (*id).to_owned()).collect();
        let mut ids = ids(&answer);
        expected.sort();
        ids.sort();
        assert_eq!((answer.status, ids), (StatusCode::OK, expected), "{query}: {answer:?}");
    }
    let who = |id: &str| format!(r#"{{"actor":{{"reference":"Patient/{id}"}},"status":"accepted"}}"#);
    let both = format!(
        r#"{{"resourceType":"Appointment","status":"booked","participant":[{},{}]}}"#,
        who(one),
        who(two)
    );
    assert_eq!(lab.post("/fhir/Appointment", &both).await.status, StatusCode::CREATED);
    for person in [one, two] {
        let answer =
            lab.get(&format!("/fhir/Patient?_id={person}&_has:Appointment:patient:status=booked")).await;
        assert_eq!(ids(&answer), [person], "it lies in the record of one of them: {answer:?}");
    }
    for query in [format!("{value}=11"), format!("birthdate=1980-05-01&{value}=11")] {
        let answer = lab.get(&format!("/fhir/Patient?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (422, "too-costly"), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_was_looked_at_finds_it_in_their_log() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let mut people = Vec::new();
    for id in ["p", "q"] {
        people.push(lab.put(&format!("/fhir/Patient/{id}"), &patient(id)).await.id());
    }
    lab.post("/fhir/Observation", &observation(&format!("Patient/{}", people[0]), "7")).await;
    let reads = async |id: &str| house.log(id).await.iter().filter(|row| row.action == Action::Read).count();
    lab.get("/fhir/Observation?status=final").await;
    assert_eq!((reads(&people[0]).await, reads(&people[1]).await), (1, 0), "only whose rows were shown");
    lab.get(&format!("/fhir/Observation?patient={}", people[1])).await;
    assert_eq!(
        (reads(&people[0]).await, reads(&people[1]).await),
        (1, 1),
        "that there is nothing tells something"
    );
    lab.get("/fhir/Patient?birthdate=1980").await;
    assert_eq!((reads(&people[0]).await, reads(&people[1]).await), (2, 2));
    let hidden = other.get("/fhir/Observation?status=final").await;
    assert_eq!(
        (&hidden.json()["total"], reads(&people[0]).await),
        (&0.into(), 2),
        "another's rows are not there"
    );
    let narrow = house.system("narrow").await;
    assert_eq!(narrow.get("/fhir/Patient?birthdate=1980").await.status, StatusCode::FORBIDDEN);
    let region = house.system("hospital").await.get("/fhir/Observation?status=final").await;
    assert_eq!((&region.json()["total"], reads(&people[0]).await), (&1.into(), 3));
}
