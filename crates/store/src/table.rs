//! Tables that rows are inserted into. The one place where SQL is put together at run time; it never takes a value.

use std::fmt::Write as _;

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
    /// A table's columns, and what to do on conflict (empty for an error). Every part is part of the program: a value
    /// that came from outside cannot be given here.
    pub(crate) fn new(name: &'static str, columns: &[(&'static str, Kind)], conflict: &'static str) -> Self {
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
