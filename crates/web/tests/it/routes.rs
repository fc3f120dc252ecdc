//! Every route of the table, asked by somebody who has not signed in; languages; assets.

use std::collections::HashSet;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use helsami_web::routes::{Access, Method, ROUTES};
use helsami_web::{Site, router};
use http_body_util::BodyExt;
use jiff::Timestamp;
use tower::ServiceExt;

fn now() -> Timestamp {
    "2026-03-12T08:00:00Z".parse().expect("a time")
}

async fn ask(is_demo: bool, request: Request<Body>) -> (StatusCode, http::HeaderMap, String) {
    let response =
        router(Site::without_record(now, is_demo)).oneshot(request).await.expect("the router answers");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

#[test]
fn no_address_is_there_twice() {
    let mut seen = HashSet::new();
    for route in ROUTES {
        assert!(seen.insert((route.method == Method::Get, route.path)), "{}", route.path);
    }
}

#[tokio::test]
async fn whoever_has_not_signed_in_sees_nothing_of_a_record() {
    for route in ROUTES.iter().filter(|route| matches!(route.access, Access::SignedIn | Access::Own(_))) {
        let method = if route.method == Method::Get { "GET" } else { "POST" };
        let path = route.path.replace(['{', '}'], "x");
        let request = Request::builder().method(method).uri(&path).body(Body::empty()).expect("a request");
        let (status, headers, body) = ask(true, request).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}");
        let location = headers[header::LOCATION].to_str().expect("text");
        let back: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let comes_back = method == "GET" && path != "/me";
        let expect = if comes_back { format!("/sign-in?to={back}") } else { "/sign-in".to_owned() };
        assert_eq!(location, expect, "{path}");
        assert_eq!(body, "", "{path}");
    }
}

#[tokio::test]
async fn the_front_page_speaks_the_language_of_the_browser_and_then_the_chosen_one() {
    let check = async |headers: &[(&str, &str)], want: &str| {
        let (status, _, body) = ask(false, get("/", headers)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains(want), "{want}");
    };
    check(&[], "<html lang=\"nb\"").await;
    check(&[("accept-language", "en-US,en;q=0.9")], "<html lang=\"en\"").await;
    check(&[("accept-language", "en"), ("cookie", "helsami-language=se")], "<html lang=\"se\"").await;
    check(&[("accept-language", "tlh")], "<html lang=\"nb\"").await;
}

#[tokio::test]
async fn the_choice_of_language_comes_back_to_the_page() {
    let request = Request::post("/language")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("host", "127.0.0.1:8080")
        .body(Body::from("language=nn&back=%2Fme%2Fresults"))
        .expect("a request");
    let (status, headers, _) = ask(false, request).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/me/results");
    assert_eq!(
        headers[header::SET_COOKIE],
        "helsami-language=nn; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    );
}

#[tokio::test]
async fn titles_can_say_nothing_on_this_device() {
    let form = |body: &'static str| {
        let request = Request::post("/discreet")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "127.0.0.1:8080");
        request.body(Body::from(body)).expect("a request")
    };
    let (status, headers, _) = ask(false, form("on=yes&back=%2Fme%2Fsettings")).await;
    assert_eq!(
        (status, &headers[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/me/settings".parse().expect("a header"))
    );
    let kept = headers[header::SET_COOKIE].to_str().expect("text");
    assert_eq!(kept, "helsami-discreet=1; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    let (_, headers, _) = ask(false, form("on=no&back=%2F%2Fevil.example")).await;
    assert_eq!(headers[header::LOCATION], "/");
    assert!(headers[header::SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!(ask(false, form("on=maybe&back=%2F")).await.0, StatusCode::BAD_REQUEST);
    let (_, _, plain) = ask(false, get("/", &[])).await;
    let (_, _, discreet) = ask(false, get("/", &[("cookie", "helsami-discreet=1")])).await;
    assert!(discreet.contains("<title>HelsaMi</title>") && !plain.contains("<title>HelsaMi</title>"));
    // The way out is for those who are signed in.
    assert!(!plain.contains("data-exit"));
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_readers_language() {
    let (status, _, body) = ask(false, get("/nothing", &[("accept-language", "nn")])).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("Vi finn ikkje sida"));
    let (status, _, _) = ask(false, get("/gallery", &[])).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "the gallery is for the demo");
    let (status, _, body) = ask(true, get("/gallery", &[])).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("number line"));
}

#[tokio::test]
async fn a_page_asks_only_for_files_that_are_there_and_may_be_kept_for_ever() {
    let (_, _, body) = ask(true, get("/gallery", &[])).await;
    let mut addresses: Vec<&str> = body
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(|part| part.split('#').next().unwrap_or(part))
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert!(addresses.len() >= 4, "{addresses:?}");
    for address in addresses {
        let (status, headers, _) = ask(false, get(address, &[("accept-encoding", "gzip, br")])).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[header::CONTENT_ENCODING], "br", "{address}");
    }
    let (status, _, _) = ask(false, get("/assets/../Cargo.toml", &[])).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_have_nothing_inline_and_are_never_kept() {
    for path in ["/", "/gallery"] {
        let (_, headers, body) = ask(true, get(path, &[])).await;
        assert_eq!(headers[header::CACHE_CONTROL], "private, no-store");
        assert!(
            !body.contains(" style=") && !body.contains("<style") && !body.contains(" onclick"),
            "{path}"
        );
        assert_eq!(body.matches("<script").count(), 1, "{path}");
        assert!(!body.contains("http://") && !body.contains("https://"), "{path}: a third party");
    }
}

#[tokio::test]
async fn pages_are_compressed_where_the_browser_takes_it() {
    let check = async |accepts: &str, want: Option<&str>| {
        let response =
            router(Site::without_record(now, true)).oneshot(get("/gallery", &[("accept-encoding", accepts)]));
        let response = response.await.expect("the router answers");
        let encoding =
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().expect("text"));
        assert_eq!(encoding, want, "{accepts}");
    };
    check("gzip, br", Some("br")).await;
    check("gzip", Some("gzip")).await;
    check("identity", None).await;
}
