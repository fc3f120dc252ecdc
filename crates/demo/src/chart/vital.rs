//! Measurements outside the laboratory: blood pressure, pulse, weight, height, temperature, oxygen.

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{Measure, To, code};
use crate::staff::StaffId;
use crate::system;

/// LOINC code, Norwegian name, unit.
pub(crate) type Sign = (&'static str, &'static str, Measure);

/// Body weight.
pub(crate) const WEIGHT: Sign = ("29463-7", "Vekt", ("kg", "kg"));
/// Body height.
pub(crate) const HEIGHT: Sign = ("8302-2", "Høyde", ("cm", "cm"));
/// Pulse.
pub(crate) const PULSE: Sign = ("8867-4", "Puls", ("slag/min", "/min"));
/// Oxygen saturation.
pub(crate) const OXYGEN: Sign = ("2708-6", "Oksygenmetning", ("%", "%"));
/// Temperature.
pub(crate) const TEMPERATURE: Sign = ("8310-5", "Temperatur", ("°C", "Cel"));

impl Chart<'_> {
    /// One measurement.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn sign(&mut self, sign: Sign, value: &str, at: Moment, by: StaffId) {
        if !self.has_happened(at) {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        let (number, words, measure) = sign;
        self.add("Observation", |json| {
            json.text("status", "final");
            json.concepts(
                "category",
                &[code(system::OBSERVATION_CATEGORY, "vital-signs", "Vital Signs")],
                "",
            );
            json.concept("code", &[code(system::LOINC, number, words)], words);
            json.refer("subject", subject);
            json.text("effectiveDateTime", &at.stamp());
            json.refers("performer", [To::Staff(region.member(by))]);
            json.quantity("valueQuantity", value, measure);
        });
    }

    /// Blood pressure, in mm Hg.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn pressure(&mut self, systolic: i32, diastolic: i32, at: Moment, by: StaffId) {
        if !self.has_happened(at) {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        self.add("Observation", |json| {
            json.text("status", "final");
            json.concepts(
                "category",
                &[code(system::OBSERVATION_CATEGORY, "vital-signs", "Vital Signs")],
                "",
            );
            json.concept("code", &[code(system::LOINC, "85354-9", "Blodtrykk")], "Blodtrykk");
            json.refer("subject", subject);
            json.text("effectiveDateTime", &at.stamp());
            json.refers("performer", [To::Staff(region.member(by))]);
            json.array("component", |array| {
                for (number, words, value) in
                    [("8480-6", "Overtrykk", systolic), ("8462-4", "Undertrykk", diastolic)]
                {
                    array.item(|component| {
                        component.concept("code", &[code(system::LOINC, number, words)], words);
                        component.quantity("valueQuantity", &value.to_string(), ("mmHg", "mm[Hg]"));
                    });
                }
            });
        });
    }
}
