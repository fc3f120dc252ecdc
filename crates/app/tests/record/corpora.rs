//! A store with files imported into it, and the people in it.

use std::path::PathBuf;
use std::sync::Arc;

use helsami_app::App;
use helsami_app::import::{Progress, Request};
use helsami_app::pass::Pass;
use helsami_domain::access::{self, Actor, SystemTask, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::session::SessionRules;
use helsami_store::directory::PersonRow;
use helsami_store::{Options, Place, Store};
use jiff::Timestamp;
use tempfile::TempDir;

/// The store goes when this goes.
pub(crate) struct Record {
    pub(crate) app: App,
    pub(crate) people: Vec<PersonRow>,
    _dir: TempDir,
}

pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// The folder of the public test records. `None` with a word about it where they are not.
#[expect(clippy::print_stdout, reason = "a test that does nothing says why")]
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpora")).join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no corpora");
    None
}

/// A new store with these files in it.
pub(crate) async fn record(paths: Vec<PathBuf>) -> Record {
    let dir = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite { dir: dir.path().to_path_buf() };
    let store = Store::open(&place, &Options::default(), now()).await.expect("the store opens");
    let app = App::new(store.clone(), SessionRules::default());
    let report =
        app.import(Request::new(paths, now()), Arc::new(Progress::default())).await.expect("it imports");
    assert_eq!(report.refused_count, 0, "{:?}", report.refused);
    let grant = access::directory(Actor::System(SystemTask::Demo)).expect("the demo lists people");
    let people = store.persons(&grant, "", 0, 1000).await.expect("the people");
    Record { app, people, _dir: dir }
}

/// The person's own way into their record, in a year when all of them are of age: what a record says does not depend on
/// who may read it.
pub(crate) async fn own(record: &Record, person: PatientKey) -> Pass {
    let of_age = "2060-01-01T12:00:00Z".parse().expect("a time");
    let actor = Actor::Citizen { person, visit: VisitNumber(1) };
    record.app.admit(actor, person, of_age).await.expect("one's own record")
}

impl Record {
    /// The one person whose name holds these words and who was born then.
    pub(crate) fn find(&self, words: &[&str], born: &str) -> PatientKey {
        let is_it = |one: &&PersonRow| {
            one.birth_date == born && words.iter().all(|word| one.name.split(' ').any(|part| part == *word))
        };
        let found: Vec<&PersonRow> = self.people.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{words:?} {born}");
        found[0].key
    }
}
