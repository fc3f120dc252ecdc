//! An application on paper is the same case as one that is sent: the same owner, day, words and answer, in the record of whoever
//! applies; and who registered it is told.

use helsami_app::application::{Place, apply, ground as form, places};
use helsami_app::work::{About, AtWork, Found, Query, applicant, find, giving, receive, worklist};
use helsami_app::{ReadError, cases};
use helsami_domain::access::Denied;
use helsami_domain::application::{Application, Kinship};
use helsami_domain::case::{CaseKind, State};
use helsami_domain::identity::IdentityNumber;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::Action;

use crate::ground::{Ground, now};
use crate::work::at_work;

const OLAV: &str = "03845812429";
const INGER: &str = "14878290055";

const TOWN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Organization","id":"hospital","name":"Sykehuset"}},
{"resource":{"resourceType":"Practitioner","id":"clerk","name":[{"family":"Skranke"}]}},
{"resource":{"resourceType":"Patient","id":"olav","name":[{"text":"Olav Lund"}],"birthDate":"1938-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}]}},
{"resource":{"resourceType":"Patient","id":"inger","name":[{"text":"Inger Lund"}],"birthDate":"1963-03-02","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"14878290055"}]}},
{"resource":{"resourceType":"Patient","id":"ung","name":[{"text":"Ung Lund"}],"birthDate":"2009-03-02","identifier":[{"system":"urn:h","value":"ung"}]}},
{"resource":{"resourceType":"Immunization","id":"flu","status":"completed","vaccineCode":{"text":"Influensavaksine"},"patient":{"reference":"Patient/inger"},"occurrenceDateTime":"2026-10-01"}}
]}"#;

async fn town() -> (Ground, AtWork, Place) {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Skranke", "Sykehuset"), 5).await;
    let place = places(&ground.app).await.expect("places").remove(0);
    (ground, staff, place)
}

async fn found(ground: &Ground, staff: &AtWork, query: Query) -> String {
    let Found::Persons(persons) = find(&ground.app, staff, &query, now()).await.expect("found") else {
        unreachable!("one")
    };
    persons[0].link.to_string()
}

fn by_number(number: &str) -> Query {
    Query { number: number.to_owned(), ..Query::default() }
}

fn application() -> Application {
    let number = IdentityNumber::parse(OLAV).expect("a number");
    Application { name: "Olav Lund".into(), number, kinship: Kinship::Child, is_stated: true }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_on_paper_is_the_same_case_as_one_that_is_sent() {
    let (ground, staff, place) = town().await;
    let inger = ground.citizen("Inger Lund").await;
    let link = found(&ground, &staff, by_number(INGER)).await;
    let (person, numbers) = applicant(&ground.app, &staff, &link, now()).await.expect("may apply");
    assert_eq!((person.name.as_str(), numbers.as_slice()), ("Inger Lund", &[INGER.to_owned()][..]));
    let what = (link.as_str(), &application(), &place, " Timer ");
    let asked = receive(&ground.app, &staff, what, now()).await.expect("registered").expect("few wait");
    assert!(asked.is_new);
    // Registered twice is one case; sent besides, with the same words, it is the same case too.
    let twice = receive(&ground.app, &staff, what, now()).await.expect("registered").expect("few wait");
    assert_eq!((twice.is_new, twice.link), (false, asked.link));
    let places = form(&ground.app, &inger, now()).await.expect("may ask").places;
    let sent = apply(&ground.app, &inger, (&application(), &places[0], "Timer"), now()).await;
    let sent = sent.expect("sent").expect("few wait");
    assert_eq!((sent.is_new, sent.case, sent.owner.as_deref()), (false, asked.case, Some("Sykehuset")));

    // The applicant follows it, and reads who registered it.
    let own = cases::list(&ground.app, &inger, now()).await.expect("their own").cases;
    assert_eq!(own.len(), 1);
    let view = &own[0].view;
    assert_eq!((view.case.kind(), view.case.state()), (CaseKind::ApplyToAct, State::Requested));
    assert_eq!((view.asked_by, view.words.as_deref()), (Some(inger.subject()), Some("Timer")));
    assert_eq!(
        (view.registered_by.as_deref(), view.application.clone()),
        (Some("Skranke"), Some(application()))
    );
    assert!(
        ground.log(&inger).await.iter().any(|row| row.action == Action::Write && row.actor == staff.actor())
    );
    // It stands on the list of the place, and is answered as every application: the record must be open first.
    let list = worklist(&ground.app, &staff).await.expect("theirs");
    assert_eq!(list.iter().map(|line| line.link).collect::<Vec<_>>(), [asked.link]);
    let case = giving(&ground.app, &staff, asked.link.as_str(), now()).await.expect("the case");
    assert_eq!(case.applicant, inger.subject());
    assert!(matches!(&case.about, About::Closed(person) if person.name == "Olav Lund"), "{:?}", case.about);
    // Nothing of it is in the record of whom it is about.
    let olav = ground.citizen("Olav Lund").await;
    assert!(ground.entries(olav.subject(), T::Task).await.is_empty());
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_could_not_apply_has_nothing_registered() {
    let (ground, staff, place) = town().await;
    let query = Query { name: "Ung Lund".into(), born: "2009-03-02".into(), ..Query::default() };
    let link = found(&ground, &staff, query).await;
    let tried = applicant(&ground.app, &staff, &link, now()).await;
    assert!(matches!(tried, Err(ReadError::Denied(Denied::ReaderTooYoung))), "{tried:?}");
    let what = (link.as_str(), &application(), &place, "Timer");
    assert!(receive(&ground.app, &staff, what, now()).await.is_err());
    let ung = ground.key("Ung Lund").await;
    assert!(ground.entries(ung, T::Task).await.is_empty());
    // Whoever has no authorisation registers nothing, and an address of another visit names nobody.
    let link = found(&ground, &staff, by_number(INGER)).await;
    let without = AtWork { is_authorized: false, ..staff.clone() };
    let tried = applicant(&ground.app, &without, &link, now()).await;
    assert!(matches!(tried, Err(ReadError::Denied(Denied::NotAuthorized))), "{tried:?}");
    let other = at_work(&ground, ("Skranke", "Sykehuset"), 6).await;
    let tried = applicant(&ground.app, &other, &link, now()).await;
    assert!(matches!(tried, Err(ReadError::Unknown)), "{tried:?}");
    // So many wait that no more are taken.
    for number in 0..10 {
        let words = format!("Timer {number}");
        let what = (link.as_str(), &application(), &place, words.as_str());
        assert!(receive(&ground.app, &staff, what, now()).await.expect("registered").is_some());
    }
    let full = receive(&ground.app, &staff, (&link, &application(), &place, "Flere"), now()).await;
    assert!(full.expect("told").is_none());
}
