//! What went wrong, as a page. The one place where errors become answers: an outside sentence, never an inside one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::ReadError;
use helsami_app::blocks::BlockError;
use helsami_app::cases::AskError;
use helsami_app::work::HandleError;
use helsami_domain::access::Denied;
use maud::html;

use super::part::button_link;
use super::{Document, Frame, Page};
use crate::door::sign_in::anew;
use crate::text::Text;

/// Why a page cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is no such page, or not in this record.
    #[error("no such page")]
    NotFound,
    /// Nobody has signed in, or the session has ended.
    #[error("not signed in")]
    SignedOut,
    /// No member of staff has signed in, or the session has ended.
    #[error("not signed in at work")]
    OffWork,
    /// A member of staff has signed in and has several roles, of which none is chosen yet.
    #[error("no role chosen")]
    RoleMissing,
    /// The access rules say no.
    #[error("no access")]
    NoAccess,
    /// The access rules say no, and the reason can be told.
    #[error("no access: {0}")]
    Refused(Denied),
    /// The reader was let in, but not to this part of the record.
    #[error("not this part of the record")]
    NotGiven,
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
            ReadError::Denied(denied) => match denied.told() {
                Denied::NoRelation | Denied::NotYours => Self::NoAccess,
                told => Self::Refused(told),
            },
            ReadError::NotGiven => Self::NotGiven,
            ReadError::Unknown => Self::NotFound,
            ReadError::Store(error) => {
                tracing::error!(%error, "A page of the record could not be read");
                Self::Failed
            }
        }
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Read(error) => error.into(),
            AskError::NoOwner => Self::BadRequest,
            AskError::Write(error) => {
                tracing::error!(%error, "A case could not be written");
                Self::Failed
            }
        }
    }
}

impl From<HandleError> for Problem {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Read(error) => error.into(),
            HandleError::NotOffered | HandleError::Changed => Self::BadRequest,
            HandleError::Write(error) => {
                tracing::error!(%error, "A case could not be answered");
                Self::Failed
            }
        }
    }
}

impl From<BlockError> for Problem {
    fn from(error: BlockError) -> Self {
        match error {
            BlockError::Read(error) => error.into(),
            BlockError::Write(error) => {
                tracing::error!(%error, "A block could not be written");
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
            Self::SignedOut | Self::OffWork => StatusCode::UNAUTHORIZED,
            Self::NoAccess | Self::Refused(_) | Self::NotGiven | Self::RoleMissing => StatusCode::FORBIDDEN,
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
            Self::SignedOut | Self::OffWork => (text.site_signed_out_title(), text.site_signed_out()),
            Self::RoleMissing => (text.work_choose_title(), text.work_choose()),
            Self::NoAccess => (text.site_no_access_title(), text.site_no_access()),
            Self::Refused(Denied::SignInNotFresh) => (text.safe_asks_title(), text.safe_asks()),
            Self::Refused(denied) => (text.site_no_access_title(), refused(text, denied)),
            Self::NotGiven => (text.acting_not_given_title(), text.acting_not_given()),
            Self::BadRequest => (text.site_bad_request_title(), text.site_bad_request()),
            Self::TooMany => (text.site_too_many_title(), text.site_too_many()),
            Self::Failed => (text.site_failed_title(), text.site_failed()),
        };
        let again = anew(&frame.path);
        let (href, words) = match (self, &frame.who) {
            _ if frame.work.is_some() => ("/work", text.work_to_landing()),
            (Self::SignedOut, _) => ("/sign-in", text.site_sign_in()),
            (Self::Refused(Denied::SignInNotFresh), Some(_)) => (&*again, text.safe_unlock()),
            // One's own pages are closed: the front page would only lead back here.
            (Self::Refused(Denied::Locked), Some(_)) => ("/me/lock", text.lock_more()),
            (Self::Refused(_), Some(_)) => ("/acting", text.acting_choose()),
            (_, Some(_)) if frame.is_closed() => ("/acting", text.acting_choose()),
            (_, Some(_)) => ("/me", text.site_to_home()),
            (_, None) => ("/", text.site_to_front()),
        };
        let way_on = html! { p { (button_link(href, None, words, Some("secondary"))) } };
        Page::new(frame, title).lead(lead).show(way_on).status(self.status())
    }
}

/// Why not, and what to do, in words. What must not be told never comes here.
fn refused(text: Text, denied: Denied) -> &'static str {
    match denied {
        Denied::Ended => text.acting_refused_ended(),
        Denied::Locked => text.acting_refused_locked(),
        Denied::TooYoung => text.acting_refused_too_young(),
        Denied::YouthConsentMissing => text.acting_refused_youth_consent(),
        Denied::ChildIsSixteen => text.acting_refused_child_is_sixteen(),
        Denied::NoResponsibility => text.acting_refused_no_responsibility(),
        Denied::NoSharedHome => text.acting_refused_no_shared_home(),
        Denied::ReaderTooYoung => text.acting_refused_reader_too_young(),
        Denied::GiverTooYoung => text.acting_refused_giver_too_young(),
        Denied::CapacityNotStated => text.acting_refused_capacity(),
        Denied::StatementRunOut => text.acting_refused_run_out(),
        Denied::InvitationUsed => text.acting_refused_invitation_used(),
        Denied::InvitationOver => text.acting_refused_invitation_over(),
        Denied::OwnInvitation => text.acting_refused_own_invitation(),
        Denied::GuardianNotHealth => text.acting_refused_guardian(),
        Denied::StaffOwnRecord => text.chart_denied_own(),
        Denied::NotAuthorized => text.chart_denied_authorization(),
        Denied::ClosedToStaff => text.chart_denied_closed(),
        Denied::ClosedToNamed => text.chart_denied_named(),
        Denied::OwnOpening => text.worklist_own_opening(),
        _ => text.site_no_access(),
    }
}

/// A marker in the answer: the outermost layer, which knows the reader's language, puts the page in its place.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::SignedOut => return Redirect::to("/sign-in").into_response(),
            Self::OffWork => return Redirect::to("/work/sign-in").into_response(),
            Self::RoleMissing => return Redirect::to("/work/role").into_response(),
            _ => {}
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
