//! The audit log: one row for each look into a record and each write to it, in a hash chain.

pub(crate) mod chain;

use helsami_domain::access::{Actor, Purpose};
use helsami_domain::matter::Matter;
use jiff::Timestamp;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Action {
    /// A look into a record.
    Read = 1,
    /// A write to a record.
    Write = 2,
}

/// One line of the log, as its owner may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number in the chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: Action,
    /// Why.
    pub purpose: Purpose,
    /// What it was about; `None` for a write.
    pub matter: Option<Matter>,
}

/// Which part of the log: newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// Only rows before this number; `None` from the newest.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: usize,
}
