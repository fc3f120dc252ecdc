//! Whether a place of care has a relation to a patient now: found in the record, never stated by whoever wants in.

use helsami_domain::access::care::{CareTie, is_related};
use helsami_domain::access::weigh;
use helsami_domain::case::Owner;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_fhir::care::{Found, TYPES, care};
use helsami_fhir::keeper::keepers;
use helsami_store::Look;
use jiff::Timestamp;

use super::AtWork;
use crate::app::App;
use crate::read::ReadError;

/// Rows of each type that are looked through, the newest: what is older ties nobody any more but in rare courses, which
/// are few.
const ROWS: usize = 200;

impl App {
    /// Whether the organisation that somebody works for has a relation to the patient now. Shows nothing of the record, so
    /// that nothing is logged.
    pub(super) async fn is_related(
        &self,
        at_work: &AtWork,
        subject: PatientKey,
        now: Timestamp,
    ) -> Result<bool, ReadError> {
        let grant = weigh(subject)?;
        let look = TYPES.iter().fold(Look::new(Matter::Opening, now), |look, kind| look.newest(*kind, ROWS));
        let shelf = self.store.weighed(&grant, &look).await?;
        let resolve = |id: &str, kind| self.resolve(id, kind);
        let entries = TYPES.iter().enumerate().flat_map(|(range, kind)| {
            shelf.range(range).iter().filter_map(|entry| care(*kind, &entry.body, &resolve))
        });
        let holding: Vec<Found> = entries.filter(|found| found.tie.holds(now)).collect();
        let organization = at_work.organization.local;
        let is_named = |found: &Found| {
            is_related(std::slice::from_ref(&found.tie), organization, now)
                || found.leads.contains(&at_work.role)
        };
        if holding.iter().any(is_named) {
            return Ok(true);
        }
        // Staff and places that are named belong to an organisation each.
        let mut leads: Vec<RecordId> = holding.iter().flat_map(|found| found.leads.clone()).collect();
        leads.sort_unstable();
        leads.dedup();
        let rows = self.store.shared(&grant, &leads).await?;
        let of = |lead: &RecordId| rows.iter().find(|row| row.id == *lead);
        let ties: Vec<CareTie> = holding
            .iter()
            .map(|found| {
                let led = found.leads.iter().filter_map(of);
                let organizations = led.flat_map(|row| keepers(&row.body, &resolve).organizations);
                let organizations = organizations.filter_map(Owner::of).map(Owner::local).collect();
                CareTie { organizations, ..found.tie.clone() }
            })
            .collect();
        Ok(is_related(&ties, organization, now))
    }
}
