//! Checkpoints of the access log for a second place, and the look whether the log is still what was seen there.

use jiff::Timestamp;

use super::Store;
use crate::audit::chain::{self, Head};
use crate::audit::checkpoint::{Checkpoint, notes};
use crate::error::Error;
use crate::value::RowValues;

/// Checkpoints that are compared at a time.
const AT_ONCE: usize = 500;

impl Store {
    /// The end of the access log now, as a signed note, with its number of rows; `None` while there are not more rows
    /// than `known`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint(&self, known: i64, now: Timestamp) -> Result<Option<(i64, String)>, Error> {
        let head = Head::from_rows(&self.inner.backend.rows(chain::HEAD, Vec::new()).await?)?;
        let note = || self.inner.keys.checkpoints.sign(&Checkpoint { head, at: now });
        Ok((head.seq > known).then(|| (head.seq, note())))
    }

    /// The key that checkpoints are signed with, as verifiers write it.
    #[must_use]
    pub fn checkpoint_key(&self) -> String {
        self.inner.keys.checkpoints.public()
    }

    /// What is wrong with the access log by the checkpoints of a file, a sentence each: nothing if it still is what was
    /// seen. Rows after the last checkpoint are vouched for by nobody.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint_faults(&self, file: &str) -> Result<Vec<String>, Error> {
        let opened: Vec<_> = notes(file).map(|note| self.inner.keys.checkpoints.open(note)).collect();
        let unsigned = opened.iter().filter(|one| one.is_none()).count();
        let mut faults = Vec::new();
        if unsigned > 0 {
            faults.push(format!(
                "{unsigned} checkpoints of the audit chain are not signed by this installation"
            ));
        }
        let signed: Vec<Checkpoint> = opened.into_iter().flatten().collect();
        if let Some(back) = signed.windows(2).find(|pair| pair[1].head.seq < pair[0].head.seq) {
            let Checkpoint { head, at } = back[1];
            faults.push(format!(
                "the audit chain had {} rows and then, at {at}, {}: rows were taken away, as when an older backup is restored",
                back[0].head.seq, head.seq
            ));
        }
        for part in signed.chunks(AT_ONCE) {
            let statements = part.iter().map(|one| (chain::AT, vec![one.head.seq.into()])).collect();
            let rows = self.inner.backend.rows_of(statements).await?;
            if let Some(fault) = part.iter().zip(&rows).find_map(|(one, rows)| fault(one, rows)) {
                faults.push(fault);
                break;
            }
        }
        Ok(faults)
    }
}

/// What is wrong with the row that a checkpoint saw.
fn fault(one: &Checkpoint, rows: &[RowValues]) -> Option<String> {
    let Checkpoint { head: Head { seq, chain }, at } = one;
    match rows.first() {
        None => Some(format!("the audit chain is cut: it had {seq} rows at {at}")),
        Some(row) if row[0].bytes() != chain => {
            Some(format!("the audit chain was written anew: row {seq} is not the one that was seen at {at}"))
        }
        Some(_) => None,
    }
}
