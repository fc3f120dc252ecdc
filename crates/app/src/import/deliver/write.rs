//! Deliveries to the store: all or nothing, or what is good of a group; and what became of each, counted.

use std::borrow::Cow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::compartment;
use helsami_store::write::{
    Delivery, Incoming, Linked, Misplaced, Outcome, Receipt, Way, WriteError, Written, refused_name,
};

use super::{Door, From, Single};
use crate::import::Progress;
use crate::import::pieces::Piece;
use crate::import::report::Case;
use crate::import::waiting::{Leads, Nowhere};

/// How often a group of independent documents is tried again without the one that was refused, before each is tried
/// alone.
const ROUNDS: usize = 20;

impl Door<'_> {
    /// Entries that are written all or not at all. The first `before` of them are no entries of the file.
    pub(super) fn together(&self, json: &str, (entries, before): (Vec<Incoming<'_>>, usize), from: From<'_>) {
        let mark = Some(self.store.mark_of([json]));
        let count = entries.len();
        let mut delivery = self.delivery(entries, ("", mark), from.may_wait);
        let mut result = self.deliver(&delivery);
        if matches!(result, Err(WriteError::Waits { .. })) {
            if self.wait(from) {
                return;
            }
            delivery.may_wait = false;
            result = self.deliver(&delivery);
        }
        let place = |entry: usize| (entry + 1).checked_sub(before).filter(|entry| *entry > 0);
        let place = |entry| From { entry: place(entry).map(|entry| entry as u64), ..from };
        match result {
            Ok(Receipt::Written(written)) => self.count(&written, place),
            Ok(Receipt::Known) => self.count_known(&delivery, count),
            Err(WriteError::Store(error)) => self.stop(error),
            Err(error) => {
                let from = error.entry().map_or(From { entry: None, ..from }, place);
                self.refuse(from, format!("{error}; nothing of this bundle was taken"));
            }
        }
    }

    /// Documents that are independent: what is refused is left out, what needs others waits for them, the rest is
    /// written.
    pub(super) fn group(&self, piece: &Piece, scope: &str, mut singles: Vec<Single<'_>>) {
        singles.retain(|single| self.is_taken(single.from(piece), single));
        let mut again: Vec<Single<'_>> = Vec::new();
        let (mut round, mut may_wait) = (0, piece.may_wait);
        loop {
            if singles.is_empty() {
                singles = std::mem::take(&mut again);
                if singles.is_empty() {
                    break;
                }
            }
            if round == ROUNDS {
                let alone: Vec<Single<'_>> = std::mem::take(&mut singles);
                return self.alone((piece, scope, may_wait), alone.into_iter().chain(again));
            }
            let texts: Vec<&str> = singles.iter().map(|single| single.incoming.json).collect();
            let mark = Some(self.store.mark_of(texts));
            let entries = singles.iter().map(|single| single.incoming.clone()).collect();
            let delivery = self.delivery(entries, (scope, mark), may_wait);
            match self.deliver(&delivery) {
                Ok(Receipt::Written(written)) => {
                    self.count(&written, |entry| singles[entry].from(piece));
                    singles.clear();
                }
                Ok(Receipt::Known) => {
                    self.count_known(&delivery, singles.len());
                    singles.clear();
                }
                Err(WriteError::Store(error)) => return self.stop(error),
                // What no longer finds room to wait is taken as it is.
                Err(WriteError::Waits { entries }) => may_wait = self.part(piece, &mut singles, &entries),
                Err(error) => {
                    let Some(entry) = error.entry() else { return };
                    let single = singles.remove(entry);
                    round += 1;
                    again.extend(self.left_out(piece, single, &error));
                }
            }
        }
    }

    /// A second text of the same resource comes after the first; everything else is refused.
    fn left_out<'t>(&self, piece: &Piece, single: Single<'t>, error: &WriteError) -> Option<Single<'t>> {
        if matches!(error, WriteError::Misplaced { reason: Misplaced::Twice { .. }, .. }) {
            return Some(single);
        }
        self.refuse(single.from(piece), error.to_string());
        None
    }

    /// Lets these documents wait; `false` when there was no room for one.
    fn part(&self, piece: &Piece, singles: &mut Vec<Single<'_>>, waits: &[usize]) -> bool {
        let mut has_room = true;
        let mut number = 0..;
        singles.retain(|single| {
            if number.next().is_none_or(|number| waits.binary_search(&number).is_err()) {
                return true;
            }
            let is_waiting = self.wait(single.from(piece));
            has_room &= is_waiting;
            !is_waiting
        });
        has_room
    }

    /// Whether the document at this place waits from now on.
    fn wait(&self, from: From<'_>) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).add(from.file, from.at())
    }

    /// Whether a document can be taken at all; what cannot is refused.
    fn is_taken(&self, from: From<'_>, single: &Single<'_>) -> bool {
        if matches!(single.incoming.way, Way::Delete { .. }) {
            return true;
        }
        let refusal = single.incoming.document().err();
        if let Some(reason) = &refusal {
            self.refuse(from, reason.to_string());
        }
        refusal.is_none()
    }

    /// One by one.
    fn alone<'t>(
        &self,
        (piece, scope, may_wait): (&Piece, &str, bool),
        singles: impl Iterator<Item = Single<'t>>,
    ) {
        for single in singles {
            let from = single.from(piece);
            let entries = vec![single.incoming];
            let mut delivery = self.delivery(entries, (scope, None), may_wait);
            let mut result = self.deliver(&delivery);
            if matches!(result, Err(WriteError::Waits { .. })) {
                if self.wait(from) {
                    continue;
                }
                delivery.may_wait = false;
                result = self.deliver(&delivery);
            }
            match result {
                Ok(Receipt::Written(written)) => self.count(&written, |_| from),
                Ok(Receipt::Known) => self.count_known(&delivery, 1),
                Err(WriteError::Store(error)) => return self.stop(error),
                Err(error) => self.refuse(from, error.to_string()),
            }
        }
    }

    /// Turns references whose target has come into links, those of earlier imports too.
    pub(super) fn link_late(&self) {
        let told = |linked: Linked| {
            self.report().linked_references += u64::from(linked.references);
            self.nowhere().linked(linked.owner, linked.references);
        };
        if let Err(error) = self.runtime.block_on(self.store.link_late(self.grant, self.now, told)) {
            self.stop(error);
        }
    }

    fn nowhere(&self) -> MutexGuard<'_, Nowhere> {
        self.nowhere.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn delivery<'t>(
        &self,
        entries: Vec<Incoming<'t>>,
        (scope, mark): (&'t str, Option<[u8; 32]>),
        may_wait: bool,
    ) -> Delivery<'t> {
        Delivery {
            entries,
            scope: Cow::Borrowed(scope),
            mark,
            may_wait,
            refused: self.refused_patients().clone(),
            ..Delivery::default()
        }
    }

    fn refused_patients(&self) -> MutexGuard<'_, Vec<String>> {
        self.refused_patients.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliver(&self, delivery: &Delivery<'_>) -> Result<Receipt, WriteError> {
        let result = self.runtime.block_on(self.store.deliver(self.grant, delivery, self.now));
        if let Err(WriteError::Misplaced { entry, reason: Misplaced::OtherPerson | Misplaced::TwoPersons }) =
            &result
            && let Way::Keep { id, .. } = &delivery.entries[*entry].way
        {
            self.refused_patients().push(refused_name(&delivery.scope, id));
        }
        result
    }

    fn stop(&self, error: helsami_store::Error) {
        self.has_stopped.store(true, Ordering::Relaxed);
        self.stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    fn count<'f>(&self, written: &[Written], from: impl Fn(usize) -> From<'f>) {
        let mut report = self.report();
        for (entry, one) in written.iter().enumerate() {
            report.count(one.id.kind, one.outcome);
            let is_personal = !compartment::paths(one.id.kind).is_empty();
            report.without_patient += u64::from(is_personal && one.id.patient.is_shared());
            if let Some(other) = one.apart_from {
                report.case(self.case(from(entry), one.id, other));
            }
            if one.dangling > 0 || one.outcome != Outcome::Created {
                let From { file, line, entry, .. } = from(entry);
                let leads = Leads { file: Arc::clone(file), line, entry, references: one.dangling };
                self.nowhere().note(one.id, leads);
            }
        }
        Progress::add(&self.progress.resources, written.len() as u64);
    }

    fn case(&self, from: From<'_>, taken: RecordId, other: RecordId) -> Case {
        let shown = |id| format!("Patient/{}", self.store.ids().show(id));
        let (taken_as, apart_from) = (shown(taken), shown(other));
        let reason = format!(
            "an identifier of this Patient belongs to {apart_from}; what its sender has under its id is in {taken_as}. \
             Nothing was joined and nothing is lost: somebody who knows both must decide whether they are one person"
        );
        let From { file, line, entry, .. } = from;
        Case { file: file.to_string(), line, entry, taken_as, apart_from, reason }
    }

    /// The content has been written before: its resources are there.
    fn count_known(&self, delivery: &Delivery<'_>, count: usize) {
        let mut report = self.report();
        for incoming in &delivery.entries {
            let kind = incoming.document().map_or(ResourceType::Basic, |document| document.kind());
            report.count(kind, Outcome::Unchanged);
        }
        Progress::add(&self.progress.resources, count as u64);
    }
}
