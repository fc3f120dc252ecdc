//! What a lens hides never leaves the store, on both databases: rows, heads, versions, and what their number would tell.

use helsami_domain::access::age::Birth;
use helsami_domain::access::facts::{End, Facts, Home, Reader, Relation, RelationKind, Subject, Term};
use helsami_domain::access::lens::{Release, Sight};
use helsami_domain::access::{
    Actor, Change, Denied, Grant, Purpose, Read, Rule, SafeMode, VisitNumber, change, read_record, weigh,
};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::{Action, AuditPage};
use helsami_store::write::{Incoming, WriteError};
use helsami_store::{Error, Look, Store};
use jiff::civil::date;

use crate::place::{Fresh, now, reading, writing};

const MOTHER: &str = "14878290055";

/// A child with five results: plain, hidden from parents, delayed, plain, plain; newest last.
async fn child(store: &Store) -> PatientKey {
    let mut texts = vec![
        r#"{"resourceType":"Patient","id":"c","birthDate":"2018-03-01","identifier":[{"system":"urn:h","value":"9"}]}"#.to_owned(),
        format!(r#"{{"resourceType":"RelatedPerson","id":"r","patient":{{"reference":"Patient/c"}},"identifier":[
            {{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{MOTHER}"}}]}}"#),
    ];
    let metas = [
        "",
        r#""meta":{"security":[{"code":"NORN_FORANS"}]},"#,
        r#""meta":{"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/release","valueDateTime":"2026-03-02T12:00:00Z"}]},"#,
        "",
        "",
    ];
    for (number, meta) in metas.into_iter().enumerate() {
        texts.push(format!(
            r#"{{"resourceType":"Observation","id":"o{number}",{meta}"status":"final","code":{{"text":"x"}},
            "effectiveDateTime":"2026-01-0{}T10:00:00Z","subject":{{"reference":"Patient/c"}}}}"#,
            number + 1
        ));
    }
    let entries = texts.iter().enumerate().map(|(place, text)| {
        let id = if place == 0 {
            "c".to_owned()
        } else if place == 1 {
            "r".to_owned()
        } else {
            format!("o{}", place - 2)
        };
        Incoming::keep(text, id)
    });
    let written = store.write(&writing(), entries.collect(), now()).await.expect("written");
    written[0].id.patient
}

fn parent(child: PatientKey) -> Result<Grant<Read>, Denied> {
    let person = PatientKey::new(77).expect("a key");
    let kind = RelationKind::Parent { has_responsibility: true, home: Home::Shared };
    let term = Term { from: jiff::Timestamp::UNIX_EPOCH, end: End::WhenEnded };
    let facts = Facts {
        reader: Reader::Citizen { person, birth: None, is_dead: false, is_protected: false },
        subject: Subject { birth: Some(Birth::on(date(2018, 3, 1))), ..Subject::unregistered(child) },
        relations: &[Relation { kind, term, is_active: true }],
        blocks: &[],
        safe: SafeMode::default(),
        now: now(),
    };
    read_record(Actor::Citizen { person, visit: VisitNumber(3) }, &facts)
}

fn days(shelf: &helsami_store::Shelf, range: usize) -> Vec<i8> {
    let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).day();
    shelf.range(range).iter().map(|entry| day(entry.date)).collect()
}

/// A hidden row is passed over before rows are counted: a page is as long as if the row were not there.
pub(crate) async fn hidden_rows_never_leave(fresh: &Fresh) {
    let store = &fresh.store;
    let child = child(store).await;
    let grant = parent(child).expect("a parent");
    let look = Look::new(Matter::Results, now());
    let look = look.newest(T::Observation, 10).newest(T::Observation, 3).newest(T::Observation, 10).heads();
    let shelf = store.read(&grant, &look.clone().newest(T::RelatedPerson, 10)).await.expect("read");
    assert_eq!(days(&shelf, 0), [5, 4, 1]);
    assert!(!shelf.more(0));
    // Three rows besides the hidden one fit: the announced one is counted, so the first is on the next page.
    assert_eq!((days(&shelf, 1), shelf.more(1)), (vec![5, 4], true));
    assert_eq!(days(&shelf, 2), [5, 4, 1]);
    let told = shelf.withheld(0);
    assert_eq!(told.len(), 1);
    let until = "2026-03-02T12:00:00Z".parse().expect("a time");
    assert_eq!((told[0].sight, told[0].release), (Sight::Announced, Release::At(until)));
    // Next of kin are no business of somebody who acts for a child.
    assert!(shelf.range(3).is_empty());
    // The person whose age is unknown sees what is hidden from parents.
    let own = store.read(&reading(child), &look).await.expect("read");
    assert_eq!(days(&own, 0), [5, 4, 2, 1]);
    let hidden = own.range(0)[2].id;
    for one in [Look::new(Matter::Results, now()).one(hidden)] {
        assert!(store.read(&grant, &one).await.expect("read").first(0).is_none());
        assert!(store.versions(&grant, hidden, &one).await.expect("read").is_empty());
        assert_eq!(store.versions(&reading(child), hidden, &one).await.expect("read").len(), 1);
    }
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

/// Who is named in a record as somebody who may act is found by their identifier, until the row names them no longer.
pub(crate) async fn those_who_may_act_are_found(fresh: &Fresh) {
    let store = &fresh.store;
    let child = child(store).await;
    let names = [("urn:oid:2.16.578.1.12.4.1.4.1".to_owned(), MOTHER.to_owned())];
    let mother = weigh(PatientKey::new(77).expect("a key")).expect("somebody's");
    let held = store.held(&mother, &names).await.expect("looked up");
    assert_eq!(
        held.iter().map(|row: &RecordId| (row.patient, row.kind)).collect::<Vec<_>>(),
        [(child, T::RelatedPerson)]
    );
    assert!(store.held(&mother, &[]).await.expect("looked up").is_empty());
    let facts = store.facts(&weigh(child).expect("somebody's")).await.expect("facts");
    assert_eq!((facts.range(0).len(), facts.range(1).len(), facts.range(2).len()), (1, 1, 0));
    // A consent names its actor by reference; the newest version alone counts.
    let other = r#"{"resourceType":"Patient","id":"m","identifier":[{"system":"urn:h","value":"10"}]}"#;
    let given = |actor: &str| {
        format!(
            r#"{{"resourceType":"Consent","id":"g","status":"active","patient":{{"reference":"Patient/c"}},"provision":
            {{"actor":[{{"reference":{{"reference":"Patient/{actor}"}}}}]}}}}"#
        )
    };
    let write = async |id: &str, text: &str| {
        store.write(&writing(), vec![Incoming::keep(text, id.to_owned())], now()).await.expect("written")[0]
            .id
    };
    let receiver = write("m", other).await.patient;
    let consent = write("g", &given("m")).await;
    let receiver = weigh(receiver).expect("somebody's");
    assert_eq!(store.held(&receiver, &[]).await.expect("looked up"), [consent]);
    write("g", &given("c")).await;
    assert!(store.held(&receiver, &[]).await.expect("looked up").is_empty());
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}

/// A grant to change one record changes no other, and what it did and what was refused is in that record's log.
pub(crate) async fn a_change_stays_in_its_record(fresh: &Fresh) {
    let store = &fresh.store;
    let child = child(store).await;
    let person = PatientKey::new(78).expect("a key");
    let actor = Actor::Citizen { person, visit: VisitNumber(4) };
    let birth = Some(Birth::on(date(1980, 1, 1)));
    let facts = Facts {
        subject: Subject { birth, ..Subject::unregistered(person) },
        ..Facts::unregistered(person, person, now())
    };
    let grant = change(actor, &facts, Change::Block).expect("one's own");
    let foreign =
        r#"{"resourceType":"Consent","id":"x","status":"active","patient":{"reference":"Patient/c"}}"#;
    let refused = store.write(&grant, vec![Incoming::keep(foreign, "x")], now()).await;
    assert!(matches!(refused, Err(WriteError::Store(Error::Grant))), "{refused:?}");
    let weigh = weigh(child).expect("somebody's");
    store.refused(&weigh, actor, (Matter::Results, now())).await.expect("noted");
    let log = store.audit_of(&reading(child), AuditPage { before: None, limit: 1 }).await.expect("a log");
    let row = &log[0];
    assert_eq!((row.actor, row.action, row.matter), (actor, Action::Refused, Some(Matter::Results)));
    // A parent may read the record, but not the log.
    let parent = parent(child).expect("a parent");
    let log = store.audit_of(&parent, AuditPage { before: None, limit: 1 }).await;
    assert!(matches!(log, Err(Error::Grant)));
    let look = Look::new(Matter::Results, now()).newest(T::Observation, 1).because("ringte om prøvesvaret");
    store.read(&parent, &look).await.expect("read");
    let log = store.audit_of(&reading(child), AuditPage { before: None, limit: 1 }).await.expect("a log");
    let told = (log[0].rule, log[0].purpose, log[0].reason.as_deref());
    assert_eq!(told, (Some(Rule::ParentOfChild), Purpose::Family, Some("ringte om prøvesvaret")));
    assert_eq!(store.check().await.expect("a check").faults, Vec::<String>::new());
}
