//! Documents that nobody here wrote, through the API: what comes back means the same, digit by digit.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use http::StatusCode;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::house::{House, System};

#[expect(clippy::print_stdout, reason = "a test that does nothing says why")]
fn corpus(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no corpora");
    None
}

fn lines(path: &std::path::Path) -> Vec<String> {
    let file = std::fs::File::open(path).expect("the corpus");
    BufReader::new(GzDecoder::new(file)).lines().map(|line| line.expect("a line")).collect()
}

/// A document as something that can be compared: members by name, numbers by their digits, without what the server says
/// itself. References that became links are compared by their type.
#[derive(Debug, PartialEq)]
enum Meant {
    Object(BTreeMap<String, Meant>),
    List(Vec<Meant>),
    Text(String),
    /// A number, true, false or null, as written.
    Digits(String),
}

fn meant(text: &str, path: &str) -> Meant {
    let text = text.trim();
    match text.as_bytes().first() {
        Some(b'{') => {
            let object: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).expect("an object");
            let is_kept = |name: &str| match path {
                "" => name != "id",
                "/meta" => !matches!(name, "versionId" | "lastUpdated"),
                _ => true,
            };
            let members = object.iter().filter(|(name, _)| is_kept(name));
            Meant::Object(
                members
                    .map(|(name, value)| (name.clone(), meant(value.get(), &format!("{path}/{name}"))))
                    .filter(|(name, value)| {
                        // A meta that holds nothing else is the server's.
                        !(path.is_empty() && name == "meta" && *value == Meant::Object(BTreeMap::new()))
                    })
                    .collect(),
            )
        }
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(text).expect("a list");
            Meant::List(items.iter().map(|item| meant(item.get(), path)).collect())
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(text).expect("a text");
            // A person at another server's address is a person who may still come: a link as well.
            let is_link = path.ends_with("/reference") && !text.starts_with(['#', 'u']);
            let kind = text.rsplit('/').nth(1).filter(|_| is_link).map(str::to_owned);
            Meant::Text(kind.unwrap_or(text))
        }
        _ => Meant::Digits(text.to_owned()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_of_fhir_is_stored_and_comes_back() {
    let Some(folder) = corpus("fhir-r4-examples") else { return };
    let house = House::new().await;
    let lab = house.system("lab").await;
    let mut wrong: Vec<String> = Vec::new();
    let examples = lines(&folder.join("examples.ndjson.gz"));
    for text in &examples {
        let json: Value = serde_json::from_str(text).expect("JSON");
        let kind = json["resourceType"].as_str().expect("a type");
        // What has no id is created; everything else is put under its own.
        let (method, path) = match json["id"].as_str() {
            Some(id) => ("PUT", format!("/fhir/{kind}/{id}")),
            None => ("POST", format!("/fhir/{kind}")),
        };
        let sent = lab.ask((method, &path), &[("prefer", "return=minimal")], text.as_str()).await;
        if sent.status != StatusCode::CREATED {
            wrong.push(format!("{path}: {} {}", sent.status, sent.text));
            continue;
        }
        let path = if method == "PUT" { path } else { format!("{path}/{}", sent.id()) };
        let got = lab.get(&path).await;
        if got.status != StatusCode::OK || meant(&got.text, "") != meant(text, "") {
            wrong.push(format!(
                "{path}: not the same: {} {}",
                got.status,
                &got.text[..got.text.len().min(300)]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
    assert_eq!(examples.len(), 372);
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// Sends one transaction and looks at the answer.
async fn transaction(lab: &System<'_>, text: &str) -> Vec<(String, String)> {
    let sent: Value = serde_json::from_str(text).expect("JSON");
    let sent = sent["entry"].as_array().expect("entries");
    let answer = lab.post("/fhir", text).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let answer = answer.json();
    let entries = answer["entry"].as_array().expect("entries");
    assert_eq!(entries.len(), sent.len());
    let told = entries.iter().zip(sent).map(|(entry, sent)| {
        let response = &entry["response"];
        assert_eq!((&response["status"], &response["etag"]), (&json!("201 Created"), &json!("W/\"1\"")));
        let location =
            response["location"].as_str().expect("a place").trim_start_matches("https://helse.example");
        let kind = sent["resource"]["resourceType"].as_str().expect("a type");
        assert!(location.starts_with(&format!("/fhir/{kind}/")), "in the order of the request: {location}");
        (location.to_owned(), sent["resource"].to_string())
    });
    told.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whole_lives_are_taken_as_transactions() {
    let Some(folder) = corpus("synthea-r4") else { return };
    let house = House::new().await;
    let lab = house.system("lab").await;
    let bundles = lines(&folder.join("bundles-00.ndjson.gz"));
    let mut read = 0;
    for text in bundles.iter().take(12) {
        let told = transaction(&lab, text).await;
        for (location, sent) in told.iter().step_by(29) {
            let got = lab.get(location).await;
            assert_eq!(got.status, StatusCode::OK, "{location}");
            assert!(!got.text.contains("urn:uuid:"), "{location}: {}", got.text);
            let numbers = |text: &str| text.matches("\"value\":").count();
            assert_eq!(numbers(&got.text), numbers(sent), "{location}");
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strange_documents_are_refused_or_kept_and_harm_nothing() {
    let Some(folder) = corpus("hostile") else { return };
    let house = House::new().await;
    let lab = house.system("lab").await;
    let mut cases = lines(&folder.join("json-parsing.ndjson.gz"));
    let plain = std::fs::read_to_string(folder.join("json-transform.ndjson")).expect("the corpus");
    cases.extend(plain.lines().map(str::to_owned));
    for line in &cases {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let bytes = data(case["base64"].as_str().expect("base64"));
        for (method, path) in [("PUT", "/fhir/Patient/x"), ("POST", "/fhir/Observation"), ("POST", "/fhir")] {
            let request = http::Request::builder()
                .method(method)
                .uri(path)
                .header("authorization", format!("Bearer {}", lab.token))
                .body(axum::body::Body::from(bytes.clone()))
                .expect("a request");
            let answer = house.send(request).await;
            assert_eq!(
                answer.status,
                StatusCode::BAD_REQUEST,
                "{method} {path} {}: {}",
                case["name"],
                answer.text
            );
            answer.issue();
        }
    }
    assert!(cases.len() > 180, "{}", cases.len());
    let names = std::fs::read_to_string(folder.join("naughty-strings.json")).expect("the corpus");
    let names: Vec<String> = serde_json::from_str(&names).expect("texts");
    for (number, name) in names.iter().enumerate() {
        let id = format!("n{number}");
        let sent = json!({"resourceType": "Basic", "id": id, "code": {"text": name}}).to_string();
        let path = format!("/fhir/Basic/{id}");
        let put = lab.put(&path, &sent).await;
        // Texts of FHIR say something, and have no control characters.
        let is_text =
            !name.trim().is_empty() && !name.contains(|letter| letter < ' ' && !"\t\r\n".contains(letter));
        if !is_text {
            assert_eq!(
                (put.status, put.issue()),
                (StatusCode::BAD_REQUEST, ("value".into(), "Basic.code.text".into()))
            );
            continue;
        }
        assert_eq!(put.status, StatusCode::CREATED, "{name:?}: {}", put.text);
        assert_eq!(lab.get(&path).await.json()["code"]["text"].as_str(), Some(name.as_str()));
        // The same as an address: nothing is there, and nothing breaks.
        let address: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in
            [format!("/fhir/Basic/{address}"), format!("/fhir/Basic/{address}/_history?_since={address}")]
        {
            let answer = lab.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            answer.issue();
        }
    }
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// The bytes behind base64.
fn data(text: &str) -> Vec<u8> {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => Some(u32::from(sign - b'A')),
        b'a'..=b'z' => Some(u32::from(sign - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(sign - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0, 0_u32);
    for digit in text.bytes().filter_map(value) {
        (held, bits) = ((held << 6 | digit) & 0xff_ffff, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).expect("a byte"));
        }
    }
    bytes
}
