//! Giving access, on a real store: who sees what before and after each step, and one answer for one code.

use helsami_app::access::{
    Kind, Made, State, access_end, access_find, access_list, former_parents, give_back, invitation_answer,
    invitation_open, invite, is_locked, lock, offer_dismiss, preview, youth_access, youth_consent,
};
use helsami_app::pass::{Pass, acting_for};
use helsami_app::{ReadError, access_log, medicines, results};
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{End, Proxy, Term};
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::access::{Actor, Denied, Rule};
use helsami_domain::ids::PatientKey;
use jiff::{SignedDuration, Timestamp};

use crate::ground::{Ground, now};

const SYSTEM: &str = "http://hospital.example/mrn";
const PARENT: &str = r#"[{"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}]},
    {"coding":[{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}]}]"#;
const HOME: &str =
    r#""address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}]"#;

fn person(id: &str, name: &str, born: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"{SYSTEM}","value":"{id}"}}],
        "name":[{{"text":"{name}"}}],"birthDate":"{born}",{HOME}}},"request":{{"method":"PUT","url":"Patient/{id}"}}}}"#
    )
}

fn child_of(child: &str, parent: &str, name: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"RelatedPerson","id":"r-{child}","patient":{{"reference":"Patient/{child}"}},
        "identifier":[{{"system":"{SYSTEM}","value":"{parent}"}}],"name":[{{"text":"{name}"}}],"relationship":{PARENT}}},
        "request":{{"method":"PUT","url":"RelatedPerson/r-{child}"}}}}"#
    )
}

fn answer(id: &str, label: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"Observation","id":"{id}",{label}"status":"final","subject":{{"reference":"Patient/kari"}},
        "category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}}]}}],
        "code":{{"text":"Prøve {id}"}},"effectiveDateTime":"2026-10-0{}","valueQuantity":{{"value":5,"unit":"mmol/L"}}}},
        "request":{{"method":"PUT","url":"Observation/{id}"}}}}"#,
        id.len()
    )
}

async fn ground() -> Ground {
    let ground = Ground::new().await;
    let hiv = r#""meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]},"#;
    let medicine = r#"{"resource":{"resourceType":"MedicationStatement","id":"m","status":"active","subject":{"reference":"Patient/kari"},
        "medicationCodeableConcept":{"text":"Metoprolol"}},"request":{"method":"PUT","url":"MedicationStatement/m"}}"#;
    let entries = [
        person("kari", "Kari Giver", "1950-02-01"),
        person("anne", "Anne Datter", "1980-02-01"),
        person("per", "Per Annen", "1990-02-01"),
        person("ung", "Ung Sytten", "2009-02-01"),
        person("barn", "Barn Fjorten", "2012-03-01"),
        person("seksten", "Seksten Nylig", "2010-11-01"),
        child_of("barn", "anne", "Anne Datter"),
        child_of("seksten", "anne", "Anne Datter"),
        answer("a", ""),
        answer("bb", ""),
        answer("ccc", hiv),
        medicine.to_owned(),
    ];
    ground
        .take(&format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(",")))
        .await;
    ground
}

fn results_but_hiv() -> Proxy {
    Proxy { areas: Areas::of(&[Area::Results]), kept_back: Marks::NONE.with(Mark::Hiv), except: Vec::new() }
}

const fn open_end(from: Timestamp) -> Term {
    Term { from, end: End::WhenEnded }
}

async fn invited(ground: &Ground, giver: &Pass) -> Made {
    let made = invite(&ground.app, giver, (&results_but_hiv(), open_end(now())), now()).await;
    made.expect("made").expect("few wait")
}

const fn key(actor: Actor) -> PatientKey {
    match actor {
        Actor::Citizen { person, .. } => person,
        _ => PatientKey::SHARED,
    }
}

async fn way_in(ground: &Ground, actor: Actor, subject: PatientKey) -> Result<(Rule, Areas), Denied> {
    match ground.app.admit(actor, subject, now()).await {
        Ok(pass) => Ok((pass.rule(), pass.lens().areas())),
        Err(ReadError::Denied(denied)) => Err(denied),
        Err(error) => unreachable!("{error}"),
    }
}

fn denied<T: std::fmt::Debug>(answer: Result<T, ReadError>) -> Denied {
    match answer {
        Err(ReadError::Denied(denied)) => denied,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_code_makes_one_access_of_exactly_what_was_offered() {
    let ground = ground().await;
    let (app, giver) = (&ground.app, ground.citizen("Kari Giver").await);
    let (anne, per) = (ground.actor("Anne Datter").await, ground.actor("Per Annen").await);
    let made = invited(&ground, &giver).await;
    let code = made.code.show();
    assert_eq!(made.until, now() + SignedDuration::from_hours(24 * 14));
    // Nobody has anything yet.
    for actor in [anne, per] {
        assert_eq!(way_in(&ground, actor, giver.subject()).await, Err(Denied::NoRelation));
    }
    let offer = invitation_open(app, anne, &code, now()).await.expect("an offer");
    assert_eq!((offer.giver.as_str(), offer.areas), ("Kari Giver", Areas::of(&[Area::Results])));
    let (one, two) = tokio::join!(
        invitation_answer(app, anne, (&code, true), now()),
        invitation_answer(app, per, (&code, true), now())
    );
    let (winner, loser) = if one.is_ok() { (anne, per) } else { (per, anne) };
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(denied(if one.is_ok() { two } else { one }), Denied::InvitationUsed);
    assert_eq!(
        way_in(&ground, winner, giver.subject()).await,
        Ok((Rule::Proxy, Areas::of(&[Area::Results])))
    );
    assert_eq!(way_in(&ground, loser, giver.subject()).await, Err(Denied::NoRelation));
    // The holder sees what the preview counted, and no medicine.
    let pass = app.admit(winner, giver.subject(), now()).await.expect("let in");
    let seen = preview(app, &giver, &results_but_hiv(), now()).await.expect("shown");
    let counts: Vec<(Area, usize, bool)> =
        seen.parts.iter().map(|one| (one.area, one.count, one.is_more)).collect();
    assert_eq!(counts, [(Area::Results, 2, false)]);
    let list = results::list(app, &pass, &results::Choice::default(), now()).await.expect("results");
    assert_eq!(list.orders.iter().map(|order| order.group.answers.len()).sum::<usize>(), 2);
    assert!(matches!(medicines::list(app, &pass, now()).await, Err(ReadError::NotGiven)));
    // Both are told in the giver's log.
    let log = access_log::log(app, &giver, None, now()).await.expect("a log");
    assert!(log.visits.iter().any(|visit| visit.actor == winner && !visit.is_refused));
    assert!(log.visits.iter().any(|visit| visit.actor == loser && visit.is_refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_giver_sees_and_ends_it_and_the_holder_can_give_it_back() {
    let ground = ground().await;
    let (app, giver) = (&ground.app, ground.citizen("Kari Giver").await);
    let anne = ground.actor("Anne Datter").await;
    for is_given_back in [false, true] {
        let code = invited(&ground, &giver).await.code.show();
        invitation_answer(app, anne, (&code, true), now()).await.expect("taken");
        let list = access_list(app, &giver, now()).await.expect("a list");
        assert_eq!(list.current.len(), 1);
        let one = &list.current[0];
        assert_eq!(
            (one.holder.as_deref(), one.kind, one.state),
            (Some("Anne Datter"), Kind::Proxy, State::InForce)
        );
        assert_eq!((one.areas, one.kept_back), (Areas::of(&[Area::Results]), Marks::NONE.with(Mark::Hiv)));
        let id = one.id.to_string();
        // Nobody else ends it, or finds it.
        let other = ground.citizen("Per Annen").await;
        assert!(matches!(access_find(app, &other, &id, now()).await, Err(ReadError::Unknown)));
        assert!(matches!(access_end(app, &other, &id, now()).await, Err(ReadError::Unknown)));
        if is_given_back {
            let acted = acting_for(app, anne, now()).await.expect("a list");
            let link = acted.iter().find(|one| one.pass.subject() == giver.subject()).expect("there").link;
            assert_eq!(give_back(app, anne, link.as_str(), now()).await.expect("given back"), "Kari Giver");
            assert_eq!(denied(give_back(app, anne, link.as_str(), now()).await), Denied::Ended);
        } else {
            assert_eq!(
                access_end(app, &giver, &id, now()).await.expect("ended").holder.as_deref(),
                Some("Anne Datter")
            );
            assert!(matches!(access_end(app, &giver, &id, now()).await, Err(ReadError::Unknown)));
        }
        assert_eq!(way_in(&ground, anne, giver.subject()).await, Err(Denied::Ended));
        let list = access_list(app, &giver, now()).await.expect("a list");
        assert_eq!(list.current.len(), 0);
        assert!(list.former.iter().all(|one| one.state == State::Ended(now())), "{:?}", list.former);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_nothing_for_the_wrong_person_at_the_wrong_time_or_twice() {
    let ground = ground().await;
    let (app, giver) = (&ground.app, ground.citizen("Kari Giver").await);
    let (anne, young) = (ground.actor("Anne Datter").await, ground.actor("Ung Sytten").await);
    let made = invited(&ground, &giver).await;
    let code = made.code.show();
    let other = helsami_app::SessionToken::random().show();
    for wrong in [other.as_str(), "", "x", &code[1..]] {
        assert!(matches!(invitation_open(app, anne, wrong, now()).await, Err(ReadError::Unknown)), "{wrong}");
    }
    assert_eq!(denied(invitation_answer(app, young, (&code, true), now()).await), Denied::ReaderTooYoung);
    assert_eq!(denied(invitation_open(app, giver.actor(), &code, now()).await), Denied::OwnInvitation);
    assert_eq!(denied(invitation_answer(app, anne, (&code, true), made.until).await), Denied::InvitationOver);
    // Turned down: over for everybody.
    invitation_answer(app, anne, (&code, false), now()).await.expect("turned down");
    assert_eq!(denied(invitation_answer(app, anne, (&code, true), now()).await), Denied::InvitationUsed);
    // Taken back before anybody answered.
    let made = invited(&ground, &giver).await;
    let waiting = access_list(app, &giver, now()).await.expect("a list").current;
    assert_eq!(waiting.iter().map(|one| one.state).collect::<Vec<_>>(), [State::Offered(made.until)]);
    access_end(app, &giver, waiting[0].id.as_str(), now()).await.expect("taken back");
    assert_eq!(
        denied(invitation_answer(app, anne, (&made.code.show(), true), now()).await),
        Denied::InvitationUsed
    );
    assert_eq!(way_in(&ground, anne, giver.subject()).await, Err(Denied::NoRelation));
    // Nobody gives what nobody can give, and no child gives anything.
    let private = Proxy { areas: Areas::of(&[Area::Private]), ..Proxy::default() };
    assert_eq!(denied(invite(app, &giver, (&private, open_end(now())), now()).await), Denied::NoRelation);
    // No more than 20 wait at a time.
    for _ in 0..20 {
        invited(&ground, &giver).await;
    }
    let refused = invite(app, &giver, (&results_but_hiv(), open_end(now())), now()).await.expect("asked");
    assert_eq!(refused, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_consents_to_the_log_in_of_a_young_person() {
    let ground = ground().await;
    let (app, anne, child) =
        (&ground.app, ground.actor("Anne Datter").await, ground.actor("Barn Fjorten").await);
    let pass = app.admit(anne, key(child), now()).await.expect("a parent");
    let standing = youth_access(app, &pass, now()).await.expect("13 to 15");
    assert_eq!((standing.is_given, standing.until.to_string().as_str()), (false, "2028-03-01"));
    assert_eq!(way_in(&ground, child, key(child)).await, Err(Denied::YouthConsentMissing));
    youth_consent(app, &pass, true, now()).await.expect("given");
    assert_eq!(way_in(&ground, child, key(child)).await.map(|one| one.0), Ok(Rule::Youth));
    // The young person sees who has access to them, and gives nothing away.
    let own = app.admit(child, key(child), now()).await.expect("their own");
    let list = access_list(app, &own, now()).await.expect("a list");
    assert_eq!(list.parents.iter().map(|name| &**name).collect::<Vec<_>>(), ["Anne Datter"]);
    assert_eq!(
        denied(invite(app, &own, (&results_but_hiv(), open_end(now())), now()).await),
        Denied::NotYours
    );
    youth_consent(app, &pass, false, now()).await.expect("taken back");
    assert_eq!(way_in(&ground, child, key(child)).await, Err(Denied::YouthConsentMissing));
    // Nobody else consents for anybody.
    let kari = ground.citizen("Kari Giver").await;
    assert_eq!(denied(youth_consent(app, &kari, true, now()).await), Denied::NotYours);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_emergency_lock_closes_ones_own_pages_and_those_of_everybody_else() {
    let ground = ground().await;
    let (app, giver, anne) =
        (&ground.app, ground.citizen("Kari Giver").await, ground.actor("Anne Datter").await);
    let code = invited(&ground, &giver).await.code.show();
    invitation_answer(app, anne, (&code, true), now()).await.expect("taken");
    let waiting = invited(&ground, &giver).await.code.show();
    assert!(!is_locked(app, giver.actor(), now()).await.expect("known"));
    lock(app, &giver, now()).await.expect("set");
    assert!(is_locked(app, giver.actor(), now()).await.expect("known"));
    assert_eq!(way_in(&ground, giver.actor(), giver.subject()).await, Err(Denied::Locked));
    assert_eq!(way_in(&ground, anne, giver.subject()).await, Err(Denied::ClosedToPerson));
    let per = ground.actor("Per Annen").await;
    assert_eq!(denied(invitation_answer(app, per, (&waiting, true), now()).await), Denied::ClosedToPerson);
    // Somebody who may look but not change does not lock.
    assert_eq!(way_in(&ground, anne, key(anne)).await.map(|one| one.0), Ok(Rule::Own));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_16_the_way_back_for_parents_is_offered_until_it_is_settled() {
    let ground = ground().await;
    let app = &ground.app;
    let young = ground.citizen("Seksten Nylig").await;
    let names = async |at: Timestamp| {
        let pass = app.admit(young.actor(), young.subject(), at).await.expect("16");
        former_parents(app, &pass, at).await.expect("asked")
    };
    assert_eq!(names(now()).await, ["Anne Datter".into()]);
    // 1 November and 90 days.
    assert_eq!(names("2027-01-29T22:59:59Z".parse().expect("a time")).await.len(), 1);
    assert_eq!(names("2027-01-29T23:00:00Z".parse().expect("a time")).await.len(), 0);
    offer_dismiss(app, &young, now()).await.expect("noted");
    assert_eq!(names(now()).await.len(), 0);
    let adult = ground.citizen("Anne Datter").await;
    assert_eq!(former_parents(app, &adult, now()).await.expect("asked").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_a_record_until_decisions_stop_and_the_lock_always_finds_room() {
    let ground = ground().await;
    let old = |number: usize| {
        format!(
            r#"{{"resource":{{"resourceType":"Consent","id":"c-{number}","status":"inactive","patient":{{"reference":"Patient/kari"}},
            "category":[{{"coding":[{{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"proxy"}}]}}]}},
            "request":{{"method":"PUT","url":"Consent/c-{number}"}}}}"#
        )
    };
    let entries: Vec<String> = (0..1000).map(old).collect();
    ground
        .take(&format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(",")))
        .await;
    let (app, giver) = (&ground.app, ground.citizen("Kari Giver").await);
    let refused = invite(app, &giver, (&results_but_hiv(), open_end(now())), now()).await;
    assert!(matches!(refused, Err(ReadError::Store(helsami_app::StoreError::TooMany(_)))), "{refused:?}");
    lock(app, &giver, now()).await.expect("set");
    assert_eq!(way_in(&ground, giver.actor(), giver.subject()).await, Err(Denied::Locked));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_opens_the_record_when_its_holder_comes_later() {
    let ground = ground().await;
    let consent = r#"{"resource":{"resourceType":"Consent","id":"tidlig","status":"active","patient":{"reference":"Patient/kari"},
        "category":[{"coding":[{"system":"http://helsami.no/fhir/CodeSystem/consent","code":"proxy"}]}],"dateTime":"2026-01-01",
        "provision":{"extension":[{"url":"http://helsami.no/fhir/StructureDefinition/until-ended","valueBoolean":true}],
        "period":{"start":"2026-01-01"},"actor":[{"reference":{"reference":"Patient/sen"}}],
        "class":[{"system":"http://helsami.no/fhir/CodeSystem/area","code":"results"}]}},
        "request":{"method":"PUT","url":"Consent/tidlig"}}"#;
    let bundle =
        |entry: &str| format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{entry}]}}"#);
    ground.take(&bundle(consent)).await;
    ground.take(&bundle(&person("sen", "Sen Holder", "1985-02-01"))).await;
    let acted = acting_for(&ground.app, ground.actor("Sen Holder").await, now()).await.expect("a list");
    assert_eq!(acted.iter().map(|one| one.pass.name()).collect::<Vec<_>>(), [Some("Kari Giver")]);
    ground.is_whole().await;
}
