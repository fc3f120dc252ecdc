//! A registered system and the server it asks.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use helsami_links::Signer;
use helsami_links::client_assertion::assertion;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::http::{Client, Request};
use crate::load::{Ask, Target};
use crate::postgres::Postgres;
use crate::process::Server;

/// What the system may see beside what it has sent.
#[derive(Clone, Copy)]
pub(crate) enum Reads {
    Own,
    Region,
}

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

    /// Stops the server; gives the database server that it used, where it used one.
    pub(crate) fn stopped(self) -> Option<Postgres> {
        self.postgres
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

    /// As what the load is put on.
    pub(crate) fn target<T>(&self, use_it: impl FnOnce(&Target<'_>) -> Result<T>) -> Result<T> {
        use_it(&Target {
            address: &self.server.address,
            base: "/fhir",
            floor: Some("/health/live"),
            headers: &|| self.headers(),
            cpu: &|| self.cpu(),
        })
    }

    /// Asks so many times over so many connections at once; gives how long each answer took.
    pub(crate) fn ask(
        &self,
        how_much: (usize, usize),
        headers: &str,
        ask: impl Fn(usize) -> Ask + Sync,
    ) -> Result<Vec<Duration>> {
        self.target(|target| target.ask(how_much, headers, ask))
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
