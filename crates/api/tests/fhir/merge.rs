//! `Patient/$merge` and `$unmerge`: two records of one person become one for everybody who looks, and two again.

use helsami_app::pass::acting_for;
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{End, Proxy, Term};
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Actor, Denied, Rule, VisitNumber, weigh};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_fhir::block::NewBlock;
use helsami_fhir::consent::made::{Given, Parties, accepted, invitation, lock};
use helsami_store::audit::Action;
use http::StatusCode;
use serde_json::{Value, json};

use crate::house::{Answer, House, System, now, observation};

const FNR: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
const DNR: &str = "urn:oid:2.16.578.1.12.4.1.4.2";

pub(crate) fn person(id: &str, (system, number): (&str, &str), more: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"{system}","value":"{number}"}}],"name":[{{"text":"Kari {id}"}}],"birthDate":"1980-05-05"{more}}}"#
    )
}

fn source(more: &str) -> String {
    person("s", (DNR, "50846202355"), more)
}

fn target(more: &str) -> String {
    person("t", (FNR, "05858010170"), more)
}

pub(crate) fn named(source: &str, target: &str, more: &[Value]) -> String {
    let reference = |name: &str, id: &str| json!({"name": name, "valueReference": {"reference": format!("Patient/{id}")}});
    let all = [reference("source-patient", source), reference("target-patient", target)];
    let all: Vec<Value> = all.into_iter().chain(more.iter().cloned()).collect();
    json!({"resourceType": "Parameters", "parameter": all}).to_string()
}

fn preview() -> Value {
    json!({"name": "preview", "valueBoolean": true})
}

fn outcome(answer: &Answer) -> String {
    answer.json()["parameter"][1]["resource"]["issue"].to_string()
}

/// A person under a D-number, with results and statements, and the same person under a national number.
struct Two<'h> {
    house: &'h House,
    lab: System<'h>,
    register: System<'h>,
    source: String,
    target: String,
    proxy: PatientKey,
}

impl<'h> Two<'h> {
    async fn new(house: &'h House) -> Self {
        let office = r#"{"resourceType":"Organization","id":"sh","name":"Sykehuset","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"883974832"}]}"#;
        house.import(&[office, &person("k", (FNR, "03845812429"), "")]).await;
        let (lab, register) = (house.system("lab").await, house.system("register").await);
        let one = lab.put("/fhir/Patient/s", &source("")).await.id();
        let other = lab.put("/fhir/Patient/t", &target("")).await.id();
        for value in ["1.50", "2.50"] {
            lab.post("/fhir/Observation", &observation("Patient/s", value)).await;
        }
        let own = observation("Patient/s", "3.50").replace("\"status\"", "\"id\":\"o\",\"status\"");
        lab.put("/fhir/Observation/o", &own).await;
        lab.post("/fhir/Observation", &observation("Patient/t", "4.50")).await;
        let seen =
            register.get("/fhir/Patient?identifier=urn:oid:2.16.578.1.12.4.1.4.1|03845812429").await.json();
        let kari = seen["entry"][0]["resource"]["id"].as_str().expect("there").to_owned();
        let proxy = house.person(&kari);
        Self { house, lab, register, source: one, target: other, proxy }
    }

    /// Kari may see everything of the source.
    async fn give(&self) -> String {
        let patient = format!("Patient/{}", self.source);
        let all = Proxy { areas: Areas::of(&Area::GIVEABLE), kept_back: Marks::NONE, except: Vec::new() };
        let term = Term { from: now(), end: End::WhenEnded };
        let given = Given { proxy: &all, items: &[], term };
        let parties = Parties { patient: &patient, performer: &patient };
        let waiting = invitation(parties, given, "hash", now());
        let receiver = format!(
            "Patient/{}",
            self.house.store.ids().show_parts(self.proxy, helsami_domain::ids::LocalId::PATIENT)
        );
        let consent = accepted(&waiting, &receiver).expect("an invitation");
        let made = self.lab.post("/fhir/Consent", &consent).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        made.id()
    }

    async fn close(&self, patient: &str) {
        let patient = format!("Patient/{patient}");
        let block = NewBlock { now: now(), patient: &patient, against: None, items: &[], is_coming: false };
        let made = self.lab.post("/fhir/Consent", &block.consent()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    }

    async fn merge(&self) -> Answer {
        self.register.post("/fhir/Patient/$merge", &named(&self.source, &self.target, &[])).await
    }

    async fn unmerge(&self) -> Answer {
        self.register.post("/fhir/Patient/$unmerge", &named(&self.source, &self.target, &[])).await
    }

    async fn total(&self, query: &str) -> u64 {
        let found = self.lab.get(&format!("/fhir/Observation?{query}&_summary=count")).await;
        found.json()["total"].as_u64().expect(&found.text)
    }

    fn kari(&self) -> Actor {
        Actor::Citizen { person: self.proxy, visit: VisitNumber(3) }
    }

    async fn is_whole(&self) {
        assert_eq!(self.house.store.check().await.expect("checked").faults, Vec::<String>::new());
    }
}

#[tokio::test]
async fn two_records_are_one_for_everybody_and_two_again() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let before: Vec<Value> =
        two.lab.get("/fhir/Observation?_sort=_id").await.json()["entry"].as_array().expect("rows").clone();
    let told =
        two.register.post("/fhir/Patient/$merge", &named(&two.source, &two.target, &[preview()])).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    assert!(outcome(&told).contains("3 Observation") && outcome(&told).contains("nothing was changed"));
    assert_eq!(two.lab.get("/fhir/Patient/s").await.header("etag"), "W/\"1\"", "a preview changes nothing");
    assert_eq!((two.total("patient=Patient/s").await, two.total("patient=Patient/t").await), (3, 1));
    let told = two.merge().await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    let result = &told.json()["parameter"][2]["resource"];
    assert_eq!((&result["id"], &result["link"][0]["type"]), (&json!(two.target), &json!("replaces")));
    two.is_whole().await;
    // By every name of either, and by both numbers, there is one record.
    for name in ["s", "t", &two.source, &two.target] {
        assert_eq!(two.total(&format!("patient=Patient/{name}")).await, 4, "{name}");
        assert_eq!(two.total(&format!("subject=Patient/{name}")).await, 4, "{name}");
        let all = two.lab.get(&format!("/fhir/Patient/{name}/$everything")).await.json();
        assert_eq!(all["entry"].as_array().expect("rows").len(), 5, "{name}");
        let within = two.lab.get(&format!("/fhir/Patient/{name}/Observation?_summary=count")).await;
        assert_eq!(within.json()["total"], 4, "{name}");
    }
    for number in [format!("{DNR}|50846202355"), format!("{FNR}|05858010170")] {
        let found = two.lab.get(&format!("/fhir/Patient?identifier={number}")).await.json();
        assert_eq!(found["entry"][0]["resource"]["id"], two.target.as_str(), "{number}");
    }
    assert_eq!(two.lab.get("/fhir/Observation/o").await.json()["valueQuantity"]["value"].to_string(), "3.5");
    let old = two.lab.get(&format!("/fhir/Patient/{}", two.source)).await.json();
    assert_eq!((&old["active"], &old["link"][0]["type"]), (&json!(false), &json!("replaced-by")));
    assert_eq!(old["link"][0]["other"]["reference"], format!("Patient/{}", two.target));
    // What was there has the ids and versions it had.
    for entry in &before {
        let one = &entry["resource"];
        let now = two.lab.get(&format!("/fhir/Observation/{}", one["id"].as_str().expect("an id"))).await;
        assert_eq!((&now.json()["id"], &now.json()["meta"]), (&one["id"], &one["meta"]));
        assert_eq!(now.json()["subject"]["reference"], format!("Patient/{}", two.target));
    }
    // Later deliveries about the source, under every name of it, are the target's.
    for name in ["s", &two.source] {
        let made = two.lab.post("/fhir/Observation", &observation(&format!("Patient/{name}"), "5.50")).await;
        assert_eq!(made.json()["subject"]["reference"], format!("Patient/{}", two.target), "{name}");
    }
    let twice = two.lab.put("/fhir/Patient/s", &source(r#","gender":"female""#)).await;
    assert_eq!((twice.status, &twice.json()["active"]), (StatusCode::OK, &json!(false)), "{}", twice.text);
    let told = two.unmerge().await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    assert!(
        outcome(&told).contains("3 Observation") && outcome(&told).contains("stay in the target's record")
    );
    two.is_whole().await;
    assert_eq!((two.total("patient=Patient/s").await, two.total("patient=Patient/t").await), (3, 3));
    for entry in &before {
        let id = entry["resource"]["id"].as_str().expect("an id");
        assert_eq!(two.lab.get(&format!("/fhir/Observation/{id}")).await.json(), entry["resource"]);
    }
    let own = two.lab.get("/fhir/Patient/s").await.json();
    assert!(own.get("link").is_none() && own.get("active").is_none() && own["gender"] == "female", "{own}");
    let other = two.lab.get("/fhir/Patient/t").await.json();
    assert!(
        other.get("link").is_none() && other["identifier"].as_array().expect("one").len() == 1,
        "{other}"
    );
}

#[tokio::test]
async fn who_may_act_for_the_source_is_not_let_in_and_what_is_closed_stays_closed() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let consent = two.give().await;
    let (from, into) = (house.person(&two.source), house.person(&two.target));
    assert_eq!(acting_for(&house.app, two.kari(), now()).await.expect("read").len(), 1);
    house.app.admit(two.kari(), from, now()).await.expect("Kari may");
    let told = two.merge().await;
    assert!(outcome(&told).contains(&format!("Consent/{consent}")), "{}", told.text);
    // Kari sees neither the source nor the target.
    assert_eq!(house.store.home(from), into);
    assert!(acting_for(&house.app, two.kari(), now()).await.expect("read").is_empty());
    for key in [from, into] {
        let refused = house.app.admit(two.kari(), key, now()).await.expect_err("not given");
        let helsami_app::ReadError::Denied(denied) = refused else { panic!("{refused}") };
        assert!(matches!(denied, Denied::Joined | Denied::NoRelation), "{denied:?}");
    }
    two.unmerge().await;
    assert_eq!(acting_for(&house.app, two.kari(), now()).await.expect("read").len(), 1, "and again after");
    house.app.admit(two.kari(), into, now()).await.expect_err("never");
    // What is closed in the source is closed in the joined record. Whoever merges must see both.
    let hospital = house.system("hospital").await;
    let seen = format!("/fhir/Observation?patient=Patient/{}&_summary=count", two.target);
    assert_eq!(hospital.get(&seen).await.json()["total"], 1);
    two.close(&two.source).await;
    let told = two.merge().await;
    assert_eq!((told.status, told.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"), "closed to it");
    two.is_whole().await;
}

#[tokio::test]
async fn blocks_and_the_lock_of_either_hold_for_the_joined_record() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let joiner = house.system("joiner").await;
    // The joiner owns both Patients, and sees no more of them than that.
    let one = joiner.put("/fhir/Patient/a", &person("a", ("urn:h", "1"), "")).await.id();
    let other = joiner.put("/fhir/Patient/b", &person("b", ("urn:h", "2"), "")).await.id();
    let hospital = house.system("hospital").await;
    for id in [&one, &other] {
        two.lab.post("/fhir/Observation", &observation(&format!("Patient/{id}"), "6.50")).await;
    }
    two.close(&one).await;
    let patient = format!("Patient/{one}");
    let locked = lock(Parties { patient: &patient, performer: &patient }, now());
    assert_eq!(two.lab.post("/fhir/Consent", &locked).await.status, StatusCode::CREATED);
    let seen = format!("/fhir/Observation?patient=Patient/{other}&_summary=count");
    assert_eq!(hospital.get(&seen).await.json()["total"], 1);
    let key = house.person(&other);
    let own = Actor::Citizen { person: key, visit: VisitNumber(4) };
    house.app.admit(own, key, now()).await.expect("their own");
    // It is told nothing of what others have sent.
    let told = joiner.post("/fhir/Patient/$merge", &named("a", "b", &[preview()])).await;
    assert!(!outcome(&told).contains("Observation") && !outcome(&told).contains("Consent"), "{}", told.text);
    let told = joiner.post("/fhir/Patient/$merge", &named("a", "b", &[])).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    let left = format!("/fhir/Patient/{one}");
    assert_eq!(hospital.get(&left).await.status, StatusCode::NOT_FOUND, "what stayed behind is closed too");
    assert_eq!(hospital.get(&seen).await.json()["total"], 0, "closed in one, closed in both");
    let refused = house.app.admit(own, key, now()).await.expect_err("locked in one, locked in both");
    assert!(matches!(refused, helsami_app::ReadError::Denied(Denied::Locked)), "{refused}");
    let told = joiner.post("/fhir/Patient/$unmerge", &named("a", "b", &[])).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    assert_eq!(hospital.get(&seen).await.json()["total"], 1);
    house.app.admit(own, key, now()).await.expect("their own again");
    two.is_whole().await;
}

#[tokio::test]
async fn protection_of_either_holds_for_both() {
    let house = House::new().await;
    let joiner = house.system("joiner").await;
    let hidden = r#","meta":{"security":[{"code":"strengtFortrolig"}]}"#;
    joiner.put("/fhir/Patient/a", &person("a", ("urn:h", "1"), hidden)).await;
    let other = joiner.put("/fhir/Patient/b", &person("b", ("urn:h", "2"), "")).await.id();
    let hospital = house.system("hospital").await;
    let path = format!("/fhir/Patient/{other}");
    assert_eq!(hospital.get(&path).await.status, StatusCode::OK);
    let told = joiner.post("/fhir/Patient/$merge", &named("a", "b", &[])).await;
    assert!(outcome(&told).contains("the address is protected"), "{}", told.text);
    assert_eq!(hospital.get(&path).await.status, StatusCode::NOT_FOUND);
    // Nor does its sender lift it by sending the Patient again.
    joiner.put("/fhir/Patient/b", &person("b", ("urn:h", "2"), r#","gender":"male""#)).await;
    assert_eq!(hospital.get(&path).await.status, StatusCode::NOT_FOUND);
    joiner.post("/fhir/Patient/$unmerge", &named("a", "b", &[])).await;
    assert_eq!(hospital.get(&path).await.status, StatusCode::OK);
    assert_eq!(hospital.get(&path).await.json()["gender"], "male");
}

#[tokio::test]
async fn what_a_register_says_of_either_later_holds_for_both() {
    let house = House::new().await;
    let joiner = house.system("joiner").await;
    let one = joiner.put("/fhir/Patient/a", &person("a", ("urn:h", "1"), "")).await.id();
    let other = joiner.put("/fhir/Patient/b", &person("b", ("urn:h", "2"), "")).await.id();
    let hospital = house.system("hospital").await;
    joiner.post("/fhir/Patient/$merge", &named("a", "b", &[])).await;
    assert_eq!(hospital.get(&format!("/fhir/Patient/{other}")).await.status, StatusCode::OK);
    let hidden = r#","meta":{"security":[{"code":"strengtFortrolig"}]}"#;
    let newer = joiner.put("/fhir/Patient/a", &person("a", ("urn:h", "1"), hidden)).await;
    assert_eq!(newer.status, StatusCode::OK, "{}", newer.text);
    for id in [&one, &other] {
        assert_eq!(hospital.get(&format!("/fhir/Patient/{id}")).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_was_closed_since_is_not_opened_by_parting() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let joiner = house.system("joiner").await;
    let one = joiner.put("/fhir/Patient/a", &person("a", ("urn:h", "1"), "")).await.id();
    let other = joiner.put("/fhir/Patient/b", &person("b", ("urn:h", "2"), "")).await.id();
    joiner.post("/fhir/Patient/$merge", &named("a", "b", &[])).await;
    two.close(&other).await;
    for more in [&[preview()][..], &[]] {
        let told = joiner.post("/fhir/Patient/$unmerge", &named("a", "b", more)).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.text);
        assert!(told.text.contains("nobody can say whose it is"), "{}", told.text);
    }
    assert_eq!(house.person(&one), house.person(&other), "they are one still");
    two.is_whole().await;
}

#[tokio::test]
async fn the_logs_of_both_are_the_persons() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let (one, other) = (house.log(&two.source).await, house.log(&two.target).await);
    two.merge().await;
    let log = house.log(&two.target).await;
    for line in one.iter().chain(&other) {
        assert!(log.iter().any(|has| has.seq == line.seq && has.actor == line.actor && has.at == line.at));
    }
    let merges: Vec<_> = log.iter().filter(|line| line.matter == Some(Matter::Merge)).collect();
    assert_eq!(merges.len(), 2);
    for line in merges {
        assert_eq!((line.action, line.rule, line.at), (Action::Write, Some(Rule::ClientMerge), now()));
        let is_register = |client| client == helsami_store::client_key("register");
        assert!(matches!(line.actor, Actor::Client { client, .. } if is_register(client)));
    }
    // On the citizen's own page too, with the system's name.
    let key = house.person(&two.target);
    let own = Actor::Citizen { person: key, visit: VisitNumber(4) };
    let pass = house.app.admit(own, key, now()).await.expect("their own");
    let page = helsami_app::access_log::log(&house.app, &pass, None, now()).await.expect("the page");
    assert!(format!("{page:?}").contains("Merge"), "{page:?}");
    two.unmerge().await;
    let log = house.log(&two.source).await;
    assert_eq!(log[0].matter, Some(Matter::Unmerge));
    assert!(log.iter().any(|line| line.matter == Some(Matter::Merge)));
    two.is_whole().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_told_and_changes_nothing() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let (one, other) = (two.source.as_str(), two.target.as_str());
    let dead =
        two.lab.put("/fhir/Patient/d", &person("d", ("urn:h", "9"), r#","deceasedBoolean":true"#)).await.id();
    let third = two.lab.put("/fhir/Patient/n", &person("n", (FNR, "01816912345"), "")).await;
    assert_eq!(third.status, StatusCode::CREATED, "{}", third.text);
    let gone = two.lab.put("/fhir/Patient/g", &person("g", ("urn:h", "8"), "")).await.id();
    assert_eq!(two.lab.ask(("DELETE", "/fhir/Patient/g"), &[], "").await.status, StatusCode::NO_CONTENT);
    let check = async |path: &str, body: String, expected: (u16, &str)| {
        let told = two.register.post(path, &body).await;
        assert_eq!((told.status.as_u16(), told.issue().0.as_str()), expected, "{body} {}", told.text);
    };
    let merge = "/fhir/Patient/$merge";
    check(merge, named(one, one, &[]), (422, "business-rule")).await;
    check(merge, named(one, "nobody", &[]), (404, "not-found")).await;
    check(merge, named("nobody", one, &[]), (404, "not-found")).await;
    check(merge, named(&gone, one, &[]), (404, "not-found")).await;
    check(merge, named(&dead, one, &[]), (422, "business-rule")).await;
    check(merge, named(&third.id(), other, &[]), (422, "business-rule")).await;
    check(merge, "{}".to_owned(), (400, "invalid")).await;
    check(merge, "[".to_owned(), (400, "structure")).await;
    check(merge, json!({"resourceType": "Parameters"}).to_string(), (400, "invalid")).await;
    let result = json!({"name": "result-patient", "resource": {"resourceType": "Patient"}});
    check(merge, named(one, other, &[result]), (400, "not-supported")).await;
    check(
        merge,
        named(one, other, &[json!({"name": "x\n<b>", "valueBoolean": true})]),
        (400, "not-supported"),
    )
    .await;
    check(merge, named(one, other, &[json!({"name": "preview", "valueString": "yes"})]), (400, "invalid"))
        .await;
    let wrong =
        json!({"name": "source-patient-identifier", "valueIdentifier": {"system": FNR, "value": "1"}});
    check(merge, named(one, other, &[wrong]), (400, "invalid")).await;
    check("/fhir/Observation/$merge", named(one, other, &[]), (400, "invalid")).await;
    check("/fhir/Patient/$unmerge", named(one, other, &[]), (409, "conflict")).await;
    assert_eq!(two.lab.get("/fhir/Patient/s").await.header("etag"), "W/\"1\"");
}

#[tokio::test]
async fn chains_are_told_and_parted_from_their_end() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let (one, other) = (two.source.as_str(), two.target.as_str());
    let check = async |path: &str, body: String, expected: (u16, &str)| {
        let told = two.register.post(path, &body).await;
        assert_eq!((told.status.as_u16(), told.issue().0.as_str()), expected, "{body} {}", told.text);
    };
    let merge = "/fhir/Patient/$merge";
    // Named by identifiers alone.
    let by = |name: &str, system: &str, value: &str| json!({"name": name, "valueIdentifier": {"system": system, "value": value}});
    let both = [
        by("source-patient-identifier", DNR, "50846202355"),
        by("target-patient-identifier", FNR, "05858010170"),
    ];
    let body = json!({"resourceType": "Parameters", "parameter": both}).to_string();
    assert_eq!(two.register.post(merge, &body).await.status, StatusCode::OK);
    // Chains and cycles.
    check(merge, named(one, other, &[]), (409, "conflict")).await;
    check(merge, named(other, one, &[]), (409, "conflict")).await;
    let more = two.lab.put("/fhir/Patient/m", &person("m", ("urn:h", "7"), "")).await.id();
    check(merge, named(&more, one, &[]), (409, "conflict")).await;
    assert_eq!(
        two.register.post(merge, &named(other, &more, &[])).await.status,
        StatusCode::OK,
        "on into a third"
    );
    check(merge, named(&more, one, &[]), (409, "conflict")).await;
    check("/fhir/Patient/$unmerge", named(one, other, &[]), (409, "conflict")).await;
    check("/fhir/Patient/$unmerge", named(one, &more, &[]), (409, "conflict")).await;
    assert_eq!(two.total(&format!("patient=Patient/{one}")).await, 4);
    assert_eq!(two.lab.ask(("DELETE", "/fhir/Patient/s"), &[], "").await.status, StatusCode::CONFLICT);
    assert_eq!(two.lab.ask(("DELETE", "/fhir/Patient/m"), &[], "").await.status, StatusCode::CONFLICT);
    for (source, target) in [(other, more.as_str()), (one, other)] {
        let told = two.register.post("/fhir/Patient/$unmerge", &named(source, target, &[])).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    }
    assert_eq!((two.total("patient=Patient/s").await, two.total("patient=Patient/t").await), (3, 1));
    two.is_whole().await;
}

#[tokio::test]
async fn only_a_system_that_is_named_for_it_and_sees_both_may() {
    let house = House::new().await;
    let two = Two::new(&house).await;
    let body = named(&two.source, &two.target, &[]);
    for (system, status) in [("lab", 403), ("hospital", 403), ("other", 403), ("joiner", 404)] {
        for path in ["/fhir/Patient/$merge", "/fhir/Patient/$unmerge"] {
            let told = house.system(system).await.post(path, &body).await;
            assert_eq!(told.status.as_u16(), status, "{system} {path} {}", told.text);
        }
    }
    let refused =
        house.log(&two.source).await.into_iter().filter(|line| line.action == Action::Refused).count();
    assert_eq!(refused, 2, "whoever tries at somebody they do not see is in the log");
    let key = house.person(&two.source);
    assert!(house.store.merge_of(&weigh(key).expect("a person")).await.expect("read").is_none());
}
