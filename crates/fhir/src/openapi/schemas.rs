//! What requests and answers carry, as schemas.

use helsami_domain::resource_type::ResourceType;
use serde_json::{Map, Value, json};

use super::{Takes, searched};
use crate::capability::kept;

/// What documents and values look like.
pub(super) fn schemas() -> Value {
    let kinds: Vec<&str> = kept().map(ResourceType::name).collect();
    json!({
        "ResourceType": {"type": "string", "enum": kinds},
        "Id": {"type": "string", "pattern": "^[A-Za-z0-9.-]{1,64}$", "minLength": 1, "maxLength": 64},
        "Resource": {
            "type": "object",
            "required": ["resourceType"],
            "properties": {"resourceType": {"type": "string"}, "id": {"$ref": "#/components/schemas/Id"}},
            "externalDocs": {"url": "https://hl7.org/fhir/R4/resourcelist.html"},
        },
        "OperationOutcome": {
            "type": "object",
            "required": ["resourceType", "issue"],
            "properties": {
                "resourceType": {"type": "string", "enum": ["OperationOutcome"]},
                "issue": {"type": "array", "minItems": 1, "items": {
                    "type": "object",
                    "required": ["severity", "code"],
                    "properties": {
                        "severity": {"type": "string", "enum": ["fatal", "error", "warning", "information"]},
                        "code": {"type": "string"},
                        "diagnostics": {"type": "string"},
                        "details": {"type": "object", "properties": {"text": {"type": "string"}}},
                        "expression": {"type": "array", "items": {"type": "string"}},
                    },
                }},
            },
        },
        "JsonPatch": json_patch(),
    })
}

fn json_patch() -> Value {
    json!({"type": "array", "items": {
        "type": "object",
        "required": ["op", "path"],
        "properties": {
            "op": {"type": "string", "enum": ["add", "remove", "replace", "move", "copy", "test"]},
            "path": {"type": "string"},
            "from": {"type": "string"},
            "value": {},
        },
    }})
}

/// A resource of one type.
pub(super) fn of_type(kind: ResourceType) -> Value {
    json!({"allOf": [
        {"$ref": "#/components/schemas/Resource"},
        {"type": "object", "properties": {"resourceType": {"type": "string", "enum": [kind.name()]}}},
    ]})
}

/// What a request carries, described.
pub(super) fn body(takes: Takes, kind: Option<ResourceType>) -> Option<Value> {
    let any = || json!({"$ref": "#/components/schemas/Resource"});
    let content = match takes {
        Takes::Nothing => return None,
        Takes::Resource => {
            let schema = kind.map_or_else(any, of_type);
            json!({"application/fhir+json": {"schema": schema}})
        }
        Takes::Parameters => json!({"application/fhir+json": {"schema": of_type(ResourceType::Parameters)}}),
        Takes::Bundle => json!({"application/fhir+json": {"schema": bundle()}}),
        Takes::Patch => json!({
            "application/json-patch+json": {"schema": {"$ref": "#/components/schemas/JsonPatch"}},
            "application/fhir+json": {"schema": of_type(ResourceType::Parameters)},
        }),
        Takes::Search => {
            let names = kind.map(searched).unwrap_or_default();
            let fields: Map<String, Value> =
                names.into_iter().map(|(name, _)| (name.to_owned(), json!({"type": "string"}))).collect();
            let schema = json!({"type": "object", "properties": fields});
            return Some(
                json!({"required": false, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}),
            );
        }
        Takes::Form(names) => {
            let fields: Map<String, Value> =
                names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
            let needed = names.split_last().map_or(names, |(_, needed)| needed);
            let schema = json!({"type": "object", "properties": fields, "required": needed});
            json!({"application/x-www-form-urlencoded": {"schema": schema}})
        }
    };
    Some(json!({"required": true, "content": content}))
}

fn bundle() -> Value {
    let request = json!({
        "type": "object",
        "required": ["method", "url"],
        "properties": {
            "method": {"type": "string", "enum": ["GET", "POST", "PUT", "DELETE"]},
            "url": {"type": "string"},
            "ifMatch": {"type": "string"},
            "ifNoneExist": {"type": "string"},
        },
    });
    let entry = json!({
        "type": "object",
        "required": ["request"],
        "properties": {
            "fullUrl": {"type": "string"},
            "resource": {"$ref": "#/components/schemas/Resource"},
            "request": request,
        },
    });
    json!({
        "type": "object",
        "required": ["resourceType", "type", "entry"],
        "properties": {
            "resourceType": {"type": "string", "enum": ["Bundle"]},
            "type": {"type": "string", "enum": ["transaction", "batch"]},
            "entry": {"type": "array", "items": entry},
        },
    })
}
