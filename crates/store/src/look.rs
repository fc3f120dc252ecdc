//! What a page wants to see of one record, and what it gets: several ranges in one hop.

use helsami_domain::access::area::Area;
use helsami_domain::access::lens::{Item, Lens, Release, Side, Sight};
use helsami_domain::access::marks::Marks;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::columns::{Category, CodeKey};
use jiff::Timestamp;

use crate::body::Body;

/// One look into one record. It costs one audit row, however many ranges it has.
///
/// Ranges are numbered in the order they are added; `category`, `categories`, `code`, `since`, `before`, `sealed`
/// and `heads` narrow the last one.
#[derive(Clone, Debug)]
pub struct Look {
    pub(crate) matter: Matter,
    pub(crate) now: Timestamp,
    pub(crate) ranges: Vec<Range>,
    /// Why, in the reader's own words.
    pub(crate) reason: Option<Box<str>>,
}

/// Rows of one type, newest first, or one row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Range {
    pub(crate) kind: ResourceType,
    pub(crate) one: Option<RecordId>,
    /// One bit for each category by its number; all bits for all categories.
    pub(crate) categories: i64,
    pub(crate) code: Option<i32>,
    pub(crate) since_us: i64,
    pub(crate) before_us: i64,
    pub(crate) limit: usize,
    pub(crate) bodies: Bodies,
    /// Marks that hide a row from the reader: set by the grant, never by who asks.
    pub(crate) hidden: Marks,
    /// The registered system whose rows are all that the reader may see: set by the grant.
    pub(crate) source: Option<ClientKey>,
    /// Bits of codes that a row must have: `fhir::search::bits`.
    pub(crate) tokens: i64,
}

impl Range {
    /// Whether it is of a part that asks the person to sign in anew.
    pub(crate) fn asks(&self, lens: &Lens) -> bool {
        lens.asks(Area::of(self.kind))
    }

    /// The range as this lens lets it be read: hidden rows are passed over before they are counted, so that the length
    /// of a page tells nothing. Rows that are kept back one by one are read for and sifted out after.
    pub(crate) fn through(&self, lens: &Lens) -> Self {
        let mut range = self.clone();
        range.hidden = lens.hidden();
        range.source = lens.own_only();
        range.limit = self.limit.saturating_add(lens.exceptions());
        if let Some(from) = lens.closed_from() {
            range.before_us = range.before_us.min(from.as_microsecond());
        }
        if range.kind != ResourceType::Patient && !lens.areas().has(Area::of(range.kind)) {
            range.limit = 0;
        }
        range
    }
}

/// What comes with a row of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Bodies {
    /// The document.
    Open,
    /// The document as it is kept, for [`Store::open_rows`](crate::Store::open_rows).
    Sealed,
    /// Nothing.
    Absent,
}

/// No lower end.
pub(crate) const SINCE_MIN: i64 = i64::MIN;
/// The bits of all categories.
pub(crate) const EVERY_CATEGORY: i64 = -1;
/// No upper end.
pub(crate) const BEFORE_MAX: i64 = i64::MAX;

impl Look {
    /// An empty look: what it is about, as the access log names it, and when.
    #[must_use]
    pub const fn new(matter: Matter, now: Timestamp) -> Self {
        Self { matter, now, ranges: Vec::new(), reason: None }
    }

    /// What it is about.
    #[must_use]
    pub const fn matter(&self) -> Matter {
        self.matter
    }

    /// Adds a range: the newest rows of a type by clinical time, at most `limit`.
    #[must_use]
    pub fn newest(mut self, kind: ResourceType, limit: usize) -> Self {
        let (since_us, before_us) = (SINCE_MIN, BEFORE_MAX);
        self.ranges.push(Range {
            kind,
            one: None,
            categories: EVERY_CATEGORY,
            code: None,
            since_us,
            before_us,
            limit,
            bodies: Bodies::Open,
            hidden: Marks::NONE,
            source: None,
            tokens: 0,
        });
        self
    }

    /// Adds a range: one resource of this record.
    #[must_use]
    pub fn one(mut self, id: RecordId) -> Self {
        self = self.newest(id.kind, 1);
        self.narrow(|range| range.one = Some(id))
    }

    /// Adds a range: the Patient resource of this record.
    #[must_use]
    pub fn patient(mut self) -> Self {
        self = self.newest(ResourceType::Patient, 1);
        self
    }

    /// Only rows of this category.
    #[must_use]
    pub fn category(self, category: Category) -> Self {
        self.categories(&[category])
    }

    /// Only rows of these categories. One range over several is read until it has its rows; a range for each would
    /// read the whole type for a category that is rare.
    #[must_use]
    pub fn categories(self, categories: &[Category]) -> Self {
        let bits = categories.iter().fold(0, |bits, category| bits | 1 << category.number());
        self.narrow(|range| range.categories = bits)
    }

    /// Only rows with this code key. The document is to be looked at again: keys can collide.
    #[must_use]
    pub fn code(self, code: CodeKey) -> Self {
        self.narrow(|range| range.code = Some(code.0))
    }

    /// Only rows that may have the codes of these bits. The document is to be looked at again: bits can collide, and rows that
    /// came before there were bits, or whose time has moved, are all let through.
    #[must_use]
    pub fn tokens(self, bits: i64) -> Self {
        self.narrow(|range| range.tokens = bits)
    }

    /// Only rows with a clinical time at or after this.
    #[must_use]
    pub fn since(self, since: Timestamp) -> Self {
        self.narrow(|range| range.since_us = since.as_microsecond())
    }

    /// Only rows with a clinical time before this.
    #[must_use]
    pub fn before(self, before: Timestamp) -> Self {
        self.narrow(|range| range.before_us = before.as_microsecond())
    }

    /// Only what is beside the documents: which rows there are, their times and kinds. The bodies are left packed and
    /// come as empty texts, which costs a tenth.
    #[must_use]
    pub fn heads(self) -> Self {
        self.narrow(|range| range.bodies = Bodies::Absent)
    }

    /// Documents are left packed, and come as empty texts until the rows are opened: a list that is cut by what lies
    /// beside the documents opens only what it shows.
    #[must_use]
    pub fn sealed(self) -> Self {
        self.narrow(|range| range.bodies = Bodies::Sealed)
    }

    /// With the reason that the reader has given in words. The citizen is told that there is one, and may ask for it.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The one thing the look is about, if it is about one.
    pub(crate) fn item(&self) -> Option<RecordId> {
        match &self.ranges[..] {
            [range] => range.one,
            _ => None,
        }
    }

    /// Whether it asks for nothing but single rows, each by its id.
    #[must_use]
    pub fn is_of_single_rows(&self) -> bool {
        self.ranges.iter().all(|range| range.one.is_some())
    }

    fn narrow(mut self, change: impl FnOnce(&mut Range)) -> Self {
        if let Some(range) = self.ranges.last_mut() {
            change(range);
        }
        self
    }
}

/// What a look found.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Whose record, and under which matter the look is in the access log.
    pub(crate) logged: Option<(PatientKey, Matter)>,
    pub(crate) ranges: Vec<Found>,
    /// Which side the reader stands on.
    pub(crate) reader: Option<Side>,
    /// Whether it looked for something of a part that asks the person to sign in anew.
    pub(crate) is_asking: bool,
}

/// The rows of one range.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) entries: Vec<Entry>,
    pub(crate) is_cut: bool,
    /// What the reader is told of without seeing it.
    pub(crate) withheld: Vec<Withheld>,
}

/// An item that the reader is told of without seeing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Announced, or locked.
    pub sight: Sight,
    /// When it shows itself, if that is known.
    pub release: Release,
    /// What type it is.
    pub kind: ResourceType,
}

impl Found {
    /// Bytes of memory that the rows take, or will when they are opened and read.
    pub(crate) fn weight(&self) -> u64 {
        let of = |entry: &Entry| {
            size_of::<Entry>() as u64 + entry.body.weight() + entry.sealed.as_ref().map_or(0, Body::weight)
        };
        self.entries.iter().map(of).sum()
    }

    /// Leaves only what the reader may see, and of the rest what they may be told.
    pub(crate) fn sift(&mut self, limit: usize, sees: impl Fn(&Item) -> Sight) {
        let withheld = &mut self.withheld;
        self.entries.retain(|entry| {
            let sight = sees(&entry.item());
            if matches!(sight, Sight::Announced | Sight::Locked) {
                withheld.push(Withheld { sight, release: entry.release, kind: entry.id.kind });
            }
            sight == Sight::Shown
        });
        if self.entries.len() > limit {
            self.entries.truncate(limit);
            self.is_cut = true;
        }
    }
}

impl Shelf {
    /// The rows of the range with this number, newest first; nothing for a number that was not asked for.
    #[must_use]
    pub fn range(&self, number: usize) -> &[Entry] {
        self.ranges.get(number).map_or(&[], |found| &found.entries)
    }

    /// Whether the limit cut the range: the list must say so.
    #[must_use]
    pub fn more(&self, number: usize) -> bool {
        self.ranges.get(number).is_some_and(|found| found.is_cut)
    }

    /// Which side of the record the reader stands on.
    #[must_use]
    pub const fn reader(&self) -> Option<Side> {
        self.reader
    }

    /// What the reader is told of without seeing it, in all ranges.
    pub fn all_withheld(&self) -> impl Iterator<Item = &Withheld> {
        self.ranges.iter().flat_map(|found| &found.withheld)
    }

    /// What the reader is told of without seeing it, in this range.
    #[must_use]
    pub fn withheld(&self, number: usize) -> &[Withheld] {
        self.ranges.get(number).map_or(&[], |found| &found.withheld)
    }

    /// The first row of the first range, without a copy of it.
    #[must_use]
    pub fn into_first(self) -> Option<Entry> {
        self.ranges.into_iter().next()?.entries.into_iter().next()
    }

    /// Whether something of what was looked for opens when the person has signed in anew.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        let is_of_the_person = matches!(self.reader, Some(Side::Person | Side::Youth));
        self.is_asking || is_of_the_person && self.all_withheld().any(|one| one.sight == Sight::Locked)
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.iter().all(|found| found.entries.is_empty())
    }

    /// The first row of a range: what `one` and `patient` look for.
    #[must_use]
    pub fn first(&self, number: usize) -> Option<&Entry> {
        self.range(number).first()
    }
}

/// One stored resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which one.
    pub id: RecordId,
    /// Its version, from 1.
    pub version: u32,
    /// When this version was stored.
    pub updated: Timestamp,
    /// Its clinical time, for order and ranges. What a page shows is in the document, with its precision.
    pub date: Timestamp,
    /// Its category, as `fhir::columns::Category` numbers them.
    pub category: i16,
    /// The key of its first coding.
    pub code: CodeKey,
    /// Its status, as `fhir::columns` numbers them.
    pub status: i16,
    /// What it is marked with.
    pub marks: Marks,
    /// From when the citizen sees it.
    pub release: Release,
    /// The registered system that has sent it, if one has.
    pub source: Option<ClientKey>,
    /// The FHIR JSON document, complete: with id, version and references as shown outside.
    pub body: Body,
    /// The document as it is kept, while it is not opened.
    pub(crate) sealed: Option<Body>,
}

impl Entry {
    /// A line of the access log as a document, which no row holds: it has one version, of the time when it was written.
    #[must_use]
    pub fn of_log(id: RecordId, at: Timestamp, body: String) -> Self {
        let (category, code, status) = (0, CodeKey::NONE, 0);
        let (marks, release) = (Marks::NONE, Release::AtOnce);
        let (version, updated, date, source, sealed) = (1, at, at, None, None);
        let body = Body::open(body.into());
        Self { id, version, updated, date, category, code, status, marks, release, source, body, sealed }
    }

    /// What the rules need to know of it.
    #[must_use]
    pub const fn item(&self) -> Item {
        Item { id: self.id, marks: self.marks, release: self.release, source: self.source }
    }
}

/// The order of lists: newest clinical time first, then the id.
pub(crate) fn newest_first(a: &Entry, b: &Entry) -> std::cmp::Ordering {
    b.date.cmp(&a.date).then(b.id.local.cmp(&a.id.local))
}

/// The row a `patient` range means.
pub(crate) const fn patient_row(patient: PatientKey) -> RecordId {
    RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT }
}
