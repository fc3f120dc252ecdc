//! The files git knows, with the parts of a Rust file that the checks look at.

use crate::shell::{self, Failure};

/// One tracked text file.
pub(crate) struct Source {
    /// Its path from the workspace's folder.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether the whole file is for tests, benches or examples: no part of the binary.
    pub(crate) fn is_test(&self) -> bool {
        let folders = ["/tests/", "/benches/", "/examples/"];
        self.path.ends_with("/tests.rs") || folders.iter().any(|folder| self.path.contains(folder))
    }

    /// The text before the unit tests at the end of the file.
    pub(crate) fn code(&self) -> &str {
        self.text.find("\n#[cfg(test)]\nmod tests").map_or(&self.text, |end| &self.text[..end])
    }

    /// The lines of [`Source::code`] with their numbers, comments left out.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code()
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every text file that git tracks or would track.
pub(crate) fn tracked() -> Result<Vec<Source>, Failure> {
    let list = shell::output("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let mut sources = Vec::new();
    for path in list.lines() {
        let Ok(bytes) = std::fs::read(shell::root().join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}
