//! The endpoints that the portal itself talks to, and the tokens that are made for it.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use serde_json::{Value, json};

use super::memory::{Given, PUSHED, Pushed};
use super::{LEVEL, Provider, answer_json};
use crate::jwt::{Expect, challenge, is_same, random_text, verify};
use crate::oidc::RECORD_CLAIM;

/// How long an ID token holds, seconds.
const ID_TOKEN_S: i64 = 120;

/// An OAuth error.
pub(super) struct No(&'static str);

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let status =
            if self.0 == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        answer_json(status, &json!({ "error": self.0 }))
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
}

pub(super) async fn push(State(provider): State<Provider>, Form(push): Form<Push>) -> Result<Response, No> {
    is_portal(&provider, &push.client_assertion)?;
    let is_complete = push.response_type == "code"
        && push.scope.split(' ').any(|scope| scope == "openid")
        && !push.state.is_empty()
        && !push.nonce.is_empty()
        && push.code_challenge.len() == 43
        && push.code_challenge_method == "S256"
        && push.acr_values.split(' ').any(|level| level == LEVEL)
        && push.redirect_uri == format!("{}/sign-in/callback", provider.0.portal);
    if !is_complete {
        return Err(No("invalid_request"));
    }
    let now = provider.now();
    let pushed = Pushed {
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
    Form(redeem): Form<Redeem>,
) -> Result<Response, No> {
    is_portal(&provider, &redeem.client_assertion)?;
    let given = provider.memory().code_take(&redeem.code, provider.now()).ok_or(No("invalid_grant"))?;
    let holds = redeem.grant_type == "authorization_code"
        && redeem.redirect_uri == given.pushed.redirect_uri
        && is_same(&challenge(&redeem.code_verifier), &given.pushed.challenge);
    if !holds {
        return Err(No("invalid_grant"));
    }
    let id_token = id_token(&provider, &given).map_err(|_| No("server_error"))?;
    let said = json!({
        "access_token": random_text(), "token_type": "Bearer", "expires_in": ID_TOKEN_S, "id_token": id_token,
        "scope": "openid",
    });
    Ok(answer_json(StatusCode::OK, &said))
}

fn id_token(provider: &Provider, given: &Given) -> anyhow::Result<String> {
    let now_s = provider.now().as_second();
    let mut claims = json!({
        "iss": provider.0.issuer,
        "aud": provider.0.client_id,
        "sub": challenge(&given.visit.record),
        "acr": LEVEL,
        "amr": ["test"],
        "sid": given.visit.sid,
        "auth_time": given.visit.since.as_second(),
        "nonce": given.pushed.nonce,
        "iat": now_s,
        "exp": now_s + ID_TOKEN_S,
        "jti": random_text(),
    });
    match &given.visit.pid {
        Some(pid) => claims["pid"] = json!(pid),
        None => claims[RECORD_CLAIM] = json!(given.visit.record),
    }
    provider.0.signer.sign("JWT", &claims)
}

/// Whether an assertion is the portal's and new.
fn is_portal(provider: &Provider, assertion: &str) -> Result<(), No> {
    let expect = Expect {
        issuer: &provider.0.client_id,
        audience: &provider.0.issuer,
        algorithm: Algorithm::ES256,
        keys: &provider.0.client_keys,
        ends: true,
    };
    let now = provider.now();
    let claims = verify(assertion, &expect, now).map_err(|_| No("invalid_client"))?;
    let is_own = claims["sub"].as_str() == Some(&provider.0.client_id);
    let is_short = claims["exp"].as_i64().is_some_and(|exp| exp - now.as_second() <= PUSHED.as_secs());
    let is_new = claims["jti"].as_str().is_some_and(|jti| provider.memory().proof_first(jti, now));
    if is_own && is_short && is_new { Ok(()) } else { Err(No("invalid_client")) }
}

/// The session of an ID token of ours, even of one that has ended.
pub(super) fn sid_of(provider: &Provider, hint: &str) -> Option<String> {
    let keys = serde_json::from_value(provider.0.keys.clone()).ok()?;
    let expect = Expect {
        issuer: &provider.0.issuer,
        audience: &provider.0.client_id,
        algorithm: Algorithm::RS256,
        keys: &keys,
        ends: true,
    };
    // A hint may have ended long ago (OpenID Connect RP-Initiated Logout 1.0, 2): only its signature counts.
    verify(hint, &expect, issued_at(hint)).ok()?["sid"].as_str().map(str::to_owned)
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
pub(super) async fn tell_portal(provider: &Provider, sid: &str) -> anyhow::Result<()> {
    let now_s = provider.now().as_second();
    let claims = json!({
        "iss": provider.0.issuer, "aud": provider.0.client_id, "iat": now_s, "exp": now_s + ID_TOKEN_S,
        "jti": random_text(), "sid": sid, "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
    let token = provider.0.signer.sign("logout+jwt", &claims)?;
    let address = format!("{}/sign-out/back-channel", provider.0.portal);
    let answer = provider.0.http.post(address).form(&[("logout_token", token)]).send().await?;
    answer.error_for_status()?;
    Ok(())
}
