//! A store with the API over it, and systems that have signed in.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use helsami_api::fhir::{Fhir, Limits, router};
use helsami_app::App;
use helsami_app::exchange::{Asserted, Exchange, Registered, Terms};
use helsami_domain::access::facts::Facts;
use helsami_domain::access::{self, Actor, Scopes, SystemTask, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::session::SessionRules;
use helsami_links::Signer;
use helsami_links::client_assertion::{Assertions, assertion};
use helsami_store::audit::{AuditPage, AuditRow};
use helsami_store::{Options, Place, Store};
use http::{HeaderMap, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const BASE: &str = "https://helse.example";
pub(crate) const TOKEN: &str = "https://helse.example/oauth/token";
/// Every type, and by name those that decide who is let in.
pub(crate) const EVERYTHING: &str = "system/*.cruds system/Consent.cud system/RelatedPerson.cud system/Practitioner.cud system/PractitionerRole.cud";

pub(crate) fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a time")
}

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) app: App,
    pub(crate) exchange: Exchange,
    pub(crate) router: Router,
    pub(crate) signers: Vec<(&'static str, Signer)>,
    dir: TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect(&self.text)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The id in the Location header.
    pub(crate) fn id(&self) -> String {
        let location = self.header("location");
        let path = location.strip_prefix("https://helse.example/fhir/").expect(&self.text);
        path.split('/').nth(1).expect("an id").to_owned()
    }

    /// The code and the place of the first issue.
    #[track_caller]
    pub(crate) fn issue(&self) -> (String, String) {
        let json = self.json();
        assert_eq!(json["resourceType"], "OperationOutcome", "{self:?}");
        let issue = &json["issue"][0];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        assert!(!text(&issue["details"]["text"]).is_empty(), "{self:?}");
        (text(&issue["code"]), text(&issue["expression"][0]))
    }
}

fn registered(id: &str, scopes: &str, reads_region: bool) -> Registered {
    Registered {
        id: id.to_owned(),
        name: format!("The system {id}"),
        scopes: Scopes::parse(scopes).expect("scopes"),
        organization: reads_region.then(|| "883974832".to_owned()),
        reads_region,
        search_rows: None,
    }
}

/// The store, once whoever had it open has let go of it: work in the background ends a little later than its process would.
async fn opened(place: &Place) -> Store {
    let options = Options::default();
    let mut store = Store::open(place, &options, now()).await;
    for _ in 0..500 {
        if store.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        store = Store::open(place, &options, now()).await;
    }
    store.expect("a store")
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(Terms::default(), Limits::default()).await
    }

    pub(crate) async fn with(terms: Terms, limits: Limits) -> Self {
        Self::within(TempDir::new().expect("a folder"), terms, limits).await
    }

    /// The same folder, after the end of the process.
    pub(crate) async fn restarted(self) -> Self {
        self.store.close().await;
        let Self { store, app, exchange, router, dir, .. } = self;
        drop((store, app, exchange, router));
        Self::within(dir, Terms::default(), Limits::default()).await
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.dir.path()
    }

    async fn within(dir: TempDir, terms: Terms, limits: Limits) -> Self {
        let place = Place::Sqlite { dir: dir.path().to_owned() };
        let store = opened(&place).await;
        let app = App::new(store.clone(), SessionRules::default());
        let clients = vec![
            registered("lab", EVERYTHING, false),
            registered("other", EVERYTHING, false),
            registered("hospital", EVERYTHING, true),
            registered("narrow", "system/Patient.r system/Observation.c", false),
            registered(
                "register",
                "system/*.cruds system/Consent.cud system/RelatedPerson.cud system/Patient.$merge",
                true,
            ),
            registered("joiner", "system/Patient.cru system/Patient.$merge", false),
            registered("watcher", "system/*.cruds system/AuditEvent.rs", false),
            registered("auditor", "system/*.rs system/AuditEvent.rs", true),
        ];
        let signers: Vec<(&'static str, Signer)> =
            ["lab", "other", "hospital", "narrow", "register", "joiner", "watcher", "auditor"]
                .map(|id| (id, Signer::generate_es384("k").expect("a key")))
                .into_iter()
                .collect();
        let keys: Vec<(String, String)> = signers
            .iter()
            .map(|(id, signer)| {
                let keys = serde_json::to_string(&signer.public().expect("keys")).expect("JSON");
                ((*id).to_owned(), keys)
            })
            .collect();
        let assertions = Assertions::new(&keys, TOKEN.to_owned()).expect("keys");
        let base = format!("{BASE}/fhir");
        let exchange = Exchange::open(app.clone(), clients, (&base, terms)).await.expect("open");
        let check = Arc::new(move |text: &str, now| assertions.check(text, now));
        let router = router(Fhir::new(exchange.clone(), now, check, limits));
        Self { store, app, exchange, router, signers, dir }
    }

    /// An assertion that a system has signed.
    pub(crate) fn assertion(&self, id: &str) -> String {
        let (_, signer) = self.signers.iter().find(|(one, _)| *one == id).expect("registered");
        assertion(signer, id, TOKEN, now()).expect("signed")
    }

    /// A token of a system, by the way of the use case.
    pub(crate) async fn token(&self, id: &str) -> String {
        let jti = self.assertion(id);
        let ends = now() + SignedDuration::from_mins(1);
        let asserted = Asserted { client_id: id.to_owned(), jti, ends };
        self.exchange.token(&asserted, None, now()).await.expect("a token").token
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(body.to_vec()).expect("text");
        Answer { status: head.status, headers: head.headers, text }
    }

    pub(crate) async fn system(&self, id: &str) -> System<'_> {
        System { house: self, token: self.token(id).await }
    }

    /// The log of the person behind an id, newest first.
    pub(crate) async fn log(&self, patient: &str) -> Vec<AuditRow> {
        let person = self.person(patient);
        let actor = Actor::Citizen { person, visit: VisitNumber(1) };
        let grant =
            access::read_record(actor, &Facts::unregistered(person, person, now())).expect("one's own");
        self.store.audit_of(&grant, AuditPage { before: None, limit: 1000 }).await.expect("the log")
    }

    pub(crate) fn person(&self, patient: &str) -> PatientKey {
        let kind = helsami_domain::resource_type::ResourceType::Patient;
        self.store.ids().read(patient, kind).expect("an id of ours").patient
    }

    /// Puts documents in as the operator's import does.
    pub(crate) async fn import(&self, texts: &[&str]) {
        self.import_at(texts, now()).await;
    }

    /// The same at another time.
    pub(crate) async fn import_at(&self, texts: &[&str], now: Timestamp) {
        let grant = access::receive(Actor::System(SystemTask::Import)).expect("an import may");
        let entries = texts
            .iter()
            .map(|text| {
                let id = serde_json::from_str::<Value>(text).expect("JSON")["id"].as_str().map(str::to_owned);
                helsami_store::write::Incoming::keep(text, id.expect("an id"))
            })
            .collect();
        self.store.write(&grant, entries, now).await.expect("written");
    }
}

/// A system that has signed in.
pub(crate) struct System<'h> {
    pub(crate) house: &'h House,
    pub(crate) token: String,
}

impl System<'_> {
    pub(crate) async fn ask(
        &self,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        body: impl Into<String>,
    ) -> Answer {
        let body: String = body.into();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token));
        let is_said = headers.iter().any(|(name, _)| *name == "content-type");
        if !body.is_empty() && !is_said {
            request = request.header("content-type", "application/fhir+json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.house.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(("GET", path), &[], "").await
    }

    pub(crate) async fn put(&self, path: &str, body: &str) -> Answer {
        self.ask(("PUT", path), &[], body).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.ask(("POST", path), &[], body).await
    }
}

/// A Patient under a system's id.
pub(crate) fn patient(id: &str) -> String {
    format!(
        r#"{{"resourceType":"Patient","id":"{id}","identifier":[{{"system":"http://lab.example/mrn","value":"{id}"}}],"birthDate":"1980-05-01"}}"#
    )
}

/// An Observation about a Patient.
pub(crate) fn observation(subject: &str, value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"text":"Hb"}},"subject":{{"reference":"{subject}"}},"valueQuantity":{{"value":{value},"unit":"g/dL"}}}}"#
    )
}
