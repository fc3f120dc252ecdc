//! The token endpoint of SMART Backend Services: client credentials with a signed assertion, and nothing else.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use helsami_app::exchange::TokenFault;
use http::StatusCode;
use http::header::{self, HeaderValue};

use super::Fhir;

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// `POST /oauth/token`
pub(crate) async fn token(
    State(fhir): State<Fhir>,
    form: Result<axum::Form<HashMap<String, String>>, FormRejection>,
) -> Response {
    let Ok(axum::Form(form)) = form else {
        return refused(StatusCode::BAD_REQUEST, "invalid_request", "send a form");
    };
    let assertion = match asserted_in(&form) {
        Ok(assertion) => assertion,
        Err(answer) => return *answer,
    };
    let now = (fhir.clock)();
    let asserted = match (fhir.check)(assertion, now) {
        Ok(asserted) => asserted,
        Err(reason) => return client_refused(reason),
    };
    match fhir.exchange.token(&asserted, form.get("scope").map(String::as_str), now).await {
        Ok(issued) => {
            // Texts of ours, without quotes in them.
            let text = format!(
                "{{\"access_token\":\"{}\",\"token_type\":\"bearer\",\"expires_in\":{},\"scope\":\"{}\"}}",
                issued.token, issued.life_s, issued.scope
            );
            said(StatusCode::OK, text)
        }
        Err(TokenFault::Client(reason)) => client_refused(reason),
        Err(TokenFault::Scope) => refused(
            StatusCode::BAD_REQUEST,
            "invalid_scope",
            "none of the scopes is registered for this client",
        ),
        Err(TokenFault::Store(error)) => {
            tracing::error!(%error, "No token could be given out");
            refused(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again in a moment")
        }
    }
}

/// The assertion in the form, or the answer to a form without one.
fn asserted_in(form: &HashMap<String, String>) -> Result<&str, Box<Response>> {
    let field = |name: &str| form.get(name).map(String::as_str);
    if field("grant_type") != Some("client_credentials") {
        let text = "grant_type must be client_credentials";
        return Err(Box::new(refused(StatusCode::BAD_REQUEST, "unsupported_grant_type", text)));
    }
    match (field("client_assertion_type"), field("client_assertion")) {
        (Some(ASSERTION), Some(assertion)) => Ok(assertion),
        _ => {
            let text = "send client_assertion, and client_assertion_type for signed tokens";
            Err(Box::new(refused(StatusCode::BAD_REQUEST, "invalid_request", text)))
        }
    }
}

/// What the client did wrong is for the operator's log too: who tries keys should be seen.
fn client_refused(reason: &'static str) -> Response {
    tracing::warn!(reason, "Refused a client's assertion: {reason}");
    refused(StatusCode::UNAUTHORIZED, "invalid_client", reason)
}

fn refused(status: StatusCode, error: &'static str, text: &str) -> Response {
    said(status, format!("{{\"error\":\"{error}\",\"error_description\":\"{text}\"}}"))
}

fn said(status: StatusCode, text: String) -> Response {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// `GET /fhir/.well-known/smart-configuration`
pub(crate) async fn configuration(State(fhir): State<Fhir>) -> Response {
    let base = fhir.exchange.base().trim_end_matches("/fhir");
    let text = format!(
        "{{\"token_endpoint\":\"{base}/oauth/token\",\
         \"grant_types_supported\":[\"client_credentials\"],\
         \"token_endpoint_auth_methods_supported\":[\"private_key_jwt\"],\
         \"token_endpoint_auth_signing_alg_values_supported\":[\"RS384\",\"ES384\"],\
         \"scopes_supported\":[\"system/*.cruds\"],\
         \"capabilities\":[\"client-confidential-asymmetric\",\"permission-v1\",\"permission-v2\"]}}"
    );
    said(StatusCode::OK, text)
}
