//! Who may do what with whose record. The only place that can make a [`Grant`].
//!
//! Deny is the default: a function here says yes by one named rule, or hands back a [`Denied`] that a page can tell
//! the person. Nothing here reads a clock: `now` is an argument.

use std::marker::PhantomData;

use jiff::Timestamp;

use crate::ids::PatientKey;

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
    /// A command or worker of this installation, run by its operator.
    System(SystemTask),
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

/// Why a record is read, as its owner will see it in the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The citizen reads their own record.
    OwnAccess,
    /// The installation keeps the record.
    Operation,
}

/// Proof that a rule said yes. Only this module can make one.
#[derive(Clone, Copy, Debug)]
pub struct Grant<A> {
    actor: Actor,
    patient: Option<PatientKey>,
    purpose: Purpose,
    rule: &'static str,
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
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// Whose record the grant is for; `None` where it is for the task and not for one person.
    #[must_use]
    pub const fn patient(&self) -> Option<PatientKey> {
        self.patient
    }
}

/// Why the answer was no, as it can be told to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// No rule gives this actor a way into this record.
    #[error("no rule gives access to this record")]
    NoRelation,
    /// The act is not one of this actor's.
    #[error("this actor may not do this")]
    NotYours,
}

/// May the actor read the subject's record? Yes for the person it is about.
///
/// # Errors
/// [`Denied::NoRelation`] for everybody else.
///
/// Source: pasient- og brukerrettighetsloven § 5-1 (the patient's right to see the record).
pub fn read_record(actor: Actor, subject: PatientKey, _now: Timestamp) -> Result<Grant<Read>, Denied> {
    match actor {
        Actor::Citizen { person, .. } if person == subject && !subject.is_shared() => Ok(Grant {
            actor,
            patient: Some(subject),
            purpose: Purpose::OwnAccess,
            rule: "self",
            action: PhantomData,
        }),
        Actor::Citizen { .. } | Actor::System(_) => Err(Denied::NoRelation),
    }
}

/// May the actor put documents into records? Only the import and the demo, which an operator has started.
///
/// # Errors
/// [`Denied::NotYours`] for everybody else.
pub fn receive(actor: Actor) -> Result<Grant<Write>, Denied> {
    match actor {
        Actor::System(SystemTask::Import | SystemTask::Demo) => Ok(operation(actor, "operator")),
        Actor::Citizen { .. } | Actor::System(_) => Err(Denied::NotYours),
    }
}

/// May the actor find the person behind a proved identity?
///
/// # Errors
/// [`Denied::NotYours`] unless the actor is the sign-in itself.
pub fn identify(actor: Actor) -> Result<Grant<Identify>, Denied> {
    match actor {
        Actor::System(SystemTask::SignIn) => Ok(operation(actor, "sign-in")),
        Actor::Citizen { .. } | Actor::System(_) => Err(Denied::NotYours),
    }
}

/// May the actor list the persons of the store? Only the demo, for its test provider.
///
/// # Errors
/// [`Denied::NotYours`] for everybody else.
pub fn directory(actor: Actor) -> Result<Grant<Directory>, Denied> {
    match actor {
        Actor::System(SystemTask::Demo) => Ok(operation(actor, "demo")),
        Actor::Citizen { .. } | Actor::System(_) => Err(Denied::NotYours),
    }
}

const fn operation<A>(actor: Actor, rule: &'static str) -> Grant<A> {
    Grant { actor, patient: None, purpose: Purpose::Operation, rule, action: PhantomData }
}

#[cfg(test)]
mod tests {
    use super::{
        Actor, Denied, Grant, Purpose, SystemTask, VisitNumber, directory, identify, read_record, receive,
    };
    use crate::ids::PatientKey;
    use jiff::Timestamp;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    const TASKS: [SystemTask; 4] =
        [SystemTask::Import, SystemTask::Demo, SystemTask::Check, SystemTask::SignIn];

    fn key(raw: i64) -> PatientKey {
        PatientKey::new(raw).expect("a key")
    }

    fn citizen(raw: i64) -> Actor {
        Actor::Citizen { person: key(raw), visit: VisitNumber(7) }
    }

    fn told<A>(answer: Result<Grant<A>, Denied>) -> Result<(&'static str, Purpose, Option<i64>), Denied> {
        answer.map(|grant| (grant.rule(), grant.purpose(), grant.patient().map(PatientKey::get)))
    }

    #[test]
    fn a_citizen_reads_their_own_record_and_no_other() {
        let now = Timestamp::UNIX_EPOCH;
        let own = read_record(citizen(5), key(5), now).expect("one's own record");
        assert_eq!((own.rule(), own.purpose(), own.patient()), ("self", Purpose::OwnAccess, Some(key(5))));
        assert_eq!(own.actor(), citizen(5));
        assert_eq!(told(read_record(citizen(5), key(6), now)), Err(Denied::NoRelation));
        assert_eq!(told(read_record(citizen(0), PatientKey::SHARED, now)), Err(Denied::NoRelation));
        for task in TASKS {
            assert_eq!(
                told(read_record(Actor::System(task), key(5), now)),
                Err(Denied::NoRelation),
                "{task:?}"
            );
        }
    }

    #[test]
    fn each_task_may_do_its_own_act_only() {
        let yes = |rule| Ok((rule, Purpose::Operation, None));
        let no = Err(Denied::NotYours);
        let table = [
            (Actor::System(SystemTask::Import), yes("operator"), no, no),
            (Actor::System(SystemTask::Demo), yes("operator"), no, yes("demo")),
            (Actor::System(SystemTask::Check), no, no, no),
            (Actor::System(SystemTask::SignIn), no, yes("sign-in"), no),
            (citizen(5), no, no, no),
        ];
        for (actor, writes, identifies, lists) in table {
            assert_eq!(told(receive(actor)), writes, "{actor:?} writes");
            assert_eq!(told(identify(actor)), identifies, "{actor:?} identifies");
            assert_eq!(told(directory(actor)), lists, "{actor:?} lists");
        }
    }

    proptest! {
        #[test]
        fn only_the_same_key_opens_a_record(actor in 0..=i64::MAX, subject in 0..=i64::MAX, visit in any::<i64>()) {
            let actor_key = key(actor);
            let citizen = Actor::Citizen { person: actor_key, visit: VisitNumber(visit) };
            let opens = read_record(citizen, key(subject), Timestamp::UNIX_EPOCH).is_ok();
            prop_assert_eq!(opens, actor == subject && actor != 0);
            let own = read_record(citizen, actor_key, Timestamp::UNIX_EPOCH).is_ok();
            prop_assert_eq!(own, actor != 0);
        }
    }
}
