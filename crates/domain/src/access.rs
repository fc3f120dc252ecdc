//! Who may do what with whose record. The only place that can make a [`Grant`].
//!
//! Deny is the default: a function here says yes by one named rule, or hands back a [`Denied`] that a page can tell
//! the person. Nothing here reads a clock: `now` is an argument.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::ids::{ClientKey, LocalId, PatientKey, RecordId};
use area::{Area, Areas};

pub mod age;
pub mod area;
pub mod care;
mod change;
mod client;
mod denied;
pub mod facts;
mod finding;
pub mod growing;
mod handling;
mod invitation;
pub mod lens;
mod logged;
pub mod marking;
pub mod marks;
pub mod merge;
pub mod notice;
mod opening;
mod receiving;
mod registering;
mod rule;
mod rules;
mod safe_mode;
mod statement;
mod worklist;

pub use change::{Change, is_allowed};
pub use client::{
    Act, Acts, Bulk, ClientReader, ScopeFault, Scopes, deliver, find_as_client, read_as_client,
    read_register, take_in_bulk,
};
pub use denied::Denied;
use facts::{Facts, Proxy, Reader, birth_of};
pub use finding::{FOUND_MAX, find_patient, found, identify, is_named};
pub use handling::CaseAtHand;
pub use invitation::{INVITATION_DAYS, Invitation};
use lens::{Item, Lens, Sight};
pub use logged::{LogLine, read_log};
pub use opening::{Opening, REASON_MAX, lasts};
pub use receiving::receive_application;
pub use registering::{Registering, read_registered, register, register_preview};
pub use rule::{Rule, RuleText};
pub use rules::{CERTIFIED_YEARS, youth_areas};
pub use safe_mode::{Naming, SafeMode, closes_together, set_safe_mode, together};
pub use statement::{Statement, StatementFault};
pub use worklist::{Worklist, worklist};

/// One visit to the portal, from sign-in to sign-out: groups the lines of the access log. Not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitNumber(pub i64);

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A citizen who has signed in.
    Citizen {
        /// The citizen's own record.
        person: PatientKey,
        /// The visit to the portal.
        visit: VisitNumber,
    },
    /// A member of staff who has signed in.
    Staff {
        /// Their role in the directory: who, where, as what.
        role: LocalId,
        /// The visit to the portal.
        visit: VisitNumber,
    },
    /// A command or worker of this installation, run by its operator.
    System(SystemTask),
    /// A system of the health service that has signed in at the API.
    Client {
        /// Which.
        client: ClientKey,
        /// The time of one access token.
        visit: VisitNumber,
    },
}

/// What a part of the installation itself does with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemTask {
    /// Takes in files or a feed.
    Import,
    /// Makes the synthetic region.
    Demo,
    /// Verifies the invariants of the store; reads rows, shows none.
    Check,
    /// Finds the person behind an identity that the provider has proved.
    SignIn,
    /// Gathers what the rules decide from; shows none.
    Rules,
}

/// The right to read one record.
#[derive(Clone, Copy, Debug)]
pub enum Read {}
/// The right to write through the write door.
#[derive(Clone, Copy, Debug)]
pub enum Write {}
/// The right to find persons by identifier.
#[derive(Clone, Copy, Debug)]
pub enum Identify {}
/// The right to list and search the persons of the store. Only the demo's test provider has it.
#[derive(Clone, Copy, Debug)]
pub enum Directory {}
/// The right to tell a person, in their log, that a search of staff has found them.
#[derive(Clone, Copy, Debug)]
pub enum Found {}
/// The right to read what a decision is made from.
#[derive(Clone, Copy, Debug)]
pub enum Weigh {}

/// Why a record is read, as its owner will see it in the access log. The numbers are stored: add at the end.
///
/// Source: the purposes of use of the national trust framework (norway.md 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Purpose {
    /// The citizen reads their own record (PATRQT).
    OwnAccess = 1,
    /// The installation keeps the record.
    Operation = 2,
    /// Family acts for a child or for somebody who cannot consent (FAMRQT).
    Family = 3,
    /// Somebody acts by power of attorney (PWATRNY).
    Proxy = 4,
    /// Care (TREAT).
    Treatment = 5,
    /// Acute care (ETREAT).
    Emergency = 6,
    /// Coordination of services (COC).
    Coordination = 7,
    /// Administration of care (CAREMGT).
    Administration = 8,
    /// A block is overridden (BTG).
    Override = 9,
    /// Systems of the health service send and fetch what they have written (HOPERAT).
    Exchange = 10,
}

impl Purpose {
    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The purpose stored under this number.
    #[must_use]
    pub const fn from_number(number: i16) -> Option<Self> {
        Some(match number {
            1 => Self::OwnAccess,
            2 => Self::Operation,
            3 => Self::Family,
            4 => Self::Proxy,
            5 => Self::Treatment,
            6 => Self::Emergency,
            7 => Self::Coordination,
            8 => Self::Administration,
            9 => Self::Override,
            10 => Self::Exchange,
            _ => return None,
        })
    }
}

/// Proof that a rule said yes. Only this module can make one.
#[derive(Clone, Debug)]
pub struct Grant<A> {
    actor: Actor,
    patient: Option<PatientKey>,
    purpose: Purpose,
    rule: Rule,
    lens: Lens,
    action: PhantomData<A>,
}

impl<A> Grant<A> {
    /// Who was let in.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// Why.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The rule that said yes.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// Whose record the grant is for; `None` where it is for the task and not for one person.
    #[must_use]
    pub const fn patient(&self) -> Option<PatientKey> {
        self.patient
    }

    /// What may be seen of each item.
    #[must_use]
    pub const fn lens(&self) -> &Lens {
        &self.lens
    }

    /// What may be seen of an item of the record the grant is for; nothing of any other.
    #[must_use]
    pub fn sees(&self, item: &Item) -> Sight {
        if self.patient == Some(item.id.patient) { self.lens.sees(item) } else { Sight::Hidden }
    }
}

/// May the actor read the subject's record?
///
/// # Errors
/// [`Denied`], the reason. Deny is the default.
///
/// Source: `docs/rules/access.md`, each rule with its own.
pub fn read_record(actor: Actor, facts: &Facts<'_>) -> Result<Grant<Read>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = rules::decide(facts)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// May the actor make this change in the subject's record? The grant is for that record alone.
///
/// # Errors
/// [`Denied`], the reason; [`Denied::NotYours`] for somebody who may look but not change this.
///
/// Source: `docs/rules/access.md`.
pub fn change(actor: Actor, facts: &Facts<'_>, what: Change) -> Result<Grant<Write>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = change::decide(facts, what)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// May the actor answer this invitation to the subject's record? The grant is for the answer, which makes no more of the
/// invitation than it was: it says who has taken it.
///
/// # Errors
/// [`Denied`], the reason.
///
/// Source: `docs/rules/access.md`, rule `invited`.
pub fn answer_invitation(
    actor: Actor,
    facts: &Facts<'_>,
    invitation: &Invitation,
) -> Result<Grant<Write>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = invitation::decide(facts, invitation)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// May the actor see this case, and what it points at?
///
/// # Errors
/// [`Denied`], the reason.
///
/// Source: `docs/rules/access.md`, rule `handling`.
pub fn read_case(actor: Actor, facts: &Facts<'_>, at_hand: &CaseAtHand) -> Result<Grant<Read>, Denied> {
    of_case(actor, facts, || handling::decide(facts, at_hand))
}

/// May the actor answer this case? The grant is for the record that the case is in.
///
/// # Errors
/// [`Denied`], the reason; [`Denied::OwnOpening`] for whoever would review themself.
pub fn handle_case(actor: Actor, facts: &Facts<'_>, at_hand: &CaseAtHand) -> Result<Grant<Write>, Denied> {
    of_case(actor, facts, || handling::answers(facts, at_hand))
}

fn of_case<A>(
    actor: Actor,
    facts: &Facts<'_>,
    decide: impl FnOnce() -> Result<rules::Yes, Denied>,
) -> Result<Grant<A>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = decide()?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// May the actor, who acts for the subject, follow these cases that they have asked about there? The grant shows these and
/// nothing else. Whoever gathers them says that the actor has asked; that is looked at again in what is read.
///
/// # Errors
/// [`Denied`], as for every look: whoever is no longer let in follows nothing.
pub fn follow(actor: Actor, facts: &Facts<'_>, cases: &[RecordId]) -> Result<Grant<Read>, Denied> {
    let mut grant = read_record(actor, facts)?;
    if !matches!(actor, Actor::Citizen { person, .. } if person != facts.subject.key) {
        return Err(Denied::NoRelation);
    }
    grant.lens.areas = Areas::of(&[Area::Private]);
    grant.lens.asks = facts.safe.parts();
    grant.lens.only = Some(Arc::from(cases));
    Ok(grant)
}

/// May somebody who has, or had, access to the record be told what became of it? The grant shows the name and nothing else.
///
/// # Errors
/// [`Denied`], the reason.
///
/// Source: `docs/rules/access.md`, rule `told`.
pub fn tell(actor: Actor, facts: &Facts<'_>) -> Result<Grant<Read>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = notice::decide(facts)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// The giver's own look at what a receiver would see of this, before anything is given.
///
/// # Errors
/// [`Denied`], as for giving access.
pub fn preview(actor: Actor, facts: &Facts<'_>, proxy: &Proxy) -> Result<Grant<Read>, Denied> {
    if !is_same(actor, &facts.reader) {
        return Err(Denied::NoRelation);
    }
    let rules::Yes { rule, purpose, lens } = invitation::preview(facts, proxy)?;
    Ok(Grant { actor, patient: Some(facts.subject.key), purpose, rule, lens, action: PhantomData })
}

/// Whether the facts are about the actor.
fn is_same(actor: Actor, reader: &Reader) -> bool {
    match (actor, reader) {
        (Actor::Citizen { person, .. }, Reader::Citizen { person: other, .. }) => person == *other,
        (Actor::Staff { role, .. }, Reader::Staff(staff)) => role == staff.role,
        (Actor::Client { client, .. }, Reader::Client(reader)) => client == reader.client,
        _ => false,
    }
}

/// May the facts about a subject be gathered? Only for a decision that follows: the rules show nothing of it.
///
/// # Errors
/// [`Denied::NoRelation`] for the record that is nobody's.
pub fn weigh(subject: PatientKey) -> Result<Grant<Weigh>, Denied> {
    if subject.is_shared() {
        return Err(Denied::NoRelation);
    }
    let mut grant = operation(Actor::System(SystemTask::Rules), Rule::Facts);
    grant.patient = Some(subject);
    Ok(grant)
}

/// May the actor put documents into records? Only the import and the demo, which an operator has started.
///
/// # Errors
/// [`Denied::NotYours`] for everybody else.
pub fn receive(actor: Actor) -> Result<Grant<Write>, Denied> {
    match actor {
        Actor::System(SystemTask::Import | SystemTask::Demo) => Ok(operation(actor, Rule::Operator)),
        _ => Err(Denied::NotYours),
    }
}

/// May the actor list the persons of the store? Only the demo, for its test provider.
///
/// # Errors
/// [`Denied::NotYours`] for everybody else.
pub fn directory(actor: Actor) -> Result<Grant<Directory>, Denied> {
    match actor {
        Actor::System(SystemTask::Demo) => Ok(operation(actor, Rule::Demo)),
        _ => Err(Denied::NotYours),
    }
}

fn operation<A>(actor: Actor, rule: Rule) -> Grant<A> {
    let (purpose, lens) = (Purpose::Operation, Lens::system());
    Grant { actor, patient: None, purpose, rule, lens, action: PhantomData }
}

#[cfg(test)]
mod tests;
