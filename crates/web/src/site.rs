//! What every page needs of the installation: the use cases' ground, the clock and the switches. Handed in by `server`.

use std::net::IpAddr;
use std::sync::Arc;

use helsami_app::App;
use jiff::Timestamp;

use crate::door::Door;

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    app: Option<App>,
    clock: fn() -> Timestamp,
    is_demo: bool,
    door: Option<Door>,
}

/// The address a request comes from, as the server believes it.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl Site {
    /// A site that asks `clock` for the time once per request. The demo shows the gallery and says that its people
    /// are made up.
    #[must_use]
    pub fn new(app: App, clock: fn() -> Timestamp, is_demo: bool, door: Door) -> Self {
        Self(Arc::new(Inner { app: Some(app), clock, is_demo, door: Some(door) }))
    }

    /// A site without a record behind it: only its open pages can be shown.
    #[must_use]
    pub fn without_record(clock: fn() -> Timestamp, is_demo: bool) -> Self {
        Self(Arc::new(Inner { app: None, clock, is_demo, door: None }))
    }

    /// The use cases' ground, if there is a record behind the site.
    #[must_use]
    pub fn app(&self) -> Option<&App> {
        self.0.app.as_ref()
    }

    pub(crate) fn door(&self) -> Option<&Door> {
        self.0.door.as_ref()
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// Whether the people here are made up.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.0.is_demo
    }
}
