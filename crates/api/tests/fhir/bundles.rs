//! Many things at once.

use http::StatusCode;
use serde_json::{Value, json};

use crate::house::{House, observation, patient};

fn resource(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn bundle(kind: &str, entries: &[Value]) -> String {
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

fn entry(method: &str, url: &str) -> Value {
    json!({"request": {"method": method, "url": url}})
}

fn sent(method: &str, url: &str, text: &str) -> Value {
    json!({"resource": resource(text), "request": {"method": method, "url": url}})
}

fn statuses(answer: &Value) -> Vec<&str> {
    let entries = answer["entry"].as_array().expect("entries");
    entries.iter().map(|one| one["response"]["status"].as_str().expect("a status")).collect()
}

#[tokio::test]
async fn a_transaction_binds_its_references() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let old = lab.post("/fhir/Observation", &observation("Patient/none", "1")).await;
    let urn = "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a";
    let mut person = sent("POST", "Patient", &patient("x"));
    person["fullUrl"] = json!(urn);
    let mut named = sent(
        "PUT",
        "Encounter/e",
        r#"{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a"}}"#,
    );
    named["fullUrl"] = json!("https://helse.example/fhir/Encounter/e");
    let answer = observation(urn, "13.55")
        .replace("\"status\"", "\"encounter\":{\"reference\":\"Encounter/e\"},\"status\"");
    let entries = vec![
        entry("GET", "Encounter/e"),
        sent("POST", "Observation", &answer),
        named,
        person,
        entry("DELETE", &format!("Observation/{}", old.id())),
        entry("DELETE", "Observation/never"),
    ];
    let answer = lab.post("/fhir", &bundle("transaction", &entries)).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let json = answer.json();
    assert_eq!(json["type"], "transaction-response");
    assert_eq!(
        statuses(&json),
        ["200 OK", "201 Created", "201 Created", "201 Created", "204 No Content", "204 No Content"]
    );
    let location = |entry: usize| {
        let whole = json["entry"][entry]["response"]["location"].as_str().expect("a place");
        whole.strip_prefix("https://helse.example").expect("ours").to_owned()
    };
    assert_eq!(json["entry"][1]["response"]["etag"], "W/\"1\"");
    assert_eq!(json["entry"][1]["response"]["lastModified"], "2026-11-26T12:00:00Z");
    let made = lab.get(&location(1)).await;
    assert!(!made.text.contains("urn:uuid") && made.text.contains("13.55"), "{}", made.text);
    let person = location(3);
    let person = person.trim_start_matches("/fhir/").trim_end_matches("/_history/1");
    assert_eq!(made.json()["subject"]["reference"], person);
    let visit = location(2);
    let visit = visit.trim_start_matches("/fhir/").trim_end_matches("/_history/1");
    assert_eq!(made.json()["encounter"]["reference"], visit);
    assert_eq!(
        json["entry"][0]["resource"]["id"],
        visit.trim_start_matches("Encounter/"),
        "what is read is read last"
    );
}

#[tokio::test]
async fn a_transaction_is_all_or_nothing() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let check = async |second: Value, status: u16, code: &str, place: &str| {
        let entries = vec![sent("PUT", "Patient/p", &patient("p")), second.clone()];
        let answer = lab.post("/fhir", &bundle("transaction", &entries)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.issue()),
            (status, (code.to_owned(), place.to_owned())),
            "{second}"
        );
        assert_eq!(house.store.counts().await.expect("counts").total(), 0, "{second}");
    };
    let bad = observation("Patient/p", "1")
        .replace("\"status\":\"final\"", "\"status\":\"final\",\"issued\":\"soon\"");
    check(sent("POST", "Observation", &bad), 400, "value", "Bundle.entry[1].resource.issued").await;
    check(
        sent(
            "POST",
            "Observation",
            &observation("Patient/p", "1").replace("\"status\"", "\"colour\":\"red\",\"status\""),
        ),
        400,
        "structure",
        "Bundle.entry[1].resource.colour",
    )
    .await;
    check(sent("PUT", "Patient/p", &patient("p")), 400, "invalid", "Bundle.entry[1]").await;
    check(sent("POST", "Group", &observation("Patient/p", "1")), 400, "invalid", "Bundle.entry[1]").await;
    check(entry("POST", "Observation"), 400, "invalid", "Bundle.entry[1]").await;
    check(entry("PATCH", "Observation/1"), 400, "invalid", "Bundle.entry[1]").await;
    check(entry("OPTIONS", "Observation/1"), 400, "not-supported", "Bundle.entry[1]").await;
    check(entry("DELETE", "Observation?colour=x"), 400, "invalid", "Bundle.entry[1]").await;
    check(json!({"resource": resource(&patient("p"))}), 400, "invalid", "Bundle.entry[1]").await;
    let reference = observation("Patient?identifier=http://lab.example/none|1", "1");
    check(sent("POST", "Observation", &reference), 412, "not-found", "Bundle.entry[1]").await;
    let mut matched = sent(
        "PUT",
        "Observation/o",
        &observation("Patient/p", "1").replace("\"status\"", "\"id\":\"o\",\"status\""),
    );
    matched["request"]["ifMatch"] = json!("W/\"3\"");
    check(matched, 412, "conflict", "").await;
    for (text, status) in [
        ("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 400),
        ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":7}", 400),
        ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}", 200),
        ("{", 400),
    ] {
        assert_eq!(lab.post("/fhir", text).await.status.as_u16(), status, "{text}");
    }
}

#[tokio::test]
async fn conditions_hold_in_a_transaction() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let search = "identifier=http://lab.example/mrn|p";
    let person = || {
        let mut one = sent("POST", "Patient", &patient("p"));
        one["request"]["ifNoneExist"] = json!(search);
        one
    };
    let first = lab.post("/fhir", &bundle("transaction", &[person()])).await.json();
    let named = observation(&format!("Patient?{search}"), "1");
    let entries = vec![person(), sent("POST", "Observation", &named)];
    let second = lab.post("/fhir", &bundle("transaction", &entries)).await.json();
    assert_eq!((statuses(&first), statuses(&second)), (vec!["201 Created"], vec!["200 OK", "201 Created"]));
    assert_eq!(first["entry"][0]["response"]["location"], second["entry"][0]["response"]["location"]);
    let body = bundle(
        "transaction",
        &[entry("DELETE", &format!("Patient?{search}")), entry("DELETE", &format!("Patient?{search}9"))],
    );
    let third = lab.post("/fhir", &body).await.json();
    assert_eq!(statuses(&third), ["204 No Content", "204 No Content"]);
}

#[tokio::test]
async fn each_entry_of_a_batch_stands_for_itself() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let bad = observation("Patient/p", "1").replace("\"status\"", "\"colour\":\"red\",\"status\"");
    let entries = vec![
        sent("POST", "Observation", &observation("Patient/p", "1.15")),
        sent("POST", "Observation", &bad),
        entry("GET", "Patient/p"),
        entry("GET", "Patient/p/_history/1"),
        entry("GET", "Patient/unknown"),
        entry("DELETE", "Observation/unknown"),
        entry("GET", "Patient?colour=x"),
        entry("GET", "Patient?birthdate=1980"),
        entry("GET", "Patient/p/Observation?status=final"),
        sent("PUT", "Patient/p", &patient("p").replace("1980", "1981")),
        sent("PUT", "Patient/p", &patient("p").replace("1980", "1982")),
    ];
    let answer =
        lab.ask(("POST", "/fhir/"), &[("prefer", "return=representation")], bundle("batch", &entries)).await;
    let json = answer.json();
    let expected = [
        "201 Created",
        "400 Bad Request",
        "200 OK",
        "200 OK",
        "404 Not Found",
        "204 No Content",
        "400 Bad Request",
        "200 OK",
        "200 OK",
        "200 OK",
        "200 OK",
    ];
    assert_eq!((answer.status, statuses(&json)), (StatusCode::OK, expected.to_vec()), "{json}");
    // What is read comes after what is written.
    assert_eq!(json["entry"][7]["resource"]["total"], 0, "born in 1982 by now");
    assert_eq!(json["entry"][8]["resource"]["total"], 1);
    assert_eq!(
        json["entry"][1]["response"]["outcome"]["issue"][0]["expression"][0],
        "Bundle.entry[1].resource.colour"
    );
    assert!(answer.text.contains("\"value\":1.15}"), "what was asked to be seen, with its digits");
    let now = lab.get("/fhir/Patient/p").await;
    assert_eq!(
        (now.header("etag"), &now.json()["birthDate"]),
        ("W/\"3\"", &"1982-05-01".into()),
        "in their order"
    );
}
