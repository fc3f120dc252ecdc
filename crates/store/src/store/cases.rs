//! The worklist of an organisation: which cases it has to answer. The cases themselves are read behind the read door.

use helsami_domain::access::Worklist;
use helsami_domain::case::CaseKind;
use helsami_domain::ids::PatientKey;
use helsami_domain::resource_type::ResourceType;

use super::Store;
use crate::batch::CaseOpen;
use crate::entry::{self, time};
use crate::error::Error;
use crate::know;
use crate::value::{RowValues, Value};

impl Store {
    /// The open cases of the organisation of the grant, the most urgent first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn worklist(&self, grant: &Worklist, limit: usize) -> Result<Vec<CaseOpen>, Error> {
        let limit = Value::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let values = vec![grant.owner().local().get().into(), limit];
        let line = |row: &RowValues| {
            let patient = PatientKey::new(row[0].int());
            let kind = i16::try_from(row[2].int()).ok().and_then(CaseKind::from_number);
            let (Some(patient), Some(kind)) = (patient, kind) else {
                return Err(Error::Damaged("a line of a worklist"));
            };
            let record = entry::id(patient, i64::from(ResourceType::Task.number()), row[1].int())?;
            Ok(CaseOpen { owner: grant.owner(), due: time(row[3].int())?, record, kind })
        };
        self.inner.backend.rows(know::WORKLIST, values).await?.iter().map(line).collect()
    }
}
