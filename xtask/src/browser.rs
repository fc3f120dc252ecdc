//! Browser tests and pictures: Node's own test runner, playwright-core and Debian's Chromium.

use std::path::{Path, PathBuf};

use crate::shell::{self, Failure};
use crate::{assets, suite};

/// Runs every browser test against the built binary.
pub(crate) fn tests() -> Result<(), Failure> {
    let binary = suite::binary()?;
    packages()?;
    let mut tests: Vec<String> = Vec::new();
    collect(&shell::root().join("e2e/tests"), &mut tests)?;
    tests.sort();
    if tests.is_empty() {
        return Err(Failure::new("there is no browser test in e2e/tests"));
    }
    // The server's own tests measure time limits, so nothing runs beside them; the others are two at a time.
    let (alone, beside): (Vec<String>, Vec<String>) =
        tests.into_iter().partition(|test| test.contains("/server/"));
    node_tests(&binary, &beside, 2)?;
    node_tests(&binary, &alone, 1)
}

fn node_tests(binary: &Path, tests: &[String], at_once: usize) -> Result<(), Failure> {
    let at_once = format!("--test-concurrency={at_once}");
    let mut args = vec!["--test", at_once.as_str()];
    args.extend(tests.iter().map(String::as_str));
    let mut command = shell::command("node", &args);
    command.current_dir(shell::root().join("e2e")).env("HELSAMI", binary);
    shell::finish(&mut command)
}

/// Takes a picture of every page into a folder outside git.
pub(crate) fn screenshots(args: &[String]) -> Result<(), Failure> {
    assets::run()?;
    let binary = suite::binary()?;
    packages()?;
    let folder = args.first().map_or_else(|| shell::root().join("screenshots"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let mut command = shell::command("node", &["screenshots.mjs"]);
    command
        .arg(&folder)
        .args(args.iter().skip(1))
        .current_dir(shell::root().join("e2e"))
        .env("HELSAMI", binary);
    shell::finish(&mut command)
}

/// Runs Lighthouse over the binary as it is installed. Its packages are installed only here: the test run has no use for them.
pub(crate) fn lighthouse() -> Result<(), Failure> {
    assets::run()?;
    let build = ["build", "--profile", "production", "--quiet", "--package", "helsami-server"];
    shell::run("cargo", &build)?;
    packages()?;
    let folder = shell::root().join("e2e/lighthouse");
    assets::npm_ci(&folder)?;
    let mut command = shell::command("node", &["run.mjs"]);
    command.current_dir(folder).env("HELSAMI", shell::target().join("production/helsami"));
    shell::finish(&mut command)
}

/// Asks the FHIR API what nobody would ask, after its own OpenAPI document.
pub(crate) fn fuzz_api(args: &[String]) -> Result<(), Failure> {
    assets::run()?;
    let binary = suite::binary()?;
    packages()?;
    let mut command = shell::command("node", &["fuzz.mjs"]);
    command.args(args).current_dir(shell::root().join("e2e")).env("HELSAMI", binary);
    shell::finish(&mut command)
}

/// Installs the test packages where the lock file is newer than what is installed.
fn packages() -> Result<(), Failure> {
    assets::npm_ci(&shell::root().join("e2e"))
}

fn collect(folder: &Path, found: &mut Vec<String>) -> Result<(), Failure> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.to_string_lossy().ends_with(".test.mjs") {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
