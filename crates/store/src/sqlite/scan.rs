//! Reads ranges of the record on a reader's connection, straight from the page to the entry.

use helsami_domain::ids::PatientKey;
use rusqlite::{CachedStatement, Connection, Row, ToSql};

use crate::entry::{self, Columns, Opener};
use crate::error::Error;
use crate::look::{Found, Range};
use crate::range;
use crate::sqlite::in_one_state;

/// Reads several ranges of one compartment, from one state of the database.
pub(crate) fn scan(
    connection: &Connection,
    opener: &mut Opener<'_>,
    patient: PatientKey,
    ranges: &[Range],
) -> Result<Vec<Found>, Error> {
    // Whatever is no point is asked for where rows have moved to, too.
    let is_point = |range: &Range| range::point(patient, range).is_some();
    let statements = if ranges.iter().all(is_point) { ranges.len() } else { ranges.len() + 1 };
    in_one_state(connection, statements, || scan_inside(connection, opener, patient, ranges))
}

fn scan_inside(
    connection: &Connection,
    opener: &mut Opener<'_>,
    patient: PatientKey,
    ranges: &[Range],
) -> Result<Vec<Found>, Error> {
    let mut found = Vec::with_capacity(ranges.len());
    for range in ranges {
        found.push(match range::point(patient, range) {
            // Somebody else's row is no row of this record.
            Some(id) if id.patient != patient => Found::default(),
            Some(id) => {
                let mut statement = connection.prepare_cached(range::POINT)?;
                let values = [id.patient.get(), i64::from(id.kind.number()), id.local.get()];
                read(
                    &mut statement,
                    &values.each_ref().map(|value| value as &dyn ToSql),
                    opener,
                    (range, patient),
                )?
            }
            None => {
                let mut statement = connection.prepare_cached(range::statement(range))?;
                let values = range::values(patient, range);
                let values: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
                read(&mut statement, &values, opener, (range, patient))?
            }
        });
    }
    if ranges.iter().any(|range| range::point(patient, range).is_none()) {
        let mut statement = connection.prepare_cached(range::MOVED)?;
        let mut rows = statement.query([patient.get()])?;
        while let Some(row) = rows.next()? {
            let columns = columns(row, patient)?;
            range::add_moved(&mut found, ranges, &columns, opener)?;
        }
    }
    range::finish(&mut found, ranges);
    Ok(found)
}

fn read(
    statement: &mut CachedStatement<'_>,
    values: &[&dyn ToSql],
    opener: &mut Opener<'_>,
    (range, patient): (&Range, PatientKey),
) -> Result<Found, Error> {
    let mut rows = statement.query(values)?;
    let mut found = Found::default();
    while let Some(row) = rows.next()? {
        if found.entries.len() == range.limit {
            found.is_cut = true;
            break;
        }
        found.entries.push(opener.open_for(range, &columns(row, patient)?)?);
    }
    Ok(found)
}

fn columns<'row>(row: &'row Row<'_>, patient: PatientKey) -> Result<Columns<'row>, Error> {
    let has_body = row.as_ref().column_count() > 11;
    let number = |column: usize| row.get_ref(column).map(|value| value.as_i64().unwrap_or(-1));
    Ok(Columns {
        id: entry::id(patient, number(0)?, number(1)?)?,
        version: number(2)?,
        updated_us: number(3)?,
        date_us: number(4)?,
        category: number(5)?,
        code: number(6)?,
        status: number(7)?,
        marks: number(8)?,
        release: number(9)?,
        source: number(10)?,
        codec: if has_body { number(11)? } else { 0 },
        body: if has_body { row.get_ref(12)?.as_blob().unwrap_or(&[]) } else { &[] },
    })
}
