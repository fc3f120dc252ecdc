//! The audit log: one row for each look into a record and each write to it, in a hash chain.

pub(crate) mod chain;
pub(crate) mod checkpoint;

use helsami_domain::access::area::Area;
use helsami_domain::access::{Actor, LogLine, Purpose, Rule};
use helsami_domain::ids::RecordId;
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
    /// A look that the rules refused.
    Refused = 3,
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
    /// The rule that let them in; `None` for rows from before rules were kept.
    pub rule: Option<Rule>,
    /// The one thing they opened, if it was one.
    pub item: Option<RecordId>,
    /// The reason they gave in words.
    pub reason: Option<Box<str>>,
}

impl AuditRow {
    /// The line as the rules see it.
    #[must_use]
    pub fn weighed(&self) -> LogLine {
        LogLine {
            actor: self.actor,
            is_refused: self.action == Action::Refused,
            matter: self.matter,
            rule: self.rule,
            area: self.item.map(|item| Area::of(item.kind)),
        }
    }
}

/// Which part of the log: newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// Only rows before this number; `None` from the newest.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: usize,
}
