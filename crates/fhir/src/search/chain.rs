//! Parameters that ask something of other documents: chains (`patient.name`) and their reverse (`_has`).
//!
//! A link is a plan: its questions ([`Sub`]) are answered by whoever reads the store, deepest first, and what they found
//! makes the link a plain comparison of references.

use std::collections::HashSet;

use helsami_domain::resource_type::ResourceType;

use super::issue::Reason;
use super::matching::refers;
use super::path::Data;
use super::reference;
use super::row::Row;
use super::table::{self, Kind, Param};
use super::test::{self, Test};
use super::value::Setting;

/// Links in one another.
pub const DEPTH_MAX: usize = 3;
/// Types that a chain may lead to without its saying which.
const TYPES_MAX: usize = 16;

/// `Type/id` of documents.
pub type Keys = HashSet<Box<str>>;

/// A question to other documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Sub {
    /// Their type.
    pub kind: ResourceType,
    /// What they are asked.
    pub test: Box<Test>,
    /// The references that are taken from those that answer; their own keys if there is none.
    through: Option<(Param, ResourceType)>,
    /// Whether it has been answered.
    is_answered: bool,
}

/// A parameter that other documents answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The references that lead there; the document's own key if there is none.
    param: Option<Param>,
    /// The type that is asked for, where the chain says one.
    subs: Vec<Sub>,
    keys: Keys,
}

impl Sub {
    /// The parameter whose references are taken, and the type they must point to.
    pub(crate) const fn through(&self) -> Option<(&Param, ResourceType)> {
        match &self.through {
            Some((param, kind)) => Some((param, *kind)),
            None => None,
        }
    }

    /// Takes what the link needs from a document that answers.
    pub fn take(&self, row: &mut Row<'_>, keys: &mut Keys) {
        match &self.through {
            None => keys.extend(own_key(row)),
            Some((param, kind)) => {
                references(param, row, &mut |reference| {
                    if let Some((found, id)) = reference::relative(reference)
                        && found == *kind
                    {
                        keys.insert(format!("{}/{id}", kind.name()).into());
                    }
                });
            }
        }
    }
}

impl Link {
    /// The deepest question that has no answer yet, to be closed with what was found.
    pub fn open(&mut self) -> Option<Open<'_>> {
        let place = self.subs.iter().position(|sub| !sub.is_answered)?;
        let sub = &mut self.subs[place];
        let is_deeper = matches!(&*sub.test, Test::Linked(link) if link.is_open());
        if is_deeper {
            let Test::Linked(link) = &mut *sub.test else { return None };
            return link.open().map(|open| Open { is_inner: true, ..open });
        }
        Some(Open { sub, keys: &mut self.keys, is_inner: false })
    }

    /// The questions with the types they are asked of.
    pub(crate) fn questions(&mut self) -> impl Iterator<Item = (ResourceType, &mut Test)> {
        self.subs.iter_mut().map(|sub| (sub.kind, &mut *sub.test))
    }

    /// Whether some question has no answer yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.subs.iter().any(|sub| !sub.is_answered)
    }

    /// What the answers led to, for a link through this parameter (or to the documents themselves for `None`).
    #[must_use]
    pub fn keys(&self) -> (Option<&Param>, &Keys) {
        (self.param.as_ref(), &self.keys)
    }

    pub(crate) fn holds(&self, row: &mut Row<'_>) -> bool {
        let Some(param) = &self.param else {
            return own_key(row).is_some_and(|key| self.keys.contains(&key));
        };
        let mut is_found = false;
        references(param, row, &mut |reference| {
            is_found |= match reference::relative(reference) {
                Some((kind, id)) if reference.len() == kind.name().len() + 1 + id.len() => {
                    self.keys.contains(reference)
                }
                Some((kind, id)) => self.keys.contains(format!("{}/{id}", kind.name()).as_str()),
                None => false,
            };
        });
        is_found
    }
}

/// A question and the place of its answer.
#[derive(Debug)]
pub struct Open<'l> {
    sub: &'l mut Sub,
    keys: &'l mut Keys,
    is_inner: bool,
}

impl Open<'_> {
    /// The question.
    #[must_use]
    pub const fn sub(&self) -> &Sub {
        self.sub
    }

    /// Whether it is asked for another question, not for the query itself.
    pub(crate) const fn is_inner(&self) -> bool {
        self.is_inner
    }

    /// Answers it.
    pub fn close(self, found: Keys) {
        self.sub.is_answered = true;
        self.keys.extend(found);
    }
}

fn own_key(row: &mut Row<'_>) -> Option<Box<str>> {
    let kind = row.kind();
    row.id().map(|id| format!("{}/{id}", kind.name()).into())
}

/// Shows each reference of a parameter.
pub(crate) fn references(param: &Param, row: &mut Row<'_>, see: &mut dyn FnMut(&str)) {
    for path in &param.paths {
        path.visit(row, &mut |found| {
            refers(path.data, found, &mut |reference| {
                see(reference);
                false
            })
        });
    }
}

/// The reference parameter of a type.
fn link(kind: ResourceType, code: &str) -> Result<Param, Reason> {
    let param = table::find(kind, code).ok_or(Reason::Unknown(kind.name()))?;
    let is_reference =
        param.kind == Kind::Reference && param.paths.iter().any(|path| path.data == Data::Reference);
    if is_reference { Ok(param) } else { Err(Reason::NoReference(code.to_owned())) }
}

/// `link[:Type].rest=value`
pub(crate) fn forward(
    kind: ResourceType,
    link_name: &str,
    asked: (&str, &str),
    (setting, depth): (Setting<'_>, usize),
) -> Result<Link, Reason> {
    if depth >= DEPTH_MAX {
        return Err(Reason::TooMany("3 links in a chain"));
    }
    let (code, named) =
        link_name.split_once(':').map_or((link_name, None), |(code, kind)| (code, Some(kind)));
    let param = link(kind, code)?;
    let targets: Vec<ResourceType> = match named {
        Some(name) => {
            let kind = ResourceType::from_name(name).filter(|kind| param.may_target(*kind));
            vec![kind.ok_or_else(|| Reason::Modifier(name.to_owned(), param.kind.name()))?]
        }
        None => param.targets().collect(),
    };
    if targets.len() > TYPES_MAX {
        return Err(Reason::TooMany("16 types it may point to: say which, as in subject:Patient.name"));
    }
    let (mut subs, mut fault) = (Vec::new(), None);
    for target in &targets {
        match test::read(*target, asked, (setting, depth + 1)) {
            Ok(test) => {
                subs.push(Sub { kind: *target, test: Box::new(test), through: None, is_answered: false });
            }
            Err(Reason::Unknown(_)) if targets.len() > 1 => {}
            Err(reason) => fault = fault.or(Some(reason)),
        }
    }
    match (subs.is_empty(), fault) {
        (false, _) => Ok(Link { param: Some(param), subs, keys: Keys::new() }),
        (true, Some(reason)) => Err(reason),
        (true, None) => Err(Reason::NoTarget(asked.0.to_owned())),
    }
}

/// `_has:Type:link:rest=value`, without its first word.
pub(crate) fn has(
    kind: ResourceType,
    (name, value): (&str, &str),
    (setting, depth): (Setting<'_>, usize),
) -> Result<Link, Reason> {
    if depth >= DEPTH_MAX {
        return Err(Reason::TooMany("3 links in a chain"));
    }
    let mut words = name.splitn(3, ':');
    let (Some(from), Some(code), Some(rest)) = (words.next(), words.next(), words.next()) else {
        return Err(Reason::Value("_has:Type:reference:parameter"));
    };
    let from = ResourceType::from_name(from).ok_or(Reason::Value("a resource type after _has"))?;
    let param = link(from, code)?;
    if !param.may_target(kind) {
        return Err(Reason::NoTarget(code.to_owned()));
    }
    let test = Box::new(test::read(from, (rest, value), (setting, depth + 1))?);
    let sub = Sub { kind: from, test, through: Some((param, kind)), is_answered: false };
    Ok(Link { param: None, subs: vec![sub], keys: Keys::new() })
}
