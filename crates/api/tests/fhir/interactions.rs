//! Read, create, update, delete, versions: what comes back, and what is in the log.

use helsami_api::fhir::Limits;
use helsami_app::access_log;
use helsami_app::exchange::Terms;
use helsami_domain::access::{Actor, Purpose, Rule, VisitNumber};
use helsami_domain::matter::Matter;
use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{House, now, observation, patient};

#[tokio::test]
async fn what_is_sent_comes_back_with_every_digit() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let made = lab.put("/fhir/Patient/p", &patient("p")).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let (id, json) = (made.id(), made.json());
    assert_eq!((json["id"].as_str(), json["meta"]["versionId"].as_str()), (Some(id.as_str()), Some("1")));
    assert_eq!(made.header("etag"), "W/\"1\"");
    assert_eq!(made.header("last-modified"), "Thu, 26 Nov 2026 12:00:00 GMT");
    assert_eq!(made.header("content-type"), "application/fhir+json");
    // Under our id and under its own.
    for path in [format!("/fhir/Patient/{id}"), "/fhir/Patient/p".to_owned()] {
        let read = lab.get(&path).await;
        assert_eq!((read.status, read.text.as_str()), (StatusCode::OK, made.text.as_str()), "{path}");
    }
    // The subject by either name, and by its address.
    for subject in
        ["Patient/p".to_owned(), format!("Patient/{id}"), format!("https://helse.example/fhir/Patient/{id}")]
    {
        let made = lab.post("/fhir/Observation", &observation(&subject, "13.50")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        assert!(made.text.contains("\"value\":13.50,"), "{}", made.text);
        assert_eq!(made.json()["subject"]["reference"], format!("Patient/{id}"), "{subject}");
    }
    let head = lab.ask(("HEAD", &format!("/fhir/Patient/{id}")), &[], "").await;
    assert_eq!((head.status, head.text.as_str(), head.header("etag")), (StatusCode::OK, "", "W/\"1\""));
    let pretty = lab.get(&format!("/fhir/Patient/{id}?_pretty=true&_format=json")).await;
    assert_eq!(pretty.json(), made.json());
    assert!(pretty.text.contains("\n  \"birthDate\": \"1980-05-01\""), "{}", pretty.text);
}

#[tokio::test]
async fn versions_are_kept_and_told() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let id = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let newer = patient("p").replace("1980", "1981");
    let path = format!("/fhir/Patient/{id}");
    let second = lab.put("/fhir/Patient/p", &newer).await;
    assert_eq!((second.status, second.header("etag")), (StatusCode::OK, "W/\"2\""));
    let same = lab.put("/fhir/Patient/p", &newer).await;
    assert_eq!((same.status, same.header("etag")), (StatusCode::OK, "W/\"2\""), "nothing new");
    let third = lab
        .put(&path, &newer.replace("\"id\":\"p\"", &format!("\"id\":\"{id}\"")).replace("1981", "1982"))
        .await;
    assert_eq!((third.status, third.header("etag")), (StatusCode::OK, "W/\"3\""), "{third:?}");
    let first = lab.get(&format!("{path}/_history/1")).await;
    assert_eq!((first.status, &first.json()["birthDate"]), (StatusCode::OK, &"1980-05-01".into()));
    assert_eq!(lab.get(&format!("{path}/_history/4")).await.status, StatusCode::NOT_FOUND);
    let gone = lab.ask(("DELETE", &path), &[], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(
        lab.ask(("DELETE", &path), &[], "").await.status,
        StatusCode::NO_CONTENT,
        "as often as one likes"
    );
    let read = lab.get(&path).await;
    assert_eq!((read.status, read.issue().0.as_str()), (StatusCode::GONE, "deleted"));
    assert_eq!(lab.get(&format!("{path}/_history/4")).await.status, StatusCode::GONE);
    let history = lab.get(&format!("{path}/_history")).await.json();
    let entries = history["entry"].as_array().expect("versions");
    let told: Vec<(&str, &str)> = entries
        .iter()
        .map(|one| {
            (
                one["request"]["method"].as_str().expect("a method"),
                one["response"]["etag"].as_str().expect("a tag"),
            )
        })
        .collect();
    assert_eq!(told, [("DELETE", "W/\"4\""), ("PUT", "W/\"3\""), ("PUT", "W/\"2\""), ("POST", "W/\"1\"")]);
    assert_eq!((&history["type"], &history["total"]), (&"history".into(), &4.into()));
    assert!(entries[0].get("resource").is_none());
    let one = lab.get(&format!("{path}/_history?_count=1")).await.json();
    assert_eq!(one["entry"].as_array().map(Vec::len), Some(1));
    let none = lab.get(&format!("{path}/_history?_since=2027-01-01T00:00:00Z")).await.json();
    assert!(none.get("entry").is_none() && none["total"] == 0);
    assert_eq!(lab.get(&format!("{path}/_history?_since=soon")).await.status, StatusCode::BAD_REQUEST);
    // What was deleted comes back with the next version.
    let back = lab.put("/fhir/Patient/p", &newer).await;
    assert_eq!((back.status, back.header("etag")), (StatusCode::CREATED, "W/\"5\""), "{back:?}");
    assert_eq!(back.id(), id);
}

#[tokio::test]
async fn every_read_and_write_is_a_line_with_the_systems_name() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let id = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let made = lab.post("/fhir/Observation", &observation("Patient/p", "7.1")).await;
    let path = format!("/fhir/Observation/{}", made.id());
    assert_eq!(lab.get(&path).await.status, StatusCode::OK);
    let tag = lab.ask(("GET", &path), &[("if-none-match", "W/\"1\"")], "").await;
    assert_eq!((tag.status, tag.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(lab.get(&format!("{path}/_history")).await.status, StatusCode::OK);
    assert_eq!(lab.get("/fhir/Observation/unknown").await.status, StatusCode::NOT_FOUND);
    let rows = house.log(&id).await;
    let told: Vec<(Action, Option<Matter>)> = rows.iter().map(|row| (row.action, row.matter)).collect();
    let read = (Action::Read, Some(Matter::Exchange));
    assert_eq!(told, [read, read, read, (Action::Write, None), (Action::Write, None)]);
    let items: Vec<_> = rows.iter().map(|row| row.item.map(|item| item.kind.name())).collect();
    let named = [Some("Observation"); 4].into_iter().chain([Some("Patient")]);
    assert_eq!(items, named.collect::<Vec<_>>());
    for row in &rows {
        assert_eq!((row.purpose, row.rule), (Purpose::Exchange, Some(Rule::ClientOwn)));
        let Actor::Client { client, .. } = row.actor else { panic!("{row:?}") };
        let names = house.store.client_names(&[client]).await.expect("names");
        assert_eq!(names, [(client, "The system lab".to_owned())]);
    }
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let check = async |body: &str, status: u16, code: &str, place: &str| {
        let answer = lab.put("/fhir/Patient/p", body).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert_eq!(answer.issue(), (code.to_owned(), place.to_owned()), "{body}");
    };
    check(
        r#"{"resourceType":"Patient","id":"p","birthDate":"1980-02-30"}"#,
        400,
        "value",
        "Patient.birthDate",
    )
    .await;
    check(r#"{"resourceType":"Patient","id":"p","birthDay":"1980"}"#, 400, "structure", "Patient.birthDay")
        .await;
    check(r#"{"resourceType":"Patient","id":"q"}"#, 400, "invalid", "Patient.id").await;
    check(r#"{"resourceType":"Patient"}"#, 400, "invalid", "Patient.id").await;
    check(r#"{"resourceType":"Patient","id":7}"#, 400, "structure", "Patient.id").await;
    check(r#"{"resourceType":"Group","id":"p","type":"person","actual":true}"#, 400, "invalid", "").await;
    check("{", 400, "structure", "").await;
    check("[]", 400, "structure", "").await;
    check("", 400, "structure", "").await;
    let answer = lab.post("/fhir/Observation", r#"{"resourceType":"Observation","status":"final"}"#).await;
    assert_eq!(
        (answer.status, answer.issue()),
        (StatusCode::BAD_REQUEST, ("required".into(), "Observation.code".into()))
    );
    let answer = lab.put("/fhir/Patient/a_b", &patient("a_b")).await;
    assert_eq!((answer.status, answer.issue().0.as_str()), (StatusCode::BAD_REQUEST, "invalid"));
    assert_eq!(house.store.counts().await.expect("counts").total(), 0);
}

#[tokio::test]
async fn how_much_of_a_change_is_shown() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let ask = async |prefer: &str, year: &str| {
        let body = patient("p").replace("1980", year);
        lab.ask(("PUT", "/fhir/Patient/p"), &[("prefer", prefer)], body).await
    };
    let minimal = ask("return=minimal", "1980").await;
    assert_eq!(
        (minimal.status, minimal.text.as_str(), minimal.header("etag")),
        (StatusCode::CREATED, "", "W/\"1\"")
    );
    let whole = ask("return=representation", "1981").await;
    assert_eq!((whole.status, &whole.json()["birthDate"]), (StatusCode::OK, &"1981-05-01".into()));
    let outcome = ask("return=OperationOutcome", "1982").await;
    assert_eq!((outcome.status, outcome.issue().0.as_str()), (StatusCode::OK, "informational"));
}

#[tokio::test]
async fn an_update_makes_nothing_where_the_operator_says_so() {
    let terms = Terms { creates_on_update: false, ..Terms::default() };
    let house = House::with(terms, Limits::default()).await;
    let lab = house.system("lab").await;
    let answer = lab.put("/fhir/Patient/p", &patient("p")).await;
    assert_eq!((answer.status, answer.issue().0.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "not-supported"));
    let made = lab.post("/fhir/Patient", &patient("p")).await;
    let id = made.id();
    let body = patient("p").replace("\"id\":\"p\"", &format!("\"id\":\"{id}\"")).replace("1980", "1981");
    assert_eq!(lab.put(&format!("/fhir/Patient/{id}"), &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn all_that_is_kept_about_one_person() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    for value in ["1.10", "1.20", "1.30"] {
        lab.post("/fhir/Observation", &observation("Patient/p", value)).await;
    }
    other.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "9.9")).await;
    let count = |text: &str| text.matches("\"fullUrl\"").count();
    let whole = lab.get("/fhir/Patient/p/$everything").await;
    assert_eq!(
        (whole.status, count(&whole.text), whole.json()["type"].as_str()),
        (StatusCode::OK, 4, Some("searchset"))
    );
    assert!(whole.text.contains("1.10") && !whole.text.contains("9.9"), "{}", whole.text);
    assert_eq!(whole.json()["entry"][0]["search"]["mode"], "match");
    let (mut path, mut found) = ("/fhir/Patient/p/$everything?_count=2".to_owned(), Vec::new());
    for pages in 1.. {
        let page = lab.get(&path).await.json();
        found.extend(page["entry"].as_array().expect("entries").iter().map(|one| one["fullUrl"].to_string()));
        match page["link"].as_array().and_then(|links| links.iter().find(|one| one["relation"] == "next")) {
            Some(next) => {
                path = next["url"]
                    .as_str()
                    .expect("a link")
                    .trim_start_matches("https://helse.example")
                    .to_owned();
            }
            None => {
                assert_eq!(pages, 2);
                break;
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 4, "each once");
    let some = lab.get("/fhir/Patient/p/$everything?_type=Patient,Condition").await;
    assert_eq!(count(&some.text), 1);
    let later = lab.get("/fhir/Patient/p/$everything?_since=2027-01-01T00:00:00Z").await;
    assert_eq!((later.status, count(&later.text)), (StatusCode::OK, 0));
    assert_eq!(count(&other.get(&format!("/fhir/Patient/{person}/$everything")).await.text), 1, "its own");
    assert_eq!(
        count(&house.system("hospital").await.get(&format!("/fhir/Patient/{person}/$everything")).await.text),
        5
    );
    for bad in ["_type=Pasient", "_since=now", "_count=x", "_after=x", "start=2020"] {
        assert_eq!(
            lab.get(&format!("/fhir/Patient/p/$everything?{bad}")).await.status,
            StatusCode::BAD_REQUEST,
            "{bad}"
        );
    }
    assert_eq!(lab.get("/fhir/Observation/p/$everything").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(lab.get("/fhir/Patient/unknown/$everything").await.status, StatusCode::NOT_FOUND);
    assert!(house.log(&person).await[0].action == Action::Read);
}

#[tokio::test]
async fn a_citizen_reads_which_system_it_was() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let id = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    lab.get("/fhir/Patient/p").await;
    let actor = Actor::Citizen { person: house.person(&id), visit: VisitNumber(7) };
    let pass = house.app.admit(actor, house.person(&id), now()).await.expect("one's own record");
    let log = access_log::log(&house.app, &pass, None, now()).await.expect("the log");
    let visit = log.visits.iter().find(|visit| visit.actor != actor).expect("the system's");
    let Actor::Client { client, .. } = visit.actor else { panic!("{visit:?}") };
    assert_eq!(log.client(client), Some("The system lab"));
    assert_eq!((visit.purpose, visit.looked.len(), visit.lines.len()), (Purpose::Exchange, 2, 2));
    let mut export = access_log::export(&house.app, &pass, now()).await.expect("begun");
    let lines = export.next().await.expect("read").expect("lines");
    assert!(lines.contains("\"display\":\"The system lab\"") && lines.contains("HOPERAT"), "{lines}");
}
