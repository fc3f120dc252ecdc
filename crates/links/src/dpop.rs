//! DPoP (RFC 9449): a token that was stolen is worth nothing without the key it was made for. Makes proofs for the relying
//! party and checks them for the demo's test provider.

use anyhow::Context;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use jsonwebtoken::jwk::{AlgorithmParameters, CommonParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

use crate::jwt::{pem, random_text};

/// The header that carries a proof.
pub(crate) const PROOF: &str = "dpop";
/// The header by which a provider asks for a nonce.
pub(crate) const NONCE: &str = "dpop-nonce";
/// The kind of token that a proof is.
const TYP: &str = "dpop+jwt";
/// How old a proof may be, and how far ahead a clock may be, seconds.
const AGE_MAX_S: i64 = 60;

/// A key of one sign-in. It goes with the browser, sealed, so that whichever process of the portal ends the sign-in has it.
pub(crate) struct ProofKey {
    der: Vec<u8>,
    key: EncodingKey,
    jwk: Jwk,
    thumbprint: String,
}

impl ProofKey {
    /// A new key on the curve P-256.
    pub(crate) fn generate() -> anyhow::Result<Self> {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        Self::of(der.as_ref().to_vec())
    }

    /// The key that [`Self::text`] wrote.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        Self::of(BASE64URL_NOPAD.decode(text.as_bytes())?)
    }

    fn of(der: Vec<u8>) -> anyhow::Result<Self> {
        let key = EncodingKey::from_ec_pem(pem(&der).as_bytes())?;
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256)?;
        let jwk = Jwk { common: CommonParameters::default(), ..public };
        let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256)?;
        Ok(Self { der, key, jwk, thumbprint })
    }

    /// The private key as text: only for a seal.
    pub(crate) fn text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.der)
    }

    /// What tokens are bound to.
    pub(crate) fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// A proof for one `POST` to an address. Each is used once.
    pub(crate) fn proof(&self, address: &str, nonce: Option<&str>, now: Timestamp) -> anyhow::Result<String> {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some(TYP.to_owned());
        header.jwk = Some(self.jwk.clone());
        let mut claims =
            json!({ "jti": random_text(), "htm": "POST", "htu": bare(address), "iat": now.as_second() });
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        jsonwebtoken::encode(&header, &claims, &self.key).context("a proof could not be signed")
    }
}

/// An address without query and fragment, as proofs name it.
fn bare(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// A proof that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proved {
    pub(crate) thumbprint: String,
    pub(crate) jti: String,
    pub(crate) nonce: Option<String>,
}

/// Checks a proof for a `POST` to an address. Whether its `jti` and nonce are good is the caller's to know.
pub(crate) fn check(proof: &str, address: &str, now: Timestamp) -> Result<Proved, &'static str> {
    let header = jsonwebtoken::decode_header(proof).map_err(|_| "the proof is no signed token")?;
    if header.typ.as_deref() != Some(TYP) || header.alg != Algorithm::ES256 {
        return Err("the proof is of another kind");
    }
    let jwk = header.jwk.ok_or("the proof has no key")?;
    let is_p256 =
        matches!(&jwk.algorithm, AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256);
    if !is_p256 {
        return Err("the proof's key is of another kind");
    }
    let key = DecodingKey::from_jwk(&jwk).map_err(|_| "the proof's key cannot be used")?;
    let mut rules = Validation::new(Algorithm::ES256);
    rules.required_spec_claims.clear();
    (rules.validate_exp, rules.validate_aud) = (false, false);
    let claims = jsonwebtoken::decode::<Value>(proof, &key, &rules)
        .map_err(|_| "the proof's signature does not hold")?
        .claims;
    let text = |name: &str| claims[name].as_str().map(str::to_owned);
    if claims["htm"] != "POST" || claims["htu"] != bare(address) {
        return Err("the proof is for another request");
    }
    let age_s = claims["iat"].as_i64().map(|at| now.as_second() - at);
    if age_s.is_none_or(|age_s| age_s.abs() > AGE_MAX_S) {
        return Err("the proof is too old");
    }
    let jti = text("jti").filter(|jti| !jti.is_empty()).ok_or("the proof has no name")?;
    let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256).map_err(|_| "the proof's key cannot be named")?;
    Ok(Proved { thumbprint, jti, nonce: text("nonce") })
}

#[cfg(test)]
mod tests {
    use super::{ProofKey, Proved, check};
    use jiff::{SignedDuration, Timestamp};

    const TOKEN: &str = "https://op.example/token";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn a_proof_holds_for_its_request_and_its_time() {
        let key = ProofKey::generate().expect("a key");
        let proof = key.proof(&format!("{TOKEN}?x=1#y"), Some("n"), at(1000)).expect("a proof");
        let proved = check(&proof, TOKEN, at(1000)).expect("it holds");
        let Proved { thumbprint, nonce, .. } = &proved;
        assert_eq!((thumbprint.as_str(), nonce.as_deref()), (key.thumbprint(), Some("n")));
        assert_eq!(check(&proof, TOKEN, at(1060)), Ok(proved.clone()));
        assert_eq!(check(&proof, TOKEN, at(1061)), Err("the proof is too old"));
        assert_eq!(check(&proof, TOKEN, at(939)), Err("the proof is too old"));
        assert_eq!(
            check(&proof, "https://op.example/par", at(1000)),
            Err("the proof is for another request")
        );
        let again = key.proof(TOKEN, None, at(1000)).expect("a proof");
        let again = check(&again, TOKEN, at(1000)).expect("it holds");
        assert!(again.jti != proved.jti && again.nonce.is_none(), "each proof has a name of its own");
    }

    #[test]
    fn a_key_comes_back_from_its_text_and_shows_its_public_half_only() {
        let key = ProofKey::generate().expect("a key");
        let same = ProofKey::parse(&key.text()).expect("the same key");
        assert_eq!(same.thumbprint(), key.thumbprint());
        assert_ne!(ProofKey::generate().expect("a key").thumbprint(), key.thumbprint());
        assert!(ProofKey::parse("AAAA").is_err() && ProofKey::parse("*").is_err());
        let header =
            jsonwebtoken::decode_header(key.proof(TOKEN, None, at(0)).expect("a proof")).expect("a header");
        let shown = serde_json::to_value(header.jwk).expect("JSON");
        let mut names: Vec<&String> = shown.as_object().expect("a key").keys().collect();
        names.sort_unstable();
        assert_eq!(names, ["crv", "kty", "x", "y"]);
    }

    #[test]
    fn a_changed_proof_does_not_hold() {
        let key = ProofKey::generate().expect("a key");
        let proof = key.proof(TOKEN, None, at(0)).expect("a proof");
        let other = ProofKey::generate().expect("a key").proof(TOKEN, None, at(0)).expect("a proof");
        let parts = |proof: &str| proof.split('.').map(str::to_owned).collect::<Vec<_>>();
        let (one, two) = (parts(&proof), parts(&other));
        let mixed =
            [format!("{}.{}.{}", one[0], two[1], one[2]), format!("{}.{}.{}", two[0], one[1], one[2])];
        for bad in mixed.iter().map(String::as_str).chain(["", "x.y.z", one[0].as_str()]) {
            assert!(check(bad, TOKEN, at(0)).is_err(), "{bad}");
        }
        // A token of another kind, signed with a key of the right kind.
        let signer = crate::Signer::generate_es256("k").expect("a key");
        let token =
            signer.sign("JWT", &serde_json::json!({"htm": "POST", "htu": TOKEN, "iat": 0, "jti": "x"}));
        assert_eq!(check(&token.expect("a token"), TOKEN, at(0)), Err("the proof is of another kind"));
    }
}
