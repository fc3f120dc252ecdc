//! The tables of this crate say what the definitions of R4 say.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "support/corpus.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet};

use corpus::definitions;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::structure::{self, Element};
use helsami_fhir::{compartment, dates};
use serde_json::Value;

/// The elements of the types that R4 itself defines: type, path below it, definition.
fn elements_of(name: &str) -> Option<Vec<(String, String, Value)>> {
    let mut found = Vec::new();
    for one in definitions(name)? {
        if one["resourceType"] != "StructureDefinition" || one["derivation"] == "constraint" {
            continue;
        }
        for element in one["snapshot"]["element"].as_array().into_iter().flatten() {
            let path = element["path"].as_str().expect("text");
            if let Some((kind, rest)) = path.split_once('.') {
                found.push((kind.to_owned(), rest.to_owned(), element.clone()));
            }
        }
    }
    Some(found)
}

#[test]
fn the_elements_of_each_type() {
    let Some(found) = elements_of("profiles-resources.ndjson.gz") else { return };
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, name, element) in found {
        let is_common = matches!(
            name.as_str(),
            "id" | "meta"
                | "implicitRules"
                | "language"
                | "text"
                | "contained"
                | "extension"
                | "modifierExtension"
        );
        if name.contains('.') || ResourceType::from_name(&kind).is_none() || is_common {
            continue;
        }
        let mark = if element["min"].as_u64() > Some(0) { "!" } else { "" };
        lines.entry(kind).or_default().push(format!("{name}{mark}"));
    }
    let expected: Vec<String> =
        lines.iter().map(|(kind, names)| format!("{kind}: {}", names.join(" "))).collect();
    let element = |one: &Element| {
        let (choice, demand) =
            (if one.is_choice { "[x]" } else { "" }, if one.is_demanded { "!" } else { "" });
        format!("{}{choice}{demand}", one.name)
    };
    let line = |kind: &String| {
        let structure = structure::find(kind).expect(kind);
        format!("{kind}: {}", structure.elements.iter().map(element).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(lines.keys().map(line).collect::<Vec<_>>(), expected);
    assert_eq!(expected.len(), 147);
}

#[test]
fn the_names_of_dates() {
    let Some(mut found) = elements_of("profiles-resources.ndjson.gz") else { return };
    found.extend(elements_of("profiles-types.ndjson.gz").expect("the same folder"));
    let mut types: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, path, element) in found {
        let name = path.rsplit('.').next().expect("a name");
        for one in element["type"].as_array().into_iter().flatten() {
            let code = one["code"].as_str().expect("text").to_owned();
            let name = name.strip_suffix("[x]").map_or_else(
                || name.to_owned(),
                |stem| format!("{stem}{}{}", code[..1].to_uppercase(), &code[1..]),
            );
            types.entry(name).or_default().insert(code);
        }
    }
    let is_date = |code: &String| matches!(code.as_str(), "date" | "dateTime" | "instant");
    let expected: Vec<&str> =
        types.iter().filter(|(_, codes)| codes.iter().all(is_date)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(dates::NAMES, expected);
}

#[test]
fn the_patient_compartment() {
    let Some(compartments) = definitions("compartmentdefinition-patient.json.gz") else { return };
    let searches = definitions("search-parameters.ndjson.gz").expect("the same folder");
    let mut count = 0;
    for one in compartments[0]["resource"].as_array().expect("a list") {
        let name = one["code"].as_str().expect("text");
        let kind = ResourceType::from_name(name).expect("a type");
        let ours: BTreeSet<&str> = compartment::paths(kind).iter().copied().collect();
        let mut theirs = BTreeSet::new();
        for code in one["param"].as_array().into_iter().flatten() {
            let search = searches.iter().find(|search| {
                search["code"] == *code
                    && search["base"].as_array().is_some_and(|base| base.iter().any(|b| b == name))
            });
            let expression = search.expect("a search parameter")["expression"].as_str().expect("text");
            for part in expression.split('|').map(|part| part.trim().trim_matches(['(', ')'])) {
                if let Some(path) = part.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) {
                    theirs.insert(path.split(".where(").next().expect("a path"));
                }
            }
        }
        match kind {
            // Many patients, none of them its owner; and the one that owns the compartment.
            ResourceType::Group | ResourceType::Patient => assert!(ours.is_empty()),
            ResourceType::Device => assert_eq!(ours, BTreeSet::from(["patient"])),
            _ => assert_eq!(ours, theirs, "{name}"),
        }
        count += usize::from(!ours.is_empty());
    }
    assert_eq!(count, 66);
}
