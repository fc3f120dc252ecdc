//! Staff at work: who is signed in, in which role, at which organisation. What they may see is decided by the rules from
//! this and from the record, never here.

pub mod directory;
pub mod sessions;
pub mod sign_in;

use helsami_domain::access::{Actor, VisitNumber};
use helsami_domain::coded::Label;
use helsami_domain::ids::{PatientKey, RecordId};
use jiff::Timestamp;

/// A member of staff who is signed in, at this moment, in one role at one organisation. A session without a chosen role,
/// or whose role is no longer active, is never this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// The visit to the portal: groups the lines of the access log.
    pub visit: VisitNumber,
    /// The practitioner in the shared part of the record.
    pub practitioner: RecordId,
    /// Their role there: `PractitionerRole`, active now.
    pub role: RecordId,
    /// The organisation that the role belongs to.
    pub organization: RecordId,
    /// Whether they hold an authorisation: the provider proved a number in the register of health personnel, and it is the
    /// practitioner's.
    pub is_authorized: bool,
    /// Their own record as a citizen, if there is one: nobody reads that by the staff's door.
    pub own_record: Option<PatientKey>,
    /// Their name.
    pub name: String,
    /// As what they work, in the words of the directory.
    pub role_words: Option<Label>,
    /// What the organisation is called.
    pub organization_name: Option<String>,
    /// When this session began.
    pub since: Timestamp,
    /// When it ends if it is not used from now on.
    pub ends: Timestamp,
}

impl AtWork {
    /// Who acts, for the rules and the access log.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        Actor::Staff { role: self.role.local, visit: self.visit }
    }

    /// Whether this record is their own.
    #[must_use]
    pub fn is_own_record(&self, subject: PatientKey) -> bool {
        self.own_record == Some(subject)
    }
}
