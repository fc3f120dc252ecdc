//! What stands together in the medicine list, and where sources disagree.

use jiff::Timestamp;

use super::dose::Dose;
use super::{Disagreement, Entry, Origin, Standing, Status, arrange, keys_of};
use crate::coded::Label;
use crate::ids::{LocalId, PatientKey, RecordId};
use crate::resource_type::ResourceType;
use crate::source::{Party, Source};
use crate::when::{Period, When};

const ATC: &str = "http://www.whocc.no/atc";

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// An active line for one substance from one place, written on a day.
fn entry(name: &str, atc: &str, place: &str, recorded: &str) -> Entry {
    let kind = ResourceType::MedicationStatement;
    let patient = PatientKey::new(7).expect("a key");
    let party = Party { name: (!place.is_empty()).then(|| place.into()), id: None };
    Entry {
        id: RecordId { patient, kind, local: LocalId::PATIENT },
        origin: Origin::Listed,
        status: Status::Active,
        name: Label::words(name),
        substance: None,
        keys: keys_of([(ATC, atc)].into_iter(), name),
        form: None,
        strength: None,
        doses: Vec::new(),
        reasons: Vec::new(),
        period: Period::default(),
        valid_until: None,
        status_reason: None,
        note: None,
        is_hospital_only: false,
        source: Source { place: party, recorded: When::parse(recorded), ..Source::default() },
    }
}

fn dose(text: &str) -> Vec<Dose> {
    vec![Dose { text: Some(text.into()), ..Dose::default() }]
}

fn period(start: &str, end: &str) -> Period {
    Period { start: When::parse(start), end: When::parse(end) }
}

#[test]
fn standing_follows_status_and_time() {
    let check = |origin, status, start: &str, end: &str, want| {
        let mut entry = entry("Metoprolol", "C07AB02", "Fastlegen", "2026-01-01");
        (entry.origin, entry.status, entry.period) = (origin, status, period(start, end));
        assert_eq!(entry.standing(now()), want, "{origin:?} {status:?} {start} {end}");
    };
    check(Origin::Prescribed, Status::Active, "2020-01-01", "", Standing::InUse);
    check(Origin::Listed, Status::Active, "", "", Standing::InUse);
    check(Origin::Listed, Status::Active, "", "2026-11-22", Standing::InUse); // the last day still counts
    check(Origin::Listed, Status::Active, "", "2026-11-21", Standing::Unclear);
    check(Origin::Listed, Status::Active, "2026-11-23", "", Standing::Planned);
    check(Origin::Listed, Status::Active, "2026", "", Standing::InUse);
    check(Origin::Listed, Status::OnHold, "", "", Standing::Paused);
    check(Origin::Listed, Status::Planned, "", "", Standing::Planned);
    check(Origin::Prescribed, Status::Ended, "2020", "", Standing::Ended);
    check(Origin::Listed, Status::NotTaken, "", "", Standing::NotTaken);
    check(Origin::Prescribed, Status::Unknown, "", "", Standing::Unclear);
    check(Origin::Dispensed, Status::Ended, "", "", Standing::Unclear);
    check(Origin::Given, Status::Active, "", "", Standing::Unclear);
}

#[test]
fn entries_of_one_substance_stand_together_with_their_sources() {
    let gp = entry("Selo-Zok depottab 50 mg", "C07AB02", "Fastlegen", "2026-01-01");
    let hospital = entry("Metoprolol", "C07AB02", "Sykehuset", "2026-02-01");
    let other = entry("Paracet", "N02BE01", "Fastlegen", "2026-01-01");
    let list = arrange(vec![gp, other, hospital], now());
    assert_eq!(list.in_use.len(), 2);
    assert_eq!(list.in_use[0].lead().name, Label::words("Metoprolol"));
    assert_eq!(list.in_use[0].entries.len(), 2);
    assert!(list.in_use[0].disagreements.is_empty());
    assert_eq!(list.in_use[1].entries.len(), 1);
}

#[test]
fn an_entry_that_knows_two_names_joins_their_groups() {
    let mut bridge = entry("Paracet", "N02BE01", "C", "2026");
    bridge.keys = keys_of([(ATC, "N02BE01"), ("fest", "1")].into_iter(), "Paracet");
    let mut local = entry("Pinex", "", "A", "2026");
    local.keys = keys_of([("fest", "1")].into_iter(), "Pinex");
    let atc = entry("Paracetamol", "N02BE01", "B", "2026");
    assert_eq!(arrange(vec![local, atc, bridge], now()).in_use.len(), 1);
    assert_eq!(
        arrange(vec![entry("A", "J01CA", "A", "2026"), entry("B", "J01CA", "B", "2026")], now()).in_use.len(),
        2
    );
}

fn disagree(one: &Entry, other: &Entry, want: &[Disagreement]) {
    for pair in [vec![one.clone(), other.clone()], vec![other.clone(), one.clone()]] {
        let list = arrange(pair, now());
        assert_eq!(list.in_use.len(), 1);
        assert_eq!(list.in_use[0].disagreements, want);
    }
}

#[test]
fn sources_that_disagree_are_named_and_history_is_not() {
    let gp = Entry {
        doses: dose("1 tablett daglig"),
        ..entry("Metoprolol", "C07AB02", "Fastlegen", "2026-01-10")
    };
    let hospital = Entry {
        doses: dose("2 tabletter daglig"),
        ..entry("Metoprolol", "C07AB02", "Sykehuset", "2026-03-01")
    };
    disagree(&gp, &hospital, &[Disagreement::Dose]);
    disagree(&gp, &Entry { doses: dose("1 Tablett daglig."), ..hospital.clone() }, &[]);
    let stopped = Entry { status: Status::Ended, ..hospital.clone() };
    disagree(&gp, &stopped, &[Disagreement::Use]);
    disagree(&gp, &Entry { period: period("2020-01-01", "2024-01-01"), ..stopped.clone() }, &[]);
    disagree(&gp, &Entry { source: gp.source.clone(), ..stopped.clone() }, &[]);
    disagree(&gp, &Entry { status: Status::NotTaken, ..hospital.clone() }, &[Disagreement::Use]);
    let strong =
        |entry: &Entry, mg: &str| Entry { strength: Some(mg.into()), doses: Vec::new(), ..entry.clone() };
    disagree(&strong(&gp, "50 mg"), &strong(&hospital, "100 mg"), &[Disagreement::Strength]);
    let named =
        |entry: &Entry, name: &str| Entry { name: Label::words(name), doses: Vec::new(), ..entry.clone() };
    disagree(
        &named(&gp, "Selo-Zok depottab 50 mg"),
        &named(&hospital, "Metoprolol 100 mg"),
        &[Disagreement::Strength],
    );
    disagree(&named(&gp, "Selo-Zok depottab 47,5 mg"), &named(&hospital, "Metoprolol 47.5 mg depot"), &[]);
    disagree(&named(&gp, "Selo-Zok"), &named(&hospital, "Metoprolol 100 mg"), &[]);
    let mut undated = stopped;
    undated.source.recorded = None;
    disagree(&gp, &undated, &[Disagreement::Use]);
}

#[test]
fn mistakes_are_never_facts_and_repeats_are_shown_once() {
    let one = entry("Ibux", "M01AE01", "Fastlegen", "2026-01-01");
    let wrong = Entry { status: Status::Mistake, ..entry("Cetirizin", "R06AE07", "Sykehuset", "2026-01-01") };
    let list = arrange(vec![one.clone(), wrong, one], now());
    assert_eq!((list.mistakes, list.repeats), (1, 1));
    assert_eq!(list.in_use.len(), 1);
    assert_eq!(list.in_use[0].entries.len(), 1);
    assert!(list.unclear.is_empty() && list.ended.is_empty());
}

#[test]
fn dispensing_and_giving_are_events_not_use() {
    let event = |origin, day: &str| Entry {
        origin,
        status: Status::Ended,
        period: period(day, day),
        ..entry("Oksykodon", "N02AA05", "Sykehuset", day)
    };
    let list = arrange(vec![event(Origin::Given, "2025-06-13"), event(Origin::Given, "2025-06-14")], now());
    assert_eq!(list.unclear.len(), 1);
    assert_eq!(list.unclear[0].given, Some((When::parse("2025-06-14"), 2)));
    assert_eq!(list.unclear[0].dispensed, None);
    let line = entry("Oksykodon", "N02AA05", "Fastlegen", "2025-01-01");
    let list = arrange(vec![line, event(Origin::Dispensed, "2025-06-13")], now());
    assert_eq!(list.in_use.len(), 1);
    assert_eq!(list.in_use[0].entries.len(), 1);
    assert_eq!(list.in_use[0].dispensed, Some((When::parse("2025-06-13"), 1)));
    assert!(list.in_use[0].disagreements.is_empty());
}
