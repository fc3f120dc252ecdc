//! AuditEvents that systems send of their own house: kept as sent, seen by their sender alone, beside the lines of the log.

use helsami_api::fhir::Limits;
use helsami_app::exchange::Terms;
use http::StatusCode;
use serde_json::{Value, json};

use crate::audit::{Scene, events};
use crate::house::{Answer, House, System, patient};

/// An event that tells of these persons: of the first who did it, of the second whose record it was about.
fn event(action: &str, who: Option<&str>, what: Option<&str>) -> String {
    let mut event = json!({
        "resourceType": "AuditEvent",
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "action": action,
        "recorded": "2026-11-20T08:00:00.120+01:00",
        "agent": [{"name": "Eirik Drift", "requestor": true}],
        "source": {"site": "Laboratoriet", "observer": {"display": "Analysemaskinen"}},
    });
    if let Some(who) = who {
        event["agent"][0]["who"] = json!({"reference": format!("Patient/{who}")});
    }
    if let Some(what) = what {
        event["entity"] = json!([{"what": {"reference": format!("Patient/{what}")}}]);
    }
    event.to_string()
}

fn with_id(event: &str, id: &str) -> String {
    event.replacen('{', &format!("{{\"id\":\"{id}\","), 1)
}

/// The ids of the matches of an answer.
fn ids(answer: &Answer) -> Vec<String> {
    events(answer).iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
}

async fn found(system: &System<'_>, query: &str) -> Vec<String> {
    ids(&system.get(&format!("/fhir/AuditEvent{query}")).await)
}

#[tokio::test]
async fn what_is_sent_is_its_senders_alone() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let [lab, other, hospital] =
        [house.system("lab").await, house.system("other").await, house.system("hospital").await];
    let (auditor, watcher) = (house.system("auditor").await, house.system("watcher").await);
    let sent = event("E", None, Some(&scene.person));
    let made = lab.post("/fhir/AuditEvent", &sent).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let id = made.id();
    let own = lab.get(&format!("/fhir/AuditEvent/{id}")).await;
    let mut json = own.json();
    assert_eq!(
        (own.status, own.header("etag"), &json["id"]),
        (StatusCode::OK, "W/\"1\"", &id.as_str().into())
    );
    for name in ["id", "meta"] {
        json.as_object_mut().expect("an object").remove(name);
    }
    assert_eq!(json, serde_json::from_str::<Value>(&sent).expect("JSON"));
    let past = lab.get(&format!("/fhir/AuditEvent/{id}/_history/1")).await;
    assert_eq!((past.status, past.json()["id"].as_str()), (StatusCode::OK, Some(id.as_str())));
    let history = lab.get(&format!("/fhir/AuditEvent/{id}/_history")).await.json();
    assert_eq!((&history["total"], &history["entry"][0]["resource"]["id"]), (&1.into(), &id.as_str().into()));
    let tags = lab.get(&format!("/fhir/AuditEvent/{id}/$meta")).await;
    assert_eq!(tags.status, StatusCode::OK);
    // Whoever is not named for the log searches its own, of this person or of all.
    for query in ["?action=E", &format!("?patient={}", scene.person), &format!("?_id={id}"), ""] {
        assert_eq!(found(&lab, query).await, [id.as_str()], "{query}");
        for system in [&other, &hospital] {
            assert_eq!(found(system, query).await, [""; 0], "{query}");
        }
    }
    // Nobody else sees it by any way, nor is it told of in a line.
    for system in [&other, &hospital, &auditor, &watcher] {
        for (path, status) in [("", 404), ("/_history/1", 0), ("/_history", 0), ("/$meta", 404)] {
            let answer = system.get(&format!("/fhir/AuditEvent/{id}{path}")).await;
            assert!(
                matches!(answer.status.as_u16(), 400 | 404) && (status == 0 || answer.status == status),
                "{path}: {answer:?}"
            );
        }
        let person = &scene.person;
        for path in [
            format!("/fhir/Patient/{person}/$everything?_count=1000"),
            format!("/fhir/Patient/{person}/AuditEvent?_count=1000"),
            format!("/fhir/AuditEvent?_id={id}&_include=*"),
            format!("/fhir/AuditEvent?patient={person}&_include=*&_count=1000"),
            "/fhir/_history".to_owned(),
        ] {
            let answer = system.get(&path).await;
            // Who has nothing of the person is told that there is nobody.
            let is_empty = path.contains("$everything") && answer.status == StatusCode::NOT_FOUND;
            assert!(answer.status == StatusCode::OK || is_empty, "{path}: {answer:?}");
            assert!(!answer.text.contains("Analysemaskinen"), "{path}: {}", answer.text);
            let query = format!("AuditEvent?_id={id}");
            assert!(path.contains(&query) || !answer.text.contains(&id), "{path}: {}", answer.text);
        }
    }
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test]
async fn its_sender_finds_it_beside_the_lines_of_the_log() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let (watcher, auditor) = (house.system("watcher").await, house.system("auditor").await);
    watcher.put("/fhir/Patient/q", &patient("q")).await;
    let child = watcher.post("/fhir/Patient", &patient("c")).await.id();
    // Who did it and whom it is about are two: it lies with one of them, and is found by both.
    let both = watcher.post("/fhir/AuditEvent", &event("R", Some(&scene.person), Some(&child))).await.id();
    let nobody = watcher.put("/fhir/AuditEvent/n", &with_id(&event("E", None, None), "n")).await.id();
    let own = watcher.post("/fhir/AuditEvent", &event("E", None, Some(&scene.person))).await.id();
    let all = found(&watcher, &format!("?patient={}&_count=1000", scene.person)).await;
    assert!(all.contains(&both) && all.contains(&own) && !all.contains(&nobody), "{all:?}");
    assert!(all.len() > 2, "the lines of what it has done itself are there too: {all:?}");
    assert_eq!(
        found(&watcher, &format!("?patient={child}&action=R&agent-name=eirik")).await,
        [both.as_str()]
    );
    for (query, expected) in [
        (format!("?patient={}&action=E", scene.person), vec![own.clone()]),
        (format!("?_id={own}"), vec![own.clone()]),
        (format!("?_id={nobody}"), vec![nobody.clone()]),
        ("?_id=n".to_owned(), vec![nobody.clone()]),
        (format!("?patient={}&date=2026-11-20&_sort=action", scene.person), vec![own.clone(), both.clone()]),
    ] {
        assert_eq!(found(&watcher, &query).await, expected, "{query}");
    }
    let alone = watcher.get("/fhir/AuditEvent?action=E").await;
    assert_eq!((alone.status, alone.issue().0.as_str()), (StatusCode::BAD_REQUEST, "invalid"));
    // The same order on every page, none twice, and each of the first search.
    let query = format!("/fhir/AuditEvent?patient={}&_sort=date&_count=2", scene.person);
    let (mut pages, mut next, mut totals) = (Vec::new(), Some(query), Vec::new());
    while let Some(path) = next {
        let answer = watcher.get(&path).await;
        assert!(pages.len() < 40, "does not end");
        pages.extend(ids(&answer));
        let json = answer.json();
        totals.push(json["total"].as_u64().expect("a number"));
        let links = json["link"].as_array().cloned().unwrap_or_default();
        let link = links.into_iter().find(|one| one["relation"] == "next");
        next =
            link.and_then(|one| Some(one["url"].as_str()?.strip_prefix("https://helse.example")?.to_owned()));
    }
    assert_eq!(pages[..2].iter().filter(|id| [&own, &both].contains(id)).count(), 2, "the oldest first");
    assert!(totals.len() > 1 && totals.iter().all(|total| *total == pages.len() as u64), "{totals:?}");
    let count = pages.len();
    pages.sort_unstable();
    pages.dedup();
    assert_eq!(pages.len(), count);
    let seen = auditor.get(&scene.path("&_count=1000")).await;
    assert!(!seen.text.contains(&own) && !seen.text.contains(&both), "{}", seen.text);
}

#[tokio::test]
async fn an_event_is_made_by_every_way_that_makes() {
    let scene = Scene::new().await;
    let house = &scene.house;
    let lab = house.system("lab").await;
    let sent = event("C", None, Some(&scene.person));
    let made = lab.ask(("POST", "/fhir/AuditEvent"), &[("if-none-exist", "action=C")], sent.as_str()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let again = lab.ask(("POST", "/fhir/AuditEvent"), &[("if-none-exist", "action=C")], sent.as_str()).await;
    assert_eq!((again.status, again.id()), (StatusCode::OK, made.id()));
    // What another has sent is nothing to it.
    let other = house.system("other").await;
    let theirs =
        other.ask(("POST", "/fhir/AuditEvent"), &[("if-none-exist", "action=C")], sent.as_str()).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
    assert_ne!(theirs.id(), made.id());
    for (kind, id) in [("transaction", "t"), ("batch", "b")] {
        let entries = [
            json!({"resource": serde_json::from_str::<Value>(&with_id(&sent, id)).expect("JSON"),
                "request": {"method": "PUT", "url": format!("AuditEvent/{id}")}}),
            json!({"resource": serde_json::from_str::<Value>(&sent).expect("JSON"),
                "request": {"method": "POST", "url": "AuditEvent"}}),
        ];
        let bundle = json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string();
        let answer = lab.post("/fhir", &bundle).await.json();
        for place in [0, 1] {
            assert_eq!(
                answer["entry"][place]["response"]["status"], "201 Created",
                "{kind} {place}: {answer}"
            );
        }
        assert_eq!(
            lab.get(&format!("/fhir/AuditEvent/{id}")).await.status,
            StatusCode::OK,
            "by its own name"
        );
    }
    let changed = lab.put("/fhir/AuditEvent/t", &with_id(&sent, "t")).await;
    assert_eq!((changed.status.as_u16(), changed.issue().0.as_str()), (405, "not-supported"));
    assert_eq!(found(&lab, "?_count=1000").await.len(), 5);
    let narrow = house.system("narrow").await.post("/fhir/AuditEvent", &sent).await;
    assert_eq!(narrow.status, StatusCode::FORBIDDEN);
    let closed = Terms { creates_on_update: false, ..Terms::default() };
    let house = House::with(closed, Limits::default()).await;
    let put =
        house.system("lab").await.put("/fhir/AuditEvent/n", &with_id(&event("E", None, None), "n")).await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_send_one_id_at_once_one_makes_it() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let texts: Vec<String> =
        ["C", "R", "U", "E"].map(|action| with_id(&event(action, None, None), "x")).into();
    let sent = texts.iter().map(|text| lab.put("/fhir/AuditEvent/x", text));
    let mut statuses: Vec<u16> =
        futures_util::future::join_all(sent).await.iter().map(|one| one.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201, "{statuses:?}");
    assert!(statuses[1..].iter().all(|status| matches!(status, 405 | 409)), "{statuses:?}");
    let history = lab.get("/fhir/AuditEvent/x/_history").await.json();
    assert_eq!(history["total"], 1);
}

#[tokio::test]
async fn nobody_changes_events_or_the_log() {
    let scene = Scene::new().await;
    let watcher = scene.house.system("watcher").await;
    let event = r#"{"resourceType":"AuditEvent","id":"a","type":{"code":"rest"},"recorded":"2026-11-26T12:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}}}"#;
    let made = watcher.put("/fhir/AuditEvent/a", event).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let stored = watcher.get("/fhir/AuditEvent/a").await;
    let lines = watcher.get(&scene.path("")).await;
    assert_eq!(ids(&lines), [""; 0], "it is about nobody");
    let auditor = scene.house.system("auditor").await;
    let line = events(&auditor.get(&scene.path("")).await)[0]["id"].as_str().expect("an id").to_owned();
    let as_line = event.replace("\"id\":\"a\"", &format!("\"id\":\"{line}\""));
    let (line, ours) = (format!("/fhir/AuditEvent/{line}"), format!("/fhir/AuditEvent/{}", made.id()));
    let as_ours = event.replace("\"id\":\"a\"", &format!("\"id\":\"{}\"", made.id()));
    let tag =
        r#"{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"code":"t"}]}}]}"#;
    for (method, path, body) in [
        ("PUT", line.as_str(), as_line.as_str()),
        ("DELETE", line.as_str(), ""),
        ("PATCH", line.as_str(), "[]"),
        ("PUT", ours.as_str(), as_ours.as_str()),
        ("DELETE", ours.as_str(), ""),
        ("PUT", "/fhir/AuditEvent/a", event),
        ("PUT", "/fhir/AuditEvent?action=R", event),
        ("DELETE", "/fhir/AuditEvent/a", ""),
        ("DELETE", "/fhir/AuditEvent?action=R", ""),
        ("PATCH", "/fhir/AuditEvent/a", "[]"),
        ("PATCH", "/fhir/AuditEvent?action=R", "[]"),
        ("POST", "/fhir/AuditEvent/a/$meta-add", tag),
        ("POST", "/fhir/AuditEvent/a/$meta-delete", tag),
    ] {
        let answer = watcher.ask((method, path), &[], body).await;
        assert_eq!(
            (answer.status, answer.issue().0.as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "not-supported"),
            "{method} {path}: {answer:?}"
        );
        assert!(answer.text.contains("an AuditEvent is not changed"), "{answer:?}");
    }
    let after = watcher.get("/fhir/AuditEvent/a").await;
    assert_eq!((after.status, after.json()), (StatusCode::OK, stored.json()));
    let whole = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"resource":{},"request":{{"method":"PUT","url":"Patient/q"}}}},{{"resource":{event},"request":{{"method":"PUT","url":"AuditEvent/a"}}}}]}}"#,
        patient("q")
    );
    let answer = watcher.post("/fhir", &whole).await;
    assert_eq!(
        (answer.status.as_u16(), answer.issue()),
        (405, ("not-supported".to_owned(), "Bundle.entry[1]".to_owned()))
    );
    let each = watcher.post("/fhir", &whole.replace("transaction", "batch")).await.json();
    assert_eq!(each["entry"][0]["response"]["status"], "201 Created");
    assert_eq!(each["entry"][1]["response"]["status"], "405 Method Not Allowed");
}
