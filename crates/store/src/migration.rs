//! Migrations: numbered, run in order, never edited after release. Each database keeps the checksum of what it ran.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

/// A migration: its number and its text for either database.
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

/// All migrations in order.
pub(crate) const ALL: &[Migration] = &[
    Migration {
        version: 1,
        sqlite: include_str!("../migrations/sqlite/0001_record.sql"),
        postgres: include_str!("../migrations/postgres/0001_record.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("../migrations/sqlite/0002_reference_open.sql"),
        postgres: include_str!("../migrations/postgres/0002_reference_open.sql"),
    },
    Migration {
        version: 3,
        sqlite: include_str!("../migrations/sqlite/0003_access.sql"),
        postgres: include_str!("../migrations/postgres/0003_access.sql"),
    },
    Migration {
        version: 4,
        sqlite: include_str!("../migrations/sqlite/0004_case_open.sql"),
        postgres: include_str!("../migrations/postgres/0004_case_open.sql"),
    },
    Migration {
        version: 5,
        sqlite: include_str!("../migrations/sqlite/0005_staff.sql"),
        postgres: include_str!("../migrations/postgres/0005_staff.sql"),
    },
    Migration {
        version: 6,
        sqlite: include_str!("../migrations/sqlite/0006_opening.sql"),
        postgres: include_str!("../migrations/postgres/0006_opening.sql"),
    },
    Migration {
        version: 7,
        sqlite: include_str!("../migrations/sqlite/0007_look.sql"),
        postgres: include_str!("../migrations/postgres/0007_look.sql"),
    },
    Migration {
        version: 8,
        sqlite: include_str!("../migrations/sqlite/0008_fresh.sql"),
        postgres: include_str!("../migrations/postgres/0008_fresh.sql"),
    },
    Migration {
        version: 9,
        sqlite: include_str!("../migrations/sqlite/0009_client.sql"),
        postgres: include_str!("../migrations/postgres/0009_client.sql"),
    },
    Migration {
        version: 10,
        sqlite: include_str!("../migrations/sqlite/0010_tokens.sql"),
        postgres: include_str!("../migrations/postgres/0010_tokens.sql"),
    },
    Migration {
        version: 11,
        sqlite: include_str!("../migrations/sqlite/0011_merge.sql"),
        postgres: include_str!("../migrations/postgres/0011_merge.sql"),
    },
];

/// What either database needs before it can say what it has.
pub(crate) const BOOTSTRAP: &str = "CREATE TABLE IF NOT EXISTS meta (name text NOT NULL PRIMARY KEY, value text NOT NULL); \
     CREATE TABLE IF NOT EXISTS migration (version int NOT NULL PRIMARY KEY, checksum text NOT NULL, at_us bigint NOT NULL);";
pub(crate) const DONE: &str = "SELECT version, checksum FROM migration ORDER BY version";
pub(crate) const NOTE: &str = "INSERT INTO migration (version, checksum, at_us) VALUES ($1, $2, $3)";
pub(crate) const META: &str = "SELECT value FROM meta WHERE name = $1";
pub(crate) const META_SET: &str =
    "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
/// As [`META_SET`], but what is there stays.
pub(crate) const META_ADD: &str =
    "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";

/// The newest schema this program knows.
pub(crate) fn newest() -> i64 {
    ALL.last().map_or(0, |migration| migration.version)
}

/// The checksum that is kept.
pub(crate) fn checksum(text: &str) -> String {
    HEXLOWER.encode(digest(&SHA256, text.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::{ALL, checksum};

    #[test]
    fn numbers_have_no_gap() {
        for (place, migration) in ALL.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(place).expect("few") + 1);
            assert_ne!(checksum(migration.sqlite), checksum(migration.postgres));
        }
    }
}
