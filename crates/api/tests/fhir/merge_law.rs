//! What holds of every merge and its undoing: what closes holds for both, names go on, counts and logs are whole, and all of it is
//! as it was when the two are parted; also when something is closed in the very moment of the parting.

use helsami_app::ReadError;
use helsami_app::exchange::NamedPatient;
use helsami_domain::access::{Actor, Denied, VisitNumber};
use helsami_domain::matter::Matter;
use helsami_fhir::block::NewBlock;
use helsami_fhir::consent::made::{Parties, lock};
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::Value;

use crate::house::{House, System, now, observation};
use crate::merge::{named, person};

/// Two records of one person that a system has sent which sees nothing else of them.
struct Pair<'h> {
    house: &'h House,
    lab: System<'h>,
    hospital: System<'h>,
    joiner: System<'h>,
    /// What the joiner calls them, and what they are called here.
    own: [String; 2],
    ids: [String; 2],
}

/// What everybody sees of a record.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    by_hospital: u64,
    by_lab: u64,
    is_locked: bool,
}

impl<'h> Pair<'h> {
    async fn new(house: &'h House, number: usize) -> Self {
        let joiner = house.system("joiner").await;
        let own = ["a", "b"].map(|letter| format!("{letter}{number}"));
        let mut ids = [String::new(), String::new()];
        for (id, own) in ids.iter_mut().zip(&own) {
            let made = joiner.put(&format!("/fhir/Patient/{own}"), &person(own, ("urn:h", own), "")).await;
            *id = made.id();
        }
        Self {
            lab: house.system("lab").await,
            hospital: house.system("hospital").await,
            joiner,
            house,
            own,
            ids,
        }
    }

    /// Answers about one of the two; hands back their ids.
    async fn write(&self, side: usize, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for value in 0..count {
            let text = observation(&format!("Patient/{}", self.ids[side]), &format!("{value}.50"));
            let made = self.lab.post("/fhir/Observation", &text).await;
            assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
            ids.push(made.id());
        }
        ids
    }

    async fn block(&self, side: usize) -> crate::house::Answer {
        let patient = format!("Patient/{}", self.ids[side]);
        let block = NewBlock { now: now(), patient: &patient, against: None, items: &[], is_coming: false };
        self.lab.post("/fhir/Consent", &block.consent()).await
    }

    async fn lock(&self, side: usize) {
        let patient = format!("Patient/{}", self.ids[side]);
        let text = lock(Parties { patient: &patient, performer: &patient }, now());
        let made = self.lab.post("/fhir/Consent", &text).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    }

    async fn change(&self, operation: &str) -> crate::house::Answer {
        let body = named(&self.own[0], &self.own[1], &[]);
        self.joiner.post(&format!("/fhir/Patient/{operation}"), &body).await
    }

    /// Makes them one, or parts them, so many minutes later than everything else was done.
    async fn change_later(&self, is_merge: bool, minutes: i64) {
        let caller = self.house.exchange.recognise(&self.joiner.token, now()).expect("its own token");
        let named = |own: &String| NamedPatient { id: Some(own.clone()), identifiers: Vec::new() };
        let (source, target) = (named(&self.own[0]), named(&self.own[1]));
        let (both, later) = ((&source, &target, false), now() + SignedDuration::from_mins(minutes));
        let exchange = &self.house.exchange;
        let done = if is_merge {
            exchange.merge(&caller, both, later).await
        } else {
            exchange.unmerge(&caller, both, later).await
        };
        done.expect("done");
    }

    async fn total(&self, system: &System<'_>, side: usize) -> u64 {
        let path = format!("/fhir/Observation?patient=Patient/{}&_summary=count", self.ids[side]);
        let found = system.get(&path).await;
        found.json()["total"].as_u64().expect(&found.text)
    }

    async fn seen(&self, side: usize) -> Seen {
        let key = self.house.person(&self.ids[side]);
        let own = Actor::Citizen { person: key, visit: VisitNumber(4) };
        let admitted = self.house.app.admit(own, key, now()).await;
        let is_locked = matches!(&admitted, Err(ReadError::Denied(Denied::Locked)));
        assert!(is_locked || admitted.is_ok(), "{:?}", admitted.err());
        let by_hospital = self.total(&self.hospital, side).await;
        Seen { by_hospital, by_lab: self.total(&self.lab, side).await, is_locked }
    }

    async fn rows(&self, ids: &[String]) -> Vec<Value> {
        let mut rows = Vec::new();
        for id in ids {
            rows.push(self.lab.get(&format!("/fhir/Observation/{id}")).await.json());
        }
        rows
    }
}

/// Every way of closing the two, before they are merged: a block and a lock of either.
#[tokio::test]
async fn what_closes_either_closes_both_and_parting_gives_back_what_there_was() {
    let house = House::new().await;
    for number in 0..16_usize {
        let closed = |bit: usize| number >> bit & 1 == 1;
        let pair = Pair::new(&house, number).await;
        let ids = [pair.write(0, number % 3).await, pair.write(1, 1 + number % 2).await].concat();
        for side in [0, 1] {
            if closed(side) {
                assert_eq!(pair.block(side).await.status, StatusCode::CREATED);
            }
            if closed(side + 2) {
                pair.lock(side).await;
            }
        }
        let before = (pair.seen(0).await, pair.seen(1).await);
        let (rows, logs) =
            (pair.rows(&ids).await, [house.log(&pair.ids[0]).await, house.log(&pair.ids[1]).await]);
        pair.change_later(true, 1).await;
        let all = before.0.by_lab + before.1.by_lab;
        let is_blocked = closed(0) || closed(1);
        let joined = Seen {
            by_hospital: if is_blocked { 0 } else { all },
            by_lab: all,
            is_locked: closed(2) || closed(3),
        };
        for side in [0, 1] {
            assert_eq!(pair.seen(side).await, joined, "{number:04b}, by the name of {side}");
        }
        for (row, was) in pair.rows(&ids).await.iter().zip(&rows) {
            assert_eq!((&row["id"], &row["meta"]), (&was["id"], &was["meta"]), "{number:04b}");
            assert_eq!(row["subject"]["reference"], format!("Patient/{}", pair.ids[1]));
        }
        let log = house.log(&pair.ids[1]).await;
        let is_there = |seq: i64| log.iter().any(|line| line.seq == seq);
        assert!(logs.iter().flatten().all(|line| is_there(line.seq)), "{number:04b}");
        assert_eq!(log.iter().filter(|line| line.matter == Some(Matter::Merge)).count(), 2);
        pair.change_later(false, 2).await;
        assert_eq!((pair.seen(0).await, pair.seen(1).await), before, "{number:04b}");
        assert_eq!(pair.rows(&ids).await, rows, "{number:04b}");
    }
    assert_eq!(house.store.check().await.expect("checked").faults, Vec::<String>::new());
}

/// A block is set while the two are parted. Either it comes first, and they are not parted; or it comes after, and is that
/// person's whom it names. It never stays in a record that it was not set for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_closed_in_the_moment_of_a_parting_is_never_lost() {
    let house = House::new().await;
    let (mut refused, mut parted) = (0, 0);
    for number in 0..24_usize {
        let pair = Pair::new(&house, number).await;
        pair.write(0, 2).await;
        pair.write(1, 1).await;
        assert_eq!(pair.change("$merge").await.status, StatusCode::OK);
        // In turn a little before and a little after.
        let later = async {
            for _ in 0..(number % 6) * 4 {
                tokio::task::yield_now().await;
            }
            pair.block(0).await
        };
        let (told, made) = tokio::join!(pair.change("$unmerge"), later);
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let block = pair.lab.get(&format!("/fhir/Consent/{}", made.id())).await.json();
        let is_of = |side: usize| block["patient"]["reference"] == format!("Patient/{}", pair.ids[side]);
        if told.status == StatusCode::OK {
            parted += 1;
            assert!(is_of(0), "parted first: it closes whom it names: {block}");
            assert_eq!(pair.total(&pair.hospital, 0).await, 0);
            assert_eq!(pair.total(&pair.hospital, 1).await, 1);
        } else {
            refused += 1;
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.text);
            assert!(is_of(1), "closed first: it closes the joined record: {block}");
            assert_eq!(pair.total(&pair.hospital, 1).await, 0);
        }
    }
    assert_eq!(refused + parted, 24);
    assert_eq!(house.store.check().await.expect("checked").faults, Vec::<String>::new());
}
