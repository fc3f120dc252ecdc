//! Whether a document is what R4 says: structure, types, how often things stand, codes of required lists, and invariants.
//!
//! [`structure`] is asked of everything that is written through the API; [`all`] by whoever asks for it.

mod codes;
mod invariant;
mod narrative;
mod primitive;
mod walk;

use std::fmt;

use jiff::Zoned;

use crate::tree::Json;

pub use codes::TEXT as CODES;
pub(crate) use codes::{has_coding, of_list};
pub use invariant::TEXT as INVARIANTS;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is not FHIR R4.
    Error,
    /// It is, and could be better.
    Warning,
}

/// What is wrong, in the words of FHIR's IssueType.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An element that R4 does not have, or one of another form.
    Structure,
    /// An element is missing.
    Required,
    /// A value is none of its type.
    Value,
    /// A code is not in the list it must be of.
    CodeInvalid,
    /// A rule of R4 does not hold.
    Invariant,
    /// There is more wrong than is told.
    TooLong,
    /// A rule of a form does not hold.
    BusinessRule,
    /// What it is to be compared with is not at hand.
    NotFound,
}

/// One thing that is wrong. No issue repeats a value of the document: values are about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of thing.
    pub code: Code,
    /// Where, as FHIRPath: `Patient.contact[0].gender`.
    pub expression: String,
    /// In words.
    pub diagnostics: String,
}

impl Code {
    /// The code of IssueType.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Required => "required",
            Self::Value => "value",
            Self::CodeInvalid => "code-invalid",
            Self::Invariant => "invariant",
            Self::TooLong => "too-long",
            Self::BusinessRule => "business-rule",
            Self::NotFound => "not-found",
        }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.expression, self.diagnostics)
    }
}

/// Issues that are told of one document.
const ISSUES_MAX: usize = 100;

/// What is wrong with the structure: unknown elements, wrong types, values that are none, elements that are missing or too
/// many.
#[must_use]
pub fn structure(document: &Json) -> Vec<Issue> {
    walk::walk(document, &mut ())
}

/// What is wrong at all: the structure, codes that are not of their list, and invariants.
#[must_use]
pub fn all(document: &Json, now: &Zoned) -> Vec<Issue> {
    let mut rules = invariant::Rules::new(document, now);
    let mut issues = walk::walk(document, &mut rules);
    let is_done = rules.is_done();
    issues.extend(rules.issues);
    issues.sort_by_key(|issue| issue.severity);
    if issues.len() > ISSUES_MAX {
        warn(&mut issues, "there is more wrong than is told here");
    } else if !is_done {
        warn(&mut issues, "the document is too large for all rules to be asked");
    }
    issues
}

/// Says at the end that not everything is told.
fn warn(issues: &mut Vec<Issue>, text: &str) {
    issues.truncate(ISSUES_MAX);
    issues.push(Issue {
        severity: Severity::Warning,
        code: Code::TooLong,
        expression: String::new(),
        diagnostics: text.to_owned(),
    });
}
