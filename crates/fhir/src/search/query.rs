//! A whole query of one type: what it asks of a document, and how the answer is to look.

use helsami_domain::resource_type::ResourceType;

use super::chain::Open;
use super::issue::{Issue, Reason};
use super::page::Page;
use super::pairs::encode;
use super::path::Data;
use super::reference::{self, Target};
use super::row::Row;
use super::table::Param;
use super::test::{self, Modifier, Test};
use super::value::{Setting, Value};

/// Parameters in one query: more than any client needs.
pub const PARAMETERS_MAX: usize = 100;

/// What happens to a parameter that is not understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// The query is refused.
    #[default]
    Strict,
    /// The parameter is left out, and the answer says so.
    Lenient,
}

/// A query of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The type.
    pub kind: ResourceType,
    /// What is asked; all of it must hold.
    pub tests: Vec<Test>,
    /// How the answer is to look.
    pub page: Page,
    /// The parameters that were understood, as they were written: what the self link says.
    pub applied: Vec<(String, String)>,
    /// Those that were left out.
    pub ignored: Vec<Issue>,
}

impl Query {
    /// Reads the parameters of a search in one type.
    ///
    /// # Errors
    /// Every parameter that is not understood, with the reason. Those that R4 does not know, or this server, are left
    /// out instead when handling is lenient; a value that cannot be read never is.
    pub fn read(
        kind: ResourceType,
        pairs: &[(String, String)],
        (setting, handling): (Setting<'_>, Handling),
    ) -> Result<Self, Vec<Issue>> {
        let mut query =
            Self { kind, tests: Vec::new(), page: Page::default(), applied: Vec::new(), ignored: Vec::new() };
        let mut faults = Vec::new();
        if pairs.len() > PARAMETERS_MAX {
            return Err(vec![Issue::new("", Reason::TooMany("100 parameters"))]);
        }
        for (name, value) in pairs {
            match query.add((name, value), setting) {
                Ok(()) => query.applied.push((name.clone(), value.clone())),
                Err(reason) => {
                    let is_small =
                        matches!(reason, Reason::Unknown(_) | Reason::Unsupported(_) | Reason::Empty);
                    let is_modified = name.contains([':', '.']);
                    let is_left_out = is_small && !is_modified && handling == Handling::Lenient;
                    let list = if is_left_out { &mut query.ignored } else { &mut faults };
                    list.push(Issue::new(name, reason));
                }
            }
        }
        if faults.is_empty() { Ok(query) } else { Err(faults) }
    }

    fn add(&mut self, (name, value): (&str, &str), setting: Setting<'_>) -> Result<(), Reason> {
        if self.page.read(self.kind, (name, value))? {
            return Ok(());
        }
        self.tests.push(test::read(self.kind, (name, value), (setting, 0))?);
        Ok(())
    }

    /// Whether a document answers the query. Links must have been answered before.
    #[must_use]
    pub fn holds(&self, document: &str) -> bool {
        let mut row = Row::new(self.kind, document);
        self.tests.iter().all(|test| test.holds(&mut row))
    }

    /// The next question to other documents that has no answer yet.
    pub fn open(&mut self) -> Option<Open<'_>> {
        self.tests.iter_mut().find_map(|test| match test {
            Test::Linked(link) => link.open(),
            _ => None,
        })
    }

    /// The ids that the query asks for by `_id`, if it does.
    #[must_use]
    pub fn ids(&self) -> Option<Vec<&str>> {
        self.tests.iter().find_map(|test| ids(self.kind, test))
    }

    /// The patients that the query is about, by their ids, where it says so by a reference to one.
    #[must_use]
    pub fn patients(&self) -> Option<Vec<String>> {
        self.tests.iter().find_map(|test| patients(self.kind, test))
    }

    /// The parameters that were understood, as a query string.
    #[must_use]
    pub fn self_link(&self) -> String {
        let mut link = String::new();
        for (name, value) in &self.applied {
            if !link.is_empty() {
                link.push('&');
            }
            encode(name, &mut link);
            link.push('=');
            encode(value, &mut link);
        }
        link
    }
}

fn ids(kind: ResourceType, test: &Test) -> Option<Vec<&str>> {
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

/// Whether a parameter says whose record a document is in: all it reads are references to a patient.
fn is_owner(kind: ResourceType, param: &Param) -> bool {
    let is_patient = |to: Option<ResourceType>| to == Some(ResourceType::Patient);
    let owners = crate::compartment::paths(kind);
    param.paths.iter().all(|path| {
        path.data == Data::Reference
            && (is_patient(path.to) || param.targets().eq([ResourceType::Patient]))
            && owners.first() == Some(&path.name().as_str())
    })
}

fn patients(kind: ResourceType, test: &Test) -> Option<Vec<String>> {
    match test {
        Test::Any { param, modifier: Modifier::Plain | Modifier::Type(_), values }
            if is_owner(kind, param) =>
        {
            let id = |value: &Value| match value {
                Value::Reference(Target::Here(_, id)) => Some(id.clone()),
                _ => None,
            };
            values.iter().map(id).collect()
        }
        Test::Linked(link) if !link.is_open() => {
            let (Some(param), keys) = link.keys() else { return None };
            let id = |key: &str| reference::relative(key).map(|(_, id)| id.to_owned());
            is_owner(kind, param).then(|| keys.iter().filter_map(|key| id(key)).collect())
        }
        _ => None,
    }
}
