//! Configurations that are taken, and what is said of those that are not.

use super::{Config, Faults, LogForm, Purpose, Values, understand};

const DEMO: Purpose = Purpose::Serve { is_demo: true };
const REAL: Purpose = Purpose::Serve { is_demo: false };
const ID_PORTEN: &str = "public_url = 'https://helse.example.no'\n[sign_in]\nissuer = 'https://idporten.no'\nclient_id = 'portal'\nclient_key = 'key.pem'\n";

fn read(file: &str, environment: &[(&str, &str)], purpose: Purpose) -> Result<Config, Faults> {
    let mut values = Values::default();
    values.take_file(file, "helsami.toml");
    values.take_environment(environment.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())));
    understand(values, purpose)
}

#[track_caller]
fn check(file: &str, purpose: Purpose, faults: &[&str]) {
    let found = read(file, &[], purpose).map(|_| ()).map_err(|Faults(found)| found);
    match found {
        Ok(()) => assert!(faults.is_empty(), "expected {faults:?}"),
        Err(found) => {
            assert_eq!(found.len(), faults.len(), "{found:?}");
            for (fault, words) in found.iter().zip(faults) {
                assert!(fault.contains(words), "{fault:?} does not say {words:?}");
            }
        }
    }
}

#[test]
fn defaults_and_layers() {
    let config = read(
        "listen = '127.0.0.1:1'\n[log]\nform = 'json'",
        &[("HELSAMI_LISTEN", "127.0.0.1:2"), ("OTHER", "x")],
        DEMO,
    )
    .expect("a configuration");
    assert_eq!(config.listen.port(), 2, "the environment is over the file");
    assert_eq!(config.log_form, LogForm::Json);
    assert_eq!((config.session_idle_min, config.session_life_min), (30, 240));
    assert_eq!(config.limits.per_address, 64);
    assert_eq!(config.demo.citizens, 300);
}

#[test]
fn a_real_configuration() {
    let config = read(ID_PORTEN, &[("HELSAMI_PROXIES", "10.0.0.5, ::1")], REAL).expect("a configuration");
    let sign_in = config.sign_in.expect("a provider");
    assert_eq!(sign_in.issuer_text, "https://idporten.no");
    assert_eq!((sign_in.acr.as_str(), sign_in.id_token_algorithm.as_str()), ("idporten-loa-high", "RS256"));
    assert_eq!(config.proxies.len(), 2);
}

#[test]
fn what_is_misspelled_is_told() {
    check("lisen = '127.0.0.1:1'", DEMO, &["there is no setting lisen"]);
    check("[session]\nidle = 5", DEMO, &["did you mean session.idle_min?"]);
    check("listen = 'here'", DEMO, &["listen (from helsami.toml) must be an address"]);
    check("[session]\nidle_min = 31", DEMO, &["a whole number from 1 to 30"]);
    check("[limits]\nhead_s = 'x'\nbody_s = 0", DEMO, &["limits.head_s", "limits.body_s"]);
    check("listen = ", DEMO, &["is not TOML"]);
    let Err(Faults(found)) = read("", &[("HELSAMI_LISTN", "x")], DEMO) else { panic!("taken") };
    assert_eq!(found, ["the environment: there is no setting HELSAMI_LISTN"]);
}

#[test]
fn the_demo_stays_on_this_machine() {
    check("", DEMO, &[]);
    check("listen = '[::1]:0'\npublic_url = 'http://localhost:9000'", DEMO, &[]);
    check("listen = '0.0.0.0:8080'", DEMO, &["--demo lets anybody"]);
    check("public_url = 'https://helse.example.no'", DEMO, &["--demo lets anybody"]);
    check("[demo]\nprovider_listen = '0.0.0.0:1'", DEMO, &["demo.provider_listen"]);
    check(ID_PORTEN, DEMO, &["--demo lets anybody", "its own test provider"]);
}

#[test]
fn a_public_portal_is_safe_or_does_not_start() {
    check("", REAL, &["nobody could sign in"]);
    check(&ID_PORTEN.replace("https://helse", "http://helse"), REAL, &["public_url must begin with https"]);
    check(
        &ID_PORTEN.replace("https://idporten.no", "http://idporten.no"),
        REAL,
        &["sign_in.issuer (from", "nobody could"],
    );
    check(&ID_PORTEN.replace("https://idporten.no", "http://127.0.0.1:9"), REAL, &["only for tests"]);
    let local = ID_PORTEN
        .replace("https://idporten.no", "http://127.0.0.1:9")
        .replace("https://helse.example.no", "http://localhost:1");
    check(&local, REAL, &[]);
    check(&local.replace("public_url", "listen = '0.0.0.0:1'\npublic_url"), REAL, &["only for tests"]);
    check(&ID_PORTEN.replace("client_id", "scope"), REAL, &["sign_in.client_id is needed"]);
    check(
        &ID_PORTEN.replace("public_url = 'https://helse.example.no'", "public_url = 'https://h.no/path'"),
        REAL,
        &["public_url (from"],
    );
}

#[test]
fn a_database_elsewhere_is_talked_to_by_tls_only() {
    let talk = |database: &str, faults: &[&str]| {
        let file = format!("database = '{database}'\ndatabase_authority = '/nowhere/authority.pem'");
        for purpose in [DEMO, Purpose::Other] {
            check(&file, purpose, faults);
        }
    };
    talk("postgres://u@localhost/x", &[]);
    talk("host=/run/postgresql user=u", &[]);
    talk("postgres://u:secret@db.example.no/x", &["server db.example.no is not on this machine"]);
    talk("postgres://u@db.example.no/x?sslmode=prefer", &["add sslmode=require"]);
    talk("postgres://u@db.example.no/x?sslmode=require", &["/nowhere/authority.pem"]);
    let Err(Faults(found)) = read("database = 'postgres://u:secret@10.0.0.5/x'", &[], REAL) else {
        panic!("taken")
    };
    assert!(found.iter().all(|fault| !fault.contains("secret")), "{found:?}");
}

#[test]
fn paces_have_defaults_and_bounds() {
    let paces = read("", &[], DEMO).expect("a configuration").paces;
    assert_eq!((paces.sign_ins, paces.answers, paces.logouts, paces.pages), (20, 60, 6000, 600));
    check("[session]\npages_per_minute = 59", DEMO, &["session.pages_per_minute"]);
    check("[sign_in]\nanswers_per_minute = 0", DEMO, &["sign_in.answers_per_minute"]);
}
