//! The official tests of FHIRPath for R4, one by one. `docs/conformance.md` has the figures and what fails.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so, and the figures are printed")]

#[path = "support/xml.rs"]
mod xml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use helsami_fhir::fhirpath::{Context, Expression, Fault, Item, Kind};
use helsami_fhir::tree::Json;
use serde::Deserialize;

/// Tests that fail, each with its reason.
const FAILING: &[(&str, &str)] = &[
    (
        "testPolymorphismAsB",
        "types are looked at when a document is there, not before: nothing is found in place of an error",
    ),
    (
        "HighBoundaryDecimal16",
        "its value disagrees with HighBoundaryDecimal14, which binds the minus in the same way",
    ),
];

#[derive(Deserialize)]
struct Case {
    group: String,
    name: String,
    inputfile: Option<String>,
    expression: String,
    #[serde(default)]
    outputs: Vec<Output>,
    invalid: Option<String>,
    predicate: Option<String>,
}

#[derive(Deserialize)]
struct Output {
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<String>,
}

fn corpus() -> Option<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/fhirpath-r4");
    let folder = PathBuf::from(folder);
    if !folder.exists() {
        println!("skipped: no corpora");
        return None;
    }
    Some(folder)
}

fn told(item: &Item<'_>, kind: Option<&str>) -> String {
    let text = match item.value() {
        Item::Boolean(yes) => yes.to_string(),
        Item::Integer(number) => number.to_string(),
        Item::Decimal(number) => number.to_string(),
        Item::Text(text) => text.into_owned(),
        Item::Moment(moment) if moment.kind == Kind::Time => format!("@T{moment}"),
        Item::Moment(moment) => format!("@{moment}"),
        Item::Quantity(quantity) => quantity.to_string(),
        Item::Node(node) => node.value.map(Json::write).unwrap_or_default(),
        Item::Type(space, name) => format!("{space}.{name}"),
    };
    match kind {
        Some(_) => {
            let (_, name) = item.kind();
            let first = name[..1].to_lowercase();
            format!("{first}{}:{text}", &name[1..])
        }
        None => text,
    }
}

/// The document a test asks about.
fn input(folder: &Path, name: &str) -> Json {
    let text = std::fs::read_to_string(folder.join("input").join(name)).expect("the document");
    if name.ends_with(".xml") { xml::resource(&text) } else { Json::parse(&text).expect("JSON") }
}

/// What is wrong with the answer, if anything is.
fn wrong(case: &Case, input: &Json) -> Option<String> {
    let now = "2026-11-26T12:00:00+01:00[Europe/Oslo]".parse().expect("a moment");
    let context = Context { is_strict: true, ..Context::new(input, now) };
    let expression = Expression::parse(&case.expression);
    let answer = expression.as_ref().map_err(Fault::clone).and_then(|one| one.evaluate(&context));
    match (&case.invalid, answer) {
        (Some(_), Err(_)) => None,
        (Some(how), Ok(_)) => Some(format!("should be refused ({how})")),
        (None, Err(fault)) => Some(format!("refused: {fault}")),
        (None, Ok(items)) => {
            let expected: Vec<String> = case
                .outputs
                .iter()
                .map(|one| match (&one.kind, one.value.as_deref().unwrap_or("")) {
                    (Some(kind), value) => format!("{kind}:{value}"),
                    (None, value) => value.to_owned(),
                })
                .collect();
            if case.predicate.as_deref() == Some("true") {
                let holds = !items.is_empty() && items.iter().all(|item| item.truth() != Some(false));
                return (format!("boolean:{holds}") != expected[0]).then(|| format!("{holds}"));
            }
            let kinds = case.outputs.iter().map(|one| one.kind.as_deref()).chain(std::iter::repeat(None));
            let found: Vec<String> = items.iter().zip(kinds).map(|(item, kind)| told(item, kind)).collect();
            (found != expected).then(|| format!("{found:?}, not {expected:?}"))
        }
    }
}

#[test]
fn the_official_tests() {
    let Some(folder) = corpus() else { return };
    let text = std::fs::read_to_string(folder.join("tests.ndjson")).expect("the tests");
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut failed = Vec::new();
    for line in text.lines() {
        let case: Case = serde_json::from_str(line).expect("a test");
        let input = case.inputfile.as_deref().map(|name| input(&folder, name));
        let input = input.unwrap_or(Json::Object(Vec::new()));
        let group = groups.entry(case.group.clone()).or_default();
        group.1 += 1;
        match wrong(&case, &input) {
            None => group.0 += 1,
            Some(what) => failed.push((case.name, case.expression, what)),
        }
    }
    for (name, expression, what) in &failed {
        println!("{name}: {expression}\n    {what}");
    }
    let (passed, all) = groups.values().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    println!("{passed} of {all} pass");
    let names: Vec<&str> = failed.iter().map(|(name, ..)| name.as_str()).collect();
    let known: Vec<&str> = FAILING.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);
}

fn ask(expression: &str, document: &Json) -> Result<usize, Fault> {
    let now = "2026-11-26T12:00:00+01:00[Europe/Oslo]".parse().expect("a moment");
    Expression::parse(expression)?.evaluate(&Context::new(document, now)).map(|items| items.len())
}

#[test]
fn no_expression_holds_a_thread_or_breaks_it() {
    let telecom = r#"{"system":"phone","value":"1"}"#;
    let many = vec![telecom; 400].join(",");
    let document = Json::parse(&format!(r#"{{"resourceType":"Patient","telecom":[{many}]}}"#)).expect("JSON");
    let doubled = "telecom".to_owned() + &".combine(telecom).select($this.combine($this))".repeat(30);
    assert_eq!(ask(&doubled, &document), Err(Fault::TooLong));
    assert_eq!(ask("1.repeatAll($this + 1)", &document), Err(Fault::TooLong));
    assert_eq!(ask("1.repeatAll($this)", &document), Err(Fault::TooLong));
    let squared = "telecom.select(%resource.telecom.select(%resource.telecom.value = value))";
    assert_eq!(ask(squared, &document), Err(Fault::TooLong));
    let grown = "'aaaaaaaaaa'".to_owned() + &".replace('a', 'aaaaaaaaaa')".repeat(12);
    assert_eq!(ask(&grown, &document), Err(Fault::TooLong));
    for deep in ["(".repeat(100_000), "-".repeat(100_000), "a.".repeat(100_000), "1+".repeat(50_000)] {
        assert!(matches!(ask(&deep, &document), Err(Fault::Syntax(_))));
    }
    let long = "a".to_owned() + &" or a".repeat(900);
    assert!(matches!(ask(&long, &document), Err(Fault::Syntax(_))));
    for edge in [
        "9223372036854775807 + 1",
        "-(-9223372036854775807 - 1)",
        "79228162514264337593543950335.0 * 79228162514264337593543950335.0",
        "@9999-12-31 + 79228162514264337593543950335.0 years",
        "@2024-02-29 + 1 year",
        "@T23:59 + 10000000000 hours",
        "99999999.exp()",
        "0.power(-1)",
        "(-1).sqrt()",
        "'a'.substring(9223372036854775807)",
        "'[a-z'.matches('[a-z')",
        "'a'.matches('((a{1,1000}){1,1000}){1,1000}')",
    ] {
        assert!(
            ask(edge, &document).is_ok_and(|count| count <= 1) || ask(edge, &document).is_err(),
            "{edge}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(
        parts in proptest::collection::vec(
            "[a-z]{1,3}|[0-9.]{1,4}|'[^']{0,3}'|@[0-9T:Z-]{1,9}|\\.(where|select|first|is|as|toDate|sum)\\(|[()\\[\\]{}|&+*/<>=~!,-]|%[a-z]+|\\$this| (and|or|is|div|in) |\\PC",
            0..12,
        ),
    ) {
        let document = Json::parse(r#"{"resourceType":"Patient","name":[{"given":["a",null]}]}"#).expect("JSON");
        let _ = ask(&parts.concat(), &document);
    }
}
