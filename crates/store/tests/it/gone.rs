//! What was deleted, as an export tells it, and lines of the log as a system is shown them, on both databases.

use std::collections::{BTreeSet, HashSet};

use helsami_domain::access::{Act, Grant, Read, Scopes, find_as_client, read_log};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::AuditPage;
use helsami_store::write::{Incoming, Way};
use helsami_store::{Chosen, Error, Look, PageStart, Store};

use crate::changes::{PATIENT, actor, answer, asking, reading, send};
use crate::place::{Fresh, time};

const DAYS: [&str; 4] =
    ["2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z"];

async fn put(store: &Store, (system, at): (&str, &str), (text, id): (&str, &str)) -> RecordId {
    let entries = vec![Incoming::keep(text, id)];
    send(store, (system, at), (entries, Vec::new())).await.expect("written")[0].id
}

async fn delete(store: &Store, (system, at): (&str, &str), (kind, id): (T, &str)) {
    let way = Way::Delete { kind, id: id.into(), expected: None };
    let deletion = Incoming { way, ..Incoming::create("") };
    send(store, (system, at), (vec![deletion], Vec::new())).await.expect("deleted");
}

fn chosen(since: &str, until: &str) -> Chosen {
    Chosen {
        kinds: HashSet::from([T::Observation, T::Patient]),
        since: Some(time(since)),
        until: time(until),
    }
}

/// All of it, a row at a time.
async fn gone(store: &Store, grant: &Grant<Read>, chosen: &Chosen) -> BTreeSet<RecordId> {
    let (mut all, mut start) = (BTreeSet::new(), PageStart::Beginning);
    loop {
        let (rows, last) = store.deleted(grant, (start, 1), chosen).await.expect("read");
        all.extend(rows);
        match last {
            Some(row) => start = PageStart::After(row),
            None => return all,
        }
    }
}

pub(crate) async fn deletions_are_told_by_how_rows_stood(fresh: &Fresh) {
    let store = &fresh.store;
    let person = put(store, ("lab", DAYS[0]), (PATIENT, "p")).await;
    let shown = format!("Patient/{}", store.ids().show(person));
    let plain = answer(&shown, "plain");
    let label =
        r#""meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORS"}]},"status""#;
    let closed = plain.replace("\"status\"", label);
    let first = put(store, ("lab", DAYS[0]), (&plain, "first")).await;
    let second = put(store, ("lab", DAYS[0]), (&closed, "second")).await;
    let theirs = put(store, ("other", DAYS[0]), (&plain, "theirs")).await;
    for (system, id) in [("lab", "first"), ("lab", "second"), ("other", "theirs")] {
        delete(store, (system, DAYS[1]), (T::Observation, id)).await;
    }
    let all = chosen(DAYS[0], DAYS[2]);
    let grants = ["lab", "other", "hospital"].map(|id| reading(id, person.patient, id == "hospital"));
    for (grant, expected) in grants.iter().zip([vec![first, second], vec![theirs], vec![first, theirs]]) {
        assert_eq!(gone(store, grant, &all).await, expected.into_iter().collect(), "{:?}", grant.actor());
    }
    // Before and after, nothing was.
    for narrow in [chosen(DAYS[2], DAYS[3]), chosen(DAYS[0], DAYS[0])] {
        assert_eq!(gone(store, &grants[0], &narrow).await, BTreeSet::new());
    }
    let other_kinds = Chosen { kinds: HashSet::from([T::Patient]), ..all.clone() };
    assert_eq!(gone(store, &grants[0], &other_kinds).await, BTreeSet::new());
    // One that came back later was gone then, and stands now.
    let again = put(store, ("lab", DAYS[3]), (&plain, "first")).await;
    let is_back = again == first;
    let now = gone(store, &grants[0], &chosen(DAYS[0], DAYS[3])).await;
    assert_eq!((now.contains(&first), now.contains(&second)), (!is_back, true));
    assert!(gone(store, &grants[0], &all).await.contains(&first), "as it stood then");
    // Of whoever is gone, only their sender is told.
    delete(store, ("lab", DAYS[2]), (T::Patient, "p")).await;
    assert_eq!(gone(store, &grants[2], &all).await, BTreeSet::new());
    assert!(gone(store, &grants[0], &all).await.contains(&person));
    let grant = find_as_client(actor("lab")).expect("a system");
    let records = store.records_past_after(&grant, Some(PatientKey::SHARED), 10).await.expect("read");
    assert_eq!(records, [person.patient]);
    assert!(store.check().await.expect("checked").faults.is_empty());
}

fn logging(id: &str, patient: PatientKey, reads_region: bool) -> Grant<Read> {
    let facts = asking(id, patient, reads_region);
    let scopes = Scopes::parse("system/AuditEvent.rs").expect("a scope");
    read_log(actor(id), &facts, (&scopes, Act::Search)).expect("named for it")
}

pub(crate) async fn a_system_is_shown_the_lines_that_its_grant_shows(fresh: &Fresh) {
    let store = &fresh.store;
    let person = put(store, ("lab", DAYS[0]), (PATIENT, "p")).await.patient;
    for system in ["lab", "hospital", "lab"] {
        store
            .looked(&reading(system, person, false), &Look::new(Matter::Exchange, time(DAYS[1])))
            .await
            .expect("noted");
    }
    let page = |before, limit| AuditPage { before, limit };
    let part = store.audit_shown(&logging("lab", person, false), page(None, 10)).await.expect("read");
    let newest = part.newest.expect("lines");
    let seqs: Vec<i64> = part.lines.iter().map(|line| newest - line.seq).collect();
    assert_eq!((seqs, part.read, part.more), (vec![0, 2, 3], 4, None), "its own, of all that were looked at");
    let region = store.audit_shown(&logging("hospital", person, true), page(None, 3)).await.expect("read");
    assert_eq!((region.lines.len(), region.more), (3, Some(newest - 2)));
    let rest =
        store.audit_shown(&logging("hospital", person, true), page(region.more, 3)).await.expect("read");
    assert_eq!((rest.lines.len(), rest.newest, rest.more), (1, Some(newest - 3), None));
    // A grant for the record is none for its log.
    let refused = store.audit_shown(&reading("lab", person, true), page(None, 3)).await;
    assert!(matches!(refused, Err(Error::Grant)), "{refused:?}");
}
