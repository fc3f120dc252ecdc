//! Vaccinations with SYSVAK and ATC codes.

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{To, code};
use crate::staff::StaffId;
use crate::system;

/// A vaccine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vaccine {
    /// SYSVAK code; none where the stored lists have none.
    pub(crate) sysvak: Option<&'static str>,
    /// ATC code.
    pub(crate) atc: &'static str,
    /// Product.
    pub(crate) product: &'static str,
    /// What it protects against.
    pub(crate) against: &'static str,
}

impl Chart<'_> {
    /// A dose that has been given.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn vaccinate(&mut self, vaccine: &Vaccine, dose: u8, at: Moment, by: StaffId) {
        if !self.has_happened(at) {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        let unit = region.unit(region.member(by).unit);
        let lot = format!("HM{:05}", self.chance.below(100_000));
        self.add("Immunization", |json| {
            json.text("status", "completed");
            let atc = code(system::ATC, vaccine.atc, "");
            match vaccine.sysvak {
                Some(sysvak) => {
                    json.concept("vaccineCode", &[code(system::SYSVAK, sysvak, ""), atc], vaccine.product);
                }
                None => json.concept("vaccineCode", &[atc], vaccine.product),
            }
            json.refer("patient", subject);
            json.text("occurrenceDateTime", &at.date.to_string());
            json.bare("primarySource", true);
            json.text("lotNumber", &lot);
            json.one("performer", |performer| performer.refer("actor", To::Unit(unit)));
            json.one("protocolApplied", |protocol| {
                protocol.concepts("targetDisease", &[], vaccine.against);
                protocol.bare("doseNumberPositiveInt", dose);
            });
        });
    }
}
