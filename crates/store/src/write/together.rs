//! One write into several records: each part by its own grant, and all of it or nothing.

use helsami_domain::access::{Grant, Write};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::place::Placed;
use super::plan::Plan;
use super::{Delivery, Incoming, WriteError, Written};
use crate::apply::Packed;
use crate::batch::Batch;
use crate::error::Error;
use crate::job::Job;
use crate::store::Store;

/// What is written into one record, and the grant for it.
pub type Part<'p, 't> = (&'p Grant<Write>, Vec<Incoming<'t>>);

impl Store {
    /// Writes documents of this installation's own making into several records, durable before it returns. What became of
    /// each document stands in the order of the parts.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing is stored, in no record.
    pub async fn write_together(
        &self,
        parts: Vec<Part<'_, '_>>,
        now: Timestamp,
    ) -> Result<Vec<Written>, WriteError> {
        let (mut all, mut written): (Option<Packed>, Vec<Written>) = (None, Vec::new());
        for (grant, entries) in parts {
            let (batch, one) = self.placed(grant, entries, now).await?;
            let packed = self.pack(grant, batch)?;
            all = Some(match all {
                Some(before) => before.and(packed),
                None => packed,
            });
            written.extend(one);
        }
        let Some(packed) = all else { return Ok(written) };
        let (reply, answer) = oneshot::channel();
        self.send(Job::Apply(Box::new(packed), reply))?;
        let applied = answer.await.map_err(|_| Error::Closed)??;
        super::place::say_versions(&applied.versions, &mut written);
        Ok(written)
    }

    /// The batch that writes these documents.
    pub(crate) async fn placed(
        &self,
        grant: &Grant<Write>,
        entries: Vec<Incoming<'_>>,
        now: Timestamp,
    ) -> Result<(Batch, Vec<Written>), WriteError> {
        let delivery = Delivery { entries, ..Delivery::default() };
        let plan = Plan::of(&delivery)?;
        let moves = self.ids().moves().state();
        let known = self.known(grant, &plan).await?;
        let placed = Placed::of(&plan, &known, (now, &moves))?;
        let stored = self.stored(grant, placed.rows_wanted()).await?;
        placed.batch(&stored, self.ids(), now)
    }
}
