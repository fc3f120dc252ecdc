//! Is the process alive, and can it serve people? Answers without a session and without content.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use helsami_app::App;
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;

use crate::ready::Ready;

/// What machines ask of the installation.
#[derive(Clone)]
pub struct Machines {
    app: App,
    clock: fn() -> Timestamp,
    ready: Arc<Ready>,
}

impl Machines {
    /// Over the use cases' ground, with a clock that is asked once per request.
    #[must_use]
    pub fn new(app: App, clock: fn() -> Timestamp) -> Self {
        Self { app, clock, ready: Arc::default() }
    }
}

type Said = (StatusCode, [(HeaderName, HeaderValue); 1], &'static str);

const fn say(status: StatusCode, text: &'static str) -> Said {
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], text)
}

/// The routes that machines ask.
pub fn router(machines: Machines) -> Router {
    Router::new()
        .route("/health/live", get(async || say(StatusCode::OK, "alive\n")))
        .route("/health/ready", get(ready))
        .with_state(machines)
}

/// Ready is who can read and write durably.
async fn ready(State(machines): State<Machines>) -> Said {
    if machines.ready.ask(&machines.app, (machines.clock)()).await {
        say(StatusCode::OK, "ready\n")
    } else {
        say(StatusCode::SERVICE_UNAVAILABLE, "the store is not ready\n")
    }
}
