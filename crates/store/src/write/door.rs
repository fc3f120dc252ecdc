//! The door itself: what a delivery goes through, from its texts to what was written.

use helsami_domain::access::{Grant, Write};
use helsami_domain::ids::RecordId;
use jiff::Timestamp;

use super::{Delivery, Incoming, Receipt, TRIES, WriteError, Written, foreign, new, place, plan};
use crate::batch::{Known, Wanted};
use crate::error::Error;
use crate::look::Entry;
use crate::store::Store;

impl Store {
    /// The mark of texts that are delivered together.
    #[must_use]
    pub fn mark_of<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> [u8; 32] {
        let mut digest = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
        for text in texts {
            digest.update(&(text.len() as u64).to_be_bytes());
            digest.update(text.as_bytes());
        }
        digest.finish().as_ref().try_into().expect("SHA-256 has 32 bytes")
    }

    /// Writes documents of this installation's own making, with ids as it shows them, all or nothing, durable before it returns.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing is stored.
    pub async fn write(
        &self,
        grant: &Grant<Write>,
        entries: Vec<Incoming<'_>>,
        now: Timestamp,
    ) -> Result<Vec<Written>, WriteError> {
        let delivery = Delivery { entries, ..Delivery::default() };
        match self.deliver(grant, &delivery, now).await? {
            Receipt::Written(written) => Ok(written),
            Receipt::Known => Ok(Vec::new()),
        }
    }

    /// Writes a delivery, all or nothing, durable before it returns.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing is stored.
    pub async fn deliver(
        &self,
        grant: &Grant<Write>,
        delivery: &Delivery<'_>,
        now: Timestamp,
    ) -> Result<Receipt, WriteError> {
        self.place(grant, delivery, (now, None)).await
    }

    /// Writes a delivery as [`Self::deliver`] does, and shows what is new as it stands in the store: whoever has sent it is answered
    /// without reading it back.
    ///
    /// # Errors
    /// [`WriteError`]; then nothing is stored.
    pub async fn deliver_shown(
        &self,
        grant: &Grant<Write>,
        delivery: &Delivery<'_>,
        now: Timestamp,
    ) -> Result<(Receipt, Vec<Entry>), WriteError> {
        let mut fresh = Vec::new();
        let receipt = self.place(grant, delivery, (now, Some(&mut fresh))).await?;
        if receipt == Receipt::Known {
            fresh.clear();
        }
        Ok((receipt, fresh))
    }

    async fn place(
        &self,
        grant: &Grant<Write>,
        delivery: &Delivery<'_>,
        (now, mut fresh): (Timestamp, Option<&mut Vec<Entry>>),
    ) -> Result<Receipt, WriteError> {
        let plan = plan::Plan::of(delivery)?;
        let own = grant.lens().own_only();
        let mut tries = 0;
        loop {
            tries += 1;
            let moves = self.ids().moves().state();
            let known = self.known(grant, &plan).await?;
            if known.is_marked {
                return Ok(Receipt::Known);
            }
            let placed = place::Placed::of(&plan, &known, (now, &moves))?;
            placed.waits()?;
            let stored = self.stored(grant, placed.rows_wanted()).await?;
            // Labels that staff here have set are not the sender's to lift.
            if let Some(texts) = placed.labelled(&stored, (self.ids(), own.is_some())) {
                let with = place::with_labels(delivery, &texts);
                return Box::pin(self.place(grant, &with, (now, fresh))).await;
            }
            let (mut batch, mut written) = placed.batch(&stored, self.ids(), now)?;
            foreign::spare((own, &stored), &mut batch, &mut written)?;
            if let Some(fresh) = &mut fresh {
                **fresh = new::entries(&batch, (own, self.ids()))?;
            }
            match self.apply(grant, batch).await {
                Ok(applied) if applied.was_known => return Ok(Receipt::Known),
                Ok(applied) => {
                    place::say_versions(&applied.versions, &mut written);
                    return Ok(Receipt::Written(written));
                }
                Err(Error::Taken | Error::Version { .. }) if tries < TRIES && !delivery.is_decided() => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// What the store knows of what a delivery names.
    pub(super) async fn known(&self, grant: &Grant<Write>, plan: &plan::Plan<'_>) -> Result<Known, Error> {
        let wanted = plan.wanted();
        let mut known = self.know(grant, &wanted).await?;
        if !known.is_marked {
            let scope = &*plan.delivery.scope;
            self.know_own_names(grant, (scope, wanted.aliases), &mut known).await?;
        }
        Ok(known)
    }

    /// What is stored in rows that may exist.
    pub(crate) async fn stored(&self, grant: &Grant<Write>, rows: Vec<RecordId>) -> Result<Known, Error> {
        if rows.is_empty() {
            return Ok(Known::default());
        }
        self.know(grant, &Wanted { rows, ..Wanted::default() }).await
    }
}
