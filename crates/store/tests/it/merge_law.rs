//! Records that nobody has thought of: merged and parted, each row is where it was, as it was, under every name it had.

use std::collections::BTreeMap;

use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::Store;
use helsami_store::audit::AuditPage;
use helsami_store::write::{Incoming, Way};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::merge::{about, is_whole, join, one, part, person, send, statements, whole};
use crate::place::{Fresh, reading};

/// How many pairs of records are tried on each database.
const PAIRS: usize = 12;
const KINDS: [T; 5] = [T::Observation, T::Condition, T::Encounter, T::DocumentReference, T::Consent];

/// A row: its type, how many versions it has had, whether it is deleted, and the row of the same record that it names.
#[derive(Clone, Debug)]
struct One {
    kind: usize,
    versions: u8,
    is_deleted: bool,
    names: usize,
}

fn rows() -> impl Strategy<Value = Vec<One>> {
    let one = (0..KINDS.len(), 1..4_u8, any::<bool>(), 0..9_usize);
    let one = one.prop_map(|(kind, versions, is_deleted, names)| One { kind, versions, is_deleted, names });
    vec(one, 0..9)
}

/// Writes a person with these rows, under ids that begin with a letter.
async fn write(store: &Store, name: &str, rows: &[One]) -> PatientKey {
    let key = one(store, name, &person(name, "urn:h", name)).await.id.patient;
    for (number, row) in rows.iter().enumerate() {
        let (kind, id) = (KINDS[row.kind], format!("{name}-{number}"));
        let named = rows.get(row.names).map(|other| format!("{}/{name}-{}", KINDS[other.kind], row.names));
        let named = named.unwrap_or_else(|| format!("Observation/{name}-{}", row.names));
        for version in 0..row.versions {
            let more = format!(
                r#","extension":[{{"url":"urn:x","valueReference":{{"reference":"{named}"}}}}],"language":"x-{version}""#
            );
            let text = about(kind.name(), &id, &format!("Patient/{name}"), &more);
            let text = if kind == T::Consent { text.replace("subject", "patient") } else { text };
            one(store, &id, &text).await;
        }
        if row.is_deleted {
            let way = Way::Delete { kind, id: id.into(), expected: None };
            send(store, vec![Incoming { way, ..Incoming::create("") }]).await.expect("deleted");
        }
    }
    key
}

/// The names and versions of rows that are no Patient.
fn without_patient(rows: &BTreeMap<String, Vec<(u32, String)>>) -> BTreeMap<&String, &Vec<(u32, String)>> {
    rows.iter().filter(|(name, _)| !name.starts_with("Patient/")).collect()
}

async fn log(store: &Store, key: PatientKey) -> Vec<(i64, Option<Matter>)> {
    let page = AuditPage { before: None, limit: 10_000 };
    let lines = store.audit_of(&reading(key), page).await.expect("read");
    lines.iter().map(|line| (line.seq, line.matter)).collect()
}

/// One pair: which consents go along is drawn too.
async fn holds(store: &Store, names: (&str, &str), (first, second, stays): (&[One], &[One], u8)) {
    let (source, target) = (write(store, names.0, first).await, write(store, names.1, second).await);
    let before = (whole(store, source).await, whole(store, target).await);
    let all = statements(store, source, &[]).await;
    let behind: Vec<_> = all.iter().enumerate().filter(|(at, _)| stays >> (at % 8) & 1 == 1).collect();
    let behind: Vec<_> = behind.into_iter().map(|(_, (row, ..))| *row).collect();
    let logs = (log(store, source).await, log(store, target).await);
    join(store, (source, target), &behind).await.expect("merged");
    is_whole(store).await;
    let joined = whole(store, target).await;
    let left = whole(store, source).await;
    // Nothing is lost and nothing is twice: each row is in one of the two, under its name, with all its versions.
    let rows = |of: &BTreeMap<String, Vec<(u32, String)>>| without_patient(of).len();
    assert_eq!(rows(&left), behind.iter().filter(|row| before.0.contains_key(&shown(store, **row))).count());
    assert_eq!(rows(&joined) + rows(&left), rows(&before.0) + rows(&before.1));
    for (name, versions) in without_patient(&before.0).into_iter().chain(without_patient(&before.1)) {
        let now = joined.get(name).or_else(|| left.get(name)).expect(name);
        let numbers = |all: &[(u32, String)]| all.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        assert_eq!(numbers(now), numbers(versions), "{name}");
        let home = if joined.contains_key(name) { target } else { source };
        assert_eq!(found(store, name), Some(home), "{name}");
    }
    // Both logs are the person's, in order, and nothing of them is lost.
    let lines = log(store, target).await;
    let (theirs, ours): (Vec<_>, Vec<_>) = (logs.0, logs.1);
    for line in theirs.iter().chain(&ours) {
        assert!(lines.contains(line), "{line:?}");
    }
    assert!(lines.windows(2).all(|pair| pair[0].0 > pair[1].0));
    assert_eq!(lines.iter().filter(|(_, matter)| *matter == Some(Matter::Merge)).count(), 2);
    part(store, (source, target)).await.expect("parted");
    is_whole(store).await;
    let after = (whole(store, source).await, whole(store, target).await);
    assert_eq!(without_patient(&after.0), without_patient(&before.0));
    assert_eq!(without_patient(&after.1), without_patient(&before.1));
    for (key, rows) in [(source, &before.0), (target, &before.1)] {
        assert!(without_patient(rows).keys().all(|name| found(store, name) == Some(key)));
    }
    assert!(ours.iter().all(|line| !theirs.contains(line)));
}

fn shown(store: &Store, row: helsami_domain::ids::RecordId) -> String {
    format!("{}/{}", row.kind, store.ids().show(row))
}

/// The record in which the row of this name lies.
fn found(store: &Store, name: &str) -> Option<PatientKey> {
    let (kind, id) = name.split_once('/').expect("a name");
    store.ids().read(id, T::from_name(kind).expect("a type")).map(|row| row.patient)
}

#[expect(clippy::print_stdout, reason = "says which pair it was, where it fails")]
pub(crate) async fn what_was_merged_is_parted_as_it_was(fresh: &Fresh) {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let pair = (rows(), rows(), any::<u8>());
    for number in 0..PAIRS {
        let (first, second, stays) = pair.new_tree(&mut runner).expect("drawn").current();
        let names = (format!("s{number}"), format!("t{number}"));
        println!("{names:?} {first:?} {second:?} {stays:b}");
        holds(&fresh.store, (&names.0, &names.1), (&first, &second, stays)).await;
    }
}
