//! Long laboratory series of the corpus: every point once, in time order, with the newest value as sent.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::lab::Answer;
use helsami_domain::lab::series::{Split, Trend};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::observation::answer;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/lab-trends");

#[expect(clippy::print_stdout, reason = "says why nothing was tried")]
fn corpus() -> Option<(String, String)> {
    let folder = Path::new(CORPUS);
    let Ok(packed) = std::fs::read(folder.join("resources.ndjson.gz")) else {
        println!("skipped: no corpora");
        return None;
    };
    let mut resources = String::new();
    flate2::read::GzDecoder::new(&*packed).read_to_string(&mut resources).expect("gzip of UTF-8");
    let expected = std::fs::read_to_string(folder.join("expected.ndjson")).expect("beside the resources");
    Some((resources, expected))
}

/// The answers of each patient, by the code as sent.
fn answers(resources: &str) -> HashMap<String, HashMap<String, Vec<Answer>>> {
    let mut all: HashMap<String, HashMap<String, Vec<Answer>>> = HashMap::new();
    for (line, number) in resources.lines().zip(1..) {
        let value: Value = serde_json::from_str(line).expect("JSON");
        if value["resourceType"] != "Observation" {
            continue;
        }
        let patient =
            value["subject"]["reference"].as_str().expect("a subject").trim_start_matches("urn:uuid:");
        let code = value["code"]["coding"][0]["code"].as_str().expect("a code");
        let id = RecordId {
            patient: PatientKey::new(1).expect("positive"),
            kind: ResourceType::Observation,
            local: LocalId::new(number).expect("positive"),
        };
        let one = answer(id, line, &|_, _| None).expect("an Observation");
        all.entry(patient.into()).or_default().entry(code.into()).or_default().push(one);
    }
    all
}

#[derive(Deserialize)]
struct Person {
    #[serde(rename = "patientId")]
    id: String,
    observations: HashMap<String, Expected>,
}

#[derive(Deserialize)]
struct Expected {
    n: usize,
    first: String,
    latest: String,
    /// The number and its unit, or a pair of code and number for each part, or words. Raw, so that no digit is lost.
    #[serde(rename = "latestValue")]
    value: Vec<Box<RawValue>>,
}

impl Expected {
    /// The number of each part by its code; one number has the code of the whole.
    fn numbers(&self, code: &str) -> Vec<(String, String)> {
        if !self.is_panel() {
            return vec![(code.to_owned(), self.value[0].get().to_owned())];
        }
        let pair = |part: &RawValue| {
            let (code, number): (String, Box<RawValue>) = serde_json::from_str(part.get()).expect("a pair");
            (code, number.get().to_owned())
        };
        self.value.iter().map(|part| pair(part)).collect()
    }

    fn is_panel(&self) -> bool {
        self.value[0].get().starts_with('[')
    }
}

fn check(code: &str, expected: &Expected, trend: &Trend) {
    let (first, latest) = (When::parse(&expected.first), When::parse(&expected.latest));
    assert!(first.is_some() && latest.is_some(), "{code}");
    if trend.series.is_empty() {
        assert_eq!(trend.undrawn.len(), expected.n, "{code}");
        assert_eq!(trend.undrawn[0].when, latest, "{code}");
        return;
    }
    let points: usize = trend.series.iter().map(|series| series.points.len()).sum();
    let codes: HashSet<&str> = trend.series.iter().map(|series| &*series.analysis.code).collect();
    let parts = codes.len();
    assert_eq!(points + trend.repeats, expected.n * parts, "{code}");
    assert_eq!(trend.series[0].newest(), latest, "{code}");
    assert_eq!(trend.series.iter().map(|series| Some(series.points[0].when)).min(), Some(first), "{code}");
    let newest = trend.series.iter().filter(|series| series.newest() == latest);
    let newest: Vec<(String, String)> = newest
        .filter_map(|series| {
            Some((series.analysis.code.to_string(), series.points.last()?.amount.value.as_sent().into()))
        })
        .collect();
    assert_eq!(newest, expected.numbers(code), "{code}");
    if !expected.is_panel() {
        assert_eq!(format!("\"{}\"", trend.series[0].unit), expected.value[1].get(), "{code}");
        assert_eq!(trend.split, (trend.series.len() > 1).then_some(Split::Units), "{code}");
    }
}

#[test]
fn every_series_of_the_corpus() {
    let Some((resources, expected)) = corpus() else { return };
    let all = answers(&resources);
    let mut checked = 0;
    for line in expected.lines() {
        let person: Person = serde_json::from_str(line).expect("JSON");
        let own = &all[&person.id];
        for (code, expected) in &person.observations {
            check(code, expected, &Trend::of(&own[code]));
            checked += 1;
        }
    }
    assert_eq!(checked, 433);
}
