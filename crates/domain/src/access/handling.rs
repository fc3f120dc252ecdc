//! Handling a case: the staff of the organisation that has it see the case and what it points at, and nothing else of the
//! record. Whoever has opened a record in an emergency or past a block is never the one who reviews it.

use super::Purpose;
use super::area::Areas;
use super::denied::Denied;
use super::facts::{Against, Block, Closed, Facts, Reader};
use super::lens::{Lens, Side};
use super::rule::Rule;
use super::rules::{self, Yes};
use crate::case::Owner;
use crate::ids::{LocalId, RecordId};

/// A case, as far as the decision about it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseAtHand {
    /// The case.
    pub case: RecordId,
    /// Who has it.
    pub owner: Owner,
    /// The line of the record that it points at.
    pub focus: Option<RecordId>,
    /// The line of the access log that it asks about.
    pub line: Option<i64>,
    /// Whether somebody still owes an answer.
    pub is_open: bool,
    /// For the review of an opening: the practitioner who opened.
    pub opened_by: Option<LocalId>,
}

/// May this reader see the case and what it points at?
pub(super) fn decide(facts: &Facts<'_>, at_hand: &CaseAtHand) -> Result<Yes, Denied> {
    let Reader::Staff(staff) = facts.reader else { return Err(Denied::NotYours) };
    let key = facts.subject.key;
    if key.is_shared() || at_hand.case.patient != key {
        return Err(Denied::NoRelation);
    }
    if facts.subject.is_joined {
        return Err(Denied::Joined);
    }
    if staff.is_own_record {
        return Err(Denied::StaffOwnRecord);
    }
    if !staff.is_authorized {
        return Err(Denied::NotAuthorized);
    }
    if at_hand.owner.local() != staff.organization {
        return Err(Denied::NotYours);
    }
    let is_named = |block: &&Block| {
        block.against == Against::Practitioner(staff.practitioner) && block.term.holds(facts.now)
    };
    let named: Vec<&Block> = facts.blocks.iter().filter(is_named).collect();
    let coming = named.iter().filter(|block| block.what == Closed::Coming).map(|block| block.term.from).min();
    let is_coming = coming.is_some_and(|from| at_hand.case.local.second() >= from);
    if is_coming || named.iter().any(|block| block.what == Closed::Record) {
        return Err(Denied::ClosedToNamed);
    }
    let mut lens = Lens::new(Side::Staff, Areas::ALL, facts.now);
    // The citizen has pointed at it themself: a padlock against all staff does not hide it from whoever has to answer.
    lens.opens_locked = true;
    lens.only = Some(std::iter::once(at_hand.case).chain(at_hand.focus).collect());
    lens.log_line = at_hand.line;
    lens.except = named.iter().flat_map(|block| rules::items_of(block)).collect();
    lens.except_from = coming;
    Ok(Yes { rule: Rule::Handling, purpose: Purpose::Administration, lens })
}

/// May this reader answer the case?
pub(super) fn answers(facts: &Facts<'_>, at_hand: &CaseAtHand) -> Result<Yes, Denied> {
    let yes = decide(facts, at_hand)?;
    let Reader::Staff(staff) = facts.reader else { return Err(Denied::NotYours) };
    if at_hand.opened_by == Some(staff.practitioner) {
        return Err(Denied::OwnOpening);
    }
    if at_hand.is_open { Ok(yes) } else { Err(Denied::NotYours) }
}
