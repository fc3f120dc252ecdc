//! Trains the dictionaries of version 1 on stores that hold synthetic data only.
//!
//! `cargo run --release -p helsami-store --example dictionaries -- DATA_FOLDER…` writes
//! `crates/store/dictionaries/v1/*.dict` and `crates/store/src/codec/v1.rs`. A released version is never trained again:
//! rows on disks need it for ever.

#![expect(clippy::print_stdout, reason = "a command prints")]

use std::fmt::Write as _;
use std::path::Path;

use helsami_domain::access::{Actor, SystemTask, receive};
use helsami_domain::resource_type::ResourceType;
use helsami_store::{Options, Place, Store, codec};
use jiff::Timestamp;

/// Bodies taken of each type and store.
const SAMPLES: usize = 6000;
/// A type with fewer bodies gets no dictionary: it would be its own training text.
const SAMPLES_MIN: usize = 150;
/// A dictionary is at most this long, in bytes, and at most a tenth of what it is trained on.
const LENGTH_MAX: usize = 64 << 10;

#[tokio::main]
async fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/v1");
    std::fs::create_dir_all(&folder).expect("the folder of the dictionaries");
    let grant = receive(Actor::System(SystemTask::Import)).expect("an import may");
    let mut stores = Vec::new();
    for dir in std::env::args_os().skip(1) {
        let place = Place::Sqlite { dir: dir.into() };
        stores.push(
            Store::open(&place, &Options::default(), Timestamp::UNIX_EPOCH).await.expect("a data folder"),
        );
    }
    let mut arms = String::new();
    for &kind in ResourceType::ALL {
        let mut samples = Vec::new();
        for store in &stores {
            let counts = store.counts().await.expect("counted");
            let count = counts.resources.iter().find(|(one, _)| *one == kind).map_or(0, |(_, count)| *count);
            let step = u32::try_from(count / SAMPLES as u64).unwrap_or(u32::MAX).max(1);
            samples.extend(store.folded(&grant, kind, step, SAMPLES).await.expect("read"));
        }
        if samples.len() < SAMPLES_MIN {
            continue;
        }
        let total: usize = samples.iter().map(Vec::len).sum();
        let dictionary = codec::train(&samples, LENGTH_MAX.min(total / 10)).expect("enough samples");
        let packed: usize = samples.iter().map(|body| codec::packed_length(&dictionary, body)).sum();
        println!(
            "{kind}: {} bodies of {} bytes, {} packed, dictionary {}",
            samples.len(),
            total / samples.len(),
            packed / samples.len(),
            dictionary.len()
        );
        std::fs::write(folder.join(format!("{kind}.dict")), dictionary).expect("written");
        writeln!(
            arms,
            "        ResourceType::{kind} => include_bytes!(\"../../dictionaries/v1/{kind}.dict\"),"
        )
        .expect("a string");
    }
    let code = format!(
        "//! The dictionaries of version 1, one for each common type. `dictionaries/v1/NOTICE` says what they were trained on.\n\n\
         use helsami_domain::resource_type::ResourceType;\n\n\
         /// The dictionary of a type.\n\
         pub(super) const fn dictionary(kind: ResourceType) -> Option<&'static [u8]> {{\n    Some(match kind {{\n{arms}        _ => return None,\n    }})\n}}\n"
    );
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/codec/v1.rs"), code).expect("written");
}
