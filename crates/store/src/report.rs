//! What the store tells its operator.

use helsami_domain::resource_type::ResourceType;

/// What `helsami check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What is there.
    pub counts: Counts,
    /// Each broken invariant, in a sentence without names or identifiers. Empty is good.
    pub faults: Vec<String>,
}

/// How much is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Live resources by type, most first.
    pub resources: Vec<(ResourceType, u64)>,
    /// Replaced and deleted versions.
    pub past: u64,
    /// Persons with a record.
    pub persons: u64,
    /// Ids given by others.
    pub aliases: u64,
    /// Identifiers that find a row.
    pub identifiers: u64,
    /// Rows of the audit chain.
    pub audit: u64,
    /// Imports that are marked as done.
    pub marks: u64,
    /// References to what has not come yet.
    pub open: u64,
    /// Bytes of the database on disk.
    pub bytes: u64,
}

impl Counts {
    /// Live resources of all types.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.resources.iter().map(|(_, count)| count).sum()
    }
}
