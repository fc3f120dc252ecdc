//! What an expression's parts give.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::moment::{Kind, Moment};
use super::quantity::Quantity;
use crate::structure;
use crate::tree::{self, Json};

/// One of the things an expression gives.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    /// A part of the document.
    Node(Node<'a>),
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with the digits it has.
    Decimal(Decimal),
    /// A text.
    Text(Cow<'a, str>),
    /// A date, a time or both.
    Moment(Moment),
    /// An amount with a unit.
    Quantity(Quantity),
    /// What `type()` gives: whose type it is, and its name.
    Type(&'static str, String),
}

/// A part of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// What stands there; nothing for a primitive that has extensions only.
    pub value: Option<&'a Json>,
    /// What stands under the same name with an underscore: the id and the extensions of a primitive.
    pub shadow: Option<&'a Json>,
    /// Its type by the definitions; empty where that is not known.
    pub kind: &'static str,
}

pub(super) type Items<'a> = Vec<Item<'a>>;

impl<'a> Item<'a> {
    /// The value in it: of a part of the document that is a primitive or a Quantity, what it says.
    #[must_use]
    pub fn value(&self) -> Self {
        match self {
            Self::Node(node) => node.value().unwrap_or(Self::Node(*node)),
            other => other.clone(),
        }
    }

    /// Yes or no, if it is one of them.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self.value() {
            Self::Boolean(yes) => Some(yes),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<Cow<'a, str>> {
        match self.value() {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self.value() {
            Self::Integer(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn decimal(&self) -> Option<Decimal> {
        match self.value() {
            Self::Integer(number) => Some(Decimal::from(number)),
            Self::Decimal(number) => Some(number),
            _ => None,
        }
    }

    /// As an amount: numbers are amounts without a unit.
    pub(super) fn quantity(&self) -> Option<Quantity> {
        match self.value() {
            Self::Quantity(quantity) => Some(quantity),
            other => other.decimal().map(Quantity::plain),
        }
    }

    /// Whose type it has, and its name.
    #[must_use]
    pub fn kind(&self) -> (&'static str, &str) {
        match self {
            Self::Node(node) => ("FHIR", node.type_name()),
            Self::Boolean(_) => ("System", "Boolean"),
            Self::Integer(_) => ("System", "Integer"),
            Self::Decimal(_) => ("System", "Decimal"),
            Self::Text(_) => ("System", "String"),
            Self::Moment(moment) => match moment.kind {
                Kind::Date => ("System", "Date"),
                Kind::DateTime => ("System", "DateTime"),
                Kind::Time => ("System", "Time"),
            },
            Self::Quantity(_) => ("System", "Quantity"),
            Self::Type(..) => ("System", "TypeInfo"),
        }
    }
}

impl<'a> Node<'a> {
    pub(super) const fn new(value: &'a Json, kind: &'static str) -> Self {
        Self { value: Some(value), shadow: None, kind }
    }

    /// The name of its type: an element with elements of its own is a BackboneElement.
    fn type_name(&self) -> &'static str {
        if self.kind.contains('.') {
            return structure::find(self.kind).map_or("BackboneElement", |one| one.base);
        }
        self.kind
    }

    fn value(&self) -> Option<Item<'a>> {
        match self.value? {
            Json::Truth(yes) => Some(Item::Boolean(*yes)),
            Json::Number(digits) => Some(number(digits, self.kind)),
            Json::Text(text) => Some(self.moment(text).unwrap_or(Item::Text(Cow::Borrowed(text)))),
            Json::Object(_) if structure::is_kind_of(self.kind, "Quantity") => {
                self.quantity().map(Item::Quantity)
            }
            _ => None,
        }
    }

    fn moment(&self, text: &str) -> Option<Item<'a>> {
        let moment = match self.kind {
            "date" => Moment::date(text),
            "dateTime" | "instant" => Moment::date_time(text),
            "time" => Moment::time(text),
            _ => None,
        };
        moment.map(Item::Moment)
    }

    fn quantity(&self) -> Option<Quantity> {
        let object = self.value?;
        let Json::Number(digits) = object.get("value")? else { return None };
        let value = Decimal::from_str_exact(digits).ok()?;
        let unit = object.get("code").or_else(|| object.get("unit")).and_then(Json::as_text);
        Some(Quantity { value, unit: unit.unwrap_or("1").to_owned(), is_calendar: false })
    }

    /// Whether anything stands there, besides extensions.
    pub(super) fn has_value(&self) -> bool {
        matches!(self.value, Some(Json::Truth(_) | Json::Number(_) | Json::Text(_)))
    }
}

fn number<'a>(digits: &str, kind: &str) -> Item<'a> {
    let whole = digits.parse().ok().filter(|_| kind != "decimal").map(Item::Integer);
    let number = || tree::decimal(digits).map(Item::Decimal);
    whole.or_else(number).unwrap_or_else(|| Item::Text(Cow::Owned(digits.to_owned())))
}
