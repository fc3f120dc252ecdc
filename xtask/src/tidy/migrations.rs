//! Released migrations are frozen: their bytes are remembered, and a change of one is a fault.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Mode;
use crate::shell::{self, Failure};

const FOLDER: &str = "crates/store/migrations";
const FROZEN: &str = "crates/store/migrations/frozen.txt";

/// Compares every migration with its remembered fingerprint. `Bless` remembers new ones, and never an edited one.
pub(crate) fn check(mode: Mode, faults: &mut Vec<String>) -> Result<(), Failure> {
    let root = shell::root();
    let mut files = Vec::new();
    collect(&root.join(FOLDER), &mut files)?;
    let known = std::fs::read_to_string(root.join(FROZEN)).unwrap_or_default();
    let mut frozen: BTreeMap<String, String> = known
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(sum, name)| (name.into(), sum.into()))
        .collect();
    for name in frozen.keys().filter(|name| !root.join(name).exists()) {
        faults.push(format!("{name}: a released migration is gone"));
    }
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
        let sum = fingerprint(&std::fs::read(&file)?);
        match frozen.get(&name) {
            Some(before) if *before == sum => {}
            Some(_) => faults.push(format!("{name}: a released migration was edited; add a new one instead")),
            None if mode == Mode::Bless => drop(frozen.insert(name, sum)),
            None => faults.push(format!("{name}: not frozen yet; `cargo xtask tidy --bless` freezes it")),
        }
    }
    if mode == Mode::Bless {
        let text: String = frozen.iter().map(|(name, sum)| format!("{sum} {name}\n")).collect();
        std::fs::write(root.join(FROZEN), text)?;
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "sql") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// FNV-1a of 64 bits: finds every edit that somebody makes by accident, which is what it is for.
fn fingerprint(bytes: &[u8]) -> String {
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{sum:016x}")
}
