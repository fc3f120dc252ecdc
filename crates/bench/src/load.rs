//! The load on a FHIR server, whichever it is: the same data taken in, the same requests over the same number of connections.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::http::{Client, Request};
use crate::samples::{self, Draw, observation, patient, transaction};

/// One request: method, path, body.
pub(crate) type Ask = (&'static str, String, String);

/// A running server: where it answers, how one says who one is, and what it and its database have used.
pub(crate) struct Target<'t> {
    /// `HOST:PORT`.
    pub(crate) address: &'t str,
    /// The path of its FHIR API; empty for the root.
    pub(crate) base: &'t str,
    /// A path that is answered without any work, if there is one.
    pub(crate) floor: Option<&'t str>,
    /// The lines of a request's head, each ending in CRLF.
    pub(crate) headers: &'t dyn Fn() -> Result<String>,
    /// CPU time of the server and its database so far.
    pub(crate) cpu: &'t dyn Fn() -> Result<Duration>,
}

/// How much is taken in and asked.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) patients: u64,
    /// Of each patient.
    pub(crate) observations: u64,
    /// Of a scenario.
    pub(crate) requests: usize,
    /// Of a scenario whose requests are larger.
    pub(crate) requests_large: usize,
    /// At once; half of it for larger requests.
    pub(crate) connections: usize,
}

/// One of so many requests is asked before a scenario is measured, so that what is measured is a server at work.
const WARM_UP: usize = 4;

impl Sizes {
    /// The data that the peers were measured with, and as many requests as the slowest of them answers in minutes.
    pub(crate) const FULL: Self =
        Self { patients: 500, observations: 200, requests: 4_000, requests_large: 400, connections: 16 };
    /// Enough requests for seconds of ours, as the peers were measured for.
    pub(crate) const LONG: Self = Self { requests: 60_000, requests_large: 2_000, ..Self::FULL };

    /// These sizes, or those that the environment names.
    pub(crate) fn or_environment(self) -> Result<Self> {
        let number = |name: &str, full: u64| match std::env::var(name) {
            Ok(text) => text.parse().with_context(|| format!("{name} is a number")),
            Err(_) => Ok(full),
        };
        let requests = usize::try_from(number("BENCH_REQUESTS", self.requests as u64)?)?;
        Ok(Self {
            patients: number("BENCH_PATIENTS", self.patients)?.max(1),
            observations: number("BENCH_OBSERVATIONS", self.observations)?,
            requests: requests.max(1),
            requests_large: (requests / 10).clamp(1, self.requests_large),
            ..self
        })
    }

    /// Resources that are taken in at first.
    pub(crate) const fn taken_in(self) -> u64 {
        self.patients * (self.observations + 1)
    }

    /// Resources that there are after all scenarios.
    pub(crate) fn in_all(self) -> u64 {
        let with_warm_up = |requests: usize| (requests + requests / WARM_UP) as u64;
        self.taken_in() + 2 * with_warm_up(self.requests) + with_warm_up(self.requests_large) * 100
    }
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scenario {
    Read,
    Search,
    Observation,
    Patient,
    Transaction,
    Everything,
}

/// What a request is called that does nothing.
const FLOOR: &str = "a request that does nothing, the floor";

/// All of them in their order, and what they are called.
const SCENARIOS: [(Scenario, &str); 6] = [
    (Scenario::Read, "read Patient"),
    (Scenario::Search, "search patient + code, newest 20"),
    // Before the records grow.
    (Scenario::Everything, "$everything"),
    (Scenario::Observation, "create Observation"),
    (Scenario::Patient, "create Patient"),
    (Scenario::Transaction, "transaction of 100 entries"),
];

impl Scenario {
    /// Whether one request is worth many.
    const fn is_large(self) -> bool {
        matches!(self, Self::Transaction | Self::Everything)
    }

    /// The request of one turn, about one patient.
    fn ask(self, base: &str, id: &str, turn: usize) -> Ask {
        let drawn = |number: u64| Draw::new(number);
        let (path, body) = match self {
            Self::Read => (format!("{base}/Patient/{id}"), String::new()),
            Self::Search => {
                let code = samples::code(turn);
                let query = format!("code=http://loinc.org%7C{code}&_sort=-date&_count=20");
                (format!("{base}/Observation?patient={id}&{query}"), String::new())
            }
            Self::Everything => (format!("{base}/Patient/{id}/$everything"), String::new()),
            Self::Observation => {
                let (subject, number) = (format!("Patient/{id}"), 9_000_000 + turn as u64);
                let body = observation(&mut drawn(turn as u64), &subject, number);
                (format!("{base}/Observation"), body)
            }
            Self::Patient => {
                let number = 1_000_000 + turn as u64;
                (format!("{base}/Patient"), patient(&mut drawn(number), number))
            }
            Self::Transaction => {
                let number = 2_000_000 + turn as u64;
                (root(base).to_owned(), transaction(&mut drawn(number), (number, 99)))
            }
        };
        (if body.is_empty() { "GET" } else { "POST" }, path, body)
    }
}

/// Where a Bundle is sent.
const fn root(base: &str) -> &str {
    if base.is_empty() { "/" } else { base }
}

/// What one scenario has cost.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) requests: usize,
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
    /// How long each answer took, shortest first.
    pub(crate) times: Vec<Duration>,
}

impl Measured {
    /// CPU time of a request, in milliseconds.
    pub(crate) fn cpu_ms(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e3 / self.requests as f64
    }

    /// Requests a second.
    pub(crate) fn rate(&self) -> f64 {
        self.requests as f64 / self.wall.as_secs_f64()
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub(crate) fn at_ms(&self, share: f64) -> f64 {
        self.times[((self.times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3
    }
}

/// What taking in has cost, and the ids of the patients.
pub(crate) struct Loaded {
    pub(crate) ids: Vec<String>,
    pub(crate) cpu: Duration,
    pub(crate) wall: Duration,
}

impl Target<'_> {
    /// Takes everything in by transactions, one person each.
    pub(crate) fn load(&self, sizes: Sizes) -> Result<Loaded> {
        let headers = (self.headers)()?;
        let (cpu, start) = ((self.cpu)()?, Instant::now());
        let mut client = Client::connect(self.address)?;
        let mut draw = Draw::new(1);
        let mut ids = Vec::new();
        for number in 0..sizes.patients {
            let body = transaction(&mut draw, (number, sizes.observations));
            let path = root(self.base);
            let answer = client.send(Request { method: "POST", path, headers: &headers, body: &body })?;
            ensure!(answer.status == 200, "a transaction was answered {}: {}", answer.status, answer.text());
            let json: serde_json::Value = serde_json::from_slice(&answer.body)?;
            let location = json["entry"][0]["response"]["location"].as_str().context("a location")?;
            ids.push(id_of(location).context("the id of a Patient")?.to_owned());
        }
        Ok(Loaded { ids, cpu: (self.cpu)()? - cpu, wall: start.elapsed() })
    }

    /// Runs every scenario, the floor first.
    pub(crate) fn scenarios(&self, sizes: Sizes, ids: &[String]) -> Result<Vec<Measured>> {
        let many = (sizes.requests, sizes.connections);
        let few = (sizes.requests_large, (sizes.connections / 2).max(1));
        let mut all = Vec::new();
        if let Some(floor) = self.floor {
            let ask = |_| ("GET", floor.to_owned(), String::new());
            all.push(self.measure(FLOOR, many, ask)?);
        }
        let only = std::env::var("BENCH_SCENARIO").ok();
        let is_wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
        ensure!(SCENARIOS.iter().any(|(_, name)| is_wanted(name)), "BENCH_SCENARIO names no kind of request");
        for (scenario, name) in SCENARIOS.into_iter().filter(|(_, name)| is_wanted(name)) {
            let how_much = if scenario.is_large() { few } else { many };
            let base = self.base;
            let ask = |turn: usize| scenario.ask(base, &ids[(turn * 7919) % ids.len()], turn);
            all.push(self.measure(name, how_much, ask)?);
        }
        Ok(all)
    }

    fn measure(
        &self,
        name: &'static str,
        (requests, connections): (usize, usize),
        ask: impl Fn(usize) -> Ask + Sync,
    ) -> Result<Measured> {
        // Turns that are not measured: what they make is not made twice.
        self.ask((requests / WARM_UP, connections), &(self.headers)()?, |turn| ask(requests + turn))?;
        let headers = (self.headers)()?;
        let (cpu, start) = ((self.cpu)()?, Instant::now());
        let mut times = self.ask((requests, connections), &headers, ask)?;
        let (wall, cpu) = (start.elapsed(), (self.cpu)()? - cpu);
        times.sort_unstable();
        Ok(Measured { name, requests: times.len(), cpu, wall, times })
    }

    /// Asks so many times over so many connections at once; gives how long each answer took.
    pub(crate) fn ask(
        &self,
        (requests, connections): (usize, usize),
        headers: &str,
        ask: impl Fn(usize) -> Ask + Sync,
    ) -> Result<Vec<Duration>> {
        let address = self.address;
        let one = |connection: usize| -> Result<Vec<Duration>> {
            let mut client = Client::connect(address)?;
            let mut times = Vec::with_capacity(requests / connections + 1);
            for turn in (connection..requests).step_by(connections) {
                let (method, path, body) = ask(turn);
                let begin = Instant::now();
                let answer = client.send(Request { method, path: &path, headers, body: &body })?;
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
}

/// The id in a location: relative or whole, with a version or without.
fn id_of(location: &str) -> Option<&str> {
    let after = location.split("Patient/").last().filter(|_| location.contains("Patient/"))?;
    after.split('/').next().filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Measured, SCENARIOS, Sizes, id_of};

    #[test]
    fn servers_name_a_new_patient_in_several_ways() {
        for location in [
            "Patient/a-1/_history/1",
            "Patient/a-1",
            "http://127.0.0.1:8091/Patient/a-1/_history/1",
            "https://helse.example/fhir/Patient/a-1/_history/1",
        ] {
            assert_eq!(id_of(location), Some("a-1"), "{location}");
        }
        for location in ["", "Observation/a-1", "Patient/"] {
            assert_eq!(id_of(location), None, "{location}");
        }
    }

    #[test]
    fn every_scenario_is_asked_under_the_base_of_the_server() {
        let ask = |base: &str| SCENARIOS.map(|(scenario, _)| scenario.ask(base, "a", 3));
        let lines = |asks: [super::Ask; 6]| asks.map(|(method, path, _)| format!("{method} {path}"));
        assert_eq!(
            lines(ask("")),
            [
                "GET /Patient/a",
                "GET /Observation?patient=a&code=http://loinc.org%7C29463-7&_sort=-date&_count=20",
                "GET /Patient/a/$everything",
                "POST /Observation",
                "POST /Patient",
                "POST /",
            ]
        );
        let ours = ask("/fhir");
        assert_eq!(ours[5].1, "/fhir");
        assert!(
            ours[3].2.contains(r#""reference":"Patient/a""#) && ours[5].2.matches("\"POST\"").count() == 100
        );
    }

    #[test]
    fn what_is_made_is_counted() {
        let sizes = Sizes { patients: 3, observations: 4, requests: 5, requests_large: 2, connections: 1 };
        assert_eq!(
            (sizes.taken_in(), sizes.in_all()),
            (15, 15 + 12 + 200),
            "two creates of five and one before them, two transactions of a hundred"
        );
        assert_eq!(Sizes::FULL.taken_in(), 100_500);
    }

    #[test]
    fn figures_are_of_one_request() {
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        let (cpu, wall) = (Duration::from_millis(50), Duration::from_secs(2));
        let one = Measured { name: "", requests: 100, cpu, wall, times };
        assert_eq!((one.cpu_ms(), one.rate()), (0.5, 50.0));
        assert_eq!((one.at_ms(0.5), one.at_ms(0.99)), (50.0, 99.0));
    }
}
