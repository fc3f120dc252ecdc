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
    has_stopped: AtomicBool,
    stopped: Mutex<Option<helsami_store::Error>>,
}

/// Where a text is from.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    file: &'a str,
    line: Option<u64>,
    entry: Option<u64>,
}

impl<'a> From<'a> {
    /// A whole file.
    pub(super) const fn file(file: &'a str) -> Self {
        Self { file, line: None, entry: None }
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
    const fn from<'f>(&self, file: &'f str) -> From<'f> {
        From { file, line: self.line, entry: self.entry }
    }
}

impl<'a> Door<'a> {
    pub(super) fn new(
        (store, grant): (&'a Store, &'a Grant<Write>),
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

    pub(super) fn refuse(&self, from: From<'_>, reason: String) {
        let From { file, line, entry } = from;
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
                Err(reason) => self.refuse(from, reason.to_string()),
            }
        }
        self.group(&piece.file, "", singles);
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
                Err(reason) => self.refuse(From { file: &piece.file, line: None, entry: text.entry }, reason),
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
                Err(reason) => self.refuse(From { file: &piece.file, line: None, entry: *number }, reason),
            }
        }
        self.group(&piece.file, &scope, singles);
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
                let singles = self.singles(&envelope, from, |entry| incoming(entry).map(Some));
                self.group(from.file, "", singles);
            }
            Some("collection" | "searchset") => {
                let singles = self.singles(&envelope, from, held);
                self.group(from.file, &scope(envelope.entry.iter()), singles);
            }
            Some("document") => self.document(json, &envelope, from),
            other => self.refuse(from.entry(None), entry::not_content(other)),
        }
    }

    /// The documents of a bundle's entries; what is none is refused.
    fn singles<'t>(
        &self,
        envelope: &Envelope<'t>,
        from: From<'_>,
        take: impl Fn(&Entry<'t>) -> Result<Option<Incoming<'t>>, String>,
    ) -> Vec<Single<'t>> {
        let mut singles = Vec::with_capacity(envelope.entry.len());
        for (at, entry) in envelope.entry.iter().enumerate() {
            let From { line, entry: number, .. } = from.entry(Some(at));
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
                Err(reason) => return self.refuse(from.entry(Some(at)), reason),
            }
        }
        self.together(json, (entries, 1), from);
    }
}
