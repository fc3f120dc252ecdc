//! The cases of what staff register for somebody.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Home, Proxy, Reader, RelationKind};
use helsami_domain::access::{Denied, Rule};

use crate::world::{READER, SUBJECT, World, born, key, nearest, registers, time, until};

use super::{Case, case};

fn reader_born(world: World, date: Option<&str>) -> World {
    world.receiver(|reader, _| {
        if let Reader::Citizen { birth, .. } = reader {
            *birth = date.and_then(born);
        }
    })
}

/// The nearest of somebody who cannot consent.
fn nearest_cases() -> Vec<Case> {
    let given = || registers(nearest(&[Area::Results]));
    let old = RelationKind::Representative {
        areas: Areas::of(&[Area::Results]),
        certified: time("2021-11-26T12:00:00Z"),
    };
    let dead = || RelationKind::NearestOfDead { areas: Areas::of(&[Area::Documents]) };
    let yes = Ok(Rule::Treating);
    vec![
        case("the nearest of somebody who cannot consent, with the doctor's statement", given(), yes),
        case("on a statement of five years ago", registers(old), Err(Denied::StatementRunOut)),
        case(
            "until yesterday",
            given().receiver(|_, one| one.term = until("2026-11-25T23:00:00Z")),
            Err(Denied::Ended),
        ),
        case(
            "no part that anybody can be given",
            registers(nearest(&[Area::Private])),
            Err(Denied::NoRelation),
        ),
        case("the receiver is 17", reader_born(given(), Some("2008-11-27")), Err(Denied::ReaderTooYoung)),
        case("nobody knows how old the receiver is", reader_born(given(), None), Err(Denied::ReaderTooYoung)),
        case("the receiver's address is protected", given().reader_protected(), Err(Denied::Protected)),
        case(
            "the person's address is protected",
            given().subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case(
            "the receiver is registered as dead",
            given().receiver(|reader, _| {
                if let Reader::Citizen { is_dead, .. } = reader {
                    *is_dead = true;
                }
            }),
            Err(Denied::NoRelation),
        ),
        case(
            "the receiver is the person",
            given().receiver(|reader, _| {
                if let Reader::Citizen { person, .. } = reader {
                    *person = key(SUBJECT);
                }
            }),
            Err(Denied::NoRelation),
        ),
        case(
            "the record is closed to the receiver",
            given().closed(Against::Person(key(READER)), Closed::Record),
            Err(Denied::ClosedToPerson),
        ),
        case(
            "the emergency lock is set",
            given().subject(|one| one.is_locked = true),
            Err(Denied::ClosedToPerson),
        ),
        case("the person is 11", given().born("2015-03-01"), Err(Denied::CapacityNotStated)),
        case("the person is dead", given().subject(|one| one.is_dead = true), Err(Denied::SubjectDead)),
        case("the nearest of somebody who is dead", registers(dead()).subject(|one| one.is_dead = true), yes),
        case("for the time after death, while the person lives", registers(dead()), Err(Denied::NoRelation)),
    ]
}

/// A power of attorney on paper, and custody.
fn paper_cases() -> Vec<Case> {
    let paper = || {
        let areas = Areas::of(&[Area::Results]);
        registers(RelationKind::Proxy(Proxy { areas, ..Proxy::default() }))
    };
    let custody = |has_responsibility| {
        let home = Home::Documented;
        registers(RelationKind::Parent { has_responsibility, home }).born("2018-03-01")
    };
    let yes = Ok(Rule::Treating);
    vec![
        case("a power of attorney on paper", paper(), yes),
        case(
            "one that begins next month",
            paper().receiver(|_, one| one.term.from = time("2026-12-26T12:00:00Z")),
            yes,
        ),
        case("by a person of 15", paper().born("2010-11-27"), Err(Denied::GiverTooYoung)),
        case(
            "by a person who cannot consent",
            paper().subject(|one| one.lacks_capacity = true),
            Err(Denied::CannotConsent),
        ),
        case("by a person who is dead", paper().subject(|one| one.is_dead = true), Err(Denied::SubjectDead)),
        case("custody of a child of 8, shown with the judgment", custody(true), yes),
        case("custody of somebody of 16", custody(true).born("2010-11-26"), Err(Denied::ChildIsSixteen)),
        case("custody without parental responsibility", custody(false), Err(Denied::NoResponsibility)),
        case(
            "custody of a child in care",
            custody(true).subject(|one| one.is_in_care = true),
            Err(Denied::CareTakenOver),
        ),
    ]
}

pub(super) fn registering_cases() -> Vec<Case> {
    let paper = || registers(nearest(&[Area::Results]));
    let mut cases = nearest_cases();
    cases.extend(paper_cases());
    cases.extend([
        case(
            "by staff of a place that does not treat the patient",
            paper().staff(|one| one.has_relation = false),
            Err(Denied::NoCareRelation),
        ),
        case(
            "by staff who have not said why",
            paper().staff(|one| one.ground = None),
            Err(Denied::GroundMissing),
        ),
        case(
            "by staff who have opened it in an emergency",
            paper().staff(|one| one.ground = Some(helsami_domain::access::facts::Ground::Emergency)),
            Err(Denied::NotYours),
        ),
        case(
            "by staff, for themselves",
            World { is_for_self: true, ..paper() },
            Err(Denied::ReceiverRegisters),
        ),
        case(
            "by staff of another place, for themselves",
            World { is_for_self: true, ..paper() }.staff(|one| one.has_relation = false),
            Err(Denied::NoCareRelation),
        ),
        case(
            "by staff, in their own record",
            paper().staff(|one| one.is_own_record = true),
            Err(Denied::StaffOwnRecord),
        ),
    ]);
    cases
}
