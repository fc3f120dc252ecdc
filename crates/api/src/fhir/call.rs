//! Who asks, in which form they want the answer: read from the head of a request before anything else is looked at.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::Response;
use helsami_app::exchange::Caller;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document;
use http::header::{self, HeaderMap};
use http::request::Parts;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use super::form::{self, Form};
use super::{Fhir, outcome};

/// Bytes of a form: the link to the next page, which holds it sealed, must be an address still.
const FORM_BYTES: usize = 32 << 10;

/// A request of a registered system.
pub(crate) struct Call {
    pub(crate) fhir: Fhir,
    pub(crate) caller: Caller,
    pub(crate) form: Form,
    pub(crate) headers: HeaderMap,
    /// What stands behind the question mark.
    pub(crate) query: String,
    pub(crate) now: Timestamp,
    /// Held until the answer is made.
    _permit: OwnedSemaphorePermit,
}

/// A call with its body, as text.
pub(crate) struct Sent {
    pub(crate) call: Call,
    body: Bytes,
}

/// A call with what stands in its address and in its form, as one query.
pub(crate) struct Posted {
    pub(crate) call: Call,
    pub(crate) query: String,
}

impl FromRequestParts<Fhir> for Call {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, fhir: &Fhir) -> Result<Self, Response> {
        let now = (fhir.clock)();
        let token = bearer(&parts.headers).ok_or_else(outcome::no_token)?;
        let caller = fhir.exchange.recognise(token, now).ok_or_else(outcome::bad_token)?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let form = form::form(&parts.headers, &query).ok_or_else(outcome::not_acceptable)?;
        let gate = fhir.gates.get(caller.id()).ok_or_else(outcome::bad_token)?;
        let permit = gate.clone().try_acquire_owned().map_err(|_| outcome::too_many())?;
        let headers = std::mem::take(&mut parts.headers);
        Ok(Self { fhir: fhir.clone(), caller, form, headers, query, now, _permit: permit })
    }
}

impl FromRequest<Fhir> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, fhir: &Fhir) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let call = Call::from_request_parts(&mut parts, fhir).await?;
        if !form::is_json(&call.headers) {
            return Err(outcome::not_json(&call.form));
        }
        let most = fhir.limits.body_bytes;
        let body = axum::body::to_bytes(body, most).await;
        let body = body.map_err(|_| outcome::too_large(&call.form, most))?;
        Ok(Self { call, body })
    }
}

impl FromRequest<Fhir> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, fhir: &Fhir) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let call = Call::from_request_parts(&mut parts, fhir).await?;
        let most = fhir.limits.body_bytes.min(FORM_BYTES);
        let body = axum::body::to_bytes(body, most).await;
        let body = body.map_err(|_| outcome::too_large(&call.form, most))?;
        if !body.is_empty() && !form::is_form(&call.headers) {
            return Err(outcome::not_form(&call.form));
        }
        let body = document::text_of(&body).map_err(|reason| outcome::refused(&call.form, reason))?;
        let query = [call.query.as_str(), body.trim()].join("&");
        Ok(Self { call, query })
    }
}

impl Sent {
    /// The body as text, or the answer to what is none.
    pub(crate) fn text(&self) -> Result<&str, Box<Response>> {
        document::text_of(&self.body).map_err(|reason| Box::new(outcome::refused(&self.call.form, reason)))
    }
}

impl Call {
    /// A header that is text.
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The type that an address names.
    pub(crate) fn kind(&self, name: &str) -> Result<ResourceType, Box<Response>> {
        ResourceType::from_name(name).ok_or_else(|| Box::new(outcome::no_type(&self.form)))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
