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
    assert_eq!((config.sessions.idle, config.sessions.life), (30, 240));
    assert_eq!(config.limits.per_address, 64);
    assert_eq!(config.demo.citizens, 300);
}

#[test]
fn a_real_configuration() {
    let config = read(ID_PORTEN, &[("HELSAMI_PROXIES", "10.0.0.5, ::1")], REAL).expect("a configuration");
    let sign_in = config.sign_in.expect("a provider");
    assert_eq!(sign_in.registered.issuer_text, "https://idporten.no");
    assert_eq!(
        (sign_in.acr.as_str(), sign_in.registered.id_token_algorithm.as_str()),
        ("idporten-loa-high", "RS256")
    );
    assert!(config.staff_sign_in.is_none(), "without it the staff's door is closed");
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
    check("[demo]\ndays_ahead = 8", DEMO, &[]);
    check(&format!("{ID_PORTEN}[demo]\ndays_ahead = 8"), REAL, &["days_ahead is for --demo only"]);
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
fn the_staffs_door_is_whole_or_closed() {
    let helseid = "[staff_sign_in]\nissuer = 'https://helseid-sts.nhn.no'\nclient_id = 'portal'\nclient_key = 'k.pem'\nclient_key_id = 'k1'\n";
    let both = format!("{ID_PORTEN}{helseid}");
    let config = read(&format!("{both}workplaces = ['998447356', '984661185:922020175']"), &[], REAL);
    let config = config.expect("a configuration");
    let staff = config.staff_sign_in.expect("a provider");
    assert_eq!(staff.registered.issuer_text, "https://helseid-sts.nhn.no");
    let numbers: Vec<&str> = staff.workplaces.iter().map(|one| one.number()).collect();
    assert_eq!(numbers, ["998447356", "922020175"]);
    assert!(staff.registered.scope.contains("helseid://scopes/hpr/hpr_number"));
    assert_eq!((config.sessions.staff_idle, config.sessions.staff_life), (15, 480));
    check(&both, REAL, &[]);
    check(&both.replace("client_key_id = 'k1'", ""), REAL, &["staff_sign_in.client_key_id is needed"]);
    check(
        &both.replace("issuer = 'https://helseid-sts.nhn.no'", ""),
        REAL,
        &["staff_sign_in.issuer is needed"],
    );
    check(&both.replace("https://helseid", "http://helseid"), REAL, &["staff_sign_in.issuer (from"]);
    check(
        &both.replace("https://helseid-sts.nhn.no", "http://127.0.0.1:9"),
        REAL,
        &["a staff_sign_in.issuer without https"],
    );
    check(&format!("{both}workplaces = ['998447357']"), REAL, &["staff_sign_in.workplaces"]);
    check(helseid, DEMO, &["leave staff_sign_in.issuer out"]);
    check("[session]\nstaff_idle_min = 31", DEMO, &["a whole number from 1 to 30"]);
    check("[session]\nstaff_idle_min = 30\nstaff_life_min = 20", DEMO, &["session.staff_idle_min must not"]);
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

#[test]
fn registered_systems() {
    let good = "[[api.clients]]\nid = 'lab'\nname = 'The laboratory'\nkeys = 'lab.json'\nscopes = 'system/Observation.cru system/Patient.rs'\n";
    let config = read(good, &[], DEMO).expect("a configuration");
    let one = &config.api.clients[0];
    assert_eq!((one.registered.id.as_str(), one.registered.reads_region), ("lab", false));
    assert_eq!(one.registered.scopes.to_string(), "system/Observation.cru system/Patient.rs");
    assert_eq!((config.api.terms.token_life.as_secs(), config.api.terms.creates_on_update), (300, true));
    let twice = format!("{good}{good}");
    check(&twice, DEMO, &["the id lab stands twice"]);
    check(&good.replace("name =", "nam ="), DEMO, &["there is no setting nam"]);
    check(&good.replace("id = 'lab'\n", ""), DEMO, &["id is needed"]);
    check(&good.replace("'lab'", "'the lab'"), DEMO, &["id must be 1 to 64"]);
    check(&good.replace("Patient.rs", "Patient.sr"), DEMO, &["is no scope for systems"]);
    check(&format!("{good}reads = 'region'\n"), DEMO, &["needs its organization"]);
    check(&format!("{good}reads = 'all'\n"), DEMO, &["reads must be own or region"]);
    check("[api]\nclients = ['lab']\n", DEMO, &["is a list of tables"]);
    check(
        "[api]\ntoken_s = 10\ncreate_on_update = 'maybe'\n",
        DEMO,
        &["from 60 to 3600", "must be yes or no"],
    );
    let Err(Faults(found)) = read("", &[("HELSAMI_API_CLIENTS", "lab")], DEMO) else { panic!("taken") };
    assert_eq!(found, ["api.clients can only stand in the file, as tables [[api.clients]]"]);
}
