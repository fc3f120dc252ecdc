//! A Bundle that asks for many things at once: all or nothing (`transaction`), or each by itself (`batch`).

mod ask;
mod patches;

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::pairs::pairs;
use helsami_fhir::search::query::Handling;
use helsami_store::Entry;
use helsami_store::write::{Incoming, Misplaced, Outcome, WriteError, Written};
use jiff::Timestamp;

use super::search::{Found, History, HistoryOf, Wanted, is_searched};
use super::{Caller, Exchange, Fault};

pub use self::ask::{Ask, Asks, asks, bare, version_of};

/// How often a batch is tried again without the entry that was refused, before each is tried alone.
const ROUNDS: usize = 20;

/// What became of one entry.
#[derive(Debug)]
pub enum Answered {
    /// It was written.
    Written(Written),
    /// There was nothing to do.
    Nothing,
    /// It was read.
    Read(Entry),
    /// A version was read that is not the present one.
    Past(super::Version, ResourceType),
    /// It was searched for, in whose record if in one.
    Found(Box<Found>, Option<String>),
    /// Its history was told, at which address and by which query.
    Told(Box<History>, String, String),
    /// It was not done.
    Not(Fault),
}

/// Why a Bundle was not done, and which entry stands in the way, from 0.
#[derive(Debug)]
pub struct EntryFault {
    /// Which.
    pub entry: Option<usize>,
    /// Why.
    pub fault: Fault,
}

impl From<Fault> for EntryFault {
    fn from(fault: Fault) -> Self {
        Self { entry: None, fault }
    }
}

impl Exchange {
    /// Does everything that a transaction asks, or nothing: first what is written, in one write; then what is read.
    ///
    /// # Errors
    /// [`EntryFault`]; then nothing is stored.
    pub async fn transaction(
        &self,
        caller: &Caller,
        asks: Asks<'_>,
        now: Timestamp,
    ) -> Result<Vec<Answered>, EntryFault> {
        self.check_size(asks.len())?;
        let mut answers: Vec<Option<Answered>> = Vec::with_capacity(asks.len());
        let (mut writes, mut patches, mut reads) = (Vec::new(), Vec::new(), Vec::new());
        for (entry, ask) in asks.into_iter().enumerate() {
            let at_entry = |fault| EntryFault { entry: Some(entry), fault };
            answers.push(None);
            match ask.map_err(at_entry)? {
                Ask::Write(incoming) => writes.push((entry, incoming)),
                Ask::Patch(patch) => patches.push((entry, patch)),
                read @ (Ask::Read(..) | Ask::Search(..) | Ask::History(..)) => reads.push((entry, read)),
                Ask::DeleteBy(kind, query) => {
                    match self.find(caller, (kind, &query), now).await.map_err(at_entry)? {
                        Some(way) => {
                            writes.push((entry, Incoming { way, ..Incoming::create("") }));
                        }
                        None => answers[entry] = Some(Answered::Nothing),
                    }
                }
            }
        }
        for (entry, written) in self.whole_patched(caller, (writes, &patches), now).await? {
            answers[entry] = Some(written.map_or(Answered::Nothing, Answered::Written));
        }
        for (entry, asked) in reads {
            answers[entry] = Some(self.read_asked(caller, asked, now).await);
        }
        Ok(answers.into_iter().map(|answer| answer.unwrap_or(Answered::Nothing)).collect())
    }

    /// Writes all, with nothing to do for deletions of what is not there.
    async fn whole(
        &self,
        caller: &Caller,
        mut writes: Vec<(usize, Incoming<'_>)>,
        now: Timestamp,
    ) -> Result<Vec<(usize, Option<Written>)>, EntryFault> {
        let mut done = Vec::with_capacity(writes.len());
        while !writes.is_empty() {
            let entries = writes.iter().map(|(_, incoming)| incoming.clone()).collect();
            match self.deliver(caller, entries, now).await {
                Ok(written) => {
                    done.extend(writes.iter().zip(written).map(|((entry, _), one)| (*entry, Some(one))));
                    break;
                }
                Err(Fault::Write(WriteError::Misplaced { entry, reason: Misplaced::Absent(_) })) => {
                    done.push((writes.remove(entry).0, None));
                }
                Err(fault) => {
                    let place = place(&fault).and_then(|place| writes.get(place));
                    return Err(EntryFault { entry: place.map(|(entry, _)| *entry), fault });
                }
            }
        }
        Ok(done)
    }

    /// Does each thing that a batch asks by itself. What is written together is one group for the disk.
    ///
    /// # Errors
    /// [`EntryFault`] for a batch that is too long; what becomes of an entry is its own answer.
    pub async fn batch(
        &self,
        caller: &Caller,
        asks: Asks<'_>,
        now: Timestamp,
    ) -> Result<Vec<Answered>, EntryFault> {
        self.check_size(asks.len())?;
        let mut answers: Vec<Option<Answered>> = (0..asks.len()).map(|_| None).collect();
        let (mut writes, mut others) = (Vec::new(), Vec::new());
        for (entry, ask) in asks.into_iter().enumerate() {
            match ask {
                // What a search decides is done one by one: it may find what stands before it.
                Ok(Ask::Write(incoming)) if !is_searched(&incoming) => writes.push((entry, incoming)),
                Ok(other) => others.push((entry, other)),
                Err(fault) => answers[entry] = Some(Answered::Not(fault)),
            }
        }
        for (entry, answer) in self.each(caller, writes, now).await {
            answers[entry] = Some(answer);
        }
        others.sort_by_key(|(_, ask)| ask.rank());
        for (entry, ask) in others {
            answers[entry] = Some(match ask {
                Ask::DeleteBy(kind, query) => answered(self.delete_by(caller, (kind, &query), now).await),
                Ask::Write(one) => {
                    answered(self.deliver(caller, vec![one], now).await.map(|all| all.first().copied()))
                }
                Ask::Patch(patch) => answered(self.patch_alone(caller, (entry, patch), now).await),
                other => self.read_asked(caller, other, now).await,
            });
        }
        Ok(answers.into_iter().map(|answer| answer.unwrap_or(Answered::Nothing)).collect())
    }

    /// Writes what can be written, and says why of the rest.
    async fn each(
        &self,
        caller: &Caller,
        mut writes: Vec<(usize, Incoming<'_>)>,
        now: Timestamp,
    ) -> Vec<(usize, Answered)> {
        let mut done = Vec::with_capacity(writes.len());
        for _ in 0..ROUNDS {
            if writes.is_empty() {
                return done;
            }
            let entries = writes.iter().map(|(_, incoming)| incoming.clone()).collect();
            match self.deliver(caller, entries, now).await {
                Ok(written) => {
                    let all = writes.iter().zip(written);
                    done.extend(all.map(|((entry, _), one)| (*entry, Answered::Written(one))));
                    return done;
                }
                // Versions and scopes do not say which entry they are about.
                Err(fault) => match place(&fault) {
                    Some(place) if !is_twice(&fault) => {
                        let (entry, _) = writes.remove(place);
                        done.push((entry, answered(absent_is_nothing(fault))));
                    }
                    _ => break,
                },
            }
        }
        for (entry, incoming) in writes {
            let result = match self.deliver(caller, vec![incoming], now).await {
                Ok(written) => Ok(written.first().copied()),
                Err(fault) => absent_is_nothing(fault),
            };
            done.push((entry, answered(result)));
        }
        done
    }

    async fn read_asked(&self, caller: &Caller, ask: Ask<'_>, now: Timestamp) -> Answered {
        let result = match ask {
            Ask::Read(kind, id, None) => self.read(caller, (kind, &id), now).await.map(Answered::Read),
            Ask::Read(kind, id, Some(version)) => {
                let found = self.history(caller, (kind, &id), now).await;
                found.and_then(|(_, versions)| {
                    let one = versions.into_iter().find(|one| one.version == version);
                    one.map(|one| Answered::Past(one, kind)).ok_or(Fault::Unknown(kind))
                })
            }
            Ask::Search(kind, within, query) => self.search_asked(caller, (kind, within, &query), now).await,
            Ask::History(path, query) => self.history_asked(caller, (path, query), now).await,
            Ask::Write(_) | Ask::Patch(_) | Ask::DeleteBy(..) => Ok(Answered::Nothing),
        };
        result.unwrap_or_else(Answered::Not)
    }

    async fn history_asked(
        &self,
        caller: &Caller,
        (path, query): (String, String),
        now: Timestamp,
    ) -> Result<Answered, Fault> {
        let unclear = || Fault::Unclear("the query is not written as addresses are".to_owned());
        let (of, pairs) = (HistoryOf::at(&path).ok_or_else(unclear)?, pairs(&query).ok_or_else(unclear)?);
        let found = self.histories(caller, (of, &pairs), now).await?;
        Ok(Answered::Told(Box::new(found), path, query))
    }

    async fn search_asked(
        &self,
        caller: &Caller,
        (kind, within, query): (ResourceType, Option<String>, &str),
        now: Timestamp,
    ) -> Result<Answered, Fault> {
        let unclear = || Fault::Unclear("the query is not written as addresses are".to_owned());
        let pairs = pairs(query).ok_or_else(unclear)?;
        let wanted = Wanted { kind, within: within.as_deref(), pairs: &pairs, handling: Handling::Strict };
        let found = self.search(caller, wanted, now).await?;
        Ok(Answered::Found(Box::new(found), within))
    }

    fn check_size(&self, entries: usize) -> Result<(), Fault> {
        let most = self.terms.entries_max;
        if entries > most { Err(Fault::TooMany(most)) } else { Ok(()) }
    }
}

/// Which document of a delivery stands in the way.
fn place(fault: &Fault) -> Option<usize> {
    match fault {
        Fault::Write(error) => error.entry(),
        Fault::Unfit(entry, _) => Some(*entry),
        Fault::InUse { entry } | Fault::NotChanged { entry } | Fault::Condition(entry, _) => Some(*entry),
        _ => None,
    }
}

fn is_twice(fault: &Fault) -> bool {
    matches!(fault, Fault::Write(WriteError::Misplaced { reason: Misplaced::Twice { .. }, .. }))
}

fn absent_is_nothing(fault: Fault) -> Result<Option<Written>, Fault> {
    match fault {
        Fault::Write(WriteError::Misplaced { reason: Misplaced::Absent(_), .. }) => Ok(None),
        fault => Err(fault),
    }
}

fn answered(result: Result<Option<Written>, Fault>) -> Answered {
    match result {
        Ok(Some(written)) => Answered::Written(written),
        Ok(None) => Answered::Nothing,
        Err(fault) => Answered::Not(fault),
    }
}

impl Answered {
    /// Whether it made something.
    #[must_use]
    pub const fn has_made(&self) -> bool {
        matches!(self, Self::Written(Written { outcome: Outcome::Created, .. }))
    }
}
