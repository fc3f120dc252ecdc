//! Medicines: prescriptions (MedicationRequest), and what a hospital's list says (MedicationStatement).

use jiff::civil::Date;

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::chart::problem::Found;
use crate::drug::Drug;
use crate::element::{Code, Link, To, code};
use crate::json::Json;
use crate::staff::StaffId;
use crate::system;

/// Whether a medicine is still taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Taken now.
    InUse,
    /// The treatment was meant to end, and did.
    Finished,
    /// Ended early, for this reason.
    Stopped(&'static str),
}

/// One treatment with a medicine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    /// The medicine.
    pub(crate) drug: Drug,
    /// Words on the label other than the usual ones.
    pub(crate) use_text: Option<&'static str>,
    /// First day.
    pub(crate) from: Date,
    /// Last day, when it has ended or is planned to end.
    pub(crate) to: Option<Date>,
    /// Whether it is still taken.
    pub(crate) standing: Standing,
    /// The diagnosis it is for.
    pub(crate) reason: Option<Found>,
    /// Who prescribed.
    pub(crate) by: StaffId,
}

impl Chart<'_> {
    /// A long treatment that is still going on, prescribed by the GP.
    pub(crate) fn takes(&mut self, drug: Drug, from: Date, reason: Option<Found>) -> Link {
        let by = self.gp();
        let course = Course { drug, use_text: None, from, to: None, standing: Standing::InUse, reason, by };
        self.prescribe(&course)
    }

    /// A short treatment that was finished as planned.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn took(&mut self, drug: Drug, from: Date, days: i32, reason: Option<Found>) {
        let by = self.gp();
        let end = crate::calendar::after(from, days);
        let over = end < self.today();
        let standing = if over { Standing::Finished } else { Standing::InUse };
        self.prescribe(&Course { drug, use_text: None, from, to: Some(end), standing, reason, by });
    }

    /// A prescription.
    pub(crate) fn prescribe(&mut self, course: &Course) -> Link {
        let (region, subject) = (self.region, self.subject());
        let dead = self.who.death.is_some();
        let authored = Moment::new(course.from, 9, 40).stamp();
        self.add("MedicationRequest", |json| {
            json.text(
                "status",
                match course.standing {
                    Standing::InUse if dead => "stopped",
                    Standing::InUse => "active",
                    Standing::Finished => "completed",
                    Standing::Stopped(_) => "stopped",
                },
            );
            if let Standing::Stopped(why) = course.standing {
                json.concept("statusReason", &[], why);
            }
            json.text("intent", "order");
            let community = "http://terminology.hl7.org/CodeSystem/medicationrequest-category";
            json.concepts("category", &[code(community, "community", "Community")], "");
            write_drug(json, &course.drug);
            json.refer("subject", subject);
            json.text("authoredOn", &authored);
            json.refer("requester", To::Staff(region.member(course.by)));
            write_reason(json, course);
            write_dosage(json, "dosageInstruction", course, true);
            if !matches!(course.drug.times, 0 | i8::MIN) && course.to.is_none() {
                json.object("dispenseRequest", |dispense| {
                    dispense.bare("numberOfRepeatsAllowed", 3);
                    dispense.object("quantity", |quantity| {
                        quantity.bare("value", 100);
                        quantity.text("unit", course.drug.unit);
                    });
                });
            }
        })
    }

    /// What another list than the prescriptions says about a medicine, with whose list it is.
    pub(crate) fn listed(&mut self, course: &Course, note: &str) -> Link {
        let (region, subject) = (self.region, self.subject());
        let by = region.member(course.by);
        let unit = region.unit(by.unit);
        self.add("MedicationStatement", |json| {
            json.text(
                "status",
                match course.standing {
                    Standing::InUse => "active",
                    Standing::Finished => "completed",
                    Standing::Stopped(_) => "stopped",
                },
            );
            if let Standing::Stopped(why) = course.standing {
                json.concepts("statusReason", &[], why);
            }
            write_drug(json, &course.drug);
            json.refer("subject", subject);
            let to = course.to.map(|to| to.to_string());
            json.period("effectivePeriod", Some(&course.from.to_string()), to.as_deref());
            json.text("dateAsserted", &Moment::new(course.to.unwrap_or(course.from), 14, 10).stamp());
            json.refer("informationSource", To::Unit(unit));
            write_reason(json, course);
            if !note.is_empty() {
                json.one("note", |item| item.text("text", note));
            }
            write_dosage(json, "dosage", course, false);
        })
    }
}

fn write_drug(json: &mut Json, drug: &Drug) {
    let words = format!("{} {}", drug.name, drug.preparation);
    json.concept("medicationCodeableConcept", &[code(system::ATC, drug.atc, drug.name)], &words);
}

fn write_reason(json: &mut Json, course: &Course) {
    let none: &[Code<'_>] = &[];
    json.concepts("reasonCode", none, course.drug.purpose);
    if let Some(found) = course.reason {
        json.refers("reasonReference", [To::Named(found.link, found.words)]);
    }
}

fn write_dosage(json: &mut Json, member: &str, course: &Course, bounds: bool) {
    let drug = &course.drug;
    json.one(member, |dosage| {
        dosage.text("text", course.use_text.unwrap_or(drug.use_text));
        if drug.times != 0 {
            dosage.object("timing", |timing| {
                timing.object("repeat", |repeat| {
                    if bounds {
                        let to = course.to.map(|to| to.to_string());
                        repeat.period("boundsPeriod", Some(&course.from.to_string()), to.as_deref());
                    }
                    let (frequency, period, unit) = match drug.times {
                        i8::MIN => (1, 3, "mo"),
                        times if times < 0 => (times.unsigned_abs(), 1, "wk"),
                        times => (times.unsigned_abs(), 1, "d"),
                    };
                    repeat.bare("frequency", frequency);
                    repeat.bare("period", period);
                    repeat.text("periodUnit", unit);
                });
            });
        } else {
            dosage.bare("asNeededBoolean", true);
        }
        if course.use_text.is_none() {
            dosage.one("doseAndRate", |dose| {
                dose.object("doseQuantity", |quantity| {
                    quantity.bare("value", drug.amount);
                    quantity.text("unit", drug.unit);
                });
            });
        }
    });
}
