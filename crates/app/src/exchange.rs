//! What registered systems do with records: sign in, read, send. Each use case asks the rules, and what comes of it is in
//! the log of whoever it is about.

mod bundle;
mod everything;
mod export;
mod form;
mod lastn;
mod merge;
mod meta;
mod patch;
mod read;
pub mod search;
mod token;
mod write;

use std::collections::HashMap;
use std::sync::Arc;

use helsami_domain::access::facts::{Block, Facts, Reader, Subject};
use helsami_domain::access::{self, Act, Actor, Bulk, ClientReader, Denied, Grant, Read, SafeMode, Scopes};
use helsami_domain::ids::{ClientKey, LocalId, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::search::issue::Issue;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;

use crate::app::App;
use crate::read::ReadError;

use self::export::Exports;

pub use bundle::{Answered, Ask, Asks, EntryFault, asks, bare, version_of};
pub use everything::Part as Everything;
pub use export::{ExportFile, Manifest, Progress, Whose, Wish, Work};
pub use helsami_domain::access::merge::Unmerged;
pub use helsami_fhir::document::Refusal;
pub use helsami_fhir::meta::{Change as MetaChange, Refusal as MetaRefusal};
pub use helsami_fhir::patch::Refusal as PatchRefusal;
pub use helsami_fhir::validate::Issue as Unfit;
pub use helsami_store::write::{Incoming, Misplaced, Outcome, Way, WriteError, Written};
pub use helsami_store::{Entry, Error as StoreError, ExternalId, MergeFault, VaultReader, Version};
pub use merge::{Merged, NamedPatient};
pub use patch::PatchKind;
pub use token::{Asserted, Issued, TokenFault};
pub use write::Told;

/// The naming system of Norwegian organisation numbers.
///
/// Source: Enhetsregisteret, OID 2.16.578.1.12.4.1.4.101 (norway.md 5).
const ORGANIZATIONS: &str = "urn:oid:2.16.578.1.12.4.1.4.101";

/// A system as it is registered in the configuration.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The name under which it signs in.
    pub id: String,
    /// What it is called in words, in the citizens' logs.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// The number of the organisation that has it.
    pub organization: Option<String>,
    /// Whether it reads what others have sent.
    pub reads_region: bool,
    /// Rows that one of its searches may read, where it is more or less than for others.
    pub search_rows: Option<usize>,
}

/// How this installation exchanges.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// How long a token lasts.
    pub token_life: SignedDuration,
    /// Whether an update of what is not there makes it.
    pub creates_on_update: bool,
    /// Entries of a Bundle.
    pub entries_max: usize,
    /// Rows that a search may read.
    pub search_rows: usize,
    /// Bulk exports that one system may have at once, those included whose files are kept.
    pub exports: usize,
    /// How long the files of an export are kept.
    pub export_keep: SignedDuration,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            token_life: SignedDuration::from_mins(5),
            creates_on_update: true,
            entries_max: 5000,
            search_rows: 200_000,
            exports: 4,
            export_keep: SignedDuration::from_hours(24),
        }
    }
}

/// The registered systems of an installation, and what they can do. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(crate) app: App,
    clients: Arc<HashMap<String, Arc<Registered>>>,
    terms: Terms,
    /// The address of the API, without a slash at its end.
    base: Arc<str>,
    exports: Arc<Exports>,
}

/// A system that has shown its token.
#[derive(Clone, Debug)]
pub struct Caller {
    registered: Arc<Registered>,
    client: ClientKey,
    actor: Actor,
    scopes: Scopes,
    /// Whose ids its ids are.
    scope: String,
    /// The organisation that has the system, once it has been asked for: a request about many records asks once.
    organization: OnceCell<Option<LocalId>>,
}

impl Caller {
    /// The name under which it is registered.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.registered.id
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    const fn client(&self) -> ClientKey {
        self.client
    }

    /// As the rules see it, before its organisation is known.
    fn reader(&self) -> ClientReader {
        let reads_region = self.registered.reads_region;
        ClientReader { client: self.client, organization: None, reads_region, bulk: Bulk::No }
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Beyond the scopes.
    #[error("the system is not registered for this, or its token does not hold for it")]
    Scope,
    /// Not there, or not to be seen by this system.
    #[error("there is no {0} with this id that this system can see")]
    Unknown(ResourceType),
    /// It was deleted.
    #[error("this {0} was deleted")]
    Gone(ResourceType),
    /// A search that was to find one to change.
    #[error("the search finds no {0} that this system can see")]
    NoMatch(ResourceType),
    /// A condition that finds more than one.
    #[error(
        "the search finds more than one {0}, and nothing was changed; ask with more that tells them apart"
    )]
    Many(ResourceType),
    /// The condition of a document, counted from 0.
    #[error("{1}")]
    Condition(usize, Box<Self>),
    /// An update of what is not there, where that makes nothing.
    #[error("there is no {0} with this id, and updates do not make one here; create it")]
    NoSuch(ResourceType),
    /// A Patient in whose record others write.
    #[error("this Patient's record holds what others have sent or the person has written; it is not deleted")]
    InUse {
        /// Which document of the delivery, from 0.
        entry: usize,
    },
    /// An AuditEvent that a system would change, be it one of its own or a line of the access log.
    #[error(
        "an AuditEvent is not changed: what was sent stays as it is, and the access log is written by this server alone"
    )]
    NotChanged {
        /// Which document of the delivery, from 0.
        entry: usize,
    },
    /// Two records are not made one, or not parted.
    #[error(transparent)]
    Unmerged(#[from] Unmerged),
    /// What was asked cannot be understood.
    #[error("{0}")]
    Unclear(String),
    /// What was asked is not offered.
    #[error("{0}")]
    NotOffered(String),
    /// A search that is not understood.
    #[error("{}", search::sentences(.0))]
    Search(Vec<Issue>),
    /// A search that would read more than the system may.
    #[error(
        "the search would read more than {0} rows; ask for one patient or with more that narrows it, or have the system registered for more"
    )]
    TooCostly(usize),
    /// More entries than a Bundle may have.
    #[error("the Bundle has more than {0} entries; send it in parts")]
    TooMany(usize),
    /// More exports than a system may have.
    #[error("this system has {0} exports already; fetch one and delete it")]
    TooManyExports(usize),
    /// No such export of this system.
    #[error("there is no such export of this system, or its files have expired")]
    NoExport,
    /// The document cannot be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The patch does not fit what stands.
    #[error(transparent)]
    Patch(#[from] PatchRefusal),
    /// Profiles, labels or tags that are not changed.
    #[error(transparent)]
    Meta(#[from] MetaRefusal),
    /// A document, counted from 0, is not what R4 says: each thing that is wrong.
    #[error("the document is not what FHIR R4 says")]
    Unfit(usize, Vec<Unfit>),
    /// The write door.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Denied> for Fault {
    fn from(_: Denied) -> Self {
        Self::Scope
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Store(error) => Self::Store(error),
            ReadError::Denied(_) | ReadError::NotGiven | ReadError::Unknown => Self::Scope,
        }
    }
}

impl Exchange {
    /// The systems of an installation. Their names are kept, so that the log can say them when they are registered no longer.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(
        app: App,
        clients: Vec<Registered>,
        (base, terms): (&str, Terms),
    ) -> Result<Self, StoreError> {
        let names: Vec<(ClientKey, &str)> =
            clients.iter().map(|one| (helsami_store::client_key(&one.id), one.name.as_str())).collect();
        app.store.clients_name(&names).await?;
        let clients = clients.into_iter().map(|one| (one.id.clone(), Arc::new(one))).collect();
        Ok(Self {
            app,
            clients: Arc::new(clients),
            terms,
            base: base.trim_end_matches('/').into(),
            exports: Arc::default(),
        })
    }

    /// The address of the API.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The terms of the exchange.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }

    /// The names under which systems are registered.
    pub fn client_ids(&self) -> impl Iterator<Item = &str> {
        self.clients.keys().map(String::as_str)
    }

    /// A row's id as it stands in addresses.
    #[must_use]
    pub fn show(&self, id: RecordId) -> ExternalId {
        self.app.store.ids().show(id)
    }

    /// What the system may see of the record that a row is in.
    async fn admit(
        &self,
        caller: &Caller,
        (row, act): (RecordId, Act),
        (now, is_own): (Timestamp, bool),
    ) -> Result<Grant<Read>, Fault> {
        let asked = (&caller.scopes, row.kind, act);
        if row.patient.is_shared() {
            return Ok(access::read_register(caller.actor, asked)?);
        }
        let client =
            ClientReader { reads_region: caller.registered.reads_region && !is_own, ..caller.reader() };
        if !client.reads_region {
            let facts = facts_for(client, (Subject::unregistered(row.patient), &[]), now);
            return Ok(access::read_as_client(caller.actor, &facts, asked)?);
        }
        let known = self.app.known(row.patient, now).await?;
        let client = ClientReader { organization: self.organization(caller).await?, ..client };
        let blocks = known.blocks();
        let facts = facts_for(client, (known.subject(now), &blocks), now);
        Ok(access::read_as_client(caller.actor, &facts, asked)?)
    }

    /// The organisation that has the system, where the record knows it.
    async fn organization(&self, caller: &Caller) -> Result<Option<LocalId>, Fault> {
        caller.organization.get_or_try_init(|| self.find_organization(caller)).await.copied()
    }

    async fn find_organization(&self, caller: &Caller) -> Result<Option<LocalId>, Fault> {
        let Some(number) = &caller.registered.organization else { return Ok(None) };
        let grant = access::find_as_client(caller.actor)?;
        let query = format!("identifier={ORGANIZATIONS}|{number}");
        let found = self.app.store.identifier_find(&grant, ("", &query), ResourceType::Organization).await?;
        Ok(found.map(|row| row.local))
    }
}

/// What a decision about a system is made from: relations and what is behind a fresh sign-in are between persons.
fn facts_for(client: ClientReader, (subject, blocks): (Subject, &[Block]), now: Timestamp) -> Facts<'_> {
    Facts { reader: Reader::Client(client), subject, relations: &[], blocks, safe: SafeMode::default(), now }
}
