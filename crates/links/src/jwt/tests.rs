//! What tokens are believed, and which are not and why.

use super::{Distrust, Expect, Signer, verify};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

const NOW_S: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW_S).expect("a time")
}

fn with(change: impl Fn(&mut Value)) -> Value {
    let mut claims = json!({"iss": "https://op", "aud": "portal", "exp": NOW_S + 60, "iat": NOW_S});
    change(&mut claims);
    claims
}

#[track_caller]
fn check(token: &str, keys: &JwkSet, refused: Option<&'static str>) {
    let expect =
        Expect { issuer: "https://op", audience: "portal", algorithm: Algorithm::RS256, keys, ends: true };
    let found = match verify(token, &expect, now()) {
        Ok(_) => None,
        Err(Distrust::Reason(reason)) => Some(reason),
        Err(Distrust::Key) => Some("unknown key"),
    };
    assert_eq!(found, refused);
}

#[test]
fn claims_are_checked() {
    let signer = Signer::generate_rs256("a").expect("a key");
    let keys = signer.public().expect("keys");
    let several = "it is for several and does not say for whom it was made";
    let cases: [(Value, Option<&'static str>); 14] = [
        (with(|_| ()), None),
        (with(|c| c["exp"] = json!(NOW_S - 9)), None),
        (with(|c| c["exp"] = json!(NOW_S - 10)), Some("it has ended")),
        (with(|c| c["exp"] = json!("soon")), Some("it has ended")),
        (with(|c| drop(c.as_object_mut().map(|c| c.remove("exp")))), Some("it has ended")),
        (with(|c| c["iat"] = json!(NOW_S + 11)), Some("it is from the future")),
        (with(|c| c["nbf"] = json!(NOW_S + 11)), Some("it is from the future")),
        (with(|c| c["iss"] = json!("https://op/")), Some("its issuer is another")),
        (with(|c| c["aud"] = json!("other")), Some("it is for somebody else")),
        (with(|c| c["aud"] = json!(["portal"])), None),
        (with(|c| c["aud"] = json!(["portal", "other"])), Some(several)),
        (with(|c| c["azp"] = json!("other")), Some("it was made for another")),
        (with(|c| (c["aud"], c["azp"]) = (json!(["portal", "other"]), json!("portal"))), None),
        (with(|c| drop(c.as_object_mut().map(|c| c.remove("aud")))), Some("a claim is missing")),
    ];
    for (claims, refused) in cases {
        check(&signer.sign("JWT", &claims).expect("a token"), &keys, refused);
    }
}

#[test]
fn the_algorithm_is_ours_to_choose() {
    let signer = Signer::generate_rs256("a").expect("a key");
    let keys = signer.public().expect("keys");
    let good = signer.sign("JWT", &with(|_| ())).expect("a token");
    let parts: Vec<&str> = good.split('.').collect();
    let none = format!("{}.{}.", BASE64URL_NOPAD.encode(br#"{"alg":"none","kid":"a"}"#), parts[1]);
    check(&none, &keys, Some("it is no signed token"));
    // The classic: our public key as the secret of a shared-key signature.
    let public = serde_json::to_vec(&keys.keys[0]).expect("JSON");
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("a".into());
    let secret = EncodingKey::from_secret(&public);
    let confused = jsonwebtoken::encode(&header, &with(|_| ()), &secret).expect("a token");
    check(&confused, &keys, Some("its algorithm is another"));
    let curve = Signer::generate_es256("a").expect("a key").sign("JWT", &with(|_| ())).expect("a token");
    check(&curve, &keys, Some("its algorithm is another"));
}

#[test]
fn only_the_providers_keys_count() {
    let signer = Signer::generate_rs256("a").expect("a key");
    let keys = signer.public().expect("keys");
    let sign =
        |kid: &str| Signer::generate_rs256(kid).expect("a key").sign("JWT", &with(|_| ())).expect("a token");
    check(&sign("a"), &keys, Some("its signature does not hold"));
    check(&sign("b"), &keys, Some("unknown key"));
    let good = signer.sign("JWT", &with(|_| ())).expect("a token");
    check(&good.replace('.', ""), &keys, Some("it is no signed token"));
    check("", &keys, Some("it is no signed token"));
}

#[test]
fn a_key_of_another_kind_is_refused_at_start() {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    let der =
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &aws_lc_rs::rand::SystemRandom::new())
            .expect("a key");
    let pem = super::pem(der.as_ref());
    assert!(Signer::from_pem(pem.as_bytes(), "ES256", None).is_ok());
    assert!(Signer::from_pem(pem.as_bytes(), "RS256", None).is_err());
    assert!(Signer::from_pem(pem.as_bytes(), "HS256", None).is_err());
    assert!(Signer::from_pem(b"x", "RS256", None).is_err());
}
