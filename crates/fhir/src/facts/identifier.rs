//! Who or what a document is about, by its identifiers and by references that carry one.

use std::borrow::Cow;

use helsami_domain::when::When;
use jiff::Timestamp;
use serde::Deserialize;

use super::{OneOrMore, Period, read};
use crate::document::Document;

/// An identifier: which naming system, which value, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The naming system, as a URI.
    pub system: String,
    /// The value.
    pub value: String,
    /// The first moment of its period.
    pub from: Option<Timestamp>,
    /// The end of its period.
    pub until: Option<Timestamp>,
}

#[derive(Deserialize)]
struct RawIdentifier<'a> {
    #[serde(borrow)]
    system: Option<Cow<'a, str>>,
    #[serde(borrow)]
    value: Option<Cow<'a, str>>,
    #[serde(borrow)]
    period: Option<Period<'a>>,
    #[serde(borrow, rename = "use")]
    usage: Option<Cow<'a, str>>,
}

impl RawIdentifier<'_> {
    /// Complete ones only; temporary ones identify nobody.
    fn taken(self) -> Option<Identifier> {
        let (system, value) = (self.system?, self.value?);
        if system.trim().is_empty() || value.trim().is_empty() || self.usage.as_deref() == Some("temp") {
            return None;
        }
        let (from, until) = self.period.map_or((None, None), |period| {
            let at = |text: Option<Cow<'_, str>>| text.and_then(|text| When::parse(&text));
            (at(period.start).map(When::start), at(period.end).map(When::end))
        });
        Some(Identifier { system: system.trim().to_owned(), value: value.trim().to_owned(), from, until })
    }
}

/// The identifiers of a resource that have both a system and a value.
#[must_use]
pub fn identifiers(document: &Document<'_>) -> Vec<Identifier> {
    let found: Option<OneOrMore<RawIdentifier<'_>>> = read(document, "identifier");
    let found = match found {
        None => Vec::new(),
        Some(OneOrMore::One(one)) => vec![one],
        Some(OneOrMore::More(more)) => more,
    };
    found.into_iter().filter_map(RawIdentifier::taken).collect()
}

/// The identifier by which an element points to a person without a reference, such as `subject.identifier`.
#[must_use]
pub fn logical_reference(document: &Document<'_>, path: &str) -> Option<Identifier> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let value: serde_json::Value = serde_json::from_str(document.member(first)?).ok()?;
    let holders: Vec<&serde_json::Value> = match &value {
        serde_json::Value::Array(many) => many.iter().collect(),
        one => vec![one],
    };
    holders.into_iter().find_map(|holder| {
        let element = match rest {
            Some(rest) => holder.get(rest)?,
            None => holder,
        };
        if element.get("type").is_some_and(|kind| kind != "Patient") || element.get("reference").is_some() {
            return None;
        }
        RawIdentifier::deserialize(element.get("identifier")?).ok()?.taken()
    })
}
