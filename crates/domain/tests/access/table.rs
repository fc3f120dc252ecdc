//! The table: every case has its answer, and every rule, no and change has its cases.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Ground, RelationKind};
use helsami_domain::access::lens::Sight;
use helsami_domain::access::marks::Mark;
use helsami_domain::access::{Change, Denied, Rule, is_allowed};
use helsami_domain::resource_type::ResourceType as R;

use crate::world::{
    World, client, invited, item, kept_back, nearest, other, own, parent_of, proxy, registers, staff,
};

use crate::cases::{groups, representative};

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
    // Two records at once have a table of their own.
    assert!(crate::merge::lines().iter().any(|line| line.answer == Ok(Rule::ClientMerge)));
    for rule in Rule::PERSONAL.into_iter().filter(|rule| *rule != Rule::ClientMerge) {
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
        Lock, Mark as SetMark, PutAway, Register, ReportError, ReturnAccess, SafeLess, SafeMore,
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
    let person = [
        GiveAccess,
        EndAccess,
        Block,
        Lock,
        SafeMore,
        SafeLess,
        ReportError,
        Ask,
        ConfirmKin,
        Choose,
        PutAway,
    ];
    check(&own(), &person);
    let young = [Lock, SafeMore, SafeLess, ReportError, Ask, PutAway];
    check(&own().subject(|one| one.birth = None), &young);
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    check(&youth, &young);
    check(&parent_of("2018-03-01"), &[ReportError, Ask]);
    check(&parent_of("2012-03-01"), &[ConsentForYouth, ReportError, Ask]);
    check(&proxy(&[Area::Results]), &[ReturnAccess, ReportError, Ask]);
    check(&representative("2024-01-01T00:00:00Z"), &[ReturnAccess, ReportError, Ask]);
    check(&staff(Some(Ground::Treatment)), &[Register, SetMark]);
    check(&staff(Some(Ground::Emergency)), &[HaveReviewed]);
    check(&staff(Some(Ground::Override)), &[HaveReviewed]);
    assert!(is_allowed(Rule::Handling, HandleCase));
    check(&client(true), &[]);
    check(&client(false), &[]);
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
fn whoever_registers_is_shown_what_the_receiver_would_see_and_nothing_that_is_closed_to_them() {
    let (plain, locked) = (item(R::Observation, 1, &[]), item(R::Observation, 2, &[Mark::Blocked]));
    let (refused, single) = (item(R::Observation, 3, &[Mark::RefusedClose]), item(R::Observation, 4, &[]));
    let world = registers(nearest(&[Area::Results, Area::Private]))
        .closed(Against::Staff, Closed::Items(vec![single.id]));
    let shown = world.register_preview().expect("to be registered");
    assert_eq!((shown.rule(), shown.lens().areas()), (Rule::Treating, Areas::of(&[Area::Results])));
    for (item, expect) in [
        (plain, Sight::Shown),
        (locked, Sight::Hidden),
        (refused, Sight::Hidden),
        (single, Sight::Hidden),
        (item(R::Condition, 5, &[]), Sight::Hidden),
        (item(R::Consent, 6, &[]), Sight::Hidden),
    ] {
        assert_eq!(shown.sees(&item), expect, "{item:?}");
    }
    let listed = world.registered(&[one_consent().id]).expect("theirs to see");
    assert_eq!(listed.sees(&one_consent()), Sight::Shown);
    assert_eq!((listed.sees(&item(R::Consent, 6, &[])), listed.sees(&plain)), (Sight::Hidden, Sight::Hidden));
    assert!(other().registered(&[one_consent().id]).is_err());
    let refused = registers(nearest(&[Area::Results])).reader_protected();
    assert_eq!(refused.register_preview().map(|grant| grant.rule()), Err(Denied::Protected));
}

#[test]
fn whoever_registers_an_application_sees_nothing_of_the_record() {
    let grant = World::receives().received().expect("an adult");
    assert_eq!(grant.rule(), Rule::Receiving);
    for change in Change::ALL {
        assert!(!is_allowed(Rule::Receiving, change), "{change:?}: the case is all");
    }
    for kind in [R::Observation, R::Task, R::Consent, R::RelatedPerson] {
        assert_eq!(grant.sees(&item(kind, 1, &[])), Sight::Hidden, "{kind}");
    }
}

fn one_consent() -> helsami_domain::access::lens::Item {
    item(R::Consent, 9, &[])
}
