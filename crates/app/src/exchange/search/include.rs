//! What comes with the matches: what they point to, and what points to them.

use std::collections::HashSet;

use helsami_domain::access::Act;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::include::Include;
use helsami_fhir::search::query::Query;
use helsami_store::{Entry, Look};

use super::places::Places;
use super::{Fault, Run, row_of};

/// Rounds of includes that go on from what was included.
const ROUNDS_MAX: usize = 5;
/// Rows that come with one page.
const INCLUDED_MAX: usize = 2000;

impl Run<'_> {
    /// What comes with the matches of a page. What the system may not see does not come.
    pub(super) async fn include(&mut self, query: &Query, matches: &[Entry]) -> Result<Vec<Entry>, Fault> {
        let mut included: Vec<Entry> = Vec::new();
        let mut known: HashSet<RecordId> = matches.iter().map(|entry| entry.id).collect();
        let mut from = 0;
        for round in 0..ROUNDS_MAX {
            let new: Vec<Entry> = if round == 0 { matches.to_vec() } else { included[from..].to_vec() };
            from = included.len();
            for include in query.page.includes.iter().filter(|include| round == 0 || include.is_iterated) {
                let found = if include.is_reverse {
                    self.those_that_point_to(include, &new).await?
                } else {
                    self.those_pointed_to(include, &new).await?
                };
                included.extend(found.into_iter().filter(|entry| known.insert(entry.id)));
                if included.len() > INCLUDED_MAX {
                    return Err(Fault::TooCostly(INCLUDED_MAX));
                }
            }
            if included.len() == from {
                break;
            }
        }
        Ok(included)
    }

    fn may(&self, kind: ResourceType) -> bool {
        crate::exchange::read::may_be_shown(self.caller, kind, Act::Search)
    }

    async fn those_pointed_to(&mut self, include: &Include, from: &[Entry]) -> Result<Vec<Entry>, Fault> {
        let mut rows: Vec<RecordId> = Vec::new();
        for entry in from {
            let ids = self.exchange.app.store.ids();
            include.targets(&mut row_of(entry), &mut |kind, id| rows.extend(ids.read(id, kind)));
        }
        rows.retain(|row| self.may(row.kind));
        rows.sort_unstable();
        rows.dedup();
        let mut found = Vec::new();
        for row in rows {
            let look = Look::new(Matter::Exchange, self.now).one(row);
            self.scan(row, look, &mut |entry| found.push(entry)).await?;
        }
        Ok(found)
    }

    async fn those_that_point_to(&mut self, include: &Include, to: &[Entry]) -> Result<Vec<Entry>, Fault> {
        let Some(kind) = include.from.filter(|kind| self.may(*kind)) else { return Ok(Vec::new()) };
        let to: Vec<RecordId> = to
            .iter()
            .map(|entry| entry.id)
            .filter(|row| include.to.is_none_or(|to| to == row.kind))
            .collect();
        if to.is_empty() {
            return Ok(Vec::new());
        }
        let mut records: Vec<PatientKey> = to.iter().map(|row| row.patient).collect();
        records.sort_unstable();
        records.dedup();
        // What points to a place or a practitioner may lie in any record.
        let is_anywhere = records.iter().any(|record| record.is_shared());
        let places = if is_anywhere { Places::Everywhere } else { Places::Records(records) };
        let wanted: HashSet<RecordId> = to.into_iter().collect();
        let (store, mut found) = (self.exchange.app.store.clone(), Vec::new());
        self.each((kind, 0), &places, &mut |entry| {
            let mut points = false;
            include.targets(&mut row_of(&entry), &mut |kind, id| {
                points |= store.ids().read(id, kind).is_some_and(|row| wanted.contains(&row));
            });
            if points {
                found.push(entry);
            }
        })
        .await?;
        Ok(found)
    }
}
