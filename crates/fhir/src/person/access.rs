//! What the access rules decide from, of a Patient and of a RelatedPerson. Unclear is told as unclear: the rules close then.

use helsami_domain::access::age::Birth;
use helsami_domain::access::facts::{End, Home, Relation, RelationKind, Subject, Term};
use helsami_domain::identity::identifies;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;

use super::{Identifier, Patient, PostalAddress, RelatedPerson, Span};
use crate::element::Objects;

/// A parent's part in the responsibility for a child, by the register's codes.
///
/// Source: no-basis-parental-responsibility (norway.md 2.2).
const PARENTAL: &str = "http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility";
/// Which relative somebody is.
///
/// Source: no-basis-family-relation (norway.md 2.2).
const FAMILY: &str = "http://hl7.no/fhir/CodeSystem/no-basis-family-relation";

/// A place where somebody is registered, in a form that can be compared and not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dwelling(String);

/// What a Patient says that a decision needs.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// The person, as the rules see them.
    pub subject: Subject,
    /// The name, for whoever was let in.
    pub name: Option<Box<str>>,
    /// The identifiers that can find the person in other records: system and value.
    pub identifiers: Vec<(String, String)>,
    /// Where they are registered now.
    pub dwellings: Vec<Dwelling>,
}

/// What a RelatedPerson says that a decision needs.
#[derive(Clone, Debug)]
pub struct RelatedFacts {
    /// The identifiers by which the related person is known.
    pub identifiers: Vec<(String, String)>,
    /// Whether the register calls them a parent.
    pub is_parent: bool,
    /// Whether the register gives them parental responsibility, alone or with another.
    pub has_responsibility: bool,
    /// Whether the relation is in force: not carried over unconfirmed, not ended.
    pub is_active: bool,
    /// From when to when.
    pub term: Term,
    /// Their name, for whoever was let in.
    pub name: Option<Box<str>>,
    /// Where they are registered now, if the relation says.
    pub dwellings: Vec<Dwelling>,
}

/// Reads what a decision needs of a Patient. `None` for text that is no Patient: then nobody is let in.
#[must_use]
pub fn person_facts(body: &str, key: PatientKey, now: Timestamp) -> Option<PersonFacts> {
    let patient: Patient<'_> = object(body)?;
    let mut subject = Subject::unregistered(key);
    subject.birth = patient.birth_date.when().map(Birth::of);
    subject.is_dead =
        patient.deceased_boolean.0 == Some(true) || patient.deceased_date_time.filled().is_some();
    subject.is_protected = patient.is_protected();
    let name = patient.name.each().find_map(crate::element::HumanName::shown);
    Some(PersonFacts {
        subject,
        name,
        identifiers: named(&patient.identifier),
        dwellings: dwellings(&patient.address, now),
    })
}

/// Reads what a decision needs of a RelatedPerson. `None` for text that is none.
#[must_use]
pub fn related_facts(body: &str, now: Timestamp) -> Option<RelatedFacts> {
    let person: RelatedPerson<'_> = object(body)?;
    let codes = |system: &str| -> Vec<String> {
        let all = person.relationship.each().flat_map(|concept| concept.coding.each());
        all.filter(|one| &*one.system == system).map(|one| one.code.trim().to_owned()).collect()
    };
    let (family, parental) = (codes(FAMILY), codes(PARENTAL));
    let is_parent = family.iter().any(|code| matches!(code.as_str(), "mor" | "far" | "medmor"));
    let has_responsibility = parental.iter().any(|code| code == "felles" || family.contains(code));
    let tags = person.meta.get().map(|meta| &meta.tag);
    let is_migrated = tags.is_some_and(|tags| tags.each().any(|one| &*one.code == "migrated"));
    let period = person.period.get().map(crate::element::Period::span).unwrap_or_default();
    Some(RelatedFacts {
        identifiers: named(&person.identifier),
        is_parent,
        has_responsibility: is_parent && has_responsibility,
        is_active: person.active.0 != Some(false) && !is_migrated,
        term: term(period),
        name: person.name.each().find_map(crate::element::HumanName::shown),
        dwellings: dwellings(&person.address, now),
    })
}

impl RelatedFacts {
    /// The relation that the rules see, where it is one that can open a record.
    #[must_use]
    pub fn relation(&self, home: Home) -> Option<Relation> {
        let kind = RelationKind::Parent { has_responsibility: self.has_responsibility, home };
        self.is_parent.then_some(Relation { kind, term: self.term, is_active: self.is_active })
    }

    /// Whether the related person is somebody with these identifiers.
    #[must_use]
    pub fn is(&self, identifiers: &[(String, String)]) -> bool {
        self.identifiers.iter().any(|one| identifiers.contains(one))
    }
}

/// Whether the child is registered at the address of at least one of its parents.
#[must_use]
pub fn home(child: &[Dwelling], parents: &[&[Dwelling]]) -> Home {
    let known: Vec<&Dwelling> = parents.iter().copied().flatten().collect();
    if child.is_empty() || known.is_empty() {
        return Home::Unknown;
    }
    if known.iter().any(|place| child.contains(place)) { Home::Shared } else { Home::Apart }
}

/// A list would be read as an object with nothing in it.
fn object<'b, T: serde::Deserialize<'b>>(body: &'b str) -> Option<T> {
    body.trim_start().starts_with('{').then(|| serde_json::from_str(body).ok()).flatten()
}

/// A register's period is open where it has no end: the register ends it.
fn term(period: Span) -> Term {
    Term {
        from: period.start.map_or(Timestamp::MIN, helsami_domain::when::When::start),
        end: period.end.map_or(End::WhenEnded, |end| End::At(end.end())),
    }
}

fn named(identifiers: &Objects<Identifier<'_>>) -> Vec<(String, String)> {
    let taken = identifiers.each().filter(|one| !matches!(&*one.usage, "temp" | "old"));
    let both = taken.filter_map(|one| Some((one.system.filled()?, one.value.filled()?)));
    both.filter(|(system, value)| identifies(system, value)).map(|(a, b)| (a.into(), b.into())).collect()
}

fn dwellings(addresses: &Objects<PostalAddress<'_>>, now: Timestamp) -> Vec<Dwelling> {
    let registered = addresses.each().filter(|one| one.is_registered(now));
    registered.filter_map(PostalAddress::dwelling).map(Dwelling).collect()
}

#[cfg(test)]
mod tests {
    use super::{home, person_facts, related_facts};
    use helsami_domain::access::facts::{Home, RelationKind};
    use helsami_domain::ids::PatientKey;
    use jiff::Timestamp;

    fn now() -> Timestamp {
        "2026-11-26T12:00:00Z".parse().expect("a time")
    }

    const ADDRESS: &str =
        r#""address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}]"#;

    fn parent(relationship: &str, rest: &str) -> String {
        let (family, parental) = (
            "http://hl7.no/fhir/CodeSystem/no-basis-family-relation",
            "http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility",
        );
        let (kind, part) = relationship.split_once('/').expect("two codes");
        format!(
            r#"{{"resourceType":"RelatedPerson","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"13820149907"}}],
            "relationship":[{{"coding":[{{"system":"{family}","code":"{kind}"}}]}},{{"coding":[{{"system":"{parental}","code":"{part}"}}]}}]{rest}}}"#
        )
    }

    #[test]
    fn a_parent_has_responsibility_only_where_the_register_says_so() {
        let check = |relationship: &str, is_parent: bool, has_responsibility: bool| {
            let facts = related_facts(&parent(relationship, ""), now()).expect("a relation");
            assert_eq!(
                (facts.is_parent, facts.has_responsibility),
                (is_parent, has_responsibility),
                "{relationship}"
            );
        };
        check("mor/felles", true, true);
        check("far/far", true, true);
        check("far/mor", true, false);
        check("medmor/medmor", true, true);
        check("mor/ukjent", true, false);
        check("mor/andre", true, false);
        check("søsken/felles", false, false);
    }

    #[test]
    fn an_ended_or_unconfirmed_relation_is_not_in_force() {
        let active =
            |rest: &str| related_facts(&parent("mor/felles", rest), now()).expect("a relation").is_active;
        assert!(active(""));
        assert!(!active(r#","active":false"#));
        assert!(!active(r#","meta":{"tag":[{"code":"migrated"}]}"#));
        let ended =
            related_facts(&parent("mor/felles", r#","period":{"end":"2026-11-25"}"#), now()).expect("one");
        assert!(!ended.term.holds(now()));
        let kind = ended.relation(Home::Shared).expect("a parent").kind;
        assert_eq!(kind, RelationKind::Parent { has_responsibility: true, home: Home::Shared });
    }

    #[test]
    fn who_lives_where() {
        let child = format!(r#"{{"resourceType":"Patient","birthDate":"2018-03-01",{ADDRESS}}}"#);
        let child = person_facts(&child, PatientKey::new(1).expect("a key"), now()).expect("a person");
        let place = |rest: &str| related_facts(&parent("mor/felles", rest), now()).expect("one").dwellings;
        let same = place(&format!(",{}", ADDRESS.replace("Storgata 1", "STORGATA  1")));
        let other = place(&format!(",{}", ADDRESS.replace("Storgata 1", "Storgata 11")));
        let old = place(r#","address":[{"use":"old","line":["Storgata 1"],"postalCode":"7010"}]"#);
        assert_eq!(home(&child.dwellings, &[&other, &same]), Home::Shared);
        assert_eq!(home(&child.dwellings, &[&other]), Home::Apart);
        assert_eq!(home(&child.dwellings, &[&old]), Home::Unknown);
        assert_eq!(home(&[], &[&same]), Home::Unknown);
        assert_eq!(home(&child.dwellings, &[]), Home::Unknown);
    }

    #[test]
    fn a_person_as_the_rules_see_them() {
        let facts =
            |body: &str| person_facts(body, PatientKey::new(1).expect("a key"), now()).expect("a person");
        let dead = facts(
            r#"{"resourceType":"Patient","deceasedDateTime":"2020-01-01","identifier":[{"use":"old",
            "system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"13820149907"}]}"#,
        );
        assert!(dead.subject.is_dead && dead.subject.birth.is_none() && dead.identifiers.is_empty());
        assert!(facts(r#"{"resourceType":"Patient","deceasedBoolean":true}"#).subject.is_dead);
        assert!(!facts(r#"{"resourceType":"Patient","deceasedBoolean":false}"#).subject.is_dead);
        let marked = facts(r#"{"resourceType":"Patient","meta":{"security":[{"code":"strengtFortrolig"}]}}"#);
        assert!(marked.subject.is_protected);
        assert!(person_facts("[]", PatientKey::new(1).expect("a key"), now()).is_none());
    }
}
