//! What we say of the pairs of Questionnaire and QuestionnaireResponse that others have judged.

use std::path::PathBuf;

use helsami_fhir::document::Document;
use helsami_fhir::questionnaire::{canonical, check, not_at_hand};
use helsami_fhir::tree::Json;
use helsami_fhir::validate::{self, Issue, Severity};

/// Cases that we judge in another way, each with the reason.
const OTHERWISE: &[(&str, &str)] = &[
    (
        "choice-async-qr",
        "asks for the codes of countries, which no list of R4 holds: we warn that they were not compared",
    ),
    ("choice-invalid-value-set-async-qr", "a value set that nobody has: we warn, as HL7's validator does"),
    ("questionnaire-not-resolved-qr", "a Questionnaire that nobody has: we warn, as HL7's validator does"),
];

fn member<'j>(json: &'j Json, name: &str) -> &'j [Json] {
    json.get(name).map(Json::items).unwrap_or_default()
}

fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json.get(name).and_then(Json::as_text).unwrap_or_default()
}

/// What the API would say of a response.
fn judged(case: &Json) -> Vec<Issue> {
    let response = case.get("questionnaireResponse").expect("a response");
    let now: jiff::Zoned = "2026-11-26T12:00:00+01:00[Europe/Oslo]".parse().expect("a moment");
    let mut issues = validate::all(response, &now);
    let named = canonical(response).expect("a Questionnaire is named");
    match member(case, "questionnaires").iter().find(|one| text(one, "url") == named) {
        Some(form) => issues.extend(check(response, form, &[])),
        None => issues.push(not_at_hand()),
    }
    issues
}

#[test]
fn the_pairs_of_others() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/corpora/questionnaire-validation-r4/cases.ndjson"
    );
    if !PathBuf::from(path).exists() {
        println!("skipped: no corpora");
        return;
    }
    let cases = std::fs::read_to_string(path).expect("the cases");
    let (mut otherwise, mut unnamed, mut all) = (Vec::new(), Vec::new(), 0);
    for line in cases.lines() {
        let case = Json::parse(line).expect("a case");
        let response = case.get("questionnaireResponse").expect("a response").write();
        let is_read = Document::accept(&response).is_ok();
        let issues = judged(&case);
        let errors: Vec<&Issue> = issues.iter().filter(|one| one.severity == Severity::Error).collect();
        let (name, is_good) = (text(&case, "name"), case.get("expectSuccess") == Some(&Json::Truth(true)));
        all += 1;
        if (errors.is_empty() && is_read) != is_good {
            println!("{name}: we say {:?}", issues.iter().map(ToString::to_string).collect::<Vec<_>>());
            otherwise.push(name.to_owned());
        }
        // Whoever is told that something is wrong is told of which question, at a place in the answers.
        let is_of_item =
            |issue: &&&Issue| issue.expression.contains(".item[") && issue.diagnostics.contains(": ");
        if !is_good && !errors.is_empty() && !errors.iter().any(|one| is_of_item(&one)) {
            unnamed.push(name.to_owned());
        }
    }
    println!("{} of {all} as expected", all - otherwise.len());
    assert_eq!(all, 39);
    assert_eq!(otherwise, OTHERWISE.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    assert_eq!(unnamed, [] as [String; 0]);
}
