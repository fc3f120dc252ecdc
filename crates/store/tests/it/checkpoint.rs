//! The access log outlives killed processes, and shows when it was cut or written anew.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use helsami_domain::matter::Matter;
use helsami_store::audit::AuditPage;
use helsami_store::batch::Batch;
use helsami_store::{Look, Options, Place, Store};

use crate::place::{Fresh, add_patient, key, now, reading, sqlite, writing};

/// Tells the child where to look.
const CHILD: &str = "HELSAMI_TEST_LOOKER";

async fn looks(store: &Store, count: usize, matter: Matter) {
    for _ in 0..count {
        store.read(&reading(key(1)), &Look::new(matter, now()).patient()).await.expect("read");
    }
}

async fn checkpoint(store: &Store, known: i64) -> (i64, String) {
    store.checkpoint(known, now()).await.expect("read").expect("something is new")
}

async fn open(dir: &Path) -> Store {
    let place = Place::Sqlite { dir: dir.to_owned() };
    Store::open(&place, &Options::default(), now()).await.expect("it opens")
}

pub(crate) async fn the_log_is_what_was_seen(fresh: &Fresh) {
    assert_eq!(fresh.store.checkpoint(0, now()).await.expect("read"), None, "an empty log has no end");
    looks(&fresh.store, 3, Matter::Home).await;
    let (rows, mut file) = checkpoint(&fresh.store, 0).await;
    assert_eq!((rows, fresh.store.checkpoint(3, now()).await.expect("read")), (3, None));
    looks(&fresh.store, 2, Matter::Results).await;
    let (rows, note) = checkpoint(&fresh.store, rows).await;
    file.push_str(&note);
    assert_eq!(rows, 5);
    // A portal that starts again notes the same end once more.
    file.push_str(&checkpoint(&fresh.store, 0).await.1);
    assert_eq!(fresh.store.checkpoint_faults(&file).await.expect("compared"), Vec::<String>::new());
    let changed = file.replacen("\n5\n", "\n4\n", 1);
    let faults = fresh.store.checkpoint_faults(&changed).await.expect("compared");
    assert_eq!(faults, ["1 checkpoints of the audit chain are not signed by this installation"]);
}

/// The rows of a log after one of them, cut off behind the store's back; and what its own check says then.
#[tokio::test]
async fn a_log_that_was_cut_shows() {
    let fresh = sqlite().await;
    let mut file = String::new();
    for rows in [2, 4] {
        looks(&fresh.store, 2, Matter::Home).await;
        let (count, note) = checkpoint(&fresh.store, rows - 2).await;
        assert_eq!(count, rows);
        file.push_str(&note);
    }
    let dir = fresh.closed().await;
    let connection = rusqlite::Connection::open(dir.path().join("helsami.db")).expect("a database");
    assert_eq!(connection.execute("DELETE FROM audit WHERE seq > 3", []).expect("deleted"), 1);
    drop(connection);
    let store = open(dir.path()).await;
    assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new(), "nothing inside tells");
    let faults = store.checkpoint_faults(&file).await.expect("compared");
    assert_eq!(faults, [format!("the audit chain is cut: it had 4 rows at {}", now())]);
    looks(&store, 3, Matter::Results).await;
    let faults = store.checkpoint_faults(&file).await.expect("compared");
    let anew = format!("the audit chain was written anew: row 4 is not the one that was seen at {}", now());
    assert_eq!(faults, [anew]);
}

#[tokio::test]
async fn an_older_backup_shows() {
    let fresh = sqlite().await;
    looks(&fresh.store, 2, Matter::Home).await;
    let to = tempfile::tempdir().expect("a folder");
    let to = to.path().join("backup");
    fresh.store.backup(&to).await.expect("copied");
    looks(&fresh.store, 3, Matter::Home).await;
    let mut file = checkpoint(&fresh.store, 0).await.1;
    let restored = open(&to).await;
    looks(&restored, 1, Matter::Home).await;
    file.push_str(&checkpoint(&restored, 0).await.1);
    let faults = restored.checkpoint_faults(&file).await.expect("compared");
    assert_eq!(faults.len(), 2, "{faults:?}");
    let taken = "the audit chain had 5 rows and then, at";
    assert!(faults[0].starts_with(taken), "{faults:?}");
    assert!(faults[1].starts_with("the audit chain is cut: it had 5 rows"), "{faults:?}");
}

/// Not a test by itself: the process that is killed. It tells each look that was answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_looks_until_it_is_killed() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let store = open(Path::new(&dir)).await;
    for number in 1.. {
        looks(&store, 1, Matter::Home).await;
        println!("answered {number}");
    }
}

#[tokio::test]
async fn no_answered_look_is_missing_after_a_kill() {
    for count in [1, 2, 9, 60] {
        let fresh = sqlite().await;
        let mut batch = Batch::new(now());
        add_patient(&mut batch, key(1), "Ola");
        fresh.store.apply(&writing(), batch).await.expect("stored");
        let dir = fresh.closed().await;
        let answered = kill_after(dir.path(), count);
        assert!(answered >= count, "{answered} of {count}");
        let store = open(dir.path()).await;
        assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new());
        let page = AuditPage { before: None, limit: 10_000 };
        let log = store.audit_of(&reading(key(1)), page).await.expect("read");
        let kept = log.iter().filter(|row| row.matter == Some(Matter::Home)).count();
        assert!(kept >= answered, "killed at look {count}: {kept} of {answered} are in the log");
    }
}

/// Kills a looking child when so many looks were answered; hands back how many were.
fn kill_after(dir: &Path, count: usize) -> usize {
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "checkpoint::child_looks_until_it_is_killed", "--nocapture"])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut answered = 0;
    for line in lines.map_while(Result::ok).filter(|line| line.contains("answered ")) {
        answered = line.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(answered);
        if answered == count {
            child.kill().expect("it lives");
        }
    }
    child.wait().expect("it is dead");
    answered
}
