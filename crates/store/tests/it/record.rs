//! Rows of the record: written, read, changed, deleted.

use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_fhir::columns::{Category, CodeKey};
use helsami_fhir::search::bits::UNKNOWN;
use helsami_store::batch::{Act, Batch, Change, Expect};
use helsami_store::{Entry, Error, Look};

use crate::place::{Fresh, add_patient, id, key, now, patient_id, put, reading, time, writing};

fn ids(entries: &[Entry]) -> Vec<RecordId> {
    entries.iter().map(|entry| entry.id).collect()
}

pub(crate) async fn ranges_come_newest_first(fresh: &Fresh) {
    let (own, other) = (key(10), key(11));
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    add_patient(&mut batch, other, "Kari");
    let days = ["2020-01-01T08:00:00Z", "2024-05-05T08:00:00Z", "2022-03-03T08:00:00Z"];
    for day in days {
        batch.changes.push(put(id(own, T::Observation, day, 1), Expect::Absent, day, day));
        batch.changes.push(put(id(other, T::Observation, day, 1), Expect::Absent, day, "other"));
    }
    let applied = fresh.store.apply(&writing(), batch).await.expect("stored");
    assert_eq!(applied.versions, vec![1; 8]);
    let look = Look::new(Matter::Results, now())
        .newest(T::Observation, 2)
        .newest(T::Observation, 9)
        .since(time("2022-03-03T08:00:00Z"))
        .before(time("2024-05-05T08:00:00Z"))
        .patient()
        .one(id(other, T::Observation, days[0], 1))
        .one(id(own, T::Observation, days[0], 1))
        .newest(T::Observation, 9)
        .category(Category::Imaging)
        .newest(T::Observation, 9)
        .code(CodeKey(5));
    let shelf = fresh.store.read(&reading(own), &look).await.expect("read");
    let day = |number: usize| id(own, T::Observation, days[number], 1);
    assert_eq!(ids(shelf.range(0)), [day(1), day(2)]);
    assert!(shelf.more(0));
    assert_eq!(ids(shelf.range(1)), [day(2)]);
    assert!(!shelf.more(1));
    assert_eq!(ids(shelf.range(2)), [patient_id(own)]);
    assert_eq!(ids(shelf.range(3)), [], "a row of somebody else");
    assert!(!shelf.more(3));
    assert_eq!(ids(shelf.range(4)), [day(0)]);
    assert_eq!(ids(shelf.range(5)), []);
    assert_eq!(ids(shelf.range(6)), [day(1), day(2), day(0)]);
    assert!(!shelf.more(6));
    let entry = &shelf.range(0)[0];
    assert_eq!((entry.version, entry.updated, entry.date), (1, now(), time(days[1])));
    assert_eq!((entry.category, entry.code, entry.status), (1, CodeKey(5), 2));
    assert!(entry.body.contains(days[1]), "{}", entry.body);
    assert_eq!(shelf.range(99).len(), 0);
}

pub(crate) async fn sealed_rows_are_opened_as_wanted(fresh: &Fresh) {
    let own = key(10);
    let days = ["2020-01-01T08:00:00Z", "2022-03-03T08:00:00Z", "2024-05-05T08:00:00Z"];
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    for day in days {
        batch.changes.push(put(id(own, T::Observation, day, 1), Expect::Absent, day, day));
    }
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let look = Look::new(Matter::Results, now())
        .newest(T::Observation, 9)
        .newest(T::Observation, 2)
        .sealed()
        .newest(T::Observation, 9)
        .heads();
    let mut shelf = fresh.store.read(&reading(own), &look).await.expect("read");
    let open = shelf.range(0).to_vec();
    let bodies = |entries: &[Entry]| entries.iter().map(|entry| entry.body.len()).collect::<Vec<_>>();
    assert_eq!((ids(shelf.range(1)), shelf.more(1)), (ids(&open[..2]), true));
    assert_eq!((bodies(shelf.range(1)), bodies(shelf.range(2))), (vec![0, 0], vec![0, 0, 0]));
    fresh.store.open_rows(&mut shelf, 1, |entry| entry.date < time(days[2])).expect("opened");
    assert_eq!((shelf.range(1), shelf.more(1)), (&open[1..2], true));
    fresh.store.open_rows(&mut shelf, 1, |_| true).expect("opened again");
    assert_eq!(shelf.range(1), &open[1..2]);
    assert_eq!(ids(shelf.range(2)), ids(&open));
    assert_eq!((shelf.range(2)[0].status, shelf.range(2)[0].code), (open[0].status, open[0].code));
    fresh.store.open_rows(&mut shelf, 99, |_| true).expect("nothing to open");
}

pub(crate) async fn a_moved_row_is_found_at_its_new_time(fresh: &Fresh) {
    let own = key(12);
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    let (early, late) = ("2020-01-01T08:00:00Z", "2024-01-01T08:00:00Z");
    let moved = id(own, T::Condition, "2019-01-01T08:00:00Z", 3);
    batch.changes.push(put(moved, Expect::Absent, "2023-01-01T08:00:00Z", "moved"));
    for day in [early, late] {
        batch.changes.push(put(id(own, T::Condition, day, 1), Expect::Absent, day, day));
    }
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let look = Look::new(Matter::Diagnoses, now())
        .newest(T::Condition, 9)
        .newest(T::Condition, 2)
        .newest(T::Condition, 9)
        .before(time("2022-01-01T00:00:00Z"));
    let shelf = fresh.store.read(&reading(own), &look).await.expect("read");
    let (early, late) = (id(own, T::Condition, early, 1), id(own, T::Condition, late, 1));
    assert_eq!(ids(shelf.range(0)), [late, moved, early]);
    assert_eq!(ids(shelf.range(1)), [late, moved]);
    assert!(shelf.more(1));
    assert_eq!(ids(shelf.range(2)), [early]);
}

pub(crate) async fn rows_without_the_bits_are_passed_over(fresh: &Fresh) {
    let own = key(14);
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    let with = |day: &str, tokens: i64| {
        let mut change = put(id(own, T::Observation, day, 1), Expect::Absent, day, day);
        if let Act::Put(row) = &mut change.act {
            row.tokens = tokens;
        }
        change
    };
    let days =
        ["2020-01-01T08:00:00Z", "2021-01-01T08:00:00Z", "2022-01-01T08:00:00Z", "2023-01-01T08:00:00Z"];
    let (some, highest, none) = (0b0110, i64::MIN, 0);
    for (day, tokens) in days.iter().zip([some, highest, UNKNOWN, none]) {
        batch.changes.push(with(day, tokens));
    }
    // Where it stands tells nothing of its bits: it is let through.
    let moved = id(own, T::Observation, "2019-01-01T08:00:00Z", 3);
    batch.changes.push(put(moved, Expect::Absent, "2024-01-01T08:00:00Z", "moved"));
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let look = [0, 0b0010, 0b1010, highest]
        .iter()
        .fold(Look::new(Matter::Exchange, now()), |look, bits| look.newest(T::Observation, 9).tokens(*bits));
    let shelf = fresh.store.read(&reading(own), &look).await.expect("read");
    let day = |number: usize| id(own, T::Observation, days[number], 1);
    assert_eq!(ids(shelf.range(0)), [moved, day(3), day(2), day(1), day(0)]);
    assert_eq!(ids(shelf.range(1)), [moved, day(2), day(0)]);
    assert_eq!(ids(shelf.range(2)), [moved, day(2)]);
    assert_eq!(ids(shelf.range(3)), [moved, day(2), day(1)]);
}

pub(crate) async fn versions_are_kept_and_checked(fresh: &Fresh) {
    let own = key(13);
    let day = "2020-01-01T08:00:00Z";
    let row = id(own, T::Observation, day, 1);
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    batch.changes.push(put(row, Expect::Absent, day, "one"));
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let change = |expect, text| {
        let mut batch = Batch::new(now());
        batch.changes.push(put(row, expect, day, text));
        batch
    };
    let again = fresh.store.apply(&writing(), change(Expect::Absent, "x")).await;
    assert!(matches!(again, Err(Error::Taken)), "{again:?}");
    let second = fresh.store.apply(&writing(), change(Expect::Version(1), "two")).await.expect("stored");
    assert_eq!(second.versions, [2]);
    let stale = fresh.store.apply(&writing(), change(Expect::Version(1), "three")).await;
    assert!(matches!(stale, Err(Error::Version { expected: 1, found: 2, .. })), "{stale:?}");
    let mut delete = Batch::new(now());
    delete.changes.push(Change { id: row, expect: Expect::Any, act: Act::Delete });
    assert_eq!(fresh.store.apply(&writing(), delete.clone()).await.expect("deleted").versions, [3]);
    assert_eq!(fresh.store.apply(&writing(), delete).await.expect("nothing to do").versions, [3]);
    let look = Look::new(Matter::Results, now()).one(row);
    assert_eq!(fresh.store.read(&reading(own), &look).await.expect("read").range(0), []);
    let back = fresh.store.apply(&writing(), change(Expect::Any, "four")).await.expect("stored");
    assert_eq!(back.versions, [4]);
    let versions = fresh.store.versions(&reading(own), row, &look).await.expect("read");
    assert_eq!(versions.iter().map(|entry| entry.version).collect::<Vec<_>>(), [4, 2, 1]);
    assert!(versions[1].body.contains("two"));
    let report = fresh.store.check().await.expect("checked");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!((report.counts.total(), report.counts.past), (2, 3));
}

pub(crate) async fn a_batch_is_all_or_nothing(fresh: &Fresh) {
    let own = key(14);
    let day = "2020-01-01T08:00:00Z";
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    batch.changes.push(put(id(own, T::Observation, day, 1), Expect::Absent, day, "one"));
    batch.changes.push(put(id(own, T::Observation, day, 2), Expect::Version(4), day, "never there"));
    let refused = fresh.store.apply(&writing(), batch.clone()).await;
    assert!(matches!(refused, Err(Error::Version { expected: 4, found: 0, .. })), "{refused:?}");
    assert_eq!(fresh.store.counts().await.expect("counted").total(), 0);
    batch.changes.pop();
    batch.mark = Some([9; 32]);
    assert!(!fresh.store.apply(&writing(), batch.clone()).await.expect("stored").was_known);
    assert!(fresh.store.apply(&writing(), batch).await.expect("known").was_known);
    let counts = fresh.store.counts().await.expect("counted");
    assert_eq!((counts.total(), counts.persons, counts.marks, counts.audit), (2, 1, 1, 1));
}

pub(crate) async fn shared_things_are_read_without_log(fresh: &Fresh) {
    let own = key(15);
    let day = "2020-01-01T08:00:00Z";
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    let shared = id(PatientKey::SHARED, T::Organization, day, 1);
    batch.changes.push(put(shared, Expect::Absent, day, "hospital"));
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let unknown = id(PatientKey::SHARED, T::Organization, day, 2);
    let asked = [unknown, patient_id(own), shared];
    let found = fresh.store.shared(&reading(own), &asked).await.expect("read");
    assert_eq!(ids(&found), [shared]);
    assert_eq!(fresh.store.counts().await.expect("counted").audit, 1, "the write only");
}
