//! Values on their way between our code and either database, and tables that rows are inserted into.

use std::fmt::Write as _;

/// What a column can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(crate) fn int(&self) -> i64 {
        if let Self::Int(number) = self { *number } else { 0 }
    }

    pub(crate) fn int_or_null(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn text(&mut self) -> String {
        if let Self::Text(text) = self { std::mem::take(text) } else { String::new() }
    }

    pub(crate) fn text_or_null(&mut self) -> Option<String> {
        if let Self::Text(text) = self { Some(std::mem::take(text)) } else { None }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        if let Self::Bytes(bytes) = self { bytes } else { &[] }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

impl From<i16> for Value {
    fn from(number: i16) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

/// The type of a column, as PostgreSQL names it; SQLite takes what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Small,
    Whole,
    Big,
    Text,
    Bytes,
}

impl Kind {
    const fn array(self) -> &'static str {
        match self {
            Self::Small => "smallint[]",
            Self::Whole => "int[]",
            Self::Big => "bigint[]",
            Self::Text => "text[]",
            Self::Bytes => "bytea[]",
        }
    }
}

/// A table that rows are inserted into: one statement for a row, one for many.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) kinds: Vec<Kind>,
    /// For SQLite, run for each row.
    pub(crate) one: String,
    /// For PostgreSQL, one array for each column.
    pub(crate) many: String,
}

impl Table {
    /// A table's columns, and what to do on conflict (empty for an error).
    pub(crate) fn new(name: &str, columns: &[(&str, Kind)], conflict: &str) -> Self {
        let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let (mut places, mut arrays) = (String::new(), String::new());
        for (number, (_, kind)) in columns.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let number = number + 1;
            write!(places, "{comma}${number}").expect("a string takes it");
            write!(arrays, "{comma}${number}::{}", kind.array()).expect("a string takes it");
        }
        Self {
            kinds: columns.iter().map(|(_, kind)| *kind).collect(),
            one: format!("INSERT INTO {name} ({names}) VALUES ({places}) {conflict}"),
            many: format!("INSERT INTO {name} ({names}) SELECT * FROM UNNEST({arrays}) {conflict}"),
        }
    }
}

/// One row of a result.
pub(crate) type RowValues = Vec<Value>;

#[cfg(test)]
mod tests {
    use super::{Kind, Table};

    #[test]
    fn statements_of_a_table() {
        let table = Table::new("t", &[("a", Kind::Big), ("b", Kind::Bytes)], "ON CONFLICT DO NOTHING");
        assert_eq!(table.one, "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        let many =
            "INSERT INTO t (a, b) SELECT * FROM UNNEST($1::bigint[], $2::bytea[]) ON CONFLICT DO NOTHING";
        assert_eq!(table.many, many);
    }
}
