//! Is the process alive, and can it serve people? Answers without a session and without content.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use helsami_app::App;
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;

/// What machines ask of the installation.
#[derive(Clone)]
pub struct Machines {
    /// The use cases' ground.
    pub app: App,
    /// The clock.
    pub clock: fn() -> Timestamp,
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
    match machines.app.health((machines.clock)()).await {
        Ok(()) => say(StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(error = %error, "The store is not ready");
            say(StatusCode::SERVICE_UNAVAILABLE, "the store is not ready\n")
        }
    }
}
