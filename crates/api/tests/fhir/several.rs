//! Searches of several types at once, and by value set and hierarchy.

use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{Answer, House, System, observation, patient};

fn ids(answer: &Answer) -> Vec<(String, String)> {
    let json = answer.json();
    assert_eq!((answer.status, &json["type"]), (StatusCode::OK, &"searchset".into()), "{answer:?}");
    let entries = json["entry"].as_array().cloned().unwrap_or_default();
    let one = |entry: &serde_json::Value| {
        let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
        (text(&entry["resource"]["resourceType"]), text(&entry["resource"]["id"]))
    };
    entries.iter().map(one).collect()
}

async fn pages(system: &System<'_>, path: &str) -> Vec<(String, String)> {
    let (mut all, mut at) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = at {
        let answer = system.get(&path).await;
        all.extend(ids(&answer));
        let json = answer.json();
        let links = json["link"].as_array().cloned().unwrap_or_default();
        let next = links.iter().find(|link| link["relation"] == "next").and_then(|link| link["url"].as_str());
        at = next.map(|url| url.strip_prefix("https://helse.example").expect("ours").to_owned());
    }
    all
}

fn condition(subject: &str, day: &str) -> String {
    format!(
        r#"{{"resourceType":"Condition","subject":{{"reference":"{subject}"}},"code":{{"text":"x"}},"recordedDate":"{day}"}}"#
    )
}

fn measured(subject: &str, day: &str) -> String {
    observation(subject, "1").replace("\"status\"", &format!("\"effectiveDateTime\":\"{day}\",\"status\""))
}

#[tokio::test]
async fn types_are_found_together_in_one_order() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let subject = format!("Patient/{person}");
    let mut made = Vec::new();
    for day in 1..=4 {
        let day = format!("2026-11-0{day}");
        let (kind, body) = if day.ends_with(['1', '3']) {
            ("Condition", condition(&subject, &day))
        } else {
            ("Observation", measured(&subject, &day))
        };
        made.push((kind.to_owned(), lab.post(&format!("/fhir/{kind}"), &body).await.id()));
    }
    made.reverse();
    let path = "/fhir?_type=Condition,Observation&patient=p";
    let all = lab.get(path).await;
    assert_eq!((ids(&all), all.json()["total"].as_u64()), (made.clone(), Some(4)), "newest first");
    let link = all.json()["link"][0]["url"].as_str().expect("a link").to_owned();
    assert!(link.starts_with("https://helse.example/fhir?_type=Condition,Observation"), "{link}");
    for count in 1..=4 {
        assert_eq!(pages(&lab, &format!("{path}&_count={count}")).await, made, "{count} on a page");
    }
    let mut by_id = pages(&lab, &format!("{path}&_sort=_id&_count=1")).await;
    assert!(by_id.is_sorted_by_key(|(_, id)| id.clone()), "{by_id:?}");
    by_id.sort();
    let mut sorted = made.clone();
    sorted.sort();
    assert_eq!(by_id, sorted);
    let with = lab.get(&format!("{path}&_count=1&_include=Observation:subject")).await;
    assert_eq!(ids(&with), [made[0].clone(), ("Patient".to_owned(), person.clone())]);
    let counted = lab.get(&format!("{path}&_summary=count")).await;
    assert_eq!((ids(&counted), counted.json()["total"].as_u64()), (vec![], Some(4)));
    // Whoever is shown, and whoever is named, has one line.
    let seq = house.log(&person).await[0].seq;
    lab.get(path).await;
    let log = house.log(&person).await;
    let new: Vec<Action> = log.iter().take_while(|row| row.seq > seq).map(|row| row.action).collect();
    assert_eq!(new, [Action::Read]);
    // Another's rows are not seen, and a page is its own system's.
    let other = house.system("other").await;
    assert_eq!(ids(&other.get(&format!("/fhir?_type=Condition,Observation&patient={person}")).await), []);
    let json = lab.get(&format!("{path}&_count=1")).await.json();
    let next = json["link"][1]["url"].as_str().expect("more").to_owned();
    let next = next.strip_prefix("https://helse.example").expect("ours");
    assert_eq!(other.get(next).await.status, StatusCode::BAD_REQUEST);
    assert!(!next.contains("patient"), "{next}");
}

#[tokio::test]
async fn what_not_every_type_has_is_refused() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    for (query, code) in [
        ("", "not-supported"),
        ("patient=p", "not-supported"),
        ("_type=Patient,Pasient", "invalid"),
        ("_type=Patient,Observation&code=x", "not-supported"),
        ("_type=Patient,Observation&_sort=birthdate", "value"),
        ("_type=Condition,Observation&_list=1", "not-supported"),
        ("_type=Condition,Observation&_cursor=AAAA", "invalid"),
        ("_cursor=AAAA", "invalid"),
    ] {
        let answer = lab.get(&format!("/fhir?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (400, code), "{query}: {answer:?}");
    }
    let narrow = house.system("narrow").await;
    assert_eq!(narrow.get("/fhir?_type=Patient,Observation").await.status, StatusCode::FORBIDDEN);
    let list = lab.get("/fhir/Observation?_list=1").await;
    assert!(list.text.contains("the members of a list"), "{list:?}");
}

#[tokio::test]
async fn codes_are_found_by_set_and_hierarchy() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    for status in ["final", "amended", "corrected"] {
        lab.post("/fhir/Observation", &observation("Patient/p", "1").replace("final", status)).await;
    }
    for (query, total) in [
        ("status:below=http://hl7.org/fhir/observation-status%7Camended", 2),
        ("status:above=http://hl7.org/fhir/observation-status%7Ccorrected", 2),
        ("status:in=http://hl7.org/fhir/ValueSet/observation-status", 3),
        ("status:not-in=http://hl7.org/fhir/ValueSet/observation-status", 0),
    ] {
        let answer = lab.get(&format!("/fhir/Observation?patient=p&{query}")).await;
        assert_eq!(answer.json()["total"].as_u64(), Some(total), "{query}: {answer:?}");
    }
    for query in ["code:in=http://example.org/ValueSet/mine", "code:below=http://snomed.info/sct%7C404684003"]
    {
        let answer = lab.get(&format!("/fhir/Observation?patient=p&{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (400, "not-supported"), "{query}");
    }
    for (id, url) in [("1", "http://lab.example/sets/a"), ("2", "http://lab.example/sets/a/b")] {
        let set = format!(r#"{{"resourceType":"ValueSet","id":"{id}","status":"active","url":"{url}"}}"#);
        assert_eq!(lab.put(&format!("/fhir/ValueSet/{id}"), &set).await.status, StatusCode::CREATED);
    }
    for (query, total) in [
        ("url=http://lab.example/sets/a", 1),
        ("url:below=http://lab.example/sets/a", 2),
        ("url:below=http://lab.example/set", 0),
        ("url:above=http://lab.example/sets/a/b/c", 2),
    ] {
        let answer = lab.get(&format!("/fhir/ValueSet?{query}")).await;
        assert_eq!(answer.json()["total"].as_u64(), Some(total), "{query}: {answer:?}");
    }
}
