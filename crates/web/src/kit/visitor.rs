//! Who asks: any visitor, or somebody who has signed in.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use helsami_app::App;
use helsami_app::pass::{Pass, acted_subject, own_areas};
use helsami_domain::access::Actor;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;

use super::acting::Acting;
use super::work::{Work, Worker, is_work};
use super::{Frame, Problem, Who};
use crate::site::Site;
use crate::text::{Language, Text};

/// The cookie that keeps the choice of language. Not a secret and nothing about a person.
pub const LANGUAGE_COOKIE: &str = "helsami-language";

/// The cookie that keeps neutral titles on this device. Not a secret and nothing about a person.
pub const DISCREET_COOKIE: &str = "helsami-discreet";

/// What the session layer puts into a request when its cookie holds.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// Name and date of birth for the page's frame.
    pub who: Who,
    /// When the visit before this one was last active; `None` at the first.
    pub before: Option<Timestamp>,
    /// The language chosen in the settings, if any.
    pub language: Option<Language>,
}

/// Somebody who has signed in, with the frame of their page. Anybody else is sent to sign in.
#[derive(Clone, Debug)]
pub struct Me {
    /// The use cases' ground.
    pub app: App,
    /// The way into the record that the page is about, by the rules, for this request.
    pub pass: Pass,
    /// When the visit before this one was last active; `None` at the first.
    pub before: Option<Timestamp>,
    /// The frame of the page.
    pub frame: Frame,
}

/// Somebody who has signed in, before any record is opened: for pages about themself that stand open also to those whose
/// own record is closed.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The use cases' ground.
    pub app: App,
    /// Who acts.
    pub actor: Actor,
    /// The frame of the page.
    pub frame: Frame,
}

impl FromRequestParts<Site> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let actor = parts.extensions.get::<SignedIn>().map(|one| one.actor).ok_or(Problem::SignedOut)?;
        let Ok(mut frame) = Frame::from_request_parts(parts, site).await;
        let app = site.app().cloned().ok_or(Problem::Failed)?;
        frame.areas = Some(own_areas(&app, actor, frame.now).await?);
        Ok(Self { app, actor, frame })
    }
}

impl FromRequestParts<Site> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let signed_in = parts.extensions.get::<SignedIn>();
        let language =
            language(&parts.headers).or_else(|| signed_in.and_then(|signed_in| signed_in.language));
        let fragment =
            parts.headers.get("x-fragment").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Self {
            text: Text::new(language.or_else(|| asked(&parts.headers)).unwrap_or(Language::Nb)),
            now: site.now(),
            path: parts.uri.path().to_owned(),
            who: signed_in.map(|signed_in| signed_in.who.clone()),
            fragment,
            is_demo: site.is_demo(),
            is_discreet: cookie(&parts.headers, DISCREET_COOKIE).is_some(),
            acting: None,
            areas: None,
            work: work(site, parts),
        })
    }
}

impl FromRequestParts<Site> for Me {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let signed_in = parts.extensions.get::<SignedIn>().cloned().ok_or(Problem::SignedOut)?;
        let Ok(mut frame) = Frame::from_request_parts(parts, site).await;
        let app = site.app().cloned().ok_or(Problem::Failed)?;
        let SignedIn { actor, before, .. } = signed_in;
        let subject = subject(&app, actor, parts.uri.path())?;
        let pass = app.admit(actor, subject, frame.now).await?;
        frame.areas = Some(pass.lens().leads());
        if pass.is_for_another() {
            frame.acting = Some(Acting::new(parts.uri.path(), &pass));
        }
        Ok(Self { app, pass, before, frame })
    }
}

/// Whose record an address is about: the one it names, else the reader's own. Never what a session remembers, so that two
/// tabs cannot mix two people up.
fn subject(app: &App, actor: Actor, path: &str) -> Result<PatientKey, Problem> {
    match (actor, path.strip_prefix("/for/")) {
        (_, Some(rest)) => Ok(acted_subject(app, actor, rest.split('/').next().unwrap_or_default())?),
        (Actor::Citizen { person, .. }, None) => Ok(person),
        _ => Err(Problem::NoAccess),
    }
}

/// The staff's side, for pages of it: by the address, so that no page can be on both.
fn work(site: &Site, parts: &Parts) -> Option<Work> {
    let is_theirs = is_work(parts.uri.path()) && site.door().is_some_and(crate::door::Door::is_open_to_staff);
    is_theirs.then(|| Work { who: parts.extensions.get::<Worker>().cloned(), opened: None })
}

/// The language chosen on this device.
fn language(headers: &HeaderMap) -> Option<Language> {
    cookie(headers, LANGUAGE_COOKIE).and_then(Language::from_tag)
}

/// The language the browser asks for.
fn asked(headers: &HeaderMap) -> Option<Language> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Language::from_header)
}

/// A cookie's value.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// The layer that turns a [`Problem`] in the answer into its page, in the reader's language.
pub(crate) async fn tell_problems(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(mut frame) = Frame::from_request_parts(&mut parts, &site).await;
    let actor = parts.extensions.get::<SignedIn>().map(|one| one.actor);
    let response = next.run(Request::from_parts(parts, body)).await;
    match response.extensions().get::<Problem>() {
        Some(&problem) => {
            // The page leads only where the reader may go; if even that cannot be told, it leads everywhere.
            if let (Some(app), Some(actor)) = (site.app(), actor) {
                frame.areas = own_areas(app, actor, frame.now).await.ok();
            }
            let mut page = problem.page(&frame).into_response();
            if problem == Problem::TooMany {
                page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
            }
            page
        }
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::cookie;
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; helsami-language=nn"));
        headers.append(header::COOKIE, HeaderValue::from_static("b=2"));
        assert_eq!(cookie(&headers, "helsami-language"), Some("nn"));
        assert_eq!(cookie(&headers, "b"), Some("2"));
        assert_eq!(cookie(&headers, "language"), None);
    }
}
