//! How an answer is to look: order, length, what comes with it.

use helsami_domain::resource_type::ResourceType;

use super::include::Include;
use super::issue::Reason;
use super::sort::{self, Key};

/// Whether the number of matches is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// No.
    None,
    /// A guess is enough.
    Estimate,
    /// Exactly.
    Accurate,
}

/// How much of each document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Summary {
    /// All of it.
    #[default]
    False,
    /// The elements of the summary.
    True,
    /// The narrative and what must be there.
    Text,
    /// All but the narrative.
    Data,
    /// None: only how many there are.
    Count,
}

/// How an answer is to look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The order; newest first where nothing is said.
    pub sort: Vec<Key>,
    /// The most matches on a page.
    pub count: Option<usize>,
    /// Whether the number of matches is asked for.
    pub total: Option<Total>,
    /// How much of each document.
    pub summary: Summary,
    /// The elements that are asked for; none for all.
    pub elements: Vec<String>,
    /// What comes with the matches.
    pub includes: Vec<Include>,
}

/// Keys of an order, elements and includes: more than any client needs.
const MANY: usize = 50;

impl Page {
    /// Reads a parameter of the answer; false for one that is about the documents.
    pub(crate) fn read(&mut self, kind: ResourceType, (name, value): (&str, &str)) -> Result<bool, Reason> {
        let (code, modifier) = name.split_once(':').map_or((name, None), |(code, rest)| (code, Some(rest)));
        match code {
            "_include" | "_revinclude" => {
                let is_iterated = match modifier {
                    None => false,
                    Some("iterate" | "recurse") => true,
                    Some(other) => return Err(Reason::Modifier(other.to_owned(), "include")),
                };
                if self.includes.len() == MANY {
                    return Err(Reason::TooMany("50 includes"));
                }
                self.includes.push(Include::read(value, (code == "_revinclude", is_iterated))?);
            }
            "_list" => return Err(Reason::Unsupported("searching among the members of a list")),
            "_filter" | "_score" | "_containedType" => {
                return Err(Reason::Unsupported("this parameter"));
            }
            _ => return self.plain(kind, (name, value)),
        }
        Ok(true)
    }

    fn plain(&mut self, kind: ResourceType, (name, value): (&str, &str)) -> Result<bool, Reason> {
        match name {
            "_sort" => {
                once(self.sort.is_empty())?;
                self.sort = sort::read(kind, value)?;
            }
            "_count" => {
                once(self.count.is_none())?;
                self.count = Some(value.parse().map_err(|_| Reason::Value("a whole number from 0 on"))?);
            }
            "_total" => {
                once(self.total.is_none())?;
                self.total = Some(total(value)?);
            }
            "_summary" => self.summary = summary(value)?,
            "_elements" => {
                once(self.elements.is_empty())?;
                self.elements = elements(kind, value)?;
            }
            "_contained" => {
                if value != "false" {
                    return Err(Reason::Unsupported("searching in contained resources"));
                }
            }
            "_format" | "_pretty" | "_type" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether only the number of matches is asked for.
    #[must_use]
    pub fn is_count(&self) -> bool {
        self.summary == Summary::Count || self.count == Some(0)
    }
}

const fn once(is_first: bool) -> Result<(), Reason> {
    if is_first { Ok(()) } else { Err(Reason::Twice) }
}

fn total(value: &str) -> Result<Total, Reason> {
    match value {
        "none" => Ok(Total::None),
        "estimate" => Ok(Total::Estimate),
        "accurate" => Ok(Total::Accurate),
        _ => Err(Reason::Value("none, estimate or accurate")),
    }
}

fn summary(value: &str) -> Result<Summary, Reason> {
    match value {
        "false" => Ok(Summary::False),
        "true" => Ok(Summary::True),
        "text" => Ok(Summary::Text),
        "data" => Ok(Summary::Data),
        "count" => Ok(Summary::Count),
        _ => Err(Reason::Value("true, false, text, data or count")),
    }
}

/// Elements at the top; deeper ones and those of other types mean their first element.
fn elements(kind: ResourceType, value: &str) -> Result<Vec<String>, Reason> {
    let top = |name: &str| {
        let name = name.strip_prefix(kind.name()).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        name.split('.').next().unwrap_or_default().trim().to_owned()
    };
    let found: Vec<String> = value.split(',').map(top).filter(|name| !name.is_empty()).collect();
    match found.len() {
        0 => Err(Reason::Empty),
        count if count > MANY => Err(Reason::TooMany("50 elements")),
        _ => Ok(found),
    }
}
