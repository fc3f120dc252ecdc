//! Names of people and places.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Coding, Flag, Item, Many, Objects, One, Period, Reference, Text};

/// The name of a place (a text) or of a person (an object).
#[derive(Clone, Debug)]
pub enum NameOrText<'a> {
    /// A text.
    Text(Text<'a>),
    /// A `HumanName`.
    Name(HumanName<'a>),
}

impl NameOrText<'_> {
    /// The name as shown.
    #[must_use]
    pub fn shown(&self) -> Option<Box<str>> {
        match self {
            Self::Text(text) => text.filled().map(Into::into),
            Self::Name(name) => name.shown(),
        }
    }
}

impl Item for NameOrText<'_> {
    fn is_there(&self) -> bool {
        match self {
            Self::Text(text) => text.is_there(),
            Self::Name(_) => true,
        }
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = NameOrText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text(Cow::Borrowed(text))))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(NameOrText::Text(Text(Cow::Owned(text.to_owned()))))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(NameOrText::Text(Text::default()))
    }
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        HumanName::deserialize(MapAccessDeserializer::new(object)).map(NameOrText::Name)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for NameOrText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor)
    }
}

/// `HumanName`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HumanName<'a> {
    /// What it is used for.
    #[serde(borrow, rename = "use")]
    pub usage: Text<'a>,
    /// The whole name as sent.
    #[serde(borrow)]
    pub text: Text<'a>,
    /// The family name.
    #[serde(borrow)]
    pub family: Text<'a>,
    /// The given names.
    #[serde(borrow)]
    pub given: Many<Text<'a>>,
    /// Titles.
    #[serde(borrow)]
    pub prefix: Many<Text<'a>>,
    /// From when to when.
    #[serde(borrow)]
    pub period: One<Period<'a>>,
    /// More about it: the Norwegian middle name.
    #[serde(borrow)]
    pub extension: Objects<Extension<'a>>,
}

/// `Extension`, as far as pages need it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Extension<'a> {
    /// What it is.
    #[serde(borrow)]
    pub url: Text<'a>,
    /// A text.
    #[serde(borrow)]
    pub value_string: Text<'a>,
    /// A code.
    #[serde(borrow)]
    pub value_code: Text<'a>,
    /// A day.
    #[serde(borrow)]
    pub value_date: Text<'a>,
    /// A time.
    #[serde(borrow)]
    pub value_date_time: Text<'a>,
    /// Yes or no.
    pub value_boolean: Flag,
    /// A coding.
    #[serde(borrow)]
    pub value_coding: One<Coding<'a>>,
    /// Another resource.
    #[serde(borrow)]
    pub value_reference: One<Reference<'a>>,
}

/// Who keeps a line that R4 gives no element for it: on a telephone number, or on a relation. Ours.
pub const KEPT_BY: &str = "http://helsami.no/fhir/StructureDefinition/kept-by";

/// The national extension for what stands between given and family name.
///
/// Source: no-basis-HumanName (HL7 Norway, CC0-1.0).
pub const MIDDLE_NAME: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-middlename";

impl HumanName<'_> {
    /// The Norwegian middle name.
    #[must_use]
    pub fn middle(&self) -> Option<&str> {
        self.extension.each().find(|one| &*one.url == MIDDLE_NAME)?.value_string.filled()
    }

    /// The name as shown: the whole as sent, else its parts.
    #[must_use]
    pub fn shown(&self) -> Option<Box<str>> {
        if let Some(text) = self.text.filled() {
            return Some(text.into());
        }
        let first = self.prefix.iter().chain(self.given.iter()).filter_map(Text::filled);
        let parts: Vec<&str> = first.chain(self.middle()).chain(self.family.filled()).collect();
        (!parts.is_empty()).then(|| parts.join(" ").into())
    }
}
