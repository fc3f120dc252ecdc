//! Medicines: what is in use, what is unclear, what has ended, by substance and with every source.

use helsami_domain::absence::{Absence, Scope};
use helsami_domain::allergy::Statement;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::medicine::{Entry, Medicines, Standing, Status, arrange};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::allergy::statements;
use helsami_fhir::diagnosis::label;
use helsami_fhir::element::name_of;
use helsami_fhir::medicine::{Line, line};
use helsami_store::{Look, Shelf};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError, Rows, cover};

/// Orders and list lines on the page.
const LINES: usize = 300;
/// Dispensings and administrations looked at.
const EVENTS: usize = 150;
/// Diagnoses looked through for reasons.
const REASONS: usize = 80;
/// Lists and summaries looked at for statements that there are none.
pub(crate) const SUMMARIES: usize = 5;

/// The page's content.
#[derive(Clone, Debug)]
pub struct List {
    /// The medicines.
    pub medicines: Medicines,
    /// Statements that there are none, or that nothing is known.
    pub statements: Vec<Statement>,
    /// What the list covers.
    pub coverage: Coverage,
}

/// What was read, before medications and names are filled in.
pub(crate) struct Read {
    lines: Vec<Line>,
    stated: Vec<Statement>,
    coverage: Coverage,
}

/// The medicine list.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, now: Timestamp) -> Result<List, ReadError> {
    let look = ranges(Look::new(Matter::Medicines, now));
    let found = app.look(pass, &look, now).await?;
    let read = read(app, &found, 0);
    finish(app, &found, read, now).await
}

/// Adds the ranges that [`read`] reads.
pub(crate) fn ranges(look: Look) -> Look {
    look.newest(ResourceType::MedicationRequest, LINES)
        .newest(ResourceType::MedicationStatement, LINES)
        .newest(ResourceType::MedicationDispense, EVENTS)
        .newest(ResourceType::MedicationAdministration, EVENTS)
        .newest(ResourceType::Condition, REASONS)
        .newest(ResourceType::List, SUMMARIES)
        .newest(ResourceType::Composition, SUMMARIES)
}

/// Reads the ranges from the `first` on.
pub(crate) fn read(app: &App, found: &Found, first: usize) -> Read {
    let mut rows = Rows::new(app, &found.shelf);
    let mut lines: Vec<Line> = (first..first + 4).flat_map(|range| rows.read(range, line)).collect();
    let stated = (first + 5..first + 7).flat_map(|range| stated(app, &found.shelf, range)).collect();
    for line in &mut lines {
        let conditions = found.shelf.range(first + 4);
        let labels = line.reasons.iter().filter_map(|id| {
            let condition = conditions.iter().find(|condition| condition.id == *id)?;
            label(&condition.body)
        });
        for label in labels.collect::<Vec<_>>() {
            let reasons = &mut line.entry.reasons;
            if !reasons.iter().any(|known| known.text.eq_ignore_ascii_case(&label.text)) {
                reasons.push(label);
            }
        }
    }
    Read { lines, stated, coverage: rows.coverage() }
}

/// What the lists and summaries in a range state by being empty.
pub(crate) fn stated(app: &App, shelf: &Shelf, range: usize) -> Vec<Statement> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    shelf.range(range).iter().flat_map(|entry| statements(&entry.body, &resolve)).collect()
}

/// Fills in medications and names, and sorts.
pub(crate) async fn finish(app: &App, found: &Found, read: Read, now: Timestamp) -> Result<List, ReadError> {
    let Read { mut lines, mut stated, mut coverage } = read;
    stated.retain(|one| {
        matches!(one.absence, Absence::NoneKnown(Scope::Medicines) | Absence::NoInformation(Scope::Medicines))
    });
    fill_shared(app, found, &mut lines).await?;
    let mut entries: Vec<Entry> = Vec::with_capacity(lines.len());
    for line in lines {
        match line.absence {
            None => entries.push(line.entry),
            Some(absence) if line.entry.standing(now) == Standing::InUse => {
                stated.push(Statement { absence, source: line.entry.source });
            }
            Some(_) => {}
        }
    }
    for entry in entries.iter().filter(|entry| entry.status != Status::Mistake) {
        cover(&mut coverage, entry.said(), &entry.source);
    }
    let medicines = arrange(entries, now);
    coverage.leave_out(LeftOut::Mistakes(medicines.mistakes));
    coverage.leave_out(LeftOut::Repeats(medicines.repeats));
    let is_empty = medicines.in_use.is_empty() && medicines.unclear.is_empty() && medicines.ended.is_empty();
    if is_empty && stated.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    Ok(List { medicines, statements: stated, coverage })
}

/// Fills in medications, and the names of staff and places, in one hop for all of them.
async fn fill_shared(app: &App, found: &Found, lines: &mut [Line]) -> Result<(), ReadError> {
    let is_shared = |id: &RecordId| id.patient.is_shared();
    let mut ids: Vec<RecordId> = Vec::new();
    for line in lines.iter() {
        ids.extend(line.medication.filter(is_shared));
        let source = &line.entry.source;
        let unnamed = [&source.person, &source.place].into_iter().filter(|party| party.name.is_none());
        ids.extend(unnamed.filter_map(|party| party.id).filter(is_shared));
    }
    if ids.is_empty() {
        return Ok(());
    }
    ids.sort_unstable();
    ids.dedup();
    let mut entries = app.store.shared(&found.grant, &ids).await?;
    entries.sort_by_key(|entry| entry.id);
    let body =
        |id: RecordId| entries.binary_search_by_key(&id, |entry| entry.id).ok().map(|at| &*entries[at].body);
    for line in lines {
        if let Some(body) = line.medication.and_then(body) {
            line.fill_medication(body);
        }
        let source = &mut line.entry.source;
        for party in [&mut source.person, &mut source.place] {
            if party.name.is_none() {
                party.name = party.id.and_then(body).and_then(name_of);
            }
        }
    }
    Ok(())
}
