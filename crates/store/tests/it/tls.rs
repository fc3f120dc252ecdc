//! The way to a PostgreSQL server on a network: TLS, and a certificate that holds for its name. A real server with a
//! certificate of our own.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use helsami_store::batch::Batch;
use helsami_store::{OpenError, Options, Place, Store};
use tokio_postgres::SimpleQueryMessage;

use crate::place::{add_patient, key, now, writing};
use crate::server::{Server, give};

const NAME: &str = "db.helsami.test";

fn openssl(folder: &Path, line: &str) {
    let made = Command::new("openssl")
        .args(line.split(' '))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("openssl starts");
    assert!(made.success(), "openssl {line}");
}

/// Makes an authority: `NAME.pem` and its key.
fn authority(folder: &Path, name: &str) {
    openssl(
        folder,
        &format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={name} \
             -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
             -keyout {name}.key -out {name}.pem"
        ),
    );
}

/// Makes a certificate for [`NAME`], signed by an authority.
fn certificate(folder: &Path, by: &str) {
    std::fs::write(
        folder.join("server.txt"),
        format!("subjectAltName=DNS:{NAME}\nextendedKeyUsage=serverAuth\n"),
    )
    .expect("written");
    openssl(
        folder,
        &format!(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={NAME} -keyout server.key -out server.csr"
        ),
    );
    openssl(
        folder,
        &format!(
            "x509 -req -in server.csr -CA {by}.pem -CAkey {by}.key -days 2 -extfile server.txt -out server.pem"
        ),
    );
}

/// A server that takes TLS only, on a port of this machine.
async fn server(port: u16) -> Option<Server> {
    Server::start_with(|folder| {
        authority(folder, "right");
        authority(folder, "wrong");
        certificate(folder, "right");
        let key = folder.join("server.key");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("set");
        give(&key);
        let rules = "local all all trust\nhostssl all all 127.0.0.1/32 trust\n";
        std::fs::write(folder.join("data/pg_hba.conf"), rules).expect("written");
        let file = |name: &str| folder.join(name).display().to_string();
        vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", file("server.pem")),
            format!("ssl_key_file={}", file("server.key")),
        ]
    })
    .await
}

/// Tries to open a store; hands back what stops it.
async fn refusal(url: String, authority: Option<PathBuf>) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let place = Place::Postgres { url, authority, dir: dir.path().to_owned() };
    match Store::open(&place, &Options::default(), now()).await {
        Ok(_) => unreachable!("it opens"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_on_a_network_is_known_by_its_certificate() {
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
    let Some(server) = server(port).await else {
        println!("skipped: this machine has no PostgreSQL");
        return;
    };
    let local = server.database("records").await;
    let far = |name: &str, mode: &str| {
        format!("host={name} hostaddr=127.0.0.1 port={port} user=helsami dbname=records sslmode={mode}")
    };
    let file = |name: &str| Some(server.folder().join(name));

    let dir = tempfile::tempdir().expect("a folder");
    for mode in ["require", "verify-full"] {
        let (url, authority) = (far(NAME, mode), file("right.pem"));
        let place = Place::Postgres { url, authority, dir: dir.path().to_owned() };
        let store = Store::open(&place, &Options::default(), now()).await.expect("it opens");
        let mut batch = Batch::new(now());
        add_patient(&mut batch, key(if mode == "require" { 1 } else { 2 }), "Ola");
        store.apply(&writing(), batch).await.expect("stored");
        store.counts().await.expect("read");
        let used = "SELECT DISTINCT s.ssl, s.version FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) \
             WHERE a.application_name = 'helsami'";
        let rows = server.run("records", used).await;
        let rows: Vec<_> = rows
            .iter()
            .filter_map(|message| if let SimpleQueryMessage::Row(row) = message { Some(row) } else { None })
            .map(|row| (row.get(0), row.get(1)))
            .collect();
        assert_eq!(rows, [(Some("t"), Some("TLSv1.3"))], "writer and readers");
        store.close().await;
    }

    let name = refusal(far("other.helsami.test", "require"), file("right.pem")).await;
    assert!(name.contains("not valid for name"), "{name}");
    let signer = refusal(far(NAME, "require"), file("wrong.pem")).await;
    assert!(signer.contains("invalid peer certificate"), "{signer}");
    let system = refusal(far(NAME, "require"), None).await;
    assert!(system.contains("certificate"), "{system}");
    let plain = refusal(far(NAME, "disable"), file("right.pem")).await;
    assert!(plain.contains("pg_hba.conf") && plain.contains("no encryption"), "{plain}");
    let none = refusal(format!("{local} sslmode=require"), file("right.pem")).await;
    assert!(none.contains("does not support TLS"), "{none}");
}

#[tokio::test]
async fn no_word_is_said_to_a_far_server_without_tls() {
    let dir = tempfile::tempdir().expect("a folder");
    for mode in ["", "?sslmode=prefer", "?sslmode=disable"] {
        // An address for documentation: nothing answers there, so a refusal is ours.
        let url = format!("postgres://helsami:secret@192.0.2.1/records{mode}");
        let place = Place::Postgres { url, authority: None, dir: dir.path().to_owned() };
        match Store::open(&place, &Options::default(), now()).await {
            Err(OpenError::Unprotected { host }) => assert_eq!(host, "192.0.2.1"),
            other => panic!("{mode}: {:?}", other.err()),
        }
    }
}
