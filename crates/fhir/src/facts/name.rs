//! What a list shows of a person, a place or an organisation: its name, and a birth date.

use std::borrow::Cow;

use serde::Deserialize;

use super::read;
use crate::document::Document;

#[derive(Deserialize)]
struct HumanName<'a> {
    #[serde(borrow, rename = "use")]
    usage: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    family: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    given: Vec<Cow<'a, str>>,
    #[serde(borrow, default)]
    extension: Vec<NameExtension<'a>>,
}

#[derive(Deserialize)]
struct NameExtension<'a> {
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "valueString")]
    value: Option<Cow<'a, str>>,
}

/// The Norwegian middle name stands in an extension of the name.
const MIDDLE_NAME: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-middlename";

impl HumanName<'_> {
    fn shown(&self) -> String {
        let middle = self.extension.iter().filter(|one| one.url.as_deref() == Some(MIDDLE_NAME));
        let middle = middle.filter_map(|one| one.value.as_deref());
        let parts = self.given.iter().map(Cow::as_ref).chain(middle).chain(self.family.as_deref());
        let joined = parts.filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ");
        if joined.is_empty() { self.text.as_deref().unwrap_or("").trim().to_owned() } else { joined }
    }

    fn rank(&self) -> u8 {
        match self.usage.as_deref() {
            Some("official") => 0,
            Some("usual") => 1,
            None => 2,
            Some("old") => 4,
            Some(_) => 3,
        }
    }
}

/// The name a list shows: the official one first, given names, middle name, family name; empty where there is none.
#[must_use]
pub fn name(document: &Document<'_>) -> String {
    if let Some(name) = document.string("name") {
        return serde_json::from_str(&format!("\"{name}\"")).unwrap_or_else(|_| name.to_owned());
    }
    let names: Vec<HumanName<'_>> = read(document, "name").unwrap_or_default();
    names.iter().min_by_key(|name| name.rank()).map(HumanName::shown).unwrap_or_default()
}

/// The birth date as written; empty where there is none.
#[must_use]
pub fn birth_date<'t>(document: &Document<'t>) -> &'t str {
    document.string("birthDate").unwrap_or("")
}
