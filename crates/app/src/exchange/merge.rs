//! Two records of one person are made one, and parted again, for a system that is registered for it by name.

use std::collections::BTreeMap;

use helsami_domain::access::merge::{self as rules, Bearing, Both, Joined, Unmerged};
use helsami_domain::access::{self, Act};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::relation::Purpose;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::consent::{access_consent, is_opening};
use helsami_fhir::merge as texts;
use helsami_fhir::person::{person_facts, related_facts, relation};
use helsami_store::write::WriteError;
use helsami_store::{Entry, Error, MergeFault, MergeLine, NewPatient};
use jiff::Timestamp;

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
        (source, target, is_preview): (&NamedPatient, &NamedPatient, bool),
        now: Timestamp,
    ) -> Result<Merged, Fault> {
        self.may_merge(caller)?;
        for _ in 0..TRIES {
            let (one, other) = self.sides(caller, (source, target), now).await?;
            let both = self.decided(caller, (&one, &other), rules::merge)?;
            let statements = self.statements(&one.entry, now).await?;
            let names = (self.patient_name(&one.entry), self.patient_name(&other.entry));
            let unreadable = || Fault::Unclear("a Patient cannot be read".to_owned());
            let old = texts::replaced(&one.entry.body, &names.1).ok_or_else(unreadable)?;
            let new =
                texts::replacing(&other.entry.body, (&one.entry.body, &names.0)).ok_or_else(unreadable)?;
            let behind: Vec<RecordId> =
                statements.iter().filter(|(.., goes)| !goes).map(|(row, ..)| *row).collect();
            let merged = self.outlook((&one, &new), behind).await?.told(&one, &other);
            if is_preview {
                self.looked_at(caller, [&one, &other], now).await?;
                return Ok(merged);
            }
            let patients = (
                NewPatient { json: &old, expected: one.entry.version },
                NewPatient { json: &new, expected: other.entry.version },
            );
            match self.app.store.merge(&both, patients, statements, now).await {
                Ok(()) => return self.shown(caller, (other.entry.id, merged)).await,
                Err(error) => is_late(error)?,
            }
        }
        Err(Error::Busy.into())
    }

    /// Parts what was made one; with `is_preview` it only tells what would become of them.
    ///
    /// # Errors
    /// As [`Self::merge`].
    pub async fn unmerge(
        &self,
        caller: &Caller,
        (source, target, is_preview): (&NamedPatient, &NamedPatient, bool),
        now: Timestamp,
    ) -> Result<Merged, Fault> {
        self.may_merge(caller)?;
        for _ in 0..TRIES {
            let (one, other) = self.sides(caller, (source, target), now).await?;
            let both = self.decided(caller, (&one, &other), rules::unmerge)?;
            let line = self.app.store.merge_of(&access::weigh(one.entry.id.patient)?).await?;
            let line = line.filter(|line| line.target == other.entry.id.patient);
            let line = line.ok_or(Fault::Unmerged(Unmerged::NotJoined))?;
            let old = self.before((&one.entry, line.versions.0), &self.patient_name(&other.entry)).await?;
            let new = self.before((&other.entry, line.versions.1), &self.patient_name(&one.entry)).await?;
            let since = self.app.store.written_since(&line).await?;
            if self.has_closed(&other.entry, &since, now).await? {
                return Err(Fault::Unmerged(Unmerged::ClosedSince));
            }
            let merged = self.outlook_back((&line, since), (&one, &old)).await?.told(&one, &other);
            if is_preview {
                self.looked_at(caller, [&one, &other], now).await?;
                return Ok(merged);
            }
            let patients = (
                NewPatient { json: &old, expected: one.entry.version },
                NewPatient { json: &new, expected: other.entry.version },
            );
            match self.app.store.unmerge(&both, patients, now).await {
                Ok(()) => return self.shown(caller, (one.entry.id, merged)).await,
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

    /// The statements about who may act for a person, each with its version and whether it goes along.
    async fn statements(&self, source: &Entry, now: Timestamp) -> Result<Vec<(RecordId, u32, bool)>, Fault> {
        let shelf = self.app.store.facts(&access::weigh(source.id.patient)?).await?;
        let of = |entry: &Entry, bearing: Bearing| (entry.id, entry.version, bearing.goes_along());
        let related = shelf.range(1).iter().map(|entry| of(entry, bearing_of_related(entry, now)));
        let consents = shelf.range(2).iter().map(|entry| of(entry, self.bearing_of_consent(entry)));
        Ok(related.chain(consents).collect())
    }

    fn bearing_of_consent(&self, entry: &Entry) -> Bearing {
        let resolve = |id: &str, kind| self.app.resolve(id, kind);
        match access_consent(entry.id, &entry.body, &resolve) {
            Some(one) if one.matter.closes() => Bearing::Closes,
            Some(_) => Bearing::Opens,
            None if is_opening(&entry.body) => Bearing::Opens,
            None => Bearing::Neither,
        }
    }

    /// Whether something that has come since a merge closes the joined record. Nobody can say of which of the two it is, so that
    /// parting them would open one.
    async fn has_closed(&self, target: &Entry, since: &[RecordId], now: Timestamp) -> Result<bool, Fault> {
        let shelf = self.app.store.facts(&access::weigh(target.id.patient)?).await?;
        let resolve = |id: &str, kind| self.app.resolve(id, kind);
        let is_in_force = |entry: &Entry| {
            access_consent(entry.id, &entry.body, &resolve)
                .is_some_and(|one| one.matter.closes() && one.is_active())
        };
        let related = shelf.range(1).iter().filter(|one| bearing_of_related(one, now) == Bearing::Closes);
        let mut closing = related.chain(shelf.range(2).iter().filter(|one| is_in_force(one)));
        Ok(closing.any(|entry| since.contains(&entry.id)))
    }

    /// A Patient as it is without the merge: word for word as it was, where nobody has changed it since.
    async fn before(&self, (entry, version): (&Entry, u32), other: &str) -> Result<String, Fault> {
        let versions = self.app.store.history(&access::weigh(entry.id.patient)?, entry.id).await?;
        let before = versions.iter().find(|one| one.version == version).and_then(|one| one.body.as_deref());
        let before = before.ok_or(Error::Damaged("the version of a Patient before a merge"))?;
        if entry.version == version + 1 {
            return Ok(before.to_owned());
        }
        texts::parted(&entry.body, (before, other))
            .ok_or_else(|| Fault::Unclear("a Patient cannot be read".to_owned()))
    }

    async fn outlook(
        &self,
        (source, patient): (&Side, &str),
        behind: Vec<RecordId>,
    ) -> Result<Merged, Fault> {
        let rows = self.app.store.rows_by_type(&access::weigh(source.entry.id.patient)?).await?;
        let mut moved: BTreeMap<&str, u64> = rows.iter().map(|(kind, count)| (kind.name(), *count)).collect();
        for row in &behind {
            if let Some(count) = moved.get_mut(row.kind.name()) {
                *count = count.saturating_sub(1);
            }
        }
        moved.retain(|_, count| *count > 0);
        let (is_dead, is_protected) = facts(patient);
        Ok(Merged {
            patient: patient.to_owned(),
            moved,
            behind,
            since: Vec::new(),
            is_dead,
            is_protected,
            is_narrow: false,
        })
    }

    async fn outlook_back(
        &self,
        (line, since): (&MergeLine, Vec<RecordId>),
        (source, patient): (&Side, &str),
    ) -> Result<Merged, Fault> {
        let mut merged = self.outlook((source, patient), Vec::new()).await?;
        let rows = self.app.store.rows_of_merge(line).await?;
        merged.moved = rows.iter().map(|(kind, count)| (kind.name(), *count)).collect();
        Ok(Merged { since, ..merged })
    }

    /// What stands now of the Patient that the answer shows. The system has just written it.
    async fn shown(&self, caller: &Caller, (row, merged): (RecordId, Merged)) -> Result<Merged, Fault> {
        let entry = self.stored(caller, row).await?;
        let patient = entry.map_or_else(|| merged.patient.clone(), |entry| entry.body.into());
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

/// Somebody who must never be contacted stays so in the joined record. Everybody else is asked for anew: who is a parent, who
/// may be told.
fn bearing_of_related(entry: &Entry, now: Timestamp) -> Bearing {
    let is_parent = related_facts(&entry.body, now).is_none_or(|facts| facts.is_parent);
    let near = relation(&entry.body, When::Moment(entry.updated), now, &|_, _| None);
    let is_never = near.is_some_and(|near| near.purposes.has(Purpose::Never));
    if is_never && !is_parent { Bearing::Closes } else { Bearing::Opens }
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
