//! Appointment and Encounter: what is agreed and what took place.

use helsami_domain::appointment::{Appointment, Form, Setting, Status, With};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use serde::Deserialize;

use crate::element::{
    Coding, Concept, Contained, Number, Objects, One, Period, Reference, Resolve, Text, labels,
};

/// Volven 8432, type of contact.
const CONTACT: &str = "urn:oid:2.16.578.1.12.4.1.1.8432";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    cancelation_reason: One<Concept<'a>>,
    #[serde(borrow)]
    service_category: Objects<Concept<'a>>,
    #[serde(borrow)]
    service_type: Objects<Concept<'a>>,
    #[serde(borrow)]
    specialty: Objects<Concept<'a>>,
    #[serde(borrow)]
    appointment_type: One<Concept<'a>>,
    #[serde(borrow)]
    reason_code: Objects<Concept<'a>>,
    #[serde(borrow)]
    reason_reference: Objects<Reference<'a>>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    #[serde(borrow)]
    minutes_duration: Number<'a>,
    #[serde(borrow)]
    requested_period: One<Period<'a>>,
    #[serde(borrow)]
    created: Text<'a>,
    #[serde(borrow)]
    comment: Text<'a>,
    #[serde(borrow)]
    patient_instruction: Text<'a>,
    #[serde(borrow)]
    participant: Objects<Participant<'a>>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    // What only an Encounter has.
    #[serde(borrow)]
    class: One<Coding<'a>>,
    #[serde(borrow, rename = "type")]
    kind: Objects<Concept<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    appointment: One<Reference<'a>>,
    #[serde(borrow)]
    location: Objects<Place<'a>>,
    #[serde(borrow)]
    service_provider: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Participant<'a> {
    #[serde(borrow, rename = "type")]
    role: Objects<Concept<'a>>,
    #[serde(borrow)]
    actor: One<Reference<'a>>,
    #[serde(borrow)]
    individual: One<Reference<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Place<'a> {
    #[serde(borrow)]
    location: One<Reference<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Extension<'a> {
    #[serde(borrow)]
    url: Text<'a>,
}

/// Reads one Appointment or Encounter. `None` if it cannot be read at all.
#[must_use]
pub fn appointment(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Appointment> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let language = &*view.language;
    let is_visit = id.kind == ResourceType::Encounter;
    let period = view.period.get().map(Period::span).unwrap_or_default();
    let wished = view.requested_period.get().map(Period::span).unwrap_or_default();
    let (place, with) = view.parties(resolve);
    let named = view.reason_reference.each().filter_map(|reason| Label::words(&reason.display));
    let provider = view.service_provider.get();
    Some(Appointment {
        id,
        carries_on: view.appointment.get().and_then(|one| one.record(resolve)),
        what: if is_visit { view.kind.each().find_map(|kind| kind.label(language)) } else { view.what() },
        reasons: labels(&view.reason_code, language).into_iter().chain(named).collect(),
        status: if is_visit { visit_status(&view.status) } else { status(&view.status) },
        form: view.form(),
        setting: setting(view.class.get().map(|class| &*class.code).unwrap_or_default()),
        start: view.start.when().or(period.start).or(wished.start),
        end: view.end.when().or(period.end),
        minutes: view.minutes_duration.whole(),
        place,
        with,
        instruction: view.patient_instruction.filled().map(Into::into),
        comment: view.comment.filled().map(Into::into),
        cancel_reason: view.cancelation_reason.get().and_then(|reason| reason.label(language)),
        source: Source {
            place: provider.map(|one| one.party(&view.contained, resolve)).unwrap_or_default(),
            recorded: view.created.when(),
            ..Source::default()
        },
    })
}

impl View<'_> {
    fn what(&self) -> Option<Label> {
        let language = &*self.language;
        let first = |list: &Objects<Concept<'_>>| list.each().find_map(|concept| concept.label(language));
        let kind = || self.appointment_type.get().and_then(|kind| kind.label(language));
        let described = Label::words(&self.description);
        let service = described.or_else(|| first(&self.service_type)).or_else(|| first(&self.specialty));
        service.or_else(kind).or_else(|| first(&self.service_category))
    }

    /// The place, and everybody it is with but the patient.
    fn parties(&self, resolve: Resolve<'_>) -> (Party, Vec<With>) {
        let mut place = Party::default();
        let mut with = Vec::new();
        for participant in self.participant.each() {
            let Some(actor) = participant.actor.get().or_else(|| participant.individual.get()) else {
                continue;
            };
            let party = actor.party(&self.contained, resolve);
            if actor.is_to(ResourceType::Location) {
                place = party;
            } else if !actor.is_to(ResourceType::Patient) && !party.is_unknown() {
                let role = participant.role.each().find_map(|role| role.label(&self.language));
                with.push(With { party, role });
            }
        }
        if let Some(location) = self.location.each().find_map(|one| one.location.get()) {
            place = location.party(&self.contained, resolve);
        }
        (place, with)
    }

    fn form(&self) -> Form {
        let is_virtual = self.extension.each().any(|one| one.url.ends_with("no-basis-virtual-service"));
        let contact = self.appointment_type.get();
        let contact = contact.and_then(|kind| kind.coding.each().find(|coding| &*coding.system == CONTACT));
        let words = self.what().map(|what| what.text.to_lowercase()).unwrap_or_default();
        match (contact.map(|coding| &*coding.code), self.class.get().map(|class| &*class.code)) {
            (Some("6"), _) => Form::Video,
            (Some("7"), _) => Form::Phone,
            _ if is_virtual || words.contains("video") => Form::Video,
            (_, Some("HH")) => Form::Home,
            (_, Some("VR")) => Form::Written,
            (_, Some("AMB" | "IMP" | "ACUTE" | "EMER" | "OBSENC" | "SS" | "NONAC" | "PRENC" | "FLD")) => {
                Form::InPerson
            }
            (Some(_), _) => Form::InPerson,
            _ => Form::NotStated,
        }
    }
}

fn status(code: &str) -> Status {
    match code {
        "proposed" | "pending" => Status::Proposed,
        "waitlist" => Status::Waiting,
        "booked" => Status::Booked,
        "arrived" | "checked-in" => Status::Arrived,
        "fulfilled" => Status::Fulfilled,
        "cancelled" => Status::Cancelled,
        "noshow" => Status::NoShow,
        "entered-in-error" => Status::Mistake,
        _ => Status::Unknown,
    }
}

fn visit_status(code: &str) -> Status {
    match code {
        "planned" => Status::Booked,
        "arrived" | "triaged" | "in-progress" | "onleave" => Status::Arrived,
        "finished" => Status::Fulfilled,
        "cancelled" => Status::Cancelled,
        "entered-in-error" => Status::Mistake,
        _ => Status::Unknown,
    }
}

/// `http://terminology.hl7.org/CodeSystem/v3-ActCode`.
fn setting(class: &str) -> Setting {
    match class {
        "IMP" | "ACUTE" | "NONAC" | "OBSENC" | "SS" => Setting::Inpatient,
        "EMER" => Setting::Emergency,
        "AMB" | "VR" | "HH" | "PRENC" | "FLD" => Setting::Outpatient,
        _ => Setting::NotStated,
    }
}

#[cfg(test)]
mod tests {
    use super::appointment;
    use helsami_domain::appointment::{Appointment, Form, Setting, Status};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;

    fn id(kind: ResourceType) -> RecordId {
        RecordId { patient: PatientKey::new(7).expect("a key"), kind, local: LocalId::PATIENT }
    }

    fn read(kind: ResourceType, body: &str) -> Appointment {
        appointment(id(kind), body, &|text, kind| (text == "here").then(|| id(kind))).expect("it reads")
    }

    #[test]
    fn a_video_appointment() {
        let one = read(
            ResourceType::Appointment,
            r#"{"status":"booked","description":"Kontroll","appointmentType":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.8432","code":"6"}]},
            "start":"2026-12-01T10:00:00+01:00","end":"2026-12-01T10:30:00+01:00","minutesDuration":30,"patientInstruction":"Ta med legemiddellisten",
            "participant":[{"actor":{"reference":"Patient/p","display":"Ola"}},{"actor":{"reference":"Location/l","display":"2. etasje"}},
            {"type":[{"text":"Lege"}],"actor":{"reference":"Practitioner/p","display":"Kari Lege"}}]}"#,
        );
        assert_eq!((one.status, one.form, one.minutes), (Status::Booked, Form::Video, Some(30)));
        assert_eq!(one.what.map(|what| what.text), Some("Kontroll".into()));
        assert_eq!(one.start, When::parse("2026-12-01T09:00:00Z"));
        assert_eq!(one.place.name.as_deref(), Some("2. etasje"));
        assert_eq!(one.with.len(), 1);
        assert_eq!(one.with[0].party.name.as_deref(), Some("Kari Lege"));
        assert_eq!(one.instruction.as_deref(), Some("Ta med legemiddellisten"));
    }

    #[test]
    fn a_visit_that_carries_on_an_appointment() {
        let one = read(
            ResourceType::Encounter,
            r#"{"status":"finished","class":{"code":"IMP"},"type":[{"text":"Innleggelse"}],"period":{"start":"2020-01-01","end":"2020-01-05"},
            "appointment":[{"reference":"Appointment/here"}],"location":[{"location":{"display":"Medisinsk sengepost"}}],
            "participant":[{"individual":{"display":"Kari Lege"}}],"reasonCode":[{"text":"Lungebetennelse"}],
            "serviceProvider":{"reference":"Organization/here"}}"#,
        );
        assert_eq!(
            (one.status, one.setting, one.form),
            (Status::Fulfilled, Setting::Inpatient, Form::InPerson)
        );
        assert_eq!(one.carries_on, Some(id(ResourceType::Appointment)));
        assert_eq!((one.start, one.end), (When::parse("2020-01-01"), When::parse("2020-01-05")));
        assert_eq!(one.source.place.id, Some(id(ResourceType::Organization)));
        assert_eq!(one.place.name.as_deref(), Some("Medisinsk sengepost"));
        assert_eq!(&*one.reasons[0].text, "Lungebetennelse");
        let unknown = read(ResourceType::Encounter, r#"{"status":"finnished","period":[1]}"#);
        assert_eq!((unknown.status, unknown.start, unknown.what), (Status::Unknown, None, None));
    }
}
