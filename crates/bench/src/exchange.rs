//! What a request of a registered system costs: CPU of the server, rate, answer times, bytes on disk. Writes are durable.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::http::{Client, Request};
use crate::postgres::Postgres;
use crate::process;
use crate::samples::{self, Draw, observation, patient, transaction};
use crate::system::{Ask, Reads, System};

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

/// What is asked in one scenario.
struct Scenario<'s> {
    name: &'s str,
    /// Milliseconds of CPU that one request may cost.
    limit: f64,
    connections: usize,
    requests: usize,
}

/// Starts a server with nothing in it, loads it and measures: on the embedded database, or on PostgreSQL.
pub(crate) fn run(program: &Path, postgres: Option<Postgres>) -> Result<()> {
    let data = tempfile::tempdir()?;
    let database = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    let system = System::start(program, data.path(), ("0", Reads::Own), postgres)?;
    println!(
        "\nthe FHIR API on {database}: {PATIENTS} patients with {OBSERVATIONS} Observations each, durable writes"
    );
    let ids = load(&system)?;
    scenarios(&system, &ids)?;
    println!("  anonymous memory of the server {:.1} MB (limit 150)", system.server.memory()? as f64 / 1e6);
    let apart = system.postgres().map(Postgres::bytes).transpose()?;
    // A server that has stopped has put everything where it belongs.
    drop(system);
    let bytes = apart.map_or_else(|| process::bytes_below(data.path()), Ok)?;
    let resources = PATIENTS * (OBSERVATIONS + 1) + MADE;
    println!(
        "  {:.0} B a resource on disk, versions, indexes and the access log included (limit 400)",
        bytes as f64 / resources as f64
    );
    Ok(())
}

/// Takes everything in by transactions, one person each; gives the ids.
fn load(system: &System) -> Result<Vec<String>> {
    let headers = system.headers()?;
    let (cpu, start) = (system.cpu()?, Instant::now());
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
    let cpu = system.cpu()? - cpu;
    println!(
        "  taken in: {resources} resources in {:.1} s, {:.0} a CPU second",
        start.elapsed().as_secs_f64(),
        resources as f64 / cpu.as_secs_f64()
    );
    Ok(ids)
}

fn scenarios(system: &System, ids: &[String]) -> Result<()> {
    println!(
        "  CPU of the server and its database a request, ms (limit); requests a second; p50 and p99, ms"
    );
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
fn measure(system: &System, scenario: &Scenario<'_>, ask: impl Fn(usize) -> Ask + Sync) -> Result<()> {
    let (cpu, start) = (system.cpu()?, Instant::now());
    let times = system.ask((scenario.requests, scenario.connections), ask)?;
    let (wall, cpu) = (start.elapsed(), system.cpu()? - cpu);
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
