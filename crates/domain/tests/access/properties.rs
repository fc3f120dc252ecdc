//! What holds for every world: blocks only close, a proxy sees no more than the giver, nothing outlives its end.

use std::collections::BTreeSet;

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{
    Against, Block, Closed, End, Ground, Home, Proxy, Reader, Relation, RelationKind, StaffReader, Term,
};
use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Naming, together};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{Just, Strategy, any, prop_assert, proptest};
use proptest::{collection, prop_oneof};

use crate::world::{READER, SUBJECT, Safe, World, born, handler, key, local, other, own, time};

const KINDS: [ResourceType; 8] = [
    ResourceType::Observation,
    ResourceType::MedicationRequest,
    ResourceType::Encounter,
    ResourceType::DocumentReference,
    ResourceType::Immunization,
    ResourceType::RelatedPerson,
    ResourceType::Claim,
    ResourceType::Patient,
];

fn moment() -> impl Strategy<Value = Timestamp> {
    let start = time("2024-01-01T00:00:00Z");
    (0..1_000_i64 * 24).prop_map(move |hours| start + SignedDuration::from_hours(hours))
}

fn term() -> impl Strategy<Value = Term> {
    (moment(), prop_oneof![Just(None), moment().prop_map(Some)])
        .prop_map(|(from, end)| Term { from, end: end.map_or(End::WhenEnded, End::At) })
}

fn ids() -> impl Strategy<Value = Vec<RecordId>> {
    collection::vec((0..KINDS.len(), 0..4_i64), 0..4).prop_map(|list| {
        let id = |(kind, number): (usize, i64)| RecordId {
            patient: key(SUBJECT),
            kind: KINDS[kind],
            local: local(number << 58),
        };
        list.into_iter().map(id).collect()
    })
}

fn areas() -> impl Strategy<Value = Areas> {
    collection::vec(0..Area::ALL.len(), 0..6)
        .prop_map(|list| Areas::of(&list.into_iter().map(|one| Area::ALL[one]).collect::<Vec<_>>()))
}

fn kind() -> impl Strategy<Value = RelationKind> {
    let homes =
        prop_oneof![Just(Home::Shared), Just(Home::Apart), Just(Home::Unknown), Just(Home::Documented)];
    prop_oneof![
        (any::<bool>(), homes)
            .prop_map(|(has_responsibility, home)| RelationKind::Parent { has_responsibility, home }),
        areas().prop_map(|areas| RelationKind::Foster { areas }),
        (areas(), any::<i32>(), ids()).prop_map(|(areas, bits, except)| {
            RelationKind::Proxy(Proxy { areas, kept_back: Marks::from_bits(bits & 0x3_ffff), except })
        }),
        (areas(), moment()).prop_map(|(areas, certified)| RelationKind::Representative { areas, certified }),
        any::<bool>().prop_map(|is_nearest| RelationKind::Guardian { is_nearest }),
        areas().prop_map(|areas| RelationKind::NearestOfDead { areas }),
        Just(RelationKind::Custody),
    ]
}

fn relation() -> impl Strategy<Value = Relation> {
    (kind(), term(), any::<bool>()).prop_map(|(kind, term, is_active)| Relation { kind, term, is_active })
}

fn block() -> impl Strategy<Value = Block> {
    let against = prop_oneof![
        Just(Against::Staff),
        (99..104_i64).prop_map(|number| Against::Practitioner(local(number))),
        (99..104_i64).prop_map(|number| Against::Organization(local(number))),
        (1..4_i64).prop_map(|number| Against::Person(key(number))),
    ];
    let what = prop_oneof![Just(Closed::Record), Just(Closed::Coming), ids().prop_map(Closed::Items)];
    (against, what, term()).prop_map(|(against, what, term)| Block { against, what, term })
}

fn reader() -> impl Strategy<Value = Reader> {
    let grounds = prop_oneof![
        Just(None),
        Just(Some(Ground::Treatment)),
        Just(Some(Ground::Emergency)),
        Just(Some(Ground::Override)),
    ];
    let staff = (grounds, any::<[bool; 4]>()).prop_map(|(ground, [one, two, three, four])| {
        Reader::Staff(StaffReader {
            role: local(100),
            practitioner: local(101),
            organization: local(102),
            is_authorized: one,
            is_own_record: two,
            ground,
            has_relation: three,
            has_reason: four,
        })
    });
    let citizen = (1..3_i64, 1960..2020_i16).prop_map(|(person, year)| Reader::Citizen {
        person: key(person),
        birth: born(&year.to_string()),
        is_dead: false,
        is_protected: false,
    });
    prop_oneof![staff, citizen]
}

fn world() -> impl Strategy<Value = World> {
    let persons = (reader(), 1960..2026_i16, any::<[bool; 6]>());
    let ties = (collection::vec(relation(), 0..4), collection::vec(block(), 0..4), safe());
    (persons, ties, moment()).prop_map(|((reader, year, flags), (relations, blocks, safe), now)| {
        let [is_dead, is_protected, is_locked, has_youth_consent, is_in_care, lacks_capacity] = flags;
        let mut world = World { reader, relations, blocks, safe, now, ..own() }.born(&year.to_string());
        // The rare ones are rare here too, or nobody would ever be let in.
        let rare = is_dead && is_protected;
        world.subject.is_dead = rare && is_locked;
        world.subject.is_protected = rare && is_in_care;
        world.subject.is_locked = rare && lacks_capacity;
        world.subject.has_youth_consent = has_youth_consent;
        world.subject.is_in_care = is_in_care && is_locked;
        world.subject.lacks_capacity = lacks_capacity;
        world
    })
}

fn safe() -> impl Strategy<Value = Safe> {
    (areas(), ids(), ids(), prop_oneof![Just(None), moment().prop_map(Some)])
        .prop_map(|(areas, items, with, open_until)| Safe { areas, items, with, open_until })
}

fn results() -> impl Strategy<Value = Vec<RecordId>> {
    let kinds = [ResourceType::DiagnosticReport, ResourceType::Observation, ResourceType::ServiceRequest];
    collection::vec((0..kinds.len(), 1..5_i64), 0..4).prop_map(move |list| {
        let id = |(kind, number): (usize, i64)| RecordId {
            patient: key(SUBJECT),
            kind: kinds[kind],
            local: local(number),
        };
        list.into_iter().map(id).collect()
    })
}

fn namings() -> impl Strategy<Value = Vec<Naming>> {
    let naming = (results(), results())
        .prop_filter_map("a row", |(row, names)| row.first().map(|row| Naming { row: *row, names }));
    collection::vec(naming, 0..6)
}

fn item() -> impl Strategy<Value = Item> {
    let release = prop_oneof![Just(Release::AtOnce), Just(Release::ByHand), moment().prop_map(Release::At),];
    (0..KINDS.len(), 0..4_i64, any::<i32>(), release).prop_map(|(kind, number, bits, release)| Item {
        id: RecordId { patient: key(SUBJECT), kind: KINDS[kind], local: local(number << 58) },
        marks: Marks::from_bits(bits & 0x3_ffff & bits.rotate_left(7)),
        release,
        source: None,
    })
}

proptest! {
    /// Adding a block never shows more.
    #[test]
    fn blocks_only_close(world in world(), more in block(), item in item()) {
        let before = world.sees(&item);
        let mut after = world;
        after.blocks.push(more);
        prop_assert!(after.sees(&item) <= before, "{before:?} became {:?}", after.sees(&item));
    }

    /// A record that is a part of another opens to nobody.
    #[test]
    fn a_joined_record_opens_to_nobody(world in world(), item in item()) {
        let mut joined = world;
        joined.subject.is_joined = true;
        prop_assert!(joined.grant().is_err() && joined.sees(&item) == Sight::Hidden);
    }

    /// Asking for a fresh sign-in before more never shows more, to anybody.
    #[test]
    fn safe_mode_only_closes(world in world(), more in safe(), item in item()) {
        let before = world.sees(&item);
        let mut after = world;
        after.safe.areas = after.safe.areas.or(more.areas);
        after.safe.items.extend(more.items);
        after.safe.with.extend(more.with);
        prop_assert!(after.sees(&item) <= before, "{before:?} became {:?}", after.sees(&item));
    }

    /// Whatever is chosen, and whoever reads as a citizen: without a fresh sign-in nothing of it is shown to the person or to
    /// somebody they have given access, and staff see what they saw.
    #[test]
    fn safe_mode_holds(world in world(), item in item()) {
        let mut plain = world.clone();
        plain.safe = Safe::default();
        let is_thing = world.safe.items.contains(&item.id) || world.safe.with.contains(&item.id);
        let is_chosen = world.safe.mode().parts().has(Area::of(item.id.kind)) || is_thing;
        let is_open = world.safe.mode().is_open(world.now);
        let is_patient = item.id.kind == ResourceType::Patient;
        match world.reader {
            Reader::Citizen { person, .. } if is_chosen && !is_patient && person == world.subject.key => {
                let sight = if is_open { plain.sees(&item) } else { plain.sees(&item).min(Sight::Locked) };
                prop_assert!(world.sees(&item) == sight);
            }
            Reader::Citizen { .. } if is_chosen && !is_patient => {
                let is_parent = |one: &Relation| {
                    matches!(one.kind, RelationKind::Parent { .. } | RelationKind::Foster { .. })
                };
                prop_assert!(world.relations.iter().any(is_parent) || world.sees(&item) == Sight::Hidden);
            }
            _ => prop_assert!(world.sees(&item) == plain.sees(&item)),
        }
    }

    /// What hangs together closes from wherever it is pointed at: whoever is closed with one closes with it everything else that
    /// did, and more that is chosen closes no less.
    #[test]
    fn what_hangs_together_closes_together(rows in namings(), chosen in results(), more in results()) {
        let with = together(&chosen, &rows);
        prop_assert!(!with.iter().any(|row| chosen.contains(row)));
        let all = |chosen: &[RecordId]| -> BTreeSet<RecordId> {
            chosen.iter().copied().chain(together(chosen, &rows)).collect()
        };
        let closed = all(&chosen);
        for one in &closed {
            prop_assert!(all(&[*one]).is_subset(&closed) && all(&[*one]).iter().all(|row| all(&[*row]).contains(one)));
        }
        for one in &rows {
            let ends = [&[one.row], &one.names[..]].concat();
            prop_assert!(ends.iter().all(|row| closed.contains(row)) || !ends.iter().any(|row| closed.contains(row)));
        }
        prop_assert!(closed.is_subset(&all(&[chosen, more].concat())));
    }

    /// Somebody with no other way in sees an item no better than its owner.
    #[test]
    fn a_proxy_sees_no_more_than_the_giver(
        (areas, bits, except) in (areas(), any::<i32>(), ids()), safe in safe(), item in item(), now in moment(),
    ) {
        let kept_back = Marks::from_bits(bits & 0x3_ffff);
        let mut given = other().related(RelationKind::Proxy(Proxy { areas, kept_back, except }));
        (given.now, given.safe) = (now, safe.clone());
        let mut giver = own();
        (giver.now, giver.safe) = (now, safe);
        prop_assert!(given.sees(&item) <= giver.sees(&item));
        prop_assert!(given.areas().without(giver.areas()).is_empty());
    }

    /// A relation that has ended, or has not begun, or is not confirmed, opens nothing.
    #[test]
    fn no_grant_survives_its_end(world in world(), item in item()) {
        let mut ended = world.clone();
        ended.relations.retain(|one| !(one.is_active && one.term.holds(world.now)));
        let is_own = matches!(world.reader, Reader::Citizen { person, .. } if person == world.subject.key);
        if matches!(world.reader, Reader::Citizen { .. }) && !is_own {
            prop_assert!(ended.grant().is_err());
            prop_assert!(ended.sees(&item) == Sight::Hidden);
        }
    }

    /// Whoever is let in is let into this record only, by a rule with a name, and never into another's own things.
    #[test]
    fn nobody_reads_another_s_own_things(world in world()) {
        if let Ok(grant) = world.grant() {
            prop_assert!(grant.patient() == Some(world.subject.key));
            let is_own = matches!(world.reader, Reader::Citizen { person, .. } if person == world.subject.key);
            prop_assert!(is_own || !grant.lens().opens(Area::Private));
            let is_staff = matches!(world.reader, Reader::Staff(_));
            prop_assert!(is_own || is_staff || !grant.lens().opens(Area::Kin));
        }
    }

    /// Without any relation nobody but the person and staff is let in.
    #[test]
    fn strangers_are_not_let_in(world in world()) {
        let mut world = world;
        world.relations.clear();
        if matches!(world.reader, Reader::Citizen { person, .. } if person == key(READER)) {
            prop_assert!(world.grant().is_err());
        }
    }

    /// Without a relation no staff are let in without a reason; whoever is closed out by name is never let in.
    #[test]
    fn staff_need_a_relation_or_a_reason(world in world()) {
        if let (Reader::Staff(staff), Ok(_)) = (world.reader, world.grant()) {
            prop_assert!(staff.is_authorized && !staff.is_own_record && staff.ground.is_some());
            prop_assert!(staff.has_relation || staff.has_reason);
            let named = |one: &Block| one.against == Against::Practitioner(staff.practitioner) && one.term.holds(world.now);
            prop_assert!(!world.blocks.iter().any(|one| named(one) && one.what == Closed::Record));
        }
    }

    /// Whoever handles a case sees the case, what it points at and who it is about: nothing else, whatever is closed.
    #[test]
    fn a_case_opens_no_record(blocks in collection::vec(block(), 0..4), item in item(), now in moment()) {
        let world = World { blocks, now, ..handler() };
        let at_hand = world.at_hand.expect("a case");
        let is_of_case = item.id == at_hand.case || Some(item.id) == at_hand.focus;
        let is_patient = item.id.kind == ResourceType::Patient;
        if let Ok(grant) = world.case_grant() {
            prop_assert!(is_of_case || is_patient || grant.sees(&item) == Sight::Hidden);
        }
    }
}
