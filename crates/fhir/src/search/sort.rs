//! The order of an answer.

use std::cmp::Ordering;

use helsami_domain::resource_type::ResourceType;

use super::date;
use super::decimal::Decimal;
use super::fold;
use super::issue::Reason;
use super::matching::{refers, strings};
use super::path::{Data, Path};
use super::row::Row;
use super::table::{self, Kind, Param};
use super::test;
use super::walk;

/// Keys of one order: more than any client needs.
const KEYS_MAX: usize = 10;

/// One key of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    param: Param,
    is_descending: bool,
}

/// What a document is sorted by. Documents without a value come last in both directions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A moment in microseconds.
    Time(i64),
    /// A number.
    Number(Decimal),
    /// A text.
    Text(String),
}

/// The most letters of a text that count in an order.
const LETTERS_MAX: usize = 100;

impl Rank {
    fn of(text: &str) -> Self {
        Self::Text(text.chars().take(LETTERS_MAX).collect())
    }

    /// The rank as a text, which [`Self::read`] reads.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Time(us) => format!("t{us}"),
            Self::Number(number) => format!("n{number}"),
            Self::Text(text) => format!("s{text}"),
        }
    }

    /// A rank that was written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (first, rest) = text.split_at_checked(1)?;
        match first {
            "t" => rest.parse().ok().map(Self::Time),
            "n" => Decimal::parse(rest).map(Self::Number),
            "s" => Some(Self::Text(rest.to_owned())),
            _ => None,
        }
    }
}

/// Reads `_sort`.
pub(crate) fn read(kind: ResourceType, value: &str) -> Result<Vec<Key>, Reason> {
    let names: Vec<&str> = value.split(',').collect();
    if names.len() > KEYS_MAX {
        return Err(Reason::TooMany("10 keys"));
    }
    let key = |name: &str| {
        let (code, is_descending) = name.strip_prefix('-').map_or((name, false), |code| (code, true));
        if code.is_empty() {
            return Err(Reason::Empty);
        }
        let param = table::find(kind, code).ok_or(Reason::Value("a search parameter of the type"))?;
        test::supported(kind, &param)?;
        let is_sortable = !matches!(param.kind, Kind::Composite | Kind::Special);
        let is_whole = param.paths.iter().any(|path| path.data == Data::Whole);
        if !is_sortable || is_whole {
            return Err(Reason::Unsupported("an order by this parameter"));
        }
        Ok(Key { param, is_descending })
    };
    names.into_iter().map(key).collect()
}

/// What a document is sorted by, a rank for each key.
pub type Ranks = Vec<Option<Rank>>;

/// What a document is sorted by.
pub fn ranks(keys: &[Key], row: &mut Row<'_>) -> Ranks {
    keys.iter().map(|key| key.rank(row)).collect()
}

/// The order of two documents by their ranks.
#[must_use]
pub fn compare(keys: &[Key], one: &[Option<Rank>], other: &[Option<Rank>]) -> Ordering {
    let each = keys.iter().zip(one.iter().zip(other)).map(|(key, pair)| match pair {
        (Some(one), Some(other)) if key.is_descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    each.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

impl Key {
    /// Of several values, the first in the direction of the order.
    fn rank(&self, row: &mut Row<'_>) -> Option<Rank> {
        let mut best: Option<Rank> = None;
        for path in &self.param.paths {
            path.visit(row, &mut |found| {
                self.see(path, found, &mut |rank| {
                    let is_better = best
                        .as_ref()
                        .is_none_or(|best| if self.is_descending { rank > *best } else { rank < *best });
                    if is_better {
                        best = Some(rank);
                    }
                });
                false
            });
        }
        best
    }

    fn see(&self, path: &Path, found: &str, see: &mut dyn FnMut(Rank)) {
        match self.param.kind {
            Kind::Date => {
                date::spans(path.data, found, &mut |span| {
                    let open = span.start_us == i64::MIN;
                    see(Rank::Time(if open { span.end_us } else { span.start_us }));
                    false
                });
            }
            Kind::Number | Kind::Quantity => {
                let number = if found.starts_with('{') { walk::member(found, "value") } else { Some(found) };
                number.and_then(Decimal::parse).map(Rank::Number).map(see);
            }
            Kind::Token => tokens(path.data, found, see),
            Kind::Reference => {
                refers(path.data, found, &mut |text| {
                    see(Rank::of(text));
                    false
                });
            }
            _ => {
                strings(path.data, found, &mut |text| {
                    see(Rank::of(&fold::fold(text)));
                    false
                });
            }
        }
    }
}

fn tokens(data: Data, found: &str, see: &mut dyn FnMut(Rank)) {
    let mut show = |value: Option<&str>| {
        if let Some(text) = value.and_then(walk::text) {
            see(Rank::of(&text));
        }
    };
    match data {
        Data::CodeableConcept => {
            let codings = walk::member(found, "coding").map(walk::items);
            codings.into_iter().flatten().for_each(|coding| show(walk::member(coding, "code")));
        }
        Data::Coding => show(walk::member(found, "code")),
        Data::Identifier | Data::ContactPoint => show(walk::member(found, "value")),
        Data::Boolean | Data::Alive => see(Rank::of(found)),
        _ => show(Some(found)),
    }
}
