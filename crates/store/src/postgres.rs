//! The PostgreSQL server: a pool of connections that read, one connection that writes in groups.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use postgres_types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Row, Statement};

use crate::error::{Error, OpenError};
use crate::job::Job;
use crate::place::Options;
use crate::secret::Keys;
use crate::table::{Kind, Table};
use crate::value::{RowValues, Value};
use crate::writer::Writer;

mod address;
mod open;
mod scan;
mod tls;
mod writer;

pub(crate) use address::Address;

/// An open database of a server.
#[derive(Debug)]
pub(crate) struct Postgres {
    writer: Writer,
    pool: Pool,
}

impl Postgres {
    /// Connects, migrates, and starts the writer.
    pub(crate) async fn open(
        address: Address,
        dir: &Path,
        options: &Options,
        at: Timestamp,
    ) -> Result<(Self, Keys), OpenError> {
        let keys = open::migrate(&open::connect(&address).await?, dir, at).await?;
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(address.config.clone(), address.tls.clone(), manager);
        let pool = Pool::builder(manager)
            .max_size(options.readers.max(1))
            .build()
            .map_err(|error| OpenError::Address(error.to_string()))?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::from)?;
        let moves = std::sync::Arc::clone(keys.ids.moves());
        let work = move |jobs| runtime.block_on(writer::work(address, jobs, &moves));
        let writer = Writer::start(options.queue, work)?;
        Ok((Self { writer, pool }, keys))
    }

    /// Hands a job to the writer.
    pub(crate) fn send(&self, job: Job) -> Result<(), Error> {
        self.writer.send(job)
    }

    async fn client(&self) -> Result<Object, Error> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Closed => Error::Closed,
            _ => Error::Busy,
        })
    }

    /// Runs statements that only read, all sent at once; the rows of each.
    pub(crate) async fn rows_of(
        &self,
        statements: &[(&str, Vec<Value>)],
    ) -> Result<Vec<Vec<RowValues>>, Error> {
        let client = &self.client().await?;
        let answers = try_join_all(statements.iter().map(|(sql, values)| async move {
            let statement = client.prepare_cached(sql).await?;
            let values = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect::<Vec<_>>();
            client.query(&statement, &values).await
        }))
        .await?;
        answers.iter().map(|rows| rows.iter().map(values_of).collect()).collect()
    }

    /// Ends the writer after what waits.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.pool.close();
    }
}

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    statements: Mutex<HashMap<String, Statement>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, statements: Mutex::default() }
    }

    /// Whether the server has gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs statements without values.
    pub(crate) async fn batch(&self, sql: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(sql).await?)
    }

    /// The prepared form of a statement.
    async fn prepared(&self, sql: &str) -> Result<Statement, Error> {
        let known = self.statements.lock().expect("nobody panics while holding it").get(sql).cloned();
        if let Some(statement) = known {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        let mut statements = self.statements.lock().expect("nobody panics while holding it");
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Runs a statement and hands back its rows.
    pub(crate) async fn rows(&self, sql: &str, values: &[Value]) -> Result<Vec<RowValues>, Error> {
        let statement = self.prepared(sql).await?;
        let values = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect::<Vec<_>>();
        self.client.query(&statement, &values).await?.iter().map(values_of).collect()
    }

    /// Runs a statement and hands back how many rows it changed.
    pub(crate) async fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        let statement = self.prepared(sql).await?;
        let values = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect::<Vec<_>>();
        Ok(self.client.execute(&statement, &values).await?)
    }

    /// Inserts rows with one statement: an array for each column.
    pub(crate) async fn insert(&self, table: &Table, rows: &[RowValues]) -> Result<u64, Error> {
        let statement = self.prepared(&table.many).await?;
        let arrays = table.kinds.iter().enumerate().map(|(column, kind)| array(*kind, column, rows));
        let arrays = arrays.collect::<Vec<_>>();
        let values = arrays.iter().map(|array| array.as_ref() as &(dyn ToSql + Sync)).collect::<Vec<_>>();
        Ok(self.client.execute(&statement, &values).await?)
    }
}

fn array(kind: Kind, column: usize, rows: &[RowValues]) -> Box<dyn ToSql + Sync + Send> {
    let numbers = rows.iter().map(move |row| row[column].int_or_null());
    match kind {
        Kind::Small => {
            Box::new(numbers.map(|n| n.and_then(|n| i16::try_from(n).ok())).collect::<Vec<Option<i16>>>())
        }
        Kind::Whole => {
            Box::new(numbers.map(|n| n.and_then(|n| i32::try_from(n).ok())).collect::<Vec<Option<i32>>>())
        }
        Kind::Big => Box::new(numbers.collect::<Vec<Option<i64>>>()),
        Kind::Text => Box::new(
            rows.iter()
                .map(|row| if let Value::Text(text) = &row[column] { Some(text.clone()) } else { None })
                .collect::<Vec<Option<String>>>(),
        ),
        Kind::Bytes => Box::new(
            rows.iter()
                .map(|row| if let Value::Bytes(bytes) = &row[column] { Some(bytes.clone()) } else { None })
                .collect::<Vec<Option<Vec<u8>>>>(),
        ),
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => match *kind {
                Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
                _ => number.to_sql(kind, out),
            },
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT2 | Type::INT4 | Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

fn values_of(row: &Row) -> Result<RowValues, Error> {
    let columns = row.columns().iter().enumerate();
    let value = |(number, column): (usize, &tokio_postgres::Column)| -> Result<Value, tokio_postgres::Error> {
        let int = |number: Option<i64>| number.map_or(Value::Null, Value::Int);
        Ok(match *column.type_() {
            Type::INT2 => int(row.try_get::<_, Option<i16>>(number)?.map(i64::from)),
            Type::INT4 => int(row.try_get::<_, Option<i32>>(number)?.map(i64::from)),
            Type::INT8 => int(row.try_get::<_, Option<i64>>(number)?),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(number)?.map_or(Value::Null, Value::Bytes),
            _ => row.try_get::<_, Option<String>>(number)?.map_or(Value::Null, Value::Text),
        })
    };
    Ok(columns.map(value).collect::<Result<Vec<_>, _>>()?)
}
