//! The write door: the one way a received document takes into a record.
//!
//! A delivery is a set of changes that belong together. The door finds out who each document is about, gives ids,
//! turns references into links between stored resources, and hands one batch to the store: all of it is written, or
//! nothing. It decides nothing about access: the caller's grant has.

mod address;
mod door;
mod foreign;
mod late;
mod new;
mod own;
mod place;
mod plan;
mod together;

use std::borrow::Cow;

use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::{Document, Refusal};

use crate::batch::AliasKey;
use crate::error::Error;

#[cfg(test)]
pub(crate) use late::DUE;
pub use late::Linked;
pub use together::Part;

/// How often a delivery looks again when somebody else has been faster.
const TRIES: usize = 8;

/// One document that somebody sent in.
#[derive(Clone, Debug)]
pub struct Incoming<'t> {
    /// The JSON text; not looked at for a deletion, and for what stays.
    pub json: &'t str,
    /// The type that the sender says it is.
    pub asked: Option<ResourceType>,
    /// The address by which other documents of the same delivery refer to this one.
    pub full_url: Option<Cow<'t, str>>,
    /// What shall be done with it.
    pub way: Way<'t>,
    /// The document, where whoever sends it on has read it already: of this very text, or it is read again.
    pub read: Option<Document<'t>>,
}

/// What shall be done with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way<'t> {
    /// A new resource. Its own id, if it has one, is the sender's business only.
    Create {
        /// `identifier=system|value`: do nothing when the type has a resource with this identifier.
        unless: Option<Cow<'t, str>>,
    },
    /// A resource whose id, given by the sender, keeps working: new or a new version.
    Keep {
        /// The sender's id.
        id: Cow<'t, str>,
        /// Change only this version.
        expected: Option<u32>,
    },
    /// The resource of this type with this identifier (`identifier=system|value`): new or a new version.
    Match(Cow<'t, str>),
    /// The resource that this id finds stays as it is; other documents of the delivery can refer to it.
    There {
        /// Its type.
        kind: ResourceType,
        /// The sender's id.
        id: Cow<'t, str>,
    },
    /// Delete the resource that the sender knows by this id.
    Delete {
        /// Its type.
        kind: ResourceType,
        /// The sender's id.
        id: Cow<'t, str>,
        /// Delete only this version.
        expected: Option<u32>,
    },
}

impl<'t> Incoming<'t> {
    /// A new resource.
    #[must_use]
    pub const fn create(json: &'t str) -> Self {
        Self { json, asked: None, full_url: None, way: Way::Create { unless: None }, read: None }
    }

    /// A resource whose sender's id keeps working.
    #[must_use]
    pub fn keep(json: &'t str, id: impl Into<Cow<'t, str>>) -> Self {
        Self { way: Way::Keep { id: id.into(), expected: None }, ..Self::create(json) }
    }

    /// A document that has been read, under its own id where it has one.
    #[must_use]
    pub fn of(document: Document<'t>) -> Self {
        let json = document.text();
        let incoming = document.id().map_or_else(|| Self::create(json), |id| Self::keep(json, id));
        Self { read: Some(document), ..incoming }
    }

    /// The document, if it can be taken.
    ///
    /// # Errors
    /// Why not.
    pub fn document(&self) -> Result<Document<'t>, Refusal> {
        let read = self.read.as_ref().filter(|read| std::ptr::eq(read.text(), self.json));
        read.map_or_else(|| Document::accept(self.json), |read| Ok(read.clone()))
    }

    const fn expects_version(&self) -> bool {
        matches!(self.way, Way::Keep { expected: Some(_), .. } | Way::Delete { expected: Some(_), .. })
    }

    /// With the address others refer to it by.
    #[must_use]
    pub fn at(mut self, full_url: impl Into<Cow<'t, str>>) -> Self {
        self.full_url = Some(full_url.into());
        self
    }
}

/// Changes that are written together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Delivery<'t> {
    /// The documents.
    pub entries: Vec<Incoming<'t>>,
    /// Whose ids the sender's ids are: ids of one scope never mean resources of another. Empty for the ids of this
    /// installation's own senders.
    pub scope: Cow<'t, str>,
    /// The address under which this installation shows its resources: references below it mean what is here.
    pub base: Cow<'t, str>,
    /// Whether every resource can be found by its identifiers, those of its sender only; else persons, staff, places and
    /// organisations alone.
    pub is_found_by_all: bool,
    /// Whether a document must have the id of the address it is kept under.
    pub is_id_demanded: bool,
    /// The hash of the content; a delivery whose mark is known changes nothing.
    pub mark: Option<[u8; 32]>,
    /// Marks of conditions ([`crate::Store::guard`]) that have found nothing. When somebody else has used one of them, nothing is written
    /// ([`Error::Taken`]), and the condition has to be asked again.
    pub guards: Vec<Vec<u8>>,
    /// Whether documents that need one which has not come yet shall be handed back instead of being placed without
    /// it: the sender has more to send.
    pub may_wait: bool,
    /// Names of Patients that were refused because they are under the id of somebody else ([`refused_name`]): what is
    /// about them is not that person's and must not be taken for it.
    pub refused: Vec<String>,
}

impl Delivery<'_> {
    /// Whether its sender has decided by what stood then, so that the door must not look again by itself.
    fn is_decided(&self) -> bool {
        self.entries.iter().any(Incoming::expects_version) || !self.guards.is_empty()
    }
}

/// The name under which a Patient of this scope is known by its sender's id.
#[must_use]
pub fn refused_name(scope: &str, id: &str) -> String {
    plan::alias(scope, ResourceType::Patient, id).text
}

/// The name of a row in its sender's words.
pub(crate) fn found_alias(scope: &str, kind: ResourceType, id: &str) -> AliasKey {
    plan::alias(scope, kind, id)
}

/// The identifier that a search `identifier=system|value` of a sender means; `None` for any other search.
pub(crate) fn found_identifier(scope: &str, kind: ResourceType, query: &str) -> Option<(String, String)> {
    Some(plan::found_by(scope, kind, address::identifier_of(query)?))
}

/// Whether the door itself answers this condition: `identifier=system|value`.
#[must_use]
pub fn is_by_identifier(query: &str) -> bool {
    address::identifier_of(query).is_some()
}

/// What became of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The resource.
    pub id: RecordId,
    /// Its version after the write.
    pub version: u32,
    /// What happened.
    pub outcome: Outcome,
    /// References to resources that are not here. They are kept as they came, and become links when the resource
    /// comes ([`crate::Store::link_late`]).
    pub dangling: u32,
    /// For a Patient: another Patient of the record that some of its identifiers belong to. Both are kept, nothing is
    /// joined, and the identifiers go on finding the other.
    pub apart_from: Option<RecordId>,
}

/// What happened to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is new.
    Created,
    /// It has a new version.
    Updated,
    /// It was there, the same.
    Unchanged,
    /// It is gone; its versions are kept.
    Deleted,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The documents, in their order.
    Written(Vec<Written>),
    /// The mark was known: this content has been written before.
    Known,
}

/// Why a delivery was not written. Nothing of it is stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A document cannot be taken in.
    #[error("{reason}")]
    Refused {
        /// Which document, from 0.
        entry: usize,
        /// Why.
        reason: Refusal,
    },
    /// A document cannot be put where it says.
    #[error("{reason}")]
    Misplaced {
        /// Which document, from 0.
        entry: usize,
        /// Why.
        reason: Misplaced,
    },
    /// Documents need others that have not come yet; only for a delivery that may wait.
    #[error("{} documents need others that are not here yet", entries.len())]
    Waits {
        /// Which documents, from 0.
        entries: Vec<usize>,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] Error),
}

impl WriteError {
    /// Which document of the delivery it is about.
    #[must_use]
    pub const fn entry(&self) -> Option<usize> {
        match self {
            Self::Refused { entry, .. } | Self::Misplaced { entry, .. } => Some(*entry),
            Self::Waits { .. } | Self::Store(_) => None,
        }
    }
}

/// Why a document cannot be put where it says. The sentences name types and ids of files, never persons.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misplaced {
    /// Two documents of one delivery are the same resource.
    #[error("the same resource stands twice in this delivery (first as entry {first}); keep one of them")]
    Twice {
        /// The first of them, from 0.
        first: usize,
    },
    /// Its identifiers belong to more than one person of the store.
    #[error(
        "the identifiers of this Patient belong to two different persons of the record; nothing was merged"
    )]
    TwoPersons,
    /// The id or an identifier belongs to a person with other identifiers.
    #[error(
        "this Patient has the id or an identifier of a person whose other identifiers differ; nothing was merged"
    )]
    OtherPerson,
    /// It is about a Patient whose id belongs to somebody else.
    #[error(
        "it is about a Patient that was refused, because its id belongs to another person; it was not taken"
    )]
    OfRefused,
    /// The resource is in another patient's record.
    #[error("a resource with this id is in another patient's record; it was not moved")]
    OtherRecord,
    /// The type in the address and the type of the resource differ.
    #[error("the request is for {asked}, but the resource is a {found}")]
    OtherType {
        /// The type of the address.
        asked: ResourceType,
        /// The type of the document.
        found: ResourceType,
    },
    /// The id in the address and the id of the resource differ.
    #[error("the id of the {0} must be there, and must be the one of the address")]
    OtherId(ResourceType),
    /// A search other than by identifier.
    #[error("only searches of the form “identifier=system|value” can decide where a resource goes")]
    Search,
    /// A conditional reference finds nothing.
    #[error("the reference “{0}?…” finds no resource; send that resource first")]
    NoMatch(ResourceType),
    /// A case without somebody who has it and a day, or in a state that a case cannot have.
    #[error(
        "this Task is a case: it needs a patient, an organisation of the record as owner, an end of restriction.period and a state that fits its code"
    )]
    CaseUnowned,
    /// A case that goes backwards, becomes another, or disappears.
    #[error("a case moves forward only, and ends with an answer")]
    CaseLost,
    /// What shall be changed was sent by another.
    #[error("this {0} was sent by another system or by a person, who alone can change it")]
    NotYours(ResourceType),
    /// An AuditEvent that is there already.
    #[error("an AuditEvent is not changed: this one was sent already")]
    Fixed,
    /// A Patient that is one of two that were made one.
    #[error("this Patient was merged with another; unmerge the two before it is deleted")]
    Merged,
    /// What shall be deleted is not there.
    #[error("there is no {0} with this id to delete")]
    Absent(ResourceType),
}

#[cfg(test)]
mod tests {
    use helsami_domain::resource_type::ResourceType as T;
    use helsami_fhir::document::Document;

    use super::Incoming;

    #[test]
    fn what_was_read_before_counts_for_the_same_text_alone() {
        let (one, other) = (r#"{"resourceType":"Basic"}"#, r#"{"resourceType":"Group"}"#);
        let read = Document::accept(one).ok();
        let kind = |incoming: &Incoming<'_>| incoming.document().map(|document| document.kind());
        let whole = Incoming { read: read.clone(), ..Incoming::create(one) };
        assert_eq!(kind(&whole), Ok(T::Basic));
        for changed in
            [Incoming { json: other, ..whole.clone() }, Incoming { read, ..Incoming::create(other) }]
        {
            assert_eq!(kind(&changed), Ok(T::Group));
        }
    }
}
