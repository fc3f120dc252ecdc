//! The project's chores: build and run, test, check the walls, measure. `cargo xtask help` lists them.
//!
//! Has no dependencies, so that it is compiled in a second on a fresh machine.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its terminal")]

mod assets;
mod bench;
mod browser;
mod dictionaries;
mod licences;
mod setup;
mod shell;
mod suite;
mod tidy;

use std::process::ExitCode;

use shell::Failure;

const HELP: &str = "\
cargo xtask COMMAND

  run [ARGS…]         build everything and start HelsaMi with its synthetic region;
                      ARGS go to `helsami serve` (--listen HOST:PORT, --data DIR, …)
  test                run every check and every test (what CI runs)
  ci                  the same as `test`, and says how long each step took
  tidy [--bless]      check the walls between crates, sizes, names, frozen migrations;
                      --bless writes the size ratchet and freezes new migrations
  licences            check the licences and names of everything that is linked in
  bless               write the generated and golden files anew
  definitions         write the tables of structures and search parameters anew from the definitions of FHIR R4
  dictionaries        train the dictionaries of stored bodies anew (a new version once one is released)
  assets              build style sheets, script, icons and fonts
  screenshots [DIR]   a picture of every page, phone and desktop, light and dark
  lighthouse          Lighthouse over the release binary, on a phone; for releases
  fuzz-api [MINUTES]  ask the FHIR API what nobody would ask, for an hour or as long as told
  bench [NAME…]       measure speed, disk and memory beside their floors
  setup               install what tests need: Chromium, PostgreSQL, npm packages
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match dispatch(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask {command}: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<(), Failure> {
    match command {
        "run" => suite::run(rest),
        "test" | "ci" => suite::test(),
        "tidy" => tidy::run(tidy::Mode::from_arguments(rest)?),
        "licences" => licences::run(),
        "bless" => suite::bless(),
        "definitions" => suite::definitions(),
        "dictionaries" => dictionaries::run(),
        "assets" => assets::run(),
        "screenshots" => browser::screenshots(rest),
        "lighthouse" => browser::lighthouse(),
        "fuzz-api" => browser::fuzz_api(rest),
        "bench" => bench::run(rest),
        "setup" => setup::run(),
        "" | "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("there is no command {other:?}; `cargo xtask help` lists them"))),
    }
}
