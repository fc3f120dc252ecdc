//! Every setting: its name in the file, its default, what it means. The reference `docs/configuration.md` is made from
//! this table, and the configuration is read through it, so a setting cannot exist without its description.

/// One setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The name in the file: `table.key`.
    pub(crate) key: &'static str,
    /// The default as it would be written; empty where there is none.
    pub(crate) default: &'static str,
    /// What it means, with unit and range.
    pub(crate) about: &'static str,
}

impl Setting {
    /// The environment variable: `HELSAMI_TABLE_KEY`.
    pub(crate) fn variable(&self) -> String {
        format!("HELSAMI_{}", self.key.replace('.', "_").to_uppercase())
    }
}

macro_rules! settings {
    ($($name:ident = $key:literal, $default:literal, $about:literal;)*) => {
        $(pub(crate) const $name: Setting = Setting { key: $key, default: $default, about: $about };)*
        /// Every setting, in the order of the reference.
        pub(crate) const ALL: &[&Setting] = &[$(&$name,)*];
    };
}

settings! {
    DATA = "data", "data",
        "The folder of the embedded database and of the secret key that protects its ids. The same as `--data`.";
    DATABASE = "database", "",
        "A PostgreSQL address, `postgres://user:password@host/name`, instead of the embedded database. The same as `--database`. The secret key stays in the data folder. A server that is neither on a Unix socket nor on this machine needs `?sslmode=require`: TLS with a certificate that holds for the host's name, as others' `verify-full`. Without it no TLS is used.";
    DATABASE_AUTHORITY = "database_authority", "",
        "The file with the certificates (PEM) that the database server's certificate must be signed with. Without it: those that the system trusts.";
    LISTEN = "listen", "127.0.0.1:8080",
        "Where to listen: an address of this machine and a port; the port 0 takes a free one. The same as `serve --listen`. TLS is ended by a proxy in front.";
    PUBLIC_URL = "public_url", "",
        "The address people see, without a path: `https://helse.example.no`. Needed unless the portal is only on this machine. Requests to another host name are refused.";
    PROXIES = "proxies", "",
        "The addresses of the proxies in front, in a list. Only they are believed about whose request they pass on (`X-Forwarded-For`), and the cap of connections of one address does not apply to them.";
    LOG_FORM = "log.form", "text",
        "`text` for people or `json` for machines. Logs never hold names, national numbers, ids or health content.";
    LOG_LEVEL = "log.level", "info",
        "`error`, `warn`, `info`, `debug` or `trace`; a part can have its own: `info,helsami_server=debug`.";
    AUDIT_CHECKPOINTS = "audit.checkpoints", "",
        "A folder in a second place (another machine's disk, a store that only takes additions), where the portal notes, signed, where the access log ends. `helsami check` compares the log with it: without it nobody can tell that the newest rows were cut off.";
    AUDIT_CHECKPOINT_S = "audit.checkpoint_s", "60",
        "Seconds between checkpoints of the access log, 1–86400. None is written while nothing is new.";
    SIGN_IN_ISSUER = "sign_in.issuer", "",
        "The OpenID provider, exactly as it writes its own name: `https://idporten.no`. Its endpoints are read from its discovery document. Not with `--demo`, which has a test provider.";
    SIGN_IN_CLIENT_ID = "sign_in.client_id", "",
        "The name under which the portal is registered at the provider.";
    SIGN_IN_CLIENT_KEY = "sign_in.client_key", "",
        "The file with the portal's private key (PEM, PKCS #8), readable for the portal's user only. The provider knows the public half.";
    SIGN_IN_CLIENT_KEY_ID = "sign_in.client_key_id", "",
        "The `kid` under which the provider knows the key.";
    SIGN_IN_CLIENT_ALGORITHM = "sign_in.client_algorithm", "RS256",
        "What the portal signs with: `RS256`, `PS256` or `ES256`.";
    SIGN_IN_ID_TOKEN_ALGORITHM = "sign_in.id_token_algorithm", "RS256",
        "What the provider signs its ID tokens with: `RS256` or `ES256`. Tokens with any other are refused.";
    SIGN_IN_ACR = "sign_in.acr", "idporten-loa-high",
        "The level of assurance that is asked for and that the provider must confirm.";
    SIGN_IN_SCOPE = "sign_in.scope", "openid profile",
        "The scopes that are asked for.";
    SIGN_IN_PERSON_CLAIM = "sign_in.person_claim", "pid",
        "The claim of the ID token that holds the national number.";
    SIGN_IN_PER_MINUTE = "sign_in.per_minute", "20",
        "How many sign-ins one address may begin in a minute, 1–10000. More are asked to wait.";
    SIGN_IN_ANSWERS_PER_MINUTE = "sign_in.answers_per_minute", "60",
        "How many answers of the provider one address may bring back in a minute, and how many sign-outs, 1–100000. Each sign-in brings one, so nobody who signs in meets it.";
    SIGN_IN_LOGOUTS_PER_MINUTE = "sign_in.logouts_per_minute", "6000",
        "How many logouts the provider may send from one address in a minute behind the browsers' back, 1–1000000. All its logouts come from a few addresses, so it stands far above what a provider sends.";
    STAFF_SIGN_IN_ISSUER = "staff_sign_in.issuer", "",
        "The OpenID provider of health personnel, exactly as it writes its own name: `https://helseid-sts.nhn.no`. Without it there is no door for staff: everything under `/work` is answered as not there. Not with `--demo`, whose test provider serves staff too.";
    STAFF_SIGN_IN_CLIENT_ID = "staff_sign_in.client_id", "",
        "The name under which the portal is registered there.";
    STAFF_SIGN_IN_CLIENT_KEY = "staff_sign_in.client_key", "",
        "The file with the portal's private key (PEM, PKCS #8) for this provider, readable for the portal's user only.";
    STAFF_SIGN_IN_CLIENT_KEY_ID = "staff_sign_in.client_key_id", "",
        "The `kid` under which the provider knows the key. HelseID demands one.";
    STAFF_SIGN_IN_CLIENT_ALGORITHM = "staff_sign_in.client_algorithm", "RS256",
        "What the portal signs with: `RS256`, `PS256` or `ES256`.";
    STAFF_SIGN_IN_ID_TOKEN_ALGORITHM = "staff_sign_in.id_token_algorithm", "RS256",
        "What the provider signs its ID tokens with: `RS256` or `ES256`. Tokens with any other are refused.";
    STAFF_SIGN_IN_SCOPE = "staff_sign_in.scope", "openid profile helseid://scopes/identity/pid helseid://scopes/identity/security_level helseid://scopes/hpr/hpr_number",
        "The scopes that are asked for. The national number, the level of assurance (4 is demanded) and the number of health personnel must be among what they bring.";
    STAFF_SIGN_IN_WORKPLACES = "staff_sign_in.workplaces", "",
        "The organisations that staff may sign in for, in a list of organisation numbers; the number of a place below the legal entity after a colon: `[\"883974832:974749025\"]`. The one that is meant is asked for as HelseID's `helseid_authorization`; of several, staff choose one. Without any, the provider must name the organisation in its ID token.";
    API_CLIENTS = "api.clients", "",
        "The systems that may use the FHIR API, each a table `[[api.clients]]` of the file: `id`, the name under which it signs in; `name`, what it is called in words in the citizens' logs; `keys`, the file with its public keys (a JSON Web Key Set; RSA or P-384, each with a `kid`); `scopes`, as `system/Observation.cru system/Patient.rs`; `organization`, the number of the organisation that has it; `reads`, `own` (what it has sent itself, the default) or `region` (also what others have sent); `search_rows`, rows that one of its searches may read, where it is more or less than `api.search_rows`. A scope for all types lets nobody write Consent, RelatedPerson, Practitioner or PractitionerRole: these decide who is let in, and must be named. Nor does it cover `system/Patient.$merge`, which lets a system make two records of one person one and part them. Without any there is no API: everything under `/fhir` is answered as not there.";
    API_BODY_BYTES = "api.body_bytes", "16777216",
        "Bytes a request to the API may have, 1024–1073741824.";
    API_ENTRIES = "api.entries", "5000",
        "Entries a Bundle sent to the API may have, 1–100000.";
    API_SEARCH_ROWS = "api.search_rows", "200000",
        "Rows one search of a system may read, 1000–1000000000. A search that would read more is refused.";
    API_EXPORTS = "api.exports", "4",
        "Bulk exports (`$export`) that one system may have at once, those included whose files are still kept, 1–100. One more is answered 429.";
    API_EXPORT_KEEP_MIN = "api.export_keep_min", "1440",
        "Minutes after which the files of a bulk export are removed, 1–10080. They lie encrypted in the folder `exports` of the data folder: leave room for them, and let several processes at one database share the folder.";
    API_AT_ONCE = "api.at_once", "64",
        "Requests of one system that may be under way at once, 1–10000. More are asked to wait.";
    API_TOKEN_S = "api.token_s", "300",
        "Seconds an access token of a system lasts, 60–3600. It cannot be called back, so it is short.";
    API_CREATE_ON_UPDATE = "api.create_on_update", "yes",
        "Whether an update (`PUT`) of an id that is not there makes the resource: `yes` or `no`.";
    SESSION_IDLE_MIN = "session.idle_min", "30",
        "Minutes without a request after which a session ends, 1–30. The national provider allows no more.";
    SESSION_LIFE_MIN = "session.life_min", "240",
        "Minutes after which a session ends even in use, 5–720.";
    SESSION_STAFF_IDLE_MIN = "session.staff_idle_min", "15",
        "The same for staff, 1–30. HelsaMi's own rule: shorter than for citizens, because a screen at work stands among others and opens more than one record.";
    SESSION_STAFF_LIFE_MIN = "session.staff_life_min", "480",
        "Minutes after which a session of staff ends even in use, 5–720: a working day.";
    SESSION_PAGES_PER_MINUTE = "session.pages_per_minute", "600",
        "How many pages one session may ask for in a minute, 60–1000000: ten a second, which no person reads. More are asked to wait.";
    LIMITS_FIRST_BYTE_S = "limits.first_byte_s", "10",
        "Seconds a new connection may stay silent, 1–300.";
    LIMITS_HEAD_S = "limits.head_s", "10",
        "Seconds a request's head may take to arrive, and an idle connection is kept, 1–300.";
    LIMITS_HEAD_BYTES = "limits.head_bytes", "32768",
        "Bytes a request's head may have, 8192–1048576.";
    LIMITS_BODY_S = "limits.body_s", "10",
        "Seconds a request's body may pause, 1–300.";
    LIMITS_BODY_BYTES = "limits.body_bytes", "2097152",
        "Bytes a request's body may have, 1024–1073741824.";
    LIMITS_ANSWER_S = "limits.answer_s", "30",
        "Seconds an answer may take, 1–600.";
    LIMITS_CONNECTIONS = "limits.connections", "4096",
        "Open connections in all, 1–1000000.";
    LIMITS_CONNECTIONS_PER_ADDRESS = "limits.connections_per_address", "64",
        "Open connections of one address (IPv6: of one /64 network), 1–1000000.";
    LIMITS_DRAIN_S = "limits.drain_s", "20",
        "Seconds that requests in flight get when the portal is told to stop, 0–600.";
    DEMO_PROVIDER_LISTEN = "demo.provider_listen", "",
        "Where the demo's test provider listens; on this machine only. Without it: the port after the portal's.";
    DEMO_CITIZENS = "demo.citizens", "300",
        "How many citizens the synthetic region has, up to 1000000; 0 for no region, only the people that are imported. There are never fewer than the fixed test people.";
    DEMO_SEED = "demo.seed", "1",
        "The seed of the synthetic region: the same seed makes the same region.";
    DEMO_DAYS_AHEAD = "demo.days_ahead", "0",
        "How many days the demo's clock runs ahead of the real one once the region is made, 0–400: to see what a birthday changes. An error without `--demo`.";
}

/// The reference of all settings, as Markdown.
pub(crate) fn reference() -> String {
    let mut text = String::from(
        "# Configuration\n\n\
         Made from the program's own table of settings (`helsami config` prints it). A setting comes from the command \
         line, else from the environment, else from the configuration file (`helsami.toml` in the data folder, or \
         `--config FILE`), else it has its default. An unknown name in the file or in the environment is an error, so \
         that nothing is misspelled in silence.\n",
    );
    let mut table = "";
    for setting in ALL {
        let (here, key) = setting.key.split_once('.').unwrap_or(("", setting.key));
        if here != table || text.ends_with("silence.\n") {
            let title =
                if here.is_empty() { "At the top of the file".to_owned() } else { format!("`[{here}]`") };
            text.push_str(&format!(
                "\n## {title}\n\n| Name | Environment | Default | Meaning |\n| --- | --- | --- | --- |\n"
            ));
            table = here;
        }
        let default =
            if setting.default.is_empty() { "–".to_owned() } else { format!("`{}`", setting.default) };
        text.push_str(&format!("| `{key}` | `{}` | {default} | {} |\n", setting.variable(), setting.about));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{ALL, reference};
    use std::path::Path;

    #[test]
    fn the_reference_is_the_table() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md"));
        if std::env::var_os("HELSAMI_BLESS").is_some() {
            std::fs::write(path, reference()).expect("the reference can be written");
        }
        let kept = std::fs::read_to_string(path).expect("docs/configuration.md");
        assert_eq!(
            kept,
            reference(),
            "run this test with HELSAMI_BLESS=1 to write docs/configuration.md anew"
        );
    }

    #[test]
    fn each_name_is_said_once() {
        let mut keys: Vec<_> = ALL.iter().map(|setting| setting.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), ALL.len());
    }
}
