//! The port to whoever proves who a person is. `links` speaks OpenID Connect behind it; the use cases see only what was
//! proved.

use std::future::Future;
use std::pin::Pin;

use helsami_domain::workplace::Workplace;
use jiff::Timestamp;

/// An answer that comes later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Somebody who can prove who a person is.
pub trait IdentityProvider: Send + Sync {
    /// Begins a sign-in: where the browser is to go, and what it has to bring back.
    fn begin<'a>(&'a self, ask: Ask<'a>, now: Timestamp) -> Later<'a, Result<Begun, ProviderError>>;

    /// Ends a sign-in with what the browser brought back.
    fn finish<'a>(
        &'a self,
        sealed: &'a str,
        answer: &'a Answer,
        now: Timestamp,
    ) -> Later<'a, Result<Proved, ProviderError>>;

    /// How the browser tells the provider that the person logs out; `None` where the provider offers no way.
    fn farewell<'a>(&'a self, id_token: &'a str, now: Timestamp) -> Later<'a, Option<Farewell>>;

    /// Checks a logout that the provider sends behind the browser's back. Hands back its session id.
    fn logout_told<'a>(&'a self, token: &'a str, now: Timestamp) -> Later<'a, Result<String, ProviderError>>;

    /// Whether this is the provider's name, as a logout through the browser says it.
    fn is_issuer(&self, issuer: &str) -> bool;
}

/// What a sign-in asks for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The language of the provider's pages, as `nb`.
    pub language: &'a str,
    /// The page of ours to end at, as `/me/results`.
    pub to: &'a str,
    /// The organisation that staff sign in for, where the portal knows it beforehand.
    pub workplace: Option<&'a Workplace>,
    /// The mark of the session in which somebody who is signed in proves anew who they are. The provider is told to ask them
    /// again, and must say when it did.
    pub anew: Option<&'a str>,
}

/// A sign-in that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Where the browser is to go.
    pub address: String,
    /// What the browser has to bring back in a cookie: sealed, so that it neither reads nor changes it.
    pub sealed: String,
}

/// What the browser brought back from the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `code`.
    pub code: Option<String>,
    /// `state`.
    pub state: Option<String>,
    /// `iss`.
    pub issuer: Option<String>,
    /// `error`.
    pub error: Option<String>,
}

/// Who the person is, as the provider has proved.
#[derive(Clone, PartialEq, Eq)]
pub struct Proved {
    /// The identity.
    pub person: ProvedPerson,
    /// The provider's session id.
    pub sid: Option<String>,
    /// The confirmed level of assurance.
    pub level: String,
    /// The ID token, for logging out.
    pub id_token: String,
    /// The page of ours to end at, as the sign-in began with.
    pub to: String,
    /// For a fresh sign-in: in which session, and when.
    pub anew: Option<Anew>,
}

/// A fresh sign-in of somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// The mark of the session that it began in.
    pub session: String,
    /// When the person proved who they are.
    pub at: Timestamp,
}

/// An identity.
#[derive(Clone, PartialEq, Eq)]
pub enum ProvedPerson {
    /// A Norwegian national number: birth number, D-number or common help number.
    National(String),
    /// A record of this installation, by the id that is shown outside. Only the demo's own test provider proves this.
    Record(String),
    /// A member of staff. Opens no citizen's session.
    Staff(ProvedStaff),
}

/// Who a member of staff is.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvedStaff {
    /// The number in the register of health personnel, for those who have one.
    pub hpr: Option<String>,
    /// The national number. Only the demo's own test provider leaves it out.
    pub national: Option<String>,
    /// The organisation they signed in for.
    pub workplace: Workplace,
}

/// How the browser logs out at the provider: a form to be sent there. In a form, not in an address, because the ID
/// token in it names the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Farewell {
    /// Where the form goes.
    pub action: String,
    /// Its hidden fields.
    pub fields: Vec<(&'static str, String)>,
}

/// Why a sign-in at the provider did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The person stopped, or the provider said no.
    #[error("the sign-in was stopped at the provider")]
    Stopped,
    /// Too old, used before, begun in another browser, or not begun here at all.
    #[error("the sign-in was not begun in this browser, or too long ago")]
    Unknown,
    /// The provider cannot be reached or does not answer as the standard says.
    #[error("the provider cannot be reached")]
    Unreachable,
    /// What came back does not hold: which check refused it.
    #[error("the provider's answer was refused: {0}")]
    Refused(&'static str),
    /// The provider confirmed a lower level of assurance than was asked for.
    #[error("the level of assurance is too low")]
    Level,
}
