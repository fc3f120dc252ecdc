//! The cases: who, of whom, when, and what the answer is. The page for lawyers shows the same table.

mod client;
mod marking;
mod receiving;
mod registering;
mod safe;
mod staff;

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Home, Proxy, Reader, RelationKind};
use helsami_domain::access::{Denied, Rule};

use crate::world::{READER, World, invited, key, other, own, parent_of, proxy, staff, time, until};

pub(crate) use self::client::NAMED as LOG_NAMED;
pub(crate) use self::marking::{PARENTS, YOUNG, later};

use self::client::{client_cases, log_cases};
use self::marking::marking_cases;
use self::receiving::receiving_cases;
use self::registering::registering_cases;
use self::safe::safe_cases;
use self::staff::{handling_cases, staff_cases};

/// One line of the table.
pub(crate) struct Case {
    pub(crate) who: &'static str,
    pub(crate) world: World,
    pub(crate) answer: Result<Rule, Denied>,
}

fn case(who: &'static str, world: World, answer: Result<Rule, Denied>) -> Case {
    Case { who, world, answer }
}

pub(crate) const NOON: &str = "2026-11-26T12:00:00Z";

pub(crate) fn representative(certified: &str) -> World {
    let kind = RelationKind::Representative { areas: Areas::ALL, certified: time(certified) };
    other().related(kind).subject(|one| one.lacks_capacity = true)
}

fn own_cases() -> Vec<Case> {
    vec![
        case("an adult, their own record", own(), Ok(Rule::Own)),
        case(
            "an adult, a record of theirs that is a part of another",
            own().subject(|one| one.is_joined = true),
            Err(Denied::Joined),
        ),
        case(
            "a person of 16, from 00:00 on the birthday",
            own().born("2010-11-27").at("2026-11-26T23:00:00Z"),
            Ok(Rule::Own),
        ),
        case(
            "a person of 15 in the last minute before, without consent",
            own().born("2010-11-27").at("2026-11-26T22:59:00Z"),
            Err(Denied::YouthConsentMissing),
        ),
        case(
            "a person of 15, with a parent's consent",
            own().born("2011-01-01").subject(|one| one.has_youth_consent = true),
            Ok(Rule::Youth),
        ),
        case(
            "a person of 13 today, with consent",
            own().born("2013-11-26").subject(|one| one.has_youth_consent = true),
            Ok(Rule::Youth),
        ),
        case(
            "a person of 12, even with consent",
            own().born("2013-11-27").subject(|one| one.has_youth_consent = true),
            Err(Denied::TooYoung),
        ),
        case(
            "a person whose date of birth is not registered",
            own().subject(|one| one.birth = None),
            Ok(Rule::OwnAgeUnknown),
        ),
        case(
            "a person of whom only the year 2010 is known, without consent",
            own().born("2010"),
            Err(Denied::YouthConsentMissing),
        ),
        case(
            "a person with a protected address, their own record",
            own().subject(|one| one.is_protected = true),
            Ok(Rule::Own),
        ),
        case(
            "a person who has set the emergency lock",
            own().subject(|one| one.is_locked = true),
            Err(Denied::Locked),
        ),
        case(
            "a living person registered as dead, with a proved log-in",
            own().subject(|one| one.is_dead = true),
            Ok(Rule::Own),
        ),
    ]
}

fn parent_cases() -> Vec<Case> {
    let home = |home| RelationKind::Parent { has_responsibility: true, home };
    let child = "2018-03-01";
    let mut cases = vec![
        case("a stranger", other(), Err(Denied::NoRelation)),
        case("a parent of a child under 12", parent_of(child), Ok(Rule::ParentOfChild)),
        case(
            "a parent, in the last minute before the 12th birthday",
            parent_of("2014-11-27").at("2026-11-26T22:59:59Z"),
            Ok(Rule::ParentOfChild),
        ),
        case(
            "a parent, on the 12th birthday at 00:00",
            parent_of("2014-11-27").at("2026-11-26T23:00:00Z"),
            Ok(Rule::ParentOfYouth),
        ),
        case(
            "a parent, in the last minute before the 16th birthday",
            parent_of("2010-11-27").at("2026-11-26T22:59:59Z"),
            Ok(Rule::ParentOfYouth),
        ),
        case(
            "a parent, on the 16th birthday at 00:00",
            parent_of("2010-11-27").at("2026-11-26T23:00:00Z"),
            Err(Denied::ChildIsSixteen),
        ),
        case(
            "a parent without parental responsibility",
            other()
                .born(child)
                .related(RelationKind::Parent { has_responsibility: false, home: Home::Shared }),
            Err(Denied::NoResponsibility),
        ),
        case(
            "a parent when the child lives at neither parent's address",
            other().born(child).related(home(Home::Apart)),
            Err(Denied::NoSharedHome),
        ),
        case(
            "a parent when it cannot be told where the child lives",
            other().born(child).related(home(Home::Unknown)),
            Err(Denied::NoSharedHome),
        ),
    ];
    cases.extend(closed_parent_cases());
    cases
}

fn closed_parent_cases() -> Vec<Case> {
    let home = |home| RelationKind::Parent { has_responsibility: true, home };
    let child = "2018-03-01";
    vec![
        case(
            "a parent with custody by judgment, shown to staff",
            other().born(child).related(home(Home::Documented)),
            Ok(Rule::ParentOfChild),
        ),
        case(
            "a parent of a child in care",
            parent_of(child).subject(|one| one.is_in_care = true),
            Err(Denied::CareTakenOver),
        ),
        case(
            "a parent of a child whose date of birth is unknown",
            parent_of(child).subject(|one| one.birth = None),
            Err(Denied::AgeUnknown),
        ),
        case(
            "a parent of a child with a protected address",
            parent_of(child).subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case(
            "a parent whom staff have blocked",
            parent_of(child).closed(Against::Person(key(READER)), Closed::Record),
            Err(Denied::ClosedToPerson),
        ),
        case(
            "a parent when another parent is blocked",
            parent_of(child).closed(Against::Person(key(3)), Closed::Record),
            Ok(Rule::ParentOfChild),
        ),
        case(
            "a parent who is 17",
            parent_of("2024-01-01").reader_born(Some("2009-01-01")),
            Ok(Rule::ParentOfChild),
        ),
        case("custody that was shown, without parental responsibility", custody(), Err(Denied::NoRelation)),
        case(
            "a parent of a dead child",
            parent_of(child).subject(|one| one.is_dead = true),
            Err(Denied::SubjectDead),
        ),
        case(
            "a foster parent, as far as delegated",
            other()
                .born(child)
                .related(RelationKind::Foster { areas: Areas::of(&[Area::Appointments]) })
                .subject(|one| one.is_in_care = true),
            Ok(Rule::Foster),
        ),
        case(
            "a foster parent of a person of 16",
            other().born("2010-11-26").related(RelationKind::Foster { areas: Areas::ALL }),
            Err(Denied::ChildIsSixteen),
        ),
    ]
}

fn proxy_cases() -> Vec<Case> {
    let meds = || proxy(&[Area::Medicines]);
    vec![
        case(
            "a proxy of a record that is a part of another",
            proxy(&[Area::Results]).subject(|one| one.is_joined = true),
            Err(Denied::Joined),
        ),
        case("somebody given access by an adult", meds(), Ok(Rule::Proxy)),
        case("given by a person of 16 today", meds().born("2010-11-26"), Ok(Rule::Proxy)),
        case("given by a person of 15", meds().born("2010-11-27"), Err(Denied::GiverTooYoung)),
        case("received by a person of 18 today", meds().reader_born(Some("2008-11-26")), Ok(Rule::Proxy)),
        case(
            "received by a person of 17",
            meds().reader_born(Some("2008-11-27")),
            Err(Denied::ReaderTooYoung),
        ),
        case(
            "received by somebody whose age is unknown",
            meds().reader_born(None),
            Err(Denied::ReaderTooYoung),
        ),
        case("not confirmed, or ended by one of the two", meds().inactive(), Err(Denied::Ended)),
        case("before its beginning", meds().at("2019-12-31T23:59:59Z"), Err(Denied::Ended)),
        case("in its last second", meds().term(until("2026-11-26T12:00:01Z")), Ok(Rule::Proxy)),
        case("at its end", meds().term(until(NOON)), Err(Denied::Ended)),
        case(
            "given only what nobody can give",
            proxy(&[Area::Private, Area::Other]),
            Err(Denied::NoRelation),
        ),
        case("the receiver has a protected address", protected_reader(meds()), Err(Denied::Protected)),
        case(
            "the giver has a protected address",
            meds().subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case(
            "the giver has set the emergency lock",
            meds().subject(|one| one.is_locked = true),
            Err(Denied::ClosedToPerson),
        ),
        case(
            "the giver has blocked the receiver",
            meds().closed(Against::Person(key(READER)), Closed::Coming),
            Err(Denied::ClosedToPerson),
        ),
        case("the giver is dead", meds().subject(|one| one.is_dead = true), Err(Denied::SubjectDead)),
        case("the receiver is registered as dead", dead_reader(meds()), Err(Denied::NoRelation)),
    ]
}

fn invited_cases() -> Vec<Case> {
    let made = |at: &str| invited().invitation(|one| one.made = time(at));
    vec![
        case(
            "the inviter's record is a part of another",
            invited().subject(|one| one.is_joined = true),
            Err(Denied::Joined),
        ),
        case("the holder of the code", invited(), Ok(Rule::Invited)),
        case("of 18 today", invited().reader_born(Some("2008-11-26")), Ok(Rule::Invited)),
        case("of 17", invited().reader_born(Some("2008-11-27")), Err(Denied::ReaderTooYoung)),
        case("of unknown age", invited().reader_born(None), Err(Denied::ReaderTooYoung)),
        case("invited by a person of 16 today", invited().born("2010-11-26"), Ok(Rule::Invited)),
        case("invited by a person of 15", invited().born("2010-11-27"), Err(Denied::GiverTooYoung)),
        case(
            "invited by somebody whose age is unknown",
            invited().subject(|one| one.birth = None),
            Err(Denied::AgeUnknown),
        ),
        case(
            "with another code",
            invited().invitation(|one| one.is_code_right = false),
            Err(Denied::NoRelation),
        ),
        case(
            "after somebody has answered, or the giver has taken it back",
            invited().invitation(|one| one.is_waiting = false),
            Err(Denied::InvitationUsed),
        ),
        case("in the last second of the 14 days", made("2026-11-12T12:00:01Z"), Ok(Rule::Invited)),
        case("after 14 days", made("2026-11-12T12:00:00Z"), Err(Denied::InvitationOver)),
        case("before it was made", made("2026-11-26T12:00:01Z"), Err(Denied::InvitationOver)),
        case(
            "after the end of what was offered",
            invited().invitation(|one| one.term = until(NOON)),
            Err(Denied::InvitationOver),
        ),
        case(
            "offered only what nobody can give",
            invited().invitation(|one| one.proxy.areas = Areas::of(&[Area::Private])),
            Err(Denied::NoRelation),
        ),
        case("the giver themself", World { reader: own().reader, ..invited() }, Err(Denied::OwnInvitation)),
        case("the one invited has a protected address", protected_reader(invited()), Err(Denied::Protected)),
        case("the one invited is registered as dead", dead_reader(invited()), Err(Denied::NoRelation)),
        case(
            "the inviter has a protected address",
            invited().subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case("the inviter is dead", invited().subject(|one| one.is_dead = true), Err(Denied::NoRelation)),
        case(
            "the inviter has set the emergency lock",
            invited().subject(|one| one.is_locked = true),
            Err(Denied::ClosedToPerson),
        ),
    ]
}

fn invited_and_blocked() -> Vec<Case> {
    vec![
        case(
            "the inviter has blocked them",
            invited().closed(Against::Person(key(READER)), Closed::Record),
            Err(Denied::ClosedToPerson),
        ),
        case(
            "the inviter has blocked somebody else",
            invited().closed(Against::Person(key(READER + 1)), Closed::Record),
            Ok(Rule::Invited),
        ),
        case(
            "the inviter's block of them has ended",
            no_longer(invited().closed(Against::Person(key(READER)), Closed::Record)),
            Ok(Rule::Invited),
        ),
        case(
            "the inviter has kept one thing from them",
            invited().closed(Against::Person(key(READER)), Closed::Items(Vec::new())),
            Ok(Rule::Invited),
        ),
        case(
            "in the moment it was made",
            invited().invitation(|one| one.made = time(NOON)),
            Ok(Rule::Invited),
        ),
        case("a member of staff", World { reader: staff(None).reader, ..invited() }, Err(Denied::NoRelation)),
    ]
}

/// Its blocks have ended.
fn no_longer(mut world: World) -> World {
    for block in &mut world.blocks {
        block.term = until(NOON);
    }
    world
}

fn protected_reader(mut world: World) -> World {
    if let Reader::Citizen { is_protected, .. } = &mut world.reader {
        *is_protected = true;
    }
    world
}

fn dead_reader(mut world: World) -> World {
    if let Reader::Citizen { is_dead, .. } = &mut world.reader {
        *is_dead = true;
    }
    world
}

fn other_cases() -> Vec<Case> {
    let mut cases = vec![
        case(
            "the nearest of somebody who cannot consent",
            representative("2024-01-01T00:00:00Z"),
            Ok(Rule::Representative),
        ),
        case(
            "the last moment of the five years",
            representative("2021-11-26T12:00:01Z"),
            Ok(Rule::Representative),
        ),
        case(
            "five years after the doctor's statement",
            representative("2021-11-26T12:00:00Z"),
            Err(Denied::StatementRunOut),
        ),
        case(
            "without a statement in force",
            representative("2024-01-01T00:00:00Z").subject(|one| one.lacks_capacity = false),
            Err(Denied::CapacityNotStated),
        ),
        case(
            "of a child under 12",
            representative("2024-01-01T00:00:00Z").born("2014-11-27"),
            Err(Denied::CapacityNotStated),
        ),
        case(
            "of a person of 12",
            representative("2024-01-01T00:00:00Z").born("2014-11-26"),
            Ok(Rule::Representative),
        ),
        case(
            "a representative of 17",
            representative("2024-01-01T00:00:00Z").reader_born(Some("2009-01-01")),
            Err(Denied::ReaderTooYoung),
        ),
    ];
    cases.extend(guardian_and_death_cases());
    cases
}

fn guardian_and_death_cases() -> Vec<Case> {
    let dead = RelationKind::NearestOfDead { areas: Areas::of(&[Area::Documents]) };
    let guardian = |is_nearest| other().related(RelationKind::Guardian { is_nearest });
    vec![
        case(
            "a guardian",
            guardian(false).subject(|one| one.lacks_capacity = true),
            Err(Denied::GuardianNotHealth),
        ),
        case(
            "a guardian who is the nearest too",
            guardian(true).subject(|one| one.lacks_capacity = true),
            Ok(Rule::GuardianAsNearest),
        ),
        case(
            "a guardian who is the nearest, of somebody who can consent",
            guardian(true),
            Err(Denied::GuardianNotHealth),
        ),
        case(
            "a guardian of 17",
            guardian(true).subject(|one| one.lacks_capacity = true).reader_born(Some("2009-01-01")),
            Err(Denied::ReaderTooYoung),
        ),
        case(
            "the nearest of somebody dead, approved",
            other().related(dead.clone()).subject(|one| one.is_dead = true),
            Ok(Rule::NearestOfDead),
        ),
        case(
            "the nearest of somebody dead, under 18",
            other().related(dead.clone()).subject(|one| one.is_dead = true).reader_born(Some("2009-01-01")),
            Err(Denied::ReaderTooYoung),
        ),
        case(
            "approved for the time after death, while the person lives",
            other().related(dead),
            Err(Denied::NoRelation),
        ),
    ]
}

/// Somebody whose custody of a child was shown to staff.
fn custody() -> World {
    other().born("2018-03-01").related(RelationKind::Custody)
}

fn told_cases() -> Vec<Case> {
    let given = || proxy(&[Area::Results]).told();
    let block = |what| given().closed(Against::Person(key(READER)), what);
    vec![
        case("of an access that is in force", given(), Ok(Rule::Told)),
        case(
            "the giver's record is a part of another",
            given().subject(|one| one.is_joined = true),
            Err(Denied::Joined),
        ),
        case("of one that has ended", given().inactive(), Ok(Rule::Told)),
        case("as the nearest of somebody who cannot consent", representative(NOON).told(), Ok(Rule::Told)),
        case("a stranger", other().told(), Err(Denied::NoRelation)),
        case("a parent, whom birthdays tell", parent_of("2018-03-01").told(), Err(Denied::NoRelation)),
        case(
            "a guardian",
            other().related(RelationKind::Guardian { is_nearest: false }).told(),
            Err(Denied::NoRelation),
        ),
        case(
            "the giver has a protected address",
            given().subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case("the receiver has a protected address", protected_reader(given()), Err(Denied::Protected)),
        case(
            "the giver has set the emergency lock",
            given().subject(|one| one.is_locked = true),
            Err(Denied::ClosedToPerson),
        ),
        case("the giver has blocked the receiver", block(Closed::Record), Err(Denied::ClosedToPerson)),
        case(
            "the giver has closed one thing to the receiver",
            block(Closed::Items(Vec::new())),
            Ok(Rule::Told),
        ),
        case("the receiver is 17", given().reader_born(Some("2009-11-27")), Err(Denied::ReaderTooYoung)),
        case("the giver is dead", given().subject(|one| one.is_dead = true), Err(Denied::NoRelation)),
        case("the receiver is dead", dead_reader(given()), Err(Denied::NoRelation)),
        case(
            "the person, of an access to their own record that was registered by mistake",
            own().related(RelationKind::Proxy(Proxy { areas: Areas::ALL, ..Proxy::default() })).told(),
            Err(Denied::NoRelation),
        ),
        case(
            "the nearest of somebody dead",
            other()
                .related(RelationKind::NearestOfDead { areas: Areas::ALL })
                .subject(|one| one.is_dead = true)
                .told(),
            Ok(Rule::Told),
        ),
        case("a parent whose custody was shown to staff", custody().told(), Ok(Rule::Told)),
        case(
            "a parent of 17 whose custody was shown to staff",
            custody().reader_born(Some("2009-11-27")).told(),
            Ok(Rule::Told),
        ),
        case("whose custody has ended", custody().inactive().told(), Ok(Rule::Told)),
        case("the child has turned 16 since", custody().born("2010-11-26").told(), Err(Denied::NoRelation)),
        case(
            "the child is dead",
            custody().subject(|one| one.is_dead = true).told(),
            Err(Denied::NoRelation),
        ),
    ]
}

fn behind_cases() -> Vec<Case> {
    let given = || proxy(&[Area::Results]).behind();
    let apart = |world: World| world.subject(|one| one.is_joined = false);
    vec![
        case("whoever was given access", given(), Ok(Rule::Told)),
        case("a parent", parent_of("2018-03-01").behind(), Ok(Rule::Told)),
        case("the record is no part of another", apart(given()), Err(Denied::NoRelation)),
        case("a stranger", other().behind(), Err(Denied::NoRelation)),
        case("the person", own().behind(), Err(Denied::NoRelation)),
        case("the access has ended", given().inactive(), Err(Denied::Ended)),
        case("a parent of somebody who is 16", parent_of("2010-11-26").behind(), Err(Denied::ChildIsSixteen)),
        case(
            "the address of either record is protected",
            given().subject(|one| one.is_protected = true),
            Err(Denied::Protected),
        ),
        case("the receiver has a protected address", protected_reader(given()), Err(Denied::Protected)),
        case(
            "either record is closed to them",
            given().closed(Against::Person(key(READER)), Closed::Record),
            Err(Denied::ClosedToPerson),
        ),
        case("the person is dead", given().subject(|one| one.is_dead = true), Err(Denied::SubjectDead)),
    ]
}

pub(crate) fn groups() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("The person", own_cases()),
        ("Parents and foster parents", parent_cases()),
        (
            "Those who answer an invitation",
            invited_cases().into_iter().chain(invited_and_blocked()).collect(),
        ),
        ("Those who have been given access", proxy_cases()),
        ("Those who act for somebody who cannot", other_cases()),
        ("Those who are told what became of an access", told_cases()),
        ("Those whose access stayed behind when two records of the giver were made one", behind_cases()),
        ("Those who ask for a fresh sign-in before parts of their record", safe_cases()),
        ("Staff", staff_cases()),
        ("What staff register", registering_cases()),
        ("What staff hide and show later", marking_cases()),
        ("Who registers an application on paper", receiving_cases()),
        ("Staff who handle a case", handling_cases()),
        ("Registered systems", client_cases()),
        ("Registered systems that ask for the access log", log_cases()),
    ]
}
