//! What is kept of records in memory is never older than the database.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::batch::{Act, Batch, Change, Expect};
use helsami_store::{Entry, Look, Options, Place, Store};

use crate::place::{self, Fresh, add_patient, id, key, now, put, reading, writing};

const DAY: &str = "2024-05-05T08:00:00Z";
const LATER: &str = "2024-05-06T08:00:00Z";

fn look() -> Look {
    Look::new(Matter::Results, now()).newest(T::Observation, 9)
}

async fn told(store: &Store, patient: i64) -> Vec<(RecordId, u32, String)> {
    let shelf = store.read(&reading(key(patient)), &look()).await.expect("read");
    let of = |entry: &Entry| (entry.id, entry.version, entry.body.to_string());
    shelf.range(0).iter().map(of).collect()
}

async fn change(store: &Store, changes: Vec<Change>) {
    let mut batch = Batch::new(now());
    batch.changes = changes;
    store.apply(&writing(), batch).await.expect("stored");
}

/// A new version of a row, hidden from everybody but staff.
fn hide(row: RecordId) -> Change {
    let mut change = put(row, Expect::Version(2), DAY, "hidden");
    if let Act::Put(row) = &mut change.act {
        row.marks = Marks::NONE.with(Mark::RefusedAll);
    }
    change
}

pub(crate) async fn a_write_is_seen_by_the_next_look(fresh: &Fresh) {
    let store = &fresh.store;
    let row = id(key(10), T::Observation, DAY, 1);
    let other = id(key(11), T::Observation, DAY, 1);
    change(store, vec![put(row, Expect::Absent, DAY, "one"), put(other, Expect::Absent, DAY, "other")]).await;
    let said = |text: &str| format!(r#""text":"{text}""#);
    for _ in 0..2 {
        let rows = told(store, 10).await;
        assert_eq!(rows.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>(), [(row, 1)]);
        assert!(rows[0].2.contains(&said("one")), "{}", rows[0].2);
    }
    change(store, vec![put(row, Expect::Version(1), DAY, "two")]).await;
    let rows = told(store, 10).await;
    assert_eq!((rows[0].1, rows[0].2.contains(&said("two"))), (2, true), "{}", rows[0].2);
    let later = id(key(10), T::Observation, LATER, 1);
    change(store, vec![put(later, Expect::Absent, LATER, "later")]).await;
    assert_eq!(told(store, 10).await.iter().map(|row| row.0).collect::<Vec<_>>(), [later, row]);
    change(store, vec![hide(row)]).await;
    assert_eq!(told(store, 10).await.iter().map(|row| row.0).collect::<Vec<_>>(), [later], "hidden at once");
    change(store, vec![Change { id: later, expect: Expect::Version(1), act: Act::Delete }]).await;
    assert_eq!(told(store, 10).await, []);
    assert_eq!(told(store, 11).await[0].1, 1, "another's record is as it was");
}

pub(crate) async fn readers_beside_a_writer_see_one_state(fresh: &Fresh) {
    const VERSIONS: u32 = 150;
    let store = &fresh.store;
    let (one, two) = (id(key(10), T::Observation, DAY, 1), id(key(10), T::Observation, LATER, 1));
    let both = |expect| vec![put(one, expect, DAY, "x"), put(two, expect, LATER, "x")];
    change(store, both(Expect::Absent)).await;
    let (stored, is_over) = (AtomicU32::new(1), AtomicBool::new(false));
    let writer = async {
        for version in 1..VERSIONS {
            change(store, both(Expect::Version(version))).await;
            stored.store(version + 1, Ordering::SeqCst);
        }
        is_over.store(true, Ordering::SeqCst);
    };
    let reader = || async {
        let look = look().one(one).one(two);
        let mut looks = 0;
        while !is_over.load(Ordering::SeqCst) {
            let least = stored.load(Ordering::SeqCst);
            let shelf = store.read(&reading(key(10)), &look).await.expect("read");
            let of = |range| shelf.range(range).iter().map(|entry| entry.version).collect::<Vec<u32>>();
            let [both, first, second] = [0, 1, 2].map(of);
            assert_eq!(both, [both[0]; 2], "a range is of one state");
            if matches!(fresh.place, Place::Sqlite { .. }) {
                assert_eq!((&*first, &*second), (&both[..1], &both[..1]), "and so is a look of several");
            }
            let oldest = both.iter().chain(&first).chain(&second).min().expect("four rows");
            assert!(*oldest >= least, "{oldest} is older than the acknowledged {least}");
            looks += 1;
        }
        looks
    };
    let ((), first, second, third) = tokio::join!(writer, reader(), reader(), reader());
    assert!(first.min(second).min(third) > 10, "{first}, {second}, {third} looks");
    assert_eq!(told(store, 10).await[0].1, VERSIONS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_keeps_nothing_reads_everything() {
    let fresh = place::sqlite().await;
    let mut batch = Batch::new(now());
    add_patient(&mut batch, key(10), "Ola");
    batch.changes.push(put(id(key(10), T::Observation, DAY, 1), Expect::Absent, DAY, "one"));
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let at = fresh.place.clone();
    let dir = fresh.closed().await;
    for kept_bytes in [0, 300, 1024 * 1024] {
        let options = Options { kept_bytes, ..Options::default() };
        let store = Store::open(&at, &options, now()).await.expect("opened");
        for _ in 0..3 {
            assert_eq!(told(&store, 10).await[0].1, 1, "{kept_bytes} bytes");
        }
        store.close().await;
    }
    drop(dir);
}
