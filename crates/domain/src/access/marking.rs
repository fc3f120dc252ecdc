//! Marks that staff set on items and lift again: hidden from parents, hidden from the young person, shown later. What may be
//! set is decided here, and so is the check before it: who sees the item and what else still tells of it.

use std::cmp::Ordering;
use std::marker::PhantomData;

use jiff::{SignedDuration, Timestamp};

use super::age::{Birth, HEALTH_MAJORITY};
use super::area::{Area, Areas};
use super::denied::Denied;
use super::facts::{Facts, Home, Proxy, Reader, Relation, RelationKind, Subject, Term};
use super::lens::{Item, Lens, Release, Side, Sight};
use super::marks::Mark;
use super::rules::{self, Yes};
use super::{Actor, Change, Grant, Purpose, Rule, Write, change, is_allowed, is_same};
use crate::ids::PatientKey;
use crate::resource_type::ResourceType;

/// How long something can be kept for later, in days.
///
/// Source: HelsaMi's release category 2: shown by itself after 14 days at the latest (norway.md 4.8, HMI-PROVE);
/// pasient- og brukerrettighetsloven § 5-1: access without undue delay.
pub const LATER_DAYS: i64 = 14;
/// The longest ground that is kept.
pub const GROUND_MAX: usize = 1000;

/// How an item is marked, of what staff can set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marking {
    /// Hidden from parents and others who act for a child.
    pub parents: bool,
    /// Hidden from the young person.
    pub young: bool,
    /// From when it shows itself.
    pub release: Release,
}

/// Why something cannot be marked so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkFault {
    /// Nothing would be different.
    #[error("the item is marked so already")]
    Same,
    /// What the item is, nobody but the person is ever let in to.
    #[error("such an item cannot be marked")]
    NotMarkable,
    /// The person is of age in health matters: the mark would hide nothing.
    ///
    /// Source: Volven 9603, NORN_FORANS and NORN_UNGDOM; pasient- og brukerrettighetsloven §§ 3-4, 4-3.
    #[error("the person has turned 16")]
    OfAge,
    /// Hidden from the young person *while parents see*: hidden from both is a refusal, which has other grounds.
    ///
    /// Source: Volven 9603, NORN_UNGDOM; pasient- og brukerrettighetsloven § 5-1 second paragraph.
    #[error("an item cannot be hidden from the parents and from the young person")]
    Both,
    /// The day has passed.
    #[error("the day has passed")]
    Past,
    /// Later than anything can be kept for.
    #[error("the day is later than an item can be kept for")]
    TooLate,
    /// Kept until somebody shows it: only what came so.
    #[error("an item is not kept without a day")]
    NoDay,
}

impl Marking {
    /// How an item is marked now. What has shown itself is no longer kept.
    #[must_use]
    pub fn of(item: &Item, now: Timestamp) -> Self {
        Self {
            parents: item.marks.has(Mark::HiddenFromParents),
            young: item.marks.has(Mark::HiddenFromYouth),
            release: if item.release.is_open(now) { Release::AtOnce } else { item.release },
        }
    }

    /// Whether it hides or keeps nothing.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// The item, marked so.
    #[must_use]
    pub const fn on(self, item: Item) -> Item {
        let marks = item.marks.set(Mark::HiddenFromParents, self.parents);
        Item { marks: marks.set(Mark::HiddenFromYouth, self.young), release: self.release, ..item }
    }

    /// How another item is marked when it follows a change from `before` to this: what is set is set on it too, what is lifted is
    /// lifted, and the rest of its own stays. One that is to be kept longer is kept longer.
    #[must_use]
    pub fn follow(self, before: Self, own: Self) -> Self {
        let mark = |was: bool, is: bool, own: bool| if was == is { own } else { is };
        let release = match self.release.cmp(&before.release) {
            Ordering::Equal => own.release,
            Ordering::Greater => self.release.max(own.release),
            Ordering::Less => self.release,
        };
        Self {
            parents: mark(before.parents, self.parents, own.parents),
            young: mark(before.young, self.young, own.young),
            release,
        }
    }

    /// What is wrong with it, for an item of somebody born then. Whatever is only lifted is right.
    #[must_use]
    pub fn fault(self, item: &Item, subject: &Subject, now: Timestamp) -> Option<MarkFault> {
        let own = Self::of(item, now);
        if self == own {
            return Some(MarkFault::Same);
        }
        if !is_markable(item.id.kind) {
            return Some(MarkFault::NotMarkable);
        }
        let hides_more = self.parents && !own.parents || self.young && !own.young;
        if hides_more && is_of_age(subject.birth, now) {
            return Some(MarkFault::OfAge);
        }
        if hides_more && self.parents && self.young {
            return Some(MarkFault::Both);
        }
        if self.release == own.release {
            return None;
        }
        match self.release {
            Release::AtOnce => None,
            Release::ByHand => Some(MarkFault::NoDay),
            Release::At(day) if day <= now => Some(MarkFault::Past),
            Release::At(day) => {
                // The day on which summer time ends has an hour more.
                let last = now.checked_add(SignedDuration::from_hours(24 * LATER_DAYS + 1));
                last.is_ok_and(|last| day > last).then_some(MarkFault::TooLate)
            }
        }
    }
}

/// Whether somebody born then is of age in health matters, so that a mark of age hides nothing.
#[must_use]
pub fn is_of_age(birth: Option<Birth>, now: Timestamp) -> bool {
    birth.is_some_and(|birth| birth.has_turned(HEALTH_MAJORITY, now))
}

/// Whether an item of this type can be marked: it belongs to a part that others than the person can be let in to.
#[must_use]
pub fn is_markable(kind: ResourceType) -> bool {
    Area::GIVEABLE.contains(&Area::of(kind))
}

/// Whether staff who are let in by this rule and for this purpose set marks: those who treat, not those who administer.
#[must_use]
pub const fn may_mark(rule: Rule, purpose: Purpose) -> bool {
    is_allowed(rule, Change::Mark) && matches!(purpose, Purpose::Treatment | Purpose::Coordination)
}

/// May the actor mark these items so? Each item is given with what it will be marked with. The grant is for that record alone.
///
/// # Errors
/// [`Denied`]: the reason why the actor may not look, or [`Denied::NotYours`] for whoever does not treat the patient, for
/// an item that is closed to the actor, and for what cannot be marked so.
///
/// Source: `docs/rules/access.md`, rule `treating`.
pub fn mark(actor: Actor, facts: &Facts<'_>, items: &[(Item, Marking)]) -> Result<Grant<Write>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let Yes { rule, purpose, lens } = change::decide(facts, Change::Mark)?;
    let is_right = |(item, marking): &(Item, Marking)| {
        item.id.patient == facts.subject.key
            && lens.sees(item) == Sight::Shown
            && marking.fault(item, &facts.subject, facts.now).is_none()
    };
    if !may_mark(rule, purpose) || items.is_empty() || !items.iter().all(is_right) {
        return Err(Denied::NotYours);
    }
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// Somebody on the citizen's side whom the check before a mark asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Parents and others who act for a child.
    Parents,
    /// The young person.
    Young,
    /// The person, of age.
    Person,
    /// Whoever the person has given access.
    Proxies,
}

/// The widest lens that each of those can have who could be let in to this record at this moment, by the rules themselves: as
/// if the parents lived with the child, a parent had consented to the log-in, and everything had been given.
#[must_use]
pub fn audiences(subject: &Subject, now: Timestamp) -> Vec<(Audience, Lens)> {
    let subject = Subject {
        is_dead: false,
        is_protected: false,
        is_locked: false,
        has_youth_consent: true,
        is_in_care: false,
        ..*subject
    };
    // A fresh sign-in opens what safe mode closes.
    let safe = super::SafeMode::default();
    let of = |person, kind: Option<RelationKind>| {
        // How old a parent is decides nothing, and how old the person is stands in the subject.
        let reader = Reader::Citizen { person, birth: None, is_dead: false, is_protected: false };
        let term = Term { from: now, end: super::facts::End::WhenEnded };
        let relations: Vec<Relation> =
            kind.into_iter().map(|kind| Relation { kind, term, is_active: true }).collect();
        let facts = Facts { reader, subject, relations: &relations, blocks: &[], safe, now };
        rules::decide(&facts).ok().map(|yes| yes.lens)
    };
    let parent = RelationKind::Parent { has_responsibility: true, home: Home::Shared };
    let parents = of(PatientKey::SHARED, Some(parent));
    let own = of(subject.key, None);
    let everything = Proxy { areas: Areas::of(&Area::GIVEABLE), ..Proxy::default() };
    let reader = Reader::Citizen { person: subject.key, birth: None, is_dead: false, is_protected: false };
    let proxies =
        rules::given(&Facts { reader, subject, relations: &[], blocks: &[], safe, now }, &everything).ok();
    let own = own.map(|lens| match lens.side() {
        Side::Youth => (Audience::Young, lens),
        _ => (Audience::Person, lens),
    });
    let others = [(Audience::Parents, parents), (Audience::Proxies, proxies)];
    let others = others.into_iter().filter_map(|(who, lens)| Some((who, lens?)));
    let mut all: Vec<(Audience, Lens)> = own.into_iter().chain(others).collect();
    all.sort_unstable_by_key(|(who, _)| *who);
    all
}

/// Those from whom an item is kept that some of them could see, and what is left to them: nothing, or that something comes.
#[must_use]
pub fn kept_from(audiences: &[(Audience, Lens)], (before, after): (&Item, &Item)) -> Vec<(Audience, Sight)> {
    let plain = Marking::default().on(*before);
    let kept = |(who, lens): &(Audience, Lens)| {
        let sight = lens.sees(after);
        (lens.sees(&plain) == Sight::Shown && sight != Sight::Shown).then_some((*who, sight))
    };
    audiences.iter().filter_map(kept).collect()
}

/// Those of the ones an item is kept from who see this other item, which tells of it.
#[must_use]
pub fn told_by(audiences: &[(Audience, Lens)], kept: &[(Audience, Sight)], other: &Item) -> Vec<Audience> {
    let is_kept = |who: Audience| kept.iter().any(|(one, _)| *one == who);
    let sees = |(who, lens): &&(Audience, Lens)| is_kept(*who) && lens.sees(other) == Sight::Shown;
    audiences.iter().filter(sees).map(|(who, _)| *who).collect()
}

/// Until when a mark of age hides: the birthday on which the parents' way in ends and the young person's own begins.
#[must_use]
pub fn hides_until(subject: &Subject) -> Option<jiff::civil::Date> {
    subject.birth.map(|birth| birth.birthday(HEALTH_MAJORITY))
}
