//! A Bundle that asks for many things at once: all or nothing (`transaction`), or each by itself (`batch`).

use std::borrow::Cow;

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bundle::{Entry as Part, Envelope, Request};
use helsami_fhir::document::is_fhir_id;
use helsami_fhir::json;
use helsami_fhir::search::pairs::pairs;
use helsami_fhir::search::query::Handling;
use helsami_store::Entry;
use helsami_store::write::{Incoming, Misplaced, Outcome, Way, WriteError, Written};
use jiff::Timestamp;

use super::search::{Found, History, HistoryOf, Wanted, is_searched};
use super::{Caller, Exchange, Fault};

/// How often a batch is tried again without the entry that was refused, before each is tried alone.
const ROUNDS: usize = 20;

/// What one entry asks.
#[derive(Clone, Debug)]
pub enum Ask<'t> {
    /// To write.
    Write(Incoming<'t>),
    /// To delete what a search finds.
    DeleteBy(ResourceType, String),
    /// To read one resource, or one version of it.
    Read(ResourceType, String, Option<u32>),
    /// To search: the type, the patient in whose record, the query.
    Search(ResourceType, Option<String>, String),
    /// To tell a history: its address, the query.
    History(String, String),
}

/// The entries of a Bundle in their order: what each asks, or why that cannot be understood.
pub type Asks<'t> = Vec<Result<Ask<'t>, Fault>>;

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

/// Reads a Bundle: whether it is all or nothing, and what its entries ask. Addresses may begin with ours.
///
/// # Errors
/// [`Fault::Unclear`] for what is no Bundle, or one of another kind.
pub fn asks<'t>(text: &'t str, base: &str) -> Result<(bool, Asks<'t>), Fault> {
    json::check(text).map_err(helsami_fhir::document::Refusal::from)?;
    let envelope: Envelope<'t> = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Fault::Unclear(format!("the Bundle is not built as FHIR says, near line {line}, column {column}"))
    })?;
    let is_whole = match envelope.kind.as_deref() {
        Some("transaction") => true,
        Some("batch") => false,
        _ => {
            return Err(Fault::Unclear("a Bundle that is sent here must be a transaction or a batch".into()));
        }
    };
    Ok((is_whole, envelope.entry.iter().map(|part| ask(part, base)).collect()))
}

fn ask<'t>(part: &Part<'t>, base: &str) -> Result<Ask<'t>, Fault> {
    let unclear = |text: &str| Fault::Unclear(text.to_owned());
    let request = part.request.as_ref().ok_or_else(|| unclear("the entry has no “request”"))?;
    let url = request.url.strip_prefix(base).unwrap_or(&request.url).trim_start_matches('/');
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    if request.method == "GET" && HistoryOf::at(path).is_some() {
        return Ok(Ask::History(path.to_owned(), query.unwrap_or_default().to_owned()));
    }
    let mut steps = path.split('/');
    let kind = steps.next().and_then(ResourceType::from_name);
    let kind = kind.ok_or_else(|| unclear("the “url” of the request does not begin with a resource type"))?;
    let rest: Vec<&str> = steps.collect();
    match (request.method.as_ref(), &rest[..], query) {
        ("GET" | "HEAD", [id], None) => Ok(Ask::Read(kind, (*id).to_owned(), None)),
        ("GET" | "HEAD", [id, "_history", version], None) => {
            let version = version.parse().map_err(|_| unclear("a version is a number"))?;
            Ok(Ask::Read(kind, (*id).to_owned(), Some(version)))
        }
        ("GET" | "HEAD", [], query) => Ok(Ask::Search(kind, None, query.unwrap_or_default().to_owned())),
        ("GET" | "HEAD", [id, inner], query) if kind == ResourceType::Patient => {
            let kind = ResourceType::from_name(inner)
                .ok_or_else(|| unclear("the “url” names no type in the record"))?;
            Ok(Ask::Search(kind, Some((*id).to_owned()), query.unwrap_or_default().to_owned()))
        }
        ("DELETE", [], Some(query)) => Ok(Ask::DeleteBy(kind, query.to_owned())),
        ("DELETE", [id], None) => {
            let way = Way::Delete { kind, id: Cow::Owned((*id).to_owned()), expected: expected(request)? };
            Ok(Ask::Write(Incoming { json: "", asked: None, full_url: None, way }))
        }
        ("POST" | "PUT", ..) => write(part, (request, kind), (&rest, query)),
        _ => Err(Fault::NotOffered(format!("{} {kind} is not offered in a Bundle", request.method))),
    }
}

fn write<'t>(
    part: &Part<'t>,
    (request, kind): (&Request<'t>, ResourceType),
    (rest, query): (&[&str], Option<&str>),
) -> Result<Ask<'t>, Fault> {
    let no_resource = || Fault::Unclear("the entry has no “resource”".to_owned());
    let json = part.resource.map(serde_json::value::RawValue::get).ok_or_else(no_resource)?;
    let way = match (request.method.as_ref(), rest, query) {
        ("POST", [], None) => {
            let unless = request.if_none_exist.as_deref();
            Way::Create { unless: unless.map(|query| Cow::Owned(bare(query).to_owned())) }
        }
        ("PUT", [id], None) if is_fhir_id(id) => {
            Way::Keep { id: Cow::Owned((*id).to_owned()), expected: expected(request)? }
        }
        ("PUT", [], Some(query)) => Way::Match(Cow::Owned(query.to_owned())),
        _ => {
            let text =
                "POST needs an address of the form Type; PUT one of the form Type/id or Type?parameter=value";
            return Err(Fault::Unclear(text.to_owned()));
        }
    };
    Ok(Ask::Write(Incoming { json, asked: Some(kind), full_url: part.full_url.clone(), way }))
}

/// A search without the type that may stand before it.
#[must_use]
pub fn bare(query: &str) -> &str {
    query.split_once('?').filter(|(before, _)| !before.contains('=')).map_or(query, |(_, query)| query)
}

fn expected(request: &Request<'_>) -> Result<Option<u32>, Fault> {
    let Some(tag) = request.if_match.as_deref() else { return Ok(None) };
    version_of(tag)
        .map(Some)
        .ok_or_else(|| Fault::Unclear("“ifMatch” must be a version such as W/\"3\"".into()))
}

/// The version in an entity tag: `W/"3"`.
#[must_use]
pub fn version_of(tag: &str) -> Option<u32> {
    tag.trim().trim_start_matches("W/").strip_prefix('"')?.strip_suffix('"')?.parse().ok()
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
        let (mut writes, mut reads) = (Vec::new(), Vec::new());
        for (entry, ask) in asks.into_iter().enumerate() {
            let at_entry = |fault| EntryFault { entry: Some(entry), fault };
            answers.push(None);
            match ask.map_err(at_entry)? {
                Ask::Write(incoming) => writes.push((entry, incoming)),
                read @ (Ask::Read(..) | Ask::Search(..) | Ask::History(..)) => reads.push((entry, read)),
                Ask::DeleteBy(kind, query) => {
                    match self.find(caller, (kind, &query), now).await.map_err(at_entry)? {
                        Some(way) => {
                            writes.push((entry, Incoming { json: "", asked: None, full_url: None, way }));
                        }
                        None => answers[entry] = Some(Answered::Nothing),
                    }
                }
            }
        }
        for (entry, written) in self.whole(caller, writes, now).await? {
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
        for (entry, ask) in others {
            answers[entry] = Some(match ask {
                Ask::DeleteBy(kind, query) => answered(self.delete_by(caller, (kind, &query), now).await),
                Ask::Write(one) => {
                    answered(self.deliver(caller, vec![one], now).await.map(|all| all.first().copied()))
                }
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
            Ask::Write(_) | Ask::DeleteBy(..) => Ok(Answered::Nothing),
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
        Fault::InUse { entry } | Fault::LogWritten { entry } | Fault::Condition(entry, _) => Some(*entry),
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
