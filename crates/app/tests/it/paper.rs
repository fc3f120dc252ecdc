//! What staff register from paper: in force as if it had been given by the citizen, listed, ended, and marked as a mistake.

use helsami_app::access;
use helsami_app::pass::Pass;
use helsami_app::work::{
    AtWork, Entry, Found, PaperEnd, PaperKind, Query, Shown, admit_at_work, find, open, paper_end,
    paper_list, paper_preview, paper_register,
};
use helsami_app::{ReadError, home};
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{End, Ground as Why, Proxy, Term};
use helsami_domain::access::notice::Event;
use helsami_domain::access::{Denied, Rule};
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::Action;

use crate::ground::{Ground, now};
use crate::work::at_work;

/// Anna at the office, her child Bo who lives elsewhere, and Carl who may be given access.
const TOWN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Organization","id":"office","name":"Legekontoret"}},
{"resource":{"resourceType":"Practitioner","id":"doctor","name":[{"family":"Lege"}]}},
{"resource":{"resourceType":"Patient","id":"anna","name":[{"text":"Anna Lund"}],"birthDate":"1980-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],"generalPractitioner":[{"reference":"Organization/office"}]}},
{"resource":{"resourceType":"Patient","id":"carl","name":[{"text":"Carl Berg"}],"birthDate":"1970-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"14878290055"}]}},
{"resource":{"resourceType":"Patient","id":"bo","name":[{"text":"Bo Lund"}],"birthDate":"2018-03-01","identifier":[{"system":"urn:h","value":"bo"}],"generalPractitioner":[{"reference":"Organization/office"}],
 "address":[{"use":"home","line":["Veien 1"],"postalCode":"7010","city":"Trondheim"}]}},
{"resource":{"resourceType":"RelatedPerson","id":"r1","patient":{"reference":"Patient/bo"},"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],
 "relationship":[{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}]},{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}]}]}},
{"resource":{"resourceType":"Immunization","id":"flu","status":"completed","vaccineCode":{"text":"Influensavaksine"},"patient":{"reference":"Patient/anna"},"occurrenceDateTime":"2026-10-01"}}
]}"#;

async fn enter(ground: &Ground, staff: &AtWork, name: &str) -> Pass {
    let key = ground.key(name).await;
    let entry = Entry { ground: Why::Administration, reason: String::new() };
    open(&ground.app, (staff, key), &entry, now()).await.expect("open");
    admit_at_work(&ground.app, staff, key, now()).await.expect("open")
}

/// The address of somebody in this visit.
async fn found(ground: &Ground, staff: &AtWork, number: &str) -> String {
    let query = Query { number: number.to_owned(), ..Query::default() };
    let Found::Persons(persons) = find(&ground.app, staff, &query, now()).await.expect("found") else {
        unreachable!("one")
    };
    persons[0].link.to_string()
}

const OPEN: fn() -> Term = || Term { from: now(), end: End::WhenEnded };

fn proxy() -> Shown {
    Shown::Proxy(Proxy { areas: Areas::of(&[Area::Vaccines, Area::Private]), ..Proxy::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_of_attorney_on_paper_is_one_like_any_other() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let (anna, carl) = (ground.citizen("Anna Lund").await, ground.citizen("Carl Berg").await);
    let pass = enter(&ground, &staff, "Anna Lund").await;
    let at = (&staff, &pass);
    let to = found(&ground, &staff, "14878290055").await;
    let (person, seen) = paper_preview(&ground.app, at, (&to, &proxy(), OPEN()), now()).await.expect("seen");
    assert_eq!((person.name.as_str(), seen.len(), seen[0].count), ("Carl Berg", 1, 1));
    let what = ((to.as_str(), &proxy(), OPEN()), "Underskrevet av Anna");
    paper_register(&ground.app, at, what, now()).await.expect("registered");
    let acting = ground.acting("Carl Berg", "Anna Lund").await;
    assert_eq!((acting.rule(), acting.lens().areas()), (Rule::Proxy, Areas::of(&[Area::Vaccines])));
    for one in [&anna, &carl] {
        assert_eq!(home::home(&ground.app, one, None, now()).await.expect("an overview").notices.len(), 1);
    }
    assert!(
        ground.log(&anna).await.iter().any(|row| row.action == Action::Write && row.actor == staff.actor())
    );
    assert_eq!(ground.entries(anna.subject(), T::DocumentReference).await.len(), 1);
    let list = paper_list(&ground.app, at, now()).await.expect("theirs");
    let told: Vec<_> = list.iter().map(|one| (one.kind, one.holder.as_deref(), one.by.as_str())).collect();
    assert_eq!(told, [(PaperKind::Proxy, Some("Carl Berg"), "Lege")]);
    // What the citizen has given themself is not theirs to end, and what was registered is.
    paper_end(&ground.app, at, (list[0].link.as_str(), PaperEnd::Mistake), now()).await.expect("ended");
    assert!(ground.app.admit(carl.actor(), anna.subject(), now()).await.is_err());
    assert_eq!(paper_list(&ground.app, at, now()).await.expect("theirs").len(), 0);
    let again = paper_end(&ground.app, at, (list[0].link.as_str(), PaperEnd::Ended), now()).await;
    assert!(matches!(again, Err(ReadError::Unknown)), "{again:?}");
    let consent = &ground.entries(anna.subject(), T::Consent).await[0];
    assert!(consent.version == 2 && consent.body.contains("entered-in-error"), "nothing is erased");
    let former = access::access_list(&ground.app, &anna, now()).await.expect("one's own").former;
    assert_eq!(former.len(), 1);
    // Nobody registers for the patient themself.
    let own = found(&ground, &staff, "03845812429").await;
    let refused = paper_preview(&ground.app, at, (&own, &proxy(), OPEN()), now()).await;
    assert!(matches!(refused, Err(ReadError::Denied(Denied::NoRelation))), "{refused:?}");
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn custody_that_was_shown_lets_the_parent_in() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let (anna, bo) = (ground.citizen("Anna Lund").await, ground.key("Bo Lund").await);
    assert!(ground.app.admit(anna.actor(), bo, now()).await.is_err(), "they live apart");
    let pass = enter(&ground, &staff, "Bo Lund").await;
    let at = (&staff, &pass);
    let stranger = found(&ground, &staff, "14878290055").await;
    let refused = paper_preview(&ground.app, at, (&stranger, &Shown::Custody, OPEN()), now()).await;
    assert!(matches!(refused, Err(ReadError::Denied(Denied::NoResponsibility))), "{refused:?}");
    let to = found(&ground, &staff, "03845812429").await;
    let what = ((to.as_str(), &Shown::Custody, OPEN()), "Dom fra tingretten");
    paper_register(&ground.app, at, what, now()).await.expect("registered");
    assert_eq!(ground.acting("Anna Lund", "Bo Lund").await.rule(), Rule::ParentOfChild);
    let list = paper_list(&ground.app, at, now()).await.expect("theirs");
    assert_eq!((list.len(), list[0].kind), (1, PaperKind::Custody));
    paper_end(&ground.app, at, (list[0].link.as_str(), PaperEnd::Ended), now()).await.expect("ended");
    assert!(ground.app.admit(anna.actor(), bo, now()).await.is_err());
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_paper_sent_twice_is_registered_once() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let pass = enter(&ground, &staff, "Anna Lund").await;
    let (at, to) = ((&staff, &pass), found(&ground, &staff, "14878290055").await);
    let kept = async || {
        let consents = ground.entries(pass.subject(), T::Consent).await.len();
        (consents, ground.entries(pass.subject(), T::DocumentReference).await.len())
    };
    let later = now() + jiff::SignedDuration::from_secs(2);
    let shown = proxy();
    let send = async |words: &str, at_moment: jiff::Timestamp| {
        let term = Term { from: at_moment, end: End::WhenEnded };
        let what = ((to.as_str(), &shown, term), words);
        paper_register(&ground.app, at, what, at_moment).await.expect("registered");
    };
    // Both at once, and once more from the page before.
    tokio::join!(send("Underskrevet av Anna", now()), send("Underskrevet av Anna", now()));
    send(" Underskrevet av Anna ", later).await;
    assert_eq!(kept().await, (1, 1));
    let list = paper_list(&ground.app, at, later).await.expect("theirs");
    assert_eq!(list.len(), 1);
    // Another paper is another, and one that was taken back can be registered again.
    send("Underskrevet av Anna og Carl", later).await;
    assert_eq!(kept().await, (2, 2));
    paper_end(&ground.app, at, (list[0].link.as_str(), PaperEnd::Mistake), later).await.expect("ended");
    send("Underskrevet av Anna", later).await;
    send("Underskrevet av Anna", later).await;
    assert_eq!(kept().await, (3, 3));
    assert_eq!(paper_list(&ground.app, at, later).await.expect("theirs").len(), 2);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_begins_later_opens_on_its_first_day() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let (anna, carl) = (ground.citizen("Anna Lund").await, ground.citizen("Carl Berg").await);
    let pass = enter(&ground, &staff, "Anna Lund").await;
    let (at, to) = ((&staff, &pass), found(&ground, &staff, "14878290055").await);
    let from: jiff::Timestamp = "2026-12-31T23:00:00Z".parse().expect("a time");
    let what = ((to.as_str(), &proxy(), Term { from, end: End::WhenEnded }), "Underskrevet av Anna");
    let seen = paper_preview(&ground.app, at, what.0, now()).await.expect("seen").1;
    assert_eq!((seen.len(), seen[0].count), (1, 1), "what they will see");
    paper_register(&ground.app, at, what, now()).await.expect("registered");
    let before = from - jiff::SignedDuration::from_secs(1);
    assert!(ground.app.admit(carl.actor(), anna.subject(), before).await.is_err());
    assert_eq!(
        ground.app.admit(carl.actor(), anna.subject(), from).await.expect("let in").rule(),
        Rule::Proxy
    );
    let list = paper_list(&ground.app, at, now()).await.expect("theirs");
    assert_eq!(list.iter().map(|one| one.term.from).collect::<Vec<_>>(), [from]);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_for_themselves() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let carl = ground.key("Carl Berg").await;
    let pass = enter(&ground, &staff, "Anna Lund").await;
    let to = found(&ground, &staff, "14878290055").await;
    // The doctor is Carl when they are no doctor.
    let himself = AtWork { own_record: Some(carl), ..staff };
    let at = (&himself, &pass);
    let what = ((to.as_str(), &proxy(), OPEN()), "Underskrevet av Anna");
    let refused = paper_preview(&ground.app, at, what.0, now()).await.map(drop);
    assert!(matches!(refused, Err(ReadError::Denied(Denied::ReceiverRegisters))), "{refused:?}");
    let refused = paper_register(&ground.app, at, what, now()).await;
    assert!(matches!(refused, Err(ReadError::Denied(Denied::ReceiverRegisters))), "{refused:?}");
    assert_eq!(ground.entries(pass.subject(), T::Consent).await.len(), 0);
    assert!(
        ground.log(&ground.citizen("Anna Lund").await).await.iter().any(|row| row.action == Action::Refused)
    );
    ground.is_whole().await;
}

/// A child of 14 who signs in with a parent's consent, and lives with neither.
const YOUTH: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"dag","name":[{"text":"Dag Lund"}],"birthDate":"2012-03-01","identifier":[{"system":"urn:h","value":"dag"}],
 "generalPractitioner":[{"reference":"Organization/office"}],"address":[{"use":"home","line":["Veien 1"],"postalCode":"7010","city":"Trondheim"}]}},
{"resource":{"resourceType":"RelatedPerson","id":"r2","patient":{"reference":"Patient/dag"},"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],
 "relationship":[{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}]},{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}]}]}},
{"resource":{"resourceType":"Consent","id":"c1","status":"active","patient":{"reference":"Patient/dag"},"category":[{"coding":[{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"youth-access"}]}],
 "provision":{"period":{"start":"2026-01-01","end":"2028-02-29"}}}}
]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn custody_is_told_to_both_sides() {
    let ground = Ground::new().await;
    ground
        .take(&TOWN.replace(
            "\n]}",
            &YOUTH.replacen(r#"{"resourceType":"Bundle","type":"collection","entry":["#, ",", 1),
        ))
        .await;
    let staff = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    let (anna, dag) = (ground.citizen("Anna Lund").await, ground.citizen("Dag Lund").await);
    let pass = enter(&ground, &staff, "Dag Lund").await;
    let (at, to) = ((&staff, &pass), found(&ground, &staff, "03845812429").await);
    let told = async |one: &Pass| {
        let notices = home::home(&ground.app, one, None, now()).await.expect("an overview").notices;
        notices.into_iter().map(|one| (one.event, one.side, one.name)).collect::<Vec<_>>()
    };
    assert_eq!((told(&anna).await, told(&dag).await), (vec![], vec![]));
    let what = ((to.as_str(), &Shown::Custody, OPEN()), "Dom fra tingretten");
    paper_register(&ground.app, at, what, now()).await.expect("registered");
    let both = |event: Event| {
        let of_anna = vec![(event, access::Side::Holder, "Dag Lund".to_owned())];
        (of_anna, vec![(event, access::Side::Owner, "Anna Lund".to_owned())])
    };
    assert_eq!((told(&anna).await, told(&dag).await), both(Event::Given));
    // Whoever has custody is a parent, and nobody who was given access.
    let choices = ground.acting("Anna Lund", "Dag Lund").await;
    assert_eq!(choices.rule(), Rule::ParentOfYouth);
    let list = paper_list(&ground.app, at, now()).await.expect("theirs");
    paper_end(&ground.app, at, (list[0].link.as_str(), PaperEnd::Ended), now()).await.expect("ended");
    assert_eq!((told(&anna).await, told(&dag).await), both(Event::Ended));
    ground.is_whole().await;
}
