//! Giving access through the real router and a real store: every step as a browser takes it, with people of its own.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use helsami_app::import::{Progress, Request as ImportRequest};
use helsami_app::{App, SessionToken};
use helsami_domain::access::{self, Actor, SystemTask, VisitNumber};
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use helsami_web::kit::{SignedIn, Who};
use helsami_web::text::Language;
use helsami_web::{Door, Site, router};
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::door::{SaysYes, UNHURRIED};

pub(crate) const MOTHER: &str = "Kari Mor";
pub(crate) const DAUGHTER: &str = "Anne Datter";
pub(crate) const YOUNG: &str = "Sara Fjorten";
const SIXTEEN: &str = "Ola Seksten";
const HOST: &str = "helse.example.no";

fn clock() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a time")
}

pub(crate) fn put(kind: &str, id: &str, rest: &str) -> String {
    format!(
        r#"{{"resource":{{"resourceType":"{kind}","id":"{id}",{rest}}},"request":{{"method":"PUT","url":"{kind}/{id}"}}}}"#
    )
}

pub(crate) fn person(id: &str, name: &str, born: &str) -> String {
    let address =
        r#""address":[{"use":"home","line":["Storgata 1"],"postalCode":"7010","city":"Trondheim"}]"#;
    let system = "http://hospital.example/mrn";
    let rest = format!(
        r#""identifier":[{{"system":"{system}","value":"{id}"}}],"name":[{{"text":"{name}"}}],"birthDate":"{born}",{address}"#
    );
    put("Patient", id, &rest)
}

pub(crate) fn child(child: &str, parent: &str, name: &str) -> String {
    let rest = format!(
        r#""patient":{{"reference":"Patient/{child}"}},"identifier":[{{"system":"http://hospital.example/mrn","value":"{parent}"}}],
        "name":[{{"text":"{name}"}}],"relationship":[{{"coding":[{{"system":"http://hl7.no/fhir/CodeSystem/no-basis-family-relation","code":"mor"}}]}},
        {{"coding":[{{"system":"http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility","code":"felles"}}]}}]"#
    );
    put("RelatedPerson", &format!("r-{child}"), &rest)
}

/// Kari's kin: somebody carried over from an older system, and her mother, who is dead.
fn kin() -> [String; 3] {
    let patient = r#""patient":{"reference":"Patient/kari"},"active":true"#;
    let old = format!(
        r#"{patient},"meta":{{"tag":[{{"code":"migrated"}}]}},"name":[{{"text":"Nils Overført"}}],
        "telecom":[{{"system":"phone","value":"88 88 88 88"}}],"relationship":[{{"text":"Venn"}}]"#
    );
    let dead = r#""identifier":[{"system":"http://hospital.example/mrn","value":"gerd"}],"name":[{"text":"Gerd Avdød"}]"#;
    let mother = format!(
        r#"{patient},{dead},"telecom":[{{"system":"phone","value":"99 99 99 99"}}],"relationship":[{{"text":"Mor"}}]"#
    );
    [
        put(
            "Patient",
            "gerd",
            &format!(r#"{dead},"birthDate":"1920-01-01","deceasedDateTime":"2017-05-13""#),
        ),
        put("RelatedPerson", "r-old", &old),
        put("RelatedPerson", "r-dead", &mother),
    ]
}

fn region() -> String {
    let subject = r#""subject":{"reference":"Patient/kari"}"#;
    let result = |id: &str, meta: &str| {
        let rest = format!(
            r#"{meta}"status":"final",{subject},"category":[{{"coding":[{{"code":"laboratory"}}]}}],"code":{{"text":"Prøve {id}"}},
            "effectiveDateTime":"2026-10-01","valueQuantity":{{"value":5,"unit":"mmol/L"}}"#
        );
        put("Observation", id, &rest)
    };
    let label = r#""meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"PSY"}]},"#;
    let medicine =
        format!(r#""status":"active",{subject},"medicationCodeableConcept":{{"text":"Metoprolol"}}"#);
    let entries = [
        person("kari", MOTHER, "1950-02-01"),
        person("anne", DAUGHTER, "1980-02-01"),
        person("sara", YOUNG, "2012-12-24"),
        person("ola", SIXTEEN, "2010-11-01"),
        child("sara", "anne", DAUGHTER),
        child("ola", "anne", DAUGHTER),
        result("en", ""),
        result("to", ""),
        result("skjult", label),
        put("MedicationStatement", "m", &medicine),
    ];
    let entries = [&entries[..], &kin()].concat();
    format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(","))
}

pub(crate) struct House {
    router: Router,
    app: App,
    store: Store,
    _dir: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        let dir = TempDir::new().expect("a folder");
        let place = Place::Sqlite { dir: dir.path().join("data") };
        let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
        let app = App::new(store.clone(), SessionRules::default());
        let file = dir.path().join("region.json");
        std::fs::write(&file, region()).expect("a file");
        let report = app.import(ImportRequest::new(vec![file], clock()), Arc::new(Progress::default())).await;
        assert!(report.expect("an import").refused.is_empty());
        Self { router: Self::at(&app, clock), app, store, _dir: dir }
    }

    fn at(app: &App, clock: fn() -> Timestamp) -> Router {
        let door = Door::new(Arc::new(SaysYes), format!("https://{HOST}"), UNHURRIED);
        router(Site::new(app.clone(), clock, false, door))
    }

    /// The use cases.
    pub(crate) const fn app(&self) -> &App {
        &self.app
    }

    /// Takes in more.
    pub(crate) async fn add(&self, entries: &[String]) {
        let file = self._dir.path().join(format!("more-{}.json", entries.len()));
        let text =
            format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(","));
        std::fs::write(&file, text).expect("a file");
        let request = ImportRequest::new(vec![file], clock());
        let report = self.app.import(request, Arc::new(Progress::default())).await.expect("an import");
        assert_eq!(report.refused, []);
    }

    /// Sets the clock.
    pub(crate) fn clock(&mut self, clock: fn() -> Timestamp) {
        self.router = Self::at(&self.app, clock);
    }

    pub(crate) async fn ask(
        &self,
        name: &str,
        path: &str,
        form: Option<&str>,
    ) -> (StatusCode, String, String) {
        self.ask_in(Language::Nb, (name, path), form).await
    }

    pub(crate) async fn ask_in(
        &self,
        language: Language,
        (name, path): (&str, &str),
        form: Option<&str>,
    ) -> (StatusCode, String, String) {
        let grant = access::directory(Actor::System(SystemTask::Demo)).expect("the demo lists people");
        let found = self.store.persons(&grant, name, 0, 2).await.expect("people");
        let actor = Actor::Citizen { person: found[0].key, visit: VisitNumber(1) };
        let who = Who { name: name.to_owned(), born: None };
        let mut request = Request::builder()
            .method(if form.is_some() { "POST" } else { "GET" })
            .uri(path)
            .header("host", HOST)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.unwrap_or_default().to_owned()))
            .expect("a request");
        let language = Some(language);
        request.extensions_mut().insert(SignedIn { actor, who, before: None, language });
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let to = parts.headers.get(header::LOCATION).map_or("", |to| to.to_str().expect("text")).to_owned();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        (parts.status, to, String::from_utf8_lossy(&bytes).into_owned())
    }

    pub(crate) async fn page(&self, name: &str, path: &str) -> String {
        let (status, _, page) = self.ask(name, path, None).await;
        assert_eq!(status, StatusCode::OK, "{name} {path}");
        page
    }

    /// Makes an invitation to this and gives the path of its link.
    pub(crate) async fn invite(&self, form: &str) -> String {
        let (status, _, page) = self.ask(MOTHER, "/me/access/invitation", Some(form)).await;
        assert_eq!(status, StatusCode::OK);
        let after = page.split_once(&format!("https://{HOST}/invitation/")).expect("a link").1;
        let code = after.split('"').next().expect("a code");
        assert_eq!(code.len(), 43);
        format!("/invitation/{code}")
    }
}

/// The first address on a page that begins so.
pub(crate) fn address(page: &str, begins: &str) -> String {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.into_iter().find(|one| one.starts_with(begins)).expect("such an address").to_owned()
}

pub(crate) const RESULTS: &str = "part=results&topic=PSY&from=2026-11-26&ends=open&until=";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_an_end_is_an_error_that_keeps_what_was_typed() {
    let house = House::new().await;
    let typed = "part=results&part=vaccines&topic=PSY&from=2026-12-24&until=vet+ikke";
    let (status, _, page) = house.ask(MOTHER, "/me/access/invite", Some(typed)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<title>Feil"), "the title says so");
    assert!(page.contains("href=\"#ends\"") && page.contains("id=\"ends-error\""));
    assert!(!page.contains("href=\"#part\"") && !page.contains("href=\"#from\""));
    for kept in
        ["value=\"vaccines\" checked", "value=\"PSY\" checked", "value=\"2026-12-24\"", "value=\"vet ikke\""]
    {
        assert!(page.contains(kept), "{kept}");
    }
    assert!(!page.contains("value=\"medicines\" checked") && !page.contains("value=\"HIV\" checked"));
    // Nothing was made of it, and the making itself asks the same.
    let (_, _, page) = house.ask(MOTHER, "/me/access/invitation", Some(typed)).await;
    assert!(page.contains("id=\"ends-error\"") && !page.contains("/invitation/"));
    assert!(!house.page(MOTHER, "/me/access").await.contains("Invitasjon som venter"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daughter_is_invited_accepts_and_is_ended() {
    let house = House::new().await;
    let (_, _, preview) = house.ask(MOTHER, "/me/access/invite", Some(RESULTS)).await;
    let part = preview.split_once("data-part=\"results\"").expect("the part").1;
    assert!(part.split("</section>").next().expect("a card").contains("2 opplysninger"), "{part}");
    assert!(
        preview.contains("Prøve en") && !preview.contains("Prøve skjult") && !preview.contains("Metoprolol")
    );
    assert!(!preview.contains("data-part=\"medicines\""));
    let link = house.invite(RESULTS).await;
    // Offered: she has nothing yet, and the code opens a page that says who and what.
    assert!(!house.page(DAUGHTER, "/acting").await.contains("Åpne journalen til Kari Mor"));
    let page = house.page(DAUGHTER, &link).await;
    for words in
        ["Kari Mor vil gi deg tilgang", "prøvesvar og målinger", "psykisk helse", "10. desember 2026"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Prøve en"));
    let (status, to, _) = house.ask(DAUGHTER, &link, Some("answer=yes")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/acting"));
    let acting = house.page(DAUGHTER, "/acting").await;
    let back = address(&acting, "/acting/return");
    let who = back.split_once("who=").expect("whom").1;
    let root = format!("/for/{who}");
    let results = house.page(DAUGHTER, &format!("{root}/results")).await;
    assert!(results.contains("Prøve en") && !results.contains("Prøve skjult"));
    let (status, _, page) = house.ask(DAUGHTER, &format!("{root}/medicines"), None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(!page.contains("Metoprolol"));
    for mine in ["access", "access/invite", "lock"] {
        let (status, _, _) = house.ask(DAUGHTER, &format!("{root}/{mine}"), None).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{mine}");
    }
    // A code is used once.
    let (status, _, page) = house.ask(DAUGHTER, &link, None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("allerede besvart"));
    let list = house.page(MOTHER, "/me/access").await;
    assert!(list.contains("Anne Datter") && list.contains("I bruk"));
    let ask = address(&list, "/me/access/end?access=");
    assert!(house.page(MOTHER, &ask).await.contains("Anne Datter mister tilgangen med en gang"));
    let id = ask.split_once('=').expect("an id").1;
    // Nobody else ends it.
    let form = format!("access={id}");
    assert_eq!(house.ask(DAUGHTER, "/me/access/end", Some(&form)).await.0, StatusCode::NOT_FOUND);
    let (status, to, _) = house.ask(MOTHER, "/me/access/end", Some(&form)).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/me/access"));
    let (status, _, page) = house.ask(DAUGHTER, &format!("{root}/results"), None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("Tilgangen er avsluttet") && !page.contains("Prøve en"));
    assert!(house.page(MOTHER, "/me/access").await.contains("Tidligere tilganger"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_invited_says_no_or_gives_it_back() {
    let house = House::new().await;
    let link = house.invite(RESULTS).await;
    assert_eq!(house.ask(DAUGHTER, &link, Some("answer=maybe")).await.0, StatusCode::BAD_REQUEST);
    let (status, _, page) = house.ask(DAUGHTER, &link, Some("answer=no")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Du har sagt nei"));
    assert!(house.page(MOTHER, "/me/access").await.contains("Avslått"));
    let link = house.invite(RESULTS).await;
    assert_eq!(house.ask(DAUGHTER, &link, Some("answer=yes")).await.0, StatusCode::SEE_OTHER);
    let back = address(&house.page(DAUGHTER, "/acting").await, "/acting/return");
    assert!(house.page(DAUGHTER, &back).await.contains("journalen til Kari Mor"));
    let form = back.split_once('?').expect("a query").1;
    // The address means nothing to anybody else.
    assert_eq!(house.ask(MOTHER, "/acting/return", Some(form)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask(DAUGHTER, "/acting/return", Some(form)).await.0, StatusCode::SEE_OTHER);
    assert!(!house.page(DAUGHTER, "/acting").await.contains("Kari Mor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_tried_no_faster_than_a_person_types() {
    let house = House::new().await;
    for _ in 0..20 {
        let wrong = format!("/invitation/{}", SessionToken::random().show());
        assert_eq!(house.ask(DAUGHTER, &wrong, None).await.0, StatusCode::NOT_FOUND);
    }
    let wrong = format!("/invitation/{}", SessionToken::random().show());
    assert_eq!(house.ask(DAUGHTER, &wrong, None).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(house.ask(DAUGHTER, &wrong, Some("answer=yes")).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(house.ask(YOUNG, &wrong, None).await.0, StatusCode::NOT_FOUND, "each has their own pace");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_lets_a_young_person_in_and_out() {
    let house = House::new().await;
    let (status, _, page) = house.ask(YOUNG, "/me", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("Slik spør du"));
    let acting = house.page(DAUGHTER, "/acting").await;
    let path = acting.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let path = path.into_iter().find(|one| one.ends_with("/youth")).expect("the way to consent").to_owned();
    let page = house.page(DAUGHTER, &path).await;
    assert!(page.contains("24. desember 2028") && page.contains("Ingen forelder har sagt ja"));
    let form = page.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(form.into_iter().any(|one| one == path), "the form is about the child");
    let (status, to, _) = house.ask(DAUGHTER, &path, Some("consent=yes")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
    assert_eq!(house.ask(YOUNG, "/me", None).await.0, StatusCode::OK);
    let list = house.page(YOUNG, "/me/access").await;
    assert!(list.contains("Anne Datter") && !list.contains("/me/access/invite"));
    assert_eq!(house.ask(YOUNG, "/me/access/invite", None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.ask(DAUGHTER, &path, Some("consent=no")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(house.ask(YOUNG, "/me", None).await.0, StatusCode::FORBIDDEN);
    let other = path.replace("/youth", "/access/invite");
    assert_eq!(house.ask(DAUGHTER, &other, None).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_16_the_way_back_is_offered_once() {
    let house = House::new().await;
    let page = house.page(SIXTEEN, "/me").await;
    assert!(page.contains("Vil du gi tilgang tilbake?") && page.contains("Anne Datter"));
    let form = house.page(SIXTEEN, &address(&page, "/me/access/invite")).await;
    assert_eq!(form.matches("name=\"part\"").count(), 8);
    assert_eq!(form.matches(" checked").count(), 8 + 5, "everything is filled in but the end");
    let (status, to, _) = house.ask(SIXTEEN, "/me/access/dismiss", Some("")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/me"));
    assert!(!house.page(SIXTEEN, "/me").await.contains("Vil du gi tilgang tilbake?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_closes_and_says_how_it_is_lifted() {
    let house = House::new().await;
    assert!(house.page(MOTHER, "/me/lock").await.contains("Steng sidene mine nå"));
    let (status, _, page) = house.ask(MOTHER, "/me/lock", Some("")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Sidene dine er stengt") && page.contains("Ring fastlegekontoret ditt"));
    assert!(!page.contains("Steng sidene mine nå"));
    for path in ["/me", "/me/access", "/me/results"] {
        let (status, _, page) = house.ask(MOTHER, path, None).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(address(&page, "/me/lock"), "/me/lock");
    }
    let locked = house.page(MOTHER, "/me/lock").await;
    assert!(locked.contains("Du kan ikke oppheve"));
    assert!(locked.contains("href=\"/me/settings\""), "the way to the devices, where sessions are ended");
    assert!(!locked.contains("href=\"/me/access\""), "no way to what is closed");
    assert_eq!(house.ask(MOTHER, "/me/lock", Some("")).await.0, StatusCode::FORBIDDEN, "set once");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_speak_every_language_without_anything_inline() {
    let house = House::new().await;
    let link = house.invite(RESULTS).await;
    let youth = {
        let acting = house.page(DAUGHTER, "/acting").await;
        let all = acting.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        all.into_iter().find(|one| one.ends_with("/youth")).expect("a youth").to_owned()
    };
    let end = address(&house.page(MOTHER, "/me/access").await, "/me/access/end");
    let pages: [(&str, &str, Option<&str>); 8] = [
        (MOTHER, "/me/access", None),
        (MOTHER, &end, None),
        (MOTHER, "/me/access/invite", None),
        (MOTHER, "/me/access/invite", Some(RESULTS)),
        (MOTHER, "/me/access/invite", Some("from=x")),
        (MOTHER, "/me/lock", None),
        (DAUGHTER, &youth, None),
        (DAUGHTER, &link, None),
    ];
    for language in Language::ALL {
        for (name, path, form) in pages {
            let (status, _, page) = house.ask_in(language, (name, path), form).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(page.contains(&format!("<html lang=\"{}\"", language.tag())), "{path}");
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            assert!(!page.contains(" style=") && !page.contains(" onclick"), "{path}");
        }
    }
}
