//! A registered system and the server it asks.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use helsami_links::Signer;
use helsami_links::client_assertion::assertion;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::http::{Client, Request};
use crate::postgres::Postgres;
use crate::process::Server;

/// What the system may see beside what it has sent.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    Own,
    Region,
}

/// One request: method, path, body.
pub(crate) type Ask = (&'static str, String, String);

/// A system that can sign in at a running server.
pub(crate) struct System {
    pub(crate) server: Server,
    postgres: Option<Postgres>,
    signer: Signer,
    _folder: TempDir,
}

impl System {
    /// Starts a server on a data folder, with this many citizens, where one system is registered.
    pub(crate) fn start(
        program: &Path,
        data: &Path,
        (citizens, reads): (&str, Reads),
        postgres: Option<Postgres>,
    ) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let signer = Signer::generate_es384("bench")?;
        let keys = folder.path().join("keys.json");
        std::fs::write(&keys, serde_json::to_string(&signer.public()?)?)?;
        let config = folder.path().join("helsami.toml");
        let reads = match reads {
            Reads::Own => "own",
            Reads::Region => "region",
        };
        let text = format!(
            "[[api.clients]]\nid = \"bench\"\nname = \"Bench\"\nkeys = {keys:?}\nscopes = \"system/*.cruds\"\n\
             organization = \"999999999\"\nreads = \"{reads}\"\n"
        );
        std::fs::write(&config, text)?;
        let config = config.to_string_lossy().into_owned();
        let url = postgres.as_ref().map(Postgres::url).transpose()?;
        let mut args = vec!["--config", &config];
        args.extend(url.iter().flat_map(|url| ["--database", url]));
        let server = Server::start_with(program, data, (citizens, &args))?;
        Ok(Self { server, postgres, signer, _folder: folder })
    }

    /// CPU time of the server and its database.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let database = self.postgres.as_ref().map_or(Ok(Duration::ZERO), Postgres::cpu)?;
        Ok(self.server.cpu()? + database)
    }

    /// The database server, where it is not the embedded one.
    pub(crate) const fn postgres(&self) -> Option<&Postgres> {
        self.postgres.as_ref()
    }

    /// The lines of a request's head, with a new token.
    #[expect(clippy::disallowed_methods, reason = "a program that measures signs for the moment it runs in")]
    pub(crate) fn headers(&self) -> Result<String> {
        let audience = format!("http://{}/oauth/token", self.server.address);
        let signed = assertion(&self.signer, "bench", &audience, Timestamp::now())?;
        let body = format!(
            "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={signed}"
        );
        let mut client = Client::connect(&self.server.address)?;
        let answer =
            client.send(Request { method: "POST", path: "/oauth/token", headers: "", body: &body })?;
        ensure!(answer.status == 200, "no token: {}", answer.text());
        let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let token = json["access_token"].as_str().context("a token")?;
        Ok(format!("Authorization: Bearer {token}\r\nContent-Type: application/fhir+json\r\n"))
    }

    /// Asks so many times over so many connections at once; gives how long each answer took.
    pub(crate) fn ask(
        &self,
        (requests, connections): (usize, usize),
        ask: impl Fn(usize) -> Ask + Sync,
    ) -> Result<Vec<Duration>> {
        let headers = self.headers()?;
        let one = |connection: usize| -> Result<Vec<Duration>> {
            let mut client = Client::connect(&self.server.address)?;
            let mut times = Vec::with_capacity(requests / connections + 1);
            for turn in (connection..requests).step_by(connections) {
                let (method, path, body) = ask(turn);
                let begin = Instant::now();
                let answer = client.send(Request { method, path: &path, headers: &headers, body: &body })?;
                times.push(begin.elapsed());
                let is_done = answer.status < 300;
                ensure!(is_done, "{method} {path} was answered {}: {}", answer.status, answer.text());
            }
            Ok(times)
        };
        let results: Vec<Result<Vec<Duration>>> = std::thread::scope(|scope| {
            let one = &one;
            let workers: Vec<_> =
                (0..connections).map(|connection| scope.spawn(move || one(connection))).collect();
            let broken = |_| Err(anyhow::anyhow!("a connection's thread broke"));
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(broken)).collect()
        });
        Ok(results.into_iter().collect::<Result<Vec<_>>>()?.concat())
    }

    /// One answer as JSON.
    pub(crate) fn get(&self, path: &str) -> Result<serde_json::Value> {
        let headers = self.headers()?;
        let mut client = Client::connect(&self.server.address)?;
        let answer = client.send(Request { method: "GET", path, headers: &headers, body: "" })?;
        ensure!(answer.status == 200, "{path} was answered {}: {}", answer.status, answer.text());
        Ok(serde_json::from_slice(&answer.body)?)
    }
}
