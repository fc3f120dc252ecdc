//! What is said of a document that is not taken.

use helsami_domain::resource_type::ResourceType;

use crate::json::Fault;

/// Why a document may not go into the record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not UTF-8.
    #[error("{}", not_utf8(*.line, *.column, *.looks_like))]
    NotUtf8 {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
        /// What it looks like instead.
        looks_like: Option<&'static str>,
    },
    /// Nothing but white space.
    #[error("there is nothing in it")]
    Empty,
    /// Not JSON, or JSON that parsers read differently.
    #[error(transparent)]
    Json(#[from] Fault),
    /// A list, a number or the like.
    #[error("a FHIR resource is a JSON object; this is {0}")]
    NotAnObject(&'static str),
    /// Without `resourceType`.
    #[error("this JSON object is not a FHIR resource: it has no “resourceType”")]
    NoType,
    /// Names a type, but is no resource of it.
    #[error(
        "this names a {0}, but is not one: it has elements that FHIR does not know and lacks some that FHIR demands"
    )]
    Foreign(ResourceType),
    /// Not a type of R4.
    #[error("“{0}” is not a resource type of FHIR R4; files of other FHIR versions must be converted first")]
    UnknownType(String),
    /// An element holds something of another kind than FHIR says.
    #[error("{kind}.{path} must be {expected}, but it is {found} (line {line}, column {column})")]
    WrongKind {
        /// The resource's type.
        kind: ResourceType,
        /// The way to the element.
        path: String,
        /// What FHIR says.
        expected: &'static str,
        /// What is there.
        found: &'static str,
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
    /// A date that no calendar has, or that is not written as FHIR writes dates.
    #[error(
        "{kind}.{path} is not a date that exists, written as FHIR writes it (2026, 2026-03, 2026-03-31, \
         2026-03-31T12:00:00+02:00) (line {line}, column {column})"
    )]
    ImpossibleDate {
        /// The resource's type.
        kind: ResourceType,
        /// The way to the element.
        path: String,
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1.
        column: usize,
    },
    /// The id is not one.
    #[error("the id of this {0} is not a FHIR id: 1 to 64 letters (A–Z), digits, hyphens and dots")]
    BadId(ResourceType),
}

fn not_utf8(line: usize, column: usize, looks_like: Option<&str>) -> String {
    let from = looks_like.unwrap_or("its own encoding");
    format!(
        "the text is not UTF-8 (line {line}, column {column}); it looks like {from}: convert it first, for example \
         with “iconv -f {} -t UTF-8”",
        looks_like.unwrap_or("…")
    )
}
