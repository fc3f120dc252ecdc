//! Signing in: off to the identity provider, and back with an answer.

use axum::extract::{Extension, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::identity_provider::{Answer, Ask, Begun, ProviderError};
use helsami_app::sessions::session_end;
use helsami_app::sign_in::{Back, SignInError, SignedIn, sign_in_finish};
use maud::html;
use serde::Deserialize;

use super::cookies;
use super::device::device;
use super::recognise::Here;
use crate::Site;
use crate::entry::is_own_path;
use crate::kit::part::button_link;
use crate::kit::visitor::cookie;
use crate::kit::{Document, Frame, Icon, Page, Problem, Reader};
use crate::site::ClientAddress;
use crate::text::Text;

/// How long a sign-in may take, seconds. The seal holds as long.
const SIGN_IN_S: u32 = 600;
/// The longest way back that is carried through a sign-in, bytes.
const WAY_BACK_MAX: usize = 500;

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub(crate) struct To {
    to: Option<String>,
}

/// Sends the browser to the identity provider.
pub(crate) async fn begin(
    frame: Frame,
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    Query(To { to }): Query<To>,
) -> Result<Response, Problem> {
    let to = to.filter(|to| is_way_back(to)).unwrap_or_else(|| "/me".to_owned());
    if frame.who.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let door = site.door().ok_or(Problem::Failed)?;
    door.sign_ins.keep(client)?;
    let ask = Ask { language: frame.text.language().tag(), to: &to, workplace: None, anew: None };
    match door.provider.begin(ask, frame.now).await {
        Ok(begun) => leave(&begun, cookies::SIGN_IN),
        Err(error) => Ok(refusal(&frame, &error.into()).into_response()),
    }
}

/// Sends somebody who is signed in to prove anew who they are, for what they have put behind that.
pub(crate) async fn begin_anew(
    reader: Reader,
    Here(present): Here,
    State(site): State<Site>,
    (client, Query(To { to })): (Option<Extension<ClientAddress>>, Query<To>),
) -> Result<Response, Problem> {
    let frame = reader.frame;
    let to = to.filter(|to| is_way_back(to)).unwrap_or_else(|| "/me/safe".to_owned());
    let door = site.door().ok_or(Problem::Failed)?;
    door.sign_ins.keep(client)?;
    let mark = present.mark();
    let language = frame.text.language().tag();
    let ask = Ask { language, to: &to, workplace: None, anew: Some(&mark) };
    match door.provider.begin(ask, frame.now).await {
        Ok(begun) => leave(&begun, cookies::SIGN_IN),
        Err(error) => Ok(refusal(&frame, &error.into()).into_response()),
    }
}

/// The address that asks for a fresh sign-in and comes back to this page.
pub(crate) fn anew(to: &str) -> String {
    let to: String = url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    format!("/sign-in/anew?to={to}")
}

/// Off to the provider, with what is to be brought back in this cookie.
pub(super) fn leave(begun: &Begun, sealed_in: &str) -> Result<Response, Problem> {
    let location = HeaderValue::from_str(&begun.address).map_err(|_| Problem::Failed)?;
    let cookie = cookies::set(sealed_in, &begun.sealed, Some(SIGN_IN_S));
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::SET_COOKIE, cookie)]).into_response())
}

fn is_way_back(path: &str) -> bool {
    is_short_and_ours(path) && !path.starts_with("/sign-")
}

/// A path of this site that is short enough to be carried through a sign-in.
pub(super) fn is_short_and_ours(path: &str) -> bool {
    path.len() <= WAY_BACK_MAX && is_own_path(path)
}

/// The provider's answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Callback {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// What the browser came back with: the answer, what was sealed at the beginning, its own kind.
pub(crate) struct Brought {
    pub(super) answer: Answer,
    pub(super) sealed: String,
    pub(super) device: String,
}

impl Brought {
    /// With what was sealed in this cookie.
    pub(super) fn of(parts: &Parts, sealed_in: &str) -> Result<Self, Problem> {
        let Query(callback) = Query::<Callback>::try_from_uri(&parts.uri).map_err(|_| Problem::BadRequest)?;
        let Callback { code, state, iss, error } = callback;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            answer: Answer { code, state, issuer: iss, error },
            sealed: cookie(&parts.headers, sealed_in).unwrap_or_default().to_owned(),
            device: device(agent.unwrap_or_default()),
        })
    }

    /// As a use case takes it.
    pub(super) fn back(&self) -> Back<'_> {
        Back { sealed: &self.sealed, answer: &self.answer, device: &self.device, here: None }
    }
}

impl FromRequestParts<Site> for Brought {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        Self::of(parts, cookies::SIGN_IN)
    }
}

/// Takes the provider's answer and begins a session, always with a new token.
pub(crate) async fn callback(
    frame: Frame,
    State(site): State<Site>,
    (client, here): (Option<Extension<ClientAddress>>, Option<Here>),
    brought: Brought,
) -> Result<Response, Problem> {
    let (app, door) = (site.app().ok_or(Problem::Failed)?, site.door().ok_or(Problem::Failed)?);
    door.answers.keep(client)?;
    let present = here.as_ref().map(|Here(present)| present);
    let back = Back { here: present, ..brought.back() };
    let mut response = match sign_in_finish(app, &*door.provider, back, frame.now).await {
        Ok(signed_in) => {
            if let Some(Here(old)) = here
                && let Err(error) = session_end(app, &old).await
            {
                tracing::error!(error = %error, "Could not end the session before this one");
            }
            welcome(&signed_in, cookies::SESSION)
        }
        Err(error) => {
            tracing::info!(reason = %error, "A sign-in did not succeed: {error}");
            refusal(&frame, &error).into_response()
        }
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::SIGN_IN));
    Ok(response)
}

/// On to the page that was asked for, with the session in this cookie.
pub(super) fn welcome(signed_in: &SignedIn, session_in: &str) -> Response {
    let mut response = Redirect::to(&signed_in.to).into_response();
    let cookie = cookies::set(session_in, &signed_in.token.show(), None);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The page that tells why nobody is signed in, and what to do.
pub(crate) fn refusal(frame: &Frame, error: &SignInError) -> Document {
    let text = frame.text;
    let (status, title, lead) = match error {
        SignInError::Provider(error) => told(text, *error),
        SignInError::OtherPerson => {
            (StatusCode::FORBIDDEN, text.door_other_person_title(), text.door_other_person())
        }
        SignInError::NoRecord => (StatusCode::FORBIDDEN, text.door_no_record_title(), text.door_no_record()),
        SignInError::Store(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, text.site_failed_title(), text.site_failed())
        }
    };
    // Somebody who is signed in was to prove it anew.
    let href = if frame.who.is_some() { "/sign-in/anew" } else { "/sign-in" };
    let again = html! { p { (button_link(href, Some(Icon::Enter), text.door_again(), None)) } };
    Page::new(frame, title).lead(lead).show(again).status(status)
}

/// What a provider's no is: status, title and what to do.
pub(super) fn told(text: Text, error: ProviderError) -> (StatusCode, &'static str, &'static str) {
    match error {
        ProviderError::Stopped => (StatusCode::OK, text.door_stopped_title(), text.door_stopped()),
        ProviderError::Unknown => (StatusCode::BAD_REQUEST, text.door_unknown_title(), text.door_unknown()),
        ProviderError::Unreachable => {
            (StatusCode::BAD_GATEWAY, text.door_unreachable_title(), text.door_unreachable())
        }
        ProviderError::Refused(_) => {
            (StatusCode::BAD_REQUEST, text.door_refused_title(), text.door_refused())
        }
        ProviderError::Level => (StatusCode::FORBIDDEN, text.door_level_title(), text.door_level()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_way_back;

    #[test]
    fn the_way_back_is_short_and_ours() {
        assert!(is_way_back("/me/results?page=2"));
        for path in [
            "/sign-in",
            "/sign-out",
            "//evil.example",
            "https://evil.example",
            &format!("/{}", "a".repeat(500)),
        ] {
            assert!(!is_way_back(path), "{path}");
        }
    }
}
