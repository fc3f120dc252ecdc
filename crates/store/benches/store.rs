//! CPU time of the store's own work, each figure beside the floor it is measured against.
//!
//! `cargo bench -p helsami-store` · `HELSAMI_BENCH_DATA=DIR` keeps the store in a new folder, `HELSAMI_BENCH_DATABASE=URL`
//! takes an empty PostgreSQL database instead of the embedded one. Synthea's bundles of the corpora are the data; wall time on a shared machine lies,
//! so everything is the CPU time of the process.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use helsami_domain::access::facts::Facts;
use helsami_domain::access::{Actor, Grant, Read, SystemTask, VisitNumber, directory, read_record, receive};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::columns::Category;
use helsami_store::session::{SessionNew, TokenHash};
use helsami_store::write::{Delivery, Incoming};
use helsami_store::{Look, Options, Place, Store};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    entry: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(rename = "fullUrl", borrow)]
    full_url: Option<&'a str>,
    #[serde(borrow)]
    resource: &'a RawValue,
    #[serde(borrow)]
    request: Option<Request<'a>>,
}

#[derive(Deserialize)]
struct Request<'a> {
    #[serde(rename = "ifNoneExist", borrow)]
    if_none_exist: Option<std::borrow::Cow<'a, str>>,
}

/// CPU time of all living threads of this process.
fn cpu() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux").flatten();
    let spent = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a time")
}

fn say(name: &str, count: usize, spent: (Duration, Duration), note: &str) {
    let each = spent.0.as_secs_f64() * 1e6 / count as f64;
    let rate = count as f64 / spent.1.as_secs_f64();
    println!("{name:<44} {each:>9.1} µs CPU each  {rate:>9.0}/s wall  {note}");
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, (Duration, Duration)) {
    let (before, begin) = (cpu(), Instant::now());
    let value = work.await;
    (value, (cpu() - before, begin.elapsed()))
}

fn bundles(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the corpora").flatten().map(|file| file.path()).collect();
    files.sort();
    // Hospitals first: bundles refer to them.
    files.sort_by_key(|file| !file.to_string_lossy().contains("hospitals"));
    let packed = files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "gz"));
    packed
        .flat_map(|file| {
            let lines = BufReader::new(flate2::read::MultiGzDecoder::new(
                std::fs::File::open(&file).expect("a file"),
            ));
            if file.to_string_lossy().contains("ndjson") {
                lines.lines().map(|line| line.expect("text")).collect::<Vec<_>>()
            } else {
                vec![std::io::read_to_string(lines).expect("text")]
            }
        })
        .collect()
}

async fn import(store: &Store, bundles: &[String]) -> usize {
    let grant = receive(Actor::System(SystemTask::Import)).expect("an import may");
    let mut count = 0;
    for (number, text) in bundles.iter().enumerate() {
        let bundle: Bundle<'_> = serde_json::from_str(text).expect("a bundle");
        let entries = bundle.entry.iter().map(|entry| {
            let mut incoming = Incoming::create(entry.resource.get());
            let unless = entry.request.as_ref().and_then(|request| request.if_none_exist.clone());
            incoming.way = helsami_store::write::Way::Create { unless };
            match entry.full_url {
                Some(url) => incoming.at(url),
                None => incoming,
            }
        });
        let delivery = Delivery { entries: entries.collect(), ..Delivery::default() };
        count += delivery.entries.len();
        if let Err(error) = store.deliver(&grant, &delivery, now()).await {
            println!("bundle {number}: {error}");
        }
    }
    count
}

fn grant(person: PatientKey) -> Grant<Read> {
    let facts = Facts::unregistered(person, person, now());
    read_record(Actor::Citizen { person, visit: VisitNumber(1) }, &facts).expect("one's own")
}

/// Runs `look` for the persons in turn, by so many clients at once.
async fn looks(store: &Store, persons: &[PatientKey], look: &Look, (clients, each): (usize, usize)) -> usize {
    let clients = (0..clients).map(|client| {
        let (store, look, persons) = (store.clone(), look.clone(), persons.to_vec());
        tokio::spawn(async move {
            let mut rows = 0;
            for number in 0..each {
                let person = persons[(client * each + number) % persons.len()];
                rows += store.read(&grant(person), &look).await.expect("read").range(0).len();
            }
            rows
        })
    });
    let mut rows = 0;
    for client in clients.collect::<Vec<_>>() {
        rows += client.await.expect("no panic");
    }
    rows
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let corpora = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora/synthea-r4"));
    if !corpora.exists() {
        println!("skipped: no corpora");
        return;
    }
    let fleeting = tempfile::tempdir_in(".").expect("a folder");
    let dir =
        std::env::var_os("HELSAMI_BENCH_DATA").map_or_else(|| fleeting.path().to_owned(), PathBuf::from);
    let place = match std::env::var("HELSAMI_BENCH_DATABASE") {
        Ok(url) => Place::Postgres { url, dir, authority: None },
        Err(_) => Place::Sqlite { dir },
    };
    let store = Store::open(&place, &Options::default(), now()).await.expect("a fresh folder");
    let bundles =
        bundles(&std::env::var_os("HELSAMI_BENCH_BUNDLES").map_or_else(|| corpora.to_owned(), PathBuf::from));
    let bytes: usize = bundles.iter().map(String::len).sum();
    let (count, spent) = timed(import(&store, &bundles)).await;
    say("import of transactions, a resource", count, spent, "floor: zstd-3 7.7 µs");
    drop(bundles);
    tokio::time::sleep(Duration::from_secs(7)).await;
    let counts = store.counts().await.expect("counted");
    let total = counts.total() as f64;
    println!(
        "{} resources, {:.0} bytes of JSON each, {:.0} bytes on disk each",
        counts.total(),
        bytes as f64 / total,
        counts.bytes as f64 / total
    );
    let demo = directory(Actor::System(SystemTask::Demo)).expect("the demo may");
    let persons = store.persons(&demo, "", 0, 1000).await.expect("read");
    let persons: Vec<_> = persons.into_iter().map(|person| person.key).collect();
    reads(&store, &persons).await;
    sessions(&store, persons[0]).await;
    println!("resident {}", memory());
}

async fn reads(store: &Store, persons: &[PatientKey]) {
    let nothing = Look::new(Matter::Name, now());
    let labs = nothing.clone().newest(ResourceType::Observation, 50).category(Category::Laboratory);
    let home =
        labs.clone().patient().newest(ResourceType::Appointment, 5).newest(ResourceType::Immunization, 5);
    let rich = {
        let mut rich = Vec::new();
        for person in persons {
            let shelf = store.read(&grant(*person), &labs).await.expect("read");
            if shelf.range(0).len() == 50 {
                rich.push(*person);
            }
        }
        rich
    };
    println!("{} persons, {} with 50 laboratory results", persons.len(), rich.len());
    for (name, look) in [
        ("audit row alone", &nothing),
        ("50 laboratory results and audit row", &labs),
        ("four ranges and audit row", &home),
    ] {
        for (clients, each) in [(1, 3000), (8, 2000), (64, 600)] {
            looks(store, &rich, look, (clients, 50)).await;
            let (_, spent) = timed(looks(store, &rich, look, (clients, each))).await;
            say(&format!("{name}, {clients} clients"), clients * each, spent, "");
        }
    }
}

async fn sessions(store: &Store, person: PatientKey) {
    let token = TokenHash([1; 32]);
    let new = SessionNew {
        token,
        visit: VisitNumber(1),
        person,
        sid: None,
        id_token: "x".repeat(900),
        level: "idporten-loa-high".to_owned(),
        device: "Firefox".to_owned(),
    };
    store.session_create(&new, now()).await.expect("made");
    let (_, spent) = timed(async {
        for _ in 0..5000 {
            store.session_by_hash(token).await.expect("read");
        }
    })
    .await;
    say("session by its hash", 5000, spent, "");
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    status
        .lines()
        .filter(|line| line.starts_with("Rss") || line.starts_with("VmHWM"))
        .collect::<Vec<_>>()
        .join(", ")
}
