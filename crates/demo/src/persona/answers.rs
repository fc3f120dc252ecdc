//! Test people whose laboratory answers are the point.

use super::{Birth, Persona, as_is};
use crate::analyte::Analyte;
use crate::calendar::{Moment, after, workday};
use crate::chart::{Chart, Line, Order, OrderStatus};
use crate::identity::Sex;
use crate::story::order;
use crate::system;

/// Answers in every state.
pub(super) const PER_IVAR: Persona = Persona {
    given: "Per Ivar",
    family: "Grindal",
    sex: Sex::Male,
    birth: Birth::On(1968, 2, 14),
    municipality: 2,
    shows: "answers of every state: waiting, preliminary, corrected, cancelled, entered in error, not performed, less than, more than, in words, and the same answer sent twice",
    dress: as_is,
    live: |chart| {
        let gp = chart.gp();
        let today = chart.today();
        let at = |days: i32| Moment::new(workday(after(today, -days)), 8, 30);
        let full = [Analyte::Hemoglobin, Analyte::Crp, Analyte::Creatinine, Analyte::Egfr, Analyte::Alat];
        let lines = chart.measure(&full, at(400));
        let twice = order("Helsesjekk", at(400), gp, "Kontroll");
        chart.answer(&twice, OrderStatus::Final, &lines);
        chart.answer(&twice, OrderStatus::Final, &lines);
        corrected(chart, &order("Blodprøver", at(120), gp, "Kontroll"));
        odd_values(chart, &order("Utredning av slapphet", at(40), gp, "Slapphet"));
        let wrong = order("Blodprøver", at(33), gp, "Kontroll");
        let lines: Vec<Line> = chart
            .measure(&[Analyte::Potassium], at(33))
            .into_iter()
            .map(|line| line.with_status(OrderStatus::EnteredInError))
            .collect();
        chart.answer(&wrong, OrderStatus::EnteredInError, &lines);
        chart.answer(&order("Urinprøve", at(30), gp, "Kontroll"), OrderStatus::Cancelled, &[]);
        let started = order("Dyrkning av urin", at(5), gp, "Svie ved vannlating");
        let text = Line::words(
            "NPU06061",
            "U-Bakteriologisk dyrkning",
            "Foreløpig: vekst av gramnegative staver. Resistens følger.",
        );
        chart.answer(&started, OrderStatus::Preliminary, &[text.with_status(OrderStatus::Preliminary)]);
        chart.answer(&order("Stoffskifte og jern", at(4), gp, "Slapphet"), OrderStatus::Waiting, &[]);
    },
};

fn corrected(chart: &mut Chart<'_>, order: &Order<'_>) {
    let right = Line::number(chart, Analyte::Potassium, 4.2, order.at);
    let noted = Line {
        note: "Rettet fra 6,9. Første svar skyldtes at prøven var ødelagt under transport.",
        ..right
    };
    let lines =
        [Line::number(chart, Analyte::Sodium, 140.0, order.at), noted.with_status(OrderStatus::Corrected)];
    let told = Order { comment: "Svaret på kalium er rettet.", ..*order };
    chart.answer(&told, OrderStatus::Corrected, &lines);
}

fn odd_values(chart: &mut Chart<'_>, order: &Order<'_>) {
    let crp = Line::number(chart, Analyte::Crp, 0.4, order.at);
    let ferritin = Line { comparator: Some(">"), ..Line::number(chart, Analyte::Ferritin, 1500.0, order.at) };
    let absent = Line {
        value: String::new(),
        range: (None, None),
        flag: None,
        note: "Prøverøret var knust.",
        ..Line::number(chart, Analyte::B12, 300.0, order.at)
    };
    let hidden = Line {
        comparator: Some("<"),
        value: "0.01".to_owned(),
        flag: Some("L"),
        ..Line::number(chart, Analyte::Tsh, 0.5, order.at)
    };
    let words = Line::words("", "P-Antistoff mot vevstransglutaminase", "Ikke påvist");
    chart.answer(order, OrderStatus::Final, &[crp, ferritin, absent, hidden, words]);
}

/// Two units, two code lists, two methods.
pub(super) const TORILL: Persona = Persona {
    given: "Torill",
    family: "Tiller",
    sex: Sex::Female,
    birth: Birth::On(1959, 11, 11),
    municipality: 0,
    shows: "one analysis in two units (hemoglobin in g/dL and g/L), the same code in the older list, and vitamin D by two methods: series that must not be joined in silence",
    dress: as_is,
    live: |chart| {
        let (gp, today) = (chart.gp(), chart.today());
        for year in (0..9).rev() {
            let at = Moment::new(workday(after(today, -year * 365 - 50)), 8, 0);
            let mut lines = chart.measure(&[Analyte::Hemoglobin, Analyte::HbA1c, Analyte::VitaminD], at);
            if year % 3 == 1 {
                lines[0] = in_grams_a_litre(&lines[0]);
            }
            if year > 4 {
                lines[1].system = system::NLK_OLD;
                lines[2].code = "NPU10267";
            }
            chart.answer(&order("Årlig kontroll", at, gp, "Kontroll"), OrderStatus::Final, &lines);
        }
    },
};

/// The same hemoglobin as some laboratories report it: ten times the number, another code and unit.
fn in_grams_a_litre(line: &Line) -> Line {
    let tenfold = |text: &String| text.replace('.', "");
    Line {
        code: "NPU28309",
        value: tenfold(&line.value),
        measure: ("g/L", "g/L"),
        range: (line.range.0.as_ref().map(tenfold), line.range.1.as_ref().map(tenfold)),
        ..line.clone()
    }
}
