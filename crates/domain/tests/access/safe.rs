//! What is behind a fresh sign-in, for each reader.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, Ground, Proxy, RelationKind};
use helsami_domain::access::lens::{Item, Lens, Release, Sight};
use helsami_domain::access::marks::Mark;
use helsami_domain::access::{
    Actor, Denied, Naming, SafeMode, VisitNumber, closes_together, set_safe_mode, together,
};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType as R;

use crate::cases::{NOON, representative};
use crate::world::{
    Safe, World, invited, item, key, nearest, other, own, parent_of, proxy, registers, staff, time,
};

fn result() -> Item {
    item(R::Observation, 1, &[])
}

fn paper() -> Item {
    item(R::DocumentReference, 8, &[])
}

/// Results and one document ask for a fresh sign-in.
fn asks(world: World) -> World {
    world.safe(&[Area::Results], &[paper()])
}

fn guardian() -> World {
    other().related(RelationKind::Guardian { is_nearest: true }).subject(|one| one.lacks_capacity = true)
}

fn nearest_of_dead() -> World {
    other().related(RelationKind::NearestOfDead { areas: Areas::ALL }).subject(|one| one.is_dead = true)
}

fn report() -> Item {
    item(R::DiagnosticReport, 4, &[])
}

/// One report asks for a fresh sign-in, and an answer closes with it.
fn asks_for_report(world: World) -> World {
    let mut world = world.safe(&[], &[report()]);
    world.safe.with = vec![result().id];
    world
}

/// Each reader of the page about the rules, with what they see of the part, of the thing, of what closes with another thing, and of
/// the rest.
pub(crate) fn sights() -> Vec<(&'static str, [Sight; 4])> {
    let readers = [
        ("the person", own()),
        ("the person, until a fresh sign-in runs out", own().open_until("2026-11-26T12:00:01Z")),
        ("the person, when it has run out", own().open_until(NOON)),
        ("somebody to whom the person has given everything", proxy(&Area::ALL)),
        ("the nearest of somebody who cannot consent", representative("2024-01-01T00:00:00Z")),
        ("a guardian who is the nearest", guardian()),
        ("the nearest of somebody who is dead", nearest_of_dead()),
        ("a parent, of a child of 14", parent_of("2012-03-01")),
        ("staff who treat the patient", staff(Some(Ground::Treatment))),
    ];
    let sees = |world: World| {
        let open_until = world.safe.open_until;
        let [mut parts, mut things] = [asks(world.clone()), asks_for_report(world)];
        (parts.safe.open_until, things.safe.open_until) = (open_until, open_until);
        let vaccine = item(R::Immunization, 3, &[]);
        [parts.sees(&result()), parts.sees(&paper()), things.sees(&result()), parts.sees(&vaccine)]
    };
    readers.into_iter().map(|(who, world)| (who, sees(world))).collect()
}

#[test]
fn each_reader_sees_the_chosen_as_the_rule_says() {
    use Sight::{Hidden, Locked, Shown};
    let all: Vec<[Sight; 4]> = sights().into_iter().map(|(_, sights)| sights).collect();
    let closed = [Locked, Locked, Locked, Shown];
    let (hidden, open) = ([Hidden, Hidden, Hidden, Shown], [Shown; 4]);
    assert_eq!(all, [closed, open, closed, hidden, hidden, hidden, hidden, open, open]);
}

#[test]
fn a_part_that_asks_is_led_to_and_not_open() {
    let closed = asks(own()).grant().expect("one's own");
    let lens = closed.lens();
    assert!(lens.asks(Area::Results) && !lens.opens(Area::Results) && lens.leads().has(Area::Results));
    assert!(!lens.asks(Area::Documents) && lens.opens(Area::Documents) && lens.is_asking());
    assert_eq!((lens.leads(), lens.areas()), (Areas::ALL, Areas::ALL.without(Areas::of(&[Area::Results]))));
    let open = asks(own()).open_until("2026-11-26T12:05:00Z").grant().expect("one's own");
    assert_eq!((open.lens().areas(), open.lens().is_asking()), (Areas::ALL, false));
    assert_eq!(open.lens(), own().grant().expect("one's own").lens(), "as if nothing were chosen");
    // A single thing alone asks as well; for others nothing asks, because nothing would open.
    let single = own().safe(&[], &[paper()]).grant().expect("one's own");
    assert!(single.lens().is_asking() && single.lens().areas() == Areas::ALL);
    let youth = own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    let youth = youth.safe(&[Area::Vaccines, Area::Results], &[]).grant().expect("one's own");
    assert!(
        youth.lens().asks(Area::Vaccines) && !youth.lens().asks(Area::Results),
        "only what is open at all"
    );
    let given = asks(proxy(&[Area::Results, Area::Vaccines])).grant().expect("given");
    assert!(!given.lens().is_asking() && given.lens().leads() == Areas::of(&[Area::Vaccines]));
    let treating =
        asks(staff(Some(Ground::Treatment))).closed(Against::Staff, Closed::Items(vec![result().id]));
    assert!(
        !treating.grant().expect("treating").lens().is_asking(),
        "a padlock of staff asks for no sign-in"
    );
}

#[test]
fn the_way_to_safe_mode_never_closes() {
    let world = own().safe(&Area::ALL, &[]);
    let lens = world.grant().expect("one's own").lens().clone();
    for area in Area::ALL {
        assert_eq!(lens.asks(area), Area::GIVEABLE.contains(&area), "{area:?}");
        assert_eq!(lens.opens(area), !Area::GIVEABLE.contains(&area), "{area:?}");
    }
    assert_eq!(world.sees(&item(R::Consent, 1, &[])), Sight::Shown);
    assert_eq!(world.sees(&item(R::Patient, 0, &[])), Sight::Shown);
    // What can never close is nothing that is asked for.
    let only_private = Safe::of(&[Area::Private, Area::Kin], &[]);
    assert!(only_private.mode().is_empty() && !Safe::of(&[Area::Results], &[]).mode().is_empty());
    assert!(!Safe::of(&[], &[paper()]).mode().is_empty());
}

#[test]
fn what_is_hidden_stays_hidden_and_what_waits_is_a_padlock() {
    let refused = item(R::Observation, 1, &[Mark::RefusedClose]);
    assert_eq!(asks(own()).sees(&refused), Sight::Hidden);
    let waits = Item { release: Release::ByHand, ..result() };
    assert_eq!((own().sees(&waits), asks(own()).sees(&waits)), (Sight::Announced, Sight::Locked));
    let stranger = Item { id: RecordId { patient: key(7), ..result().id }, ..result() };
    assert_eq!(asks(own()).sees(&stranger), Sight::Hidden);
}

#[test]
fn a_preview_an_invitation_and_what_staff_register_show_nothing_of_it() {
    let proxy = Proxy { areas: Areas::of(&[Area::Results, Area::Documents]), ..Proxy::default() };
    // Also while the giver has it open: the receiver never has.
    let giver = asks(own()).open_until("2026-11-26T12:05:00Z");
    let shown = giver.preview(&proxy).expect("one's own");
    let real = asks(other().related(RelationKind::Proxy(proxy))).grant().expect("given");
    assert_eq!(shown.lens(), real.lens());
    assert_eq!((shown.sees(&result()), shown.sees(&paper())), (Sight::Hidden, Sight::Hidden));
    assert_eq!(shown.sees(&item(R::DocumentReference, 9, &[])), Sight::Shown);
    let offered = asks(invited());
    assert_eq!(offered.answer(), invited().answer());
    let preview = asks(registers(nearest(&[Area::Results, Area::Vaccines]))).register_preview();
    let preview = preview.expect("to be registered");
    assert_eq!(preview.lens().areas(), Areas::of(&[Area::Vaccines]));
    // Nobody can use an access to nothing but what is behind a fresh sign-in.
    assert_eq!(asks(registers(nearest(&[Area::Results]))).answer(), Err(Denied::NoRelation));
}

#[test]
fn more_is_more_in_parts_and_things() {
    let (one, two) =
        (Safe::of(&[Area::Results], &[paper()]), Safe::of(&[Area::Results, Area::Vaccines], &[paper()]));
    let other_thing = Safe::of(&[Area::Results], &[result()]);
    assert!(two.mode().covers(&one.mode()) && !one.mode().covers(&two.mode()));
    assert!(!one.mode().covers(&other_thing.mode()) && !other_thing.mode().covers(&one.mode()));
    assert!(one.mode().covers(&SafeMode::default()) && SafeMode::default().covers(&SafeMode::default()));
    assert!(Safe::default().mode().covers(&Safe::of(&[Area::Private], &[]).mode()), "it closes nothing");
}

#[test]
fn answers_reports_and_orders_close_together() {
    let row = |kind: R, number: i64| item(kind, number, &[]).id;
    let answer = |number| row(R::Observation, number);
    let (first, second, order) =
        (row(R::DiagnosticReport, 1), row(R::DiagnosticReport, 2), row(R::ServiceRequest, 1));
    let names = |row, names: &[RecordId]| Naming { row, names: names.to_vec() };
    let elsewhere = RecordId { patient: key(7), ..answer(1) };
    let rows = [
        // Told before what leads to it: the order of the rows decides nothing.
        names(answer(4), &[answer(5)]),
        names(first, &[answer(1), answer(2), order, row(R::Practitioner, 1)]),
        names(second, &[answer(3), order]),
        names(answer(2), &[answer(4)]),
        names(row(R::DiagnosticReport, 3), &[answer(6), elsewhere, row(R::DocumentReference, 1)]),
        names(RecordId { patient: key(7), ..first }, &[elsewhere, answer(7)]),
        names(row(R::DocumentReference, 1), &[answer(1)]),
    ];
    let all = [first, second, order, answer(1), answer(2), answer(3), answer(4), answer(5)];
    for one in all {
        let mut expected: Vec<RecordId> = all.into_iter().filter(|row| *row != one).collect();
        expected.sort_unstable();
        assert_eq!(together(&[one], &rows), expected, "{one:?}");
    }
    assert_eq!(together(&[answer(6)], &rows), [row(R::DiagnosticReport, 3)]);
    assert_eq!(together(&[elsewhere], &rows), [RecordId { patient: key(7), ..first }]);
    assert_eq!(
        together(&[answer(1), first, second], &rows).len(),
        all.len() - 3,
        "what is chosen is not told again"
    );
    for alone in [answer(9), row(R::DocumentReference, 1), row(R::Practitioner, 1)] {
        assert_eq!(together(&[alone], &rows), [], "{alone:?}");
    }
    let kinds: Vec<R> = R::ALL.iter().copied().filter(|kind| closes_together(*kind)).collect();
    assert_eq!(kinds.len(), 3);
    for kind in [R::DiagnosticReport, R::Observation, R::ServiceRequest] {
        assert!(kinds.contains(&kind), "{kind}");
    }
}

#[test]
fn what_closes_with_a_thing_is_no_choice_of_its_own() {
    let world = asks_for_report(own());
    let kept = world.safe.mode();
    assert!(Safe::of(&[], &[report()]).mode().covers(&kept), "the same thing again, whatever closes with it");
    assert!(!Safe::of(&[], &[result()]).mode().covers(&kept));
    let lens = world.grant().expect("one's own").lens().clone();
    assert_eq!((lens.exceptions(), lens.is_asking()), (2, true));
    assert!(!lens.tells_of(result().id) && !lens.tells_of(report().id) && lens.tells_of(paper().id));
    let given = asks_for_report(proxy(&[Area::Results])).grant().expect("given");
    assert_eq!((given.lens().exceptions(), given.sees(&item(R::Observation, 2, &[]))), (2, Sight::Shown));
}

#[test]
fn nobody_asks_in_the_name_of_another() {
    let world = asks(own());
    let actor = Actor::Citizen { person: key(2), visit: VisitNumber(1) };
    let denied = set_safe_mode(actor, &world.facts(), &SafeMode::default()).map(|grant| grant.rule());
    assert_eq!(denied, Err(Denied::NoRelation));
    let moment = |until: &str| SafeMode { open_until: Some(time(until)), ..SafeMode::default() };
    assert!(moment("2026-11-26T12:00:01Z").is_open(world.now) && !moment(NOON).is_open(world.now));
    assert!(!SafeMode::default().is_open(world.now));
}

#[test]
fn nothing_tells_of_what_is_behind_it() {
    let (rows, case) = ([result(), paper()], item(R::Task, 5, &[]));
    let tells = |lens: &Lens| rows.map(|row| lens.tells_of(row.id));
    let lens = |world: World| world.grant().expect("let in").lens().clone();
    assert_eq!(tells(&lens(own())), [true, true]);
    assert_eq!(tells(&lens(asks(own()))), [false, false]);
    assert_eq!(tells(&lens(asks(own()).open_until("2026-11-26T12:05:00Z"))), [true, true]);
    assert!(lens(asks(own())).tells_of(case.id), "the case itself");
    // Whoever acts follows what they have asked about, and not about this any more.
    let acting = proxy(&[Area::Results, Area::Documents]);
    assert_eq!(tells(acting.follows(&[case.id]).expect("theirs").lens()), [true, true]);
    let follows = asks(acting).follows(&[case.id]).expect("theirs");
    assert_eq!(tells(follows.lens()), [false, false]);
    assert!(follows.sees(&case) == Sight::Shown && !follows.lens().is_asking());
}
