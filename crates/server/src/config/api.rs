//! The settings of the FHIR API, and the systems that are registered for it.

use std::path::PathBuf;
use std::time::Duration;

use helsami_api::fhir::Limits;
use helsami_app::exchange::{Registered, Terms};
use helsami_domain::access::Scopes;
use jiff::SignedDuration;

use super::Values;
use super::settings as s;

/// A name under which a system signs in is not longer than this.
const ID_MAX: usize = 64;
/// What a table of `[[api.clients]]` may hold.
const KEYS: [&str; 7] = ["id", "name", "keys", "scopes", "organization", "reads", "search_rows"];

/// The API.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) clients: Vec<Client>,
    pub(crate) limits: Limits,
    pub(crate) terms: Terms,
}

/// A registered system.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) registered: Registered,
    /// The file with its public keys.
    pub(crate) keys: PathBuf,
}

/// The API, as far as the values make sense.
pub(super) fn api(values: &mut Values, answer: Duration) -> Api {
    if values.text(&s::API_CLIENTS).is_some() {
        values.fault("api.clients can only stand in the file, as tables [[api.clients]]".to_owned());
    }
    let mut clients: Vec<Client> = Vec::new();
    for (number, table) in values.take_clients().into_iter().enumerate() {
        match client(&table) {
            Ok(client) if clients.iter().any(|one| one.registered.id == client.registered.id) => {
                values.fault(format!("api.clients: the id {} stands twice", client.registered.id));
            }
            Ok(client) => clients.push(client),
            Err(what) => values.fault(format!("api.clients, table {}: {what}", number + 1)),
        }
    }
    let token_s: i64 = values.number(&s::API_TOKEN_S, 60, 3600);
    let is_yes = |text: &str| match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    Api {
        clients,
        limits: Limits {
            body_bytes: values.number(&s::API_BODY_BYTES, 1024, 1 << 30),
            at_once: values.number(&s::API_AT_ONCE, 1, 10_000),
            // Before the server itself gives up, which could not say why.
            answer: answer.saturating_sub(Duration::from_millis(200)),
        },
        terms: Terms {
            token_life: SignedDuration::from_secs(token_s),
            creates_on_update: values.read(&s::API_CREATE_ON_UPDATE, "yes or no", is_yes).unwrap_or(true),
            entries_max: values.number(&s::API_ENTRIES, 1, 100_000),
            search_rows: values.number(&s::API_SEARCH_ROWS, 1000, 1_000_000_000),
            exports: values.number(&s::API_EXPORTS, 1, 100),
            export_keep: SignedDuration::from_mins(values.number(&s::API_EXPORT_KEEP_MIN, 1, 10_080)),
        },
    }
}

fn client(table: &toml::Table) -> Result<Client, String> {
    if let Some(unknown) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("there is no setting {unknown}"));
    }
    let given = |key: &str| match table.get(key) {
        None => Ok(None),
        Some(toml::Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(toml::Value::Array(items)) => {
            let items: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            items.map(|items| Some(items.join(" "))).ok_or_else(|| format!("{key} must be a list of texts"))
        }
        Some(_) => Err(format!("{key} must be a text")),
    };
    let needed = |key: &str| given(key)?.ok_or_else(|| format!("{key} is needed"));
    let id = needed("id")?;
    let is_plain = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.' | b'_');
    if id.len() > ID_MAX || !id.bytes().all(is_plain) {
        return Err(format!("id must be 1 to {ID_MAX} letters (A–Z), digits, hyphens, dots and underscores"));
    }
    let scopes = Scopes::parse(&needed("scopes")?).map_err(|fault| fault.to_string())?;
    let reads_region = match given("reads")?.as_deref() {
        None | Some("own") => false,
        Some("region") => true,
        Some(_) => return Err("reads must be own or region".to_owned()),
    };
    let organization = given("organization")?;
    if reads_region && organization.is_none() {
        return Err("a system that reads the region needs its organization: whose it is, decides what is closed to it".to_owned());
    }
    let search_rows = match table.get("search_rows") {
        None => None,
        Some(toml::Value::Integer(rows)) if *rows > 0 => usize::try_from(*rows).ok(),
        Some(_) => return Err("search_rows must be a whole number from 1 on".to_owned()),
    };
    let registered =
        Registered { id, name: needed("name")?, scopes, organization, reads_region, search_rows };
    Ok(Client { registered, keys: PathBuf::from(needed("keys")?) })
}
