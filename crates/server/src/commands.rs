//! What each command does, from the checked configuration to the exit status.

use std::process::ExitCode;

use crate::cli::{Command, Line};
use crate::config::{self, settings};
use crate::{log, serve};

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
    match command {
        Command::Serve(serve) => runtime.block_on(serve::serve(config, serve.demo)),
        _ => anyhow::bail!("this command needs the record store"),
    }
}
