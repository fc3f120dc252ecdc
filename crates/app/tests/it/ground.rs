//! A fresh store, bundles in it, and the people it then knows.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use helsami_app::App;
use helsami_app::import::{Progress, Request};
use helsami_app::pass::Pass;
use helsami_domain::access::facts::Facts;
use helsami_domain::access::{self, Actor, Change, SystemTask, VisitNumber};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::session::SessionRules;
use helsami_store::audit::{AuditPage, AuditRow};
use helsami_store::write::Incoming;
use helsami_store::{Entry, Look, Options, Place, Store};
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
    pub(crate) store: Store,
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

impl Ground {
    /// The person with this name, as somebody who acts for them.
    pub(crate) async fn acting(&self, actor: &str, subject: &str) -> Pass {
        let (actor, subject) = (self.citizen(actor).await.actor(), self.key(subject).await);
        self.app.admit(actor, subject, now()).await.expect("a way in")
    }

    /// The person with this name, as the citizen themself, at another time than now.
    pub(crate) async fn citizen_at(&self, name: &str, at: Timestamp) -> Pass {
        let person = self.key(name).await;
        // Another visit than those in which tests themselves read.
        let actor = Actor::Citizen { person, visit: VisitNumber(99) };
        self.app.admit(actor, person, at).await.expect("one's own record")
    }

    /// The record of the person with this name.
    pub(crate) async fn key(&self, name: &str) -> PatientKey {
        let grant = access::directory(Actor::System(SystemTask::Demo)).expect("the demo may");
        let rows = self.store.persons(&grant, name, 0, 10).await.expect("found");
        assert_eq!(rows.len(), 1, "{name}");
        rows[0].key
    }

    /// The entries of a type in a record, as its owner sees them.
    pub(crate) async fn entries(&self, key: PatientKey, kind: ResourceType) -> Vec<Entry> {
        let actor = Actor::Citizen { person: key, visit: VisitNumber(1) };
        let grant = access::read_record(actor, &Facts::unregistered(key, key, now())).expect("one's own");
        let look = Look::new(Matter::Name, now()).newest(kind, 100);
        self.store.read(&grant, &look).await.expect("read").range(0).to_vec()
    }

    /// The one row of a type whose document has these words.
    pub(crate) async fn row(&self, pass: &Pass, kind: ResourceType, words: &str) -> RecordId {
        let mut found = self.entries(pass.subject(), kind).await;
        found.retain(|entry| entry.body.contains(words));
        assert_eq!(found.len(), 1, "{kind} {words}");
        found[0].id
    }

    /// The log of a record.
    pub(crate) async fn log(&self, pass: &Pass) -> Vec<AuditRow> {
        let key = pass.subject();
        let actor = Actor::Citizen { person: key, visit: VisitNumber(1) };
        let grant = access::read_record(actor, &Facts::unregistered(key, key, now())).expect("one's own");
        self.store.audit_of(&grant, AuditPage { before: None, limit: 1000 }).await.expect("read")
    }

    /// Stores the next version of a row, as a member of staff who handles it would.
    pub(crate) async fn rewrite(&self, id: RecordId, change: impl Fn(&str) -> String, at: Timestamp) -> u32 {
        let entries = self.entries(id.patient, id.kind).await;
        let body = &entries.iter().find(|entry| entry.id == id).expect("the row").body;
        let actor = Actor::Citizen { person: id.patient, visit: VisitNumber(1) };
        let facts = Facts::unregistered(id.patient, id.patient, now());
        let grant = access::change(actor, &facts, Change::ReportError).expect("a grant for this record");
        let (json, own) = (change(body), self.store.ids().show(id).to_string());
        let written = self.store.write(&grant, vec![Incoming::keep(&json, own)], at).await.expect("written");
        assert_eq!(written[0].id, id);
        written[0].version
    }

    /// A case refused with a reason.
    pub(crate) async fn as_refused(&self, id: RecordId, reason: &str, at: Timestamp) -> u32 {
        let ending = format!(
            r#""status":"rejected","businessStatus":{{"coding":[{{"system":"http://helsami.no/fhir/CodeSystem/case-ending","code":"refused"}}]}},
            "statusReason":{{"text":"{reason}"}}"#
        );
        self.rewrite(id, |body| body.replace(r#""status":"requested""#, &ending), at).await
    }

    /// Every invariant of the store holds.
    pub(crate) async fn is_whole(&self) {
        assert_eq!(self.store.check().await.expect("checked").faults, Vec::<String>::new());
    }
}
