//! Allergies, intolerances and other critical information, and what may be said when there are none.
//!
//! "No known allergies" is a fact with a source. "Nothing recorded" is not a fact about the person. A refuted
//! allergy is one that has been looked into and is not there: shown apart, never as an allergy.

use jiff::Timestamp;

use crate::absence::{Absence, Scope};
use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::Source;
use crate::when::{Period, When};

/// Allergy or intolerance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The immune system reacts.
    Allergy,
    /// The body does not tolerate it.
    Intolerance,
    /// Not stated.
    #[default]
    NotStated,
}

/// What it is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Food.
    Food,
    /// Medicines.
    Medicine,
    /// The surroundings.
    Environment,
    /// Biological products: vaccines, blood.
    Biologic,
}

/// Whether it is still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is so.
    Active,
    /// The source does not say.
    NotStated,
    /// No reaction is expected any more.
    Inactive,
    /// Tested again and gone.
    Resolved,
}

/// How certain the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Confirmed.
    Confirmed,
    /// Likely; a Norwegian addition to the list.
    Presumed,
    /// Told, not confirmed.
    Unconfirmed,
    /// The source does not say.
    NotStated,
    /// Looked into and not there.
    Refuted,
    /// Written by mistake.
    Mistake,
}

/// How dangerous the next contact can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Danger {
    /// Can threaten life or an organ.
    High,
    /// Cannot be judged.
    NotAssessable,
    /// The source does not say.
    NotStated,
    /// Not expected to threaten life.
    Low,
}

/// How bad a reaction was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Severe.
    Severe,
    /// Moderate.
    Moderate,
    /// Mild.
    Mild,
}

/// One reaction that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// What it looked like.
    pub manifestations: Vec<Label>,
    /// How bad it was.
    pub severity: Option<Severity>,
    /// When.
    pub onset: Option<When>,
    /// To which substance, when narrower than the allergy.
    pub substance: Option<Label>,
    /// The sender's words.
    pub text: Option<Box<str>>,
}

/// One allergy or intolerance.
#[derive(Clone, Debug)]
pub struct Allergy {
    /// The resource.
    pub id: RecordId,
    /// What it is to.
    pub label: Label,
    /// Codes as `system|code`, by which the same allergy from two sources is recognised.
    pub keys: Vec<Box<str>>,
    /// A statement of absence, when it is that and no allergy.
    pub absence: Option<Absence>,
    /// Allergy or intolerance.
    pub kind: Kind,
    /// Food, medicine, surroundings.
    pub categories: Vec<Category>,
    /// Whether it is still so.
    pub standing: Standing,
    /// How certain.
    pub certainty: Certainty,
    /// How dangerous.
    pub danger: Danger,
    /// What has happened.
    pub reactions: Vec<Reaction>,
    /// Since when.
    pub onset: Option<When>,
    /// The last time it happened.
    pub last: Option<When>,
    /// The sender's remarks.
    pub note: Option<Box<str>>,
    /// Who says so.
    pub source: Source,
}

impl Allergy {
    /// Whether it must be reckoned with: everything but what is refuted, over or a mistake.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.absence.is_none()
            && !matches!(self.certainty, Certainty::Refuted | Certainty::Mistake)
            && matches!(self.standing, Standing::Active | Standing::NotStated)
    }

    /// The worst reaction that has happened.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.reactions.iter().filter_map(|reaction| reaction.severity).min()
    }

    /// Whether staff must see it first.
    #[must_use]
    pub fn is_dangerous(&self) -> bool {
        self.danger == Danger::High || self.worst() == Some(Severity::Severe)
    }
}

/// Other critical information: a flag on the record.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The resource.
    pub id: RecordId,
    /// What to reckon with.
    pub label: Label,
    /// Its kind, as sent.
    pub category: Option<Label>,
    /// From when until when.
    pub period: Period,
    /// Whether the source says it is in force.
    pub is_active: bool,
    /// Who says so.
    pub source: Source,
}

/// Somebody's statement that there is none, or that nothing is known.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What is stated.
    pub absence: Absence,
    /// By whom, when.
    pub source: Source,
}

/// What may be said above the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// There are allergies.
    Listed,
    /// Somebody has stated that none of any kind are known.
    NoneKnown,
    /// Somebody has stated it, of some kinds only.
    NoneKnownOfSome,
    /// A source says that it does not know.
    NoInformation,
    /// Nobody has written anything.
    NotRecorded,
}

/// The page's content.
#[derive(Clone, Debug)]
pub struct Allergies {
    /// What may be said.
    pub knowledge: Knowledge,
    /// To be reckoned with, most dangerous first; the same allergy from several sources stands together.
    pub current: Vec<Vec<Allergy>>,
    /// Inactive, resolved.
    pub former: Vec<Allergy>,
    /// Looked into and not there.
    pub refuted: Vec<Allergy>,
    /// Statements that there are none, newest first.
    pub statements: Vec<Statement>,
    /// Flags in force.
    pub warnings: Vec<Warning>,
    /// Taken back by their sender.
    pub mistakes: usize,
}

/// Sorts allergies, flags and statements for the page. `stated` holds the reasons of empty lists and sections.
#[must_use]
pub fn arrange(
    allergies: Vec<Allergy>,
    warnings: Vec<Warning>,
    stated: Vec<Statement>,
    now: Timestamp,
) -> Allergies {
    let mut page = Allergies {
        knowledge: Knowledge::NotRecorded,
        current: Vec::new(),
        former: Vec::new(),
        refuted: Vec::new(),
        statements: stated,
        warnings: warnings.into_iter().filter(|one| one.is_active && one.period.is_current(now)).collect(),
        mistakes: 0,
    };
    for allergy in allergies {
        page.sort_in(allergy);
    }
    page.current.sort_by_cached_key(|group| {
        let dangerous = group.iter().any(Allergy::is_dangerous);
        (!dangerous, group[0].danger, group[0].certainty, group[0].label.text.to_lowercase())
    });
    page.statements.sort_by_key(|statement| std::cmp::Reverse(statement.source.recorded));
    page.knowledge = page.known();
    page
}

impl Allergies {
    fn sort_in(&mut self, allergy: Allergy) {
        match (allergy.certainty, allergy.absence) {
            (Certainty::Mistake, _) => self.mistakes += 1,
            (Certainty::Refuted, Some(_)) => {}
            (_, Some(absence)) if matches!(allergy.standing, Standing::Active | Standing::NotStated) => {
                self.statements.push(Statement { absence, source: allergy.source });
            }
            (_, Some(_)) => {}
            (Certainty::Refuted, None) => self.refuted.push(allergy),
            (_, None) if allergy.counts() => self.join(allergy),
            (_, None) => self.former.push(allergy),
        }
    }

    fn join(&mut self, allergy: Allergy) {
        let same = |group: &&mut Vec<Allergy>| {
            group.iter().any(|known| known.keys.iter().any(|key| allergy.keys.contains(key)))
        };
        match self.current.iter_mut().find(same) {
            Some(group) => group.push(allergy),
            None => self.current.push(vec![allergy]),
        }
    }

    fn known(&self) -> Knowledge {
        let says = |want: fn(Absence) -> bool| self.statements.iter().any(|one| want(one.absence));
        if !self.current.is_empty() {
            Knowledge::Listed
        } else if says(|absence| absence == Absence::NoneKnown(Scope::Allergies)) {
            Knowledge::NoneKnown
        } else if says(|absence| matches!(absence, Absence::NoneKnown(_))) {
            Knowledge::NoneKnownOfSome
        } else if says(|absence| matches!(absence, Absence::NoInformation(_))) {
            Knowledge::NoInformation
        } else {
            Knowledge::NotRecorded
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Allergy, Certainty, Danger, Kind, Knowledge, Reaction, Severity, Standing, Statement, arrange,
    };
    use crate::absence::{Absence, Scope};
    use crate::coded::Label;
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use crate::source::Source;

    fn allergy(name: &str) -> Allergy {
        let (patient, kind) = (PatientKey::new(7).expect("a key"), ResourceType::AllergyIntolerance);
        Allergy {
            id: RecordId { patient, kind, local: LocalId::PATIENT },
            label: Label::words(name).expect("words"),
            keys: vec![name.into()],
            absence: None,
            kind: Kind::Allergy,
            categories: Vec::new(),
            standing: Standing::Active,
            certainty: Certainty::Confirmed,
            danger: Danger::NotStated,
            reactions: Vec::new(),
            onset: None,
            last: None,
            note: None,
            source: Source::default(),
        }
    }

    fn none(scope: Scope) -> Allergy {
        Allergy { absence: Some(Absence::NoneKnown(scope)), ..allergy("ingen") }
    }

    fn check(allergies: &[Allergy], stated: Option<Absence>, want: Knowledge) {
        let stated = stated.map(|absence| Statement { absence, source: Source::default() });
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let page = arrange(allergies.to_vec(), Vec::new(), stated.into_iter().collect(), now);
        assert_eq!(page.knowledge, want, "{allergies:?}");
    }

    #[test]
    fn unknown_is_not_none() {
        let all = Absence::NoneKnown(Scope::Allergies);
        check(&[], None, Knowledge::NotRecorded);
        check(&[none(Scope::Allergies)], None, Knowledge::NoneKnown);
        check(&[none(Scope::FoodAllergies)], None, Knowledge::NoneKnownOfSome);
        check(&[], Some(all), Knowledge::NoneKnown);
        check(&[], Some(Absence::NoInformation(Scope::Allergies)), Knowledge::NoInformation);
        check(&[allergy("Penicillin")], Some(all), Knowledge::Listed);
        let refuted = |one: Allergy| Allergy { certainty: Certainty::Refuted, ..one };
        check(&[refuted(allergy("Penicillin"))], None, Knowledge::NotRecorded);
        check(&[refuted(none(Scope::Allergies))], None, Knowledge::NotRecorded);
        let mistake = Allergy { certainty: Certainty::Mistake, ..none(Scope::Allergies) };
        check(&[mistake], None, Knowledge::NotRecorded);
        let inactive = Allergy { standing: Standing::Inactive, ..allergy("Latex") };
        check(&[inactive], None, Knowledge::NotRecorded);
        let unsaid =
            Allergy { standing: Standing::NotStated, certainty: Certainty::NotStated, ..allergy("Latex") };
        check(&[unsaid], None, Knowledge::Listed);
    }

    #[test]
    fn the_dangerous_comes_first_and_the_same_stands_together() {
        let severe = Reaction {
            manifestations: Vec::new(),
            severity: Some(Severity::Severe),
            onset: None,
            substance: None,
            text: None,
        };
        let nuts = Allergy { reactions: vec![severe], ..allergy("Nøtter") };
        let penicillin = Allergy { danger: Danger::High, ..allergy("Penicillin") };
        let list = vec![allergy("Bjørk"), nuts, penicillin.clone(), penicillin];
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let page = arrange(list, Vec::new(), Vec::new(), now);
        let names: Vec<(&str, usize)> =
            page.current.iter().map(|one| (&*one[0].label.text, one.len())).collect();
        assert_eq!(names, [("Penicillin", 2), ("Nøtter", 1), ("Bjørk", 1)]);
    }
}
