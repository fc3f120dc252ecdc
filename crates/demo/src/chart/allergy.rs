//! Allergies, the statement that there are none, and other critical information (Flag).

use jiff::civil::Date;

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{To, code};
use crate::staff::StaffId;
use crate::system;

/// How an allergy shows itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reaction {
    /// In words.
    pub(crate) words: &'static str,
    /// `mild`, `moderate` or `severe`.
    pub(crate) severity: &'static str,
}

/// An allergy or intolerance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allergy {
    /// ATC code, for a medicine.
    pub(crate) atc: Option<&'static str>,
    /// What it is against.
    pub(crate) words: &'static str,
    /// `medication`, `food`, `environment` or `biologic`.
    pub(crate) category: &'static str,
    /// Whether a reaction may be dangerous.
    pub(crate) is_critical: bool,
    /// Whether it has been verified.
    pub(crate) is_confirmed: bool,
    /// How it has shown itself.
    pub(crate) reaction: Option<Reaction>,
}

const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";

impl Chart<'_> {
    /// Writes an allergy.
    pub(crate) fn allergic(&mut self, allergy: &Allergy, since: Date, by: StaffId) {
        let (region, subject) = (self.region, self.subject());
        let verification = if allergy.is_confirmed { "confirmed" } else { "unconfirmed" };
        self.add("AllergyIntolerance", |json| {
            json.concept("clinicalStatus", &[code(CLINICAL, "active", "")], "");
            json.concept("verificationStatus", &[code(VERIFICATION, verification, "")], "");
            json.text("type", "allergy");
            json.texts("category", &[allergy.category]);
            json.text("criticality", if allergy.is_critical { "high" } else { "low" });
            match allergy.atc {
                Some(atc) => json.concept("code", &[code(system::ATC, atc, allergy.words)], allergy.words),
                None => json.concept("code", &[], allergy.words),
            }
            json.refer("patient", subject);
            json.text("onsetDateTime", &since.year().to_string());
            json.text("recordedDate", &Moment::new(since, 10, 0).stamp());
            json.refer("recorder", To::Staff(region.member(by)));
            if let Some(reaction) = allergy.reaction {
                json.one("reaction", |item| {
                    item.concepts("manifestation", &[], reaction.words);
                    item.text("severity", reaction.severity);
                });
            }
        });
    }

    /// Writes that somebody has asked, and that there is no known allergy.
    pub(crate) fn no_known_allergy(&mut self, asked: Date, by: StaffId) {
        let (region, subject) = (self.region, self.subject());
        self.add("AllergyIntolerance", |json| {
            json.concept("clinicalStatus", &[code(CLINICAL, "active", "")], "");
            json.concept("verificationStatus", &[code(VERIFICATION, "confirmed", "")], "");
            json.concept(
                "code",
                &[code(system::SNOMED, "716186003", "No known allergy")],
                "Ingen kjente allergier",
            );
            json.refer("patient", subject);
            json.text("recordedDate", &Moment::new(asked, 10, 0).stamp());
            json.refer("recorder", To::Staff(region.member(by)));
        });
    }

    /// Writes critical information other than allergies.
    pub(crate) fn flag(&mut self, words: &str, since: Date, by: StaffId) {
        let (region, subject) = (self.region, self.subject());
        self.add("Flag", |json| {
            json.text("status", "active");
            let category = "http://terminology.hl7.org/CodeSystem/flag-category";
            json.concepts("category", &[code(category, "clinical", "Clinical")], "Kritisk informasjon");
            json.concept("code", &[], words);
            json.refer("subject", subject);
            json.period("period", Some(&since.to_string()), None);
            json.refer("author", To::Staff(region.member(by)));
        });
    }
}
