//! The cases of staff.

use helsami_domain::access::facts::{Against, Closed, Ground};
use helsami_domain::access::{Denied, Rule};
use helsami_domain::resource_type::ResourceType as R;

use crate::world::{READER, SUBJECT, World, handler, item, key, local, own, staff};

use super::{Case, case};

pub(super) fn staff_cases() -> Vec<Case> {
    let treats = || staff(Some(Ground::Treatment));
    let unrelated = |ground| staff(Some(ground)).staff(|one| one.has_relation = false);
    let mut cases = vec![
        case("staff of a place that treats the patient", treats(), Ok(Rule::Treating)),
        case("staff who coordinate services", staff(Some(Ground::Coordination)), Ok(Rule::Treating)),
        case("staff who administer care", staff(Some(Ground::Administration)), Ok(Rule::Treating)),
        case("staff who have not said why", staff(None), Err(Denied::GroundMissing)),
        case(
            "staff without a valid authorisation",
            treats().staff(|one| one.is_authorized = false),
            Err(Denied::NotAuthorized),
        ),
        case(
            "staff, their own record",
            treats().staff(|one| one.is_own_record = true),
            Err(Denied::StaffOwnRecord),
        ),
        case(
            "staff of a place that does not treat the patient",
            unrelated(Ground::Treatment),
            Err(Denied::NoCareRelation),
        ),
        case(
            "staff who administer care elsewhere",
            unrelated(Ground::Administration),
            Err(Denied::NoCareRelation),
        ),
        case(
            "acute care without a relation, with a reason",
            unrelated(Ground::Emergency),
            Ok(Rule::Emergency),
        ),
        case(
            "acute care without a reason",
            unrelated(Ground::Emergency).staff(|one| one.has_reason = false),
            Err(Denied::ReasonMissing),
        ),
        case(
            "treatment needs no reason in words",
            treats().staff(|one| one.has_reason = false),
            Ok(Rule::Treating),
        ),
    ];
    cases.extend(closed_to_staff_cases());
    cases
}

fn closed_to_staff_cases() -> Vec<Case> {
    let treats = || staff(Some(Ground::Treatment));
    let organization = Against::Organization(local(102));
    let named = Against::Practitioner(local(101));
    vec![
        case(
            "a record that is a part of another",
            staff(Some(Ground::Treatment)).subject(|one| one.is_joined = true),
            Err(Denied::Joined),
        ),
        case(
            "the record is blocked for their place",
            treats().closed(organization, Closed::Record),
            Err(Denied::ClosedToStaff),
        ),
        case(
            "blocked for another place",
            treats().closed(Against::Organization(local(7)), Closed::Record),
            Ok(Rule::Treating),
        ),
        case(
            "blocked for all staff",
            treats().closed(Against::Staff, Closed::Record),
            Err(Denied::ClosedToStaff),
        ),
        case(
            "blocked for all staff, acute care",
            staff(Some(Ground::Emergency)).closed(Against::Staff, Closed::Record),
            Err(Denied::ClosedToStaff),
        ),
        case(
            "blocked for all staff, overridden with a reason",
            staff(Some(Ground::Override)).closed(Against::Staff, Closed::Record),
            Ok(Rule::Override),
        ),
        case(
            "overridden without a reason",
            staff(Some(Ground::Override))
                .closed(Against::Staff, Closed::Record)
                .staff(|one| one.has_reason = false),
            Err(Denied::ReasonMissing),
        ),
        case(
            "blocked by name, overridden with a reason",
            staff(Some(Ground::Override)).closed(named, Closed::Record),
            Err(Denied::ClosedToNamed),
        ),
        case(
            "another member of staff is blocked by name",
            treats().closed(Against::Practitioner(local(7)), Closed::Record),
            Ok(Rule::Treating),
        ),
        case(
            "a relative is blocked",
            treats().closed(Against::Person(key(SUBJECT)), Closed::Record),
            Ok(Rule::Treating),
        ),
        case(
            "single items are blocked",
            treats().closed(named, Closed::Items(vec![item(R::Observation, 1, &[]).id])),
            Ok(Rule::Treating),
        ),
        case("a locked citizen's side", treats().subject(|one| one.is_locked = true), Ok(Rule::Treating)),
    ]
}

pub(super) fn handling_cases() -> Vec<Case> {
    let named = Against::Practitioner(local(101));
    vec![
        case("of the place that has the case", handler(), Ok(Rule::Handling)),
        case("of another place", handler().staff(|one| one.organization = local(7)), Err(Denied::NotYours)),
        case(
            "without a valid authorisation",
            handler().staff(|one| one.is_authorized = false),
            Err(Denied::NotAuthorized),
        ),
        case("their own case", handler().staff(|one| one.is_own_record = true), Err(Denied::StaffOwnRecord)),
        case("a case that has its answer", handler().case(|one| one.is_open = false), Err(Denied::NotYours)),
        case(
            "a case of another person",
            handler().case(|one| one.case.patient = key(READER)),
            Err(Denied::NoRelation),
        ),
        case(
            "the record is blocked for all staff",
            handler().closed(Against::Staff, Closed::Record),
            Ok(Rule::Handling),
        ),
        case(
            "the record is blocked for them by name",
            handler().closed(named, Closed::Record),
            Err(Denied::ClosedToNamed),
        ),
        case(
            "what comes is blocked for them by name, after the case",
            handler().closed(named, Closed::Coming),
            Ok(Rule::Handling),
        ),
        case(
            "the review of what a colleague has opened",
            handler().case(|one| one.opened_by = Some(local(7))),
            Ok(Rule::Handling),
        ),
        case(
            "the review of what they have opened themselves",
            handler().case(|one| one.opened_by = Some(local(101))),
            Err(Denied::OwnOpening),
        ),
        case("a citizen", World { reader: own().reader, ..handler() }, Err(Denied::NotYours)),
    ]
}
