//! What a request of a registered system costs: CPU of the server, rate, answer times, bytes on disk. Writes are durable.

use std::path::Path;

use anyhow::Result;

use crate::load::{Loaded, Measured, Sizes};
use crate::postgres::Postgres;
use crate::process;
use crate::system::{Reads, System};

/// Milliseconds of CPU that one request of a scenario may cost. The floor has no limit.
const LIMITS: [(&str, f64); 6] = [
    ("read Patient", 0.033),
    ("search patient + code, newest 20", 0.09),
    ("create Observation", 0.14),
    ("create Patient", 0.14),
    ("transaction of 100 entries", 8.0),
    ("$everything", 0.6),
];

/// Starts a server with nothing in it, loads it and measures: on the embedded database, or on PostgreSQL.
pub(crate) fn run(program: &Path, postgres: Option<Postgres>) -> Result<()> {
    let data = tempfile::tempdir()?;
    let sizes = Sizes::LONG.or_environment()?;
    let database = if postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    let system = System::start(program, data.path(), ("0", Reads::Own), postgres)?;
    let Sizes { patients, observations, .. } = sizes;
    println!(
        "\nthe FHIR API on {database}: {patients} patients with {observations} Observations each, durable writes"
    );
    let loaded = system.target(|target| target.load(sizes))?;
    tell_taken_in(sizes, &loaded);
    // A server that has stopped has put everything where it belongs.
    let kept = system.stopped();
    let bytes = kept.as_ref().map_or_else(|| process::bytes_below(data.path()), Postgres::bytes)?;
    let system = System::start(program, data.path(), ("0", Reads::Own), kept)?;
    system.target(|target| {
        println!(
            "  CPU of the server and its database a request, ms (limit); requests a second; p50 and p99, ms"
        );
        for one in target.scenarios(sizes, &loaded.ids)? {
            let limit = LIMITS.iter().find(|(name, _)| *name == one.name);
            tell(&one, &limit.map_or_else(String::new, |(_, limit)| format!("({limit})")));
        }
        Ok(())
    })?;
    println!("  anonymous memory of the server {:.1} MB (limit 150)", system.server.memory()? as f64 / 1e6);
    println!(
        "  {:.0} B a resource on disk when all was taken in, versions, indexes and the access log included (limit 400)",
        bytes as f64 / sizes.taken_in() as f64
    );
    Ok(())
}

/// What taking in has cost.
pub(crate) fn tell_taken_in(sizes: Sizes, loaded: &Loaded) {
    let resources = sizes.taken_in();
    println!(
        "  taken in: {resources} resources in {:.1} s, {:.0} a CPU second",
        loaded.wall.as_secs_f64(),
        resources as f64 / loaded.cpu.as_secs_f64().max(1e-3)
    );
}

/// One line of the table.
pub(crate) fn tell(one: &Measured, limit: &str) {
    println!(
        "  {:<38} {:>8.4} {limit:<8} {:>7.0}/s {:>7.1} {:>7.1}",
        one.name,
        one.cpu_ms(),
        one.rate(),
        one.at_ms(0.5),
        one.at_ms(0.99)
    );
}
