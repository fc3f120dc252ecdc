//! Trains the dictionaries that stored bodies are packed with.

use crate::shell::{self, Failure, root};

/// The corpus of Synthea's patients, beside the workspace.
const SYNTHEA: &str = "../shared/corpora/synthea-r4";
const VERSION: &str = "crates/store/dictionaries/v1";

/// Writes the dictionaries and the module that holds them.
pub(crate) fn run() -> Result<(), Failure> {
    if !root().join(SYNTHEA).is_dir() {
        return Err(Failure::new(format!("training needs the bundles of {SYNTHEA}")));
    }
    std::fs::create_dir_all(root().join(VERSION))?;
    let example =
        ["run", "--release", "-p", "helsami-demo", "--example", "dictionaries", "--", VERSION, SYNTHEA];
    shell::run("cargo", &example)
}
