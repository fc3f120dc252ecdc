//! Licences and banned crates, as `deny.toml` says. Uses `cargo tree`, so it needs nothing installed; where
//! `cargo deny` is installed, it is run too.

use std::collections::BTreeSet;

use crate::shell::{self, Failure};

/// A crate with a rule of its own: licences that it alone may have, or the only crates it may come in under.
struct Row {
    name: String,
    words: Vec<String>,
}

/// Checks the licence and the name of every crate that reaches the binary or its tests.
pub(crate) fn run() -> Result<(), Failure> {
    let policy = std::fs::read_to_string(shell::root().join("deny.toml"))?;
    let allowed = list(&policy, "allow");
    let banned = list(&policy, "deny");
    let excepted = rows(&policy, "allow");
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
    let mut faults: Vec<String> =
        crates.iter().filter_map(|line| fault(line, &allowed, &banned, &excepted)).collect();
    for ban in rows(&policy, "wrappers") {
        faults.extend(strangers(&ban)?);
    }
    if !faults.is_empty() {
        return Err(Failure::new(format!("deny.toml does not allow:\n  {}", faults.join("\n  "))));
    }
    println!("{} crates, all with an allowed licence, none banned", crates.len());
    if shell::output("cargo", &["deny", "--version"]).is_ok() {
        shell::run("cargo", &["deny", "--offline", "check", "licenses", "bans", "sources"])?;
    }
    Ok(())
}

fn fault(line: &str, allowed: &[String], banned: &[String], excepted: &[Row]) -> Option<String> {
    let (package, licence) = line.split_once('|')?;
    let name = package.split(' ').next().unwrap_or(package);
    if banned.iter().any(|ban| ban == name) {
        return Some(format!("{package}: banned"));
    }
    let licence = licence.trim_end_matches("(*)").trim();
    let own = excepted.iter().filter(|one| one.name == name).flat_map(|one| one.words.iter());
    let allowed: Vec<&str> = allowed.iter().chain(own).map(String::as_str).collect();
    (!permitted(licence, &allowed)).then(|| format!("{package}: licence {licence:?}"))
}

/// Whether an SPDX expression can be met with allowed licences: one side of each OR, every side of each AND.
fn permitted(expression: &str, allowed: &[&str]) -> bool {
    let flat = expression.replace(['(', ')'], "").replace('/', " OR ");
    // Crates write "A AND (B OR C)" and "A OR B"; without nesting, every AND part needs one allowed alternative.
    flat.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.contains(&one.trim())))
}

/// The crates that depend on a banned one and are not named beside the ban.
fn strangers(ban: &Row) -> Result<Vec<String>, Failure> {
    let edges = ["--edges", "normal,build,dev", "--depth", "1", "--prefix", "none", "--format", "{p}"];
    let start = ["tree", "--workspace", "--locked", "--invert", &ban.name];
    let tree = shell::output("cargo", &[&start[..], &edges].concat())?;
    let names =
        tree.lines().skip(1).filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty());
    let strange = names.filter(|name| !ban.words.iter().any(|word| word == name));
    Ok(strange.map(|name| format!("{}: banned, and {name} depends on it", ban.name)).collect())
}

/// The lines `{ crate = "name", key = ["word"] }` of a TOML text.
fn rows(text: &str, key: &str) -> Vec<Row> {
    let start = format!(", {key} = [");
    let lines = text.lines().filter_map(|line| line.trim().strip_prefix("{ crate = \"")?.split_once('"'));
    lines
        .filter_map(|(name, rest)| Some((name, rest.strip_prefix(&start)?)))
        .map(|(name, rest)| Row { name: name.to_owned(), words: quoted(rest) })
        .collect()
}

/// The strings of the first `key = [ … ]` in a TOML text, its inline tables left out.
fn list(text: &str, key: &str) -> Vec<String> {
    let start = text.find(&format!("\n{key} = [")).map_or(text.len(), |at| at + 1);
    let body = &text[start..];
    let end = body.find("\n]").unwrap_or(body.len());
    body[..end].lines().filter(|line| !line.trim_start().starts_with('{')).flat_map(quoted).collect()
}

fn quoted(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{fault, permitted, rows};

    #[test]
    fn expressions() {
        let allowed = ["MIT", "Unicode-3.0"];
        assert!(permitted("MIT OR Apache-2.0", &allowed));
        assert!(permitted("(MIT OR Apache-2.0) AND Unicode-3.0", &allowed));
        assert!(permitted("GPL-2.0/MIT", &allowed));
        assert!(!permitted("GPL-2.0", &allowed));
        assert!(!permitted("MIT AND GPL-2.0", &allowed));
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        let excepted =
            rows("exceptions = [\n  { crate = \"cssparser\", allow = [\"MPL-2.0\"] },\n]\n", "allow");
        assert_eq!(fault("cssparser v0.35.0|MPL-2.0", &[], &[], &excepted), None);
        let other = fault("other v1.0.0|MPL-2.0", &[], &[], &excepted);
        assert_eq!(other.as_deref(), Some("other v1.0.0: licence \"MPL-2.0\""));
    }
}
