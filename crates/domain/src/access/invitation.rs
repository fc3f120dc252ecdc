//! Inviting somebody to one's record, and the answer of whoever holds the code. Until the answer the code opens nothing.

use jiff::{SignedDuration, Timestamp};

use super::age::MAJORITY;
use super::denied::Denied;
use super::facts::{Against, Closed, Facts, Proxy, Reader, Term};
use super::rule::Rule;
use super::rules::{self, Yes};
use super::{Purpose, birth_of};

/// How long a code can be used after it was made, in days.
///
/// Source: HelsaMi's own choice: long enough for a letter by post, short enough to be forgotten safely.
pub const INVITATION_DAYS: i64 = 14;

/// An invitation, as it is stored, and whether the code that was shown is its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What is given.
    pub proxy: Proxy,
    /// From when to when it will hold.
    pub term: Term,
    /// When it was made.
    pub made: Timestamp,
    /// Whether nobody has answered it and the giver has not taken it back.
    pub is_waiting: bool,
    /// Whether the code that was shown is the invitation's.
    pub is_code_right: bool,
}

impl Invitation {
    /// The first moment at which the code can no longer be used.
    #[must_use]
    pub fn ends(made: Timestamp) -> Timestamp {
        made.saturating_add(SignedDuration::from_hours(24 * INVITATION_DAYS)).unwrap_or(made)
    }
}

/// May this reader answer the invitation? The lens is what a yes will open.
pub(super) fn decide(facts: &Facts<'_>, invitation: &Invitation) -> Result<Yes, Denied> {
    let (subject, now) = (facts.subject.standing()?, facts.now);
    let Reader::Citizen { person, is_dead, is_protected, .. } = facts.reader else {
        return Err(Denied::NoRelation);
    };
    if !invitation.is_code_right || subject.key.is_shared() || is_dead || subject.is_dead {
        return Err(Denied::NoRelation);
    }
    if person == subject.key {
        return Err(Denied::OwnInvitation);
    }
    // As for every look: told as «no access», because the reason can lead a dangerous reader to somebody.
    if subject.is_protected || is_protected {
        return Err(Denied::Protected);
    }
    let is_closed = facts.blocks.iter().any(|block| {
        block.against == Against::Person(person)
            && block.term.holds(now)
            && !matches!(block.what, Closed::Items(_))
    });
    if subject.is_locked || is_closed {
        return Err(Denied::ClosedToPerson);
    }
    if !invitation.is_waiting {
        return Err(Denied::InvitationUsed);
    }
    if now < invitation.made
        || now >= Invitation::ends(invitation.made)
        || !invitation.term.has_not_ended(now)
    {
        return Err(Denied::InvitationOver);
    }
    if !birth_of(&facts.reader).is_some_and(|birth| birth.has_turned(MAJORITY, now)) {
        return Err(Denied::ReaderTooYoung);
    }
    let lens = rules::given(facts, &invitation.proxy)?;
    Ok(Yes { rule: Rule::Invited, purpose: Purpose::Proxy, lens })
}

/// What somebody would see to whom the person gives this: the lens of a proxy, before there is one.
pub(super) fn preview(facts: &Facts<'_>, proxy: &Proxy) -> Result<Yes, Denied> {
    let own = super::change::decide(facts, super::Change::GiveAccess)?;
    Ok(Yes { lens: rules::given(facts, proxy)?, ..own })
}
