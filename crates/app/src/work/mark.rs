//! Marks that staff set on lines of the record and lift again: hidden from parents, hidden from the young person, shown later.
//! Before a mark is set, [`doors`] finds what else would still tell of the line. Each mark is a new version of the row, with
//! a note of who, when and why that is hidden as the line is.

mod act;
mod doors;

use helsami_domain::access::area::Area;
use helsami_domain::access::lens::Item;
use helsami_domain::access::marking::{MarkFault, Marking, is_markable, is_of_age, may_mark};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::headline::headline;
use helsami_fhir::provenance::{Noted, noted};
use helsami_store::{Entry, ExternalId, Look};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError};

pub use crate::telling::Why;
pub use act::{MarkError, Wanted, mark};
pub use doors::{Check, Door, mark_check};

/// Lines on a page of one part.
const LINES: usize = 100;
/// Rows of one type that are looked through.
const ROWS: usize = 5000;
/// Marked lines that are listed.
const MARKED: usize = 300;

/// One line of the record that can be marked.
#[derive(Clone, Debug)]
pub struct MarkLine {
    /// What the rules know of it.
    pub item: Item,
    /// How it stands in addresses.
    pub link: ExternalId,
    /// What it is called.
    pub name: Option<Label>,
    /// When it counts from.
    pub when: Option<When>,
    /// How it is marked now.
    pub marking: Marking,
}

impl MarkLine {
    fn of(app: &App, entry: &Entry, now: Timestamp) -> Self {
        let head = headline(&entry.body);
        let (item, link) = (entry.item(), app.link(entry.id));
        Self { item, link, name: head.name, when: head.when, marking: Marking::of(&item, now) }
    }

    /// The part of the record that it belongs to.
    #[must_use]
    pub const fn part(&self) -> Area {
        Area::of(self.item.id.kind)
    }

    /// The state that a form was made from, to be told when somebody has changed it since.
    #[must_use]
    pub fn state(&self) -> String {
        let Marking { parents, young, release } = self.marking;
        format!("{}{}{}", u8::from(parents), u8::from(young), release.number())
    }
}

/// Lines of one part, or the marked ones of all.
#[derive(Clone, Debug)]
pub struct MarkList {
    /// The lines, newest first.
    pub lines: Vec<MarkLine>,
    /// Before which moment the next page begins, if there is one.
    pub older: Option<Timestamp>,
    /// How many lines are closed to the reader.
    pub locked: usize,
}

/// One line with what is known of its marks.
#[derive(Clone, Debug)]
pub struct MarkedLine {
    /// The line.
    pub line: MarkLine,
    /// Who has marked it, newest first.
    pub notes: Vec<Noted>,
    /// Whether a mark of age would hide something: the person is not of age in health matters, or nobody knows.
    pub can_hide: bool,
}

impl Pass {
    /// Whether the reader sets marks in this record.
    #[must_use]
    pub fn may_mark(&self) -> bool {
        may_mark(self.rule(), self.grant.purpose())
    }
}

/// The lines of a part, newest first.
///
/// # Errors
/// [`ReadError::NotGiven`] for a part that is closed to the reader; otherwise what the store says.
pub async fn mark_list(
    app: &App,
    pass: &Pass,
    (part, before): (Area, Option<Timestamp>),
    now: Timestamp,
) -> Result<MarkList, ReadError> {
    let kinds = || kinds().filter(|kind| Area::of(*kind) == part);
    let look = kinds().fold(Look::new(Matter::of(part), now), |look, kind| {
        let look = look.newest(kind, LINES + 1);
        match before {
            Some(before) => look.before(before),
            None => look,
        }
    });
    let found = app.look(pass, &look, now).await?;
    let mut entries: Vec<&Entry> = (0..kinds().count()).flat_map(|range| found.shelf.range(range)).collect();
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.date), entry.id));
    // Rows of one moment are not parted: the next page begins before those that are shown.
    let is_cut = entries.len() > LINES;
    let last = entries.get(LINES - 1).map(|entry| entry.date).filter(|_| is_cut);
    let shown = entries.iter().take_while(|one| last.is_none_or(|last| one.date >= last)).count();
    let lines = entries.iter().take(shown).map(|entry| MarkLine::of(app, entry, now)).collect();
    Ok(MarkList { lines, older: last, locked: locked(&found) })
}

/// The lines of the whole record that are marked now, newest first.
///
/// # Errors
/// What the store says.
pub async fn marked_list(app: &App, pass: &Pass, now: Timestamp) -> Result<MarkList, ReadError> {
    let look = kinds().fold(Look::new(Matter::Search, now), |look, kind| look.newest(kind, ROWS).heads());
    let found = app.look(pass, &look, now).await?;
    let heads = (0..kinds().count()).flat_map(|range| found.shelf.range(range));
    let is_marked = |entry: &&Entry| !Marking::of(&entry.item(), now).is_plain();
    let mut marked: Vec<&Entry> = heads.filter(is_marked).collect();
    marked.sort_by_key(|entry| (std::cmp::Reverse(entry.date), entry.id));
    marked.truncate(MARKED);
    let look = marked.iter().fold(Look::new(Matter::Search, now), |look, entry| look.one(entry.id));
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let rows = (0..marked.len()).filter_map(|range| shelf.first(range));
    let lines = rows.map(|entry| MarkLine::of(app, entry, now)).collect();
    Ok(MarkList { lines, older: None, locked: locked(&found) })
}

/// One line, and who has marked it. The record is gone through for it, and that is what its log says.
///
/// # Errors
/// [`ReadError::Unknown`] for what is no line of this record to this reader; otherwise what the store says.
pub async fn mark_line(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<MarkedLine, ReadError> {
    let scan = Scan::of(app, pass, now).await?;
    let entry = scan.line(app, pass, id)?;
    let line = MarkLine::of(app, entry, now);
    let can_hide = !is_of_age(pass.birth(), now);
    Ok(MarkedLine { notes: scan.notes(app, entry.id), line, can_hide })
}

/// Everything of the record that the reader sees.
struct Scan {
    found: Found,
    kinds: Vec<ResourceType>,
}

impl Scan {
    async fn of(app: &App, pass: &Pass, now: Timestamp) -> Result<Self, ReadError> {
        let opens =
            |kind: &ResourceType| *kind != ResourceType::Patient && pass.lens().areas().has(Area::of(*kind));
        let kinds: Vec<ResourceType> = ResourceType::ALL.iter().copied().filter(opens).collect();
        let look = kinds.iter().fold(Look::new(Matter::Search, now), |look, kind| look.newest(*kind, ROWS));
        Ok(Self { found: app.look(pass, &look, now).await?, kinds })
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        (0..self.kinds.len()).flat_map(|range| self.found.shelf.range(range))
    }

    /// The line that an address names.
    fn line(&self, app: &App, pass: &Pass, id: &str) -> Result<&Entry, ReadError> {
        let lines = || self.entries().filter(|entry| is_markable(entry.id.kind));
        // What is no id of this record names nothing, before it is looked for.
        app.own(id, ResourceType::Observation, pass.subject())?;
        lines().find(|entry| app.link(entry.id).as_str() == id).ok_or(ReadError::Unknown)
    }

    /// What was noted of marks, newest first.
    fn all_notes(&self, app: &App) -> Vec<Noted> {
        let resolve = |id: &str, kind| app.resolve(id, kind);
        let all = self.entries().filter(|entry| entry.id.kind == ResourceType::Provenance);
        let mut notes: Vec<Noted> = all.filter_map(|entry| noted(&entry.body, &resolve)).collect();
        notes.sort_by_key(|one| std::cmp::Reverse(one.at));
        notes
    }

    /// What was noted of marking a line, newest first.
    fn notes(&self, app: &App, id: RecordId) -> Vec<Noted> {
        let mut notes = self.all_notes(app);
        notes.retain(|one| one.targets.contains(&id));
        notes
    }

    /// How many rows are closed to the reader, so that nobody can say what they tell.
    fn locked(&self) -> usize {
        locked(&self.found)
    }
}

fn kinds() -> impl Iterator<Item = ResourceType> {
    ResourceType::ALL.iter().copied().filter(|kind| is_markable(*kind))
}

fn locked(found: &Found) -> usize {
    found.shelf.all_withheld().count()
}

/// What is wrong with a ground.
fn ground_fault(ground: &str) -> bool {
    let words = ground.trim();
    words.is_empty() || words.chars().count() > helsami_domain::access::marking::GROUND_MAX
}

/// What is wrong with a mark, before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedFault {
    /// It has no ground, or one longer than is kept.
    Ground,
    /// It cannot be so.
    Mark(MarkFault),
}
