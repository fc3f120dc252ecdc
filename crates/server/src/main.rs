//! The one binary: reads the command line and the configuration, puts the parts together, and runs them.
//!
//! Decides nothing about people. The only place that reads the clock.

mod accept;
mod answer;
mod cli;
mod clock;
mod commands;
mod config;
mod demo;
mod doors;
mod fhir;
mod import;
mod log;
mod open;
mod serve;
mod witness;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let line = cli::Line::parse();
    match commands::run(line) {
        Ok(code) => code,
        Err(error) => {
            log::tell_person(&error);
            ExitCode::FAILURE
        }
    }
}
