//! `PractitionerRole`: who somebody is, as what, and where.

use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Party;
use helsami_domain::when::Period;
use jiff::Timestamp;
use serde::Deserialize;

use crate::element::{Concept, Flag, Objects, One, Period as Span, Reference, Resolve, Text, name_of};

/// A member of staff in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffRole {
    /// The person.
    pub person: Party,
    /// The organisation.
    pub organization: Party,
    /// As what.
    pub role: Option<Label>,
    /// From when to when.
    pub period: Period,
    /// Whether it is said to be no longer in use.
    pub is_retired: bool,
}

impl StaffRole {
    /// Whether it is in use and its period has begun and not ended.
    #[must_use]
    pub fn is_active(&self, now: Timestamp) -> bool {
        !self.is_retired && self.period.is_current(now)
    }
}

/// A practitioner or an organisation, as the sign-in needs to know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// What they are called.
    pub name: Option<Box<str>>,
    /// Naming system and value of each identifier, of whatever period.
    pub identifiers: Vec<(Box<str>, Box<str>)>,
    /// The organisation that an organisation belongs to.
    pub parent: Option<RecordId>,
    /// Whether it is said to be no longer in use.
    pub is_retired: bool,
}

impl Listed {
    /// The value of the first identifier of a naming system.
    #[must_use]
    pub fn identifier(&self, system: &str) -> Option<&str> {
        self.identifiers.iter().find(|(found, _)| &**found == system).map(|(_, value)| &**value)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListedView<'a> {
    active: Flag,
    #[serde(borrow)]
    identifier: Objects<Number<'a>>,
    #[serde(borrow, rename = "partOf")]
    part_of: One<Reference<'a>>,
}

/// `Identifier`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Number<'a> {
    #[serde(borrow)]
    system: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}

/// Reads a practitioner or an organisation. `None` for text that is none.
#[must_use]
pub fn listed(body: &str, resolve: Resolve<'_>) -> Option<Listed> {
    let view: ListedView<'_> = serde_json::from_str(body).ok()?;
    let number = |one: &Number<'_>| (Box::from(&*one.system), Box::from(&*one.value));
    let parent = view.part_of.get().and_then(|one| one.target());
    let parent = parent.and_then(|(kind, id)| resolve(id, kind));
    Some(Listed {
        name: name_of(body),
        identifiers: view.identifier.each().map(number).collect(),
        parent: parent.filter(|row| row.kind == ResourceType::Organization),
        is_retired: view.active.0 == Some(false),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct View<'a> {
    active: Flag,
    #[serde(borrow)]
    period: One<Span<'a>>,
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
        period: view.period.get().map(Span::span).unwrap_or_default(),
        is_retired: view.active.0 == Some(false),
    })
}

#[cfg(test)]
mod tests {
    use super::{listed, staff_role};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;

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

    #[test]
    fn a_role_is_active_from_its_first_day_to_its_last_unless_it_is_retired() {
        let check = |role: &str, is_active: bool| {
            let now = "2026-11-26T12:00:00Z".parse().expect("a time");
            let found = staff_role(role, &|_, _| None).expect("a role");
            assert_eq!(found.is_active(now), is_active, "{role}");
        };
        check("{}", true);
        check(r#"{"active":true}"#, true);
        check(r#"{"active":false}"#, false);
        check(r#"{"period":{"start":"2026-11-26"}}"#, true);
        check(r#"{"period":{"start":"2026-11-27"}}"#, false);
        check(r#"{"period":{"end":"2026-11-26"}}"#, true);
        check(r#"{"period":{"end":"2026-11-25"}}"#, false);
        check(r#"{"active":false,"period":{"start":"2020-01-01"}}"#, false);
    }

    #[test]
    fn a_practitioner_and_an_organisation_tell_their_numbers_and_where_they_belong() {
        let resolve = |id: &str, kind| {
            let (patient, local) = (PatientKey::SHARED, LocalId::new(id.parse().ok()?)?);
            Some(RecordId { patient, kind, local })
        };
        let found = listed(
            r#"{"name":"Sykehuset","active":true,"partOf":{"reference":"Organization/4"},
            "identifier":[{"system":"urn:her","value":"1"},{"system":"urn:enh","value":"883974832"},{"value":"x"}]}"#,
            &resolve,
        )
        .expect("an organisation");
        assert_eq!(found.name.as_deref(), Some("Sykehuset"));
        assert_eq!(found.identifier("urn:enh"), Some("883974832"));
        assert_eq!(found.identifier("urn:hpr"), None);
        assert_eq!(found.parent, resolve("4", ResourceType::Organization));
        assert!(!found.is_retired);
        let found = listed(r#"{"active":false,"name":[{"family":"Lege","given":["Kari"]}]}"#, &resolve);
        let found = found.expect("a practitioner");
        assert_eq!((found.name.as_deref(), found.is_retired), (Some("Kari Lege"), true));
        assert_eq!(listed("[", &resolve), None);
    }
}
