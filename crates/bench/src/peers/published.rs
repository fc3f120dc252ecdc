//! What the peers have cost where they were run before: another machine, another day, half the data. Never beside ours without saying so.

/// Where the figures come from, and what to think of them.
pub(super) const WHERE: &str = "“Measured elsewhere”: by this project's own load program on 22 November 2026, on another machine of two cores on which a request that does
nothing cost 13 µs; 100 Observations a patient ($everything of 101 resources); wrk as the client; the same numbers of connections.
Its memory is that of the server alone; PostgreSQL had 350 to 1 800 MB beside it. helios-hfs on SQLite acknowledges writes before they are durable. Medplum is in no
registry as a server: it is not started here.";

/// One peer on one database.
pub(super) struct Peer {
    pub(super) name: &'static str,
    pub(super) scenarios: [Scenario; 6],
    /// Megabytes under load, of the server; its PostgreSQL had 350 to 1 800 beside that.
    pub(super) memory_mb: f64,
    /// Bytes on disk a resource.
    pub(super) disk: f64,
}

/// One scenario of it.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    /// CPU of server and database a request, in milliseconds.
    pub(super) cpu_ms: f64,
    /// Requests a second.
    pub(super) rate: f64,
}

const fn of(rows: [(f64, f64); 6]) -> [Scenario; 6] {
    let [read, search, observation, patient, transaction, everything] = rows;
    [
        one("read Patient", read),
        one("search patient + code, newest 20", search),
        one("create Observation", observation),
        one("create Patient", patient),
        one("transaction of 100 entries", transaction),
        one("$everything", everything),
    ]
}

const fn one(name: &'static str, (cpu_ms, rate): (f64, f64)) -> Scenario {
    Scenario { name, cpu_ms, rate }
}

/// The figures.
///
/// Source: ../shared/design/fhir-peers.md, sections 0 and 2, the quiet runs.
pub(super) const PUBLISHED: [Peer; 3] = [
    Peer {
        name: "helios-hfs 0.2.7 on SQLite",
        scenarios: of([
            (0.10, 15_516.0),
            (9.20, 201.1),
            (2.08, 505.3),
            (2.59, 398.3),
            (121.56, 8.0),
            (25.01, 72.2),
        ]),
        memory_mb: 1_008.0,
        disk: 8_675.0,
    },
    Peer {
        name: "helios-hfs 0.2.7 on PostgreSQL",
        scenarios: of([
            (0.11 + 0.11, 7_789.7),
            (0.92 + 11.28, 153.1),
            (1.10 + 2.32, 558.3),
            (0.89 + 2.63, 540.0),
            (57.60 + 128.22, 10.7),
            (18.12 + 729.06, 2.6),
        ]),
        memory_mb: 155.0,
        disk: 13_700.0,
    },
    Peer {
        name: "Medplum 5.0.10 on PostgreSQL",
        scenarios: of([
            (0.59 + 0.01, 2_044.9),
            (1.68 + 0.66, 568.0),
            (2.55 + 1.88, 341.0),
            (2.50 + 1.70, 365.3),
            (228.96 + 313.54, 3.0),
            (10.73 + 41.24, 35.3),
        ]),
        memory_mb: 910.0,
        disk: 5_253.0,
    },
];

#[cfg(test)]
mod tests {
    use super::PUBLISHED;

    /// A line of the table of section 2: server, scenario, connections, rate, three times, CPU.
    fn rows(text: &str) -> Vec<Vec<&str>> {
        let rows = text.lines().filter(|line| line.starts_with("| "));
        let cells = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
        cells.filter(|cells| cells.len() == 9).collect()
    }

    #[test]
    fn the_figures_are_those_of_the_source() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/design/fhir-peers.md");
        let Ok(text) = std::fs::read_to_string(source) else {
            println!("skipped: {source} is not here");
            return;
        };
        let names = ["HFS SQLite", "HFS PostgreSQL", "Medplum"];
        let scenarios = [
            "read Patient",
            "search Observation",
            "create Observation",
            "create Patient",
            "transaction × 100",
            "$everything",
        ];
        let rows = rows(&text);
        let number = |text: &str| text.replace(' ', "").parse::<f64>().expect("a number");
        for (peer, name) in PUBLISHED.iter().zip(names) {
            for (one, scenario) in peer.scenarios.iter().zip(scenarios) {
                let row = rows.iter().find(|row| row[0] == name && row[1] == scenario).expect(scenario);
                let cpu: f64 = row[7].split('+').map(|part| number(part.trim())).sum();
                assert!((one.rate - number(row[3])).abs() < 0.5, "{name} {scenario} {row:?}");
                assert!((one.cpu_ms - cpu).abs() < 0.001, "{name} {scenario} {row:?}");
            }
            let disk = format!("{} {:03}", peer.disk as u64 / 1000, peer.disk as u64 % 1000);
            assert!(text.contains(&disk), "{name} {disk}");
        }
    }
}
