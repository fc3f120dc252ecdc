//! Where the documents lie that can answer a query: what narrows a search before anything is read.

use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use jiff::Timestamp;

use super::chain::Open;
use super::date::Span;
use super::path::Data;
use super::reference::{self, Target};
use super::table::Param;
use super::test::{Modifier, Test};
use super::token::{System, Token};
use super::value::{Prefix, Value};

/// The ids that are asked for, if some test asks for ids. Links must have been answered before.
#[must_use]
pub fn ids(kind: ResourceType, tests: &[Test]) -> Option<Vec<&str>> {
    tests.iter().find_map(|test| of_ids(kind, test))
}

/// The ids of the patients whose records the documents are in, if some test says so by references to them. Links must have
/// been answered before.
#[must_use]
pub fn patients(kind: ResourceType, tests: &[Test]) -> Option<Vec<String>> {
    tests.iter().find_map(|test| of_patients(kind, test))
}

/// The ids of the persons whom the parameter `patient` names, if some test does. Links must have been answered before.
#[must_use]
pub fn named(tests: &[Test]) -> Option<Vec<String>> {
    tests.iter().find_map(|test| match test {
        Test::Any { param, modifier: Modifier::Plain | Modifier::Type(ResourceType::Patient), values }
            if param.code == "patient" =>
        {
            let id = |value: &Value| match value {
                Value::Reference(Target::Here(None | Some(ResourceType::Patient), id)) => Some(id.clone()),
                _ => None,
            };
            values.iter().map(id).collect()
        }
        Test::Linked(link) if !link.is_open() => {
            let (param, keys) = link.keys();
            let id = |key: &str| match reference::relative(key) {
                Some((ResourceType::Patient, id)) => Some(id.to_owned()),
                _ => None,
            };
            param.filter(|param| param.code == "patient")?;
            Some(keys.iter().filter_map(|key| id(key)).collect())
        }
        _ => None,
    })
}

/// Whether a question is asked of what lies in the records of those it leads to: of references that say whose record a document
/// is in. A question in another leads to documents, not to whoever the query is about.
#[must_use]
pub fn is_of_owners(open: &Open<'_>) -> bool {
    let sub = open.sub();
    let is_of_one = !crate::compartment::may_be_of_several(sub.kind);
    let leads = |(param, kind): (&Param, ResourceType)| {
        kind == ResourceType::Patient && is_of_one && is_of_owner(sub.kind, param)
    };
    !open.is_inner() && sub.through().is_some_and(leads)
}

/// The identifiers that are asked for, as system and value, if some test asks for identifiers with both.
#[must_use]
pub fn identifiers(tests: &[Test]) -> Option<Vec<(&str, &str)>> {
    tests.iter().find_map(|test| match test {
        Test::Any { param, modifier: Modifier::Plain, values } if param.code == "identifier" => {
            values.iter().map(identifier).collect()
        }
        _ => None,
    })
}

/// Whether some test asks for persons by what is one person's: whoever answers to it was named.
#[must_use]
pub fn names(kind: ResourceType, tests: &[Test]) -> bool {
    let is_named = |test: &Test| matches!(test, Test::Any { param, modifier: Modifier::Plain | Modifier::OfType, .. } if param.code == "identifier");
    kind == ResourceType::Patient && tests.iter().any(is_named)
}

/// Shows each id that tests name, with its type, and puts in its place what is given back: systems call things by ids of
/// their own.
pub fn rename(
    kind: ResourceType,
    tests: &mut [Test],
    given: &mut dyn FnMut(ResourceType, &str) -> Option<String>,
) {
    for test in tests {
        match test {
            Test::Any { param, values, .. } => {
                let only = only_target(param);
                for value in values {
                    rename_value(value, (param.code == "_id").then_some(kind).or(only), given);
                }
            }
            Test::Linked(link) => {
                for (kind, test) in link.questions() {
                    rename(kind, std::slice::from_mut(test), given);
                }
            }
            Test::Missing { .. } | Test::Words { .. } => {}
        }
    }
}

fn rename_value(
    value: &mut Value,
    kind: Option<ResourceType>,
    given: &mut dyn FnMut(ResourceType, &str) -> Option<String>,
) {
    let (kind, id) = match value {
        Value::Reference(Target::Here(named, id)) => (named.or(kind), id),
        Value::Token(Token { system: System::Any, code: Some(code) }) => (kind, code),
        _ => return,
    };
    if let Some(other) = kind.and_then(|kind| given(kind, id)) {
        *id = other;
    }
}

/// The type that an id without one means: the only one that the references may point to, a patient where it may be one.
fn only_target(param: &Param) -> Option<ResourceType> {
    let mut targets = param.targets();
    let first = targets.next()?;
    if targets.next().is_none() {
        return Some(first);
    }
    param.may_target(ResourceType::Patient).then_some(ResourceType::Patient)
}

/// The birth dates that are asked for, if some test asks for whole days.
#[must_use]
pub fn birth_dates(tests: &[Test]) -> Option<Vec<String>> {
    tests.iter().find_map(|test| match test {
        Test::Any { param, modifier: Modifier::Plain, values } if param.code == "birthdate" => {
            values.iter().map(birth_date).collect()
        }
        _ => None,
    })
}

fn birth_date(value: &Value) -> Option<String> {
    let Value::Date(Prefix::Eq, span) = value else { return None };
    let date = When::today(Timestamp::from_microsecond(span.start_us).ok()?).to_string();
    (Span::parse(&date).as_ref() == Some(span)).then_some(date)
}

fn identifier(value: &Value) -> Option<(&str, &str)> {
    match value {
        Value::Token(token) => match (&token.system, &token.code) {
            (System::Is(system), Some(code)) => Some((system, code)),
            _ => None,
        },
        _ => None,
    }
}

fn of_ids(kind: ResourceType, test: &Test) -> Option<Vec<&str>> {
    match test {
        Test::Any { param, modifier: Modifier::Plain, values } if param.code == "_id" => {
            Some(values.iter().filter_map(code).collect())
        }
        Test::Linked(link) if !link.is_open() => {
            let (None, keys) = link.keys() else { return None };
            let own = |key| reference::relative(key).filter(|(found, _)| *found == kind).map(|(_, id)| id);
            Some(keys.iter().filter_map(|key| own(key)).collect())
        }
        _ => None,
    }
}

fn code(value: &Value) -> Option<&str> {
    match value {
        Value::Token(token) => token.code.as_deref(),
        _ => None,
    }
}

/// Whether all that a parameter reads are the references that say whose record a document is in.
fn is_of_owner(kind: ResourceType, param: &Param) -> bool {
    let owners = crate::compartment::paths(kind);
    param
        .paths
        .iter()
        .all(|path| path.data == Data::Reference && owners.first() == Some(&path.name().as_str()))
}

/// Whether such a parameter can only point to a patient.
fn is_of_patients_only(param: &Param) -> bool {
    param.targets().eq([ResourceType::Patient])
        || param.paths.iter().all(|path| path.to == Some(ResourceType::Patient))
}

fn of_patients(kind: ResourceType, test: &Test) -> Option<Vec<String>> {
    match test {
        Test::Any { param, modifier: modifier @ (Modifier::Plain | Modifier::Type(_)), values }
            if is_of_owner(kind, param) =>
        {
            let is_only = is_of_patients_only(param) || *modifier == Modifier::Type(ResourceType::Patient);
            let id = |value: &Value| match value {
                Value::Reference(Target::Here(named, id))
                    if is_only || *named == Some(ResourceType::Patient) =>
                {
                    Some(id.clone())
                }
                _ => None,
            };
            values.iter().map(id).collect()
        }
        Test::Linked(link) if !link.is_open() => {
            let (Some(param), keys) = link.keys() else { return None };
            let is_only = is_of_patients_only(param);
            let id = |key: &str| match reference::relative(key) {
                Some((ResourceType::Patient, id)) => Some(Some(id.to_owned())),
                // What it cannot point to, no document has.
                _ => is_only.then_some(None),
            };
            let ids: Option<Vec<Option<String>>> =
                is_of_owner(kind, param).then(|| keys.iter().map(|key| id(key)).collect())?;
            ids.map(|ids| ids.into_iter().flatten().collect())
        }
        _ => None,
    }
}
