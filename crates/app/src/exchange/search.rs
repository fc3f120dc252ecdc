//! Searching for registered systems: what a query asks, of the rows that the system may see, within what a search may cost.
//!
//! What is not understood is refused, and what would cost too much: an answer is never a part of the truth.

mod condition;
mod cursor;
mod history;
mod include;
mod log;
mod matches;
mod places;
mod several;

use helsami_domain::access::{self, Act, Grant, Read};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::bits;
use helsami_fhir::search::chain::Keys;
use helsami_fhir::search::issue::Issue;
use helsami_fhir::search::page::Total;
use helsami_fhir::search::plan;
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::row::Row;
use helsami_fhir::search::sort::Ranks;
use helsami_fhir::search::value::Setting;
use helsami_store::{Entry, Look};
use jiff::Timestamp;

use self::cursor::Cursor;
use self::matches::Matches;
use self::places::Places;
use super::{Caller, Exchange, Fault};

pub(super) use self::condition::is_searched;
pub use self::cursor::CURSOR;
pub use self::history::{History, HistoryOf};
pub(super) use self::log::{not_changed, not_of_the_log};

/// Matches on a page where nobody says how many.
const COUNT: usize = 50;
/// Matches on a page at most.
const COUNT_MAX: usize = 1000;
/// Why there is no history of a line of the access log.
pub(super) const NO_VERSIONS: &str = "the lines of the access log have no versions: each is what it is";
/// Records that are asked for at a time.
const RECORDS_AT_ONCE: usize = 500;

/// What is searched for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'w> {
    /// The type.
    pub kind: ResourceType,
    /// The patient whose record is searched, by id; none for all.
    pub within: Option<&'w str>,
    /// The parameters.
    pub pairs: &'w [(String, String)],
    /// What becomes of those that are not understood.
    pub handling: Handling,
}

/// What a search has found: one page of it.
#[derive(Debug)]
pub struct Found {
    /// The query as it was understood.
    pub query: Query,
    /// How many matches there are on all pages.
    pub total: Option<usize>,
    /// The matches of this page.
    pub matches: Vec<Entry>,
    /// What comes with them.
    pub included: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What a search has cost so far, or several that may cost together what one may: rows that were read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    rows: usize,
    most: usize,
}

impl Cost {
    /// Nothing yet.
    pub(super) fn new(exchange: &Exchange, caller: &Caller) -> Self {
        Self { rows: 0, most: caller.registered.search_rows.unwrap_or(exchange.terms.search_rows) }
    }

    fn add(&mut self, rows: usize) -> Result<(), Fault> {
        self.rows = self.rows.saturating_add(rows);
        if self.rows > self.most { Err(Fault::TooCostly(self.most)) } else { Ok(()) }
    }
}

/// What a search is doing.
struct Run<'r> {
    exchange: &'r Exchange,
    caller: &'r Caller,
    now: Timestamp,
    cost: Cost,
    /// The records that the question names, or that another question in it has gone through, and that no line tells of yet.
    named: Vec<PatientKey>,
}

impl Exchange {
    /// Searches for rows of one type. Whoever's record is shown, or was named in the question, finds a line in their log.
    ///
    /// # Errors
    /// [`Fault::Search`] for what is not understood, [`Fault::TooCostly`], [`Fault::Scope`]; otherwise what the store says.
    pub async fn search(&self, caller: &Caller, wanted: Wanted<'_>, now: Timestamp) -> Result<Found, Fault> {
        self.search_within(caller, wanted, (now, &mut Cost::new(self, caller))).await
    }

    /// Searches, and adds what it costs to what others have cost before it.
    pub(super) async fn search_within(
        &self,
        caller: &Caller,
        wanted: Wanted<'_>,
        (now, spent): (Timestamp, &mut Cost),
    ) -> Result<Found, Fault> {
        // Whoever is not named for the log searches AuditEvents as documents: its own.
        if wanted.kind == ResourceType::AuditEvent && caller.scopes.open_log(Act::Search) {
            return self.search_log(caller, wanted, now).await;
        }
        let cursor = Cursor::find(self, caller, wanted)?;
        let (pairs, within) = match &cursor {
            Some(cursor) => (&cursor.pairs[..], cursor.within.as_deref()),
            None => (wanted.pairs, wanted.within),
        };
        super::read::in_scope(caller, wanted.kind, Act::Search)?;
        let setting = Setting { base: self.base(), now };
        let mut query = Query::read(wanted.kind, pairs, (setting, wanted.handling)).map_err(Fault::Search)?;
        let mut run = Run { exchange: self, caller, now, cost: *spent, named: Vec::new() };
        run.rename(&mut query).await?;
        run.answer(&mut query).await?;
        let places = run.places(&query, within).await?;
        let count = query.page.count.unwrap_or(COUNT).min(COUNT_MAX);
        let from = cursor.as_ref().map(|cursor| &cursor.place);
        let mut matches = Matches::new(&query, (if query.page.is_count() { 0 } else { count }, from))?;
        run.answering(&query, &places, &mut |entry, ranks| matches.add(entry, ranks)).await?;
        let (total, found, place) = matches.finish();
        let next = place.map(|place| {
            Cursor { pairs: query.applied.clone(), within: within.map(str::to_owned), place }
                .seal(self, caller, query.kind)
        });
        let included = run.include(&query, &found).await?;
        *spent = run.cost;
        run.log((query.kind, &places), found.iter().chain(&included)).await?;
        let total = (query.page.total != Some(Total::None) || query.page.is_count()).then_some(total);
        Ok(Found { query, total, matches: found, included, next })
    }
}

impl Run<'_> {
    /// Answers what the query asks of other documents, deepest first. Whose records they are asked in by name finds a line as whoever
    /// the query itself names: what they hold decides what is shown of others.
    async fn answer(&mut self, query: &mut Query) -> Result<(), Fault> {
        let named = self.persons(query).await?;
        while let Some(open) = query.open() {
            let sub = open.sub();
            super::read::in_scope(self.caller, sub.kind, Act::Search)?;
            let tests = std::slice::from_ref(&*sub.test);
            let places = match &named {
                Some(named) if plan::is_of_owners(&open) => Places::Records(named.clone()),
                _ => self.places_of(sub.kind, tests).await?,
            };
            self.named.extend(places.named());
            let mut keys = Keys::new();
            let (wanted, names) = ((sub.kind, bits::wanted(sub.kind, tests)), plan::names(sub.kind, tests));
            let mut named = Vec::new();
            self.each(wanted, &places, &mut |entry| {
                let mut row = row_of(&entry);
                if sub.test.holds(&mut row) {
                    sub.take(&mut row, &mut keys);
                    named.extend(names.then_some(entry.id.patient));
                }
            })
            .await?;
            self.named.extend(named);
            open.close(keys);
        }
        Ok(())
    }

    /// Shows each row that answers a query, with what it is sorted by.
    async fn answering(
        &mut self,
        query: &Query,
        places: &Places,
        see: &mut (dyn FnMut(Entry, Ranks) + Send),
    ) -> Result<(), Fault> {
        let wanted = (query.kind, bits::wanted(query.kind, &query.tests));
        let (names, mut named) = (plan::names(query.kind, &query.tests), Vec::new());
        self.each(wanted, places, &mut |entry| {
            if let Some(ranks) = query.ranked(row_of(&entry)) {
                named.extend(names.then_some(entry.id.patient));
                see(entry, ranks);
            }
        })
        .await?;
        self.named.extend(named);
        Ok(())
    }

    /// Shows each row of a type that the system may see, but for those that lack the bits of the codes that are asked for.
    async fn each(
        &mut self,
        wanted: (ResourceType, i64),
        places: &Places,
        see: &mut (dyn FnMut(Entry) + Send),
    ) -> Result<(), Fault> {
        match places {
            Places::Rows(rows) => {
                for row in rows {
                    self.scan(*row, Look::new(Matter::Exchange, self.now).one(*row), see).await?;
                }
            }
            Places::Records(records) | Places::Found(records) => {
                for record in records {
                    self.record((*record, wanted), see).await?;
                }
            }
            Places::Everywhere => {
                let grant = access::find_as_client(self.caller.actor)?;
                let mut after = None;
                loop {
                    let store = &self.exchange.app.store;
                    let records = store.records_after(&grant, after, RECORDS_AT_ONCE).await?;
                    for record in &records {
                        self.record((*record, wanted), see).await?;
                    }
                    after = records.last().copied();
                    if after.is_none() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    async fn record(
        &mut self,
        (patient, (kind, bits)): (PatientKey, (ResourceType, i64)),
        see: &mut (dyn FnMut(Entry) + Send),
    ) -> Result<(), Fault> {
        self.cost.add(1)?;
        // A long search lets others have their turn, and can be given up.
        tokio::task::yield_now().await;
        let row = RecordId { patient, kind, local: LocalId::PATIENT };
        let most = self.cost.most - self.cost.rows;
        let look = Look::new(Matter::Exchange, self.now).newest(kind, most.saturating_add(1)).tokens(bits);
        self.scan(row, look, see).await
    }

    async fn scan(
        &mut self,
        row: RecordId,
        look: Look,
        see: &mut (dyn FnMut(Entry) + Send),
    ) -> Result<(), Fault> {
        let grant = self.admit(row).await?;
        let entries = self.exchange.app.store.searched(&grant, &look).await?;
        self.cost.add(entries.len())?;
        entries.into_iter().for_each(see);
        Ok(())
    }

    async fn admit(&self, row: RecordId) -> Result<Grant<Read>, Fault> {
        // AuditEvents are for their sender alone, whatever else the system reads.
        let is_own = row.kind == ResourceType::AuditEvent;
        self.exchange.admit(self.caller, (row, Act::Search), (self.now, is_own)).await
    }

    /// Notes the look with everybody whose record is shown, and with whoever was named in the question: that nothing was found
    /// tells something too.
    async fn log(
        &mut self,
        (kind, places): (ResourceType, &Places),
        shown: impl Iterator<Item = &Entry>,
    ) -> Result<(), Fault> {
        let mut rows: Vec<RecordId> = shown.map(|entry| entry.id).collect();
        rows.sort_unstable_by_key(|row| row.patient);
        rows.dedup_by_key(|row| row.patient);
        let mut named = std::mem::take(&mut self.named);
        named.extend(places.named());
        named.sort_unstable();
        named.dedup();
        for patient in named {
            let is_shown = rows.binary_search_by_key(&patient, |row| row.patient).is_ok();
            if !is_shown && self.is_there(patient).await? {
                rows.push(RecordId { patient, kind, local: LocalId::PATIENT });
                rows.sort_unstable_by_key(|row| row.patient);
            }
        }
        let mut looks = Vec::with_capacity(rows.len());
        for row in rows.into_iter().filter(|row| !row.patient.is_shared()) {
            // Whoever is only named is told what the system may see of them, which may be more than what it asked for.
            let is_own = row.kind == ResourceType::AuditEvent && row.local != LocalId::PATIENT;
            let grant = self.exchange.admit(self.caller, (row, Act::Search), (self.now, is_own)).await?;
            looks.push((grant, Look::new(Matter::Exchange, self.now)));
        }
        Ok(self.exchange.app.store.looked_into(&looks).await?)
    }

    /// Whether there is such a person. What is not there is in nobody's log.
    async fn is_there(&self, patient: PatientKey) -> Result<bool, Fault> {
        if patient.is_shared() {
            return Ok(false);
        }
        let look = Look::new(Matter::Exchange, self.now).patient().heads();
        let shelf = self.exchange.app.store.weighed(&access::weigh(patient)?, &look).await?;
        Ok(shelf.first(0).is_some())
    }
}

/// The document of a row, for matching.
fn row_of(entry: &Entry) -> Row<'_> {
    Row::with(entry.id.kind, &entry.body, entry.body.contents())
}

/// Why a search was refused, for an answer: one sentence for each parameter.
#[must_use]
pub fn sentences(issues: &[Issue]) -> String {
    issues.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
