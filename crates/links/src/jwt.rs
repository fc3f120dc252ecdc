//! Signed tokens: made with one key, accepted by one algorithm that is fixed beforehand and never taken from the token.

use anyhow::Context;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jiff::Timestamp;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::Value;

/// Seconds that clocks may differ.
pub(crate) const LEEWAY_S: i64 = 10;

/// A private key and what it is called.
#[derive(Clone)]
pub struct Signer {
    key: EncodingKey,
    algorithm: Algorithm,
    kid: Option<String>,
}

impl Signer {
    /// The key of a PEM file (PKCS #8), for `RS256`, `RS384`, `PS256`, `ES256` or `ES384`.
    ///
    /// # Errors
    /// If it is not a key of that kind.
    pub fn from_pem(pem: &[u8], algorithm: &str, kid: Option<String>) -> anyhow::Result<Self> {
        let algorithm: Algorithm = algorithm.parse().context("an unknown algorithm")?;
        let key = match algorithm {
            Algorithm::RS256 | Algorithm::RS384 | Algorithm::PS256 => EncodingKey::from_rsa_pem(pem),
            Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_pem(pem),
            _ => anyhow::bail!("only RS256, RS384, PS256, ES256 and ES384 can be used"),
        };
        let key = key.with_context(|| format!("not a private key for {algorithm:?} in PEM (PKCS #8)"))?;
        let signer = Self { key, algorithm, kid };
        // A key that is read but cannot sign would be found out by the first person who signs in.
        signer.sign("JWT", &Value::Object(serde_json::Map::new()))?;
        Ok(signer)
    }

    /// A new key on the curve P-256.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate_es256(kid: &str) -> anyhow::Result<Self> {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        Self::from_pem(pem(der.as_ref()).as_bytes(), "ES256", Some(kid.to_owned()))
    }

    /// A new RSA key of 2048 bits.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate_rs256(kid: &str) -> anyhow::Result<Self> {
        let der = KeyPair::generate(KeySize::Rsa2048)?.as_der()?;
        Self::from_pem(pem(der.as_ref()).as_bytes(), "RS256", Some(kid.to_owned()))
    }

    /// A new key on the curve P-384.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate_es384(kid: &str) -> anyhow::Result<Self> {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &SystemRandom::new())?;
        Self::from_pem(pem(der.as_ref()).as_bytes(), "ES384", Some(kid.to_owned()))
    }

    /// A new RSA key of 2048 bits that signs with SHA-384.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate_rs384(kid: &str) -> anyhow::Result<Self> {
        let der = KeyPair::generate(KeySize::Rsa2048)?.as_der()?;
        Self::from_pem(pem(der.as_ref()).as_bytes(), "RS384", Some(kid.to_owned()))
    }

    /// Signs claims.
    pub(crate) fn sign(&self, typ: &str, claims: &Value) -> anyhow::Result<String> {
        let mut header = Header::new(self.algorithm);
        header.typ = Some(typ.to_owned());
        header.kid.clone_from(&self.kid);
        Ok(jsonwebtoken::encode(&header, claims, &self.key)?)
    }

    /// The public half, as a key set.
    ///
    /// # Errors
    /// If the key cannot be shown; a key that has signed always can.
    pub fn public(&self) -> anyhow::Result<JwkSet> {
        let mut key = Jwk::from_encoding_key(&self.key, self.algorithm)?;
        key.common.key_id.clone_from(&self.kid);
        key.common.public_key_use = Some(jsonwebtoken::jwk::PublicKeyUse::Signature);
        Ok(JwkSet { keys: vec![key] })
    }
}

/// A private key as PEM.
pub(crate) fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}

/// What a token must be to be believed.
pub(crate) struct Expect<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) audience: &'a str,
    pub(crate) algorithm: Algorithm,
    pub(crate) keys: &'a JwkSet,
    /// Whether it must say when it ends.
    pub(crate) ends: bool,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Distrust {
    /// Signed with a key we do not have. It may be new: fetch the keys once more.
    Key,
    /// For the reason named.
    Reason(&'static str),
}

/// The claims of a token that holds.
pub(crate) fn verify(token: &str, expect: &Expect<'_>, now: Timestamp) -> Result<Value, Distrust> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| Distrust::Reason("it is no signed token"))?;
    if header.alg != expect.algorithm {
        return Err(Distrust::Reason("its algorithm is another"));
    }
    if header.crit.is_some() {
        return Err(Distrust::Reason("it has a critical extension"));
    }
    let key = find(expect, header.kid.as_deref()).ok_or(Distrust::Key)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| Distrust::Reason("its key cannot be used"))?;
    let mut rules = Validation::new(expect.algorithm);
    rules.set_audience(&[expect.audience]);
    rules.set_issuer(&[expect.issuer]);
    rules.set_required_spec_claims(&["iss", "aud"]);
    // The times are checked here, against `now`.
    rules.validate_exp = false;
    let claims =
        jsonwebtoken::decode::<Value>(token, &key, &rules).map_err(|error| Distrust::Reason(name(&error)))?;
    times(&claims.claims, expect.ends, now.as_second())?;
    party(&claims.claims, expect.audience)?;
    Ok(claims.claims)
}

fn find<'a>(expect: &Expect<'a>, kid: Option<&str>) -> Option<&'a Jwk> {
    let is_of_kind = |key: &&Jwk| {
        let named = key.common.key_algorithm.is_none_or(|algorithm| algorithm == expect.algorithm.into());
        named
            && key
                .common
                .public_key_use
                .as_ref()
                .is_none_or(|usage| *usage == jsonwebtoken::jwk::PublicKeyUse::Signature)
    };
    match kid {
        Some(kid) => {
            expect.keys.keys.iter().filter(is_of_kind).find(|key| key.common.key_id.as_deref() == Some(kid))
        }
        // Without a name there must be no choice.
        None => expect.keys.keys.first().filter(|_| expect.keys.keys.len() == 1).filter(is_of_kind),
    }
}

fn times(claims: &Value, ends: bool, now_s: i64) -> Result<(), Distrust> {
    let second = |name: &str| claims.get(name).map(|value| value.as_f64().map(|seconds| seconds as i64));
    match second("exp") {
        Some(Some(exp)) if exp.saturating_add(LEEWAY_S) > now_s => {}
        None if !ends => {}
        _ => return Err(Distrust::Reason("it has ended")),
    }
    for name in ["nbf", "iat"] {
        match second(name) {
            None => {}
            Some(Some(from)) if from <= now_s.saturating_add(LEEWAY_S) => {}
            Some(_) => return Err(Distrust::Reason("it is from the future")),
        }
    }
    Ok(())
}

/// A token for several must say that we are the one it was made for.
fn party(claims: &Value, audience: &str) -> Result<(), Distrust> {
    let is_for_several = claims["aud"].as_array().is_some_and(|all| all.len() > 1);
    match claims.get("azp").and_then(Value::as_str) {
        Some(party) if party != audience => Err(Distrust::Reason("it was made for another")),
        None if is_for_several => {
            Err(Distrust::Reason("it is for several and does not say for whom it was made"))
        }
        _ => Ok(()),
    }
}

fn name(error: &jsonwebtoken::errors::Error) -> &'static str {
    use jsonwebtoken::errors::ErrorKind;
    match error.kind() {
        ErrorKind::InvalidSignature => "its signature does not hold",
        ErrorKind::InvalidIssuer => "its issuer is another",
        ErrorKind::InvalidAudience => "it is for somebody else",
        ErrorKind::MissingRequiredClaim(_) => "a claim is missing",
        _ => "it cannot be read",
    }
}

/// Random text of 256 bits.
pub(crate) fn random_text() -> String {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives randomness");
    BASE64URL_NOPAD.encode(&bytes)
}

/// SHA-256 of a text, as a code challenge.
pub(crate) fn challenge(text: &str) -> String {
    BASE64URL_NOPAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()).as_ref())
}

/// Whether two secrets are the same, in time that tells nothing.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests;
