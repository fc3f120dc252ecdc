//! What taking in files costs: CPU and bytes a resource, beside inflating and checking the same text.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{floors, process};

/// Imports every life of the public test records into an empty store.
pub(crate) fn run(program: &Path, corpus: &Path) -> Result<()> {
    if !corpus.exists() {
        println!("\nimport: skipped, {} is absent", corpus.display());
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let source = corpus.to_str().context("a path in UTF-8")?;
    let (cpu, wall) = process::command(program, &["import", source], &data)?;
    let files: Vec<PathBuf> = std::fs::read_dir(corpus)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "gz"))
        .collect();
    let floor = floors::inflate_and_check(&files)?;
    let resources = count(&data, program)?;
    let bytes = process::bytes_below(&data)?;
    println!("\nimport of {resources} resources (synthea-r4), durable per bundle");
    println!(
        "  {:.0} resources per CPU second (limit 12 000), {:.1} s wall",
        resources as f64 / cpu.as_secs_f64(),
        wall.as_secs_f64()
    );
    println!(
        "  floor, inflate and check the syntax: {:.0} resources per CPU second",
        resources as f64 / floor.as_secs_f64()
    );
    println!(
        "  {:.0} bytes a resource on disk, everything included (limit 330)",
        bytes as f64 / resources as f64
    );
    Ok(())
}

/// The number of resources that `helsami check` counts.
fn count(data: &Path, program: &Path) -> Result<u64> {
    let output = std::process::Command::new(program).arg("check").arg("--data").arg(data).output()?;
    let text = String::from_utf8(output.stdout)?;
    let number = text.split_whitespace().next().context("the check begins with the number of resources")?;
    number.parse().context("a number of resources")
}
