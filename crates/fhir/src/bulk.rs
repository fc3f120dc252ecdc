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
    /// Whether it tells what was deleted.
    pub is_deleted: bool,
    /// Where it is.
    pub url: &'f str,
}

/// The manifest.
#[must_use]
pub fn manifest((at, request): (Timestamp, &str), files: &[File<'_>]) -> String {
    let told = |is_error: bool, is_deleted: bool| -> Vec<Value> {
        let wanted = files.iter().filter(|file| (file.is_error, file.is_deleted) == (is_error, is_deleted));
        let kind = |file: &File<'_>| if is_deleted { "Bundle".to_owned() } else { file.kind.to_owned() };
        wanted.map(|file| json!({"type": kind(file), "url": file.url, "count": file.count})).collect()
    };
    json!({
        "transactionTime": at.to_string(),
        "request": request,
        "requiresAccessToken": true,
        "output": told(false, false),
        "deleted": told(false, true),
        "error": told(true, false),
    })
    .to_string()
}

/// A transaction that deletes these resources of one type, which are named by their ids: a line of a file of what was deleted.
#[must_use]
pub fn deletions(kind: &str, ids: &[String]) -> String {
    let entry = |id: &String| json!({"request": {"method": "DELETE", "url": format!("{kind}/{id}")}});
    json!({"resourceType": "Bundle", "type": "transaction", "entry": ids.iter().map(entry).collect::<Vec<_>>()})
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
    use super::{File, deletions, manifest, members};
    use crate::document::Document;

    #[test]
    fn what_was_deleted_is_told_beside_what_stands() {
        let file = |kind, is_deleted, url| File { kind, count: 2, is_error: false, is_deleted, url };
        let files = [file("Observation", false, "a"), file("Observation", true, "b")];
        let text = manifest((jiff::Timestamp::UNIX_EPOCH, "r"), &files);
        let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(told["output"], serde_json::json!([{"type": "Observation", "url": "a", "count": 2}]));
        assert_eq!(told["deleted"], serde_json::json!([{"type": "Bundle", "url": "b", "count": 2}]));
        let line = deletions("Observation", &["x".to_owned(), "y".to_owned()]);
        let tree = crate::tree::Json::parse(&line).expect("JSON");
        assert!(Document::accept(&line).is_ok() && crate::validate::structure(&tree).is_empty(), "{line}");
        let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(
            told["entry"][1],
            serde_json::json!({"request": {"method": "DELETE", "url": "Observation/y"}})
        );
    }

    #[test]
    fn members_are_patients_that_are_active() {
        let group = r#"{"resourceType":"Group","member":[{"entity":{"reference":"Patient/a"}},
            {"entity":{"reference":"Patient/b"},"inactive":true},{"entity":{"reference":"Device/c"}},
            {"entity":{"reference":"Patient/d"},"inactive":false},{"entity":{"display":"somebody"}}]}"#;
        assert_eq!(members(group), ["a", "d"]);
        assert!(members("[]").is_empty());
    }
}
