//! Deliveries to the store: all or nothing, or what is good of a group; and what became of each, counted.

use std::borrow::Cow;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use helsami_domain::resource_type::ResourceType;
use helsami_fhir::compartment;
use helsami_fhir::document::Document;
use helsami_store::write::{Delivery, Incoming, Misplaced, Outcome, Receipt, Way, WriteError, Written};

use super::{Door, From, Single};
use crate::import::Progress;

/// How often a group of independent documents is tried again without the one that was refused, before each is tried
/// alone.
const ROUNDS: usize = 20;

impl Door<'_> {
    /// Entries that are written all or not at all. The first `before` of them are no entries of the file.
    pub(super) fn together(&self, json: &str, (entries, before): (Vec<Incoming<'_>>, usize), from: From<'_>) {
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
                self.refuse(From { entry, ..from }, reason);
            }
        }
    }

    /// Documents that are independent: what is refused is left out, the others are written.
    pub(super) fn group(&self, file: &str, scope: &str, mut singles: Vec<Single<'_>>) {
        singles.retain(|single| self.is_taken(file, single));
        let mut again: Vec<Single<'_>> = Vec::new();
        for round in 0.. {
            if singles.is_empty() {
                break;
            }
            if round == ROUNDS {
                let alone: Vec<Single<'_>> = std::mem::take(&mut singles);
                return self.alone(file, scope, alone.into_iter().chain(again));
            }
            let texts: Vec<&str> = singles.iter().map(|single| single.incoming.json).collect();
            let mark = Some(self.store.mark_of(texts));
            let entries = singles.iter().map(|single| single.incoming.clone()).collect();
            let delivery = Delivery { entries, scope: Cow::Borrowed(scope), mark };
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
                    if matches!(&error, WriteError::Misplaced { reason: Misplaced::Twice { .. }, .. }) {
                        again.push(single);
                    } else {
                        self.refuse(single.from(file), error.to_string());
                    }
                }
            }
        }
    }

    /// Whether a document can be taken at all; what cannot is refused.
    fn is_taken(&self, file: &str, single: &Single<'_>) -> bool {
        if matches!(single.incoming.way, Way::Delete { .. }) {
            return true;
        }
        let refusal = Document::accept(single.incoming.json).err();
        if let Some(reason) = &refusal {
            self.refuse(single.from(file), reason.to_string());
        }
        refusal.is_none()
    }

    /// One by one.
    fn alone<'t>(&self, file: &str, scope: &str, singles: impl Iterator<Item = Single<'t>>) {
        for single in singles {
            let from = single.from(file);
            let entries = vec![single.incoming];
            let delivery = Delivery { entries, scope: Cow::Borrowed(scope), mark: None };
            match self.deliver(&delivery) {
                Ok(Receipt::Written(written)) => self.count(&delivery, &written),
                Ok(Receipt::Known) => self.count_known(&delivery, 1),
                Err(WriteError::Store(error)) => return self.stop(error),
                Err(error) => self.refuse(from, error.to_string()),
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
            report.count(kind, Outcome::Unchanged);
        }
        Progress::add(&self.progress.resources, count as u64);
    }
}
