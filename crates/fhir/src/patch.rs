//! Changes to a document that are sent without the document: JSON Patch (RFC 6902) and FHIRPath Patch (R4).
//!
//! Both act on a [`Json`] tree and give back a new one or a reason: a patch is done whole or not at all. What they do not touch
//! keeps its digits and its order. Whether the result is a resource that may be kept is for the write door to say.

mod by_path;
mod by_pointer;
mod place;

use jiff::Zoned;

use crate::fhirpath::Fault;
use crate::tree::Json;

/// Why a patch is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The patch is not written as it should be.
    #[error("operation {number} of the patch: {what}")]
    Malformed {
        /// Counted from 1.
        number: usize,
        /// What is wrong.
        what: String,
    },
    /// It names something that is not there, or that there are several of.
    #[error("operation {number} of the patch: {what}")]
    Place {
        /// Counted from 1.
        number: usize,
        /// What is wrong.
        what: String,
    },
    /// A `test` did not hold.
    #[error("operation {number} of the patch: what it tests does not hold")]
    Test {
        /// Counted from 1.
        number: usize,
    },
    /// A path is not FHIRPath or has no answer.
    #[error("operation {number} of the patch: {fault}")]
    Path {
        /// Counted from 1.
        number: usize,
        /// What FHIRPath says.
        fault: Fault,
    },
    /// The patch itself is of another form than it should be.
    #[error("{0}")]
    Form(&'static str),
}

/// Operations of a patch that is still taken.
const OPERATIONS_MAX: usize = 1_000;
/// The same where each operation asks a path of the document.
const PATHS_MAX: usize = 100;

/// What is wrong with one operation, before it is known which.
#[derive(Debug)]
enum Wrong {
    Malformed(String),
    Place(String),
    Test,
    Path(Fault),
}

impl Wrong {
    fn at(self, number: usize) -> Refusal {
        match self {
            Self::Malformed(what) => Refusal::Malformed { number, what },
            Self::Place(what) => Refusal::Place { number, what },
            Self::Test => Refusal::Test { number },
            Self::Path(fault) => Refusal::Path { number, fault },
        }
    }
}

fn malformed<T>(what: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong::Malformed(what.into()))
}

fn misplaced<T>(what: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong::Place(what.into()))
}

/// Does the operations of a JSON Patch, in order.
///
/// # Errors
/// The first [`Refusal`].
pub fn json_patch(document: &Json, patch: &Json) -> Result<Json, Refusal> {
    let Json::List(operations) = patch else {
        return Err(Refusal::Form("a JSON Patch is a list of operations"));
    };
    in_order(document, operations, by_pointer::act)
}

/// Does the operations of a FHIRPath Patch, a Parameters resource, in order.
///
/// # Errors
/// The first [`Refusal`].
pub fn fhirpath_patch(document: &Json, patch: &Json, now: &Zoned) -> Result<Json, Refusal> {
    if patch.get("resourceType").and_then(Json::as_text) != Some("Parameters") {
        return Err(Refusal::Form("a FHIRPath Patch is a Parameters resource"));
    }
    let operations = patch.get("parameter").map(Json::items).unwrap_or_default();
    if operations.len() > PATHS_MAX {
        return Err(Refusal::Form("a FHIRPath Patch has at most 100 operations"));
    }
    if operations.is_empty() {
        return Err(Refusal::Form("a FHIRPath Patch has a parameter “operation” for each thing to do"));
    }
    in_order(document, operations, |document, operation| by_path::act(document, operation, now))
}

fn in_order(
    document: &Json,
    operations: &[Json],
    act: impl Fn(&mut Json, &Json) -> Result<(), Wrong>,
) -> Result<Json, Refusal> {
    if operations.len() > OPERATIONS_MAX {
        return Err(Refusal::Form("a patch has at most 1000 operations"));
    }
    let mut patched = document.clone();
    for (at, operation) in operations.iter().enumerate() {
        act(&mut patched, operation).map_err(|wrong| wrong.at(at + 1))?;
    }
    Ok(patched)
}
