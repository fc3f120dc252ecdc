//! Signed assertions of registered systems (RFC 7523, SMART Backend Services): who has signed, with a key that was registered
//! beforehand. Whether one was used before is not known here.

use std::collections::HashMap;

use anyhow::Context;
use data_encoding::BASE64URL_NOPAD;
use helsami_app::exchange::Asserted;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::Algorithm;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet};
use serde_json::{Value, json};

use crate::jwt::{Distrust, Expect, Signer, random_text, verify};

/// The registered systems with their public keys.
#[derive(Debug)]
pub struct Assertions {
    keys: HashMap<String, JwkSet>,
    /// Whom assertions must be made for: the token endpoint.
    audience: String,
}

impl Assertions {
    /// Systems by their names, each with the text of its key set.
    ///
    /// # Errors
    /// If a key set cannot be read, has no key, or one that cannot be used.
    pub fn new(clients: &[(String, String)], audience: String) -> anyhow::Result<Self> {
        let mut keys = HashMap::new();
        for (id, text) in clients {
            let failed = || format!("the keys of the client {id}");
            let set: JwkSet = serde_json::from_str(text).with_context(failed)?;
            anyhow::ensure!(!set.keys.is_empty(), "the client {id} has no key");
            for key in &set.keys {
                anyhow::ensure!(
                    key.common.key_id.is_some() && algorithm(key).is_some(),
                    "the keys of the client {id} must each have a kid, and be RSA keys (RS384) or on the curve P-384 (ES384)"
                );
            }
            keys.insert(id.clone(), set);
        }
        Ok(Self { keys, audience })
    }

    /// Who has signed this.
    ///
    /// # Errors
    /// Why it does not hold.
    pub fn check(&self, assertion: &str, now: Timestamp) -> Result<Asserted, &'static str> {
        let issuer = issuer(assertion).ok_or("it is no signed token")?;
        let keys = self.keys.get(&issuer).ok_or("the client is not registered")?;
        let header = jsonwebtoken::decode_header(assertion).map_err(|_| "it is no signed token")?;
        let kid = header.kid.as_deref().ok_or("its key has no name")?;
        let key = keys.keys.iter().find(|key| key.common.key_id.as_deref() == Some(kid));
        // The key says the algorithm, never the token.
        let algorithm = key.and_then(algorithm).ok_or("its key is not registered")?;
        let expect = Expect { issuer: &issuer, audience: &self.audience, algorithm, keys, ends: true };
        let claims = verify(assertion, &expect, now).map_err(|distrust| match distrust {
            Distrust::Key => "its key is not registered",
            Distrust::Reason(reason) => reason,
        })?;
        if claims["sub"].as_str() != Some(&issuer) {
            return Err("it is about another client");
        }
        let jti = claims["jti"].as_str().filter(|jti| !jti.is_empty()).ok_or("it has no name")?;
        let ends = claims["exp"].as_i64().and_then(|exp| Timestamp::from_second(exp).ok());
        Ok(Asserted { client_id: issuer, jti: jti.to_owned(), ends: ends.ok_or("it has ended")? })
    }
}

/// What is signed with a key: the two that SMART demands of servers.
fn algorithm(key: &Jwk) -> Option<Algorithm> {
    let of_kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS384,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P384 => Algorithm::ES384,
        _ => return None,
    };
    key.common.key_algorithm.is_none_or(|named| named == of_kind.into()).then_some(of_kind)
}

/// Who says they have signed it; to be believed when the signature holds.
fn issuer(assertion: &str) -> Option<String> {
    let claims = BASE64URL_NOPAD.decode(assertion.split('.').nth(1)?.as_bytes()).ok()?;
    serde_json::from_slice::<Value>(&claims).ok()?["iss"].as_str().map(str::to_owned)
}

/// An assertion as a system makes it, for a token endpoint; each holds once, for a minute.
///
/// # Errors
/// If the key cannot sign.
pub fn assertion(signer: &Signer, client_id: &str, audience: &str, now: Timestamp) -> anyhow::Result<String> {
    let ends = now + SignedDuration::from_mins(1);
    let claims = json!({
        "iss": client_id, "sub": client_id, "aud": audience, "exp": ends.as_second(), "jti": random_text(),
    });
    signer.sign("JWT", &claims)
}

#[cfg(test)]
mod tests {
    use super::{Assertions, assertion};
    use crate::jwt::Signer;
    use jiff::{SignedDuration, Timestamp};
    use serde_json::{Value, json};

    const TOKEN: &str = "https://helse.example/oauth/token";

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).expect("a time")
    }

    fn registered(signer: &Signer) -> Assertions {
        let keys = serde_json::to_string(&signer.public().expect("keys")).expect("JSON");
        Assertions::new(&[("lab".into(), keys)], TOKEN.into()).expect("registered")
    }

    #[test]
    fn both_algorithms_hold() {
        for signer in [Signer::generate_es384("a"), Signer::generate_rs384("a")] {
            let signer = signer.expect("a key");
            let clients = registered(&signer);
            let made = assertion(&signer, "lab", TOKEN, now()).expect("signed");
            let asserted = clients.check(&made, now()).expect("it holds");
            assert_eq!(
                (asserted.client_id.as_str(), asserted.ends),
                ("lab", now() + SignedDuration::from_mins(1))
            );
            let again = assertion(&signer, "lab", TOKEN, now()).expect("signed");
            assert_ne!(clients.check(&again, now()).expect("it holds").jti, asserted.jti);
        }
    }

    #[test]
    fn what_is_not_believed() {
        let signer = Signer::generate_es384("a").expect("a key");
        let clients = registered(&signer);
        let good =
            || json!({"iss": "lab", "sub": "lab", "aud": TOKEN, "exp": now().as_second() + 60, "jti": "1"});
        let check = |change: &dyn Fn(&mut Value), reason: &str| {
            let mut claims = good();
            change(&mut claims);
            let made = signer.sign("JWT", &claims).expect("signed");
            assert_eq!(clients.check(&made, now()).err(), Some(reason), "{claims}");
        };
        check(&|claims| claims["iss"] = json!("other"), "the client is not registered");
        check(&|claims| claims["sub"] = json!("other"), "it is about another client");
        check(&|claims| claims["aud"] = json!("https://helse.example/fhir"), "it is for somebody else");
        check(&|claims| claims["exp"] = json!(now().as_second() - 10), "it has ended");
        check(&|claims| claims["jti"] = json!(""), "it has no name");
        check(&|claims| claims["nbf"] = json!(now().as_second() + 60), "it is from the future");
        let other = Signer::generate_es384("a").expect("a key");
        let forged = assertion(&other, "lab", TOKEN, now()).expect("signed");
        assert_eq!(clients.check(&forged, now()).err(), Some("its signature does not hold"));
        let unknown = Signer::generate_es384("b").expect("a key");
        let made = assertion(&unknown, "lab", TOKEN, now()).expect("signed");
        assert_eq!(clients.check(&made, now()).err(), Some("its key is not registered"));
        let weak = Signer::generate_es256("a").expect("a key");
        let made = assertion(&weak, "lab", TOKEN, now()).expect("signed");
        assert_eq!(clients.check(&made, now()).err(), Some("its algorithm is another"));
        for bad in ["", "x", "x.y.z"] {
            assert_eq!(clients.check(bad, now()).err(), Some("it is no signed token"));
        }
        let keys = serde_json::to_string(&weak.public().expect("keys")).expect("JSON");
        assert!(Assertions::new(&[("lab".into(), keys)], TOKEN.into()).is_err(), "a weaker key");
        assert!(Assertions::new(&[("lab".into(), "{\"keys\":[]}".into())], TOKEN.into()).is_err());
    }
}
