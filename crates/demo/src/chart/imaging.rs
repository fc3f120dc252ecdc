//! Answers in words: pictures, tissue samples, and the like.

use crate::calendar::Moment;
use crate::chart::{Chart, OrderStatus};
use crate::element::{To, code};
use crate::staff::StaffId;

/// An answer in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Imaging<'a> {
    /// What was done.
    pub(crate) name: &'a str,
    /// `RAD` or `PAT`.
    pub(crate) section: (&'static str, &'static str),
    /// When.
    pub(crate) at: Moment,
    /// Who answers.
    pub(crate) by: StaffId,
    /// The conclusion in a sentence or two.
    pub(crate) conclusion: &'a str,
    /// How far it has come.
    pub(crate) status: OrderStatus,
}

/// Pictures.
pub(crate) const PICTURES: (&str, &str) = ("RAD", "Radiology");
/// Tissue and cells.
pub(crate) const TISSUE: (&str, &str) = ("PAT", "Pathology");

impl Chart<'_> {
    /// Writes the report.
    pub(crate) fn report(&mut self, imaging: &Imaging<'_>) {
        if !self.has_happened(imaging.at) {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        let member = region.member(imaging.by);
        let (section, words) = imaging.section;
        self.add("DiagnosticReport", |json| {
            json.text(
                "status",
                match imaging.status {
                    OrderStatus::Preliminary => "preliminary",
                    OrderStatus::Corrected => "corrected",
                    _ => "final",
                },
            );
            let category = "http://terminology.hl7.org/CodeSystem/v2-0074";
            json.concepts("category", &[code(category, section, words)], "");
            json.concept("code", &[], imaging.name);
            json.refer("subject", subject);
            json.text("effectiveDateTime", &imaging.at.stamp());
            json.text("issued", &imaging.at.later(60 * 22).stamp());
            json.refers("performer", [To::Unit(region.unit(member.unit))]);
            json.refers("resultsInterpreter", [To::Staff(member)]);
            json.text("conclusion", imaging.conclusion);
        });
    }
}
