//! How systems sign in, and how they are turned away.

use std::time::Duration;

use axum::body::Body;
use helsami_api::fhir::Limits;
use helsami_app::exchange::{Asserted, Terms};
use http::{Request, StatusCode};
use jiff::SignedDuration;

use crate::house::{Answer, House, now, patient};

async fn ask(house: &House, fields: &[(&str, &str)]) -> Answer {
    // Every value here is plain but for the colons of the type, which a form may hold.
    let form: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::post("/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    house.send(request.body(Body::from(form.join("&"))).expect("a request")).await
}

const TYPE: (&str, &str) =
    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
const GRANT: (&str, &str) = ("grant_type", "client_credentials");

#[tokio::test]
async fn a_signed_assertion_opens_a_token_once() {
    let house = House::new().await;
    let signed = house.assertion("lab");
    let fields =
        [GRANT, TYPE, ("client_assertion", &signed), ("scope", "system/Patient.rs+openid+system/Pasient.r")];
    let answer = ask(&house, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let json = answer.json();
    assert_eq!((&json["token_type"], &json["expires_in"]), (&"bearer".into(), &300.into()));
    assert_eq!(json["scope"], "system/Patient.rs", "what it has asked for, as far as it is registered");
    let token = json["access_token"].as_str().expect("a token").to_owned();
    let caller = house.exchange.recognise(&token, now()).expect("ours");
    assert_eq!(caller.id(), "lab");
    let last = now() + SignedDuration::from_secs(299);
    assert!(house.exchange.recognise(&token, last).is_some());
    assert!(house.exchange.recognise(&token, now() + SignedDuration::from_secs(300)).is_none());
    let again = ask(&house, &fields).await;
    assert_eq!((again.status, &again.json()["error"]), (StatusCode::UNAUTHORIZED, &"invalid_client".into()));
    assert_eq!(again.json()["error_description"], "it was used before");
}

#[tokio::test]
async fn what_opens_no_token() {
    let house = House::new().await;
    let (signed, other) = (house.assertion("lab"), house.assertion("narrow"));
    let check = async |fields: &[(&str, &str)], status: u16, error: &str| {
        let answer = ask(&house, fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error"].as_str()),
            (status, Some(error)),
            "{fields:?}"
        );
    };
    check(&[], 400, "unsupported_grant_type").await;
    check(&[("grant_type", "password"), TYPE, ("client_assertion", &signed)], 400, "unsupported_grant_type")
        .await;
    check(&[GRANT, ("client_assertion", &signed)], 400, "invalid_request").await;
    check(&[GRANT, TYPE, ("client_assertion", "x")], 401, "invalid_client").await;
    check(&[GRANT, TYPE, ("client_assertion", &other), ("scope", "system/Task.r")], 400, "invalid_scope")
        .await;
    // A scope that was refused has not used the assertion up.
    let answer = ask(&house, &[GRANT, TYPE, ("client_assertion", &other)]).await;
    assert_eq!(answer.json()["scope"], "system/Patient.r system/Observation.c");
    let long =
        Asserted { client_id: "lab".into(), jti: "1".into(), ends: now() + SignedDuration::from_mins(6) };
    assert!(house.exchange.token(&long, None, now()).await.is_err(), "more than five minutes ahead");
}

#[tokio::test]
async fn where_systems_sign_in_is_said() {
    let house = House::new().await;
    let request =
        Request::get("/fhir/.well-known/smart-configuration").body(Body::empty()).expect("a request");
    let json = house.send(request).await.json();
    assert_eq!(json["token_endpoint"], "https://helse.example/oauth/token");
    assert_eq!(json["token_endpoint_auth_signing_alg_values_supported"][1], "ES384");
    let request = Request::get("/fhir/metadata?_pretty=true").body(Body::empty()).expect("a request");
    let answer = house.send(request).await;
    let json = answer.json();
    assert!(answer.text.starts_with("{\n  \""), "{}", &answer.text[..40]);
    assert_eq!(
        (&json["resourceType"], &json["fhirVersion"]),
        (&"CapabilityStatement".into(), &"4.0.1".into())
    );
    let resources = json["rest"][0]["resource"].as_array().expect("types");
    assert!(resources.len() > 140);
    let codes: Vec<&str> = resources[0]["interaction"]
        .as_array()
        .expect("interactions")
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "search-type",
            "create",
            "read",
            "update",
            "delete",
            "patch",
            "history-instance",
            "history-type",
            "vread"
        ]
    );
    let patient = resources.iter().find(|one| one["type"] == "Patient").expect("Patient");
    let operations = |kind: &str| -> Vec<String> {
        let one = resources.iter().find(|one| one["type"] == kind).expect(kind);
        let name = |one: &serde_json::Value| one["name"].as_str().expect("a name").to_owned();
        one["operation"].as_array().into_iter().flatten().map(name).collect()
    };
    assert_eq!(
        operations("Patient"),
        ["merge", "unmerge", "validate", "meta", "meta-add", "meta-delete", "export", "everything"]
    );
    assert_eq!(operations("Observation"), ["lastn", "validate", "meta", "meta-add", "meta-delete"]);
    assert_eq!(operations("Condition"), ["validate", "meta", "meta-add", "meta-delete"]);
    assert_eq!(operations("Group"), ["validate", "meta", "meta-add", "meta-delete", "export"]);
    let bulk = &json["rest"][0]["operation"][0]["definition"];
    assert_eq!(bulk, "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export");
    let names: Vec<&str> = patient["searchParam"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert!(
        names.contains(&"birthdate") && names.contains(&"_id") && !names.contains(&"phonetic"),
        "{names:?}"
    );
}

#[tokio::test]
async fn who_shows_no_token_gets_nothing() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let id = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let ask = async |token: Option<&str>| {
        let mut request = Request::get(format!("/fhir/Patient/{id}"));
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        house.send(request.body(Body::empty()).expect("a request")).await
    };
    let shown = format!("Bearer {}", lab.token);
    assert_eq!(ask(Some(&shown)).await.status, StatusCode::OK);
    assert_eq!(ask(Some(&shown.replace("Bearer", "bearer"))).await.status, StatusCode::OK);
    for token in
        [None, Some("Bearer x"), Some(&shown[..shown.len() - 1]), Some(&shown[7..]), Some("Basic bGFi")]
    {
        let answer = ask(token).await;
        assert_eq!(
            (answer.status, answer.issue().0.as_str()),
            (StatusCode::UNAUTHORIZED, "login"),
            "{token:?}"
        );
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn only_json_is_spoken_and_limits_are_said() {
    let limits = Limits { body_bytes: 400, at_once: 1, ..Limits::default() };
    let house = House::with(Terms { entries_max: 2, ..Terms::default() }, limits).await;
    let lab = house.system("lab").await;
    let ask =
        async |headers: &[(&str, &str)], body: &str| lab.ask(("PUT", "/fhir/Patient/p"), headers, body).await;
    let xml = ask(&[("accept", "application/fhir+xml")], &patient("p")).await;
    assert_eq!((xml.status, xml.issue().0.as_str()), (StatusCode::NOT_ACCEPTABLE, "not-supported"));
    let request = Request::put("/fhir/Patient/p")
        .header("authorization", format!("Bearer {}", lab.token))
        .header("content-type", "application/fhir+xml");
    let xml = house.send(request.body(Body::from("<Patient/>")).expect("a request")).await;
    assert_eq!((xml.status, xml.issue().0.as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported"));
    let large = ask(&[], &patient("p").replace("mrn", &"x".repeat(400))).await;
    assert_eq!((large.status, large.issue().0.as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-long"));
    let entry = r#"{"request":{"method":"GET","url":"Patient/p"}}"#;
    let many = format!(r#"{{"resourceType":"Bundle","type":"batch","entry":[{entry},{entry},{entry}]}}"#);
    let many = lab.post("/fhir", &many).await;
    assert_eq!((many.status, many.issue().0.as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-long"));
    for path in ["/fhir/Pasient/1", "/fhir/Patient/1/2/3/4/5", "/fhir/$nothing/x/y/z"] {
        let answer = lab.get(path).await;
        assert_eq!(
            (answer.status, answer.issue().0.as_str()),
            (StatusCode::NOT_FOUND, "not-supported"),
            "{path}"
        );
    }
    let method = lab.ask(("PATCH", "/fhir/metadata"), &[], "").await;
    assert_eq!((method.status, method.issue().0.as_str()), (StatusCode::METHOD_NOT_ALLOWED, "not-supported"));
}

#[tokio::test]
async fn a_system_that_asks_too_much_at_once_waits() {
    let house = House::with(Terms::default(), Limits { at_once: 1, ..Limits::default() }).await;
    let lab = house.system("lab").await;
    let (one, two) = (patient("a"), patient("b"));
    // The first can be done before the second begins; then they are asked again.
    for _ in 0..200 {
        let (one, two) = tokio::join!(lab.put("/fhir/Patient/a", &one), lab.put("/fhir/Patient/b", &two));
        assert!(one.status.is_success(), "{one:?}");
        if two.status.is_success() {
            continue;
        }
        assert_eq!((two.status, two.issue().0.as_str()), (StatusCode::TOO_MANY_REQUESTS, "throttled"));
        assert_eq!(two.header("retry-after"), "1");
        return;
    }
    panic!("never too much at once");
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let house = House::with(Terms::default(), Limits { answer: Duration::ZERO, ..Limits::default() }).await;
    let lab = house.system("lab").await;
    // What is done before anybody looks at the clock is not late; then it is asked again.
    for _ in 0..200 {
        let late = lab.put("/fhir/Patient/a", &patient("a")).await;
        if late.status.is_success() {
            continue;
        }
        assert_eq!((late.status, late.issue().0.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "timeout"));
        return;
    }
    panic!("never too late");
}
