//! The two doors of the portal, each registered for itself.

use jsonwebtoken::jwk::JwkSet;

/// One of them, as it is registered.
pub struct Client {
    /// Its name.
    pub id: String,
    /// The public half of its key.
    pub keys: JwkSet,
}

/// The scopes of both.
pub(super) const SCOPES: [&str; 5] = [
    "openid",
    "profile",
    "helseid://scopes/identity/pid",
    "helseid://scopes/identity/security_level",
    "helseid://scopes/hpr/hpr_number",
];

/// Which door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// For citizens.
    Citizens,
    /// For staff: tokens are bound to a key.
    Staff,
}

impl Door {
    pub(super) const ALL: [Self; 2] = [Self::Citizens, Self::Staff];

    pub(super) const fn callback(self) -> &'static str {
        match self {
            Self::Citizens => "/sign-in/callback",
            Self::Staff => "/work/sign-in/callback",
        }
    }

    pub(super) const fn signed_out(self) -> &'static str {
        match self {
            Self::Citizens => "/signed-out",
            Self::Staff => "/work/signed-out",
        }
    }

    pub(super) const fn back_channel(self) -> &'static str {
        match self {
            Self::Citizens => "/sign-out/back-channel",
            Self::Staff => "/work/sign-out/back-channel",
        }
    }
}
