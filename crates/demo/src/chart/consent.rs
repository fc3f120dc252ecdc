//! Consents that open or close a record: who was given what, what is closed and against whom, until when.
//!
//! They are in the record of the person they are about. A reference to another citizen is by identity number, so that
//! citizen must be in the store when this one is written.

use jiff::civil::Date;

use crate::chart::Chart;
use crate::element::{Link, To, code};
use crate::json::Json;
use crate::system;

/// When a consent ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// After this day.
    Day(Date),
    /// When one of the two ends it.
    Ended,
}

/// One consent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreement<'a> {
    /// The code of our category.
    pub(crate) category: &'static str,
    /// Whether it opens; else it closes.
    pub(crate) is_permit: bool,
    /// To whom, or against whom.
    pub(crate) actor: Option<To<'a>>,
    /// Who has said it, where it is not the person themself.
    pub(crate) said_by: Option<To<'a>>,
    /// The parts of the record.
    pub(crate) areas: &'a [&'static str],
    /// Topics that are kept back.
    pub(crate) kept_back: &'a [&'static str],
    /// Single items that are closed.
    pub(crate) items: &'a [Link],
    /// The paper behind it.
    pub(crate) paper: Option<Link>,
    /// From when.
    pub(crate) from: Date,
    /// To when.
    pub(crate) until: Until,
}

impl Agreement<'_> {
    /// A consent of this category from a day on, until somebody ends it.
    pub(crate) const fn new(category: &'static str, from: Date) -> Self {
        Self {
            category,
            is_permit: true,
            actor: None,
            said_by: None,
            areas: &[],
            kept_back: &[],
            items: &[],
            paper: None,
            from,
            until: Until::Ended,
        }
    }

    /// Something that is closed from a day on.
    pub(crate) const fn closed(category: &'static str, from: Date) -> Self {
        let mut agreement = Self::new(category, from);
        agreement.is_permit = false;
        agreement
    }
}

impl Chart<'_> {
    /// Writes a consent.
    pub(crate) fn agree(&mut self, agreement: &Agreement<'_>) {
        let subject = self.subject();
        let made = crate::calendar::Moment::new(agreement.from, 9, 0).stamp();
        self.add("Consent", |json| {
            json.text("status", "active");
            let scope = "http://terminology.hl7.org/CodeSystem/consentscope";
            json.concept("scope", &[code(scope, "patient-privacy", "")], "");
            json.concepts("category", &[code(system::CONSENT, agreement.category, "")], "");
            json.refer("patient", subject);
            json.text("dateTime", &made);
            json.refers("performer", [agreement.said_by.unwrap_or(subject)]);
            if let Some(paper) = agreement.paper {
                json.refer("sourceReference", To::Entry(paper));
            }
            json.concept("policyRule", &[], "Pasient- og brukerrettighetsloven");
            json.object("provision", |provision| write_provision(provision, agreement));
        });
    }
}

fn write_provision(json: &mut Json, agreement: &Agreement<'_>) {
    if agreement.until == Until::Ended {
        json.one("extension", |extension| {
            extension.text("url", system::UNTIL_ENDED);
            extension.bare("valueBoolean", true);
        });
    }
    json.text("type", if agreement.is_permit { "permit" } else { "deny" });
    let end = match agreement.until {
        Until::Day(day) => Some(day.to_string()),
        Until::Ended => None,
    };
    json.period("period", Some(&agreement.from.to_string()), end.as_deref());
    if let Some(actor) = agreement.actor {
        json.one("actor", |item| {
            let role = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
            item.concept("role", &[code(role, "RESPRSN", "")], "");
            item.refer("reference", actor);
        });
    }
    write_what(json, agreement);
}

/// Which parts and items, and what of them is kept back.
fn write_what(json: &mut Json, agreement: &Agreement<'_>) {
    if !agreement.areas.is_empty() {
        json.array("class", |array| {
            for area in agreement.areas {
                array.item(|coding| {
                    coding.text("system", system::AREA);
                    coding.text("code", area);
                });
            }
        });
    }
    if !agreement.items.is_empty() {
        json.array("data", |array| {
            for link in agreement.items {
                array.item(|item| {
                    item.text("meaning", "instance");
                    item.refer("reference", To::Entry(*link));
                });
            }
        });
    }
    if !agreement.kept_back.is_empty() {
        json.one("provision", |inner| {
            inner.text("type", "deny");
            inner.array("securityLabel", |array| {
                for topic in agreement.kept_back {
                    array.item(|coding| coding.coded_here(code(system::ACT_CODE, topic, "")));
                }
            });
        });
    }
}
