//! The endpoints that the portal itself talks to, and the tokens that are made for it.

use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use helsami_app::test_people::staff::TestStaff;
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::Door;
use super::memory::{Given, PUSHED, Pushed, Visit};
use super::{LEVEL, Provider, answer_json};
use crate::dpop;
use crate::jwt::{Expect, challenge, is_same, random_text, verify};
use crate::oidc::{RECORD_CLAIM, helseid};

/// How long an ID token holds, seconds.
const ID_TOKEN_S: i64 = 120;

/// An OAuth error, and the nonce that the next proof needs.
pub(super) struct No(&'static str, Option<String>);

impl No {
    const fn of(error: &'static str) -> Self {
        Self(error, None)
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let status =
            if self.0 == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        let mut answer = answer_json(status, &json!({ "error": self.0 }));
        if let Some(nonce) = self.1.and_then(|nonce| HeaderValue::from_str(&nonce).ok()) {
            answer.headers_mut().insert(dpop::NONCE, nonce);
        }
        answer
    }
}

/// What the portal pushes.
#[derive(Debug, Deserialize)]
pub(super) struct Push {
    #[serde(default)]
    client_assertion: String,
    #[serde(default)]
    response_type: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    code_challenge: String,
    #[serde(default)]
    code_challenge_method: String,
    #[serde(default)]
    acr_values: String,
    #[serde(default)]
    ui_locales: String,
    #[serde(default)]
    dpop_jkt: String,
}

pub(super) async fn push(State(provider): State<Provider>, Form(push): Form<Push>) -> Result<Response, No> {
    let door = is_portal(&provider, &push.client_assertion)?;
    // What is particular to a door: the level that citizens are asked for, the key that staff's tokens are bound to.
    let fits = match door {
        Door::Citizens => push.acr_values.split(' ').any(|level| level == LEVEL) && push.dpop_jkt.is_empty(),
        Door::Staff => push.dpop_jkt.len() == 43,
    };
    let is_complete = push.response_type == "code"
        && push.scope.split(' ').any(|scope| scope == "openid")
        && !push.state.is_empty()
        && !push.nonce.is_empty()
        && push.code_challenge.len() == 43
        && push.code_challenge_method == "S256"
        && fits
        && push.redirect_uri == format!("{}{}", provider.0.portal, door.callback());
    if !is_complete {
        return Err(No::of("invalid_request"));
    }
    let now = provider.now();
    let pushed = Pushed {
        door,
        thumbprint: (door == Door::Staff).then_some(push.dpop_jkt),
        redirect_uri: push.redirect_uri,
        state: push.state,
        nonce: push.nonce,
        challenge: push.code_challenge,
        is_english: push.ui_locales.split(' ').next() == Some("en"),
        until: now.saturating_add(PUSHED).unwrap_or(jiff::Timestamp::MAX),
        is_open: false,
    };
    let request_uri = provider.memory().push(pushed, now);
    Ok(answer_json(
        StatusCode::CREATED,
        &json!({ "request_uri": request_uri, "expires_in": PUSHED.as_secs() }),
    ))
}

/// What the portal redeems.
#[derive(Debug, Deserialize)]
pub(super) struct Redeem {
    #[serde(default)]
    client_assertion: String,
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    redirect_uri: String,
    #[serde(default)]
    code_verifier: String,
}

pub(super) async fn redeem(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(redeem): Form<Redeem>,
) -> Result<Response, No> {
    let door = is_portal(&provider, &redeem.client_assertion)?;
    let thumbprint = match door {
        Door::Citizens => None,
        Door::Staff => Some(proved(&provider, &headers)?),
    };
    let given = provider.memory().code_take(&redeem.code, provider.now()).ok_or(No::of("invalid_grant"))?;
    let holds = redeem.grant_type == "authorization_code"
        && given.pushed.door == door
        && given.pushed.thumbprint == thumbprint
        && redeem.redirect_uri == given.pushed.redirect_uri
        && is_same(&challenge(&redeem.code_verifier), &given.pushed.challenge);
    if !holds {
        return Err(No::of("invalid_grant"));
    }
    let tokens = tokens(&provider, &given, thumbprint.as_deref()).map_err(|_| No::of("server_error"))?;
    Ok(answer_json(StatusCode::OK, &tokens))
}

/// The key of a request's proof. The first try never has a nonce that was given for it, so it is asked for one, as HelseID
/// does it.
fn proved(provider: &Provider, headers: &HeaderMap) -> Result<String, No> {
    let mut proofs = headers.get_all(dpop::PROOF).iter();
    let (Some(Ok(proof)), None) = (proofs.next().map(HeaderValue::to_str), proofs.next()) else {
        return Err(No::of("invalid_dpop_proof"));
    };
    let now = provider.now();
    let address = format!("{}/token", provider.0.issuer);
    let proof = dpop::check(proof, &address, now).map_err(|_| No::of("invalid_dpop_proof"))?;
    if !provider.memory().proof_first(&format!("dpop {}", proof.jti), now) {
        return Err(No::of("invalid_dpop_proof"));
    }
    let is_asked_for = proof.nonce.is_some_and(|nonce| provider.memory().nonce_take(&nonce, now));
    if !is_asked_for {
        return Err(No("use_dpop_nonce", Some(provider.memory().nonce_make(now))));
    }
    Ok(proof.thumbprint)
}

fn tokens(provider: &Provider, given: &Given, thumbprint: Option<&str>) -> anyhow::Result<Value> {
    let id_token = id_token(provider, given)?;
    let (token_type, access_token) = match thumbprint {
        None => ("Bearer", random_text()),
        Some(thumbprint) => {
            let now_s = provider.now().as_second();
            let claims = json!({
                "iss": provider.0.issuer, "aud": "nobody", "iat": now_s, "exp": now_s + ID_TOKEN_S,
                "jti": random_text(), "cnf": { "jkt": thumbprint },
            });
            ("DPoP", provider.0.signer.sign("at+jwt", &claims)?)
        }
    };
    Ok(json!({
        "access_token": access_token, "token_type": token_type, "expires_in": ID_TOKEN_S, "id_token": id_token,
        "scope": "openid",
    }))
}

fn id_token(provider: &Provider, given: &Given) -> anyhow::Result<String> {
    let now_s = provider.now().as_second();
    let mut claims = json!({
        "iss": provider.0.issuer,
        "aud": provider.client(given.pushed.door).id,
        "sub": challenge(&given.visit.record),
        "amr": ["test"],
        "sid": given.visit.sid,
        "auth_time": given.visit.since.as_second(),
        "nonce": given.pushed.nonce,
        "iat": now_s,
        "exp": now_s + ID_TOKEN_S,
        "jti": random_text(),
    });
    match (&given.visit.staff, &given.visit.pid) {
        (Some(staff), _) => say_staff(&mut claims, staff),
        (None, Some(pid)) => claims["pid"] = json!(pid),
        (None, None) => claims[RECORD_CLAIM] = json!(given.visit.record),
    }
    if given.visit.staff.is_none() {
        claims["acr"] = json!(LEVEL);
    }
    provider.0.signer.sign("JWT", &claims)
}

/// A member of staff, in the words of HelseID.
fn say_staff(claims: &mut Value, staff: &TestStaff) {
    claims[helseid::LEVEL] = json!(helseid::LEVEL_NEEDED);
    claims[helseid::PARENT] = json!(staff.parent);
    if let Some(child) = &staff.child {
        claims[helseid::CHILD] = json!(child);
    }
    if let Some(hpr) = &staff.hpr {
        claims[helseid::HPR] = json!(hpr);
    }
}

/// Which door of the portal an assertion is from, if it is new.
fn is_portal(provider: &Provider, assertion: &str) -> Result<Door, No> {
    let found = Door::ALL.into_iter().find_map(|door| Some((door, asserted(provider, door, assertion)?)));
    let (door, claims) = found.ok_or(No::of("invalid_client"))?;
    let now = provider.now();
    let is_own = claims["sub"].as_str() == Some(&provider.client(door).id);
    let is_short = claims["exp"].as_i64().is_some_and(|exp| exp - now.as_second() <= PUSHED.as_secs());
    let is_new = claims["jti"].as_str().is_some_and(|jti| provider.memory().proof_first(jti, now));
    if is_own && is_short && is_new { Ok(door) } else { Err(No::of("invalid_client")) }
}

/// The claims of an assertion that holds for a door.
fn asserted(provider: &Provider, door: Door, assertion: &str) -> Option<Value> {
    let client = provider.client(door);
    let expect = Expect {
        issuer: &client.id,
        audience: &provider.0.issuer,
        algorithm: Algorithm::ES256,
        keys: &client.keys,
        ends: true,
    };
    verify(assertion, &expect, provider.now()).ok()
}

/// The session of an ID token of ours, even of one that has ended.
pub(super) fn sid_of(provider: &Provider, hint: &str) -> Option<String> {
    let keys = serde_json::from_value(provider.0.keys.clone()).ok()?;
    let of_door = |door: Door| {
        let expect = Expect {
            issuer: &provider.0.issuer,
            audience: &provider.client(door).id,
            algorithm: Algorithm::RS256,
            keys: &keys,
            ends: true,
        };
        // A hint may have ended long ago (OpenID Connect RP-Initiated Logout 1.0, 2): only its signature counts.
        verify(hint, &expect, issued_at(hint)).ok()?["sid"].as_str().map(str::to_owned)
    };
    Door::ALL.into_iter().find_map(of_door)
}

/// When a token says it was made. Not to be trusted before the token is.
fn issued_at(token: &str) -> jiff::Timestamp {
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(token).ok();
    let second = claims.and_then(|token| token.claims["iat"].as_i64()).unwrap_or_default();
    jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// Tells the portal that a session has ended.
///
/// # Errors
/// If the portal does not take it.
pub(super) async fn tell_portal(provider: &Provider, visit: &Visit) -> anyhow::Result<()> {
    let now_s = provider.now().as_second();
    let claims = json!({
        "iss": provider.0.issuer, "aud": provider.client(visit.door).id, "iat": now_s, "exp": now_s + ID_TOKEN_S,
        "jti": random_text(), "sid": visit.sid,
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    let token = provider.0.signer.sign("logout+jwt", &claims)?;
    let address = format!("{}{}", provider.0.portal, visit.door.back_channel());
    let answer = provider.0.http.post(address).form(&[("logout_token", token)]).send().await?;
    answer.error_for_status()?;
    Ok(())
}
