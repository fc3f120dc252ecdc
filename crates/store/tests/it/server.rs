//! A PostgreSQL server of our own: in a temporary folder, on a Unix socket, gone with the test.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server.
pub(crate) struct Server {
    process: Child,
    programs: PathBuf,
    settings: Vec<String>,
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

/// Makes a file or folder the server's own.
pub(crate) fn give(path: &Path) {
    if let Some((uid, gid)) = user() {
        chown(path, Some(uid), Some(gid)).expect("root may");
    }
}

fn run(programs: &Path, folder: &Path, settings: &[String]) -> Child {
    let mut postgres = command(&programs.join("postgres"), user());
    postgres.args(["-c", "listen_addresses=", "-c", "shared_buffers=16MB", "-k"]).arg(folder);
    for setting in settings {
        postgres.args(["-c", setting]);
    }
    postgres.arg("-D").arg(folder.join("data")).spawn().expect("postgres starts")
}

/// The processes that a process has begun.
fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").expect("proc");
    let numbers = all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|number| stat(*number).is_some_and(|(_, _, of)| of == parent)).collect()
}

/// Whether a process is there and still a PostgreSQL that runs.
fn is_postgres(process: u32) -> bool {
    stat(process).is_some_and(|(name, state, _)| name == "postgres" && state != "Z")
}

/// Name, state and parent of a process.
fn stat(process: u32) -> Option<(String, String, u32)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (name, rest) = text.split_once('(')?.1.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    Some((name.to_owned(), fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}

impl Server {
    /// Starts a server; `None` when the machine has no PostgreSQL.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_with(|_| Vec::new()).await
    }

    /// Starts a server with settings of its own, as `name=value`. They are asked for when its folder is there and its
    /// data is made, so that they can name files in it.
    pub(crate) async fn start_with(settings: impl FnOnce(&Path) -> Vec<String>) -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::tempdir().expect("a folder");
        give(folder.path());
        let made = command(&programs.join("initdb"), user())
            .args(["--username=helsami", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(folder.path().join("data"))
            .status()
            .expect("initdb starts");
        assert!(made.success(), "initdb: {made}");
        let settings = settings(folder.path());
        let process = run(&programs, folder.path(), &settings);
        let server = Self { process, programs, settings, folder };
        server.wait().await;
        Some(server)
    }

    /// Ends every process of the server at once and without warning, as a power cut would but for the disk's own memory.
    pub(crate) fn kill(&mut self) {
        let own = self.process.id();
        // The children first told to the kernel in one breath with their parent: none may tidy up.
        let mut all = children(own);
        all.insert(0, own);
        let killed = Command::new("kill").arg("-9").args(all.iter().map(ToString::to_string)).status();
        assert!(killed.is_ok(), "kill");
        self.process.wait().expect("it is dead");
        while all[1..].iter().any(|child| is_postgres(*child)) {
            std::thread::yield_now();
        }
    }

    /// Starts it again after [`Self::kill`]; it recovers from its log first.
    pub(crate) async fn again(&mut self) {
        self.process = run(&self.programs, self.folder.path(), &self.settings);
        self.wait().await;
    }

    async fn wait(&self) {
        let mut waits = 0;
        while tokio_postgres::connect(&self.url("postgres"), tokio_postgres::NoTls).await.is_err() {
            waits += 1;
            assert!(waits < 1200, "the server does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs statements as the server's owner.
    pub(crate) async fn run(&self, database: &str, sql: &str) -> Vec<tokio_postgres::SimpleQueryMessage> {
        let (client, connection) = tokio_postgres::connect(&self.url(database), tokio_postgres::NoTls)
            .await
            .expect("the server answers");
        tokio::spawn(connection);
        client.simple_query(sql).await.expect(sql)
    }

    /// Where its files are.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        let port = self.settings.iter().find(|setting| setting.starts_with("port="));
        let port = port.map_or("port=5432", String::as_str);
        format!("host={} {port} user=helsami dbname={database}", self.folder.path().display())
    }

    /// A new empty database.
    pub(crate) async fn database(&self, name: &str) -> String {
        self.run("postgres", &format!("CREATE DATABASE {name}")).await;
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
