//! The dependencies each crate may have. A new one is added here and in `docs/dependencies.md`, on purpose.

use crate::shell::{self, Failure};

/// What one crate may depend on: ours first, then others'.
struct Allowed {
    name: &'static str,
    ours: &'static [&'static str],
    others: &'static [&'static str],
}

const ALLOWED: &[Allowed] = &[
    Allowed { name: "domain", ours: &[], others: &["jiff", "thiserror"] },
    Allowed {
        name: "fhir",
        ours: &["domain"],
        others: &[
            "ammonia",
            "base64",
            "jiff",
            "memchr",
            "regex-lite",
            "roxmltree",
            "rust_decimal",
            "serde",
            "serde_json",
            "thiserror",
        ],
    },
    Allowed {
        name: "store",
        ours: &["domain", "fhir"],
        others: &[
            "aws-lc-rs",
            "bytes",
            "data-encoding",
            "deadpool-postgres",
            "futures-util",
            "jiff",
            "memchr",
            "postgres-types",
            "quick_cache",
            "rusqlite",
            "rustls",
            "rustls-native-certs",
            "thiserror",
            "tokio",
            "tokio-postgres",
            "tokio-rustls",
            "tracing",
            "zstd",
        ],
    },
    Allowed {
        name: "app",
        ours: &["domain", "fhir", "store"],
        others: &["flate2", "jiff", "serde", "serde_json", "thiserror", "tokio", "walkdir", "zstd"],
    },
    Allowed {
        name: "web",
        ours: &["domain", "app"],
        others: &[
            "axum",
            "fluent-syntax",
            "futures-util",
            "governor",
            "http",
            "jiff",
            "krilla",
            "maud",
            "serde",
            "serde_json",
            "skrifa",
            "thiserror",
            "tower",
            "tower-http",
            "tracing",
            "url",
        ],
    },
    Allowed {
        name: "api",
        ours: &["domain", "fhir", "app"],
        others: &["axum", "futures-util", "http", "jiff", "tokio", "tracing"],
    },
    Allowed {
        name: "links",
        ours: &["domain", "app"],
        others: &[
            "anyhow",
            "aws-lc-rs",
            "axum",
            "data-encoding",
            "http",
            "jiff",
            "jsonwebtoken",
            "maud",
            "reqwest",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
            "url",
        ],
    },
    Allowed { name: "demo", ours: &["domain", "fhir", "app"], others: &["base64", "jiff", "rand_chacha"] },
    Allowed {
        name: "server",
        ours: &["domain", "fhir", "store", "app", "web", "api", "links", "demo"],
        others: &[
            "anyhow",
            "axum",
            "clap",
            "http",
            "hyper",
            "hyper-util",
            "indicatif",
            "jiff",
            "mimalloc",
            "serde",
            "serde_json",
            "tokio",
            "toml",
            "tower",
            "tower-http",
            "tracing",
            "tracing-subscriber",
            "url",
        ],
    },
    Allowed {
        name: "bench",
        ours: &["domain", "fhir", "store", "links"],
        others: &["anyhow", "flate2", "jiff", "serde", "serde_json", "tempfile", "zstd"],
    },
];

/// Compares every crate's manifest with the table, and every foreign crate with `docs/dependencies.md`.
pub(crate) fn check(faults: &mut Vec<String>) -> Result<(), Failure> {
    let explained = std::fs::read_to_string(shell::root().join("docs/dependencies.md"))?;
    for entry in std::fs::read_dir(shell::root().join("crates"))? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.name == name) else {
            faults.push(format!("crates/{name}: a crate without a row in xtask/src/tidy/dependencies.rs"));
            continue;
        };
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml"))?;
        for dependency in declared(&manifest) {
            one(allowed, dependency, &explained, faults);
        }
    }
    Ok(())
}

fn one(allowed: &Allowed, dependency: &str, explained: &str, faults: &mut Vec<String>) {
    let known = match dependency.strip_prefix("helsami-") {
        Some(ours) => allowed.ours.contains(&ours),
        None => allowed.others.contains(&dependency),
    };
    if !known {
        faults.push(format!("crates/{}: may not depend on {dependency}", allowed.name));
    }
    if !dependency.starts_with("helsami-") && !explained.contains(dependency) {
        faults.push(format!("{dependency}: no line in docs/dependencies.md"));
    }
}

/// The names under `[dependencies]` and `[build-dependencies]`. Test dependencies may be more.
fn declared(manifest: &str) -> Vec<&str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = matches!(line, "[dependencies]" | "[build-dependencies]");
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            names.push(name.trim());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn test_dependencies_are_free() {
        let manifest = "[dependencies]\njiff.workspace = true\nserde = { workspace = true }\n\n[dev-dependencies]\nproptest.workspace = true\n";
        assert_eq!(declared(manifest), ["jiff", "serde"]);
    }
}
