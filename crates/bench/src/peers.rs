//! Ours beside the FHIR servers that its users could pick instead, in one run: the same data, the same requests over the same number of
//! connections, one server after the other on the same machine. Beside them stand figures that were measured elsewhere, marked so.

mod helios;
mod published;

use std::path::Path;

use anyhow::Result;

use self::helios::Helios;
use self::published::PUBLISHED;
use crate::exchange::{tell, tell_taken_in};
use crate::load::{Measured, Sizes, Target};
use crate::postgres::Postgres;
use crate::process;
use crate::system::{Reads, System};

/// Everything measured of one server.
struct Server {
    name: String,
    all: Vec<Measured>,
    /// Proportional memory of the server and its database after the run, in bytes.
    memory: u64,
    /// Bytes on disk for each resource, with all that is kept about it.
    disk: f64,
}

/// Measures ours and each peer whose program is here, and prints them beside each other.
pub(crate) fn run(program: &Path) -> Result<()> {
    let sizes = Sizes::FULL.or_environment()?;
    println!(
        "\nFHIR servers side by side: {} patients with {} Observations each, {} requests over {} connections ({} over {} for the larger)",
        sizes.patients,
        sizes.observations,
        sizes.requests,
        sizes.connections,
        sizes.requests_large,
        sizes.connections / 2
    );
    let mut servers = vec![ours(program, sizes, None)?];
    if let Some(postgres) = Postgres::start()? {
        servers.push(ours(program, sizes, Some(postgres))?);
    }
    match helios::program() {
        Some(hfs) => {
            servers.extend(or_told(peer(&hfs, sizes, None)));
            if let Some(postgres) = Postgres::start_on_loopback()? {
                servers.extend(or_told(peer(&hfs, sizes, Some(postgres))));
            }
        }
        None => println!("\n{}", helios::HOW_TO_GET),
    }
    compare(&servers);
    Ok(())
}

/// A peer that gives up under the load is told of, and the others are compared.
fn or_told(peer: Result<Server>) -> Option<Server> {
    peer.inspect_err(|error| println!("  it was not measured to the end: {error}")).ok()
}

fn database(postgres: Option<&Postgres>) -> &'static str {
    if postgres.is_some() { "PostgreSQL" } else { "SQLite" }
}

/// Ours, with every write durable and every look in the log of whoever was looked at.
fn ours(program: &Path, sizes: Sizes, postgres: Option<Postgres>) -> Result<Server> {
    let data = tempfile::tempdir()?;
    let empty = postgres.as_ref().map_or(Ok(0), Postgres::bytes)?;
    let name = format!("HelsaMi on {}", database(postgres.as_ref()));
    let system = System::start(program, data.path(), ("0", Reads::Own), postgres)?;
    let all = system.target(|target| measured(&name, target, sizes))?;
    let of_database = system.postgres().map_or(Ok(0), Postgres::memory)?;
    let memory = process::proportional_memory(system.server.process())? + of_database;
    let apart = system.postgres().map_or(Ok(0), Postgres::bytes)?.saturating_sub(empty);
    // A server that has stopped has put everything where it belongs.
    drop(system);
    let disk = (process::bytes_below(data.path())? + apart) as f64 / sizes.in_all() as f64;
    Ok(Server { name, all, memory, disk })
}

/// helios-hfs, which asks nobody who they are.
fn peer(program: &Path, sizes: Sizes, postgres: Option<Postgres>) -> Result<Server> {
    let name = format!("{} on {}", helios::name(program), database(postgres.as_ref()));
    let empty = postgres.as_ref().map_or(Ok(0), Postgres::bytes)?;
    let server = Helios::start(program, postgres)?;
    let headers =
        || Ok("Content-Type: application/fhir+json\r\nAccept: application/fhir+json\r\n".to_owned());
    let target =
        Target { address: server.address(), base: "", floor: None, headers: &headers, cpu: &|| server.cpu() };
    let all = measured(&name, &target, sizes)?;
    let memory = server.memory()?;
    let disk = server.bytes_after_stop()?.saturating_sub(empty) as f64 / sizes.in_all() as f64;
    Ok(Server { name, all, memory, disk })
}

/// Loads a server and asks it everything.
fn measured(name: &str, target: &Target<'_>, sizes: Sizes) -> Result<Vec<Measured>> {
    println!("\n{name}");
    let loaded = target.load(sizes)?;
    tell_taken_in(sizes, &loaded);
    println!("  CPU of server and database a request, ms; requests a second; p50 and p99, ms");
    let all = target.scenarios(sizes, &loaded.ids)?;
    for one in &all {
        tell(one, "");
    }
    Ok(all)
}

/// All of them beside each other, by scenario.
fn compare(servers: &[Server]) {
    println!("\nCPU of server and database a request in ms, and requests a second");
    let names = servers.iter().map(|one| one.name.as_str());
    let width = names.chain(PUBLISHED.iter().map(|one| one.name)).map(str::len).max().unwrap_or(0);
    for measured in servers.first().map(|first| first.all.as_slice()).unwrap_or_default() {
        println!("  {}", measured.name);
        let same = |one: &Measured| one.name == measured.name;
        for server in servers {
            if let Some(one) = server.all.iter().find(|one| same(one)) {
                println!("    {:<width$} {:>9.4} {:>9.1}/s", server.name, one.cpu_ms(), one.rate());
            }
        }
        for peer in &PUBLISHED {
            if let Some(one) = peer.scenarios.iter().find(|one| one.name == measured.name) {
                let (name, cpu, rate) = (peer.name, one.cpu_ms, one.rate);
                println!("    {name:<width$} {cpu:>9.4} {rate:>9.1}/s  measured elsewhere");
            }
        }
    }
    println!("  memory of server and database, MB; bytes on disk a resource");
    for server in servers {
        println!("    {:<width$} {:>9.0} {:>9.0}", server.name, server.memory as f64 / 1e6, server.disk);
    }
    for peer in &PUBLISHED {
        let (name, memory, disk) = (peer.name, peer.memory_mb, peer.disk);
        println!("    {name:<width$} {memory:>9.0} {disk:>9.0}  measured elsewhere");
    }
    println!("\n{}", published::WHERE);
}
