//! However many ask whether the portal is ready, one durable write is shared. The database itself counts the writes.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use helsami_api::{Machines, router};
use helsami_app::App;
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use http::{Request, StatusCode};
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt;

/// Milliseconds.
static CLOCK_MS: AtomicI64 = AtomicI64::new(1_772_366_400_000);

/// Another time for each question, all within a second.
fn busy_clock() -> Timestamp {
    Timestamp::from_millisecond(CLOCK_MS.fetch_add(1, Ordering::SeqCst)).expect("a time")
}

async fn house(clock: fn() -> Timestamp) -> (TempDir, Store, Router) {
    let dir = TempDir::new().expect("a folder");
    let place = Place::Sqlite { dir: dir.path().to_owned() };
    let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
    let counter = "CREATE TABLE health_write (at text); CREATE TRIGGER health_new AFTER INSERT ON meta \
         WHEN new.name = 'health' BEGIN INSERT INTO health_write VALUES (new.value); END; \
         CREATE TRIGGER health_again AFTER UPDATE ON meta \
         WHEN new.name = 'health' BEGIN INSERT INTO health_write VALUES (new.value); END;";
    database(dir.path()).execute_batch(counter).expect("counting");
    let machines = Machines::new(App::new(store.clone(), SessionRules::default()), clock);
    (dir, store, router(machines))
}

fn database(dir: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(dir.join("helsami.db")).expect("a database")
}

fn writes(dir: &Path) -> i64 {
    let count = "SELECT count(*) FROM health_write";
    database(dir).query_row(count, [], |row| row.get(0)).expect("counted")
}

async fn ask(router: &Router) -> StatusCode {
    let request = Request::get("/health/ready").body(Body::empty()).expect("a request");
    router.clone().oneshot(request).await.expect("an answer").status()
}

async fn ask_at_once(router: &Router, count: usize) -> Vec<StatusCode> {
    let asking: Vec<_> = (0..count)
        .map(|_| {
            let router = router.clone();
            tokio::spawn(async move { ask(&router).await })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in asking {
        answers.push(answer.await.expect("no panic"));
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_shares_one_write_a_second() {
    let (dir, store, router) = house(busy_clock).await;
    assert_eq!(ask_at_once(&router, 500).await, [StatusCode::OK; 500]);
    assert_eq!(writes(dir.path()), 1, "500 questions within half a second");
    for second in 2..5 {
        CLOCK_MS.fetch_add(1000, Ordering::SeqCst);
        assert_eq!(ask_at_once(&router, 100).await, [StatusCode::OK; 100]);
        // Whoever came while the write was under way got the answer of the second before.
        assert_eq!(ask(&router).await, StatusCode::OK);
        assert_eq!(writes(dir.path()), second);
    }
    store.close().await;
    assert_eq!(ask(&router).await, StatusCode::OK, "within the second");
    CLOCK_MS.fetch_add(1000, Ordering::SeqCst);
    assert_eq!(ask(&router).await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ask_at_once(&router, 50).await, [StatusCode::SERVICE_UNAVAILABLE; 50]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_goes_away_still_counts() {
    let (dir, _store, router) = house(|| Timestamp::UNIX_EPOCH).await;
    for _ in 0..20 {
        // Asked once, then dropped, as when the connection ends.
        let mut asking = std::pin::pin!(ask(&router));
        let polled = std::future::poll_fn(|context| std::task::Poll::Ready(asking.as_mut().poll(context)));
        let _ = polled.await;
    }
    assert_eq!(ask(&router).await, StatusCode::OK);
    assert_eq!(writes(dir.path()), 1);
}
