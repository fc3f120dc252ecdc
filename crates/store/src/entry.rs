//! Makes an entry of a stored row: reads the columns, unpacks and unfolds the body.

use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::Marks;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::columns::CodeKey;
use jiff::Timestamp;

use crate::body::{Body, Unfolder};
use crate::codec;
use crate::error::Error;
use crate::id_cipher::IdCipher;
use crate::look::{Bodies, Entry, Range};

/// The columns of a row of the record, its body still packed.
pub(crate) struct Columns<'row> {
    pub(crate) id: RecordId,
    pub(crate) version: i64,
    pub(crate) updated_us: i64,
    pub(crate) date_us: i64,
    pub(crate) category: i64,
    pub(crate) code: i64,
    pub(crate) status: i64,
    pub(crate) marks: i64,
    pub(crate) release: i64,
    pub(crate) source: i64,
    pub(crate) codec: i64,
    pub(crate) body: &'row [u8],
}

/// The id of a row from its columns.
pub(crate) fn id(patient: PatientKey, kind: i64, local: i64) -> Result<RecordId, Error> {
    let kind = i16::try_from(kind).ok().and_then(ResourceType::from_number);
    match (kind, LocalId::new(local)) {
        (Some(kind), Some(local)) => Ok(RecordId { patient, kind, local }),
        _ => Err(Error::Damaged("the key of a row")),
    }
}

/// Opens rows; keeps its buffer between them.
pub(crate) struct Opener<'ids> {
    unfolder: Unfolder<'ids>,
    unpacked: Vec<u8>,
}

impl<'ids> Opener<'ids> {
    pub(crate) const fn new(ids: &'ids IdCipher) -> Self {
        Self { unfolder: Unfolder::new(ids), unpacked: Vec::new() }
    }

    /// The entry of a row.
    pub(crate) fn open(&mut self, columns: &Columns<'_>) -> Result<Entry, Error> {
        let mut entry = head(columns)?;
        entry.body = Body::open(self.body(&entry, small(columns.codec)?, columns.body)?);
        Ok(entry)
    }

    /// Opens an entry that came sealed; nothing to do for another.
    pub(crate) fn unseal(&mut self, entry: &mut Entry) -> Result<(), Error> {
        if let Some(sealed) = entry.sealed.take() {
            entry.body = sealed.opened(|codec, bytes| self.body(entry, codec, bytes))?;
        }
        Ok(())
    }

    fn body(&mut self, entry: &Entry, codec: i16, packed: &[u8]) -> Result<Box<str>, Error> {
        codec::unpack(entry.id.kind, codec, packed, &mut self.unpacked)?;
        let version = (entry.version, entry.updated);
        let body = self.unfolder.unfold(&self.unpacked, entry.id, version);
        body.ok_or(Error::Damaged("the body of a row"))
    }

    /// The entry of a row of this range.
    pub(crate) fn open_for(&mut self, range: &Range, columns: &Columns<'_>) -> Result<Entry, Error> {
        match range.bodies {
            Bodies::Open => self.open(columns),
            Bodies::Sealed => {
                let sealed = Body::packed(small(columns.codec)?, columns.body.into());
                Ok(Entry { sealed: Some(sealed), ..head(columns)? })
            }
            Bodies::Absent => head(columns),
        }
    }
}

/// The entry of a row with its body left packed.
fn head(columns: &Columns<'_>) -> Result<Entry, Error> {
    Ok(Entry {
        id: columns.id,
        version: u32::try_from(columns.version).map_err(|_| Error::Damaged("the version of a row"))?,
        updated: time(columns.updated_us)?,
        date: time(columns.date_us)?,
        category: small(columns.category)?,
        code: CodeKey(i32::try_from(columns.code).map_err(|_| Error::Damaged("a column of a row"))?),
        status: small(columns.status)?,
        marks: Marks::from_bits(
            i32::try_from(columns.marks).map_err(|_| Error::Damaged("the marks of a row"))?,
        ),
        release: Release::from_number(columns.release),
        source: ClientKey::new(columns.source),
        body: Body::default(),
        sealed: None,
    })
}

fn small(number: i64) -> Result<i16, Error> {
    i16::try_from(number).map_err(|_| Error::Damaged("a column of a row"))
}

pub(crate) fn time(us: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(us).map_err(|_| Error::Damaged("a time of a row"))
}
