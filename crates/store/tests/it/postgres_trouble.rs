//! What must not lose anything on a PostgreSQL server: our process killed, the server killed, its disk full.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::{Error, Look, Options, Place, Store};
use tokio::sync::mpsc;

use crate::place::{key, now, reading, writing};
use crate::server::{Server, give};
use crate::trouble::{Small, begin, kill_rounds, lost, pair};

/// How many write at the same time.
const WRITERS: u32 = 4;
/// The number that ends them.
const END: u32 = 1 << 30;

#[expect(clippy::print_stdout, reason = "says why nothing was tried")]
fn skipped() {
    println!("skipped: this machine has no PostgreSQL");
}

async fn place(server: &Server, name: &str) -> (tempfile::TempDir, Place) {
    let dir = tempfile::tempdir().expect("a folder");
    let url = server.database(name).await;
    let place = Place::Postgres { url, authority: None, dir: dir.path().to_owned() };
    (dir, place)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_lose_nothing_acknowledged() {
    let Some(server) = Server::start().await else { return skipped() };
    let (_dir, right) = place(&server, "killed").await;
    assert_eq!(kill_rounds(&right, false).await, 0);
    let (_dir, faulty) = place(&server, "faulty").await;
    assert!(kill_rounds(&faulty, true).await > 0, "the test sees early acknowledgement");
}

/// What writers of one store have come to while the server was killed and came back.
struct History {
    acknowledged: Vec<u32>,
    /// Writes that were answered with an error and tried again until it was known what had become of them.
    unknown: usize,
}

/// Kills the server each time so many more writes were acknowledged.
async fn kill_server(server: &mut Server, store: &Store, kills: &[usize]) -> History {
    let (tell, mut told) = mpsc::unbounded_channel();
    let next = Arc::new(AtomicU32::new(0));
    let writers: Vec<_> =
        (0..WRITERS).map(|_| tokio::spawn(write(store.clone(), next.clone(), tell.clone()))).collect();
    drop(tell);
    let mut acknowledged = Vec::new();
    for &count in kills {
        let until = acknowledged.len() + count;
        while acknowledged.len() < until {
            acknowledged.push(told.recv().await.expect("they write on"));
        }
        server.kill();
        // What was on its way is told too.
        while let Ok(number) = told.try_recv() {
            acknowledged.push(number);
        }
        server.again().await;
    }
    next.store(END, Ordering::SeqCst);
    let mut unknown = 0;
    for writer in writers {
        unknown += writer.await.expect("no panic");
    }
    while let Some(number) = told.recv().await {
        acknowledged.push(number);
    }
    History { acknowledged, unknown }
}

/// Writes pair after pair, each until its outcome is known; hands back how often it was not at first.
async fn write(store: Store, next: Arc<AtomicU32>, tell: mpsc::UnboundedSender<u32>) -> usize {
    let mut unknown = 0;
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        if number >= END {
            return unknown;
        }
        let mut is_again = false;
        loop {
            match store.apply(&writing(), pair(number)).await {
                Ok(_) => break,
                // It was stored, and only the answer was lost.
                Err(Error::Version { found: 1, .. } | Error::Taken) if is_again => break,
                Err(Error::Group(_)) => {
                    unknown += usize::from(!is_again);
                    is_again = true;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => unreachable!("{error}"),
            }
        }
        tell.send(number).expect("the test listens");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged_and_is_found_again() {
    let Some(mut server) = Server::start().await else { return skipped() };
    let (_dir, place) = place(&server, "killed").await;
    begin(&place).await;
    let store = Store::open(&place, &Options::default(), now()).await.expect("it opens");
    let history = kill_server(&mut server, &store, &[40, 75, 110, 150, 200]).await;
    let mut numbers = history.acknowledged.clone();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), history.acknowledged.len(), "none is told twice");
    assert!(numbers.len() >= 575, "{}", numbers.len());
    assert!(history.unknown > 0, "no write met the kill");
    let total = store.counts().await.expect("counted").total();
    assert_eq!(total, 1 + 2 * numbers.len() as u64, "what was tried again is there once");
    store.close().await;
    assert_eq!(lost(&place, &numbers).await, 0);
    println!("{} acknowledged, {} unknown at first, 0 lost", numbers.len(), history.unknown);
}

/// The server is told behind the store's back to acknowledge before its log is on disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_kill_test_sees_a_server_that_acknowledges_early() {
    let settings = |_: &std::path::Path| vec!["wal_writer_delay=10s".to_owned()];
    let Some(mut server) = Server::start_with(settings).await else { return skipped() };
    let (_dir, place) = place(&server, "early").await;
    begin(&place).await;
    server.run("postgres", "ALTER DATABASE early SET synchronous_commit = off").await;
    let refused = Store::open(&place, &Options::default(), now()).await;
    let refusal = refused.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("synchronous_commit is off"), "{refusal}");
    server.run("postgres", "ALTER DATABASE early RESET synchronous_commit").await;
    let store = Store::open(&place, &Options::default(), now()).await.expect("it opens");
    // The writer connects anew after its connection has been ended, and is not asked again.
    server.run("postgres", "ALTER DATABASE early SET synchronous_commit = off").await;
    let history = kill_server(&mut server, &store, &[100]).await;
    store.close().await;
    server.run("postgres", "ALTER DATABASE early RESET synchronous_commit").await;
    assert!(lost(&place, &history.acknowledged).await > 0);
}

/// Bytes that are free on a file system.
fn room(path: &std::path::Path) -> usize {
    let told =
        std::process::Command::new("df").args(["-B1", "--output=avail"]).arg(path).output().expect("df");
    let text = String::from_utf8(told.stdout).expect("text");
    text.lines().last().and_then(|line| line.trim().parse().ok()).expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing() {
    let Some(server) = Server::start().await else { return skipped() };
    let small = tempfile::tempdir().expect("a folder");
    let Some(_mounted) = Small::mount(small.path(), 24) else {
        println!("skipped: only root can mount a small file system");
        return;
    };
    let space = small.path().join("space");
    std::fs::create_dir(&space).expect("made");
    std::fs::set_permissions(small.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("root may");
    give(&space);
    // The log of the server stays on the large disk: where that is full, the server itself stops.
    let made = format!("CREATE TABLESPACE small LOCATION '{}'", space.display());
    server.run("postgres", &made).await;
    server.run("postgres", "CREATE DATABASE small TABLESPACE small").await;
    let dir = tempfile::tempdir().expect("a folder");
    let url = server.url("small");
    let place = Place::Postgres { url, authority: None, dir: dir.path().to_owned() };
    begin(&place).await;
    let filler = small.path().join("filler");
    std::fs::write(&filler, vec![1; room(small.path()) - (1 << 20)]).expect("there is room");
    let store = Store::open(&place, &Options::default(), now()).await.expect("it opens");
    let mut stored = 0;
    let error = loop {
        match store.apply(&writing(), pair(stored)).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Full), "{error:?}");
    assert!(stored > 50, "{stored}");
    let nothing = Look::new(Matter::Home, now());
    let mut refused = None;
    for _ in 0..5000 {
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
    let look = Look::new(Matter::Results, now()).newest(T::Observation, 100_000);
    let shelf = store.read(&reading(key(1)), &look).await.expect("read");
    assert_eq!(shelf.range(0).len(), stored as usize + 1);
    assert_eq!(store.check().await.expect("checked").faults, Vec::<String>::new());
    store.close().await;
    // Before its disk goes away.
    server.run("postgres", "DROP DATABASE small WITH (FORCE)").await;
    server.run("postgres", "DROP TABLESPACE small").await;
}
