//! The pages of results, with one person's edge cases, in every language.

use helsami_app::results::{List, Order, OrderPage, Side, TrendPage};
use helsami_app::{ExternalId, IdCipher};
use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::lab::order::{Group, Report, Request};
use helsami_domain::lab::series::Trend;
use helsami_domain::lab::{
    Absent, Analysis, Answer, Flag, Kind, Part, Range, RangePurpose, State, Value, Verdict,
};
use helsami_domain::quantity::{Comparator, Decimal, Quantity};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::When;

use super::{Asked, inside, words};
use crate::kit::Frame;
use crate::kit::{order, trend};
use crate::text::{Language, Text};

fn id(kind: ResourceType, number: i64) -> RecordId {
    let patient = PatientKey::new(1).expect("positive");
    RecordId { patient, kind, local: LocalId::new(number).expect("positive") }
}

fn link(number: i64) -> ExternalId {
    IdCipher::new(&[1; 16]).show(id(ResourceType::Observation, number))
}

fn amount(number: &str, unit: &str) -> Quantity {
    Quantity::new(Decimal::parse(number).expect("a number"), None, unit, unit)
}

fn range(low: Option<&str>, high: Option<&str>, unit: &str) -> Range {
    let limit = |number: Option<&str>| number.map(|number| amount(number, unit));
    Range { low: limit(low), high: limit(high), ..Range::default() }
}

fn source(name: &str) -> Source {
    Source { place: Party { name: Some(name.into()), id: None }, ..Source::default() }
}

fn answer(number: i64, name: &str, value: Value, ranges: Vec<Range>) -> Answer {
    Answer {
        id: id(ResourceType::Observation, number),
        name: Label::words(name),
        analysis: Analysis { system: "nlk".into(), code: name.into() },
        kind: Kind::Laboratory,
        state: State::Final,
        when: When::parse("2026-03-12T08:00:00Z"),
        issued: None,
        value,
        parts: Vec::new(),
        ranges,
        verdict: None,
        method: None,
        notes: Vec::new(),
        source: source("Fürst"),
    }
}

fn potassium(value: &str) -> Answer {
    answer(
        1,
        "Kalium",
        Value::Amount(amount(value, "mmol/L")),
        vec![range(Some("3.5"), Some("4.4"), "mmol/L")],
    )
}

/// Every form an answer can have.
fn answers() -> Vec<Answer> {
    let long = amount("5.970115231442364", "%");
    let bound = Quantity { comparator: Some(Comparator::Less), ..amount("1", "mg/L") };
    let part = |name: &str, value: &str| Part {
        name: Label::words(name),
        analysis: Analysis { system: "x".into(), code: name.into() },
        value: Value::Amount(amount(value, "mm[Hg]")),
        ranges: Vec::new(),
        verdict: None,
    };
    let english = Label { text: "Never smoker".into(), language: Some("en"), is_bare_code: false };
    let code = Label { text: "718-7".into(), language: None, is_bare_code: true };
    let words = Label::words("Påvist").expect("words");
    let treatment = Range { purpose: RangePurpose::Treatment, ..range(Some("2"), Some("3"), "") };
    let mut inr = answer(9, "INR", Value::Amount(amount("2.4", "")), vec![treatment]);
    inr.notes = vec!["Tatt hjemme".into()];
    inr.method = Some("CoaguChek".into());
    let verdict = |flag| Some(Verdict { flag, words: None });
    vec![
        potassium("4.0"),
        Answer { state: State::Corrected, ..potassium("4.60") },
        Answer { state: State::Preliminary, verdict: verdict(Flag::CriticalLow), ..potassium("2.1") },
        Answer { state: State::Cancelled, ..potassium("9999") },
        answer(2, "HbA1c", Value::Amount(long), Vec::new()),
        answer(3, "CRP", Value::Amount(bound), vec![range(None, Some("4"), "mg/L")]),
        answer(4, "Røyking", Value::Words(english), Vec::new()),
        Answer {
            parts: vec![part("Systolisk", "120"), part("Diastolisk", "80")],
            ..answer(5, "Blodtrykk", Value::None, Vec::new())
        },
        answer(6, "Natrium", Value::Missing(Absent::NotPerformed), Vec::new()),
        Answer { name: Some(code), ..answer(7, "x", Value::YesNo(true), Vec::new()) },
        Answer {
            name: None,
            verdict: Some(Verdict { flag: Flag::Unknown, words: Some(words) }),
            ..answer(8, "y", Value::NotShown, Vec::new())
        },
        inr,
    ]
}

fn report(state: State) -> Report {
    Report {
        id: id(ResourceType::DiagnosticReport, 1),
        name: Label::words("Blodprøver"),
        kind: Kind::Laboratory,
        state,
        when: When::parse("2026-03-12"),
        issued: When::parse("2026-03-13T10:00:00Z"),
        conclusion: Some("Fine prøver".into()),
        answers: Vec::new(),
        orders: Vec::new(),
        has_document: true,
        source: source("Fürst"),
    }
}

fn a_request() -> Request {
    Request {
        id: id(ResourceType::ServiceRequest, 1),
        name: Label::words("Ferritin"),
        is_open: true,
        is_for_test: true,
        when: When::parse("2026-03-01"),
        source: source("Fastlege Berg"),
    }
}

fn an_order(state: State) -> Order {
    let answers = answers();
    let trends = (0..).zip(&answers).map(|(number, _)| Some(link(number))).collect();
    let group = Group { report: Some(report(state)), answers, elsewhere: 2 };
    Order { group, link: Some(link(99)), trends }
}

fn coverage() -> Coverage {
    let mut coverage = Coverage::default();
    coverage.row(When::parse("2026-03-12"), Some("Fürst"));
    coverage.leave_out(LeftOut::Mistakes(1));
    coverage
}

fn frame(language: Language) -> Frame {
    Frame {
        text: Text::new(language),
        now: "2026-03-18T08:00:00Z".parse().expect("a time"),
        path: "/me/results".to_owned(),
        who: None,
        fragment: None,
        is_demo: false,
        is_discreet: false,
        acting: None,
        areas: None,
        work: None,
    }
}

fn list(orders: Vec<Order>, coverage: Coverage) -> List {
    let name = Label::words("Kalium").expect("words");
    List {
        orders,
        waiting: vec![a_request()],
        analyses: vec![(link(1), name)],
        trend: None,
        older: Some(link(5)),
        coverage,
    }
}

/// The markup of the list, an order and a trend.
fn pages(language: Language) -> [String; 4] {
    let frame = frame(language);
    let shown =
        inside(frame.text, (&Asked::default(), None), &list(vec![an_order(State::Final)], coverage()));
    let none = Coverage { empty: Some(Empty::NoMatch), ..Coverage::default() };
    let empty = inside(frame.text, (&Asked::default(), None), &list(Vec::new(), none));
    let page =
        OrderPage { order: an_order(State::Corrected), requests: vec![a_request()], coverage: coverage() };
    let order = order::body(frame.text, None, &page);
    let mut series = vec![potassium("4.0"), potassium("4.9"), potassium("3.1")];
    for (one, when) in series.iter_mut().zip(["2024-01-01", "2025-01-01", "2026-01-01"]) {
        one.when = When::parse(when);
    }
    series[2].method = Some("Ny".into());
    series[0].method = Some("Gammel".into());
    series.push(Answer { value: Value::Amount(amount("160", "mg/L")), ..potassium("4") });
    series.push(answer(11, "Kalium", Value::Missing(Absent::Failed), Vec::new()));
    let trend_page = TrendPage {
        trend: Trend::of(&series),
        newest: series.into_iter().next(),
        side: Side::Tests,
        coverage: coverage(),
    };
    let trend = trend::body(frame.text, &trend_page);
    [shown.into_string(), empty.into_string(), order.into_string(), trend.into_string()]
}

#[test]
fn every_page_renders_in_every_language_with_nothing_inline() {
    for language in Language::ALL {
        for html in pages(language) {
            assert!(!html.contains(" style=") && !html.contains("onclick"), "{}", language.tag());
            assert!(html.contains("class=\"coverage\""), "{}", language.tag());
            assert_eq!(html.matches("<table").count(), html.matches("</table").count(), "{}", language.tag());
        }
    }
}

#[test]
fn a_cancelled_answers_value_is_nowhere() {
    for html in pages(Language::Nb) {
        assert!(!html.contains("9999"));
    }
}

#[test]
fn the_list_tells_value_range_and_place_in_words() {
    let [list, empty, ..] = pages(Language::Nb);
    for words in [
        "<b>4,0</b>\u{a0}mmol/L",
        "3,5–4,4\u{a0}mmol/L",
        "Innenfor",
        "Høyt",
        "Klart lavt",
        "Rettet svar",
        "Foreløpig svar",
        "Avlyst",
        "<b>6,0</b>\u{a0}%",
        "<b>&lt;\u{a0}1</b>\u{a0}mg/L",
        "opp til 4\u{a0}mg/L",
        "<span lang=\"en\">Never smoker</span>",
        "Systolisk: 120\u{a0}mmHg",
        "Ikke utført.",
        "Kode 718-7",
        "Uten navn",
        "Blodprøver, tatt 12. mars 2026",
        "2 svar til hører til denne bestillingen.",
        "Du venter på svar",
        "Bestilt av Fastlege Berg 1. mars 2026.",
        "Viser 12 svar",
        "Vis eldre svar",
    ] {
        assert!(list.contains(words), "{words} in {list}");
    }
    assert!(empty.contains("Det finnes noe, men ikke med dette utvalget."), "{empty}");
}

#[test]
fn an_order_says_a_sentence_about_each_answer() {
    let [_, _, order, _] = pages(Language::Nb);
    for words in [
        "Innenfor det vanlige området.",
        "Over det vanlige området.",
        "Laboratoriet har merket svaret som klart under det vanlige.",
        "Svaret er foreløpig og kan bli endret.",
        "Svaret er rettet etter at det først ble sendt.",
        "Den som sendte svaret, har ikke oppgitt noe vanlig område.",
        "5,970115231442364",
        "Mål for behandlingen: 2–3",
        "Metode: CoaguChek",
        "Merknad fra laboratoriet: Tatt hjemme",
        "Laboratoriets vurdering: Påvist",
        "Fine prøver",
        "Fastlege Berg",
        "class=\"number-line\"",
    ] {
        assert!(order.contains(words), "{words} in {order}");
    }
}

#[test]
fn a_trend_says_when_units_and_methods_differ() {
    let [_, _, _, trend] = pages(Language::Nb);
    for words in [
        "De er ikke slått sammen til én kurve",
        "Oppgitt i mmol/L",
        "Oppgitt i mg/L",
        "Kalium: 3 svar. Det siste er 3,1\u{a0}mmol/L den 1. januar 2026.",
        "(Ny metode)",
        "Analysen lot seg ikke gjennomføre.",
    ] {
        assert!(trend.contains(words), "{words} in {trend}");
    }
    let (older, newer) = (trend.find("1. januar 2024"), trend.find("1. januar 2026"));
    assert!(newer < older, "the newest comes first in the table");
}

#[test]
fn a_taken_back_report_tells_nothing_of_what_it_said() {
    let mut page = OrderPage { order: an_order(State::Mistake), requests: Vec::new(), coverage: coverage() };
    page.order.group.answers.clear();
    page.order.trends.clear();
    if let Some(report) = &mut page.order.group.report {
        report.conclusion = None;
    }
    let html = order::body(Text::new(Language::Nb), None, &page).into_string();
    assert!(html.contains("har trukket det tilbake"), "{html}");
    assert!(!html.contains("Et dokument hører til"), "{html}");
}

#[test]
fn a_drawing_is_left_out_where_it_would_guess() {
    let text = Text::new(Language::Nb);
    let limits = range(Some("3.5"), Some("4.4"), "mmol/L");
    let value = |number: &str, unit: &str| Value::Amount(amount(number, unit));
    let drawn = |value: &Value, flag| !words::line(text, value, Some(&limits), flag).0.is_empty();
    assert!(drawn(&value("4", "mmol/L"), Flag::Normal));
    assert!(!drawn(&value("4", "g/L"), Flag::Normal));
    assert!(!drawn(&value("4", "mmol/L"), Flag::Unknown));
}
