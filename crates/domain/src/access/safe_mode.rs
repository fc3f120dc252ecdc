//! Safe mode: the parts and single things of their own record for which a person wants to sign in anew, because somebody else
//! may have their unlocked device. It closes the citizen's side only: staff are closed out with blocks.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::area::{Area, Areas};
use super::facts::Facts;
use super::lens::Lens;
use super::{Actor, Change, Denied, Grant, Write, change};
use crate::ids::RecordId;
use crate::resource_type::ResourceType;

/// What a person wants a fresh sign-in for, and until when there has been one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SafeMode<'f> {
    /// The parts. Only those that can be given away count: the way to safe mode itself never closes.
    pub areas: Areas,
    /// Single things, as the person pointed at them.
    pub items: &'f [RecordId],
    /// What closes with those: see [`together`].
    pub with: &'f [RecordId],
    /// Until when all of it stands open to the session that reads: the person has signed in anew there.
    pub open_until: Option<Timestamp>,
}

impl SafeMode<'_> {
    /// The parts that can be closed.
    #[must_use]
    pub fn parts(&self) -> Areas {
        self.areas.and(Areas::of(&Area::GIVEABLE))
    }

    /// Whether the person asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty() && self.items.is_empty()
    }

    /// Whether it stands open.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.open_until.is_some_and(|until| now < until)
    }

    /// Whether this asks for all that the other asks for.
    #[must_use]
    pub fn covers(&self, other: &SafeMode<'_>) -> bool {
        other.parts().without(self.parts()).is_empty()
            && other.items.iter().all(|item| self.items.contains(item))
    }

    /// All single things that close.
    fn things(&self) -> impl Iterator<Item = RecordId> {
        self.items.iter().chain(self.with).copied()
    }
}

/// A row of the record, and the rows that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The row.
    pub row: RecordId,
    /// Whom it names: a report its answers and orders, an answer its order and its parts.
    pub names: Vec<RecordId>,
}

/// Whether rows of this type close together with those they name: answers, reports and orders, because each says what the other
/// is about.
#[must_use]
pub const fn closes_together(kind: ResourceType) -> bool {
    matches!(kind, ResourceType::DiagnosticReport | ResourceType::Observation | ResourceType::ServiceRequest)
}

/// What closes with the chosen things: every answer, report and order that hangs together with one of them, whichever names which
/// and over however many steps. Nothing of another record.
#[must_use]
pub fn together(chosen: &[RecordId], rows: &[Naming]) -> Vec<RecordId> {
    let mut closed: BTreeSet<RecordId> =
        chosen.iter().copied().filter(|row| closes_together(row.kind)).collect();
    loop {
        let before = closed.len();
        for one in rows.iter().filter(|one| closes_together(one.row.kind)) {
            let is_of_record = |row: &RecordId| row.patient == one.row.patient && closes_together(row.kind);
            let named = || one.names.iter().copied().filter(is_of_record);
            if closed.contains(&one.row) || named().any(|row| closed.contains(&row)) {
                closed.insert(one.row);
                closed.extend(named());
            }
        }
        if closed.len() == before {
            break;
        }
    }
    closed.into_iter().filter(|row| !chosen.contains(row)).collect()
}

/// May the actor put this in place of what they ask for now? More, at once. Less, only after a fresh sign-in, or whoever has
/// the device could take it away.
///
/// # Errors
/// [`Denied::SignInNotFresh`] for less; otherwise as every change.
pub fn set_safe_mode(actor: Actor, facts: &Facts<'_>, wanted: &SafeMode<'_>) -> Result<Grant<Write>, Denied> {
    let what = if wanted.covers(&facts.safe) { Change::SafeMore } else { Change::SafeLess };
    change(actor, facts, what)
}

/// Whether the person may ask for less now.
pub(super) fn may_weaken(facts: &Facts<'_>) -> bool {
    facts.safe.is_empty() || facts.safe.is_open(facts.now)
}

/// The person's own lens: until a fresh sign-in the chosen is a padlock.
pub(super) fn for_the_person(facts: &Facts<'_>, mut lens: Lens) -> Lens {
    if !facts.safe.is_open(facts.now) {
        lens.asks = lens.areas.and(facts.safe.parts());
        lens.areas = lens.areas.without(lens.asks);
        lens.locked = facts.safe.things().collect();
    }
    lens
}

/// The lens of somebody who acts for the person: what the person has chosen is hidden from them, whatever was given. They cannot
/// sign in as the person, and they may be the one it is hidden from.
pub(super) fn for_another(facts: &Facts<'_>, mut lens: Lens) -> Lens {
    lens.areas = lens.areas.without(facts.safe.parts());
    lens.except = lens.except.iter().copied().chain(facts.safe.things()).collect();
    lens
}
