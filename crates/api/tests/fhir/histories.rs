//! Histories: of one resource, of a type, of everything; whose they show, page by page.

use helsami_api::fhir::Limits;
use helsami_app::exchange::Terms;
use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{Answer, House, System, observation, patient};

/// Method, id and version of each entry.
fn told(answer: &Answer) -> Vec<(String, String, String)> {
    let json = answer.json();
    assert_eq!((answer.status, &json["type"]), (StatusCode::OK, &"history".into()), "{answer:?}");
    let entries = json["entry"].as_array().cloned().unwrap_or_default();
    let one = |entry: &serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        let id = text(&entry["fullUrl"]).rsplit('/').next().expect("an id").to_owned();
        assert_eq!(entry["resource"].is_null(), entry["request"]["method"] == "DELETE");
        (text(&entry["request"]["method"]), id, text(&entry["response"]["etag"]))
    };
    entries.iter().map(one).collect()
}

fn next(answer: &Answer) -> Option<String> {
    let json = answer.json();
    let link = json["link"].as_array()?.iter().find(|link| link["relation"] == "next")?.clone();
    Some(link["url"].as_str()?.strip_prefix("https://helse.example").expect("ours").to_owned())
}

async fn pages(system: &System<'_>, path: &str) -> Vec<(String, String, String)> {
    let (mut all, mut at) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = at {
        let answer = system.get(&path).await;
        all.extend(told(&answer));
        at = next(&answer);
        assert!(at.as_ref().is_none_or(|at| !at.contains("_since")), "a link tells nothing");
    }
    all
}

/// A person with two answers, of which one was changed and one was deleted.
async fn filled(lab: &System<'_>) -> (String, String, String) {
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let subject = format!("Patient/{person}");
    let kept = lab.post("/fhir/Observation", &observation(&subject, "1")).await.id();
    let gone = lab.post("/fhir/Observation", &observation(&subject, "2")).await.id();
    let newer = observation(&subject, "3").replace("\"status\"", &format!("\"id\":\"{kept}\",\"status\""));
    assert_eq!(lab.put(&format!("/fhir/Observation/{kept}"), &newer).await.header("etag"), "W/\"2\"");
    assert_eq!(lab.ask(("DELETE", &format!("/fhir/Observation/{gone}")), &[], "").await.status, 204);
    (person, kept, gone)
}

#[tokio::test]
async fn everything_that_was_sent_is_told_once() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let (person, kept, gone) = filled(&lab).await;
    let office = lab.post("/fhir/Organization", r#"{"resourceType":"Organization","name":"Lia"}"#).await.id();
    let one =
        |method: &str, id: &str, version: u32| (method.to_owned(), id.to_owned(), format!("W/\"{version}\""));
    let mut answers =
        vec![one("PUT", &kept, 2), one("POST", &kept, 1), one("DELETE", &gone, 2), one("POST", &gone, 1)];
    let sorted = |mut all: Vec<(String, String, String)>| {
        all.sort();
        all
    };
    let all = lab.get("/fhir/Observation/_history").await;
    assert_eq!((all.json()["total"].as_u64(), next(&all)), (Some(4), None));
    answers.sort();
    assert_eq!(sorted(told(&all)), answers);
    assert_eq!(pages(&lab, "/fhir/Observation/_history?_count=1").await, told(&all), "page by page");
    // All was stored in one moment here; of one row the newest stands first all the same.
    let place = |version: u32| {
        told(&all)
            .iter()
            .position(|found| *found == one(if version == 2 { "PUT" } else { "POST" }, &kept, version))
    };
    assert!(place(2) < place(1));
    let whole = sorted(pages(&lab, "/fhir/_history?_count=2").await);
    answers.extend([one("POST", &person, 1), one("POST", &office, 1)]);
    answers.sort();
    assert_eq!(whole, answers);
    assert_eq!(told(&lab.get("/fhir/Organization/_history").await), [one("POST", &office, 1)]);
    let own = format!("/fhir/Observation/{kept}/_history");
    assert_eq!(pages(&lab, &format!("{own}?_count=1")).await, [one("PUT", &kept, 2), one("POST", &kept, 1)]);
    for (query, count) in [
        ("_since=2026-11-26T12:00:00Z", 4),
        ("_since=2026-11-26T12:00:01Z", 0),
        ("_since=2026-11-26T13:00:00%2B01:00&_count=2", 2),
        ("_at=2026-11-27", 2),
        ("_at=2026-11-25", 0),
        ("_count=0", 0),
    ] {
        let answer = lab.get(&format!("/fhir/Observation/_history?{query}")).await;
        assert_eq!(told(&answer).len(), count, "{query}");
    }
    assert_eq!(lab.get("/fhir/Observation/_history?_count=0").await.json()["total"], 4);
    for path in ["/fhir/Observation/_history", "/fhir/_history", own.as_str()] {
        for query in [
            "_since=yesterday",
            "_at=now",
            "_count=many",
            "patient=p",
            "_list=1",
            "_cursor=AAAA",
            "_since=%zz",
        ] {
            let answer = lab.get(&format!("{path}?{query}")).await;
            assert_eq!(
                (answer.status.as_u16(), answer.issue().0.as_str()),
                (400, "invalid"),
                "{path} {query}"
            );
        }
    }
    assert_eq!(lab.get("/fhir/Pasient/_history").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_bundle_asks_for_histories_too() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let (_, kept, _) = filled(&lab).await;
    let ask = |url: &str| format!(r#"{{"request":{{"method":"GET","url":"{url}"}}}}"#);
    let all = [
        "_history",
        "Observation/_history?_count=1",
        "Observation/none/_history",
        "Patient/_history?colour=red",
    ];
    let all = all.map(ask).join(",")
        + ","
        + &ask(&format!("https://helse.example/fhir/Observation/{kept}/_history"));
    let answer =
        lab.post("/fhir", &format!(r#"{{"resourceType":"Bundle","type":"batch","entry":[{all}]}}"#)).await;
    let json = answer.json();
    let entry = |place: usize| &json["entry"][place];
    let status =
        |place: usize| entry(place)["response"]["status"].as_str().expect("a status")[..3].to_owned();
    assert_eq!((0..5).map(status).collect::<Vec<_>>(), ["200", "200", "404", "400", "200"], "{answer:?}");
    let total = |place: usize| (&entry(place)["resource"]["type"], &entry(place)["resource"]["total"]);
    assert_eq!(total(0), (&"history".into(), &5.into()));
    assert_eq!((total(1).1, entry(1)["resource"]["entry"].as_array().map(Vec::len)), (&4.into(), Some(1)));
    let link =
        |place: usize, link: usize| entry(place)["resource"]["link"][link]["url"].as_str().expect("a link");
    assert_eq!(link(0, 0), "https://helse.example/fhir/_history");
    assert_eq!(link(1, 0), "https://helse.example/fhir/Observation/_history?_count=1");
    assert!(link(1, 1).starts_with("https://helse.example/fhir/Observation/_history?_cursor="));
    assert_eq!(
        (total(4).1, link(4, 0)),
        (&2.into(), format!("https://helse.example/fhir/Observation/{kept}/_history").as_str())
    );
}

#[tokio::test]
async fn a_history_shows_what_a_read_would_and_is_in_the_log() {
    let house = House::new().await;
    let (lab, other, hospital) =
        (house.system("lab").await, house.system("other").await, house.system("hospital").await);
    let (person, kept, gone) = filled(&lab).await;
    let second = lab.put("/fhir/Patient/q", &patient("q")).await.id();
    let before = (house.log(&person).await[0].seq, house.log(&second).await[0].seq);
    assert_eq!(told(&other.get("/fhir/_history").await), [], "another's is not seen");
    let ids: Vec<String> =
        told(&hospital.get("/fhir/Observation/_history").await).into_iter().map(|one| one.1).collect();
    assert_eq!(ids, [kept.as_str(), kept.as_str()], "of a deleted one nobody knows what it was marked with");
    assert_ne!(kept, gone);
    let log = house.log(&person).await;
    let new: Vec<Action> = log.iter().take_while(|row| row.seq > before.0).map(|row| row.action).collect();
    assert_eq!(new, [Action::Read]);
    assert_eq!(house.log(&second).await[0].seq, before.1, "nothing of theirs was shown");
    // The link to a page is its own system's.
    let link = next(&lab.get("/fhir/_history?_count=1").await).expect("more");
    assert_eq!(hospital.get(&link).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        lab.get(&link.replace("/fhir/_history", "/fhir/Observation/_history")).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(house.system("narrow").await.get("/fhir/_history").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_history_that_costs_too_much_is_refused() {
    let terms = Terms { search_rows: 4, ..Terms::default() };
    let house = House::with(terms, Limits::default()).await;
    let lab = house.system("lab").await;
    filled(&lab).await;
    for path in ["/fhir/Observation/_history", "/fhir/_history?_count=1"] {
        let answer = lab.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (422, "too-costly"), "{path}");
    }
    assert_eq!(told(&lab.get("/fhir/Patient/_history").await).len(), 1);
}
