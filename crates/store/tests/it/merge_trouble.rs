//! A process that is killed in the middle of a merge or a parting has moved everything or nothing.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::{Options, Place, Store};

use crate::merge::{about, join, one, part, two, whole};
use crate::place::now;

/// Tells the child where its store is.
const CHILD: &str = "HELSAMI_TEST_MERGER";
/// Rows of the source, so that a merge is many writes.
const ROWS: usize = 60;

/// The rows of a record by their names, with their versions and what each says.
type Rows = BTreeMap<String, Vec<(u32, String)>>;

async fn open(dir: &Path) -> Store {
    let place = Place::Sqlite { dir: dir.to_owned() };
    let mut store = Store::open(&place, &Options::default(), now()).await;
    // The lock of a process that was killed goes with it, a moment later.
    for _ in 0..500 {
        if store.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        store = Store::open(&place, &Options::default(), now()).await;
    }
    store.expect("it opens again")
}

/// Two persons, the source with many rows; what stays behind at a merge.
async fn begin(dir: &Path) -> (PatientKey, PatientKey, RecordId) {
    let store = open(dir).await;
    let both = two(&store).await;
    for number in 0..ROWS {
        let (id, value) = (format!("m{number}"), "x".repeat(number * 7 % 300));
        let more = format!(
            r#","status":"final","code":{{"text":"{value}"}},"encounter":{{"reference":"Encounter/e"}}"#
        );
        one(&store, &id, &about("Observation", &id, "Patient/s", &more)).await;
    }
    store.close().await;
    both
}

/// What is in both records.
async fn both_of(store: &Store, (source, target): (PatientKey, PatientKey)) -> [Rows; 2] {
    let rows = |mut rows: Rows| {
        rows.retain(|name, _| !name.starts_with("Patient/"));
        rows
    };
    [rows(whole(store, source).await), rows(whole(store, target).await)]
}

/// What both hold, parted and merged: the two states that there are.
async fn states(
    dir: &Path,
    (source, target, stays): (PatientKey, PatientKey, RecordId),
) -> (i64, [[Rows; 2]; 2]) {
    let store = open(dir).await;
    let apart = both_of(&store, (source, target)).await;
    join(&store, (source, target), &[stays]).await.expect("merged");
    let joined = both_of(&store, (source, target)).await;
    assert!(apart[0].len() > ROWS && joined[0].len() == 1, "{} {}", apart[0].len(), joined[0].len());
    part(&store, (source, target)).await.expect("parted");
    assert_eq!(both_of(&store, (source, target)).await, apart);
    let so_far = store.merges_so_far();
    store.close().await;
    (so_far, [apart, joined])
}

/// One state or the other, whole, and the check finds nothing; hands back how many merges and partings there are.
async fn is_one_of(dir: &Path, both: (PatientKey, PatientKey), states: &[[Rows; 2]; 2]) -> i64 {
    let store = open(dir).await;
    let is_joined = store.is_joined(both.0);
    let found = both_of(&store, both).await;
    assert!(found == states[usize::from(is_joined)], "half of it was moved");
    assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new());
    let so_far = store.merges_so_far();
    assert_eq!(so_far % 2 == 1, is_joined, "each merge was parted before the next");
    store.close().await;
    so_far
}

/// Not a test by itself: the process that is killed. It merges and parts, and acknowledges each on its standard output.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_merges_until_it_is_killed() {
    let Ok(text) = std::env::var(CHILD) else { return };
    let fields: Vec<&str> = text.splitn(4, ':').collect();
    let key = |at: usize| PatientKey::new(fields[at].parse().expect("a key")).expect("a key");
    let (source, target) = (key(0), key(1));
    let store = open(Path::new(fields[3])).await;
    let row = store.ids().read_exact(fields[2], T::RelatedPerson).expect("an id");
    println!("ready {}", store.merges_so_far());
    loop {
        if store.is_joined(source) {
            part(&store, (source, target)).await.expect("parted");
        } else {
            join(&store, (source, target), &[row]).await.expect("merged");
        }
        println!("acknowledged {}", store.merges_so_far());
    }
}

fn child(dir: &Path, stays: &str, (source, target): (PatientKey, PatientKey)) -> Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "merge_trouble::child_merges_until_it_is_killed", "--nocapture"])
        .env(CHILD, format!("{}:{}:{stays}:{}", source.get(), target.get(), dir.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts")
}

/// How often a process has written so far, to files and to whoever reads what it says.
fn writes_of(child: &Child) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{}/io", child.id())).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("syscw: "));
    line.map_or(0, |number| number.trim().parse().expect("a number"))
}

/// Kills the child at its k-th write from when it is ready; hands back the last merge or parting that it has acknowledged.
fn kill_at(mut child: Child, k: u64) -> i64 {
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let number = |line: &String, word: &str| {
        line.split_once(word).map(|(_, number)| number.trim().parse::<i64>().expect("a number"))
    };
    let first = lines.find_map(|line| number(&line, "ready ")).expect("it begins");
    let until = writes_of(&child) + k;
    while writes_of(&child) < until {
        assert!(child.try_wait().expect("asked").is_none(), "it goes on until it is killed");
    }
    child.kill().expect("it lives");
    let last = lines.filter_map(|line| number(&line, "acknowledged ")).last().unwrap_or(first);
    child.wait().expect("it is dead");
    last
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_merge_has_moved_everything_or_nothing() {
    if !Path::new("/proc/self/io").exists() {
        println!("skipped: this system does not say how often a process has written");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (source, target, stays) = begin(folder.path()).await;
    let (before, states) = states(folder.path(), (source, target, stays)).await;
    let store = open(folder.path()).await;
    let name = store.ids().show(stays).to_string();
    store.close().await;
    drop(store);
    let mut so_far = before;
    for k in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233] {
        let acknowledged = kill_at(child(folder.path(), &name, (source, target)), k);
        let found = is_one_of(folder.path(), (source, target), &states).await;
        assert!((acknowledged..=acknowledged + 1).contains(&found), "{k}: {acknowledged} {found}");
        so_far = found;
    }
    assert!(so_far > before + 4, "merges and partings were under way: {so_far}");
}

/// The pages that were written after the last checkpoint, up to each: what is on disk when the power goes at that write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_write_of_a_merge_and_of_a_parting_can_be_the_last() {
    const HEAD: usize = 32;
    const FRAME: usize = 24 + 4096;
    let folder = tempfile::tempdir().expect("a folder");
    let (source, target, stays) = begin(folder.path()).await;
    let (_, states) = states(folder.path(), (source, target, stays)).await;
    for is_merge in [true, false] {
        // A store that was closed has everything in the one file; what is done next is in the log beside it.
        let base = tempfile::tempdir().expect("a folder");
        copy(folder.path(), base.path());
        let store = open(folder.path()).await;
        if is_merge {
            join(&store, (source, target), &[stays]).await.expect("merged");
        } else {
            part(&store, (source, target)).await.expect("parted");
        }
        let log = std::fs::read(folder.path().join("helsami.db-wal")).expect("a log");
        store.close().await;
        drop(store);
        let frames = (log.len() - HEAD) / FRAME;
        assert!(frames > 10, "{frames}");
        let step = frames.div_ceil(24);
        let cuts = (0..=frames).step_by(step).chain([frames]).map(|frame| HEAD + frame * FRAME);
        let torn = (0..frames).step_by(step * 3).map(|frame| HEAD + frame * FRAME + 2000);
        let (mut without, mut with) = (0, 0);
        for cut in cuts.chain(torn) {
            let place = tempfile::tempdir().expect("a folder");
            copy(base.path(), place.path());
            std::fs::write(place.path().join("helsami.db-wal"), &log[..cut]).expect("written");
            let so_far = is_one_of(place.path(), (source, target), &states).await;
            if (so_far % 2 == 1) == is_merge { with += 1 } else { without += 1 }
        }
        assert!(without > 5 && with >= 1, "{without} {with}");
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        if entry.file_type().expect("a type").is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
        }
    }
}
