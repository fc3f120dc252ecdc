//! The staff somebody can sign in as in the demo, each in each of their roles. Only the demo's test provider asks.

use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::workplace::{SYSTEM_ENH, SYSTEM_HPR};
use helsami_fhir::staff::{Listed, staff_role};
use helsami_store::Error;
use jiff::Timestamp;

use crate::app::App;
use crate::staff::directory::{identifying, read};

/// How many organisations may stand above another.
const LEVELS_MAX: usize = 8;

/// A role to sign in in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestStaff {
    /// The id of the role, as shown outside.
    pub role: String,
    /// Who.
    pub name: String,
    /// As what.
    pub words: String,
    /// What the organisation is called.
    pub organization: String,
    /// The number in the register of health personnel, for those who have one.
    pub hpr: Option<String>,
    /// The number of the legal entity.
    pub parent: String,
    /// The number of the place below it, if it is not the entity itself.
    pub child: Option<String>,
}

/// Roles by words of the practitioner's name, ordered by name; `limit` practitioners from `offset` on, and whether there
/// are more.
///
/// # Errors
/// What the store says.
pub async fn test_staff_list(
    app: &App,
    search: &str,
    (offset, limit): (usize, usize),
    now: Timestamp,
) -> Result<(Vec<TestStaff>, bool), Error> {
    let wanted = offset.saturating_add(limit).saturating_add(1);
    let people = app.store.listings(ResourceType::Practitioner, search, wanted).await?;
    let mut staff = Vec::new();
    for person in people.iter().skip(offset).take(limit) {
        for role in app.store.roles_of(&identifying(), person.record).await? {
            staff.extend(test_staff(app, (role.id, &role.body), now).await?);
        }
    }
    Ok((staff, people.len() == wanted))
}

/// One role, if somebody can sign in in it now.
///
/// # Errors
/// What the store says.
pub async fn test_staff_one(app: &App, role: &str, now: Timestamp) -> Result<Option<TestStaff>, Error> {
    let Some(id) = app.resolve(role, ResourceType::PractitionerRole) else { return Ok(None) };
    match app.store.listed(&identifying(), &[id]).await?.first() {
        Some(entry) => test_staff(app, (id, &entry.body), now).await,
        None => Ok(None),
    }
}

async fn test_staff(
    app: &App,
    (id, body): (RecordId, &str),
    now: Timestamp,
) -> Result<Option<TestStaff>, Error> {
    let role = staff_role(body, &|id, kind| app.resolve(id, kind)).filter(|role| role.is_active(now));
    let Some(role) = role else { return Ok(None) };
    let (Some(person), Some(organization)) = (role.person.id, role.organization.id) else { return Ok(None) };
    let (Some(person), Some(place)) = (read(app, person).await?, read(app, organization).await?) else {
        return Ok(None);
    };
    let Some(number) = place.identifier(SYSTEM_ENH).map(str::to_owned) else { return Ok(None) };
    let entity = entity(app, &place).await?;
    let (parent, child) = match entity {
        Some(parent) => (parent, Some(number)),
        None => (number, None),
    };
    Ok(Some(TestStaff {
        role: app.link(id).to_string(),
        hpr: person.identifier(SYSTEM_HPR).map(str::to_owned),
        name: person.name.map(String::from).unwrap_or_default(),
        words: role.role.map(|words| words.text.into()).unwrap_or_default(),
        organization: place.name.map(String::from).unwrap_or_default(),
        parent,
        child,
    }))
}

/// The number of the topmost organisation that a place is a part of, if it is a part of any.
async fn entity(app: &App, place: &Listed) -> Result<Option<String>, Error> {
    let (mut above, mut number) = (place.parent, None);
    for _ in 0..LEVELS_MAX {
        let Some(found) = (match above {
            Some(id) => read(app, id).await?,
            None => None,
        }) else {
            break;
        };
        number = found.identifier(SYSTEM_ENH).map(str::to_owned).or(number);
        above = found.parent;
    }
    Ok(number)
}
