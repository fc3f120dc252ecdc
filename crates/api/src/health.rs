//! Is the process alive, and can it serve people? Answers without a session and without content.

use axum::Router;
use axum::routing::get;
use http::{HeaderValue, header};

/// The routes that machines ask.
pub fn router() -> Router {
    Router::new().route("/health/live", get(live))
}

async fn live() -> ([(header::HeaderName, HeaderValue); 1], &'static str) {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], "alive\n")
}
