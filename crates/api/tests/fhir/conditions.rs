//! Changes with a condition: by version, by identifier, and by several at once.

use http::StatusCode;

use crate::house::{House, observation, patient};

#[tokio::test]
async fn whoever_has_not_seen_the_last_version_changes_nothing() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let put = async |tag: &str, year: &str| {
        let body = patient("p").replace("1980", year);
        lab.ask(("PUT", "/fhir/Patient/p"), &[("if-match", tag)], body).await
    };
    assert_eq!(put("W/\"1\"", "1981").await.header("etag"), "W/\"2\"");
    let late = put("W/\"1\"", "1982").await;
    assert_eq!((late.status, late.issue().0.as_str()), (StatusCode::PRECONDITION_FAILED, "conflict"));
    assert_eq!(put("W/\"1\"", "1981").await.status, StatusCode::PRECONDITION_FAILED, "the same words too");
    assert_eq!(put("1", "1982").await.status, StatusCode::BAD_REQUEST);
    let path = ("DELETE", "/fhir/Patient/p");
    let late = lab.ask(path, &[("if-match", "W/\"1\"")], "").await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(lab.get("/fhir/Patient/p").await.json()["birthDate"], "1981-05-01");
    assert_eq!(lab.ask(path, &[("if-match", "W/\"2\"")], "").await.status, StatusCode::NO_CONTENT);
}

fn numbered(number: &str, value: &str) -> String {
    let identifier =
        format!(r#""identifier":[{{"system":"http://lab.example/answer","value":"{number}"}}],"status""#);
    observation("Patient/p", value).replace("\"status\"", &identifier)
}

const SEARCH: &str = "identifier=http://lab.example/answer|17";

#[tokio::test]
async fn an_identifier_finds_what_was_sent_before() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let plain = lab.post("/fhir/Observation", &numbered("17", "7.10")).await;
    let condition = [("if-none-exist", SEARCH)];
    let again = lab.ask(("POST", "/fhir/Observation"), &condition, numbered("17", "7.20")).await;
    assert_eq!((again.status, again.id()), (StatusCode::OK, plain.id()), "{again:?}");
    assert!(again.text.contains("7.10"), "nothing was changed");
    let by = format!("/fhir/Observation?{}", SEARCH.replace('|', "%7C"));
    let updated = lab.put(&by, &numbered("17", "7.30")).await;
    assert_eq!(
        (updated.status, updated.id(), updated.header("etag")),
        (StatusCode::OK, plain.id(), "W/\"2\"")
    );
    let new = lab.put(&by.replace("17", "18"), &numbered("18", "1.0")).await;
    assert_eq!(new.status, StatusCode::CREATED);
    // Another system's numbers are its own.
    let other = house.system("other").await;
    other.put("/fhir/Patient/p", &patient("p")).await;
    let theirs = other.ask(("POST", "/fhir/Observation"), &condition, numbered("17", "9.9")).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
    assert_eq!(lab.ask(("DELETE", &by), &[], "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(lab.get(&format!("/fhir/Observation/{}", plain.id())).await.status, StatusCode::GONE);
    assert_eq!(lab.ask(("DELETE", &by), &[], "").await.status, StatusCode::NO_CONTENT, "nothing is left");
    let theirs = other.get(&format!("/fhir/Observation/{}", theirs.id())).await;
    assert_eq!(theirs.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_document_no_longer_says_finds_it_no_more() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let made = lab.post("/fhir/Observation", &numbered("17", "1")).await.id();
    let body = numbered("18", "1").replace("\"status\"", &format!("\"id\":\"{made}\",\"status\""));
    assert_eq!(lab.put(&format!("/fhir/Observation/{made}"), &body).await.status, StatusCode::OK);
    let by = |number: &str| format!("/fhir/Observation?{}", SEARCH.replace('|', "%7C").replace("17", number));
    let other = lab.put(&by("17"), &numbered("17", "2")).await;
    assert_eq!(other.status, StatusCode::CREATED, "{other:?}");
    let same = lab.put(&by("18"), &numbered("18", "3")).await;
    assert_eq!((same.status, same.id()), (StatusCode::OK, made.clone()));
    // A condition that finds something changes neither it nor what finds it.
    let condition = [("if-none-exist", "identifier=http://lab.example/answer|18")];
    let kept = lab.ask(("POST", "/fhir/Observation"), &condition, numbered("19", "4")).await;
    assert_eq!((kept.status, kept.id()), (StatusCode::OK, made.clone()));
    assert_eq!(lab.put(&by("19"), &numbered("19", "5")).await.status, StatusCode::CREATED);
    let again = lab.put(&by("18"), &numbered("18", "3")).await;
    assert_eq!((again.status, again.header("etag")), (StatusCode::OK, "W/\"3\""));
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_create_the_same_at_once_get_one() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    let office = r#"{"resourceType":"Organization","name":"Lia","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"998447356"}]}"#;
    for round in 0..20 {
        let number = format!("9984473{round:02}");
        let body = office.replace("998447356", &number);
        let search = format!("identifier=urn:oid:2.16.578.1.12.4.1.4.101|{number}");
        let condition = [("if-none-exist", search.as_str())];
        let ask = ("POST", "/fhir/Organization");
        let (one, two, three) = tokio::join!(
            lab.ask(ask, &condition, body.clone()),
            other.ask(ask, &condition, body.clone()),
            lab.ask(ask, &condition, body.clone()),
        );
        let all = [&one, &two, &three];
        assert!(all.iter().all(|answer| answer.id() == one.id()), "{all:?}");
        let created = all.iter().filter(|answer| answer.status == StatusCode::CREATED).count();
        assert_eq!(created, 1, "{all:?}");
    }
    assert_eq!(house.store.counts().await.expect("counts").total(), 20);
}
