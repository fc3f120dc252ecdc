//! What a page costs: CPU of the server a request, answer times with eight users, bytes over the wire, memory.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

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
/// Requests of a measurement; `BENCH_REQUESTS` asks for another number, as under a profiler.
const REQUESTS: usize = 2_000;
const USERS: usize = 8;

fn requests() -> usize {
    std::env::var("BENCH_REQUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(REQUESTS)
}

/// Makes a region if it is not there.
pub(crate) fn region(program: &Path, data: &Path, citizens: u32) -> Result<()> {
    if data.join("helsami.db").exists() {
        return Ok(());
    }
    println!("making a region of {citizens} citizens …");
    std::fs::create_dir_all(data)?;
    let (cpu, wall) = process::command(program, &["demo", "--citizens", &citizens.to_string()], data)?;
    println!("made in {:.0} s ({:.0} s of CPU)", wall.as_secs_f64(), cpu.as_secs_f64());
    Ok(())
}

/// Makes the region if it is not there, serves it and measures every page.
pub(crate) fn run(program: &Path, data: &Path, citizens: u32) -> Result<()> {
    let count = citizens.to_string();
    region(program, data, citizens)?;
    println!("\npages with {citizens} citizens, {:.1} MB on disk", process::bytes_below(data)? as f64 / 1e6);
    let server = Server::start(program, data, &count)?;
    let mut people = grown_ups(&server)?;
    let page = people[0].get("/me/results", "")?.text();
    let rows = page.matches("<tr role=\"row\"").count();
    println!("the heavy user's page of results has {rows} rows and {:.1} kB", page.len() as f64 / 1e3);
    println!("CPU of the server a request, µs, at {USERS} users at once (limit), and one request at a time");
    let alone = per_request(&server, &mut people[..1], "/health/live", "")?;
    let (crowded, _) = at_once(&server, &mut people, "/health/live", "")?;
    println!(
        "  {:<22} {:>6} (floor: HTTP, no page); {}",
        "/health/live",
        crowded.as_micros(),
        alone.as_micros()
    );
    let only = std::env::var("BENCH_PAGE").ok();
    for page in PAGES.iter().filter(|page| only.as_deref().is_none_or(|only| only == page.0)) {
        measure(&server, &mut people, *page)?;
    }
    wire(&server)?;
    println!(
        "memory, anonymous pages   {:.1} MB (limit 150 beside SQLite's page cache)",
        server.memory()? as f64 / 1e6
    );
    Ok(())
}

/// People who are signed in, the heavy user first.
fn grown_ups(server: &Server) -> Result<Vec<Client>> {
    let mut people = Vec::new();
    for search in ["Arne Kvålsvoll", "Solveig Aunemo", "Gerd Overvik", "Amalie Storli Vik"] {
        people.extend(visitor::sign_in(&server.address, search, 0)?);
    }
    for index in 0..16 {
        people.extend(visitor::sign_in(&server.address, "Hansen", index)?);
    }
    // Children and young people have no way in of their own.
    let mut adults = Vec::new();
    for mut person in people {
        if person.get("/me", "")?.status == 200 {
            adults.push(person);
        }
    }
    ensure!(adults.len() >= USERS, "only {} people could sign in", adults.len());
    Ok(adults)
}

/// CPU of the server for one request, over many, one at a time, people in turn.
fn per_request(server: &Server, people: &mut [Client], path: &str, headers: &str) -> Result<Duration> {
    for person in people.iter_mut() {
        let answer = person.get(path, headers)?;
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
    }
    let before = server.cpu()?;
    for turn in 0..requests() {
        let at = turn % people.len();
        people[at].get(path, headers)?;
    }
    Ok((server.cpu()? - before) / requests() as u32)
}

/// One line of the table: the heavy user in eight windows, different people at once, compressed, and one at a time.
fn measure(server: &Server, people: &mut Vec<Client>, (path, limit): (&str, u64)) -> Result<()> {
    let (mixed, mut times) = at_once(server, people, path, "")?;
    let (packed, _) = at_once(server, people, path, "Accept-Encoding: br, gzip\r\n")?;
    let mut windows: Vec<Client> = (0..USERS).map(|_| people[0].window()).collect::<Result<_>>()?;
    let (heavy, _) = at_once(server, &mut windows, path, "")?;
    let alone = per_request(server, &mut people[..1], path, "")?;
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "  {path:<22} {:>6} heavy user (limit {limit}), {} mixed, {} compressed (limit 1000); {} heavy user alone; \
         p50 {:.1} ms, p99 {:.1} ms (limit 10; client on the same cores)",
        heavy.as_micros(),
        mixed.as_micros(),
        packed.as_micros(),
        alone.as_micros(),
        at(0.5),
        at(0.99)
    );
    Ok(())
}

/// CPU of the server for one request, and the answer times, with eight users at once: as on a busy day, when the rows
/// of the access log share their flush to disk.
fn at_once(
    server: &Server,
    people: &mut Vec<Client>,
    path: &str,
    headers: &str,
) -> Result<(Duration, Vec<Duration>)> {
    let users: Vec<Client> = people.drain(..people.len().min(USERS)).collect();
    let each = requests() / users.len();
    let before = server.cpu()?;
    let results: Vec<Result<(Client, Vec<Duration>)>> = std::thread::scope(|scope| {
        let begin = |mut user: Client| {
            scope.spawn(move || {
                let times = (0..each).map(|_| timed(&mut user, path, headers)).collect::<Result<Vec<_>>>()?;
                Ok((user, times))
            })
        };
        let workers: Vec<_> = users.into_iter().map(begin).collect();
        let broken = |_| Err(anyhow::anyhow!("a user's thread broke"));
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(broken)).collect()
    });
    let cpu = server.cpu()? - before;
    let mut times = Vec::with_capacity(requests());
    for (place, result) in results.into_iter().enumerate() {
        let (user, own) = result?;
        people.insert(place, user);
        times.extend(own);
    }
    Ok((cpu / times.len() as u32, times))
}

fn timed(user: &mut Client, path: &str, headers: &str) -> Result<Duration> {
    let start = Instant::now();
    let answer = user.get(path, headers)?;
    ensure!(answer.status == 200, "{path} answered {}", answer.status);
    Ok(start.elapsed())
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
    let font = latin_font(&mut person, &parts)?;
    total += person.get(&font, accept)?.wire;
    println!(
        "first visit               {:.1} kB in {} requests, the font too (limit 85)",
        total as f64 / 1e3,
        parts.len() + 2
    );
    for path in ["/me/results", "/me/medicines"] {
        println!("next page {path:<15} {:.1} kB (limit 8)", person.get(path, accept)?.wire as f64 / 1e3);
    }
    Ok(())
}

/// The address of the one font that a browser fetches for Norwegian text: the style names one for each script.
fn latin_font(person: &mut Client, parts: &[String]) -> Result<String> {
    for part in parts.iter().filter(|part| part.ends_with(".css")) {
        let style = person.get(&format!("/assets/{part}"), "")?.text();
        let mut names = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        let is_latin = |name: &str| name.contains("inter-latin") && !name.contains("latin-ext");
        if let Some(name) = names.find(|name| is_latin(name)) {
            let file = name.trim_matches(['"', '\'']).rsplit('/').next().unwrap_or(name);
            return Ok(format!("/assets/{file}"));
        }
    }
    bail!("no style names the font")
}
