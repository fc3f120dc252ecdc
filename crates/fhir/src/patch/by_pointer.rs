//! The operations of JSON Patch: what RFC 6902 says, with pointers as RFC 6901 says.

use super::{Wrong, malformed, misplaced};
use crate::tree::Json;

pub(super) fn act(document: &mut Json, operation: &Json) -> Result<(), Wrong> {
    let text = |name: &str| operation.get(name).and_then(Json::as_text);
    let Some(path) = text("path") else { return malformed("“path” is missing") };
    let path = pointer(path)?;
    let value = || match operation.get("value") {
        Some(value) => Ok(value.clone()),
        None => malformed("“value” is missing"),
    };
    let from = || match text("from") {
        Some(from) => pointer(from),
        None => malformed("“from” is missing"),
    };
    match text("op") {
        Some("add") => add(document, &path, value()?),
        Some("remove") => remove(document, &path).map(|_| ()),
        Some("replace") => {
            *find(document, &path)? = value()?;
            Ok(())
        }
        Some("move") => {
            let from = from()?;
            if path.len() > from.len() && path.starts_with(&from) {
                return misplaced("nothing can be moved into itself");
            }
            let moved = remove(document, &from)?;
            add(document, &path, moved)
        }
        Some("copy") => {
            let copied = copy(document, &from()?)?;
            add(document, &path, copied)
        }
        Some("test") => {
            let value = value()?;
            if find(document, &path)?.is_same(&value) { Ok(()) } else { Err(Wrong::Test) }
        }
        _ => malformed("“op” is add, remove, replace, move, copy or test"),
    }
}

/// Values in what is copied: a few copies of copies would fill the memory.
const COPY_MAX: usize = 1_000;

fn copy(document: &mut Json, path: &[String]) -> Result<Json, Wrong> {
    let value = find(document, path)?;
    if size(value) > COPY_MAX { misplaced("what is copied is too large") } else { Ok(value.clone()) }
}

fn size(value: &Json) -> usize {
    let items = value.items().iter().map(size).sum::<usize>();
    1 + items + value.members().iter().map(|(_, inner)| size(inner)).sum::<usize>()
}

/// The steps of a pointer.
fn pointer(text: &str) -> Result<Vec<String>, Wrong> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let Some(steps) = text.strip_prefix('/') else { return malformed("a pointer begins with “/”") };
    let step = |step: &str| step.replace("~1", "/").replace("~0", "~");
    Ok(steps.split('/').map(step).collect())
}

/// A place in a list; the leading zeros that RFC 6901 forbids are refused.
fn index(step: &str, length: usize) -> Result<usize, Wrong> {
    let is_number = step == "0" || (!step.starts_with('0') && step.bytes().all(|byte| byte.is_ascii_digit()));
    match step.parse::<usize>() {
        Ok(index) if is_number && index < length => Ok(index),
        _ => misplaced("there is nothing at this place of the list"),
    }
}

fn find<'d>(document: &'d mut Json, path: &[String]) -> Result<&'d mut Json, Wrong> {
    let mut at = document;
    for step in path {
        at = match at {
            Json::List(items) => {
                let index = index(step, items.len())?;
                &mut items[index]
            }
            Json::Object(_) => match at.get_mut(step) {
                Some(member) => member,
                None => return misplaced("there is nothing at this place"),
            },
            _ => return misplaced("there is nothing at this place"),
        };
    }
    Ok(at)
}

fn add(document: &mut Json, path: &[String], value: Json) -> Result<(), Wrong> {
    let Some((last, parent)) = path.split_last() else {
        *document = value;
        return Ok(());
    };
    match find(document, parent)? {
        Json::List(items) => {
            let at = if last == "-" { items.len() } else { index(last, items.len() + 1)? };
            items.insert(at, value);
        }
        Json::Object(members) => match members.iter_mut().find(|(key, _)| key == last) {
            Some((_, old)) => *old = value,
            None => members.push((last.clone(), value)),
        },
        _ => return misplaced("nothing can be added to a value"),
    }
    Ok(())
}

fn remove(document: &mut Json, path: &[String]) -> Result<Json, Wrong> {
    let Some((last, parent)) = path.split_last() else {
        return misplaced("the whole document cannot be removed");
    };
    match find(document, parent)? {
        Json::List(items) => {
            let at = index(last, items.len())?;
            Ok(items.remove(at))
        }
        Json::Object(members) => match members.iter().position(|(key, _)| key == last) {
            Some(at) => Ok(members.remove(at).1),
            None => misplaced("there is nothing at this place"),
        },
        _ => misplaced("there is nothing at this place"),
    }
}
