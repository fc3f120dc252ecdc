//! What only this module can see: that a grant is for one actor and one record.

use super::facts::{Facts, Reader, StaffReader, Subject};
use super::lens::{Item, Release, Sight};
use super::marks::Marks;
use super::{
    Actor, Denied, Grant, Purpose, Rule, SystemTask, VisitNumber, directory, identify, read_record, receive,
    weigh,
};
use crate::ids::{ClientKey, LocalId, PatientKey, RecordId};
use crate::resource_type::ResourceType;
use jiff::Timestamp;

const TASKS: [SystemTask; 5] =
    [SystemTask::Import, SystemTask::Demo, SystemTask::Check, SystemTask::SignIn, SystemTask::Rules];

fn key(raw: i64) -> PatientKey {
    PatientKey::new(raw).expect("a key")
}

fn citizen(raw: i64) -> Actor {
    Actor::Citizen { person: key(raw), visit: VisitNumber(7) }
}

fn facts(reader: i64, subject: i64) -> Facts<'static> {
    Facts::unregistered(key(reader), key(subject), Timestamp::UNIX_EPOCH)
}

fn told<A>(answer: Result<Grant<A>, Denied>) -> Result<(Rule, Purpose, Option<i64>), Denied> {
    answer.map(|grant| (grant.rule(), grant.purpose(), grant.patient().map(PatientKey::get)))
}

#[test]
fn the_facts_must_be_about_the_actor() {
    let own = Ok((Rule::OwnAgeUnknown, Purpose::OwnAccess, Some(5)));
    assert_eq!(told(read_record(citizen(5), &facts(5, 5))), own);
    assert_eq!(told(read_record(citizen(6), &facts(5, 5))), Err(Denied::NoRelation));
    assert_eq!(told(read_record(citizen(5), &facts(5, 6))), Err(Denied::NoRelation));
    assert_eq!(told(read_record(citizen(0), &facts(0, 0))), Err(Denied::NoRelation));
    for task in TASKS {
        assert_eq!(told(read_record(Actor::System(task), &facts(5, 5))), Err(Denied::NoRelation), "{task:?}");
    }
    let (role, other) = (LocalId::new(8).expect("positive"), LocalId::new(9).expect("positive"));
    let staff = StaffReader {
        role,
        practitioner: role,
        organization: role,
        is_authorized: true,
        is_own_record: false,
        ground: Some(super::facts::Ground::Treatment),
        has_relation: true,
        has_reason: false,
    };
    let facts = Facts { reader: Reader::Staff(staff), ..facts(5, 5) };
    let visit = VisitNumber(1);
    let yes = Ok((Rule::Treating, Purpose::Treatment, Some(5)));
    assert_eq!(told(read_record(Actor::Staff { role, visit }, &facts)), yes);
    assert_eq!(told(read_record(Actor::Staff { role: other, visit }, &facts)), Err(Denied::NoRelation));
    assert_eq!(told(read_record(citizen(5), &facts)), Err(Denied::NoRelation));
}

#[test]
fn a_grant_sees_items_of_its_own_record_only() {
    let grant = read_record(citizen(5), &facts(5, 5)).expect("one's own record");
    let item = |patient, kind| {
        let id = RecordId { patient: key(patient), kind, local: LocalId::new(1).expect("positive") };
        Item { id, marks: Marks::NONE, release: Release::AtOnce, source: None }
    };
    assert_eq!(grant.sees(&item(5, ResourceType::Observation)), Sight::Shown);
    assert_eq!(grant.sees(&item(6, ResourceType::Observation)), Sight::Hidden);
    assert_eq!(grant.sees(&item(6, ResourceType::Patient)), Sight::Hidden);
}

#[test]
fn each_task_may_do_its_own_act_only() {
    let yes = |rule| Ok((rule, Purpose::Operation, None));
    let no = Err(Denied::NotYours);
    let table = [
        (Actor::System(SystemTask::Import), yes(Rule::Operator), no, no),
        (Actor::System(SystemTask::Demo), yes(Rule::Operator), no, yes(Rule::Demo)),
        (Actor::System(SystemTask::Check), no, no, no),
        (Actor::System(SystemTask::Rules), no, no, no),
        (Actor::System(SystemTask::SignIn), no, yes(Rule::SignIn), no),
        (citizen(5), no, no, no),
        (Actor::Staff { role: LocalId::PATIENT, visit: VisitNumber(1) }, no, no, no),
        (Actor::Client { client: ClientKey::new(7).expect("a key"), visit: VisitNumber(1) }, no, no, no),
    ];
    for (actor, writes, identifies, lists) in table {
        assert_eq!(told(receive(actor)), writes, "{actor:?} writes");
        assert_eq!(told(identify(actor)), identifies, "{actor:?} identifies");
        assert_eq!(told(directory(actor)), lists, "{actor:?} lists");
    }
    assert_eq!(told(weigh(key(5))), Ok((Rule::Facts, Purpose::Operation, Some(5))));
    assert_eq!(told(weigh(key(0))), Err(Denied::NoRelation));
}

#[test]
fn purposes_keep_their_numbers() {
    for number in 1..=10 {
        assert_eq!(Purpose::from_number(number).map(Purpose::number), Some(number));
    }
    assert_eq!((Purpose::from_number(0), Purpose::from_number(11)), (None, None));
}

#[test]
fn nothing_is_known_of_the_unregistered() {
    let Facts { subject, relations, blocks, .. } = facts(5, 6);
    let Subject {
        birth,
        is_dead,
        is_protected,
        is_locked,
        has_youth_consent,
        is_in_care,
        lacks_capacity,
        ..
    } = subject;
    assert_eq!((birth, is_dead, is_protected, is_locked), (None, false, false, false));
    assert_eq!((has_youth_consent, is_in_care, lacks_capacity), (false, false, false));
    assert!(relations.is_empty() && blocks.is_empty());
}
