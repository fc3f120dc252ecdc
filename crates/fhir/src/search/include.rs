//! What comes with the matches: the documents they point to, and those that point to them.

use helsami_domain::resource_type::ResourceType;

use super::chain::references;
use super::issue::Reason;
use super::reference::relative;
use super::row::Row;
use super::table::{self, Kind, Param};

/// One `_include` or `_revinclude`.
#[derive(Clone, Debug, PartialEq)]
pub struct Include {
    /// The type the references stand in; none for every type.
    pub from: Option<ResourceType>,
    /// The references; all that the type has for `*`.
    pub params: Vec<Param>,
    /// The type they must point to.
    pub to: Option<ResourceType>,
    /// Whether documents are asked for that point to a match.
    pub is_reverse: bool,
    /// Whether it goes on from what was included.
    pub is_iterated: bool,
}

impl Include {
    /// Reads `Type:parameter`, `Type:parameter:Type`, `Type:*` or `*`.
    pub(crate) fn read(value: &str, (is_reverse, is_iterated): (bool, bool)) -> Result<Self, Reason> {
        let words: Vec<&str> = value.split(':').collect();
        let kind = |name: &str| ResourceType::from_name(name).ok_or(Reason::Value("a resource type"));
        let mut include = Self { from: None, params: Vec::new(), to: None, is_reverse, is_iterated };
        match words[..] {
            ["*"] if !is_reverse => return Ok(include),
            [from, code, ref rest @ ..] if rest.len() < 2 => {
                let from = kind(from)?;
                if is_reverse && from == ResourceType::AuditEvent {
                    return Err(Reason::Unsupported("asking the access log from another type"));
                }
                include.from = Some(from);
                include.to = rest.first().map(|name| kind(name)).transpose()?;
                include.params = if code == "*" { every(from) } else { vec![one(from, code)?] };
            }
            _ => return Err(Reason::Value("Type:parameter or Type:parameter:Type")),
        }
        Ok(include)
    }

    /// Whether it begins at documents of this type.
    #[must_use]
    pub fn is_from(&self, kind: ResourceType) -> bool {
        self.from.is_none_or(|from| from == kind)
    }

    /// Shows what a document points to by this include.
    pub fn targets(&self, row: &mut Row<'_>, see: &mut dyn FnMut(ResourceType, &str)) {
        let kind = row.kind();
        if !self.is_from(kind) {
            return;
        }
        let all = if self.from.is_none() { every(kind) } else { Vec::new() };
        for param in self.params.iter().chain(&all) {
            references(param, row, &mut |reference| {
                if let Some((found, id)) = relative(reference)
                    && self.to.is_none_or(|to| to == found)
                {
                    see(found, id);
                }
            });
        }
    }
}

fn every(kind: ResourceType) -> Vec<Param> {
    table::all(kind).filter(|param| param.kind == Kind::Reference).collect()
}

fn one(kind: ResourceType, code: &str) -> Result<Param, Reason> {
    let param = table::find(kind, code).ok_or(Reason::Unknown(kind.name()))?;
    if param.kind == Kind::Reference { Ok(param) } else { Err(Reason::NoReference(code.to_owned())) }
}
