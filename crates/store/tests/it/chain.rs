//! The audit log.

use helsami_domain::access::{Actor, Purpose, SystemTask, VisitNumber};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::{Action, AuditPage};
use helsami_store::batch::Batch;
use helsami_store::{Error, Look, Shelf};

use jiff::SignedDuration;

use crate::place::{Fresh, add_patient, id, key, now, reading, writing};

/// When the rows of a record are from.
const DAY: &str = "2026-01-05T10:00:00Z";

pub(crate) async fn each_look_is_logged(fresh: &Fresh) {
    let (own, other) = (key(31), key(32));
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    add_patient(&mut batch, other, "Kari");
    fresh.store.apply(&writing(), batch).await.expect("stored");
    for (person, matter) in [(own, Matter::Home), (other, Matter::Home), (own, Matter::Results)] {
        fresh.store.read(&reading(person), &Look::new(matter, now()).patient()).await.expect("read");
    }
    let page = AuditPage { before: None, limit: 9 };
    let log = fresh.store.audit_of(&reading(own), page).await.expect("read");
    let citizen = Actor::Citizen { person: own, visit: VisitNumber(7) };
    assert_eq!(
        log.iter().map(|row| row.matter).collect::<Vec<_>>(),
        [Some(Matter::Results), Some(Matter::Home), None]
    );
    assert_eq!(
        (log[0].at, log[0].actor, log[0].action, log[0].purpose),
        (now(), citizen, Action::Read, Purpose::OwnAccess)
    );
    assert_eq!((log[2].actor, log[2].action), (Actor::System(SystemTask::Import), Action::Write));
    let before = AuditPage { before: Some(log[0].seq), limit: 1 };
    let older = fresh.store.audit_of(&reading(own), before).await.expect("read");
    assert_eq!(older, log[1..2]);
}

pub(crate) async fn going_on_with_a_look_is_the_same_look(fresh: &Fresh) {
    let (own, other) = (key(31), key(32));
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    add_patient(&mut batch, other, "Kari");
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let look = Look::new(Matter::Results, now()).patient();
    let shelf = fresh.store.read(&reading(own), &look).await.expect("read");
    let more = fresh.store.read_on(&reading(own), &shelf, &look).await.expect("read");
    assert_eq!(more.first(0), shelf.first(0));
    let strange = fresh.store.read_on(&reading(other), &shelf, &look).await;
    assert!(matches!(strange, Err(Error::Grant)), "{strange:?}");
    let matter = fresh.store.read_on(&reading(own), &more, &Look::new(Matter::Home, now())).await;
    assert!(matches!(matter, Err(Error::Grant)), "{matter:?}");
    let unlogged = fresh.store.read_on(&reading(own), &Shelf::default(), &look).await;
    assert!(matches!(unlogged, Err(Error::Grant)), "{unlogged:?}");
    let log = fresh.store.audit_of(&reading(own), AuditPage { before: None, limit: 9 }).await.expect("read");
    assert_eq!(log.iter().map(|row| row.matter).collect::<Vec<_>>(), [Some(Matter::Results), None]);
}

/// When somebody last saw something is found by what they looked at, whatever else they looked at since.
pub(crate) async fn the_last_look_is_found(fresh: &Fresh) {
    let (own, other) = (key(31), key(32));
    let mut batch = Batch::new(now());
    add_patient(&mut batch, own, "Ola");
    add_patient(&mut batch, other, "Kari");
    fresh.store.apply(&writing(), batch).await.expect("stored");
    let (paper, answer) = (id(own, T::DocumentReference, DAY, 1), id(own, T::Observation, DAY, 2));
    let at = |minute: i64| now() + SignedDuration::from_mins(minute);
    let look = |minute, matter| Look::new(matter, at(minute));
    let looks = [
        (own, look(1, Matter::Documents).newest(T::DocumentReference, 5)),
        (own, look(2, Matter::Documents).one(paper)),
        (own, look(3, Matter::Documents).one(id(own, T::DocumentReference, DAY, 9))),
        (own, look(4, Matter::Report).one(answer)),
        (own, look(5, Matter::Name).patient()),
        (other, look(6, Matter::Documents).newest(T::DocumentReference, 5)),
    ];
    for (person, look) in looks {
        fresh.store.read(&reading(person), &look).await.expect("read");
    }
    let store = &fresh.store;
    let grant = reading(own);
    let rows = [paper, answer, id(own, T::Condition, DAY, 3)];
    assert_eq!(store.last_shown(&grant, &rows).await.expect("asked"), [Some(at(2)), Some(at(4)), None]);
    assert_eq!(store.last_shown(&reading(other), &rows).await.expect("asked"), [Some(at(6)), None, None]);
    assert_eq!(store.last_look(&grant, Matter::Report).await.expect("asked"), None);
    assert_eq!(store.last_look(&grant, Matter::Documents).await.expect("asked"), Some(at(1)));
    // Of uses, the last before a moment and the first from it on; being told a name is none.
    assert_eq!(store.uses(&grant, own, at(3)).await.expect("asked"), [at(2), at(3)]);
    assert_eq!(store.uses(&grant, own, at(5)).await.expect("asked"), [at(4)]);
    assert_eq!(store.uses(&grant, own, at(0)).await.expect("asked"), [at(1)]);
    assert_eq!(store.uses(&grant, other, at(0)).await.expect("asked"), []);
}

pub(crate) async fn many_readers_make_one_chain(fresh: &Fresh) {
    let readers = (0..64).map(|number| {
        let store = fresh.store.clone();
        tokio::spawn(async move {
            for _ in 0..5 {
                let look = Look::new(Matter::Home, now()).patient();
                store.read(&reading(key(number + 1)), &look).await.expect("read");
            }
        })
    });
    for reader in readers.collect::<Vec<_>>() {
        reader.await.expect("no panic");
    }
    let report = fresh.store.check().await.expect("checked");
    assert_eq!((report.faults, report.counts.audit), (Vec::new(), 320));
}
