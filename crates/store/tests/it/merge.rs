//! Two records of one person become one and are parted again, on both databases.

use std::collections::BTreeMap;

use helsami_domain::access::merge::{Both, Joined, merge, unmerge};
use helsami_domain::access::{Actor, Scopes, SystemTask, VisitNumber, directory, identify, weigh};
use helsami_domain::identity::{SYSTEM_DNR, SYSTEM_FNR};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_fhir::merge as texts;
use helsami_store::audit::AuditPage;
use helsami_store::session::{SessionNew, TokenHash};
use helsami_store::write::{Delivery, Incoming, Misplaced, Outcome, Receipt, WriteError, Written};
use helsami_store::{Error, Look, MergeFault, NewPatient, Store, client_key};

use crate::place::{Fresh, now, patient_id, reading, time, writing};

const FNR: &str = "03845812429";
const DNR: &str = "50846202355";

fn actor() -> Actor {
    Actor::Client { client: client_key("register"), visit: VisitNumber(1) }
}

fn scopes() -> Scopes {
    Scopes::parse("system/Patient.$merge").expect("a scope")
}

fn joined(key: PatientKey, is_joined: bool) -> Joined<'static> {
    Joined { key, is_visible: true, is_dead: false, is_joined, numbers: &[] }
}

fn both(source: PatientKey, target: PatientKey) -> Both {
    merge(actor(), &scopes(), (&joined(source, false), &joined(target, false))).expect("allowed")
}

pub(crate) async fn send(store: &Store, entries: Vec<Incoming<'_>>) -> Result<Vec<Written>, WriteError> {
    let delivery = Delivery { entries, ..Delivery::default() };
    match store.deliver(&writing(), &delivery, now()).await? {
        Receipt::Written(written) => Ok(written),
        Receipt::Known => unreachable!("nothing is marked here"),
    }
}

pub(crate) async fn one(store: &Store, id: &str, json: &str) -> Written {
    send(store, vec![Incoming::keep(json, id.to_owned())]).await.expect(json)[0]
}

pub(crate) fn person(id: &str, system: &str, number: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"{system}","value":"{number}"}}],"name":[{{"family":"{id}"}}],"birthDate":"1962-01-01"}}"#
    )
}

pub(crate) fn about(kind: &str, id: &str, patient: &str, more: &str) -> String {
    format!(r#"{{"resourceType":"{kind}","id":"{id}","subject":{{"reference":"{patient}"}}{more}}}"#)
}

/// Every row of a record: its id as shown, its versions with their documents.
pub(crate) async fn whole(store: &Store, patient: PatientKey) -> BTreeMap<String, Vec<(u32, String)>> {
    let look = Look::new(Matter::Exchange, now());
    let (entries, next) = store.whole(&reading(patient), (None, 1000), &look).await.expect("read");
    assert_eq!(next, None);
    let mut rows = BTreeMap::new();
    for entry in entries {
        let history = store.history(&weigh(patient).expect("a person"), entry.id).await.expect("read");
        let versions = history.iter().map(|one| (one.version, one.body.as_deref().unwrap_or("").to_owned()));
        rows.insert(format!("{}/{}", entry.id.kind, store.ids().show(entry.id)), versions.collect());
    }
    rows
}

async fn patient(store: &Store, key: PatientKey) -> (u32, String) {
    let grant = weigh(key).expect("a person");
    let shelf = store.weighed(&grant, &Look::new(Matter::Exchange, now()).patient()).await.expect("read");
    shelf.first(0).map(|entry| (entry.version, entry.body.to_string())).expect("a Patient")
}

pub(crate) async fn statements(
    store: &Store,
    key: PatientKey,
    stays: &[RecordId],
) -> Vec<(RecordId, u32, bool)> {
    let shelf = store.facts(&weigh(key).expect("a person")).await.expect("read");
    let all = [1, 2].into_iter().flat_map(|range| shelf.range(range));
    all.map(|entry| (entry.id, entry.version, !stays.contains(&entry.id))).collect()
}

fn shown(store: &Store, key: PatientKey) -> String {
    format!("Patient/{}", store.ids().show(patient_id(key)))
}

pub(crate) async fn join(
    store: &Store,
    (source, target): (PatientKey, PatientKey),
    stays: &[RecordId],
) -> Result<(), WriteError> {
    let ((old, source_text), (other, target_text)) =
        (patient(store, source).await, patient(store, target).await);
    let new = texts::replaced(&source_text, &shown(store, target)).expect("a Patient");
    let into = texts::replacing(&target_text, (&source_text, &shown(store, source))).expect("a Patient");
    let patients = (NewPatient { json: &new, expected: old }, NewPatient { json: &into, expected: other });
    let all = statements(store, source, stays).await;
    store.merge(&both(source, target), patients, all, now()).await
}

pub(crate) async fn part(store: &Store, both: (PatientKey, PatientKey)) -> Result<(), WriteError> {
    let read = statements(store, both.1, &[]).await.into_iter().map(|(row, version, _)| (row, version));
    part_as_read(store, both, read.collect()).await
}

/// Parts two records as somebody does who has read these statements of the joined one.
async fn part_as_read(
    store: &Store,
    (source, target): (PatientKey, PatientKey),
    read: Vec<(RecordId, u32)>,
) -> Result<(), WriteError> {
    let grants = unmerge(actor(), &scopes(), (&joined(source, true), &joined(target, false)));
    let ((old, source_text), (other, target_text)) =
        (patient(store, source).await, patient(store, target).await);
    let before = store.history(&weigh(source).expect("one"), patient_id(source)).await.expect("read");
    let before = before.last().and_then(|one| one.body.clone()).expect("the first version");
    let new = texts::parted(&source_text, (&before, &shown(store, target))).expect("a Patient");
    let into = texts::parted(&target_text, (&target_text, &shown(store, source))).expect("a Patient");
    let patients = (NewPatient { json: &new, expected: old }, NewPatient { json: &into, expected: other });
    store.unmerge(&grants.expect("allowed"), patients, read, now()).await
}

pub(crate) async fn is_whole(store: &Store) {
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

/// Two persons with a visit, a result that names it, and statements; the rows that stay behind.
pub(crate) async fn two(store: &Store) -> (PatientKey, PatientKey, RecordId) {
    let source = one(store, "s", &person("s", SYSTEM_DNR, DNR)).await.id.patient;
    let target = one(store, "t", &person("t", SYSTEM_FNR, FNR)).await.id.patient;
    one(store, "e", &about("Encounter", "e", "Patient/s", r#","status":"finished""#)).await;
    let result = r#","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50},"encounter":{"reference":"Encounter/e"}"#;
    one(store, "o", &about("Observation", "o", "Patient/s", result)).await;
    one(store, "o", &about("Observation", "o", "Patient/s", &result.replace("1.50", "1.60"))).await;
    one(store, "x", &about("Observation", "x", "Patient/t", &result.replace("Encounter/e", "Encounter/f")))
        .await;
    let closed =
        r#"{"resourceType":"Consent","id":"c","status":"active","patient":{"reference":"Patient/s"}}"#;
    one(store, "c", closed).await;
    let kin = r#"{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/s"},"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}]}"#;
    let stays = one(store, "r", kin).await.id;
    (source, target, stays)
}

fn session(person: PatientKey) -> SessionNew {
    SessionNew {
        token: TokenHash([1; 32]),
        visit: VisitNumber(1),
        person,
        sid: None,
        id_token: "a.b.c".to_owned(),
        level: "high".to_owned(),
        device: "Firefox".to_owned(),
    }
}

/// Whom both numbers find.
async fn found(store: &Store) -> [Option<PatientKey>; 2] {
    let grant = identify(Actor::System(SystemTask::SignIn)).expect("the sign-in may");
    let by =
        async |system, number| store.person_find(&grant, &[(system, number)], now()).await.expect("read");
    [by(SYSTEM_DNR, DNR).await, by(SYSTEM_FNR, FNR).await]
}

pub(crate) async fn two_records_are_one_and_two_again(fresh: &Fresh) {
    let store = &fresh.store;
    let (source, target, stays) = two(store).await;
    let (first, second) = (whole(store, source).await, whole(store, target).await);
    let session = session(source);
    store.session_create(&session, now()).await.expect("made");
    join(store, (source, target), &[stays]).await.expect("merged");
    is_whole(store).await;
    assert_eq!(store.session_by_hash(TokenHash([1; 32])).await.expect("read"), None, "their sessions end");
    assert_eq!(store.home(source), target);
    // Every row of both is in the one record, under the name it had, in the version it had.
    let joined = whole(store, target).await;
    let kept = format!("RelatedPerson/{}", store.ids().show(stays));
    for (name, versions) in &first {
        if name.starts_with("Patient/") || *name == kept {
            assert!(!joined.contains_key(name), "{name}");
            continue;
        }
        let expected: Vec<(u32, String)> = versions
            .iter()
            .map(|(version, body)| (*version, body.replace(&shown(store, source), &shown(store, target))))
            .collect();
        assert_eq!(joined.get(name), Some(&expected), "{name}");
        let (kind, id) = name.split_once('/').expect("a name");
        let row = store.ids().read(id, T::from_name(kind).expect("a type")).expect("an id");
        assert_eq!(row.patient, target);
    }
    assert_eq!(joined.len(), first.len() - 2 + second.len());
    let left = whole(store, source).await;
    assert_eq!(left.keys().filter(|name| !name.starts_with("Patient/")).collect::<Vec<_>>(), [&kept]);
    // Both numbers find the one person.
    assert_eq!(found(store).await, [Some(target); 2]);
    let people = directory(Actor::System(SystemTask::Demo)).expect("the demo may");
    assert_eq!(store.persons(&people, "", 0, 10).await.expect("read").len(), 1);
    let (_, text) = patient(store, source).await;
    assert!(text.contains("\"active\":false") && text.contains(&shown(store, target)), "{text}");
    let (_, text) = patient(store, target).await;
    assert!(text.contains(DNR) && text.contains(FNR) && text.contains("\"replaces\""), "{text}");
    // Both logs are whole, and the person's.
    let page = AuditPage { before: None, limit: 1000 };
    let log = store.audit_of(&reading(target), page).await.expect("read");
    let merges = log.iter().filter(|line| line.matter == Some(Matter::Merge)).count();
    assert_eq!(merges, 2, "one line in each log");
    assert!(log.windows(2).all(|pair| pair[0].seq > pair[1].seq));
    let short = store.audit_of(&reading(target), AuditPage { before: None, limit: 3 }).await.expect("read");
    assert_eq!(short, log[..3]);
    part(store, (source, target)).await.expect("parted");
    is_whole(store).await;
    for (key, before) in [(source, &first), (target, &second)] {
        let after = whole(store, key).await;
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        for (name, versions) in before.iter().filter(|(name, _)| !name.starts_with("Patient/")) {
            assert_eq!(&after[name], versions, "{name}");
        }
    }
    let (version, text) = patient(store, source).await;
    assert!(version == 3 && !text.contains("link") && !text.contains("active"), "{text}");
    assert_eq!(found(store).await, [Some(source), Some(target)]);
    let log = store.audit_of(&reading(source), page).await.expect("read");
    assert!(log.iter().any(|line| line.matter == Some(Matter::Unmerge)));
}

pub(crate) async fn what_comes_meanwhile_finds_its_record(fresh: &Fresh) {
    let store = &fresh.store;
    let (source, target, stays) = two(store).await;
    let row = |id: &str, kind| store.ids().read_exact(id, kind);
    join(store, (source, target), &[stays]).await.expect("merged");
    let number = format!("Patient?identifier={SYSTEM_DNR}|{DNR}");
    let mut came = Vec::new();
    for (id, named) in [("n1", "Patient/s"), ("n2", &*number)] {
        let text = about("Observation", id, named, r#","status":"final","code":{"text":"n"}"#);
        let written = one(store, id, &text).await;
        assert_eq!((written.id.patient, written.outcome), (target, Outcome::Created), "{named}");
        came.push(written.id);
    }
    // A whole delivery that begins with the source's Patient: it stays replaced, and what is about it is the target's.
    patients_come_again(store, (source, target)).await;
    // A row of the source that names one of the target, and one of the target that names one of the source.
    let result = r#","status":"final","code":{"text":"x"},"hasMember":[{"reference":"Observation/x"}],"encounter":{"reference":"Encounter/e"}"#;
    let changed = one(store, "o", &about("Observation", "o", "Patient/s", result)).await;
    assert_eq!((changed.id.patient, changed.version), (target, 3));
    one(
        store,
        "x",
        &about(
            "Observation",
            "x",
            "Patient/t",
            r#","status":"final","code":{"text":"x"},"encounter":{"reference":"Encounter/e"}"#,
        ),
    )
    .await;
    // What stayed behind is changed where it lies.
    let kin = r#"{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/s"},"name":[{"text":"Kari"}]}"#;
    let written = one(store, "r", kin).await;
    assert_eq!((written.id, written.version), (stays, 2));
    is_not_deleted(store).await;
    is_whole(store).await;
    let line = store.merge_of(&weigh(source).expect("one")).await.expect("read").expect("merged");
    assert_eq!((line.target, line.versions), (target, (1, 1)));
    let since = store.written_since(&line).await.expect("read");
    assert!(came.iter().all(|row| since.contains(row)) && since.contains(&written_id(&since, T::Condition)));
    assert_eq!(store.rows_of_merge(&line).await.expect("read")[&T::Encounter], 1);
    let name = store.ids().show(changed.id).to_string();
    part(store, (source, target)).await.expect("parted");
    is_whole(store).await;
    let back = row(&name, T::Observation).expect("an id");
    assert_eq!(back.patient, source, "changed since, and gone back in its newest version");
    let rows = whole(store, source).await;
    let (version, body) = &rows[&format!("Observation/{name}")][0];
    assert_eq!(*version, 3);
    let target_rows = whole(store, target).await;
    let x =
        target_rows.iter().find(|(_, all)| all[0].1.contains("\"text\":\"x\"")).expect("the target's own");
    assert!(body.contains(x.0), "it goes on naming the other's row: {body}");
    let encounter = rows.keys().find(|name| name.starts_with("Encounter/")).expect("gone back");
    assert!(body.contains(encounter) && x.1[0].1.contains(encounter), "{body} {x:?}");
    assert!(body.contains(&shown(store, source)));
    for row in came {
        assert_eq!(store.ids().read(store.ids().show(row).as_str(), row.kind), Some(row), "it stays");
        assert!(target_rows.contains_key(&format!("{}/{}", row.kind, store.ids().show(row))));
    }
    let next = about("Observation", "o", "Patient/s", r#","status":"final","code":{"text":"y"}"#);
    let after = one(store, "o", &next).await;
    assert_eq!((after.id, after.version), (back, 4), "its sender's id finds it");
}

async fn patients_come_again(store: &Store, (source, target): (PatientKey, PatientKey)) {
    let again = person("s", SYSTEM_DNR, DNR).replace("1962-01-01", "1962-01-02");
    let more = about("Condition", "k", "Patient/s", "");
    let entries = vec![Incoming::keep(&again, "s".to_owned()), Incoming::keep(&more, "k".to_owned())];
    let written = send(store, entries).await.expect("taken");
    assert_eq!((written[0].id, written[1].id.patient), (patient_id(source), target));
    let (version, text) = patient(store, source).await;
    assert!(version == 3 && text.contains("1962-01-02") && text.contains("\"active\":false"), "{text}");
    let other = person("t", SYSTEM_FNR, FNR).replace("1962-01-01", "1962-01-03");
    one(store, "t", &other).await;
    let (_, text) = patient(store, target).await;
    assert!(text.contains("1962-01-03") && text.contains(DNR) && text.contains("replaces"), "{text}");
}

async fn is_not_deleted(store: &Store) {
    let deleted = Incoming {
        way: helsami_store::write::Way::Delete { kind: T::Patient, id: "s".into(), expected: None },
        ..Incoming::create("")
    };
    let refused = send(store, vec![deleted]).await.expect_err("one of two");
    assert!(matches!(refused, WriteError::Misplaced { reason: Misplaced::Merged, .. }));
}

fn written_id(rows: &[RecordId], kind: T) -> RecordId {
    *rows.iter().find(|row| row.kind == kind).expect("a row")
}

pub(crate) async fn whoever_is_late_decides_anew(fresh: &Fresh) {
    let store = &fresh.store;
    let (source, target, stays) = two(store).await;
    let fault = |result: Result<(), WriteError>| {
        let WriteError::Store(error) = result.expect_err("refused") else {
            unreachable!("the store refuses")
        };
        error
    };
    // A statement that nobody has looked at stops the merge.
    let ((old, source_text), (other, target_text)) =
        (patient(store, source).await, patient(store, target).await);
    let patients = (
        NewPatient { json: &source_text, expected: old },
        NewPatient { json: &target_text, expected: other },
    );
    let some = statements(store, source, &[stays]).await[..1].to_vec();
    assert!(matches!(fault(store.merge(&both(source, target), patients, some, now()).await), Error::Taken));
    let newer = NewPatient { expected: 9, ..patients.0 };
    let all = statements(store, source, &[stays]).await;
    let late = store.merge(&both(source, target), (newer, patients.1), all.clone(), now()).await;
    assert!(matches!(fault(late), Error::Version { .. }));
    is_whole(store).await;
    assert_eq!(store.home(source), source, "nothing of it is stored");
    // Of merges and writes at once, one merge wins and every write finds the record.
    let kept = [stays];
    let (first, second) = (join(store, (source, target), &kept), join(store, (target, source), &[]));
    let result = r#","status":"final","code":{"text":"z"}"#;
    let texts: Vec<String> =
        (0..20).map(|n| about("Observation", &format!("z{n}"), "Patient/s", result)).collect();
    let writes = async {
        for (n, text) in texts.iter().enumerate() {
            one(store, &format!("z{n}"), text).await;
        }
    };
    let (first, second, ()) = tokio::join!(first, second, writes);
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    is_whole(store).await;
    let home = store.home(source);
    let rows = whole(store, home).await;
    let stands = |name: &str| rows.values().filter(|all| all[0].1.contains(name)).count();
    assert_eq!(stands("\"text\":\"z\""), 20);
    let (from, into) = if home == target { (source, target) } else { (target, source) };
    assert!(matches!(
        fault(join(store, (from, into), &[]).await),
        Error::Merge(MergeFault::Joined) | Error::Taken
    ));
    let later = time("2026-03-02T12:00:00Z");
    let text = about("Observation", "late", "Patient/t", result);
    let delivery = Delivery { entries: vec![Incoming::keep(&text, "late")], ..Delivery::default() };
    store.deliver(&writing(), &delivery, later).await.expect("taken");
    part(store, (from, into)).await.expect("parted");
    assert!(matches!(fault(part(store, (from, into)).await), Error::Merge(MergeFault::NotJoined)));
    is_whole(store).await;
}

pub(crate) async fn what_closes_in_the_very_moment_of_a_parting_stops_it(fresh: &Fresh) {
    let store = &fresh.store;
    let (source, target, stays) = two(store).await;
    join(store, (source, target), &[stays]).await.expect("merged");
    let read = async || {
        let all = statements(store, target, &[]).await;
        all.into_iter().map(|(row, version, _)| (row, version)).collect::<Vec<_>>()
    };
    // Somebody reads what is closed, to part the two; then something is closed; then they are parted.
    let before = read().await;
    let joined = whole(store, target).await;
    let closed =
        r#"{"resourceType":"Consent","id":"b","status":"active","patient":{"reference":"Patient/s"}}"#;
    let block = one(store, "b", closed).await;
    assert_eq!((block.id.patient, block.version), (target, 1), "it closes the joined record");
    let late = part_as_read(store, (source, target), before).await.expect_err("it was not seen");
    assert!(matches!(late, WriteError::Store(Error::Taken)), "{late}");
    // Nor does a newer version of one that was read slip by, nor one that is gone.
    let before = read().await;
    let ended = one(store, "b", &closed.replace("active", "inactive")).await;
    assert_eq!((ended.id, ended.version), (block.id, 2));
    let late = part_as_read(store, (source, target), before.clone()).await.expect_err("it has changed");
    assert!(matches!(late, WriteError::Store(Error::Taken)), "{late}");
    let id = store.ids().show(block.id).to_string();
    let gone = helsami_store::write::Way::Delete { kind: T::Consent, id: "b".into(), expected: None };
    send(store, vec![Incoming { way: gone, ..Incoming::create("") }]).await.expect("deleted");
    let late = part_as_read(store, (source, target), before).await.expect_err("it is gone");
    assert!(matches!(late, WriteError::Store(Error::Taken)), "{late}");
    assert_eq!(store.home(source), target, "nothing of it is stored");
    assert_eq!(whole(store, target).await, joined);
    is_whole(store).await;
    // Whoever looks again parts them; what was closed meanwhile is the target's.
    part(store, (source, target)).await.expect("parted");
    assert_eq!(store.home(source), source);
    assert_eq!(store.ids().read(&id, T::Consent).map(|row| row.patient), Some(target));
    is_whole(store).await;
}

pub(crate) async fn chains_are_parted_from_their_end(fresh: &Fresh) {
    let store = &fresh.store;
    let (source, target, stays) = two(store).await;
    let third = one(store, "u", &person("u", "urn:h", "9")).await.id.patient;
    one(store, "w", &about("Observation", "w", "Patient/u", r#","status":"final","code":{"text":"w"}"#))
        .await;
    let before = [whole(store, source).await, whole(store, target).await, whole(store, third).await];
    join(store, (source, target), &[stays]).await.expect("merged");
    join(store, (target, third), &[]).await.expect("merged on");
    is_whole(store).await;
    assert_eq!((store.home(source), store.home(target)), (third, third));
    let all = whole(store, third).await;
    for name in before[..2].iter().flat_map(BTreeMap::keys).filter(|name| name.starts_with("Observation/")) {
        assert!(all.contains_key(name), "{name}");
    }
    let text = about("Observation", "late", "Patient/s", r#","status":"final","code":{"text":"late"}"#);
    assert_eq!(one(store, "late", &text).await.id.patient, third);
    // The first of the chain cannot be parted while what it is in is a part of another.
    let cycle = join(store, (third, source), &[]).await.expect_err("a cycle");
    assert!(matches!(cycle, WriteError::Store(Error::Merge(MergeFault::Joined) | Error::Taken)), "{cycle}");
    let early = part(store, (source, target)).await.expect_err("not the end");
    assert!(matches!(early, WriteError::Store(Error::Merge(MergeFault::Joined))), "{early}");
    part(store, (target, third)).await.expect("parted");
    part(store, (source, target)).await.expect("parted");
    is_whole(store).await;
    for (key, before) in [source, target].into_iter().zip(&before) {
        let after = whole(store, key).await;
        for (name, versions) in before.iter().filter(|(name, _)| !name.starts_with("Patient/")) {
            assert_eq!(after.get(name), Some(versions), "{name}");
        }
    }
    // What was joined can be joined again, the other way too.
    join(store, (target, source), &[]).await.expect("merged the other way");
    is_whole(store).await;
    part(store, (target, source)).await.expect("parted");
    for (key, before) in [source, target].into_iter().zip(&before) {
        assert_eq!(whole(store, key).await.len(), before.len());
    }
    is_whole(store).await;
}
