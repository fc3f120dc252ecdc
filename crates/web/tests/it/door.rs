//! Signing in and out through the real router and a real store, with a provider that says yes and a clock that is told.

use std::cell::Cell;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use helsami_app::App;
use helsami_app::SessionToken;
use helsami_app::identity_provider::{
    Anew, Answer, Ask, Begun, Farewell, IdentityProvider, Later, Proved, ProvedPerson, ProvedStaff,
    ProviderError,
};
use helsami_app::import::{Progress, Request as ImportRequest};
use helsami_app::sessions::{session_end_all, session_end_one, session_list, session_use};
use helsami_domain::session::SessionRules;
use helsami_domain::workplace::Workplace;
use helsami_store::{Options, Place, Store};
use helsami_web::site::ClientAddress;
use helsami_web::{Door, Paces, Site, router};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tower::ServiceExt;

const ORIGIN: &str = "https://helse.example.no";
/// A synthetic birth number: the month has 80 added.
pub(crate) const KARI: &str = "13869010000";

/// Paces that no test meets by chance.
pub(crate) const UNHURRIED: Paces = Paces { sign_ins: 1000, answers: 1000, logouts: 1000, pages: 1000 };

thread_local! {
    static MINUTES: Cell<i64> = const { Cell::new(0) };
}

/// Sets the clock of this test's thread.
pub(crate) fn minutes(minutes: i64) {
    MINUTES.set(minutes);
}

pub(crate) fn clock() -> Timestamp {
    let start: Timestamp = "2026-03-12T08:00:00Z".parse().expect("a time");
    start + SignedDuration::from_mins(MINUTES.get())
}

/// A provider that proves whoever the code names: a national number, a member of staff, or `stop`.
pub(crate) struct SaysYes;

/// Staff are written `HPR/national@workplace`, each number only where there is one.
fn person_of(code: String) -> ProvedPerson {
    let Some((who, place)) = code.split_once('@') else { return ProvedPerson::National(code) };
    let (hpr, national) = who.split_once('/').unwrap_or((who, ""));
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let workplace = Workplace::parse(place).expect("a workplace");
    ProvedPerson::Staff(ProvedStaff { hpr: some(hpr), national: some(national), workplace })
}

impl IdentityProvider for SaysYes {
    fn begin<'a>(&'a self, ask: Ask<'a>, _: Timestamp) -> Later<'a, Result<Begun, ProviderError>> {
        let place = ask.workplace.map(|place| format!("?at={place}")).unwrap_or_default();
        let address = format!("https://op.example/authorize{place}");
        let anew = ask.anew.map(|mark| format!("~{mark}")).unwrap_or_default();
        let begun = Begun { address, sealed: format!("{}{anew}", ask.to.replace('/', "-")) };
        Box::pin(async { Ok(begun) })
    }

    fn finish<'a>(
        &'a self,
        sealed: &'a str,
        answer: &'a Answer,
        now: Timestamp,
    ) -> Later<'a, Result<Proved, ProviderError>> {
        let (to, session) = sealed.split_once('~').map_or((sealed, None), |(to, mark)| (to, Some(mark)));
        let code = answer.code.clone().unwrap_or_default();
        let result = match code.as_str() {
            "stop" => Err(ProviderError::Stopped),
            "low" => Err(ProviderError::Level),
            _ => Ok(Proved {
                person: person_of(code),
                sid: Some("sid".into()),
                level: "idporten-loa-high".into(),
                id_token: "an id token".into(),
                to: to.replace('-', "/"),
                anew: session.map(|mark| Anew { session: mark.to_owned(), at: now }),
            }),
        };
        Box::pin(async { result })
    }

    fn farewell<'a>(&'a self, id_token: &'a str, _: Timestamp) -> Later<'a, Option<Farewell>> {
        let fields = vec![("id_token_hint", id_token.to_owned())];
        Box::pin(async { Some(Farewell { action: "https://op.example/end".into(), fields }) })
    }

    fn logout_told<'a>(&'a self, token: &'a str, _: Timestamp) -> Later<'a, Result<String, ProviderError>> {
        Box::pin(async move {
            if token == "good" { Ok("sid".to_owned()) } else { Err(ProviderError::Refused("forged")) }
        })
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        issuer == "https://op.example"
    }
}

pub(crate) struct House {
    router: Router,
    app: App,
    _dir: TempDir,
}

impl House {
    async fn new() -> Self {
        Self::with(UNHURRIED).await
    }

    pub(crate) async fn with(paces: Paces) -> Self {
        Self::furnished((paces, None), &[]).await
    }

    /// A house with a door for staff of these workplaces, and these documents beside Kari.
    pub(crate) async fn with_staff(paces: Paces, workplaces: &[&str], documents: &[String]) -> Self {
        let workplaces = workplaces.iter().map(|one| Workplace::parse(one).expect("a workplace")).collect();
        Self::furnished((paces, Some(workplaces)), documents).await
    }

    async fn furnished((paces, workplaces): (Paces, Option<Vec<Workplace>>), documents: &[String]) -> Self {
        MINUTES.set(0);
        let dir = TempDir::new().expect("a folder");
        let place = Place::Sqlite { dir: dir.path().join("data") };
        let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
        let app = App::new(store, SessionRules::default());
        let file = dir.path().join("kari.json");
        let patient = format!(
            r#"{{"resourceType":"Patient","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{KARI}"}}],"name":[{{"family":"Nordmann","given":["Kari"]}}],"birthDate":"1990-06-13"}}"#
        );
        std::fs::write(&file, patient).expect("a file");
        let more = dir.path().join("more.ndjson");
        std::fs::write(&more, documents.join("\n")).expect("a file");
        let files = if documents.is_empty() { vec![file] } else { vec![file, more] };
        let report = app.import(ImportRequest::new(files, clock()), Arc::new(Progress::default())).await;
        assert_eq!(report.expect("an import").sum().created, 1 + documents.len() as u64);
        let mut door = Door::new(Arc::new(SaysYes), ORIGIN.to_owned(), paces);
        if let Some(workplaces) = workplaces {
            door = door.with_staff(Arc::new(SaysYes), workplaces);
        }
        let router = router(Site::new(app.clone(), clock, false, door));
        Self { router, app, _dir: dir }
    }

    /// The use cases' ground.
    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    pub(crate) async fn ask(
        &self,
        what: (&str, &str),
        cookie: &str,
        body: &str,
    ) -> (StatusCode, HeaderMap, String) {
        self.ask_from("198.51.100.1", what, (cookie, body)).await
    }

    pub(crate) async fn ask_from(
        &self,
        address: &str,
        (method, path): (&str, &str),
        (cookie, body): (&str, &str),
    ) -> (StatusCode, HeaderMap, String) {
        let client = ClientAddress(address.parse().expect("an address"));
        let request = Request::builder()
            .method(method)
            .uri(path)
            .extension(client)
            .header(header::HOST, "helse.example.no")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            )
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Signs in; hands back the cookie.
    pub(crate) async fn sign_in(&self) -> String {
        let path = format!("/sign-in/callback?code={KARI}");
        let (status, headers, body) = self.ask(("GET", &path), "__Host-helsami-sign-in=-me-record", "").await;
        assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/me/record"), "{body}");
        cookies(&headers).into_iter().find(|cookie| cookie.starts_with("__Host-helsami=")).expect("a session")
    }

    async fn record(&self, cookie: &str) -> StatusCode {
        self.ask(("GET", "/me/record"), cookie, "").await.0
    }
}

/// The cookies an answer sets, as the browser would send them back.
pub(crate) fn cookies(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(header::SET_COOKIE).iter();
    all.map(|cookie| cookie.to_str().expect("text").split(';').next().unwrap_or_default().to_owned())
        .collect()
}

pub(crate) fn location(headers: &HeaderMap) -> &str {
    headers.get(header::LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default()
}

fn token(cookie: &str) -> SessionToken {
    SessionToken::parse(cookie.strip_prefix("__Host-helsami=").expect("a session")).expect("a token")
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_minutes() {
    let house = House::new().await;
    let cookie = house.sign_in().await;
    MINUTES.set(29);
    assert_eq!(house.record(&cookie).await, StatusCode::OK);
    MINUTES.set(29 + 29);
    assert_eq!(house.record(&cookie).await, StatusCode::OK, "use keeps it alive");
    MINUTES.set(29 + 29 + 30);
    let (status, headers, _) = house.ask(("GET", "/me/record"), &cookie, "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/sign-in?to=%2Fme%2Frecord"));
    assert!(cookies(&headers).contains(&"__Host-helsami=".to_owned()), "the dead cookie is taken away");
    MINUTES.set(0);
    assert_eq!(house.record(&cookie).await, StatusCode::SEE_OTHER, "it is gone, not only hidden");
}

#[tokio::test]
async fn a_session_ends_after_four_hours_even_in_use() {
    let house = House::new().await;
    let cookie = house.sign_in().await;
    for minutes in (20..240).step_by(20) {
        MINUTES.set(minutes);
        assert_eq!(house.record(&cookie).await, StatusCode::OK, "{minutes}");
    }
    MINUTES.set(240);
    assert_eq!(house.record(&cookie).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ones_own_sessions_are_listed_and_ended_one_by_one_or_all() {
    let house = House::new().await;
    let first = house.sign_in().await;
    MINUTES.set(5);
    let second = house.sign_in().await;
    let here = session_use(&house.app, token(&second), clock()).await.expect("a store").expect("a session");
    assert_eq!((here.name.as_str(), here.born), ("Kari Nordmann", Some(jiff::civil::date(1990, 6, 13))));
    let lines = session_list(&house.app, &here, clock()).await.expect("a list");
    let seen: Vec<_> = lines.iter().map(|line| (line.device.as_str(), line.is_this)).collect();
    assert_eq!(seen, [("Firefox, Linux", true), ("Firefox, Linux", false)]);
    assert!(!session_end_one(&house.app, &here, "another").await.expect("a store"));
    assert!(session_end_one(&house.app, &here, &lines[1].id).await.expect("a store"));
    assert_eq!(house.record(&first).await, StatusCode::SEE_OTHER);
    assert_eq!(house.record(&second).await, StatusCode::OK);
    house.sign_in().await;
    assert_eq!(session_end_all(&house.app, &here).await.expect("a store"), 2);
    assert_eq!(house.record(&second).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_settings_list_sessions_in_every_language() {
    let house = House::new().await;
    house.sign_in().await;
    let cookie = house.sign_in().await;
    for (language, other, sign_out) in [
        ("nb", "Logg ut her: Firefox, Linux", "Logg ut overalt"),
        ("nn", "Logg ut her: Firefox, Linux", "Logg ut overalt"),
        ("se", "Logge olggos dáppe: Firefox, Linux", "Logge olggos buot báikkiin"),
        ("en", "Sign out here: Firefox, Linux", "Sign out everywhere"),
    ] {
        let form = format!("language={language}&back=/me/settings");
        let (status, headers, _) = house.ask(("POST", "/language"), &cookie, &form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{language}");
        let chosen = cookies(&headers).join("; ");
        let (status, _, page) = house.ask(("GET", "/me/settings"), &format!("{cookie}; {chosen}"), "").await;
        assert_eq!(status, StatusCode::OK, "{language}");
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{language}");
        for words in [other, sign_out] {
            assert!(page.contains(words), "{language} lacks {words}");
        }
        assert_eq!(page.matches("/me/settings/sessions/end\"").count(), 1, "the other session only");
    }
    let (_, _, log) = house.ask(("GET", "/me/access-log"), &cookie, "").await;
    assert!(log.contains("Innlogging: navnet ditt"), "the sign-in is told as a sign-in");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_sends_a_form_to_the_provider() {
    let house = House::new().await;
    let cookie = house.sign_in().await;
    let (status, headers, body) = house.ask(("POST", "/sign-out"), &cookie, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains(r#"action="https://op.example/end""#) && body.contains(r#"value="an id token""#));
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("form-action 'self' https://op.example;"), "{policy}");
    assert_eq!(house.record(&cookie).await, StatusCode::SEE_OTHER);
    let (status, headers, _) = house.ask(("POST", "/sign-out"), "", "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/signed-out"));
}

#[tokio::test]
async fn the_provider_can_end_a_session() {
    let house = House::new().await;
    let cookie = house.sign_in().await;
    let back = async |token: &str| {
        house.ask(("POST", "/sign-out/back-channel"), "", &format!("logout_token={token}")).await.0
    };
    assert_eq!(back("bad").await, StatusCode::BAD_REQUEST);
    assert_eq!(house.record(&cookie).await, StatusCode::OK);
    assert_eq!(back("good").await, StatusCode::OK);
    assert_eq!(house.record(&cookie).await, StatusCode::SEE_OTHER);
    let cookie = house.sign_in().await;
    let front =
        async |query: &str| house.ask(("GET", &format!("/sign-out/front-channel?{query}")), "", "").await.0;
    assert_eq!(front("iss=https://evil.example&sid=sid").await, StatusCode::BAD_REQUEST);
    assert_eq!(house.record(&cookie).await, StatusCode::OK);
    assert_eq!(front("iss=https://op.example&sid=sid").await, StatusCode::OK);
    assert_eq!(house.record(&cookie).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn each_refusal_is_a_page_and_no_session() {
    let house = House::new().await;
    let cases = [
        ("stop", StatusCode::OK, "Innloggingen ble avbrutt"),
        ("low", StatusCode::FORBIDDEN, "Du må bruke en sikrere eID"),
        ("01816010000", StatusCode::FORBIDDEN, "Vi finner ingen journal på deg"),
    ];
    for (code, expect, words) in cases {
        let (status, headers, body) =
            house.ask(("GET", &format!("/sign-in/callback?code={code}")), "", "").await;
        assert_eq!(status, expect, "{code}");
        assert!(body.contains(words), "{code}");
        assert_eq!(cookies(&headers), ["__Host-helsami-sign-in="], "{code}");
    }
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there() {
    let house = House::new().await;
    let (_, headers, _) = house.ask(("GET", "/"), "", "").await;
    assert_eq!(headers[header::STRICT_TRANSPORT_SECURITY], "max-age=31536000; includeSubDomains");
}
