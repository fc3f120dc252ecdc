//! Open loops and the worklists they stand on, on both databases.

use helsami_domain::access::facts::{Facts, Ground, StaffReader};
use helsami_domain::access::{Actor, Change, Grant, VisitNumber, Worklist, Write, change, worklist};
use helsami_domain::case::CaseKind;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::{Action, AuditPage};
use helsami_store::batch::CaseOpen;
use helsami_store::write::{Delivery, Incoming, Misplaced, Outcome, Receipt, Way, WriteError, Written};
use helsami_store::{Error, Store};

use crate::place::{Fresh, now, reading, time, writing};

async fn send(store: &Store, (id, json): (&str, &str)) -> Result<Written, WriteError> {
    store.write(&writing(), vec![Incoming::keep(json, id)], now()).await.map(|written| written[0])
}

async fn is_whole(store: &Store) {
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

fn work(organization: LocalId) -> Worklist {
    let local = |number| LocalId::new(number).expect("positive");
    let staff = StaffReader {
        role: local(3),
        practitioner: local(4),
        organization,
        is_authorized: true,
        is_own_record: false,
        ground: Some(Ground::Administration),
        has_relation: false,
        has_reason: false,
    };
    worklist(Actor::Staff { role: local(3), visit: VisitNumber(1) }, &staff).expect("their own organisation")
}

/// A hospital, a municipality and two persons, and their rows.
async fn town(store: &Store) -> [RecordId; 4] {
    let mut rows = Vec::new();
    for (id, json) in [
        ("h", r#"{"resourceType":"Organization","name":"Sykehuset"}"#),
        ("m", r#"{"resourceType":"Organization","name":"Kommunen"}"#),
        ("p", r#"{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"7"}]}"#),
        ("q", r#"{"resourceType":"Patient","identifier":[{"system":"urn:h","value":"8"}]}"#),
    ] {
        rows.push(send(store, (id, json)).await.expect(json).id);
    }
    rows.try_into().expect("four rows")
}

/// A Task of one of our kinds: code, status, owner, last day, patient.
fn task((code, status, owner, end, patient): (&str, &str, &str, &str, &str)) -> String {
    format!(
        r#"{{"resourceType":"Task","status":"{status}","intent":"order","authoredOn":"2026-02-01T10:00:00Z",
        "code":{{"coding":[{{"system":"http://helsami.no/fhir/CodeSystem/case","code":"{code}"}}]}},
        "for":{{"reference":"Patient/{patient}"}},"owner":{{"reference":"Organization/{owner}"}},
        "restriction":{{"period":{{"end":"{end}"}}}}}}"#
    )
}

fn ended(task: &str, status: &str, ending: &str) -> String {
    let business = format!(
        r#""status":"{status}","businessStatus":{{"coding":[{{"system":"http://helsami.no/fhir/CodeSystem/case-ending","code":"{ending}"}}]}}"#
    );
    task.replace(r#""status":"requested""#, &business)
}

/// The lines of an organisation, as the id under which each was sent, its kind and its end.
async fn lines(store: &Store, organization: RecordId) -> Vec<(RecordId, CaseKind, String)> {
    let all: Vec<CaseOpen> = store.worklist(&work(organization.local), 50).await.expect("read");
    assert!(all.iter().all(|line| line.owner.row() == organization));
    all.iter().map(|line| (line.record, line.kind, line.due.to_string())).collect()
}

pub(crate) async fn worklists_hold_what_is_open(fresh: &Fresh) {
    let store = &fresh.store;
    let [hospital, municipality, ..] = town(store).await;
    let report = task(("report-error", "requested", "h", "2026-03-15", "p"));
    let look = task(("ask-about-look", "in-progress", "h", "2026-03-04", "q"));
    let apply = task(("apply-for-access", "requested", "m", "2026-03-05", "p"));
    let other = task(("report-error", "requested", "h", "2026-03-01", "p"))
        .replace("http://helsami.no/fhir/CodeSystem/case", "urn:theirs");
    let done = ended(&task(("report-error", "requested", "h", "2026-03-02", "p")), "completed", "corrected");
    let mut rows = Vec::new();
    for (id, json) in [("t1", &report), ("t2", &look), ("t3", &apply), ("t4", &other), ("t5", &done)] {
        rows.push(send(store, (id, json)).await.expect(json).id);
    }
    let ([report_row, look_row, apply_row], march) =
        ([rows[0], rows[1], rows[2]], |day: &str| format!("2026-03-{day}T23:00:00Z"));
    let first = (look_row, CaseKind::AskAboutLook, march("04"));
    assert_eq!(
        lines(store, hospital).await,
        [first.clone(), (report_row, CaseKind::ReportError, march("15"))]
    );
    let third = (apply_row, CaseKind::ApplyForAccess, march("05"));
    assert_eq!(lines(store, municipality).await, std::slice::from_ref(&third));
    is_whole(store).await;

    // Sent again it is the same; moved to another organisation and another day it stands there; answered it is gone.
    assert_eq!(send(store, ("t1", &report)).await.expect("the same").outcome, Outcome::Unchanged);
    let moved = report.replace("Organization/h", "Organization/m").replace("2026-03-15", "2026-03-03");
    send(store, ("t1", &moved)).await.expect("moved");
    assert_eq!(lines(store, hospital).await, [first]);
    assert_eq!(
        lines(store, municipality).await,
        [(report_row, CaseKind::ReportError, march("03")), third.clone()]
    );
    send(store, ("t1", &ended(&moved, "rejected", "refused"))).await.expect("refused");
    assert_eq!(lines(store, municipality).await, [third]);
    is_whole(store).await;
}

pub(crate) async fn no_case_without_an_owner_a_day_and_a_way_forward(fresh: &Fresh) {
    let store = &fresh.store;
    let [hospital, ..] = town(store).await;
    let whole = task(("report-error", "requested", "h", "2026-03-15", "p"));
    let refused = async |id: &str, json: &str, expect: Misplaced| match send(store, (id, json)).await {
        Err(WriteError::Misplaced { reason, .. }) => assert_eq!(reason, expect, "{json}"),
        other => unreachable!("{json}: {other:?}"),
    };
    for (from, to) in [
        (r#""owner":{"reference":"Organization/h"},"#, ""),
        ("Organization/h", "Organization/nowhere"),
        ("Organization/h", "Patient/p"),
        (r#""end":"2026-03-15""#, r#""start":"2026-03-15""#),
        (r#""status":"requested""#, r#""status":"cancelled""#),
        (r#""status":"requested""#, r#""status":"completed""#),
        (r#""for":{"reference":"Patient/p"},"#, ""),
    ] {
        assert!(whole.contains(from), "{from}");
        refused("t", &whole.replace(from, to), Misplaced::CaseUnowned).await;
    }
    assert_eq!(lines(store, hospital).await, []);
    let row = send(store, ("t", &whole)).await.expect("whole").id;
    let begun = whole.replace("requested", "in-progress");
    send(store, ("t", &begun)).await.expect("begun");
    refused("t", &whole, Misplaced::CaseLost).await;
    refused("t", &begun.replace("report-error", "ask-about-look"), Misplaced::CaseLost).await;
    refused("t", &begun.replace("http://helsami.no/fhir/CodeSystem/case", "urn:x"), Misplaced::CaseLost)
        .await;
    let delete = |id: &'static str| Delivery {
        entries: vec![Incoming {
            way: Way::Delete { kind: T::Task, id: id.into(), expected: None },
            ..Incoming::create("")
        }],
        ..Delivery::default()
    };
    let lost = store.deliver(&writing(), &delete("t"), now()).await;
    assert!(matches!(lost, Err(WriteError::Misplaced { reason: Misplaced::CaseLost, .. })), "{lost:?}");
    let line = (row, CaseKind::ReportError, "2026-03-15T23:00:00Z".to_owned());
    assert_eq!(lines(store, hospital).await, [line]);
    send(store, ("t", &ended(&whole, "completed", "remark-added"))).await.expect("ended");
    refused("t", &ended(&whole, "completed", "corrected"), Misplaced::CaseLost).await;
    refused("t", &begun, Misplaced::CaseLost).await;
    assert_eq!(lines(store, hospital).await, []);
    let gone = store.deliver(&writing(), &delete("t"), now()).await.expect("an ended case may go");
    assert!(matches!(gone, Receipt::Written(written) if written[0].outcome == Outcome::Deleted));
    is_whole(store).await;
}

/// The grant of a citizen for their own record.
fn own(patient: PatientKey) -> Grant<Write> {
    let actor = Actor::Citizen { person: patient, visit: VisitNumber(7) };
    change(actor, &Facts::unregistered(patient, patient, now()), Change::ReportError).expect("one's own")
}

pub(crate) async fn what_a_person_writes_names_rows_as_they_are_shown(fresh: &Fresh) {
    let store = &fresh.store;
    let [hospital, _, person, other] = town(store).await;
    let visit = r#"{"resourceType":"Encounter","status":"finished","subject":{"reference":"Patient/q"}}"#;
    let others = send(store, ("e", visit)).await.expect("stored").id;
    let shown = |row: RecordId| store.ids().show(row).to_string();
    let text = |owner: &str, patient: &str| task(("report-error", "requested", owner, "2026-03-15", patient));
    let grant = own(person.patient);
    let json = text(&shown(hospital), &shown(person));
    let written = store.write(&grant, vec![Incoming::create(&json)], now()).await.expect("written");
    let id = written[0].id;
    assert_eq!((id.patient, id.kind, written[0].dangling), (person.patient, T::Task, 0));
    let line = (id, CaseKind::ReportError, "2026-03-15T23:00:00Z".to_owned());
    assert_eq!(lines(store, hospital).await, [line]);
    let log =
        store.audit_of(&reading(person.patient), AuditPage { before: None, limit: 9 }).await.expect("read");
    let actor = Actor::Citizen { person: person.patient, visit: VisitNumber(7) };
    assert_eq!((log[0].actor, log[0].action, log[0].item), (actor, Action::Write, Some(id)));

    // A line of another record leads nowhere, and a case in it cannot be made with this grant.
    let pointing = json
        .replace(r#""owner""#, &format!(r#""focus":{{"reference":"Encounter/{}"}},"owner""#, shown(others)));
    let written = store.write(&grant, vec![Incoming::create(&pointing)], now()).await.expect("written");
    assert_eq!(written[0].dangling, 1);
    let elsewhere = text(&shown(hospital), &shown(other));
    let denied = store.write(&grant, vec![Incoming::create(&elsewhere)], now()).await;
    assert!(matches!(denied, Err(WriteError::Store(Error::Grant))), "{denied:?}");
    // What an import calls by such an id is the sender's, and not here.
    let import = store.write(&writing(), vec![Incoming::create(&json)], now()).await;
    assert!(
        matches!(import, Err(WriteError::Misplaced { reason: Misplaced::CaseUnowned, .. })),
        "{import:?}"
    );
    // The same words again are the same case.
    let once = |json| Incoming {
        way: Way::Create { unless: Some("identifier=urn:sent|1".into()) },
        ..Incoming::create(json)
    };
    let first = store.write(&grant, vec![once(&json)], now()).await.expect("written")[0];
    let again = store.write(&grant, vec![once(&json)], time("2026-03-01T12:05:00Z")).await.expect("known")[0];
    assert_eq!((first.outcome, again.outcome, again.id), (Outcome::Created, Outcome::Unchanged, first.id));
    assert_eq!(lines(store, hospital).await.len(), 3);
    is_whole(store).await;
}
