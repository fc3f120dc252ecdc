//! A search of several types at once: with parameters that all of them have, in one order, page by page.

use std::collections::HashSet;

use helsami_domain::access::Act;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::page::Total;
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::sort::Rank;
use helsami_fhir::search::value::Setting;
use helsami_store::Entry;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::matches::{Matches, Place};
use super::places::Places;
use super::{COUNT, COUNT_MAX, CURSOR, Found, Run};
use crate::exchange::{Caller, Exchange, Fault};

/// Types in one search: more than any client needs.
const TYPES_MAX: usize = 30;

/// A search and a place in its order, as they are sealed: the row and its type.
#[derive(Deserialize, Serialize)]
struct Sealed {
    client: String,
    types: Vec<i16>,
    pairs: Vec<(String, String)>,
    ranks: Vec<Option<String>>,
    date_us: i64,
    row: (i64, i64),
    of: i16,
}

/// What is asked, from which place on.
struct Asked {
    kinds: Vec<ResourceType>,
    pairs: Vec<(String, String)>,
    from: Option<(Place, i16)>,
}

/// A match with its place.
struct Match {
    place: Place,
    entry: Entry,
}

impl Match {
    fn of(&self) -> i16 {
        self.entry.id.kind.number()
    }
}

impl Asked {
    /// The types that `_type` names, or what the link to a page says.
    fn read(exchange: &Exchange, caller: &Caller, pairs: &[(String, String)]) -> Result<Self, Fault> {
        if let Some((_, cursor)) = pairs.iter().find(|(name, _)| name == CURSOR) {
            return Self::open(exchange, caller, (pairs, cursor));
        }
        let unclear = |text: &str| Fault::Unclear(text.to_owned());
        let named = pairs.iter().filter(|(name, _)| name == "_type").flat_map(|(_, value)| value.split(','));
        let mut kinds: Vec<ResourceType> = Vec::new();
        for name in named {
            let kind =
                ResourceType::from_name(name).ok_or_else(|| unclear("_type must name types of FHIR R4"))?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        match kinds.len() {
            0 => Err(Fault::NotOffered("a search without a type in its address needs _type".to_owned())),
            count if count > TYPES_MAX => Err(unclear("_type names more than 30 types")),
            _ => Ok(Self { kinds, pairs: pairs.to_vec(), from: None }),
        }
    }

    fn open(
        exchange: &Exchange,
        caller: &Caller,
        (pairs, cursor): (&[(String, String)], &str),
    ) -> Result<Self, Fault> {
        let fault = || Fault::Unclear("the page is not one of ours; follow the link as it is".to_owned());
        let is_form = |name: &str| matches!(name, CURSOR | "_format" | "_pretty");
        let content = exchange.app.store.cursor_open(cursor).ok_or_else(fault)?;
        let sealed: Sealed = serde_json::from_slice(&content).map_err(|_| fault())?;
        if sealed.client != caller.id() || !pairs.iter().all(|(name, _)| is_form(name)) {
            return Err(fault());
        }
        let kinds = sealed.types.iter().filter_map(|number| ResourceType::from_number(*number)).collect();
        let ranks = sealed.ranks.iter().map(|rank| rank.as_deref().and_then(Rank::read)).collect();
        let place = Place { ranks, date_us: sealed.date_us, row: sealed.row };
        Ok(Self { kinds, pairs: sealed.pairs, from: Some((place, sealed.of)) })
    }

    /// Where the page begins for one of the types: of rows in the same place, those of types with smaller numbers come first.
    fn from(&self, kind: ResourceType) -> Option<Place> {
        let (mut place, of) = self.from.clone()?;
        if kind.number() > of {
            place.row.0 -= 1;
        }
        Some(place)
    }

    fn seal(&self, exchange: &Exchange, caller: &Caller, (query, last): (&Query, &Match)) -> String {
        let Place { ranks, date_us, row } = &last.place;
        let sealed = Sealed {
            client: caller.id().to_owned(),
            types: self.kinds.iter().map(|kind| kind.number()).collect(),
            pairs: query.applied.clone(),
            ranks: ranks.iter().map(|rank| rank.as_ref().map(Rank::write)).collect(),
            date_us: *date_us,
            row: *row,
            of: last.of(),
        };
        exchange.app.store.cursor_seal(&serde_json::to_vec(&sealed).expect("texts and numbers are JSON"))
    }
}

impl Exchange {
    /// Searches for rows of all types that `_type` names. All of them together may cost what one search may.
    ///
    /// # Errors
    /// As [`Self::search`]; a parameter that one of the types does not have is not understood.
    pub async fn search_types(
        &self,
        caller: &Caller,
        pairs: &[(String, String)],
        (handling, now): (Handling, Timestamp),
    ) -> Result<Found, Fault> {
        let asked = Asked::read(self, caller, pairs)?;
        let mut queries = Vec::with_capacity(asked.kinds.len());
        for kind in &asked.kinds {
            super::not_of_the_log(*kind, "the access log is searched by itself: /AuditEvent?patient=…")?;
            super::super::read::in_scope(caller, *kind, Act::Search)?;
            let setting = Setting { base: self.base(), now };
            queries.push(Query::read(*kind, &asked.pairs, (setting, handling)).map_err(Fault::Search)?);
        }
        let mut run = self.run(caller, now);
        let (mut all, mut total, mut named, mut has_more) = (Vec::new(), 0, Vec::new(), false);
        for query in &mut queries {
            let found = run.of_type(query, asked.from(query.kind)).await?;
            total += found.total;
            has_more |= found.has_more;
            named.extend(found.places.named());
            all.extend(found.matches);
        }
        let Some(first) = queries.first() else { return Err(Fault::Scope) };
        let order = Matches::new(first, (0, None))?;
        all.sort_by(|one, other| order.compare(&one.place, &other.place).then(one.of().cmp(&other.of())));
        let count = first.page.count.unwrap_or(COUNT).min(COUNT_MAX);
        has_more |= all.len() > count;
        all.truncate(count);
        let last = all.last().filter(|_| has_more);
        let next = last.map(|last| asked.seal(self, caller, (first, last)));
        let matches: Vec<Entry> = all.into_iter().map(|one| one.entry).collect();
        let included = run.include_all(&queries, &matches).await?;
        let kind = first.kind;
        run.log((kind, &Places::Records(named)), matches.iter().chain(&included)).await?;
        let query = queries.swap_remove(0);
        let total = (query.page.total != Some(Total::None) || query.page.is_count()).then_some(total);
        Ok(Found { query, total, matches, included, next })
    }
}

/// What was found of one type.
struct OfType {
    total: usize,
    has_more: bool,
    places: Places,
    matches: Vec<Match>,
}

impl Run<'_> {
    async fn of_type(&mut self, query: &mut Query, from: Option<Place>) -> Result<OfType, Fault> {
        self.rename(query).await?;
        self.answer(query).await?;
        let places = self.places(query, None).await?;
        let count = query.page.count.unwrap_or(COUNT).min(COUNT_MAX);
        let mut matches =
            Matches::new(query, (if query.page.is_count() { 0 } else { count }, from.as_ref()))?;
        self.answering(query, &places, &mut |entry, ranks| matches.add(entry, ranks)).await?;
        let (total, found, place) = matches.finish();
        let order = Matches::new(query, (0, None))?;
        let matches = found.into_iter().map(|entry| Match { place: order.place(&entry), entry }).collect();
        Ok(OfType { total, has_more: place.is_some(), places, matches })
    }

    /// What comes with the matches of each type; nothing twice.
    async fn include_all(&mut self, queries: &[Query], matches: &[Entry]) -> Result<Vec<Entry>, Fault> {
        let mut known: HashSet<_> = matches.iter().map(|entry| entry.id).collect();
        let mut included = Vec::new();
        for query in queries.iter().filter(|query| !query.page.includes.is_empty()) {
            let own: Vec<Entry> =
                matches.iter().filter(|entry| entry.id.kind == query.kind).cloned().collect();
            let found = self.include(query, &own).await?;
            included.extend(found.into_iter().filter(|entry| known.insert(entry.id)));
        }
        Ok(included)
    }
}
