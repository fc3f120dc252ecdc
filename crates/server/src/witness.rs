//! Notes in a second place where the access log ends, so that a log that is cut or written anew shows.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use helsami_store::Store;

use crate::clock;

/// The file with the checkpoints. It only grows.
const FILE: &str = "helsami-audit.checkpoints";
/// The file with the key that they are signed with.
const KEY_FILE: &str = "helsami-audit.key";

/// Where checkpoints are kept, and how often one is written.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    pub(crate) folder: PathBuf,
    pub(crate) every: Duration,
}

impl Witness {
    /// Compares the log with what was seen of it; a sentence for each thing that is wrong.
    ///
    /// # Errors
    /// If the checkpoints are not there, or cannot be compared.
    pub(crate) async fn compare(&self, store: &Store) -> anyhow::Result<Vec<String>> {
        let path = self.folder.join(FILE);
        let file = match std::fs::read_to_string(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(vec![format!(
                    "there are no checkpoints of the audit chain in {}",
                    path.display()
                )]);
            }
            Err(error) => {
                return Err(error).with_context(|| format!("could not read {}", path.display()));
            }
        };
        Ok(store.checkpoint_faults(&file).await?)
    }

    /// Makes the folder ready, tells at once if the log is not what was seen, and begins to write. Nothing to do where
    /// there is no second place.
    ///
    /// # Errors
    /// If nothing can be written there: a portal that is to be watched does not start unwatched.
    pub(crate) async fn begin(witness: Option<&Self>, store: &Store) -> anyhow::Result<()> {
        let Some(witness) = witness else { return Ok(()) };
        let folder = &witness.folder;
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(folder.join(KEY_FILE), format!("{}\n", store.checkpoint_key())))
            .with_context(|| format!("could not write to {} (audit.checkpoints)", folder.display()))?;
        if folder.join(FILE).exists() {
            for fault in witness.compare(store).await? {
                tracing::error!("The access log is not what its checkpoints say: {fault}");
            }
        }
        tokio::spawn(witness.clone().watch(store.clone()));
        Ok(())
    }

    /// Writes the last checkpoint.
    pub(crate) async fn end(witness: Option<&Self>, store: &Store) {
        if let Some(witness) = witness {
            witness.note(store, 0).await;
        }
    }

    /// Writes checkpoints until the process ends.
    async fn watch(self, store: Store) {
        let mut ticks = tokio::time::interval(self.every);
        let mut known = 0;
        loop {
            ticks.tick().await;
            known = self.note(&store, known).await;
        }
    }

    /// Writes a checkpoint if the log has more rows than `known`; hands back how many it has. One that could not be
    /// written is tried again with the next.
    async fn note(&self, store: &Store, known: i64) -> i64 {
        let noted = match store.checkpoint(known, clock::now()).await {
            Ok(None) => return known,
            Ok(Some((rows, note))) => append(&self.folder.join(FILE), &note).map(|()| rows),
            Err(error) => Err(anyhow::Error::from(error)),
        };
        noted.unwrap_or_else(|error| {
            tracing::error!("Could not write a checkpoint of the access log: {error:#}");
            known
        })
    }
}

/// Adds a note to the file, durable. One that was half written when the power went is left as it is, on lines of its own.
fn append(path: &Path, note: &str) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
    let mut last = *b"\n";
    if let Some(end) = file.metadata()?.len().checked_sub(1) {
        file.read_exact_at(&mut last, end)?;
    }
    let gap = if last == *b"\n" { "" } else { "\n" };
    file.write_all([gap, note].concat().as_bytes())?;
    Ok(file.sync_data()?)
}
