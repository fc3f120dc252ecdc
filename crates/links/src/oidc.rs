//! The relying party: signs people in at an OpenID provider as ID-porten does it, and staff as HelseID does it. Pushed
//! authorization requests, PKCE, `private_key_jwt`, `state`, `nonce`, `iss`, a fixed algorithm, the level of assurance, and
//! logout both ways; for staff also tokens that are bound to a key (DPoP).

pub(crate) mod helseid;
mod metadata;
mod push;
mod sealed;
mod tokens;

use helsami_app::identity_provider::{
    Anew, Answer, Ask, Begun, Farewell, IdentityProvider, Later, Proved, ProvedPerson, ProviderError,
};
use helsami_domain::workplace::Workplace;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::dpop::ProofKey;
use crate::jwt::{Distrust, Expect, LEEWAY_S, Signer, is_same, random_text, verify};
use metadata::{Known, Source};
use sealed::{Sealer, UnderWay};

/// How long a person may take to sign in.
const SIGN_IN_MAX: SignedDuration = SignedDuration::from_mins(10);
/// How old a logout from the provider may be.
const LOGOUT_MAX_S: i64 = 300;
/// The event of a logout.
///
/// Source: OpenID Connect Back-Channel Logout 1.0, 2.4.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The claim by which the demo's test provider names a record.
pub(crate) const RECORD_CLAIM: &str = "helsami_record";

/// How the portal is registered at the provider.
pub struct Registration {
    /// The provider's name, as it writes it.
    pub issuer: String,
    /// The portal's name.
    pub client_id: String,
    /// The portal's key.
    pub signer: Signer,
    /// What ID tokens are signed with: `RS256` or `ES256`.
    pub id_token_algorithm: String,
    /// The scopes.
    pub scope: String,
    /// Who signs in, and what of them must be proved.
    pub whom: Whom,
    /// Where the browser comes back after signing in.
    pub callback: String,
    /// Where the browser comes back after logging out.
    pub signed_out: String,
    /// Whether the provider may name a record instead of a person, or no national number: only the demo's test provider may.
    pub takes_records: bool,
    /// The key that seals what browsers carry.
    pub sealing_key: [u8; 32],
}

/// Who signs in at a provider.
pub enum Whom {
    /// Citizens, as ID-porten proves them.
    Citizens {
        /// The level of assurance.
        acr: String,
        /// The claim with the national number.
        person_claim: String,
    },
    /// Staff, as HelseID proves them, with tokens bound to a key of the sign-in.
    Staff,
}

impl Whom {
    const fn is_staff(&self) -> bool {
        matches!(self, Self::Staff)
    }

    /// Tells the seals of one door from those of the other.
    const fn purpose(&self) -> &'static str {
        match self {
            Self::Citizens { .. } => "helsami sign-in v1",
            Self::Staff => "helsami staff sign-in v1",
        }
    }
}

/// A provider, seen by the portal.
pub struct Provider {
    registration: Registration,
    algorithm: Algorithm,
    source: Source,
    sealer: Sealer,
}

impl Provider {
    /// Makes ready; talks to the provider only when the first person signs in.
    ///
    /// # Errors
    /// If the algorithm is not one of the two, or the client for its addresses cannot be made.
    pub fn new(registration: Registration) -> anyhow::Result<Self> {
        let algorithm = match registration.id_token_algorithm.as_str() {
            "RS256" => Algorithm::RS256,
            "ES256" => Algorithm::ES256,
            other => anyhow::bail!("ID tokens signed with {other} are not accepted"),
        };
        let source = Source::new(&registration.issuer)?;
        let sealer = Sealer::new(&registration.sealing_key, registration.whom.purpose());
        Ok(Self { registration, algorithm, source, sealer })
    }

    async fn begin_at(&self, ask: Ask<'_>, now: Timestamp) -> Result<Begun, ProviderError> {
        let known = self.source.known(now).await?;
        let key = self.proof_key()?;
        let under_way = UnderWay {
            state: random_text(),
            nonce: random_text(),
            verifier: random_text(),
            to: ask.to.to_owned(),
            begun_s: now.as_second(),
            key: key.as_ref().map(ProofKey::text),
            workplace: ask.workplace.map(Workplace::to_string),
            anew: ask.anew.map(str::to_owned),
        };
        let request_uri = self.push((&known, key.as_ref()), (ask, &under_way), now).await?;
        let mut address = url::Url::parse(&known.metadata.authorization_endpoint)
            .map_err(|_| ProviderError::Refused("the authorization endpoint is no address"))?;
        address
            .query_pairs_mut()
            .append_pair("client_id", &self.registration.client_id)
            .append_pair("request_uri", &request_uri);
        Ok(Begun { address: address.into(), sealed: self.sealer.seal(&under_way) })
    }

    /// Proves to the provider that the portal is the portal. Each is used once.
    fn assertion(&self, workplace: Option<&Workplace>, now: Timestamp) -> Result<String, ProviderError> {
        let now_s = now.as_second();
        let id = &self.registration.client_id;
        let mut claims = json!({
            "iss": id, "sub": id, "aud": self.registration.issuer, "jti": random_text(), "iat": now_s, "exp": now_s + 30,
        });
        let mut typ = "JWT";
        if self.registration.whom.is_staff() {
            typ = "client-authentication+jwt";
            claims["nbf"] = json!(now_s);
        }
        if let Some(workplace) = workplace {
            claims["assertion_details"] = helseid::details(workplace);
        }
        let signed = self.registration.signer.sign(typ, &claims);
        signed.map_err(|_| ProviderError::Refused("the portal's key cannot sign"))
    }

    /// A new key for one sign-in, where the tokens are to be bound to one.
    fn proof_key(&self) -> Result<Option<ProofKey>, ProviderError> {
        let key = self.registration.whom.is_staff().then(ProofKey::generate).transpose();
        key.map_err(|_| ProviderError::Refused("no key could be made"))
    }

    async fn finish_at(
        &self,
        sealed: &str,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<Proved, ProviderError> {
        let under_way = self.sealer.open(sealed).ok_or(ProviderError::Unknown)?;
        let age_s = now.as_second() - under_way.begun_s;
        if !(0..=SIGN_IN_MAX.as_secs()).contains(&age_s) {
            return Err(ProviderError::Unknown);
        }
        if !is_same(answer.state.as_deref().unwrap_or_default(), &under_way.state) {
            return Err(ProviderError::Unknown);
        }
        let known = self.source.known(now).await?;
        match answer.issuer.as_deref() {
            Some(issuer) if issuer != self.registration.issuer => {
                return Err(ProviderError::Refused("the answer is of another issuer"));
            }
            None if known.metadata.authorization_response_iss_parameter_supported => {
                return Err(ProviderError::Refused("the answer does not name its issuer"));
            }
            _ => {}
        }
        if answer.error.is_some() {
            return Err(ProviderError::Stopped);
        }
        let code = answer.code.as_deref().ok_or(ProviderError::Refused("there is no code"))?;
        let id_token = self.redeem(code, &under_way, now).await?;
        let claims = self.trust(Shown { kind: Kind::Identity, token: &id_token }, known, now).await?;
        self.prove(&claims, (under_way, id_token), now)
    }

    /// The claims of a token of the provider's, with its keys fetched anew once if one is missing.
    async fn trust(&self, shown: Shown<'_>, known: Known, now: Timestamp) -> Result<Value, ProviderError> {
        match self.verify(shown, &known, now) {
            Err(Distrust::Key) => {
                let renewed = self.source.renewed(known, now).await?;
                self.verify(shown, &renewed, now).map_err(refused)
            }
            other => other.map_err(refused),
        }
    }

    fn verify(&self, shown: Shown<'_>, known: &Known, now: Timestamp) -> Result<Value, Distrust> {
        let expect = Expect {
            issuer: &self.registration.issuer,
            audience: &self.registration.client_id,
            algorithm: self.algorithm,
            keys: &known.keys,
            // A logout need not say when it ends; its age is checked.
            ends: shown.kind == Kind::Identity,
        };
        verify(shown.token, &expect, now)
    }

    fn prove(
        &self,
        claims: &Value,
        (under_way, id_token): (UnderWay, String),
        now: Timestamp,
    ) -> Result<Proved, ProviderError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        if claims.get("events").is_some() {
            return Err(ProviderError::Refused("the ID token is a logout"));
        }
        if !is_same(text("nonce").unwrap_or_default(), &under_way.nonce) {
            return Err(ProviderError::Refused("the ID token is for another sign-in"));
        }
        if text("sub").is_none_or(str::is_empty) {
            return Err(ProviderError::Refused("the ID token has no subject"));
        }
        let (person, level) = match &self.registration.whom {
            Whom::Citizens { acr, person_claim } => self.citizen(claims, (acr, person_claim))?,
            Whom::Staff => self.staff(claims, &under_way, now)?,
        };
        let anew = match under_way.anew {
            Some(session) => Some(Anew { session, at: proved_at(claims, under_way.begun_s, now)? }),
            None => None,
        };
        let sid = text("sid").map(str::to_owned);
        Ok(Proved { person, sid, level, id_token, to: under_way.to, anew })
    }

    fn citizen(
        &self,
        claims: &Value,
        (acr, person_claim): (&str, &str),
    ) -> Result<(ProvedPerson, String), ProviderError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let level = text("acr").filter(|level| is_level(level, acr)).ok_or(ProviderError::Level)?;
        let record = text(RECORD_CLAIM).filter(|_| self.registration.takes_records);
        let person = match (text(person_claim), record) {
            (Some(number), _) => ProvedPerson::National(number.to_owned()),
            (None, Some(record)) => ProvedPerson::Record(record.to_owned()),
            (None, None) => return Err(ProviderError::Refused("the ID token names no person")),
        };
        Ok((person, level.to_owned()))
    }

    fn staff(
        &self,
        claims: &Value,
        under_way: &UnderWay,
        now: Timestamp,
    ) -> Result<(ProvedPerson, String), ProviderError> {
        proved_at(claims, under_way.begun_s, now)?;
        let staff = helseid::staff(claims, under_way.workplace()?, self.registration.takes_records)?;
        Ok((ProvedPerson::Staff(staff), helseid::LEVEL_NEEDED.to_owned()))
    }

    async fn farewell_at(&self, id_token: &str, now: Timestamp) -> Option<Farewell> {
        let known = self.source.known(now).await.ok()?;
        let action = known.metadata.end_session_endpoint.clone()?;
        let fields = vec![
            ("id_token_hint", id_token.to_owned()),
            ("client_id", self.registration.client_id.clone()),
            ("post_logout_redirect_uri", self.registration.signed_out.clone()),
            ("state", random_text()),
        ];
        Some(Farewell { action, fields })
    }

    async fn logout_at(&self, token: &str, now: Timestamp) -> Result<String, ProviderError> {
        let known = self.source.known(now).await?;
        let claims = self.trust(Shown { kind: Kind::Logout, token }, known, now).await?;
        if !claims["events"][LOGOUT_EVENT].is_object() || claims.get("nonce").is_some() {
            return Err(ProviderError::Refused("the token is no logout"));
        }
        let age_s = claims["iat"].as_i64().map(|at| now.as_second() - at);
        if age_s.is_none_or(|age_s| age_s > LOGOUT_MAX_S) {
            return Err(ProviderError::Refused("the logout is too old"));
        }
        claims["sid"].as_str().map(str::to_owned).ok_or(ProviderError::Refused("the logout names no session"))
    }
}

/// A token as it came.
#[derive(Clone, Copy)]
struct Shown<'a> {
    kind: Kind,
    token: &'a str,
}

/// What a token is meant to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Identity,
    Logout,
}

/// When the person proved who they are, after a sign-in that began then. A provider that did not ask anew, though it was told to,
/// or does not say: somebody else may sit here by now.
fn proved_at(claims: &Value, begun_s: i64, now: Timestamp) -> Result<Timestamp, ProviderError> {
    let is_between = |at_s: &i64| (begun_s - LEEWAY_S..=now.as_second() + LEEWAY_S).contains(at_s);
    let at = claims["auth_time"].as_i64().filter(is_between);
    let at = at.and_then(|at_s| Timestamp::from_second(at_s).ok());
    at.ok_or(ProviderError::Refused("the sign-in at the provider is from before"))
}

/// Whether the confirmed level is the one asked for, or ID-porten's higher one.
fn is_level(confirmed: &str, asked: &str) -> bool {
    confirmed == asked || (asked == "idporten-loa-substantial" && confirmed == "idporten-loa-high")
}

fn refused(distrust: Distrust) -> ProviderError {
    match distrust {
        Distrust::Key => ProviderError::Refused("it is signed with an unknown key"),
        Distrust::Reason(reason) => ProviderError::Refused(reason),
    }
}

impl IdentityProvider for Provider {
    fn begin<'a>(&'a self, ask: Ask<'a>, now: Timestamp) -> Later<'a, Result<Begun, ProviderError>> {
        Box::pin(self.begin_at(ask, now))
    }

    fn finish<'a>(
        &'a self,
        sealed: &'a str,
        answer: &'a Answer,
        now: Timestamp,
    ) -> Later<'a, Result<Proved, ProviderError>> {
        Box::pin(self.finish_at(sealed, answer, now))
    }

    fn farewell<'a>(&'a self, id_token: &'a str, now: Timestamp) -> Later<'a, Option<Farewell>> {
        Box::pin(self.farewell_at(id_token, now))
    }

    fn logout_told<'a>(&'a self, token: &'a str, now: Timestamp) -> Later<'a, Result<String, ProviderError>> {
        Box::pin(self.logout_at(token, now))
    }

    fn is_issuer(&self, issuer: &str) -> bool {
        issuer == self.registration.issuer
    }
}

#[cfg(test)]
mod tests {
    use helsami_app::identity_provider::ProviderError;
    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::{LEEWAY_S, is_level, proved_at};

    #[test]
    fn a_higher_level_is_enough_a_lower_is_not() {
        assert!(is_level("idporten-loa-high", "idporten-loa-high"));
        assert!(is_level("idporten-loa-high", "idporten-loa-substantial"));
        assert!(!is_level("idporten-loa-substantial", "idporten-loa-high"));
        assert!(!is_level("", "idporten-loa-high"));
    }

    #[test]
    fn a_fresh_sign_in_is_between_its_beginning_and_now() {
        let (begun_s, now_s) = (1000, 1300);
        let now = Timestamp::from_second(now_s).expect("a time");
        let check = |auth_time: Value, expect: Option<i64>| {
            let claims = json!({ "auth_time": auth_time });
            let refused = ProviderError::Refused("the sign-in at the provider is from before");
            let expect = expect.map(|at_s| Timestamp::from_second(at_s).expect("a time")).ok_or(refused);
            assert_eq!(proved_at(&claims, begun_s, now), expect, "{claims}");
        };
        for at_s in [begun_s - LEEWAY_S, begun_s, 1200, now_s, now_s + LEEWAY_S] {
            check(json!(at_s), Some(at_s));
        }
        for at_s in [0, -1, begun_s - LEEWAY_S - 1, now_s + LEEWAY_S + 1, i64::MAX, i64::MIN] {
            check(json!(at_s), None);
        }
        for other in [json!("1200"), json!(1200.5), json!([1200]), json!(true), Value::Null] {
            check(other, None);
        }
        assert!(proved_at(&json!({}), begun_s, now).is_err());
    }
}
