//! What is registered about a person: `Patient` as the person's own details, and `RelatedPerson` and
//! `Patient.contact` as next of kin.
//!
//! A protected address never leaves this module, and a national number leaves it masked.

mod access;
mod address;
pub mod kin;

use helsami_domain::coded::Label;
use helsami_domain::contact::{Address, Contact, is_protecting, masked_number};
use helsami_domain::identity::{SYSTEM_DNR, SYSTEM_FHN, SYSTEM_FNR};
use helsami_domain::relation::{Purpose, Purposes, Relation, Trust};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::{Period as Span, When};
use jiff::Timestamp;
use serde::Deserialize;

pub use self::access::{Dwelling, PersonFacts, RelatedFacts, home, person_facts, related_facts};
use self::address::PostalAddress;
use crate::element::{
    Coding, Concept, Contained, Extension, Flag, HumanName, KEPT_BY, Objects, One, Period, Reference,
    Resolve, Text,
};
use crate::team::ContactPoint;

/// A name with what it is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The whole name, middle name included.
    pub whole: Box<str>,
    /// Given names.
    pub given: Box<str>,
    /// The Norwegian middle name.
    pub middle: Option<Box<str>>,
    /// The family name.
    pub family: Option<Box<str>>,
    /// Whether it is what the person wants to be called, and not the official one.
    pub is_preferred: bool,
    /// Whether it is no longer in use.
    pub is_old: bool,
    /// From when to when.
    pub period: Span,
}

/// A number the person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What sort of number.
    pub kind: NumberKind,
    /// As it may be shown.
    pub shown: Box<str>,
    /// Whether it is no longer in use.
    pub is_old: bool,
    /// From when to when.
    pub period: Span,
}

/// What sort of number a person is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// Fødselsnummer.
    Birth,
    /// D-number.
    Temporary,
    /// Shared auxiliary number.
    Auxiliary,
    /// Another, with the sender's words for it.
    Other(Option<Label>),
}

/// What is registered about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Names, in use first.
    pub names: Vec<Name>,
    /// Numbers, in use first.
    pub numbers: Vec<Known>,
    /// Date of birth.
    pub born: Option<When>,
    /// R4's code of administrative gender.
    pub gender: Gender,
    /// How to reach the person.
    pub reach: Vec<Contact>,
    /// Addresses; none at all where the address is protected.
    pub addresses: Vec<Address>,
    /// Whether the address is protected, so that none is shown.
    pub is_protected: bool,
    /// Languages, the preferred one first, with whether it is preferred.
    pub languages: Vec<(Label, bool)>,
    /// Whether an interpreter is needed.
    pub needs_interpreter: Option<bool>,
    /// Whether the person is dead, and when, where it is known.
    pub death: Option<Option<When>>,
    /// Who keeps these details.
    pub source: Source,
}

/// Administrative gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Woman.
    Female,
    /// Man.
    Male,
    /// Another.
    Other,
    /// Not said.
    #[default]
    Unsaid,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Meta<'a> {
    #[serde(borrow)]
    security: Objects<Coding<'a>>,
    #[serde(borrow)]
    tag: Objects<Coding<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Patient<'a> {
    #[serde(borrow)]
    meta: One<Meta<'a>>,
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    #[serde(borrow)]
    identifier: Objects<Identifier<'a>>,
    #[serde(borrow)]
    name: Objects<HumanName<'a>>,
    #[serde(borrow)]
    telecom: Objects<ContactPoint<'a>>,
    #[serde(borrow)]
    gender: Text<'a>,
    #[serde(borrow)]
    birth_date: Text<'a>,
    deceased_boolean: Flag,
    #[serde(borrow)]
    deceased_date_time: Text<'a>,
    #[serde(borrow)]
    address: Objects<PostalAddress<'a>>,
    #[serde(borrow)]
    contact: Objects<Near<'a>>,
    #[serde(borrow)]
    communication: Objects<Communication<'a>>,
    #[serde(borrow)]
    managing_organization: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Identifier<'a> {
    #[serde(borrow, rename = "use")]
    usage: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: One<Concept<'a>>,
    #[serde(borrow)]
    system: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
    #[serde(borrow)]
    period: One<Period<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Communication<'a> {
    #[serde(borrow)]
    language: One<Concept<'a>>,
    preferred: Flag,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Near<'a> {
    #[serde(borrow)]
    relationship: Objects<Concept<'a>>,
    #[serde(borrow)]
    name: One<HumanName<'a>>,
    #[serde(borrow)]
    telecom: Objects<ContactPoint<'a>>,
    #[serde(borrow)]
    organization: One<Reference<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RelatedPerson<'a> {
    #[serde(borrow)]
    meta: One<Meta<'a>>,
    #[serde(borrow)]
    language: Text<'a>,
    active: Flag,
    #[serde(borrow)]
    identifier: Objects<Identifier<'a>>,
    #[serde(borrow)]
    address: Objects<PostalAddress<'a>>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    #[serde(borrow)]
    relationship: Objects<Concept<'a>>,
    #[serde(borrow)]
    name: Objects<HumanName<'a>>,
    #[serde(borrow)]
    telecom: Objects<ContactPoint<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
}

/// When the person said that a relation is right. Ours: R4 has no element for it.
const CONFIRMED: &str = "http://helsami.no/fhir/StructureDefinition/relation-confirmed";
/// What a relation is for. Ours: R4 knows emergency contacts only.
pub(crate) const PURPOSE: &str = "http://helsami.no/fhir/StructureDefinition/relation-purpose";
const INTERPRETER: &str = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";

/// Reads a `Patient` as the person's own details. `None` for text that is no JSON object.
#[must_use]
pub fn details(body: &str, now: Timestamp, resolve: Resolve<'_>) -> Option<Details> {
    let patient: Patient<'_> = serde_json::from_str(body).ok()?;
    let is_protected = patient.is_protected();
    let mut names: Vec<Name> = patient.name.each().filter_map(|one| name(one, now)).collect();
    names.sort_by_key(|one| (one.is_old, one.is_preferred));
    let mut numbers: Vec<Known> = patient.identifier.each().filter_map(|one| one.known(now)).collect();
    numbers.sort_by_key(|one| one.is_old);
    let mut reach: Vec<Contact> = patient.telecom.each().filter_map(ContactPoint::contact).collect();
    helsami_domain::contact::sort_contacts(&mut reach, now);
    let mut addresses: Vec<Address> = patient.address.each().filter_map(PostalAddress::shown).collect();
    addresses.sort_by_key(|one| (!one.is_current(now), !one.is_official));
    if is_protected {
        addresses.clear();
        reach.clear();
    }
    let death = patient.deceased_date_time.when().map(Some);
    let interpreter = patient.extension.each().find(|one| &*one.url == INTERPRETER);
    Some(Details {
        names,
        numbers,
        born: patient.birth_date.when(),
        gender: match &*patient.gender {
            "female" => Gender::Female,
            "male" => Gender::Male,
            "other" => Gender::Other,
            _ => Gender::Unsaid,
        },
        reach,
        addresses,
        is_protected,
        languages: patient.languages(),
        needs_interpreter: interpreter.and_then(|one| one.value_boolean.0),
        death: death.or_else(|| (patient.deceased_boolean.0 == Some(true)).then_some(None)),
        source: patient.source(resolve),
    })
}

impl Patient<'_> {
    /// A mark on the person, on one of the addresses, or an address that was left out on purpose.
    fn is_protected(&self) -> bool {
        let marks = self.meta.get().map(|meta| &meta.security);
        let is_marked = marks.is_some_and(|marks| marks.each().any(|one| is_protecting(&one.code)));
        is_marked || self.address.each().any(PostalAddress::is_protected)
    }

    fn languages(&self) -> Vec<(Label, bool)> {
        let language = |one: &Communication<'_>| {
            Some((one.language.get()?.label(&self.language)?, one.preferred.0 == Some(true)))
        };
        let mut languages: Vec<(Label, bool)> = self.communication.each().filter_map(language).collect();
        languages.sort_by_key(|(_, is_preferred)| !is_preferred);
        languages
    }

    fn source(&self, resolve: Resolve<'_>) -> Source {
        let place = self.managing_organization.get().map(|one| one.party(&self.contained, resolve));
        Source { place: place.unwrap_or_default(), ..Source::default() }
    }
}

fn name(name: &HumanName<'_>, now: Timestamp) -> Option<Name> {
    let period = name.period.get().map(Period::span).unwrap_or_default();
    let given: Vec<&str> = name.given.iter().filter_map(Text::filled).collect();
    Some(Name {
        whole: name.shown()?,
        given: given.join(" ").into(),
        middle: name.middle().map(Into::into),
        family: name.family.filled().map(Into::into),
        is_preferred: matches!(&*name.usage, "usual" | "nickname"),
        is_old: matches!(&*name.usage, "old" | "maiden") || period.is_over(now),
        period,
    })
}

impl Identifier<'_> {
    /// A number as it may be shown: national ones masked, and only those that say something to the person.
    fn known(&self, now: Timestamp) -> Option<Known> {
        let value = self.value.filled()?;
        let period = self.period.get().map(Period::span).unwrap_or_default();
        let codes = || self.kind.get().into_iter().flat_map(Concept::codes);
        let kind = match self.system.trim() {
            SYSTEM_FNR => NumberKind::Birth,
            SYSTEM_DNR => NumberKind::Temporary,
            SYSTEM_FHN => NumberKind::Auxiliary,
            _ if codes().any(|code| code == "FNR") => NumberKind::Birth,
            _ if codes().any(|code| code == "DNR") => NumberKind::Temporary,
            _ if codes().any(|code| code == "FHN") => NumberKind::Auxiliary,
            _ => NumberKind::Other(self.kind.get().and_then(|kind| kind.label(""))),
        };
        let is_other = matches!(kind, NumberKind::Other(_));
        let is_long = value.bytes().filter(u8::is_ascii_digit).count() >= 9;
        // A number of an unknown system can be a national one of another country: the longer ones are masked too.
        let shown =
            if !is_other || is_long || value.len() == 11 { masked_number(value) } else { value.into() };
        let is_old = &*self.usage == "old" || period.is_over(now);
        Some(Known { kind, shown, is_old, period })
    }
}

/// Reads a `RelatedPerson` as next of kin. `None` for text that is no JSON object.
#[must_use]
pub fn relation(body: &str, recorded: When, now: Timestamp, resolve: Resolve<'_>) -> Option<Relation> {
    let person: RelatedPerson<'_> = serde_json::from_str(body).ok()?;
    let period = person.period.get().map(Period::span).unwrap_or_default();
    let tags = person.meta.get().map(|meta| &meta.tag);
    let is_migrated = tags.is_some_and(|tags| tags.each().any(|one| &*one.code == "migrated"));
    let confirmed = confirmation(&person.extension).filter(|_| !is_migrated);
    let is_active = person.active.0 != Some(false);
    let place = kept_by(&person.extension, resolve);
    // What the person has told themself is kept by nobody else.
    let is_own_word = place.id.is_some_and(|id| id.kind == ResourceType::Patient);
    let place = if is_own_word { Party::default() } else { place };
    Some(Relation {
        name: person.name.each().find_map(HumanName::shown),
        kinds: person.relationship.each().filter_map(|one| one.label(&person.language)).collect(),
        reach: person.telecom.each().filter_map(ContactPoint::contact).collect(),
        period,
        trust: Trust::of(is_active, period, confirmed, now),
        purposes: purposes(&person.extension),
        has_access: false,
        is_migrated,
        source: Source { place, is_own_word, recorded: Some(recorded), ..Source::default() },
    })
}

/// Who keeps a relation: R4 has no element for it.
fn kept_by(extensions: &Objects<Extension<'_>>, resolve: Resolve<'_>) -> Party {
    let kept = extensions.each().find(|one| &*one.url == KEPT_BY);
    let party =
        kept.and_then(|one| one.value_reference.get()).map(|one| one.party(&Objects::default(), resolve));
    party.unwrap_or_default()
}

/// Reads `Patient.contact` as next of kin.
#[must_use]
pub fn contacts(body: &str, recorded: When, now: Timestamp, resolve: Resolve<'_>) -> Vec<Relation> {
    let Ok(patient) = serde_json::from_str::<Patient<'_>>(body) else { return Vec::new() };
    let relation = |near: &Near<'_>| {
        let period = near.period.get().map(Period::span).unwrap_or_default();
        let place = near.organization.get().map(|one| one.party(&patient.contained, resolve));
        let place = place.unwrap_or_default();
        let name = near.name.get().and_then(HumanName::shown).or_else(|| place.name.clone());
        let kinds: Vec<Label> =
            near.relationship.each().filter_map(|one| one.label(&patient.language)).collect();
        let reach: Vec<Contact> = near.telecom.each().filter_map(ContactPoint::contact).collect();
        let is_filled = name.is_some() || !kinds.is_empty() || !reach.is_empty();
        is_filled.then(|| Relation {
            name,
            kinds,
            reach,
            period,
            trust: Trust::of(true, period, confirmation(&near.extension), now),
            purposes: purposes(&near.extension),
            has_access: false,
            is_migrated: false,
            source: Source { recorded: Some(recorded), ..patient.source(resolve) },
        })
    };
    patient.contact.each().filter_map(relation).collect()
}

pub(crate) fn purposes(extensions: &Objects<Extension<'_>>) -> Purposes {
    let codes = extensions.each().filter(|one| &*one.url == PURPOSE);
    Purposes::of(codes.filter_map(|one| Purpose::from_code(one.value_code.trim())))
}

fn confirmation(extensions: &Objects<Extension<'_>>) -> Option<When> {
    let one = extensions.each().find(|one| &*one.url == CONFIRMED)?;
    one.value_date.when().or_else(|| one.value_date_time.when())
}

#[cfg(test)]
mod tests;
