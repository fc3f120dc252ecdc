//! Safe mode: the parts and single things of their own record for which a person wants to sign in anew, because somebody else
//! may have their unlocked device. It closes the citizen's side only: staff are closed out with blocks.

use jiff::Timestamp;

use super::area::{Area, Areas};
use super::facts::Facts;
use super::lens::Lens;
use super::{Actor, Change, Denied, Grant, Write, change};
use crate::ids::RecordId;

/// What a person wants a fresh sign-in for, and until when there has been one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SafeMode<'f> {
    /// The parts. Only those that can be given away count: the way to safe mode itself never closes.
    pub areas: Areas,
    /// Single things.
    pub items: &'f [RecordId],
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
        lens.locked = facts.safe.items.into();
    }
    lens
}

/// The lens of somebody who acts for the person: what the person has chosen is hidden from them, whatever was given. They cannot
/// sign in as the person, and they may be the one it is hidden from.
pub(super) fn for_another(facts: &Facts<'_>, mut lens: Lens) -> Lens {
    lens.areas = lens.areas.without(facts.safe.parts());
    lens.except = lens.except.iter().chain(facts.safe.items).copied().collect();
    lens
}
