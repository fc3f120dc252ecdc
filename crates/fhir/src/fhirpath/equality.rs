//! Whether things are equal, or as good as equal.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::item::Item;
use crate::tree::Json;

/// Whether two things are equal; nothing where that cannot be known.
pub(super) fn equal(one: &Item<'_>, two: &Item<'_>) -> Option<bool> {
    if let (Item::Node(one), Item::Node(two)) = (one, two)
        && let (Some(a), Some(b)) = (one.value, two.value)
        && std::ptr::eq(a, b)
    {
        return Some(true);
    }
    match (one.value(), two.value()) {
        (Item::Boolean(a), Item::Boolean(b)) => Some(a == b),
        (Item::Text(a), Item::Text(b)) => Some(a == b),
        (Item::Moment(a), Item::Moment(b)) => {
            if a.is_other_kind(&b) {
                return Some(false);
            }
            a.compare(&b).map(|order| order == Ordering::Equal)
        }
        (Item::Quantity(a), b) | (b, Item::Quantity(a)) => {
            let b = b.quantity()?;
            if a.unit == b.unit && a.is_calendar == b.is_calendar {
                return Some(a.value == b.value);
            }
            match a.compare(&b) {
                Some(order) => Some(order == Ordering::Equal),
                None if a.time().is_some() && b.time().is_some() || a.is_calendar || b.is_calendar => None,
                None => Some(false),
            }
        }
        (Item::Node(a), Item::Node(b)) => Some(a.value?.is_same(b.value?)),
        (Item::Type(a, b), Item::Type(c, d)) => Some((a, b) == (c, d)),
        (a, b) => match (a.decimal(), b.decimal()) {
            (Some(a), Some(b)) => Some(a == b),
            _ => Some(false),
        },
    }
}

/// Whether two lists are equal, in order; nothing where one is empty or it cannot be known.
pub(super) fn lists_equal(one: &[Item<'_>], two: &[Item<'_>]) -> Option<bool> {
    if one.is_empty() || two.is_empty() {
        return None;
    }
    if one.len() != two.len() {
        return Some(false);
    }
    let mut all = Some(true);
    for (a, b) in one.iter().zip(two) {
        match equal(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Whether two things are as good as equal: texts without regard to case and spaces, numbers to the lesser precision.
pub(super) fn equivalent(one: &Item<'_>, two: &Item<'_>) -> bool {
    match (one.value(), two.value()) {
        (Item::Text(a), Item::Text(b)) => folded(&a) == folded(&b),
        (Item::Quantity(a), b) | (b, Item::Quantity(a)) => {
            let Some(b) = b.quantity() else { return false };
            let units = |unit: &str| unit.strip_suffix('s').unwrap_or(unit).to_owned();
            (units(&a.unit) == units(&b.unit) && near(a.value, b.value))
                || a.compare(&b) == Some(Ordering::Equal)
        }
        (Item::Moment(a), Item::Moment(b)) => a.kind == b.kind && a.compare(&b) == Some(Ordering::Equal),
        (Item::Node(a), Item::Node(b)) => match (a.value, b.value) {
            (Some(a), Some(b)) => is_alike(a, b),
            _ => false,
        },
        (a, b) => match (a.decimal(), b.decimal()) {
            (Some(a), Some(b)) => near(a, b),
            _ => equal(&a, &b) == Some(true),
        },
    }
}

fn near(one: Decimal, two: Decimal) -> bool {
    let scale = one.normalize().scale().min(two.normalize().scale());
    one.round_dp(scale) == two.round_dp(scale)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_alike(one: &Json, two: &Json) -> bool {
    match (one, two) {
        (Json::Text(a), Json::Text(b)) => folded(a) == folded(b),
        (Json::List(a), Json::List(b)) => {
            a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| is_alike(a, b)))
        }
        (Json::Object(a), Json::Object(b)) => {
            let has =
                |(key, value): &(String, Json)| two.get(key).is_some_and(|other| is_alike(value, other));
            a.len() == b.len() && a.iter().all(has)
        }
        (a, b) => a.is_same(b),
    }
}

/// Whether two lists are as good as equal, in any order.
pub(super) fn lists_equivalent(one: &[Item<'_>], two: &[Item<'_>]) -> bool {
    let mut left: Vec<&Item<'_>> = two.iter().collect();
    one.len() == two.len()
        && one.iter().all(|item| {
            let found = left.iter().position(|other| equivalent(item, other));
            found.map(|at| left.swap_remove(at)).is_some()
        })
}

/// Whether the list has a thing.
pub(super) fn has(items: &[Item<'_>], item: &Item<'_>) -> bool {
    items.iter().any(|other| equal(item, other) == Some(true))
}

/// The list with each thing once.
pub(super) fn distinct<'a>(items: Vec<Item<'a>>) -> Vec<Item<'a>> {
    let mut found: Vec<Item<'a>> = Vec::with_capacity(items.len());
    for item in items {
        if !has(&found, &item) {
            found.push(item);
        }
    }
    found
}

/// Which of two comes first.
pub(super) fn order(one: &Item<'_>, two: &Item<'_>) -> Option<Ordering> {
    match (one.value(), two.value()) {
        (Item::Text(a), Item::Text(b)) => Some(a.cmp(&b)),
        (Item::Moment(a), Item::Moment(b)) => a.compare(&b),
        (Item::Quantity(a), b) => a.compare(&b.quantity()?),
        (a, Item::Quantity(b)) => a.quantity()?.compare(&b),
        (a, b) => Some(a.decimal()?.cmp(&b.decimal()?)),
    }
}

/// Whether two things are of kinds that have an order.
pub(super) fn is_ordered(one: &Item<'_>, two: &Item<'_>) -> bool {
    match (one.value(), two.value()) {
        (Item::Text(_), Item::Text(_)) => true,
        (Item::Moment(a), Item::Moment(b)) => !a.is_other_kind(&b),
        (a, b) => a.quantity().is_some() && b.quantity().is_some(),
    }
}
