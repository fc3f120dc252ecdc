//! Sessions in use: who is here, where else one is signed in, and ending it.

use helsami_domain::access::Actor;
use helsami_domain::ids::PatientKey;
use helsami_domain::session::FRESH_IDLE;
use helsami_store::session::Session;
use helsami_store::{Error, SessionToken};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::app::App;

/// Somebody who is signed in, at this moment.
#[derive(Clone, Debug)]
pub struct Present {
    /// The person and the visit.
    pub actor: Actor,
    /// The person's name.
    pub name: String,
    /// The date of birth, if the record has a whole one.
    pub born: Option<Date>,
    /// When this session began.
    pub since: Timestamp,
    /// When it ends if it is not used from now on.
    pub ends: Timestamp,
    /// When the visit before this one was last active; `None` at the first.
    pub before: Option<Timestamp>,
    session: Session,
    token: SessionToken,
}

impl Present {
    /// Which session it is, for a fresh sign-in in it: names its token and opens nothing.
    #[must_use]
    pub fn mark(&self) -> String {
        self.token.hash().show()
    }

    pub(crate) fn token(&self) -> helsami_store::session::TokenHash {
        self.token.hash()
    }

    pub(crate) fn keepsake(&self) -> Option<Keepsake> {
        Keepsake::read(&self.session, &self.token)
    }

    /// Whose session it is.
    #[must_use]
    pub const fn person(&self) -> PatientKey {
        self.session.made.person
    }
}

/// One session, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// What to end it by. Worth nothing without the owner's own session.
    pub id: String,
    /// The device in a few words.
    pub device: String,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used, within a minute.
    pub seen: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// What is kept of the person during the session, sealed with the token.
#[derive(Deserialize, Serialize)]
pub(crate) struct Keepsake {
    pub(crate) name: String,
    pub(crate) born: String,
    pub(crate) id_token: String,
}

impl Keepsake {
    pub(crate) fn write(&self) -> String {
        serde_json::to_string(self).expect("texts are always JSON")
    }

    fn read(session: &Session, token: &SessionToken) -> Option<Self> {
        serde_json::from_str(&token.open(&session.made.id_token)?).ok()
    }
}

/// Who the holder of this token is; `None` if the session has ended. Using it keeps it alive.
///
/// # Errors
/// What the store says.
pub async fn session_use(app: &App, token: SessionToken, now: Timestamp) -> Result<Option<Present>, Error> {
    let hash = token.hash();
    let Some(session) = app.store.session_by_hash(hash).await? else { return Ok(None) };
    if !app.sessions.is_alive(session.created, session.seen, now) {
        app.store.session_end(hash).await?;
        return Ok(None);
    }
    if app.sessions.is_to_touch(session.seen, now) {
        let fresh_since = now.saturating_sub(FRESH_IDLE).unwrap_or(Timestamp::MIN);
        app.store.session_touch(hash, fresh_since, now).await?;
    }
    let Some(keepsake) = Keepsake::read(&session, &token) else { return Ok(None) };
    Ok(Some(Present {
        actor: Actor::Citizen { person: session.made.person, visit: session.made.visit },
        born: keepsake.born.parse().ok(),
        name: keepsake.name,
        since: session.created,
        ends: app.sessions.ends(session.created, now),
        before: session.before,
        session,
        token,
    }))
}

/// Ends the fresh sign-in of this session: what asks for one is closed again.
///
/// # Errors
/// What the store says.
pub async fn session_close(app: &App, present: &Present) -> Result<(), Error> {
    app.store.session_close(present.token.hash()).await
}

/// The person's living sessions, newest first.
///
/// # Errors
/// What the store says.
pub async fn session_list(app: &App, present: &Present, now: Timestamp) -> Result<Vec<SessionLine>, Error> {
    let sessions = app.store.session_list(present.session.made.person).await?;
    let living =
        sessions.into_iter().filter(|session| app.sessions.is_alive(session.created, session.seen, now));
    let line = |session: Session| SessionLine {
        id: public_id(&session),
        since: session.created,
        seen: session.seen,
        is_this: session.made.token == present.session.made.token,
        device: session.made.device,
    };
    Ok(living.map(line).collect())
}

/// Ends one of the person's own sessions; false if the person has none with this id.
///
/// # Errors
/// What the store says.
pub async fn session_end_one(app: &App, present: &Present, id: &str) -> Result<bool, Error> {
    let sessions = app.store.session_list(present.session.made.person).await?;
    let Some(session) = sessions.into_iter().find(|session| public_id(session) == id) else {
        return Ok(false);
    };
    Ok(app.store.session_end(session.made.token).await?.is_some())
}

/// Ends all of the person's sessions but this one.
///
/// # Errors
/// What the store says.
pub async fn session_end_others(app: &App, present: &Present) -> Result<(), Error> {
    for session in app.store.session_list(present.session.made.person).await? {
        if session.made.token != present.session.made.token {
            app.store.session_end(session.made.token).await?;
        }
    }
    Ok(())
}

/// Ends all of the person's sessions, this one too.
///
/// # Errors
/// What the store says.
pub async fn session_end_all(app: &App, present: &Present) -> Result<u64, Error> {
    app.store.session_end_all(present.session.made.person).await
}

/// Ends this session. Hands back the ID token to show to the provider.
///
/// # Errors
/// What the store says.
pub async fn session_end(app: &App, present: &Present) -> Result<String, Error> {
    app.store.session_end(present.token.hash()).await?;
    Ok(present.keepsake().map(|keepsake| keepsake.id_token).unwrap_or_default())
}

/// Ends the sessions of one session at the provider, because the provider says so.
///
/// # Errors
/// What the store says.
pub async fn session_end_told(app: &App, sid: &str) -> Result<u64, Error> {
    app.store.session_end_by_sid(sid).await
}

/// Removes sessions that can no longer be used.
///
/// # Errors
/// What the store says.
pub async fn session_sweep(app: &App, now: Timestamp) -> Result<u64, Error> {
    let unused_since = now.saturating_sub(app.sessions.life.max(app.sessions.idle)).unwrap_or(Timestamp::MIN);
    let rules = &app.staff_sessions;
    let staff_unused_since = now.saturating_sub(rules.life.max(rules.idle)).unwrap_or(Timestamp::MIN);
    let of_staff = app.store.staff_session_sweep(staff_unused_since).await?;
    Ok(app.store.session_sweep(unused_since).await? + of_staff)
}

/// The first half of the token's hash: names the session and opens nothing.
fn public_id(session: &Session) -> String {
    session.made.token.0[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
