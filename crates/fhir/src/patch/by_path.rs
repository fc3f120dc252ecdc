//! The operations of FHIRPath Patch (R4, 3.1.0.14.2): add, insert, delete, replace and move, each at a path.

use jiff::Zoned;

use super::place::{Step, at, steps_to, take_member};
use super::{Wrong, malformed, misplaced};
use crate::fhirpath::{Context, Expression, Item, Node};
use crate::structure;
use crate::tree::Json;

/// One operation, read.
struct Operation<'p> {
    kind: &'p str,
    path: &'p str,
    name: Option<&'p str>,
    value: Option<&'p Json>,
    index: Option<usize>,
    source: Option<usize>,
    destination: Option<usize>,
}

/// An element that a path found.
struct Found {
    steps: Vec<Step>,
    kind: &'static str,
}

pub(super) fn act(document: &mut Json, operation: &Json, now: &Zoned) -> Result<(), Wrong> {
    let operation = Operation::read(operation)?;
    match operation.kind {
        "add" => add(document, &operation, now),
        "insert" => insert(document, &operation, now),
        "delete" => delete(document, &operation, now),
        "replace" => replace(document, &operation, now),
        "move" => reorder(document, &operation, now),
        _ => malformed("“type” is add, insert, delete, replace or move"),
    }
}

/// The part of an operation that has this name.
fn part<'p>(parent: &'p Json, name: &str) -> Option<&'p Json> {
    let parts = parent.get("part").map(Json::items).unwrap_or_default();
    parts.iter().find(|part| part.get("name").and_then(Json::as_text) == Some(name))
}

impl<'p> Operation<'p> {
    fn read(operation: &'p Json) -> Result<Self, Wrong> {
        if operation.get("name").and_then(Json::as_text) != Some("operation") {
            return malformed("the parameter is named “operation”");
        }
        let text =
            |name: &str| part(operation, name).and_then(value_of).and_then(|(_, value)| value.as_text());
        let number = |name: &str| match part(operation, name).and_then(value_of) {
            Some((_, Json::Number(digits))) => digits.parse().ok(),
            _ => None,
        };
        let (Some(kind), Some(path)) = (text("type"), text("path")) else {
            return malformed("“type” and “path” are needed");
        };
        Ok(Self {
            kind,
            path,
            name: text("name"),
            value: part(operation, "value"),
            index: number("index"),
            source: number("source"),
            destination: number("destination"),
        })
    }

    fn number(number: Option<usize>, name: &str) -> Result<usize, Wrong> {
        number.map_or_else(|| malformed(format!("“{name}” is a place, counted from 0")), Ok)
    }

    /// The new value: one of a type, or one whose own elements are told one by one.
    fn value(&self) -> Result<(String, Json), Wrong> {
        match self.value.and_then(built) {
            Some(built) => Ok(built),
            None => malformed("“value” is missing"),
        }
    }
}

/// The `value[x]` of a part: its type as it is written in the name, and the value.
fn value_of(part: &Json) -> Option<(&str, &Json)> {
    part.members().iter().find_map(|(key, value)| Some((key.strip_prefix("value")?, value)))
}

fn built(part: &Json) -> Option<(String, Json)> {
    if let Some((kind, value)) = value_of(part) {
        return Some((kind.to_owned(), value.clone()));
    }
    if let Some(resource) = part.get("resource") {
        return Some((String::new(), resource.clone()));
    }
    let mut object = Json::Object(Vec::new());
    for inner in part.get("part")?.items() {
        let name = inner.get("name")?.as_text()?;
        let (_, value) = built(inner)?;
        // Said twice, it is a list.
        match object.get_mut(name) {
            Some(Json::List(items)) => items.push(value),
            Some(first) => *first = Json::List(vec![first.clone(), value]),
            None => object.set(name, value),
        }
    }
    Some((String::new(), object))
}

/// The elements that a path finds.
fn found(document: &Json, path: &Expression, now: &Zoned) -> Result<Vec<Found>, Wrong> {
    let context = Context { is_strict: true, ..Context::new(document, now.clone()) };
    let items = path.evaluate(&context).map_err(Wrong::Path)?;
    let steps = |item: &Item<'_>| match item {
        Item::Node(Node { value: Some(value), kind, .. }) => {
            Some(Found { steps: steps_to(document, value)?, kind })
        }
        _ => None,
    };
    let found: Option<Vec<Found>> = items.iter().map(steps).collect();
    found.map_or_else(|| misplaced("the path leads to a value that is not in the document"), Ok)
}

fn read(path: &str) -> Result<Expression, Wrong> {
    Expression::parse(path).map_err(Wrong::Path)
}

fn one(document: &Json, path: &Expression, now: &Zoned) -> Result<Found, Wrong> {
    let mut all = found(document, path, now)?;
    match all.len() {
        1 => Ok(all.remove(0)),
        0 => misplaced("the path finds nothing"),
        several => misplaced(format!("the path finds {several} elements, and one is needed")),
    }
}

fn add(document: &mut Json, operation: &Operation<'_>, now: &Zoned) -> Result<(), Wrong> {
    let Some(name) = operation.name else { return malformed("“name” is missing") };
    let target = one(document, &read(operation.path)?, now)?;
    let (kind, value) = operation.value()?;
    let Some(element) = structure::find(target.kind).and_then(|structure| structure.element(name)) else {
        return misplaced(format!("{} has no element “{name}”", target.kind));
    };
    let object = at(document, &target.steps)?;
    let member = if element.is_choice { format!("{name}{kind}") } else { name.to_owned() };
    if element.is_list {
        let value = each_inside(element.types.first().copied(), value);
        match object.get_mut(&member) {
            Some(Json::List(items)) => items.push(value),
            _ => object.set(&member, Json::List(vec![value])),
        }
        return Ok(());
    }
    let is_there = |(key, _): &(String, Json)| {
        let rest = key.strip_prefix(name);
        rest.is_some_and(|rest| {
            rest.is_empty() || (element.is_choice && rest.starts_with(char::is_uppercase))
        })
    };
    if object.members().iter().any(is_there) {
        return misplaced(format!("“{name}” is there already, and is no list: replace it"));
    }
    let value = each_inside(element.types.first().copied(), value);
    object.set(&member, value);
    Ok(())
}

/// A value that was told element by element does not say which of them are lists: the definitions do.
fn each_inside(kind: Option<&str>, value: Json) -> Json {
    let (Some(structure), Json::Object(members)) = (kind.and_then(structure::find), &value) else {
        return value;
    };
    let listed = |(key, inner): &(String, Json)| {
        let Some((element, kind)) = structure.member(key) else { return (key.clone(), inner.clone()) };
        let inner = match inner {
            Json::List(items) => {
                Json::List(items.iter().map(|item| each_inside(Some(kind), item.clone())).collect())
            }
            one if element.is_list => Json::List(vec![each_inside(Some(kind), one.clone())]),
            one => each_inside(Some(kind), one.clone()),
        };
        (key.clone(), inner)
    };
    Json::Object(members.iter().map(listed).collect())
}

/// The list that a path of an insertion or a move ends in: the steps to the object, and the member.
fn list(
    document: &Json,
    operation: &Operation<'_>,
    now: &Zoned,
) -> Result<(Vec<Step>, String, &'static str), Wrong> {
    let Some((parent, name)) = read(operation.path)?.split_last() else {
        return malformed("the path ends in the name of a list");
    };
    let target = one(document, &parent, now)?;
    match structure::find(target.kind).and_then(|structure| structure.element(&name)) {
        Some(element) if element.is_list => {
            Ok((target.steps, name, element.types.first().copied().unwrap_or("")))
        }
        _ => misplaced(format!("{} has no list “{name}”", target.kind)),
    }
}

fn insert(document: &mut Json, operation: &Operation<'_>, now: &Zoned) -> Result<(), Wrong> {
    let index = Operation::number(operation.index, "index")?;
    let (steps, name, kind) = list(document, operation, now)?;
    let value = each_inside(Some(kind), operation.value()?.1);
    let object = at(document, &steps)?;
    if object.get(&name).is_none() {
        object.set(&name, Json::List(Vec::new()));
    }
    let shadow = object.get_mut(&format!("_{name}"));
    if let Some(Json::List(shadows)) = shadow
        && index <= shadows.len()
    {
        shadows.insert(index, Json::Null);
    }
    match object.get_mut(&name) {
        Some(Json::List(items)) if index <= items.len() => items.insert(index, value),
        _ => return misplaced("the list is shorter than that"),
    }
    Ok(())
}

fn reorder(document: &mut Json, operation: &Operation<'_>, now: &Zoned) -> Result<(), Wrong> {
    let source = Operation::number(operation.source, "source")?;
    let destination = Operation::number(operation.destination, "destination")?;
    let (steps, name, _) = list(document, operation, now)?;
    let object = at(document, &steps)?;
    let length = object.get(&name).map_or(0, |list| list.items().len());
    if source >= length || destination >= length {
        return misplaced("the list is shorter than that");
    }
    for member in [name.clone(), format!("_{name}")] {
        if let Some(Json::List(items)) = object.get_mut(&member)
            && source < items.len()
        {
            let moved = items.remove(source);
            items.insert(destination.min(items.len()), moved);
        }
    }
    Ok(())
}

/// What is not there need not be deleted.
fn delete(document: &mut Json, operation: &Operation<'_>, now: &Zoned) -> Result<(), Wrong> {
    let path = read(operation.path)?;
    let mut all = found(document, &path, now)?;
    match all.len() {
        0 => Ok(()),
        1 => remove(document, &all.remove(0).steps),
        several => misplaced(format!("the path finds {several} elements, and one can be deleted")),
    }
}

fn remove(document: &mut Json, steps: &[Step]) -> Result<(), Wrong> {
    match steps {
        [] => misplaced("the whole document cannot be deleted by a patch"),
        [parent @ .., Step::Member(name)] => {
            let object = at(document, parent)?;
            take_member(object, name);
            // FHIR has no empty objects either.
            let is_empty = object.members().is_empty() && !parent.is_empty();
            if is_empty { remove(document, parent) } else { Ok(()) }
        }
        [parent @ .., Step::Member(name), Step::Item(index)] => {
            let object = at(document, parent)?;
            for member in [name.clone(), format!("_{name}")] {
                if let Some(Json::List(items)) = object.get_mut(&member)
                    && *index < items.len()
                {
                    items.remove(*index);
                }
            }
            // FHIR has no empty lists.
            let is_empty = object.get(name).is_some_and(|list| list.items().is_empty());
            let mut steps = parent.to_vec();
            steps.push(Step::Member(name.clone()));
            if is_empty { remove(document, &steps) } else { Ok(()) }
        }
        [.., Step::Item(_)] => misplaced("there is nothing at this place"),
    }
}

fn replace(document: &mut Json, operation: &Operation<'_>, now: &Zoned) -> Result<(), Wrong> {
    let target = one(document, &read(operation.path)?, now)?;
    let (kind, value) = operation.value()?;
    let value = each_inside(Some(target.kind), value);
    if let [parent @ .., Step::Member(name)] = &target.steps[..] {
        let object = at(document, parent)?;
        return replace_member(object, name, (&kind, value));
    }
    *at(document, &target.steps)? = value;
    Ok(())
}

/// Replaces a member where it stands; a choice of another type gets another name.
fn replace_member(object: &mut Json, name: &str, (kind, value): (&str, Json)) -> Result<(), Wrong> {
    let owner = object.get("resourceType").and_then(Json::as_text).and_then(structure::find);
    let stem = owner.and_then(|owner| owner.member(name)).filter(|(element, _)| element.is_choice);
    let new_name = stem.map_or_else(|| name.to_owned(), |(element, _)| format!("{}{kind}", element.name));
    let Json::Object(members) = object else { return misplaced("there is nothing at this place") };
    members.retain(|(key, _)| key.strip_prefix('_') != Some(name));
    if let Some(member) = members.iter_mut().find(|(key, _)| key == name) {
        *member = (new_name, value);
    }
    Ok(())
}
