//! Visits that have been (Encounter) and appointments that come, came or were called off (Appointment).

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{Link, To, code};
use crate::json::Json;
use crate::staff::StaffId;
use crate::unit::UnitKind;

/// What kind of contact it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VisitKind {
    /// At the office or clinic.
    Office,
    /// By video.
    Video,
    /// At home.
    Home,
    /// Acute.
    Emergency,
    /// In hospital, for so many nights.
    Stay(i32),
}

/// A visit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit<'a> {
    /// What kind.
    pub(crate) kind: VisitKind,
    /// When it began.
    pub(crate) at: Moment,
    /// Who was met.
    pub(crate) with: StaffId,
    /// What it was about.
    pub(crate) reason: &'a str,
}

/// How an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BookingStatus {
    /// Agreed.
    Booked,
    /// Kept.
    Kept,
    /// Called off by the unit, with the words for it.
    CalledOff(&'static str),
    /// Cancelled by the citizen.
    Cancelled,
    /// The citizen did not come.
    Missed,
    /// Proposed: the time is still to be decided.
    Waiting,
}

/// An appointment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booking<'a> {
    /// When it begins.
    pub(crate) at: Moment,
    /// How long, in minutes.
    pub(crate) minutes: i32,
    /// With whom.
    pub(crate) with: StaffId,
    /// What for.
    pub(crate) reason: &'a str,
    /// How to prepare, or nothing.
    pub(crate) prepare: &'a str,
    /// How it stands.
    pub(crate) status: BookingStatus,
    /// Whether it is by video.
    pub(crate) video: bool,
}

impl Chart<'_> {
    /// A visit that has been.
    pub(crate) fn visit(&mut self, visit: &Visit<'_>) -> Option<Link> {
        if !self.has_happened(visit.at) {
            return None;
        }
        let (region, subject) = (self.region, self.subject());
        let member = region.member(visit.with);
        let unit = region.unit(member.unit);
        let minutes = match visit.kind {
            VisitKind::Stay(nights) => nights * 24 * 60 + 180,
            VisitKind::Emergency => 150,
            _ => 20,
        };
        let (class, words) = class(visit.kind);
        let over = self.has_happened(visit.at.later(minutes));
        Some(self.add("Encounter", |json| {
            json.text("status", if over { "finished" } else { "in-progress" });
            json.coded("class", code("http://terminology.hl7.org/CodeSystem/v3-ActCode", class, ""));
            json.concepts("type", &[], words);
            json.refer("subject", subject);
            json.one("participant", |participant| participant.refer("individual", To::Staff(member)));
            let end = over.then(|| visit.at.later(minutes).stamp());
            json.period("period", Some(&visit.at.stamp()), end.as_deref());
            json.concepts("reasonCode", &[], visit.reason);
            json.one("location", |location| location.refer("location", To::Place(unit)));
            json.refer("serviceProvider", To::Unit(unit));
        }))
    }

    /// An appointment.
    pub(crate) fn book(&mut self, booking: &Booking<'_>) {
        if self.who.death.is_some() && booking.at.date > self.end() {
            return;
        }
        let (region, subject) = (self.region, self.subject());
        let member = region.member(booking.with);
        let unit = region.unit(member.unit);
        self.add("Appointment", |json| {
            json.text("status", status(booking.status));
            write_end_reason(json, booking.status);
            let (system, category, words) = match unit.kind {
                UnitKind::Department(_) => {
                    ("http://terminology.hl7.org/CodeSystem/service-category", "27", "Specialist Medical")
                }
                _ => ("http://terminology.hl7.org/CodeSystem/service-category", "17", "General Practice"),
            };
            json.concepts("serviceCategory", &[code(system, category, words)], "");
            let kind = if booking.video { "Video" } else { "Konsultasjon" };
            json.concept("appointmentType", &[code("urn:oid:2.16.578.1.12.4.1.1.7617", kind, "")], "");
            json.text("description", booking.reason);
            if booking.status != BookingStatus::Waiting {
                json.text("start", &booking.at.stamp());
                json.text("end", &booking.at.later(booking.minutes).stamp());
            } else {
                json.one("requestedPeriod", |period| {
                    period.text("start", &booking.at.date.to_string());
                    period.text("end", &crate::calendar::after(booking.at.date, 28).to_string());
                });
            }
            json.text("created", &booking.at.later(-60 * 24 * 30).stamp());
            if !booking.prepare.is_empty() {
                json.text("patientInstruction", booking.prepare);
            }
            json.array("participant", |array| {
                for actor in [subject, To::Staff(member), To::Place(unit)] {
                    array.item(|participant| {
                        participant.refer("actor", actor);
                        participant.text("status", "accepted");
                    });
                }
            });
        });
    }
}

const fn class(kind: VisitKind) -> (&'static str, &'static str) {
    match kind {
        VisitKind::Office => ("AMB", "Konsultasjon"),
        VisitKind::Video => ("VR", "Videokonsultasjon"),
        VisitKind::Home => ("HH", "Hjemmebesøk"),
        VisitKind::Emergency => ("EMER", "Øyeblikkelig hjelp"),
        VisitKind::Stay(_) => ("IMP", "Innleggelse"),
    }
}

const fn status(status: BookingStatus) -> &'static str {
    match status {
        BookingStatus::Booked => "booked",
        BookingStatus::Kept => "fulfilled",
        BookingStatus::CalledOff(_) | BookingStatus::Cancelled => "cancelled",
        BookingStatus::Missed => "noshow",
        BookingStatus::Waiting => "proposed",
    }
}

fn write_end_reason(json: &mut Json, status: BookingStatus) {
    let list = "urn:oid:2.16.578.1.12.4.1.1.7621";
    match status {
        BookingStatus::CalledOff(why) => {
            json.concept("cancelationReason", &[code(list, "AAT", "Avlyst av tjenesten")], why);
        }
        BookingStatus::Cancelled => {
            json.concept(
                "cancelationReason",
                &[code(list, "AAI", "Avbestilt av innbygger")],
                "Avbestilt av deg",
            );
        }
        _ => {}
    }
}
