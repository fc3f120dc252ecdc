//! The corpora beside the checkout; where they are not there, tests say so and are skipped.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use flate2::read::GzDecoder;
use serde_json::Value;

/// The resources of one file of the definitions of R4.
pub(crate) fn definitions(name: &str) -> Option<Vec<Value>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/fhir-r4-definitions");
    let path = PathBuf::from(folder).join(name);
    if !path.exists() {
        println!("skipped: no corpora");
        return None;
    }
    let reader = BufReader::new(GzDecoder::new(std::fs::File::open(path).expect("a file")));
    let read = |line: std::io::Result<String>| serde_json::from_str(&line.expect("a line")).expect("JSON");
    Some(reader.lines().map(read).collect())
}
