//! Registered systems: whose a row is, what their lens lets through, which assertion was used, on both databases.

use helsami_domain::access::facts::{Facts, Reader, Subject};
use helsami_domain::access::{
    Act, Actor, Bulk, ClientReader, Grant, Read, Scopes, VisitNumber, Write, deliver, find_as_client,
    read_as_client, weigh,
};
use helsami_domain::ids::{ClientKey, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::write::{Delivery, Incoming, Misplaced, Outcome, Receipt, Way, WriteError, Written};
use helsami_store::{Look, Store, client_key};

use crate::place::{Fresh, now, time, writing};

fn actor(id: &str) -> Actor {
    Actor::Client { client: client_key(id), visit: VisitNumber(1) }
}

fn all() -> Scopes {
    Scopes::parse("system/*.cruds").expect("scopes")
}

fn sending(id: &str) -> Grant<Write> {
    deliver(actor(id), &all(), [(T::Observation, Act::Create)]).expect("in scope")
}

fn reading(id: &str, patient: PatientKey) -> Grant<Read> {
    let reader =
        ClientReader { client: client_key(id), organization: None, reads_region: false, bulk: Bulk::No };
    let subject = Subject::unregistered(patient);
    let facts = Facts {
        reader: Reader::Client(reader),
        subject,
        relations: &[],
        blocks: &[],
        safe: helsami_domain::access::SafeMode::default(),
        now: now(),
    };
    read_as_client(actor(id), &facts, (&all(), T::Observation, Act::Read)).expect("in scope")
}

async fn send(store: &Store, id: &str, incoming: Incoming<'_>) -> Result<Written, WriteError> {
    let scope = format!("client:{id}");
    let entries = vec![incoming];
    let delivery = Delivery { entries, scope: scope.into(), is_found_by_all: true, ..Delivery::default() };
    match store.deliver(&sending(id), &delivery, now()).await? {
        Receipt::Written(written) => Ok(written[0]),
        Receipt::Known => unreachable!("nothing is marked here"),
    }
}

fn answer(subject: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"text":"{value}"}},"effectiveDateTime":"2026-01-01","subject":{{"reference":"Patient/{subject}"}}}}"#
    )
}

async fn sources(store: &Store, id: RecordId) -> Vec<(u32, Option<ClientKey>, bool)> {
    let all = store.history(&weigh(id.patient).expect("a person"), id).await.expect("read");
    all.iter().map(|one| (one.version, one.source, one.body.is_some())).collect()
}

pub(crate) async fn what_is_new_is_shown_as_it_is_read(fresh: &Fresh) {
    let store = &fresh.store;
    let at = now() + jiff::SignedDuration::from_nanos(1_234_567);
    let of = async |entries: Vec<Incoming<'_>>| {
        let delivery =
            Delivery { entries, scope: "client:lab".into(), is_found_by_all: true, ..Delivery::default() };
        match store.deliver_shown(&sending("lab"), &delivery, at).await.expect("written") {
            (Receipt::Written(written), entries) => (written, entries),
            (Receipt::Known, _) => unreachable!("nothing is marked here"),
        }
    };
    let patient = r#"{"resourceType":"Patient","meta":{"tag":[{"code":"x"}]},"identifier":[{"system":"urn:h","value":"8"}]}"#;
    let answer = answer("p", "4.50");
    let marked = answer.replacen('{', r#"{"meta":{"security":[{"system":"urn:x","code":"R"}]},"#, 1);
    let loose = r#"{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/other"}}"#;
    let sent = vec![Incoming::keep(patient, "p"), Incoming::create(&marked), Incoming::create(loose)];
    let (written, entries) = of(sent).await;
    assert_eq!(entries.len(), 3);
    for one in &written {
        let shown = entries.iter().find(|entry| entry.id == one.id).expect("what is new");
        let read = if one.id.patient.is_shared() {
            store
                .shared(&find_as_client(actor("lab")).expect("a system"), &[one.id])
                .await
                .expect("read")
                .pop()
        } else {
            let look = Look::new(Matter::Exchange, at).one(one.id);
            store.weighed(&weigh(one.id.patient).expect("a person"), &look).await.expect("read").into_first()
        };
        assert_eq!(Some(shown), read.as_ref(), "{shown:?}");
        assert_eq!((shown.version, shown.source), (1, Some(client_key("lab"))));
        assert!(shown.body.contains(store.ids().show(one.id).as_str()), "{}", shown.body);
    }
    let changed = patient.replace("\"8\"", "\"8\",\"use\":\"official\"");
    let before = written[0];
    let (written, entries) = of(vec![Incoming::keep(&changed, "p"), Incoming::create(&answer)]).await;
    assert_eq!((before.id, written[0].outcome), (written[0].id, Outcome::Updated));
    assert_eq!(
        entries.iter().map(|entry| entry.id).collect::<Vec<_>>(),
        [written[1].id],
        "what is changed is not new"
    );
}

pub(crate) async fn whose_a_document_is_does_not_hang_on_how_it_names_them(fresh: &Fresh) {
    let store = &fresh.store;
    let patient = |id: &str| {
        format!(
            r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"urn:h","value":"{id}"}}]}}"#
        )
    };
    let (first, other, about) = (patient("a"), patient("b"), answer("b", "1"));
    let of_version = answer("b/_history/7", "2");
    // Kept under “b” it says that it is “a”; what has the id “b” by itself is somebody else.
    let entries = vec![
        Incoming::keep(&first, "b"),
        Incoming::create(&other),
        Incoming::create(&about),
        Incoming::create(&of_version),
    ];
    let delivery =
        Delivery { entries, scope: "client:lab".into(), is_found_by_all: true, ..Delivery::default() };
    let Receipt::Written(written) = store.deliver(&sending("lab"), &delivery, now()).await.expect("written")
    else {
        unreachable!("nothing is marked here")
    };
    let owners: Vec<PatientKey> = written.iter().map(|one| one.id.patient).collect();
    assert_ne!(owners[0], owners[1]);
    assert_eq!(owners, [owners[0], owners[1], owners[0], owners[0]]);
    let later = send(store, "lab", Incoming::create(&of_version)).await.expect("written");
    assert_eq!(later.id.patient, owners[0], "one that is here already");
    let look = Look::new(Matter::Exchange, now()).one(later.id);
    let shelf = store.read(&reading("lab", owners[0]), &look).await.expect("read");
    let text = shelf.first(0).map(|entry| entry.body.to_string()).unwrap_or_default();
    assert!(text.contains(r#""reference":"Patient/b/_history/7""#), "it stays as it came: {text}");
}

pub(crate) async fn a_row_belongs_to_who_has_sent_it_first(fresh: &Fresh) {
    let store = &fresh.store;
    let (lab, other) = (client_key("lab"), client_key("other"));
    let patient = r#"{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}]}"#;
    let person = send(store, "lab", Incoming::keep(patient, "p")).await.expect("written").id;
    let shown = store.ids().show(person).to_string();
    let made = send(store, "lab", Incoming::keep(&answer("p", "1"), "o")).await.expect("written");
    assert_eq!((made.id.patient, made.outcome), (person.patient, Outcome::Created));
    // Another's ids are others; ours mean the same to everybody.
    let theirs = send(store, "other", Incoming::keep(&answer(&shown, "2"), "o")).await.expect("written");
    assert!(theirs.id != made.id && theirs.id.patient == person.patient);
    let changed = answer(&shown, "3");
    let own = store.ids().show(made.id).to_string();
    let refused = send(store, "other", Incoming::keep(&changed, own.clone())).await.expect_err("another's");
    let reason = Misplaced::NotYours(T::Observation);
    assert!(matches!(refused, WriteError::Misplaced { entry: 0, reason: found } if found == reason));
    // What the installation itself changes stays its sender's.
    let named = answer("p", "3");
    let delivery = Delivery {
        entries: vec![Incoming::keep(&named, "o")],
        scope: "client:lab".into(),
        ..Delivery::default()
    };
    store.deliver(&writing(), &delivery, now()).await.expect("written");
    let way = Way::Delete { kind: T::Observation, id: own.into(), expected: Some(2) };
    let gone = Incoming { way, ..Incoming::create("") };
    send(store, "lab", gone).await.expect("deleted");
    assert_eq!(
        sources(store, made.id).await,
        [(3, Some(lab), false), (2, Some(lab), true), (1, Some(lab), true)]
    );
    assert_eq!(sources(store, theirs.id).await, [(1, Some(other), true)]);
    let back = send(store, "lab", Incoming::keep(&changed, "o")).await.expect("written");
    assert_eq!((back.id, back.version, back.outcome), (made.id, 4, Outcome::Created));
    assert!(store.check().await.expect("checked").faults.is_empty());
}

pub(crate) async fn a_system_is_shown_its_own_rows_only(fresh: &Fresh) {
    let store = &fresh.store;
    let patient = r#"{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"8"}]}"#;
    let person = send(store, "lab", Incoming::keep(patient, "p")).await.expect("written").id;
    let shown = store.ids().show(person).to_string();
    for number in 0..5 {
        send(store, "lab", Incoming::create(&answer("p", &number.to_string()))).await.expect("written");
        send(store, "other", Incoming::create(&answer(&shown, &number.to_string()))).await.expect("written");
    }
    let look = Look::new(Matter::Exchange, now()).newest(T::Observation, 3);
    let grant = reading("other", person.patient);
    let shelf = store.read(&grant, &look).await.expect("read");
    assert_eq!(
        (shelf.range(0).len(), shelf.more(0)),
        (3, true),
        "others' rows are passed over before they are counted"
    );
    assert!(shelf.range(0).iter().all(|entry| entry.source == Some(client_key("other"))));
    let count = async |id: &str, after, limit| {
        let grant = reading(id, person.patient);
        let (entries, next) = store.whole(&grant, (after, limit), &look).await.expect("read");
        (entries.len(), next)
    };
    assert_eq!(count("lab", None, 100).await, (6, None));
    assert_eq!(count("nobody", None, 100).await, (0, None));
    let (first, next) = count("other", None, 4).await;
    let (second, end) = count("other", next, 4).await;
    assert_eq!((first, second, end), (4, 1, None));
    assert!(store.holds_others(&sending("lab"), person.patient).await.expect("read"));
    let find = find_as_client(actor("lab")).expect("a system");
    let found = store.alias_find(&find, ("client:lab", "p"), T::Patient).await.expect("read");
    assert_eq!(found, Some(person));
    assert_eq!(store.alias_find(&find, ("client:other", "p"), T::Patient).await.expect("read"), None);
    let by =
        store.identifier_find(&find, ("client:other", "identifier=urn:h|8"), T::Patient).await.expect("read");
    assert_eq!(by, Some(person), "persons are everybody's");
}

pub(crate) async fn assertions_are_used_once_and_names_are_kept(fresh: &Fresh) {
    let store = &fresh.store;
    let (until, later) = (time("2026-12-01T00:00:00Z"), time("2026-12-02T00:00:00Z"));
    assert!(store.assertion_use("lab 1", until, now()).await.expect("kept"));
    assert!(!store.assertion_use("lab 1", until, now()).await.expect("kept"));
    assert!(store.assertion_use("lab 2", until, now()).await.expect("kept"));
    // It has ended by itself, so that nobody has to remember it.
    assert!(store.assertion_use("lab 1", later, later).await.expect("kept"));
    let keys = [client_key("lab"), client_key("other")];
    store.clients_name(&[(keys[0], "The laboratory"), (keys[1], "Another")]).await.expect("kept");
    store.clients_name(&[(keys[0], "The large laboratory")]).await.expect("kept");
    let names = store.client_names(&[keys[0], client_key("unknown"), keys[1]]).await.expect("read");
    assert_eq!(names, [(keys[0], "The large laboratory".to_owned()), (keys[1], "Another".to_owned())]);
    let token = store.token_seal(b"lab");
    assert_eq!(store.token_open(&token).as_deref(), Some(&b"lab"[..]));
    assert_eq!(store.token_open("lab"), None);
}

pub(crate) async fn a_search_goes_through_the_records_and_logs_what_it_shows(fresh: &Fresh) {
    let store = &fresh.store;
    let grant = find_as_client(actor("lab")).expect("a system");
    assert_eq!(store.records_after(&grant, None, 10).await.expect("read"), []);
    let organization = r#"{"resourceType":"Organization","name":"H"}"#;
    send(store, "lab", Incoming::keep(organization, "h")).await.expect("written");
    let mut people = Vec::new();
    for number in 0..5 {
        let patient =
            format!(r#"{{"resourceType":"Patient","identifier":[{{"system":"urn:h","value":"{number}"}}]}}"#);
        let id = format!("p{number}");
        people.push(
            send(store, "lab", Incoming::keep(&patient, id.clone())).await.expect("written").id.patient,
        );
        send(store, "lab", Incoming::keep(&answer(&id, "1"), format!("o{number}"))).await.expect("written");
    }
    people.sort_unstable();
    let expected: Vec<PatientKey> =
        std::iter::once(PatientKey::SHARED).chain(people.iter().copied()).collect();
    assert_eq!(store.records_after(&grant, None, 10).await.expect("read"), expected);
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = store.records_after(&grant, after, 2).await.expect("read");
        assert!(page.len() <= 2);
        after = page.last().copied();
        pages.extend(page);
        if after.is_none() {
            break;
        }
    }
    assert_eq!(pages, expected);
    let look = Look::new(Matter::Exchange, now()).newest(T::Observation, 10);
    let before = store.counts().await.expect("counted").audit;
    let found = store.searched(&reading("lab", people[0]), &look).await.expect("read");
    assert_eq!(
        found.iter().map(|entry| (entry.id.patient, entry.id.kind)).collect::<Vec<_>>(),
        [(people[0], T::Observation)]
    );
    assert_eq!(store.searched(&reading("other", people[0]), &look).await.expect("read"), []);
    assert_eq!(store.counts().await.expect("counted").audit, before, "nothing has been shown yet");
    let looks: Vec<_> = people.iter().take(3).map(|one| (reading("lab", *one), look.clone())).collect();
    store.looked_into(&looks).await.expect("logged");
    assert_eq!(store.counts().await.expect("counted").audit, before + 3);
    let cursor = store.cursor_seal(b"a place");
    assert_eq!(store.cursor_open(&cursor).as_deref(), Some(&b"a place"[..]));
    assert_eq!(store.token_open(&cursor), None, "a place opens nothing");
}
