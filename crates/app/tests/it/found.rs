//! A search of staff in the log of whoever it found, what explains it, and two openings in one moment.

use helsami_app::access_log::{self, Log};
use helsami_app::pass::Pass;
use helsami_app::work::{AtWork, Entry, Query, admit_at_work, find, open};
use helsami_app::{ReadError, cases};
use helsami_domain::access::facts::Ground as Why;
use helsami_domain::access::{Actor, Denied, Purpose, Rule};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as T;
use helsami_store::audit::Action;
use jiff::{SignedDuration, Timestamp};

use crate::ground::{Ground, now};
use crate::work::{ANNA, TOWN, at_work};

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

async fn town() -> (Ground, Pass) {
    let ground = Ground::new().await;
    ground.take(TOWN).await;
    let anna = ground.citizen("Anna Marie Lund").await;
    (ground, anna)
}

impl Ground {
    /// Anna's own doctor, in the role that her record names.
    async fn doctor(&self, anna: &Pass, visit: i64) -> AtWork {
        let patient = &self.entries(anna.subject(), T::Patient).await[0];
        let role = patient.body.split("PractitionerRole/").nth(1).and_then(|rest| rest.split('"').next());
        let role = self.store.ids().read(role.expect("a role"), T::PractitionerRole).expect("its row");
        AtWork { role, ..at_work(self, ("Kollega", "Legekontoret"), visit).await }
    }

    async fn own_log(&self, anna: &Pass, at: Timestamp) -> Log {
        access_log::log(&self.app, anna, None, at).await.expect("one's own")
    }
}

async fn search(ground: &Ground, staff: &AtWork, number: &str, at: Timestamp) {
    let query = Query { number: number.to_owned(), ..Query::default() };
    find(&ground.app, staff, &query, at).await.expect("an answer");
}

/// The visits of the log at these places: whose, and whether they are no more than a search.
fn told(log: &Log, places: &[usize]) -> Vec<(Actor, bool)> {
    places.iter().map(|place| (log.visits[*place].actor, log.visits[*place].is_search())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_finds_somebody_is_in_their_log_and_nothing_was_opened() {
    let (ground, anna) = town().await;
    let clinic = at_work(&ground, ("Lege", "Klinikken"), 5).await;
    let before = ground.log(&anna).await.len();
    // Whoever finds nobody is in nobody's log.
    search(&ground, &clinic, "14878290055", now()).await;
    let unauthorized = AtWork { is_authorized: false, ..clinic.clone() };
    let query = Query { number: ANNA.to_owned(), ..Query::default() };
    assert!(find(&ground.app, &unauthorized, &query, now()).await.is_err());
    assert_eq!(ground.log(&anna).await.len(), before);
    search(&ground, &clinic, ANNA, later(1)).await;
    let log = ground.log(&anna).await;
    assert_eq!(log.len(), before + 1);
    let line = &log[0];
    assert_eq!((line.actor, line.action, line.matter), (clinic.actor(), Action::Read, Some(Matter::Finding)));
    assert_eq!((line.rule, line.item, line.purpose), (Some(Rule::Finding), None, Purpose::Administration));
    assert!(line.reason.is_none());
    // Nothing explains it, so that it stands first and can be asked about.
    let log = ground.own_log(&anna, later(2)).await;
    assert_eq!(told(&log, &log.unexplained), [(clinic.actor(), true)]);
    let place = log.unexplained[0];
    let seq = log.visits[place].newest();
    let asked = access_log::questioned(&ground.app, &anna, seq, later(2)).await;
    assert!(asked.is_ok(), "{asked:?}");
    ground.is_whole().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_explained_by_the_opening_that_follows_in_the_same_visit() {
    let (ground, anna) = town().await;
    let clinic = at_work(&ground, ("Lege", "Klinikken"), 5).await;
    let later_visit = at_work(&ground, ("Lege", "Klinikken"), 6).await;
    search(&ground, &clinic, ANNA, later(1)).await;
    let entry = Entry { ground: Why::Emergency, reason: "Bevisstløs".to_owned() };
    open(&ground.app, (&clinic, anna.subject()), &entry, later(2)).await.expect("open");
    search(&ground, &later_visit, ANNA, later(3)).await;
    let log = ground.own_log(&anna, later(4)).await;
    let searches: Vec<(Actor, bool)> =
        told(&log, &log.unexplained).into_iter().filter(|(_, is_search)| *is_search).collect();
    assert_eq!(searches, [(later_visit.actor(), true)], "only the one that led to nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_doctors_look_is_explained_by_who_they_are() {
    let (ground, anna) = town().await;
    let doctor = ground.doctor(&anna, 5).await;
    search(&ground, &doctor, ANNA, later(1)).await;
    let entry = Entry { ground: Why::Treatment, reason: String::new() };
    open(&ground.app, (&doctor, anna.subject()), &entry, later(2)).await.expect("open");
    let log = ground.own_log(&anna, later(3)).await;
    assert_eq!(log.unexplained, Vec::<usize>::new());
    let reason = log.reasons.iter().find(|reason| reason.kind == T::Patient).expect("a reason");
    assert_eq!((reason.name.as_ref(), reason.when), (None, None));
    assert_eq!(told(&log, &reason.visits), [(doctor.actor(), false), (doctor.actor(), true)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_openings_of_one_visit_in_one_moment_are_two() {
    let (ground, anna) = town().await;
    let doctor = ground.doctor(&anna, 5).await;
    let who = (&doctor, anna.subject());
    let entry = |reason: &str| Entry { ground: Why::Emergency, reason: reason.to_owned() };
    open(&ground.app, who, &entry("Bevisstløs"), now()).await.expect("open");
    open(&ground.app, who, &entry("Kramper"), now()).await.expect("open again, in the same microsecond");
    open(&ground.app, who, &entry("Blør"), now()).await.expect("and again");
    // The last one said is the one that holds.
    let pass = admit_at_work(&ground.app, &doctor, anna.subject(), later(1)).await.expect("open");
    assert_eq!(pass.opening().map(|opening| &*opening.reason), Some("Blør"));
    // Each is reviewed.
    let own = cases::list(&ground.app, &anna, later(1)).await.expect("one's own").cases;
    let begun: Vec<Timestamp> = own.iter().filter_map(|one| Some(one.view.opened.as_ref()?.begun)).collect();
    let micro = |number: i64| now() + SignedDuration::from_micros(number);
    let mut sorted = begun.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [micro(0), micro(1), micro(2)]);
    let end = micro(2) + SignedDuration::from_hours(1);
    let over = admit_at_work(&ground.app, &doctor, anna.subject(), end).await;
    assert!(matches!(over, Err(ReadError::Denied(Denied::GroundMissing))), "{over:?}");
    ground.is_whole().await;
}
