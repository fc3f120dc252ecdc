//! `PATCH` among the entries of a Bundle: JSON Patch in a Binary, FHIRPath Patch in Parameters, by id, version and search.

use helsami_store::audit::Action;
use http::StatusCode;
use serde_json::{Value, json};

use crate::house::{Answer, House, System, observation, patient};

fn bundle(kind: &str, entries: &[Value]) -> String {
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

/// Base64, as a Binary holds it.
fn packed(text: &str) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut all = String::new();
    for three in text.as_bytes().chunks(3) {
        let number = three.iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            all.push(char::from(SIGNS[(number >> (18 - 6 * place)) as usize & 63]));
        }
        all.push_str(&"="[..usize::from(three.len() == 2)]);
        all.push_str(&"=="[..2 * usize::from(three.len() == 1)]);
    }
    all
}

fn by_json(url: &str, patch: &str) -> Value {
    let binary = json!({"resourceType": "Binary", "contentType": "application/json-patch+json", "data": packed(patch)});
    json!({"resource": binary, "request": {"method": "PATCH", "url": url}})
}

fn by_path(url: &str, path: &str, value: &Value) -> Value {
    let mut value = value.clone();
    value["name"] = "value".into();
    let part =
        json!([{"name": "type", "valueCode": "replace"}, {"name": "path", "valueString": path}, value]);
    let parameters =
        json!({"resourceType": "Parameters", "parameter": [{"name": "operation", "part": part}]});
    json!({"resource": parameters, "request": {"method": "PATCH", "url": url}})
}

fn amended(url: &str) -> Value {
    by_path(url, "Observation.status", &json!({"valueCode": "amended"}))
}

const FINAL: &str = r#"[{"op":"replace","path":"/status","value":"corrected"}]"#;

fn statuses(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let entries = json["entry"].as_array().cloned().expect("entries");
    entries.iter().map(|one| one["response"]["status"].as_str().expect("a status")[..3].to_owned()).collect()
}

async fn stands(system: &System<'_>, id: &str) -> (String, Value) {
    let answer = system.get(&format!("/fhir/Observation/{id}")).await;
    (answer.header("etag").to_owned(), answer.json()["status"].clone())
}

#[tokio::test]
async fn a_transaction_patches_by_both_languages() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let mut made = Vec::new();
    for value in ["13.50", "8.10", "9.20"] {
        made.push(lab.post("/fhir/Observation", &observation("Patient/p", value)).await.id());
    }
    let urn = "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a";
    let device = json!({"fullUrl": urn, "resource": {"resourceType": "Device", "patient": {"reference": "Patient/p"}},
        "request": {"method": "POST", "url": "Device"}});
    let refer = format!(r#"[{{"op":"add","path":"/device","value":{{"reference":"{urn}"}}}}]"#);
    let mut bound = by_json(&format!("Observation/{}", made[0]), FINAL);
    bound["request"]["ifMatch"] = json!("W/\"1\"");
    let entries = [
        json!({"request": {"method": "GET", "url": format!("Observation/{}", made[0])}}),
        bound,
        amended("Observation?patient=p&value-quantity=8.10"),
        by_json(&format!("https://helse.example/fhir/Observation/{}", made[2]), &refer),
        device,
    ];
    let answer = lab
        .ask(("POST", "/fhir"), &[("prefer", "return=representation")], bundle("transaction", &entries))
        .await;
    assert_eq!(statuses(&answer), ["200", "200", "200", "200", "201"], "{answer:?}");
    let json = answer.json();
    assert_eq!(json["entry"][0]["resource"]["status"], "corrected", "what is read is read last");
    assert_eq!(json["entry"][1]["response"]["etag"], "W/\"2\"");
    assert_eq!(json["entry"][2]["resource"]["status"], "amended");
    assert!(
        answer.text.contains("\"value\":13.50,") && answer.text.contains("\"value\":8.10,"),
        "digits stay"
    );
    let place = json["entry"][4]["response"]["location"].as_str().expect("a place");
    let device = place.trim_start_matches("https://helse.example/fhir/").trim_end_matches("/_history/1");
    assert_eq!(json["entry"][3]["resource"]["device"]["reference"], device, "an entry made beside it");
    assert_eq!(stands(&lab, &made[1]).await, ("W/\"2\"".to_owned(), "amended".into()));
    let log = house.log(&person).await;
    assert!(log.iter().any(|row| row.action == Action::Read), "what is patched is read, and that is a look");
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// Entries that stand in the way: of a resource that is the system's own, and of one that is another's.
fn in_the_way(path: &str, theirs: &str) -> Vec<(Value, u16, &'static str)> {
    let with = |mut entry: Value, name: &str, value: &str| {
        entry["request"][name] = json!(value);
        entry
    };
    let removed = r#"[{"op":"remove","path":"/nothing"}]"#;
    let mut no_text = by_json(path, FINAL);
    no_text["resource"]["data"] = json!("%%%");
    let mut xml = by_json(path, FINAL);
    xml["resource"]["contentType"] = json!("application/xml-patch+xml");
    let own_id = by_json(path, r#"[{"op":"replace","path":"/id","value":"x"}]"#);
    let double = json!({"request": {"method": "DELETE", "url": path}});
    vec![
        (by_json(path, removed), 422, "processing"),
        (by_path(path, "Observation.(", &json!({"valueCode": "x"})), 400, "invalid"),
        (by_json(path, r#"[{"op":"add","path":"/colour","value":"red"}]"#), 400, "structure"),
        (by_json(path, "{"), 400, "structure"),
        (no_text, 400, "invalid"),
        (xml, 400, "invalid"),
        (own_id, 400, "invalid"),
        (
            json!({"resource": {"resourceType": "Basic"}, "request": {"method": "PATCH", "url": path}}),
            400,
            "invalid",
        ),
        (by_json("Observation", FINAL), 400, "invalid"),
        (with(by_json(path, FINAL), "ifMatch", "W/\"7\""), 412, "conflict"),
        (with(by_json(path, FINAL), "ifMatch", "seven"), 400, "invalid"),
        (with(by_json("Observation?patient=p&status=final", FINAL), "ifMatch", "W/\"1\""), 400, "invalid"),
        (by_json("Observation/unknown", FINAL), 404, "not-found"),
        (by_json("Observation?patient=p&status=cancelled", FINAL), 404, "not-found"),
        (by_json("Observation?patient=p", FINAL), 412, "multiple-matches"),
        (by_json("Observation?colour=red", FINAL), 400, "invalid"),
        (by_json(&format!("Observation/{theirs}"), FINAL), 404, "not-found"),
        (double, 400, "invalid"),
    ]
}

#[tokio::test]
async fn a_transaction_with_a_patch_is_all_or_nothing() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let first = lab.post("/fhir/Observation", &observation("Patient/p", "1")).await.id();
    let second = lab.post("/fhir/Observation", &observation("Patient/p", "2")).await.id();
    let theirs = house
        .system("other")
        .await
        .post("/fhir/Observation", &observation(&format!("Patient/{person}"), "3"))
        .await
        .id();
    let path = format!("Observation/{second}");
    for (entry, status, code) in in_the_way(&path, &theirs) {
        let entries = [amended(&format!("Observation/{first}")), entry.clone(), amended(&path)];
        let entries =
            if entry["request"]["method"] == "DELETE" { entries.to_vec() } else { entries[..2].to_vec() };
        let answer = lab.post("/fhir", &bundle("transaction", &entries)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.issue().0.as_str()),
            (status, code),
            "{entry}: {answer:?}"
        );
        assert_eq!(stands(&lab, &first).await, ("W/\"1\"".to_owned(), "final".into()), "{entry}");
    }
    let narrow = house.system("narrow").await;
    let answer = narrow.post("/fhir", &bundle("transaction", &[amended(&path)])).await;
    assert_eq!((answer.status, answer.issue().0.as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    assert_eq!(stands(&lab, &second).await, ("W/\"1\"".to_owned(), "final".into()));
    // Another's that is seen is not changed, and the try is in the log.
    let hospital = house.system("hospital").await;
    let answer = hospital.post("/fhir", &bundle("transaction", &[amended(&path)])).await;
    assert_eq!(
        (answer.status, answer.issue().1.as_str()),
        (StatusCode::FORBIDDEN, "Bundle.entry[0]"),
        "{answer:?}"
    );
    assert_eq!(house.log(&person).await[0].action, Action::Refused);
}

#[tokio::test]
async fn each_patch_of_a_batch_stands_for_itself() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let first = lab.post("/fhir/Observation", &observation("Patient/p", "1.50")).await.id();
    let second = lab.post("/fhir/Observation", &observation("Patient/p", "2")).await.id();
    let path = format!("Observation/{first}");
    let entries = [
        json!({"request": {"method": "GET", "url": path}}),
        amended(&path),
        by_json(&path, r#"[{"op":"remove","path":"/nothing"}]"#),
        by_json(
            "Observation?patient=p&status=amended",
            r#"[{"op":"add","path":"/note","value":[{"text":"n"}]}]"#,
        ),
        amended("Observation/unknown"),
        json!({"request": {"method": "DELETE", "url": format!("Observation/{second}")}}),
        json!({"request": {"method": "PATCH", "url": path}}),
    ];
    let answer = lab.post("/fhir", &bundle("batch", &entries)).await;
    assert_eq!(statuses(&answer), ["200", "200", "422", "200", "404", "204", "400"], "{answer:?}");
    let json = answer.json();
    assert_eq!(
        (&json["entry"][0]["resource"]["note"][0]["text"], &json["entry"][0]["response"]["etag"]),
        (&"n".into(), &"W/\"3\"".into())
    );
    assert_eq!(json["entry"][2]["response"]["outcome"]["issue"][0]["code"], "processing");
    assert!(answer.text.contains("\"value\":1.50,"), "{}", answer.text);
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn patches_of_two_who_are_at_it_at_once_are_both_done() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let id = lab.post("/fhir/Observation", &observation("Patient/p", "1")).await.id();
    let note = |text: &str| {
        let first =
            r#"[{"op":"add","path":"/note","value":[]},{"op":"add","path":"/note/-","value":{"text":"0"}}]"#;
        let patch = if text == "0" {
            first.to_owned()
        } else {
            format!(r#"[{{"op":"add","path":"/note/-","value":{{"text":"{text}"}}}}]"#)
        };
        bundle("transaction", &[by_json(&format!("Observation/{id}"), &patch)])
    };
    let begun = lab.post("/fhir", &note("0")).await;
    assert_eq!(begun.status, StatusCode::OK, "{begun:?}");
    let (one, two) = (note("1"), note("2"));
    let (one, two) = tokio::join!(lab.post("/fhir", &one), lab.post("/fhir", &two));
    assert_eq!((one.status, two.status), (StatusCode::OK, StatusCode::OK), "{one:?} {two:?}");
    let stands = lab.get(&format!("/fhir/Observation/{id}")).await;
    assert_eq!(stands.header("etag"), "W/\"4\"");
    assert_eq!(stands.json()["note"].as_array().map(Vec::len), Some(3), "{stands:?}");
}
