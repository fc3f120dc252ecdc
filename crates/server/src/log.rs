//! Logs: structured lines about the installation, never about people. A request is logged by its route's template, so
//! neither an id nor a search word nor a query can reach a log.

use std::io::{IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use crate::config::LogForm;

/// Starts the logs on standard error. `level` is a filter as `info` or `info,helsami_store=debug`.
///
/// # Errors
/// If the level is not a filter.
pub(crate) fn start(form: LogForm, level: &str) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(level).map_err(|_| anyhow::anyhow!("log.level is not a log level: {level}"))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match form {
        LogForm::Json => lines.json().flatten_event(true).init(),
        LogForm::Text => lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).init(),
    }
    log_panics_by_place();
    Ok(())
}

/// A panic's message can hold a value of the record, so only its place is logged.
fn log_panics_by_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
        tracing::error!(place, "Panicked at {place}");
    }));
}

/// Tells the operator why a command ended, as a sentence with its causes.
pub(crate) fn tell_person(error: &anyhow::Error) {
    let mut text = format!("helsami: {error}\n");
    for cause in error.chain().skip(1) {
        text.push_str(&format!("  because: {cause}\n"));
    }
    // Nobody is left to tell if standard error is gone.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Prints a line of a command's answer.
pub(crate) fn tell(text: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`helsami config | head`) is no failure.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
