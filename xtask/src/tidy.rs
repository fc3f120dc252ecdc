//! The walls of the house as checks that fail: who may use whom, how long a file or function may be, how things are
//! called, what must never be in the repository.

mod dependencies;
mod migrations;
mod names;
mod secrets;
mod sizes;
mod source;
mod walls;

use crate::shell::Failure;
use source::Source;

/// Whether to check against the golden files or write them anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Compare and fail.
    Check,
    /// Write the size ratchet and freeze new migrations.
    Bless,
}

impl Mode {
    /// The mode that a person at the terminal asked for.
    pub(crate) fn from_arguments(arguments: &[String]) -> Result<Self, Failure> {
        match arguments {
            [] => Ok(Self::Check),
            [one] if one == "--bless" => Ok(Self::Bless),
            _ => Err(Failure::new("tidy knows --bless alone")),
        }
    }
}

/// Runs every check and reports all faults together.
pub(crate) fn run(mode: Mode) -> Result<(), Failure> {
    let sources = source::tracked()?;
    let mut faults = Vec::new();
    dependencies::check(&mut faults)?;
    walls::check(&sources, &mut faults);
    names::check(&sources, &mut faults);
    secrets::check(&sources, &mut faults);
    sizes::check(&sources, mode, &mut faults)?;
    migrations::check(mode, &mut faults)?;
    if faults.is_empty() {
        println!("{} files are tidy", sources.len());
        return Ok(());
    }
    Err(Failure::new(format!("{} faults\n  {}", faults.len(), faults.join("\n  "))))
}

/// The Rust sources of one crate that go into the binary.
fn of_crate<'a>(sources: &'a [Source], name: &str) -> impl Iterator<Item = &'a Source> {
    let prefix = format!("crates/{name}/src/");
    sources
        .iter()
        .filter(move |source| source.path.starts_with(&prefix) && source.is_rust() && !source.is_test())
}
