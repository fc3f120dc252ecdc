//! The two commands of the README: run it, and test it.

use std::path::PathBuf;

use crate::shell::{self, Failure, step};
use crate::{assets, browser, licences, setup, tidy};

/// Builds everything and starts `helsami serve --demo` with the arguments given.
pub(crate) fn run(args: &[String]) -> Result<(), Failure> {
    assets::run()?;
    let release = args.iter().any(|arg| arg == "--release");
    let mut all = vec!["run", "--quiet", "--package", "helsami-server"];
    if release {
        all.push("--release");
    }
    all.extend(["--", "serve", "--demo"]);
    all.extend(args.iter().map(String::as_str).filter(|arg| *arg != "--release"));
    println!("building HelsaMi (the first time takes some minutes) …");
    shell::run("cargo", &all)
}

/// Runs every check and every test, cheap ones first.
pub(crate) fn test() -> Result<(), Failure> {
    let start = std::time::Instant::now();
    step("setup", setup::run)?;
    step("tidy", || tidy::run(tidy::Mode::Check))?;
    step("assets", assets::run)?;
    step("format", || shell::run("cargo", &["fmt", "--all", "--check"]))?;
    step("licences", licences::run)?;
    step("lints", || {
        shell::run(
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"],
        )
    })?;
    step("rust tests", rust_tests)?;
    step("browser tests", browser::tests)?;
    println!("\nall checks and tests passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn rust_tests() -> Result<(), Failure> {
    shell::run("cargo", &["test", "--workspace", "--quiet"])
}

/// Writes the golden files and the ratchet anew.
pub(crate) fn bless() -> Result<(), Failure> {
    assets::run()?;
    let mut tests = shell::command("cargo", &["test", "--workspace", "--quiet"]);
    tests.env("HELSAMI_BLESS", "1");
    shell::finish(&mut tests)?;
    tidy::run(tidy::Mode::Bless)
}

/// Writes the tables that are made of the definitions of FHIR R4 anew, from the corpora beside the checkout.
pub(crate) fn definitions() -> Result<(), Failure> {
    let tables = ["test", "--workspace", "--quiet", "--test", "search_table", "--test", "structures"];
    let mut tests = shell::command("cargo", &tables);
    tests.env("HELSAMI_BLESS", "1");
    shell::finish(&mut tests)
}

/// The binary that the browser tests start, built with the development profile.
pub(crate) fn binary() -> Result<PathBuf, Failure> {
    shell::run("cargo", &["build", "--quiet", "--package", "helsami-server"])?;
    Ok(shell::target().join("debug/helsami"))
}
