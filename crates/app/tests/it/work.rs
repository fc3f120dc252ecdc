//! Staff and records: whom they find, what opens a record and for how long, what stays closed, and who looks afterwards.

use helsami_app::pass::Pass;
use helsami_app::work::{
    self, Act, AtHand, AtWork, Entry, Found, HandleError, Query, Reply, admit_at_work, case_open, find,
    handle, open, work_subject, worklist,
};
use helsami_app::{ReadError, access_log, blocks, cases, documents, home, report, vaccines};
use helsami_domain::access::facts::Ground as Why;
use helsami_domain::access::{Denied, Purpose, Rule, VisitNumber};
use helsami_domain::case::{CaseKind, Ending, State};
use helsami_domain::coverage::LeftOut;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::Action;
use jiff::{SignedDuration, Timestamp};

use crate::ground::{Ground, now};

const ANNA: &str = "03845812429";

/// A hospital that Anna has visited four weeks ago, her doctor's office, a clinic that she has nothing to do with.
const TOWN: &str = r#"{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Organization","id":"hospital","name":"Sykehuset"}},
{"resource":{"resourceType":"Organization","id":"office","name":"Legekontoret"}},
{"resource":{"resourceType":"Organization","id":"clinic","name":"Klinikken"}},
{"resource":{"resourceType":"Practitioner","id":"doctor","name":[{"family":"Lege"}]}},
{"resource":{"resourceType":"Practitioner","id":"colleague","name":[{"family":"Kollega"}]}},
{"resource":{"resourceType":"PractitionerRole","id":"gp-role","practitioner":{"reference":"Practitioner/colleague"},"organization":{"reference":"Organization/office"}}},
{"resource":{"resourceType":"Patient","id":"anna","name":[{"text":"Anna Marie Lund"}],"birthDate":"1980-05-01","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"03845812429"}],
 "address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}],"generalPractitioner":[{"reference":"PractitionerRole/gp-role"}]}},
{"resource":{"resourceType":"Patient","id":"twin","name":[{"text":"Ada Lund"}],"birthDate":"1980-05-01","deceasedBoolean":true,"identifier":[{"system":"urn:h","value":"twin"}]}},
{"resource":{"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/anna"},"serviceProvider":{"reference":"Organization/hospital"},"period":{"start":"2026-10-25T08:00:00Z","end":"2026-10-25T09:00:00Z"}}},
{"resource":{"resourceType":"Immunization","id":"flu","status":"completed","vaccineCode":{"text":"Influensavaksine"},"patient":{"reference":"Patient/anna"},"occurrenceDateTime":"2026-10-01","performer":[{"actor":{"reference":"Organization/hospital"}}]}},
{"resource":{"resourceType":"Immunization","id":"mmr","status":"completed","vaccineCode":{"text":"MMR"},"patient":{"reference":"Patient/anna"},"occurrenceDateTime":"1992-10-01","performer":[{"actor":{"reference":"Organization/hospital"}}]}},
{"resource":{"resourceType":"DocumentReference","id":"note","status":"current","subject":{"reference":"Patient/anna"},"description":"Notat","date":"2026-10-25T09:00:00Z","author":[{"reference":"Organization/hospital"}],
 "content":[{"attachment":{"contentType":"text/plain","data":"SGVp"}}]}}
]}"#;

async fn town() -> Ground {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    ground
}

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

/// Somebody at work: who, where, in which visit.
pub(crate) async fn at_work(ground: &Ground, (who, place): (&str, &str), visit: i64) -> AtWork {
    let one = async |kind, name: &str| {
        let rows = ground.store.listings(kind, name, 2).await.expect("read");
        assert_eq!(rows.len(), 1, "{name}");
        rows[0].record
    };
    let local = LocalId::new(visit + 1000).expect("positive");
    AtWork {
        visit: VisitNumber(visit),
        practitioner: one(T::Practitioner, who).await,
        role: RecordId { patient: PatientKey::SHARED, kind: T::PractitionerRole, local },
        organization: one(T::Organization, place).await,
        is_authorized: true,
        own_record: None,
        name: who.to_owned(),
        role_words: None,
        organization_name: Some(place.to_owned()),
        since: now(),
        ends: later(60),
    }
}

fn why(ground: Why, reason: &str) -> Entry {
    Entry { ground, reason: reason.to_owned() }
}

/// Opens and goes in, both at this time.
async fn enter(
    ground: &Ground,
    (staff, subject): (&AtWork, PatientKey),
    entry: Entry,
    at: Timestamp,
) -> Result<Pass, ReadError> {
    open(&ground.app, (staff, subject), &entry, at).await?;
    admit_at_work(&ground.app, staff, subject, at).await
}

fn is_denied<V: std::fmt::Debug>(answer: &Result<V, ReadError>, expect: Denied) {
    assert!(matches!(answer, Err(ReadError::Denied(denied)) if *denied == expect), "{answer:?}");
}

async fn close_for_staff(ground: &Ground, pass: &Pass, item: Option<RecordId>) {
    let link = item.map(|row| ground.app.link(row).to_string());
    let page = blocks::blocks(&ground.app, pass, link.as_deref(), now()).await.expect("one's own");
    let extent = if item.is_some() { blocks::Extent::Item } else { blocks::Extent::Record };
    let choice = page.choices.first().expect("all staff").clone();
    blocks::close(&ground.app, pass, (&page, &choice, extent), now()).await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_is_found_by_number_or_by_whole_name_and_birth_date() {
    let ground = town().await;
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let names = async |number: &str, name: &str, born: &str| {
        let query = Query { number: number.into(), name: name.into(), born: born.into() };
        match find(&ground.app, &doctor, &query, now()).await.expect("found") {
            Found::Persons(persons) => persons.into_iter().map(|one| (one.name, one.is_dead)).collect(),
            Found::TooMany => vec![("too many".to_owned(), false)],
        }
    };
    let anna = [("Anna Marie Lund".to_owned(), false)];
    assert_eq!(names(ANNA, "", "").await, anna);
    assert_eq!(names("", "lund ANNA", "1980-05-01").await, anna);
    assert_eq!(
        names("", "Ada Lund", "1980-05-01").await,
        [("Ada Lund".to_owned(), true)],
        "the dead are marked"
    );
    assert_eq!(names("", "Ann Lund", "1980-05-01").await, [], "half a word is no name");
    assert_eq!(names("", "Anna Lund", "1980-05-02").await, [], "another day");
    assert_eq!(names("14878290055", "", "").await, [], "nobody has this number");
    let query = Query { number: ANNA.into(), ..Query::default() };
    let unauthorized = AtWork { is_authorized: false, ..doctor.clone() };
    is_denied(&find(&ground.app, &unauthorized, &query, now()).await, Denied::NotAuthorized);
    // What is found opens nothing, and its address means nothing in another visit.
    let Found::Persons(found) = find(&ground.app, &doctor, &query, now()).await.expect("found") else {
        panic!("one")
    };
    let key = ground.key("Anna Marie Lund").await;
    assert_eq!(work_subject(&ground.app, &doctor, found[0].link.as_str()).expect("made here"), key);
    let other = at_work(&ground, ("Lege", "Sykehuset"), 6).await;
    let strange = work_subject(&ground.app, &other, found[0].link.as_str());
    assert!(matches!(strange, Err(ReadError::Unknown)), "{strange:?}");
    is_denied(&admit_at_work(&ground.app, &doctor, key, now()).await, Denied::GroundMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_opens_for_whoever_has_a_relation_and_says_why() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let key = anna.subject();
    let treats = || why(Why::Treatment, "");
    // By the visit, and by the role of her doctor.
    for (place, visit) in [("Sykehuset", 5), ("Legekontoret", 6)] {
        let staff = at_work(&ground, ("Lege", place), visit).await;
        let pass = enter(&ground, (&staff, key), treats(), now()).await.expect(place);
        assert_eq!((pass.rule(), pass.name()), (Rule::Treating, Some("Anna Marie Lund")), "{place}");
        let list = vaccines::list(&ground.app, &pass, now()).await.expect("a list");
        assert_eq!(list.vaccines.given.len(), 2);
        let own = cases::list(&ground.app, &pass, now()).await;
        assert!(matches!(own, Err(ReadError::NotGiven)), "the citizen's own: {own:?}");
    }
    let log = ground.log(&anna).await;
    let line =
        |matter| log.iter().find(|row| row.matter == Some(matter) && row.purpose == Purpose::Treatment);
    assert!(line(Matter::Opening).is_some() && line(Matter::Vaccines).is_some());
    // Thirty days after the visit and one second more the hospital has no relation any more.
    let hospital = at_work(&ground, ("Lege", "Sykehuset"), 7).await;
    let end: Timestamp = "2026-11-24T09:00:00Z".parse().expect("a time");
    assert!(enter(&ground, (&hospital, key), treats(), end).await.is_ok());
    let after = end + SignedDuration::from_secs(1);
    is_denied(&open(&ground.app, (&hospital, key), &treats(), after).await, Denied::NoCareRelation);
    // What was opened before is not believed either.
    is_denied(&admit_at_work(&ground.app, &hospital, key, after).await, Denied::NoCareRelation);

    let clinic = at_work(&ground, ("Lege", "Klinikken"), 8).await;
    is_denied(&open(&ground.app, (&clinic, key), &treats(), now()).await, Denied::NoCareRelation);
    let refused = ground.log(&anna).await;
    let refused = refused.iter().find(|row| row.action == Action::Refused).expect("in her log");
    assert_eq!((refused.actor, refused.matter), (clinic.actor(), Some(Matter::Opening)));
    let unauthorized = AtWork { is_authorized: false, ..hospital.clone() };
    is_denied(&open(&ground.app, (&unauthorized, key), &treats(), now()).await, Denied::NotAuthorized);
    let herself = AtWork { own_record: Some(key), ..hospital };
    is_denied(&open(&ground.app, (&herself, key), &treats(), now()).await, Denied::StaffOwnRecord);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_ends_with_its_time_its_visit_and_by_hand() {
    let ground = town().await;
    let key = ground.key("Anna Marie Lund").await;
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let other = at_work(&ground, ("Lege", "Sykehuset"), 6).await;
    let admit = async |staff: &AtWork, at| admit_at_work(&ground.app, staff, key, at).await;
    enter(&ground, (&doctor, key), why(Why::Treatment, ""), now()).await.expect("open");
    is_denied(&admit(&other, now()).await, Denied::GroundMissing);
    assert!(admit(&doctor, later(8 * 60 - 1)).await.is_ok());
    is_denied(&admit(&doctor, later(8 * 60)).await, Denied::GroundMissing);
    // The next ground takes the place of the one before.
    enter(&ground, (&doctor, key), why(Why::Emergency, "Bevisstløs"), later(10)).await.expect("open");
    assert_eq!(admit(&doctor, later(11)).await.expect("open").rule(), Rule::Emergency);
    is_denied(&admit(&doctor, later(70)).await, Denied::GroundMissing);
    enter(&ground, (&doctor, key), why(Why::Treatment, ""), later(80)).await.expect("open");
    work::close(&ground.app, &doctor, key, later(81)).await.expect("closed");
    is_denied(&admit(&doctor, later(82)).await, Denied::GroundMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_padlock_opens_with_a_reason_and_the_citizen_is_told_at_once() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let key = anna.subject();
    let note = ground.row(&anna, T::DocumentReference, "Notat").await;
    close_for_staff(&ground, &anna, Some(note)).await;
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let pass = enter(&ground, (&doctor, key), why(Why::Treatment, ""), now()).await.expect("open");
    let list = documents::list(&ground.app, &pass, None, now()).await.expect("a list");
    assert!(list.coverage.left_out.contains(&LeftOut::Locked(1)), "{:?}", list.coverage);
    let link = ground.app.link(note);
    let closed = documents::open(&ground.app, &pass, link.as_str(), now()).await;
    assert!(matches!(closed, Err(ReadError::Unknown)), "{closed:?}");
    assert_eq!(home::home(&ground.app, &anna, None, later(1)).await.expect("a home").openings, []);

    let secret = "Mistanke om overdose";
    let entry = why(Why::Override, secret);
    let pass = enter(&ground, (&doctor, key), entry, later(2)).await.expect("open");
    assert_eq!(pass.rule(), Rule::Override);
    assert!(documents::open(&ground.app, &pass, link.as_str(), later(2)).await.is_ok());

    // On her overview, first in her log, and among her cases: without the reason itself.
    let told = home::home(&ground.app, &anna, None, later(3)).await.expect("a home").openings;
    assert_eq!(told, [(Why::Override, later(2))]);
    let found = cases::list(&ground.app, &anna, later(3)).await.expect("one's own");
    let view = &found.cases[0].view;
    assert_eq!((view.case.kind(), view.case.state()), (CaseKind::ReviewOpening, State::Requested));
    assert_eq!(view.opened.as_ref().and_then(|one| one.by.name.as_deref()), Some("Lege"));
    assert_eq!(view.owner.name.as_deref(), Some("Sykehuset"));
    assert!(!format!("{found:?}").contains(secret));
    let log = access_log::log(&ground.app, &anna, None, later(4)).await.expect("one's own");
    let visit = log.visits.iter().find(|one| one.purpose == Purpose::Override).expect("told");
    assert!(visit.has_reason);
    assert!(visit.looked.iter().any(|one| one.matter == Some(Matter::Opening)));
    // Once she has read her log she is told no more.
    assert_eq!(home::home(&ground.app, &anna, None, later(5)).await.expect("a home").openings, []);
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_record_opens_past_the_block_and_never_to_whoever_is_named() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let key = anna.subject();
    close_for_staff(&ground, &anna, None).await;
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    for ground_of in [why(Why::Treatment, ""), why(Why::Emergency, "Bevisstløs")] {
        is_denied(&open(&ground.app, (&doctor, key), &ground_of, now()).await, Denied::ClosedToStaff);
    }
    is_denied(
        &open(&ground.app, (&doctor, key), &why(Why::Override, " "), now()).await,
        Denied::ReasonMissing,
    );
    assert_eq!(cases::list(&ground.app, &anna, now()).await.expect("one's own").cases.len(), 0);
    let pass = enter(&ground, (&doctor, key), why(Why::Override, "Bevisstløs"), now()).await.expect("open");
    assert_eq!(vaccines::list(&ground.app, &pass, now()).await.expect("a list").vaccines.given.len(), 2);
    // A block against the doctor by name closes what is open, and no reason opens it again.
    let page = blocks::blocks(&ground.app, &anna, None, later(1)).await.expect("one's own");
    let named = blocks::Choice {
        value: ground.app.link(doctor.practitioner).to_string(),
        against: helsami_domain::access::facts::Against::Practitioner(doctor.practitioner.local),
        name: Some("Lege".into()),
    };
    let record = blocks::Extent::Record;
    blocks::close(&ground.app, &anna, (&page, &named, record), later(1)).await.expect("closed");
    is_denied(&admit_at_work(&ground.app, &doctor, key, later(2)).await, Denied::ClosedToNamed);
    let again = open(&ground.app, (&doctor, key), &why(Why::Override, "Bevisstløs"), later(2)).await;
    is_denied(&again, Denied::ClosedToNamed);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_treats_the_patient_lifts_the_emergency_lock() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let key = anna.subject();
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let acute = at_work(&ground, ("Kollega", "Klinikken"), 6).await;
    let pass = enter(&ground, (&doctor, key), why(Why::Treatment, ""), now()).await.expect("open");
    let nothing = work::lift(&ground.app, &doctor, &pass, now()).await;
    assert!(matches!(nothing, Err(ReadError::Unknown)), "{nothing:?}");
    helsami_app::access::lock(&ground.app, &anna, later(1)).await.expect("locked");
    is_denied(&ground.app.admit(anna.actor(), key, later(2)).await, Denied::Locked);
    assert!(work::is_locked(&ground.app, &pass, later(2)).await.expect("told"));
    // Staff in an emergency see the record and register nothing.
    let entry = why(Why::Emergency, "Bevisstløs");
    let other = enter(&ground, (&acute, key), entry, later(2)).await.expect("open");
    is_denied(&work::lift(&ground.app, &acute, &other, later(2)).await, Denied::NotYours);
    work::lift(&ground.app, &doctor, &pass, later(3)).await.expect("lifted");
    let again = ground.app.admit(anna.actor(), key, later(4)).await.expect("one's own");
    assert!(!work::is_locked(&ground.app, &pass, later(4)).await.expect("told"));
    let log = ground.log(&again).await;
    let is_lift =
        |row: &&helsami_store::audit::AuditRow| row.action == Action::Write && row.actor == doctor.actor();
    assert!(log.iter().any(|row| is_lift(&row)));
    assert!(log.iter().any(|row| row.action == Action::Refused && row.actor == acute.actor()));
    ground.is_whole().await;
}

async fn only_case(ground: &Ground, staff: &AtWork, at: Timestamp) -> AtHand {
    let lines = worklist(&ground.app, staff).await.expect("their own");
    assert_eq!(lines.len(), 1);
    case_open(&ground.app, staff, lines[0].link.as_str(), at).await.expect("their own")
}

fn reply(act: Act, words: &str) -> Reply {
    Reply { act, words: words.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_reviews_an_opening() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let key = anna.subject();
    let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
    let colleague = at_work(&ground, ("Kollega", "Sykehuset"), 6).await;
    let clinic = at_work(&ground, ("Kollega", "Klinikken"), 7).await;
    enter(&ground, (&doctor, key), why(Why::Override, "Bevisstløs på gata"), now()).await.expect("open");
    let own = only_case(&ground, &doctor, later(1)).await;
    assert_eq!((own.denied, own.acts()), (Some(Denied::OwnOpening), vec![]));
    let justified = reply(Act::Justified, "");
    let answer = handle(&ground.app, (&doctor, &own), &justified, later(1)).await;
    assert!(matches!(answer, Err(HandleError::Read(ReadError::Denied(Denied::OwnOpening)))), "{answer:?}");
    let strange = case_open(&ground.app, &clinic, own.link.as_str(), later(1)).await;
    is_denied(&strange, Denied::NotYours);
    assert!(worklist(&ground.app, &clinic).await.expect("their own").is_empty());

    let at_hand = only_case(&ground, &colleague, later(2)).await;
    assert_eq!(at_hand.acts(), [Act::Justified, Act::NotJustified]);
    assert_eq!(at_hand.person.name, "Anna Marie Lund");
    let opening = at_hand.opening.as_ref().expect("the opening");
    assert_eq!((&*opening.reason, opening.begun), ("Bevisstløs på gata", now()));
    let not = reply(Act::NotJustified, "Pasienten var våken og ble ikke spurt.");
    handle(&ground.app, (&colleague, &at_hand), &not, later(3)).await.expect("reviewed");
    let view = cases::list(&ground.app, &anna, later(4)).await.expect("one's own").cases.remove(0).view;
    assert_eq!(view.case.state(), State::Ended(Ending::NotJustified));
    assert_eq!(view.answer.as_deref(), Some("Pasienten var våken og ble ikke spurt."));
    assert!(worklist(&ground.app, &colleague).await.expect("their own").is_empty());
    // An answer stays the answer.
    let twice = handle(&ground.app, (&colleague, &at_hand), &justified, later(5)).await;
    assert!(matches!(twice, Err(HandleError::Read(ReadError::Denied(Denied::NotYours)))), "{twice:?}");
    let log = ground.log(&anna).await;
    let is_by = |row: &&helsami_store::audit::AuditRow, staff: &AtWork| row.actor == staff.actor();
    assert!(log.iter().any(|row| is_by(&row, &colleague) && row.rule == Some(Rule::Handling)));
    assert!(log.iter().any(|row| is_by(&row, &clinic) && row.action == Action::Refused));
    ground.is_whole().await;
}

/// Anna reports an error in her flu vaccine.
async fn reported(ground: &Ground, anna: &Pass) {
    let flu = ground.row(anna, T::Immunization, "Influensavaksine").await;
    let link = ground.app.link(flu).to_string();
    let line = report::line(&ground.app, anna, &link, now()).await.expect("a line");
    let typed = report::Typed { wrong: "Jeg fikk den ikke".to_owned(), instead: String::new() };
    report::report(&ground.app, anna, (&line, &typed), now()).await.expect("sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_error_is_put_right_or_remarked_or_refused() {
    for (act, ending, is_in_record) in [
        (Act::Mistake, Ending::Corrected, r#""status":"entered-in-error""#),
        (Act::Remark, Ending::RemarkAdded, "Pasientens merknad: Jeg fikk den ikke"),
        (Act::Refuse, Ending::Refused, r#""status":"completed""#),
    ] {
        let ground = town().await;
        let anna = ground.citizen("Anna Marie Lund").await;
        reported(&ground, &anna).await;
        let doctor = at_work(&ground, ("Lege", "Sykehuset"), 5).await;
        let at_hand = only_case(&ground, &doctor, later(1)).await;
        assert_eq!(at_hand.acts(), [Act::Mistake, Act::Remark, Act::Refuse]);
        let focus = at_hand.focus.as_ref().expect("the line");
        assert_eq!(focus.name.as_ref().map(|name| &*name.text), Some("Influensavaksine"));
        // Without words, and what does not fit, nothing is done.
        for wrong in [reply(act, " "), reply(Act::Answer, "Ja"), reply(Act::Corrected, "Rettet")] {
            let answer = handle(&ground.app, (&doctor, &at_hand), &wrong, later(2)).await;
            assert!(matches!(answer, Err(HandleError::NotOffered)), "{wrong:?}: {answer:?}");
        }
        handle(&ground.app, (&doctor, &at_hand), &reply(act, "Vi har sett på det"), later(3))
            .await
            .expect("done");
        let view = cases::list(&ground.app, &anna, later(4)).await.expect("one's own").cases.remove(0).view;
        assert_eq!(view.case.state(), State::Ended(ending));
        let told = if act == Act::Refuse { view.reason } else { view.answer };
        assert_eq!(told.as_deref(), Some("Vi har sett på det"));
        let body = &ground.entries(anna.subject(), T::Immunization).await[0].body;
        assert!(body.contains(is_in_record), "{act:?}: {body}");
        ground.is_whole().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_about_a_look_is_answered_by_whoever_has_the_case() {
    let ground = town().await;
    let anna = ground.citizen("Anna Marie Lund").await;
    let doctor = at_work(&ground, ("Lege", "Legekontoret"), 5).await;
    // The role that the log knows belongs to the office.
    let role = ground.store.ids();
    let body = ground.entries(anna.subject(), T::Patient).await.remove(0).body;
    let shown =
        body.split("PractitionerRole/").nth(1).and_then(|rest| rest.split('"').next()).expect("a role");
    let doctor = AtWork { role: role.read(shown, T::PractitionerRole).expect("a row"), ..doctor };
    let entry = why(Why::Treatment, "");
    let pass = enter(&ground, (&doctor, anna.subject()), entry, now()).await.expect("open");
    vaccines::list(&ground.app, &pass, later(1)).await.expect("a list");
    let log = access_log::log(&ground.app, &anna, None, later(2)).await.expect("one's own");
    let visit = log.visits.iter().find(|one| one.actor == doctor.actor()).expect("told");
    let asked = access_log::questioned(&ground.app, &anna, visit.newest(), later(3)).await.expect("a line");
    access_log::ask_about(&ground.app, &anna, (&asked, "Hvorfor?"), later(3)).await.expect("sent");
    let at_hand = only_case(&ground, &doctor, later(4)).await;
    assert_eq!(at_hand.acts(), [Act::Answer, Act::Refuse]);
    let looked = at_hand.looked.as_ref().expect("the look");
    assert_eq!((looked.line.seq, looked.line.matter), (visit.newest(), Some(Matter::Vaccines)));
    assert_eq!(looked.staff.as_ref().and_then(|one| one.person.name.as_deref()), Some("Kollega"));
    handle(&ground.app, (&doctor, &at_hand), &reply(Act::Answer, "Du hadde time."), later(5))
        .await
        .expect("done");
    let view = cases::list(&ground.app, &anna, later(6)).await.expect("one's own").cases.remove(0).view;
    assert_eq!(
        (view.case.state(), view.answer.as_deref()),
        (State::Ended(Ending::Answered), Some("Du hadde time."))
    );
    // A case that moves while somebody reads it is not answered twice.
    let twice = handle(&ground.app, (&doctor, &at_hand), &reply(Act::Answer, "Nei"), later(7)).await;
    assert!(matches!(twice, Err(HandleError::Read(ReadError::Denied(Denied::NotYours)))), "{twice:?}");
}
