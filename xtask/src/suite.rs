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
    step("lints, and the build of the tests", lints)?;
    step("rust tests", rust_tests)?;
    step("browser tests", browser::tests)?;
    println!("\nall checks and tests passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Compiles everything once, by the compiler with the lints in it: a warning is an error. What it has built is what is tested;
/// a run of `cargo clippy` beside it would compile every crate a second time. Two small files show first that the lints are there.
fn lints() -> Result<(), Failure> {
    refuses_what_is_banned()?;
    let mut build = linted(&["test", "--workspace", "--all-targets", "--no-run", "--quiet"]);
    shell::finish(&mut build)
}

/// Fails where the compiler lets through what the workspace bans, or refuses what it does not.
fn refuses_what_is_banned() -> Result<(), Failure> {
    for (name, body, is_refused) in [("banned", "unwrap()", true), ("let_be", "unwrap_or(&0)", false)] {
        let text = format!("pub fn first(of: &[u8]) -> u8 {{\n    *of.first().{body}\n}}\n");
        if passes(name, &text)? == is_refused {
            let what = if is_refused { "lets through" } else { "refuses" };
            return Err(Failure::new(format!("{LINTER} {what} `{body}`: are the lints still asked for so?")));
        }
    }
    Ok(())
}

fn passes(name: &str, text: &str) -> Result<bool, Failure> {
    let dir = shell::target().join("lint-check");
    std::fs::create_dir_all(&dir)?;
    let file = dir.join(format!("{name}.rs"));
    std::fs::write(&file, text)?;
    let (file, dir) = (file.to_string_lossy().into_owned(), dir.to_string_lossy().into_owned());
    let rest = ["--crate-type=lib", "--emit=metadata", "-Wclippy::unwrap_used", "--out-dir", &dir, &file];
    let mut command = shell::command(LINTER, &["rustc"]);
    command.args(rest).envs(DENIED).stderr(std::process::Stdio::null());
    Ok(command.status()?.success())
}

/// The compiler with the lints in it.
const LINTER: &str = "clippy-driver";
/// How it is told that a warning is an error, as `cargo clippy -- -D warnings` tells it.
const DENIED: [(&str, &str); 1] = [("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__")];

/// Cargo, with the compiler of our own crates set to the one that lints. Only what is built so is shared between the steps.
fn linted(args: &[&str]) -> std::process::Command {
    let mut command = shell::command("cargo", args);
    command.env("RUSTC_WORKSPACE_WRAPPER", LINTER).envs(DENIED);
    command
}

fn rust_tests() -> Result<(), Failure> {
    shell::finish(&mut linted(&["test", "--workspace", "--quiet"]))
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
    shell::finish(&mut linted(&["build", "--quiet", "--package", "helsami-server"]))?;
    Ok(shell::target().join("debug/helsami"))
}
