//! The way from an element to the elements in it.

use super::item::{Item, Items, Node};
use super::{Fault, semantic};
use crate::structure::{self, Structure};
use crate::tree::Json;

/// What one step found: whether R4 knows the element at all, and what there is.
pub(super) struct Step<'a> {
    pub(super) is_known: bool,
    pub(super) items: Items<'a>,
}

/// The elements of this name in one item.
pub(super) fn step<'a>(item: &Item<'a>, name: &str) -> Step<'a> {
    match item {
        Item::Node(node) => of_node(node, name),
        Item::Type(space, own) => {
            let text = match name {
                "namespace" => Some((*space).to_owned()),
                "name" => Some(own.clone()),
                _ => None,
            };
            let items: Items<'a> = text.into_iter().map(|text| Item::Text(text.into())).collect();
            Step { is_known: !items.is_empty(), items }
        }
        _ => Step { is_known: false, items: Vec::new() },
    }
}

fn of_node<'a>(node: &Node<'a>, name: &str) -> Step<'a> {
    if structure::is_primitive(node.kind) {
        return of_primitive(node, name);
    }
    let Some(structure) = structure::find(node.kind) else { return untyped(node, name) };
    let Some(element) = structure.element(name) else {
        return Step { is_known: false, items: Vec::new() };
    };
    let mut items = Vec::new();
    if element.is_choice {
        for (key, value) in node.value.map(Json::members).unwrap_or_default() {
            let key = key.strip_prefix('_').unwrap_or(key);
            match structure.member(key) {
                Some((found, kind)) if std::ptr::eq(found, element) && items.is_empty() => {
                    add(&mut items, (Some(value), shadow(node, key)), kind);
                }
                _ => {}
            }
        }
    } else {
        let kind = element.types.first().copied().unwrap_or("");
        add(&mut items, (node.value.and_then(|value| value.get(name)), shadow(node, name)), kind);
    }
    Step { is_known: true, items }
}

/// A primitive has an id, extensions and its value.
fn of_primitive<'a>(node: &Node<'a>, name: &str) -> Step<'a> {
    let mut items = Vec::new();
    match name {
        "extension" => {
            add(&mut items, (node.shadow.and_then(|shadow| shadow.get("extension")), None), "Extension");
        }
        "id" => add(&mut items, (node.shadow.and_then(|shadow| shadow.get("id")), None), "string"),
        "value" => items.extend(node.value.map(|_| Item::Node(*node).value())),
        _ => return Step { is_known: false, items },
    }
    Step { is_known: true, items }
}

fn untyped<'a>(node: &Node<'a>, name: &str) -> Step<'a> {
    let mut items = Vec::new();
    add(&mut items, (node.value.and_then(|value| value.get(name)), shadow(node, name)), "");
    Step { is_known: true, items }
}

fn shadow<'a>(node: &Node<'a>, name: &str) -> Option<&'a Json> {
    node.value?.members().iter().find(|(key, _)| key.strip_prefix('_') == Some(name)).map(|(_, value)| value)
}

/// Adds a value or each of a list, with what stands beside it.
fn add<'a>(items: &mut Items<'a>, (value, shadow): (Option<&'a Json>, Option<&'a Json>), kind: &'static str) {
    let one = |value: Option<&'a Json>, shadow: Option<&'a Json>| {
        let value = value.filter(|value| **value != Json::Null);
        let shadow = shadow.filter(|shadow| **shadow != Json::Null);
        (value.is_some() || shadow.is_some())
            .then(|| Item::Node(Node { value, shadow, kind: actual(value, kind) }))
    };
    match (value, shadow) {
        (Some(Json::List(values)), shadow) => {
            let beside = shadow.map(Json::items).unwrap_or_default();
            let each = values.iter().enumerate().filter_map(|(at, value)| one(Some(value), beside.get(at)));
            items.extend(each);
        }
        (None, Some(Json::List(shadows))) => {
            items.extend(shadows.iter().filter_map(|shadow| one(None, Some(shadow))));
        }
        (value, shadow) => items.extend(one(value, shadow)),
    }
}

/// A resource says itself what it is.
pub(super) fn actual(value: Option<&Json>, kind: &'static str) -> &'static str {
    if kind != "Resource" && !kind.is_empty() {
        return kind;
    }
    let name = value.and_then(|value| value.get("resourceType")).and_then(Json::as_text);
    name.and_then(structure::find).map_or(kind, |found| found.name)
}

/// All elements directly in an item, in the order of the document.
pub(super) fn children<'a>(item: &Item<'a>) -> Items<'a> {
    let Item::Node(node) = item else { return Vec::new() };
    if structure::is_primitive(node.kind) {
        let names = ["id", "extension"];
        return names.into_iter().flat_map(|name| of_primitive(node, name).items).collect();
    }
    let structure = structure::find(node.kind);
    let mut seen: Vec<&str> = Vec::new();
    let mut items = Vec::new();
    for (key, _) in node.value.map(Json::members).unwrap_or_default() {
        let key = key.strip_prefix('_').unwrap_or(key);
        if key == "resourceType" || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let value = node.value.and_then(|value| value.get(key));
        add(&mut items, (value, shadow(node, key)), kind_of(structure, key));
    }
    items
}

fn kind_of(structure: Option<&'static Structure>, key: &str) -> &'static str {
    structure.and_then(|structure| structure.member(key)).map_or("", |(_, kind)| kind)
}

/// The elements of this name in each item. In a strict question an element that none of them can have is an error.
pub(super) fn member<'a>(items: &[Item<'a>], name: &str, is_strict: bool) -> Result<Items<'a>, Fault> {
    let mut found = Vec::new();
    let mut is_known = items.is_empty();
    for item in items {
        let step = step(item, name);
        is_known |= step.is_known;
        found.extend(step.items);
    }
    if is_strict && !is_known {
        let kind = items.first().map(Item::kind).map_or("this", |(_, name)| name).to_owned();
        return semantic(format!("{kind} has no element “{name}”"));
    }
    Ok(found)
}
