//! The pages of the record, through the real router and a real store with the region's test people in it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use helsami_app::App;
use helsami_app::import::Progress;
use helsami_demo::Region;
use helsami_domain::access::{self, Actor, SystemTask, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use helsami_web::kit::{SignedIn, Who};
use helsami_web::text::Language;
use helsami_web::{Door, Site, router};
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::door::{SaysYes, UNHURRIED};

const PAGES: [&str; 12] = [
    "/me/medicines",
    "/me/allergies",
    "/me/diagnoses",
    "/me/vaccines",
    "/me/appointments",
    "/me/emergency-card",
    "/me/documents",
    "/me/care-team",
    "/me/details",
    "/me/access-log",
    "/me/results",
    "/me/cases",
];

fn clock() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

pub(crate) struct House {
    router: Router,
    store: Store,
    _dir: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        let dir = TempDir::new().expect("a folder");
        let place = Place::Sqlite { dir: dir.path().to_path_buf() };
        let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
        let app = App::new(store.clone(), SessionRules::default());
        let region = Region::new(1, 40, jiff::civil::date(2026, 11, 22));
        let report = helsami_demo::fill(&app, region, clock(), Arc::new(Progress::default())).await;
        assert_eq!(report.expect("a region").refused_count, 0);
        let door = Door::new(Arc::new(SaysYes), "https://helse.example.no".to_owned(), UNHURRIED);
        Self { router: router(Site::new(app, clock, true, door)), store, _dir: dir }
    }

    /// One page as one of the test people sees it.
    pub(crate) async fn page(&self, name: &str, path: &str, language: Language) -> String {
        let (status, page) = self.ask(name, path, language).await;
        assert_eq!(status, StatusCode::OK, "{name} {path}");
        page
    }

    /// What one of the test people gets from an address.
    pub(crate) async fn ask(&self, name: &str, path: &str, language: Language) -> (StatusCode, String) {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let (status, _, page) = self.send(name, request, language).await;
        (status, page)
    }

    /// What one of the test people gets for a form: the status, where it leads on, and the page.
    pub(crate) async fn post(
        &self,
        name: &str,
        path: &str,
        form: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .expect("a request");
        self.send(name, request, Language::Nb).await
    }

    /// The record of one of the test people.
    pub(crate) async fn key(&self, name: &str) -> PatientKey {
        let grant = access::directory(Actor::System(SystemTask::Demo)).expect("the demo lists people");
        let found = self.store.persons(&grant, name, 0, 2).await.expect("people");
        assert_eq!(found.len(), 1, "{name}");
        found[0].key
    }

    async fn send(
        &self,
        name: &str,
        mut request: Request<Body>,
        language: Language,
    ) -> (StatusCode, String, String) {
        let subject = self.key(name).await;
        let actor = Actor::Citizen { person: subject, visit: VisitNumber(1) };
        let who = Who { name: name.to_owned(), born: None };
        request.headers_mut().insert("host", HeaderValue::from_static("helse.example.no"));
        let language = Some(language);
        request.extensions_mut().insert(SignedIn { actor, who, before: None, language });
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        let location = parts.headers.get("location").map(|value| value.to_str().expect("text").to_owned());
        (parts.status, location.unwrap_or_default(), String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_shown_to_everybody_in_every_language() {
    let house = House::new().await;
    let people =
        ["Gerd Overvik", "Leif Gunnar", "Kjell Arne Myrvang", "Nora Uthaug", "Solveig Aunemo", "Odd Henrik"];
    for name in people {
        for path in PAGES {
            for language in Language::ALL {
                let page = house.page(name, path, language).await;
                assert!(page.contains(&format!("<html lang=\"{}\"", language.tag())), "{name} {path}");
                assert!(page.contains("class=\"coverage\""), "{name} {path} has no coverage");
                assert!(!page.contains("entered-in-error") && !page.contains(" style="), "{name} {path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_say_what_the_record_says() {
    let house = House::new().await;
    let check = async |name: &str, path: &str, words: &[&str], never: &[&str]| {
        let page = house.page(name, path, Language::Nb).await;
        for word in words {
            assert!(page.contains(word), "{name} {path} lacks {word}");
        }
        for word in never {
            assert!(!page.contains(word), "{name} {path} holds {word}");
        }
    };
    let seams = [
        "Kildene er uenige",
        "Kildene oppgir ulik styrke",
        "Metoprolol depottabletter 50 mg",
        "Metoprolol depottabletter 100 mg",
    ];
    check("Gerd Overvik", "/me/medicines", &seams, &[]).await;
    let danger = ["Fenoksymetylpenicillin", "Latex", "Kan være livstruende", "Ikke bekreftet", "pacemaker"];
    check("Leif Gunnar", "/me/allergies", &danger, &["Ingen kjente allergier", "Ikke registrert"]).await;
    check("Leif Gunnar", "/me/emergency-card", &["Fenoksymetylpenicillin", "pacemaker", "tel:"], &[]).await;
    let states = ["Video", "Avlyst", "Ikke møtt", "Ikke avklart", "kl. 00.30"];
    check("Kjell Arne Myrvang", "/me/appointments", &states, &[]).await;
    check("Ingrid Solbakken", "/me/allergies", &["Ingen kjente allergier"], &["Ikke registrert"]).await;
    check(
        "Nora Uthaug",
        "/me/allergies",
        &["Ikke registrert", "Det betyr ikke at du ikke har noen"],
        &["Ingen kjente allergier"],
    )
    .await;
    let kept = ["Kilde: Folkeregisteret", "Kilde: Kontakt- og reservasjonsregisteret", "Pårørende"];
    check("Solveig Aunemo", "/me/details", &kept, &["Kilden er ikke oppgitt"]).await;
    check("Amalie Storli", "/me/emergency-card", &["A Rh(D) positiv", "alltid kontrolleres"], &[]).await;
    check("Ingrid Solbakken", "/me/care-team", &["Fastlege", "Lerkebakken legekontor"], &[]).await;
    check("Ingrid Solbakken", "/me/documents", &["Journalnotat", "/me/documents/"], &[]).await;
    check("Ingrid Solbakken", "/me/access-log", &["Du leste i din egen journal"], &[]).await;
    check("Nora Uthaug", "/me/medicines", &["Ingen har registrert noe her"], &[]).await;
    check("Odd Henrik Fossum", "/me/appointments", &["en person som er død"], &["Kommende timer<"]).await;
}
