//! The cases of one corpus; where it is not there, tests say so and are skipped.

use std::path::PathBuf;

use serde_json::Value;

/// The lines of a file of the corpora, by its path in them.
pub(crate) fn cases(file: &str) -> Option<Vec<Value>> {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")).join(file);
    if !file.exists() {
        println!("skipped: no corpora");
        return None;
    }
    let text = std::fs::read_to_string(file).expect("the cases");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect())
}
