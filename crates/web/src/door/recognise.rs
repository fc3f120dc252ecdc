//! Who is here: the layer that knows a session by its cookie.

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use helsami_app::SessionToken;
use helsami_app::sessions::{Present, session_use};
use helsami_domain::access::Actor;

use super::at_work;
use super::cookies;
use crate::Site;
use crate::kit::visitor::cookie;
use crate::kit::work::is_work;
use crate::kit::{Problem, SignedIn, Who};

/// The session of the request: for pages about sessions themselves.
#[derive(Clone, Debug)]
pub(crate) struct Here(pub(crate) Present);

impl FromRequestParts<Site> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::SignedOut)
    }
}

/// The layer.
pub(crate) async fn recognise(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    // The staff's side knows no citizen, and this side no staff, whatever cookies a browser has.
    if is_work(request.uri().path()) {
        return at_work::recognise(&site, request, next).await;
    }
    let shown = cookie(request.headers(), cookies::SESSION).map(str::to_owned);
    let present = match find(&site, shown.as_deref()).await {
        Ok(present) => present,
        Err(problem) => return problem.into_response(),
    };
    let is_stale = shown.is_some() && present.is_none();
    if let Some(present) = present {
        if let Err(problem) = keep_pace(&site, &present, request.uri().path()) {
            return problem.into_response();
        }
        let who = Who { name: present.name.clone(), born: present.born };
        let (actor, before) = (present.actor, present.before);
        request.extensions_mut().insert(SignedIn { actor, who, before, language: None });
        request.extensions_mut().insert(Here(present));
    }
    let asked =
        request.uri().path_and_query().filter(|_| request.method().is_safe()).map(ToString::to_string);
    let mut answer = next.run(request).await;
    come_back(&mut answer, ("/sign-in", "/me"), asked.as_deref());
    if is_stale && !cookies::sets(answer.headers(), cookies::SESSION) {
        answer.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::SESSION));
    }
    answer
}

/// Refuses a session that asks faster than a person can. Files are no pages: they come out of memory.
fn keep_pace(site: &Site, present: &Present, path: &str) -> Result<(), Problem> {
    match (site.door(), present.actor) {
        (Some(door), Actor::Citizen { visit, .. }) if !path.starts_with("/assets/") => door.pages.keep(visit),
        _ => Ok(()),
    }
}

/// The session of the cookie, if it lives.
async fn find(site: &Site, shown: Option<&str>) -> Result<Option<Present>, Problem> {
    let (Some(app), Some(token)) = (site.app(), shown.and_then(SessionToken::parse)) else { return Ok(None) };
    session_use(app, token, site.now()).await.map_err(|error| {
        tracing::error!(error = %error, "Could not look up a session");
        Problem::Failed
    })
}

/// Somebody who is sent to sign in comes back to the page they asked for.
pub(super) fn come_back(answer: &mut Response, (sign_in, home): (&str, &str), asked: Option<&str>) {
    let is_sent = answer.status() == StatusCode::SEE_OTHER
        && answer.headers().get(header::LOCATION).is_some_and(|location| location == sign_in);
    if let (true, Some(asked)) = (is_sent, asked.filter(|asked| *asked != home)) {
        let query: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        if let Ok(location) = HeaderValue::from_str(&format!("{sign_in}?to={query}")) {
            answer.headers_mut().insert(header::LOCATION, location);
        }
    }
}

impl OptionalFromRequestParts<Site> for Here {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
