//! What every use case needs: the store and the rules of this installation.

use std::sync::Arc;

use helsami_domain::session::SessionRules;
use helsami_store::Store;

use crate::names::Names;

/// The use cases' ground. Cheap to clone. Holds no clock: `now` is an argument of each use case.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) sessions: SessionRules,
    pub(crate) staff_sessions: SessionRules,
    pub(crate) names: Arc<Names>,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(store: Store, sessions: SessionRules) -> Self {
        Self { store, sessions, staff_sessions: SessionRules::STAFF, names: Arc::default() }
    }

    /// With other rules for the sessions of staff.
    #[must_use]
    pub fn with_staff_sessions(self, staff_sessions: SessionRules) -> Self {
        Self { staff_sessions, ..self }
    }

    /// Whether reads and durable writes work now.
    ///
    /// # Errors
    /// What stops them.
    pub async fn health(&self, now: jiff::Timestamp) -> Result<(), helsami_store::Error> {
        self.store.health(now).await
    }
}
