//! Marks of conditions: of two who found nothing by the same condition, one alone can write.

use helsami_domain::access::{Grant, Identify};

use super::Store;
use crate::apply::MARK_KNOWN;
use crate::error::Error;

impl Store {
    /// The mark of a condition that nobody has used yet, kept as a keyed hash. To be asked for *before* the condition is looked at:
    /// whoever has used it before this has written by then, and is found; whoever uses it later makes
    /// [`Delivery::guards`](crate::write::Delivery::guards) fail. It holds between processes, too.
    ///
    /// # Errors
    /// What the database says.
    pub async fn guard(&self, _grant: &Grant<Identify>, condition: &str) -> Result<Vec<u8>, Error> {
        // Marks are used in their order, each once, so that the first free one is found in steps that double.
        if !self.is_used(condition, 0).await? {
            return Ok(self.guard_mark(condition, 0));
        }
        let (mut used, mut free) = (0, 1);
        while self.is_used(condition, free).await? {
            (used, free) = (free, free * 2);
        }
        while free - used > 1 {
            let middle = used + (free - used) / 2;
            if self.is_used(condition, middle).await? {
                used = middle;
            } else {
                free = middle;
            }
        }
        Ok(self.guard_mark(condition, free))
    }

    fn guard_mark(&self, condition: &str, number: u64) -> Vec<u8> {
        self.inner.keys.guard_hash(condition, number)
    }

    async fn is_used(&self, condition: &str, number: u64) -> Result<bool, Error> {
        let mark = self.guard_mark(condition, number);
        Ok(!self.inner.backend.rows(MARK_KNOWN, vec![mark[..].into()]).await?.is_empty())
    }
}
