//! Single things behind a fresh sign-in, on a real store: what closes with what, and that nothing beside it tells of it.

use helsami_app::access::{Adding, Safe, Thing, safe_mode, safe_mode_set};
use helsami_app::pass::Pass;
use helsami_app::results::{self, Choice};
use helsami_app::{
    ReadError, access_log, allergies, appointments, diagnoses, documents, emergency, home, medicines, report,
    search, vaccines,
};
use helsami_domain::access::Denied;
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType as T;

use crate::ground::{Ground, now};

/// A transaction of these documents, each under its own id.
fn bundle(rows: &[&str]) -> String {
    let put = |json: &&str| {
        let (kind, rest) = json.split_once(' ').expect("a type");
        let (id, rest) = rest.split_once(' ').expect("an id");
        let subject = if matches!(kind, "Patient" | "Appointment") {
            String::new()
        } else if matches!(kind, "Immunization" | "AllergyIntolerance") {
            r#""patient":{"reference":"Patient/kari"},"#.to_owned()
        } else {
            r#""subject":{"reference":"Patient/kari"},"#.to_owned()
        };
        format!(
            r#"{{"resource":{{"resourceType":"{kind}","id":"{id}",{subject}{rest}}},"request":{{"method":"PUT","url":"{kind}/{id}"}}}}"#
        )
    };
    let entries: Vec<String> = rows.iter().map(put).collect();
    format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(","))
}

const LABORATORY: &str = r#""category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}]"#;

fn answer(id: &str, name: &str, rest: &str) -> String {
    format!(
        r#"Observation {id} "status":"final",{LABORATORY},"code":{{"text":"{name}"}},"valueString":"Svaret på {name}"{rest}"#
    )
}

const ORDERED: &str =
    r#","effectiveDateTime":"2026-11-02T08:00:00Z","basedOn":[{"reference":"ServiceRequest/order"}]"#;

/// Kari, with a report of two answers to one order, an answer to it that stands alone, one answer that belongs with nothing, and
/// an order that waits.
async fn laboratory() -> Ground {
    let ground = Ground::new().await;
    let order = |id: &str, name: &str| {
        format!(
            r#"ServiceRequest {id} "status":"active","intent":"order","category":[{{"coding":[{{"code":"laboratory"}}]}}],"code":{{"text":"{name}"}},"authoredOn":"2026-11-01T09:00:00Z""#
        )
    };
    let rows = [
        r#"Patient kari "name":[{"text":"Kari Prøve"}],"birthDate":"1970-01-01""#.to_owned(),
        order("order", "Prøver av blod"),
        order("waits", "Prøve som venter"),
        answer("hb", "Hemoglobin", ORDERED),
        answer("fe", "Ferritin", r#","effectiveDateTime":"2026-11-02T08:00:00Z""#),
        answer("crp", "Crp", ORDERED),
        answer("k", "Kalium", r#","effectiveDateTime":"2026-11-02T08:00:00Z""#),
        format!(
            r#"DiagnosticReport r "status":"final",{LABORATORY},"code":{{"text":"Blodprøver"}},"effectiveDateTime":"2026-11-02T08:00:00Z","basedOn":[{{"reference":"ServiceRequest/order"}}],"result":[{{"reference":"Observation/hb"}},{{"reference":"Observation/fe"}}],"conclusion":"Ferritin er lavt""#
        ),
    ];
    ground.take(&bundle(&rows.iter().map(String::as_str).collect::<Vec<_>>())).await;
    ground
}

async fn kari(ground: &Ground) -> Pass {
    ground.citizen("Kari Prøve").await
}

async fn page(ground: &Ground, item: Option<RecordId>) -> Safe {
    let link = item.map(|row| ground.app.link(row).to_string());
    safe_mode(&ground.app, &kari(ground).await, link.as_deref(), now()).await.expect("one's own")
}

/// Puts these things behind a fresh sign-in, and nothing else.
async fn choose(ground: &Ground, rows: &[RecordId]) -> Result<(), ReadError> {
    let links: Vec<String> = rows.iter().map(|row| ground.app.link(*row).to_string()).collect();
    safe_mode_set(&ground.app, &kari(ground).await, (Areas::NONE, &links), now()).await
}

/// Names in order of the alphabet; a thing that is closed has none.
fn names(things: &[Thing]) -> Vec<String> {
    let name = |thing: &Thing| match &thing.head {
        Some(head) => head.name.as_ref().map_or("unnamed", |name| &name.text).to_owned(),
        None => "closed".to_owned(),
    };
    let mut names: Vec<String> = things.iter().map(name).collect();
    names.sort_unstable();
    names
}

async fn list(ground: &Ground) -> results::List {
    results::list(&ground.app, &kari(ground).await, &Choice::default(), now()).await.expect("results")
}

/// The answers of the list, in order of the alphabet, and the orders that wait.
fn listed(list: &results::List) -> (Vec<String>, Vec<String>) {
    let name = |name: &Option<helsami_domain::coded::Label>| name.as_ref().expect("a name").text.to_string();
    let answers = list.orders.iter().flat_map(|order| &order.group.answers);
    let mut answers: Vec<String> = answers.map(|one| name(&one.name)).collect();
    answers.sort_unstable();
    (answers, list.waiting.iter().map(|one| name(&one.name)).collect())
}

fn asks(coverage: &Coverage) -> bool {
    coverage.left_out.contains(&LeftOut::Asks)
}

#[expect(clippy::needless_pass_by_value, reason = "each answer is looked at once")]
fn is_padlock<A>(answer: Result<A, ReadError>) -> bool {
    matches!(answer, Err(ReadError::Denied(Denied::SignInNotFresh)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_its_answers_and_its_order_close_from_whichever_is_pointed_at() {
    let all = [
        (T::DiagnosticReport, "Blodprøver"),
        (T::Observation, "Hemoglobin"),
        (T::Observation, "Ferritin"),
        (T::Observation, "Crp"),
        (T::ServiceRequest, "Prøver av blod"),
    ];
    for (kind, words) in all {
        let ground = laboratory().await;
        let (app, open) = (&ground.app, kari(&ground).await);
        let waiting = vec!["Prøve som venter".to_owned()];
        let before = ["Crp", "Ferritin", "Hemoglobin", "Kalium"].map(str::to_owned).to_vec();
        assert_eq!(listed(&list(&ground).await), (before, waiting.clone()));
        let row = ground.row(&open, kind, &format!("\"{words}\"")).await;
        let Adding { thing, with, also, more } = page(&ground, Some(row)).await.offered.expect("offered");
        let head = thing.head.expect("open");
        assert_eq!((&*head.name.expect("a name").text, head.part), (words, Area::Results));
        assert!(head.closes_more && head.when.is_some());
        let mut others: Vec<&str> = all.iter().map(|(_, name)| *name).filter(|name| *name != words).collect();
        others.sort_unstable();
        assert_eq!(
            (names(&with), names(&also), more),
            (others.iter().map(|one| (*one).to_owned()).collect(), vec![], 0),
            "{words}"
        );

        let report = app.link(ground.row(&open, T::DiagnosticReport, "Blodprøver").await).to_string();
        choose(&ground, &[row]).await.expect("more is chosen at once");
        let now_listed = list(&ground).await;
        assert_eq!(listed(&now_listed), (vec!["Kalium".to_owned()], waiting), "{words}");
        assert!(asks(&now_listed.coverage), "{words}");
        assert!(now_listed.analyses.iter().all(|(_, name)| &*name.text == "Kalium"), "{words}");
        let pass = kari(&ground).await;
        assert!(is_padlock(results::order(app, &pass, &report, now()).await), "{words}");
        for (kind, words) in all.into_iter().filter(|(kind, _)| *kind != T::ServiceRequest) {
            let link = app.link(ground.row(&open, kind, &format!("\"{words}\"")).await).to_string();
            assert!(is_padlock(report::line(app, &pass, &link, now()).await), "{words}");
            let hits = search::search(app, &pass, words, now()).await.expect("searched").expect("words");
            assert!(hits.hits.is_empty() && hits.more == 0 && asks(&hits.coverage), "{words}");
            // Nor is it offered, or named by the page that lists what is chosen.
            assert!(is_padlock(safe_mode(app, &pass, Some(&link), now()).await), "{words}");
        }
        let safe = page(&ground, None).await;
        assert_eq!(
            (names(&safe.things), safe.is_closed, safe.areas),
            (vec!["closed".to_owned()], true, Areas::NONE)
        );
        assert!(is_padlock(choose(&ground, &[]).await), "less takes a fresh sign-in");
        assert!(is_padlock(choose(&ground, &[ground.row(&open, T::Observation, "Kalium").await]).await));
        choose(&ground, &[row]).await.expect("the same again");
        ground.is_whole().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_later_is_closed_when_it_comes() {
    let ground = laboratory().await;
    let (app, open) = (&ground.app, kari(&ground).await);
    let order = ground.row(&open, T::ServiceRequest, "Prøve som venter").await;
    choose(&ground, &[order]).await.expect("chosen");
    let seen = list(&ground).await;
    assert_eq!(
        listed(&seen).1,
        Vec::<String>::new(),
        "an order that is closed is not waited for on the page"
    );
    assert_eq!(listed(&seen).0.len(), 4);
    let based =
        r#","effectiveDateTime":"2026-11-20T08:00:00Z","basedOn":[{"reference":"ServiceRequest/waits"}]"#;
    let later = [
        answer("late", "Klamydia", based),
        answer("named", "Gonoré", r#","effectiveDateTime":"2026-11-20T08:00:00Z""#),
        answer("other", "Natrium", r#","effectiveDateTime":"2026-11-20T08:00:00Z""#),
        format!(
            r#"DiagnosticReport late "status":"final",{LABORATORY},"code":{{"text":"Svaret som kom"}}{based},"result":[{{"reference":"Observation/named"}}]"#
        ),
    ];
    ground.take(&bundle(&later.iter().map(String::as_str).collect::<Vec<_>>())).await;
    let seen = list(&ground).await;
    assert_eq!(listed(&seen).0, ["Crp", "Ferritin", "Hemoglobin", "Kalium", "Natrium"]);
    for words in ["Klamydia", "Gonoré", "Svaret som kom"] {
        let hits = search::search(app, &kari(&ground).await, words, now()).await.expect("searched");
        assert!(hits.expect("words").hits.is_empty(), "{words}");
        assert!(!format!("{:?}", home::home(app, &kari(&ground).await, None, now()).await).contains(words));
    }
    assert_eq!(names(&page(&ground, None).await.things), ["closed"], "one thing was chosen");
}

const LINES: [(T, &str, &str); 10] = [
    (
        T::Condition,
        "Nedstemt",
        r#"Condition c "code":{"coding":[{"system":"urn:icpc","code":"P76"}],"text":"Nedstemt"},"recordedDate":"2026-11-01","encounter":{"reference":"Encounter/e"},"clinicalStatus":{"coding":[{"code":"active"}]}"#,
    ),
    (
        T::Encounter,
        "Samtale",
        r#"Encounter e "status":"finished","class":{"code":"AMB"},"type":[{"text":"Samtale"}],"diagnosis":[{"condition":{"reference":"Condition/c"}}],"period":{"start":"2026-11-01T08:00:00Z","end":"2026-11-01T09:00:00Z"}"#,
    ),
    (
        T::MedicationRequest,
        "Sertralin",
        r#"MedicationRequest m "status":"active","intent":"order","medicationCodeableConcept":{"text":"Sertralin"},"reasonReference":[{"reference":"Condition/c"}],"authoredOn":"2026-11-01""#,
    ),
    (
        T::MedicationStatement,
        "Paracet",
        r#"MedicationStatement ms "status":"active","medicationCodeableConcept":{"text":"Paracet"},"dateAsserted":"2026-11-01""#,
    ),
    (
        T::AllergyIntolerance,
        "Penicillin",
        r#"AllergyIntolerance al "code":{"text":"Penicillin"},"clinicalStatus":{"coding":[{"code":"active"}]},"recordedDate":"2026-11-01""#,
    ),
    (
        T::Immunization,
        "Meslinger",
        r#"Immunization v "status":"completed","vaccineCode":{"coding":[{"system":"urn:atc","code":"J07BD52"}],"text":"Meslinger"},"occurrenceDateTime":"2026-11-01""#,
    ),
    (
        T::Immunization,
        "Andre dose",
        r#"Immunization v2 "status":"completed","vaccineCode":{"coding":[{"system":"urn:atc","code":"J07BD52"}],"text":"Andre dose"},"occurrenceDateTime":"2026-11-09""#,
    ),
    (
        T::Appointment,
        "Kontrolltime",
        r#"Appointment ap "status":"booked","description":"Kontrolltime","start":"2026-12-10T09:00:00+01:00","participant":[{"actor":{"reference":"Patient/kari"},"status":"accepted"}]"#,
    ),
    (
        T::DocumentReference,
        "Brevet",
        r#"DocumentReference d "status":"current","description":"Brevet","date":"2026-11-01T10:00:00Z","content":[{"attachment":{"contentType":"text/plain","data":"SGVp"}}]"#,
    ),
    (
        T::Observation,
        "Blodtrykk",
        r#"Observation bp "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],"code":{"text":"Blodtrykk"},"effectiveDateTime":"2026-11-01T08:00:00Z","valueString":"120""#,
    ),
];

async fn lines() -> Ground {
    let ground = Ground::new().await;
    let mut rows = vec![r#"Patient kari "name":[{"text":"Kari Prøve"}],"birthDate":"1970-01-01""#];
    rows.extend(LINES.iter().map(|(_, _, json)| *json));
    ground.take(&bundle(&rows)).await;
    ground
}

/// All that every page of the record says, as text.
async fn everything(ground: &Ground, words: &str) -> Vec<(&'static str, String)> {
    let (app, pass) = (&ground.app, kari(ground).await);
    let measured = Choice { side: results::Side::Measurements, ..Choice::default() };
    vec![
        ("diagnoses", format!("{:?}", diagnoses::list(app, &pass, now()).await.expect("open"))),
        ("medicines", format!("{:?}", medicines::list(app, &pass, now()).await.expect("open"))),
        ("allergies", format!("{:?}", allergies::list(app, &pass, now()).await.expect("open"))),
        ("vaccines", format!("{:?}", vaccines::list(app, &pass, now()).await.expect("open"))),
        ("appointments", format!("{:?}", appointments::list(app, &pass, true, now()).await.expect("open"))),
        ("documents", format!("{:?}", documents::list(app, &pass, None, now()).await.expect("open"))),
        ("results", format!("{:?}", results::list(app, &pass, &measured, now()).await.expect("open"))),
        ("search", format!("{:?}", search::search(app, &pass, words, now()).await.expect("open"))),
        ("home", format!("{:?}", home::home(app, &pass, None, now()).await.expect("open"))),
        ("card", format!("{:?}", emergency::card(app, &pass, now()).await)),
        ("log", format!("{:?}", access_log::log(app, &pass, None, now()).await.expect("open").items)),
    ]
}

/// The page that lists a type.
const fn page_of(kind: T) -> &'static str {
    match kind {
        T::Condition => "diagnoses",
        T::Encounter | T::Appointment => "appointments",
        T::MedicationRequest | T::MedicationStatement => "medicines",
        T::AllergyIntolerance => "allergies",
        T::Immunization => "vaccines",
        T::DocumentReference => "documents",
        _ => "results",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_every_list_can_be_closed_and_nothing_tells_of_it() {
    for (kind, words, _) in LINES {
        let ground = lines().await;
        let (app, open) = (&ground.app, kari(&ground).await);
        let row = ground.row(&open, kind, &format!("\"{words}\"")).await;
        let link = app.link(row).to_string();
        let pages = |all: Vec<(&'static str, String)>| -> Vec<&'static str> {
            all.into_iter()
                .filter(|(_, text)| text.contains(&format!("\"{words}\"")))
                .map(|(page, _)| page)
                .collect()
        };
        let before = pages(everything(&ground, words).await);
        assert!(before.contains(&page_of(kind)) && before.contains(&"search"), "{words}: {before:?}");
        choose(&ground, &[row]).await.expect("chosen");
        let after = everything(&ground, words).await;
        let list = &after.iter().find(|(page, _)| *page == page_of(kind)).expect("its page").1;
        assert!(list.contains("Asks"), "{words}: the list says that something is locked");
        let card = &after.iter().find(|(page, _)| *page == "card").expect("the card").1;
        // Half a card is a danger: it is locked with what stands on it.
        let is_on_card = matches!(page_of(kind), "diagnoses" | "medicines" | "allergies");
        assert_eq!(card == "Err(Denied(SignInNotFresh))", is_on_card, "{words}: {card}");
        assert_eq!(pages(after), Vec::<&str>::new(), "{words}");
        let pass = kari(&ground).await;
        assert!(is_padlock(report::line(app, &pass, &link, now()).await), "{words}");
        assert!(is_padlock(safe_mode(app, &pass, Some(&link), now()).await), "{words}");
        assert_eq!(names(&page(&ground, None).await.things), ["closed"]);
        assert!(is_padlock(choose(&ground, &[]).await), "{words}: less takes a fresh sign-in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_the_same_is_offered_with_it() {
    let ground = lines().await;
    let open = kari(&ground).await;
    for (kind, words, expected) in [
        (T::Condition, "Nedstemt", &["Samtale", "Sertralin"][..]),
        (T::Encounter, "Samtale", &[]),
        (T::MedicationRequest, "Sertralin", &[]),
        (T::Immunization, "Meslinger", &["Andre dose"]),
        (T::DocumentReference, "Brevet", &[]),
    ] {
        let row = ground.row(&open, kind, &format!("\"{words}\"")).await;
        let offered = page(&ground, Some(row)).await.offered.expect("offered");
        assert_eq!(
            (names(&offered.also), offered.more),
            (expected.iter().map(|one| (*one).to_owned()).collect(), 0),
            "{words}"
        );
        assert!(offered.with.is_empty() && !offered.thing.head.expect("open").closes_more);
    }
    // What is chosen is not offered again, by itself or beside another.
    let row = |kind, words: &'static str| ground.row(&open, kind, words);
    let (first, second) =
        (row(T::Immunization, "\"Meslinger\"").await, row(T::Immunization, "\"Andre dose\"").await);
    choose(&ground, &[first]).await.expect("chosen");
    let offered = page(&ground, Some(second)).await.offered.expect("offered");
    assert_eq!(names(&offered.also), Vec::<String>::new());
    choose(&ground, &[first, second]).await.expect("more");
    assert_eq!(names(&page(&ground, None).await.things), ["closed", "closed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_thing_of_the_record_is_not_kept() {
    let ground = lines().await;
    ground.take(r#"{"resourceType":"Patient","name":[{"text":"Ola Annen"}]}"#).await;
    let (app, pass) = (&ground.app, kari(&ground).await);
    let other = ground.key("Ola Annen").await;
    let own = ground.row(&pass, T::Condition, "Nedstemt").await;
    let stored = ground.entries(pass.subject(), T::Consent).await.len();
    for link in [
        app.link(RecordId { patient: other, ..own }).to_string(),
        app.link(RecordId { kind: T::Consent, ..own }).to_string() + "x",
        "x".to_owned(),
        String::new(),
    ] {
        let set = safe_mode_set(app, &pass, (Areas::NONE, std::slice::from_ref(&link)), now()).await;
        assert!(matches!(set, Err(ReadError::Unknown)), "{link}");
        let page = safe_mode(app, &pass, Some(&link), now()).await;
        assert!(matches!(page, Err(ReadError::Unknown)), "{link}");
    }
    let many: Vec<String> = (0..42).map(|_| app.link(own).to_string()).collect();
    safe_mode_set(app, &pass, (Areas::NONE, &many), now())
        .await
        .expect("one thing, however often it is said");
    assert_eq!(ground.entries(pass.subject(), T::Consent).await.len(), stored + 1);
}
