//! Codes, identifiers and truths as searches compare them.

use super::fold;
use super::path::{Data, Path};
use super::walk;

/// What a token asks of the code system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum System {
    /// Nothing.
    Any,
    /// That there is none.
    None,
    /// That it is this.
    Is(String),
}

/// A token of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The code system.
    pub system: System,
    /// The code; none for every code of the system.
    pub code: Option<String>,
}

impl Token {
    /// Whether an element says this.
    pub(crate) fn is(&self, path: &Path, value: &str) -> bool {
        match path.data {
            Data::Coding => self.is_pair(value, ("system", "code")),
            Data::CodeableConcept => walk::from_member(value, "coding")
                .is_some_and(|codings| walk::items(codings).any(|one| self.is_pair(one, ("system", "code")))),
            Data::Identifier | Data::ContactPoint => self.is_pair(value, ("system", "value")),
            Data::Boolean => self.system == System::Any && self.code.as_deref() == Some(value),
            Data::Code => self.is_code(path, value),
            Data::Text | Data::Uri => !matches!(self.system, System::Is(_)) && self.has_code(value),
            _ => false,
        }
    }

    fn is_code(&self, path: &Path, value: &str) -> bool {
        let is_system = match &self.system {
            System::Any => true,
            System::None => false,
            System::Is(system) => path.is_system(system),
        };
        is_system && self.has_code(value)
    }

    /// Whether an identifier, coding or reference by identifier says this.
    pub(crate) fn is_pair(&self, value: &str, (system, code): (&str, &str)) -> bool {
        let mut has_system = !matches!(self.system, System::Is(_));
        let mut has_code = self.code.is_none();
        for (key, value) in walk::members(value) {
            let is_right = if key == system {
                has_system = self.has_system(value);
                has_system
            } else if key == code {
                has_code = self.has_code(value);
                has_code
            } else {
                continue;
            };
            if !is_right {
                return false;
            }
        }
        has_system && has_code
    }

    /// Whether an element that has a system, perhaps not a readable one, has the right one.
    fn has_system(&self, found: &str) -> bool {
        match &self.system {
            System::Any => true,
            System::None => false,
            System::Is(wanted) => walk::says(found, wanted),
        }
    }

    fn has_code(&self, found: &str) -> bool {
        self.code.as_deref().is_none_or(|wanted| walk::says(found, wanted))
    }
}

/// Whether the words beside a code begin with these, which are folded.
pub(crate) fn has_words(data: Data, value: &str, wanted: &str) -> bool {
    let begins =
        |value: Option<&str>| value.and_then(walk::text).is_some_and(|text| fold::begins(&text, wanted));
    match data {
        Data::Coding => begins(walk::member(value, "display")),
        Data::CodeableConcept => {
            begins(walk::member(value, "text"))
                || walk::member(value, "coding").is_some_and(|codings| {
                    walk::items(codings).any(|one| begins(walk::member(one, "display")))
                })
        }
        Data::Identifier => {
            walk::member(value, "type").is_some_and(|kind| has_words(Data::CodeableConcept, kind, wanted))
        }
        Data::Reference => begins(walk::member(value, "display")),
        Data::Text | Data::Code | Data::Uri => begins(Some(value)),
        _ => false,
    }
}

/// An identifier of a kind: system and code of its type, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfType {
    /// System and code of the type.
    pub kind: Token,
    /// The value.
    pub value: String,
}

impl OfType {
    /// Whether an identifier is this.
    pub(crate) fn is(&self, value: &str) -> bool {
        let codings = walk::member(value, "type").and_then(|kind| walk::member(kind, "coding"));
        walk::member(value, "value").is_some_and(|found| walk::says(found, &self.value))
            && codings.is_some_and(|codings| {
                walk::items(codings).any(|one| self.kind.is_pair(one, ("system", "code")))
            })
    }
}
