//! The cases of registered systems.

use helsami_domain::access::facts::Ground;
use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::access::{Bulk, Denied, Rule};

use crate::world::{READER, bulk, client, key, local, own, staff};

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

/// The scope that opens the access log.
pub(crate) const NAMED: &str = "system/*.rs system/AuditEvent.rs";

/// Those who ask for the access log.
pub(super) fn log_cases() -> Vec<Case> {
    let closed = |against, what| client(true).closed(against, what).logs(NAMED);
    let wild = "system/*.cruds";
    vec![
        case("a system of the region that is named for it", client(true).logs(NAMED), Ok(Rule::ClientLog)),
        case(
            "a source that is named for it: what it has done itself",
            client(false).logs(NAMED),
            Ok(Rule::ClientOwn),
        ),
        case(
            "a system of the region with every scope for all types",
            client(true).logs(wild),
            Err(Denied::NotYours),
        ),
        case("a source with every scope for all types", client(false).logs(wild), Err(Denied::NotYours)),
        case(
            "a system that may read one line and asks for all",
            client(true).logs("system/AuditEvent.r"),
            Err(Denied::NotYours),
        ),
        case(
            "the person's address is protected",
            client(true).subject(|one| one.is_protected = true).logs(NAMED),
            Ok(Rule::ClientOwn),
        ),
        case(
            "the record is blocked for all staff",
            closed(Against::Staff, Closed::Record),
            Ok(Rule::ClientOwn),
        ),
        case(
            "the record is blocked for its organisation",
            closed(Against::Organization(local(102)), Closed::Record),
            Ok(Rule::ClientOwn),
        ),
        case(
            "the record is blocked for another organisation",
            closed(Against::Organization(local(103)), Closed::Record),
            Ok(Rule::ClientLog),
        ),
        case("single things are blocked", closed(Against::Staff, Closed::Coming), Ok(Rule::ClientLog)),
        case("the person, at the door of systems", own().logs(NAMED), Err(Denied::NotYours)),
        case(
            "a member of staff, at the door of systems",
            staff(Some(Ground::Treatment)).logs(NAMED),
            Err(Denied::NotYours),
        ),
    ]
}
