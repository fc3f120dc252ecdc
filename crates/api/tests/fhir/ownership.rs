//! What belongs to whom: nobody sees or changes what another has sent, unless the configuration lets them read the region.

use helsami_domain::access::{Actor, Rule};
use helsami_fhir::block::NewBlock;
use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{House, now, observation, patient};

const NUMBER: &str = "05858010170";

/// A person with a national number, of the kind that is made up.
fn citizen(id: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{NUMBER}"}}],"birthDate":"1980-05-05"{more}}}"#
    )
}

#[tokio::test]
async fn what_another_has_sent_is_not_there() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let answer = lab.post("/fhir/Observation", &observation("Patient/p", "7")).await.id();
    let path = format!("/fhir/Observation/{answer}");
    for asked in [
        path.clone(),
        format!("{path}/_history"),
        format!("{path}/_history/1"),
        format!("/fhir/Patient/{person}"),
    ] {
        let told = other.get(&asked).await;
        assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"), "{asked}");
    }
    let change = observation(&format!("Patient/{person}"), "8")
        .replace("\"status\"", &format!("\"id\":\"{answer}\",\"status\""));
    let told = other.put(&path, &change).await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    let told = other.ask(("DELETE", &path), &[], "").await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    assert_eq!(lab.get(&path).await.header("etag"), "W/\"1\"");
    // Who tried is in the citizen's log.
    let refused: Vec<_> =
        house.log(&person).await.into_iter().filter(|row| row.action == Action::Refused).collect();
    assert_eq!(refused.len(), 6, "{refused:?}");
    let is_other = |actor: Actor| matches!(actor, Actor::Client { client, .. } if client == helsami_store::client_key("other"));
    assert!(refused.iter().all(|row| is_other(row.actor)));
    // The same name means something else in another's mouth.
    let theirs = other.put("/fhir/Patient/p", &patient("p").replace("mrn", "number")).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
    assert_ne!(theirs.id(), person);
}

#[tokio::test]
async fn a_person_who_is_here_stays_as_their_source_says() {
    let house = House::new().await;
    house.import(&[&citizen("reg", r#","gender":"female""#)]).await;
    let lab = house.system("lab").await;
    let told = lab
        .ask(("PUT", "/fhir/Patient/mine"), &[("prefer", "return=OperationOutcome")], citizen("mine", ""))
        .await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::OK, "informational"), "{told:?}");
    assert_eq!(told.json()["issue"][0]["severity"], "warning");
    let person = told.id();
    let log = house.log(&person).await;
    assert!(log.iter().all(|row| row.action == Action::Write), "nobody has tried to see anything: {log:?}");
    let answer = lab.post("/fhir/Observation", &observation("Patient/mine", "7.0")).await;
    assert_eq!(answer.json()["subject"]["reference"], format!("Patient/{person}"));
    assert_eq!(lab.get("/fhir/Patient/mine").await.status, StatusCode::NOT_FOUND, "it was sent by another");
    let hospital = house.system("hospital").await;
    let seen = hospital.get(&format!("/fhir/Patient/{person}")).await;
    assert_eq!((seen.status, &seen.json()["gender"]), (StatusCode::OK, &"female".into()));
    assert_eq!(seen.header("etag"), "W/\"1\"", "nothing was changed");
    let told = lab.ask(("DELETE", "/fhir/Patient/mine"), &[], "").await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test]
async fn the_region_is_read_unless_the_person_has_closed_it() {
    let house = House::new().await;
    let office = r#"{"resourceType":"Organization","id":"sh","name":"Sykehuset","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"883974832"}]}"#;
    house.import(&[office, &citizen("reg", "")]).await;
    let (lab, hospital) = (house.system("lab").await, house.system("hospital").await);
    lab.put("/fhir/Patient/mine", &citizen("mine", "")).await;
    let made = lab.post("/fhir/Observation", &observation("Patient/mine", "7.0")).await;
    let person = made.json()["subject"]["reference"].as_str().expect("a person").to_owned();
    let path = format!("/fhir/Observation/{}", made.id());
    assert_eq!(hospital.get(&path).await.status, StatusCode::OK);
    let log = house.log(person.trim_start_matches("Patient/")).await;
    assert_eq!((log[0].action, log[0].rule), (Action::Read, Some(Rule::ClientRegion)));
    let change =
        observation(&person, "8").replace("\"status\"", &format!("\"id\":\"{}\",\"status\"", made.id()));
    assert_eq!(
        hospital.put(&path, &change).await.status,
        StatusCode::FORBIDDEN,
        "it reads, and changes nothing"
    );
    house.import(&[&closed()]).await;
    let told = hospital.get(&path).await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"));
    let own = hospital.post("/fhir/Observation", &observation(&person, "9")).await;
    let own = hospital.get(&format!("/fhir/Observation/{}", own.id())).await;
    assert_eq!(own.status, StatusCode::OK, "what it has sent itself is not kept from it");
    assert_eq!(lab.get(&path).await.status, StatusCode::OK);
}

/// The record is closed to all staff.
fn closed() -> String {
    let block = NewBlock { now: now(), patient: "Patient/reg", against: None, items: &[], is_coming: false };
    block.consent().replacen('{', "{\"id\":\"closed\",", 1)
}

#[tokio::test]
async fn a_person_in_whose_record_others_write_is_not_deleted() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let theirs = other.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "7")).await;
    let told = lab.ask(("DELETE", "/fhir/Patient/p"), &[], "").await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::CONFLICT, "conflict"));
    let gone = other.ask(("DELETE", &format!("/fhir/Observation/{}", theirs.id())), &[], "").await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(lab.ask(("DELETE", "/fhir/Patient/p"), &[], "").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_is_about_nobody_is_everybodys_to_read() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let office =
        lab.post("/fhir/Organization", r#"{"resourceType":"Organization","name":"Lia legekontor"}"#).await;
    let list = lab.post("/fhir/List", r#"{"resourceType":"List","status":"current","mode":"working"}"#).await;
    let path = format!("/fhir/Organization/{}", office.id());
    assert_eq!(other.get(&path).await.status, StatusCode::OK);
    assert_eq!(other.get(&format!("{path}/_history")).await.status, StatusCode::OK);
    let body = format!(r#"{{"resourceType":"Organization","id":"{}","name":"Lia"}}"#, office.id());
    assert_eq!(other.put(&path, &body).await.status, StatusCode::FORBIDDEN);
    assert_eq!(other.get(&format!("/fhir/List/{}", list.id())).await.status, StatusCode::NOT_FOUND);
    assert_eq!(lab.get(&format!("/fhir/List/{}", list.id())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_goes_beyond_their_scopes() {
    let house = House::new().await;
    let (lab, narrow) = (house.system("lab").await, house.system("narrow").await);
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let made = narrow.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "7")).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let path = format!("/fhir/Observation/{}", made.id());
    let forbidden = async |method: &str, path: &str, body: &str| {
        let told = narrow.ask((method, path), &[], body).await;
        assert_eq!(
            (told.status, told.issue().0.as_str()),
            (StatusCode::FORBIDDEN, "forbidden"),
            "{method} {path}"
        );
    };
    forbidden("GET", &path, "").await;
    forbidden("GET", &format!("{path}/_history"), "").await;
    forbidden("DELETE", &path, "").await;
    forbidden("PUT", "/fhir/Patient/q", &patient("q")).await;
    forbidden("POST", "/fhir/Patient", &patient("q")).await;
    let entries = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"resource":{},"request":{{"method":"POST","url":"Observation"}}}},{{"resource":{},"request":{{"method":"POST","url":"Patient"}}}}]}}"#,
        observation(&format!("Patient/{person}"), "7"),
        patient("q")
    );
    forbidden("POST", "/fhir", &entries).await;
}
