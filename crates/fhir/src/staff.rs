//! `PractitionerRole`: who somebody is, as what, and where.

use helsami_domain::coded::Label;
use helsami_domain::source::Party;
use serde::Deserialize;

use crate::element::{Concept, Objects, One, Reference, Resolve, Text};

/// A member of staff in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffRole {
    /// The person.
    pub person: Party,
    /// The organisation.
    pub organization: Party,
    /// As what.
    pub role: Option<Label>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    practitioner: One<Reference<'a>>,
    #[serde(borrow)]
    organization: One<Reference<'a>>,
    #[serde(borrow)]
    code: Objects<Concept<'a>>,
    #[serde(borrow)]
    specialty: Objects<Concept<'a>>,
}

/// Reads a role. `None` for text that is none.
#[must_use]
pub fn staff_role(body: &str, resolve: Resolve<'_>) -> Option<StaffRole> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let party = |one: &One<Reference<'_>>| {
        one.get().map(|one| one.party(&Objects::default(), resolve)).unwrap_or_default()
    };
    let mut words = view.code.each().chain(view.specialty.each());
    Some(StaffRole {
        person: party(&view.practitioner),
        organization: party(&view.organization),
        role: words.find_map(|concept| concept.label(&view.language)),
    })
}

#[cfg(test)]
mod tests {
    use super::staff_role;

    #[test]
    fn who_as_what_and_where() {
        let found = staff_role(
            r#"{"practitioner":{"display":"Kari Lege"},"organization":{"display":"Sykehuset"},"code":[{"text":"Lege"}]}"#,
            &|_, _| None,
        )
        .expect("a role");
        assert_eq!(
            (found.person.name.as_deref(), found.organization.name.as_deref()),
            (Some("Kari Lege"), Some("Sykehuset"))
        );
        assert_eq!(found.role.map(|role| role.text).as_deref(), Some("Lege"));
        assert_eq!(staff_role("[", &|_, _| None), None);
    }
}
