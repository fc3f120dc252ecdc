//! A town behind the real router: people in a real store, signed in through the real door.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use helsami_app::App;
use helsami_app::import::{Progress, Request as ImportRequest};
use helsami_demo::Region;
use helsami_domain::access::facts::{Facts, Ground, Reader, StaffReader};
use helsami_domain::access::{self, Actor, Grant, Read, SystemTask, VisitNumber};
use helsami_domain::ids::{LocalId, PatientKey};
use helsami_domain::session::SessionRules;
use helsami_store::audit::{AuditPage, AuditRow};
use helsami_store::{Look, Options, Place, Shelf, Store};
use helsami_web::{Door, Paces, Site, router};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::door::SaysYes;

/// Fødselsnummer.
pub(crate) const NATIONAL: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
/// Paces that a whole town's worth of requests does not meet.
const UNHURRIED: Paces =
    Paces { sign_ins: 1_000_000, answers: 1_000_000, logouts: 1_000_000, pages: 10_000_000 };
const HOST: &str = "helse.example.no";

/// 13.00 in Norway.
pub(crate) fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a time")
}

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where it sends the browser.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A cookie that it sets, as browsers send it back.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|one| one.to_str().ok());
        let mut set = set.filter_map(|one| one.split(';').next());
        set.find(|one| one.starts_with(name)).map(str::to_owned)
    }

    /// Headers and body as one text, to look for what must not be there.
    pub(crate) fn whole(&self) -> String {
        let headers =
            self.headers.values().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        headers.chain([self.body.clone()]).collect::<Vec<_>>().join("\n")
    }
}

/// The town. People go by the keys they were let in under.
pub(crate) struct Town {
    router: Router,
    store: Store,
    keys: HashMap<String, PatientKey>,
    cookies: HashMap<String, String>,
    numbers: HashMap<String, String>,
    _dir: TempDir,
}

/// A key and an identity number.
pub(crate) type Someone = (String, String);

impl Town {
    /// The town of these bundles, which are taken in their order; these people sign in.
    pub(crate) async fn of(bundles: &[Value], people: Vec<Someone>) -> Self {
        let (dir, store, app) = empty().await;
        let mut files = Vec::new();
        for (number, bundle) in bundles.iter().enumerate() {
            let file = dir.path().join(format!("{number:04}.json"));
            std::fs::write(&file, bundle.to_string()).expect("a file");
            files.push(file);
        }
        let request = ImportRequest::new(files, now());
        let report = app.import(request, Arc::new(Progress::default())).await.expect("an import");
        assert_eq!((report.refused, report.dangling_references), (Vec::new(), 0));
        Self::open(dir, store, app, people).await
    }

    /// The demo's region; its test people sign in, by their names.
    pub(crate) async fn of_region() -> Self {
        let (dir, store, app) = empty().await;
        let region = Region::new(1, 0, jiff::civil::date(2026, 11, 26));
        let people =
            (0..region.citizens()).map(|number| someone(&region.citizen_bundle(number).json)).collect();
        let report = helsami_demo::fill(&app, region, now(), Arc::new(Progress::default())).await;
        assert_eq!(report.expect("a region").refused, []);
        Self::open(dir, store, app, people).await
    }

    async fn open(dir: TempDir, store: Store, app: App, people: Vec<Someone>) -> Self {
        let door = Door::new(Arc::new(SaysYes), format!("https://{HOST}"), UNHURRIED);
        let door = door.with_staff(Arc::new(SaysYes), Vec::new());
        let router = router(Site::new(app, now, false, door));
        let (keys, cookies, numbers) = (HashMap::new(), HashMap::new(), people.iter().cloned().collect());
        let mut town = Self { router, store, keys, cookies, numbers, _dir: dir };
        for (key, number) in people {
            let grant =
                access::identify(Actor::System(SystemTask::SignIn)).expect("the sign-in finds people");
            let systems = [NATIONAL, "urn:oid:2.16.578.1.12.4.1.4.2"].map(|system| (system, number.as_str()));
            let found = town.store.person_find(&grant, &systems, now()).await.expect("a store");
            town.keys.insert(key.clone(), found.expect("a person"));
            let cookie = town.sign_in(&key).await;
            town.cookies.insert(key, cookie);
        }
        town
    }

    /// Begins one more session.
    pub(crate) async fn sign_in(&self, key: &str) -> String {
        let path = format!("/sign-in/callback?code={}", self.numbers[key]);
        let answer = self.ask_with("__Host-helsami-sign-in=-me", "GET", &path, "").await;
        assert_eq!((answer.status, answer.location()), (303, "/me"), "{key} signs in");
        let set = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|one| one.to_str().ok());
        let cookie =
            set.filter_map(|one| one.split(';').next()).find(|one| one.starts_with("__Host-helsami="));
        cookie.expect("a session").to_owned()
    }

    /// Begins a session of a member of staff: their number, and the number of the place.
    pub(crate) async fn sign_in_staff(&self, (hpr, place): (&str, &str)) -> String {
        let path = format!("/work/sign-in/callback?code={hpr}@{place}");
        let answer = self.ask_with("__Host-helsami-work-sign-in=-work", "GET", &path, "").await;
        assert_eq!((answer.status, answer.location()), (303, "/work"), "{}", answer.body);
        let set = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|one| one.to_str().ok());
        let cookie =
            set.filter_map(|one| one.split(';').next()).find(|one| one.starts_with("__Host-helsami-work="));
        cookie.expect("a session of staff").to_owned()
    }

    /// Asks as one of the people, or as nobody for an empty key.
    #[expect(clippy::too_many_arguments, reason = "a request: who, how, what, with what")]
    pub(crate) async fn ask(&self, reader: &str, method: &str, path: &str, form: &str) -> Answer {
        let cookie = self.cookies.get(reader).map_or("", String::as_str);
        self.ask_with(cookie, method, path, form).await
    }

    /// Asks with this cookie.
    #[expect(clippy::too_many_arguments, reason = "a request: who, how, what, with what")]
    pub(crate) async fn ask_with(&self, cookie: &str, method: &str, path: &str, form: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 22).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// How a record stands in the addresses of a reader: as «Handle for andre» writes it, also where it would not.
    pub(crate) fn token(&self, reader: &str, subject: &str) -> String {
        let local = LocalId::new(self.keys[subject].get()).expect("a key is never negative");
        self.store.ids().show_parts(self.keys[reader], local).as_str().to_owned()
    }

    /// Somebody's identity number.
    pub(crate) fn number(&self, key: &str) -> &str {
        &self.numbers[key]
    }

    /// The cookie of somebody's session.
    pub(crate) fn cookie(&self, key: &str) -> &str {
        &self.cookies[key]
    }

    /// Goes on with another token.
    pub(crate) fn keep_cookie(&mut self, key: &str, cookie: String) {
        self.cookies.insert(key.to_owned(), cookie);
    }

    fn as_owner(&self, key: &str) -> Grant<Read> {
        let person = self.keys[key];
        let facts = Facts::unregistered(person, person, now());
        access::read_record(Actor::Citizen { person, visit: VisitNumber(0) }, &facts).expect("one's own")
    }

    /// The newest lines of somebody's log.
    pub(crate) async fn log(&self, key: &str, limit: usize) -> Vec<AuditRow> {
        let page = AuditPage { before: None, limit };
        self.store.audit_of(&self.as_owner(key), page).await.expect("a log")
    }

    /// Whether a line after the numbered one is as asked for, however many others have come since.
    pub(crate) async fn is_in_log(
        &self,
        (key, after): (&str, i64),
        is_it: impl Fn(&AuditRow) -> bool,
    ) -> bool {
        let mut page = AuditPage { before: None, limit: 64 };
        loop {
            let rows = self.store.audit_of(&self.as_owner(key), page).await.expect("a log");
            if rows.iter().take_while(|row| row.seq > after).any(&is_it) {
                return true;
            }
            match rows.last() {
                Some(oldest) if oldest.seq > after => page.before = Some(oldest.seq),
                _ => return false,
            }
        }
    }

    /// Whether the actor of a line is somebody of the cast.
    pub(crate) fn is_by(&self, row: &AuditRow, reader: &str) -> bool {
        matches!(row.actor, Actor::Citizen { person, .. } if person == self.keys[reader])
    }

    /// How much is stored besides the log: resources, versions, persons, names.
    pub(crate) async fn stored(&self) -> (u64, u64, u64, u64, u64) {
        let counts = self.store.counts().await.expect("counts");
        (counts.total(), counts.past, counts.persons, counts.aliases, counts.identifiers)
    }

    /// How many sessions somebody has.
    pub(crate) async fn sessions(&self, key: &str) -> usize {
        self.store.session_list(self.keys[key]).await.expect("sessions").len()
    }

    /// Rows as treating staff see them: nothing is hidden from them by a mark.
    pub(crate) async fn rows(&self, key: &str, look: &Look) -> Shelf {
        let role = LocalId::new(8).expect("positive");
        let staff = StaffReader {
            role,
            practitioner: role,
            organization: role,
            is_authorized: true,
            is_own_record: false,
            ground: Some(Ground::Treatment),
            has_relation: true,
            has_reason: true,
        };
        let facts = Facts::unregistered(self.keys[key], self.keys[key], now());
        let facts = Facts { reader: Reader::Staff(staff), ..facts };
        let grant = access::read_record(Actor::Staff { role, visit: VisitNumber(0) }, &facts).expect("staff");
        self.store.read(&grant, look).await.expect("rows")
    }

    /// How a row stands in addresses.
    pub(crate) fn shown(&self, id: helsami_domain::ids::RecordId) -> String {
        self.store.ids().show(id).as_str().to_owned()
    }
}

async fn empty() -> (TempDir, Store, App) {
    let dir = TempDir::new().expect("a folder");
    let place = Place::Sqlite { dir: dir.path().join("data") };
    let store = Store::open(&place, &Options::default(), now()).await.expect("a store");
    let app = App::new(store.clone(), SessionRules::default());
    (dir, store, app)
}

/// Whose bundle it is: the name, with the birth date where a name is not enough, and the number in force.
fn someone(bundle: &str) -> Someone {
    let bundle: Value = serde_json::from_str(bundle).expect("a bundle");
    let patient = &bundle["entry"][0]["resource"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let given: Vec<String> = patient["name"][0]["given"].as_array().into_iter().flatten().map(text).collect();
    let name = format!("{} {}", given.join(" "), text(&patient["name"][0]["family"]));
    let key = if matches!(name.trim(), "" | "Jan Johansen") { text(&patient["birthDate"]) } else { name };
    let numbers = patient["identifier"].as_array().expect("numbers");
    (key, text(&numbers.last().expect("a number")["value"]))
}
