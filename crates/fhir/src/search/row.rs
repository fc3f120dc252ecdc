//! One document that is being matched: its members at the top are found once, as far as they are asked for, or are known already.

use helsami_domain::resource_type::ResourceType;

use super::walk::{self, Members};

/// Where the members at the top of a document stand, for a document that is matched again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents(Box<[Place]>);

/// The bytes of a key without its quotes, and of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    key: (u32, u32),
    value: (u32, u32),
}

impl Contents {
    /// Those of a document.
    #[must_use]
    pub fn of(document: &str) -> Self {
        // No document is as long as 4 GiB; in one that were, what stands beyond would not be found.
        let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = |part: &str| {
            let start = part.as_ptr().addr() - document.as_ptr().addr();
            (small(start), small(start + part.len()))
        };
        let place = |(key, value): (&str, &str)| Place { key: span(key), value: span(value) };
        Self(walk::members(document).map(place).collect())
    }

    /// The value of a member of the document that they are of.
    fn find<'t>(&self, document: &'t str, name: &str) -> Option<&'t str> {
        let part = |(start, end): (u32, u32)| document.get(start as usize..end as usize);
        let is_long = |place: &&Place| (place.key.1 - place.key.0) as usize == name.len();
        let mut places = self.0.iter().filter(is_long);
        part(places.find(|place| part(place.key) == Some(name))?.value)
    }
}

/// A document, and what is known of its members.
pub struct Row<'t> {
    text: &'t str,
    kind: ResourceType,
    known: Known<'t>,
}

enum Known<'t> {
    All(&'t Contents),
    /// Those that were seen, and the rest.
    SoFar(Vec<(&'t str, &'t str)>, Members<'t>),
}

impl<'t> Row<'t> {
    /// A document of a type.
    #[must_use]
    pub fn new(kind: ResourceType, text: &'t str) -> Self {
        Self { text, kind, known: Known::SoFar(Vec::with_capacity(24), walk::members(text)) }
    }

    /// A document of a type whose contents may be known.
    #[must_use]
    pub fn with(kind: ResourceType, text: &'t str, contents: Option<&'t Contents>) -> Self {
        contents.map_or_else(
            || Self::new(kind, text),
            |contents| Self { text, kind, known: Known::All(contents) },
        )
    }

    /// The whole document.
    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> ResourceType {
        self.kind
    }

    /// The value of a member at the top.
    pub fn member(&mut self, name: &str) -> Option<&'t str> {
        let (seen, rest) = match &mut self.known {
            Known::All(contents) => return contents.find(self.text, name),
            Known::SoFar(seen, rest) => (seen, rest),
        };
        if let Some((_, value)) = seen.iter().find(|(key, _)| *key == name) {
            return Some(value);
        }
        for (key, value) in rest {
            seen.push((key, value));
            if key == name {
                return Some(value);
            }
        }
        None
    }

    /// The id, as it is shown outside.
    pub fn id(&mut self) -> Option<&'t str> {
        self.member("id")?.strip_prefix('"')?.strip_suffix('"')
    }
}

#[cfg(test)]
mod tests {
    use helsami_domain::resource_type::ResourceType;
    use proptest::prelude::{any, proptest};

    use super::{Contents, Row};

    fn check(document: &str, names: &[&str]) {
        let contents = Contents::of(document);
        let mut walked = Row::new(ResourceType::Patient, document);
        let mut known = Row::with(ResourceType::Patient, document, Some(&contents));
        for name in names.iter().chain(names) {
            assert_eq!(known.member(name), walked.member(name), "{name} of {document}");
        }
    }

    #[test]
    fn known_contents_say_what_a_walk_finds() {
        let document = r#" { "id":"a","a" : 1 , "b":"x\"}]y", "c":[ 1, {"d":[]} ],"a":2,"æ":{"id":"b"}} "#;
        check(document, &["c", "a", "æ", "id", "d", "", "b"]);
        let contents = Contents::of(document);
        assert_eq!(Row::with(ResourceType::Patient, document, Some(&contents)).id(), Some("a"));
    }

    proptest! {
        #[test]
        fn of_any_text(noise in "[\\[\\]{}\":,\\\\ a0æ]{0,40}", other in any::<String>()) {
            for text in [&noise, &other, &format!("{{{noise}}}"), &format!("{{\"a\":{noise}}}")] {
                check(text, &["", "a", "0", "a0", "æ"]);
            }
        }
    }
}
