//! How things are called, and words that may not stand in the sources.

use super::source::Source;

const FILE_NAMES: &[&str] =
    &["mod.rs", "utils.rs", "util.rs", "helpers.rs", "common.rs", "misc.rs", "part2.rs"];

/// A text that may not stand in Rust code, and what to do instead.
const FORBIDDEN: &[(&str, &str)] = &[
    ("#[allow(", "write #[expect(lint, reason = \"…\")]"),
    ("#![allow(", "write #![expect(lint, reason = \"…\")]"),
    ("#[ignore", "a test runs or is removed"),
    ("todo!(", "land it whole"),
    ("unimplemented!(", "land it whole"),
    ("PreEscaped(", "only kit may write HTML past the escaping"),
];

/// The files in which HTML that is already clean may be written as it is.
const RAW_HTML: &[&str] = &["crates/web/src/kit/"];

/// Finds bad names, forbidden words and files without an opening comment.
pub(crate) fn check(sources: &[Source], faults: &mut Vec<String>) {
    for source in sources.iter().filter(|source| source.is_rust()) {
        let name = source.path.rsplit('/').next().unwrap_or_default();
        if FILE_NAMES.contains(&name) {
            faults.push(format!("{}: name the file after its topic", source.path));
        }
        if !source.text.starts_with("//!") {
            faults.push(format!(
                "{}: does not open with `//!` (what it is, what it must never do)",
                source.path
            ));
        }
        words(source, faults);
    }
}

fn words(source: &Source, faults: &mut Vec<String>) {
    if source.path.starts_with("xtask/") {
        return;
    }
    for (number, line) in source.text.lines().enumerate() {
        for (word, instead) in FORBIDDEN.iter().filter(|(word, _)| line.contains(word)) {
            let raw = *word == "PreEscaped(" && RAW_HTML.iter().any(|path| source.path.starts_with(path));
            if !raw {
                faults.push(format!("{}:{}: `{word}`: {instead}", source.path, number + 1));
            }
        }
        let marked = line.contains("TODO") || line.contains("FIXME") || line.contains("XXX");
        if marked && line.trim_start().starts_with("//") && !line.contains('#') {
            faults.push(format!("{}:{}: a TODO without an issue", source.path, number + 1));
        }
    }
}
