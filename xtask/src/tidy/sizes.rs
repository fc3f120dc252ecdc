//! The size ratchet: a file has 400 lines and a function 40; what is longer may shrink, never grow, and nothing may
//! pass 600 and 70. Test code has the hard stop of functions alone.

use std::collections::BTreeMap;

use super::Mode;
use super::source::Source;
use crate::shell::{self, Failure};

const FILE_SOFT: usize = 400;
const FILE_HARD: usize = 600;
const FUNCTION_SOFT: usize = 40;
const FUNCTION_HARD: usize = 70;
const RATCHET: &str = "xtask/ratchet.txt";

/// Compares sizes with the limits and the ratchet.
pub(crate) fn check(sources: &[Source], mode: Mode, faults: &mut Vec<String>) -> Result<(), Failure> {
    let mut long = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        measure(source, &mut long, faults);
    }
    let path = shell::root().join(RATCHET);
    if mode == Mode::Bless {
        let text: String = long.iter().map(|(name, lines)| format!("{lines} {name}\n")).collect();
        std::fs::write(path, text)?;
        return Ok(());
    }
    let before = read(&std::fs::read_to_string(path).unwrap_or_default());
    for (name, lines) in &long {
        match before.get(name) {
            Some(limit) if lines <= limit => {}
            Some(limit) => {
                faults.push(format!("{name}: grew from {limit} to {lines} lines; the ratchet only shrinks"));
            }
            None => faults.push(format!("{name}: {lines} lines; move pure parts down a layer")),
        }
    }
    for (name, limit) in &before {
        let now = long.get(name).copied().unwrap_or(0);
        if now < *limit {
            faults.push(format!(
                "{name}: shrank from {limit} to {now} lines; `cargo xtask tidy --bless` tightens the ratchet"
            ));
        }
    }
    Ok(())
}

fn read(text: &str) -> BTreeMap<String, usize> {
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(lines, name)| Some((name.to_owned(), lines.parse().ok()?)))
        .collect()
}

fn measure(source: &Source, long: &mut BTreeMap<String, usize>, faults: &mut Vec<String>) {
    let is_test = source.is_test();
    let lines = source.code().lines().count();
    if lines > FILE_HARD && !is_test {
        faults.push(format!("{}: {lines} lines, over the hard stop of {FILE_HARD}", source.path));
    } else if lines > FILE_SOFT && !is_test {
        long.insert(source.path.clone(), lines);
    }
    for (name, lines) in functions(source.code()) {
        if lines > FUNCTION_HARD {
            faults.push(format!(
                "{}: fn {name} has {lines} lines, over the hard stop of {FUNCTION_HARD}",
                source.path
            ));
        } else if lines > FUNCTION_SOFT && !is_test {
            let place = long.entry(format!("{}#{name}", source.path)).or_default();
            *place = lines.max(*place);
        }
    }
}

/// Every function with its number of lines. Relies on rustfmt: a body ends at a `}` as far in as its `fn`.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let Some(name) = function_name(line.trim_start()) else { continue };
        let close = format!("{}}}", " ".repeat(indent));
        if line.trim_end().ends_with('}') {
            continue;
        }
        let end =
            lines[start..].iter().position(|line| *line == close || line.trim_end() == format!("{close},"));
        if let Some(length) = end {
            found.push((name, length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let mut rest = line;
    for word in ["pub ", "pub(crate) ", "pub(super) ", "const ", "async "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let rest = rest.strip_prefix("fn ")?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn counts_from_signature_to_brace() {
        let code = "impl A {\n    pub async fn one(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n}\nfn two() {\n}\nfn three() {}\n";
        assert_eq!(functions(code), [("one".to_owned(), 5), ("two".to_owned(), 2)]);
    }
}
