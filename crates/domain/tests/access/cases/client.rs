//! The cases of registered systems.

use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::access::{Bulk, Rule};

use crate::world::{READER, bulk, client, key, local};

use super::{Case, case};

pub(super) fn client_cases() -> Vec<Case> {
    let closed = |against| client(true).closed(against, Closed::Record);
    vec![
        case("a source that sends to anybody's record", client(false), Ok(Rule::ClientOwn)),
        case("a system that reads the region", client(true), Ok(Rule::ClientRegion)),
        case(
            "the person's address is protected",
            client(true).subject(|one| one.is_protected = true),
            Ok(Rule::ClientOwn),
        ),
        case(
            "the record is a part of another: of it there is the Patient, which says so",
            client(true).subject(|one| one.is_joined = true),
            Ok(Rule::ClientRegion),
        ),
        case("the record is blocked for all staff", closed(Against::Staff), Ok(Rule::ClientOwn)),
        case(
            "the record is blocked for its organisation",
            closed(Against::Organization(local(102))),
            Ok(Rule::ClientOwn),
        ),
        case(
            "the record is blocked for another organisation",
            closed(Against::Organization(local(103))),
            Ok(Rule::ClientRegion),
        ),
        case(
            "one member of staff is blocked by name",
            closed(Against::Practitioner(local(101))),
            Ok(Rule::ClientRegion),
        ),
        case("a relative is blocked", closed(Against::Person(key(READER))), Ok(Rule::ClientRegion)),
        case(
            "the person has set the emergency lock, which closes the citizen's side",
            client(true).subject(|one| one.is_locked = true),
            Ok(Rule::ClientRegion),
        ),
        case("a system that takes the region out in bulk", bulk(Bulk::Open), Ok(Rule::ClientBulk)),
        case(
            "the person has reserved against a use that a bulk export can be for",
            bulk(Bulk::Reserved),
            Ok(Rule::ClientOwn),
        ),
        case(
            "in bulk, when the person's address is protected",
            bulk(Bulk::Open).subject(|one| one.is_protected = true),
            Ok(Rule::ClientOwn),
        ),
    ]
}
