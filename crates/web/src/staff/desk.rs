//! Who asks at the staff's door, and the record that they have opened. Nothing here decides: the rules do, for each request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use helsami_app::pass::Pass;
use helsami_app::work::{admit_at_work, work_subject};
use helsami_domain::access::Denied;
use helsami_domain::ids::PatientKey;

use crate::Site;
pub(crate) use crate::door::at_work::AtWork as Desk;
use crate::kit::Problem;
use crate::kit::work::Opened;

/// Somebody whom an address names, before their record is opened.
#[derive(Clone, Debug)]
pub(crate) struct Patient {
    /// Who asks.
    pub(crate) desk: Desk,
    /// Whose record it is.
    pub(crate) subject: PatientKey,
    /// Where the pages about them begin, as `/work/p/…`.
    pub(crate) root: String,
}

impl FromRequestParts<Site> for Patient {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let desk = Desk::from_request_parts(parts, site).await?;
        let path = parts.uri.path();
        let who = path.strip_prefix("/work/p/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let subject = work_subject(&desk.app, &desk.staff, who)?;
        Ok(Self { root: format!("/work/p/{who}"), subject, desk })
    }
}

/// A record that is open in this visit.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// Who asks.
    pub(crate) desk: Desk,
    /// The way in.
    pub(crate) pass: Pass,
    /// Where the pages about the patient begin.
    pub(crate) root: String,
}

impl Chart {
    /// With the bar that says whose record is open.
    pub(super) fn of(mut desk: Desk, pass: Pass, root: String) -> Self {
        if let Some(work) = &mut desk.frame.work {
            work.opened = Some(Opened::new(&root, &pass));
        }
        Self { desk, pass, root }
    }
}

impl FromRequestParts<Site> for Chart {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let found = Patient::from_request_parts(parts, site).await.map_err(Problem::into_response)?;
        let Patient { desk, subject, root } = found;
        match admit_at_work(&desk.app, &desk.staff, subject, desk.frame.now).await {
            Ok(pass) => Ok(Self::of(desk, pass, root)),
            // Not open, or no longer: the question why comes first.
            Err(ReadError::Denied(Denied::GroundMissing)) => Err(Redirect::to(&root).into_response()),
            Err(error) => Err(Problem::from(error).into_response()),
        }
    }
}
