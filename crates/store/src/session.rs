//! Sessions of signed-in persons: one row each, found by the hash of its token. The token itself is never stored.

use helsami_domain::access::VisitNumber;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;

/// SHA-256 of the token in the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

/// A session to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionNew {
    /// The hash of its token.
    pub token: TokenHash,
    /// The visit number, random; groups the access log.
    pub visit: VisitNumber,
    /// Whose session.
    pub person: PatientKey,
    /// The provider's own session id, for logout that begins there.
    pub sid: Option<String>,
    /// The ID token, to be shown to the provider at logout.
    pub id_token: String,
    /// How the person was identified, as the provider says it (`acr`).
    pub level: String,
    /// The device in a few words of the person's own list; no more of the browser's name than that.
    pub device: String,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What it was made with.
    pub made: SessionNew,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// When the person's visit before this one was last active; `None` at the first.
    pub before: Option<Timestamp>,
}
