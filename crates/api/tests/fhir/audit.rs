//! The access log as AuditEvent for registered systems: which lines, which parameters, what is refused, and that reading it is logged.

use helsami_domain::access::facts::Facts;
use helsami_domain::access::facts::{Ground, Reader, StaffReader, Subject};
use helsami_domain::access::{self, Actor, CaseAtHand, Rule, SafeMode, VisitNumber};
use helsami_domain::case::Owner;
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_store::Look;
use helsami_store::audit::Action;
use http::StatusCode;
use serde_json::Value;

use crate::house::{Answer, House, System, now, observation, patient};

/// A national number of the kind that is made up.
const NUMBER: &str = "05858010170";
const ROLE: &str = r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/d"},
    "organization":{"reference":"Organization/o"}}"#;

/// A person of whom `lab` has sent two answers, whose record a doctor has opened.
pub(crate) struct Scene {
    pub(crate) house: House,
    pub(crate) person: String,
    pub(crate) plain: String,
    closed: String,
    role: String,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::of("").await
    }

    async fn of(more: &str) -> Self {
        let house = House::new().await;
        let lab = house.system("lab").await;
        lab.put("/fhir/Organization/o", r#"{"resourceType":"Organization","id":"o","name":"Sykehuset"}"#)
            .await;
        let doctor =
            r#"{"resourceType":"Practitioner","id":"d","name":[{"family":"Lege","given":["Kari"]}]}"#;
        lab.put("/fhir/Practitioner/d", doctor).await;
        let role = lab.put("/fhir/PractitionerRole/r", ROLE).await.id();
        let citizen = format!(
            r#"{{"resourceType":"Patient","id":"p","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{NUMBER}"}}],"name":[{{"family":"Nordmann"}}],"birthDate":"1980-05-05"{more}}}"#
        );
        let person = lab.put("/fhir/Patient/p", &citizen).await.id();
        let plain = lab.post("/fhir/Observation", &observation("Patient/p", "7")).await.id();
        let label =
            r#""meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORS"}]},"status""#;
        let kept = observation("Patient/p", "8").replace("\"status\"", label);
        let closed = lab.post("/fhir/Observation", &kept).await.id();
        let scene = Self { house, person, plain, closed, role };
        for id in [&scene.plain, &scene.closed] {
            scene.doctor_looks(id, Ground::Treatment).await;
        }
        scene
    }

    fn local(&self) -> LocalId {
        let row = self.house.store.ids().read(&self.role, ResourceType::PractitionerRole);
        row.expect("an id of ours").local
    }

    fn doctor(&self) -> Actor {
        Actor::Staff { role: self.local(), visit: VisitNumber(7) }
    }

    /// The doctor opens one thing.
    pub(crate) async fn doctor_looks(&self, id: &str, ground: Ground) {
        let staff = self.reader(ground);
        let grant = access::read_record(self.doctor(), &self.facts(staff)).expect("let in");
        let row = self.house.store.ids().read(id, ResourceType::Observation).expect("an id of ours");
        self.house.store.read(&grant, &Look::new(Matter::Results, now()).one(row)).await.expect("read");
    }

    fn reader(&self, ground: Ground) -> StaffReader {
        let role = self.local();
        StaffReader {
            role,
            practitioner: role,
            organization: role,
            is_authorized: true,
            is_own_record: false,
            ground: Some(ground),
            has_relation: true,
            has_reason: true,
        }
    }

    fn facts(&self, staff: StaffReader) -> Facts<'static> {
        let subject = Subject::unregistered(self.house.person(&self.person));
        let (reader, safe) = (Reader::Staff(staff), SafeMode::default());
        Facts { reader, subject, relations: &[], blocks: &[], safe, now: now() }
    }

    /// The doctor looks at what the person has asked about, to answer them.
    pub(crate) async fn doctor_handles(&self) {
        let (patient, staff) = (self.house.person(&self.person), self.reader(Ground::Administration));
        let case = RecordId { patient, kind: ResourceType::Task, local: LocalId::PATIENT };
        let plain = self.house.store.ids().read(&self.plain, ResourceType::Observation);
        let row = RecordId {
            patient: PatientKey::SHARED,
            kind: ResourceType::Organization,
            local: staff.organization,
        };
        let owner = Owner::of(row).expect("an organisation");
        let at_hand = CaseAtHand { case, owner, focus: plain, line: None, is_open: true, opened_by: None };
        let grant = access::read_case(self.doctor(), &self.facts(staff), &at_hand).expect("let in");
        let look = Look::new(Matter::Results, now()).one(plain.expect("an id of ours"));
        self.house.store.read(&grant, &look).await.expect("read");
    }

    /// The person looks at the same.
    async fn person_looks(&self) {
        let key = self.house.person(&self.person);
        let actor = Actor::Citizen { person: key, visit: VisitNumber(9) };
        let grant = access::read_record(actor, &Facts::unregistered(key, key, now())).expect("one's own");
        let row = self.house.store.ids().read(&self.plain, ResourceType::Observation).expect("an id of ours");
        self.house.store.read(&grant, &Look::new(Matter::Results, now()).one(row)).await.expect("read");
    }

    pub(crate) fn path(&self, more: &str) -> String {
        format!("/fhir/AuditEvent?patient={}{more}", self.person)
    }
}

/// The AuditEvents of an answer.
pub(crate) fn events(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let json = answer.json();
    let entries = json["entry"].as_array().cloned().unwrap_or_default();
    let found = entries.into_iter().filter(|one| one["search"]["mode"] == "match");
    found.map(|one| one["resource"].clone()).collect()
}

/// Who did what, with which single thing, newest first.
pub(crate) fn told(answer: &Answer) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |event: &Value| {
        let who = text(&event["agent"][0]["who"]["display"]);
        (who, text(&event["action"]), text(&event["entity"][1]["what"]["reference"]))
    };
    events(answer).iter().map(one).collect()
}

pub(crate) fn line(who: &str, action: &str, item: &str) -> (String, String, String) {
    let item = if item.is_empty() { String::new() } else { format!("Observation/{item}") };
    (who.to_owned(), action.to_owned(), item)
}

pub(crate) async fn total(system: &System<'_>, path: &str) -> u64 {
    let answer = system.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    answer.json()["total"].as_u64().expect("a number")
}

#[tokio::test]
async fn who_is_shown_which_lines() {
    let scene = Scene::new().await;
    scene.person_looks().await;
    let key = scene.house.person(&scene.person);
    let weigh = access::weigh(key).expect("a person");
    scene.house.store.refused(&weigh, scene.doctor(), (Matter::Results, now())).await.expect("noted");
    let (auditor, watcher) = (scene.house.system("auditor").await, scene.house.system("watcher").await);
    let lab = "The system lab";
    // What the person did and a try that was refused are not told; nor which thing it was that is closed to staff.
    let seen = auditor.get(&scene.path("")).await;
    let service = vec![
        line("Kari Lege", "R", ""),
        line("Kari Lege", "R", &scene.plain),
        line(lab, "U", ""),
        line(lab, "U", &scene.plain),
        (lab.to_owned(), "U".to_owned(), format!("Patient/{}", scene.person)),
    ];
    assert_eq!(told(&seen), service, "{}", seen.text);
    assert!(
        !seen.text.contains(&scene.closed) && !seen.text.contains(NUMBER) && !seen.text.contains("Nordmann")
    );
    let doctor = &events(&seen)[1];
    assert_eq!(doctor["agent"][0]["who"]["reference"], format!("PractitionerRole/{}", scene.role));
    assert_eq!(doctor["agent"][1]["who"]["display"], "Sykehuset");
    assert_eq!(doctor["purposeOfEvent"][0]["coding"][0]["code"], "TREAT");
    assert_eq!(doctor["entity"][0]["what"]["reference"], format!("Patient/{}", scene.person));
    // Whoever does not read the region is shown what it has done itself.
    assert_eq!(told(&watcher.get(&scene.path("")).await), []);
    let made =
        watcher.post("/fhir/Observation", &observation(&format!("Patient/{}", scene.person), "9")).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let own = "The system watcher";
    assert_eq!(
        told(&watcher.get(&scene.path("")).await),
        [line(own, "U", &made.id()), line(own, "R", "")],
        "its write, and the look at the log before; the others are not its own"
    );
    let log = scene.house.log(&scene.person).await;
    let looks: Vec<_> = log.iter().filter(|row| row.matter == Some(Matter::AccessLog)).collect();
    let rules: Vec<_> = looks.iter().map(|row| (row.action, row.rule)).collect();
    let own = (Action::Read, Some(Rule::ClientOwn));
    assert_eq!(rules, [own, own, (Action::Read, Some(Rule::ClientLog))], "each is in the person's own log");
    // One line by its id.
    let id = doctor["id"].as_str().expect("an id");
    let one = auditor.get(&format!("/fhir/AuditEvent/{id}")).await;
    assert_eq!((one.status, one.header("etag"), &one.json()), (StatusCode::OK, "W/\"1\"", doctor));
    let kept = watcher.get(&format!("/fhir/AuditEvent/{id}")).await;
    assert_eq!((kept.status, kept.issue().0.as_str()), (StatusCode::NOT_FOUND, "not-found"));
    let log = scene.house.log(&scene.person).await;
    assert_eq!((log[0].action, log[1].action), (Action::Refused, Action::Read));
    let issues = auditor.get(&format!("/fhir/AuditEvent/{id}/$validate")).await.json();
    let severities: Vec<&Value> =
        issues["issue"].as_array().expect("issues").iter().map(|one| &one["severity"]).collect();
    assert!(!severities.contains(&&Value::from("error")), "{issues}");
    assert!(scene.house.store.check().await.expect("checked").faults.is_empty());
}

#[tokio::test]
async fn what_is_closed_closes_the_log() {
    let masked = r#","address":[{"extension":[{"url":"urn:gradering","valueCode":"6"}]}]"#;
    let scene = Scene::of(masked).await;
    let (auditor, hospital) = (scene.house.system("auditor").await, scene.house.system("hospital").await);
    let seen = hospital.get(&format!("/fhir/Patient/{}", scene.person)).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND, "the address is protected: {seen:?}");
    assert_eq!(told(&auditor.get(&scene.path("")).await), []);
    assert_eq!(told(&auditor.get(&scene.path("")).await), [line("The system auditor", "R", "")]);
    assert_eq!(scene.house.log(&scene.person).await[0].rule, Some(Rule::ClientOwn));
}

#[tokio::test]
async fn lines_are_found_by_what_they_hold() {
    let scene = Scene::new().await;
    let auditor = scene.house.system("auditor").await;
    let (person, role, plain) = (&scene.person, &scene.role, &scene.plain);
    for (query, expected) in [
        ("&action=U", 3),
        ("&action=R&agent-name:contains=auditor", 1),
        ("&action=C", 0),
        ("&subtype=http://hl7.org/fhir/restful-interaction%7Cupdate", 3),
        ("&type=rest&outcome=0&action=U", 3),
        ("&outcome=4", 0),
        (&format!("&agent=PractitionerRole/{role}"), 2),
        ("&agent:PractitionerRole.practitioner=Practitioner/none", 0),
        (&format!("&entity=Observation/{plain}"), 2),
        (&format!("&entity=Observation/{}", scene.closed), 0),
        ("&agent-name=kari", 2),
        ("&date=2026-11-26&action=U", 3),
        ("&date=lt2026-11-26", 0),
        ("&_lastUpdated=ge2026-11-26&action=U", 3),
        ("&source:identifier=urn:ietf:rfc:3986%7Chttps://helse.example/fhir&action=U", 3),
        ("&source:identifier=urn:ietf:rfc:3986%7Chttps://other.example", 0),
        ("&action:not=U&agent:PractitionerRole.organization.name=sykehuset", 2),
    ] {
        assert_eq!(total(&auditor, &scene.path(query)).await, expected, "{query}");
    }
    let number =
        format!("/fhir/AuditEvent?patient.identifier=urn:oid:2.16.578.1.12.4.1.4.1%7C{NUMBER}&action=U");
    assert_eq!(total(&auditor, &number).await, 3);
    assert_eq!(total(&auditor, &format!("/fhir/Patient/{person}/AuditEvent?action=U")).await, 3);
    assert_eq!(total(&auditor, &format!("/fhir?_type=AuditEvent&patient={person}&action=U")).await, 3);
    assert_eq!(total(&auditor, "/fhir/AuditEvent?patient=nobody").await, 0);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let posted = auditor
        .ask(
            ("POST", "/fhir/AuditEvent/_search"),
            &form,
            format!("patient={person}&agent-name=kari&_sort=date"),
        )
        .await;
    let found = events(&posted);
    assert_eq!(
        told(&posted),
        [line("Kari Lege", "R", ""), line("Kari Lege", "R", plain)],
        "of one moment the newest comes first"
    );
    let id = found[0]["id"].as_str().expect("an id").to_owned();
    let one =
        auditor.get(&format!("/fhir/AuditEvent?_id={id}&_include=AuditEvent:agent&_elements=action")).await;
    assert_eq!(events(&one)[0]["id"], id.as_str());
    assert_eq!(events(&one)[0].get("purposeOfEvent"), None);
    let included = &one.json()["entry"][1];
    assert_eq!(
        (&included["search"]["mode"], &included["resource"]["id"]),
        (&"include".into(), &role.as_str().into())
    );
    let count = auditor.get(&scene.path("&action=U&_summary=count")).await.json();
    assert_eq!((&count["total"], count.get("entry")), (&3.into(), None));
    let bundle = format!(
        r#"{{"resourceType":"Bundle","type":"batch","entry":[{{"request":{{"method":"GET","url":"AuditEvent/{id}"}}}},
        {{"request":{{"method":"GET","url":"AuditEvent?patient={person}&action=U"}}}}]}}"#
    );
    let answer = auditor.post("/fhir", &bundle).await.json();
    assert_eq!(
        (&answer["entry"][0]["resource"]["id"], &answer["entry"][1]["resource"]["total"]),
        (&id.as_str().into(), &3.into())
    );
}

#[tokio::test]
async fn pages_of_the_log_end_though_each_is_a_line_of_it() {
    let scene = Scene::new().await;
    let auditor = scene.house.system("auditor").await;
    for sort in ["_sort=date", "_sort=-date", "_sort=agent-name,-date"] {
        let before = total(&auditor, &scene.path("&_summary=count")).await;
        let (mut ids, mut next) = (Vec::new(), Some(scene.path(&format!("&{sort}&_count=2"))));
        while let Some(path) = next {
            let answer = auditor.get(&path).await;
            assert!(ids.len() < 40, "{sort} does not end");
            ids.extend(events(&answer).iter().map(|one| one["id"].as_str().expect("an id").to_owned()));
            assert_eq!(answer.json()["total"], before + 1, "{sort}: as it stood when the search began");
            let json = answer.json();
            let links = json["link"].as_array().cloned().unwrap_or_default();
            let link = links.iter().find(|one| one["relation"] == "next");
            next = link
                .and_then(|one| Some(one["url"].as_str()?.strip_prefix("https://helse.example")?.to_owned()));
        }
        assert_eq!(ids.len() as u64, before + 1, "{sort}");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len() as u64, before + 1, "{sort}: none twice");
    }
}

#[tokio::test]
async fn what_the_log_does_not_answer_is_refused() {
    let scene = Scene::new().await;
    let auditor = scene.house.system("auditor").await;
    let other = scene.house.system("lab").await.put("/fhir/Patient/q", &patient("q")).await.id();
    let person = &scene.person;
    let several = format!("/fhir/AuditEvent?patient={person},{other}");
    let answer = auditor.get(&several).await;
    assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (400, "invalid"), "{answer:?}");
    let lines = scene.house.log(&scene.person).await.len();
    for (path, status, code) in [
        ("/fhir/AuditEvent".to_owned(), 400, "invalid"),
        ("/fhir/AuditEvent?action=U".to_owned(), 400, "invalid"),
        (scene.path("&address=10.0.0.1"), 400, "not-supported"),
        (scene.path("&_sort=site"), 400, "not-supported"),
        (scene.path("&policy=x&_content=kari"), 400, "not-supported"),
        (scene.path("&colour=red"), 400, "not-supported"),
        (scene.path("&date=soon"), 400, "value"),
        ("/fhir/AuditEvent?_cursor=x".to_owned(), 400, "invalid"),
        (format!("/fhir/Patient?_id={person}&_has:AuditEvent:patient:action=R"), 400, "not-supported"),
        (format!("/fhir/Patient?_id={person}&_revinclude=AuditEvent:patient"), 400, "not-supported"),
        (format!("/fhir?_type=AuditEvent,Observation&patient={person}"), 400, "not-supported"),
        ("/fhir/AuditEvent/_history".to_owned(), 400, "not-supported"),
        ("/fhir/AuditEvent/x/_history".to_owned(), 400, "not-supported"),
        ("/fhir/AuditEvent/x/_history/1".to_owned(), 400, "not-supported"),
        ("/fhir/AuditEvent/x".to_owned(), 404, "not-found"),
        (format!("/fhir/AuditEvent/{person}"), 404, "not-found"),
        ("/fhir/Patient/nobody/AuditEvent".to_owned(), 404, "not-found"),
    ] {
        let answer = auditor.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.issue().0.as_str()), (status, code), "{path}: {answer:?}");
    }
    let later = [("prefer", "respond-async")];
    let bulk = auditor.ask(("GET", "/fhir/$export?_type=AuditEvent"), &later, "").await;
    assert_eq!((bulk.status.as_u16(), bulk.issue().0.as_str()), (400, "not-supported"));
    assert_eq!(scene.house.log(person).await.len(), lines, "what is not understood is no look");
    let lenient = [("prefer", "handling=lenient")];
    let answer = auditor.ask(("GET", &scene.path("&address=x&action=U")), &lenient, "").await;
    let json = answer.json();
    assert_eq!((&json["total"], &json["entry"][3]["search"]["mode"]), (&3.into(), &"outcome".into()));
    assert!(!json["link"][0]["url"].as_str().expect("a link").contains("address"));
}

#[tokio::test]
async fn what_is_offered_says_that_events_are_not_changed() {
    let house = House::new().await;
    let watcher = house.system("watcher").await;
    let statement = watcher.get("/fhir/metadata").await.json();
    let resources = statement["rest"][0]["resource"].as_array().cloned().expect("types");
    let own = resources.iter().find(|one| one["type"] == "AuditEvent").expect("told");
    let codes: Vec<&str> = own["interaction"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(codes, ["search-type", "create", "read", "history-instance", "vread"]);
    assert_eq!((&own["updateCreate"], &own["conditionalCreate"]), (&true.into(), &true.into()));
    assert_eq!((&own["versioning"], &own["conditionalUpdate"]), (&"versioned".into(), &false.into()));
    let names: Vec<&str> = own["searchParam"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "action",
            "agent",
            "agent-name",
            "date",
            "entity",
            "outcome",
            "patient",
            "source",
            "subtype",
            "type",
            "_id",
            "_lastUpdated"
        ]
    );
    let told = watcher.get("/fhir/openapi.json").await.json();
    let methods: Vec<&String> = told["paths"]["/fhir/AuditEvent"].as_object().expect("told").keys().collect();
    assert_eq!(methods, ["get", "post"]);
}
