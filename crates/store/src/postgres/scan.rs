//! Reads ranges of the record: all statements are sent at once, so that several ranges cost one round trip.

use futures_util::future::try_join_all;
use helsami_domain::ids::PatientKey;
use postgres_types::ToSql;
use tokio_postgres::Row;

use super::Postgres;
use crate::entry::{self, Columns, Opener};
use crate::error::Error;
use crate::look::{Found, Range};
use crate::range;
use crate::value::Value;

impl Postgres {
    /// Reads several ranges of one compartment.
    pub(crate) async fn scan(
        &self,
        opener: &mut Opener<'_>,
        patient: PatientKey,
        ranges: &[Range],
    ) -> Result<Vec<Found>, Error> {
        let client = self.client().await?;
        let mut queries = Vec::with_capacity(ranges.len() + 1);
        for range in ranges {
            queries.push(match range::point(patient, range) {
                Some(id) => (range::POINT, crate::know::key(id)),
                None => (
                    range::statement(range),
                    range::values(patient, range).into_iter().map(Value::Int).collect(),
                ),
            });
        }
        if ranges.iter().any(|range| range::point(patient, range).is_none()) {
            queries.push((range::MOVED, vec![Value::Int(patient.get())]));
        }
        let client = &client;
        let answers = try_join_all(queries.iter().map(|(sql, values)| async move {
            let statement = client.prepare_cached(sql).await?;
            let values = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect::<Vec<_>>();
            client.query(&statement, &values).await
        }))
        .await?;
        shelve(opener, patient, ranges, &answers)
    }
}

fn shelve(
    opener: &mut Opener<'_>,
    patient: PatientKey,
    ranges: &[Range],
    answers: &[Vec<Row>],
) -> Result<Vec<Found>, Error> {
    let mut found = Vec::with_capacity(ranges.len());
    for (range, rows) in ranges.iter().zip(answers) {
        // Somebody else's row is no row of this record.
        let is_own = range.one.is_none_or(|id| id.patient == patient);
        let rows = if is_own { &rows[..] } else { &[] };
        let mut entries = Vec::with_capacity(rows.len().min(range.limit));
        for row in rows.iter().take(range.limit) {
            entries.push(opener.open_for(range, &columns(row, patient)?)?);
        }
        found.push(Found { entries, is_cut: rows.len() > range.limit, withheld: Vec::new() });
    }
    for row in answers.get(ranges.len()).into_iter().flatten() {
        range::add_moved(&mut found, ranges, &columns(row, patient)?, opener)?;
    }
    range::finish(&mut found, ranges);
    Ok(found)
}

fn columns(row: &Row, patient: PatientKey) -> Result<Columns<'_>, Error> {
    let has_body = row.len() > 11;
    let small = |column: usize| row.try_get::<_, i16>(column).map(i64::from);
    let whole = |column: usize| row.try_get::<_, i32>(column).map(i64::from);
    Ok(Columns {
        id: entry::id(patient, small(0)?, row.try_get(1)?)?,
        version: whole(2)?,
        updated_us: row.try_get(3)?,
        date_us: row.try_get(4)?,
        category: small(5)?,
        code: whole(6)?,
        status: small(7)?,
        marks: whole(8)?,
        release: row.try_get(9)?,
        source: row.try_get(10)?,
        codec: if has_body { small(11)? } else { 0 },
        body: if has_body { row.try_get(12)? } else { &[] },
    })
}
