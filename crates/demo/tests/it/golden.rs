//! The same seed and date give the same bytes.

use helsami_demo::Region;
use jiff::civil::date;

/// FNV-1a: enough to see that bytes are the same.
fn fingerprint(region: &Region) -> (u64, usize) {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut resources = 0;
    for bundle in region.bundles() {
        resources += bundle.resources;
        for byte in bundle.json.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (hash, resources)
}

#[test]
fn the_same_seed_and_date_give_the_same_bytes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden.txt");
    let (hash, resources) = fingerprint(&Region::new(1, 120, date(2026, 11, 22)));
    let told = format!("seed 1, 120 citizens, 2026-11-22: {resources} resources, fnv1a {hash:016x}\n");
    if std::env::var_os("HELSAMI_BLESS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), told, "if it was meant to change: cargo xtask bless");
}

#[test]
fn another_seed_or_date_is_another_region() {
    let (one, _) = fingerprint(&Region::new(1, 40, date(2026, 11, 22)));
    assert_ne!(one, fingerprint(&Region::new(2, 40, date(2026, 11, 22))).0);
    assert_ne!(one, fingerprint(&Region::new(1, 40, date(2026, 11, 23))).0);
}

#[test]
fn a_citizen_can_be_made_without_the_others() {
    let region = Region::new(3, 60, date(2026, 2, 28));
    let listed: Vec<_> = region.bundles().skip(1).collect();
    assert_eq!(listed.len(), 60);
    for index in [0, 33, 34, 49, 59] {
        assert_eq!(listed[index], region.citizen_bundle(index));
    }
}

#[test]
fn every_day_of_the_year_makes_a_region() {
    let mut day = date(2027, 12, 20);
    while day < date(2028, 3, 5) {
        let region = Region::new(9, 50, day);
        assert_eq!(region.bundles().count(), region.citizens() + 1, "{day}");
        day = day.tomorrow().unwrap();
    }
}
