//! The settings of the two providers that people sign in at: one for citizens, one for staff.

use std::path::PathBuf;

use helsami_domain::workplace::Workplace;
use url::Url;

use super::settings::{self as s, Setting};
use super::{Config, Values, is_loopback};

/// How the portal is registered at a provider.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) issuer: Url,
    /// The issuer as written: compared by character, as the standard says.
    pub(crate) issuer_text: String,
    pub(crate) client_id: String,
    pub(crate) client_key: PathBuf,
    pub(crate) client_key_id: Option<String>,
    pub(crate) client_algorithm: String,
    pub(crate) id_token_algorithm: String,
    pub(crate) scope: String,
}

/// The provider that citizens sign in at.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) registered: Registered,
    pub(crate) acr: String,
    pub(crate) person_claim: String,
}

/// The provider that staff sign in at.
#[derive(Clone, Debug)]
pub(crate) struct StaffSignIn {
    pub(crate) registered: Registered,
    pub(crate) workplaces: Vec<Workplace>,
}

/// The settings of one table.
struct Table {
    issuer: &'static Setting,
    client_id: &'static Setting,
    client_key: &'static Setting,
    client_key_id: &'static Setting,
    client_algorithm: &'static Setting,
    id_token_algorithm: &'static Setting,
    scope: &'static Setting,
    /// What is needed beside the issuer.
    needed: &'static [&'static Setting],
}

const CITIZENS: Table = Table {
    issuer: &s::SIGN_IN_ISSUER,
    client_id: &s::SIGN_IN_CLIENT_ID,
    client_key: &s::SIGN_IN_CLIENT_KEY,
    client_key_id: &s::SIGN_IN_CLIENT_KEY_ID,
    client_algorithm: &s::SIGN_IN_CLIENT_ALGORITHM,
    id_token_algorithm: &s::SIGN_IN_ID_TOKEN_ALGORITHM,
    scope: &s::SIGN_IN_SCOPE,
    needed: &[&s::SIGN_IN_CLIENT_ID, &s::SIGN_IN_CLIENT_KEY],
};
/// HelseID demands a `kid` (norway.md 5.4).
const STAFF: Table = Table {
    issuer: &s::STAFF_SIGN_IN_ISSUER,
    client_id: &s::STAFF_SIGN_IN_CLIENT_ID,
    client_key: &s::STAFF_SIGN_IN_CLIENT_KEY,
    client_key_id: &s::STAFF_SIGN_IN_CLIENT_KEY_ID,
    client_algorithm: &s::STAFF_SIGN_IN_CLIENT_ALGORITHM,
    id_token_algorithm: &s::STAFF_SIGN_IN_ID_TOKEN_ALGORITHM,
    scope: &s::STAFF_SIGN_IN_SCOPE,
    needed: &[&s::STAFF_SIGN_IN_CLIENT_ID, &s::STAFF_SIGN_IN_CLIENT_KEY, &s::STAFF_SIGN_IN_CLIENT_KEY_ID],
};

/// The citizens' provider, if there is one.
pub(super) fn citizens(values: &mut Values) -> Option<SignIn> {
    let registered = registered(values, &CITIZENS)?;
    let (acr, person_claim) = (text(values, &s::SIGN_IN_ACR), text(values, &s::SIGN_IN_PERSON_CLAIM));
    Some(SignIn { registered, acr, person_claim })
}

/// The staff's provider, if there is one. Without it their door is closed.
pub(super) fn staff(values: &mut Values) -> Option<StaffSignIn> {
    let registered = registered(values, &STAFF)?;
    let workplaces = values.read(
        &s::STAFF_SIGN_IN_WORKPLACES,
        "a list of organisation numbers, each with the number of a place below it after a colon where there is one",
        |text| text.split(',').map(|one| Workplace::parse(one.trim())).collect(),
    );
    Some(StaffSignIn { registered, workplaces: workplaces.unwrap_or_default() })
}

/// What no single setting can get wrong. `is_here`: whether the portal is on this machine only.
pub(super) fn cross_check(config: &Config, (is_demo, is_here): (bool, bool), values: &mut Values) {
    let citizens = config.sign_in.as_ref().map(|one| &one.registered);
    let staff = config.staff_sign_in.as_ref().map(|one| &one.registered);
    for (table, provider) in [("sign_in", citizens), ("staff_sign_in", staff)] {
        if is_demo && provider.is_some() {
            values.fault(format!(
                "--demo brings its own test provider: leave {table}.issuer out, or serve without --demo"
            ));
        }
        if !is_demo && !is_here && provider.is_some_and(|one| one.issuer.scheme() == "http") {
            values.fault(format!(
                "a {table}.issuer without https is only for tests: listen and public_url must be on this machine only"
            ));
        }
    }
    // A door that was meant to be open would be closed in silence.
    if !values.is_given(STAFF.issuer) && STAFF.needed.iter().any(|needed| values.is_given(needed)) {
        values.fault("staff_sign_in.issuer is needed beside the rest of staff_sign_in".to_owned());
    }
}

fn registered(values: &mut Values, table: &Table) -> Option<Registered> {
    if !values.is_given(table.issuer) {
        return None;
    }
    for needed in table.needed {
        if values.text(needed).is_none() {
            values.fault(format!("{} is needed beside {}", needed.key, table.issuer.key));
        }
    }
    let one_of =
        |allowed: &'static [&'static str]| move |text: &str| allowed.contains(&text).then(|| text.to_owned());
    let issuer =
        values.read(table.issuer, "an https address (http only on this machine, for tests)", provider)?;
    Some(Registered {
        issuer_text: text(values, table.issuer),
        issuer,
        client_id: text(values, table.client_id),
        client_key: PathBuf::from(text(values, table.client_key)),
        client_key_id: values.text(table.client_key_id).map(str::to_owned),
        client_algorithm: values.read(
            table.client_algorithm,
            "RS256, PS256 or ES256",
            one_of(&["RS256", "PS256", "ES256"]),
        )?,
        id_token_algorithm: values.read(
            table.id_token_algorithm,
            "RS256 or ES256",
            one_of(&["RS256", "ES256"]),
        )?,
        scope: text(values, table.scope),
    })
}

fn text(values: &Values, setting: &Setting) -> String {
    values.text(setting).unwrap_or_default().to_owned()
}

fn provider(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    (is_safe && url.query().is_none() && url.fragment().is_none()).then_some(url)
}
