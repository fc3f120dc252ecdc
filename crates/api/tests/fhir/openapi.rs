//! The OpenAPI document: every route is in it, and it is whole.

use std::collections::BTreeSet;

use helsami_api::fhir::routes::{ROUTES, Who};
use http::{Request, StatusCode};
use serde_json::Value;

use crate::house::House;

async fn document(house: &House, path: &str) -> Value {
    let request = Request::get(path).body(axum::body::Body::empty()).expect("a request");
    let answer = house.send(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

/// Every path with its method, and the operation.
fn operations(document: &Value) -> Vec<(&String, &String, &Value)> {
    let mut all = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            all.push((path, method, operation));
        }
    }
    all
}

#[tokio::test]
async fn every_route_is_in_the_document() {
    let house = House::new().await;
    let document = document(&house, "/fhir/openapi.json").await;
    let told: BTreeSet<(String, String)> =
        operations(&document).iter().map(|(path, method, _)| ((*path).clone(), (*method).clone())).collect();
    for route in ROUTES {
        let method = route.method.name().to_ascii_lowercase();
        let ways =
            ["{kind}", "Patient", "Observation", "Group"].map(|kind| route.path.replace("{kind}", kind));
        let found = ways.iter().find(|path| told.contains(&((*path).clone(), method.clone())));
        let found = found.unwrap_or_else(|| panic!("{method} {} is not told", route.path));
        let operation = &document["paths"][found][&method];
        assert_ne!(operation["operationId"], "other", "{found}");
        let is_open = operation["security"].as_array().expect("security").is_empty();
        assert_eq!(is_open, route.who == Who::Anybody, "{found}");
        if !is_open {
            let refused = &operation["responses"]["401"]["$ref"];
            assert_eq!(refused, "#/components/responses/Outcome", "{found}");
        }
    }
    assert_eq!(told.iter().filter(|(path, _)| path == "/fhir/Encounter").count(), 5);
}

#[tokio::test]
async fn the_document_is_whole() {
    let house = House::new().await;
    let document = document(&house, "/fhir/openapi.json").await;
    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(document["servers"][0]["url"], "https://helse.example");
    check_references(&document, &document);
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().expect("an id");
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
        assert!(!operation["responses"].as_object().expect("responses").is_empty(), "{method} {path}");
        let mut names = BTreeSet::new();
        for parameter in operation["parameters"].as_array().expect("parameters") {
            let parameter = followed(&document, parameter);
            let name = (parameter["in"].clone().to_string(), parameter["name"].clone().to_string());
            assert!(names.insert(name), "{method} {path}: {parameter} stands twice");
        }
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let name = ("\"path\"".to_owned(), format!("\"{part}\""));
            assert!(names.contains(&name), "{method} {path}: {part} is not told");
        }
    }
}

#[tokio::test]
async fn the_same_searches_are_told_as_by_the_statement() {
    let house = House::new().await;
    let told = document(&house, "/fhir/openapi.json").await;
    let statement = document(&house, "/fhir/metadata").await;
    for resource in statement["rest"][0]["resource"].as_array().expect("types") {
        let kind = resource["type"].as_str().expect("a type");
        let by_statement: BTreeSet<&str> = resource["searchParam"]
            .as_array()
            .expect("parameters")
            .iter()
            .filter_map(|one| one["name"].as_str())
            .collect();
        let by_document: BTreeSet<&str> = told["paths"][format!("/fhir/{kind}")]["get"]["parameters"]
            .as_array()
            .expect(kind)
            .iter()
            .filter_map(|one| one["$ref"].as_str()?.strip_prefix("#/components/parameters/")?.split_once('.'))
            .map(|(_, name)| name)
            .collect();
        assert_eq!(by_document, by_statement, "{kind}");
    }
}

fn followed<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).expect(place),
        None => value,
    }
}

fn check_references(document: &Value, value: &Value) {
    match value {
        Value::Object(members) => {
            if let Some(place) = members.get("$ref").and_then(Value::as_str) {
                assert!(document.pointer(place.trim_start_matches('#')).is_some(), "{place} is not there");
            }
            members.values().for_each(|value| check_references(document, value));
        }
        Value::Array(items) => items.iter().for_each(|value| check_references(document, value)),
        _ => {}
    }
}
