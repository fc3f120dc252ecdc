//! How every reading use case begins: one grant, one look, and the names of those who are only referred to.

use helsami_domain::access::lens::{Release, Sight};
use helsami_domain::access::{self, Denied, Grant, Read};
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::When;
use helsami_fhir::element::{Resolve, name_of};
use helsami_store::{Entry, Error, ExternalId, Look, Shelf, Withheld};
use jiff::Timestamp;

use crate::app::App;
use crate::identity_provider::Later;
use crate::pass::Pass;

/// Why a page of the record is not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No rule lets this actor in.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The reader was let in, but not to this part of the record.
    #[error("this part of the record is not given to the reader")]
    NotGiven,
    /// There is no such thing in this record, or the address is not one of ours.
    #[error("there is no such thing in this record")]
    Unknown,
    /// The store.
    #[error(transparent)]
    Store(#[from] Error),
}

/// What one look gave, and the grant it was made with.
pub(crate) struct Found {
    pub(crate) grant: Grant<Read>,
    pub(crate) shelf: Shelf,
    /// When it was made.
    pub(crate) now: Timestamp,
}

impl App {
    /// Looks through the pass's lens. The look, or that it was refused, is in the access log before this returns.
    pub(crate) async fn look(&self, pass: &Pass, look: &Look, now: Timestamp) -> Result<Found, ReadError> {
        self.must_open(pass, look.matter(), now).await?;
        let shelf = self.store.read(&pass.grant, &pass.with_reason(look)).await?;
        // What an address names is a padlock: the person is told how it opens.
        if look.is_of_single_rows() && shelf.is_empty() && shelf.is_asking() {
            return Err(Denied::SignInNotFresh.into());
        }
        Ok(Found { grant: pass.grant.clone(), shelf, now })
    }

    /// Refuses a part of the record that is not open to the reader, before anything that an address names is looked at: the
    /// answer must not tell whether it is of this record. The refusal is in the access log before this returns.
    pub(crate) async fn must_open(
        &self,
        pass: &Pass,
        matter: Matter,
        now: Timestamp,
    ) -> Result<(), ReadError> {
        let lens = pass.lens();
        let closed = || matter.areas().iter().filter(|area| !lens.opens(**area));
        if closed().next().is_none() {
            return Ok(());
        }
        let is_asking = closed().all(|area| lens.asks(*area));
        self.store.refused(&access::weigh(pass.subject())?, pass.actor(), (matter, now)).await?;
        Err(if is_asking { Denied::SignInNotFresh.into() } else { ReadError::NotGiven })
    }

    /// The row behind an id in a document or an address.
    pub(crate) fn resolve(&self, id: &str, kind: ResourceType) -> Option<RecordId> {
        self.store.ids().read(id, kind)
    }

    /// The row behind an id in an address, if it can lie in this record.
    pub(crate) fn own(
        &self,
        id: &str,
        kind: ResourceType,
        subject: PatientKey,
    ) -> Result<RecordId, ReadError> {
        self.resolve(id, kind).filter(|id| id.patient == subject).ok_or(ReadError::Unknown)
    }

    /// What a reader makes of a row's document. A row that is read page after page is made once.
    pub(crate) fn view<T: Clone + Send + Sync + 'static>(
        &self,
        entry: &Entry,
        reader: impl Fn(RecordId, &str, Resolve<'_>) -> Option<T> + 'static,
    ) -> Option<T> {
        let resolve = |id: &str, kind| self.resolve(id, kind);
        entry.body.view(reader, |reader, text| reader(entry.id, text, &resolve))
    }

    /// A row's id as it stands in an address.
    #[must_use]
    pub fn link(&self, id: RecordId) -> ExternalId {
        self.store.ids().show(id)
    }

    /// Fills in the names of organisations and staff that came as references only. One hop for all of them, none when
    /// every name is there.
    pub(crate) fn name_all<'a>(
        &'a self,
        (grant, now): (&'a Grant<Read>, Timestamp),
        sources: impl Iterator<Item = &'a mut Source>,
    ) -> Later<'a, Result<(), ReadError>> {
        self.name_parties((grant, now), sources.flat_map(|source| [&mut source.person, &mut source.place]))
    }

    /// The same for parties that are no source: whom an appointment is with, and where. Goes through the iterator at
    /// once and only then waits: a use case whose future held the iterator's closures could not be a handler.
    pub(crate) fn name_parties<'a>(
        &'a self,
        (grant, now): (&'a Grant<Read>, Timestamp),
        parties: impl Iterator<Item = &'a mut Party>,
    ) -> Later<'a, Result<(), ReadError>> {
        let mut unnamed: Vec<&mut Party> = parties.filter(|party| is_to_name(party)).collect();
        unnamed.retain_mut(|party| {
            party.name = party.id.and_then(|id| self.names.get(id, now));
            party.name.is_none()
        });
        let mut ids: Vec<RecordId> = unnamed.iter().filter_map(|party| party.id).collect();
        ids.sort_unstable();
        ids.dedup();
        Box::pin(async move {
            if ids.is_empty() {
                return Ok(());
            }
            for entry in self.store.shared(grant, &ids).await? {
                let Some(name) = name_of(&entry.body) else { continue };
                self.names.keep(entry.id, &name, now);
                for party in unnamed.iter_mut().filter(|party| party.id == Some(entry.id)) {
                    party.name = Some(name.clone());
                }
            }
            Ok(())
        })
    }
}

fn is_to_name(party: &Party) -> bool {
    party.name.is_none() && party.id.is_some_and(|id| id.patient.is_shared())
}

/// The rows of a page on their way to it: read from the shelf, and counted for the page's coverage.
pub(crate) struct Rows<'a> {
    app: &'a App,
    shelf: &'a Shelf,
    coverage: Coverage,
    unreadable: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(app: &'a App, shelf: &'a Shelf) -> Self {
        Self { app, shelf, coverage: Coverage::default(), unreadable: 0 }
    }

    /// Reads every row of a range. A row that cannot be read is counted; a range that was cut is said to be.
    pub(crate) fn read<T: Clone + Send + Sync + 'static>(
        &mut self,
        range: usize,
        reader: impl Fn(RecordId, &str, Resolve<'_>) -> Option<T> + Copy + 'static,
    ) -> Vec<T> {
        self.read_as(range, |app, entry| app.view(entry, reader))
    }

    /// The same, by a reader whose work is not kept: it knows more than the row, as what time it is.
    pub(crate) fn read_as<T>(&mut self, range: usize, reader: impl Fn(&App, &Entry) -> Option<T>) -> Vec<T> {
        let entries = self.shelf.range(range);
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            self.coverage.received(When::Moment(entry.updated));
            match reader(self.app, entry) {
                Some(row) => rows.push(row),
                None => self.unreadable += 1,
            }
        }
        if self.shelf.more(range) {
            self.coverage.leave_out(LeftOut::Older(entries.len()));
        }
        rows
    }

    /// The coverage, as far as reading tells it.
    pub(crate) fn coverage(mut self) -> Coverage {
        withheld(&mut self.coverage, self.shelf);
        self.coverage.leave_out(LeftOut::Unreadable(self.unreadable));
        self.coverage
    }
}

/// Tells what the reader is told of without seeing it. A report, its order and its answers are told as the answers.
pub(crate) fn withheld(coverage: &mut Coverage, shelf: &Shelf) {
    coverage.reader = shelf.reader();
    let all = || shelf.all_withheld();
    let mut announced: Vec<&Withheld> = all().filter(|one| one.sight == Sight::Announced).collect();
    let has_answers = announced.iter().any(|one| one.kind == ResourceType::Observation);
    let is_beside =
        |one: &Withheld| matches!(one.kind, ResourceType::DiagnosticReport | ResourceType::ServiceRequest);
    announced.retain(|one| !(has_answers && is_beside(one)));
    let until = announced.iter().map(|one| match one.release {
        Release::At(moment) => Some(moment),
        Release::AtOnce | Release::ByHand => None,
    });
    // The last of them: a promise for all of them.
    let until = until.collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    coverage.leave_out(LeftOut::Announced(announced.len(), until));
    asks(coverage, shelf);
    if !shelf.is_asking() {
        coverage.leave_out(LeftOut::Locked(all().filter(|one| one.sight == Sight::Locked).count()));
    }
}

/// Tells the person that a fresh sign-in would show more. How much is told to nobody who may only hold their device.
pub(crate) fn asks(coverage: &mut Coverage, shelf: &Shelf) {
    if shelf.is_asking() {
        coverage.leave_out(LeftOut::Asks);
    }
}

/// Counts one shown row in. The citizen's own word has no name and is no unnamed source.
pub(crate) fn cover(coverage: &mut Coverage, when: Option<When>, source: &Source) {
    let was_unnamed = coverage.has_unnamed_source;
    coverage.row(when.or(source.recorded), source.name());
    if source.is_own_word {
        coverage.has_unnamed_source = was_unnamed;
    }
}
