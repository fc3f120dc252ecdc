//! From texts to deliveries: what each is, what belongs together, and what became of it.

mod entry;
mod write;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use helsami_domain::access::{Grant, Write};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bundle::{Entry, Envelope};
use helsami_fhir::document::{self, Document, Refusal};
use helsami_fhir::json;
use helsami_store::Store;
use helsami_store::write::Incoming;
use jiff::Timestamp;
use tokio::runtime::Handle;

use self::entry::{held, incoming, requested, scope};
use super::pieces::{Piece, Queue, Text, Within};
use super::report::{PassedOver, Refused};
use super::waiting::{At, Nowhere, Waiting};
use super::{ImportError, Progress, Report};

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
    waiting: Mutex<Waiting>,
    nowhere: Mutex<Nowhere>,
    /// Patients that were refused because their id is somebody else's.
    refused_patients: Mutex<Vec<String>>,
    has_stopped: AtomicBool,
    stopped: Mutex<Option<helsami_store::Error>>,
}

/// Where a text is from.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    file: &'a Arc<str>,
    line: Option<u64>,
    entry: Option<u64>,
    may_wait: bool,
}

impl<'a> From<'a> {
    /// A whole file.
    pub(super) const fn file(file: &'a Arc<str>) -> Self {
        Self { file, line: None, entry: None, may_wait: false }
    }

    /// A text of a piece.
    fn text(piece: &'a Piece, text: &Text) -> Self {
        Self { file: &piece.file, line: text.line, entry: text.entry, may_wait: piece.may_wait }
    }

    fn at(self) -> At {
        (self.line.unwrap_or(0), self.entry.unwrap_or(0))
    }

    /// An entry of this text, counted from 0; people count from 1.
    fn entry(self, entry: Option<usize>) -> Self {
        Self { entry: entry.map(|entry| entry as u64 + 1), ..self }
    }
}

/// One document of a group, with its place.
struct Single<'t> {
    incoming: Incoming<'t>,
    line: Option<u64>,
    entry: Option<u64>,
}

impl Single<'_> {
    const fn from<'f>(&self, piece: &'f Piece) -> From<'f> {
        From { file: &piece.file, line: self.line, entry: self.entry, may_wait: piece.may_wait }
    }
}

impl<'a> Door<'a> {
    pub(super) fn new(
        (store, grant): (&'a Store, &'a Grant<Write>),
        runtime: &'a Handle,
        progress: &'a Arc<Progress>,
        now: Timestamp,
    ) -> Self {
        Self {
            store,
            grant,
            runtime,
            progress,
            now,
            report: Mutex::default(),
            waiting: Mutex::default(),
            nowhere: Mutex::default(),
            refused_patients: Mutex::default(),
            has_stopped: AtomicBool::new(false),
            stopped: Mutex::default(),
        }
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

    pub(super) fn refuse(&self, from: From<'_>, reason: String) {
        let From { file, line, entry, .. } = from;
        Progress::add(&self.progress.refused, 1);
        self.report().refuse(Refused { file: file.to_string(), line, entry, reason });
    }

    /// What has waited so far, and how many resources are taken.
    pub(super) fn take_waiting(&self) -> (Waiting, u64) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        (waiting, self.report().resources())
    }

    pub(super) fn has_waited(&self, count: usize) {
        self.report().waited += count as u64;
    }

    /// The report, or why there is none. References whose target has come are links from here on.
    pub(super) fn finish(self) -> Result<Report, ImportError> {
        if !self.has_stopped() {
            self.link_late();
        }
        if let Some(error) = self.stopped.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error.into());
        }
        let mut report = self.report.into_inner().unwrap_or_else(PoisonError::into_inner);
        let nowhere = self.nowhere.into_inner().unwrap_or_else(PoisonError::into_inner);
        (report.dangling_references, report.dangling) = nowhere.told();
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
        for text in piece.wanted() {
            let from = From::text(piece, text);
            match self.text(piece, text) {
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
                Err(reason) => self.refuse(from, reason.to_string()),
            }
        }
        self.group(piece, "", singles);
    }

    /// Entries of a bundle that was too large to hold.
    fn entries(&self, piece: &Piece, within: Within) {
        let mut entries = Vec::with_capacity(piece.texts.len());
        for text in piece.wanted() {
            let read = document::text_of(&text.bytes).map_err(|reason| reason.to_string()).and_then(|json| {
                let entry = serde_json::from_str::<Entry<'_>>(json);
                entry.map_err(|_| {
                    json::check(json).err().map_or_else(|| NO_ENTRY.to_owned(), |fault| fault.to_string())
                })
            });
            match read {
                Ok(entry) => entries.push((entry, text.entry)),
                Err(reason) => self.refuse(From::text(piece, text), reason),
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
                Err(reason) => {
                    let from = From::file(&piece.file);
                    self.refuse(From { entry: *number, ..from }, reason);
                }
            }
        }
        self.group(piece, &scope, singles);
    }

    fn is_passed_over(&self, file: &str) -> bool {
        self.report().passed_over.iter().any(|one| one.file == file)
    }

    /// A single resource is handed back; a bundle is delivered.
    fn text<'t>(&self, piece: &Piece, text: &'t Text) -> Result<Option<Single<'t>>, Refusal> {
        let from = From::text(piece, text);
        let json = document::text_of(&text.bytes)?;
        let document = match Document::accept(json) {
            Ok(document) => document,
            // Dates of one entry do not make the others wrong.
            Err(
                Refusal::WrongKind { kind: ResourceType::Bundle, .. }
                | Refusal::ImpossibleDate { kind: ResourceType::Bundle, .. },
            ) => {
                self.bundle(json, piece, from);
                return Ok(None);
            }
            Err(reason) => return Err(reason),
        };
        if document.kind() == ResourceType::Bundle {
            self.bundle(json, piece, from);
            return Ok(None);
        }
        Ok(Some(Single { incoming: Incoming::of(document), line: from.line, entry: from.entry }))
    }

    fn bundle(&self, json: &str, piece: &Piece, from: From<'_>) {
        let envelope: Envelope<'_> = match serde_json::from_str(json) {
            Ok(envelope) => envelope,
            Err(error) => return self.refuse(from.entry(None), entry::no_bundle(json, &error)),
        };
        match envelope.kind.as_deref() {
            Some("transaction") => match requested(&envelope.entry) {
                Ok(entries) => self.together(json, (entries, 0), from),
                Err((entry, reason)) => self.refuse(from.entry(Some(entry)), reason),
            },
            Some("batch") => {
                let singles = self.singles(&envelope, (piece, from), |entry| incoming(entry).map(Some));
                self.group(piece, "", singles);
            }
            Some("collection" | "searchset") => {
                let singles = self.singles(&envelope, (piece, from), held);
                self.group(piece, &scope(envelope.entry.iter()), singles);
            }
            Some("document") => self.document(json, &envelope, from),
            other => self.refuse(from.entry(None), entry::not_content(other)),
        }
    }

    /// The documents of a bundle's entries; what is none is refused.
    fn singles<'t>(
        &self,
        envelope: &Envelope<'t>,
        (piece, from): (&Piece, From<'_>),
        take: impl Fn(&Entry<'t>) -> Result<Option<Incoming<'t>>, String>,
    ) -> Vec<Single<'t>> {
        let mut singles = Vec::with_capacity(envelope.entry.len());
        for (at, entry) in envelope.entry.iter().enumerate() {
            let From { line, entry: number, .. } = from.entry(Some(at));
            if !piece.wants(line, number) {
                continue;
            }
            match take(entry) {
                Ok(incoming) => {
                    singles.extend(incoming.map(|incoming| Single { incoming, line, entry: number }));
                }
                Err(reason) => self.refuse(from.entry(Some(at)), reason),
            }
        }
        singles
    }

    /// A document is kept whole, as it was signed, and its entries are taken beside it.
    fn document(&self, json: &str, envelope: &Envelope<'_>, from: From<'_>) {
        let whole = Document::accept(json).map_or_else(|_| Incoming::create(json), Incoming::of);
        let mut entries = Vec::with_capacity(envelope.entry.len() + 1);
        entries.push(whole);
        for (at, entry) in envelope.entry.iter().enumerate() {
            match held(entry) {
                Ok(Some(incoming)) => entries.push(incoming),
                Ok(None) => {}
                Err(reason) => return self.refuse(from.entry(Some(at)), reason),
            }
        }
        self.together(json, (entries, 1), from);
    }
}
