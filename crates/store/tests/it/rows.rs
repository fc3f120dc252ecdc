//! The own tables: sessions, directory, identifiers, aliases.

use helsami_domain::access::{Actor, SystemTask, VisitNumber, directory, identify};
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::batch::{Act, Alias, AliasKey, Batch, Change, Expect, Identifier, Wanted};
use helsami_store::session::{SessionNew, SessionRenewal, TokenHash};
use helsami_store::{Error, Look, Options, Place, Store};

use crate::place::{Fresh, add_patient, id, key, now, patient_id, put, reading, time, writing};

fn session(token: u8, person: i64, sid: Option<&str>) -> SessionNew {
    SessionNew {
        token: TokenHash([token; 32]),
        visit: VisitNumber(i64::from(token)),
        person: key(person),
        sid: sid.map(str::to_owned),
        id_token: "a.b.c".to_owned(),
        level: "idporten-loa-high".to_owned(),
        device: "Firefox, Linux".to_owned(),
    }
}

pub(crate) async fn sessions_live_and_end(fresh: &Fresh) {
    let store = &fresh.store;
    let first = store.session_create(&session(1, 5, Some("s1")), now()).await.expect("made");
    assert_eq!((first.created, first.seen, first.before), (now(), now(), None));
    let later = time("2026-03-01T12:10:00Z");
    store.session_touch(TokenHash([1; 32]), now(), later).await.expect("touched");
    let latest = time("2026-03-02T08:00:00Z");
    let second = store.session_create(&session(2, 5, None), latest).await.expect("made");
    assert_eq!(second.before, Some(later));
    store.session_create(&session(3, 6, Some("s1")), now()).await.expect("made");
    let again = store.session_create(&session(3, 6, None), now()).await;
    assert!(matches!(again, Err(Error::Taken)), "{again:?}");
    let found = store.session_by_hash(TokenHash([1; 32])).await.expect("read").expect("there");
    assert_eq!((found.made, found.seen), (session(1, 5, Some("s1")), later));
    let visits = |list: Vec<helsami_store::session::Session>| {
        list.iter().map(|one| one.made.visit.0).collect::<Vec<_>>()
    };
    assert_eq!(visits(store.session_list(key(5)).await.expect("read")), [2, 1]);
    assert_eq!(store.session_end_by_sid("s1").await.expect("ended"), 2);
    assert_eq!(visits(store.session_list(key(5)).await.expect("read")), [2]);
    let ended = store.session_end(TokenHash([2; 32])).await.expect("ended").expect("was there");
    assert_eq!(ended.made.visit, VisitNumber(2));
    assert_eq!(store.session_end(TokenHash([2; 32])).await.expect("ended"), None);
    for token in [4, 5] {
        store.session_create(&session(token, 5, None), later).await.expect("made");
    }
    assert_eq!(store.session_sweep(now()).await.expect("swept"), 0);
    assert_eq!(store.session_end_all(key(5)).await.expect("ended"), 2);
    assert_eq!(store.session_by_hash(TokenHash([4; 32])).await.expect("read"), None);
    store.session_create(&session(6, 5, None), now()).await.expect("made");
    assert_eq!(store.session_sweep(later).await.expect("swept"), 1);
}

/// A fresh sign-in gives the session a new token, once; it ends when the session lies unused, or is closed.
pub(crate) async fn a_session_is_renewed_once(fresh: &Fresh) {
    let (store, person, visit) = (&fresh.store, key(5), VisitNumber(1));
    let (old, new) = (TokenHash([1; 32]), TokenHash([7; 32]));
    let proved = || store.session_proved(person, visit);
    store.session_create(&session(1, 5, Some("s1")), now()).await.expect("made");
    store.session_create(&session(2, 6, None), now()).await.expect("made");
    assert_eq!(proved().await.expect("read"), None);
    let (at, later) = (time("2026-03-01T12:03:00Z"), time("2026-03-01T12:04:00Z"));
    let renewal = SessionRenewal {
        token: new,
        sid: Some("s2".to_owned()),
        id_token: "d.e.f".to_owned(),
        level: "idporten-loa-high".to_owned(),
        proved: at,
    };
    let renewed = store.session_renew(old, &renewal, later).await.expect("renewed").expect("was there");
    assert_eq!((renewed.made.visit, renewed.made.person, renewed.created), (visit, person, now()));
    assert_eq!((renewed.made.sid.as_deref(), &*renewed.made.id_token), (Some("s2"), "d.e.f"));
    assert_eq!((renewed.seen, renewed.proved), (later, Some(at)));
    assert_eq!(store.session_by_hash(old).await.expect("read"), None, "the old token is worth nothing");
    assert_eq!(store.session_by_hash(new).await.expect("read"), Some(renewed));
    let again = SessionRenewal { token: TokenHash([8; 32]), ..renewal.clone() };
    assert_eq!(store.session_renew(old, &again, later).await.expect("asked"), None, "once");
    assert!(matches!(store.session_renew(TokenHash([2; 32]), &renewal, later).await, Err(Error::Taken)));
    assert_eq!(proved().await.expect("read"), Some((at, later)));
    assert_eq!(store.session_proved(key(6), visit).await.expect("read"), None, "of another person");
    assert_eq!(store.session_proved(person, VisitNumber(2)).await.expect("read"), None, "of another visit");
    // Used in time it stays; after that it does not, and comes back by no later use.
    let (used, late) = (time("2026-03-01T12:10:00Z"), time("2026-03-01T12:30:00Z"));
    store.session_touch(new, now(), used).await.expect("touched");
    assert_eq!(proved().await.expect("read"), Some((at, used)));
    store.session_touch(new, used, late).await.expect("touched");
    assert_eq!(proved().await.expect("read"), None);
    store.session_touch(new, now(), late).await.expect("touched");
    assert_eq!(proved().await.expect("read"), None);
    let third = SessionRenewal { token: old, ..renewal };
    store.session_renew(new, &third, late).await.expect("renewed").expect("was there");
    assert_eq!(proved().await.expect("read"), Some((at, late)));
    store.session_close(old).await.expect("closed");
    assert_eq!(proved().await.expect("read"), None);
    assert!(store.session_by_hash(old).await.expect("read").is_some(), "the session lives on");
}

pub(crate) async fn a_store_that_was_served_for_real_stays_so(fresh: &Fresh) {
    let store = &fresh.store;
    assert_eq!(store.served_since().await.expect("read"), None);
    for token in [1, 2] {
        store.session_create(&session(token, 5, None), now()).await.expect("made");
    }
    assert_eq!(store.served_mark(now()).await.expect("marked"), 2, "sessions of the demo end");
    assert_eq!(store.session_by_hash(TokenHash([1; 32])).await.expect("read"), None);
    store.session_create(&session(3, 5, None), now()).await.expect("made");
    let later = time("2026-04-01T00:00:00Z");
    assert_eq!(store.served_mark(later).await.expect("marked again"), 0, "sessions of real service live on");
    assert!(store.session_by_hash(TokenHash([3; 32])).await.expect("read").is_some());
    assert_eq!(store.served_since().await.expect("read"), Some(now()), "the first time stays");
    store.close().await;
    let place = match &fresh.place {
        // Another process: the folder is locked to this store for as long as it is held.
        Place::Sqlite { dir } => {
            let copy = dir.join("copy");
            Store::backup_beside(&fresh.place, &copy).await.expect("copied");
            Place::Sqlite { dir: copy }
        }
        place @ Place::Postgres { .. } => place.clone(),
    };
    let again = Store::open(&place, &Options::default(), later).await.expect("it opens again");
    assert_eq!(again.served_since().await.expect("read"), Some(now()));
    again.close().await;
}

pub(crate) async fn persons_are_found(fresh: &Fresh) {
    let mut batch = Batch::new(now());
    for (number, name) in [(1, "Åse Marie Berg"), (2, "Bjørn Berg"), (3, "100% Ærlig")] {
        add_patient(&mut batch, key(number), name);
    }
    let system = "urn:oid:2.16.578.1.12.4.1.4.2";
    batch.identifiers.push(Identifier {
        system: system.to_owned(),
        value: "1".to_owned(),
        from: Some(time("2020-01-01T00:00:00Z")),
        until: Some(time("2025-01-01T00:00:00Z")),
        record: patient_id(key(1)),
    });
    fresh.store.apply(&writing(), batch.clone()).await.expect("stored");
    let demo = directory(Actor::System(SystemTask::Demo)).expect("the demo may");
    let names = async |search: &str, offset, limit| {
        let found = fresh.store.persons(&demo, search, offset, limit).await.expect("read");
        found.into_iter().map(|person| person.name).collect::<Vec<_>>()
    };
    assert_eq!(names("", 0, 9).await, ["100% Ærlig", "Bjørn Berg", "Åse Marie Berg"]);
    assert_eq!(names("", 1, 1).await, ["Bjørn Berg"]);
    assert_eq!(names("berg ÅSE", 0, 9).await, ["Åse Marie Berg"]);
    assert_eq!(names("0%", 0, 9).await, ["100% Ærlig"]);
    assert_eq!(names("1950-01 bjø", 0, 9).await, ["Bjørn Berg"]);
    assert_eq!(names("berg_", 0, 9).await, Vec::<String>::new());
    let person = &fresh.store.persons(&demo, "bjørn", 0, 9).await.expect("read")[0];
    assert_eq!(person.identifier, Some(("urn:test|system".to_owned(), "13820149907".to_owned())));
    assert_eq!((person.key, person.birth_date.as_str()), (key(2), "1950-01-01"));
    let sign_in = identify(Actor::System(SystemTask::SignIn)).expect("the sign-in may");
    let at = async |value: &str, now: &str| {
        let identifiers = [("urn:other", "1"), (system, value)];
        fresh.store.person_find(&sign_in, &identifiers, time(now)).await.expect("read")
    };
    assert_eq!(at("1", "2024-12-31T00:00:00Z").await, Some(key(1)));
    assert_eq!(at("1", "2025-01-01T00:00:00Z").await, None);
    assert_eq!(at("1", "2019-01-01T00:00:00Z").await, None);
    assert_eq!(at("2", "2024-12-31T00:00:00Z").await, None);
    let mut stolen = Batch::new(now());
    stolen.identifiers = batch.identifiers;
    stolen.identifiers[0].record = patient_id(key(2));
    let stolen = fresh.store.apply(&writing(), stolen).await;
    assert!(matches!(stolen, Err(Error::Taken)), "{stolen:?}");
    assert_eq!(fresh.store.check().await.expect("checked").faults, Vec::<String>::new());
}

pub(crate) async fn the_write_door_knows(fresh: &Fresh) {
    let own = key(21);
    let day = "2020-01-01T08:00:00Z";
    let (live, gone) = (id(own, T::Observation, day, 1), id(own, T::Observation, day, 2));
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    batch.changes.push(put(live, Expect::Absent, day, "live"));
    batch.changes.push(put(gone, Expect::Absent, day, "gone"));
    batch.aliases.push(Alias { text: "a/1".to_owned(), record: live });
    batch.mark = Some([3; 32]);
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let mut batch = Batch::new(now());
    batch.changes.push(Change { id: gone, expect: Expect::Version(1), act: Act::Delete });
    fresh.store.apply(&writing(), batch).await.expect("deleted");
    let alias = |text: &str, kind| AliasKey { text: text.to_owned(), kind };
    let wanted = Wanted {
        mark: Some([3; 32]),
        aliases: vec![alias("a/2", T::Observation), alias("a/1", T::Observation), alias("a/1", T::Condition)],
        identifiers: vec![("urn:x".to_owned(), "1".to_owned())],
        rows: vec![gone, live, id(own, T::Observation, day, 3)],
    };
    let known = fresh.store.know(&writing(), &wanted).await.expect("read");
    assert!(known.is_marked);
    assert_eq!(known.aliases.into_iter().collect::<Vec<_>>(), [(alias("a/1", T::Observation), live)]);
    assert_eq!(known.identifiers, []);
    assert_eq!(known.rows.len(), 2);
    assert_eq!((known.rows[&gone].version, &known.rows[&gone].body), (2, &None));
    assert_eq!(known.rows[&live].version, 1);
    let body = known.rows[&live].body.as_deref().expect("it is live");
    assert_eq!(body, br#"{"resourceType":"Observation","text":"live"}"#);
}

pub(crate) async fn two_writers_of_one_row(fresh: &Fresh) {
    let own = key(22);
    let day = "2020-01-01T08:00:00Z";
    let row = id(own, T::Observation, day, 1);
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    batch.changes.push(put(row, Expect::Absent, day, "one"));
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let writers = (0..16).map(|number| {
        let store = fresh.store.clone();
        tokio::spawn(async move {
            let mut batch = Batch::new(now());
            batch.changes.push(put(row, Expect::Version(1), day, &format!("by {number}")));
            store.apply(&writing(), batch).await.is_ok()
        })
    });
    let mut winners = 0;
    for writer in writers.collect::<Vec<_>>() {
        winners += usize::from(writer.await.expect("no panic"));
    }
    assert_eq!(winners, 1);
    let report = fresh.store.check().await.expect("checked");
    assert_eq!((report.faults, report.counts.past), (Vec::new(), 1));
}

pub(crate) async fn a_closed_store_says_so(fresh: &Fresh) {
    fresh.store.health(now()).await.expect("well");
    fresh.store.close().await;
    let look = Look::new(helsami_domain::matter::Matter::Home, now()).patient();
    let read = fresh.store.read(&reading(key(1)), &look).await;
    assert!(matches!(read, Err(Error::Closed)), "{read:?}");
    assert!(fresh.store.health(now()).await.is_err());
}
