//! Immunization: vaccines given and not given.

use helsami_domain::absence;
use helsami_domain::ids::RecordId;
use helsami_domain::source::Source;
use helsami_domain::vaccine::{Status, Vaccination};
use serde::Deserialize;

use crate::element::{
    Annotation, Concept, Contained, Flag, Number, Objects, One, Reference, Resolve, Text, labels, notes,
    said_by,
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    status_reason: One<Concept<'a>>,
    #[serde(borrow)]
    vaccine_code: One<Concept<'a>>,
    #[serde(borrow)]
    occurrence_date_time: Text<'a>,
    #[serde(borrow)]
    occurrence_string: Text<'a>,
    #[serde(borrow)]
    recorded: Text<'a>,
    primary_source: Flag,
    #[serde(borrow)]
    location: One<Reference<'a>>,
    #[serde(borrow)]
    manufacturer: One<Reference<'a>>,
    #[serde(borrow)]
    lot_number: Text<'a>,
    #[serde(borrow)]
    site: One<Concept<'a>>,
    #[serde(borrow)]
    performer: Objects<Performer<'a>>,
    #[serde(borrow)]
    note: Objects<Annotation<'a>>,
    #[serde(borrow)]
    protocol_applied: Objects<Protocol<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Performer<'a> {
    #[serde(borrow)]
    actor: One<Reference<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Protocol<'a> {
    #[serde(borrow)]
    target_disease: Objects<Concept<'a>>,
    #[serde(borrow)]
    dose_number_positive_int: Number<'a>,
    #[serde(borrow)]
    dose_number_string: Text<'a>,
    #[serde(borrow)]
    series_doses_positive_int: Number<'a>,
    #[serde(borrow)]
    series_doses_string: Text<'a>,
}

/// Reads one Immunization. `None` if it cannot be read at all.
#[must_use]
pub fn vaccination(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Vaccination> {
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let language = &*view.language;
    let known = view.vaccine_code.get().filter(|code| !is_unknown(code));
    let protocol = view.protocol_applied.each().next();
    // A date in the field for words occurs; it is still a date.
    let when = view.occurrence_date_time.when().or_else(|| view.occurrence_string.when());
    Some(Vaccination {
        id,
        label: known.and_then(|code| code.label(language)),
        keys: known.map(Concept::keys).unwrap_or_default(),
        absence: known.and_then(|code| absence::statement(&code.plain())),
        status: match &*view.status {
            "completed" => Status::Given,
            "not-done" => Status::NotGiven,
            "entered-in-error" => Status::Mistake,
            _ => Status::Unknown,
        },
        reason: view.status_reason.get().and_then(|reason| reason.label(language)),
        when,
        when_text: if when.is_none() { view.occurrence_string.filled().map(Into::into) } else { None },
        targets: view.protocol_applied.each().flat_map(|one| labels(&one.target_disease, language)).collect(),
        dose: protocol.and_then(|one| count(one.dose_number_positive_int, &one.dose_number_string)),
        doses: protocol.and_then(|one| count(one.series_doses_positive_int, &one.series_doses_string)),
        batch: view.lot_number.filled().map(Into::into),
        maker: view.manufacturer.get().and_then(|maker| maker.party(&view.contained, resolve).name),
        site: view.site.get().and_then(|site| site.label(language)),
        note: notes(&view.note),
        is_first_hand: view.primary_source.0,
        source: view.source(resolve),
    })
}

impl View<'_> {
    fn source(&self, resolve: Resolve<'_>) -> Source {
        let mut source = Source { recorded: self.recorded.when(), ..Source::default() };
        let actors = self.performer.each().filter_map(|performer| performer.actor.get());
        for reference in actors.chain(self.location.get()) {
            said_by(&mut source, reference, &self.contained, resolve);
        }
        source
    }
}

fn count(number: Number<'_>, text: &Text<'_>) -> Option<Box<str>> {
    let number = number.whole().map(|number| number.to_string().into());
    number.or_else(|| text.filled().map(Into::into))
}

/// Whether the sender says that the vaccine is not known.
fn is_unknown(code: &Concept<'_>) -> bool {
    let is_absent =
        |system: &str| system.ends_with("data-absent-reason") || system.ends_with("v3-NullFlavor");
    !code.coding.0.is_empty() && code.coding.each().all(|coding| is_absent(coding.system.trim()))
}

#[cfg(test)]
mod tests {
    use super::vaccination;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::vaccine::{Status, Vaccination};
    use helsami_domain::when::When;

    fn read(body: &str) -> Vaccination {
        let patient = PatientKey::new(7).expect("a key");
        let id = RecordId { patient, kind: ResourceType::Immunization, local: LocalId::PATIENT };
        vaccination(id, body, &|_, _| None).expect("it reads")
    }

    #[test]
    fn a_dose_of_a_series() {
        let dose = read(
            r#"{"status":"completed","vaccineCode":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9999","code":"MMR52","display":"MMR"}]},
            "occurrenceDateTime":"1998-06-04T00:00:00+02:00","lotNumber":"AXK23","primarySource":true,
            "location":{"reference":"Location/1","display":"Helsestasjonen"},"performer":[{"actor":{"reference":"Practitioner/1","display":"Kari"}}],
            "manufacturer":{"display":"MSD"},"protocolApplied":[{"doseNumberPositiveInt":2,"seriesDosesString":"2",
            "targetDisease":[{"text":"Meslinger"},{"text":"Kusma"}]}]}"#,
        );
        assert_eq!(
            (dose.status, dose.dose.as_deref(), dose.doses.as_deref()),
            (Status::Given, Some("2"), Some("2"))
        );
        assert_eq!((dose.batch.as_deref(), dose.maker.as_deref()), (Some("AXK23"), Some("MSD")));
        assert_eq!(dose.when.and_then(When::date), When::parse("1998-06-04").and_then(When::date));
        assert_eq!(dose.source.place.name.as_deref(), Some("Helsestasjonen"));
        assert_eq!(dose.source.person.name.as_deref(), Some("Kari"));
        assert_eq!((dose.targets.len(), dose.is_first_hand), (2, Some(true)));
    }

    #[test]
    fn not_given_and_unknown() {
        let dose = read(
            r#"{"status":"not-done","statusReason":{"text":"product out of stock"},"occurrenceString":"1946-08-29T19:33:18-04:00",
            "vaccineCode":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"unknown"}],"text":"Unknown"}}"#,
        );
        assert_eq!((dose.status, dose.label, dose.keys.len()), (Status::NotGiven, None, 0));
        assert_eq!(dose.when, When::parse("1946-08-29T19:33:18-04:00"));
        assert_eq!(dose.reason.map(|reason| reason.text), Some("product out of stock".into()));
        let words = read(r#"{"status":5,"occurrenceString":"som barn"}"#);
        assert_eq!(
            (words.status, words.when, words.when_text.as_deref()),
            (Status::Unknown, None, Some("som barn"))
        );
    }
}
