//! The import against a real store: the corpora go in completely, and hostile files do no harm.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

mod corpora;
mod hostile;
mod order;
mod stream;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use helsami_app::App;
use helsami_app::import::{Progress, Report, Request};
use helsami_domain::access::facts::Facts;
use helsami_domain::access::{self, Actor, Grant, Read, SystemTask, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::session::SessionRules;
use helsami_store::{Entry, Look, Options, Place, Store};
use jiff::Timestamp;

/// The time of every import in these tests.
fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// A folder of the corpora; `None`, and a word about it, where there are none.
fn corpus(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no corpora");
    None
}

/// A store of its own in a folder of its own.
struct Bench {
    store: Store,
    app: App,
    dir: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let place = Place::Sqlite { dir: dir.path().join("data") };
        let store = Store::open(&place, &Options::default(), now()).await.expect("a new store");
        let app = App::new(store.clone(), SessionRules::default());
        Self { store, app, dir }
    }

    /// Writes a file to import.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join("files").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    async fn import(&self, path: &Path) -> Report {
        self.request(Request::new(vec![path.to_owned()], now())).await
    }

    async fn request(&self, request: Request) -> Report {
        self.app.import(request, Arc::new(Progress::default())).await.expect("an import to its end")
    }

    /// Imports a text and hands back the reasons of its refusals.
    async fn reasons(&self, name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
        let path = self.file(name, content);
        self.import(&path).await.refused.into_iter().map(|one| one.reason).collect()
    }

    async fn person(&self, system: &str, value: &str) -> Option<PatientKey> {
        let grant = access::identify(Actor::System(SystemTask::SignIn)).expect("the sign-in may");
        self.store.person_find(&grant, &[(system, value)], now()).await.expect("an answer")
    }

    async fn resources(&self, person: PatientKey, kind: ResourceType) -> Vec<Entry> {
        let look = Look::new(Matter::Home, now()).newest(kind, 100_000);
        self.store.read(&grant(person), &look).await.expect("a shelf").range(0).to_vec()
    }

    /// Every invariant of the store holds.
    async fn is_whole(&self) {
        let report = self.store.check().await.expect("a check");
        assert_eq!(report.faults, Vec::<String>::new());
    }
}

fn grant(person: PatientKey) -> Grant<Read> {
    access::read_record(
        Actor::Citizen { person, visit: VisitNumber(1) },
        &Facts::unregistered(person, person, now()),
    )
    .expect("one's own record")
}
