//! Redeeming a code: the tokens, and for staff the proof that they are bound to the key of the sign-in.

use helsami_app::identity_provider::ProviderError;
use helsami_domain::workplace::Workplace;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::Provider;
use super::metadata::Reply;
use super::sealed::UnderWay;
use crate::dpop::ProofKey;
use crate::jwt::is_same;

/// What the provider gives for a code.
#[derive(Deserialize)]
pub(super) struct Tokens {
    id_token: String,
    #[serde(default)]
    token_type: String,
    #[serde(default)]
    access_token: String,
}

impl Provider {
    /// The ID token for a code.
    pub(super) async fn redeem(
        &self,
        code: &str,
        under_way: &UnderWay,
        now: Timestamp,
    ) -> Result<String, ProviderError> {
        let known = self.source.known(now).await?;
        let endpoint = &known.metadata.token_endpoint;
        let workplace = under_way.workplace()?;
        let Some(key) = &under_way.key else {
            if self.registration.whom.is_staff() {
                return Err(ProviderError::Unknown);
            }
            let assertion = self.assertion(None, now)?;
            let tokens: Tokens =
                self.source.post(endpoint, &self.token_form((code, under_way), &assertion)).await?;
            return Ok(tokens.id_token);
        };
        let key = ProofKey::parse(key).map_err(|_| ProviderError::Unknown)?;
        let tokens =
            self.redeem_proved((endpoint, &key), (code, under_way), (workplace.as_ref(), now)).await?;
        is_bound(&tokens, key.thumbprint())?;
        Ok(tokens.id_token)
    }

    /// Asks with a proof. A provider that wants a nonce in it gets one more try, with a new proof and a new assertion: both
    /// are good once.
    async fn redeem_proved(
        &self,
        (endpoint, key): (&str, &ProofKey),
        what: (&str, &UnderWay),
        (workplace, now): (Option<&Workplace>, Timestamp),
    ) -> Result<Tokens, ProviderError> {
        let mut nonce = None;
        for _ in 0..2 {
            let assertion = self.assertion(workplace, now)?;
            let proof = key.proof(endpoint, nonce.as_deref(), now);
            let proof = proof.map_err(|_| ProviderError::Refused("the key of the sign-in cannot sign"))?;
            let form = self.token_form(what, &assertion);
            match self.source.post_proved((endpoint, &proof), &form).await? {
                Reply::Yes(tokens) => return Ok(tokens),
                Reply::Nonce(asked) => nonce = Some(asked),
            }
        }
        Err(ProviderError::Refused("the provider wants one nonce after another"))
    }

    fn token_form<'f>(
        &'f self,
        (code, under_way): (&'f str, &'f UnderWay),
        assertion: &'f str,
    ) -> [(&'static str, &'f str); 7] {
        [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.registration.callback),
            ("code_verifier", &under_way.verifier),
            ("client_id", &self.registration.client_id),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ]
    }
}

/// Whether the tokens are bound to the key: their type says so, and an access token that can be read names the key.
fn is_bound(tokens: &Tokens, thumbprint: &str) -> Result<(), ProviderError> {
    if !tokens.token_type.eq_ignore_ascii_case("DPoP") || tokens.access_token.is_empty() {
        return Err(ProviderError::Refused("the tokens are not bound to the key"));
    }
    // The access token is not for the portal, so it is not verified and gives nothing; it can only speak against itself.
    let read = jsonwebtoken::dangerous::insecure_decode::<Value>(&tokens.access_token);
    let bound = read.ok().and_then(|token| token.claims.get("cnf").cloned());
    match bound {
        Some(bound) if !is_same(bound["jkt"].as_str().unwrap_or_default(), thumbprint) => {
            Err(ProviderError::Refused("the tokens are bound to another key"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Tokens, is_bound};
    use crate::Signer;
    use helsami_app::identity_provider::ProviderError;
    use serde_json::{Value, json};

    fn check(token_type: &str, claims: Option<&Value>, expect: Result<(), ProviderError>) {
        let signer = Signer::generate_es256("op").expect("a key");
        let access_token = match claims {
            Some(claims) => signer.sign("at+jwt", claims).expect("a token"),
            None => "opaque".to_owned(),
        };
        let tokens = Tokens { id_token: String::new(), token_type: token_type.to_owned(), access_token };
        assert_eq!(is_bound(&tokens, "key"), expect, "{token_type} {claims:?}");
    }

    #[test]
    fn tokens_are_bound_to_the_key_of_the_sign_in() {
        let no = |reason| Err(ProviderError::Refused(reason));
        check("DPoP", None, Ok(()));
        check("dpop", Some(&json!({})), Ok(()));
        check("DPoP", Some(&json!({ "cnf": { "jkt": "key" } })), Ok(()));
        for kind in ["Bearer", "bearer", "", "DPoP Bearer", "N_A"] {
            check(kind, Some(&json!({ "cnf": { "jkt": "key" } })), no("the tokens are not bound to the key"));
        }
        for bound in [json!({ "jkt": "other" }), json!({}), json!("key"), json!({ "x5t#S256": "key" })] {
            check("DPoP", Some(&json!({ "cnf": bound })), no("the tokens are bound to another key"));
        }
        let empty =
            Tokens { id_token: String::new(), token_type: "DPoP".to_owned(), access_token: String::new() };
        assert_eq!(is_bound(&empty, "key"), no("the tokens are not bound to the key"));
    }
}
