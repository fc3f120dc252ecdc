//! Goes through a document and compares it with the definitions.

use std::fmt::Write as _;

use super::{Code, ISSUES_MAX, Issue, Severity, primitive};
use crate::structure::{self, Element, Structure};
use crate::tree::Json;

/// A value that has been reached.
pub(super) struct Visit<'v, 'a> {
    pub(super) value: &'a Json,
    /// Its type: a container or a primitive.
    pub(super) kind: &'static str,
    /// The element it stands in, and the container of that; not for the document itself.
    pub(super) element: Option<(&'static Element, &'static str)>,
    /// Where it is.
    pub(super) path: &'v str,
    /// The resource it is in, and the one that is contained in, or the same.
    pub(super) resources: (&'a Json, &'a Json),
}

/// Is told of each value whose form is right.
pub(super) trait Visitor<'a> {
    fn visit(&mut self, visit: &Visit<'_, 'a>);
}

impl<'a> Visitor<'a> for () {
    fn visit(&mut self, _: &Visit<'_, 'a>) {}
}

pub(super) fn walk<'a>(document: &'a Json, visitor: &mut impl Visitor<'a>) -> Vec<Issue> {
    let resources = (document, document);
    let mut walk = Walk { issues: Vec::new(), path: String::new(), resources, visitor };
    walk.resource(document, None);
    walk.issues
}

struct Walk<'w, 'a, V> {
    issues: Vec<Issue>,
    path: String,
    resources: (&'a Json, &'a Json),
    visitor: &'w mut V,
}

impl<'a, V: Visitor<'a>> Walk<'_, 'a, V> {
    fn wrong(&mut self, code: Code, diagnostics: impl Into<String>) {
        if self.issues.len() < ISSUES_MAX {
            let expression = self.path.clone();
            self.issues.push(Issue {
                severity: Severity::Error,
                code,
                expression,
                diagnostics: diagnostics.into(),
            });
        }
    }

    /// Does something in a member.
    fn in_member(&mut self, name: &str, act: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(name);
        act(self);
        self.path.truncate(length);
    }

    /// Does something in an item of a list.
    fn in_item(&mut self, at: usize, act: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let _ = write!(self.path, "[{at}]");
        act(self);
        self.path.truncate(length);
    }

    fn resource(&mut self, value: &'a Json, element: Option<(&'static Element, &'static str)>) {
        let name = value.get("resourceType").and_then(Json::as_text);
        let Some(name) = name else {
            return self.wrong(Code::Structure, "a resource is an object with a “resourceType”");
        };
        let is_resource = |structure: &&Structure| structure::is_kind_of(structure.name, "Resource");
        let outside = self.resources;
        let is_contained = element.is_some_and(|(element, _)| element.name == "contained");
        self.resources = (value, if is_contained { outside.1 } else { value });
        match structure::find(name).filter(is_resource) {
            Some(structure) if self.path.is_empty() => {
                self.path.push_str(structure.name);
                self.object(value, (structure, element));
            }
            Some(structure) => self.object(value, (structure, element)),
            None => self.wrong(Code::Structure, "R4 has no resource type of this name"),
        }
        self.resources = outside;
    }

    fn object(
        &mut self,
        value: &'a Json,
        (structure, element): (&'static Structure, Option<(&'static Element, &'static str)>),
    ) {
        let Json::Object(members) = value else {
            return self.wrong(Code::Structure, format!("this is an object, a {}", structure.name));
        };
        if members.is_empty() {
            return self.wrong(Code::Structure, "an object is not empty; leave out what there is nothing of");
        }
        let resources = self.resources;
        self.visitor.visit(&Visit { value, kind: structure.name, element, path: &self.path, resources });
        for (key, inner) in members {
            if key == "resourceType" && structure::is_kind_of(structure.name, "Resource") {
                continue;
            }
            self.in_member(key, |walk| walk.member(value, (structure, key), inner));
        }
        self.count(value, structure);
    }

    fn member(&mut self, owner: &'a Json, (structure, key): (&'static Structure, &str), value: &'a Json) {
        let name = key.strip_prefix('_').unwrap_or(key);
        let Some((element, kind)) = structure.member(name) else {
            return self.wrong(Code::Structure, format!("{} has no such element in R4", structure.name));
        };
        if key != name {
            return if structure::is_primitive(kind) && kind != "xhtml" {
                self.shadows(value, element.is_list);
            } else {
                self.wrong(
                    Code::Structure,
                    "only values without elements have an underscore before their name",
                );
            };
        }
        match (value, element.is_list) {
            (Json::List(items), true) if items.is_empty() => {
                self.wrong(Code::Structure, "a list is not empty; leave out what there is nothing of");
            }
            (Json::List(items), true) => {
                let shadow = if items.contains(&Json::Null) { beside(owner, key) } else { None };
                for (at, item) in items.iter().enumerate() {
                    let is_beside = shadow.and_then(|shadow| shadow.items().get(at)).is_some_and(is_object);
                    if *item == Json::Null && is_beside && structure::is_primitive(kind) {
                        continue;
                    }
                    self.in_item(at, |walk| {
                        walk.value(item, (element, kind), structure.name);
                    });
                }
            }
            (Json::List(_), false) => self.wrong(Code::Structure, "this stands once, and not in a list"),
            (_, true) => self.wrong(Code::Structure, "this is a list, also where there is one only"),
            (value, false) => self.value(value, (element, kind), structure.name),
        }
    }

    fn value(
        &mut self,
        value: &'a Json,
        (element, kind): (&'static Element, &'static str),
        owner: &'static str,
    ) {
        if *value == Json::Null {
            return self.wrong(Code::Structure, "null says nothing; leave the element out");
        }
        let place = Some((element, owner));
        if kind == "Resource" {
            return self.resource(value, place);
        }
        if structure::is_primitive(kind) {
            if let Some((code, expected)) = primitive::wrong(kind, value) {
                return self.wrong(code, format!("this must be {expected}"));
            }
            let resources = self.resources;
            return self.visitor.visit(&Visit { value, kind, element: place, path: &self.path, resources });
        }
        match structure::find(kind) {
            Some(structure) => self.object(value, (structure, place)),
            None => self.wrong(Code::Structure, format!("R4 has no type {kind}")),
        }
    }

    /// The ids and extensions of values that have no elements of their own.
    fn shadows(&mut self, value: &'a Json, is_list: bool) {
        let Some(structure) = structure::find("Element") else { return };
        match (value, is_list) {
            (Json::List(items), true) => {
                for (at, item) in items.iter().enumerate().filter(|(_, item)| **item != Json::Null) {
                    self.in_item(at, |walk| walk.object(item, (structure, None)));
                }
            }
            (value, false) => self.object(value, (structure, None)),
            (_, true) => self.wrong(Code::Structure, "this is a list, as what it belongs to is"),
        }
    }

    /// What must stand there, and what can stand there once in one of several types.
    fn count(&mut self, value: &Json, structure: &'static Structure) {
        for element in structure.all().iter().filter(|one| one.is_demanded || one.is_choice) {
            let is_it = |key: &str| {
                let key = key.strip_prefix('_').unwrap_or(key);
                if !element.is_choice {
                    return key == element.name;
                }
                let found = || structure.member(key).is_some_and(|(found, _)| std::ptr::eq(found, *element));
                key.starts_with(element.name) && found()
            };
            let mut names = value.members().iter().map(|(key, _)| key.as_str()).filter(|key| is_it(key));
            match (names.next(), names.next()) {
                (None, _) if element.is_demanded => {
                    self.in_member(element.name, |walk| {
                        walk.wrong(Code::Required, "this is missing");
                    });
                }
                (Some(one), Some(other))
                    if element.is_choice && one.trim_start_matches('_') != other.trim_start_matches('_') =>
                {
                    self.wrong(Code::Structure, format!("“{}” stands in one type only", element.name));
                }
                _ => {}
            }
        }
    }
}

/// What stands beside a value without elements.
fn beside<'a>(owner: &'a Json, key: &str) -> Option<&'a Json> {
    let mut members = owner.members().iter();
    members.find(|(name, _)| name.strip_prefix('_') == Some(key)).map(|(_, value)| value)
}

fn is_object(value: &Json) -> bool {
    matches!(value, Json::Object(_))
}
