//! Whether this store has been opened to people. It can never be a demo again: there anybody is let in as anybody.

use jiff::Timestamp;

use super::Store;
use crate::error::Error;
use crate::migration;
use crate::{session, staff_session};

/// The name of the mark in `meta`.
const SERVED: &str = "served";

impl Store {
    /// Marks the store as served for real, durably before this returns. The first time stays. Sessions from before it
    /// end, those of staff too, because the demo may have begun them for anybody; hands back how many of citizens there were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn served_mark(&self, now: Timestamp) -> Result<u64, Error> {
        let note = || vec![SERVED.into(), now.to_string().into()];
        let statements = vec![
            (migration::META_ADD, note()),
            (staff_session::END_EVERY, note()),
            (session::END_EVERY, note()),
        ];
        Ok(self.inner.backend.run(statements).await?.len() as u64)
    }

    /// When the store was first served for real; `None` if it never was.
    ///
    /// # Errors
    /// What the database says; [`Error::Damaged`] for a mark that is no time.
    pub async fn served_since(&self) -> Result<Option<Timestamp>, Error> {
        let mark = self.inner.backend.rows(migration::META, vec![SERVED.into()]).await?.pop();
        mark.map(|mut row| row[0].text().parse().map_err(|_| Error::Damaged("the mark of a served store")))
            .transpose()
    }
}
