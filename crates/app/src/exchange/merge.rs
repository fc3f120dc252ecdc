//! Two records of one person are made one, and parted again, for a system that is registered for it by name.

mod plan;

use std::collections::BTreeMap;

use helsami_domain::access::merge::{Both, Joined, Unmerged};
use helsami_domain::access::{self, Act};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::merge as texts;
use helsami_fhir::person::person_facts;
use helsami_store::write::WriteError;
use helsami_store::{Entry, Error, MergeFault, NewPatient};
use jiff::Timestamp;

use self::plan::Statements;
use super::{Caller, Exchange, Fault};

/// How often a merge is tried again when somebody else has been faster.
const TRIES: usize = 4;

/// How a Patient is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedPatient {
    /// By id, as in addresses of ours or as the system itself calls it.
    pub id: Option<String>,
    /// By identifiers, all of which it must have: system and value.
    pub identifiers: Vec<(String, String)>,
}

/// What has become of two records, or would become.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The Patient that the answer shows: the target of a merge, the source of an undoing.
    pub patient: String,
    /// Rows that have changed, or would change, the record they lie in, by type.
    pub moved: BTreeMap<&'static str, u64>,
    /// Statements about who may act for the source, which stay behind without effect.
    pub behind: Vec<RecordId>,
    /// Rows that have come since the merge and stay in the target: a human says whose they are.
    pub since: Vec<RecordId>,
    /// Whether both are registered as dead.
    pub is_dead: bool,
    /// Whether the address is protected.
    pub is_protected: bool,
    /// Whether there can be more: what others have sent is told only to whom it is shown.
    pub is_narrow: bool,
}

impl Merged {
    /// As far as the system sees either record: one that sees only what it has sent is not told what others have.
    fn told(self, source: &Side, target: &Side) -> Self {
        if source.sees_all && target.sees_all {
            return self;
        }
        Self { moved: BTreeMap::new(), behind: Vec::new(), since: Vec::new(), is_narrow: true, ..self }
    }
}

/// One of the two, read for the decision.
struct Side {
    entry: Entry,
    is_visible: bool,
    /// Whether the system sees what others have sent.
    sees_all: bool,
    numbers: Vec<(String, String)>,
}

impl Side {
    fn joined(&self, is_joined: bool) -> Joined<'_> {
        let is_dead = facts(&self.entry.body).0;
        let (key, is_visible) = (self.entry.id.patient, self.is_visible);
        Joined { key, is_visible, is_dead, is_joined, numbers: &self.numbers }
    }
}

/// What is done with two records.
#[derive(Clone, Copy)]
enum Change {
    Merge,
    Unmerge,
}

/// Whether a Patient is registered as dead, and whether the address is protected.
fn facts(body: &str) -> (bool, bool) {
    let facts = person_facts(body, helsami_domain::ids::PatientKey::SHARED, Timestamp::UNIX_EPOCH);
    facts.map_or((false, true), |facts| (facts.subject.is_dead, facts.subject.is_protected))
}

impl Exchange {
    /// Makes the source a part of the target; with `is_preview` it only tells what would become of them.
    ///
    /// # Errors
    /// [`Fault::Unmerged`], [`Fault::Unclear`]; otherwise what the store says. Then nothing is changed.
    pub async fn merge(
        &self,
        caller: &Caller,
        named: (&NamedPatient, &NamedPatient, bool),
        now: Timestamp,
    ) -> Result<Merged, Fault> {
        self.change_both(caller, named, (Change::Merge, now)).await
    }

    /// Parts what was made one; with `is_preview` it only tells what would become of them.
    ///
    /// # Errors
    /// As [`Self::merge`].
    pub async fn unmerge(
        &self,
        caller: &Caller,
        named: (&NamedPatient, &NamedPatient, bool),
        now: Timestamp,
    ) -> Result<Merged, Fault> {
        self.change_both(caller, named, (Change::Unmerge, now)).await
    }

    /// Plans the change of both from what stands, and makes it, or tells of it; again where somebody was faster.
    async fn change_both(
        &self,
        caller: &Caller,
        (source, target, is_preview): (&NamedPatient, &NamedPatient, bool),
        (change, now): (Change, Timestamp),
    ) -> Result<Merged, Fault> {
        self.may_merge(caller)?;
        for _ in 0..TRIES {
            let (one, other) = self.sides(caller, (source, target), now).await?;
            let (plan, shown) = match change {
                Change::Merge => (self.plan_merge(caller, (&one, &other), now).await?, other.entry.id),
                Change::Unmerge => (self.plan_unmerge(caller, (&one, &other), now).await?, one.entry.id),
            };
            let merged = plan.merged.told(&one, &other);
            if is_preview {
                self.looked_at(caller, [&one, &other], now).await?;
                return Ok(merged);
            }
            let patients = (
                NewPatient { json: &plan.texts.0, expected: one.entry.version },
                NewPatient { json: &plan.texts.1, expected: other.entry.version },
            );
            let store = &self.app.store;
            let done = match plan.statements {
                Statements::Source(all) => store.merge(&plan.both, patients, all, now).await,
                Statements::Joined(all) => store.unmerge(&plan.both, patients, all, now).await,
            };
            match done {
                Ok(()) => return self.shown(caller, (shown, merged)).await,
                Err(error) => is_late(error)?,
            }
        }
        Err(Error::Busy.into())
    }

    /// Whoever is not registered for it is told so before anything is read or looked for.
    ///
    /// # Errors
    /// [`Fault::Unmerged`].
    pub fn may_merge(&self, caller: &Caller) -> Result<(), Fault> {
        if caller.scopes.merge() { Ok(()) } else { Err(Fault::Unmerged(Unmerged::NotYours)) }
    }

    fn decided(
        &self,
        caller: &Caller,
        (source, target): (&Side, &Side),
        rule: impl Fn(access::Actor, &access::Scopes, (&Joined<'_>, &Joined<'_>)) -> Result<Both, Unmerged>,
    ) -> Result<Both, Fault> {
        let is_joined = |side: &Side| self.app.store.is_joined(side.entry.id.patient);
        let both = (&source.joined(is_joined(source)), &target.joined(is_joined(target)));
        rule(caller.actor, &caller.scopes, both).map_err(Fault::Unmerged)
    }

    async fn sides(
        &self,
        caller: &Caller,
        (source, target): (&NamedPatient, &NamedPatient),
        now: Timestamp,
    ) -> Result<(Side, Side), Fault> {
        let one = self.side(caller, ("source-patient", source), now).await?;
        let one = one.ok_or(Fault::Unmerged(Unmerged::SourceUnknown))?;
        let other = self.side(caller, ("target-patient", target), now).await?;
        Ok((one, other.ok_or(Fault::Unmerged(Unmerged::TargetUnknown))?))
    }

    /// A Patient as it was named. A try at one that the system does not see is in that person's log.
    async fn side(
        &self,
        caller: &Caller,
        (parameter, named): (&str, &NamedPatient),
        now: Timestamp,
    ) -> Result<Option<Side>, Fault> {
        let entry = match &named.id {
            Some(id) => self.peek(caller, (ResourceType::Patient, id)).await?.1,
            None => self.identified(caller, (parameter, named)).await?,
        };
        let Some(entry) = entry else { return Ok(None) };
        let is_own = entry.source == Some(caller.client());
        let is_visible = match self.admit(caller, (entry.id, Act::Read), (now, is_own)).await {
            Ok(grant) => grant.sees(&entry.item()) == access::lens::Sight::Shown,
            Err(Fault::Scope) => false,
            Err(fault) => return Err(fault),
        };
        if !is_visible {
            let weigh = access::weigh(entry.id.patient)?;
            self.app.store.refused(&weigh, caller.actor, (Matter::Exchange, now)).await?;
            return Ok(None);
        }
        let has = |(system, value): &(String, String)| texts::has_number(&entry.body, (system, value));
        if !named.identifiers.iter().all(has) {
            return Err(Fault::Unclear(format!("{parameter}-identifier is not one of that Patient")));
        }
        let numbers = texts::numbers(&entry.body, now);
        let sees_all = match self.admit(caller, (entry.id, Act::Read), (now, false)).await {
            Ok(grant) => grant.lens().own_only().is_none(),
            Err(_) => false,
        };
        Ok(Some(Side { entry, is_visible, sees_all, numbers }))
    }

    async fn identified(
        &self,
        caller: &Caller,
        (parameter, named): (&str, &NamedPatient),
    ) -> Result<Option<Entry>, Fault> {
        let Some((system, value)) = named.identifiers.first() else {
            return Err(Fault::Unclear(format!(
                "{parameter} is missing: name it by reference or identifier"
            )));
        };
        let grant = access::find_as_client(caller.actor)?;
        let mut query = String::from("identifier=");
        helsami_fhir::search::pairs::encode(&format!("{system}|{value}"), &mut query);
        let row = self.app.store.identifier_find(&grant, ("", &query), ResourceType::Patient).await?;
        match row {
            Some(row) => self.stored(caller, row).await,
            None => Ok(None),
        }
    }

    fn patient_name(&self, entry: &Entry) -> String {
        format!("Patient/{}", self.show(entry.id))
    }

    /// What stands now of the Patient that the answer shows. The system has just written it.
    async fn shown(&self, caller: &Caller, (row, merged): (RecordId, Merged)) -> Result<Merged, Fault> {
        let entry = self.stored(caller, row).await?;
        let patient = entry.map_or_else(|| merged.patient.clone(), |entry| entry.body.to_string());
        Ok(Merged { patient, ..merged })
    }

    /// Whoever is told what would become of two persons has looked at both.
    async fn looked_at(&self, caller: &Caller, sides: [&Side; 2], now: Timestamp) -> Result<(), Fault> {
        let mut looks = Vec::with_capacity(2);
        for side in sides {
            let is_own = side.entry.source == Some(caller.client());
            let grant = self.admit(caller, (side.entry.id, Act::Read), (now, is_own)).await?;
            looks.push((grant, helsami_store::Look::new(Matter::Exchange, now).one(side.entry.id)));
        }
        Ok(self.app.store.looked_into(&looks).await?)
    }
}

/// Nothing for what a new try can decide; the fault for everything else.
fn is_late(error: WriteError) -> Result<(), Fault> {
    match error {
        WriteError::Store(
            Error::Version { .. } | Error::Taken | Error::Merge(MergeFault::Joined | MergeFault::NotJoined),
        ) => Ok(()),
        error => Err(error.into()),
    }
}
