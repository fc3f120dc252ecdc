//! Access tokens of registered systems: sealed, so that every process can check one without asking the database, and short
//! lived, because one that was stolen cannot be called back.

use std::sync::Arc;

use helsami_domain::access::{Actor, Scopes, VisitNumber};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use super::{Caller, Exchange, Registered};

/// How far ahead an assertion may end.
///
/// Source: SMART App Launch 2, Backend Services: no more than five minutes in the future.
const ASSERTION_MAX: SignedDuration = SignedDuration::from_mins(5);
/// How far clocks may differ, seconds.
const SKEW_S: i64 = 10;

/// What a signed assertion has proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asserted {
    /// The system.
    pub client_id: String,
    /// The name of the assertion itself: each is used once.
    pub jti: String,
    /// When it ends.
    pub ends: Timestamp,
}

/// A token that was given out.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The token.
    pub token: String,
    /// Seconds it lasts.
    pub life_s: i64,
    /// What it holds for.
    pub scope: String,
}

/// Why no token is given out.
#[derive(Debug, thiserror::Error)]
pub enum TokenFault {
    /// The system is not registered, or its assertion does not hold.
    #[error("the client is not known, or its assertion does not hold: {0}")]
    Client(&'static str),
    /// Nothing of what it asks for is registered for it.
    #[error("none of the scopes is registered for this client")]
    Scope,
    /// The store.
    #[error(transparent)]
    Store(#[from] helsami_store::Error),
}

impl Exchange {
    /// Gives out a token for what a signed assertion has proved. Uses the assertion up.
    ///
    /// # Errors
    /// [`TokenFault`].
    pub async fn token(
        &self,
        asserted: &Asserted,
        asked: Option<&str>,
        now: Timestamp,
    ) -> Result<Issued, TokenFault> {
        let registered =
            self.clients.get(&asserted.client_id).ok_or(TokenFault::Client("it is not registered"))?;
        let latest = now + ASSERTION_MAX + SignedDuration::from_secs(SKEW_S);
        if asserted.ends > latest {
            return Err(TokenFault::Client("it ends more than five minutes ahead"));
        }
        let scopes = match asked.map(str::trim).filter(|asked| !asked.is_empty()) {
            None => registered.scopes.clone(),
            // What is asked beyond the registered is left out, as OAuth says; what is no scope of systems too.
            Some(asked) => asked
                .split_ascii_whitespace()
                .filter_map(|one| Scopes::parse(one).ok())
                .fold(Scopes::default(), |all, one| all.and(&one.within(&registered.scopes))),
        };
        if scopes.is_empty() {
            return Err(TokenFault::Scope);
        }
        let until = asserted.ends + SignedDuration::from_secs(SKEW_S);
        let name = format!("{} {}", asserted.client_id, asserted.jti);
        if !self.app.store.assertion_use(&name, until, now).await? {
            return Err(TokenFault::Client("it was used before"));
        }
        let scope = scopes.to_string();
        let ends_s = (now + self.terms.token_life).as_second();
        let content = content((ends_s, helsami_store::random_visit()), &registered.id, &scope);
        let token = self.app.store.token_seal(&content);
        Ok(Issued { token, life_s: self.terms.token_life.as_secs(), scope })
    }

    /// The system that shows this token; `None` for one that is not ours, has ended, or is of a system that is registered no
    /// longer. Asks no database.
    #[must_use]
    pub fn recognise(&self, token: &str, now: Timestamp) -> Option<Caller> {
        let content = self.app.store.token_open(token)?;
        let (ends_s, rest) = content.split_first_chunk::<8>()?;
        let (visit, rest) = rest.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first()?;
        let (id, scope) = rest.split_at_checked(usize::from(*length))?;
        if i64::from_be_bytes(*ends_s) <= now.as_second() {
            return None;
        }
        let registered = self.clients.get(std::str::from_utf8(id).ok()?)?;
        // The configuration may have been narrowed since.
        let scopes = Scopes::parse(std::str::from_utf8(scope).ok()?).ok()?.within(&registered.scopes);
        Some(Caller::new(registered, scopes, VisitNumber(i64::from_be_bytes(*visit))))
    }
}

impl Caller {
    /// A registered system in one of its visits.
    pub(super) fn new(registered: &Arc<Registered>, scopes: Scopes, visit: VisitNumber) -> Self {
        let client = helsami_store::client_key(&registered.id);
        let scope = format!("client:{}", registered.id);
        let (actor, organization) = (Actor::Client { client, visit }, OnceCell::new());
        Self { registered: Arc::clone(registered), client, actor, scopes, scope, organization }
    }
}

fn content((ends_s, visit): (i64, VisitNumber), id: &str, scope: &str) -> Vec<u8> {
    let mut content = Vec::with_capacity(32 + id.len() + scope.len());
    content.extend_from_slice(&ends_s.to_be_bytes());
    content.extend_from_slice(&visit.0.to_be_bytes());
    // The configuration refuses longer names.
    content.push(u8::try_from(id.len()).unwrap_or(u8::MAX));
    content.extend_from_slice(id.as_bytes());
    content.extend_from_slice(scope.as_bytes());
    content
}
