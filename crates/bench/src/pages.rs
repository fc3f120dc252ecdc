//! What a page costs: CPU of the server a request, answer times with eight users, bytes over the wire, memory.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::http::Client;
use crate::process::{self, Server};
use crate::visitor;

/// The reading pages and the CPU each may cost.
const PAGES: &[(&str, u64)] = &[
    ("/me/results", 400),
    ("/me", 300),
    ("/me/appointments", 600),
    ("/me/medicines", 600),
    ("/me/allergies", 600),
    ("/me/diagnoses", 600),
    ("/me/vaccines", 600),
    ("/me/documents", 600),
    ("/me/care-team", 600),
    ("/me/details", 600),
    ("/me/access-log", 600),
    ("/me/settings", 600),
    ("/me/emergency-card", 600),
];
const REQUESTS: usize = 2_000;
const USERS: usize = 8;

/// Makes the region if it is not there, serves it and measures every page.
pub(crate) fn run(program: &Path, data: &Path, citizens: u32) -> Result<()> {
    let count = citizens.to_string();
    if !data.join("helsami.db").exists() {
        println!("making a region of {count} citizens …");
        std::fs::create_dir_all(data)?;
        let (cpu, wall) = process::command(program, &["demo", "--citizens", &count], data)?;
        println!("made in {:.0} s ({:.0} s of CPU)", wall.as_secs_f64(), cpu.as_secs_f64());
    }
    println!("\npages with {citizens} citizens, {:.1} MB on disk", process::bytes_below(data)? as f64 / 1e6);
    let server = Server::start(program, data, &count)?;
    let mut people = Vec::new();
    for search in ["Arne Kvålsvoll", "Solveig Aunemo", "Gerd Overvik", "Amalie Storli Vik"] {
        people.extend(visitor::sign_in(&server.address, search, 0)?);
    }
    for index in 0..12 {
        people.extend(visitor::sign_in(&server.address, "Hansen", index)?);
    }
    ensure!(people.len() >= 5, "only {} people could sign in", people.len());
    let floor = per_request(&server, &mut people[..1], "/health/live", "")?;
    println!("{:<24} {:>8} µs CPU (floor: HTTP, no page)", "/health/live", floor.as_micros());
    for (path, limit) in PAGES {
        let heavy = per_request(&server, &mut people[..1], path, "")?;
        let mixed = per_request(&server, &mut people, path, "")?;
        let packed = per_request(&server, &mut people[..1], path, "Accept-Encoding: br, gzip\r\n")?;
        println!(
            "{path:<24} {:>8} µs CPU (heavy user), {} mixed, {} compressed; limit {limit}; floor {}",
            heavy.as_micros(),
            mixed.as_micros(),
            packed.as_micros(),
            floor.as_micros()
        );
    }
    crowd(people)?;
    wire(&server)?;
    println!(
        "memory, anonymous pages   {:.1} MB (limit 150 beside SQLite's page cache)",
        server.memory()? as f64 / 1e6
    );
    Ok(())
}

/// CPU of the server for one request, over many, one at a time, people in turn.
fn per_request(server: &Server, people: &mut [Client], path: &str, headers: &str) -> Result<Duration> {
    for person in people.iter_mut() {
        let answer = person.get(path, headers)?;
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
    }
    let before = server.cpu()?;
    for turn in 0..REQUESTS {
        let at = turn % people.len();
        people[at].get(path, headers)?;
    }
    Ok((server.cpu()? - before) / REQUESTS as u32)
}

/// Answer times with eight users at once on the results page.
fn crowd(people: Vec<Client>) -> Result<()> {
    let workers: Vec<_> = people
        .into_iter()
        .take(USERS)
        .map(|mut person| {
            std::thread::spawn(move || -> Result<Vec<Duration>> {
                let mut times = Vec::with_capacity(500);
                for _ in 0..500 {
                    let start = Instant::now();
                    person.get("/me/results", "")?;
                    times.push(start.elapsed());
                }
                Ok(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.join().map_err(|_| anyhow::anyhow!("a user's thread broke"))??);
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "results page, {USERS} users     p50 {:.1} ms, p99 {:.1} ms (limit 10; client on the same cores)",
        at(0.5),
        at(0.99)
    );
    Ok(())
}

/// Bytes of a first visit (page, style, script, icons, font) and of the page after it.
fn wire(server: &Server) -> Result<()> {
    let accept = "Accept-Encoding: br, gzip\r\n";
    let Some(mut person) = visitor::sign_in(&server.address, "Arne Kvålsvoll", 0)? else { return Ok(()) };
    let page = person.get("/me", accept)?;
    let plain = person.get("/me", "")?.text();
    let mut total = page.wire;
    let mut parts: Vec<String> = visitor::attribute(&plain, "href=\"/assets/")
        .chain(visitor::attribute(&plain, "src=\"/assets/"))
        .map(|name| name.split('#').next().unwrap_or(name).to_owned())
        .collect();
    parts.sort();
    parts.dedup();
    for part in &parts {
        total += person.get(&format!("/assets/{part}"), accept)?.wire;
    }
    println!(
        "first visit               {:.1} kB in {} requests (limit 85)",
        total as f64 / 1e3,
        parts.len() + 1
    );
    for path in ["/me/results", "/me/medicines"] {
        println!("next page {path:<15} {:.1} kB (limit 8)", person.get(path, accept)?.wire as f64 / 1e3);
    }
    Ok(())
}
