//! The primitive under the write door: rows to change in one transaction, all or nothing.

use std::collections::HashMap;

use helsami_domain::access::lens::Release;
use helsami_domain::access::marks::Marks;
use helsami_domain::case::{CaseKind, Owner};
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;

/// What one write changes.
#[derive(Clone, Debug)]
pub struct Batch {
    /// When; becomes `meta.lastUpdated`.
    pub now: Timestamp,
    /// The content hash of what is taken in. A batch whose mark is known changes nothing.
    pub mark: Option<[u8; 32]>,
    /// Marks that nobody may have used before. One that is known fails the batch.
    pub guards: Vec<Vec<u8>>,
    /// The rows, each id at most once.
    pub changes: Vec<Change>,
    /// Ids given by others that shall keep working. One that is known for another row fails the batch.
    pub aliases: Vec<Alias>,
    /// Identifiers that find a row. One that is known for another row fails the batch; one that is known for the
    /// same row gets the new period.
    pub identifiers: Vec<Identifier>,
    /// Changed rows whose identifiers are all among these: those they had before find them no more.
    pub identified_anew: Vec<RecordId>,
    /// Rows of the directory, replacing older ones of the same resource.
    pub directory: Vec<Listing>,
    /// Who is named in a row as somebody who may act for its patient, replacing what the row named before.
    pub holders: Vec<Holder>,
    /// Open cases among the changed rows, replacing what the worklists had of these rows before.
    pub cases: Vec<CaseOpen>,
    /// References of the changed rows to what has not come yet, replacing those of the row's version before.
    pub open: Vec<OpenReference>,
    /// What was known of merged records when this was decided; what is known now where it is not said.
    pub(crate) planned: Option<i64>,
}

/// A line of an organisation's worklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseOpen {
    /// Who has it.
    pub owner: Owner,
    /// The first moment at which it is late.
    pub due: Timestamp,
    /// The Task.
    pub record: RecordId,
    /// What was asked for.
    pub kind: CaseKind,
}

/// Somebody who is named as one who may act for a patient, or a practitioner who is named by a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub who: Named,
    /// The row that names them.
    pub record: RecordId,
}

/// How somebody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By an identifier: system and value.
    Identifier(String, String),
    /// By their own record.
    Person(PatientKey),
    /// A practitioner, whom a role names.
    Practitioner(LocalId),
}

impl Batch {
    /// Nothing yet.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let (changes, aliases, identifiers, directory) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (holders, cases, open, identified_anew) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mark, planned, guards) = (None, None, Vec::new());
        Self {
            planned,
            now,
            mark,
            guards,
            changes,
            aliases,
            identifiers,
            identified_anew,
            directory,
            holders,
            cases,
            open,
        }
    }
}

/// A change of one row.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which row.
    pub id: RecordId,
    /// What the writer believes is stored now; checked inside the transaction.
    pub expect: Expect,
    /// What to do.
    pub act: Act,
}

/// What the writer believes is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Nothing, now or ever: a fresh id. Cheapest.
    Absent,
    /// Exactly this version, not deleted.
    Version(u32),
    /// Whatever it is: nothing, a version, or a deleted resource that comes back.
    Any,
}

/// What to do with a row.
#[derive(Clone, Debug)]
pub enum Act {
    /// Store this as the next version.
    Put(Row),
    /// Delete; the version that was is kept, and the deletion is a version of its own.
    Delete,
    /// Put links where the stored version has open references. The sender's document is the same, so this is no new
    /// version.
    Link {
        /// The document with its links, as `store::body` folds it.
        body: Vec<u8>,
        /// The places of the references that are open no longer.
        places: Vec<u32>,
    },
}

/// The contents of a row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Clinical time.
    pub date: Timestamp,
    /// `fhir::columns::Category` as a number.
    pub category: i16,
    /// `fhir::columns::CodeKey`, 0 for none.
    pub code: i32,
    /// The bits of its codes: `fhir::search::bits`.
    pub tokens: i64,
    /// Status as a number.
    pub status: i16,
    /// What it is marked with.
    pub marks: Marks,
    /// From when the citizen sees it.
    pub release: Release,
    /// The document as `store::body` folds it, not yet compressed.
    pub body: Vec<u8>,
}

/// A reference to what has not come yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReference {
    /// The row whose document has the reference.
    pub owner: RecordId,
    /// Which of the document's references it is, from 0.
    pub place: u32,
    /// The alias under which the target will come, with its scope.
    pub text: String,
    /// The target's type; `None` where the reference does not say it.
    pub kind: Option<ResourceType>,
}

/// An id given by somebody else.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The id as given, with whatever scope the write door gives it. Stored as a keyed hash.
    pub text: String,
    /// Whose id it is.
    pub record: RecordId,
}

/// An identifier (system and value) of a person, a practitioner, an organisation. Stored as a keyed hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// The naming system.
    pub system: String,
    /// The value.
    pub value: String,
    /// First moment of its period; `None` when open.
    pub from: Option<Timestamp>,
    /// End of its period; `None` when open.
    pub until: Option<Timestamp>,
    /// What it identifies.
    pub record: RecordId,
}

/// What a search over everybody can find of one resource.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which one.
    pub record: RecordId,
    /// Its name, as shown.
    pub name: String,
    /// Birth date of a person, as written (`1974-05-01`, `1974`); empty for everything else.
    pub birth_date: String,
    /// The official identifier of a person, kept encrypted.
    pub identifier: Option<(String, String)>,
}

/// What a batch did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The version each change made, in the order of the changes. Empty when the mark was known.
    pub versions: Vec<u32>,
    /// Whether the mark was known and nothing was done.
    pub was_known: bool,
}

/// An alias to look up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AliasKey {
    /// The id as given, with the same scope as in [`Alias`].
    pub text: String,
    /// The type it is an id of.
    pub kind: ResourceType,
}

/// What the write door has to know before it can decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whether this mark is known.
    pub mark: Option<[u8; 32]>,
    /// Whose these ids given by others are.
    pub aliases: Vec<AliasKey>,
    /// What these identifiers (system, value) identify, at any time.
    pub identifiers: Vec<(String, String)>,
    /// What is stored in these rows.
    pub rows: Vec<RecordId>,
}

/// What the store knows of what was wanted. What it does not know is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the mark is known.
    pub is_marked: bool,
    /// The rows of the aliases.
    pub aliases: HashMap<AliasKey, RecordId>,
    /// The periods and rows of the identifiers.
    pub identifiers: Vec<Identifier>,
    /// The rows, deleted ones too.
    pub rows: HashMap<RecordId, Stored>,
}

/// A row as it is stored now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its version.
    pub version: u32,
    /// The registered system that has sent it, if one has.
    pub source: Option<ClientKey>,
    /// The document as `store::body` folds it; `None` when the resource is deleted.
    pub body: Option<Vec<u8>>,
    /// Of a deleted resource: its last document, folded. What was set here on it holds when it comes back.
    pub before: Option<Vec<u8>>,
}
