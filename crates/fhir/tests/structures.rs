//! Makes the table of structures from the definitions of R4, and compares: `HELSAMI_BLESS=1` writes it.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use helsami_fhir::structure;
use serde_json::Value;

const FILES: [&str; 2] = ["profiles-types.ndjson.gz", "profiles-resources.ndjson.gz"];

fn definitions() -> Option<Vec<Value>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/fhir-r4-definitions");
    let mut found = Vec::new();
    for name in FILES {
        let path = PathBuf::from(folder).join(name);
        if !path.exists() {
            println!("skipped: no corpora");
            return None;
        }
        let reader = BufReader::new(GzDecoder::new(std::fs::File::open(path).expect("a file")));
        for line in reader.lines() {
            let one: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
            let is_type = one["resourceType"] == "StructureDefinition" && one["derivation"] != "constraint";
            if is_type || is_quantity(&one) {
                found.push(one);
            }
        }
    }
    Some(found)
}

/// Age, Duration and the like are constraints of Quantity that have a name of their own.
fn is_quantity(one: &Value) -> bool {
    one["resourceType"] == "StructureDefinition"
        && one["baseDefinition"].as_str().is_some_and(|base| base.ends_with("/Quantity"))
}

/// The name of a type in a definition: the types of FHIRPath are those of the primitives' own values.
fn type_name(one: &Value) -> String {
    let code = one["code"].as_str().expect("a type");
    code.rsplit('/').next().expect("a name").replace("http://hl7.org/fhirpath/System.String", "string")
}

fn mark(element: &Value) -> char {
    match (element["min"].as_u64(), element["max"].as_str()) {
        (Some(0), Some("1" | "0")) => '?',
        (Some(_), Some("1")) => '!',
        (Some(0), _) => '*',
        _ => '+',
    }
}

fn lines(definition: &Value) -> BTreeMap<String, String> {
    let root = definition["id"].as_str().expect("an id");
    let elements = definition["snapshot"]["element"].as_array().expect("elements");
    let base = definition["baseDefinition"].as_str().and_then(|base| base.rsplit('/').next());
    let mut lines = BTreeMap::from([(root.to_owned(), format!("{root}<{}:", base.unwrap_or("")))]);
    let all: Vec<String> = elements.iter().map(|one| path(one, definition)).collect();
    for (element, path) in elements.iter().zip(&all).skip(1) {
        let (parent, name) = path.rsplit_once('.').expect("a path");
        let has_own = all.iter().any(|other| other.starts_with(&format!("{path}.")));
        let types = if let Some(reference) = element["contentReference"].as_str() {
            reference.rsplit('#').next().expect("a path").to_owned()
        } else if has_own {
            let base = type_name(&element["type"][0]);
            lines.insert(path.clone(), format!("{path}<{base}:"));
            path.clone()
        } else {
            let types: Vec<String> =
                element["type"].as_array().expect("types").iter().map(type_name).collect();
            types.join("|").replace("System.String", "string").replace("System.", "")
        };
        // The definitions tell the type of an id as FHIRPath's own text, and what it is in an extension.
        let types = if path == "Resource.id" { "id".to_owned() } else { types };
        let line = lines.get_mut(parent).expect("the parent comes first");
        line.push_str(&format!(" {name}{}{types}", mark(element)));
    }
    lines
}

/// The path, with the definition's own name before it: the elements of Age are told as those of Quantity.
fn path(element: &Value, definition: &Value) -> String {
    let path = element["path"].as_str().expect("a path");
    let root = definition["id"].as_str().expect("an id");
    path.split_once('.').map_or_else(|| root.to_owned(), |(_, rest)| format!("{root}.{rest}"))
}

/// The line without the elements that its base has as well.
fn own(line: &str, all: &BTreeMap<String, String>) -> String {
    let (head, elements) = line.split_once(':').expect("a line");
    let base = head.split_once('<').and_then(|(_, base)| all.get(base)).map_or("", String::as_str);
    let is_inherited = |element: &&str| {
        base.split(' ').any(|other| other == *element) || (*element == "id?string" && base.contains(" id?"))
    };
    let elements: Vec<&str> = elements.split(' ').filter(|element| !is_inherited(element)).collect();
    format!("{head}:{}", elements.join(" "))
}

#[test]
fn the_table_of_structures() {
    let Some(definitions) = definitions() else { return };
    let mut all = BTreeMap::new();
    for definition in &definitions {
        all.extend(lines(definition));
    }
    let text: String = all.values().map(|line| own(line, &all) + "\n").collect();
    if std::env::var_os("HELSAMI_BLESS").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/structures.txt");
        std::fs::write(file, &text).expect("the table is written");
        return;
    }
    assert!(
        text == structure::TEXT,
        "the table of structures is not what the definitions say: HELSAMI_BLESS=1"
    );
}
