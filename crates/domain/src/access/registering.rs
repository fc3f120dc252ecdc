//! What staff register of what was shown to them: a doctor's statement with the access of the nearest, a power of attorney on
//! paper, custody by judgment. Nothing is registered that the rules would not let anybody use: the receiver is looked at as
//! if it were in force already.

use std::marker::PhantomData;

use super::area::{Area, Areas};
use super::denied::Denied;
use super::facts::{Facts, Reader, Relation, RelationKind};
use super::lens::Lens;
use super::marks::Mark;
use super::rules::{self, Yes};
use super::{Actor, Change, Grant, Read, Write, change, is_same};
use crate::ids::RecordId;

/// What is to be registered.
#[derive(Clone, Copy, Debug)]
pub struct Registering<'r> {
    /// Who gets it.
    pub receiver: &'r Reader,
    /// What they will be to the person.
    pub relation: &'r Relation,
    /// Whether the receiver is the very person who registers.
    pub is_for_self: bool,
}

/// May the actor register this relation between the receiver and the person of the facts? The grant is for that record alone.
///
/// # Errors
/// [`Denied`]: the reason why the actor may not register, or why nobody could use what would be registered.
///
/// Source: `docs/rules/access.md`, rule `treating`, and the rule that the relation makes.
pub fn register(actor: Actor, facts: &Facts<'_>, what: Registering<'_>) -> Result<Grant<Write>, Denied> {
    let (Yes { rule, purpose, lens }, _) = decide(actor, facts, what)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// The look of whoever registers at what the receiver would see, without what is closed to the actor.
///
/// # Errors
/// [`Denied`], as for registering.
pub fn register_preview(
    actor: Actor,
    facts: &Facts<'_>,
    what: Registering<'_>,
) -> Result<Grant<Read>, Denied> {
    let (Yes { rule, purpose, lens: own }, theirs) = decide(actor, facts, what)?;
    let lens = both(&own, &theirs);
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// The yes of the actor, and the lens that the receiver would have.
fn decide(actor: Actor, facts: &Facts<'_>, what: Registering<'_>) -> Result<(Yes, Lens), Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let own = change::decide(facts, Change::Register)?;
    let Registering { receiver, relation, is_for_self } = what;
    // Whoever registers is the one who has seen the paper: a second pair of eyes.
    if is_for_self {
        return Err(Denied::ReceiverRegisters);
    }
    let mut subject = facts.subject;
    match receiver {
        Reader::Citizen { person, .. } if *person != subject.key => {}
        _ => return Err(Denied::NoRelation),
    }
    match &relation.kind {
        // Whoever cannot consent signs no power of attorney.
        RelationKind::Proxy(_) if subject.lacks_capacity => return Err(Denied::CannotConsent),
        // The statement is registered in the same write.
        RelationKind::Representative { .. } => subject.lacks_capacity = true,
        _ => {}
    }
    let relations = std::slice::from_ref(relation);
    // One that begins later is looked at when it begins.
    let now = facts.now.max(relation.term.from);
    let as_if = Facts { reader: *receiver, subject, relations, now, ..*facts };
    let theirs = rules::decide(&as_if)?.lens;
    if theirs.areas.is_empty() {
        return Err(Denied::NoRelation);
    }
    Ok((own, theirs))
}

/// What both see: of the receiver's lens what is not closed to whoever registers.
fn both(own: &Lens, theirs: &Lens) -> Lens {
    debug_assert!(theirs.areas.without(own.areas).is_empty(), "staff have a way into all that can be given");
    let closed = own.except.iter().chain(own.locked.iter());
    let mut lens = theirs.clone();
    lens.except = theirs.except.iter().chain(closed).copied().collect();
    lens.except_from = [own.except_from, own.locked_from, theirs.except_from].into_iter().flatten().min();
    lens.hidden = theirs.hidden.or(own.hidden).with(Mark::Blocked);
    lens.now = own.now;
    lens
}

/// May the actor see these consents, as what staff have registered? The grant shows these and nothing else. Whoever gathers them
/// says that they were registered by staff.
///
/// # Errors
/// [`Denied`], as for every change of this sort.
pub fn read_registered(actor: Actor, facts: &Facts<'_>, rows: &[RecordId]) -> Result<Grant<Read>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let Yes { rule, purpose, mut lens } = change::decide(facts, Change::Register)?;
    lens.areas = Areas::of(&[Area::Private]);
    lens.only = Some(rows.into());
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}
