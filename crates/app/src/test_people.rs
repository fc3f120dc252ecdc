//! The people somebody can sign in as in the demo: everybody in the store. Only the demo's test provider asks.

pub mod staff;

use helsami_domain::access::{self, Actor, SystemTask};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_store::Error;

use crate::app::App;

/// A person to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPerson {
    /// The id of the record, as shown outside.
    pub record: String,
    /// The name.
    pub name: String,
    /// The birth date as written; may be empty.
    pub birth_date: String,
    /// The Norwegian national number, if the person has one.
    pub national: Option<String>,
}

/// Persons by words of their name or birth date, ordered by name; everybody for an empty search.
///
/// # Errors
/// What the store says.
pub async fn test_person_list(
    app: &App,
    search: &str,
    offset: usize,
    limit: usize,
) -> Result<Vec<TestPerson>, Error> {
    let Ok(grant) = access::directory(Actor::System(SystemTask::Demo)) else { return Ok(Vec::new()) };
    let rows = app.store.persons(&grant, search, offset, limit).await?;
    let person = |row: helsami_store::directory::PersonRow| {
        let record = RecordId { patient: row.key, kind: ResourceType::Patient, local: LocalId::PATIENT };
        let national = row.identifier.filter(|(system, _)| crate::sign_in::is_national(system));
        TestPerson {
            record: app.store.ids().show(record).to_string(),
            name: row.name,
            birth_date: row.birth_date,
            national: national.map(|(_, value)| value),
        }
    };
    Ok(rows.into_iter().map(person).collect())
}

/// Whether the store has been served for real: then nobody may be signed in without proof.
///
/// # Errors
/// What the store says.
pub async fn is_served_for_real(app: &App) -> Result<bool, Error> {
    Ok(app.store.served_since().await?.is_some())
}
