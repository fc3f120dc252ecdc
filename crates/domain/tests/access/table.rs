//! The cases: who, of whom, when, and what the answer is. The page for lawyers shows the same table.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Ground, Home, Reader, RelationKind};
use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marks::Mark;
use helsami_domain::access::{Change, Denied, Rule, is_allowed};
use helsami_domain::resource_type::ResourceType as R;

use crate::world::{
    CASE, READER, SUBJECT, World, born, handler, invited, item, kept_back, key, local, other, own, parent_of,
    proxy, staff, time, until,
};

/// One line of the table.
pub(crate) struct Case {
    pub(crate) who: &'static str,
    pub(crate) world: World,
    pub(crate) answer: Result<Rule, Denied>,
}

fn case(who: &'static str, world: World, answer: Result<Rule, Denied>) -> Case {
    Case { who, world, answer }
}

const NOON: &str = "2026-11-26T12:00:00Z";

fn representative(certified: &str) -> World {
    let kind = RelationKind::Representative { areas: Areas::ALL, certified: time(certified) };
    other().related(kind).subject(|one| one.lacks_capacity = true)
}

fn own_cases() -> Vec<Case> {
    vec![
        case("an adult, their own record", own(), Ok(Rule::Own)),
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
        case(
            "the inviter has blocked them",
            invited().closed(Against::Person(key(READER)), Closed::Record),
            Err(Denied::ClosedToPerson),
        ),
        case("a member of staff", World { reader: staff(None).reader, ..invited() }, Err(Denied::NoRelation)),
    ]
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

fn staff_cases() -> Vec<Case> {
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

fn handling_cases() -> Vec<Case> {
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

fn told_cases() -> Vec<Case> {
    let given = || proxy(&[Area::Results]).told();
    let block = |what| given().closed(Against::Person(key(READER)), what);
    vec![
        case("of an access that is in force", given(), Ok(Rule::Told)),
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
        case(
            "the nearest of somebody dead",
            other()
                .related(RelationKind::NearestOfDead { areas: Areas::ALL })
                .subject(|one| one.is_dead = true)
                .told(),
            Ok(Rule::Told),
        ),
    ]
}

pub(crate) fn groups() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("The person", own_cases()),
        ("Parents and foster parents", parent_cases()),
        ("Those who answer an invitation", invited_cases()),
        ("Those who have been given access", proxy_cases()),
        ("Those who act for somebody who cannot", other_cases()),
        ("Those who are told what became of an access", told_cases()),
        ("Staff", staff_cases()),
        ("Staff who handle a case", handling_cases()),
    ]
}

#[test]
fn every_case_has_its_answer() {
    for case in groups().into_iter().flat_map(|(_, cases)| cases) {
        assert_eq!(case.world.answer(), case.answer, "{}", case.who);
    }
}

#[test]
fn every_rule_and_every_no_has_a_case() {
    let answers: Vec<Result<Rule, Denied>> =
        groups().into_iter().flat_map(|(_, cases)| cases).map(|case| case.answer).collect();
    for rule in Rule::PERSONAL {
        assert!(answers.contains(&Ok(rule)), "{rule:?} has no case");
    }
    for denied in Denied::ALL.into_iter().filter(|one| *one != Denied::NotYours) {
        assert!(answers.contains(&Err(denied)), "{denied:?} has no case");
    }
}

#[test]
fn who_may_change_what() {
    use Change::{
        Ask, Block, Choose, ConfirmKin, ConsentForYouth, EndAccess, GiveAccess, HandleCase, HaveReviewed,
        Lock, PutAway, Register, ReportError, ReturnAccess,
    };
    let check = |world: &World, expect: &[Change]| {
        let allowed: Vec<Change> =
            Change::ALL.into_iter().filter(|one| world.changes(*one).is_ok()).collect();
        assert_eq!(allowed, expect, "{:?}", world.answer());
        for change in Change::ALL.into_iter().filter(|one| !expect.contains(one)) {
            let expect = world.answer().map_or_else(|denied| denied, |_| Denied::NotYours);
            assert_eq!(world.changes(change), Err(expect), "{change:?} {:?}", world.answer());
        }
    };
    check(&own(), &[GiveAccess, EndAccess, Block, Lock, ReportError, Ask, ConfirmKin, Choose, PutAway]);
    check(&own().subject(|one| one.birth = None), &[Lock, ReportError, Ask, PutAway]);
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    check(&youth, &[Lock, ReportError, Ask, PutAway]);
    check(&parent_of("2018-03-01"), &[ReportError, Ask, ConfirmKin]);
    check(&parent_of("2012-03-01"), &[ConsentForYouth, ReportError, Ask, ConfirmKin]);
    check(&proxy(&[Area::Results]), &[ReturnAccess, ReportError, Ask]);
    check(&representative("2024-01-01T00:00:00Z"), &[ReturnAccess, ReportError, Ask]);
    check(&staff(Some(Ground::Treatment)), &[Register]);
    check(&staff(Some(Ground::Emergency)), &[HaveReviewed]);
    check(&staff(Some(Ground::Override)), &[HaveReviewed]);
    assert!(is_allowed(Rule::Handling, HandleCase));
    check(&other(), &[]);
    check(&own().subject(|one| one.is_locked = true), &[]);
}

#[test]
fn an_invitation_that_waits_opens_nothing() {
    let waiting = World { invitation: None, ..invited() };
    assert_eq!(waiting.answer(), Err(Denied::NoRelation));
    assert_eq!(waiting.sees(&item(R::Observation, 1, &[])), Sight::Hidden);
    for change in Change::ALL {
        assert_eq!(waiting.changes(change), Err(Denied::NoRelation), "{change:?}");
        assert!(!is_allowed(Rule::Invited, change) && !is_allowed(Rule::Told, change), "{change:?}");
    }
}

#[test]
fn a_preview_is_what_a_receiver_would_see() {
    let (plain, kept) = (item(R::Observation, 1, &[]), item(R::Observation, 2, &[Mark::Hiv]));
    let one = item(R::Observation, 3, &[]);
    let RelationKind::Proxy(proxy) = kept_back(&[Area::Results, Area::Private], &[Mark::Hiv], &[one.id])
    else {
        unreachable!("made as one")
    };
    let shown = own().preview(&proxy).expect("one's own");
    let real = other().related(RelationKind::Proxy(proxy.clone())).grant().expect("given");
    assert_eq!(shown.lens(), real.lens());
    for (item, expect) in [(plain, Sight::Shown), (kept, Sight::Hidden), (one, Sight::Hidden)] {
        assert_eq!(shown.sees(&item), expect);
    }
    // Only whoever may give access is shown what it would open.
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    for (world, expect) in [
        (other(), Denied::NoRelation),
        (parent_of("2018-03-01"), Denied::NotYours),
        (youth, Denied::NotYours),
        (own().subject(|one| one.is_locked = true), Denied::Locked),
    ] {
        assert_eq!(world.preview(&proxy).map(|grant| grant.rule()), Err(expect));
    }
}

#[test]
fn which_parts_each_reader_has_a_way_into() {
    let check = |world: &World, expect: &str| {
        let words: Vec<&str> = world.areas().iter().map(Area::code).collect();
        assert_eq!(words.join(" "), expect);
    };
    let giveable = "appointments results medicines allergies diagnoses vaccines documents care-team";
    let all = format!("{giveable} details private other kin");
    check(&own(), &all);
    check(&own().subject(|one| one.birth = None), &all);
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    check(&youth, "appointments medicines vaccines details private kin");
    check(&parent_of("2018-03-01"), &format!("{giveable} details"));
    check(&parent_of("2012-03-01"), &format!("{giveable} details"));
    check(&proxy(&Area::ALL), giveable);
    check(&proxy(&[Area::Results, Area::Private]), "results");
    check(&representative("2024-01-01T00:00:00Z"), giveable);
    check(&staff(Some(Ground::Treatment)), &format!("{giveable} details other kin"));
    // Two relations give the parts of both.
    let two = proxy(&[Area::Results]).related(kept_back(&[Area::Medicines], &[], &[]));
    check(&two, "results medicines");
    let two = proxy(&[Area::Results]).related(kept_back(&[Area::Medicines, Area::Vaccines], &[], &[]));
    check(&two, "results medicines vaccines");
}

#[test]
fn what_each_reader_sees_of_marked_items() {
    use Mark::{
        Blocked, HiddenFromParents, HiddenFromYouth, MentalHealth, NotForPatient, NotYetTold, RefusedDanger,
        Violence,
    };
    use Sight::{Hidden, Locked, Shown};
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    let readers = [
        own(),
        own().subject(|one| one.birth = None),
        youth,
        parent_of("2018-03-01"),
        parent_of("2012-03-01"),
        proxy(&[Area::Appointments]),
        staff(Some(Ground::Treatment)),
        staff(Some(Ground::Override)),
    ];
    let check = |marks: &[Mark], expect: [Sight; 8]| {
        let item = item(R::Encounter, 5, marks);
        for (reader, expect) in readers.iter().zip(expect) {
            assert_eq!(reader.sees(&item), expect, "{marks:?} {:?}", reader.answer());
        }
    };
    check(&[], [Shown; 8]);
    check(&[HiddenFromParents], [Shown, Shown, Shown, Hidden, Hidden, Shown, Shown, Shown]);
    check(&[HiddenFromYouth], [Shown, Hidden, Hidden, Shown, Shown, Shown, Shown, Shown]);
    check(&[MentalHealth], [Shown, Shown, Shown, Shown, Hidden, Shown, Shown, Shown]);
    check(&[Violence], [Shown, Shown, Shown, Shown, Hidden, Shown, Shown, Shown]);
    for mark in [NotYetTold, RefusedDanger, NotForPatient] {
        check(&[mark], [Hidden, Hidden, Hidden, Hidden, Hidden, Hidden, Shown, Shown]);
    }
    check(&[Blocked], [Shown, Shown, Shown, Shown, Shown, Shown, Locked, Shown]);
}

#[test]
fn what_is_kept_back_one_by_one() {
    let (one, two) = (item(R::Observation, 1, &[]), item(R::Observation, 2, &[Mark::SexualHealth]));
    let given = other().related(kept_back(&[Area::Results], &[Mark::SexualHealth], &[one.id]));
    assert_eq!((given.sees(&one), given.sees(&two)), (Sight::Hidden, Sight::Hidden));
    assert_eq!(given.sees(&item(R::Observation, 3, &[])), Sight::Shown);
    assert_eq!(given.sees(&item(R::Encounter, 3, &[])), Sight::Hidden);
    // Who it is about is known to everybody who was let in.
    assert_eq!(given.sees(&item(R::Patient, 0, &[])), Sight::Shown);
    // What one relation keeps back, another does not open.
    let both = given.related(kept_back(&[Area::Results, Area::Vaccines], &[], &[]));
    assert_eq!((both.sees(&one), both.sees(&two)), (Sight::Hidden, Sight::Hidden));
    // Items that the person has closed to somebody who may see the rest.
    let closed = proxy(&[Area::Results]).closed(Against::Person(key(READER)), Closed::Items(vec![one.id]));
    assert_eq!((closed.sees(&one), closed.sees(&two)), (Sight::Hidden, Sight::Shown));
}

#[test]
fn closed_items_are_padlocks_to_staff_and_open_in_an_emergency() {
    let old = item(R::Observation, 1, &[]);
    let new = {
        let id = helsami_domain::ids::LocalId::at(time("2026-10-01T00:00:00Z"), 0);
        Item { id: helsami_domain::ids::RecordId { local: id, ..old.id }, ..old }
    };
    let named = Against::Practitioner(local(101));
    for (against, opened) in [(Against::Staff, Sight::Shown), (named, Sight::Hidden)] {
        let closed = |ground| staff(Some(ground)).closed(against, Closed::Items(vec![old.id]));
        let first = if against == named { Sight::Hidden } else { Sight::Locked };
        assert_eq!(closed(Ground::Treatment).sees(&old), first);
        assert_eq!(closed(Ground::Treatment).sees(&new), Sight::Shown);
        assert_eq!(closed(Ground::Emergency).sees(&old), first);
        assert_eq!(closed(Ground::Override).sees(&old), opened);
    }
    // What comes after a block is closed too; what came before is not.
    let coming = |ground| staff(Some(ground)).closed(Against::Staff, Closed::Coming);
    assert_eq!(
        (coming(Ground::Treatment).sees(&old), coming(Ground::Treatment).sees(&new)),
        (Sight::Shown, Sight::Locked)
    );
    assert_eq!(coming(Ground::Override).sees(&new), Sight::Shown);
    // The citizen's own things are no business of staff.
    assert_eq!(staff(Some(Ground::Override)).sees(&item(R::Consent, 1, &[])), Sight::Hidden);
}

#[test]
fn what_is_to_come_is_closed_by_name_whatever_the_reason() {
    let old = item(R::Observation, 1, &[]);
    let coming = helsami_domain::ids::LocalId::at(time("2026-10-01T00:00:00Z"), 0);
    let new = Item { id: helsami_domain::ids::RecordId { local: coming, ..old.id }, ..old };
    for ground in [Ground::Treatment, Ground::Emergency, Ground::Override] {
        let world = staff(Some(ground)).closed(Against::Practitioner(local(101)), Closed::Coming);
        assert_eq!((world.sees(&old), world.sees(&new)), (Sight::Shown, Sight::Hidden), "{ground:?}");
    }
}

#[test]
fn whoever_handles_a_case_sees_the_case_and_what_it_points_at() {
    let case = item(R::Task, CASE, &[]);
    let (focus, other) = (item(R::Observation, 1, &[Mark::Blocked]), item(R::Observation, 2, &[]));
    let check = |world: &World, expect: [Sight; 3]| {
        let grant = world.case_grant().expect("the place that has it");
        assert_eq!([case, focus, other].map(|item| grant.sees(&item)), expect);
        assert_eq!(grant.sees(&item(R::Task, 6, &[])), Sight::Hidden, "another case");
        assert_eq!(grant.sees(&item(R::Consent, 1, &[])), Sight::Hidden);
        assert_eq!(grant.sees(&item(R::Patient, 0, &[])), Sight::Shown, "who it is about");
        assert!(grant.lens().is_narrow() && grant.lens().shows_line(77) && !grant.lens().shows_line(78));
    };
    let shown = [Sight::Shown, Sight::Shown, Sight::Hidden];
    check(&handler(), shown);
    check(&handler().closed(Against::Staff, Closed::Record), shown);
    check(&handler().case(|one| one.focus = None), [Sight::Shown, Sight::Hidden, Sight::Hidden]);
    let named = Against::Practitioner(local(101));
    let without = [Sight::Shown, Sight::Hidden, Sight::Hidden];
    check(&handler().closed(named, Closed::Items(vec![focus.id])), without);
    // Also after it has its answer.
    check(&handler().case(|one| one.is_open = false), shown);
    for world in [own(), staff(Some(Ground::Treatment))] {
        let lens = world.grant().expect("let in").lens().clone();
        assert!(!lens.is_narrow() && !lens.shows_line(77));
    }
}

#[test]
fn answers_are_announced_until_they_are_released() {
    let item = |release| Item { release, ..item(R::Observation, 1, &[]) };
    let later = item(Release::At(time("2026-11-26T12:00:01Z")));
    let now = item(Release::At(time(NOON)));
    for reader in [own(), parent_of("2018-03-01"), proxy(&[Area::Results])] {
        assert_eq!(reader.sees(&later), Sight::Announced, "{:?}", reader.answer());
        assert_eq!(reader.sees(&now), Sight::Shown);
        assert_eq!(reader.sees(&item(Release::ByHand)), Sight::Announced);
    }
    assert_eq!(staff(Some(Ground::Treatment)).sees(&later), Sight::Shown);
}

#[test]
fn a_parent_who_is_a_proxy_too_keeps_both_ways_in() {
    // At 16 the parents' way ends, and what the young person has given goes on.
    let given = parent_of("2010-01-01").related(kept_back(&[Area::Vaccines], &[], &[]));
    assert_eq!(given.answer(), Ok(Rule::Proxy));
    assert_eq!(given.areas(), Areas::of(&[Area::Vaccines]));
    assert_eq!(born("2010-01-01").map(|birth| birth.birthday(16).to_string()).as_deref(), Some("2026-01-01"));
}

#[test]
fn whoever_is_told_sees_whose_record_it_is_and_nothing_in_it() {
    let grant = proxy(&[Area::Results]).told().tells().expect("told");
    assert_eq!(grant.sees(&item(R::Patient, 0, &[])), Sight::Shown);
    for kind in [R::Observation, R::Consent, R::RelatedPerson, R::Appointment] {
        assert_eq!(grant.sees(&item(kind, 1, &[])), Sight::Hidden, "{kind}");
    }
}

#[test]
fn whoever_acts_for_somebody_follows_their_own_cases_there_and_nothing_else() {
    let (mine, theirs) = (item(R::Task, 1, &[]), item(R::Task, 2, &[]));
    let grant = proxy(&[Area::Results]).follows(&[mine.id]).expect("let in");
    assert_eq!((grant.sees(&mine), grant.sees(&theirs)), (Sight::Shown, Sight::Hidden));
    assert_eq!(grant.sees(&item(R::Observation, 1, &[])), Sight::Hidden, "what is given is another look");
    assert!(Area::ALL.into_iter().all(|area| !grant.lens().opens(area)), "no list, and not the log");
    for (world, expect) in [
        (proxy(&[Area::Results]).inactive(), Denied::Ended),
        (proxy(&[Area::Results]).subject(|one| one.is_protected = true), Denied::Protected),
        (other(), Denied::NoRelation),
        (own(), Denied::NoRelation),
        (staff(Some(Ground::Treatment)), Denied::NoRelation),
    ] {
        assert_eq!(world.follows(&[mine.id]).map(|grant| grant.rule()), Err(expect));
    }
}
