//! The staff's side of the door: the layer that knows a session of staff by its cookie, for addresses under `/work` alone.

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use helsami_app::staff::sessions::{StaffPresent, staff_session_use};
use helsami_app::{App, SessionToken};

use super::cookies;
use super::recognise::come_back;
use crate::Site;
use crate::kit::visitor::cookie;
use crate::kit::work::{WorkRole, Worker};
use crate::kit::{Frame, Problem};

/// A member of staff who has signed in, with a role or before it is chosen.
#[derive(Clone, Debug)]
pub(crate) struct StaffHere(pub(crate) StaffPresent);

impl FromRequestParts<Site> for StaffHere {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::OffWork)
    }
}

impl OptionalFromRequestParts<Site> for StaffHere {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// A member of staff at work, in a role, with the frame of their page. Anybody else is sent to sign in, or to choose a role.
#[derive(Clone, Debug)]
pub(crate) struct AtWork {
    /// The use cases' ground.
    pub(crate) app: App,
    /// Who, as what, where.
    pub(crate) staff: helsami_app::staff::AtWork,
    /// The frame of the page.
    pub(crate) frame: Frame,
}

impl FromRequestParts<Site> for AtWork {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let StaffHere(present) = parts.extensions.get::<StaffHere>().cloned().ok_or(Problem::OffWork)?;
        let staff = present.at_work.ok_or(Problem::RoleMissing)?;
        let Ok(frame) = Frame::from_request_parts(parts, site).await;
        let app = site.app().cloned().ok_or(Problem::Failed)?;
        Ok(Self { app, staff, frame })
    }
}

/// The layer. Without a door for staff nothing is there.
pub(super) async fn recognise(site: &Site, mut request: Request, next: Next) -> Response {
    let Some(door) = site.door().filter(|door| door.is_open_to_staff()) else {
        return Problem::NotFound.into_response();
    };
    let shown = cookie(request.headers(), cookies::STAFF_SESSION).map(str::to_owned);
    let present = match find(site, shown.as_deref()).await {
        Ok(present) => present,
        Err(problem) => return problem.into_response(),
    };
    let is_stale = shown.is_some() && present.is_none();
    if let Some(present) = present {
        if let Err(problem) = door.pages.keep(present.visit()) {
            return problem.into_response();
        }
        let role = present.at_work.as_ref().map(WorkRole::from);
        request.extensions_mut().insert(Worker { name: present.name.clone(), role });
        request.extensions_mut().insert(StaffHere(present));
    }
    let asked =
        request.uri().path_and_query().filter(|_| request.method().is_safe()).map(ToString::to_string);
    let mut answer = next.run(request).await;
    come_back(&mut answer, ("/work/sign-in", "/work"), asked.as_deref());
    if is_stale && !cookies::sets(answer.headers(), cookies::STAFF_SESSION) {
        answer.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::STAFF_SESSION));
    }
    answer
}

/// The session of the cookie, if it lives.
async fn find(site: &Site, shown: Option<&str>) -> Result<Option<StaffPresent>, Problem> {
    let (Some(app), Some(token)) = (site.app(), shown.and_then(SessionToken::parse)) else { return Ok(None) };
    staff_session_use(app, token, site.now()).await.map_err(|error| {
        tracing::error!(error = %error, "Could not look up a session of staff");
        Problem::Failed
    })
}
