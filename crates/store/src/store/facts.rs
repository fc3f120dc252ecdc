//! What the rules decide from, and the note of a decision that let nobody in. Nothing here is shown to anybody.

use helsami_domain::access::{Actor, Grant, Naming, Weigh, closes_together};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::INVITATION;
use helsami_fhir::report::belonging;
use jiff::{SignedDuration, Timestamp};

use super::Store;
use crate::audit::chain::AuditNew;
use crate::batch::Named;
use crate::error::Error;
use crate::know;
use crate::look::{Entry, Look, Shelf};
use crate::session_token::SessionToken;
use crate::value::Value;

/// Relations or consents of one person: more than anybody has. A decision is never made from some of them.
const FACTS_MAX: usize = 2000;

/// Results and reports that are looked through in one stretch of time for what hangs together: more than anybody has in a year.
const TOGETHER_MAX: usize = 4000;
/// How long before a chosen result, report or order something that belongs with it may be dated, in days: an analysis is added
/// to a sample that was taken before, and an order is written down after.
const BEFORE_DAYS: i64 = 31;
/// And how long after, in days: as long as an order without an answer is waited for, and a day.
const AFTER_DAYS: i64 = 366;

impl Store {
    /// What a decision about a record is made from: the Patient, relations and consents, in three ranges. Shown to
    /// nobody, so nothing is logged.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn facts(&self, grant: &Grant<Weigh>) -> Result<Shelf, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let look = Look::new(Matter::Name, Timestamp::UNIX_EPOCH)
            .patient()
            .newest(ResourceType::RelatedPerson, FACTS_MAX)
            .newest(ResourceType::Consent, FACTS_MAX);
        let ranges = self.inner.backend.scan(&self.inner.keys, patient, &look.ranges).await?;
        if ranges.iter().any(|found| found.is_cut) {
            return Err(Error::TooMany("relations and consents of one person"));
        }
        Ok(Shelf { ranges, ..Shelf::default() })
    }

    /// What results and reports of the grant's record name, as far as they can hang together with some rows of it: from a month
    /// before the first to a year after. `None` where that is too many to look through. Shown to nobody, so nothing is logged,
    /// and no more of a row than which it names leaves the store.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn namings(
        &self,
        grant: &Grant<Weigh>,
        chosen: &[RecordId],
    ) -> Result<Option<Vec<Naming>>, Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let look = || Look::new(Matter::Name, Timestamp::UNIX_EPOCH);
        let rows = chosen.iter().filter(|row| row.patient == patient && closes_together(row.kind));
        let heads = rows.fold(look(), |look, row| look.one(*row).heads());
        let found = self.inner.backend.scan(&self.inner.keys, patient, &heads.ranges).await?;
        let dates = found.iter().flat_map(|found| &found.entries).map(|entry| entry.date).collect();
        let mut wide = look();
        for (since, before) in stretches(dates) {
            for kind in [ResourceType::DiagnosticReport, ResourceType::Observation] {
                wide = wide.newest(kind, TOGETHER_MAX).since(since).before(before);
            }
        }
        let found = self.inner.backend.scan(&self.inner.keys, patient, &wide.ranges).await?;
        if found.iter().any(|found| found.is_cut) {
            return Ok(None);
        }
        let resolve = |id: &str, kind| self.ids().read(id, kind);
        let entries = found.iter().flat_map(|found| &found.entries);
        let naming = |entry: &Entry| Naming { row: entry.id, names: belonging(&entry.body, &resolve) };
        Ok(Some(entries.map(naming).filter(|one| !one.names.is_empty()).collect()))
    }

    /// The rows in other records that name the person of the grant as somebody who may act for them. Candidates: the
    /// rules decide from the rows themselves.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn held(
        &self,
        grant: &Grant<Weigh>,
        identifiers: &[(String, String)],
    ) -> Result<Vec<RecordId>, Error> {
        let person = grant.patient().ok_or(Error::Grant)?;
        let named =
            identifiers.iter().map(|(system, value)| Named::Identifier(system.clone(), value.clone()));
        // Whoever was named by a record that is a part of this one by now is the same person.
        let keys = [person].into_iter().chain(self.ids().moves().parts(person)).map(Named::Person);
        let names: Vec<Named> = named.chain(keys).collect();
        let statements =
            names.iter().map(|name| (know::HELD, vec![Value::Bytes(self.inner.keys.holder_hash(name))]));
        let mut found = Vec::new();
        for row in self.inner.backend.rows_of(statements.collect()).await?.iter().flatten() {
            found.push(know::record_of(row)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Whose record one of these identifiers finds now. For a decision about the record of the grant; shown to nobody.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person_named(
        &self,
        _grant: &Grant<Weigh>,
        identifiers: &[(String, String)],
        now: Timestamp,
    ) -> Result<Option<PatientKey>, Error> {
        for (system, value) in identifiers {
            if let Some(record) = self.identified(ResourceType::Patient, (system, value), now).await? {
                return Ok(Some(record.patient));
            }
        }
        Ok(None)
    }

    /// The invitation that has this code, in whoever's record it is. A candidate: the rules decide from the row itself.
    ///
    /// # Errors
    /// What the database says.
    pub async fn invited(
        &self,
        _reader: &Grant<Weigh>,
        code: &SessionToken,
    ) -> Result<Option<RecordId>, Error> {
        let named = Named::Identifier(INVITATION.to_owned(), code.hash().show());
        let hash = vec![Value::Bytes(self.inner.keys.holder_hash(&named))];
        let rows = self.inner.backend.rows(know::HELD, hash).await?;
        rows.first().map(know::record_of).transpose()
    }

    /// Notes in the log of a record that a look was refused. Durable before it returns.
    ///
    /// # Errors
    /// [`Error::Grant`] for a grant without a patient; otherwise what the database says.
    pub async fn refused(
        &self,
        grant: &Grant<Weigh>,
        actor: Actor,
        (matter, now): (Matter, Timestamp),
    ) -> Result<(), Error> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let audit = self.audit(AuditNew::refused(grant, actor, (patient, matter), now))?;
        audit.await.map_err(|_| Error::Closed)?
    }
}

/// From when to when something can belong with rows of these dates; what overlaps is one stretch.
fn stretches(mut dates: Vec<Timestamp>) -> Vec<(Timestamp, Timestamp)> {
    dates.sort_unstable();
    let day = |days: i64| SignedDuration::from_hours(24 * days);
    let mut stretches: Vec<(Timestamp, Timestamp)> = Vec::new();
    for date in dates {
        let since = date.checked_sub(day(BEFORE_DAYS)).unwrap_or(Timestamp::MIN);
        let before = date.checked_add(day(AFTER_DAYS)).unwrap_or(Timestamp::MAX);
        match stretches.last_mut().filter(|(_, end)| since <= *end) {
            Some((_, end)) => *end = before,
            None => stretches.push((since, before)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::stretches;
    use jiff::Timestamp;

    #[test]
    fn what_overlaps_is_one_stretch() {
        let at = |text: &str| -> Timestamp { format!("{text}T00:00:00Z").parse().expect("a time") };
        let check = |dates: &[&str], expected: &[(&str, &str)]| {
            let expected: Vec<_> = expected.iter().map(|(since, before)| (at(since), at(before))).collect();
            assert_eq!(stretches(dates.iter().map(|date| at(date)).collect()), expected, "{dates:?}");
        };
        check(&[], &[]);
        check(&["2026-03-01"], &[("2026-01-29", "2027-03-02")]);
        check(&["2026-05-01", "2026-03-01"], &[("2026-01-29", "2027-05-02")]);
        check(&["2020-03-01", "2026-03-01"], &[("2020-01-30", "2021-03-02"), ("2026-01-29", "2027-03-02")]);
        assert_eq!(stretches(vec![Timestamp::MIN, Timestamp::MAX]).len(), 2);
    }
}
