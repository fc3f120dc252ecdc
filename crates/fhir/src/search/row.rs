//! One document that is being matched: its members at the top are found once, as far as they are asked for.

use helsami_domain::resource_type::ResourceType;

use super::walk::{self, Members};

/// A document, and how far it has been read.
pub struct Row<'t> {
    text: &'t str,
    kind: ResourceType,
    rest: Members<'t>,
    seen: Vec<(&'t str, &'t str)>,
}

impl<'t> Row<'t> {
    /// A document of a type.
    #[must_use]
    pub fn new(kind: ResourceType, text: &'t str) -> Self {
        Self { text, kind, rest: walk::members(text), seen: Vec::with_capacity(24) }
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
        if let Some((_, value)) = self.seen.iter().find(|(key, _)| *key == name) {
            return Some(value);
        }
        for (key, value) in self.rest.by_ref() {
            self.seen.push((key, value));
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
