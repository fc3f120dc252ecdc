//! Histories: of one resource, of a type, of everything. Newest first, deletions too, page by page.
//!
//! Nothing says of a version where it lies but its row, so that the history of a type goes through every record, as a search does that
//! names nobody, and may cost as much: one that would cost more is refused, never cut.

use std::cmp::Reverse;

use helsami_domain::access::{self, Act};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::compartment;
use helsami_store::{Changed, Look, Version};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{CURSOR, RECORDS_AT_ONCE, Run};
use crate::exchange::{Caller, Exchange, Fault};

/// Versions on a page where nobody says how many, and at most.
const COUNT: usize = 1000;

/// Which history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryOf<'h> {
    /// Of one resource.
    One(ResourceType, &'h str),
    /// Of a type.
    Type(ResourceType),
    /// Of every type that the system may search.
    All,
}

impl<'h> HistoryOf<'h> {
    /// The history that lies at this address below ours: `_history`, `Type/_history`, `Type/id/_history`.
    #[must_use]
    pub fn at(path: &'h str) -> Option<Self> {
        let steps: Vec<&str> = path.split('/').collect();
        match steps[..] {
            ["_history"] => Some(Self::All),
            [kind, "_history"] => ResourceType::from_name(kind).map(Self::Type),
            [kind, id, "_history"] => ResourceType::from_name(kind).map(|kind| Self::One(kind, id)),
            _ => None,
        }
    }
}

/// One page of a history.
#[derive(Debug)]
pub struct History {
    /// How many versions there are on all pages.
    pub total: usize,
    /// Those of this page, each with its row.
    pub versions: Vec<(RecordId, Version)>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What is wanted of a history, and where its page begins. It is sealed as it is.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Asked {
    client: String,
    of: String,
    since_us: Option<i64>,
    at: Option<String>,
    count: usize,
    place: Option<Place>,
}

/// A place in the order: time, row and version, each from the greatest on.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Place {
    updated_us: i64,
    row: (i64, i16, i64),
    version: u32,
}

impl Place {
    fn of(row: RecordId, updated: Timestamp, version: u32) -> Self {
        let row = (row.patient.get(), row.kind.number(), row.local.get());
        Self { updated_us: updated.as_microsecond(), row, version }
    }
}

impl Asked {
    fn read(
        exchange: &Exchange,
        (caller, of): (&Caller, HistoryOf<'_>),
        pairs: &[(String, String)],
    ) -> Result<Self, Fault> {
        let unclear = |text: &str| Fault::Unclear(text.to_owned());
        let of = format!("{of:?}");
        let mut asked = Self { client: caller.id().to_owned(), of, count: COUNT, ..Self::default() };
        for (name, value) in pairs {
            // A `+` that was not written as %2B has become a space.
            let moment = value.replace(' ', "+");
            match name.as_str() {
                "_since" => {
                    let since: Result<Timestamp, _> = moment.parse();
                    let since = since.map_err(|_| unclear("_since must be a moment with its zone"))?;
                    asked.since_us = Some(since.as_microsecond());
                }
                "_at" => {
                    When::parse(&moment).ok_or_else(|| unclear("_at must be a date or a moment"))?;
                    asked.at = Some(moment);
                }
                "_count" => {
                    let count: usize = value.parse().map_err(|_| unclear("_count must be a number"))?;
                    asked.count = count.min(COUNT);
                }
                CURSOR => return asked.opened(exchange, pairs),
                "_format" | "_pretty" => {}
                _ => return Err(unclear("of a history only _since, _at and _count are offered")),
            }
        }
        Ok(asked)
    }

    /// What the link to a page says; beside it only the form of the answer may stand.
    fn opened(&self, exchange: &Exchange, pairs: &[(String, String)]) -> Result<Self, Fault> {
        let fault = || Fault::Unclear("the page is not one of ours; follow the link as it is".to_owned());
        let is_form = |name: &str| matches!(name, CURSOR | "_format" | "_pretty");
        let [(_, cursor)] = &pairs.iter().filter(|(name, _)| name == CURSOR).collect::<Vec<_>>()[..] else {
            return Err(fault());
        };
        let content = exchange.app.store.cursor_open(cursor).ok_or_else(fault)?;
        let opened: Self = serde_json::from_slice(&content).map_err(|_| fault())?;
        let is_ours = opened.client == self.client && opened.of == self.of && opened.place.is_some();
        let is_alone = pairs.iter().all(|(name, _)| is_form(name));
        if is_ours && is_alone { Ok(opened) } else { Err(fault()) }
    }

    fn since(&self) -> Option<Timestamp> {
        self.since_us.and_then(|us| Timestamp::from_microsecond(us).ok())
    }

    /// Whether a version is wanted, that stood until the next one was stored. At a time means what stood then.
    fn wants(&self, updated: Timestamp, next: Option<Timestamp>) -> bool {
        let at = self.at.as_deref().and_then(When::parse);
        self.since().is_none_or(|since| updated >= since)
            && at.is_none_or(|at| {
                updated
                    < at.end()
                        .max(at.start().checked_add(SignedDuration::from_micros(1)).unwrap_or(Timestamp::MAX))
                    && next.is_none_or(|next| next > at.start())
            })
    }

    /// The page of all that is wanted: the newest after the place, and where the next begins.
    fn page<T>(&self, exchange: &Exchange, mut all: Vec<(Place, T)>) -> (Vec<T>, Option<String>) {
        all.sort_unstable_by_key(|(place, _)| Reverse(*place));
        all.retain(|(place, _)| self.place.is_none_or(|from| *place < from));
        let has_more = all.len() > self.count && self.count > 0;
        all.truncate(self.count);
        let place = all.last().map(|(place, _)| *place).filter(|_| has_more);
        let next = place.map(|place| {
            let next = Self { place: Some(place), ..self.clone() };
            exchange.app.store.cursor_seal(&serde_json::to_vec(&next).expect("texts and numbers are JSON"))
        });
        (all.into_iter().map(|(_, one)| one).collect(), next)
    }
}

impl Exchange {
    /// A page of a history. Whoever's rows are shown finds a line in their log.
    ///
    /// # Errors
    /// [`Fault::TooCostly`], [`Fault::Scope`], [`Fault::Unclear`]; of one resource as [`Self::read`]; otherwise what the store says.
    pub async fn histories(
        &self,
        caller: &Caller,
        (of, pairs): (HistoryOf<'_>, &[(String, String)]),
        now: Timestamp,
    ) -> Result<History, Fault> {
        if let HistoryOf::Type(kind) = of {
            super::not_of_the_log(kind, super::NO_VERSIONS)?;
        }
        let asked = Asked::read(self, (caller, of), pairs)?;
        if let HistoryOf::One(kind, id) = of {
            let (row, versions) = self.history(caller, (kind, id), now).await?;
            let mut next = None;
            let wanted =
                versions.into_iter().filter(|one| asked.wants(one.updated, next.replace(one.updated)));
            let all: Vec<_> =
                wanted.map(|one| (Place::of(row, one.updated, one.version), (row, one))).collect();
            let total = all.len();
            let (versions, next) = asked.page(self, all);
            return Ok(History { total, versions, next });
        }
        let kinds: Vec<ResourceType> = match of {
            HistoryOf::Type(kind) => vec![kind],
            _ => ResourceType::ALL.iter().copied().filter(|kind| *kind != ResourceType::AuditEvent).collect(),
        };
        let mut run = self.run(caller, now);
        let all = run.changes(kinds, &asked).await?;
        let total = all.len();
        let (changes, next) = asked.page(self, all);
        let versions = run.changed(&changes).await?;
        Ok(History { total, versions, next })
    }
}

impl Run<'_> {
    /// Every version of these types that is wanted and may be seen.
    async fn changes(
        &mut self,
        mut kinds: Vec<ResourceType>,
        asked: &Asked,
    ) -> Result<Vec<(Place, Changed)>, Fault> {
        kinds.retain(|kind| self.caller.scopes.allow(*kind, Act::Search));
        let (Some(first), is_everything) = (kinds.first().copied(), kinds.len() > 1) else {
            return Err(Fault::Scope);
        };
        let numbers = if is_everything { (0, i16::MAX) } else { (first.number(), first.number()) };
        let mut found = Vec::new();
        // What a register is, is asked of each type.
        for kind in &kinds {
            self.changes_in((PatientKey::SHARED, *kind), (kind.number(), kind.number()), (asked, &mut found))
                .await?;
        }
        let is_nobodys =
            |kind: &ResourceType| *kind != ResourceType::Patient && compartment::paths(*kind).is_empty();
        if !kinds.iter().all(is_nobodys) {
            let grant = access::find_as_client(self.caller.actor)?;
            let mut after = Some(PatientKey::SHARED);
            while after.is_some() {
                let store = &self.exchange.app.store;
                let records = store.records_after(&grant, after, RECORDS_AT_ONCE).await?;
                for record in &records {
                    self.changes_in((*record, first), numbers, (asked, &mut found)).await?;
                }
                after = records.last().copied();
            }
        }
        found.retain(|(_, change)| kinds.contains(&change.id().kind));
        Ok(found)
    }

    async fn changes_in(
        &mut self,
        (patient, kind): (PatientKey, ResourceType),
        numbers: (i16, i16),
        (asked, found): (&Asked, &mut Vec<(Place, Changed)>),
    ) -> Result<(), Fault> {
        if !patient.is_shared() {
            self.cost.add(1)?;
            // A long one lets others have their turn, and can be given up.
            tokio::task::yield_now().await;
        }
        let grant = self.admit(RecordId { patient, kind, local: LocalId::PATIENT }).await?;
        let most = self.cost.most - self.cost.rows;
        let store = &self.exchange.app.store;
        let (changes, read) = store.changes(&grant, numbers, (asked.since(), most)).await?;
        self.cost.add(read)?;
        let wanted = changes.into_iter().filter(|change| asked.wants(change.updated(), change.next()));
        found.extend(wanted.map(|one| (Place::of(one.id(), one.updated(), one.version()), one)));
        Ok(())
    }

    /// The documents of a page, after a line in the log of everybody whom it shows.
    async fn changed(&self, changes: &[Changed]) -> Result<Vec<(RecordId, Version)>, Fault> {
        let mut records: Vec<RecordId> = changes.iter().map(Changed::id).collect();
        records.sort_unstable_by_key(|row| row.patient);
        records.dedup_by_key(|row| row.patient);
        let (mut looks, mut shown) = (Vec::with_capacity(records.len()), Vec::with_capacity(changes.len()));
        for row in records {
            let grant = self.admit(row).await?;
            let own: Vec<Changed> =
                changes.iter().filter(|change| change.id().patient == row.patient).copied().collect();
            let versions = self.exchange.app.store.changed(&grant, &own).await?;
            shown.extend(own.iter().map(|change| (change.id(), change.version())).zip(versions));
            looks.push((grant, Look::new(Matter::Exchange, self.now)));
        }
        self.exchange.app.store.looked_into(&looks).await?;
        let mut found: std::collections::HashMap<(RecordId, u32), Version> = shown.into_iter().collect();
        let one = |change: &Changed| Some((change.id(), found.remove(&(change.id(), change.version()))?));
        Ok(changes.iter().filter_map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use jiff::Timestamp;

    fn time(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    #[test]
    fn since_and_at() {
        let (first, second) = (time("2026-11-24T08:00:00Z"), time("2026-11-26T08:00:00Z"));
        let check = |since: Option<&str>, at: Option<&str>, expected: (bool, bool)| {
            let since_us = since.map(|text| time(text).as_microsecond());
            let asked = Asked { since_us, at: at.map(str::to_owned), ..Asked::default() };
            assert_eq!(
                (asked.wants(first, Some(second)), asked.wants(second, None)),
                expected,
                "{since:?} {at:?}"
            );
        };
        check(None, None, (true, true));
        check(Some("2026-11-26T08:00:00Z"), None, (false, true));
        check(Some("2026-11-26T08:00:01Z"), None, (false, false));
        check(None, Some("2026-11-25"), (true, false));
        check(None, Some("2026-11-26"), (true, true));
        check(None, Some("2026-11-26T08:00:00Z"), (false, true));
        check(None, Some("2026-11-23"), (false, false));
    }
}
