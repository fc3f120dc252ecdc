//! What a request of a registered system costs: CPU of the server, rate, answer times, bytes on disk. Writes are durable.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use helsami_links::Signer;
use helsami_links::client_assertion::assertion;
use jiff::Timestamp;

use crate::http::{Client, Request};
use crate::process::{self, Server};
use crate::samples::{self, Draw, observation, patient, transaction};

/// Persons and answers of each.
const PATIENTS: u64 = 500;
const OBSERVATIONS: u64 = 200;
/// Connections at once, as with the peers; for transactions half.
const CONNECTIONS: usize = 16;

/// Requests of a scenario, and of one that is larger.
const REQUESTS: usize = 4_000;
const REQUESTS_LARGE: usize = 400;
/// Resources that the scenarios make.
const MADE: u64 = 2 * REQUESTS as u64 + REQUESTS_LARGE as u64 * 100;

/// A system that has signed in at a running server.
struct System {
    server: Server,
    signer: Signer,
}

impl System {
    /// The lines of a request's head, with a new token.
    #[expect(clippy::disallowed_methods, reason = "a program that measures signs for the moment it runs in")]
    fn headers(&self) -> Result<String> {
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
}

/// What is asked in one scenario.
struct Scenario<'s> {
    name: &'s str,
    /// Milliseconds of CPU that one request may cost.
    limit: f64,
    connections: usize,
    requests: usize,
}

/// Starts a server with nothing in it, loads it and measures.
pub(crate) fn run(program: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let signer = Signer::generate_es384("bench")?;
    let keys = folder.path().join("keys.json");
    std::fs::write(&keys, serde_json::to_string(&signer.public()?)?)?;
    let config = folder.path().join("helsami.toml");
    std::fs::write(
        &config,
        format!(
            "[[api.clients]]\nid = \"bench\"\nname = \"Bench\"\nkeys = {keys:?}\nscopes = \"system/*.cruds\"\n"
        ),
    )?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data)?;
    let config = config.to_string_lossy().into_owned();
    let server = Server::start_with(program, &data, ("0", &["--config", &config]))?;
    let system = System { server, signer };
    println!("\nthe FHIR API: {PATIENTS} patients with {OBSERVATIONS} Observations each, durable writes");
    let ids = load(&system)?;
    scenarios(&system, &ids)?;
    println!("  anonymous memory {:.1} MB (limit 150)", system.server.memory()? as f64 / 1e6);
    // A server that has stopped has put everything where it belongs.
    drop(system);
    let resources = PATIENTS * (OBSERVATIONS + 1) + MADE;
    println!(
        "  {:.0} B a resource on disk, versions, indexes and the access log included (limit 400)",
        process::bytes_below(&data)? as f64 / resources as f64
    );
    Ok(())
}

/// Takes everything in by transactions, one person each; gives the ids.
fn load(system: &System) -> Result<Vec<String>> {
    let headers = system.headers()?;
    let (cpu, start) = (system.server.cpu()?, Instant::now());
    let mut client = Client::connect(&system.server.address)?;
    let mut draw = Draw::new(1);
    let mut ids = Vec::new();
    for number in 0..PATIENTS {
        let body = transaction(&mut draw, (number, OBSERVATIONS));
        let answer =
            client.send(Request { method: "POST", path: "/fhir", headers: &headers, body: &body })?;
        ensure!(answer.status == 200, "a transaction was answered {}: {}", answer.status, answer.text());
        let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let location = json["entry"][0]["response"]["location"].as_str().context("a location")?;
        ids.push(location.split('/').rev().nth(2).context("an id")?.to_owned());
    }
    let resources = PATIENTS * (OBSERVATIONS + 1);
    let cpu = system.server.cpu()? - cpu;
    println!(
        "  taken in: {resources} resources in {:.1} s, {:.0} a CPU second",
        start.elapsed().as_secs_f64(),
        resources as f64 / cpu.as_secs_f64()
    );
    Ok(ids)
}

fn scenarios(system: &System, ids: &[String]) -> Result<()> {
    println!("  CPU of the server a request, ms (limit); requests a second; p50 and p99, ms");
    let id = |turn: usize| &ids[(turn * 7919) % ids.len()];
    let many = Scenario { name: "", limit: 0.0, connections: CONNECTIONS, requests: REQUESTS };
    measure(system, &Scenario { name: "/health/live, the floor", ..many }, |_| {
        ("GET", "/health/live".to_owned(), String::new())
    })?;
    measure(system, &Scenario { name: "read Patient", limit: 0.033, ..many }, |turn| {
        ("GET", format!("/fhir/Patient/{}", id(turn)), String::new())
    })?;
    measure(system, &Scenario { name: "search patient + code, newest 20", limit: 0.09, ..many }, |turn| {
        let path = format!(
            "/fhir/Observation?patient={}&code=http://loinc.org|{}&_sort=-date&_count=20",
            id(turn),
            samples::code(turn)
        );
        ("GET", path, String::new())
    })?;
    measure(system, &Scenario { name: "create Observation", limit: 0.14, ..many }, |turn| {
        let subject = format!("Patient/{}", id(turn));
        let body = observation(&mut Draw::new(turn as u64), &subject, 9_000_000 + turn as u64);
        ("POST", "/fhir/Observation".to_owned(), body)
    })?;
    measure(system, &Scenario { name: "create Patient", limit: 0.14, ..many }, |turn| {
        let number = 1_000_000 + turn as u64;
        ("POST", "/fhir/Patient".to_owned(), patient(&mut Draw::new(number), number))
    })?;
    let few = Scenario { name: "", limit: 0.0, connections: CONNECTIONS / 2, requests: REQUESTS_LARGE };
    measure(system, &Scenario { name: "transaction of 100 entries", limit: 8.0, ..few }, |turn| {
        let number = 2_000_000 + turn as u64;
        ("POST", "/fhir".to_owned(), transaction(&mut Draw::new(number), (number, 99)))
    })?;
    measure(system, &Scenario { name: "$everything, 201 resources and more", limit: 0.6, ..few }, |turn| {
        ("GET", format!("/fhir/Patient/{}/$everything", id(turn)), String::new())
    })
}

/// One line of the table. The floor has no limit.
fn measure(
    system: &System,
    scenario: &Scenario<'_>,
    ask: impl Fn(usize) -> (&'static str, String, String) + Sync,
) -> Result<()> {
    let headers = system.headers()?;
    let each = scenario.requests / scenario.connections;
    let (cpu, start) = (system.server.cpu()?, Instant::now());
    let one = |connection: usize| -> Result<Vec<Duration>> {
        let mut client = Client::connect(&system.server.address)?;
        let mut times = Vec::with_capacity(each);
        for turn in 0..each {
            let (method, path, body) = ask(connection * each + turn);
            let begin = Instant::now();
            let answer = client.send(Request { method, path: &path, headers: &headers, body: &body })?;
            times.push(begin.elapsed());
            ensure!(answer.status < 300, "{method} {path} was answered {}: {}", answer.status, answer.text());
        }
        Ok(times)
    };
    let results: Vec<Result<Vec<Duration>>> = std::thread::scope(|scope| {
        let one = &one;
        let workers: Vec<_> =
            (0..scenario.connections).map(|connection| scope.spawn(move || one(connection))).collect();
        let broken = |_| Err(anyhow::anyhow!("a connection's thread broke"));
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(broken)).collect()
    });
    let (wall, cpu) = (start.elapsed(), system.server.cpu()? - cpu);
    let times = results.into_iter().collect::<Result<Vec<_>>>()?.concat();
    tell(scenario, (cpu, wall), times);
    Ok(())
}

fn tell(scenario: &Scenario<'_>, (cpu, wall): (Duration, Duration), mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let limit = if scenario.limit > 0.0 { format!("({})", scenario.limit) } else { String::new() };
    println!(
        "  {:<36} {:>8.4} {limit:<8} {:>7.0}/s {:>7.1} {:>7.1}",
        scenario.name,
        cpu.as_secs_f64() * 1e3 / times.len() as f64,
        times.len() as f64 / wall.as_secs_f64(),
        at(0.5),
        at(0.99)
    );
}
