//! Bulk Data Access: the manifest of what there is to fetch, and whom a Group means.
//!
//! Source: HL7 FHIR Bulk Data Access IG 2.0.0 (STU2).

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::element::{Objects, One, Reference};

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'f> {
    /// The type of what is in it.
    pub kind: &'f str,
    /// How many resources.
    pub count: u64,
    /// Whether it tells what went wrong.
    pub is_error: bool,
    /// Where it is.
    pub url: &'f str,
}

/// The manifest.
#[must_use]
pub fn manifest((at, request): (Timestamp, &str), files: &[File<'_>]) -> String {
    let told = |is_error: bool| -> Vec<Value> {
        let wanted = files.iter().filter(|file| file.is_error == is_error);
        wanted.map(|file| json!({"type": file.kind, "url": file.url, "count": file.count})).collect()
    };
    json!({
        "transactionTime": at.to_string(),
        "request": request,
        "requiresAccessToken": true,
        "output": told(false),
        "deleted": [],
        "error": told(true),
    })
    .to_string()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Group<'a> {
    #[serde(borrow)]
    member: Objects<Member<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Member<'a> {
    #[serde(borrow)]
    entity: One<Reference<'a>>,
    inactive: Option<bool>,
}

/// The ids of the Patients that a Group names as members now.
#[must_use]
pub fn members(body: &str) -> Vec<String> {
    let Ok(group) = serde_json::from_str::<Group<'_>>(body) else { return Vec::new() };
    let active = group.member.each().filter(|member| member.inactive != Some(true));
    let id = |member: &Member<'_>| {
        let entity = member.entity.get()?;
        entity.reference.strip_prefix("Patient/").map(str::to_owned)
    };
    active.filter_map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn members_are_patients_that_are_active() {
        let group = r#"{"resourceType":"Group","member":[{"entity":{"reference":"Patient/a"}},
            {"entity":{"reference":"Patient/b"},"inactive":true},{"entity":{"reference":"Device/c"}},
            {"entity":{"reference":"Patient/d"},"inactive":false},{"entity":{"display":"somebody"}}]}"#;
        assert_eq!(members(group), ["a", "d"]);
        assert!(members("[]").is_empty());
    }
}
