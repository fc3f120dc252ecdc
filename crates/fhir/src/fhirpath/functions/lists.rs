//! Which things there are: existence, choice, parts of a list.

use std::cmp::Ordering;

use super::{Answer, Call, whole, yes};
use crate::fhirpath::ast::Node as Ast;
use crate::fhirpath::equality::{has, order};
use crate::fhirpath::eval::Scope;
use crate::fhirpath::item::{Item, Items};
use crate::fhirpath::navigate::children;
use crate::fhirpath::operators::{condition, single};
use crate::fhirpath::{Fault, execution, semantic};

pub(super) fn call<'a>(call: &Call<'_, '_, 'a>) -> Option<Answer<'a>> {
    Some(match call.name {
        "empty" => yes(call.input.is_empty()),
        "exists" if call.arguments.is_empty() => yes(!call.input.is_empty()),
        "exists" => filter(call).and_then(|found| yes(!found.is_empty())),
        "all" => all(call),
        "count" => whole(call.input.len()),
        "where" => filter(call),
        "select" => select(call),
        "repeat" | "repeatAll" => repeat(call),
        "aggregate" => aggregate(call),
        "sort" => sort(call),
        "iif" => iif(call),
        "first" => Ok(call.input.first().cloned().into_iter().collect()),
        "last" => Ok(call.input.last().cloned().into_iter().collect()),
        "tail" => Ok(call.input.iter().skip(1).cloned().collect()),
        "skip" => count(call).map(|count| call.input.iter().skip(count).cloned().collect()),
        "take" => count(call).map(|count| call.input.iter().take(count).cloned().collect()),
        "single" => single(&call.input).map(|one| one.cloned().into_iter().collect()),
        "children" => Ok(call.input.iter().flat_map(children).collect()),
        "descendants" => descendants(call),
        "trace" => Ok(call.input.clone()),
        "coalesce" => coalesce(call),
        _ => return None,
    })
}

fn filter<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let mut found = Vec::new();
    for (index, item) in call.input.iter().enumerate() {
        if condition(&call.of_each(0, (index, item))?)? == Some(true) {
            found.push(item.clone());
        }
    }
    Ok(found)
}

fn all<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    for (index, item) in call.input.iter().enumerate() {
        if condition(&call.of_each(0, (index, item))?)? != Some(true) {
            return yes(false);
        }
    }
    yes(true)
}

fn select<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let mut found = Vec::new();
    for (index, item) in call.input.iter().enumerate() {
        found.extend(call.of_each(0, (index, item))?);
    }
    Ok(found)
}

fn repeat<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let mut found: Items<'a> = Vec::new();
    let mut waiting = call.input.clone();
    while !waiting.is_empty() {
        let mut next = Vec::new();
        for (index, item) in waiting.iter().enumerate() {
            for one in call.of_each(0, (index, item))? {
                call.eval.spend(found.len())?;
                let is_known = call.name == "repeat" && is_there(&found, &one);
                if !is_known {
                    next.push(one.clone());
                    found.push(one);
                }
            }
        }
        waiting = next;
    }
    Ok(found)
}

/// The same place in the document, or an equal value that has none.
fn is_there(found: &[Item<'_>], one: &Item<'_>) -> bool {
    match one {
        Item::Node(node) => found.iter().any(|other| {
            matches!((other, node.value), (Item::Node(other), Some(value))
                if other.value.is_some_and(|other| std::ptr::eq(other, value)))
        }),
        _ => has(found, one),
    }
}

fn descendants<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let mut found = Vec::new();
    let mut waiting = call.input.clone();
    while !waiting.is_empty() {
        waiting = waiting.iter().flat_map(children).collect();
        call.eval.spend(waiting.len())?;
        found.extend(waiting.iter().cloned());
    }
    Ok(found)
}

fn aggregate<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let mut total = if call.arguments.len() > 1 { call.argument(1)? } else { Vec::new() };
    let Some(step) = call.arguments.first() else { return semantic("“aggregate” wants an expression") };
    for (index, item) in call.input.iter().enumerate() {
        let scope = Scope { this: vec![item.clone()], index: Some(index), total: Some(total) };
        total = call.eval.node(step, &scope)?;
    }
    Ok(total)
}

/// Sorts by each argument in turn, or by the things themselves; a minus before a key turns its order round.
fn sort<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let natural = [Ast::This];
    let keys = if call.arguments.is_empty() { &natural[..] } else { call.arguments };
    let mut rows = Vec::with_capacity(call.input.len());
    for (index, item) in call.input.iter().enumerate() {
        let scope = Scope { this: vec![item.clone()], index: Some(index), total: None };
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let inner = if let Ast::Sign(true, inner) = key { inner } else { key };
            values.push(single(&call.eval.node(inner, &scope)?)?.cloned());
        }
        rows.push((values, item.clone()));
    }
    rows.sort_by(|(one, _), (two, _)| by_keys(keys, one, two));
    Ok(rows.into_iter().map(|(_, item)| item).collect())
}

fn by_keys(keys: &[Ast], one: &[Option<Item<'_>>], two: &[Option<Item<'_>>]) -> Ordering {
    for ((key, a), b) in keys.iter().zip(one).zip(two) {
        let found = match (a, b) {
            (Some(a), Some(b)) => order(a, b).unwrap_or(Ordering::Equal),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        let found = if matches!(key, Ast::Sign(true, _)) { found.reverse() } else { found };
        if found.is_ne() {
            return found;
        }
    }
    Ordering::Equal
}

/// Only the side that is chosen is asked.
fn iif<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    let this = call.input.clone();
    if this.len() > 1 {
        return execution("“iif” is a function of one thing");
    }
    let scope = if this.is_empty() { call.scope.clone() } else { Scope { this, ..call.scope.clone() } };
    let asked = |number: usize| match call.arguments.get(number) {
        Some(node) => call.eval.node(node, &scope),
        None => Ok(Vec::new()),
    };
    let chosen = match &asked(0)?[..] {
        [] => false,
        [one] => match one.truth() {
            Some(yes) => yes,
            None => return semantic("the condition of “iif” is yes or no"),
        },
        _ => return semantic("the condition of “iif” is one value"),
    };
    asked(if chosen { 1 } else { 2 })
}

fn count(call: &Call<'_, '_, '_>) -> Result<usize, Fault> {
    Ok(call.integer_argument(0)?.map_or(0, |count| usize::try_from(count).unwrap_or(0)))
}

fn coalesce<'a>(call: &Call<'_, '_, 'a>) -> Answer<'a> {
    for number in 0..call.arguments.len() {
        let found = call.argument(number)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}
