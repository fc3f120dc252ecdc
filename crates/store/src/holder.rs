//! Who is named in a record as somebody who may act for its patient, and which roles name a practitioner: index rows that
//! find candidates. The rules decide from the rows they lead to.

use std::sync::LazyLock;

use crate::batch::Holder;
use crate::error::Error;
use crate::know::key;
use crate::secret::Keys;
use crate::table::Kind::{Big, Bytes, Small};
use crate::table::Table;
use crate::tx::Tx;
use crate::value::{RowValues, Value};

pub(crate) static HOLDER: LazyLock<Table> = LazyLock::new(|| {
    let columns = [("holder_hash", Bytes), ("patient_key", Big), ("type", Small), ("local_id", Big)];
    Table::new("holder", &columns, "ON CONFLICT DO NOTHING")
});
/// What a row names no longer.
pub(crate) const UNHOLD: &str = "DELETE FROM holder WHERE patient_key = $1 AND type = $2 AND local_id = $3";

/// Writes who is named in rows that are stored already.
pub(crate) async fn hold(tx: &Tx<'_>, keys: &Keys, holders: &[Holder]) -> Result<(), Error> {
    tx.insert(&HOLDER, &rows(keys, holders)).await.map(drop)
}

/// The rows of these, each once.
pub(crate) fn rows(keys: &Keys, holders: &[Holder]) -> Vec<RowValues> {
    let mut rows: Vec<RowValues> = Vec::with_capacity(holders.len());
    for holder in holders {
        let mut row = vec![Value::Bytes(keys.holder_hash(&holder.who))];
        row.extend(key(holder.record));
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}
