//! The official tests of FHIRPath Patch, and those of JSON Patch.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so, and the figures are printed")]

#[path = "support/cases.rs"]
mod cases;
#[path = "support/xml.rs"]
mod xml;

use cases::cases;
use helsami_fhir::patch::{Refusal, fhirpath_patch, json_patch};
use helsami_fhir::tree::Json;
use serde_json::Value;

/// Tests that fail, each with its reason.
const FAILING: &[(&str, &str)] = &[];

fn now() -> jiff::Zoned {
    "2026-11-26T12:00:00+01:00[Europe/Oslo]".parse().expect("a moment")
}

/// The narrative in one writing: the tests write it with and without a prefix.
fn plain(json: &Json) -> String {
    let text = json.write().replace("html:", "").replace(r#" xmlns=\"http://www.w3.org/1999/xhtml\""#, "");
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .replace("\\n", "")
        .replace("\\t", "")
}

fn passes(case: &Value) -> Result<(), String> {
    let expected = |found: Result<Json, Refusal>, wanted: Option<Json>| match (found, wanted) {
        (Ok(found), Some(wanted)) if plain(&found) == plain(&wanted) => Ok(()),
        (Err(_), None) => Ok(()),
        (found, _) => Err(found.map_or_else(|refusal| refusal.to_string(), |found| found.write())),
    };
    if case["kind"] == "json-patch" {
        let tree = |name: &str| Json::parse(&case[name].to_string()).expect("JSON");
        let wanted = case.get("expected").map(|_| tree("expected"));
        let sorted = |json: Json| {
            Json::parse(&serde_json::from_str::<Value>(&json.write()).expect("JSON").to_string())
        };
        let found = json_patch(&tree("doc"), &tree("patch")).map(|found| sorted(found).expect("JSON"));
        return expected(found, wanted);
    }
    let tree = |name: &str| case[name].as_str().filter(|text| !text.is_empty()).map(xml::resource);
    let (input, diff) = (tree("input").expect("a document"), tree("diff").expect("a patch"));
    expected(fhirpath_patch(&input, &diff, &now()), tree("output"))
}

#[test]
fn the_official_tests() {
    let Some(cases) = cases("fhir-patch-r4/cases.ndjson") else { return };
    let mut failed = Vec::new();
    for case in &cases {
        if let Err(found) = passes(case) {
            let name = case["name"].as_str().or(case["comment"].as_str()).unwrap_or_default();
            println!("{name}: {found}");
            failed.push(name);
        }
    }
    println!("{} of {} pass", cases.len() - failed.len(), cases.len());
    assert_eq!(failed, FAILING.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

fn refused(document: &str, patch: &str, told: &str) {
    let (document, patch) = (Json::parse(document).expect("JSON"), Json::parse(patch).expect("JSON"));
    let message = json_patch(&document, &patch).expect_err(told).to_string();
    assert!(message.contains(told), "{message}");
}

#[test]
fn a_patch_that_does_not_fit_is_refused_with_its_operation() {
    let document = r#"{"a":[1.50,2],"b":{"c":1}}"#;
    refused(document, r#"[{"op":"remove","path":"/x"}]"#, "operation 1 of the patch: there is nothing");
    refused(document, r#"[{"op":"add","path":"/a/01","value":1}]"#, "nothing at this place of the list");
    refused(document, r#"[{"op":"add","path":"/a/3","value":1}]"#, "nothing at this place of the list");
    refused(document, r#"[{"op":"move","from":"/b","path":"/b/c"}]"#, "into itself");
    refused(
        document,
        r#"[{"op":"add","path":"/z","value":1},{"op":"test","path":"/a/0","value":2}]"#,
        "operation 2",
    );
    refused(document, r#"[{"op":"jump","path":"/a"}]"#, "“op” is");
    refused(document, r#"[{"op":"add","path":"a","value":1}]"#, "begins with");
    refused(document, r#"{"op":"add"}"#, "a list of operations");
    let doubled = vec![r#"{"op":"copy","from":"/a","path":"/a/-"}"#; 60].join(",");
    refused(document, &format!("[{doubled}]"), "what is copied is too large");
    let patch =
        Json::parse(r#"[{"op":"test","path":"/a/0","value":1.5},{"op":"add","path":"/a/-","value":3.0}]"#);
    let patched = json_patch(&Json::parse(document).expect("JSON"), &patch.expect("JSON")).expect("patched");
    assert_eq!(patched.write(), r#"{"a":[1.50,2,3.0],"b":{"c":1}}"#);
}

fn by_path(document: &str, operation: &str) -> Result<String, String> {
    let parameters = format!(
        r#"{{"resourceType":"Parameters","parameter":[{{"name":"operation","part":[{operation}]}}]}}"#
    );
    let (document, patch) = (Json::parse(document).expect("JSON"), Json::parse(&parameters).expect("JSON"));
    fhirpath_patch(&document, &patch, &now()).map(|json| json.write()).map_err(|refusal| refusal.to_string())
}

#[test]
fn paths_find_one_element() {
    let document = r#"{"resourceType":"Observation","status":"final","valueInteger":3,"_status":{"id":"s"},"note":[{"text":"a"},{"text":"b"}]}"#;
    let part = |name: &str, value: &str| format!(r#"{{"name":"{name}",{value}}}"#);
    let at = |kind: &str, path: &str| {
        [
            part("type", &format!(r#""valueCode":"{kind}""#)),
            part("path", &format!(r#""valueString":"{path}""#)),
        ]
        .join(",")
    };
    let replaced =
        at("replace", "Observation.value") + "," + &part("value", r#""valueQuantity":{"value":3.50}"#);
    assert_eq!(
        by_path(document, &replaced).expect("patched"),
        document.replace(r#""valueInteger":3"#, r#""valueQuantity":{"value":3.50}"#)
    );
    assert_eq!(
        by_path(document, &at("delete", "Observation.note.where(text = 'a')")).expect("patched"),
        document.replace(r#"{"text":"a"},"#, "")
    );
    assert_eq!(
        by_path(document, &at("delete", "Observation.status")).expect("patched"),
        document.replace(r#""status":"final","#, "").replace(r#""_status":{"id":"s"},"#, "")
    );
    assert!(
        by_path(document, &at("delete", "Observation.note")).expect_err("several").contains("2 elements")
    );
    assert!(
        by_path(document, &at("delete", "Observation.nothing")).expect_err("unknown").contains("no element")
    );
    assert!(by_path(document, &at("delete", "Observation")).expect_err("all").contains("whole document"));
    assert!(by_path(document, &at("delete", "1 +")).expect_err("syntax").contains("not FHIRPath"));
    let added = at("add", "Observation") + "," + &part("name", r#""valueString":"status""#);
    let added = added + "," + &part("value", r#""valueCode":"amended""#);
    assert!(by_path(document, &added).expect_err("there").contains("is there already"));
}
