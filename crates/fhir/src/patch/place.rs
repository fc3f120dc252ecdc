//! Where an element lies in a document.

use super::{Wrong, misplaced};
use crate::tree::Json;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Item(usize),
}

/// The steps from the document to a value in it, found by the value's own address in memory.
pub(super) fn steps_to(document: &Json, value: &Json) -> Option<Vec<Step>> {
    if std::ptr::eq(document, value) {
        return Some(Vec::new());
    }
    let below = |step: Step, inner: &Json| {
        let mut steps = steps_to(inner, value)?;
        steps.insert(0, step);
        Some(steps)
    };
    match document {
        Json::Object(members) => {
            members.iter().find_map(|(key, inner)| below(Step::Member(key.clone()), inner))
        }
        Json::List(items) => items.iter().enumerate().find_map(|(at, inner)| below(Step::Item(at), inner)),
        _ => None,
    }
}

/// The value at the end of the steps.
pub(super) fn at<'d>(document: &'d mut Json, steps: &[Step]) -> Result<&'d mut Json, Wrong> {
    let mut value = document;
    for step in steps {
        let next = match (step, value) {
            (Step::Member(key), value @ Json::Object(_)) => value.get_mut(key),
            (Step::Item(at), Json::List(items)) => items.get_mut(*at),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => return misplaced("there is nothing at this place"),
        }
    }
    Ok(value)
}

/// Takes a member away, and what stands beside it under an underscore.
pub(super) fn take_member(object: &mut Json, name: &str) {
    object.remove(name);
    object.remove(&format!("_{name}"));
}
