//! The work of a job: record by record, a page of rows at a time, so that memory is the same for a town and a region.

use std::collections::{HashMap, HashSet};
use std::pin::Pin;
use std::time::Duration;

use helsami_domain::access::facts::Subject;
use helsami_domain::access::{self, Act, Bulk, ClientReader, Denied, Grant, Read, Scopes, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::choice::choice;
use helsami_fhir::outcome::{Issue, outcome};
use helsami_store::{Chosen, Claim, Entry, Error as StoreError, Look, PageStart, VaultWriter};
use jiff::{SignedDuration, Timestamp};

use super::note::{self, ExportFile, Note, State};
use crate::exchange::{Caller, Exchange, Fault, facts_for};

/// Rows that are read at a time.
pub(super) const ROWS: usize = 100;
/// Records that are asked for, and written into logs, at a time.
pub(super) const RECORDS: usize = 500;
/// How often a job is begun before it is given up.
const TRIES: u32 = 3;
/// How often a full queue of the store is waited for, and how long each time.
const WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(100);
/// A write that was under way at the time of an earlier job can have come after it: so much is given again.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);

/// Why a job stops.
pub(super) enum Stop {
    /// It is to end.
    Cancelled,
    /// Something went wrong.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Denied> for Stop {
    fn from(denied: Denied) -> Self {
        Self::Fault(denied.into())
    }
}

/// The work on a job.
pub type Work = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send>>;

/// Of what a file is: a type, and whether it tells what was deleted of it.
type Of = (ResourceType, bool);

/// A job that is being worked on.
pub(super) struct Going<'w> {
    pub(super) exchange: &'w Exchange,
    claim: &'w Claim,
    pub(super) caller: Caller,
    pub(super) chosen: Chosen,
    clock: fn() -> Timestamp,
    files: Vec<(Of, u64, VaultWriter)>,
    places: HashMap<Of, usize>,
    /// Records that nobody could decide about.
    undecided: HashSet<PatientKey>,
    records: u64,
}

impl Exchange {
    /// The work on a job, to be done in the background. It notes itself how it ends; its error is for the operator.
    pub(super) fn go(&self, claim: Claim, mut note: Note, clock: fn() -> Timestamp) -> Work {
        let exchange = self.clone();
        Box::pin(async move {
            let _place = exchange.exports.places.acquire().await;
            let job = claim.job().to_owned();
            let State::Begun { tries } = note.state else { return Ok(()) };
            note.state = State::Begun { tries: tries + 1 };
            note.of_region = exchange.caller_of(&note).is_some_and(|caller| caller.registered.reads_region);
            let done = if tries >= TRIES {
                Err(Stop::Fault(Fault::Unclear("it was begun too often".to_owned())))
            } else {
                exchange.undisturbed(&claim, &note, clock).await
            };
            exchange.exports.tell(&job, None);
            exchange.end(claim, note, (done, clock()))
        })
    }

    /// Notes how a job has ended. One that the end of the process has stopped stays begun, for the next.
    fn end(
        &self,
        claim: Claim,
        mut note: Note,
        (done, now): (Result<Vec<ExportFile>, Stop>, Timestamp),
    ) -> Result<(), Fault> {
        let expires_us = Note::expiry(now, self.terms.export_keep);
        let fault = match done {
            Ok(files) => {
                note.state = State::Done { files, expires_us };
                None
            }
            Err(Stop::Cancelled) => return Ok(claim.remove()?),
            Err(Stop::Fault(Fault::Store(StoreError::Closed))) => return Ok(()),
            Err(Stop::Fault(fault)) => {
                claim.trim(0)?;
                note.state = State::Failed { expires_us };
                Some(fault)
            }
        };
        claim.note(&note.written())?;
        // Who has given it up while it was ending is not kept waiting for its expiry.
        if claim.is_cancelled() {
            claim.remove()?;
        }
        fault.map_or(Ok(()), Err)
    }

    /// The work, begun again where persons were merged or parted meanwhile: rows that move could be taken twice, or not at all.
    async fn undisturbed(
        &self,
        claim: &Claim,
        note: &Note,
        clock: fn() -> Timestamp,
    ) -> Result<Vec<ExportFile>, Stop> {
        for _ in 0..TRIES {
            let before = self.app.store.merges_so_far();
            let files = self.work(claim, note, clock).await?;
            if self.app.store.merges_so_far() == before {
                return Ok(files);
            }
        }
        Err(Stop::Fault(Fault::Unclear("records were merged each time; ask again".to_owned())))
    }

    async fn work(
        &self,
        claim: &Claim,
        note: &Note,
        clock: fn() -> Timestamp,
    ) -> Result<Vec<ExportFile>, Stop> {
        claim.note(&note.written())?;
        claim.trim(0)?;
        let caller = self.caller_of(note).ok_or(Fault::Scope)?;
        let mut work = Going::new((self, claim), (caller, note), clock);
        if note.with_shared {
            work.shared().await?;
        }
        match &note.only {
            Some(keys) => {
                let records: Vec<PatientKey> = keys.iter().filter_map(|key| PatientKey::new(*key)).collect();
                for some in records.chunks(RECORDS) {
                    work.some(some).await?;
                }
            }
            None => work.everybody().await?,
        }
        if note.since_us.is_some() {
            work.deletions(note).await?;
        }
        work.finish()
    }

    /// The system that has begun a job, as far as it is registered now.
    fn caller_of(&self, note: &Note) -> Option<Caller> {
        let registered = self.clients.get(&note.client)?;
        let scopes = Scopes::parse(&note.scopes).ok()?.within(&registered.scopes);
        Some(Caller::new(registered, scopes, VisitNumber(note.visit)))
    }
}

impl<'w> Going<'w> {
    fn new(
        (exchange, claim): (&'w Exchange, &'w Claim),
        (caller, note): (Caller, &Note),
        clock: fn() -> Timestamp,
    ) -> Self {
        let kinds = note.kinds.iter().filter_map(|name| ResourceType::from_name(name));
        let chosen = Chosen {
            kinds: kinds.filter(|kind| caller.scopes.allow(*kind, Act::Read)).collect(),
            since: note.since_us.map(|us| note::time(us).checked_sub(OVERLAP).unwrap_or(Timestamp::MIN)),
            until: note::time(note.at_us),
        };
        Self {
            exchange,
            claim,
            caller,
            chosen,
            clock,
            files: Vec::new(),
            places: HashMap::new(),
            undecided: HashSet::new(),
            records: 0,
        }
    }

    /// What is about nobody: of each type, what its rule says.
    async fn shared(&mut self) -> Result<(), Stop> {
        for kind in self.kinds() {
            let asked = (&self.caller.scopes, kind, Act::Read);
            let grant = access::read_register(self.caller.actor, asked)?;
            let mut start = PageStart::Kind(kind);
            loop {
                let (entries, last) =
                    self.exchange.app.store.exported(&grant, (start, ROWS), &self.chosen).await?;
                for entry in entries.iter().filter(|entry| entry.id.kind == kind) {
                    self.add(entry)?;
                }
                match last.filter(|row| row.kind == kind) {
                    Some(row) => start = PageStart::After(row),
                    None => break,
                }
                self.turn().await?;
            }
        }
        Ok(())
    }

    /// The types that are wanted, in their order.
    pub(super) fn kinds(&self) -> Vec<ResourceType> {
        let mut kinds: Vec<ResourceType> = self.chosen.kinds.iter().copied().collect();
        kinds.sort_unstable_by_key(|kind| kind.number());
        kinds
    }

    async fn everybody(&mut self) -> Result<(), Stop> {
        let mut after = Some(PatientKey::SHARED);
        loop {
            let grant = access::find_as_client(self.caller.actor)?;
            let records = self.exchange.app.store.records_after(&grant, after, RECORDS).await?;
            self.some(&records).await?;
            after = records.last().copied();
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Some records, with a line in the log of each of which something was taken.
    async fn some(&mut self, records: &[PatientKey]) -> Result<(), Stop> {
        let mut looks = Vec::new();
        for patient in records.iter().filter(|patient| !patient.is_shared()) {
            if let Some((grant, now)) = self.admitted(*patient).await?
                && self.record(&grant).await? > 0
            {
                looks.push((grant, Look::new(Matter::Exchange, now)));
            }
            self.records += 1;
        }
        self.exchange.exports.tell(self.claim.job(), Some(format!("{} records", self.records)));
        self.log(&looks).await
    }

    /// What the system may take out of a record; nothing of one that nobody can decide about.
    pub(super) async fn admitted(
        &mut self,
        patient: PatientKey,
    ) -> Result<Option<(Grant<Read>, Timestamp)>, Stop> {
        self.turn().await?;
        let now = (self.clock)();
        match self.exchange.admit_in_bulk(&self.caller, patient, now).await {
            Ok(grant) => Ok(Some((grant, now))),
            Err(Fault::Store(StoreError::TooMany(_))) => {
                self.undecided.insert(patient);
                Ok(None)
            }
            Err(fault) => Err(fault.into()),
        }
    }

    async fn record(&mut self, grant: &Grant<Read>) -> Result<usize, Stop> {
        let (mut start, mut count) = (PageStart::Beginning, 0);
        loop {
            let (entries, last) =
                self.exchange.app.store.exported(grant, (start, ROWS), &self.chosen).await?;
            count += entries.len();
            for entry in &entries {
                self.add(entry)?;
            }
            match last {
                Some(row) => start = PageStart::After(row),
                None => return Ok(count),
            }
            self.turn().await?;
        }
    }

    /// Writes the lines, and waits where others fill the queue.
    pub(super) async fn log(&self, looks: &[(Grant<Read>, Look)]) -> Result<(), Stop> {
        for _ in 0..WAITS {
            match self.exchange.app.store.looked_into(looks).await {
                Err(StoreError::Busy) => tokio::time::sleep(WAIT).await,
                done => return Ok(done?),
            }
        }
        Err(StoreError::Busy.into())
    }

    /// Lets others have their turn, and stops where it is to end.
    pub(super) async fn turn(&self) -> Result<(), Stop> {
        tokio::task::yield_now().await;
        if self.claim.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    fn add(&mut self, entry: &Entry) -> Result<(), Stop> {
        self.line((entry.id.kind, false), &entry.body)
    }

    pub(super) fn line(&mut self, of: Of, text: &str) -> Result<(), Stop> {
        let place = match self.places.get(&of) {
            Some(place) => *place,
            None => {
                let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
                self.files.push((of, 0, self.claim.writer(number)?));
                self.places.insert(of, self.files.len() - 1);
                self.files.len() - 1
            }
        };
        let (_, count, writer) = &mut self.files[place];
        *count += 1;
        Ok(writer.line(text)?)
    }

    /// Puts the files on disk.
    fn finish(mut self) -> Result<Vec<ExportFile>, Stop> {
        if !self.undecided.is_empty() {
            let text = format!(
                "{} records were left out: more was registered about who has access than can be weighed",
                self.undecided.len()
            );
            let told = outcome(&[Issue::error("processing", text)]);
            self.line((ResourceType::OperationOutcome, false), &told)?;
        }
        let mut files = Vec::with_capacity(self.files.len());
        for ((kind, is_deleted), count, writer) in self.files {
            writer.finish()?;
            let is_error = kind == ResourceType::OperationOutcome && !is_deleted;
            files.push(ExportFile { kind: kind.name().to_owned(), count, is_error, is_deleted });
        }
        Ok(files)
    }
}

impl Exchange {
    /// What the system may take out of a record in bulk.
    async fn admit_in_bulk(
        &self,
        caller: &Caller,
        patient: PatientKey,
        now: Timestamp,
    ) -> Result<Grant<Read>, Fault> {
        let client = caller.reader();
        if !client.reads_region {
            let facts = facts_for(client, (Subject::unregistered(patient), &[]), now);
            return Ok(access::take_in_bulk(caller.actor, &facts)?);
        }
        let known = self.app.known(patient, now).await?;
        let choices: Vec<_> = known.choice_rows().filter_map(|entry| choice(&entry.body)).collect();
        let organization = self.organization(caller).await?;
        let client = ClientReader { organization, bulk: Bulk::of(&choices, now), ..client };
        let blocks = known.blocks();
        Ok(access::take_in_bulk(caller.actor, &facts_for(client, (known.subject(now), &blocks), now))?)
    }
}
