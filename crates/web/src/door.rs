//! The door: signing in and out, who is here, and what is asked of every request before a page sees it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use helsami_app::identity_provider::IdentityProvider;
use helsami_domain::access::VisitNumber;
use helsami_domain::ids::PatientKey;
use helsami_domain::workplace::Workplace;

use crate::kit::Problem;

pub(crate) mod at_work;
mod cookies;
mod device;
mod guard;
mod headers;
mod pace;
pub(crate) mod recognise;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod staff;

pub(crate) use guard::{BACK_CHANNEL, STAFF_BACK_CHANNEL, guard};
use headers::POLICY;
pub(crate) use headers::set_headers;
use pace::Pace;
pub use pace::Paces;
pub(crate) use recognise::recognise;

/// What the door needs of the installation.
pub struct Door {
    provider: Arc<dyn IdentityProvider>,
    staff: Option<StaffDoor>,
    origin: String,
    sign_ins: Pace<IpAddr>,
    answers: Pace<IpAddr>,
    logouts: Pace<IpAddr>,
    pages: Pace<VisitNumber>,
    codes: Pace<PatientKey>,
    finds: Pace<VisitNumber>,
}

/// The door for staff.
pub(crate) struct StaffDoor {
    provider: Arc<dyn IdentityProvider>,
    /// The organisations they may sign in for; none where the provider names it.
    workplaces: Vec<Workplace>,
}

/// Codes of invitations that one person may try in a minute: more than a person with a letter needs.
const CODES_PER_MINUTE: u32 = 20;
/// Searches for a patient in one visit of staff in a minute: more than anybody needs for the patients before them.
const FINDS_PER_MINUTE: u32 = 20;

impl Door {
    /// The door of a site that people see at `origin`, an address without a path as `https://helse.example.no`.
    #[must_use]
    pub fn new(provider: Arc<dyn IdentityProvider>, origin: String, paces: Paces) -> Self {
        let Paces { sign_ins, answers, logouts, pages } = paces;
        Self {
            provider,
            staff: None,
            origin,
            sign_ins: Pace::new(sign_ins),
            answers: Pace::new(answers),
            logouts: Pace::new(logouts),
            pages: Pace::new(pages),
            codes: Pace::new(CODES_PER_MINUTE),
            finds: Pace::new(FINDS_PER_MINUTE),
        }
    }

    /// With a door for staff, who sign in at this provider for one of these organisations.
    #[must_use]
    pub fn with_staff(self, provider: Arc<dyn IdentityProvider>, workplaces: Vec<Workplace>) -> Self {
        Self { staff: Some(StaffDoor { provider, workplaces }), ..self }
    }

    /// Whether there is a door for staff.
    pub(crate) const fn is_open_to_staff(&self) -> bool {
        self.staff.is_some()
    }

    /// Where people see the site.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Refuses a person who tries codes too fast, in however many sessions.
    pub(crate) fn keep_code_pace(&self, person: PatientKey) -> Result<(), Problem> {
        self.codes.keep(person)
    }

    /// Refuses a visit of staff that searches for patients too fast.
    pub(crate) fn keep_find_pace(&self, visit: VisitNumber) -> Result<(), Problem> {
        self.finds.keep(visit)
    }

    fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
}

/// Takes the session's cookie away from a browser whose sessions have all ended.
pub(crate) fn forget_session(headers: &mut HeaderMap) {
    headers.append(header::SET_COOKIE, cookies::remove(cookies::SESSION));
}
