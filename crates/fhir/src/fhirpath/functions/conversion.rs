//! From one kind of value to another.

use rust_decimal::Decimal;

use super::{Answer, Call, some, yes};
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::{Kind, Moment};
use crate::fhirpath::operators::single;
use crate::fhirpath::quantity::Quantity;

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    let (name, asks) = match call.name.strip_prefix("convertsTo") {
        Some(name) => (name, true),
        None => (call.name.strip_prefix("to")?, false),
    };
    if !KINDS.contains(&name) {
        return None;
    }
    Some(single(&call.input).and_then(|one| match one {
        None => Ok(Vec::new()),
        Some(one) => {
            let converted = convert(name, &one.value());
            if asks { yes(converted.is_some()) } else { some(converted) }
        }
    }))
}

/// What values are converted to.
const KINDS: [&str; 9] =
    ["Boolean", "Integer", "Long", "Decimal", "String", "Date", "DateTime", "Time", "Quantity"];

fn convert<'a>(kind: &str, item: &Item<'a>) -> Option<Item<'a>> {
    match kind {
        "Boolean" => boolean(item),
        "Integer" | "Long" => integer(item),
        "Decimal" => decimal(item),
        "String" => text(item),
        "Date" => moment(item, Kind::Date),
        "DateTime" => moment(item, Kind::DateTime),
        "Time" => moment(item, Kind::Time),
        _ => quantity(item),
    }
}

fn boolean<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    let yes = match item {
        Item::Boolean(yes) => *yes,
        Item::Text(text) => match &*text.to_ascii_lowercase() {
            "true" | "t" | "yes" | "y" | "1" | "1.0" => true,
            "false" | "f" | "no" | "n" | "0" | "0.0" => false,
            _ => return None,
        },
        other => match other.decimal()? {
            one if one == Decimal::ONE => true,
            zero if zero.is_zero() => false,
            _ => return None,
        },
    };
    Some(Item::Boolean(yes))
}

fn integer<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    let number = match item {
        Item::Integer(number) => *number,
        Item::Boolean(yes) => i64::from(*yes),
        Item::Text(text) => text.parse().ok()?,
        _ => return None,
    };
    Some(Item::Integer(number))
}

fn decimal<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    let number = match item {
        Item::Boolean(yes) => Decimal::from(i64::from(*yes)),
        Item::Text(text) => Decimal::from_str_exact(text).ok()?,
        other => other.decimal()?,
    };
    Some(Item::Decimal(number))
}

fn text<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    let text = match item {
        Item::Text(text) => text.clone(),
        Item::Boolean(yes) => yes.to_string().into(),
        Item::Integer(number) => number.to_string().into(),
        Item::Decimal(number) => number.to_string().into(),
        Item::Moment(moment) => moment.to_string().into(),
        Item::Quantity(quantity) => quantity.to_string().into(),
        Item::Node(_) | Item::Type(..) => return None,
    };
    Some(Item::Text(text))
}

fn moment<'a>(item: &Item<'a>, kind: Kind) -> Option<Item<'a>> {
    let found = match (item, kind) {
        (Item::Text(text), Kind::Date) => {
            Moment::date(text).or_else(|| Some(Moment::date_time(text)?.as_date()))?
        }
        (Item::Text(text), Kind::DateTime) => Moment::date_time(text)?,
        (Item::Text(text), Kind::Time) => Moment::time(text.strip_prefix('T').unwrap_or(text))?,
        (Item::Moment(moment), _) if moment.kind == kind => *moment,
        (Item::Moment(moment), Kind::Date) if moment.kind == Kind::DateTime => moment.as_date(),
        (Item::Moment(moment), Kind::DateTime) if moment.kind == Kind::Date => moment.as_date_time(),
        _ => return None,
    };
    Some(Item::Moment(found))
}

fn quantity<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    let quantity = match item {
        Item::Text(text) => Quantity::parse(text)?,
        Item::Boolean(yes) => Quantity::plain(Decimal::from(i64::from(*yes))),
        other => other.quantity()?,
    };
    Some(Item::Quantity(quantity))
}
