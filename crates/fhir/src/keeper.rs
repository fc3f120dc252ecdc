//! Which organisation wrote a line of the record, and so has to answer for it.

use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use serde_json::Value;

use crate::element::Resolve;

/// Where a document says who wrote it or who has it, best first.
const ELEMENTS: [&str; 15] = [
    "custodian",
    "serviceProvider",
    "performer",
    "author",
    "recorder",
    "asserter",
    "informationSource",
    "requester",
    "organization",
    "generalPractitioner",
    "managingOrganization",
    "participant",
    "location",
    "encounter",
    "context",
];

/// Who answers for a document, as far as it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keepers {
    /// The organisations it names, best first.
    pub organizations: Vec<RecordId>,
    /// What it names that can tell of an organisation: roles of staff, places, the visit, best first.
    pub leads: Vec<RecordId>,
    /// The health personnel it names as persons.
    pub people: Vec<RecordId>,
}

/// Reads who answers for a document of any type.
#[must_use]
pub fn keepers(body: &str, resolve: Resolve<'_>) -> Keepers {
    let mut found = Keepers::default();
    let Ok(document) = serde_json::from_str::<Value>(body) else { return found };
    for value in ELEMENTS.iter().filter_map(|name| document.get(name)) {
        walk(value, resolve, &mut found);
    }
    found
}

fn walk(value: &Value, resolve: Resolve<'_>, found: &mut Keepers) {
    match value {
        Value::Array(list) => list.iter().for_each(|one| walk(one, resolve, found)),
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get("reference") {
                note(text, resolve, found);
            }
            object.values().filter(|one| !one.is_string()).for_each(|one| walk(one, resolve, found));
        }
        _ => {}
    }
}

fn note(text: &str, resolve: Resolve<'_>, found: &mut Keepers) {
    let named = text.split_once('/').and_then(|(kind, id)| resolve(id, ResourceType::from_name(kind)?));
    let Some(row) = named else { return };
    let list = match row.kind {
        ResourceType::Organization => &mut found.organizations,
        ResourceType::PractitionerRole | ResourceType::Location | ResourceType::Encounter => &mut found.leads,
        ResourceType::Practitioner => &mut found.people,
        _ => return,
    };
    if !list.contains(&row) {
        list.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::keepers;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType as T;

    fn row(kind: T, number: i64) -> RecordId {
        RecordId { patient: PatientKey::SHARED, kind, local: LocalId::new(number).expect("an id") }
    }

    fn resolve(text: &str, kind: T) -> Option<RecordId> {
        text.parse().ok().map(|number| row(kind, number))
    }

    #[test]
    fn the_writer_comes_before_the_place() {
        let check = |body: &str, organizations: &[i64], leads: &[RecordId]| {
            let found = keepers(body, &resolve);
            let expect: Vec<RecordId> = organizations.iter().map(|one| row(T::Organization, *one)).collect();
            assert_eq!(
                (found.organizations.as_slice(), found.leads.as_slice()),
                (&expect[..], leads),
                "{body}"
            );
        };
        check(
            r#"{"encounter":{"reference":"Encounter/5"},"performer":[{"reference":"PractitionerRole/4"},{"reference":"Organization/2"}],
            "subject":{"reference":"Organization/9"}}"#,
            &[2],
            &[row(T::PractitionerRole, 4), row(T::Encounter, 5)],
        );
        check(
            r#"{"author":[{"reference":"Organization/3"}],"custodian":{"reference":"Organization/1"}}"#,
            &[1, 3],
            &[],
        );
        check(
            r#"{"participant":[{"actor":{"reference":"Location/7"}},{"actor":{"reference":"Patient/1"}}]}"#,
            &[],
            &[row(T::Location, 7)],
        );
        check(r#"{"performer":[{"reference":"https://x/Organization/2"},{"reference":7}]}"#, &[], &[]);
        check("[]", &[], &[]);
    }
}
