//! Whom the test provider answers, over a real store.

mod bound;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use helsami_app::App;
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt;

use super::{Client, Setup, issuer, router};
use crate::Signer;

fn clock() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn client(id: &str) -> Client {
    let keys = Signer::generate_es256(id).expect("a key").public().expect("its half");
    Client { id: id.to_owned(), keys }
}

async fn house(port: u16) -> (TempDir, Store, Router) {
    let dir = TempDir::new().expect("a folder");
    let place = Place::Sqlite { dir: dir.path().to_owned() };
    let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
    let setup = Setup {
        listen: ([127, 0, 0, 1], port).into(),
        portal: "http://localhost:8080/".parse().expect("an address"),
        citizens: client("portal"),
        staff: client("portal-at-work"),
        app: App::new(store.clone(), SessionRules::default()),
        clock,
    };
    (dir, store, router(setup).expect("on this machine"))
}

async fn ask(router: &Router, method: &str, path: &str, hosts: &[&str]) -> (StatusCode, String) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for host in hosts {
        request = request.header(header::HOST, *host);
    }
    let request = request.body(Body::from("sid=unknown")).expect("a request");
    let (parts, body) = router.clone().oneshot(request).await.expect("an answer").into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    (parts.status, String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn only_this_machine_by_name_and_port_is_answered() {
    let (_dir, _store, router) = house(8081).await;
    let check = async |hosts: &[&str], is_ours: bool| {
        for (method, path, ours) in [
            ("GET", "/sessions", StatusCode::OK),
            ("POST", "/sessions", StatusCode::SEE_OTHER),
            ("GET", "/jwks", StatusCode::OK),
        ] {
            let (status, body) = ask(&router, method, path, hosts).await;
            let expect = if is_ours { ours } else { StatusCode::MISDIRECTED_REQUEST };
            assert_eq!(status, expect, "{method} {path} {hosts:?}");
            assert!(is_ours || body.is_empty(), "{body}");
        }
    };
    for host in ["localhost:8081", "127.0.0.1:8081", "[::1]:8081"] {
        check(&[host], true).await;
    }
    for host in [
        "evil.example:8081",
        "localhost.evil.example:8081",
        "localhost:8080",
        "localhost",
        "127.0.0.2:8081",
        "localhost:8081.evil.example",
        "",
    ] {
        check(&[host], false).await;
    }
    check(&[], false).await;
    check(&["localhost:8081", "evil.example"], false).await;
}

#[tokio::test]
async fn the_usual_port_needs_no_number() {
    let (_dir, _store, router) = house(80).await;
    assert_eq!(issuer(([127, 0, 0, 1], 80).into()), "http://localhost:80");
    for (host, expect) in [("localhost", StatusCode::OK), ("evil.example", StatusCode::MISDIRECTED_REQUEST)] {
        assert_eq!(ask(&router, "GET", "/jwks", &[host]).await.0, expect, "{host}");
    }
}

#[tokio::test]
async fn nobody_is_let_in_after_the_store_was_served_for_real() {
    let (_dir, store, router) = house(8081).await;
    assert_eq!(ask(&router, "GET", "/sessions", &["localhost:8081"]).await.0, StatusCode::OK);
    store.served_mark(clock()).await.expect("marked");
    for (method, path) in
        [("GET", "/authorize?client_id=portal&request_uri=x"), ("POST", "/sign-in"), ("POST", "/token")]
    {
        let (status, body) = ask(&router, method, path, &["localhost:8081"]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(body.contains("This database is in real use"), "{body}");
    }
}
