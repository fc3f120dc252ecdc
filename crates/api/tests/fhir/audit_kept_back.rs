//! What the log told to registered systems must not tell: what the person has done or chosen; and who finds a line when a system
//! asks about others.

use helsami_domain::access::Rule;
use helsami_domain::access::facts::Ground;
use helsami_domain::matter::Matter;
use helsami_fhir::block::NewBlock;
use helsami_store::audit::Action;
use http::StatusCode;
use serde_json::Value;

use crate::audit::{Scene, events, line, told, total};
use crate::house::{House, now, observation, patient};

/// The rule that each line tells, newest first.
fn rules(events: &[Value]) -> Vec<Option<String>> {
    let detail = |event: &'_ Value| event["entity"][0]["detail"].as_array().cloned().unwrap_or_default();
    let rule = |event| detail(event).into_iter().find(|one| one["type"] == "rule");
    events.iter().map(|event| rule(event)?["valueString"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn what_the_person_has_done_or_chosen_is_told_to_no_other_system() {
    let scene = Scene::new().await;
    let (lab, hospital) = (scene.house.system("lab").await, scene.house.system("hospital").await);
    let auditor = scene.house.system("auditor").await;
    let before = told(&auditor.get(&scene.path("&action=R&_count=1000")).await).len();
    scene.doctor_handles().await;
    scene.doctor_looks(&scene.plain, Ground::Override).await;
    let subject = format!("Patient/{}", scene.person);
    let items = [format!("Observation/{}", scene.plain)];
    let block = NewBlock { now: now(), patient: &subject, against: None, items: &items, is_coming: true };
    let made = lab.post("/fhir/Consent", &block.consent()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let task = format!(
        r#"{{"resourceType":"Task","status":"requested","intent":"order","for":{{"reference":"{subject}"}}}}"#
    );
    assert_eq!(lab.post("/fhir/Task", &task).await.status, StatusCode::CREATED);
    let looked = hospital.get(&format!("/fhir/Observation?patient={}", scene.person)).await;
    assert_eq!(looked.status, StatusCode::OK);
    let kept: Vec<_> = scene.house.log(&scene.person).await.into_iter().take(5).collect();
    let rules_kept: Vec<_> = kept.iter().map(|row| (row.action, row.rule)).collect();
    assert_eq!(
        rules_kept,
        [
            (Action::Read, Some(Rule::ClientRegion)),
            (Action::Write, Some(Rule::ClientOwn)),
            (Action::Write, Some(Rule::ClientOwn)),
            (Action::Read, Some(Rule::Override)),
            (Action::Read, Some(Rule::Handling)),
        ],
        "the person is told of all of them"
    );
    let seen = auditor.get(&scene.path("&_count=1000")).await;
    let all = told(&seen);
    let (own, other) = (line("The system auditor", "R", ""), line("The system hospital", "R", ""));
    assert_eq!(all[..2], [other, own], "{}", seen.text);
    let reads = all.iter().filter(|(_, action, _)| action == "R").count();
    assert_eq!(reads, before + 2, "the look before and the hospital's; not the doctor's two");
    assert_eq!(all.iter().filter(|(_, action, _)| action == "U").count(), 3, "not the Consent, not the Task");
    let events = events(&seen);
    for (event, rule) in events.iter().zip(rules(&events)) {
        let is_own = event["agent"][0]["who"]["display"] == "The system auditor";
        assert_eq!(rule.as_deref(), is_own.then_some("client-log"), "{event}");
    }
    for word in ["BTG", "Consent", "Task", "handling", "override", "client-own", "client-region"] {
        assert!(!seen.text.contains(word), "{word}: {}", seen.text);
    }
}

/// Lines of a person's log that are looks.
async fn looks(house: &House, person: &str) -> Vec<(Option<Matter>, Option<Rule>)> {
    let log = house.log(person).await.into_iter().filter(|row| row.action == Action::Read);
    log.map(|row| (row.matter, row.rule)).collect()
}

#[tokio::test]
async fn whoever_is_named_beside_another_finds_a_line() {
    let house = House::new().await;
    let (lab, auditor) = (house.system("lab").await, house.system("auditor").await);
    let one = lab.put("/fhir/Patient/one", &patient("one")).await.id();
    let two = lab.put("/fhir/Patient/two", &patient("two")).await.id();
    let third = lab.put("/fhir/Patient/third", &patient("third")).await.id();
    let by = |names: &str| {
        let values: Vec<String> =
            names.split(',').map(|name| format!("http://lab.example/mrn%7C{name}")).collect();
        values.join(",")
    };
    let exchange = (Some(Matter::Exchange), Some(Rule::ClientRegion));
    for path in [
        format!("/fhir/AuditEvent?patient.identifier={}", by("one,two")),
        format!("/fhir/AuditEvent?patient.identifier={}", by("one,two,nobody")),
        "/fhir/AuditEvent?patient.identifier=one,two".to_owned(),
        format!("/fhir/AuditEvent?patient={one},{two}"),
    ] {
        let (ones, twos) = (looks(&house, &one).await, looks(&house, &two).await);
        let answer = auditor.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (400, "invalid"), "{path}");
        assert_eq!(looks(&house, &one).await, [&[exchange], &ones[..]].concat(), "{path}");
        assert_eq!(looks(&house, &two).await, [&[exchange], &twos[..]].concat(), "{path}");
    }
    let before = looks(&house, &one).await;
    // One whom nobody knows beside one who is here: there is nobody else to tell.
    assert_eq!(
        total(&auditor, &format!("/fhir/AuditEvent?patient.identifier={}&action=U", by("one,nobody"))).await,
        1
    );
    let own = (Some(Matter::AccessLog), Some(Rule::ClientLog));
    assert_eq!(looks(&house, &one).await, [&[own], &before[..]].concat(), "one line, of the log");
    assert_eq!(looks(&house, &third).await, []);
}

#[tokio::test]
async fn whoever_is_asked_for_by_identifier_is_named_though_only_counted() {
    let house = House::new().await;
    let (lab, hospital) = (house.system("lab").await, house.system("hospital").await);
    let one = lab.put("/fhir/Patient/one", &patient("one")).await.id();
    let other = lab.put("/fhir/Patient/other", &patient("other")).await.id();
    lab.post("/fhir/Observation", &observation("Patient/one", "7")).await;
    for (path, expected) in [
        ("/fhir/Patient?identifier=http://lab.example/mrn%7Cone&_summary=count", 1),
        (
            "/fhir/Patient?identifier=http://lab.example/mrn%7Cone,http://lab.example/mrn%7Cnobody&_summary=count",
            1,
        ),
        ("/fhir/Patient?identifier=one&_summary=count", 1),
        ("/fhir/Observation?patient.identifier=one&_summary=count", 1),
        ("/fhir/Observation?patient.identifier=one&code:text=none", 0),
        // What the rest asks finds nothing, and that tells something too.
        ("/fhir/Encounter?subject:Patient.identifier=one", 0),
    ] {
        let before = looks(&house, &one).await.len();
        assert_eq!(total(&hospital, path).await, expected, "{path}");
        assert_eq!(looks(&house, &one).await.len(), before + 1, "{path}");
    }
    assert_eq!(looks(&house, &other).await, []);
}

#[tokio::test]
async fn what_a_chain_tells_of_another_is_in_their_log() {
    let house = House::new().await;
    let (lab, hospital) = (house.system("lab").await, house.system("hospital").await);
    let ill = lab.put("/fhir/Patient/ill", &patient("ill")).await.id();
    let well = lab.put("/fhir/Patient/well", &patient("well")).await.id();
    let condition = r#"{"resourceType":"Condition","code":{"coding":[{"system":"urn:c","code":"C"}]},"subject":{"reference":"Patient/ill"}}"#;
    assert_eq!(lab.post("/fhir/Condition", condition).await.status, StatusCode::CREATED);
    let own = patient("mine").replace(
        "\"birthDate\"",
        &format!(
            "\"link\":[{{\"other\":{{\"reference\":\"Patient/{ill}\"}},\"type\":\"seealso\"}}],\"birthDate\""
        ),
    );
    let own = hospital.put("/fhir/Patient/mine", &own).await.id();
    let path =
        |code: &str| format!("/fhir/Patient?_id={own}&link:Patient._has:Condition:patient:code={code}");
    assert_eq!(looks(&house, &ill).await, []);
    assert_eq!(total(&hospital, &path("C")).await, 1);
    assert_eq!(looks(&house, &ill).await, [(Some(Matter::Exchange), Some(Rule::ClientRegion))]);
    assert_eq!(total(&hospital, &path("D")).await, 0);
    assert_eq!(looks(&house, &well).await, []);
}
