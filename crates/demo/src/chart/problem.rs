//! Diagnoses: with the words of primary care (ICPC-2) or of the hospitals (ICD-10).

use jiff::civil::Date;

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{Link, To, code};
use crate::staff::StaffId;
use crate::system;
use crate::unit::UnitKind;

/// A disease as the two classifications name it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem {
    /// ICPC-2 code and text.
    pub(crate) icpc: (&'static str, &'static str),
    /// ICD-10 code and text.
    pub(crate) icd: (&'static str, &'static str),
    /// How people say it.
    pub(crate) words: &'static str,
}

/// A diagnosis in the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// The entry.
    pub(crate) link: Link,
    /// How people say it.
    pub(crate) words: &'static str,
}

impl Chart<'_> {
    /// Writes a diagnosis made by somebody; an end date makes it a thing of the past.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn diagnose(
        &mut self,
        problem: &Problem,
        by: StaffId,
        onset: Date,
        end: Option<Date>,
    ) -> Found {
        let region = self.region;
        let member = region.member(by);
        let hospital = matches!(region.unit(member.unit).kind, UnitKind::Department(_));
        let subject = self.subject();
        let over = end.is_some_and(|end| end < region.today);
        let (system, (number, text)) =
            if hospital { (system::ICD10, problem.icd) } else { (system::ICPC2, problem.icpc) };
        let link = self.add("Condition", |json| {
            let clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
            let verification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
            json.concept(
                "clinicalStatus",
                &[code(clinical, if over { "resolved" } else { "active" }, "")],
                "",
            );
            json.concept("verificationStatus", &[code(verification, "confirmed", "")], "");
            let category = "http://terminology.hl7.org/CodeSystem/condition-category";
            let kind = if end.is_some() { "encounter-diagnosis" } else { "problem-list-item" };
            json.concepts("category", &[code(category, kind, "")], "");
            json.concept("code", &[code(system, number, text)], problem.words);
            json.refer("subject", subject);
            json.text("onsetDateTime", &onset.to_string());
            if let Some(end) = end.filter(|_| over) {
                json.text("abatementDateTime", &end.to_string());
            }
            json.text("recordedDate", &Moment::new(onset, 9, 30).stamp());
            json.refer("recorder", To::Staff(member));
        });
        Found { link, words: problem.words }
    }
}
