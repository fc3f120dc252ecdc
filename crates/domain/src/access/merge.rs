//! Two records of one person are made one, and parted again.
//!
//! What closes goes along and holds for the whole record; what opens stays behind and must be given anew. Nobody sees more
//! of a person because two of their records have become one.

use std::marker::PhantomData;

use super::lens::Lens;
use super::rule::Rule;
use super::{Actor, Grant, Purpose, Scopes, Write};
use crate::identity::SYSTEM_FNR;
use crate::ids::PatientKey;

/// One of the two, as a decision needs it.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'p> {
    /// The record.
    pub key: PatientKey,
    /// Whether the system sees this Patient.
    pub is_visible: bool,
    /// Whether the person is registered as dead.
    pub is_dead: bool,
    /// Whether the record is a part of another by now.
    pub is_joined: bool,
    /// The identifiers in force: system and value.
    pub numbers: &'p [(String, String)],
}

/// The grants for an act that changes two records at once.
#[derive(Clone, Debug)]
pub struct Both {
    /// For the record that becomes a part of the other, or is parted from it.
    pub source: Grant<Write>,
    /// For the record that stays.
    pub target: Grant<Write>,
}

/// Why two records are not made one, or not parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unmerged {
    /// The system is not registered for it.
    #[error("the system is not registered for this, or its token does not hold for it")]
    NotYours,
    /// The system sees no such source.
    #[error("there is no source Patient that this system can see")]
    SourceUnknown,
    /// The system sees no such target.
    #[error("there is no target Patient that this system can see")]
    TargetUnknown,
    /// Source and target are one.
    #[error("source and target are the same Patient")]
    Same,
    /// The source is a part of another record.
    #[error("the source has been merged already; unmerge it first")]
    SourceJoined,
    /// The target is a part of another record.
    #[error("the target has been merged into another Patient; name that one as the target")]
    TargetJoined,
    /// One is registered as dead, the other not.
    #[error(
        "one of the two is registered as dead and the other is not; have the register corrected before they are merged"
    )]
    OneIsDead,
    /// Two national numbers are in force.
    #[error(
        "both have a national identity number in force, and the numbers differ; end the period of the one that holds no longer first"
    )]
    TwoNumbers,
    /// They are not merged with each other.
    #[error("the source is not merged into this target now")]
    NotJoined,
    /// Something was closed since, and nobody can say of which of the two.
    #[error(
        "since they were merged the person, or whoever acts for them, has closed something (a block, a lock, a fresh sign-in, no contact): nobody can say whose it is; have it ended first"
    )]
    ClosedSince,
}

/// What a statement in a record does when the record becomes a part of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bearing {
    /// It lets somebody in, may come to, or has put away what the person would be told.
    Opens,
    /// It keeps somebody out, or something back.
    Closes,
    /// It decides nothing.
    Neither,
}

impl Bearing {
    /// Whether it goes along into the joined record. What opens stays behind, without effect, until the two are parted.
    ///
    /// Source: pasient- og brukerrettighetsloven § 5-3 (a block is the person's, whatever number they are registered under);
    /// features.md failure 32 (a merge includes proxies); deny by default is HelsaMi's own rule.
    #[must_use]
    pub const fn goes_along(self) -> bool {
        !matches!(self, Self::Opens)
    }
}

/// May the system make these two records one?
///
/// # Errors
/// [`Unmerged`], the reason. Deny is the default.
///
/// Source: `docs/rules/access.md`, rule `client-merge`.
pub fn merge(
    actor: Actor,
    scopes: &Scopes,
    (source, target): (&Joined<'_>, &Joined<'_>),
) -> Result<Both, Unmerged> {
    let both = may(actor, scopes, (source, target))?;
    if source.is_joined {
        return Err(Unmerged::SourceJoined);
    }
    if target.is_joined {
        return Err(Unmerged::TargetJoined);
    }
    if source.is_dead != target.is_dead {
        return Err(Unmerged::OneIsDead);
    }
    let national = |one: &Joined<'_>| {
        one.numbers.iter().filter(|(system, _)| system == SYSTEM_FNR).cloned().collect::<Vec<_>>()
    };
    let (ours, theirs) = (national(source), national(target));
    if !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|one| theirs.contains(one)) {
        return Err(Unmerged::TwoNumbers);
    }
    Ok(both)
}

/// May the system part these two records again?
///
/// # Errors
/// [`Unmerged`], the reason.
///
/// Source: `docs/rules/access.md`, rule `client-merge`.
pub fn unmerge(
    actor: Actor,
    scopes: &Scopes,
    (source, target): (&Joined<'_>, &Joined<'_>),
) -> Result<Both, Unmerged> {
    let both = may(actor, scopes, (source, target))?;
    if !source.is_joined {
        return Err(Unmerged::NotJoined);
    }
    if target.is_joined {
        return Err(Unmerged::TargetJoined);
    }
    Ok(both)
}

/// Whether the actor may do such a thing at all, with these two.
fn may(
    actor: Actor,
    scopes: &Scopes,
    (source, target): (&Joined<'_>, &Joined<'_>),
) -> Result<Both, Unmerged> {
    if !matches!(actor, Actor::Client { .. }) || !scopes.merge() {
        return Err(Unmerged::NotYours);
    }
    if !source.is_visible || source.key.is_shared() {
        return Err(Unmerged::SourceUnknown);
    }
    if !target.is_visible || target.key.is_shared() {
        return Err(Unmerged::TargetUnknown);
    }
    if source.key == target.key {
        return Err(Unmerged::Same);
    }
    let grant = |one: &Joined<'_>| Grant {
        actor,
        patient: Some(one.key),
        purpose: Purpose::Exchange,
        rule: Rule::ClientMerge,
        lens: Lens::system(),
        action: PhantomData,
    };
    Ok(Both { source: grant(source), target: grant(target) })
}
