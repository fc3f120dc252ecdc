//! What comes before the thing it needs: links, persons and cases, in every order, on both databases.

use helsami_domain::identity::{SYSTEM_DNR, SYSTEM_FNR};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::write::{Delivery, Incoming, Linked, Misplaced, Outcome, Receipt, WriteError, Written};
use helsami_store::{Look, Store};

use crate::place::{Fresh, now, reading, writing};

const FNR: &str = "03845812429";
const DNR: &str = "50846202355";

async fn send(store: &Store, (id, json): (&str, &str)) -> Written {
    try_send(store, (id, json), false).await.expect(json)
}

async fn try_send(store: &Store, (id, json): (&str, &str), may_wait: bool) -> Result<Written, WriteError> {
    let delivery = Delivery { entries: vec![Incoming::keep(json, id)], may_wait, ..Delivery::default() };
    match store.deliver(&writing(), &delivery, now()).await? {
        Receipt::Written(written) => Ok(written[0]),
        Receipt::Known => unreachable!("nothing is marked here"),
    }
}

async fn link(store: &Store) -> Vec<Linked> {
    let mut linked = Vec::new();
    store.link_late(&writing(), now(), |one| linked.push(one)).await.expect("a pass to its end");
    linked
}

async fn body(store: &Store, id: RecordId) -> (u32, String) {
    let look = Look::new(Matter::Home, now()).one(id);
    let shelf = store.read(&reading(id.patient), &look).await.expect("one's own");
    let entry = shelf.range(0).first().expect("a row");
    (entry.version, entry.body.to_string())
}

async fn is_whole(store: &Store) {
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

const PATIENT: (&str, &str) =
    ("p", r#"{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:h","value":"7"}]}"#);
const VISIT: (&str, &str) =
    ("e", r#"{"resourceType":"Encounter","id":"e","status":"finished","subject":{"reference":"Patient/p"}}"#);
const RESULT: (&str, &str) = (
    "o",
    r#"{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},
    "subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},
    "performer":[{"reference":"Practitioner/d"},{"reference":"Practitioner/never"}]}"#,
);
const DOCTOR: (&str, &str) = ("d", r#"{"resourceType":"Practitioner","id":"d","name":[{"family":"Lege"}]}"#);

/// In each order of four documents the result has the same links, in its first version.
pub(crate) async fn late_targets_become_links(fresh: &Fresh) {
    let store = &fresh.store;
    let of = |text: (&str, &str), suffix: &str| {
        let json = ["p", "e", "o", "d"].iter().fold(text.1.to_owned(), |json, id| {
            let json = json.replace(&format!("\"id\":\"{id}\""), &format!("\"id\":\"{id}{suffix}\""));
            json.replace(&format!("/{id}\""), &format!("/{id}{suffix}\""))
        });
        (format!("{}{suffix}", text.0), json.replace("\"7\"", &format!("\"7{suffix}\"")))
    };
    let texts = [PATIENT, VISIT, RESULT, DOCTOR];
    for (number, order) in
        [[0, 1, 2, 3], [2, 1, 0, 3], [2, 3, 1, 0], [3, 2, 0, 1], [1, 2, 3, 0]].iter().enumerate()
    {
        let suffix = number.to_string();
        let mut written = std::collections::HashMap::new();
        for &at in order {
            let (id, json) = of(texts[at], &suffix);
            let one = send(store, (&id, &json)).await;
            assert_eq!(one.outcome, Outcome::Created, "{id}");
            written.insert(one.id.kind, one.id);
        }
        link(store).await;
        assert_eq!(link(store).await, [], "a second pass finds nothing");
        let (version, text) = body(store, written[&T::Observation]).await;
        assert_eq!(version, 1, "a link is no new version");
        for kind in [T::Patient, T::Encounter, T::Practitioner] {
            let shown = format!("\"{kind}/{}\"", store.ids().show(written[&kind]));
            assert!(text.contains(&shown), "{order:?}: {shown} in {text}");
        }
        assert!(text.contains("\"Practitioner/never\""), "kept as it came: {text}");
        // The same again is the same.
        let (id, json) = of(RESULT, &suffix);
        assert_eq!(send(store, (&id, &json)).await.outcome, Outcome::Unchanged);
    }
    let counts = store.counts().await.expect("counts");
    assert_eq!((counts.total(), counts.past, counts.open), (20, 0, 5), "one open reference for each result");
    is_whole(store).await;
}

/// The notes of open references follow their document: replaced, deleted, sent again before the pass.
pub(crate) async fn open_references_follow_their_document(fresh: &Fresh) {
    let store = &fresh.store;
    send(store, PATIENT).await;
    let result = send(store, RESULT).await;
    assert_eq!((result.dangling, store.counts().await.expect("counts").open), (3, 3));
    // Sent again when a target is there, but before the pass: the link is set, without a new version.
    send(store, VISIT).await;
    let again = send(store, RESULT).await;
    assert_eq!((again.outcome, again.version, again.dangling), (Outcome::Unchanged, 1, 2));
    assert_eq!(store.counts().await.expect("counts").open, 2);
    // A new version has the references that it has.
    let changed = RESULT.1.replace("Practitioner/never", "Practitioner/d").replace("final", "amended");
    let second = send(store, ("o", &changed)).await;
    assert_eq!((second.outcome, second.version, second.dangling), (Outcome::Updated, 2, 2));
    let doctor = send(store, DOCTOR).await;
    assert_eq!(link(store).await, [Linked { owner: result.id, references: 2 }]);
    let (version, text) = body(store, result.id).await;
    let shown = format!("\"Practitioner/{}\"", store.ids().show(doctor.id));
    assert_eq!((version, text.matches(&shown).count()), (2, 2), "{text}");
    // Another reference at the same place is another document.
    let other = changed.replace("Encounter/e", "Encounter/f");
    assert_eq!(send(store, ("o", &other)).await.outcome, Outcome::Updated);
    assert_eq!(store.counts().await.expect("counts").open, 1);
    let delete = Incoming {
        way: helsami_store::write::Way::Delete { kind: T::Observation, id: "o".into(), expected: None },
        ..Incoming::create("")
    };
    store.write(&writing(), vec![delete], now()).await.expect("deleted");
    assert_eq!(store.counts().await.expect("counts").open, 0);
    is_whole(store).await;
}

/// More open references than a page has, of one document and of many.
pub(crate) async fn a_pass_takes_pages(fresh: &Fresh) {
    let store = &fresh.store;
    let entries: Vec<String> =
        (0..2500).map(|n| format!(r#"{{"item":{{"reference":"Flag/f{n}"}}}}"#)).collect();
    let list = format!(
        r#"{{"resourceType":"List","id":"l","status":"current","mode":"working","subject":{{"reference":"Patient/p"}},"entry":[{}]}}"#,
        entries.join(",")
    );
    let list = send(store, ("l", &list)).await;
    let flag = |n: usize, author: &str| {
        format!(
            r#"{{"resourceType":"Flag","id":"f{n}","status":"active","code":{{"text":"x"}},"subject":{{"reference":"Patient/p"}},"author":{{"reference":"{author}"}}}}"#
        )
    };
    let flags: Vec<String> = (0..2500).map(|n| flag(n, "Practitioner/d")).collect();
    let entries = flags.iter().enumerate().map(|(n, json)| Incoming::keep(json, format!("f{n}"))).collect();
    assert_eq!(store.write(&writing(), entries, now()).await.expect("taken").len(), 2500);
    send(store, PATIENT).await;
    send(store, DOCTOR).await;
    let linked = link(store).await;
    assert_eq!(linked.len(), 2501);
    assert_eq!(linked.iter().map(|one| u64::from(one.references)).sum::<u64>(), 5000);
    assert!(linked.contains(&Linked { owner: list.id, references: 2500 }));
    assert_eq!(store.counts().await.expect("counts").open, 0);
    let (_, text) = body(store, list.id).await;
    assert!(!text.contains("Flag/f"), "every entry is a link");
    is_whole(store).await;
}

/// A document that cannot be placed yet is handed back, with all others of its delivery that wait too.
pub(crate) async fn documents_wait_if_they_may(fresh: &Fresh) {
    let store = &fresh.store;
    let by_search = r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner?identifier=urn:h|1"}}"#;
    let proof = r#"{"resourceType":"Provenance","id":"v","target":[{"reference":"Observation/o"}],"recorded":"2026-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]}"#;
    let entries: Vec<_> = [RESULT, DOCTOR, ("r", by_search), ("v", proof)]
        .iter()
        .map(|(id, json)| Incoming::keep(json, *id))
        .collect();
    let delivery = Delivery { entries, may_wait: true, ..Delivery::default() };
    let Err(WriteError::Waits { entries }) = store.deliver(&writing(), &delivery, now()).await else {
        unreachable!("three of them wait")
    };
    // The Provenance is about an Observation of the same delivery.
    assert_eq!(entries, [0, 2]);
    let Err(WriteError::Waits { entries }) = try_send(store, ("v", proof), true).await else {
        unreachable!("it waits for the Observation")
    };
    assert_eq!(entries, [0]);
    assert_eq!(store.counts().await.expect("counts").total(), 0, "nothing was written");
    let patient = try_send(store, PATIENT, true).await.expect("a Patient needs nothing");
    let result = try_send(store, RESULT, true).await.expect("its Patient is here");
    let proof = try_send(store, ("v", proof), true).await.expect("its Observation is here");
    assert_eq!((result.id.patient, proof.id.patient), (patient.id.patient, patient.id.patient));
    is_whole(store).await;
}

fn person(id: &str, numbers: &[(&str, &str, &str)]) -> String {
    let numbers: Vec<String> = numbers
        .iter()
        .map(|(system, value, end)| {
            let period =
                if end.is_empty() { String::new() } else { format!(r#","period":{{"end":"{end}"}}"#) };
            format!(r#"{{"system":"{system}","value":"{value}"{period}}}"#)
        })
        .collect();
    format!(r#"{{"resourceType":"Patient","id":"{id}","identifier":[{}]}}"#, numbers.join(","))
}

async fn find(store: &Store, system: &str, value: &str) -> Option<PatientKey> {
    use helsami_domain::access::{Actor, SystemTask, identify};
    let grant = identify(Actor::System(SystemTask::SignIn)).expect("the sign-in may");
    store.person_find(&grant, &[(system, value)], now()).await.expect("an answer")
}

/// D-number first and national number later is one person, whoever sends it and in whichever order.
pub(crate) async fn a_d_number_and_a_national_number_are_one_person(fresh: &Fresh) {
    let store = &fresh.store;
    let early = person("a1", &[(SYSTEM_DNR, DNR, "")]);
    let both = person("b1", &[(SYSTEM_DNR, DNR, "2024-01-01"), (SYSTEM_FNR, FNR, "")]);
    let late = person("c1", &[(SYSTEM_FNR, FNR, "")]);
    let first = send(store, ("a1", &early)).await.id;
    for (id, json) in [("b1", &both), ("c1", &late), ("a1", &early), ("b1", &both)] {
        let one = send(store, (id, json)).await;
        assert_eq!((one.id, one.apart_from), (first, None), "{id}");
    }
    assert_eq!(find(store, SYSTEM_FNR, FNR).await, Some(first.patient));
    assert_eq!(find(store, SYSTEM_DNR, DNR).await, None, "its period is over");
    // The other way round: the national number first, from another source.
    let (fnr, dnr) = ("03845812771", "54878513137");
    let late = person("c2", &[(SYSTEM_FNR, fnr, "")]);
    let both = person("b2", &[(SYSTEM_FNR, fnr, ""), (SYSTEM_DNR, dnr, "2024-01-01")]);
    let early = person("a2", &[(SYSTEM_DNR, dnr, "")]);
    let second = send(store, ("c2", &late)).await.id;
    for (id, json) in [("b2", &both), ("a2", &early)] {
        let one = send(store, (id, json)).await;
        assert_eq!((one.id, one.apart_from), (second, None), "{id}");
    }
    assert_ne!(first, second);
    assert_eq!(store.counts().await.expect("counts").persons, 2);
    is_whole(store).await;
}

/// An id that has content before its Patient turns out to be somebody who is known: both are kept, and it is told.
pub(crate) async fn a_provisional_record_is_kept_apart(fresh: &Fresh) {
    let store = &fresh.store;
    let known = send(store, ("k", &person("k", &[(SYSTEM_FNR, FNR, "")]))).await.id;
    let result = send(store, RESULT).await.id;
    assert_ne!(result.patient, known.patient);
    let patient = person("p", &[(SYSTEM_FNR, FNR, ""), ("urn:h", "7", "")]);
    let taken = send(store, ("p", &patient)).await;
    assert_eq!((taken.id.patient, taken.apart_from), (result.patient, Some(known)));
    assert_eq!(taken.outcome, Outcome::Created);
    // What comes later under the same id goes on there, and the case is told again.
    assert_eq!(send(store, VISIT).await.id.patient, result.patient);
    let again = send(store, ("p", &patient)).await;
    assert_eq!((again.outcome, again.apart_from), (Outcome::Unchanged, Some(known)));
    // The number goes on finding the known person, the source's own number its own record.
    assert_eq!(find(store, SYSTEM_FNR, FNR).await, Some(known.patient));
    assert_eq!(find(store, "urn:h", "7").await, Some(result.patient));
    let counts = store.counts().await.expect("counts");
    assert_eq!((counts.persons, counts.total()), (2, 4));
    is_whole(store).await;
}

/// Two persons who turn out to be one by a third source: the third is taken by itself, and told; an id that has
/// another person's numbers is refused.
pub(crate) async fn two_known_persons_are_never_joined(fresh: &Fresh) {
    let store = &fresh.store;
    let first = send(store, ("a", &person("a", &[(SYSTEM_DNR, DNR, "")]))).await.id;
    let second = send(store, ("b", &person("b", &[(SYSTEM_FNR, FNR, "")]))).await.id;
    let both = person("c", &[(SYSTEM_DNR, DNR, "2024-01-01"), (SYSTEM_FNR, FNR, "")]);
    let third = send(store, ("c", &both)).await;
    assert!(third.apart_from == Some(first) || third.apart_from == Some(second), "{third:?}");
    assert!(third.id != first && third.id != second);
    // A source that had one of them and now sends both goes on in its own record.
    let own = send(store, ("a", &both.replace("\"c\"", "\"a\""))).await;
    assert_eq!((own.id, own.apart_from, own.outcome), (first, Some(second), Outcome::Updated));
    assert_eq!(find(store, SYSTEM_FNR, FNR).await, Some(second.patient));
    let error = try_send(store, ("b", &person("b", &[(SYSTEM_FNR, "03845812771", "")])), false).await;
    assert!(
        matches!(error, Err(WriteError::Misplaced { reason: Misplaced::OtherPerson, .. })),
        "an id cannot become somebody else: {error:?}"
    );
    assert_eq!(store.counts().await.expect("counts").persons, 3);
    is_whole(store).await;
}
