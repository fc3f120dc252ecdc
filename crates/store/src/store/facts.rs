//! What the rules decide from, and the note of a decision that let nobody in. Nothing here is shown to anybody.

use helsami_domain::access::{Actor, Grant, Weigh};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::INVITATION;
use jiff::Timestamp;

use super::Store;
use crate::audit::chain::AuditNew;
use crate::batch::Named;
use crate::error::Error;
use crate::know;
use crate::look::{Look, Shelf};
use crate::session_token::SessionToken;
use crate::value::Value;

/// Relations or consents of one person: more than anybody has. A decision is never made from some of them.
const FACTS_MAX: usize = 2000;

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
