//! Makes a region in memory and prints how big it is and how fast it came: `cargo run --release -p helsami-demo --example
//! figures -- 20000`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::BTreeMap;
use std::time::Instant;

use helsami_demo::Region;

fn main() {
    let citizens = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(2000);
    let region = Region::new(1, citizens, jiff::civil::date(2026, 11, 22));
    let begun = Instant::now();
    let (mut sizes, mut bytes) = (Vec::new(), 0);
    let mut kinds = BTreeMap::new();
    for bundle in region.bundles().skip(1) {
        sizes.push(bundle.resources);
        bytes += bundle.json.len();
        for part in bundle.json.split("\"resource\":{\"resourceType\":\"").skip(1) {
            let kind = part.split('"').next().unwrap_or_default().to_owned();
            *kinds.entry(kind).or_insert(0_usize) += 1;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    sizes.sort_unstable();
    let total: usize = sizes.iter().sum();
    let at = |share: usize| sizes[(sizes.len() - 1) * share / 100];
    println!("{total} resources, {bytes} bytes, {:.0} a second", total as f64 / seconds);
    println!(
        "mean {:.1}, median {}, 90 % {}, 99 % {}, most {}",
        total as f64 / sizes.len() as f64,
        at(50),
        at(90),
        at(99),
        at(100)
    );
    println!("{kinds:?}");
}
