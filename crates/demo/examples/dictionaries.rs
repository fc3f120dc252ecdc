//! Trains the dictionaries of a version from the region and from Synthea's patients, and says what they save on bundles
//! they have not seen. `cargo xtask dictionaries` calls it.
//!
//! `dictionaries OUT SYNTHEA [BYTES_MAX]`: OUT is the folder of the version, SYNTHEA a folder of `bundles-*.ndjson.gz`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use helsami_demo::Region;
use helsami_domain::resource_type::ResourceType;
use helsami_store::{codec, training};
use serde_json::value::RawValue;

/// Bodies that training is given of one type, from each of the two sources.
const SAMPLE_BYTES: usize = 6 << 20;
/// A dictionary is at most this share of its samples: few samples make a small dictionary.
const SHARE: usize = 6;
/// Fewer bodies than this get no dictionary.
const BODIES_MIN: usize = 20;
/// Bodies of every type that the dictionary for all other types is trained on.
const OTHERS_EACH: usize = 150;

#[derive(serde::Deserialize)]
struct Bundle<'t> {
    #[serde(borrow)]
    entry: Vec<Entry<'t>>,
}

#[derive(serde::Deserialize)]
struct Entry<'t> {
    #[serde(rename = "fullUrl")]
    full_url: &'t str,
    #[serde(borrow)]
    resource: &'t RawValue,
}

/// Bodies by type: to learn from, and to be examined on.
#[derive(Default)]
struct Bodies {
    learn: BTreeMap<ResourceType, Vec<Vec<u8>>>,
    examine: BTreeMap<ResourceType, Vec<Vec<u8>>>,
}

impl Bodies {
    fn add(&mut self, number: usize, json: &str) {
        let bundle: Bundle<'_> = serde_json::from_str(json).expect("the sources hold bundles");
        let entries: Vec<(&str, &str)> =
            bundle.entry.iter().map(|entry| (entry.full_url, entry.resource.get())).collect();
        let into = if number % 4 == 3 { &mut self.examine } else { &mut self.learn };
        for (kind, body) in training::folded(&entries, number as u64) {
            into.entry(kind).or_default().push(body);
        }
    }

    fn bytes(&self, kind: ResourceType) -> usize {
        self.learn.get(&kind).map_or(0, |bodies| bodies.iter().map(Vec::len).sum())
    }

    /// At most so many bytes of a type, evenly from all of it.
    fn sample(&self, kind: ResourceType, bytes_max: usize) -> Vec<Vec<u8>> {
        let step = self.bytes(kind).div_ceil(bytes_max).max(1);
        self.learn.get(&kind).into_iter().flatten().step_by(step).cloned().collect()
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, out, synthea, rest @ ..] = args.as_slice() else {
        println!("dictionaries OUT SYNTHEA [BYTES_MAX]");
        return;
    };
    let bytes_max = rest.first().and_then(|bytes| bytes.parse().ok()).unwrap_or(32 << 10);
    let (own, foreign) = (region(), synthea_bodies(Path::new(synthea)));
    let kinds: std::collections::BTreeSet<_> =
        own.learn.keys().chain(foreign.learn.keys()).copied().collect();
    let mut sums = [[0_usize; 3]; 2];
    let mut others = Vec::new();
    let mut written = Vec::new();
    for kind in kinds {
        let (mine, theirs) = (own.bytes(kind), foreign.bytes(kind));
        let is_shared = mine.min(theirs) > 0;
        // Where both sources have a type, neither may crowd the other out.
        let each = if is_shared { mine.min(theirs).clamp(60_000, SAMPLE_BYTES) } else { SAMPLE_BYTES };
        let mut samples = own.sample(kind, each);
        samples.extend(foreign.sample(kind, each));
        others.extend(samples.iter().take(OTHERS_EACH).cloned());
        let bytes: usize = samples.iter().map(Vec::len).sum();
        let dictionary = if samples.len() < BODIES_MIN {
            Vec::new()
        } else {
            let limit = if is_shared { 2 * bytes_max } else { bytes_max };
            codec::train(&samples, limit.min((bytes / SHARE).max(1024))).unwrap_or_default()
        };
        if !dictionary.is_empty() {
            write(out, kind.name(), &dictionary);
            written.push((kind.name(), dictionary.clone()));
        }
        let told = [&own, &foreign].map(|bodies| examine(bodies.examine.get(&kind), &dictionary));
        for (sum, told) in sums.iter_mut().zip(&told) {
            for (sum, told) in sum.iter_mut().zip(told) {
                *sum += told;
            }
        }
        let each = |[count, plain, packed]: [usize; 3]| {
            format!("{count:6} × {:5} → {:4}", mean(plain, count), mean(packed, count))
        };
        println!(
            "{:22} {:6} B   region {}   synthea {}",
            kind.name(),
            dictionary.len(),
            each(told[0]),
            each(told[1])
        );
    }
    let any = codec::train(&others, bytes_max).expect("there are bodies of every type");
    write(out, "other", &any);
    written.push(("other", any));
    write_table(out, &written);
    for (name, [count, plain, packed]) in ["region", "synthea"].iter().zip(sums) {
        println!("{name}: {count} bodies of {} B are kept in {} B", mean(plain, count), mean(packed, count));
    }
}

fn write(out: &str, name: &str, dictionary: &[u8]) {
    let path = PathBuf::from(out).join(format!("{name}.dict"));
    std::fs::write(path, dictionary).expect("the folder of the version can be written");
}

/// The module that builds the dictionaries into the program.
fn write_table(out: &str, written: &[(&str, Vec<u8>)]) {
    let mut text = String::from(
        "//! The dictionaries of version 1, one for each common type and one for all others. Written by\n\
         //! `cargo xtask dictionaries`; `dictionaries/v1/NOTICE` says what they were trained on.\n\n\
         use helsami_domain::resource_type::ResourceType;\n\n\
         /// FNV-1a over all of them in this order: they never change once a record has been written with them.\n\
         #[cfg(test)]\n",
    );
    let bytes = written.iter().flat_map(|(_, dictionary)| dictionary);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    text.push_str(&format!("pub(super) const FINGERPRINT: u64 = 0x{hash:016x};\n\n"));
    text.push_str("/// The dictionary of a type.\npub(super) const fn dictionary(kind: ResourceType) -> Option<&'static [u8]> {\n");
    text.push_str("    Some(match kind {\n");
    for (name, _) in written {
        let arm = if *name == "other" { "_".to_owned() } else { format!("ResourceType::{name}") };
        text.push_str(&format!("        {arm} => include_bytes!(\"../../dictionaries/v1/{name}.dict\"),\n"));
    }
    text.push_str("    })\n}\n");
    let path = PathBuf::from(out).join("../../src/codec/v1.rs");
    std::fs::write(path, text).expect("the module can be written");
}

fn mean(sum: usize, count: usize) -> usize {
    sum.checked_div(count).unwrap_or_default()
}

/// Count, bytes and packed bytes.
fn examine(bodies: Option<&Vec<Vec<u8>>>, dictionary: &[u8]) -> [usize; 3] {
    let bodies = bodies.map_or(&[][..], Vec::as_slice);
    let packed = codec::packed_lengths(dictionary, bodies);
    [bodies.len(), bodies.iter().map(Vec::len).sum(), packed.iter().sum()]
}

fn region() -> Bodies {
    let region = Region::new(2026, 2400, jiff::civil::date(2026, 11, 22));
    let mut bodies = Bodies::default();
    for (number, bundle) in region.bundles().enumerate() {
        bodies.add(number, &bundle.json);
    }
    bodies
}

fn synthea_bodies(folder: &Path) -> Bodies {
    let mut bodies = Bodies::default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of Synthea's bundles")
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| {
            path.to_string_lossy().ends_with(".ndjson.gz") && path.to_string_lossy().contains("bundles-")
        })
        .collect();
    files.sort();
    let mut number = 0;
    for file in files {
        let file = std::fs::File::open(file).expect("a file of bundles");
        for line in BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines() {
            bodies.add(number, &line.expect("a line of text"));
            number += 1;
        }
    }
    bodies
}
