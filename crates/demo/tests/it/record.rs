//! The region goes through the write door whole.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use helsami_app::App;
use helsami_app::import::Progress;
use helsami_demo::{Region, fill};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use jiff::Timestamp;
use jiff::civil::date;

#[tokio::test(flavor = "multi_thread")]
async fn the_region_is_taken_whole_and_a_second_time_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    let place = Place::Sqlite { dir: dir.path().to_owned() };
    let store = Store::open(&place, &Options::default(), now).await.unwrap();
    let app = App::new(store.clone(), SessionRules::default());
    let region = Region::new(1, 60, date(2026, 11, 22));
    let expected: usize = region.bundles().map(|bundle| bundle.resources).sum();
    let progress = Arc::new(Progress::default());
    let report = fill(&app, region.clone(), now, progress.clone()).await.unwrap();
    assert_eq!(report.refused, []);
    assert_eq!(report.sum().created, expected as u64);
    assert_eq!(report.of(ResourceType::Patient).created, 60);
    assert_eq!((report.dangling_references, report.without_patient), (0, 0));
    assert_eq!(progress.resources.load(Ordering::Relaxed), expected as u64);
    let again = fill(&app, region, now, Arc::new(Progress::default())).await.unwrap();
    assert_eq!((again.sum().created, again.sum().already_there), (0, expected as u64));
    let report = store.check().await.unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    store.close().await;
    let log = dir.path().join("helsami.db-wal").metadata().map_or(0, |file| file.len());
    assert_eq!(log, 0, "a closed store leaves nothing in its log");
    let bytes = dir.path().join("helsami.db").metadata().unwrap().len();
    assert!(bytes / (expected as u64) < 330, "{} bytes a resource", bytes / (expected as u64));
}
