//! The lens by itself: the numbers of releases, what it says of itself, and that each reader's says so.

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::{Against, Closed, Ground};
use helsami_domain::access::lens::{Lens, Release, Side, Sight};
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::access::{Actor, Denied, Rule, SystemTask, receive, weigh};
use helsami_domain::ids::{LocalId, RecordId};
use helsami_domain::resource_type::ResourceType as R;
use jiff::Timestamp;
use proptest::prelude::{any, prop_assert_eq, proptest};

use crate::world::{World, handler, item, kept_back, key, local, other, own, parent_of, proxy, staff, time};

fn lens(world: &World) -> Lens {
    world.grant().expect("somebody who is let in").lens().clone()
}

fn system() -> Lens {
    receive(Actor::System(SystemTask::Import)).expect("the import").lens().clone()
}

#[test]
fn a_release_has_its_number() {
    let moment = time("2026-03-18T08:00:00.000001Z");
    for (release, number) in [
        (Release::AtOnce, 0),
        (Release::At(moment), 1_773_820_800_000_001),
        (Release::At(time("1969-12-31T23:59:59Z")), -1_000_000),
        (Release::ByHand, i64::MAX),
    ] {
        assert_eq!((release.number(), Release::from_number(number)), (number, release));
    }
    // What is no time opens by hand only.
    for number in [i64::MIN, i64::MAX - 1, Timestamp::MAX.as_microsecond() + 1] {
        assert_eq!(Release::from_number(number), Release::ByHand, "{number}");
    }
}

proptest! {
    #[test]
    fn every_stored_release_is_read_as_it_was(micros in any::<i32>()) {
        let number = i64::from(micros) * 1_000_003;
        prop_assert_eq!(Release::from_number(number).number(), number);
    }
}

#[test]
fn a_release_opens_at_its_moment() {
    let (before, at) = (time("2026-11-26T11:59:59Z"), time("2026-11-26T12:00:00Z"));
    for (release, expect) in
        [(Release::AtOnce, [true, true]), (Release::At(at), [false, true]), (Release::ByHand, [false, false])]
    {
        assert_eq!([before, at].map(|now| release.is_open(now)), expect, "{release:?}");
    }
}

#[test]
fn a_part_is_open_or_only_some_of_its_items_are() {
    let given = lens(&proxy(&[Area::Results]));
    for area in Area::ALL {
        assert_eq!(given.opens(area), area == Area::Results, "{area:?}");
        assert!(lens(&own()).opens(area), "{area:?}");
        assert!(
            !handler().case_grant().expect("theirs").lens().opens(area),
            "single items are no part: {area:?}"
        );
    }
    assert!(!given.is_narrow() && handler().case_grant().expect("theirs").lens().is_narrow());
}

#[test]
fn everybody_but_the_installation_can_lack_something() {
    for world in [own(), parent_of("2018-03-01"), proxy(&[Area::Results]), staff(Some(Ground::Treatment))] {
        assert!(lens(&world).can_hide() && !lens(&world).shows_all(), "{:?}", world.reader);
    }
    assert!(!system().can_hide() && system().shows_all());
    assert_eq!(weigh(key(1)).expect("somebody's").lens(), &system());
    // The installation sees what everybody else is kept from.
    let refused = item(R::Observation, 1, &[Mark::RefusedDanger]);
    assert_eq!((system().sees(&refused), lens(&own()).sees(&refused)), (Sight::Shown, Sight::Hidden));
}

#[test]
fn each_item_that_is_kept_back_counts() {
    for count in 0..4 {
        let items: Vec<_> = (0..count).map(|number| item(R::Observation, number, &[]).id).collect();
        let given = lens(&other().related(kept_back(&[Area::Results], &[], &items)));
        assert_eq!(given.exceptions(), items.len());
        // Those that are a padlock count as well, to staff and to the person.
        let blocked = staff(Some(Ground::Treatment)).closed(Against::Staff, Closed::Items(items.clone()));
        assert_eq!(lens(&blocked).exceptions(), items.len());
        let mut asks = own();
        asks.safe.items = items.clone();
        assert_eq!(lens(&asks).exceptions(), items.len());
        let mut hidden = other().related(kept_back(&[Area::Results], &[], &items));
        hidden.safe.items = vec![item(R::Observation, 9, &[]).id];
        assert_eq!(lens(&hidden).exceptions(), items.len() + 1);
    }
    assert_eq!(lens(&own()).exceptions(), 0);
}

#[test]
fn each_side_has_its_marks() {
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    let small = parent_of("2018-03-01");
    let large = parent_of("2012-03-01");
    for (world, side, marks) in [
        (own(), Side::Person, Marks::REFUSED),
        (youth, Side::Youth, Marks::REFUSED.with(Mark::HiddenFromYouth)),
        (proxy(&[Area::Results]), Side::Other, Marks::REFUSED),
        (small, Side::Guardian, Marks::REFUSED.with(Mark::HiddenFromParents)),
        (large, Side::Guardian, Marks::REFUSED.with(Mark::HiddenFromParents).or(Marks::SENSITIVE)),
        (staff(Some(Ground::Treatment)), Side::Staff, Marks::NONE),
    ] {
        assert_eq!((lens(&world).side(), lens(&world).hidden()), (side, marks));
    }
    assert_eq!((system().side(), system().hidden()), (Side::System, Marks::NONE));
}

#[test]
fn a_case_is_closed_by_what_is_to_come_and_not_by_a_single_thing() {
    let (before, from) = (time("2019-12-31T23:59:00Z"), time("2020-01-01T00:00:00Z"));
    let named = Against::Practitioner(local(101));
    let made =
        |at: Timestamp| handler().case(|one| one.case = RecordId { local: LocalId::at(at, 0), ..one.case });
    let thing = Closed::Items(vec![item(R::Observation, 7, &[]).id]);
    for (at, what, expect, closed_from) in [
        (from, thing.clone(), Ok(Rule::Handling), None),
        (before, thing, Ok(Rule::Handling), None),
        (from, Closed::Coming, Err(Denied::ClosedToNamed), None),
        (before, Closed::Coming, Ok(Rule::Handling), Some(from)),
        (before, Closed::Record, Err(Denied::ClosedToNamed), None),
    ] {
        let world = made(at).closed(named, what.clone());
        assert_eq!(world.answer(), expect, "{at} {what:?}");
        let lens = world.case_grant().map(|grant| grant.lens().clone());
        assert_eq!(lens.ok().and_then(|lens| lens.closed_from()), closed_from, "{at} {what:?}");
    }
}
