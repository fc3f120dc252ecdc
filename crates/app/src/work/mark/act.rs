//! Setting and lifting a mark: decided for every row, written as new versions with a note for each, all or nothing. Each row is
//! read under its own name, so that the citizen's log says which.

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Facts;
use helsami_domain::access::lens::Item;
use helsami_domain::access::marking::{self, Marking};
use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_fhir::marking::marked;
use helsami_fhir::provenance::MarkNote;
use helsami_store::write::{Incoming, WriteError};
use helsami_store::{Entry, Error, Look};
use jiff::Timestamp;

use super::{WantedFault, ground_fault, mark_check};
use crate::app::App;
use crate::read::ReadError;
use crate::work::handle::keep;
use crate::work::register::{At, Names};

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How the line stands in addresses.
    pub id: String,
    /// The rows that are marked with it.
    pub also: Vec<String>,
    /// How the line is to be marked.
    pub marking: Marking,
    /// Why.
    pub ground: String,
    /// The state that the form was made from.
    pub state: String,
}

/// Why nothing was marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// The rules or the store.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It cannot be so.
    #[error("this cannot be marked so")]
    Fault(WantedFault),
    /// Somebody has been faster: the line is marked otherwise by now.
    #[error("the line has changed")]
    Changed,
    /// It could not be written.
    #[error(transparent)]
    Write(WriteError),
}

impl From<Error> for MarkError {
    fn from(error: Error) -> Self {
        Self::Read(error.into())
    }
}

/// Marks the line, and the rows that are named beside it.
///
/// # Errors
/// [`MarkError`], each with its sentence.
pub async fn mark(app: &App, at: At<'_>, wanted: &Wanted, now: Timestamp) -> Result<(), MarkError> {
    if ground_fault(&wanted.ground) {
        return Err(MarkError::Fault(WantedFault::Ground));
    }
    let asked = (wanted.id.as_str(), &wanted.also[..], wanted.marking);
    let check = mark_check(app, at.1, asked, now).await?;
    if check.line.state() != wanted.state {
        return Err(MarkError::Changed);
    }
    if let Some(fault) = check.fault {
        return Err(MarkError::Fault(WantedFault::Mark(fault)));
    }
    let mut rows = vec![(one(app, at, check.line.item.id, now).await?, wanted.marking)];
    for line in &check.also {
        let entry = one(app, at, line.item.id, now).await?;
        let follows = wanted.marking.follow(check.line.marking, Marking::of(&entry.item(), now));
        rows.push((entry, follows));
    }
    let items: Vec<_> = rows.iter().map(|(entry, marking)| (entry.item(), *marking)).collect();
    let grant = granted(app, at, (&items, check.line.part()), now).await?;
    let names = Names::of(app, at);
    let texts: Option<Vec<_>> =
        rows.iter().map(|row| texts(app, &names, (row, wanted.ground.trim()), now)).collect();
    let texts = texts.ok_or(Error::Damaged("a document of the record"))?;
    let mut entries = Vec::with_capacity(2 * rows.len());
    for ((entry, _), (row, note)) in rows.iter().zip(&texts) {
        entries.push(keep(app, (entry.id, entry.version), row));
        entries.push(Incoming::create(note));
    }
    match app.store.write(&grant, entries, now).await {
        Ok(_) => Ok(()),
        Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => Err(MarkError::Changed),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(error) => Err(MarkError::Write(error)),
    }
}

/// The grant to mark these rows so. A refusal is in the citizen's log, as one of the part.
async fn granted(
    app: &App,
    (at_work, pass): At<'_>,
    (items, part): (&[(Item, Marking)], Area),
    now: Timestamp,
) -> Result<Grant<Write>, ReadError> {
    let who = (at_work, pass.subject(), pass.opening());
    let rule = |facts: &Facts<'_>| marking::mark(at_work.actor(), facts, items);
    match app.decide_at_work(who, now, rule).await {
        Ok((grant, _)) => Ok(grant),
        Err(error @ ReadError::Denied(_)) => {
            app.refused_at_work((at_work, pass.subject()), Matter::of(part), now).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// The next version of a row, and the note about it.
fn texts(
    app: &App,
    names: &Names,
    ((entry, after), ground): (&(Entry, Marking), &str),
    now: Timestamp,
) -> Option<(String, String)> {
    let before = Marking::of(&entry.item(), now);
    let row = marked(&entry.body, (before, *after))?;
    let target = [app.named(entry.id)];
    let note = MarkNote { targets: &target, by: names.registrar(), change: (before, *after), ground, now };
    Some((row, note.document()))
}

/// The row as it is now. That look is in the citizen's log, with the row.
async fn one(app: &App, (_, pass): At<'_>, id: RecordId, now: Timestamp) -> Result<Entry, ReadError> {
    let found = app.look(pass, &Look::new(Matter::Marks, now).one(id), now).await?;
    found.shelf.first(0).cloned().ok_or(ReadError::Unknown)
}
