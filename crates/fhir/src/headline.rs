//! What any document of the record is called, and the words in it that a person can search for.

use std::fmt;

use helsami_domain::coded::Label;
use helsami_domain::when::When;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::element::{Concept, Objects, One, Period, Text};

/// What a document is called and when it counts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headline {
    /// What it is, in the sender's words.
    pub name: Option<Label>,
    /// When, as exactly as it was sent.
    pub when: Option<When>,
    /// Whether its sender has taken it back.
    pub is_mistake: bool,
}

/// The elements that name documents of the types a citizen sees.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    doc_status: Text<'a>,
    #[serde(borrow)]
    verification_status: One<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    vaccine_code: One<Concept<'a>>,
    #[serde(borrow)]
    medication_codeable_concept: One<Concept<'a>>,
    #[serde(borrow)]
    service_type: Objects<Concept<'a>>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Objects<Concept<'a>>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    effective_date_time: Text<'a>,
    #[serde(borrow)]
    effective_period: One<Period<'a>>,
    #[serde(borrow)]
    occurrence_date_time: Text<'a>,
    #[serde(borrow)]
    onset_date_time: Text<'a>,
    #[serde(borrow)]
    recorded_date: Text<'a>,
    #[serde(borrow)]
    authored_on: Text<'a>,
    #[serde(borrow)]
    performed_date_time: Text<'a>,
    #[serde(borrow)]
    performed_period: One<Period<'a>>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    date: Text<'a>,
    #[serde(borrow)]
    issued: Text<'a>,
    #[serde(borrow)]
    period: One<Period<'a>>,
}

/// Reads the headline of a document of any type. Empty for text that is no JSON object.
#[must_use]
pub fn headline(body: &str) -> Headline {
    let view: View<'_> = serde_json::from_str(body).unwrap_or_default();
    let is_mistake = |text: &Text<'_>| text.trim() == "entered-in-error";
    Headline {
        name: view.name(),
        when: view.when(),
        is_mistake: is_mistake(&view.status)
            || is_mistake(&view.doc_status)
            || view.verification_status.get().is_some_and(|status| status.has("entered-in-error")),
    }
}

impl View<'_> {
    fn name(&self) -> Option<Label> {
        let language = &*self.language;
        let one = |concept: &One<Concept<'_>>| concept.get()?.label(language);
        let first = |list: &Objects<Concept<'_>>| list.each().find_map(|concept| concept.label(language));
        one(&self.code)
            .or_else(|| one(&self.vaccine_code))
            .or_else(|| one(&self.medication_codeable_concept))
            .or_else(|| first(&self.service_type))
            .or_else(|| Label::words(&self.title))
            .or_else(|| Label::words(&self.description))
            .or_else(|| first(&self.kind))
            .or_else(|| first(&self.category))
    }

    fn when(&self) -> Option<When> {
        let from = |period: &One<Period<'_>>| {
            period.get().and_then(|period| period.start.when().or_else(|| period.end.when()))
        };
        let texts = [
            &self.effective_date_time,
            &self.occurrence_date_time,
            &self.performed_date_time,
            &self.onset_date_time,
            &self.start,
            &self.authored_on,
            &self.recorded_date,
            &self.date,
        ];
        let periods = [&self.effective_period, &self.performed_period, &self.period];
        texts
            .into_iter()
            .find_map(Text::when)
            .or_else(|| periods.into_iter().find_map(from))
            .or_else(|| self.issued.when())
    }
}

/// Where in a document words were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// What it is called.
    Name,
    /// Who or what it is about, from or with.
    Party,
    /// A remark, an instruction or other free text.
    Text,
}

/// The words of a document that pages show. Narrative, attachments, codes and addresses are not among them.
#[must_use]
pub fn words(body: &str) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(body);
    let walk = Walk { place: None, is_way: true, depth: 0, found: &mut found };
    // A document that cannot be walked to its end gives the words up to there.
    drop(walk.deserialize(&mut reader));
    found
}

/// A value on the way through a document.
struct Walk<'f> {
    /// What words here are.
    place: Option<Place>,
    /// Whether the key only leads to words: plain text under it is a code for machines.
    is_way: bool,
    depth: usize,
    found: &'f mut Vec<(Place, String)>,
}

/// Deeper than any page reads.
const DEPTH_MAX: usize = 12;

/// What the words under a key are, and whether the key only leads to words.
fn under(key: &str, above: Option<Place>) -> (Option<Place>, bool) {
    match key {
        // The text of a concept names it; the text of a remark is free text.
        "text" => (Some(above.unwrap_or(Place::Text)), false),
        "display" => (Some(above.unwrap_or(Place::Name)), false),
        "title" | "description" => (Some(Place::Name), false),
        "name" | "given" | "family" => (Some(Place::Party), false),
        "conclusion" | "comment" | "patientInstruction" | "valueString" => (Some(Place::Text), false),
        "code" | "type" | "vaccineCode" | "medicationCodeableConcept" | "serviceType" => {
            (Some(Place::Name), true)
        }
        "performer" | "participant" | "author" | "requester" | "asserter" | "location" => {
            (Some(Place::Party), true)
        }
        "coding" | "actor" | "individual" => (above, true),
        _ => (None, true),
    }
}

/// What is never shown as words: the narrative, files, and what the document is only filed under.
fn is_skipped(key: &str, depth: usize) -> bool {
    matches!(
        key,
        "meta" | "data" | "identifier" | "implicitRules" | "url" | "div" | "subject" | "patient" | "category"
    ) || (depth == 0 && key == "text")
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let Some(place) = self.place.filter(|_| !self.is_way) else { return Ok(()) };
        let text = text.trim();
        if !text.is_empty() && !self.found.iter().any(|(_, known)| known == text) {
            self.found.push((place, text.to_owned()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { place, is_way, depth, found } = self;
        while list.next_element_seed(Walk { place, is_way, depth, found: &mut *found })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<Text<'de>>()? {
            if is_skipped(&key, self.depth) || self.depth > DEPTH_MAX {
                object.next_value::<IgnoredAny>()?;
                continue;
            }
            let (place, is_way) = under(&key, self.place);
            object.next_value_seed(Walk { place, is_way, depth: self.depth + 1, found: &mut *self.found })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, headline, words};
    use helsami_domain::when::When;

    #[test]
    fn what_documents_are_called() {
        let check = |body: &str, name: Option<&str>, when: Option<&str>| {
            let found = headline(body);
            assert_eq!(found.name.as_ref().map(|name| &*name.text), name, "{body}");
            assert_eq!(found.when, when.and_then(When::parse), "{body}");
        };
        check(
            r#"{"code":{"text":"HbA1c"},"effectiveDateTime":"2020-11-12"}"#,
            Some("HbA1c"),
            Some("2020-11-12"),
        );
        check(
            r#"{"vaccineCode":{"text":"Influensa"},"occurrenceDateTime":"2020"}"#,
            Some("Influensa"),
            Some("2020"),
        );
        check(
            r#"{"type":[{"text":"Kontroll"}],"period":{"start":"2020-01"}}"#,
            Some("Kontroll"),
            Some("2020-01"),
        );
        check(
            r#"{"type":{"text":"Epikrise"},"description":"Fra kirurgisk","date":"2020"}"#,
            Some("Fra kirurgisk"),
            Some("2020"),
        );
        check(r#"{"code":7,"title":"Notat"}"#, Some("Notat"), None);
        check("[]", None, None);
        assert!(headline(r#"{"status":"entered-in-error"}"#).is_mistake);
        assert!(headline(r#"{"verificationStatus":{"coding":[{"code":"entered-in-error"}]}}"#).is_mistake);
    }

    #[test]
    fn words_are_those_that_pages_show() {
        let found = words(
            r#"{"resourceType":"Observation","id":"x","status":"final","meta":{"tag":[{"display":"hidden"}]},
            "text":{"div":"narrative"},"category":[{"coding":[{"display":"laboratory"}]}],
            "code":{"coding":[{"system":"http://loinc.org","code":"4548-4","display":"Hemoglobin A1c"}],"text":"HbA1c"},
            "subject":{"display":"Danae"},"performer":[{"reference":"Organization/1","display":"Fürst"}],
            "note":[{"text":"Fastende"}],"valueString":"Ingen vekst","type":"plain"}"#,
        );
        let found: Vec<(Place, &str)> = found.iter().map(|(place, text)| (*place, text.as_str())).collect();
        assert_eq!(
            found,
            [
                (Place::Name, "Hemoglobin A1c"),
                (Place::Name, "HbA1c"),
                (Place::Party, "Fürst"),
                (Place::Text, "Fastende"),
                (Place::Text, "Ingen vekst"),
            ]
        );
    }
}
