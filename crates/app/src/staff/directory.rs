//! Who staff are: the practitioner behind a proved number, and the roles they have at a workplace now. Asked by the sign-in
//! alone; nothing here is about a patient.

use std::collections::HashMap;

use helsami_domain::access::{self, Actor, Grant, Identify, SystemTask};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::workplace::{SYSTEM_ENH, SYSTEM_HPR, Workplace};
use helsami_fhir::staff::{Listed, StaffRole, listed, staff_role};
use helsami_store::{Error, ExternalId};
use jiff::Timestamp;

use crate::app::App;
use crate::identity_provider::ProvedStaff;
use crate::sign_in::NATIONAL;

/// How many organisations may stand above another: more than any has.
const LEVELS_MAX: usize = 8;

/// A role that somebody has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// How it stands in the form of the choice.
    pub link: ExternalId,
    /// The row.
    pub id: RecordId,
    /// Where.
    pub organization: RecordId,
    /// As what, in the words of the directory.
    pub words: Option<Label>,
    /// What the organisation is called.
    pub organization_name: Option<String>,
}

/// The sign-in's right to look somebody up.
pub(crate) fn identifying() -> Grant<Identify> {
    access::identify(Actor::System(SystemTask::SignIn)).expect("the rules let the sign-in find people")
}

/// The practitioner that a proved number finds: by the number in the register of health personnel, for those without one
/// by the national number.
pub(super) async fn practitioner_find(
    app: &App,
    proved: &ProvedStaff,
    now: Timestamp,
) -> Result<Option<(RecordId, Listed)>, Error> {
    let national = proved.national.as_deref().unwrap_or_default();
    let numbers = match &proved.hpr {
        Some(hpr) => vec![(SYSTEM_HPR, hpr.as_str())],
        None if national.is_empty() => return Ok(None),
        None => NATIONAL.map(|system| (system, national)).to_vec(),
    };
    let found = app.store.listed_find(&identifying(), ResourceType::Practitioner, (&numbers, now)).await?;
    let Some(id) = found else { return Ok(None) };
    Ok(read(app, id).await?.filter(|one| !one.is_retired).map(|one| (id, one)))
}

/// The organisation of a workplace.
pub(super) async fn workplace_find(
    app: &App,
    workplace: &Workplace,
    now: Timestamp,
) -> Result<Option<RecordId>, Error> {
    let number = [(SYSTEM_ENH, workplace.number())];
    app.store.listed_find(&identifying(), ResourceType::Organization, (&number, now)).await
}

/// The roles that a practitioner has now at a workplace: at the organisation itself or at one that is a part of it.
pub(super) async fn roles_at(
    app: &App,
    (practitioner, workplace): (RecordId, RecordId),
    now: Timestamp,
) -> Result<Vec<Role>, Error> {
    let mut roles = Vec::new();
    for entry in app.store.roles_of(&identifying(), practitioner).await? {
        roles.extend(role_of(app, (entry.id, &entry.body), (practitioner, workplace), now).await?);
    }
    let words = |role: &Role| role.words.as_ref().map(|words| words.text.clone());
    roles.sort_by_key(|role| (role.organization_name.clone(), words(role), role.id));
    Ok(roles)
}

/// One role, if it is this practitioner's, at this workplace, now.
pub(super) async fn role_at(
    app: &App,
    role: RecordId,
    at: (RecordId, RecordId),
    now: Timestamp,
) -> Result<Option<Role>, Error> {
    match app.store.listed(&identifying(), &[role]).await?.first() {
        Some(entry) => role_of(app, (entry.id, &entry.body), at, now).await,
        None => Ok(None),
    }
}

async fn role_of(
    app: &App,
    (id, body): (RecordId, &str),
    (practitioner, workplace): (RecordId, RecordId),
    now: Timestamp,
) -> Result<Option<Role>, Error> {
    let found = staff_role(body, &|id, kind| app.resolve(id, kind));
    let is_theirs = |role: &StaffRole| role.person.id == Some(practitioner) && role.is_active(now);
    let Some(role) = found.filter(is_theirs) else { return Ok(None) };
    let Some(organization) = role.organization.id else { return Ok(None) };
    if !lies_in(app, organization, workplace).await? {
        return Ok(None);
    }
    let name = read(app, organization).await?.and_then(|one| one.name).or(role.organization.name);
    Ok(Some(Role {
        link: app.link(id),
        id,
        organization,
        words: role.role,
        organization_name: name.map(String::from),
    }))
}

/// Whether an organisation is another or a part of it. Organisations that are no longer in use, on the way up too, are
/// nobody's workplace.
async fn lies_in(app: &App, organization: RecordId, workplace: RecordId) -> Result<bool, Error> {
    let mut at = organization;
    for _ in 0..LEVELS_MAX {
        let Some(found) = read(app, at).await?.filter(|one| !one.is_retired) else { return Ok(false) };
        if at == workplace {
            return Ok(true);
        }
        let Some(parent) = found.parent else { return Ok(false) };
        at = parent;
    }
    Ok(false)
}

/// What the directory says of a practitioner or an organisation.
pub(crate) async fn read(app: &App, id: RecordId) -> Result<Option<Listed>, Error> {
    let entries = app.store.listed(&identifying(), &[id]).await?;
    Ok(entries.first().and_then(|entry| listed(&entry.body, &|id, kind| app.resolve(id, kind))))
}

/// The names of workplaces by their numbers, for a choice before anybody has signed in. Those that are not in the directory
/// have none.
///
/// # Errors
/// What the store says.
pub async fn workplace_names(
    app: &App,
    workplaces: &[Workplace],
    now: Timestamp,
) -> Result<HashMap<String, String>, Error> {
    let mut names = HashMap::new();
    for workplace in workplaces {
        let Some(id) = workplace_find(app, workplace, now).await? else { continue };
        if let Some(name) = read(app, id).await?.and_then(|one| one.name) {
            names.insert(workplace.number().to_owned(), name.into());
        }
    }
    Ok(names)
}
