//! `import`: takes files in, with a progress bar, and reports what became of them.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context;
use helsami_app::import::{Progress, Report, Request};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::{cli, clock, log, open};

/// Refusals that are told one by one; the rest is counted.
const TOLD: usize = 50;
/// Documents with references to what has not come that are told one by one.
const DANGLING_TOLD: usize = 5;

/// Takes the files in. Ends with failure if anything was refused.
pub(crate) async fn import(config: Config, asked: cli::Import) -> anyhow::Result<ExitCode> {
    for path in &asked.paths {
        anyhow::ensure!(path.exists(), "there is no file or folder {}", path.display());
    }
    let store = open::store(&config).await?;
    let app = open::app(&config, store.clone());
    let progress = Arc::new(Progress::default());
    let bar = show(progress.clone());
    let report = app.import(Request::new(asked.paths, clock::now()), progress).await;
    bar.abort();
    let report = report?;
    store.close().await;
    tell(&report);
    if let Some(path) = asked.report {
        let text = serde_json::to_string_pretty(&report)?;
        std::fs::write(&path, text)
            .with_context(|| format!("the report cannot be written to {}", path.display()))?;
    }
    Ok(if report.refused_count == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Draws the bar until it is aborted; draws nothing where nobody watches.
pub(crate) fn show(progress: Arc<Progress>) -> JoinHandle<()> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes}  {msg}  {elapsed}") {
        bar.set_style(style);
    }
    tokio::spawn(async move {
        loop {
            bar.set_length(progress.bytes_total.load(Ordering::Relaxed));
            bar.set_position(progress.bytes_read.load(Ordering::Relaxed));
            let resources = progress.resources.load(Ordering::Relaxed);
            bar.set_message(format!(
                "{resources} resources, {} refused",
                progress.refused.load(Ordering::Relaxed)
            ));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    })
}

/// Tells what became of an import.
pub(crate) fn tell(report: &Report) {
    let sum = report.sum();
    log::tell(&format!(
        "{} files: {} resources new, {} changed, {} deleted, {} already there; {} refused",
        report.files, sum.created, sum.updated, sum.deleted, sum.already_there, report.refused_count
    ));
    for (kind, taken) in &report.taken {
        log::tell(&format!(
            "  {kind:<28} {:>9} new {:>9} changed {:>9} already there",
            taken.created, taken.updated, taken.already_there
        ));
    }
    if report.waited + report.linked_references > 0 {
        log::tell(&format!(
            "{} documents waited for others of this import; {} references became links when their target came",
            report.waited, report.linked_references
        ));
    }
    tell_dangling(report);
    tell_cases(report);
    for passed in &report.passed_over {
        log::tell(&format!("passed over {}: {}", passed.file, passed.reason));
    }
    for refused in report.refused.iter().take(TOLD) {
        let place = place(refused.line, refused.entry);
        log::tell(&format!("refused {}{place}: {}", refused.file, refused.reason));
    }
    let untold = report.refused_count.saturating_sub(TOLD as u64);
    if untold > 0 {
        log::tell(&format!("… and {untold} more refusals"));
    }
}

/// Tells how many references lead to what is not in the record, and where the first of them are.
fn tell_dangling(report: &Report) {
    if report.dangling_references == 0 {
        return;
    }
    log::tell(&format!(
        "{} references name something that is not in the record; they are kept as they came, and become links when it \
         comes",
        report.dangling_references
    ));
    for one in report.dangling.iter().take(DANGLING_TOLD) {
        log::tell(&format!("  {} in {}{}", one.references, one.file, place(one.line, one.entry)));
    }
}

fn place(line: Option<u64>, entry: Option<u64>) -> String {
    let line = line.map_or_else(String::new, |line| format!(", line {line}"));
    let entry = entry.map_or_else(String::new, |entry| format!(", entry {entry}"));
    line + &entry
}

/// Tells which Patients somebody has to look at.
fn tell_cases(report: &Report) {
    for case in &report.cases {
        let place = place(case.line, case.entry);
        log::tell(&format!("look at {}{place}: {}", case.file, case.reason));
    }
    if report.cases_count > report.cases.len() as u64 {
        log::tell(&format!(
            "… and {} more Patients to look at",
            report.cases_count - report.cases.len() as u64
        ));
    }
}
