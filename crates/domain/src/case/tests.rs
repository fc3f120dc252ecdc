//! Cases move forward, are never lost, and are told when they are late.

use super::{Case, CaseKind, Ending, Owner, Standing, State, rank};
use crate::ids::{LocalId, PatientKey, RecordId};
use crate::resource_type::ResourceType;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn owner() -> Owner {
    let local = LocalId::new(7).expect("positive");
    Owner::of(RecordId { patient: PatientKey::SHARED, kind: ResourceType::Organization, local })
        .expect("an organisation")
}

const STATES: [State; 8] = [
    State::Requested,
    State::InProgress,
    State::Ended(Ending::Corrected),
    State::Ended(Ending::RemarkAdded),
    State::Ended(Ending::Answered),
    State::Ended(Ending::Refused),
    State::Ended(Ending::Justified),
    State::Ended(Ending::NotJustified),
];

#[test]
fn only_an_organisation_owns_a_case() {
    let local = LocalId::new(7).expect("positive");
    let person = PatientKey::new(3).expect("positive");
    for (patient, kind, expect) in [
        (PatientKey::SHARED, ResourceType::Organization, true),
        (PatientKey::SHARED, ResourceType::Practitioner, false),
        (person, ResourceType::Organization, false),
    ] {
        assert_eq!(Owner::of(RecordId { patient, kind, local }).is_some(), expect, "{kind}");
    }
}

#[test]
fn every_state_and_what_it_may_become() {
    for (place, from) in STATES.into_iter().enumerate() {
        // Requested, in progress, then the endings: forward only, and an answer stays the answer.
        let may = |to: usize| match place {
            0 => true,
            1 => to >= 1,
            _ => to == place,
        };
        for (to, state) in STATES.into_iter().enumerate() {
            assert_eq!(from.may_become(state), may(to), "{from:?} {state:?}");
        }
    }
}

#[test]
fn a_task_says_its_state_or_is_no_case() {
    let check = |kind, status, business, expect| {
        assert_eq!(State::of(kind, status, business), expect, "{status} {business}");
    };
    let report = CaseKind::ReportError;
    check(report, "requested", "", Some(State::Requested));
    check(report, "in-progress", "", Some(State::InProgress));
    check(report, "completed", "corrected", Some(State::Ended(Ending::Corrected)));
    check(report, "completed", "remark-added", Some(State::Ended(Ending::RemarkAdded)));
    check(report, "rejected", "refused", Some(State::Ended(Ending::Refused)));
    check(report, "completed", "answered", None);
    check(report, "completed", "refused", None);
    check(report, "completed", "", None);
    check(report, "rejected", "", None);
    check(report, "cancelled", "", None);
    check(report, "failed", "", None);
    check(CaseKind::AskAboutLook, "completed", "answered", Some(State::Ended(Ending::Answered)));
    check(CaseKind::AskAboutLook, "completed", "corrected", None);
    let review = CaseKind::ReviewOpening;
    check(review, "completed", "justified", Some(State::Ended(Ending::Justified)));
    check(review, "completed", "not-justified", Some(State::Ended(Ending::NotJustified)));
    check(review, "rejected", "refused", None);
    check(review, "completed", "answered", None);
    check(report, "completed", "justified", None);
    for state in STATES {
        for kind in CaseKind::ALL {
            let State::Ended(ending) = state else { continue };
            let expect = ending.fits(kind).then_some(state);
            assert_eq!(State::of(kind, state.status(), ending.code()), expect, "{kind:?} {state:?}");
        }
    }
}

#[test]
fn what_is_promised_and_when_it_is_late() {
    let now = at("2026-11-26T22:30:00Z");
    let look = Case::open(CaseKind::AskAboutLook, owner(), now);
    assert_eq!(look.due(), date(2026, 11, 29));
    assert_eq!(look.due_end(), at("2026-11-29T23:00:00Z"));
    assert_eq!(look.standing(at("2026-11-29T22:59:59Z")), Standing::Open);
    assert_eq!(look.standing(at("2026-11-29T23:00:00Z")), Standing::Overdue(1));
    assert_eq!(look.standing(at("2027-11-29T12:00:00Z")), Standing::Overdue(365));
    // Half past midnight in Oslo is the next day.
    assert_eq!(
        Case::open(CaseKind::ReportError, owner(), at("2026-11-26T23:30:00Z")).due(),
        date(2026, 12, 11)
    );
    assert_eq!(Case::open(CaseKind::ApplyForAccess, owner(), now).due(), date(2026, 11, 29));
    assert_eq!(Case::open(CaseKind::ReviewOpening, owner(), now).due(), date(2026, 12, 3));
    let ended = look.step(State::Ended(Ending::Answered)).expect("forward");
    assert_eq!(ended.standing(at("2030-01-01T00:00:00Z")), Standing::Ended(Ending::Answered));
    assert!(look.step(State::Ended(Ending::Corrected)).is_err());
}

#[test]
fn late_cases_come_first() {
    let now = at("2026-11-26T12:00:00Z");
    let case = |day, state| Case::stored((CaseKind::ReportError, owner()), date(2026, 11, day), state);
    let cases = [
        case(1, State::Ended(Ending::Corrected)),
        case(28, State::Requested),
        case(20, State::InProgress),
        case(27, State::Requested),
        case(10, State::Requested),
    ];
    let mut sorted = cases;
    sorted.sort_by_key(|case| rank(case, now));
    assert_eq!(sorted, [cases[4], cases[2], cases[3], cases[1], cases[0]]);
}

proptest! {
    /// Whatever is done in whatever order: what came in is open or has ended, an ending stays, and the owner and the
    /// date are those it began with.
    #[test]
    fn no_case_is_lost(steps in prop::collection::vec((0_usize..20, 0_usize..8), 0..200)) {
        let now = at("2026-11-26T12:00:00Z");
        let mut cases: Vec<Case> = (0..20)
            .map(|number| Case::open(CaseKind::ALL[number % 4], owner(), now))
            .collect();
        let begun = cases.clone();
        for (number, state) in steps {
            let before = cases[number];
            if let Ok(after) = before.step(STATES[state]) {
                prop_assert!(before.state().is_open() || after == before);
                cases[number] = after;
            }
        }
        let open = cases.iter().filter(|case| case.state().is_open()).count();
        let ended = cases.iter().filter(|case| matches!(case.standing(now), Standing::Ended(_))).count();
        prop_assert_eq!(open + ended, begun.len());
        for (case, begun) in cases.iter().zip(&begun) {
            prop_assert_eq!((case.kind(), case.owner(), case.due()), (begun.kind(), begun.owner(), begun.due()));
        }
    }

    /// Time alone never ends a case.
    #[test]
    fn time_only_makes_it_late(seconds in 0_i64..4_000_000_000) {
        let now = at("2026-11-26T12:00:00Z");
        let case = Case::open(CaseKind::ReportError, owner(), now);
        let later = Timestamp::from_second(now.as_second() + seconds).expect("a time");
        let is_late = later >= case.due_end();
        match case.standing(later) {
            Standing::Open => prop_assert!(!is_late),
            Standing::Overdue(days) => prop_assert!(is_late && days >= 1),
            Standing::Ended(_) => prop_assert!(false),
        }
    }
}
