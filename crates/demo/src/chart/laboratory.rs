//! Laboratory answers: an order, one observation for each analysis, and the report that gathers them.

use crate::analyte::Analyte;
use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{Link, Measure, To, code};
use crate::json::Json;
use crate::staff::StaffId;
use crate::system;
use crate::unit::{Field, UnitId};

/// How far an answer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderStatus {
    /// Answered.
    Final,
    /// A first answer; more may come.
    Preliminary,
    /// Answered, then corrected.
    Corrected,
    /// Cancelled.
    Cancelled,
    /// Answered about the wrong person or sample.
    EnteredInError,
    /// Ordered and taken, not answered.
    Waiting,
}

impl OrderStatus {
    const fn code(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Preliminary => "preliminary",
            Self::Corrected => "corrected",
            Self::Cancelled => "cancelled",
            Self::EnteredInError => "entered-in-error",
            Self::Waiting => "registered",
        }
    }
}

/// An order of analyses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'a> {
    /// What the order is called.
    pub(crate) name: &'a str,
    /// When the sample was taken.
    pub(crate) at: Moment,
    /// Who asked.
    pub(crate) by: StaffId,
    /// Why.
    pub(crate) reason: &'a str,
    /// The laboratory's or the doctor's words, or nothing.
    pub(crate) comment: &'a str,
}

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// System of the code.
    pub(crate) system: &'static str,
    /// Code of the analysis; empty where the laboratory sent only words.
    pub(crate) code: &'static str,
    /// Name with specimen.
    pub(crate) name: &'static str,
    /// Everyday name.
    pub(crate) words: &'static str,
    /// The number, digit by digit, or the text of a text answer.
    pub(crate) value: String,
    /// Less than, more than.
    pub(crate) comparator: Option<&'static str>,
    /// The unit; none means a text answer unless `number` says otherwise.
    pub(crate) measure: Measure,
    /// Whether the value is a number.
    pub(crate) number: bool,
    /// The report's own range.
    pub(crate) range: (Option<String>, Option<String>),
    /// `H` or `L`.
    pub(crate) flag: Option<&'static str>,
    /// How far this answer has come.
    pub(crate) status: OrderStatus,
    /// A remark to this one answer.
    pub(crate) note: &'static str,
}

impl Line {
    /// A number of a known analysis with the laboratory's range, flagged when outside it.
    pub(crate) fn number(chart: &Chart<'_>, analyte: Analyte, value: f64, at: Moment) -> Self {
        let facts = analyte.facts();
        let (low, high) = analyte.range(chart.who.sex, chart.age(at.date));
        let below_floor = facts.floor.is_some_and(|floor| value < floor);
        let value = facts.floor.map_or(value, |floor| value.max(floor));
        let decimals = facts.decimals;
        let shown = format!("{value:.decimals$}");
        let rounded: f64 = shown.parse().expect("a formatted number is a number");
        let flag = match (low, high) {
            (Some(low), _) if rounded < low && !below_floor => Some("L"),
            (_, Some(high)) if rounded > high => Some("H"),
            _ => None,
        };
        let limit = |limit: Option<f64>| limit.map(|limit| format!("{limit:.decimals$}"));
        Self {
            system: system::NLK,
            code: facts.code,
            name: facts.name,
            words: facts.words,
            value: shown,
            comparator: below_floor.then_some("<"),
            measure: facts.measure,
            number: true,
            range: (limit(low), limit(high)),
            flag,
            status: OrderStatus::Final,
            note: "",
        }
    }

    /// A text answer.
    pub(crate) fn words(code: &'static str, name: &'static str, value: &str) -> Self {
        Self {
            system: system::NLK,
            code,
            name,
            words: name,
            value: value.to_owned(),
            comparator: None,
            measure: ("", ""),
            number: false,
            range: (None, None),
            flag: None,
            status: OrderStatus::Final,
            note: "",
        }
    }

    /// The same line under a code of another system.
    pub(crate) const fn coded(mut self, system: &'static str, code: &'static str) -> Self {
        (self.system, self.code) = (system, code);
        self
    }

    /// The same line with another status.
    pub(crate) fn with_status(mut self, status: OrderStatus) -> Self {
        self.status = status;
        self
    }
}

impl Chart<'_> {
    /// Takes a sample, measures these analyses, and writes order, answers and report.
    pub(crate) fn laboratory(&mut self, order: &Order<'_>, panel: &[Analyte]) {
        let lines = self.measure(panel, order.at);
        self.answer(order, OrderStatus::Final, &lines);
    }

    /// What one sample shows, in the report's order; derived values come from the same sample.
    pub(crate) fn measure(&mut self, panel: &[Analyte], at: Moment) -> Vec<Line> {
        let mut sorted = panel.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let values: Vec<f64> =
            sorted.iter().map(|analyte| self.body.sample(*analyte, at.date, &mut self.chance)).collect();
        let of = |wanted| sorted.iter().position(|analyte| *analyte == wanted).map(|place| values[place]);
        let derived = |analyte: Analyte, value: f64| match analyte {
            Analyte::Egfr => of(Analyte::Creatinine).map_or(value, |found| self.body.egfr(found, at.date)),
            Analyte::Cholesterol => match (of(Analyte::Hdl), of(Analyte::Ldl)) {
                (Some(hdl), Some(ldl)) => hdl + ldl + 0.5,
                _ => value,
            },
            _ => value,
        };
        sorted
            .iter()
            .zip(&values)
            .map(|(&analyte, &value)| Line::number(self, analyte, derived(analyte, value), at))
            .collect()
    }

    /// Writes an order with the answers given; what has not happened yet is not written.
    pub(crate) fn answer(&mut self, order: &Order<'_>, status: OrderStatus, lines: &[Line]) {
        if !self.has_happened(order.at) {
            return;
        }
        let region = self.region;
        let laboratory = region.department(Field::Laboratory, self.who.address.municipality);
        let request = self.request(order, status, laboratory);
        let issued = order.at.later(60 * 6).stamp();
        let results: Vec<Link> =
            lines.iter().map(|line| self.observation(line, order.at, (&issued, laboratory))).collect();
        let subject = self.subject();
        self.add("DiagnosticReport", |json| {
            json.refers("basedOn", [To::Entry(request)]);
            json.text("status", status.code());
            json.concepts(
                "category",
                &[code("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory")],
                "",
            );
            json.concept("code", &[], order.name);
            json.refer("subject", subject);
            json.text("effectiveDateTime", &order.at.stamp());
            if status != OrderStatus::Waiting {
                json.text("issued", &issued);
            }
            json.refers("performer", [To::Unit(region.unit(laboratory))]);
            if !results.is_empty() {
                json.refers("result", results.iter().map(|link| To::Entry(*link)));
            }
            if !order.comment.is_empty() {
                json.text("conclusion", order.comment);
            }
        });
    }

    fn request(&mut self, order: &Order<'_>, status: OrderStatus, laboratory: UnitId) -> Link {
        let region = self.region;
        let (subject, by) = (self.subject(), region.member(order.by));
        self.add("ServiceRequest", |json| {
            json.text(
                "status",
                match status {
                    OrderStatus::Waiting | OrderStatus::Preliminary => "active",
                    OrderStatus::Cancelled => "revoked",
                    OrderStatus::EnteredInError => "entered-in-error",
                    _ => "completed",
                },
            );
            json.text("intent", "order");
            json.concepts("category", &[code(system::SNOMED, "108252007", "Laboratory procedure")], "");
            json.concept("code", &[], order.name);
            json.refer("subject", subject);
            json.text("authoredOn", &order.at.later(-15).stamp());
            json.refer("requester", To::Staff(by));
            json.refers("performer", [To::Unit(region.unit(laboratory))]);
            if !order.reason.is_empty() {
                json.concepts("reasonCode", &[], order.reason);
            }
        })
    }

    fn observation(&mut self, line: &Line, at: Moment, (issued, laboratory): (&str, UnitId)) -> Link {
        let region = self.region;
        let subject = self.subject();
        self.add("Observation", |json| {
            json.text("status", line.status.code());
            json.concepts("category", &[code(system::OBSERVATION_CATEGORY, "laboratory", "Laboratory")], "");
            let known = [code(line.system, line.code, line.name)];
            json.concept("code", if line.code.is_empty() { &[] } else { &known }, line.words);
            json.refer("subject", subject);
            json.text("effectiveDateTime", &at.stamp());
            json.text("issued", issued);
            json.refers("performer", [To::Unit(region.unit(laboratory))]);
            write_value(json, line);
            if let Some(flag) = line.flag {
                let words = if flag == "H" { "Høy" } else { "Lav" };
                json.concepts("interpretation", &[code(system::INTERPRETATION, flag, words)], "");
            }
            if !line.note.is_empty() {
                json.one("note", |note| note.text("text", line.note));
            }
            write_range(json, line);
        })
    }
}

fn write_value(json: &mut Json, line: &Line) {
    let absent = line.value.is_empty();
    match (absent, line.number) {
        (true, _) => json.concept(
            "dataAbsentReason",
            &[code(
                "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                "not-performed",
                "Not Performed",
            )],
            "Ikke utført",
        ),
        (false, false) => json.text("valueString", &line.value),
        (false, true) => json.object("valueQuantity", |quantity| {
            quantity.bare("value", &line.value);
            if let Some(comparator) = line.comparator {
                quantity.text("comparator", comparator);
            }
            quantity.measure(line.measure);
        }),
    }
}

fn write_range(json: &mut Json, line: &Line) {
    let (low, high) = &line.range;
    if low.is_none() && high.is_none() {
        return;
    }
    json.one("referenceRange", |range| {
        if let Some(low) = low {
            range.quantity("low", low, line.measure);
        }
        if let Some(high) = high {
            range.quantity("high", high, line.measure);
        }
    });
}
