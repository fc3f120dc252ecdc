//! Stores to test with: one in a fresh folder, one on a fresh PostgreSQL database.

use helsami_domain::access::facts::Facts;
use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Actor, Grant, Read, SystemTask, VisitNumber, Write, read_record, receive};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_store::batch::{Act, Batch, Change, Expect, Listing, Row};
use helsami_store::{Options, Place, Store};
use jiff::Timestamp;

use crate::server::Server;

/// A store and what must live as long as it.
pub(crate) struct Fresh {
    pub(crate) store: Store,
    pub(crate) place: Place,
    pub(crate) _dir: tempfile::TempDir,
}

impl Fresh {
    /// Closes the store; what is in its folder is left.
    pub(crate) async fn closed(self) -> tempfile::TempDir {
        self.store.close().await;
        self._dir
    }
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().expect(text)
}

/// When the tests happen.
pub(crate) fn now() -> Timestamp {
    time("2026-03-01T12:00:00Z")
}

pub(crate) fn key(number: i64) -> PatientKey {
    PatientKey::new(number).expect("not negative")
}

pub(crate) fn writing() -> Grant<Write> {
    receive(Actor::System(SystemTask::Import)).expect("an import may")
}

pub(crate) fn reading(patient: PatientKey) -> Grant<Read> {
    let actor = Actor::Citizen { person: patient, visit: VisitNumber(7) };
    read_record(actor, &Facts::unregistered(patient, patient, now())).expect("one's own")
}

pub(crate) fn id(patient: PatientKey, kind: ResourceType, date: &str, random: u32) -> RecordId {
    RecordId { patient, kind, local: LocalId::at(time(date), random) }
}

pub(crate) fn patient_id(patient: PatientKey) -> RecordId {
    RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT }
}

/// A change that puts a small document.
pub(crate) fn put(id: RecordId, expect: Expect, date: &str, text: &str) -> Change {
    let body = format!(r#"{{"resourceType":"{}","text":"{text}"}}"#, id.kind).into_bytes();
    let (marks, release) = (Marks::NONE, Release::AtOnce);
    let row = Row { date: time(date), category: 1, code: 5, tokens: 0, status: 2, marks, release, body };
    Change { id, expect, act: Act::Put(row) }
}

pub(crate) async fn sqlite() -> Fresh {
    let dir = tempfile::tempdir().expect("a folder");
    let place = Place::Sqlite { dir: dir.path().to_owned() };
    let store = Store::open(&place, &Options::default(), now()).await.expect("a fresh folder");
    Fresh { store, place, _dir: dir }
}

pub(crate) async fn postgres(server: &Server, name: &str) -> Fresh {
    let dir = tempfile::tempdir().expect("a folder");
    let url = server.database(name).await;
    let place = Place::Postgres { url, authority: None, dir: dir.path().to_owned() };
    let store = Store::open(&place, &Options::default(), now()).await.expect("a fresh database");
    Fresh { store, place, _dir: dir }
}

/// Puts a patient and its row of the directory into a batch.
pub(crate) fn add_patient(batch: &mut Batch, patient: PatientKey, name: &str) {
    batch.changes.push(put(patient_id(patient), Expect::Absent, "1950-01-01T00:00:00Z", name));
    batch.directory.push(Listing {
        record: patient_id(patient),
        name: name.to_owned(),
        birth_date: "1950-01-01".to_owned(),
        identifier: Some(("urn:test|system".to_owned(), "13820149907".to_owned())),
    });
}
