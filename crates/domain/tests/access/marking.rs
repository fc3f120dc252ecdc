//! What a mark does: who of those who could see an item is kept from it, and what else tells of it to them.

use helsami_domain::access::facts::Subject;
use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marking::{
    Audience, LATER_DAYS, MarkFault, Marking, audiences, hides_until, is_markable, kept_from, told_by,
};
use helsami_domain::access::marks::Mark;
use helsami_domain::resource_type::ResourceType as R;

use crate::cases::{PARENTS, YOUNG, later};
use crate::world::{SUBJECT, born, item, key, time};

fn subject(date: &str) -> Subject {
    Subject { birth: born(date), ..Subject::unregistered(key(SUBJECT)) }
}

fn noon() -> jiff::Timestamp {
    time("2026-11-26T12:00:00Z")
}

/// Who is kept from an item of this type by this mark, and what is left to them.
fn kept(date: &str, (kind, marking): (R, Marking)) -> Vec<(Audience, Sight)> {
    let before = item(kind, 1, &[]);
    kept_from(&audiences(&subject(date), noon()), (&before, &marking.on(before)))
}

#[test]
fn each_mark_keeps_an_item_from_those_it_is_meant_for() {
    use Audience::{Parents, Person, Proxies, Young};
    use Sight::{Announced, Hidden};
    let soon = later("2026-12-01T00:00:00Z");
    let check = |date: &str, what: (R, Marking), expect: &[(Audience, Sight)]| {
        assert_eq!(kept(date, what), expect, "{date} {what:?}");
    };
    // At 8 there is no log-in of one's own, at 14 there is one with few parts, at 16 there are no parents any more.
    check("2018-03-01", (R::Condition, PARENTS), &[(Parents, Hidden)]);
    check("2018-03-01", (R::Appointment, YOUNG), &[]);
    check("2012-03-01", (R::Condition, PARENTS), &[(Parents, Hidden)]);
    check("2012-03-01", (R::Condition, YOUNG), &[]);
    check("2012-03-01", (R::Appointment, YOUNG), &[(Young, Hidden)]);
    check("2012-03-01", (R::Appointment, soon), &[(Parents, Announced), (Young, Announced)]);
    check("1980-03-01", (R::Observation, soon), &[(Person, Announced), (Proxies, Announced)]);
    check("1980-03-01", (R::Observation, PARENTS), &[]);
    check("2012-03-01", (R::Condition, Marking::default()), &[]);
    let of = |subject: &Subject| -> Vec<Audience> {
        audiences(subject, noon()).into_iter().map(|(who, _)| who).collect()
    };
    assert_eq!(of(&Subject::unregistered(key(SUBJECT))), [Young], "nobody knows how old they are");
    // What closes the record to some now says nothing about those who are let in tomorrow.
    let closed = Subject { is_in_care: true, is_protected: true, is_locked: true, ..subject("2012-03-01") };
    assert_eq!(of(&closed), [Parents, Young]);
    let dead = Subject { is_dead: true, ..subject("2012-03-01") };
    assert_eq!(of(&dead), [Parents, Young], "a death that is registered by mistake is taken back");
}

#[test]
fn what_an_item_was_kept_by_before_decides_nothing() {
    let kept =
        |before: Item, after: Item| kept_from(&audiences(&subject("2012-03-01"), noon()), (&before, &after));
    let plain = item(R::Appointment, 1, &[]);
    let waits = Item { release: Release::ByHand, ..plain };
    let hidden = item(R::Appointment, 1, &[Mark::HiddenFromYouth, Mark::HiddenFromParents]);
    for before in [plain, waits, hidden] {
        assert_eq!(kept(before, YOUNG.on(before)), [(Audience::Young, Sight::Hidden)], "{before:?}");
        assert_eq!(kept(before, Marking::default().on(before)), [], "{before:?}");
    }
    // What its writer has refused them they do not lose by the mark.
    let refused = item(R::Appointment, 1, &[Mark::RefusedDanger]);
    assert_eq!(kept(refused, YOUNG.on(refused)), []);
}

#[test]
fn what_tells_of_an_item_is_what_those_see_who_are_kept_from_it() {
    let who = audiences(&subject("2012-03-01"), noon());
    let hidden = kept("2012-03-01", (R::Condition, PARENTS));
    let told = |other: &Item| told_by(&who, &hidden, other);
    assert_eq!(told(&item(R::Encounter, 2, &[])), [Audience::Parents]);
    assert_eq!(told(&item(R::Encounter, 2, &[Mark::HiddenFromParents])), []);
    assert_eq!(
        told(&item(R::Encounter, 2, &[Mark::SexualHealth])),
        [],
        "hidden from parents of somebody of 14 anyway"
    );
    assert_eq!(told(&item(R::Claim, 2, &[])), [], "bills are the person's own");
    // The young person is not kept from it, so that nothing tells them anything.
    let young = kept("2012-03-01", (R::Appointment, YOUNG));
    assert_eq!(told_by(&who, &young, &item(R::Appointment, 2, &[])), [Audience::Young]);
    assert_eq!(told_by(&who, &young, &item(R::Observation, 2, &[])), [], "not among a young person's parts");
}

#[test]
fn what_follows_a_change_keeps_the_rest_of_its_own() {
    let (soon, late) = (later("2026-12-01T00:00:00Z"), later("2026-12-05T00:00:00Z"));
    let by_hand = Marking { release: Release::ByHand, ..Marking::default() };
    let none = Marking::default();
    let both = Marking { young: true, ..PARENTS };
    for ((before, after), own, expect) in [
        ((none, PARENTS), soon, Marking { parents: true, ..soon }),
        ((none, PARENTS), YOUNG, both),
        ((PARENTS, none), Marking { parents: true, ..soon }, soon),
        ((PARENTS, none), both, YOUNG),
        ((YOUNG, none), both, PARENTS),
        ((none, YOUNG), none, YOUNG),
        ((none, soon), late, late),
        ((none, late), soon, late),
        ((none, soon), by_hand, by_hand),
        ((soon, none), soon, none),
        ((late, soon), late, soon),
        ((soon, soon), late, late),
    ] {
        assert_eq!(after.follow(before, own), expect, "{before:?} {after:?} {own:?}");
    }
}

#[test]
fn what_has_shown_itself_is_kept_no_longer() {
    let past = Item { release: Release::At(time("2026-11-20T00:00:00Z")), ..item(R::Observation, 1, &[]) };
    assert!(Marking::of(&past, noon()).is_plain());
    for marking in [PARENTS, YOUNG, later("2026-12-01T00:00:00Z")] {
        assert!(!marking.is_plain(), "{marking:?}");
    }
    let by_hand = Item { release: Release::ByHand, ..past };
    let own = Marking::of(&by_hand, noon());
    assert_eq!(own.release, Release::ByHand);
    let subject = subject("2012-03-01");
    assert_eq!(own.fault(&by_hand, &subject, noon()), Some(MarkFault::Same));
    let beside = Marking { parents: true, ..own };
    assert_eq!(beside.fault(&by_hand, &subject, noon()), None, "it stays kept until somebody shows it");
    for (marking, fault) in [
        (Marking { release: Release::ByHand, ..Marking::default() }, MarkFault::NoDay),
        (later("2026-11-26T12:00:00Z"), MarkFault::Past),
        (later("2026-12-20T12:00:00Z"), MarkFault::TooLate),
        (Marking { young: true, ..PARENTS }, MarkFault::Both),
    ] {
        assert_eq!(marking.fault(&item(R::Observation, 1, &[]), &subject, noon()), Some(fault));
    }
    let adult = self::subject("1980-03-01");
    for (mark, marking) in [(Mark::HiddenFromParents, PARENTS), (Mark::HiddenFromYouth, YOUNG)] {
        assert_eq!(marking.fault(&item(R::Observation, 1, &[]), &adult, noon()), Some(MarkFault::OfAge));
        // What was hidden before the birthday can be kept as well, and is hidden no more than it was.
        let both = Marking { release: later("2026-12-01T00:00:00Z").release, ..marking };
        assert_eq!(both.fault(&item(R::Observation, 1, &[mark]), &adult, noon()), None, "{mark:?}");
    }
    // Fourteen days, and the hour that the day has more on which summer time ends.
    let last = noon() + jiff::SignedDuration::from_hours(24 * LATER_DAYS + 1);
    let until = |day| Marking { release: Release::At(day), ..Marking::default() };
    let plain = item(R::Observation, 1, &[]);
    assert_eq!(until(last).fault(&plain, &adult, noon()), None);
    let over = last + jiff::SignedDuration::from_secs(1);
    assert_eq!(until(over).fault(&plain, &adult, noon()), Some(MarkFault::TooLate));
    assert_eq!(PARENTS.fault(&item(R::Consent, 1, &[]), &subject, noon()), Some(MarkFault::NotMarkable));
}

#[test]
fn what_can_be_marked_and_until_when() {
    assert!(
        [R::Condition, R::Encounter, R::ServiceRequest, R::DocumentReference].into_iter().all(is_markable)
    );
    assert!(![R::Patient, R::Consent, R::Task, R::RelatedPerson, R::Claim].into_iter().any(is_markable));
    let until = |subject: &Subject| hides_until(subject).map(|day| day.to_string());
    assert_eq!(until(&subject("2012-03-01")).as_deref(), Some("2028-03-01"));
    assert_eq!(until(&Subject::unregistered(key(SUBJECT))), None);
}
