//! Licences and banned crates, as `deny.toml` says. Uses `cargo tree`, so it needs nothing installed; where
//! `cargo deny` is installed, it is run too.

use std::collections::BTreeSet;

use crate::shell::{self, Failure};

/// Checks the licence and the name of every crate that reaches the binary or its tests.
pub(crate) fn run() -> Result<(), Failure> {
    let policy = std::fs::read_to_string(shell::root().join("deny.toml"))?;
    let allowed = list(&policy, "allow");
    let banned = list(&policy, "deny");
    let tree = shell::output(
        "cargo",
        &[
            "tree",
            "--workspace",
            "--edges",
            "normal,build,dev",
            "--prefix",
            "none",
            "--format",
            "{p}|{l}",
            "--locked",
        ],
    )?;
    let crates: BTreeSet<&str> = tree.lines().filter(|line| line.contains('|')).collect();
    let faults: Vec<String> = crates.iter().filter_map(|line| fault(line, &allowed, &banned)).collect();
    if !faults.is_empty() {
        return Err(Failure::new(format!("deny.toml does not allow:\n  {}", faults.join("\n  "))));
    }
    println!("{} crates, all with an allowed licence, none banned", crates.len());
    if shell::output("cargo", &["deny", "--version"]).is_ok() {
        shell::run("cargo", &["deny", "--offline", "check", "licenses", "bans", "sources"])?;
    }
    Ok(())
}

fn fault(line: &str, allowed: &[String], banned: &[String]) -> Option<String> {
    let (package, licence) = line.split_once('|')?;
    let name = package.split(' ').next().unwrap_or(package);
    if banned.iter().any(|ban| ban == name) {
        return Some(format!("{package}: banned"));
    }
    let licence = licence.trim_end_matches("(*)").trim();
    (!permitted(licence, allowed)).then(|| format!("{package}: licence {licence:?}"))
}

/// Whether an SPDX expression can be met with allowed licences: one side of each OR, every side of each AND.
fn permitted(expression: &str, allowed: &[String]) -> bool {
    let flat = expression.replace(['(', ')'], "").replace('/', " OR ");
    // Crates write "A AND (B OR C)" and "A OR B"; without nesting, every AND part needs one allowed alternative.
    flat.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.iter().any(|ok| ok == one.trim())))
}

/// The strings of the first `key = [ … ]` in a TOML text; inline tables give their `name` or `crate`.
fn list(text: &str, key: &str) -> Vec<String> {
    let start = text.find(&format!("\n{key} = [")).map_or(text.len(), |at| at + 1);
    let body = &text[start..];
    let end = body.find(']').unwrap_or(body.len());
    body[..end].split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::permitted;

    #[test]
    fn expressions() {
        let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
        assert!(permitted("MIT OR Apache-2.0", &allowed));
        assert!(permitted("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
        assert!(permitted("GPL-2.0/MIT", &allowed));
        assert!(!permitted("GPL-2.0", &allowed));
        assert!(!permitted("MIT AND GPL-2.0", &allowed));
    }
}
