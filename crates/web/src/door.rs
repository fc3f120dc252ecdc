//! The door: signing in and out, who is here, and what is asked of every request before a page sees it.

use std::sync::Arc;

use helsami_app::identity_provider::IdentityProvider;

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
pub(crate) use recognise::recognise;

/// What the door needs of the installation.
pub struct Door {
    provider: Arc<dyn IdentityProvider>,
    origin: String,
    pace: Pace,
}

impl Door {
    /// The door of a site that people see at `origin`, an address without a path as `https://helse.example.no`. One
    /// address may begin so many sign-ins in a minute.
    #[must_use]
    pub fn new(provider: Arc<dyn IdentityProvider>, origin: String, sign_in_per_minute: u32) -> Self {
        Self { provider, origin, pace: Pace::new(sign_in_per_minute) }
    }

    fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
}
