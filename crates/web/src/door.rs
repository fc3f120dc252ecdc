//! The door: signing in and out, who is here, and what is asked of every request before a page sees it.

use std::net::IpAddr;
use std::sync::Arc;

use helsami_app::identity_provider::IdentityProvider;
use helsami_domain::access::VisitNumber;

mod cookies;
mod device;
mod guard;
mod headers;
mod pace;
pub(crate) mod recognise;
pub(crate) mod sign_in;
pub(crate) mod sign_out;

pub(crate) use guard::{BACK_CHANNEL, guard};
use headers::POLICY;
pub(crate) use headers::set_headers;
use pace::Pace;
pub use pace::Paces;
pub(crate) use recognise::recognise;

/// What the door needs of the installation.
pub struct Door {
    provider: Arc<dyn IdentityProvider>,
    origin: String,
    sign_ins: Pace<IpAddr>,
    answers: Pace<IpAddr>,
    logouts: Pace<IpAddr>,
    pages: Pace<VisitNumber>,
}

impl Door {
    /// The door of a site that people see at `origin`, an address without a path as `https://helse.example.no`.
    #[must_use]
    pub fn new(provider: Arc<dyn IdentityProvider>, origin: String, paces: Paces) -> Self {
        let Paces { sign_ins, answers, logouts, pages } = paces;
        Self {
            provider,
            origin,
            sign_ins: Pace::new(sign_ins),
            answers: Pace::new(answers),
            logouts: Pace::new(logouts),
            pages: Pace::new(pages),
        }
    }

    fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
}
