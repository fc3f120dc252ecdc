//! What this installation can do, for FHIR clients: a CapabilityStatement, made of what is really there.

use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::search::table::{self, Kind};
use crate::search::test::supported;

/// What is offered.
#[derive(Clone, Debug)]
pub struct Offered<'o> {
    /// The address of the API.
    pub base: &'o str,
    /// The interactions with one type, by FHIR's codes.
    pub with_type: &'o [&'static str],
    /// The interactions with the whole system.
    pub with_all: &'o [&'static str],
    /// The operations, by FHIR's names, each with the type it is offered for; with none, for every type.
    pub operations: &'o [(&'static str, Option<ResourceType>)],
    /// The operations on the whole system.
    pub on_all: &'o [&'static str],
    /// Whether an update of what is not there makes it.
    pub creates_on_update: bool,
    /// When the statement was made.
    pub now: Timestamp,
}

/// The types of resources that are kept: what is only sent about, is not.
pub fn kept() -> impl Iterator<Item = ResourceType> {
    use ResourceType as T;
    T::ALL.iter().copied().filter(|kind| !matches!(kind, T::Parameters | T::OperationOutcome))
}

/// Whether an interaction is offered with a type: AuditEvents are sent, read and searched, and changed by nobody.
#[must_use]
pub fn is_offered(kind: ResourceType, interaction: &str) -> bool {
    let of_events = ["read", "vread", "history-instance", "search-type", "create"];
    kind != ResourceType::AuditEvent || of_events.contains(&interaction)
}

/// The search parameters of a type that truly work.
fn parameters(kind: ResourceType) -> Vec<Value> {
    let working = table::all(kind).filter(|param| supported(kind, param).is_ok());
    working.map(|param| json!({"name": param.code, "type": param.kind.name()})).collect()
}

/// What can come with a match of a type.
fn includes(kind: ResourceType) -> Vec<String> {
    let references = table::all(kind).filter(|param| param.kind == Kind::Reference);
    std::iter::once("*".to_owned()).chain(references.map(|param| format!("{kind}:{}", param.code))).collect()
}

fn codes(codes: &[&str]) -> Vec<Value> {
    codes.iter().map(|code| json!({"code": code})).collect()
}

/// What is offered of one type.
fn resource(kind: ResourceType, offered: &Offered<'_>) -> Value {
    let with_type: Vec<&str> =
        offered.with_type.iter().copied().filter(|code| is_offered(kind, code)).collect();
    let has = |code: &str| with_type.contains(&code);
    let mut one = json!({
        "type": kind.name(),
        "interaction": codes(&with_type),
        "versioning": if has("update") { "versioned-update" } else { "versioned" },
        "readHistory": has("vread"),
        "updateCreate": offered.creates_on_update && has("create"),
        "conditionalCreate": has("create"),
        "conditionalRead": "full-support",
        "conditionalUpdate": has("update"),
        "conditionalDelete": if has("delete") { "single" } else { "not-supported" },
        "referencePolicy": ["literal", "logical", "local"],
        "searchInclude": if has("search-type") { includes(kind) } else { Vec::new() },
        "searchParam": if has("search-type") { parameters(kind) } else { Vec::new() },
    });
    let is_change = |name: &str| matches!(name, "meta-add" | "meta-delete");
    let of_kind = offered
        .operations
        .iter()
        .filter(|(name, of)| of.is_none_or(|of| of == kind) && (has("update") || !is_change(name)));
    let operation = |(name, of): &(&str, Option<ResourceType>)| {
        let owner = of.map_or("Resource", ResourceType::name);
        let definition = match (*name, of) {
            ("export", of) => bulk(*of),
            // What FHIR does not define is ours.
            ("unmerge", _) => format!("http://helsami.no/fhir/OperationDefinition/{owner}-{name}"),
            _ => format!("http://hl7.org/fhir/OperationDefinition/{owner}-{name}"),
        };
        json!({"name": name, "definition": definition})
    };
    let operations: Vec<Value> = of_kind.map(operation).collect();
    if !operations.is_empty() {
        one["operation"] = operations.into();
    }
    one
}

/// The operations of Bulk Data Access are defined beside R4.
fn bulk(of: Option<ResourceType>) -> String {
    let level = of.map_or_else(String::new, |kind| format!("{}-", kind.name().to_lowercase()));
    format!("http://hl7.org/fhir/uv/bulkdata/OperationDefinition/{level}export")
}

/// The CapabilityStatement as JSON.
#[must_use]
pub fn capability(offered: &Offered<'_>) -> String {
    let on_all: Vec<Value> =
        offered.on_all.iter().map(|name| json!({"name": name, "definition": bulk(None)})).collect();
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": offered.now.to_string(),
        "kind": "instance",
        "software": {"name": "HelsaMi", "version": env!("CARGO_PKG_VERSION")},
        "implementation": {"description": "HelsaMi", "url": offered.base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [{
            "mode": "server",
            "security": security(offered.base),
            "resource": kept().map(|kind| resource(kind, offered)).collect::<Vec<_>>(),
            "interaction": codes(offered.with_all),
            "operation": on_all,
        }],
    })
    .to_string()
}

/// Where systems sign in.
fn security(base: &str) -> Value {
    let token = format!("{}/oauth/token", base.trim_end_matches("/fhir"));
    json!({
        "service": [{"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
            "code": "SMART-on-FHIR",
        }]}],
        "extension": [{
            "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
            "extension": [{"url": "token", "valueUri": token}],
        }],
    })
}
