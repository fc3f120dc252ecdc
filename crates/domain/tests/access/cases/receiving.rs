//! The cases of whoever registers an application that came on paper: the person of the facts applies.

use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::access::{Denied, Rule};

use crate::world::{READER, World, key, local, other, own};

use super::{Case, case};

pub(super) fn receiving_cases() -> Vec<Case> {
    let paper = World::receives;
    let yes = Ok(Rule::Receiving);
    let own = World { receives: true, ..own() };
    let citizen = World { receives: true, ..other() };
    vec![
        case("of an adult, without a way into the record", paper(), yes),
        case("of somebody who is 18 today", paper().born("2008-11-26"), yes),
        case("of somebody of 17", paper().born("2008-11-27"), Err(Denied::ReaderTooYoung)),
        case(
            "of somebody whose age is not known",
            paper().subject(|one| one.birth = None),
            Err(Denied::ReaderTooYoung),
        ),
        case(
            "of somebody who is registered as dead",
            paper().subject(|one| one.is_dead = true),
            Err(Denied::SubjectDead),
        ),
        case(
            "of somebody who has closed the record to all staff",
            paper().closed(Against::Staff, Closed::Record),
            yes,
        ),
        case(
            "of somebody who has closed the record to them by name",
            paper().closed(Against::Practitioner(local(101)), Closed::Record),
            Err(Denied::ClosedToNamed),
        ),
        case(
            "of somebody who has closed the record to another by name",
            paper().closed(Against::Practitioner(local(109)), Closed::Record),
            yes,
        ),
        case(
            "of somebody who has closed single things to them",
            paper().closed(Against::Practitioner(local(101)), Closed::Items(Vec::new())),
            yes,
        ),
        case(
            "of somebody who has closed the record to a relative",
            paper().closed(Against::Person(key(READER)), Closed::Record),
            yes,
        ),
        case(
            "by staff without a valid authorisation",
            paper().staff(|one| one.is_authorized = false),
            Err(Denied::NotAuthorized),
        ),
        case(
            "of the member of staff themself",
            paper().staff(|one| one.is_own_record = true),
            Err(Denied::StaffOwnRecord),
        ),
        case("by the applicant, who sends it themself", own, Err(Denied::NotYours)),
        case("by another citizen", citizen, Err(Denied::NotYours)),
    ]
}
