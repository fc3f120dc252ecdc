//! The matches of one page: the first of the order after the place where the page begins. No more of them than that is kept.

use std::cmp::Ordering;

use helsami_domain::ids::RecordId;
use helsami_fhir::search::query::Query;
use helsami_fhir::search::sort::{self, Ranks};
use helsami_store::Entry;

use super::{Fault, row_of};

/// A place in the order: what a row is sorted by, and the row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) ranks: Ranks,
    pub(super) date_us: i64,
    pub(super) row: (i64, i64),
}

impl Place {
    fn of(entry: &Entry, ranks: Ranks) -> Self {
        let RecordId { patient, local, .. } = entry.id;
        Self { ranks, date_us: entry.date.as_microsecond(), row: (patient.get(), local.get()) }
    }
}

/// Matches while they come.
pub(super) struct Matches<'m> {
    query: &'m Query,
    count: usize,
    from: Option<&'m Place>,
    total: usize,
    kept: Vec<(Place, Entry)>,
    has_more: bool,
}

impl<'m> Matches<'m> {
    pub(super) fn new(query: &'m Query, (count, from): (usize, Option<&'m Place>)) -> Result<Self, Fault> {
        if from.is_some_and(|from| from.ranks.len() != query.page.sort.len()) {
            return Err(Fault::Unclear("the page does not belong to this search".to_owned()));
        }
        Ok(Self { query, count, from, total: 0, kept: Vec::new(), has_more: false })
    }

    pub(super) fn add(&mut self, entry: Entry, ranks: Ranks) {
        self.total += 1;
        if self.count == 0 {
            return;
        }
        let place = Place::of(&entry, ranks);
        if self.from.is_some_and(|from| self.compare(&place, from) != Ordering::Greater) {
            return;
        }
        self.kept.push((place, entry));
        if self.kept.len() > 2 * self.count + 100 {
            self.cut();
        }
    }

    /// The place of a match that was found before.
    pub(super) fn place(&self, entry: &Entry) -> Place {
        Place::of(entry, sort::ranks(&self.query.page.sort, &mut row_of(entry)))
    }

    /// By the keys that were asked for, then newest first.
    pub(super) fn compare(&self, one: &Place, other: &Place) -> Ordering {
        sort::compare(&self.query.page.sort, &one.ranks, &other.ranks)
            .then(other.date_us.cmp(&one.date_us))
            .then(other.row.1.cmp(&one.row.1))
            .then(one.row.0.cmp(&other.row.0))
    }

    fn cut(&mut self) {
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_by(|one, other| self.compare(&one.0, &other.0));
        self.has_more |= kept.len() > self.count;
        kept.truncate(self.count);
        self.kept = kept;
    }

    /// How many there are in all, those of the page, and where the next one begins.
    pub(super) fn finish(mut self) -> (usize, Vec<Entry>, Option<Place>) {
        self.cut();
        let last = self.kept.last().map(|(place, _)| place.clone());
        let next = last.filter(|_| self.has_more);
        (self.total, self.kept.into_iter().map(|(_, entry)| entry).collect(), next)
    }
}
