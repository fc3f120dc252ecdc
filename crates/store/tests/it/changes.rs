//! Histories of types through the lens, and conditions that only one can use, on both databases.

use helsami_domain::access::facts::{Facts, Reader, Subject};
use helsami_domain::access::{
    Act, Actor, Bulk, ClientReader, Grant, Read, SafeMode, Scopes, VisitNumber, deliver, find_as_client,
    read_as_client,
};
use helsami_domain::ids::PatientKey;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::write::{Delivery, Incoming, Outcome, Receipt, Way, WriteError, Written};
use helsami_store::{Error, Store, client_key};
use jiff::Timestamp;

use crate::place::{Fresh, time};

pub(crate) fn actor(id: &str) -> Actor {
    Actor::Client { client: client_key(id), visit: VisitNumber(1) }
}

fn all() -> Scopes {
    Scopes::parse("system/*.cruds").expect("scopes")
}

/// What is known when a system asks for somebody of whom nothing is known.
pub(crate) fn asking(id: &str, patient: PatientKey, reads_region: bool) -> Facts<'static> {
    let reader = ClientReader { client: client_key(id), organization: None, reads_region, bulk: Bulk::No };
    Facts {
        reader: Reader::Client(reader),
        subject: Subject::unregistered(patient),
        relations: &[],
        blocks: &[],
        safe: SafeMode::default(),
        now: time("2026-11-26T12:00:00Z"),
    }
}

pub(crate) fn reading(id: &str, patient: PatientKey, reads_region: bool) -> Grant<Read> {
    let facts = asking(id, patient, reads_region);
    read_as_client(actor(id), &facts, (&all(), T::Observation, Act::Search)).expect("in scope")
}

pub(crate) async fn send(
    store: &Store,
    (id, at): (&str, &str),
    (entries, guards): (Vec<Incoming<'_>>, Vec<Vec<u8>>),
) -> Result<Vec<Written>, WriteError> {
    let grant = deliver(actor(id), &all(), [(T::Observation, Act::Create)]).expect("in scope");
    let scope = format!("client:{id}").into();
    let delivery = Delivery { entries, guards, scope, is_found_by_all: true, ..Delivery::default() };
    match store.deliver(&grant, &delivery, time(at)).await? {
        Receipt::Written(written) => Ok(written),
        Receipt::Known => unreachable!("nothing is marked here"),
    }
}

pub(crate) const PATIENT: &str =
    r#"{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}]}"#;

pub(crate) fn answer(subject: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"text":"{value}"}},"effectiveDateTime":"2026-01-01","subject":{{"reference":"{subject}"}}}}"#
    )
}

pub(crate) async fn a_history_is_read_through_the_lens(fresh: &Fresh) {
    let store = &fresh.store;
    let one = |text: &'static str, id: &'static str| (vec![Incoming::keep(text, id)], Vec::new());
    let days = ["2026-11-20T08:00:00Z", "2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z"];
    let person = send(store, ("lab", days[0]), one(PATIENT, "p")).await.expect("written")[0].id;
    let shown = format!("Patient/{}", store.ids().show(person));
    let mut ids = Vec::new();
    for (at, id) in [(days[0], "kept"), (days[0], "gone"), (days[1], "kept")] {
        let text = answer(&shown, at);
        let written = send(store, ("lab", at), (vec![Incoming::keep(&text, id)], Vec::new())).await;
        ids.push(written.expect("written")[0].id);
    }
    let way = Way::Delete { kind: T::Observation, id: "gone".into(), expected: None };
    let deletion = Incoming { way, ..Incoming::create("") };
    send(store, ("lab", days[2]), (vec![deletion], Vec::new())).await.expect("deleted");
    let theirs = answer(&shown, "theirs");
    let written = send(store, ("other", days[1]), (vec![Incoming::create(&theirs)], Vec::new())).await;
    let theirs = written.expect("written")[0].id;
    let (kept, gone) = (ids[0], ids[1]);
    let kinds = (T::Observation.number(), T::Observation.number());
    let read = async |grant: &Grant<Read>, since: Option<Timestamp>| {
        let (mut found, read) = store.changes(grant, kinds, (since, 100)).await.expect("read");
        found.sort_by_key(|one| (one.updated(), one.id(), one.version()));
        (found, read)
    };
    let grant = reading("lab", person.patient, false);
    let (found, rows) = read(&grant, None).await;
    let told: Vec<_> = found.iter().map(|one| (one.id(), one.version(), one.updated(), one.next())).collect();
    let at = days.map(time);
    let mut expected = vec![
        (kept, 1, at[0], Some(at[1])),
        (gone, 1, at[0], Some(at[2])),
        (kept, 2, at[1], None),
        (gone, 2, at[2], None),
    ];
    expected.sort_by_key(|(id, version, updated, _)| (*updated, *id, *version));
    assert_eq!((told, rows), (expected, 4));
    let versions = store.changed(&grant, &found).await.expect("read");
    let bodies: Vec<_> = versions.iter().map(|one| (one.version, one.updated, one.body.is_some())).collect();
    assert_eq!(bodies, [(1, at[0], true), (1, at[0], true), (2, at[1], true), (2, at[2], false)]);
    assert!(versions[2].body.as_deref().is_some_and(|body| body.contains(days[1])));
    let (since, rows) = read(&grant, Some(at[1])).await;
    let since: Vec<_> = since.iter().map(|one| (one.id(), one.version())).collect();
    assert_eq!((since, rows), (vec![(kept, 2), (gone, 2)], 2));
    // Whoever reads the region sees others' rows, but not what was deleted: nobody knows what it was marked with.
    let (region, _) = read(&reading("hospital", person.patient, true), None).await;
    let mut rows: Vec<_> = region.iter().map(|one| (one.id(), one.version())).collect();
    rows.sort_unstable();
    let mut expected = vec![(kept, 1), (kept, 2), (theirs, 1)];
    expected.sort_unstable();
    assert_eq!(rows, expected);
    assert_eq!(read(&reading("nobody", person.patient, false), None).await, (vec![], 0));
    let (all, read) = store.changes(&grant, (0, i16::MAX), (None, 2)).await.expect("read");
    assert_eq!((all.len() >= 2, read), (true, 5), "one more than two of what stands, and all of what was");
    let stranger = reading("lab", PatientKey::new(5).expect("a key"), false);
    assert!(matches!(store.changed(&stranger, &found).await, Err(Error::Grant)));
}

pub(crate) async fn a_condition_is_used_by_one(fresh: &Fresh) {
    let store = &fresh.store;
    let at = "2026-11-26T12:00:00Z";
    let find = find_as_client(actor("lab")).expect("a system");
    let office = r#"{"resourceType":"Organization","name":"H"}"#;
    let make = async |guard: &[u8]| {
        send(store, ("lab", at), (vec![Incoming::create(office)], vec![guard.to_vec()])).await
    };
    for round in 0..6 {
        let guard = store.guard(&find, "Organization?name=H&").await.expect("read");
        assert_eq!(
            store.guard(&find, "Organization?name=H&").await.expect("read"),
            guard,
            "nobody has used it"
        );
        let (one, other) = tokio::join!(make(&guard), make(&guard));
        let taken =
            [&one, &other].into_iter().filter(|done| matches!(done, Err(WriteError::Store(Error::Taken))));
        assert_eq!(
            (taken.count(), one.is_ok() || other.is_ok()),
            (1, true),
            "round {round}: {one:?} {other:?}"
        );
        assert!(matches!(make(&guard).await, Err(WriteError::Store(Error::Taken))), "it has been used");
        assert_ne!(store.guard(&find, "Organization?name=I&").await.expect("read"), guard);
        assert_eq!(store.counts().await.expect("counts").total(), round + 1);
    }
    // What stays can be referred to; what has gone since it was found cannot.
    let person = send(store, ("lab", at), (vec![Incoming::keep(PATIENT, "p")], Vec::new())).await;
    let person = person.expect("written")[0].id;
    let there = || {
        let way = Way::There { kind: T::Patient, id: "p".into() };
        Incoming { full_url: Some("urn:uuid:1".into()), way, ..Incoming::create("") }
    };
    let about = answer("urn:uuid:1", "x");
    let written = send(store, ("lab", at), (vec![there(), Incoming::create(&about)], Vec::new())).await;
    let written = written.expect("written");
    assert_eq!((written[0].id, written[0].version, written[0].outcome), (person, 1, Outcome::Unchanged));
    assert_eq!((written[1].id.patient, written[1].dangling), (person.patient, 0));
    let way = Way::Delete { kind: T::Patient, id: "p".into(), expected: None };
    let deletion = Incoming { way, ..Incoming::create("") };
    send(store, ("lab", at), (vec![deletion], Vec::new())).await.expect("deleted");
    let late = send(store, ("lab", at), (vec![there(), Incoming::create(&about)], Vec::new())).await;
    assert!(matches!(late, Err(WriteError::Store(Error::Taken))), "{late:?}");
}
