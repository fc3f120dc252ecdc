//! The rules themselves: from facts to a lens, or to the reason for a no. Each answer names the rule that gave it;
//! `docs/rules/access.md` lists them with their sources.
//!
//! Deny is the default. Rules that close come before rules that open, so that what is closed by hand outranks every
//! register.

use std::sync::Arc;

use jiff::Timestamp;

use super::age::{CHILD_END, HEALTH_MAJORITY, MAJORITY, YOUTH};
use super::area::{Area, Areas};
use super::denied::Denied;
use super::facts::{
    Against, Block, Closed, Facts, Ground, Home, Proxy, Reader, Relation, RelationKind, StaffReader,
};
use super::lens::{Lens, Side};
use super::marks::Marks;
use super::rule::Rule;
use super::{Purpose, birth_of, safe_mode};
use crate::ids::RecordId;

/// How long an approval on a doctor's statement can hold, in years.
///
/// Source: Helsenorge, access on behalf of somebody who cannot consent (norway.md 4.6, HN-FULL).
pub const CERTIFIED_YEARS: i32 = 5;

/// A yes: by which rule, for what purpose, through which lens.
#[derive(Clone, Debug)]
pub(super) struct Yes {
    pub(super) rule: Rule,
    pub(super) purpose: Purpose,
    pub(super) lens: Lens,
}

/// May this reader look into this record?
pub(super) fn decide(facts: &Facts<'_>) -> Result<Yes, Denied> {
    if facts.subject.key.is_shared() {
        return Err(Denied::NoRelation);
    }
    let is_system = matches!(facts.reader, Reader::Client(_));
    if facts.subject.is_joined && !is_system {
        return Err(Denied::Joined);
    }
    match facts.reader {
        Reader::Citizen { person, .. } if person == facts.subject.key => own(facts),
        Reader::Citizen { .. } => for_another(facts),
        Reader::Staff(staff) => staff_reads(facts, &staff),
        Reader::Client(client) => Ok(super::client::decide(facts, &client)),
    }
}

/// A person's own record.
fn own(facts: &Facts<'_>) -> Result<Yes, Denied> {
    let (subject, now) = (&facts.subject, facts.now);
    if subject.is_locked {
        return Err(Denied::Locked);
    }
    let yes = |rule, side, areas| {
        let lens = safe_mode::for_the_person(facts, Lens::new(side, areas, now));
        Ok(Yes { rule, purpose: Purpose::OwnAccess, lens })
    };
    let Some(birth) = subject.birth else {
        // The log-in has proved who it is; without a date of birth nobody can say that they are of age.
        return yes(Rule::OwnAgeUnknown, Side::Youth, Areas::ALL);
    };
    if birth.has_turned(HEALTH_MAJORITY, now) {
        return yes(Rule::Own, Side::Person, Areas::ALL);
    }
    if !birth.has_turned(YOUTH, now) {
        return Err(Denied::TooYoung);
    }
    if !subject.has_youth_consent {
        return Err(Denied::YouthConsentMissing);
    }
    yes(Rule::Youth, Side::Youth, youth_areas())
}

/// What a young person sees with a parent's consent.
///
/// Source: Helsenorge, «ungdomstilgang» (norway.md 4.4, HN-UNGDOM): appointments, prescriptions, vaccines. Their own
/// details and log come with the right to know who has looked.
#[must_use]
pub fn youth_areas() -> Areas {
    Areas::of(&[Area::Appointments, Area::Medicines, Area::Vaccines, Area::Details, Area::Private, Area::Kin])
}

/// Somebody else's record.
fn for_another(facts: &Facts<'_>) -> Result<Yes, Denied> {
    let Reader::Citizen { person, is_dead, is_protected, .. } = facts.reader else {
        return Err(Denied::NoRelation);
    };
    let subject = &facts.subject;
    let current: Vec<&Relation> = facts.relations.iter().filter(|one| is_in_force(one, facts.now)).collect();
    if facts.relations.is_empty() || is_dead {
        return Err(Denied::NoRelation);
    }
    // These three are told as «no relation»: the reason itself must not be told to somebody who may be its cause.
    if subject.is_protected || is_protected {
        return Err(Denied::Protected);
    }
    let closed = |block: &&Block| block.against == Against::Person(person) && block.term.holds(facts.now);
    if subject.is_locked || facts.blocks.iter().filter(closed).any(is_whole) {
        return Err(Denied::ClosedToPerson);
    }
    if subject.is_dead {
        return after_death(facts, &current);
    }
    let mut refusal = if current.is_empty() { Denied::Ended } else { Denied::NoRelation };
    let mut best: Option<Yes> = None;
    for relation in current.into_iter().filter(|one| one.kind != RelationKind::Custody) {
        match by_relation(facts, relation) {
            Ok(yes) => best = Some(best.map_or(yes.clone(), |best| join(best, yes))),
            Err(denied) => refusal = denied,
        }
    }
    let mut yes = best.ok_or(refusal)?;
    let items = facts.blocks.iter().filter(closed).flat_map(items_of);
    yes.lens.except = yes.lens.except.iter().copied().chain(items).collect();
    Ok(yes)
}

/// A block against a person closes the record unless it names single items.
const fn is_whole(block: &Block) -> bool {
    !matches!(block.what, Closed::Items(_))
}

pub(super) fn items_of(block: &Block) -> impl Iterator<Item = RecordId> {
    let items: &[RecordId] = if let Closed::Items(items) = &block.what { items } else { &[] };
    items.iter().copied()
}

fn is_in_force(relation: &Relation, now: Timestamp) -> bool {
    relation.is_active && relation.term.holds(now)
}

/// Two relations of the same reader: the parts of both, and whatever either keeps back stays kept back.
fn join(one: Yes, other: Yes) -> Yes {
    let is_wider = other.lens.areas.without(one.lens.areas).is_empty();
    let (mut lead, rest) = if is_wider { (one, other) } else { (other, one) };
    lead.lens.areas = lead.lens.areas.or(rest.lens.areas);
    lead.lens.hidden = lead.lens.hidden.or(rest.lens.hidden);
    lead.lens.except = lead.lens.except.iter().chain(rest.lens.except.iter()).copied().collect();
    if rest.lens.side == Side::Guardian {
        lead.lens.side = Side::Guardian;
    }
    lead
}

fn by_relation(facts: &Facts<'_>, relation: &Relation) -> Result<Yes, Denied> {
    let now = facts.now;
    let yes = |rule, areas| {
        let lens = safe_mode::for_another(facts, Lens::new(Side::Other, giveable(areas), now));
        Yes { rule, purpose: Purpose::Family, lens }
    };
    match &relation.kind {
        RelationKind::Parent { has_responsibility, home } => parent(facts, *has_responsibility, *home),
        RelationKind::Foster { areas } => foster(facts, *areas),
        RelationKind::Proxy(proxy) => {
            need_majority(facts)?;
            Ok(Yes { rule: Rule::Proxy, purpose: Purpose::Proxy, lens: given(facts, proxy)? })
        }
        RelationKind::Representative { areas, certified } => {
            need_majority(facts)?;
            let birth = facts.subject.birth.ok_or(Denied::AgeUnknown)?;
            if !birth.has_turned(CHILD_END, now) || !facts.subject.lacks_capacity {
                return Err(Denied::CapacityNotStated);
            }
            if has_run_out(*certified, now) {
                return Err(Denied::StatementRunOut);
            }
            Ok(yes(Rule::Representative, *areas))
        }
        RelationKind::Guardian { is_nearest } => {
            need_majority(facts)?;
            if !is_nearest || !facts.subject.lacks_capacity {
                return Err(Denied::GuardianNotHealth);
            }
            Ok(yes(Rule::GuardianAsNearest, Areas::ALL))
        }
        RelationKind::NearestOfDead { .. } | RelationKind::Custody => Err(Denied::NoRelation),
    }
}

/// A foster parent or the child protection: what was delegated, to the 16th birthday.
fn foster(facts: &Facts<'_>, areas: Areas) -> Result<Yes, Denied> {
    let now = facts.now;
    let birth = facts.subject.birth.ok_or(Denied::AgeUnknown)?;
    if !birth.is_under(HEALTH_MAJORITY, now) {
        return Err(Denied::ChildIsSixteen);
    }
    let mut lens = Lens::new(Side::Guardian, giveable(areas), now);
    if !birth.is_under(CHILD_END, now) {
        lens.hidden = Marks::SENSITIVE;
    }
    Ok(Yes { rule: Rule::Foster, purpose: Purpose::Family, lens })
}

/// The lens through which the receiver of an access looks: what the giver has given, never what nobody can give.
pub(super) fn given(facts: &Facts<'_>, proxy: &Proxy) -> Result<Lens, Denied> {
    let birth = facts.subject.birth.ok_or(Denied::AgeUnknown)?;
    if !birth.has_turned(HEALTH_MAJORITY, facts.now) {
        return Err(Denied::GiverTooYoung);
    }
    let areas = giveable(proxy.areas);
    if areas.is_empty() {
        return Err(Denied::NoRelation);
    }
    let mut lens = Lens::new(Side::Other, areas, facts.now);
    lens.hidden = proxy.kept_back;
    lens.except = Arc::from(&proxy.except[..]);
    Ok(safe_mode::for_another(facts, lens))
}

/// A parent of a child: responsibility and a shared address, to the 16th birthday.
fn parent(facts: &Facts<'_>, has_responsibility: bool, home: Home) -> Result<Yes, Denied> {
    let now = facts.now;
    if facts.subject.is_in_care {
        return Err(Denied::CareTakenOver);
    }
    if !has_responsibility {
        return Err(Denied::NoResponsibility);
    }
    let birth = facts.subject.birth.ok_or(Denied::AgeUnknown)?;
    if !birth.is_under(HEALTH_MAJORITY, now) {
        return Err(Denied::ChildIsSixteen);
    }
    if matches!(home, Home::Apart | Home::Unknown) {
        return Err(Denied::NoSharedHome);
    }
    let is_small = birth.is_under(CHILD_END, now);
    let rule = if is_small { Rule::ParentOfChild } else { Rule::ParentOfYouth };
    let details = Areas::of(&[Area::Details]);
    let mut lens = Lens::new(Side::Guardian, giveable(Areas::ALL).or(details), now);
    if !is_small {
        lens.hidden = Marks::SENSITIVE;
    }
    Ok(Yes { rule, purpose: Purpose::Family, lens })
}

fn after_death(facts: &Facts<'_>, current: &[&Relation]) -> Result<Yes, Denied> {
    need_majority(facts)?;
    let approved = current.iter().find_map(|relation| match relation.kind {
        RelationKind::NearestOfDead { areas } => Some(areas),
        _ => None,
    });
    let areas = giveable(approved.ok_or(Denied::SubjectDead)?);
    let lens = safe_mode::for_another(facts, Lens::new(Side::Other, areas, facts.now));
    Ok(Yes { rule: Rule::NearestOfDead, purpose: Purpose::Family, lens })
}

pub(super) fn need_majority(facts: &Facts<'_>) -> Result<(), Denied> {
    let is_of_age = birth_of(&facts.reader).is_some_and(|birth| birth.has_turned(MAJORITY, facts.now));
    if is_of_age { Ok(()) } else { Err(Denied::ReaderTooYoung) }
}

/// Never more than what can be given away at all.
fn giveable(areas: Areas) -> Areas {
    areas.and(Areas::of(&Area::GIVEABLE))
}

fn has_run_out(certified: Timestamp, now: Timestamp) -> bool {
    let zone = crate::when::oslo().clone();
    let end = certified.to_zoned(zone).checked_add(jiff::Span::new().years(CERTIFIED_YEARS));
    end.map_or(true, |end| now >= end.timestamp())
}

/// Staff: an authorisation, a ground, a relation between the patient and the place of care, and nothing closed.
fn staff_reads(facts: &Facts<'_>, staff: &StaffReader) -> Result<Yes, Denied> {
    if staff.is_own_record {
        return Err(Denied::StaffOwnRecord);
    }
    if !staff.is_authorized {
        return Err(Denied::NotAuthorized);
    }
    let ground = staff.ground.ok_or(Denied::GroundMissing)?;
    if ground.is_acute() && !staff.has_reason {
        return Err(Denied::ReasonMissing);
    }
    if !staff.has_relation && !ground.is_acute() {
        return Err(Denied::NoCareRelation);
    }
    let blocks: Vec<&Block> = facts.blocks.iter().filter(|block| closes(block, staff, facts.now)).collect();
    let named = |block: &&&Block| block.against == Against::Practitioner(staff.practitioner);
    if blocks.iter().filter(named).any(|block| block.what == Closed::Record) {
        return Err(Denied::ClosedToNamed);
    }
    let is_override = ground == Ground::Override;
    if blocks.iter().any(|block| block.what == Closed::Record) && !is_override {
        return Err(Denied::ClosedToStaff);
    }
    let mut lens = Lens::new(Side::Staff, Areas::ALL.without(Areas::of(&[Area::Private])), facts.now);
    lens.opens_locked = is_override;
    // What is closed to a named person stays closed to them, whatever the reason.
    lens.except = blocks.iter().filter(named).flat_map(|block| items_of(block)).collect();
    let coming = |block: &&&Block| block.what == Closed::Coming;
    lens.except_from = blocks.iter().filter(named).filter(coming).map(|block| block.term.from).min();
    lens.locked = blocks.iter().flat_map(|block| items_of(block)).collect();
    lens.locked_from = blocks.iter().filter(coming).map(|block| block.term.from).min();
    let (rule, purpose) = match ground {
        Ground::Treatment => (Rule::Treating, Purpose::Treatment),
        Ground::Emergency => (Rule::Emergency, Purpose::Emergency),
        Ground::Coordination => (Rule::Treating, Purpose::Coordination),
        Ground::Administration => (Rule::Treating, Purpose::Administration),
        Ground::Override => (Rule::Override, Purpose::Override),
    };
    Ok(Yes { rule, purpose, lens })
}

/// Whether a block is in force against this member of staff.
fn closes(block: &Block, staff: &StaffReader, now: Timestamp) -> bool {
    let is_meant = match block.against {
        Against::Practitioner(practitioner) => practitioner == staff.practitioner,
        Against::Organization(organization) => organization == staff.organization,
        Against::Staff => true,
        Against::Person(_) => false,
    };
    is_meant && block.term.holds(now)
}
