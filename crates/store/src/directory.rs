//! The directory: what a search across all records can find, and the identifiers that find one.

use helsami_domain::ids::{PatientKey, RecordId};

/// A person of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Whose record.
    pub key: PatientKey,
    /// The name, as shown.
    pub name: String,
    /// Birth date as written; may be empty.
    pub birth_date: String,
    /// The official identifier: system and value.
    pub identifier: Option<(String, String)>,
}

/// An organisation, practitioner or service of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRow {
    /// Which one.
    pub record: RecordId,
    /// The name, as shown.
    pub name: String,
}
