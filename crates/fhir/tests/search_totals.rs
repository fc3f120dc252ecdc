//! The totals of `expected-searches.ndjson`, which others computed, by matching alone: no store, no HTTP.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::chain::Keys;
use helsami_fhir::search::pairs::pairs;
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::row::Row;
use helsami_fhir::search::value::Setting;
use serde_json::Value;

type Documents = HashMap<ResourceType, Vec<String>>;

/// The resources of a bundle, with the links that an import makes.
fn take(bundle: &Value, documents: &mut Documents) {
    let entries = bundle["entry"].as_array().expect("entries");
    let mut kinds = HashMap::new();
    for entry in entries {
        kinds.insert(
            entry["fullUrl"].as_str().expect("text"),
            entry["resource"]["resourceType"].as_str().expect("text"),
        );
    }
    for entry in entries {
        let kind =
            entry["resource"]["resourceType"].as_str().and_then(ResourceType::from_name).expect("a type");
        let text = entry["resource"].to_string();
        let mut linked = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find("\"urn:uuid:") {
            let (before, after) = rest.split_at(at + 1);
            let (name, later) = after.split_once('"').expect("a quote");
            linked.push_str(before);
            match kinds.get(name) {
                Some(kind) => linked.extend([kind, "/", &name["urn:uuid:".len()..]]),
                None => linked.push_str(name),
            }
            rest = &after[after.len() - later.len() - 1..];
        }
        linked.push_str(rest);
        documents.entry(kind).or_default().push(linked);
    }
}

fn load(folder: &Path) -> Documents {
    let mut documents = Documents::new();
    for file in std::fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if !name.ends_with(".gz") {
            continue;
        }
        let mut reader = BufReader::new(GzDecoder::new(std::fs::File::open(&path).expect("a file")));
        if name.starts_with("hospitals") {
            take(&serde_json::from_reader(&mut reader).expect("JSON"), &mut documents);
            continue;
        }
        for line in reader.lines() {
            take(&serde_json::from_str(&line.expect("a line")).expect("JSON"), &mut documents);
        }
    }
    documents
}

fn rows(documents: &Documents, kind: ResourceType) -> impl Iterator<Item = Row<'_>> {
    documents.get(&kind).into_iter().flatten().map(move |text| Row::new(kind, text))
}

fn total(documents: &Documents, text: &str) -> usize {
    let (kind, rest) = text.split_once('?').expect("a query");
    let kind = ResourceType::from_name(kind).expect("a type");
    let now = "2026-11-26T12:00:00Z".parse().expect("a time");
    let setting = Setting { base: "https://here/fhir", now };
    let mut query = Query::read(kind, &pairs(rest).expect("pairs"), (setting, Handling::Strict)).expect(text);
    while let Some(open) = query.open() {
        let mut keys = Keys::new();
        for mut row in rows(documents, open.sub().kind) {
            if open.sub().test.holds(&mut row) {
                open.sub().take(&mut row, &mut keys);
            }
        }
        open.close(keys);
    }
    rows(documents, kind).filter_map(|row| query.holds(row.text()).then_some(())).count()
}

#[test]
fn every_total_is_exact() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/synthea-r4"));
    if !folder.exists() {
        println!("skipped: no corpora");
        return;
    }
    let documents = load(&folder);
    let mut wrong = Vec::new();
    let expected = std::fs::read_to_string(folder.join("expected-searches.ndjson")).expect("a file");
    for line in expected.lines() {
        let one: Value = serde_json::from_str(line).expect("JSON");
        let query = one["query"].as_str().expect("text");
        let wanted =
            one["totalIfDatesAreReadAsEuropeOslo"].as_u64().or(one["total"].as_u64()).expect("a number");
        let found = total(&documents, query) as u64;
        if found != wanted {
            wrong.push(format!("{query}: {found}, not {wanted}"));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    assert_eq!(expected.lines().count(), 61);
}
