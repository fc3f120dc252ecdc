//! The staff's tokens are bound to a key: what a thief of a code, a proof or an assertion may try.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use helsami_app::App;
use helsami_app::import::{Progress, Request as ImportRequest};
use helsami_app::test_people::staff::test_staff_list;
use helsami_domain::session::SessionRules;
use helsami_store::{Options, Place, Store};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::super::{Client, Setup, router};
use super::clock;
use crate::Signer;
use crate::dpop::{self, ProofKey};
use crate::jwt::{challenge, random_text};

const ISSUER: &str = "http://localhost:8081";
const TOKEN: &str = "http://localhost:8081/token";
const BACK: &str = "http://localhost:8080/work/sign-in/callback";
const VERIFIER: &str = "a-verifier-that-is-long-enough-for-anybody-here";

const DIRECTORY: [&str; 3] = [
    r#"{"resourceType":"Organization","id":"o","name":"Lia","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"998447356"}]}"#,
    r#"{"resourceType":"Practitioner","id":"p","name":[{"family":"Lege"}],"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.4","value":"181000001"}]}"#,
    r#"{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/p"},"organization":{"reference":"Organization/o"}}"#,
];

struct House {
    router: Router,
    citizens: Signer,
    staff: Signer,
    role: String,
    _dir: TempDir,
}

struct Answer {
    status: StatusCode,
    nonce: Option<String>,
    location: String,
    body: Value,
}

impl Answer {
    fn error(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["error"].as_str().unwrap_or_default())
    }
}

impl House {
    async fn new() -> Self {
        let dir = TempDir::new().expect("a folder");
        let place = Place::Sqlite { dir: dir.path().join("data") };
        let store = Store::open(&place, &Options::default(), clock()).await.expect("a store");
        let app = App::new(store, SessionRules::default());
        let file = dir.path().join("directory.ndjson");
        std::fs::write(&file, DIRECTORY.join("\n")).expect("a file");
        let report = app.import(ImportRequest::new(vec![file], clock()), Arc::new(Progress::default())).await;
        assert_eq!(report.expect("an import").sum().created, 3);
        let (found, _) = test_staff_list(&app, "lege", (0, 10), clock()).await.expect("a list");
        let signer = |name| Signer::generate_es256(name).expect("a key");
        let client = |id: &str, signer: &Signer| Client {
            id: id.to_owned(),
            keys: signer.public().expect("its half"),
        };
        let (citizens, staff) = (signer("citizens"), signer("staff"));
        let setup = Setup {
            listen: ([127, 0, 0, 1], 8081).into(),
            portal: "http://localhost:8080/".parse().expect("an address"),
            citizens: client("citizens", &citizens),
            staff: client("staff", &staff),
            app,
            clock,
        };
        let router = router(setup).expect("on this machine");
        Self { router, citizens, staff, role: found[0].role.clone(), _dir: dir }
    }

    async fn send(&self, path: &str, form: &[(&str, &str)], proof: Option<&str>) -> Answer {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form.iter().copied()).finish();
        let mut request = Request::post(path)
            .header(header::HOST, "localhost:8081")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(proof) = proof {
            request = request.header(dpop::PROOF, proof);
        }
        let request = request.body(Body::from(body)).expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let text = |name: &str| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            nonce: text(dpop::NONCE),
            location: text("location").unwrap_or_default(),
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        }
    }

    /// Pushes a request whose tokens are to be bound to a key, and signs in; hands back the code.
    async fn code(&self, thumbprint: &str) -> String {
        let pushed = self.push(&self.staff_assertion(), BACK, thumbprint).await;
        assert_eq!(pushed.status, StatusCode::CREATED, "{}", pushed.body);
        let request_uri = pushed.body["request_uri"].as_str().expect("a name");
        let open = format!("/authorize?client_id=staff&request_uri={request_uri}");
        let request = Request::get(open).header(header::HOST, "localhost:8081").body(Body::empty());
        let page = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        assert_eq!(page.status(), StatusCode::OK);
        let form = [("request_uri", request_uri), ("person", self.role.as_str())];
        let back = self.send("/sign-in", &form, None).await;
        let back: url::Url = back.location.parse().expect("an address");
        back.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned()
    }

    async fn push(&self, assertion: &str, back: &str, thumbprint: &str) -> Answer {
        let challenge = challenge(VERIFIER);
        let form = [
            ("client_assertion", assertion),
            ("response_type", "code"),
            ("redirect_uri", back),
            ("scope", "openid"),
            ("state", "s"),
            ("nonce", "n"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
            ("dpop_jkt", thumbprint),
        ];
        self.send("/par", &form, None).await
    }

    async fn redeem(&self, (code, assertion): (&str, &str), proof: Option<&str>) -> Answer {
        let form = [
            ("client_assertion", assertion),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ];
        self.send("/token", &form, proof).await
    }

    fn staff_assertion(&self) -> String {
        assertion("staff", &self.staff)
    }

    /// A nonce that the provider asks for, with a proof that was used to get it.
    async fn asked(&self, (code, key): (&str, &ProofKey)) -> (String, String) {
        let proof = key.proof(TOKEN, None, clock()).expect("a proof");
        let answer = self.redeem((code, &self.staff_assertion()), Some(&proof)).await;
        assert_eq!(answer.error(), (400, "use_dpop_nonce"));
        (answer.nonce.expect("a nonce"), proof)
    }
}

fn assertion(id: &str, signer: &Signer) -> String {
    let claims = json!({ "iss": id, "sub": id, "aud": ISSUER, "jti": random_text(), "iat": 0, "exp": 30 });
    signer.sign("JWT", &claims).expect("a token")
}

fn key() -> ProofKey {
    ProofKey::generate().expect("a key")
}

#[tokio::test]
async fn a_code_is_redeemed_with_a_proof_that_has_the_nonce_and_with_nothing_less() {
    let house = House::new().await;
    let own = key();
    let code = house.code(own.thumbprint()).await;
    let (nonce, used) = house.asked((&code, &own)).await;
    let proof = |key: &ProofKey, address: &str, nonce: Option<&str>| {
        Some(key.proof(address, nonce, clock()).expect("a proof"))
    };
    for (what, shown, expect) in [
        ("no proof", None, "invalid_dpop_proof"),
        ("words", Some("x".to_owned()), "invalid_dpop_proof"),
        ("a proof that was used", Some(used), "invalid_dpop_proof"),
        (
            "a proof for another address",
            proof(&own, &format!("{ISSUER}/par"), Some(&nonce)),
            "invalid_dpop_proof",
        ),
        ("a proof without the nonce", proof(&own, TOKEN, None), "use_dpop_nonce"),
        ("a proof with another nonce", proof(&own, TOKEN, Some("made up")), "use_dpop_nonce"),
    ] {
        let answer = house.redeem((&code, &house.staff_assertion()), shown.as_deref()).await;
        assert_eq!(answer.error(), (400, expect), "{what}");
        assert_eq!(answer.nonce.is_some(), expect == "use_dpop_nonce", "{what}");
    }
    let again = house.staff_assertion();
    let good = proof(&own, TOKEN, Some(&nonce));
    let answer = house.redeem((&code, &again), good.as_deref()).await;
    assert_eq!((answer.status, answer.body["token_type"].as_str()), (StatusCode::OK, Some("DPoP")));
    let token = answer.body["access_token"].as_str().expect("a token");
    let read = jsonwebtoken::dangerous::insecure_decode::<Value>(token).expect("a token");
    assert_eq!(read.claims["cnf"]["jkt"], own.thumbprint());
    // Neither the assertion nor the code is good twice.
    assert_eq!(house.redeem((&code, &again), good.as_deref()).await.error(), (401, "invalid_client"));
    let (nonce, _) = house.asked((&code, &own)).await;
    let fresh = proof(&own, TOKEN, Some(&nonce));
    let answer = house.redeem((&code, &house.staff_assertion()), fresh.as_deref()).await;
    assert_eq!(answer.error(), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_code_is_worth_nothing_with_another_key_or_to_the_other_door() {
    let house = House::new().await;
    let (own, other) = (key(), key());
    let code = house.code(own.thumbprint()).await;
    let (nonce, _) = house.asked((&code, &other)).await;
    let stolen = other.proof(TOKEN, Some(&nonce), clock()).expect("a proof");
    let answer = house.redeem((&code, &house.staff_assertion()), Some(&stolen)).await;
    assert_eq!(answer.error(), (400, "invalid_grant"), "another key");
    let code = house.code(own.thumbprint()).await;
    let answer = house.redeem((&code, &assertion("citizens", &house.citizens)), None).await;
    assert_eq!(answer.error(), (400, "invalid_grant"), "the citizens' door");
    for (what, bad) in [
        ("another name", assertion("citizens", &house.staff)),
        ("another key", assertion("staff", &house.citizens)),
        ("nothing", String::new()),
    ] {
        assert_eq!(house.redeem((&code, &bad), None).await.error(), (401, "invalid_client"), "{what}");
    }
}

#[tokio::test]
async fn a_request_names_its_key_and_comes_back_to_its_own_door() {
    let house = House::new().await;
    let own = key();
    let push = async |back: &str, thumbprint: &str| {
        house.push(&house.staff_assertion(), back, thumbprint).await.status.as_u16()
    };
    assert_eq!(push(BACK, own.thumbprint()).await, 201);
    assert_eq!(push(BACK, "").await, 400);
    assert_eq!(push(BACK, "short").await, 400);
    for back in ["http://localhost:8080/sign-in/callback", "http://evil.example/work/sign-in/callback", ""] {
        assert_eq!(push(back, own.thumbprint()).await, 400, "{back}");
    }
    let citizens = assertion("citizens", &house.citizens);
    assert_eq!(house.push(&citizens, BACK, own.thumbprint()).await.status.as_u16(), 400);
}
