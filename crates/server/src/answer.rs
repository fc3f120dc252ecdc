//! What is around every answer of the server: the log line, the time limit, the size limit, the catch for panics.
//!
//! Logs the route's template and the status, never the address that was asked for.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use tokio::time::Instant;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// How much a request may ask of us.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Without a byte of the request's body.
    pub(crate) body: Duration,
    /// For the whole answer.
    pub(crate) answer: Duration,
    /// Bytes of a request's body.
    pub(crate) body_bytes: usize,
}

/// Puts the bounds around the routes, the outermost first: as one layer, since the router boxes each layer by itself and copies the
/// boxes for each request.
pub(crate) fn bound(routes: Router, bounds: Bounds) -> Router {
    routes.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn(log_line))
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, bounds.answer))
            .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
                // The message stays unread: it can hold a value of the record. The panic hook has logged the place.
                drop(panic);
                plain(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Noe gikk galt hos oss. Something went wrong on our side.\n",
                )
            }))
            .layer(RequestBodyTimeoutLayer::new(bounds.body))
            .layer(RequestBodyLimitLayer::new(bounds.body_bytes)),
    )
}

async fn log_line(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let answer = next.run(request).await;
    let status = answer.status().as_u16();
    let duration_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::error!(%method, route, status, duration_us, "Could not answer {method} {route}: {status}");
    } else {
        tracing::debug!(%method, route, status, duration_us, "Answered {method} {route} with {status}");
    }
    answer
}

/// A short answer in plain text, for what happens outside every page.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::{Bounds, bound};
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use axum::routing::{get, post};
    use http::StatusCode;
    use std::time::Duration;
    use tower::ServiceExt;

    fn routes() -> Router {
        let routes = Router::new()
            .route("/panic", get(|| async { panic!("secret") as &'static str }))
            .route("/slow", get(|| async { std::future::pending::<&'static str>().await }))
            .route("/body", post(|body: String| async move { body.len().to_string() }));
        let bounds =
            Bounds { body: Duration::from_millis(50), answer: Duration::from_millis(200), body_bytes: 1000 };
        bound(routes, bounds)
    }

    async fn check(request: Request, expect: StatusCode) -> String {
        let answer = routes().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), expect);
        String::from_utf8(to_bytes(answer.into_body(), 10_000).await.expect("a body").to_vec()).expect("text")
    }

    fn post_body(bytes: usize) -> Request {
        Request::post("/body").body(Body::from("x".repeat(bytes))).expect("a request")
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_without_its_message() {
        let text = check(
            Request::get("/panic").body(Body::empty()).expect("a request"),
            StatusCode::INTERNAL_SERVER_ERROR,
        )
        .await;
        assert!(!text.contains("secret"));
    }

    #[tokio::test]
    async fn slow_answers_and_big_bodies_are_cut() {
        check(Request::get("/slow").body(Body::empty()).expect("a request"), StatusCode::REQUEST_TIMEOUT)
            .await;
        assert_eq!(check(post_body(1000), StatusCode::OK).await, "1000");
        check(post_body(1001), StatusCode::PAYLOAD_TOO_LARGE).await;
    }
}
