//! The benchmarks: each figure is printed beside its floor, measured in the same run, and beside its limit.
//!
//! `cargo xtask bench [rules] [search] [import] [fhir] [fhir-postgres] [fhir-large] [peers] [pages] [pages-large]` builds for production and starts this. CPU time is
//! what is compared: on a shared machine wall time tells about the neighbours.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its terminal")]

mod exchange;
mod floors;
mod http;
mod intake;
mod load;
mod pages;
mod peers;
mod postgres;
mod process;
mod rules;
mod samples;
mod search;
mod shapes;
mod system;
mod visitor;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Citizens of the region that pages are measured on, and of the larger one they are compared with.
const CITIZENS: u32 = 20_000;
const CITIZENS_LARGE: u32 = 100_000;

fn main() -> Result<()> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| {
        names.is_empty() && !name.ends_with("-large") && name != "peers"
            || names.iter().any(|one| one == name)
    };
    let program = PathBuf::from(std::env::var_os("HELSAMI").context("HELSAMI names the program to measure")?);
    let kept =
        program.parent().and_then(|folder| folder.parent()).context("a target folder")?.join("bench-data");
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    floors_of_the_machine()?;
    if wanted("rules") {
        rules::run()?;
    }
    if wanted("search") {
        search::run(&root.join("../shared/corpora/synthea-r4"))?;
    }
    if wanted("import") {
        intake::run(&program, &root.join("../shared/corpora/synthea-r4"))?;
    }
    if wanted("fhir") {
        exchange::run(&program, None)?;
    }
    if wanted("fhir-postgres") {
        on_postgres(&program)?;
    }
    if wanted("peers") {
        peers::run(&program)?;
    }
    if wanted("fhir-large") {
        shapes::run(&program, &kept)?;
    }
    for (name, citizens) in [("pages", CITIZENS), ("pages-large", CITIZENS_LARGE)] {
        if wanted(name) {
            let citizens = std::env::var("BENCH_CITIZENS").map_or(Ok(citizens), |text| text.parse())?;
            pages::run(&program, &kept.join(citizens.to_string()), citizens)?;
        }
    }
    Ok(())
}

fn on_postgres(program: &Path) -> Result<()> {
    match postgres::Postgres::start()? {
        Some(server) => exchange::run(program, Some(server)),
        None => {
            println!("\nthis machine has no PostgreSQL: nothing to measure there");
            Ok(())
        }
    }
}

fn floors_of_the_machine() -> Result<()> {
    let folder = tempfile::tempdir()?;
    println!("floors of this machine");
    for batch in [1, 64] {
        let rate = floors::durable_rows_per_second(folder.path(), batch, 152)?;
        println!("  durable rows of 152 B, {batch} a flush: {rate:.0}/s");
    }
    println!("  inflate one body of 1.4 kB: {:.1} µs", floors::decompress_body()?.as_nanos() as f64 / 1e3);
    Ok(())
}
