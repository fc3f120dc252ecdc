//! The configuration: read from everywhere, understood, and checked against itself before anything starts.

pub(crate) mod api;
pub(crate) mod settings;
pub(crate) mod sign_in;
mod values;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use helsami_store::postgres_check;
use helsami_web::Paces;
use url::{Host, Url};

use crate::accept::Limits;
use crate::answer::Bounds;
use crate::cli;
use crate::witness::Witness;
use api::Api;
use settings as s;
use sign_in::{SignIn, StaffSignIn};
pub(crate) use values::Values;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogForm {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// The whole configuration, checked.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<Database>,
    pub(crate) listen: SocketAddr,
    /// Without it the address is made of the port that was taken.
    pub(crate) public_url: Option<Url>,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) log_form: LogForm,
    pub(crate) log_level: String,
    pub(crate) witness: Option<Witness>,
    pub(crate) sign_in: Option<SignIn>,
    pub(crate) staff_sign_in: Option<StaffSignIn>,
    pub(crate) paces: Paces,
    pub(crate) sessions: Sessions,
    pub(crate) limits: Limits,
    pub(crate) bounds: Bounds,
    pub(crate) api: Api,
    pub(crate) demo: DemoSettings,
}

/// How long sessions last, minutes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sessions {
    pub(crate) idle: u32,
    pub(crate) life: u32,
    pub(crate) staff_idle: u32,
    pub(crate) staff_life: u32,
}

/// A PostgreSQL server.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) authority: Option<PathBuf>,
}

/// The synthetic region and its test provider.
#[derive(Clone, Debug)]
pub(crate) struct DemoSettings {
    pub(crate) provider_listen: Option<SocketAddr>,
    pub(crate) citizens: u32,
    pub(crate) seed: u64,
    /// Only the demo's clock can run ahead.
    pub(crate) days_ahead: u32,
}

/// All that is wrong with a configuration, for the operator.
#[derive(Debug)]
pub(crate) struct Faults(pub(crate) Vec<String>);

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        self.0.iter().try_for_each(|fault| {
            write!(
                f,
                "
  - {fault}"
            )
        })
    }
}

impl std::error::Error for Faults {}

/// Reads the configuration from the command line, the environment and the file.
///
/// # Errors
/// [`Faults`] with everything that is wrong, not only the first.
pub(crate) fn read(shared: &cli::Shared, command: &cli::Command) -> anyhow::Result<Config> {
    let mut environment = Values::default();
    environment.take_environment(std::env::vars());
    let data =
        shared.data.clone().or_else(|| environment.text(&s::DATA).map(PathBuf::from)).unwrap_or_default();
    let mut values = Values::default();
    if let Some((text, name)) = file(shared.config.as_deref(), &data)? {
        values.take_file(&text, &name);
    }
    values.take_environment(std::env::vars());
    take_line(&mut values, shared, command);
    let purpose = match command {
        cli::Command::Serve(serve) => Purpose::Serve { is_demo: serve.demo },
        _ => Purpose::Other,
    };
    Ok(understand(values, purpose)?)
}

fn file(named: Option<&Path>, data: &Path) -> anyhow::Result<Option<(String, String)>> {
    let path = named.map_or_else(|| data.join("helsami.toml"), Path::to_owned);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((text, path.display().to_string()))),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(anyhow::Error::new(error).context(format!("could not read {}", path.display()))),
    }
}

fn take_line(values: &mut Values, shared: &cli::Shared, command: &cli::Command) {
    let line = "the command line";
    if let Some(data) = &shared.data {
        values.set(&s::DATA, data.display().to_string(), line);
    }
    if let Some(database) = &shared.database {
        values.set(&s::DATABASE, database.clone(), line);
    }
    match command {
        cli::Command::Serve(serve) => {
            if let Some(listen) = &serve.listen {
                values.set(&s::LISTEN, listen.clone(), line);
            }
        }
        cli::Command::Demo(demo) => {
            if let Some(citizens) = demo.citizens {
                values.set(&s::DEMO_CITIZENS, citizens.to_string(), line);
            }
            if let Some(seed) = demo.seed {
                values.set(&s::DEMO_SEED, seed.to_string(), line);
            }
        }
        _ => {}
    }
}

/// What the configuration is for: only serving needs addresses and a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// `serve`.
    Serve {
        /// With `--demo`.
        is_demo: bool,
    },
    /// Everything else.
    Other,
}

const PUBLIC_URL_WORDS: &str = "an address without a path, as https://helse.example.no";

/// Makes sense of the values, or says all that is wrong.
pub(crate) fn understand(mut values: Values, purpose: Purpose) -> Result<Config, Faults> {
    let words = "an address of this machine and a port, as 127.0.0.1:8080";
    let listen = values.read(&s::LISTEN, words, cli::socket_address);
    let proxies =
        values.read(&s::PROXIES, "a list of addresses, as [\"10.0.0.5\"]", addresses).unwrap_or_default();
    let seconds = |values: &mut Values, setting, most| Duration::from_secs(values.number(setting, 1, most));
    let limits = Limits {
        first_byte: seconds(&mut values, &s::LIMITS_FIRST_BYTE_S, 300),
        head: seconds(&mut values, &s::LIMITS_HEAD_S, 300),
        head_bytes: values.number(&s::LIMITS_HEAD_BYTES, 8192, 1 << 20),
        per_address: values.number(&s::LIMITS_CONNECTIONS_PER_ADDRESS, 1, 1_000_000),
        total: values.number(&s::LIMITS_CONNECTIONS, 1, 1_000_000),
        drain: Duration::from_secs(values.number(&s::LIMITS_DRAIN_S, 0, 600)),
        proxies: proxies.clone(),
    };
    let bounds = Bounds {
        body: seconds(&mut values, &s::LIMITS_BODY_S, 300),
        answer: seconds(&mut values, &s::LIMITS_ANSWER_S, 600),
        body_bytes: values.number(&s::LIMITS_BODY_BYTES, 1024, 1 << 30),
    };
    let config = Config {
        data: PathBuf::from(values.text(&s::DATA).unwrap_or("data")),
        database: database(&mut values),
        listen: listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
        public_url: values.read(&s::PUBLIC_URL, PUBLIC_URL_WORDS, origin),
        proxies,
        log_form: values.read(&s::LOG_FORM, "text or json", log_form).unwrap_or(LogForm::Text),
        log_level: values.text(&s::LOG_LEVEL).unwrap_or("info").to_owned(),
        witness: witness(&mut values),
        sign_in: sign_in::citizens(&mut values),
        staff_sign_in: sign_in::staff(&mut values),
        paces: paces(&mut values),
        sessions: sessions(&mut values),
        limits,
        bounds,
        api: api::api(&mut values, bounds.answer),
        demo: demo(&mut values),
    };
    if let Purpose::Serve { is_demo } = purpose {
        cross_check(&config, is_demo, &mut values);
    }
    match values.into_faults() {
        faults if faults.is_empty() => Ok(config),
        faults => Err(Faults(faults)),
    }
}

fn database(values: &mut Values) -> Option<Database> {
    let url = values.read(&s::DATABASE, "an address as postgres://user@host/name", postgres)?;
    let authority = values.text(&s::DATABASE_AUTHORITY).map(PathBuf::from);
    if let Err(error) = postgres_check(&url, authority.as_deref()) {
        values.fault(format!("database: {error}"));
    }
    Some(Database { url, authority })
}

fn witness(values: &mut Values) -> Option<Witness> {
    let every = Duration::from_secs(values.number(&s::AUDIT_CHECKPOINT_S, 1, 86_400));
    let folder = values.text(&s::AUDIT_CHECKPOINTS).map(PathBuf::from)?;
    Some(Witness { folder, every })
}

fn sessions(values: &mut Values) -> Sessions {
    Sessions {
        idle: values.number(&s::SESSION_IDLE_MIN, 1, 30),
        life: values.number(&s::SESSION_LIFE_MIN, 5, 720),
        staff_idle: values.number(&s::SESSION_STAFF_IDLE_MIN, 1, 30),
        staff_life: values.number(&s::SESSION_STAFF_LIFE_MIN, 5, 720),
    }
}

fn paces(values: &mut Values) -> Paces {
    Paces {
        sign_ins: values.number(&s::SIGN_IN_PER_MINUTE, 1, 10_000),
        answers: values.number(&s::SIGN_IN_ANSWERS_PER_MINUTE, 1, 100_000),
        logouts: values.number(&s::SIGN_IN_LOGOUTS_PER_MINUTE, 1, 1_000_000),
        pages: values.number(&s::SESSION_PAGES_PER_MINUTE, 60, 1_000_000),
    }
}

/// What no single setting can get wrong.
fn demo(values: &mut Values) -> DemoSettings {
    DemoSettings {
        provider_listen: values.read(
            &s::DEMO_PROVIDER_LISTEN,
            "an address of this machine and a port",
            cli::socket_address,
        ),
        citizens: values.number(&s::DEMO_CITIZENS, 0, 1_000_000),
        seed: values.number(&s::DEMO_SEED, 0, u64::MAX),
        days_ahead: values.number(&s::DEMO_DAYS_AHEAD, 0, 400),
    }
}

fn cross_check(config: &Config, is_demo: bool, values: &mut Values) {
    let is_here = config.listen.ip().is_loopback();
    let is_public = config.public_url.as_ref().is_some_and(|url| !is_loopback(url));
    let mut claim = |holds: bool, text: &str| {
        if !holds {
            values.fault(text.to_owned());
        }
    };
    if is_demo {
        claim(
            is_here,
            "--demo lets anybody sign in as anybody, so listen must be on this machine only, as 127.0.0.1:8080",
        );
        claim(
            !is_public,
            "--demo lets anybody sign in as anybody, so public_url must be on this machine only, as http://localhost:8080",
        );
        let provider = config.demo.provider_listen;
        claim(
            provider.is_none_or(|address| address.ip().is_loopback()),
            "demo.provider_listen must be on this machine only",
        );
    } else {
        claim(config.demo.days_ahead == 0, "demo.days_ahead is for --demo only: a real clock is never set");
        claim(
            config.sign_in.is_some(),
            "nobody could sign in: set sign_in.issuer, or try it out with --demo",
        );
        claim(
            is_here || config.public_url.is_some(),
            "public_url is needed when listen is not on this machine only",
        );
    }
    let is_open = config.public_url.as_ref().is_some_and(|url| url.scheme() == "http" && !is_loopback(url));
    claim(!is_open, "public_url must begin with https: sessions are only sent over TLS");
    let Sessions { idle, life, staff_idle, staff_life } = config.sessions;
    claim(idle <= life, "session.idle_min must not be more than session.life_min");
    claim(staff_idle <= staff_life, "session.staff_idle_min must not be more than session.staff_life_min");
    sign_in::cross_check(config, (is_demo, is_here && !is_public), values);
}

fn addresses(text: &str) -> Option<Vec<IpAddr>> {
    text.split(',').map(|one| one.trim().parse().ok()).collect()
}

fn postgres(text: &str) -> Option<String> {
    let is_postgres =
        text.starts_with("postgres://") || text.starts_with("postgresql://") || text.contains("host=");
    is_postgres.then(|| text.to_owned())
}

fn log_form(text: &str) -> Option<LogForm> {
    match text {
        "text" => Some(LogForm::Text),
        "json" => Some(LogForm::Json),
        _ => None,
    }
}

fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_bare =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (is_bare && matches!(url.scheme(), "http" | "https") && url.password().is_none()).then_some(url)
}

/// Whether an address is on this machine only.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
