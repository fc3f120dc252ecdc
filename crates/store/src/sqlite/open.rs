//! Opens connections with the settings that durability hangs on, and asserts them.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, OpenError};
use crate::place::Options;
use crate::prepare;

/// Statements that stay prepared on a connection.
const STATEMENTS: usize = 96;

fn common(connection: &Connection, cache_kib: u32) -> Result<(), Error> {
    connection.pragma_update(None, "cache_size", -i64::from(cache_kib))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    // Otherwise SQLite plans a statement anew whenever other values are bound to it, which costs more than a page.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// The one connection that writes.
pub(crate) fn writer(path: &Path, options: &Options) -> Result<Connection, OpenError> {
    prepare::private_file(path).map_err(|source| OpenError::File { path: path.to_owned(), source })?;
    let connection = Connection::open(path).map_err(Error::from)?;
    settings(&connection, options.writer_cache_kib)?;
    assert_setting(&connection, "journal_mode", "wal")?;
    assert_setting(&connection, "synchronous", "2")?;
    Ok(connection)
}

fn settings(connection: &Connection, cache_kib: u32) -> Result<(), Error> {
    connection.pragma_update(None, "page_size", 4096)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "journal_size_limit", 268_435_456, |_| Ok(()))?;
    common(connection, cache_kib)
}

/// A setting that must be what we asked for, as the database itself says.
fn assert_setting(
    connection: &Connection,
    name: &'static str,
    wanted: &'static str,
) -> Result<(), OpenError> {
    let read = |row: &rusqlite::Row<'_>| {
        let value = row.get_ref(0)?;
        Ok(value
            .as_i64()
            .map_or_else(|_| value.as_str().unwrap_or("").to_owned(), |number| number.to_string()))
    };
    let found: String = connection.pragma_query_value(None, name, read).map_err(Error::from)?;
    if found == wanted { Ok(()) } else { Err(OpenError::Setting { name, found, wanted }) }
}

/// A connection that can only read.
pub(crate) fn reader(path: &Path, cache_kib: u32) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "query_only", "ON")?;
    common(&connection, cache_kib)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    #[test]
    fn the_library_is_built_as_the_workspace_says() {
        let connection = Connection::open_in_memory().expect("opened");
        let mut statement = connection.prepare("PRAGMA compile_options").expect("prepared");
        let options: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .expect("asked")
            .map(|one| one.expect("a text"))
            .collect();
        // Of the flags of `.cargo/config.toml` the library tells this one; they come together.
        assert!(options.iter().any(|one| one == "DEFAULT_MEMSTATUS=0"), "{options:?}");
    }
}
