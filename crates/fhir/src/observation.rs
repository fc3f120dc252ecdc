//! Observation: answers of tests and measurements.

use helsami_domain::ids::RecordId;
use helsami_domain::lab::{
    Absent, Analysis, Answer, Flag as Place, Kind, Part, Range as Limits, RangePurpose, State, Value, Verdict,
};
use helsami_domain::quantity::Quantity as Amount;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::When;
use serde::Deserialize;

use crate::element::{
    Annotation, Concept, Contained, Flag, Number, Objects, One, Period, Quantity, Range, Ratio, Reference,
    Resolve, Text,
};

/// An object that few rows have: beside the row, so that the row itself stays short and cheap to move.
type Rare<T> = One<Box<T>>;

/// The fields of an Observation that pages read. A component has a part of them, so it is the same struct.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Observation<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    effective_date_time: Text<'a>,
    #[serde(borrow)]
    effective_period: Rare<Period<'a>>,
    #[serde(borrow)]
    effective_instant: Text<'a>,
    #[serde(borrow)]
    issued: Text<'a>,
    #[serde(borrow)]
    method: Rare<Concept<'a>>,
    #[serde(borrow)]
    note: Objects<Annotation<'a>>,
    #[serde(borrow)]
    performer: Objects<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
    #[serde(borrow)]
    component: Objects<Observation<'a>>,
    #[serde(borrow)]
    value_quantity: One<Quantity<'a>>,
    #[serde(borrow)]
    value_codeable_concept: Rare<Concept<'a>>,
    #[serde(borrow)]
    value_string: Text<'a>,
    value_boolean: Flag,
    #[serde(borrow)]
    value_integer: Number<'a>,
    #[serde(borrow)]
    value_range: Rare<Range<'a>>,
    #[serde(borrow)]
    value_ratio: Rare<Ratio<'a>>,
    #[serde(borrow)]
    value_date_time: Text<'a>,
    #[serde(borrow)]
    value_time: Text<'a>,
    #[serde(borrow)]
    value_period: Rare<Period<'a>>,
    #[serde(borrow)]
    value_sampled_data: Rare<Concept<'a>>,
    #[serde(borrow)]
    data_absent_reason: Rare<Concept<'a>>,
    #[serde(borrow)]
    interpretation: Objects<Concept<'a>>,
    #[serde(borrow)]
    reference_range: Objects<ReferenceRange<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ReferenceRange<'a> {
    #[serde(borrow)]
    low: One<Quantity<'a>>,
    #[serde(borrow)]
    high: One<Quantity<'a>>,
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, rename = "type")]
    purpose: One<Concept<'a>>,
}

/// What was measured, by system and code in every coding, or by its words where it has none.
#[must_use]
pub fn codings(body: &str) -> Vec<(String, String)> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Measured<'a> {
        #[serde(borrow)]
        code: One<Concept<'a>>,
    }
    let view: Measured<'_> = serde_json::from_str(body).unwrap_or_default();
    let Some(concept) = view.code.get() else { return Vec::new() };
    let coded = concept.coding.each().filter(|coding| coding.code.filled().is_some());
    let mut found: Vec<(String, String)> =
        coded.map(|coding| (coding.system.trim().to_owned(), coding.code.trim().to_owned())).collect();
    if found.is_empty() {
        found.extend(concept.text.filled().map(|text| (String::new(), text.to_lowercase())));
    }
    found
}

/// Reads an Observation. `None` only for text that is no JSON object.
#[must_use]
pub fn answer(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Answer> {
    let view: Observation<'_> = serde_json::from_str(body).ok()?;
    let issued = view.issued.when();
    Some(Answer {
        id,
        name: view.name(&view.language),
        analysis: view.analysis(),
        kind: kind(&view.category),
        state: State::parse(view.status.trim()),
        when: view.when(),
        issued,
        value: view.value(),
        parts: view.component.each().map(|part| part.part(&view.language)).collect(),
        ranges: view.ranges(),
        verdict: verdict(&view.interpretation, &view.language),
        method: view.method.get().and_then(|method| method.label(&view.language)).map(|label| label.text),
        notes: notes(&view.note),
        source: source(&view.performer, &view.contained, resolve, issued),
    })
}

impl Observation<'_> {
    fn name(&self, language: &str) -> Option<helsami_domain::coded::Label> {
        self.code.get().and_then(|code| code.label(language))
    }

    fn analysis(&self) -> Analysis {
        let (system, code) = self.code.get().map(Concept::first_code).unwrap_or_default();
        Analysis { system, code }
    }

    fn when(&self) -> Option<When> {
        self.effective_date_time.when().or_else(|| self.effective_instant.when()).or_else(|| {
            self.effective_period.get().and_then(|period| period.start.when().or_else(|| period.end.when()))
        })
    }

    fn part(&self, language: &str) -> Part {
        Part {
            name: self.name(language),
            analysis: self.analysis(),
            value: self.value(),
            ranges: self.ranges(),
            verdict: verdict(&self.interpretation, language),
        }
    }

    fn value(&self) -> Value {
        if let Some(amount) = self.value_quantity.get().and_then(Quantity::amount) {
            return Value::Amount(amount);
        }
        if let Some(number) = self.value_integer.decimal() {
            return Value::Amount(Amount::new(number, None, "", ""));
        }
        if let Some(label) =
            self.value_codeable_concept.get().and_then(|concept| concept.label(&self.language))
        {
            return Value::Words(label);
        }
        if let Some(label) = helsami_domain::coded::Label::words(&self.value_string) {
            return Value::Words(label);
        }
        self.rare_value().unwrap_or_else(|| self.no_value())
    }

    fn rare_value(&self) -> Option<Value> {
        if let Some(yes) = self.value_boolean.0 {
            return Some(Value::YesNo(yes));
        }
        if let Some(range) = self.value_range.get() {
            let (low, high) = (end(&range.low), end(&range.high));
            return (low.is_some() || high.is_some()).then_some(Value::Between(low, high));
        }
        if let Some(ratio) = self.value_ratio.get() {
            return Some(Value::Ratio(end(&ratio.numerator)?, end(&ratio.denominator)?));
        }
        if let Some(when) = self.value_date_time.when() {
            return Some(Value::Time(when));
        }
        if let Some(when) =
            self.value_period.get().and_then(|period| period.start.when().or_else(|| period.end.when()))
        {
            return Some(Value::Time(when));
        }
        helsami_domain::coded::Label::words(&self.value_time).map(Value::Words)
    }

    fn no_value(&self) -> Value {
        if let Some(reason) = self.data_absent_reason.get() {
            return Value::Missing(reason.codes().next().map_or(Absent::Other, Absent::parse));
        }
        let came_unread = self.value_sampled_data.get().is_some()
            || self.value_quantity.get().is_some()
            || self.value_codeable_concept.get().is_some();
        if came_unread { Value::NotShown } else { Value::None }
    }

    fn ranges(&self) -> Vec<Limits> {
        self.reference_range.each().map(ReferenceRange::limits).collect()
    }
}

impl ReferenceRange<'_> {
    fn limits(&self) -> Limits {
        Limits {
            low: end(&self.low),
            high: end(&self.high),
            text: self.text.filled().map(Into::into),
            purpose: self.purpose(),
        }
    }

    /// Source: terminology.hl7.org, CodeSystem referencerange-meaning. Without a type the range is the usual one.
    fn purpose(&self) -> RangePurpose {
        let Some(purpose) = self.purpose.get() else { return RangePurpose::Usual };
        match purpose.codes().next() {
            None | Some("normal" | "recommended") => RangePurpose::Usual,
            Some("treatment" | "therapeutic") => RangePurpose::Treatment,
            Some(_) => RangePurpose::Other,
        }
    }
}

fn end(quantity: &One<Quantity<'_>>) -> Option<Amount> {
    quantity.get().and_then(Quantity::amount)
}

/// The kind of answer by its category.
///
/// Source: the R4 value set observation-category.
fn kind(category: &Objects<Concept<'_>>) -> Kind {
    let known = category.each().flat_map(Concept::codes).find_map(|code| match code {
        "laboratory" | "LAB" => Some(Kind::Laboratory),
        "vital-signs" => Some(Kind::VitalSign),
        "imaging" | "RAD" => Some(Kind::Imaging),
        "survey" => Some(Kind::Survey),
        "social-history" => Some(Kind::SocialHistory),
        _ => None,
    });
    known.unwrap_or(Kind::Other)
}

/// The laboratory's assessment: the code that says most; words are kept where no code is a place on the line.
fn verdict(interpretation: &Objects<Concept<'_>>, language: &str) -> Option<Verdict> {
    let first = interpretation.each().next()?;
    let flags = interpretation.each().flat_map(Concept::codes).map(Place::parse);
    let flag = flags.max_by_key(|&flag| helsami_domain::lab::assess::weight(flag)).unwrap_or_default();
    let words = first.label(language).filter(|label| !label.is_bare_code && flag == Place::Unknown);
    Some(Verdict { flag, words })
}

pub(crate) fn notes(notes: &Objects<Annotation<'_>>) -> Vec<Box<str>> {
    notes.each().filter_map(|note| note.text.filled()).map(Into::into).collect()
}

/// Who reports: the first organisation is the place, the first other is the person.
pub(crate) fn source(
    performers: &Objects<Reference<'_>>,
    contained: &Objects<Contained<'_>>,
    resolve: Resolve<'_>,
    recorded: Option<When>,
) -> Source {
    let is_place =
        |one: &&Reference<'_>| one.reference.starts_with("Organization/") || &*one.kind == "Organization";
    let is_own = |one: &Reference<'_>| one.reference.starts_with("Patient/");
    let party = |one: &Reference<'_>| one.party(contained, resolve);
    let place = performers.each().find(is_place);
    let person = performers.each().find(|one| !is_place(one) && !is_own(one));
    Source {
        person: person.map(party).unwrap_or_default(),
        place: place.map_or_else(Party::default, party),
        recorded,
        is_own_word: place.is_none() && person.is_none() && performers.each().any(is_own),
    }
}

#[cfg(test)]
mod tests {
    use super::answer;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::lab::assess::Sentence;
    use helsami_domain::lab::{Absent, Answer, Flag, Kind, RangePurpose, State, Value};
    use helsami_domain::quantity::{Comparator, Decimal};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    fn read(body: &str) -> Answer {
        let patient = PatientKey::new(1).expect("positive");
        let local = LocalId::new(1).expect("positive");
        let id = RecordId { patient, kind: ResourceType::Observation, local };
        answer(id, body, &|_, _| None).expect("an object")
    }

    #[test]
    fn a_laboratory_answer() {
        let one = read(
            r#"{"resourceType":"Observation","status":"amended","category":[{"coding":[{"code":"laboratory"}]}],
            "code":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7230","code":"NPU03230","display":"P-Kalium"}]},
            "effectiveDateTime":"2020-11-11T23:17:40+00:00","issued":"2020-11-12T08:00:00Z",
            "valueQuantity":{"value":4.60,"comparator":">","unit":"mmol/L","code":"mmol/L"},
            "interpretation":[{"coding":[{"code":"H"}]}],"method":{"text":"ISE"},"note":[{"text":"Hemolyse"}],
            "referenceRange":[{"low":{"value":3.5,"unit":"mmol/L"},"high":{"value":4.4,"unit":"mmol/L"}},
            {"type":{"coding":[{"code":"treatment"}]},"high":{"value":6}}],
            "performer":[{"display":"Fürst"},{"reference":"Organization/x","display":"St. Olavs hospital"}]}"#,
        );
        assert_eq!(one.name.as_ref().map(|name| &*name.text), Some("P-Kalium"));
        assert_eq!((&*one.analysis.system, &*one.analysis.code), ("nlk", "NPU03230"));
        assert_eq!((one.kind, one.state), (Kind::Laboratory, State::Corrected));
        let Value::Amount(amount) = &one.value else { panic!("an amount: {:?}", one.value) };
        assert_eq!((amount.value.as_sent(), amount.comparator), ("4.60", Some(Comparator::Greater)));
        assert_eq!(one.ranges[1].purpose, RangePurpose::Treatment);
        assert_eq!(one.sentence(), Sentence::Above);
        assert_eq!(one.assessment().flag, Flag::High);
        assert_eq!(one.method.as_deref(), Some("ISE"));
        assert_eq!(one.notes, ["Hemolyse".into()]);
        assert_eq!(one.source.place.name.as_deref(), Some("St. Olavs hospital"));
        assert_eq!(one.source.person.name.as_deref(), Some("Fürst"));
    }

    #[test]
    fn blood_pressure_has_parts() {
        let one = read(
            r#"{"code":{"text":"Blodtrykk"},"effectivePeriod":{"start":"2026-01"},"component":[
            {"code":{"text":"Systolisk"},"valueQuantity":{"value":120,"code":"mm[Hg]"}},
            {"code":{"text":"Diastolisk"},"dataAbsentReason":{"coding":[{"code":"not-performed"}]}}]}"#,
        );
        assert_eq!(one.when, Some(When::Month(2026, 1)));
        assert_eq!(one.value, Value::None);
        assert_eq!(&*one.analysis.code, "blodtrykk");
        let Value::Amount(over) = &one.parts[0].value else { panic!("an amount") };
        assert_eq!(over.value, number("120"));
        assert_eq!(one.parts[1].value, Value::Missing(Absent::NotPerformed));
        assert_eq!(one.sentence(), Sentence::Parts);
    }

    #[test]
    fn every_form_of_value() {
        let value = |field: &str| read(&format!("{{{field}}}")).value;
        let words = |value: Value| match value {
            Value::Words(label) => label.text.to_string(),
            other => panic!("words: {other:?}"),
        };
        assert_eq!(words(value(r#""valueString":" Ingen vekst ""#)), "Ingen vekst");
        assert_eq!(words(value(r#""valueCodeableConcept":{"text":"Never smoker"}"#)), "Never smoker");
        assert_eq!(value(r#""valueBoolean":false"#), Value::YesNo(false));
        assert!(matches!(value(r#""valueInteger":7"#), Value::Amount(amount) if amount.value == number("7")));
        assert!(matches!(value(r#""valueRange":{"low":{"value":1}}"#), Value::Between(Some(_), None)));
        assert!(matches!(
            value(r#""valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#),
            Value::Ratio(..)
        ));
        assert_eq!(value(r#""valueDateTime":"2026""#), Value::Time(When::Year(2026)));
        assert_eq!(words(value(r#""valueTime":"12:30:00""#)), "12:30:00");
        assert_eq!(value(r#""valueSampledData":{"data":"1 2 3"}"#), Value::NotShown);
        assert_eq!(value(r#""valueQuantity":{"value":"høy"}"#), Value::NotShown);
        assert_eq!(value(""), Value::None);
        assert_eq!(
            value(r#""dataAbsentReason":{"coding":[{"code":"asked-declined"}]}"#),
            Value::Missing(Absent::Declined)
        );
        assert_eq!(value(r#""dataAbsentReason":{"text":"?"}"#), Value::Missing(Absent::Other));
    }

    #[test]
    fn a_malformed_field_does_not_lose_the_row() {
        let one = read(
            r#"{"status":5,"category":"laboratory","code":"x","effectiveDateTime":["2020"],"valueQuantity":[{"value":5,"unit":"g/L"}],
            "interpretation":{"coding":{"code":"HH"}},"referenceRange":{"high":{"value":4,"unit":7}},"note":"x","performer":0}"#,
        );
        assert_eq!((one.state, one.when, one.name), (State::Unknown, None, None));
        assert!(matches!(&one.value, Value::Amount(amount) if amount.value == number("5")));
        assert_eq!(one.verdict.map(|verdict| verdict.flag), Some(Flag::CriticalHigh));
        assert_eq!(one.ranges[0].high.as_ref().map(|high| high.value.clone()), Some(number("4")));
    }
}
