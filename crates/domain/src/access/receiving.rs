//! Receiving an application on paper: whoever stands at the desk and cannot sign in gets the same case as whoever can. Staff
//! write that one case into the record of whoever applies, and see nothing of it.

use std::marker::PhantomData;
use std::sync::Arc;

use super::age::MAJORITY;
use super::area::Areas;
use super::denied::Denied;
use super::facts::{Against, Closed, Facts, Reader};
use super::lens::{Lens, Side};
use super::{Actor, Grant, Purpose, Rule, Write, is_same};

/// May the actor register an application of the person of the facts? The grant is for the case alone.
///
/// # Errors
/// [`Denied`]: the reason why the actor may not, or why the person could not apply.
///
/// Source: `docs/rules/access.md`, rule `receiving`.
pub fn receive_application(actor: Actor, facts: &Facts<'_>) -> Result<Grant<Write>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let Reader::Staff(staff) = facts.reader else { return Err(Denied::NotYours) };
    let subject = &facts.subject;
    if subject.key.is_shared() {
        return Err(Denied::NoRelation);
    }
    if subject.is_joined {
        return Err(Denied::Joined);
    }
    if staff.is_own_record {
        return Err(Denied::StaffOwnRecord);
    }
    if !staff.is_authorized {
        return Err(Denied::NotAuthorized);
    }
    let is_closed = facts.blocks.iter().any(|block| {
        block.against == Against::Practitioner(staff.practitioner)
            && block.what == Closed::Record
            && block.term.holds(facts.now)
    });
    if is_closed {
        return Err(Denied::ClosedToNamed);
    }
    if subject.is_dead {
        return Err(Denied::SubjectDead);
    }
    if !subject.birth.is_some_and(|birth| birth.has_turned(MAJORITY, facts.now)) {
        return Err(Denied::ReaderTooYoung);
    }
    let mut lens = Lens::new(Side::Staff, Areas::NONE, facts.now);
    lens.only = Some(Arc::from([]));
    let (rule, purpose) = (Rule::Receiving, Purpose::Administration);
    Ok(Grant { actor, patient: Some(subject.key), purpose, rule, lens, action: PhantomData })
}
