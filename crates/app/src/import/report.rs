//! What became of an import.

use std::collections::BTreeMap;

use helsami_domain::resource_type::ResourceType;
use helsami_store::write::Outcome;
use serde::Serialize;

/// Refusals that are kept one by one; more are only counted.
const REFUSED_MAX: usize = 10_000;

/// Cases that are kept one by one, as above.
const CASES_MAX: usize = 10_000;

/// What became of an import. Names files, lines, entries, types and ids of files, never persons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that were read.
    pub files: u64,
    /// What was taken, by type.
    pub taken: BTreeMap<&'static str, Taken>,
    /// References that still lead to what is not in the record at the end; they are kept as they came, and become
    /// links when it comes.
    pub dangling_references: u64,
    /// The first of the documents that have them.
    pub dangling: Vec<Dangling>,
    /// References that have become links because their target has come after them, in this import.
    pub linked_references: u64,
    /// Documents that waited for others of this import.
    pub waited: u64,
    /// Patients that somebody has to look at.
    pub cases_count: u64,
    /// The first of them.
    pub cases: Vec<Case>,
    /// Resources that belong to a type about patients but name none.
    pub without_patient: u64,
    /// How many resources, bundles or files were refused.
    pub refused_count: u64,
    /// The first of them, with the reason.
    pub refused: Vec<Refused>,
    /// Files that hold no FHIR and were not asked for by name.
    pub passed_over: Vec<PassedOver>,
}

/// What became of the resources of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// New ones.
    pub created: u64,
    /// New versions.
    pub updated: u64,
    /// Deleted.
    pub deleted: u64,
    /// They were there, the same.
    pub already_there: u64,
}

/// Something that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The file.
    pub file: String,
    /// The line of an NDJSON file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The entry of a bundle, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// Why, and what to do.
    pub reason: String,
}

/// A document with references that lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dangling {
    /// The file.
    pub file: String,
    /// The line of an NDJSON file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The entry of a bundle, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// How many.
    pub references: u32,
}

/// Two records that may be of one person: nobody but a person can decide it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// The file of the Patient.
    pub file: String,
    /// The line of an NDJSON file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The entry of a bundle, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u64>,
    /// The Patient that was taken, `Patient/` and its id here.
    pub taken_as: String,
    /// The Patient that some of its identifiers belong to.
    pub apart_from: String,
    /// What is the matter, and what to do.
    pub reason: String,
}

/// A file that holds no FHIR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: String,
}

impl Report {
    /// Resources that this import created, changed, deleted or found there.
    #[must_use]
    pub fn resources(&self) -> u64 {
        self.taken.values().map(|one| one.created + one.updated + one.deleted + one.already_there).sum()
    }

    /// What became of the resources of one type.
    #[must_use]
    pub fn of(&self, kind: ResourceType) -> Taken {
        self.taken.get(kind.name()).copied().unwrap_or_default()
    }

    /// Everything together.
    #[must_use]
    pub fn sum(&self) -> Taken {
        self.taken.values().fold(Taken::default(), |sum, one| Taken {
            created: sum.created + one.created,
            updated: sum.updated + one.updated,
            deleted: sum.deleted + one.deleted,
            already_there: sum.already_there + one.already_there,
        })
    }

    pub(super) fn count(&mut self, kind: ResourceType, outcome: Outcome) {
        let taken = self.taken.entry(kind.name()).or_default();
        match outcome {
            Outcome::Created => taken.created += 1,
            Outcome::Updated => taken.updated += 1,
            Outcome::Deleted => taken.deleted += 1,
            Outcome::Unchanged => taken.already_there += 1,
        }
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        self.refused_count += 1;
        if self.refused.len() < REFUSED_MAX {
            self.refused.push(refused);
        }
    }

    pub(super) fn case(&mut self, case: Case) {
        self.cases_count += 1;
        if self.cases.len() < CASES_MAX {
            self.cases.push(case);
        }
    }

    /// In an order that does not depend on which worker was faster.
    pub(super) fn sort(&mut self) {
        self.refused.sort_by(|a, b| (&a.file, a.line, a.entry).cmp(&(&b.file, b.line, b.entry)));
        self.cases.sort_by(|a, b| (&a.file, a.line, a.entry).cmp(&(&b.file, b.line, b.entry)));
        self.passed_over.sort_by(|a, b| a.file.cmp(&b.file));
    }
}
