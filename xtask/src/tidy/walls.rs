//! What a crate's code may not touch, beyond what its dependencies already forbid.

use super::of_crate;
use super::source::Source;

/// Words that may not stand in a crate's code (tests apart), and why.
struct Wall {
    name: &'static str,
    forbidden: &'static [&'static str],
    why: &'static str,
}

const WALLS: &[Wall] = &[
    Wall {
        name: "domain",
        forbidden: &[
            "async fn",
            "async move",
            ".await",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "std::process",
            "std::time",
            "std::io",
            "serde",
            "SELECT ",
            "INSERT ",
            "tokio",
            "println!",
        ],
        why: "domain is pure: no async, clock, I/O, JSON or SQL",
    },
    Wall {
        name: "fhir",
        forbidden: &["async fn", ".await", "std::fs", "std::net", "std::env", "std::process", "tokio"],
        why: "fhir does no I/O",
    },
    Wall {
        name: "app",
        forbidden: &["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "axum::", "http::", "maud::"],
        why: "app has no SQL text and no HTTP types",
    },
    Wall {
        name: "web",
        forbidden: &["SELECT ", "INSERT INTO", "helsami_store", "helsami_fhir"],
        why: "web asks app",
    },
    Wall {
        name: "api",
        forbidden: &["SELECT ", "INSERT INTO", "helsami_store", "maud::"],
        why: "api asks app",
    },
    Wall {
        name: "links",
        forbidden: &["SELECT ", "INSERT INTO", "helsami_store"],
        why: "links decides and stores nothing",
    },
    Wall {
        name: "demo",
        forbidden: &["SELECT ", "INSERT INTO", "helsami_store"],
        why: "demo goes through app",
    },
];

/// The surfaces of `web`: siblings that never import one another.
const SURFACES: &[&str] = &["citizen", "staff", "kiosk"];

/// The one file of `store` that makes statements at run time: inserts, from tables whose every part is `&'static str`,
/// so that no value can come into them.
const SQL_MAKERS: &[&str] = &["crates/store/src/table.rs"];

/// Finds code on the wrong side of a wall.
pub(crate) fn check(sources: &[Source], faults: &mut Vec<String>) {
    for wall in WALLS {
        for source in of_crate(sources, wall.name) {
            for (number, line) in source.code_lines() {
                for word in wall.forbidden.iter().filter(|word| line.contains(**word)) {
                    faults.push(format!("{}:{number}: `{}` – {}", source.path, word.trim(), wall.why));
                }
            }
        }
    }
    surfaces(sources, faults);
    statements(sources, faults);
}

fn surfaces(sources: &[Source], faults: &mut Vec<String>) {
    for surface in SURFACES {
        let own = format!("crates/web/src/{surface}");
        let others: Vec<String> = SURFACES
            .iter()
            .filter(|other| *other != surface)
            .map(|other| format!("crate::{other}"))
            .collect();
        for source in sources.iter().filter(|source| source.is_rust() && source.path.starts_with(&own)) {
            for (number, line) in source.code_lines() {
                for other in others.iter().filter(|other| line.contains(other.as_str())) {
                    faults.push(format!(
                        "{}:{number}: {surface} imports {other}; surfaces are siblings",
                        source.path
                    ));
                }
            }
        }
    }
}

/// SQL is written as constants: a statement glued together at run time is how an injection begins.
fn statements(sources: &[Source], faults: &mut Vec<String>) {
    const VERBS: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];
    let written = |source: &&Source| !SQL_MAKERS.contains(&source.path.as_str());
    for source in of_crate(sources, "store").filter(written) {
        for (number, line) in source.code_lines() {
            if line.contains("format!(") && VERBS.iter().any(|verb| line.contains(verb)) {
                faults.push(format!("{}:{number}: SQL built with format!; make it a constant", source.path));
            }
        }
    }
}
