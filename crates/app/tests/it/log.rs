//! The log that answers: what explains a look, what one can ask, what leaves as AuditEvent, and who is told of corrections.

use helsami_app::access_log::{self, Log};
use helsami_app::pass::Pass;
use helsami_app::{ReadError, cases, home, vaccines};
use helsami_domain::access::facts::{Facts, Ground as Why, Reader, StaffReader};
use helsami_domain::access::{self, Actor, Grant, Read, VisitNumber};
use helsami_domain::case::CaseKind;
use helsami_domain::home::Part;
use helsami_domain::ids::{LocalId, PatientKey};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::Look;
use jiff::Timestamp;
use jiff::civil::date;

use crate::cases::TOWN;
use crate::ground::{Ground, now};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// The grant of a doctor of the hospital, in one visit to the portal.
fn doctor(role: LocalId, patient: PatientKey, visit: i64, at: Timestamp) -> Grant<Read> {
    let staff = StaffReader {
        role,
        practitioner: LocalId::new(4).expect("positive"),
        organization: LocalId::new(5).expect("positive"),
        is_authorized: true,
        is_own_record: false,
        ground: Some(Why::Treatment),
        has_relation: true,
        has_reason: false,
    };
    let unregistered = Facts::unregistered(patient, patient, at);
    let facts = Facts { reader: Reader::Staff(staff), ..unregistered };
    access::read_record(Actor::Staff { role, visit: VisitNumber(visit) }, &facts).expect("treating")
}

/// A town in which the doctor has looked three times: opened a vaccine 19 days after the visit, come back 52 days after it
/// with a reason, and looked 10 days before it.
async fn looked_at() -> (Ground, Pass) {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let anna = ground.citizen("Anna Lund").await;
    let flu = ground.row(&anna, T::Immunization, "Influensavaksine").await;
    let role = ground.role().await;
    for (visit, when, item) in [
        (11, "2026-10-20T10:00:00Z", true),
        (12, "2026-11-22T10:00:00Z", false),
        (13, "2026-09-21T10:00:00Z", false),
    ] {
        let look = Look::new(Matter::Vaccines, at(when));
        let look = if item { look.one(flu) } else { look.newest(T::Immunization, 9).because("Akutt") };
        let grant = doctor(role, anna.subject(), visit, at(when));
        ground.store.read(&grant, &look).await.expect("read");
    }
    (ground, anna)
}

async fn log(ground: &Ground, pass: &Pass) -> Log {
    access_log::log(&ground.app, pass, None, now()).await.expect("one's own")
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_stand_under_the_visit_that_explains_them() {
    let (ground, anna) = looked_at().await;
    let found = log(&ground, &anna).await;
    let visits = |places: &[usize]| {
        places.iter().map(|place| found.visits[*place].began.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(visits(&found.unexplained), ["2026-11-22T10:00:00Z"]);
    assert_eq!(found.reasons.len(), 1);
    let reason = &found.reasons[0];
    assert_eq!(reason.kind, T::Encounter);
    assert_eq!(visits(&reason.visits), ["2026-09-21T10:00:00Z", "2026-10-20T10:00:00Z"]);
    let far = &found.visits[found.unexplained[0]];
    assert!(far.has_reason);
    let Actor::Staff { role, .. } = far.actor else { panic!("staff") };
    let staff = found.staff(role).expect("known");
    assert_eq!(
        (staff.person.name.as_deref(), staff.organization.name.as_deref()),
        (Some("Lege"), Some("Sykehuset"))
    );
    let items: Vec<_> =
        found.items.iter().map(|(id, name)| (id.kind, name.as_ref().map(|name| &*name.text))).collect();
    assert_eq!(items, [(T::Immunization, Some("Influensavaksine"))]);
    // Nothing is left out: every line is in one visit, and every visit of staff is explained or not.
    let lines: usize = found.visits.iter().map(|visit| visit.lines.len()).sum();
    assert_eq!(lines, ground.log(&anna).await.len());
    let of_staff = found.visits.iter().filter(|visit| matches!(visit.actor, Actor::Staff { .. })).count();
    let explained: usize = found.reasons.iter().map(|reason| reason.visits.len()).sum();
    assert_eq!(explained + found.unexplained.len(), of_staff);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_can_be_asked_about() {
    let (ground, anna) = looked_at().await;
    let found = log(&ground, &anna).await;
    let visit = &found.visits[found.unexplained[0]];
    let asked = access_log::questioned(&ground.app, &anna, visit.newest(), now()).await.expect("a line");
    assert_eq!(asked.owner.as_ref().and_then(|(_, name)| name.as_deref()), Some("Sykehuset"));
    let sent = access_log::ask_about(&ground.app, &anna, (&asked, "Hvorfor?"), now()).await.expect("sent");
    assert_eq!((sent.case.kind(), sent.case.due()), (CaseKind::AskAboutLook, date(2026, 11, 25)));
    let own = cases::list(&ground.app, &anna, now()).await.expect("one's own");
    assert_eq!(
        (own.cases[0].view.look, own.cases[0].view.words.as_deref()),
        (Some(visit.newest()), Some("Hvorfor?"))
    );
    assert_eq!(ground.worklist(sent.case.owner().local()).await, [own.cases[0].view.id]);
    let after = log(&ground, &anna).await;
    let is_asked = |log: &Log| log.visits.iter().filter(|visit| log.is_asked(visit)).count();
    assert_eq!((is_asked(&found), is_asked(&after)), (0, 1));
    // Neither one's own look nor a line of another's log, nor one that is not there.
    let mine = after.visits.iter().find(|visit| visit.actor == anna.actor()).expect("one's own").newest();
    for line in [mine, 0, -1, i64::MAX, 100_000] {
        let refused = access_log::questioned(&ground.app, &anna, line, now()).await;
        assert!(matches!(refused, Err(ReadError::Unknown)), "{line}: {refused:?}");
    }
    let bo = ground.acting("Anna Lund", "Bo Lund").await;
    let refused = access_log::questioned(&ground.app, &bo, visit.newest(), now()).await;
    assert!(matches!(refused, Err(ReadError::NotGiven)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_log_leaves_as_audit_events() {
    let (ground, anna) = looked_at().await;
    let role = ground.role().await;
    for _ in 0..600 {
        ground
            .store
            .read(&doctor(role, anna.subject(), 20, now()), &Look::new(Matter::Home, now()))
            .await
            .expect("read");
    }
    let mut export = access_log::export(&ground.app, &anna, now()).await.expect("one's own");
    let (mut lines, mut pages) = (Vec::new(), 0);
    while let Some(page) = export.next().await.expect("read") {
        pages += 1;
        lines.extend(page.lines().map(str::to_owned));
    }
    assert_eq!(pages, 2);
    let rows = ground.log(&anna).await;
    assert_eq!(lines.len(), rows.len(), "one line each");
    let events: Vec<serde_json::Value> =
        lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let numbers = |value: &serde_json::Value| {
        value["entity"][0]["detail"][0]["valueString"].as_str().map(str::to_owned)
    };
    let expect: Vec<Option<String>> = rows.iter().map(|row| Some(row.seq.to_string())).collect();
    assert_eq!(events.iter().map(numbers).collect::<Vec<_>>(), expect);
    let treated =
        events.iter().find(|one| one["purposeOfEvent"][0]["coding"][0]["code"] == "TREAT").expect("one");
    assert_eq!(
        (&treated["agent"][0]["who"]["display"], &treated["agent"][1]["who"]["display"]),
        (&"Lege".into(), &"Sykehuset".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_read_the_wrong_version_is_told_until_they_have_seen_the_right_one() {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let (bo, as_parent) = (ground.key("Bo Lund").await, ground.acting("Anna Lund", "Bo Lund").await);
    let told = async |pass: &Pass, when: &str| {
        home::home(&ground.app, pass, None, at(when)).await.expect("a home").corrected
    };
    let read = async |when: &str| vaccines::list(&ground.app, &as_parent, at(when)).await.expect("a list");
    let vaccine = ground.entries(bo, T::Immunization).await[0].id;
    read("2026-11-23T08:00:00Z").await;
    assert_eq!(told(&as_parent, "2026-11-23T09:00:00Z").await, []);
    let wrong = |body: &str| body.replace(r#""status":"completed""#, r#""status":"entered-in-error""#);
    assert_eq!(ground.rewrite(vaccine, wrong, at("2026-11-24T08:00:00Z")).await, 2);
    let corrected = [(Part::Vaccines, at("2026-11-24T08:00:00Z"))];
    assert_eq!(told(&as_parent, "2026-11-24T09:00:00Z").await, corrected);
    assert_eq!(told(&as_parent, "2026-11-24T10:00:00Z").await, corrected, "home itself shows no vaccine");
    read("2026-11-24T11:00:00Z").await;
    assert_eq!(told(&as_parent, "2026-11-24T12:00:00Z").await, []);
    // The child, who has not read it, is told nothing.
    let own = ground.citizen_at("Bo Lund", at("2035-03-02T12:00:00Z")).await;
    assert_eq!(told(&own, "2035-03-02T13:00:00Z").await, []);
}

impl Ground {
    /// The role of the doctor.
    async fn role(&self) -> LocalId {
        let key = self.key("Anna Lund").await;
        let asthma = &self.entries(key, T::Condition).await[0];
        let role = asthma.body.split("PractitionerRole/").nth(1).and_then(|rest| rest.split('"').next());
        self.store.ids().read(role.expect("a role"), T::PractitionerRole).expect("its row").local
    }
}
