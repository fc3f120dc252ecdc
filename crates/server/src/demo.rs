//! The synthetic region: made once, at the first start of the demo or by its own command.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context;
use helsami_app::App;
use helsami_app::import::Progress;
use helsami_demo::Region;
use helsami_store::Store;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::{clock, log, open};

/// The note in the data folder about the region in the database.
const NOTE: &str = "region.json";

/// Which region was made here. The day counts: a region is made as it looks on a day, and one that was stopped half-way
/// goes on as of the same day.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Note {
    seed: u64,
    citizens: u32,
    day: String,
    is_whole: bool,
}

/// `demo`: makes the region in the database, without serving it.
pub(crate) async fn demo(config: Config) -> anyhow::Result<ExitCode> {
    let store = open::store(&config).await?;
    refuse_real(&config, &store).await?;
    let app = open::app(&config, store.clone());
    let asked = asked(&config)?;
    let made = match kept(&config)? {
        Some(note) if note.seed == asked.seed && note.citizens == asked.citizens => note,
        // The test people are in every region: a second one would give each of them everything twice.
        Some(note) => anyhow::bail!(
            "this folder has the region of seed {} with {} citizens; a store has one region, so give another --data",
            note.seed,
            note.citizens
        ),
        None => asked,
    };
    if made.is_whole {
        log::tell("The region is there already.");
    } else {
        fill(&config, &app, made).await?;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The demo lets anybody in as anybody, so a store that has been served for real can never be one again.
pub(crate) async fn refuse_real(config: &Config, store: &Store) -> anyhow::Result<()> {
    if let Some(since) = store.served_since().await? {
        let day = since.to_zoned(TimeZone::get("Europe/Oslo")?).date();
        let what = match &config.database {
            Some(_) => "the database".to_owned(),
            None => format!("the data folder {}", config.data.display()),
        };
        store.close().await;
        anyhow::bail!(
            "{what} has been served for real since {day}, and the demo lets anybody sign in as anybody: \
             serve it without --demo, or give the demo a folder or database of its own, as --data demo-data"
        );
    }
    Ok(())
}

/// Begins the demo: never on a store that has been served for real, with its region whole, by a clock that may run ahead.
pub(crate) async fn begin(config: &Config, (store, app): (&Store, &App)) -> anyhow::Result<()> {
    refuse_real(config, store).await?;
    fill_once(config, app).await?;
    clock::run_ahead(config.demo.days_ahead);
    Ok(())
}

/// At the start of the demo: makes the region if there is none, or goes on with one that was stopped half-way.
async fn fill_once(config: &Config, app: &App) -> anyhow::Result<()> {
    let note = match kept(config)? {
        Some(note) => note,
        None => asked(config)?,
    };
    if note.is_whole || note.citizens == 0 { Ok(()) } else { fill(config, app, note).await }
}

fn asked(config: &Config) -> anyhow::Result<Note> {
    let day = clock::now().to_zoned(TimeZone::get("Europe/Oslo")?).date().to_string();
    Ok(Note { seed: config.demo.seed, citizens: config.demo.citizens, day, is_whole: false })
}

fn path(config: &Config) -> PathBuf {
    config.data.join(NOTE)
}

fn kept(config: &Config) -> anyhow::Result<Option<Note>> {
    let path = path(config);
    match std::fs::read(&path) {
        Ok(bytes) => {
            let note = serde_json::from_slice(&bytes);
            Ok(Some(note.with_context(|| format!("{} is not a note about a region", path.display()))?))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(anyhow::Error::new(error).context(format!("could not read {}", path.display()))),
    }
}

fn keep(config: &Config, note: &Note) -> anyhow::Result<()> {
    let path = path(config);
    std::fs::write(&path, serde_json::to_vec(note)?)
        .with_context(|| format!("could not write {}", path.display()))
}

async fn fill(config: &Config, app: &App, note: Note) -> anyhow::Result<()> {
    keep(config, &note)?;
    log::tell(&format!("Making a synthetic region of {} citizens …", note.citizens));
    let day: Date = note.day.parse().context("the note about the region has no day")?;
    let region = Region::new(note.seed, usize::try_from(note.citizens)?, day);
    let progress = Arc::new(Progress::default());
    let bar = show(progress.clone(), region.citizens());
    let report = helsami_demo::fill(app, region, clock::now(), progress).await;
    bar.abort();
    let report = report?;
    if let Some(refused) = report.refused.first() {
        anyhow::bail!(
            "the region was not taken whole: {} refusals, the first: {}",
            report.refused_count,
            refused.reason
        );
    }
    keep(config, &Note { is_whole: true, ..note })?;
    log::tell(&format!("{} resources are in the record.", report.resources()));
    Ok(())
}

/// Draws how many citizens are made, until it is aborted; draws nothing where nobody watches.
fn show(progress: Arc<Progress>, citizens: usize) -> JoinHandle<()> {
    let bar = ProgressBar::new(citizens as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} citizens  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    tokio::spawn(async move {
        loop {
            bar.set_position(progress.bundles.load(Ordering::Relaxed));
            bar.set_message(format!("{} resources", progress.resources.load(Ordering::Relaxed)));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    })
}
