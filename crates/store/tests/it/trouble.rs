//! What must not lose or spoil anything: killed processes, full disks, wrong files, damaged rows.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::batch::{Batch, Expect};
use helsami_store::{Error, Look, OpenError, Options, Place, Store};

use crate::place::{add_patient, id, key, now, patient_id, put, reading, sqlite, writing};

const DAY: &str = "2020-01-01T08:00:00Z";
/// Tells the child where to write, and whether it is the one with the fault.
const CHILD: &str = "HELSAMI_TEST_WRITER";
/// Tells it the server, if there is one.
const CHILD_SERVER: &str = "HELSAMI_TEST_WRITER_SERVER";

async fn open(dir: &Path) -> Result<Store, OpenError> {
    Store::open(&Place::Sqlite { dir: dir.to_owned() }, &Options::default(), now()).await
}

/// A batch of two rows that are there together or not at all.
pub(crate) fn pair(number: u32) -> Batch {
    let mut batch = Batch::new(now());
    for kind in [T::Observation, T::Condition] {
        batch.changes.push(put(
            id(key(1), kind, DAY, number),
            Expect::Absent,
            DAY,
            &"x".repeat(number as usize % 997),
        ));
    }
    batch
}

/// Not a test by itself: the process that is killed. It acknowledges each write on its standard output.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_writes_until_it_is_killed() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let (dir, is_faulty) = dir.strip_prefix("faulty:").map_or((dir.as_str(), false), |dir| (dir, true));
    let dir = PathBuf::from(dir);
    let place = match std::env::var(CHILD_SERVER) {
        Ok(url) => Place::Postgres { url, authority: None, dir },
        Err(_) => Place::Sqlite { dir },
    };
    let store = Store::open(&place, &Options::default(), now()).await.expect("the parent made it");
    let first = store.counts().await.expect("counted").total() as u32;
    for number in first.. {
        if is_faulty {
            println!("acknowledged {number}");
        }
        store.apply(&writing(), pair(number)).await.expect("stored");
        if !is_faulty {
            println!("acknowledged {number}");
        }
    }
}

/// Kills a writing child when it has acknowledged so many writes; hands back all it has acknowledged.
pub(crate) fn kill_after(place: &Place, is_faulty: bool, count: usize) -> Vec<u32> {
    let prefix = if is_faulty { "faulty:" } else { "" };
    let mut child = Command::new(std::env::current_exe().expect("this test"));
    if let Place::Postgres { url, .. } = place {
        child.env(CHILD_SERVER, url);
    }
    let mut child = child
        .args(["--exact", "trouble::child_writes_until_it_is_killed", "--nocapture"])
        .env(CHILD, format!("{prefix}{}", place.dir().display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut acknowledged = Vec::new();
    for line in lines.map_while(Result::ok) {
        // The test runner may write on the same line before us.
        if let Some((_, number)) = line.split_once("acknowledged ") {
            acknowledged.push(number.parse().expect("a number"));
            if acknowledged.len() == count {
                child.kill().expect("it lives");
            }
        }
    }
    child.wait().expect("it is dead");
    acknowledged
}

/// How many of the acknowledged pairs are not there; none may be half there.
pub(crate) async fn lost(place: &Place, acknowledged: &[u32]) -> usize {
    let store = Store::open(place, &Options::default(), now()).await.expect("it opens again");
    let mut lost = 0;
    for &number in acknowledged {
        let look = Look::new(Matter::Results, now()).one(id(key(1), T::Observation, DAY, number)).one(id(
            key(1),
            T::Condition,
            DAY,
            number,
        ));
        let shelf = store.read(&reading(key(1)), &look).await.expect("read");
        let found = shelf.range(0).len() + shelf.range(1).len();
        assert_ne!(found, 1, "half a pair");
        lost += usize::from(found == 0);
    }
    let report = store.check().await.expect("checked");
    assert_eq!(report.faults, Vec::<String>::new());
    store.close().await;
    lost
}

/// Puts the patient there whose record is written to.
pub(crate) async fn begin(place: &Place) {
    let store = Store::open(place, &Options::default(), now()).await.expect("a fresh place");
    let mut batch = Batch::new(now());
    add_patient(&mut batch, key(1), "Ola");
    store.apply(&writing(), batch).await.expect("stored");
    store.close().await;
}

/// Kills one child after the other, each a little later; hands back how many acknowledged writes are lost.
pub(crate) async fn kill_rounds(place: &Place, is_faulty: bool) -> usize {
    begin(place).await;
    let mut all = 0;
    for count in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89] {
        let acknowledged = kill_after(place, is_faulty, count);
        assert!(acknowledged.len() >= count, "{} of {count}", acknowledged.len());
        all += lost(place, &acknowledged).await;
    }
    all
}

async fn kill_rounds_on_sqlite(is_faulty: bool) -> usize {
    let dir = tempfile::tempdir().expect("a folder");
    kill_rounds(&Place::Sqlite { dir: dir.path().to_owned() }, is_faulty).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_acknowledged() {
    assert_eq!(kill_rounds_on_sqlite(false).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_kill_test_sees_early_acknowledgement() {
    assert!(kill_rounds_on_sqlite(true).await > 0);
}

/// A small file system in memory, gone with the test.
pub(crate) struct Small(PathBuf);

impl Small {
    pub(crate) fn mount(dir: &Path, mib: u32) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={mib}m"), "tmpfs"])
            .arg(dir)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        mounted.then(|| Self(dir.to_owned()))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let Some(_small) = Small::mount(dir.path(), 6) else {
        println!("skipped: only root can mount a small file system");
        return;
    };
    let filler = dir.path().join("filler");
    std::fs::write(&filler, vec![1; 2 << 20]).expect("there is room");
    let store = open(dir.path()).await.expect("a fresh folder");
    let mut batch = Batch::new(now());
    add_patient(&mut batch, key(1), "Ola");
    store.apply(&writing(), batch).await.expect("stored");
    let mut stored = 0;
    let error = loop {
        match store.apply(&writing(), pair(stored)).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Full), "{error:?}");
    assert!(stored > 50, "{stored}");
    let look = Look::new(Matter::Results, now()).newest(T::Observation, 100_000);
    let nothing = Look::new(Matter::Home, now());
    let mut refused = None;
    for _ in 0..1000 {
        // The rows of the log fill the last pages.
        refused = store.read(&reading(key(1)), &nothing).await.err();
        if refused.is_some() {
            break;
        }
    }
    assert!(matches!(refused, Some(Error::Full)), "a look that cannot be logged is not given: {refused:?}");
    assert_eq!(store.counts().await.expect("reading goes on").total(), 1 + 2 * u64::from(stored));
    std::fs::remove_file(&filler).expect("removed");
    store.apply(&writing(), pair(stored)).await.expect("there is room again");
    let shelf = store.read(&reading(key(1)), &look).await.expect("read");
    assert_eq!(shelf.range(0).len(), stored as usize + 1);
    assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new());
    store.close().await;
}

#[tokio::test]
async fn a_second_process_is_refused() {
    let fresh = sqlite().await;
    let second = open(fresh.place.dir()).await;
    assert!(matches!(second, Err(OpenError::InUse { .. })), "{:?}", second.err());
    let place = fresh.place.clone();
    fresh.store.close().await;
    let crate::place::Fresh { store, _dir, .. } = fresh;
    drop(store);
    assert!(open(place.dir()).await.is_ok());
}

/// A text that packs badly.
fn noise(number: u32) -> String {
    let mut state = u64::from(number) + 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'0' + (state >> 58) as u8 % 64)
    };
    (0..140_000).map(letter).filter(|letter| *letter != '\\').collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_short_while_everybody_writes() {
    const MOST: u64 = 100 << 20;
    let fresh = sqlite().await;
    let log = fresh.place.dir().join("helsami.db-wal");
    let writer = async |first: u32| {
        let mut longest = 0;
        for number in (first..1_200).step_by(3) {
            let mut batch = Batch::new(now());
            let row = id(key(i64::from(number)), T::Observation, DAY, number);
            batch.changes.push(put(row, Expect::Absent, DAY, &noise(number)));
            fresh.store.apply(&writing(), batch).await.expect("stored");
            longest = longest.max(log.metadata().map_or(0, |log| log.len()));
        }
        longest
    };
    let (one, two, three) = tokio::join!(writer(0), writer(1), writer(2));
    let longest = one.max(two).max(three);
    assert_eq!(fresh.store.counts().await.expect("counted").total(), 1_200);
    drop(fresh.closed().await);
    assert!(longest > 16 << 20 && longest < MOST, "{longest} bytes");
}

/// A store that is closed, and its database laid open.
async fn laid_open() -> (tempfile::TempDir, rusqlite::Connection) {
    let dir = tempfile::tempdir().expect("a folder");
    let store = open(dir.path()).await.expect("a fresh folder");
    let mut batch = pair(5);
    add_patient(&mut batch, key(1), "Ola");
    store.apply(&writing(), batch).await.expect("stored");
    for _ in 0..3 {
        store.read(&reading(key(1)), &Look::new(Matter::Home, now()).patient()).await.expect("read");
    }
    store.close().await;
    drop(store);
    let connection = rusqlite::Connection::open(dir.path().join("helsami.db")).expect("a database");
    (dir, connection)
}

#[tokio::test]
async fn other_schemas_are_refused() {
    let (dir, connection) = laid_open().await;
    connection.execute("UPDATE migration SET checksum = 'x' WHERE version = 1", []).expect("changed");
    assert!(matches!(open(dir.path()).await, Err(OpenError::Migration { version: 1 })));
    connection.execute("INSERT INTO migration VALUES (99, 'x', 0)", []).expect("changed");
    assert!(matches!(open(dir.path()).await, Err(OpenError::Newer { found: 99, .. })));
}

#[tokio::test]
async fn another_secret_is_refused() {
    let (dir, _) = laid_open().await;
    let secret = dir.path().join("secret.key");
    let right = std::fs::read_to_string(&secret).expect("there");
    std::fs::write(&secret, "00".repeat(32)).expect("written");
    assert!(matches!(open(dir.path()).await, Err(OpenError::Secret { .. })));
    std::fs::write(&secret, "words").expect("written");
    assert!(matches!(open(dir.path()).await, Err(OpenError::SecretFormat { .. })));
    std::fs::remove_file(&secret).expect("removed");
    assert!(matches!(open(dir.path()).await, Err(OpenError::Secret { .. })));
    assert!(!secret.exists(), "no new secret for an old database");
    std::fs::write(&secret, right).expect("written");
    assert!(open(dir.path()).await.is_ok());
}

/// Changes the database behind the store's back and hands back what the check finds.
async fn spoiled(sql: &str) -> Vec<String> {
    let (dir, connection) = laid_open().await;
    assert!(connection.execute(sql, []).expect(sql) > 0, "{sql}");
    drop(connection);
    let store = open(dir.path()).await.expect("it opens");
    store.check().await.expect("checked").faults
}

#[tokio::test]
async fn the_check_finds_what_is_spoiled() {
    let cases = [
        ("UPDATE audit SET matter = 3 WHERE seq = 3", "the audit chain is broken at row 3"),
        ("DELETE FROM audit WHERE seq = 2", "the audit chain is broken at row 2"),
        ("DELETE FROM directory", "1 patients are not in the directory"),
        ("UPDATE directory SET local_id = 9", "1 rows of the directory have no document"),
        ("UPDATE record SET version = 2 WHERE type = 96", "1 documents have a gap in their versions"),
        ("UPDATE record SET body = x'00', codec = 1 WHERE type = 96", "1 documents cannot be read"),
        (
            "UPDATE record SET patient_key = 77 WHERE type = 96",
            "1 compartments have no patient and none is expected",
        ),
        (
            "UPDATE record SET marks = 1 WHERE type = 96",
            "1 documents are hidden or shown otherwise than they say themselves",
        ),
        ("UPDATE record SET tokens = 1 WHERE type = 96", "1 documents are not found by their codes"),
        ("INSERT INTO id_alias VALUES (x'00', 96, 1, 1)", "1 ids given by others mean no document"),
        ("INSERT INTO identifier VALUES (x'00', 96, 1, 1, NULL, NULL)", "1 identifiers find no document"),
        ("INSERT INTO case_open VALUES (1, 1, 1, 1, 1)", "1 lines of worklists have no open case"),
        (
            "UPDATE record SET type = 141, code = 1674835960, status = 1 WHERE type = 96",
            "1 open cases are on no worklist, or on two",
        ),
    ];
    for (sql, fault) in cases {
        let faults = spoiled(sql).await;
        assert!(faults.iter().any(|found| found == fault), "{sql}: {faults:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_whole_while_writes_go_on() {
    let fresh = sqlite().await;
    let mut batch = Batch::new(now());
    add_patient(&mut batch, key(1), "Ola");
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let writer = {
        let store = fresh.store.clone();
        tokio::spawn(async move {
            for number in 0..400 {
                store.apply(&writing(), pair(number)).await.expect("stored");
            }
        })
    };
    let to = tempfile::tempdir().expect("a folder");
    for copy in ["one", "two"] {
        let to = to.path().join(copy);
        fresh.store.backup(&to).await.expect("copied");
        let copy = open(&to).await.expect("it opens");
        let report = copy.check().await.expect("checked");
        assert_eq!(report.faults, Vec::<String>::new());
        assert_eq!(report.counts.total() % 2, 1, "pairs and a patient");
        let look = Look::new(Matter::Home, now()).patient();
        let shelf = copy.read(&reading(key(1)), &look).await.expect("read");
        assert_eq!(shelf.first(0).map(|entry| entry.id), Some(patient_id(key(1))));
    }
    writer.await.expect("no panic");
    let again = fresh.store.backup(&to.path().join("one")).await;
    assert!(again.is_err(), "a backup never overwrites another");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_can_read_a_new_store_and_its_backup() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    let (data, copy) = (dir.path().join("region/data"), dir.path().join("copy"));
    let store = open(&data).await.expect("a fresh folder");
    store.apply(&writing(), pair(1)).await.expect("stored");
    store.backup(&copy).await.expect("copied");
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    for folder in [&data, &copy] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
        for file in ["helsami.db", "helsami.db-wal", "secret.key"].map(|name| folder.join(name)) {
            assert!(!file.exists() || mode(&file) == 0o600, "{}", file.display());
        }
    }
    assert!(data.join("helsami.db-wal").exists() && copy.join("helsami.db").exists());
    store.close().await;
}
