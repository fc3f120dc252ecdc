//! From texts to deliveries: what each is, what belongs together, and what became of it.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use helsami_domain::access::{Grant, Write};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bundle::{Entry, Envelope, Request};
use helsami_fhir::document::{self, Document, Refusal};
use helsami_fhir::{compartment, json};
use helsami_store::Store;
use helsami_store::write::{Delivery, Incoming, Receipt, Way, WriteError, Written};
use jiff::Timestamp;
use tokio::runtime::Handle;

use super::pieces::{Piece, Queue, Text, Within};
use super::report::{PassedOver, Refused};
use super::{ImportError, Progress, Report};

/// How often a group of independent documents is tried again without the one that was refused, before each is tried
/// alone.
const ROUNDS: usize = 20;

/// What is said of an entry that is JSON but no entry.
const NO_ENTRY: &str =
    "this is no entry of a Bundle: an object with “resource” and perhaps “fullUrl” and “request”";

/// What the workers share.
pub(super) struct Door<'a> {
    store: &'a Store,
    grant: &'a Grant<Write>,
    runtime: &'a Handle,
    progress: &'a Arc<Progress>,
    now: Timestamp,
    report: Mutex<Report>,
    has_stopped: AtomicBool,
    stopped: Mutex<Option<helsami_store::Error>>,
}

/// Where a text is from.
#[derive(Clone, Copy)]
struct From<'a> {
    file: &'a str,
    line: Option<u64>,
    entry: Option<u64>,
}

/// One document of a group, with its place.
struct Single<'t> {
    incoming: Incoming<'t>,
    line: Option<u64>,
    entry: Option<u64>,
}

impl<'a> Door<'a> {
    pub(super) fn new(
        store: &'a Store,
        grant: &'a Grant<Write>,
        runtime: &'a Handle,
        progress: &'a Arc<Progress>,
        now: Timestamp,
    ) -> Self {
        let (report, stopped) = (Mutex::default(), Mutex::default());
        Self { store, grant, runtime, progress, now, report, has_stopped: AtomicBool::new(false), stopped }
    }

    pub(super) fn progress(&self) -> &'a Arc<Progress> {
        self.progress
    }

    fn report(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn file_begins(&self) {
        self.report().files += 1;
    }

    /// Whether the store has failed, so that nothing more can be written.
    pub(super) fn has_stopped(&self) -> bool {
        self.has_stopped.load(Ordering::Relaxed)
    }

    pub(super) fn refuse(&self, file: &str, line: Option<u64>, entry: Option<u64>, reason: String) {
        Progress::add(&self.progress.refused, 1);
        self.report().refuse(Refused { file: file.to_owned(), line, entry, reason });
    }

    /// The report, or why there is none.
    pub(super) fn finish(self) -> Result<Report, ImportError> {
        if let Some(error) = self.stopped.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error.into());
        }
        let mut report = self.report.into_inner().unwrap_or_else(PoisonError::into_inner);
        report.sort();
        Ok(report)
    }

    /// Works until the queue ends.
    pub(super) fn work(&self, queue: &Queue) {
        while let Some(piece) = queue.pop() {
            let bytes = piece.bytes();
            if !self.has_stopped() {
                self.piece(&piece);
            }
            drop(piece);
            queue.done(bytes);
        }
    }

    pub(super) fn piece(&self, piece: &Piece) {
        if let Some(within) = piece.within {
            return self.entries(piece, within);
        }
        let mut singles = Vec::new();
        for text in &piece.texts {
            let from = From { file: &piece.file, line: text.line, entry: text.entry };
            match self.text(text, from) {
                Ok(Some(single)) => singles.push(single),
                Ok(None) => {}
                // A file in a folder whose first document is JSON but no resource is somebody's notes, not a
                // mistake.
                Err(reason @ (Refusal::NoType | Refusal::Foreign(_)))
                    if !piece.is_named && text.line.is_none_or(|line| line == 1) =>
                {
                    let (file, reason) = (piece.file.to_string(), reason.to_string());
                    self.report().passed_over.push(PassedOver { file, reason });
                    return;
                }
                Err(Refusal::NoType) if self.is_passed_over(&piece.file) => return,
                Err(reason) => self.refuse(from.file, from.line, from.entry, reason.to_string()),
            }
        }
        self.group(&piece.file, Cow::Borrowed(""), singles);
    }

    /// Entries of a bundle that was too large to hold.
    fn entries(&self, piece: &Piece, within: Within) {
        let mut entries = Vec::with_capacity(piece.texts.len());
        for text in &piece.texts {
            let read = document::text_of(&text.bytes).map_err(|reason| reason.to_string()).and_then(|json| {
                let entry = serde_json::from_str::<Entry<'_>>(json);
                entry.map_err(|_| {
                    json::check(json).err().map_or_else(|| NO_ENTRY.to_owned(), |fault| fault.to_string())
                })
            });
            match read {
                Ok(entry) => entries.push((entry, text.entry)),
                Err(reason) => self.refuse(&piece.file, None, text.entry, reason),
            }
        }
        let scope = match within {
            Within::Batch => Cow::Borrowed(""),
            Within::Collection => scope(entries.iter().map(|(entry, _)| entry)),
        };
        let mut singles = Vec::with_capacity(entries.len());
        for (entry, number) in &entries {
            let taken = match within {
                Within::Batch => incoming(entry).map(Some),
                Within::Collection => held(entry),
            };
            match taken {
                Ok(incoming) => {
                    singles.extend(incoming.map(|incoming| Single { incoming, line: None, entry: *number }));
                }
                Err(reason) => self.refuse(&piece.file, None, *number, reason),
            }
        }
        self.group(&piece.file, scope, singles);
    }

    fn is_passed_over(&self, file: &str) -> bool {
        self.report().passed_over.iter().any(|one| one.file == file)
    }

    /// A single resource is handed back; a bundle is delivered.
    fn text<'t>(&self, text: &'t Text, from: From<'_>) -> Result<Option<Single<'t>>, Refusal> {
        let json = document::text_of(&text.bytes)?;
        let document = match Document::accept(json) {
            Ok(document) => document,
            // Dates of one entry do not make the others wrong.
            Err(
                Refusal::WrongKind { kind: ResourceType::Bundle, .. }
                | Refusal::ImpossibleDate { kind: ResourceType::Bundle, .. },
            ) => {
                self.bundle(json, from);
                return Ok(None);
            }
            Err(reason) => return Err(reason),
        };
        if document.kind() == ResourceType::Bundle {
            self.bundle(json, from);
            return Ok(None);
        }
        let incoming = match document.id() {
            Some(id) => Incoming::keep(json, id),
            None => Incoming::create(json),
        };
        Ok(Some(Single { incoming, line: from.line, entry: from.entry }))
    }

    fn bundle(&self, json: &str, from: From<'_>) {
        let refuse = |entry: Option<usize>, reason: String| {
            self.refuse(from.file, from.line, entry.map(|entry| entry as u64 + 1), reason);
        };
        let envelope: Envelope<'_> = match serde_json::from_str(json) {
            Ok(envelope) => envelope,
            Err(error) => {
                let told = json::check(json).err().map_or_else(
                    || {
                        format!(
                            "the Bundle is not built as FHIR says, near line {}, column {}: “type” is a word, “entry” \
                             a list of objects with “resource” and “request”",
                            error.line(),
                            error.column()
                        )
                    },
                    |fault| fault.to_string(),
                );
                return refuse(None, told);
            }
        };
        match envelope.kind.as_deref() {
            Some("transaction") => match requested(&envelope.entry) {
                Ok(entries) => self.together(json, entries, from, 0),
                Err((entry, reason)) => refuse(Some(entry), reason),
            },
            Some("batch") => {
                let mut singles = Vec::with_capacity(envelope.entry.len());
                for (at, entry) in envelope.entry.iter().enumerate() {
                    match incoming(entry) {
                        Ok(incoming) => singles.push(self.single(incoming, at, from)),
                        Err(reason) => refuse(Some(at), reason),
                    }
                }
                self.group(from.file, Cow::Borrowed(""), singles);
            }
            Some("collection" | "searchset") => {
                let mut singles = Vec::with_capacity(envelope.entry.len());
                for (at, entry) in envelope.entry.iter().enumerate() {
                    match held(entry) {
                        Ok(Some(incoming)) => singles.push(self.single(incoming, at, from)),
                        Ok(None) => {}
                        Err(reason) => refuse(Some(at), reason),
                    }
                }
                self.group(from.file, scope(envelope.entry.iter()), singles);
            }
            Some("document") => self.document(json, &envelope, from),
            Some("history") => refuse(
                None,
                "this is a history: old versions without the order they belong to here. Send the resources as they \
                 are now"
                    .to_owned(),
            ),
            Some("message") => {
                refuse(None, "this is a message; messages come through their own channel, not as files".to_owned());
            }
            Some(kind @ ("batch-response" | "transaction-response")) => {
                refuse(None, format!("this is a {kind}: the answer of a server, not content"));
            }
            Some(_) => refuse(None, "the Bundle has a type that FHIR R4 does not know".to_owned()),
            None => refuse(None, "the Bundle has no “type”".to_owned()),
        }
    }

    fn single<'t>(&self, incoming: Incoming<'t>, at: usize, from: From<'_>) -> Single<'t> {
        Single { incoming, line: from.line, entry: Some(at as u64 + 1) }
    }

    /// A document is kept whole, as it was signed, and its entries are taken beside it.
    fn document(&self, json: &str, envelope: &Envelope<'_>, from: From<'_>) {
        let whole = Document::accept(json).ok().and_then(|document| document.id().map(str::to_owned));
        let mut entries = Vec::with_capacity(envelope.entry.len() + 1);
        entries.push(match whole {
            Some(id) => Incoming::keep(json, id),
            None => Incoming::create(json),
        });
        for (at, entry) in envelope.entry.iter().enumerate() {
            match held(entry) {
                Ok(Some(incoming)) => entries.push(incoming),
                Ok(None) => {}
                Err(reason) => return self.refuse(from.file, from.line, Some(at as u64 + 1), reason),
            }
        }
        self.together(json, entries, from, 1);
    }

    /// Entries that are written all or not at all. The first `before` of them are no entries of the file.
    fn together(&self, json: &str, entries: Vec<Incoming<'_>>, from: From<'_>, before: usize) {
        let mark = Some(self.store.mark_of([json]));
        let count = entries.len();
        let delivery = Delivery { entries, scope: Cow::Borrowed(""), mark };
        match self.deliver(&delivery) {
            Ok(Receipt::Written(written)) => self.count(&delivery, &written),
            Ok(Receipt::Known) => self.count_known(&delivery, count),
            Err(WriteError::Store(error)) => self.stop(error),
            Err(error) => {
                let entry = error.entry().and_then(|entry| (entry + 1).checked_sub(before));
                let entry = entry.filter(|entry| *entry > 0).map(|entry| entry as u64);
                let reason = format!("{error}; nothing of this bundle was taken");
                self.refuse(from.file, from.line, entry, reason);
            }
        }
    }

    /// Documents that are independent: what is refused is left out, the others are written.
    fn group(&self, file: &str, scope: Cow<'_, str>, mut singles: Vec<Single<'_>>) {
        let good = |single: &Single<'_>| match &single.incoming.way {
            Way::Delete { .. } => true,
            _ => match Document::accept(single.incoming.json) {
                Ok(_) => true,
                Err(reason) => {
                    self.refuse(file, single.line, single.entry, reason.to_string());
                    false
                }
            },
        };
        singles.retain(good);
        let mut again: Vec<Single<'_>> = Vec::new();
        for round in 0.. {
            if singles.is_empty() {
                break;
            }
            if round == ROUNDS {
                let alone: Vec<Single<'_>> = std::mem::take(&mut singles);
                return self.alone(file, &scope, alone.into_iter().chain(again));
            }
            let texts: Vec<&str> = singles.iter().map(|single| single.incoming.json).collect();
            let mark = Some(self.store.mark_of(texts));
            let entries = singles.iter().map(|single| single.incoming.clone()).collect();
            let delivery = Delivery { entries, scope: scope.clone(), mark };
            match self.deliver(&delivery) {
                Ok(Receipt::Written(written)) => {
                    self.count(&delivery, &written);
                    singles = std::mem::take(&mut again);
                }
                Ok(Receipt::Known) => {
                    self.count_known(&delivery, singles.len());
                    singles = std::mem::take(&mut again);
                }
                Err(WriteError::Store(error)) => return self.stop(error),
                Err(error) => {
                    let Some(entry) = error.entry() else { return };
                    let single = singles.remove(entry);
                    if matches!(
                        &error,
                        WriteError::Misplaced { reason: helsami_store::write::Misplaced::Twice { .. }, .. }
                    ) {
                        again.push(single);
                    } else {
                        self.refuse(file, single.line, single.entry, error.to_string());
                    }
                }
            }
        }
    }

    /// One by one.
    fn alone<'t>(&self, file: &str, scope: &str, singles: impl Iterator<Item = Single<'t>>) {
        for single in singles {
            let entries = vec![single.incoming];
            let delivery = Delivery { entries, scope: Cow::Borrowed(scope), mark: None };
            match self.deliver(&delivery) {
                Ok(Receipt::Written(written)) => self.count(&delivery, &written),
                Ok(Receipt::Known) => self.count_known(&delivery, 1),
                Err(WriteError::Store(error)) => return self.stop(error),
                Err(error) => self.refuse(file, single.line, single.entry, error.to_string()),
            }
        }
    }

    fn deliver(&self, delivery: &Delivery<'_>) -> Result<Receipt, WriteError> {
        self.runtime.block_on(self.store.deliver(self.grant, delivery, self.now))
    }

    fn stop(&self, error: helsami_store::Error) {
        self.has_stopped.store(true, Ordering::Relaxed);
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn count(&self, delivery: &Delivery<'_>, written: &[Written]) {
        let mut report = self.report();
        for one in written {
            report.count(one.id.kind, one.outcome);
            report.dangling_references += u64::from(one.dangling);
            let is_personal = !compartment::paths(one.id.kind).is_empty();
            report.without_patient += u64::from(is_personal && one.id.patient.is_shared());
        }
        Progress::add(&self.progress.resources, delivery.entries.len() as u64);
    }

    /// The content has been written before: its resources are there.
    fn count_known(&self, delivery: &Delivery<'_>, count: usize) {
        let mut report = self.report();
        for incoming in &delivery.entries {
            let kind =
                Document::accept(incoming.json).map_or(ResourceType::Basic, |document| document.kind());
            report.count(kind, helsami_store::write::Outcome::Unchanged);
        }
        Progress::add(&self.progress.resources, count as u64);
    }
}

/// The entries of a transaction as their requests say, or which is wrong and why.
fn requested<'t>(entries: &[Entry<'t>]) -> Result<Vec<Incoming<'t>>, (usize, String)> {
    let numbered = entries.iter().enumerate();
    numbered.map(|(at, entry)| incoming(entry).map_err(|reason| (at, reason))).collect()
}

fn incoming<'t>(entry: &Entry<'t>) -> Result<Incoming<'t>, String> {
    let Some(request) = &entry.request else {
        return Err("the entry has no “request”, so nobody knows what to do with it".to_owned());
    };
    let json = entry.resource.map(serde_json::value::RawValue::get);
    let way = way(request)?;
    let json = match (&way, json) {
        (Way::Delete { .. }, _) => "",
        (_, Some(json)) => json,
        (_, None) => return Err("the entry has no “resource”".to_owned()),
    };
    let asked = request.url.split(['/', '?']).next().and_then(ResourceType::from_name);
    Ok(Incoming { json, asked, full_url: entry.full_url.clone(), way })
}

fn way<'t>(request: &Request<'t>) -> Result<Way<'t>, String> {
    let target = || -> Option<(ResourceType, Cow<'t, str>)> {
        let (name, id) = request.url.split_once('/')?;
        let kind = ResourceType::from_name(name)?;
        document::is_fhir_id(id).then(|| (kind, Cow::Owned(id.to_owned())))
    };
    let expected = match request.if_match.as_deref() {
        None => None,
        Some(tag) => {
            let number = tag.trim_start_matches("W/").trim_matches('"').parse();
            Some(number.map_err(|_| "“ifMatch” must be a version such as W/\"3\"".to_owned())?)
        }
    };
    match request.method.as_ref() {
        "POST" => Ok(Way::Create { unless: request.if_none_exist.clone() }),
        "PUT" => match (target(), request.url.split_once('?')) {
            (Some((_, id)), _) => Ok(Way::Keep { id, expected }),
            (None, Some((_, query))) => Ok(Way::Match(Cow::Owned(query.to_owned()))),
            _ => Err("PUT needs an address of the form Type/id or Type?identifier=system|value".to_owned()),
        },
        "DELETE" => {
            let (kind, id) = target().ok_or("DELETE needs an address of the form Type/id")?;
            Ok(Way::Delete { kind, id })
        }
        "GET" | "HEAD" => Err("this entry asks a question (GET); an import only takes content in".to_owned()),
        "PATCH" => Err("PATCH is not taken from files; send the whole resource".to_owned()),
        _ => Err("the request has a method that FHIR does not know".to_owned()),
    }
}

/// What an entry of a collection, a searchset or a document holds. Nothing for a message about the search.
fn held<'t>(entry: &Entry<'t>) -> Result<Option<Incoming<'t>>, String> {
    let Some(json) = entry.resource.map(serde_json::value::RawValue::get) else {
        return Err("the entry has no “resource”".to_owned());
    };
    let document = Document::accept(json).map_err(|reason| reason.to_string())?;
    if document.kind() == ResourceType::OperationOutcome {
        return Ok(None);
    }
    let mut incoming = match document.id() {
        Some(id) => Incoming::keep(json, id),
        None => Incoming::create(json),
    };
    incoming.full_url.clone_from(&entry.full_url);
    Ok(Some(incoming))
}

/// Whose ids the entries have: the server in their addresses.
fn scope<'e, 't: 'e>(mut entries: impl Iterator<Item = &'e Entry<'t>>) -> Cow<'static, str> {
    let base = entries.by_ref().filter_map(|entry| entry.full_url.as_deref()).find_map(|url| {
        let (rest, _) = url.rsplit_once('/')?;
        let (base, name) = rest.rsplit_once('/')?;
        (base.starts_with("http") && ResourceType::from_name(name).is_some()).then(|| base.to_owned())
    });
    base.map_or(Cow::Borrowed(""), Cow::Owned)
}
