//! A whole page on its way to the browser, with the headers that keep it from being kept.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// A whole page on its way to the browser.
#[derive(Debug)]
pub struct Document {
    status: StatusCode,
    markup: Markup,
}

impl Document {
    /// A page as it should be.
    #[must_use]
    pub const fn ok(markup: Markup) -> Self {
        Self { status: StatusCode::OK, markup }
    }

    /// The same page with another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
            (header::VARY, HeaderValue::from_static("Cookie, Accept-Language, X-Fragment")),
        ];
        (self.status, headers, self.markup.into_string()).into_response()
    }
}
