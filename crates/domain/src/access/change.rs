//! Who may change what in a record. Whoever may not look may not change; the rest is one table.

use super::denied::Denied;
use super::facts::Facts;
use super::rule::Rule;
use super::rules::{self, Yes};
use super::safe_mode;

/// What somebody wants to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Give another person access.
    GiveAccess,
    /// End an access that the person has given.
    EndAccess,
    /// Give back one's own access to somebody else's record.
    ReturnAccess,
    /// Consent to a young person's own log-in, or take the consent back.
    ConsentForYouth,
    /// Close something, or open what one has closed.
    Block,
    /// Set the emergency lock.
    Lock,
    /// Ask for a fresh sign-in before more of one's own record.
    SafeMore,
    /// Ask for it before less.
    SafeLess,
    /// Report an error in the record.
    ReportError,
    /// Ask about a look into the record, or for access.
    Ask,
    /// Say which relations are right, and what they are for.
    ConfirmKin,
    /// Consent to something or reserve against it, and take it back.
    Choose,
    /// Put away what one is told about accesses.
    PutAway,
    /// Handle a case: answer, correct, refuse with a reason.
    HandleCase,
    /// Have it reviewed that the record was opened in an emergency or past a block.
    HaveReviewed,
    /// Register what was shown to staff, and end it again: custody, a doctor's statement with the access of the nearest, a
    /// power of attorney on paper, a child in care, a block against a parent, the end of a lock.
    Register,
    /// Set and lift marks on items: hidden from parents, hidden from the young person, shown later.
    Mark,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 17] = [
        Self::GiveAccess,
        Self::EndAccess,
        Self::ReturnAccess,
        Self::ConsentForYouth,
        Self::Block,
        Self::Lock,
        Self::SafeMore,
        Self::SafeLess,
        Self::ReportError,
        Self::Ask,
        Self::ConfirmKin,
        Self::Choose,
        Self::PutAway,
        Self::HandleCase,
        Self::HaveReviewed,
        Self::Register,
        Self::Mark,
    ];

    /// The words on the page about the rules.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::GiveAccess => "give another person access",
            Self::EndAccess => "end an access that was given",
            Self::ReturnAccess => "give back one's own access",
            Self::ConsentForYouth => "consent to a young person's log-in",
            Self::Block => "close and open",
            Self::Lock => "set the emergency lock",
            Self::SafeMore => "ask for a fresh sign-in before more",
            Self::SafeLess => "ask for it before less, after a fresh sign-in",
            Self::ReportError => "report an error",
            Self::Ask => "ask about a look, or for access",
            Self::ConfirmKin => "confirm next of kin",
            Self::Choose => "consent and reserve",
            Self::PutAway => "put away notices about accesses",
            Self::HandleCase => "handle a case",
            Self::HaveReviewed => "have an opening reviewed",
            Self::Register => "register what was shown, and the access that follows of it",
            Self::Mark => "hide an item from parents or from the young person, or show it later",
        }
    }
}

/// May this reader make this change?
pub(super) fn decide(facts: &Facts<'_>, change: Change) -> Result<Yes, Denied> {
    let yes = rules::decide(facts)?;
    match change {
        _ if !is_allowed(yes.rule, change) => Err(Denied::NotYours),
        Change::SafeLess if !safe_mode::may_weaken(facts) => Err(Denied::SignInNotFresh),
        _ => Ok(yes),
    }
}

/// The table. Young people and people of unknown age give nothing away; staff change nothing that is the citizen's.
#[must_use]
pub const fn is_allowed(rule: Rule, change: Change) -> bool {
    match change {
        // Who is near is for the person to say: no source lets one parent say it for a child, against the other.
        Change::GiveAccess | Change::EndAccess | Change::Block | Change::Choose | Change::ConfirmKin => {
            matches!(rule, Rule::Own)
        }
        Change::Lock | Change::SafeMore | Change::SafeLess | Change::PutAway => {
            matches!(rule, Rule::Own | Rule::OwnAgeUnknown | Rule::Youth)
        }
        Change::ConsentForYouth => matches!(rule, Rule::ParentOfYouth),
        Change::ReturnAccess => {
            matches!(rule, Rule::Proxy | Rule::Representative | Rule::GuardianAsNearest | Rule::NearestOfDead)
        }
        Change::ReportError | Change::Ask => is_citizens(rule),
        Change::HandleCase => matches!(rule, Rule::Handling),
        Change::HaveReviewed => matches!(rule, Rule::Emergency | Rule::Override),
        Change::Register | Change::Mark => matches!(rule, Rule::Treating),
    }
}

/// Whether the rule lets a citizen in, to their own record or to that of somebody they act for.
const fn is_citizens(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::Own
            | Rule::OwnAgeUnknown
            | Rule::Youth
            | Rule::ParentOfChild
            | Rule::ParentOfYouth
            | Rule::Foster
            | Rule::Proxy
            | Rule::Representative
            | Rule::GuardianAsNearest
            | Rule::NearestOfDead
    )
}
