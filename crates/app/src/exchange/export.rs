//! Taking out in bulk (`$export`): a job that goes through the records in the background and leaves files, sealed, for the system
//! that has asked, until they expire. A job ends: it goes on after a restart, or is told as failed.
//!
//! Of each person whose rows are in the files there is a line in their log before a file is offered.

mod deleted;
mod note;
mod run;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bulk::members;
use helsami_fhir::capability::kept;
use helsami_store::VaultReader;
use jiff::Timestamp;
use tokio::sync::Semaphore;

use self::note::{Note, State};
use super::read::{in_scope, may_be_shown};
use super::search::not_of_the_log;
use super::{Caller, Exchange, Fault};

pub use self::note::ExportFile;
pub use self::run::Work;

/// Jobs that are worked on at once, of all systems: the others wait.
const AT_ONCE: usize = 2;

/// Whose records are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's, and what is about nobody.
    All,
    /// Everybody's.
    Patients,
    /// The members of a Group, by its id.
    Group(String),
}

/// What a system asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whose records.
    pub whose: Whose,
    /// Only these types; all that the scopes allow for none.
    pub kinds: Vec<ResourceType>,
    /// Only what was stored since.
    pub since: Option<Timestamp>,
    /// The address that was asked.
    pub request: String,
}

/// How far a job has come.
#[derive(Clone, Debug)]
pub enum Progress {
    /// It is under way.
    Under(String),
    /// Its files are there.
    Done(Manifest),
    /// It was given up.
    Failed,
}

/// What there is to fetch.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The state of the record that the files show.
    pub at: Timestamp,
    /// The address that was asked.
    pub request: String,
    /// The files, by their numbers.
    pub files: Vec<ExportFile>,
    /// When they are removed.
    pub expires: Timestamp,
}

/// What goes on beside the requests.
#[derive(Debug)]
pub(super) struct Exports {
    places: Semaphore,
    beginning: Mutex<()>,
    progress: Mutex<HashMap<String, String>>,
}

impl Default for Exports {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE), beginning: Mutex::default(), progress: Mutex::default() }
    }
}

impl Exports {
    fn tell(&self, job: &str, progress: Option<String>) {
        let mut all = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        match progress {
            Some(progress) => drop(all.insert(job.to_owned(), progress)),
            None => drop(all.remove(job)),
        }
    }

    fn told(&self, job: &str) -> Option<String> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).get(job).cloned()
    }
}

impl Exchange {
    /// Begins a job, on disk before this returns, and gives back its name and its work, which the caller lets run.
    ///
    /// # Errors
    /// [`Fault::Scope`] beyond the scopes, [`Fault::TooManyExports`]; as [`Self::read`] for a Group.
    pub async fn export(
        &self,
        caller: &Caller,
        wish: Wish,
        (now, clock): (Timestamp, fn() -> Timestamp),
    ) -> Result<(String, Work), Fault> {
        for kind in &wish.kinds {
            not_of_the_log(
                *kind,
                "the access log is not taken out in bulk: search it for one person at a time",
            )?;
            in_scope(caller, *kind, Act::Read)?;
        }
        let is_wanted = |kind: &ResourceType| wish.kinds.is_empty() || wish.kinds.contains(kind);
        let kinds: Vec<ResourceType> =
            kept().filter(|kind| may_be_shown(caller, *kind, Act::Read)).filter(is_wanted).collect();
        if kinds.is_empty() {
            return Err(Fault::Scope);
        }
        let only = match &wish.whose {
            Whose::Group(id) => Some(self.members(caller, id, now).await?),
            Whose::All | Whose::Patients => None,
        };
        let note = Note::begun(caller, (&wish, &kinds, only), now);
        let claim = {
            // One after the other: two at once would both be within the number.
            let _turn = self.exports.beginning.lock().unwrap_or_else(PoisonError::into_inner);
            self.check_number(caller)?;
            self.app.store.vault().make(&note.written())?
        };
        let job = claim.job().to_owned();
        Ok((job, self.go(claim, note, clock)))
    }

    /// The persons that a Group names, as far as there are such.
    async fn members(&self, caller: &Caller, id: &str, now: Timestamp) -> Result<Vec<i64>, Fault> {
        let group = self.read(caller, (ResourceType::Group, id), now).await?;
        let key = |id: &str| self.app.store.ids().read(id, ResourceType::Patient);
        let mut keys: Vec<i64> =
            members(&group.body).iter().filter_map(|id| key(id)).map(|row| row.patient.get()).collect();
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// A system has no more jobs than it may, those included whose files it has not given up.
    fn check_number(&self, caller: &Caller) -> Result<(), Fault> {
        let vault = self.app.store.vault();
        let mut own = 0;
        for job in vault.jobs()? {
            let note = self.noted(&job)?;
            own += usize::from(note.is_some_and(|note| note.client == caller.id()));
        }
        let most = self.terms.exports;
        if own >= most { Err(Fault::TooManyExports(most)) } else { Ok(()) }
    }

    /// How far a job has come.
    ///
    /// # Errors
    /// [`Fault::NoExport`] for one that is not there, has expired or is another system's.
    pub fn export_progress(&self, caller: &Caller, job: &str, now: Timestamp) -> Result<Progress, Fault> {
        let note = self.export_note(caller, job, now)?;
        let told = || self.exports.told(job).unwrap_or_else(|| "waiting".to_owned());
        Ok(match note.state {
            State::Begun { .. } => Progress::Under(told()),
            State::Failed { .. } => Progress::Failed,
            State::Done { files, expires_us } => Progress::Done(Manifest {
                at: note::time(note.at_us),
                request: note.request,
                files,
                expires: note::time(expires_us),
            }),
        })
    }

    /// Gives a job up, with its files.
    ///
    /// # Errors
    /// As [`Self::export_progress`].
    pub fn export_cancel(&self, caller: &Caller, job: &str, now: Timestamp) -> Result<(), Fault> {
        self.export_note(caller, job, now)?;
        Ok(self.app.store.vault().cancel(job)?)
    }

    /// One file of a job, to be read piece by piece.
    ///
    /// # Errors
    /// As [`Self::export_progress`]; [`Fault::Scope`] where the system may no longer read the type.
    pub fn export_file(
        &self,
        caller: &Caller,
        (job, number): (&str, u32),
        now: Timestamp,
    ) -> Result<VaultReader, Fault> {
        let note = self.export_note(caller, job, now)?;
        let State::Done { files, .. } = note.state else { return Err(Fault::NoExport) };
        // What the region's files hold is for whoever may read it still.
        if note.of_region && !caller.registered.reads_region {
            return Err(Fault::NoExport);
        }
        let place = usize::try_from(number).ok();
        let file = place.and_then(|place| files.get(place)).ok_or(Fault::NoExport)?;
        if let Some(kind) = ResourceType::from_name(&file.kind)
            && kind != ResourceType::OperationOutcome
        {
            in_scope(caller, kind, Act::Read)?;
        }
        self.app.store.vault().reader(job, number)?.ok_or(Fault::NoExport)
    }

    /// What is noted of a job; nothing of one that is not there, or of which the note cannot be read.
    fn noted(&self, job: &str) -> Result<Option<Note>, Fault> {
        Ok(self.app.store.vault().noted(job)?.and_then(|note| Note::read(&note)))
    }

    fn export_note(&self, caller: &Caller, job: &str, now: Timestamp) -> Result<Note, Fault> {
        let note = self.noted(job)?.ok_or(Fault::NoExport)?;
        if note.client != caller.id() || note.has_expired(now) {
            return Err(Fault::NoExport);
        }
        Ok(note)
    }

    /// What a restart has stopped, to be gone on with.
    ///
    /// # Errors
    /// What the file system says.
    pub fn exports_resume(&self, clock: fn() -> Timestamp) -> Result<Vec<Work>, Fault> {
        let vault = self.app.store.vault();
        let mut all = Vec::new();
        for job in vault.jobs()? {
            let note = self.noted(&job)?;
            if let Some(note) = note.filter(|note| matches!(note.state, State::Begun { .. }))
                && let Some(claim) = vault.claim(&job)?
            {
                all.push(self.go(claim, note, clock));
            }
        }
        Ok(all)
    }

    /// Removes what has expired or was given up.
    ///
    /// # Errors
    /// What the file system says.
    pub fn exports_sweep(&self, now: Timestamp) -> Result<usize, Fault> {
        let vault = self.app.store.vault();
        let mut removed = 0;
        for job in vault.jobs()? {
            let note = self.noted(&job)?;
            let is_over = note.is_none_or(|note| note.has_expired(now));
            if is_over && let Some(claim) = vault.claim(&job)? {
                claim.remove()?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
