//! Values of answers, of options and of limits, and how two of them stand to each other.

use std::cmp::Ordering;

use crate::search::date::Span;
use crate::search::decimal::Decimal;
use crate::search::unit::{self, UCUM};
use crate::tree::Json;

/// A `value[x]` or `answer[x]`: the end of its name, and what stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'v> {
    pub(super) kind: &'v str,
    pub(super) json: &'v Json,
    /// Steps that one comparison of it takes.
    pub(super) weight: u32,
}

/// Bytes of a value that are compared in one step.
const STEP_BYTES: usize = 256;

/// Two amounts whose units have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Apart;

impl<'v> Value<'v> {
    /// The member of an object whose name begins so.
    pub(super) fn of(object: &'v Json, name: &str) -> Option<Self> {
        object.members().iter().find_map(|(key, json)| {
            let kind = key
                .strip_prefix(name)
                .filter(|kind| kind.starts_with(|one: char| one.is_ascii_uppercase()))?;
            Some(Self::new(kind, json))
        })
    }

    pub(super) fn new(kind: &'v str, json: &'v Json) -> Self {
        let length = |json: &Json| match json {
            Json::Text(text) | Json::Number(text) => text.len(),
            _ => 0,
        };
        let bytes = length(json) + json.members().iter().map(|(_, inner)| length(inner)).sum::<usize>();
        let least = match kind {
            // Their units are read, and their dates.
            "Quantity" => 16,
            "Date" | "DateTime" | "Instant" => 4,
            _ => 1,
        };
        let weight = u32::try_from(bytes / STEP_BYTES).unwrap_or(u32::MAX).saturating_add(least);
        Self { kind, json, weight }
    }

    /// Steps that it takes to compare both.
    pub(super) fn price(&self, other: &Self) -> u32 {
        self.weight.max(other.weight)
    }

    fn text(&self, name: &str) -> Option<&'v str> {
        self.json.get(name).and_then(Json::as_text)
    }

    /// Whether both say the same: codings by system and code, amounts in the same unit, references by where they lead. R4 compares
    /// nothing else that has parts.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self.kind, other.kind) {
            ("Coding", "Coding") => {
                self.text("code") == other.text("code")
                    && (self.text("system") == other.text("system") || other.text("system").is_none())
            }
            ("Quantity", "Quantity") => self.compare(other) == Ok(Some(Ordering::Equal)),
            ("Reference", "Reference") => {
                self.text("reference").is_some() && self.text("reference") == other.text("reference")
            }
            (one, two) if one == two || is_number(one) && is_number(two) => {
                !matches!(self.json, Json::Object(_) | Json::List(_)) && self.json.is_same(other.json)
            }
            _ => false,
        }
    }

    /// How one stands to the other: nothing where they have no order. A date that may mean the other is equal to it.
    ///
    /// # Errors
    /// [`Apart`] for amounts whose units cannot be turned into each other.
    pub(super) fn compare(&self, other: &Self) -> Result<Option<Ordering>, Apart> {
        Ok(match (self.kind, other.kind) {
            ("Quantity", "Quantity") => return amounts(self.json, other.json),
            ("Date" | "DateTime" | "Instant", "Date" | "DateTime" | "Instant") => {
                spans(self.json, other.json)
            }
            ("Time", "Time") | ("String", "String") => {
                self.json.as_text().zip(other.json.as_text()).map(|(one, other)| one.cmp(other))
            }
            (one, two) if is_number(one) && is_number(two) => {
                decimal(self.json).zip(decimal(other.json)).map(|(one, other)| one.cmp(&other))
            }
            _ => None,
        })
    }
}

fn is_number(kind: &str) -> bool {
    matches!(kind, "Decimal" | "Integer")
}

fn decimal(json: &Json) -> Option<Decimal> {
    if let Json::Number(digits) = json { Decimal::parse(digits) } else { None }
}

fn spans(one: &Json, other: &Json) -> Option<Ordering> {
    let (one, other) = (Span::parse(one.as_text()?)?, Span::parse(other.as_text()?)?);
    Some(if one.end_us <= other.start_us {
        Ordering::Less
    } else if one.start_us >= other.end_us {
        Ordering::Greater
    } else {
        Ordering::Equal
    })
}

/// The number of the one in the unit of the other, compared.
fn amounts(one: &Json, other: &Json) -> Result<Option<Ordering>, Apart> {
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
    let number = |json: &Json| json.get("value").and_then(decimal);
    let Some((value, limit)) = number(one).zip(number(other)) else { return Ok(None) };
    let code = |json: &Json| text(json, "code").filter(|_| text(json, "system").as_deref() == Some(UCUM));
    let value = match code(one).zip(code(other)) {
        Some((from, to)) if from != to => {
            let factor = unit::factor(&from, &to).ok_or(Apart)?;
            Decimal::of_float(value.to_float() * factor).ok_or(Apart)?
        }
        Some(_) => value,
        None => {
            let words = |json: &Json| text(json, "code").or_else(|| text(json, "unit"));
            let is_same = words(one) == words(other) || text(one, "unit") == text(other, "unit");
            if is_same { value } else { return Err(Apart) }
        }
    };
    Ok(Some(value.cmp(&limit)))
}
