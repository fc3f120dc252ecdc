//! `RelatedPerson` as the person themself settles it: confirmed, with what it is for, ended; and one of their own.

use helsami_domain::relation::{Purpose, Purposes};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{CONFIRMED, PURPOSE};
use crate::element::KEPT_BY;

/// A relation that the person has told of themself.
#[derive(Clone, Copy, Debug)]
pub struct NewKin<'a> {
    /// Whose, as `Patient/…`.
    pub patient: &'a str,
    /// The relative's name.
    pub name: &'a str,
    /// What they are to the person, in words.
    pub relation: &'a str,
    /// The telephone number; empty for none.
    pub phone: &'a str,
    /// What the relation is for.
    pub purposes: Purposes,
}

impl NewKin<'_> {
    /// The RelatedPerson, confirmed on this day. It has no number that could be taken for somebody's in another record.
    #[must_use]
    pub fn related_person(&self, today: Date) -> String {
        let mut person = json!({
            "resourceType": "RelatedPerson",
            "extension": [{ "url": KEPT_BY, "valueReference": { "reference": self.patient } }],
            "active": true,
            "patient": { "reference": self.patient },
            "relationship": [{ "text": self.relation }],
            "name": [{ "text": self.name }],
            "period": { "start": today.to_string() },
        });
        if !self.phone.is_empty() {
            person["telecom"] = json!([{ "system": "phone", "value": self.phone }]);
        }
        let Value::Object(person) = person else { unreachable!("made as an object") };
        settle(person, self.purposes, today).to_string()
    }
}

/// The same relation, confirmed by the person on this day for these purposes. `None` for text that is no JSON object.
#[must_use]
pub fn confirmed(body: &str, purposes: Purposes, today: Date) -> Option<String> {
    let mut person = object(body)?;
    if let Some(meta) = person.get_mut("meta").and_then(Value::as_object_mut) {
        if let Some(tags) = meta.get_mut("tag").and_then(Value::as_array_mut) {
            tags.retain(|tag| tag["code"] != "migrated");
        }
        meta.retain(|name, value| name != "tag" || value.as_array().is_none_or(|tags| !tags.is_empty()));
    }
    person.retain(|name, value| name != "meta" || value.as_object().is_none_or(|meta| !meta.is_empty()));
    Some(settle(person, purposes, today).to_string())
}

/// The same relation, ended on this day.
#[must_use]
pub fn ended(body: &str, today: Date) -> Option<String> {
    let mut person = object(body)?;
    person.insert("active".to_owned(), false.into());
    let period = person.entry("period").or_insert_with(|| json!({})).as_object_mut()?;
    period.insert("end".to_owned(), today.to_string().into());
    Some(Value::Object(person).to_string())
}

fn settle(mut person: Map<String, Value>, purposes: Purposes, today: Date) -> Value {
    let mut extensions = match person.remove("extension") {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    };
    extensions.retain(|one| one["url"] != CONFIRMED && one["url"] != PURPOSE);
    extensions.push(json!({ "url": CONFIRMED, "valueDate": today.to_string() }));
    extensions.extend(purposes.iter().map(|one: Purpose| json!({ "url": PURPOSE, "valueCode": one.code() })));
    person.insert("extension".to_owned(), extensions.into());
    Value::Object(person)
}

fn object(body: &str) -> Option<Map<String, Value>> {
    match serde_json::from_str(body).ok()? {
        Value::Object(person) => Some(person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NewKin, confirmed, ended};
    use crate::document::Document;
    use crate::person::{related_facts, relation};
    use helsami_domain::ids::{PatientKey, RecordId};
    use helsami_domain::relation::{Purpose, Purposes, Relation, Trust};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;
    use jiff::Timestamp;
    use jiff::civil::{Date, date};

    const MIGRATED: &str = r#"{"resourceType":"RelatedPerson","meta":{"tag":[{"code":"migrated"}]},"active":true,
        "patient":{"reference":"Patient/1"},"name":[{"text":"Kari"}],"telecom":[{"system":"phone","value":"22 22 22 22"}]}"#;

    fn today() -> Date {
        date(2026, 11, 26)
    }

    fn now() -> Timestamp {
        "2026-11-26T12:00:00Z".parse().expect("a time")
    }

    fn resolve(_: &str, kind: ResourceType) -> Option<RecordId> {
        let patient = PatientKey::new(1)?;
        Some(RecordId { patient, kind, local: helsami_domain::ids::LocalId::PATIENT })
    }

    fn read(body: &str) -> Relation {
        Document::accept(body).expect("R4");
        relation(body, When::Moment(now()), now(), &resolve).expect("a relation")
    }

    #[test]
    fn what_was_carried_over_is_unused_until_it_is_confirmed() {
        let before = read(MIGRATED);
        assert_eq!((before.trust, before.is_migrated), (Trust::Unconfirmed, true));
        assert!(!related_facts(MIGRATED, now()).expect("one").is_active);
        let purposes = Purposes::of([Purpose::Call, Purpose::Told]);
        let body = confirmed(MIGRATED, purposes, today()).expect("an object");
        let after = read(&body);
        assert_eq!((after.trust, after.is_migrated), (Trust::Confirmed(When::Day(today())), false));
        assert_eq!(after.purposes, purposes);
        // Settled once more: the newest word holds.
        let again = confirmed(&body, Purposes::of([Purpose::Never]), today()).expect("an object");
        assert_eq!(read(&again).purposes, Purposes::of([Purpose::Never]));
        assert_eq!(read(&ended(&again, today()).expect("an object")).trust, Trust::Ended);
        assert_eq!((confirmed("[]", purposes, today()), ended("x", today())), (None, None));
    }

    #[test]
    fn the_person_tells_of_somebody() {
        let new = NewKin {
            patient: "Patient/1",
            name: "Per \"Nabo\"",
            relation: "Nabo",
            phone: "22 22 22 22",
            purposes: Purposes::of([Purpose::Call]),
        };
        let found = read(&new.related_person(today()));
        assert_eq!(found.name.as_deref(), Some("Per \"Nabo\""));
        assert_eq!(found.trust, Trust::Confirmed(When::Day(today())));
        assert!(found.source.is_own_word && found.reach.len() == 1 && found.purposes.has(Purpose::Call));
        let silent = NewKin { phone: "", ..new };
        assert!(read(&silent.related_person(today())).reach.is_empty());
    }
}
