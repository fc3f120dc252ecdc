//! What each command does, from the checked configuration to the exit status.

use std::process::ExitCode;

use anyhow::Context;
use helsami_store::Store;
use helsami_store::report::Counts;

use crate::cli::{self, Command, Line};
use crate::config::{self, Config, settings};
use crate::{demo, import, log, open, serve};

/// Runs the command.
///
/// # Errors
/// What the operator has to know, as one sentence with its causes.
pub(crate) fn run(line: Line) -> anyhow::Result<ExitCode> {
    let Line { shared, command } = line;
    if matches!(command, Command::Config) {
        log::tell(&settings::reference());
        return Ok(ExitCode::SUCCESS);
    }
    let config = config::read(&shared, &command)?;
    log::start(config.log_form, &config.log_level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(config, command))
}

async fn dispatch(config: Config, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(asked) => serve::serve(config, asked.demo).await,
        Command::Import(asked) => import::import(config, asked).await,
        Command::Demo(_) => demo::demo(config).await,
        Command::Check => check(&config).await,
        Command::Backup(asked) => backup(&config, &asked).await,
        Command::Migrate => migrate(&config).await,
        Command::Config => Ok(ExitCode::SUCCESS),
    }
}

async fn check(config: &Config) -> anyhow::Result<ExitCode> {
    let store = open::store(config).await?;
    let mut report = store.check().await?;
    if let Some(witness) = &config.witness {
        report.faults.extend(witness.compare(&store).await?);
    }
    store.close().await;
    tell_counts(&report.counts);
    for fault in &report.faults {
        log::tell(&format!("wrong: {fault}"));
    }
    if report.faults.is_empty() {
        log::tell("The record is whole.");
        return Ok(ExitCode::SUCCESS);
    }
    log::tell(&format!(
        "{} things are wrong. Keep this database as it is and restore a backup beside it.",
        report.faults.len()
    ));
    Ok(ExitCode::FAILURE)
}

fn tell_counts(counts: &Counts) {
    log::tell(&format!(
        "{} resources of {} persons, {} past versions, {} ids of others, {} identifiers, {} lines of the access log, {:.1} MB",
        counts.total(),
        counts.persons,
        counts.past,
        counts.aliases,
        counts.identifiers,
        counts.audit,
        // Bytes of a database are far below what a float holds exactly.
        counts.bytes as f64 / 1e6
    ));
    for (kind, count) in &counts.resources {
        log::tell(&format!("  {:<28} {count:>9}", kind.name()));
    }
}

async fn backup(config: &Config, asked: &cli::Backup) -> anyhow::Result<ExitCode> {
    let to = &asked.to;
    anyhow::ensure!(!to.exists(), "{} exists already: choose a folder that does not", to.display());
    let failed = || format!("could not write the backup to {}", to.display());
    Store::backup_beside(&open::place(config), to).await.with_context(failed)?;
    log::tell(&format!(
        "Written to {}. It holds the secret key too: keep it as safe as the record itself.",
        to.display()
    ));
    Ok(ExitCode::SUCCESS)
}

async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let store = open::store(config).await?;
    store.close().await;
    log::tell("The database has the form this version needs.");
    Ok(ExitCode::SUCCESS)
}
