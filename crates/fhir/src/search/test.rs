//! What one parameter of a query asks of a document.

use helsami_domain::resource_type::ResourceType;

use super::chain::{self, Link};
use super::fold;
use super::issue::Reason;
use super::pairs::{split, unescape};
use super::path::Data;
use super::table::{self, Kind, Param};
use super::terms;
use super::value::{self, Setting, Value};

/// Alternatives in one parameter: more than any client needs.
pub const VALUES_MAX: usize = 2000;

/// How the values of a parameter are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// As usual.
    Plain,
    /// Text: the same letters.
    Exact,
    /// Text: anywhere in it.
    Contains,
    /// Tokens: none of them.
    Not,
    /// Tokens: the words beside them.
    Text,
    /// References: what they are identified by.
    Identifier,
    /// Identifiers: of a kind.
    OfType,
    /// References: to this type.
    Type(ResourceType),
    /// Addresses: one that this one lies under.
    Above,
    /// Addresses: one that lies under this one.
    Below,
}

/// What a parameter asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// One of these values.
    Any {
        /// The parameter.
        param: Param,
        /// How.
        modifier: Modifier,
        /// The values.
        values: Vec<Value>,
    },
    /// That there is something, or nothing.
    Missing {
        /// The parameter.
        param: Param,
        /// Whether there is to be nothing.
        is_missing: bool,
    },
    /// What another document says.
    Linked(Link),
    /// All these words, folded: in the narrative, or anywhere.
    Words {
        /// The words.
        words: Vec<String>,
        /// Whether only the narrative is looked in.
        in_narrative: bool,
    },
}

/// Reads one parameter of a type: name with modifiers and chain, and value.
pub(crate) fn read(
    kind: ResourceType,
    (name, value): (&str, &str),
    (setting, depth): (Setting<'_>, usize),
) -> Result<Test, Reason> {
    if let Some(rest) = name.strip_prefix("_has:") {
        return chain::has(kind, (rest, value), (setting, depth)).map(Test::Linked);
    }
    if let Some((link, rest)) = name.split_once('.') {
        return chain::forward(kind, link, (rest, value), (setting, depth)).map(Test::Linked);
    }
    let (code, modifier) = match name.split_once(':') {
        Some((code, modifier)) => (code, Some(modifier)),
        None => (name, None),
    };
    reached(kind, depth)?;
    let param = table::find(kind, code).ok_or(Reason::Unknown(kind.name()))?;
    supported(kind, &param)?;
    if value.is_empty() {
        return Err(Reason::Empty);
    }
    if modifier == Some("missing") {
        return missing(param, value);
    }
    if param.paths.iter().any(|path| path.data == Data::Whole) {
        return words(&param, modifier, value);
    }
    if let Some((modifier, values)) = terms::read(&param, modifier, value)? {
        return Ok(Test::Any { param, modifier, values });
    }
    let modifier = parse(&param, modifier)?;
    let pieces = split(value, ',');
    if pieces.len() > VALUES_MAX {
        return Err(Reason::TooMany("2000 alternatives"));
    }
    let values = pieces.into_iter().map(|one| value::value(&param, &modifier, one, setting));
    let values = values.collect::<Result<Vec<_>, _>>()?;
    Ok(Test::Any { param, modifier, values })
}

/// No other type asks the access log, whose lines are no documents that are kept.
fn reached(kind: ResourceType, depth: usize) -> Result<(), Reason> {
    if kind == ResourceType::AuditEvent && depth > 0 {
        return Err(Reason::Unsupported("asking the access log from another type"));
    }
    Ok(())
}

/// What lines of the access log can be asked about: a line holds no more than this.
const LOGGED: [&str; 12] = [
    "_id",
    "_lastUpdated",
    "action",
    "agent",
    "agent-name",
    "date",
    "entity",
    "outcome",
    "patient",
    "source",
    "subtype",
    "type",
];

/// Whether this server answers a parameter of the table for a type.
///
/// # Errors
/// What it does not.
pub fn supported(kind: ResourceType, param: &Param) -> Result<(), Reason> {
    if kind == ResourceType::AuditEvent && !LOGGED.contains(&param.code) {
        return Err(Reason::Unsupported("this parameter of the access log, whose lines do not hold it"));
    }
    match param.code {
        "phonetic" => Err(Reason::Unsupported("comparing names by their sound")),
        "_query" => Err(Reason::Unsupported("named queries")),
        _ => Ok(()),
    }
}

fn missing(param: Param, value: &str) -> Result<Test, Reason> {
    match value {
        "true" => Ok(Test::Missing { param, is_missing: true }),
        "false" => Ok(Test::Missing { param, is_missing: false }),
        _ => Err(Reason::Value("true or false")),
    }
}

fn words(param: &Param, modifier: Option<&str>, value: &str) -> Result<Test, Reason> {
    if let Some(modifier) = modifier {
        return Err(Reason::Modifier(modifier.to_owned(), param.kind.name()));
    }
    let words: Vec<String> = unescape(value).split_whitespace().map(fold::fold).collect();
    if words.is_empty() {
        return Err(Reason::Empty);
    }
    Ok(Test::Words { words, in_narrative: param.code == "_text" })
}

fn parse(param: &Param, modifier: Option<&str>) -> Result<Modifier, Reason> {
    let Some(name) = modifier else { return Ok(Modifier::Plain) };
    let has = |data: Data| param.paths.iter().any(|path| path.data == data);
    Ok(match (param.kind, name) {
        (Kind::String, "exact") => Modifier::Exact,
        (Kind::String, "contains") => Modifier::Contains,
        (Kind::Token, "not") => Modifier::Not,
        (Kind::Token | Kind::Reference, "text") => Modifier::Text,
        (Kind::Token, "of-type") if has(Data::Identifier) => Modifier::OfType,
        (Kind::Reference, "identifier") if has(Data::Reference) => Modifier::Identifier,
        (Kind::Uri, "above") => Modifier::Above,
        (Kind::Uri, "below") => Modifier::Below,
        (Kind::Token, "in" | "not-in" | "above" | "below") | (Kind::Reference, "above" | "below") => {
            return Err(Reason::Unsupported("such a modifier with what is no code"));
        }
        (Kind::Reference, name) => match ResourceType::from_name(name) {
            Some(kind) if param.may_target(kind) => Modifier::Type(kind),
            _ => return Err(Reason::Modifier(name.to_owned(), param.kind.name())),
        },
        _ => return Err(Reason::Modifier(name.to_owned(), param.kind.name())),
    })
}
