//! What a document of any type tells of others: the rows it names, and the codes it says. By this it is found what tells of an
//! item that is to be hidden.

use helsami_domain::ids::RecordId;
use serde_json::Value;

use crate::element::{Resolve, target_of};

/// A code with its system.
pub type Code = (Box<str>, Box<str>);

/// What one document tells of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// The rows it names, each once.
    pub rows: Vec<RecordId>,
    /// The codes in it, each once; not those of its labels.
    pub codes: Vec<Code>,
}

/// The elements that say what a document itself is about.
const OWN: [&str; 3] = ["code", "vaccineCode", "medicationCodeableConcept"];

/// Reads what a document mentions. Nothing of text that is no JSON object.
#[must_use]
pub fn mentions(body: &str, resolve: Resolve<'_>) -> Mentions {
    let mut found = Mentions::default();
    let Ok(Value::Object(document)) = serde_json::from_str::<Value>(body) else { return found };
    for (name, value) in &document {
        if name != "meta" {
            walk(value, resolve, &mut found);
        }
    }
    found.rows.sort_unstable();
    found.rows.dedup();
    found.codes.sort_unstable();
    found.codes.dedup();
    found
}

/// The codes of what a document is about: its diagnosis, its medicine, its vaccine.
#[must_use]
pub fn own_codes(body: &str) -> Vec<Code> {
    let mut found = Mentions::default();
    let Ok(Value::Object(document)) = serde_json::from_str::<Value>(body) else { return found.codes };
    for value in OWN.iter().filter_map(|name| document.get(*name)) {
        walk(value, &|_, _| None, &mut found);
    }
    found.codes
}

fn walk(value: &Value, resolve: Resolve<'_>, found: &mut Mentions) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| walk(one, resolve, found)),
        Value::Object(object) => {
            let text = |name: &str| object.get(name).and_then(Value::as_str);
            if let Some((kind, id)) = text("reference").and_then(target_of) {
                found.rows.extend(resolve(id, kind));
            }
            if let (Some(system), Some(code)) = (text("system"), text("code")) {
                found.codes.push((system.into(), code.into()));
            }
            object.values().filter(|one| !one.is_string()).for_each(|one| walk(one, resolve, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{mentions, own_codes};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn a_document_mentions_rows_and_codes_wherever_they_stand() {
        let body = r#"{"resourceType":"Encounter","meta":{"security":[{"system":"s","code":"NORN_FORANS"}]},
            "code":{"coding":[{"system":"own","code":"1"}]},
            "reasonCode":[{"coding":[{"system":"icpc","code":"P76"},{"code":"bare"}]}],
            "diagnosis":[{"condition":{"reference":"Condition/7"}},{"condition":{"reference":"Condition/7"}}],
            "basedOn":[{"reference":"ServiceRequest/8/_history/2"},{"reference":"http://else.where/Condition/9"}]}"#;
        let row = |id: &str, kind: ResourceType| {
            let local = LocalId::new(id.parse().ok()?)?;
            Some(RecordId { patient: PatientKey::SHARED, kind, local })
        };
        let found = mentions(body, &row);
        let rows: Vec<(ResourceType, i64)> =
            found.rows.iter().map(|one| (one.kind, one.local.get())).collect();
        assert_eq!(rows, [(ResourceType::Condition, 7), (ResourceType::ServiceRequest, 8)]);
        let codes: Vec<(&str, &str)> =
            found.codes.iter().map(|(system, code)| (&**system, &**code)).collect();
        assert_eq!(codes, [("icpc", "P76"), ("own", "1")]);
        assert_eq!(own_codes(body), [("own".into(), "1".into())]);
        assert_eq!(mentions("[", &row), super::Mentions::default());
    }
}
