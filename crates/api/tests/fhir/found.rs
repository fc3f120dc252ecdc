//! Changes of what a search finds: none, one, or too many.

use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{Answer, House, System, patient};

/// An answer with a code and a day.
fn coded(code: &str, day: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"{code}"}}]}},"subject":{{"reference":"Patient/p"}},"effectiveDateTime":"{day}","valueQuantity":{{"value":{value},"unit":"g/dL"}}}}"#
    )
}

const DAY: &str = "2026-11-20";
const FOUND: &str = "patient=p&code=http://loinc.org%7C718-7&date=2026-11-20";

fn by(query: &str) -> String {
    format!("/fhir/Observation?{query}")
}

async fn create(system: &System<'_>, query: &str, value: &str) -> Answer {
    system.ask(("POST", "/fhir/Observation"), &[("if-none-exist", query)], coded("718-7", DAY, value)).await
}

/// The status and the first code of an outcome.
#[track_caller]
fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.issue().0)
}

async fn total(system: &System<'_>, path: &str) -> u64 {
    system.get(path).await.json()["total"].as_u64().expect("a number")
}

#[tokio::test]
async fn what_is_found_decides() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let made = create(&lab, FOUND, "7.10").await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let again = create(&lab, &format!("Observation?{FOUND}"), "7.20").await;
    assert_eq!((again.status, again.id(), again.header("etag")), (StatusCode::OK, made.id(), "W/\"1\""));
    assert!(again.text.contains("7.10"), "{again:?}");
    // Another question finds nothing.
    let other = create(&lab, &FOUND.replace("11-20", "11-21"), "7.30").await;
    assert_eq!(other.status, StatusCode::CREATED);
    assert_eq!(lab.ask(("DELETE", &format!("/fhir/Observation/{}", other.id())), &[], "").await.status, 204);
    let updated = lab.put(&by(FOUND), &coded("718-7", DAY, "7.40")).await;
    assert_eq!(
        (updated.status, updated.id(), updated.header("etag")),
        (StatusCode::OK, made.id(), "W/\"2\"")
    );
    assert!(updated.text.contains("7.40"), "{updated:?}");
    let with_id =
        |id: &str| coded("718-7", DAY, "7.50").replace("\"status\"", &format!("\"id\":\"{id}\",\"status\""));
    assert_eq!(lab.put(&by(FOUND), &with_id(&made.id())).await.header("etag"), "W/\"3\"");
    assert_eq!(refused(&lab.put(&by(FOUND), &with_id("another")).await), (400, "invalid".to_owned()));
    let patched =
        lab.ask(("PATCH", &by(FOUND)), &[("content-type", "application/json-patch+json")], STATUS).await;
    assert_eq!((patched.status, patched.header("etag")), (StatusCode::OK, "W/\"4\""), "{patched:?}");
    assert_eq!(patched.json()["status"], "amended");
    // What nothing is found for is made, under the document's id where it has one.
    let own = lab.put(&by("patient=p&code=none"), &with_id("own")).await;
    assert_eq!(own.status, StatusCode::CREATED, "{own:?}");
    assert_eq!(lab.get("/fhir/Observation/own").await.status, StatusCode::OK);
    assert_eq!(
        refused(&lab.put(&by("patient=p&code=none"), &with_id("own")).await),
        (400, "invalid".to_owned())
    );
    // Now there are two.
    let many = (412, "multiple-matches".to_owned());
    assert_eq!(refused(&create(&lab, FOUND, "8").await), many);
    assert_eq!(refused(&lab.put(&by(FOUND), &coded("718-7", DAY, "8")).await), many);
    assert_eq!(refused(&lab.ask(("DELETE", &by(FOUND)), &[], "").await), many);
    assert_eq!(refused(&lab.ask(("PATCH", &by(FOUND)), &[], STATUS).await), many);
    assert_eq!(total(&lab, &by(FOUND)).await, 2);
    let one = by(&format!("{FOUND}&status=amended"));
    assert_eq!(lab.ask(("DELETE", &one), &[], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(lab.get(&format!("/fhir/Observation/{}", made.id())).await.status, StatusCode::GONE);
    assert_eq!(lab.ask(("DELETE", &one), &[], "").await.status, StatusCode::NO_CONTENT, "nothing is left");
    assert_eq!(refused(&lab.ask(("PATCH", &one), &[], STATUS).await), (404, "not-found".to_owned()));
    assert_eq!(total(&lab, &by(FOUND)).await, 1);
    let log = house.log(&person).await;
    assert_eq!((log[0].action, log[1].action), (Action::Read, Action::Read), "a condition is a look");
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

const STATUS: &str = r#"[{"op":"replace","path":"/status","value":"amended"}]"#;

#[tokio::test]
async fn what_is_not_understood_is_refused() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    for (query, code) in [
        ("", "invalid"),
        ("colour=red", "not-supported"),
        ("_tags=x", "not-supported"),
        ("code=x&_count=1", "invalid"),
        ("code=x&_sort=date", "invalid"),
        ("date=tomorrow", "value"),
        ("code=%zz", "invalid"),
    ] {
        let expected = (400, code.to_owned());
        assert_eq!(refused(&lab.put(&by(query), &coded("1", DAY, "1")).await), expected, "{query}");
        assert_eq!(refused(&lab.ask(("DELETE", &by(query)), &[], "").await), expected, "{query}");
        assert_eq!(refused(&lab.ask(("PATCH", &by(query)), &[], STATUS).await), expected, "{query}");
        if !query.is_empty() {
            assert_eq!(refused(&create(&lab, query, "1").await), expected, "{query}");
        }
    }
    for method in ["PUT", "PATCH"] {
        let answer = lab.ask((method, &by(FOUND)), &[("if-match", "W/\"1\"")], coded("1", DAY, "1")).await;
        assert_eq!(refused(&answer), (400, "invalid".to_owned()));
    }
    assert_eq!(total(&lab, "/fhir/Observation").await, 0);
    // Who may create, and not search, asks no condition.
    let narrow = house.system("narrow").await;
    assert_eq!(refused(&create(&narrow, FOUND, "1").await), (403, "forbidden".to_owned()));
}

#[tokio::test]
async fn each_system_finds_what_it_may_see() {
    let house = House::new().await;
    let (lab, other, hospital) =
        (house.system("lab").await, house.system("other").await, house.system("hospital").await);
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let query = FOUND.replace("patient=p", &format!("patient={person}"));
    let about = |value: &str| coded("718-7", DAY, value).replace("Patient/p", &format!("Patient/{person}"));
    let made = lab.ask(("POST", "/fhir/Observation"), &[("if-none-exist", &query)], about("1")).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let seen = hospital.ask(("POST", "/fhir/Observation"), &[("if-none-exist", &query)], about("2")).await;
    assert_eq!((seen.status, seen.id()), (StatusCode::OK, made.id()), "it reads the region");
    for (method, body) in [("PUT", about("3")), ("DELETE", String::new()), ("PATCH", AMENDED.to_owned())] {
        let answer = hospital.ask((method, &by(&query)), &[], body).await;
        assert_eq!(refused(&answer), (403, "forbidden".to_owned()), "{method} changes nothing of another's");
        assert_eq!(house.log(&person).await[0].action, Action::Refused, "{method}");
    }
    let own = other.ask(("POST", "/fhir/Observation"), &[("if-none-exist", &query)], about("4")).await;
    assert_eq!(own.status, StatusCode::CREATED, "another's is not seen");
    assert_ne!(own.id(), made.id());
}

/// A FHIRPath Patch.
const AMENDED: &str = r#"{"resourceType":"Parameters","parameter":[{"name":"operation","part":[
    {"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.status"},
    {"name":"value","valueCode":"amended"}]}]}"#;

fn bundle(kind: &str, entries: &[String]) -> String {
    format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]}}"#, entries.join(","))
}

fn entry(url: &str, resource: &str, request: &str) -> String {
    format!(r#"{{"fullUrl":"urn:uuid:{url}","resource":{resource},"request":{{{request}}}}}"#)
}

const FIRST: &str = "0c3c3f3a-4a3b-4d0e-9a5c-000000000001";
const SECOND: &str = "0c3c3f3a-4a3b-4d0e-9a5c-000000000002";

#[tokio::test]
async fn bundles_ask_conditions_too() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let made = create(&lab, FOUND, "7").await.id();
    let unless = format!(r#""method":"POST","url":"Observation","ifNoneExist":"{FOUND}""#);
    // What is there stays, and what is sent with it refers to it; a reference may be a search.
    let report = format!(
        r#"{{"resourceType":"DiagnosticReport","status":"final","code":{{"text":"Hb"}},"subject":{{"reference":"Patient?birthdate=1980-05-01"}},"result":[{{"reference":"urn:uuid:{FIRST}"}}]}}"#
    );
    let post = r#""method":"POST","url":"DiagnosticReport""#;
    let both = [entry(FIRST, &coded("718-7", DAY, "8"), &unless), entry(SECOND, &report, post)];
    let answer = lab.post("/fhir", &bundle("transaction", &both)).await;
    let statuses = |answer: &Answer| -> Vec<String> {
        let json = answer.json();
        let entries = json["entry"].as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .map(|one| one["response"]["status"].as_str().unwrap_or_default()[..3].to_owned())
            .collect()
    };
    assert_eq!(statuses(&answer), ["200", "201"], "{answer:?}");
    let location = answer.json()["entry"][1]["response"]["location"].as_str().expect("a place").to_owned();
    let report_made = lab.get(location.strip_prefix("https://helse.example").expect("ours")).await.json();
    assert_eq!(report_made["result"][0]["reference"], format!("Observation/{made}"));
    let person = lab.get("/fhir/Patient/p").await.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(report_made["subject"]["reference"], format!("Patient/{person}"));
    assert!(
        lab.get(&format!("/fhir/Observation/{made}")).await.text.contains("\"value\":7,"),
        "nothing was changed"
    );
    // A reference that finds nothing, or too much, stands in the way of all.
    lab.post("/fhir/Observation", &coded("718-7", "2026-11-19", "9")).await;
    for (asked, code) in
        [("Patient?birthdate=1970-01-01", "not-found"), ("Observation?code=718-7", "multiple-matches")]
    {
        let one = coded("1-1", DAY, "1")
            .replace("\"status\"", &format!(r#""derivedFrom":[{{"reference":"{asked}"}}],"status""#));
        let post = r#""method":"POST","url":"Observation""#;
        let all = [entry(FIRST, &coded("1-1", DAY, "1"), post), entry(SECOND, &one, post)];
        let answer = lab.post("/fhir", &bundle("transaction", &all)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.issue()),
            (412, (code.to_owned(), "Bundle.entry[1]".to_owned())),
            "{asked}"
        );
    }
    assert_eq!(total(&lab, &by("code=1-1")).await, 0, "all or nothing");
    // Of a batch each entry is by itself; one that stands after another finds it.
    let new = unless.replace("718-7", "4548-4");
    let put = format!(r#""method":"PUT","url":"Observation?{}""#, FOUND.replace("718-7", "4548-4"));
    let delete = format!(r#"{{"request":{{"method":"DELETE","url":"Observation?{FOUND}"}}}}"#);
    let many = r#"{"request":{"method":"DELETE","url":"Observation?patient=p"}}"#.to_owned();
    let hba1c = |value: &str| coded("4548-4", DAY, value);
    let all = [entry(FIRST, &hba1c("1"), &new), entry(SECOND, &hba1c("2"), &new), many, delete];
    let answer = lab.post("/fhir", &bundle("batch", &all)).await;
    assert_eq!(statuses(&answer), ["201", "200", "412", "204"], "{answer:?}");
    let answer = lab.post("/fhir", &bundle("transaction", &[entry(FIRST, &hba1c("3"), &put)])).await;
    assert_eq!(answer.json()["entry"][0]["response"]["etag"], "W/\"2\"", "{answer:?}");
    // Twice the same in one transaction is nobody's to tell apart.
    let third = unless.replace("718-7", "2345-7");
    let twice = [entry(FIRST, &hba1c("1"), &third), entry(SECOND, &hba1c("2"), &third)];
    let answer = lab.post("/fhir", &bundle("transaction", &twice)).await;
    assert_eq!((answer.status.as_u16(), answer.issue().1.as_str()), (400, "Bundle.entry[1]"), "{answer:?}");
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_ask_the_same_at_once_get_one() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    for round in 0..20 {
        let body = format!(r#"{{"resourceType":"Organization","name":"Lia {round:02}"}}"#);
        let search = format!("name:exact=Lia {round:02}");
        let (condition, ask) = ([("if-none-exist", search.as_str())], ("POST", "/fhir/Organization"));
        let (one, two, three) = tokio::join!(
            lab.ask(ask, &condition, body.clone()),
            other.ask(ask, &condition, body.clone()),
            lab.ask(ask, &condition, body.clone()),
        );
        let all = [&one, &two, &three];
        assert!(all.iter().all(|answer| answer.id() == one.id()), "{all:?}");
        assert_eq!(all.iter().filter(|answer| answer.status == StatusCode::CREATED).count(), 1, "{all:?}");
    }
    assert_eq!(house.store.counts().await.expect("counts").total(), 20);
    // What has gone can be made again, and again.
    let (ask, search) = (("POST", "/fhir/Organization"), "name:exact=Lia 00");
    let body = r#"{"resourceType":"Organization","name":"Lia 00"}"#;
    let mut maker =
        if lab.ask(("DELETE", "/fhir/Organization?name:exact=Lia%2000"), &[], "").await.status == 204 {
            &lab
        } else {
            &other
        };
    if std::ptr::eq(maker, &other) {
        assert_eq!(
            other.ask(("DELETE", "/fhir/Organization?name:exact=Lia%2000"), &[], "").await.status,
            204
        );
    }
    for round in 0..6 {
        let made = maker.ask(ask, &[("if-none-exist", search)], body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{round}");
        assert_eq!(lab.ask(ask, &[("if-none-exist", search)], body).await.id(), made.id());
        let path = format!("/fhir/Organization/{}", made.id());
        assert_eq!(maker.ask(("DELETE", &path), &[], "").await.status, StatusCode::NO_CONTENT);
        maker = if round % 2 == 0 { &other } else { &lab };
    }
}

#[tokio::test]
async fn no_system_lifts_what_staff_have_set() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    // A label as staff set it: a system that lifted it would show the line to those it is hidden from.
    let label = r#""meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS","userSelected":true}]},"status""#;
    let made =
        lab.post("/fhir/Observation", &coded("718-7", DAY, "1").replace("\"status\"", label)).await.id();
    let path = format!("/fhir/Observation/{made}");
    let newer = coded("718-7", DAY, "2").replace("\"status\"", &format!("\"id\":\"{made}\",\"status\""));
    let answer = lab.ask(("PUT", &path), &[("if-match", "W/\"1\"")], newer.clone()).await;
    assert_eq!((answer.status, answer.header("etag")), (StatusCode::OK, "W/\"2\""), "{answer:?}");
    assert_eq!(answer.json()["meta"]["security"][0]["code"], "NORN_FORANS");
    let late = lab.ask(("PUT", &path), &[("if-match", "W/\"1\"")], newer).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    let remove = r#"[{"op":"remove","path":"/meta/security"}]"#;
    let patched = lab.ask(("PATCH", &path), &[("content-type", "application/json-patch+json")], remove).await;
    assert_eq!(patched.json()["meta"]["security"][0]["code"], "NORN_FORANS", "{patched:?}");
    let by = lab.put(&by(FOUND), &coded("718-7", DAY, "3")).await;
    assert_eq!(by.json()["meta"]["security"][0]["code"], "NORN_FORANS", "{by:?}");
}
