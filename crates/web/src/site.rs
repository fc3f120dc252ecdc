//! What every page needs of the installation: the clock and the switches. Handed in by `server`.

use std::sync::Arc;

use jiff::Timestamp;

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    clock: fn() -> Timestamp,
    is_demo: bool,
}

impl Site {
    /// A site that asks `clock` for the time once per request. The demo shows the gallery and says that its people
    /// are made up.
    #[must_use]
    pub fn new(clock: fn() -> Timestamp, is_demo: bool) -> Self {
        Self(Arc::new(Inner { clock, is_demo }))
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
