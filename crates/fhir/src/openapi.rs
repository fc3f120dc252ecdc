//! What an installation offers, as an OpenAPI 3 document: made of its addresses and of the table of search parameters.
//!
//! Documents themselves are described by FHIR; here they are objects with a `resourceType`.

mod schemas;

use std::collections::BTreeMap;

use helsami_domain::resource_type::ResourceType;
use serde_json::{Map, Value, json};

use crate::capability::{is_offered, kept};
use crate::search::table::{self, Kind};
use crate::search::test::supported;

use self::schemas::{body, of_type, schemas};

/// What a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// No body.
    Nothing,
    /// A resource of the type that the address names.
    Resource,
    /// A Bundle.
    Bundle,
    /// Parameters.
    Parameters,
    /// A JSON Patch, or a FHIRPath Patch in Parameters.
    Patch,
    /// A search as a form.
    Search,
    /// A form with these fields, all of them needed but the last.
    Form(&'static [&'static str]),
}

/// What an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// No body.
    Nothing,
    /// A resource of whichever type.
    Resource,
    /// A resource of this type.
    Of(ResourceType),
    /// JSON that is no resource.
    Json,
    /// One resource a line.
    Lines,
}

/// One way to be answered when all is well.
#[derive(Clone, Copy, Debug)]
pub struct Success {
    /// The status.
    pub status: u16,
    /// The body.
    pub gives: Gives,
    /// The headers that always come with it.
    pub headers: &'static [&'static str],
}

/// A parameter of a query, or a header.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// `query` or `header`.
    pub place: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What its values look like, as a pattern; the name of the enumeration `kinds` for types.
    pub pattern: &'static str,
    /// Whether it must be there.
    pub is_needed: bool,
    /// What it is for.
    pub text: &'static str,
}

/// One address with one method.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// `get`, `post`, …
    pub method: &'static str,
    /// The path, with `{kind}`, `{id}`, `{inner}`, `{version}`.
    pub path: &'static str,
    /// Its name.
    pub id: &'static str,
    /// What it does, as a sentence.
    pub summary: &'static str,
    /// Whether anybody may ask.
    pub is_open: bool,
    /// The one type it is for, if it is for one.
    pub only: Option<ResourceType>,
    /// Whether the search parameters of the type stand in the query.
    pub searches: bool,
    /// What else the query and the head of the request may say.
    pub inputs: &'static [Input],
    /// What it takes.
    pub takes: Takes,
    /// How it is answered.
    pub gives: &'static [Success],
    /// The statuses of its errors: each is an OperationOutcome.
    pub errors: &'static [u16],
}

/// The document as JSON.
#[must_use]
pub fn openapi(base: &str, operations: &[Operation]) -> String {
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for operation in operations {
        for kind in kinds(operation) {
            let path = match kind {
                Some(kind) => operation.path.replace("{kind}", kind.name()),
                None => operation.path.to_owned(),
            };
            let told = told(operation, kind, &path);
            paths.entry(path).or_default().insert(operation.method.to_ascii_lowercase(), told);
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "HelsaMi, the record as FHIR R4",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
            "description": "For registered systems. Beside the search parameters listed here, each may have a modifier \
                (`code:not`), chains (`patient.identifier`) and their reverse (`_has:…`) are understood.",
        },
        "servers": [{"url": base.trim_end_matches("/fhir")}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "parameters": parameters(),
            "responses": {"Outcome": {
                "description": "What was not done, and why.",
                "content": {"application/fhir+json": {"schema": {"$ref": "#/components/schemas/OperationOutcome"}}},
            }},
            "securitySchemes": {"token": {
                "type": "http",
                "scheme": "bearer",
                "description": "An access token of /oauth/token (SMART Backend Services).",
            }},
        },
    })
    .to_string()
}

/// The types that an operation is told for one by one; none where the type is a part of its address.
fn kinds(operation: &Operation) -> Vec<Option<ResourceType>> {
    let is_of_type = operation.path.contains("/{kind}") && !operation.path.contains(['$']);
    match operation.only {
        Some(kind) => vec![Some(kind)],
        None if is_of_type && !operation.path.contains("{id}") => {
            // The access log is searched, and that is all that is done with it without an id.
            let is_told = |kind: &ResourceType| operation.searches || is_offered(*kind, operation.id);
            kept().filter(is_told).map(Some).collect()
        }
        None => vec![None],
    }
}

fn told(operation: &Operation, kind: Option<ResourceType>, path: &str) -> Value {
    let id = match kind.filter(|_| operation.only.is_none()) {
        Some(kind) => format!("{}-{kind}", operation.id),
        None => operation.id.to_owned(),
    };
    let mut one = json!({
        "operationId": id,
        "summary": operation.summary,
        "responses": responses(operation),
        "parameters": inputs(operation, kind, path),
        "security": if operation.is_open { json!([]) } else { json!([{"token": []}]) },
    });
    if let Some(kind) = kind {
        one["tags"] = json!([kind.name()]);
    }
    if let Some(body) = body(operation.takes, kind) {
        one["requestBody"] = body;
    }
    one
}

/// What stands in the path, in the query and in the head.
fn inputs(operation: &Operation, kind: Option<ResourceType>, path: &str) -> Vec<Value> {
    let refer = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let in_path = ["kind", "id", "inner", "version", "job", "number"];
    let mut all: Vec<Value> =
        in_path.into_iter().filter(|name| path.contains(&format!("{{{name}}}"))).map(refer).collect();
    if !operation.is_open {
        all.extend(["_format", "_pretty"].map(refer));
    }
    if operation.searches {
        all.extend(RESULTS.iter().map(|(name, _)| refer(name)));
        if operation.method == "GET"
            && let Some(kind) = kind
        {
            all.extend(searched(kind).into_iter().map(|(name, of)| refer(&format!("{of}.{name}"))));
        }
    }
    all.extend(operation.inputs.iter().map(input));
    all
}

fn input(one: &Input) -> Value {
    let schema = match one.pattern {
        "" => json!({"type": "string"}),
        "kinds" => {
            json!({"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/ResourceType"}})
        }
        pattern => json!({"type": "string", "pattern": pattern}),
    };
    let mut told = json!({
        "in": one.place, "name": one.name, "required": one.is_needed, "schema": schema, "description": one.text,
    });
    if one.pattern == "kinds" {
        (told["style"], told["explode"]) = ("form".into(), false.into());
    }
    told
}

/// The search parameters of a type that work, each with where it is described.
fn searched(kind: ResourceType) -> Vec<(&'static str, String)> {
    let is_of_all = |code: &str| code.starts_with('_');
    let owner = |code: &str| if is_of_all(code) { "Resource".to_owned() } else { kind.name().to_owned() };
    let working = table::all(kind).filter(|param| supported(kind, param).is_ok());
    working.map(|param| (param.code, owner(param.code))).collect()
}

/// What shapes the answer of a search.
const RESULTS: &[(&str, &str)] = &[
    ("_count", "^[0-9]{1,4}$"),
    ("_sort", "^-?[a-z_][A-Za-z-]*(,-?[a-z_][A-Za-z-]*)*$"),
    ("_summary", "^(true|false|text|data|count)$"),
    ("_elements", "^[A-Za-z]+(,[A-Za-z]+)*$"),
    ("_total", "^(none|estimate|accurate)$"),
    ("_include", "^(\\*|[A-Z][A-Za-z]+:[A-Za-z*-]+(:[A-Z][A-Za-z]+)?)$"),
    ("_revinclude", "^[A-Z][A-Za-z]+:[A-Za-z*-]+(:[A-Z][A-Za-z]+)?$"),
];

fn parameters() -> Map<String, Value> {
    let one = |place: &str, name: &str, schema: Value| json!({"in": place, "name": name, "required": place == "path", "schema": schema});
    let text = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let refer = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut all = Map::new();
    let mut add = |name: &str, told: Value| all.insert(name.to_owned(), told);
    for name in ["kind", "inner"] {
        add(name, one("path", name, refer("ResourceType")));
    }
    add("id", one("path", "id", refer("Id")));
    add("version", one("path", "version", text("^[1-9][0-9]{0,8}$")));
    add("job", one("path", "job", text("^[0-9a-f]{32}$")));
    add("number", one("path", "number", text("^[0-9]{1,6}$")));
    add(
        "_format",
        one("query", "_format", json!({"type": "string", "enum": ["json", "application/fhir+json"]})),
    );
    add("_pretty", one("query", "_pretty", json!({"type": "string", "enum": ["true", "false"]})));
    for (name, pattern) in RESULTS {
        add(name, one("query", name, text(pattern)));
    }
    for kind in kept() {
        for param in table::all(kind).filter(|param| supported(kind, param).is_ok()) {
            let owner = if param.code.starts_with('_') { "Resource" } else { kind.name() };
            let mut told = one("query", param.code, text(value_pattern(param.kind)));
            told["description"] = format!("A search parameter of the type {}.", param.kind.name()).into();
            add(&format!("{owner}.{}", param.code), told);
        }
    }
    all
}

/// What values of a search parameter look like: what does not is refused, and some of what does.
const fn value_pattern(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "^(eq|ne|gt|lt|ge|le|sa|eb|ap)?-?[0-9]{1,9}(\\.[0-9]{1,9})?$",
        Kind::Date => {
            "^(eq|ne|gt|lt|ge|le|sa|eb|ap)?[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"
        }
        Kind::Quantity => {
            "^(eq|ne|gt|lt|ge|le|sa|eb|ap)?-?[0-9]{1,9}(\\.[0-9]{1,9})?(\\|[^|,$\\\\]*\\|[^|,$\\\\]+)?$"
        }
        Kind::Reference => "^([A-Z][A-Za-z]+/)?[A-Za-z0-9.-]{1,64}$",
        Kind::Token | Kind::String | Kind::Uri | Kind::Composite | Kind::Special => "^.+$",
    }
}

fn responses(operation: &Operation) -> Map<String, Value> {
    let mut all = Map::new();
    for success in operation.gives {
        all.insert(success.status.to_string(), response(success));
    }
    for status in operation.errors {
        let told = json!({"$ref": "#/components/responses/Outcome"});
        all.insert(status.to_string(), if operation.is_open { open_error() } else { told });
    }
    all
}

/// The token endpoint answers in the words of OAuth.
fn open_error() -> Value {
    json!({"description": "Why not.", "content": {
        "application/json": {"schema": {"type": "object"}},
        "application/fhir+json": {"schema": {"$ref": "#/components/schemas/OperationOutcome"}},
    }})
}

fn response(success: &Success) -> Value {
    let (media, schema) = match success.gives {
        Gives::Nothing => ("", Value::Null),
        Gives::Resource => ("application/fhir+json", json!({"$ref": "#/components/schemas/Resource"})),
        Gives::Of(kind) => ("application/fhir+json", of_type(kind)),
        Gives::Json => ("application/json", json!({"type": "object"})),
        Gives::Lines => ("application/fhir+ndjson", json!({"type": "string"})),
    };
    let mut told = json!({"description": description(success.status)});
    if !media.is_empty() {
        told["content"] = json!({media: {"schema": schema}});
    }
    let header = |name: &&str| {
        let told = json!({"required": true, "schema": {"type": "string"}});
        ((*name).to_owned(), told)
    };
    let headers: Map<String, Value> = success.headers.iter().map(header).collect();
    if !headers.is_empty() {
        told["headers"] = headers.into();
    }
    // What was made can be read at once.
    if success.status == 201 {
        let id = json!({"kind": "$response.body#/resourceType", "id": "$response.body#/id"});
        told["links"] = json!({"read": {"operationId": "read", "parameters": id}});
    }
    told
}

const fn description(status: u16) -> &'static str {
    match status {
        201 => "It was made.",
        202 => "It is under way.",
        204 => "It was done.",
        304 => "The asker has this version already.",
        _ => "The answer.",
    }
}
