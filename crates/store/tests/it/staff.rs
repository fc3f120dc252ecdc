//! The staff's sign-in: who a proved number is, in which roles, and sessions that are no citizen's.

use helsami_domain::access::{Actor, Grant, Identify, SystemTask, VisitNumber, identify};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::session::{SessionNew, TokenHash};
use helsami_store::staff_session::StaffSessionNew;
use helsami_store::write::{Delivery, Incoming, Receipt};
use helsami_store::{Error, Options, Place, Store};

use crate::place::{Fresh, key, now, sqlite, time, writing};

const HPR: &str = "urn:oid:2.16.578.1.12.4.1.4.4";

fn finding() -> Grant<Identify> {
    identify(Actor::System(SystemTask::SignIn)).expect("the sign-in finds people")
}

fn local(number: i64) -> LocalId {
    LocalId::new(number).expect("positive")
}

fn session(token: u8, sid: Option<&str>) -> StaffSessionNew {
    StaffSessionNew {
        token: TokenHash([token; 32]),
        visit: VisitNumber(i64::from(token)),
        practitioner: local(7),
        role: None,
        sid: sid.map(str::to_owned),
        keepsake: "sealed".to_owned(),
    }
}

async fn send(store: &Store, id: &str, json: &str) -> RecordId {
    let delivery = Delivery { entries: vec![Incoming::keep(json, id)], ..Delivery::default() };
    match store.deliver(&writing(), &delivery, now()).await.expect(json) {
        Receipt::Written(written) => written[0].id,
        Receipt::Known => unreachable!("nothing is marked here"),
    }
}

fn doctor(id: &str, number: &str) -> String {
    format!(
        r#"{{"resourceType":"Practitioner","id":"{id}","identifier":[{{"system":"{HPR}","value":"{number}"}}],"name":[{{"family":"Lege"}}]}}"#
    )
}

fn role(id: &str, practitioner: &str) -> String {
    format!(
        r#"{{"resourceType":"PractitionerRole","id":"{id}","practitioner":{{"reference":"Practitioner/{practitioner}"}}}}"#
    )
}

async fn roles(store: &Store, practitioner: RecordId) -> Vec<RecordId> {
    let mut found: Vec<RecordId> =
        store.roles_of(&finding(), practitioner).await.expect("read").iter().map(|role| role.id).collect();
    found.sort_unstable();
    found
}

pub(crate) async fn roles_are_found_by_who_has_them(fresh: &Fresh) {
    let store = &fresh.store;
    let kari = send(store, "k", &doctor("k", "990000001")).await;
    let first = send(store, "r1", &role("r1", "k")).await;
    let second = send(store, "r2", &role("r2", "k")).await;
    // A role that comes before its practitioner is found once both are there.
    let early = send(store, "r3", &role("r3", "o")).await;
    let ola = send(store, "o", &doctor("o", "990000002")).await;
    assert_eq!(roles(store, ola).await, []);
    store.link_late(&writing(), now(), |_| {}).await.expect("a pass");
    assert_eq!(roles(store, ola).await, [early]);
    let mut both = vec![first, second];
    both.sort_unstable();
    assert_eq!(roles(store, kari).await, both);
    // A role that is another's now is no longer the first one's.
    send(store, "r2", &role("r2", "o")).await;
    assert_eq!(roles(store, kari).await, [first]);
    let find = async |kind, number| {
        store.listed_find(&finding(), kind, (&[(HPR, number)], now())).await.expect("read")
    };
    assert_eq!(find(T::Practitioner, "990000001").await, Some(kari));
    assert_eq!(find(T::Practitioner, "990000009").await, None);
    assert_eq!(find(T::Organization, "990000001").await, None);
    assert_eq!(find(T::Patient, "990000001").await, None);
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

pub(crate) async fn patients_are_not_listed_by_the_staffs_sign_in(fresh: &Fresh) {
    let store = &fresh.store;
    let patient = send(
        store,
        "p",
        r#"{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:h","value":"7"}]}"#,
    )
    .await;
    let found = store.listed_find(&finding(), T::Patient, (&[("urn:h", "7")], now())).await.expect("read");
    assert_eq!(found, None);
    assert_eq!(store.listed(&finding(), &[patient]).await.expect("read").len(), 0);
}

pub(crate) async fn sessions_of_staff_live_and_end(fresh: &Fresh) {
    let store = &fresh.store;
    let hash = |token: u8| TokenHash([token; 32]);
    store.staff_session_create(&session(1, Some("s1")), now()).await.expect("made");
    let again = store.staff_session_create(&session(1, None), now()).await;
    assert!(matches!(again, Err(Error::Taken)), "{again:?}");
    let later = time("2026-03-01T12:10:00Z");
    store.staff_session_touch(hash(1), later).await.expect("touched");
    assert!(store.staff_session_choose(hash(1), local(9)).await.expect("chosen"));
    assert!(!store.staff_session_choose(hash(1), local(10)).await.expect("asked"), "a role is chosen once");
    let found = store.staff_session_by_hash(hash(1)).await.expect("read").expect("there");
    let chosen = StaffSessionNew { role: Some(local(9)), ..session(1, Some("s1")) };
    assert_eq!((found.made, found.created, found.seen), (chosen, now(), later));
    assert_eq!(store.staff_session_end_by_sid("s1").await.expect("ended"), 1);
    assert!(!store.staff_session_end(hash(1)).await.expect("asked"));
    store.staff_session_create(&session(2, None), now()).await.expect("made");
    assert_eq!(store.staff_session_sweep(now()).await.expect("swept"), 0);
    assert_eq!(store.staff_session_sweep(later).await.expect("swept"), 1);
    store.staff_session_create(&session(3, None), now()).await.expect("made");
    store.served_mark(later).await.expect("marked");
    assert_eq!(store.staff_session_by_hash(hash(3)).await.expect("read"), None, "sessions of the demo end");
    store.staff_session_create(&session(4, None), later).await.expect("made");
    store.served_mark(time("2026-04-01T00:00:00Z")).await.expect("marked again");
    assert!(
        store.staff_session_by_hash(hash(4)).await.expect("read").is_some(),
        "those of real service live on"
    );
}

/// The same token and the same session at the provider: neither table answers for the other.
pub(crate) async fn a_citizens_session_is_never_one_of_staff(fresh: &Fresh) {
    let store = &fresh.store;
    let citizen = SessionNew {
        token: TokenHash([1; 32]),
        visit: VisitNumber(1),
        person: key(5),
        sid: Some("s".to_owned()),
        id_token: String::new(),
        level: String::new(),
        device: String::new(),
    };
    let hash = TokenHash([1; 32]);
    store.session_create(&citizen, now()).await.expect("made");
    assert_eq!(store.staff_session_by_hash(hash).await.expect("read"), None);
    assert_eq!(store.staff_session_end_by_sid("s").await.expect("ended"), 0);
    assert!(!store.staff_session_end(hash).await.expect("asked"));
    store.session_end(hash).await.expect("ended");
    store.staff_session_create(&session(1, Some("s")), now()).await.expect("made");
    assert_eq!(store.session_by_hash(hash).await.expect("read"), None);
    assert_eq!(store.session_end_by_sid("s").await.expect("ended"), 0);
    assert_eq!(store.session_end(hash).await.expect("asked"), None);
    assert_eq!(store.session_end_all(key(7)).await.expect("asked"), 0);
    assert!(store.staff_session_by_hash(hash).await.expect("read").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_from_before_finds_its_roles_too() {
    let fresh = sqlite().await;
    let kari = send(&fresh.store, "k", &doctor("k", "990000001")).await;
    let found = send(&fresh.store, "r1", &role("r1", "k")).await;
    fresh.store.close().await;
    let Place::Sqlite { dir } = &fresh.place else { unreachable!("SQLite") };
    let copy = dir.join("copy");
    Store::backup_beside(&fresh.place, &copy).await.expect("copied");
    let connection = rusqlite::Connection::open(copy.join("helsami.db")).expect("a database");
    connection
        .execute_batch(
            "DELETE FROM holder; DROP TABLE staff_session; DROP TABLE opening; DROP INDEX directory_birth; DROP INDEX audit_look; \
             ALTER TABLE session DROP COLUMN proved_us; \
             ALTER TABLE record DROP COLUMN tokens; ALTER TABLE record DROP COLUMN source; \
             ALTER TABLE record_past DROP COLUMN source; \
             DROP TABLE client; DROP TABLE client_assertion; \
             DROP TABLE person_merge; DROP TABLE person_merge_row; DROP TABLE person_merge_name; DELETE FROM migration WHERE version >= 5;",
        )
        .expect("as it was before");
    drop(connection);
    let store = Store::open(&Place::Sqlite { dir: copy }, &Options::default(), now()).await.expect("open");
    assert_eq!(roles(&store, kari).await, [found]);
    assert_eq!(kari.patient, PatientKey::SHARED);
}
