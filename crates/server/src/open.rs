//! Opens the store as the configuration says.

use helsami_app::App;
use helsami_domain::session::SessionRules;
use helsami_store::{OpenError, Options, Place, Store};
use jiff::SignedDuration;

use crate::clock;
use crate::config::{Config, Database, Sessions};

/// Opens the store, and brings it to the form this version needs.
pub(crate) async fn store(config: &Config) -> Result<Store, OpenError> {
    Store::open(&place(config), &Options::default(), clock::now()).await
}

/// Where the store is.
pub(crate) fn place(config: &Config) -> Place {
    let dir = config.data.clone();
    match &config.database {
        Some(Database { url, authority }) => {
            Place::Postgres { url: url.clone(), authority: authority.clone(), dir }
        }
        None => Place::Sqlite { dir },
    }
}

/// The use cases over a store.
pub(crate) fn app(config: &Config, store: Store) -> App {
    let minutes = |minutes: u32| SignedDuration::from_mins(i64::from(minutes));
    let rules = |idle, life| SessionRules { idle: minutes(idle), life: minutes(life) };
    let Sessions { idle, life, staff_idle, staff_life } = config.sessions;
    App::new(store, rules(idle, life)).with_staff_sessions(rules(staff_idle, staff_life))
}
