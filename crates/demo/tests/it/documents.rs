//! Every document of the region is one that the record accepts, and is coherent in itself.

use std::collections::{HashMap, HashSet};

use helsami_demo::Region;
use helsami_domain::identity;
use helsami_fhir::document::Document;
use jiff::civil::date;
use serde_json::Value;

const TODAY: &str = "2026-11-22";

fn resources(json: &str) -> Vec<(String, Value)> {
    let bundle: Value = serde_json::from_str(json).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    entries
        .iter()
        .map(|entry| (entry["fullUrl"].as_str().unwrap().to_owned(), entry["resource"].clone()))
        .collect()
}

fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "reference" => found.push(text),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_document_is_accepted_and_every_reference_leads_somewhere() {
    let region = Region::new(7, 160, date(2026, 11, 22));
    let shared = resources(&region.shared_bundle().json);
    let mut known: HashSet<String> = HashSet::new();
    for (_, resource) in &shared {
        let identifier = &resource["identifier"][0];
        known.insert(format!(
            "{}?identifier={}|{}",
            resource["resourceType"].as_str().unwrap(),
            identifier["system"].as_str().unwrap(),
            identifier["value"].as_str().unwrap()
        ));
    }
    for bundle in region.bundles().skip(1) {
        let patient = &resources(&bundle.json)[0].1;
        for identifier in patient["identifier"].as_array().unwrap() {
            let (system, value) =
                (identifier["system"].as_str().unwrap(), identifier["value"].as_str().unwrap());
            known.insert(format!("Patient?identifier={system}|{value}"));
        }
    }
    for bundle in region.bundles() {
        let entries = resources(&bundle.json);
        assert_eq!(entries.len(), bundle.resources);
        let own: HashSet<&str> = entries.iter().map(|(url, _)| url.as_str()).collect();
        assert_eq!(own.len(), entries.len(), "a fullUrl stands twice");
        for (_, resource) in &entries {
            let text = resource.to_string();
            Document::accept(&text).unwrap_or_else(|refusal| panic!("{refusal}: {text}"));
            let mut found = Vec::new();
            references(resource, &mut found);
            for reference in found {
                assert!(
                    own.contains(reference) || known.contains(reference),
                    "{reference} leads nowhere: {text}"
                );
            }
        }
    }
}

#[test]
fn identity_numbers_are_valid_and_synthetic() {
    let region = Region::new(7, 300, date(2026, 11, 22));
    for index in 0..region.citizens() {
        let entries = resources(&region.citizen_bundle(index).json);
        for identifier in entries[0].1["identifier"].as_array().unwrap() {
            let number = identifier["value"].as_str().unwrap();
            assert!(identity::IdentityNumber::parse(number).is_ok(), "citizen {index}");
            let month: u32 = number[2..4].parse().unwrap();
            assert!((81..=92).contains(&month), "citizen {index}");
        }
    }
}

#[test]
fn nothing_but_appointments_lies_ahead() {
    let region = Region::new(11, 200, date(2026, 11, 22));
    for bundle in region.bundles().skip(1) {
        for (_, resource) in resources(&bundle.json) {
            let kind = resource["resourceType"].as_str().unwrap();
            for member in [
                "effectiveDateTime",
                "issued",
                "occurrenceDateTime",
                "authoredOn",
                "recordedDate",
                "onsetDateTime",
                "date",
            ] {
                if let Some(day) = resource[member].as_str().filter(|_| kind != "Appointment") {
                    assert!(day[..day.len().min(10)] <= TODAY[..day.len().min(10)], "{kind}.{member} {day}");
                }
            }
        }
    }
}

#[test]
fn the_region_has_the_shape_of_a_population() {
    let region = Region::new(1, 1500, date(2026, 11, 22));
    let mut sizes: Vec<usize> = region.bundles().skip(1).map(|bundle| bundle.resources).collect();
    sizes.sort_unstable();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((65..=90).contains(&mean), "mean {mean}");
    assert!((20..=45).contains(&sizes[sizes.len() / 2]), "median {}", sizes[sizes.len() / 2]);
    assert!(*sizes.last().unwrap() > 1_200);
}

#[test]
fn long_series_follow_the_disease() {
    let region = Region::new(1, 0, date(2026, 11, 22));
    let arne = resources(&region.citizen_bundle(1).json);
    let series = |code: &str| -> Vec<f64> {
        let mut points: Vec<(String, f64)> = arne
            .iter()
            .filter(|(_, resource)| resource["code"]["coding"][0]["code"] == code)
            .map(|(_, resource)| {
                let value = resource["valueQuantity"]["value"].as_f64().unwrap();
                (resource["effectiveDateTime"].as_str().unwrap().to_owned(), value)
            })
            .collect();
        points.sort_by(|a, b| a.0.cmp(&b.0));
        points.into_iter().map(|(_, value)| value).collect()
    };
    let hba1c = series("NPU27300");
    assert!(hba1c.len() > 40, "{} points", hba1c.len());
    assert!(hba1c[0] > hba1c[8] + 8.0, "treatment lowers HbA1c: {hba1c:?}");
    let egfr = series("NOR25909");
    assert!(egfr[0] > egfr[egfr.len() - 1] + 20.0, "the kidneys fail slowly: {egfr:?}");
}

#[test]
fn counts_by_type_hold_everything_a_page_shows() {
    let region = Region::new(1, 300, date(2026, 11, 22));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for bundle in region.bundles() {
        for (_, resource) in resources(&bundle.json) {
            *counts.entry(resource["resourceType"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for kind in [
        "AllergyIntolerance",
        "Appointment",
        "CareTeam",
        "Composition",
        "Condition",
        "Consent",
        "DiagnosticReport",
        "DocumentReference",
        "Encounter",
        "Flag",
        "HealthcareService",
        "Immunization",
        "Location",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Organization",
        "Patient",
        "Practitioner",
        "PractitionerRole",
        "RelatedPerson",
        "ServiceRequest",
    ] {
        assert!(counts.contains_key(kind), "no {kind}");
    }
    assert_eq!(counts["Patient"], 300);
}
