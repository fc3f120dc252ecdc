//! `Dosage` and `Timing`: how a medicine is to be taken.

use helsami_domain::medicine::dose::{Amount, AsNeeded, Dose, Often, PartOfDay, PeriodUnit};
use helsami_domain::when::Period as Span;
use serde::Deserialize;

use crate::element::{Concept, Flag, Many, Number, Objects, One, Period, Quantity, Range, Ratio, Text};

/// `Dosage`, and the dosage of a MedicationAdministration, which has its dose at the top.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Dosage<'a> {
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    patient_instruction: Text<'a>,
    #[serde(borrow)]
    timing: One<Timing<'a>>,
    as_needed_boolean: Flag,
    #[serde(borrow)]
    as_needed_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    route: One<Concept<'a>>,
    #[serde(borrow)]
    dose_and_rate: Objects<DoseAndRate<'a>>,
    #[serde(borrow)]
    dose: One<Quantity<'a>>,
    #[serde(borrow)]
    rate_ratio: One<Ratio<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct DoseAndRate<'a> {
    #[serde(borrow)]
    dose_quantity: One<Quantity<'a>>,
    #[serde(borrow)]
    dose_range: One<Range<'a>>,
    #[serde(borrow)]
    rate_ratio: One<Ratio<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Timing<'a> {
    #[serde(borrow)]
    repeat: One<Repeat<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Repeat<'a> {
    #[serde(borrow)]
    bounds_period: One<Period<'a>>,
    #[serde(borrow)]
    frequency: Number<'a>,
    #[serde(borrow)]
    frequency_max: Number<'a>,
    #[serde(borrow)]
    period: Number<'a>,
    #[serde(borrow)]
    period_unit: Text<'a>,
    #[serde(borrow)]
    when: Many<Text<'a>>,
    #[serde(borrow)]
    time_of_day: Many<Text<'a>>,
}

impl Dosage<'_> {
    /// The instruction. `None` if nothing was said.
    pub(super) fn value(&self, language: &str) -> Option<Dose> {
        let rates = self.dose_and_rate.each().find_map(|one| one.rate_ratio.get());
        let timing = self.timing.get();
        let repeat = timing.and_then(|timing| timing.repeat.get());
        let dose = Dose {
            text: self.text.filled().map(Into::into),
            patient_text: self.patient_instruction.filled().map(Into::into),
            amount: self.amount(),
            rate: rates.or_else(|| self.rate_ratio.get()).and_then(rate),
            often: repeat.and_then(Repeat::often),
            timing: timing.and_then(|timing| timing.code.get()).and_then(|code| code.label(language)),
            parts: repeat.map(Repeat::parts).unwrap_or_default(),
            clock: repeat.map(Repeat::clock).unwrap_or_default(),
            as_needed: self.as_needed(language),
            route: self.route.get().and_then(|route| route.label(language)),
        };
        (!dose.is_empty()).then_some(dose)
    }

    /// From when until when the instruction holds.
    pub(super) fn bounds(&self) -> Span {
        let repeat = self.timing.get().and_then(|timing| timing.repeat.get());
        repeat.and_then(|repeat| repeat.bounds_period.get()).map(Period::span).unwrap_or_default()
    }

    fn amount(&self) -> Option<Amount> {
        let quantity =
            self.dose_and_rate.each().find_map(|one| one.dose_quantity.get()).or_else(|| self.dose.get());
        if let Some(amount) = quantity.and_then(amount) {
            return Some(amount);
        }
        let range = self.dose_and_rate.each().find_map(|one| one.dose_range.get())?;
        let (low, high) = (range.low.get().and_then(amount), range.high.get().and_then(amount));
        match (low, high) {
            (Some(low), Some(high)) => {
                Some(Amount { high: Some(high.low), unit: low.unit.or(high.unit), ..low })
            }
            (low, high) => low.or(high),
        }
    }

    fn as_needed(&self, language: &str) -> AsNeeded {
        match self.as_needed_codeable_concept.get().and_then(|reason| reason.label(language)) {
            Some(reason) => AsNeeded::For(reason),
            None if self.as_needed_boolean.0 == Some(true) => AsNeeded::WhenNeeded,
            None => AsNeeded::Regular,
        }
    }
}

/// An amount with the unit for people. A bound (`<`) is no dose and is left to the words.
pub(super) fn amount(quantity: &Quantity<'_>) -> Option<Amount> {
    if quantity.comparator.filled().is_some() {
        return None;
    }
    let unit = quantity.unit.filled().or_else(|| quantity.code.filled().filter(|code| *code != "1"));
    Some(Amount { low: quantity.value.decimal()?, high: None, unit: unit.map(Into::into) })
}

fn rate(ratio: &Ratio<'_>) -> Option<(Amount, Box<str>)> {
    let below = ratio.denominator.get().and_then(amount)?;
    let unit = below.unit?;
    let each =
        if below.low.as_sent() == "1" { unit } else { [below.low.as_sent(), " ", &unit].concat().into() };
    Some((amount(ratio.numerator.get()?)?, each))
}

impl Repeat<'_> {
    fn often(&self) -> Option<Often> {
        let unit = match &*self.period_unit {
            "s" | "min" => PeriodUnit::Minute,
            "h" => PeriodUnit::Hour,
            "d" => PeriodUnit::Day,
            "wk" => PeriodUnit::Week,
            "mo" => PeriodUnit::Month,
            "a" => PeriodUnit::Year,
            _ => return None,
        };
        let (frequency, period) = (self.frequency.whole()?, self.period.decimal()?);
        Some(Often { frequency, frequency_max: self.frequency_max.whole(), period, unit })
    }

    fn parts(&self) -> Vec<PartOfDay> {
        self.when.iter().filter_map(|code| part(code)).collect()
    }

    fn clock(&self) -> Vec<Box<str>> {
        let shown = |text: &Text<'_>| text.filled().and_then(|time| time.get(..5)).map(Into::into);
        self.time_of_day.iter().filter_map(shown).collect()
    }
}

/// `http://terminology.hl7.org/CodeSystem/v3-TimingEvent` and FHIR's `event-timing`.
fn part(code: &str) -> Option<PartOfDay> {
    Some(match code {
        "MORN" | "MORN.early" | "MORN.late" | "CM" | "ACM" | "PCM" => PartOfDay::Morning,
        "NOON" | "CD" | "ACD" | "PCD" => PartOfDay::Noon,
        "AFT" | "AFT.early" | "AFT.late" => PartOfDay::Afternoon,
        "EVE" | "EVE.early" | "EVE.late" | "CV" | "ACV" | "PCV" => PartOfDay::Evening,
        "NIGHT" => PartOfDay::Night,
        "HS" => PartOfDay::Bedtime,
        "WAKE" => PartOfDay::Waking,
        "AC" => PartOfDay::BeforeMeal,
        "C" => PartOfDay::WithMeal,
        "PC" | "PHS" => PartOfDay::AfterMeal,
        _ => return None,
    })
}
