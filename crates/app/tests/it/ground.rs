//! A fresh store, bundles in it, and the people it then knows.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use helsami_app::App;
use helsami_app::import::{Progress, Request};
use helsami_app::pass::Pass;
use helsami_domain::access::{self, Actor, SystemTask, VisitNumber};
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use jiff::Timestamp;

/// Where the corpora are, beside the project.
const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora");

/// The time of the tests.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// A use cases' ground on a store of its own.
pub(crate) struct Ground {
    pub(crate) app: App,
    store: Store,
    folder: tempfile::TempDir,
}

impl Ground {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::Sqlite { dir: folder.path().join("data") };
        let store = Store::open(&place, &Options::default(), now()).await.expect("opens");
        Self { app: App::new(store.clone(), SessionRules::default()), store, folder }
    }

    /// Takes one document in; everything in it must be taken.
    pub(crate) async fn take(&self, document: &str) {
        let path = self.folder.path().join("document.json");
        std::fs::write(&path, document).expect("written");
        let request = Request::new(vec![path], now());
        let report = self.app.import(request, Arc::new(Progress::default())).await.expect("imported");
        assert!(report.refused.is_empty(), "{:?}", report.refused);
    }

    /// The person with this name, as the citizen themself.
    pub(crate) async fn citizen(&self, name: &str) -> Pass {
        let actor @ Actor::Citizen { person, .. } = self.actor(name).await else { unreachable!("a citizen") };
        self.app.admit(actor, person, now()).await.expect("one's own record")
    }

    /// The person with this name, signed in.
    pub(crate) async fn actor(&self, name: &str) -> Actor {
        let grant = access::directory(Actor::System(SystemTask::Demo)).expect("the demo may");
        let rows = self.store.persons(&grant, name, 0, 10).await.expect("found");
        assert_eq!(rows.len(), 1, "{name}");
        let person = rows[0].key;
        Actor::Citizen { person, visit: VisitNumber(1) }
    }
}

/// A line of a gzipped file of the corpora, counted from 1. `None`, told, where the corpora are not there.
#[expect(clippy::print_stdout, reason = "says why nothing was tried")]
pub(crate) fn corpus_line(file: &str, number: usize) -> Option<String> {
    let Ok(packed) = std::fs::File::open(Path::new(CORPORA).join(file)) else {
        println!("skipped: no corpora");
        return None;
    };
    let lines = BufReader::new(flate2::read::GzDecoder::new(packed)).lines();
    Some(lines.map(|line| line.expect("UTF-8")).nth(number - 1).expect("so many lines"))
}
