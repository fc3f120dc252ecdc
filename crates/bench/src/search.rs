//! What matching costs: documents that nobody here wrote, asked whether they answer a query.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use flate2::read::GzDecoder;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::pairs::pairs;
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::value::Setting;
use serde_json::Value;

const QUERIES: [&str; 6] = [
    "patient=p1&code=http://loinc.org|4548-4",
    "code=4548-4&date=ge2019",
    "category=laboratory&value-quantity=gt6.5|http://unitsofmeasure.org|%25",
    "component-code-value-quantity=http://loinc.org|8480-6$gt160",
    "date=2019",
    "code:text=hemo",
];
const ROUNDS: usize = 9;

/// Prints the figures: the best of some rounds.
pub(crate) fn run(folder: &Path) -> Result<()> {
    let documents = observations(&folder.join("bundles-00.ndjson.gz"))?;
    let bytes: usize = documents.iter().map(String::len).sum();
    let count = documents.len();
    println!(
        "\nmatching, {count} Observations of {} B (limit 2 µs for patient and code)",
        bytes / count.max(1)
    );
    for text in QUERIES {
        let setting = Setting { base: "https://a.example/fhir", now: "2026-11-26T12:00:00Z".parse()? };
        let pairs = pairs(text).context("a query")?;
        let begun = Instant::now();
        let query = Query::read(ResourceType::Observation, &pairs, (setting, Handling::Strict));
        let query = query.map_err(|issues| anyhow!("{issues:?}"))?;
        let reading = begun.elapsed();
        let round = || {
            let begun = Instant::now();
            let matches = documents.iter().filter(|document| query.holds(document)).count();
            (begun.elapsed(), matches)
        };
        let (best, matches) = (0..ROUNDS).map(|_| round()).min().context("a round")?;
        let row_ns = best.as_nanos() as f64 / count.max(1) as f64;
        println!(
            "  {text}: {:.2} µs a row, {matches} matches; reading the query {reading:.0?}",
            row_ns / 1e3
        );
    }
    Ok(())
}

/// The Observations of the bundles, about one patient, as the store shows them.
fn observations(path: &Path) -> Result<Vec<String>> {
    let file = std::fs::File::open(path).with_context(|| format!("{} is not here", path.display()))?;
    let mut found = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let mut bundle: Value = serde_json::from_str(&line?)?;
        for entry in bundle["entry"].as_array_mut().into_iter().flatten() {
            let resource = &mut entry["resource"];
            if resource["resourceType"] == "Observation" {
                resource["subject"]["reference"] = "Patient/p1".into();
                found.push(resource.to_string());
            }
        }
    }
    Ok(found)
}
