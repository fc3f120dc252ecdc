//! Patient and RelatedPerson, as far as the emergency card needs them.

use helsami_domain::emergency::{Contact, Person};
use helsami_domain::relation::Purpose;
use helsami_domain::when::Period as Span;
use serde::Deserialize;

use crate::element::{Coding, Concept, Extension, Flag, HumanName, Objects, One, Period, Text};
use crate::person::purposes;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PatientView<'a> {
    #[serde(borrow)]
    name: Objects<HumanName<'a>>,
    #[serde(borrow)]
    birth_date: Text<'a>,
    deceased_boolean: Flag,
    #[serde(borrow)]
    deceased_date_time: Text<'a>,
    #[serde(borrow)]
    contact: Objects<ContactView<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ContactView<'a> {
    #[serde(borrow)]
    relationship: Objects<Concept<'a>>,
    #[serde(borrow)]
    name: One<HumanName<'a>>,
    #[serde(borrow)]
    telecom: Objects<Telecom<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    /// Only a RelatedPerson has it.
    active: Flag,
    #[serde(borrow)]
    meta: One<Meta<'a>>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Meta<'a> {
    #[serde(borrow)]
    tag: Objects<Coding<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Telecom<'a> {
    #[serde(borrow)]
    system: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
    #[serde(borrow, rename = "use")]
    usage: Text<'a>,
}

/// Whether the Patient is dead.
#[must_use]
pub fn is_dead(patient: &str) -> bool {
    serde_json::from_str::<PatientView<'_>>(patient).is_ok_and(|view| view.is_dead())
}

/// The person, and the contacts that stand in the Patient itself.
#[must_use]
pub fn person(patient: &str) -> (Person, Vec<Contact>) {
    let view: PatientView<'_> = serde_json::from_str(patient).unwrap_or_default();
    let person = Person { name: view.official_name(), born: view.birth_date.when(), is_dead: view.is_dead() };
    (person, view.contact.each().filter_map(ContactView::value).collect())
}

/// The contact that a RelatedPerson is. `None` if it has no name or is not in use, was carried over and confirmed by nobody, or
/// must never be contacted.
#[must_use]
pub fn related(body: &str) -> Option<Contact> {
    serde_json::from_str::<ContactView<'_>>(body).ok()?.value()
}

impl PatientView<'_> {
    fn is_dead(&self) -> bool {
        self.deceased_boolean.0 == Some(true) || self.deceased_date_time.filled().is_some()
    }

    fn official_name(&self) -> Option<Box<str>> {
        let usable = || self.name.each().filter(|name| &*name.usage != "old");
        let official = usable().find(|name| &*name.usage == "official");
        official.or_else(|| usable().next()).and_then(HumanName::shown)
    }
}

impl ContactView<'_> {
    fn value(&self) -> Option<Contact> {
        let is_migrated =
            self.meta.get().is_some_and(|meta| meta.tag.each().any(|one| &*one.code == "migrated"));
        let purposes = purposes(&self.extension);
        if self.active.0 == Some(false) || is_migrated || purposes.has(Purpose::Never) {
            return None;
        }
        let phones = self.telecom.each().filter(|one| matches!(&*one.system, "phone" | "sms"));
        let phones = phones.filter(|one| &*one.usage != "old").filter_map(|one| one.value.filled());
        Some(Contact {
            name: self.name.get()?.shown()?,
            // The code C (emergency contact) is a purpose, not a relation.
            relation: self.relationship.each().filter(|one| !one.has("C")).find_map(|one| one.label("")),
            phones: phones.map(Into::into).collect(),
            is_for_emergency: purposes.has(Purpose::Call) || self.relationship.each().any(|one| one.has("C")),
            period: self.period.get().map_or_else(Span::default, Period::span),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{is_dead, person, related};
    use helsami_domain::when::When;

    #[test]
    fn the_official_name_and_those_to_call() {
        let (person, contacts) = person(
            r#"{"name":[{"use":"old","family":"Hansen"},{"use":"official","given":["Kari"],"family":"Nordmann"}],
            "birthDate":"1980-02-03","contact":[{"relationship":[{"coding":[{"code":"C"}]},{"text":"Ektefelle"}],
            "name":{"text":"Ola Nordmann"},"telecom":[{"system":"phone","value":"22 22 22 22"},{"system":"email","value":"x"}]},
            {"telecom":[{"system":"phone","value":"1"}]}]}"#,
        );
        assert_eq!((person.name.as_deref(), person.born), (Some("Kari Nordmann"), When::parse("1980-02-03")));
        assert!(!person.is_dead);
        assert_eq!(contacts.len(), 1);
        assert!(contacts[0].is_for_emergency);
        assert_eq!(contacts[0].relation.as_ref().map(|relation| &*relation.text), Some("Ektefelle"));
        assert_eq!(contacts[0].phones, ["22 22 22 22".into()]);
    }

    #[test]
    fn the_dead_and_those_not_in_use() {
        assert!(is_dead(r#"{"deceasedBoolean":true}"#));
        assert!(is_dead(r#"{"deceasedDateTime":"2020"}"#));
        assert!(!is_dead(r#"{"deceasedBoolean":false}"#));
        assert!(related(r#"{"active":false,"name":{"text":"X"}}"#).is_none());
        assert!(related(r#"{"active":true,"name":[{"text":"X"}]}"#).is_some());
        assert!(related(r#"{"meta":{"tag":[{"code":"migrated"}]},"name":[{"text":"X"}]}"#).is_none());
        let with = |code: &str| {
            related(&format!(
                r#"{{"extension":[{{"url":"http://helsami.no/fhir/StructureDefinition/relation-purpose","valueCode":"{code}"}}],"name":[{{"text":"X"}}]}}"#
            ))
        };
        assert!(with("never").is_none());
        assert!(
            with("call").is_some_and(|one| one.is_for_emergency)
                && with("told").is_some_and(|one| !one.is_for_emergency)
        );
    }
}
