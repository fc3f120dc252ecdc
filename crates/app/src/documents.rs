//! Notes and documents: the list, one opened to be read, one of its files.

use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::document::{Document, State, mark_replaced};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::attachment::Held;
use helsami_fhir::note::{self, Content, Fetched, Part};
use helsami_store::{Entry, ExternalId, Look, Shelf};
use jiff::{SignedDuration, Timestamp};

pub use helsami_fhir::attachment::{File, FileKind, Held as Holding};
pub use helsami_fhir::narrative::CleanHtml;
pub use helsami_fhir::note::{Content as Writing, Part as Piece};

use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError, Rows, cover};

/// Documents of each type on a page.
const PAGE_ROWS: usize = 60;
/// The types that are read as documents, in the order of the look's ranges.
const TYPES: [ResourceType; 3] =
    [ResourceType::DocumentReference, ResourceType::Composition, ResourceType::DiagnosticReport];
/// Rows that a document leads to and that are named on its page.
const NAMED_ROWS: usize = 100;

/// The list.
#[derive(Clone, Debug)]
pub struct List {
    /// The documents, newest first, each with the id of its own page.
    pub documents: Vec<(Document, ExternalId)>,
    /// Where the next page begins, if there is one.
    pub older: Option<ExternalId>,
    /// What the list covers.
    pub coverage: Coverage,
}

/// The list of documents.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; [`ReadError::Unknown`] for a page that is none of ours.
pub async fn list(
    app: &App,
    pass: &Pass,
    older_than: Option<&str>,
    now: Timestamp,
) -> Result<List, ReadError> {
    app.must_open(pass, Matter::Documents, now).await?;
    let before = older_than.map(|id| page_start(app, pass.subject(), id)).transpose()?;
    let look = TYPES.into_iter().fold(Look::new(Matter::Documents, now), |look, kind| {
        // What is cut is cut by the rows' times, and only what is left is opened.
        let look = look.newest(kind, PAGE_ROWS).sealed();
        before.into_iter().fold(look, Look::before)
    });
    let mut found = app.look(pass, &look, now).await?;
    let cut = cut(&found.shelf);
    open_later(app, &mut found.shelf, cut)?;
    let mut rows = Rows::new(app, &found.shelf);
    let mut documents: Vec<Document> = Vec::new();
    for range in 0..TYPES.len() {
        let read = rows.read(range, note::document);
        documents.extend(read.into_iter().filter_map(|(one, is_told)| is_told.then_some(one)));
    }
    let mut coverage = rows.coverage();
    coverage.left_out.retain(|left| !matches!(left, LeftOut::Older(_)));
    app.name_all((&found.grant, now), documents.iter_mut().map(|one| &mut one.source)).await?;
    mark_replaced(&mut documents);
    let all = documents.len();
    documents.retain(|one| one.state != State::Mistake);
    coverage.leave_out(LeftOut::Mistakes(all - documents.len()));
    documents.sort_by_key(|one| std::cmp::Reverse((one.when, one.id)));
    for one in &documents {
        cover(&mut coverage, one.when, &one.source);
    }
    if documents.is_empty() && older_than.is_none() && cut.is_none() {
        coverage.empty = Some(coverage.nothing());
    }
    let older = cut.map(|cut| app.store.ids().show_parts(pass.subject(), LocalId::at(cut, 0)));
    let documents = documents.into_iter().map(|one| (app.link(one.id), one));
    Ok(List { documents: documents.map(|(link, one)| (one, link)).collect(), older, coverage })
}

/// The first moment after the second in which the earlier page was cut.
fn page_start(app: &App, subject: PatientKey, id: &str) -> Result<Timestamp, ReadError> {
    let cut = app.own(id, ResourceType::DocumentReference, subject)?;
    cut.local.second().checked_add(SignedDuration::from_secs(1)).map_err(|_| ReadError::Unknown)
}

/// The second in which a limit cut the look: what is of it or before stands on the next page, so that the three types
/// are cut at one time. `None` where nothing was cut, and where a whole page is of one second.
fn cut(shelf: &Shelf) -> Option<Timestamp> {
    let ranges = (0..TYPES.len()).filter(|&range| shelf.more(range));
    let cut = ranges.filter_map(|range| shelf.range(range).last().map(|entry| entry.date)).max()?;
    let mut shown = (0..TYPES.len()).flat_map(|range| shelf.range(range));
    shown.any(|entry| is_later(entry, cut)).then_some(cut)
}

/// Opens what is after the cut, and lets go of the rest.
fn open_later(app: &App, shelf: &mut Shelf, cut: Option<Timestamp>) -> Result<(), helsami_store::Error> {
    let is_shown = |entry: &Entry| cut.is_none_or(|cut| is_later(entry, cut));
    (0..TYPES.len()).try_for_each(|range| app.store.open_rows(shelf, range, is_shown))
}

fn is_later(entry: &Entry, cut: Timestamp) -> bool {
    LocalId::at(entry.date, 0) > LocalId::at(cut, 0)
}

/// One document, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// The id of its page.
    pub link: ExternalId,
    /// What is written in it, in its writer's order. Empty for one that was taken back.
    pub parts: Vec<Part>,
    /// The words of rows that a section leads to, by row.
    pub rows: Vec<(RecordId, Label)>,
    /// When this version came here.
    pub received: Timestamp,
    /// Which version it is; more than 1 means that it was changed after it first came.
    pub version: u32,
}

/// One document.
///
/// # Errors
/// [`ReadError::Unknown`] if there is no such document in this record.
pub async fn open(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Opened, ReadError> {
    let found = find(app, pass, id, now).await?;
    let entry = the_one(&found)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let (mut document, mut parts) =
        note::opened(entry.id, &entry.body, &resolve).ok_or(ReadError::Unknown)?;
    app.name_all((&found.grant, now), std::iter::once(&mut document.source)).await?;
    let wanted = wanted(&parts, pass.subject());
    let mut rows = Vec::new();
    if !wanted.is_empty() {
        let look = wanted.iter().fold(Look::new(Matter::Documents, now), |look, id| look.one(*id));
        let rest = app.look(pass, &look, now).await?;
        for number in 0..wanted.len() {
            let Some(entry) = rest.shelf.first(number) else { continue };
            fill(&mut parts, entry);
            rows.extend(note::words_of(&entry.body).map(|label| (entry.id, label)));
        }
    }
    let (link, received, version) = (app.link(entry.id), entry.updated, entry.version);
    Ok(Opened { document, link, parts, rows, received, version })
}

async fn find(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Found, ReadError> {
    app.must_open(pass, Matter::Documents, now).await?;
    let mut look = Look::new(Matter::Documents, now);
    for kind in TYPES {
        look = look.one(app.own(id, kind, pass.subject())?);
    }
    app.look(pass, &look, now).await
}

/// The address does not tell the type: at most one of the three is there.
fn the_one(found: &Found) -> Result<&Entry, ReadError> {
    (0..TYPES.len()).find_map(|range| found.shelf.first(range)).ok_or(ReadError::Unknown)
}

/// The rows of this record that the document's page needs besides the document.
fn wanted(parts: &[Part], subject: PatientKey) -> Vec<RecordId> {
    let mut wanted: Vec<RecordId> = Vec::new();
    for part in parts {
        match &part.content {
            Content::Attached(_, Held::Stored(id)) => wanted.push(*id),
            Content::Rows(rows) => wanted.extend(rows),
            _ => {}
        }
    }
    wanted.retain(|id| id.patient == subject);
    wanted.truncate(NAMED_ROWS);
    wanted
}

/// Puts what a Binary holds where the document leads to it.
fn fill(parts: &mut [Part], entry: &Entry) {
    for part in parts {
        let name = part.heading.as_ref().map(|label| label.text.clone());
        if let Content::Attached(_, held) = &mut part.content
            && *held == Held::Stored(entry.id)
        {
            *held = note::binary(&entry.body, name.as_deref()).map_or(Held::Nothing, |(_, held)| held);
        }
    }
}

/// A file on its way to the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// What it is.
    pub file: File,
    /// Its bytes as received.
    pub bytes: Vec<u8>,
}

/// One file of a document, by its number among the attachments.
///
/// # Errors
/// [`ReadError::Unknown`] if there is none.
pub async fn file(
    app: &App,
    pass: &Pass,
    (id, number): (&str, usize),
    now: Timestamp,
) -> Result<Handed, ReadError> {
    let found = find(app, pass, id, now).await?;
    let entry = the_one(&found)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let (bytes, held) = match note::fetch(&entry.body, number, &resolve).ok_or(ReadError::Unknown)? {
        Fetched::Bytes(bytes, held) => (bytes, held),
        Fetched::Stored(id) if id.patient == pass.subject() => {
            let look = Look::new(Matter::Documents, now).one(id);
            let rest = app.look(pass, &look, now).await?;
            let entry = rest.shelf.first(0).ok_or(ReadError::Unknown)?;
            note::binary(&entry.body, None).ok_or(ReadError::Unknown)?
        }
        Fetched::Stored(_) => return Err(ReadError::Unknown),
    };
    let file = match held {
        Held::File(file) => file,
        // Text is read on the page; asked for as a file it is one that nothing runs.
        _ => File { kind: FileKind::Other, name: None, size: bytes.len() },
    };
    Ok(Handed { file, bytes })
}
