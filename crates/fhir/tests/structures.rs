//! Makes the tables of structures, codes and invariants from the definitions of R4, and compares: `HELSAMI_BLESS=1` writes
//! them.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "support/corpus.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use corpus::definitions as resources;
use helsami_fhir::search::terms;
use helsami_fhir::{structure, validate};
use serde_json::Value;

const FILES: [&str; 2] = ["profiles-types.ndjson.gz", "profiles-resources.ndjson.gz"];

fn definitions() -> Option<Vec<Value>> {
    let mut found = Vec::new();
    for name in FILES {
        found.extend(resources(name)?.into_iter().filter(|one| {
            one["resourceType"] == "StructureDefinition"
                && (one["derivation"] != "constraint" || is_quantity(one))
        }));
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
        let types = types + &bound(element);
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

/// The name of the list that the codes of this element must be of.
fn bound(element: &Value) -> String {
    let binding = &element["binding"];
    match binding["valueSet"].as_str() {
        Some(url) if binding["strength"] == "required" => format!("={}", list_name(url)),
        _ => String::new(),
    }
}

fn list_name(url: &str) -> &str {
    let url = url.split('|').next().expect("a url");
    url.rsplit('/').next().expect("a name")
}

/// Writes the table, or compares.
fn settle(text: &str, name: &str, kept: &str) {
    if std::env::var_os("HELSAMI_BLESS").is_some() {
        let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).join(name);
        std::fs::write(file, text).expect("the table is written");
        return;
    }
    assert!(text == kept, "{name} is not what the definitions say: HELSAMI_BLESS=1");
}

/// The codes of value sets that need nothing but lists: system by system.
struct Lists {
    sets: BTreeMap<String, Value>,
    systems: BTreeMap<String, Value>,
}

impl Lists {
    fn read() -> Option<Self> {
        let mut lists = Self { sets: BTreeMap::new(), systems: BTreeMap::new() };
        for name in ["valuesets.ndjson.gz", "v3-codesystems.ndjson.gz"] {
            for one in resources(name)? {
                let url = one["url"].as_str().unwrap_or_default().to_owned();
                let map =
                    if one["resourceType"] == "ValueSet" { &mut lists.sets } else { &mut lists.systems };
                map.insert(url, one);
            }
        }
        Some(lists)
    }

    /// Nothing where the set is told by a rule or by a system that is not here whole.
    fn codes(&self, url: &str) -> Option<BTreeMap<String, Vec<String>>> {
        let set = self.sets.get(url.split('|').next()?)?;
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        if !set["compose"]["exclude"].is_null() {
            return None;
        }
        for include in set["compose"]["include"].as_array()? {
            if !include["filter"].is_null() {
                return None;
            }
            for inner in include["valueSet"].as_array().into_iter().flatten() {
                for (system, codes) in self.codes(inner.as_str()?)? {
                    found.entry(system).or_default().extend(codes);
                }
            }
            let Some(system) = include["system"].as_str() else { continue };
            let codes = found.entry(system.to_owned()).or_default();
            match include["concept"].as_array() {
                Some(concepts) => codes.extend(concepts.iter().map(code_of)),
                None => {
                    let all = self.systems.get(system).filter(|system| system["content"] == "complete")?;
                    below(&all["concept"], codes);
                }
            }
        }
        Some(found)
    }
}

fn code_of(concept: &Value) -> String {
    concept["code"].as_str().expect("a code").to_owned()
}

fn below(concepts: &Value, codes: &mut Vec<String>) {
    for concept in concepts.as_array().into_iter().flatten() {
        codes.push(code_of(concept));
        below(&concept["concept"], codes);
    }
}

#[test]
fn the_table_of_codes() {
    let (Some(definitions), Some(lists)) = (definitions(), Lists::read()) else { return };
    let elements =
        definitions.iter().flat_map(|one| one["snapshot"]["element"].as_array().expect("elements"));
    let bindings = elements.map(|element| &element["binding"]).filter(|one| one["strength"] == "required");
    let urls: BTreeSet<&str> = bindings.filter_map(|one| one["valueSet"].as_str()).collect();
    let mut lines = BTreeMap::new();
    for url in urls {
        let Some(systems) = lists.codes(url) else { continue };
        for (system, mut codes) in systems {
            codes.sort();
            codes.dedup();
            lines.insert((list_name(url), system.clone()), codes.join(" "));
        }
    }
    let mut text = String::new();
    for ((name, system), codes) in lines {
        writeln!(text, "{name} {system} {codes}").expect("text");
    }
    settle(&text, "codes.txt", validate::CODES);
}

/// Codes that are special cases of others: the system, then each such code with what it is a case of.
#[test]
fn the_table_of_hierarchies() {
    fn pairs(parent: Option<&str>, concepts: &Value, into: &mut Vec<String>) {
        for concept in concepts.as_array().into_iter().flatten() {
            let code = concept["code"].as_str().expect("a code");
            into.extend(parent.map(|parent| format!("{code}<{parent}")));
            pairs(Some(code), &concept["concept"], into);
        }
    }
    let Some(all) = resources("valuesets.ndjson.gz") else { return };
    let mut lines = BTreeMap::new();
    for system in all.iter().filter(|one| one["resourceType"] == "CodeSystem" && one["content"] == "complete")
    {
        let mut words = vec![system["url"].as_str().expect("a url").to_owned()];
        pairs(None, &system["concept"], &mut words);
        lines.insert(words[0].clone(), words.join(" ") + "\n");
    }
    settle(&lines.into_values().collect::<String>(), "hierarchies.txt", terms::HIERARCHIES);
}

/// What every element has, and is looked at in another way: an element has a value or children, an extension not both.
const EVERYWHERE: [&str; 2] = ["ele-1", "ext-1"];

#[test]
fn the_table_of_invariants() {
    let Some(definitions) = definitions() else { return };
    let mut lines: BTreeMap<(String, String), String> = BTreeMap::new();
    for definition in &definitions {
        let own = definition["url"].as_str().expect("a url");
        for element in definition["snapshot"]["element"].as_array().expect("elements") {
            let path = path(element, definition);
            for rule in element["constraint"].as_array().into_iter().flatten() {
                let (key, source) = (rule["key"].as_str().expect("a key"), rule["source"].as_str());
                let is_elsewhere = source.is_some_and(|source| source != own);
                if EVERYWHERE.contains(&key) || is_elsewhere || rule["expression"].is_null() {
                    continue;
                }
                let [severity, human, expression] = ["severity", "human", "expression"]
                    .map(|name| rule[name].as_str().unwrap_or_default().trim());
                let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let line = [&path, key, severity, &spaced(human), &spaced(expression)].join("\t");
                lines.insert((path.clone(), key.to_owned()), line);
            }
        }
    }
    let text: String = lines.into_values().map(|line| line + "\n").collect();
    settle(&text, "invariants.txt", validate::INVARIANTS);
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
    settle(&text, "structures.txt", structure::TEXT);
}
