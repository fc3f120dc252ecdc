//! The cases of what staff hide from parents or from the young person, or show later.

use helsami_domain::access::facts::{Against, Closed, Ground};
use helsami_domain::access::lens::{Item, Release};
use helsami_domain::access::marking::Marking;
use helsami_domain::access::marks::Mark;
use helsami_domain::access::{Denied, Rule};
use helsami_domain::resource_type::ResourceType as R;

use crate::world::{World, item, own, parent_of, staff, time};

use super::{Case, case};

pub(crate) const PARENTS: Marking = Marking { parents: true, young: false, release: Release::AtOnce };
pub(crate) const YOUNG: Marking = Marking { parents: false, young: true, release: Release::AtOnce };

pub(crate) fn later(day: &str) -> Marking {
    Marking { release: Release::At(time(day)), ..Marking::default() }
}

fn plain() -> Item {
    item(R::Condition, 1, &[])
}

fn marks(born: &str, marking: Marking) -> World {
    staff(Some(Ground::Treatment)).born(born).marking(plain(), marking)
}

pub(super) fn marking_cases() -> Vec<Case> {
    let (yes, no) = (Ok(Rule::Treating), Err(Denied::NotYours));
    let hidden = item(R::Condition, 1, &[Mark::HiddenFromParents]);
    let both = Marking { young: true, ..PARENTS };
    let child = |ground| staff(Some(ground)).born("2013-03-01").marking(plain(), PARENTS);
    let locked = item(R::Condition, 1, &[Mark::Blocked]);
    vec![
        case("hidden from the parents of a child of 13", marks("2013-03-01", PARENTS), yes),
        case("hidden from the parents of a child of 8", marks("2018-03-01", PARENTS), yes),
        case("hidden from a young person of 13", marks("2013-03-01", YOUNG), yes),
        case(
            "hidden from the parents, in the last minute before the 16th birthday",
            marks("2010-11-27", PARENTS).at("2026-11-26T22:59:00Z"),
            yes,
        ),
        case("hidden from the parents of somebody who is 16 today", marks("2010-11-26", PARENTS), no),
        case("hidden from the parents and from the young person", marks("2013-03-01", both), no),
        case(
            "lifted, of somebody who is 16 by now",
            staff(Some(Ground::Treatment)).born("2010-11-26").marking(hidden, Marking::default()),
            yes,
        ),
        case(
            "marked as it is already",
            staff(Some(Ground::Treatment)).born("2013-03-01").marking(hidden, PARENTS),
            no,
        ),
        case("an adult's answer shown in 14 days", marks("1980-05-01", later("2026-12-10T12:00:00Z")), yes),
        case("an adult's answer shown in 15 days", marks("1980-05-01", later("2026-12-11T12:00:00Z")), no),
        case("shown from a day that has passed", marks("1980-05-01", later("2026-11-26T12:00:00Z")), no),
        case(
            "kept without a day",
            marks("1980-05-01", Marking { release: Release::ByHand, ..Marking::default() }),
            no,
        ),
        case(
            "a consent of the person",
            staff(Some(Ground::Treatment)).born("2013-03-01").marking(item(R::Consent, 1, &[]), PARENTS),
            no,
        ),
        case(
            "an item that the person has closed",
            staff(Some(Ground::Treatment)).born("2013-03-01").marking(locked, PARENTS),
            no,
        ),
        case("by staff who coordinate services", child(Ground::Coordination), yes),
        case("by staff who administer care", child(Ground::Administration), no),
        case("by staff who have opened the record in an emergency", child(Ground::Emergency), no),
        case("by staff who have overridden a block", child(Ground::Override), no),
        case(
            "by staff of a place that does not treat the child",
            child(Ground::Treatment).staff(|one| one.has_relation = false),
            Err(Denied::NoCareRelation),
        ),
        case(
            "by staff who have the record closed to them",
            child(Ground::Treatment).closed(Against::Staff, Closed::Record),
            Err(Denied::ClosedToStaff),
        ),
        case("by a parent", parent_of("2013-03-01").marking(plain(), YOUNG), no),
        case("by the person", own().marking(plain(), later("2026-12-01T12:00:00Z")), no),
    ]
}
