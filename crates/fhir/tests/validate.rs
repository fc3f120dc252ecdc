//! What the validator says of the specification's own examples, and of the cases of the official validator.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so, and the figures are printed")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use helsami_fhir::document::Document;
use helsami_fhir::fhirpath::Expression;
use helsami_fhir::tree::Json;
use helsami_fhir::validate::{self, Code, INVARIANTS, Issue, Severity};
use serde_json::Value;

/// Cases that we judge in another way than the official validator, each with the reason.
const OTHERWISE: &[(&str, &str)] =
    &[("dr-example-org", "it forbids addresses at example.org in its own publications: no rule of R4")];
/// Modules whose cases can be judged by R4 alone: the others want terminology, profiles or other packages.
const BASE: [&str; 2] = ["fmt", "general"];

fn corpus(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")).join(name);
    if !path.exists() {
        println!("skipped: no corpora");
        return None;
    }
    Some(path)
}

fn now() -> jiff::Zoned {
    "2026-11-26T12:00:00+01:00[Europe/Oslo]".parse().expect("a moment")
}

fn told(issues: &[Issue]) -> Vec<String> {
    issues.iter().filter(|one| one.severity == Severity::Error).map(ToString::to_string).collect()
}

#[test]
fn the_examples_of_the_specification() {
    let Some(path) = corpus("fhir-r4-examples/examples.ndjson.gz") else { return };
    let reader = BufReader::new(GzDecoder::new(std::fs::File::open(path).expect("a file")));
    let (mut all, mut with_form, mut with_rules) = (0, Vec::new(), Vec::new());
    for line in reader.lines() {
        let document = Json::parse(&line.expect("a line")).expect("JSON");
        let name =
            ["resourceType", "id"].map(|name| document.get(name).and_then(Json::as_text).unwrap_or("-"));
        all += 1;
        let form = told(&validate::structure(&document));
        if !form.is_empty() {
            with_form.push((name.join("/"), form));
            continue;
        }
        let rules = told(&validate::all(&document, &now()));
        if !rules.is_empty() {
            with_rules.push((name.join("/"), rules));
        }
    }
    for (name, issues) in with_form.iter().chain(&with_rules) {
        println!("{name}: {issues:?}");
    }
    println!(
        "{all} examples; {} with another structure, {} with broken rules",
        with_form.len(),
        with_rules.len()
    );
    assert_eq!(all, 372);
    assert!(with_form.is_empty() && with_rules.is_empty());
}

/// Whether we find anything wrong. A document that the strict reader refuses is wrong as well.
fn errors(text: &str) -> Vec<String> {
    if let Err(refusal) = Document::accept(text) {
        return vec![refusal.to_string()];
    }
    told(&validate::all(&Json::parse(text).expect("accepted"), &now()))
}

#[test]
fn the_cases_of_the_official_validator() {
    let Some(folder) = corpus("fhir-validation-r4") else { return };
    let text = std::fs::read_to_string(folder.join("cases.ndjson")).expect("the cases");
    let mut modules: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut otherwise = Vec::new();
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        let (name, file) = (case["name"].as_str().expect("a name"), case["file"].as_str().expect("a file"));
        if !file.ends_with(".json") {
            continue;
        }
        let document = std::fs::read(folder.join(file)).expect("the document");
        let found = errors(&String::from_utf8_lossy(&document));
        let is_wrong = case["errors"].as_u64() > Some(0);
        let module = case["module"].as_str().unwrap_or("-");
        let count = modules.entry(module.to_owned()).or_default();
        count.1 += 1;
        if is_wrong != found.is_empty() {
            count.0 += 1;
        } else {
            let theirs: Vec<&str> = case["issues"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|one| one["text"].as_str())
                .collect();
            println!("{module} {name}: we say {found:?}, they say {theirs:?}");
            otherwise.push((module.to_owned(), name.to_owned()));
        }
    }
    println!("{modules:?}");
    let base: Vec<&str> = otherwise
        .iter()
        .filter(|(module, _)| BASE.contains(&module.as_str()))
        .map(|(_, name)| name.as_str())
        .collect();
    assert_eq!(base, OTHERWISE.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn every_rule_is_read() {
    for line in INVARIANTS.lines() {
        let expression = line.rsplit('\t').next().expect("an expression");
        assert!(Expression::parse(expression).is_ok(), "{line}");
    }
    assert!(INVARIANTS.lines().count() > 200);
}

#[test]
fn no_document_holds_a_thread() {
    // Each contained resource is looked for in the whole document, for each resource.
    let contained = r#"{"resourceType":"Patient","id":"a"}"#;
    let one = format!(
        r#"{{"resource":{{"resourceType":"Patient","contained":[{}]}}}}"#,
        vec![contained; 60].join(",")
    );
    let all = vec![one.as_str(); 400].join(",");
    let text = format!(r#"{{"resourceType":"Bundle","type":"collection","entry":[{all}]}}"#);
    let issues = validate::all(&Json::parse(&text).expect("JSON"), &now());
    let last = issues.last().expect("an issue");
    assert_eq!((last.code, last.severity, issues.len()), (Code::TooLong, Severity::Warning, 101), "{last}");
}

fn issues(text: &str) -> Vec<(Code, String)> {
    let issues = validate::all(&Json::parse(text).expect("JSON"), &now());
    issues
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| (one.code, one.expression))
        .collect()
}

#[test]
fn each_fault_is_told_where_it_is() {
    let check = |text: &str, code: Code, place: &str| {
        assert_eq!(issues(text), [(code, place.to_owned())], "{text}");
    };
    let patient = |inside: &str| format!(r#"{{"resourceType":"Patient",{inside}}}"#);
    assert_eq!(issues(&patient(r#""gender":"male","birthDate":"2020-02","_birthDate":{"id":"b"}"#)), []);
    check(&patient(r#""nonsense":1"#), Code::Structure, "Patient.nonsense");
    check(&patient(r#""gender":"mann""#), Code::CodeInvalid, "Patient.gender");
    check(&patient(r#""gender":["male"]"#), Code::Structure, "Patient.gender");
    check(&patient(r#""name":{"family":"N"}"#), Code::Structure, "Patient.name");
    check(&patient(r#""name":[]"#), Code::Structure, "Patient.name");
    check(&patient(r#""name":[{}]"#), Code::Structure, "Patient.name[0]");
    check(&patient(r#""name":[{"given":["a",null]}]"#), Code::Structure, "Patient.name[0].given[1]");
    assert_eq!(issues(&patient(r#""name":[{"given":["a",null],"_given":[null,{"id":"x"}]}]"#)), []);
    check(&patient(r#""active":"true""#), Code::Structure, "Patient.active");
    check(&patient(r#""birthDate":"2021-02-29""#), Code::Value, "Patient.birthDate");
    check(&patient(r#""multipleBirthInteger":1.5"#), Code::Value, "Patient.multipleBirthInteger");
    check(&patient(r#""deceasedBoolean":true,"deceasedDateTime":"2020""#), Code::Structure, "Patient");
    check(&patient(r#""link":[{"type":"seealso"}]"#), Code::Required, "Patient.link[0].other");
    check(&patient(r#""contact":[{"gender":"male"}]"#), Code::Invariant, "Patient.contact[0]");
    check(&patient(r#""contained":[{"resourceType":"Nothing"}]"#), Code::Structure, "Patient.contained[0]");
    check(&patient(r#""_name":[{"id":"x"}]"#), Code::Structure, "Patient._name");
    check(
        &patient(r#""contact":[{"period":{"start":"2020-02","end":"2019"},"name":{"text":"N"}}]"#),
        Code::Invariant,
        "Patient.contact[0].period",
    );
    let condition = r#"{"resourceType":"Condition","subject":{"display":"x"},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"maybe"}]}}"#;
    assert!(issues(condition).contains(&(Code::CodeInvalid, "Condition.verificationStatus".to_owned())));
}
