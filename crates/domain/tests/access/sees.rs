//! What each reader sees of what: parts, marked items, padlocks, announced answers.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Ground, RelationKind};
use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marks::Mark;
use helsami_domain::access::{Denied, Rule};
use helsami_domain::ids::ClientKey;
use helsami_domain::resource_type::ResourceType as R;

use crate::world::{
    CASE, READER, World, born, client, client_key, handler, item, kept_back, key, local, nearest, other, own,
    parent_of, proxy, registers, staff, time,
};

use crate::cases::{NOON, representative};

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
fn whoever_acts_for_a_child_in_two_ways_sees_nothing_that_is_hidden_from_parents() {
    let foster = |date: &str, areas: &[Area]| {
        other().born(date).related(RelationKind::Foster { areas: Areas::of(areas) })
    };
    let [hidden, sensitive] =
        [Mark::HiddenFromParents, Mark::SexualHealth].map(|mark| item(R::Encounter, 5, &[mark]));
    let sees = |world: &World| [&hidden, &sensitive].map(|item| world.sees(item));
    let narrow = foster("2012-03-01", &[Area::Appointments]);
    assert_eq!(sees(&narrow), [Sight::Hidden; 2], "of 14: as a parent");
    assert_eq!(sees(&foster("2018-03-01", &[Area::Appointments])), [Sight::Hidden, Sight::Shown], "of 8");
    // What was approved beside it opens more parts, and nothing of what is hidden from parents.
    let certified = time("2024-01-01T00:00:00Z");
    let nearest = RelationKind::Representative { areas: Areas::ALL, certified };
    let delegated = narrow.relations[0].kind.clone();
    for kinds in [[delegated.clone(), nearest.clone()], [nearest, delegated]] {
        let mut both = narrow.clone().subject(|one| one.lacks_capacity = true);
        both.relations.clear();
        let both = kinds.into_iter().fold(both, World::related);
        assert!(both.areas().has(Area::Results), "of the approval");
        assert_eq!(sees(&both), [Sight::Hidden; 2]);
    }
    // Two ways in, neither as a parent: nothing of it is hidden.
    let two = proxy(&[Area::Results]).related(kept_back(&[Area::Appointments], &[], &[]));
    assert_eq!(sees(&two), [Sight::Shown; 2]);
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
fn what_is_to_come_is_closed_to_systems_and_what_came_before_is_not() {
    let old = item(R::Observation, 1, &[]);
    let coming = helsami_domain::ids::LocalId::at(time("2026-10-01T00:00:00Z"), 0);
    let new = Item { id: helsami_domain::ids::RecordId { local: coming, ..old.id }, ..old };
    let closed = client(true).closed(Against::Staff, Closed::Coming);
    assert_eq!((closed.sees(&old), closed.sees(&new)), (Sight::Shown, Sight::Hidden));
    let one = client(true).closed(Against::Staff, Closed::Items(vec![old.id]));
    assert_eq!((one.sees(&old), one.sees(&new)), (Sight::Hidden, Sight::Shown));
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
fn a_preview_at_the_desk_shows_nothing_to_come_and_nothing_that_waits() {
    let old = item(R::Observation, 1, &[]);
    let coming = helsami_domain::ids::LocalId::at(time("2026-10-01T00:00:00Z"), 0);
    let new = Item { id: helsami_domain::ids::RecordId { local: coming, ..old.id }, ..old };
    let closed = registers(nearest(&[Area::Results])).closed(Against::Staff, Closed::Coming);
    let shown = closed.register_preview().expect("to be registered");
    assert_eq!((shown.sees(&old), shown.sees(&new)), (Sight::Shown, Sight::Hidden));
    // An access that begins next month is seen as of today: what is released between is not shown yet.
    let later =
        registers(nearest(&[Area::Results])).receiver(|_, one| one.term.from = time("2026-12-26T12:00:00Z"));
    let shown = later.register_preview().expect("to be registered");
    let waits = Item { release: Release::At(time("2026-12-01T12:00:00Z")), ..old };
    assert_eq!((shown.sees(&old), shown.sees(&waits)), (Sight::Shown, Sight::Announced));
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

#[test]
fn what_a_registered_system_sees() {
    let plain = item(R::Observation, 1, &[]);
    let blocked = item(R::Observation, 2, &[Mark::Blocked]);
    let own_blocked = Item { source: Some(client_key()), ..blocked };
    let others = Item { source: ClientKey::new(9), ..item(R::Observation, 4, &[]) };
    let consent = item(R::Consent, 3, &[]);
    let patient = item(R::Patient, 0, &[]);
    let check = |world: &World, expected: [Sight; 6]| {
        let seen = [plain, blocked, own_blocked, others, consent, patient].map(|one| world.sees(&one));
        assert_eq!(seen, expected, "{:?}", world.answer());
    };
    use Sight::{Hidden, Shown};
    check(&client(false), [Hidden, Hidden, Shown, Hidden, Hidden, Hidden]);
    check(&client(true), [Shown, Hidden, Shown, Shown, Hidden, Shown]);
    let items = Closed::Items(vec![plain.id]);
    check(&client(true).closed(Against::Staff, items), [Hidden, Hidden, Shown, Shown, Hidden, Shown]);
    let protected = client(true).subject(|one| one.is_protected = true);
    check(&protected, [Hidden, Hidden, Shown, Hidden, Hidden, Hidden]);
}
