//! A PostgreSQL server of our own: in a temporary folder, on a Unix socket, gone with the test.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server.
pub(crate) struct Server {
    process: Child,
    folder: tempfile::TempDir,
}

/// The newest PostgreSQL of the machine.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("initdb").exists()).max()
}

/// The user a server runs as: it refuses to run as root.
fn user() -> Option<(u32, u32)> {
    let is_root =
        std::fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).ok()? == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let named = |name: &str| {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    is_root.then(|| named("postgres").or_else(|| named("nobody"))).flatten()
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}

impl Server {
    /// Starts a server; `None` when the machine has no PostgreSQL.
    pub(crate) async fn start() -> Option<Self> {
        let programs = programs()?;
        let user = user();
        let folder = tempfile::tempdir().expect("a folder");
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid)).expect("root may");
        }
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"), user)
            .args(["--username=helsami", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(&data)
            .status()
            .expect("initdb starts");
        assert!(made.success(), "initdb: {made}");
        let process = command(&programs.join("postgres"), user)
            .args(["-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-k"])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .spawn()
            .expect("postgres starts");
        let server = Self { process, folder };
        let mut waits = 0;
        while tokio_postgres::connect(&server.url("postgres"), tokio_postgres::NoTls).await.is_err() {
            waits += 1;
            assert!(waits < 600, "the server does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Some(server)
    }

    /// The address of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("host={} user=helsami dbname={database}", self.folder.path().display())
    }

    /// A new empty database.
    pub(crate) async fn database(&self, name: &str) -> String {
        let (client, connection) = tokio_postgres::connect(&self.url("postgres"), tokio_postgres::NoTls)
            .await
            .expect("the server answers");
        tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("made");
        self.url(name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server's children end by themselves when it is gone.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
