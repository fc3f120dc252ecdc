//! What went wrong, as a page. The one place where errors become answers: an outside sentence, never an inside one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use maud::html;

use super::part::button_link;
use super::{Document, Frame, Page};

/// Why a page cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no such page, or not in this record.
    #[error("no such page")]
    NotFound,
    /// Nobody has signed in, or the session has ended.
    #[error("not signed in")]
    SignedOut,
    /// The access rules say no.
    #[error("no access")]
    NoAccess,
    /// What was sent cannot be understood.
    #[error("bad request")]
    BadRequest,
    /// Too many tries in a short time.
    #[error("too many requests")]
    TooMany,
    /// Something of ours failed. It has been logged where it was handled.
    #[error("failed")]
    Failed,
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Denied(_) => Self::NoAccess,
            ReadError::Unknown => Self::NotFound,
            ReadError::Store(error) => {
                tracing::error!(%error, "A page of the record could not be read");
                Self::Failed
            }
        }
    }
}

impl Problem {
    /// The answer's status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NoAccess => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that tells it.
    #[must_use]
    pub fn page(self, frame: &Frame) -> Document {
        let text = frame.text;
        let (title, lead) = match self {
            Self::NotFound => (text.site_not_found_title(), text.site_not_found()),
            Self::SignedOut => (text.site_signed_out_title(), text.site_signed_out()),
            Self::NoAccess => (text.site_no_access_title(), text.site_no_access()),
            Self::BadRequest => (text.site_bad_request_title(), text.site_bad_request()),
            Self::TooMany => (text.site_too_many_title(), text.site_too_many()),
            Self::Failed => (text.site_failed_title(), text.site_failed()),
        };
        let (href, words) = match (self, &frame.who) {
            (Self::SignedOut, _) => ("/sign-in", text.site_sign_in()),
            (_, Some(_)) => ("/me", text.site_to_home()),
            (_, None) => ("/", text.site_to_front()),
        };
        let way_on = html! { p { (button_link(href, None, words, Some("secondary"))) } };
        Page::new(frame, title).lead(lead).show(way_on).status(self.status())
    }
}

/// A marker in the answer: the outermost layer, which knows the reader's language, puts the page in its place.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if self == Self::SignedOut {
            return Redirect::to("/sign-in").into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
