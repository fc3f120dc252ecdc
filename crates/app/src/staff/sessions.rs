//! The sessions of staff in use. The role is looked up anew at each request: whoever leaves a place loses the way in with
//! the next page, not with the next sign-in.

use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_store::staff_session::StaffSession;
use helsami_store::{Error, SessionToken};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::AtWork;
use super::directory::{Role, read, role_at, roles_at};
use crate::app::App;

/// A member of staff who has signed in, at this moment.
#[derive(Clone, Debug)]
pub struct StaffPresent {
    /// The name.
    pub name: String,
    /// In which role; `None` until it has been chosen.
    pub at_work: Option<AtWork>,
    session: StaffSession,
    token: SessionToken,
    workplace: RecordId,
    id_token: String,
}

/// What is kept of the person during the session, sealed with the token.
#[derive(Deserialize, Serialize)]
pub(super) struct Keepsake {
    pub(super) name: String,
    pub(super) id_token: String,
    pub(super) own_record: Option<i64>,
    pub(super) workplace: String,
    pub(super) is_authorized: bool,
}

impl Keepsake {
    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).expect("texts, a number and a yes or no are always JSON")
    }

    fn read(session: &StaffSession, token: &SessionToken) -> Option<Self> {
        serde_json::from_str(&token.open(&session.made.keepsake)?).ok()
    }
}

const fn row(kind: ResourceType, local: LocalId) -> RecordId {
    RecordId { patient: PatientKey::SHARED, kind, local }
}

impl StaffPresent {
    /// The visit to the portal.
    #[must_use]
    pub const fn visit(&self) -> helsami_domain::access::VisitNumber {
        self.session.made.visit
    }

    const fn practitioner(&self) -> RecordId {
        row(ResourceType::Practitioner, self.session.made.practitioner)
    }
}

/// Which member of staff the holder of this token is; `None` if the session has ended, or the role with it. Using it keeps
/// it alive.
///
/// # Errors
/// What the store says.
pub async fn staff_session_use(
    app: &App,
    token: SessionToken,
    now: Timestamp,
) -> Result<Option<StaffPresent>, Error> {
    let hash = token.hash();
    let Some(session) = app.store.staff_session_by_hash(hash).await? else { return Ok(None) };
    let is_alive = app.staff_sessions.is_alive(session.created, session.seen, now);
    let keepsake = Keepsake::read(&session, &token).filter(|_| is_alive);
    let workplace =
        keepsake.as_ref().and_then(|kept| app.resolve(&kept.workplace, ResourceType::Organization));
    let (Some(kept), Some(workplace)) = (keepsake, workplace) else {
        app.store.staff_session_end(hash).await?;
        return Ok(None);
    };
    if app.staff_sessions.is_to_touch(session.seen, now) {
        app.store.staff_session_touch(hash, now).await?;
    }
    let (name, id_token) = (kept.name.clone(), kept.id_token.clone());
    let mut present = StaffPresent { name, at_work: None, session, token, workplace, id_token };
    if let Some(role) = present.session.made.role {
        present.at_work = at_work(app, &present, (role, &kept), now).await?;
        if present.at_work.is_none() {
            app.store.staff_session_end(hash).await?;
            return Ok(None);
        }
    }
    Ok(Some(present))
}

async fn at_work(
    app: &App,
    present: &StaffPresent,
    (role, kept): (LocalId, &Keepsake),
    now: Timestamp,
) -> Result<Option<AtWork>, Error> {
    let practitioner = present.practitioner();
    if read(app, practitioner).await?.is_none_or(|one| one.is_retired) {
        return Ok(None);
    }
    let role = row(ResourceType::PractitionerRole, role);
    let Some(role) = role_at(app, role, (practitioner, present.workplace), now).await? else {
        return Ok(None);
    };
    let Role { id, organization, words, organization_name, .. } = role;
    Ok(Some(AtWork {
        visit: present.visit(),
        practitioner,
        role: id,
        organization,
        is_authorized: kept.is_authorized,
        own_record: kept.own_record.and_then(PatientKey::new),
        name: kept.name.clone(),
        role_words: words,
        organization_name,
        since: present.session.created,
        ends: app.staff_sessions.ends(present.session.created, now),
    }))
}

/// The roles that a member of staff can choose from; none once one is chosen.
///
/// # Errors
/// What the store says.
pub async fn staff_role_list(app: &App, present: &StaffPresent, now: Timestamp) -> Result<Vec<Role>, Error> {
    if present.at_work.is_some() {
        return Ok(Vec::new());
    }
    roles_at(app, (present.practitioner(), present.workplace), now).await
}

/// Chooses the role of a session, once; false for a role that is not among those to choose from.
///
/// # Errors
/// What the store says.
pub async fn staff_role_choose(
    app: &App,
    present: &StaffPresent,
    role: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let roles = staff_role_list(app, present, now).await?;
    let wanted = app.resolve(role, ResourceType::PractitionerRole);
    match roles.iter().find(|one| Some(one.id) == wanted) {
        Some(role) => app.store.staff_session_choose(present.token.hash(), role.id.local).await,
        None => Ok(false),
    }
}

/// Ends this session. Hands back the ID token to show to the provider.
///
/// # Errors
/// What the store says.
pub async fn staff_session_end(app: &App, present: &StaffPresent) -> Result<String, Error> {
    app.store.staff_session_end(present.token.hash()).await?;
    Ok(present.id_token.clone())
}

/// Ends the staff's sessions of one session at the provider, because the provider says so.
///
/// # Errors
/// What the store says.
pub async fn staff_session_end_told(app: &App, sid: &str) -> Result<u64, Error> {
    app.store.staff_session_end_by_sid(sid).await
}
