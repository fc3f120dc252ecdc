//! A PostgreSQL server for one measurement: in a temporary folder, on a Unix socket, as durable as it comes.

use std::collections::BTreeSet;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::process;

/// A running server.
pub(crate) struct Postgres {
    child: Child,
    folder: TempDir,
    /// Where it listens besides its socket.
    port: Option<u16>,
}

/// The newest PostgreSQL of the machine.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("initdb").exists()).max()
}

/// The user it runs as where this program is root: it refuses to be root.
fn user() -> Option<(u32, u32)> {
    let is_root = std::fs::metadata("/proc/self").ok()?.uid() == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    let ids = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    is_root.then_some(ids)
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
    if let Some((uid, gid)) = user() {
        command.uid(uid).gid(gid);
    }
    command
}

impl Postgres {
    /// Starts a server with an empty database; `None` when the machine has no PostgreSQL.
    pub(crate) fn start() -> Result<Option<Self>> {
        Self::listening(None)
    }

    /// The same, for programs that do not know sockets: it listens on a free port of the loopback too.
    pub(crate) fn start_on_loopback() -> Result<Option<Self>> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        Self::listening(Some(port))
    }

    fn listening(port: Option<u16>) -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        if let Some((uid, gid)) = user() {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"))
            .args(["--username=helsami", "--auth=trust", "--encoding=UTF8", "--no-locale", "-D"])
            .arg(&data)
            .status()?;
        ensure!(made.success(), "initdb: {made}");
        let addresses = if port.is_some() { "listen_addresses=127.0.0.1" } else { "listen_addresses=" };
        let port_text = port.map_or_else(|| "5432".to_owned(), |port| port.to_string());
        let child = command(&programs.join("postgres"))
            .args(["-c", addresses, "-p", &port_text, "-k"])
            .arg(folder.path())
            .arg("-D")
            .arg(&data)
            .spawn()?;
        let server = Self { child, folder, port };
        server.wait(&programs)?;
        Ok(Some(server))
    }

    fn wait(&self, programs: &Path) -> Result<()> {
        for _ in 0..200 {
            let made = command(&programs.join("createdb"))
                .arg("--host")
                .arg(self.folder.path())
                .args(["--port", &self.port.unwrap_or(5432).to_string(), "--username=helsami", "bench"])
                .status()?;
            if made.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        anyhow::bail!("the database server does not answer")
    }

    /// Its address, for `--database`.
    pub(crate) fn url(&self) -> Result<String> {
        let socket = self.folder.path().to_str().context("a path that is text")?.replace('/', "%2F");
        Ok(format!("postgres://helsami@{socket}/bench"))
    }

    /// Its address on the loopback, for programs of others.
    pub(crate) fn loopback_url(&self) -> Result<String> {
        let port = self.port.context("it listens on its socket only")?;
        Ok(format!("postgresql://helsami@127.0.0.1:{port}/bench"))
    }

    /// CPU time of all its processes that run.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        self.family()?.into_iter().map(process::cpu_of).sum()
    }

    /// Proportional memory of all its processes, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        // One that has ended meanwhile has none.
        Ok(self.family()?.into_iter().filter_map(|one| process::proportional_memory(one).ok()).sum())
    }

    fn family(&self) -> Result<BTreeSet<u32>> {
        let mut family = BTreeSet::from([self.child.id()]);
        let all = std::fs::read_dir("/proc")?.flatten();
        let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        family.extend(numbers.filter(|number| parent(*number) == Some(self.child.id())));
        Ok(family)
    }

    /// Bytes of its files, the log of what has been written left out: its length follows the settings, not the data.
    pub(crate) fn bytes(&self) -> Result<u64> {
        process::bytes_below(&self.folder.path().join("data/base"))
    }
}

/// The process that has begun another.
fn parent(process: u32) -> Option<u32> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT: it ends its processes and stops.
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}
