//! What a delivery holds and what the door has to know before it can place it. No I/O.

use std::collections::HashMap;

use helsami_domain::identity;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::{Document, Refusal};
use helsami_fhir::facts::{self, Columns, Identifier};
use helsami_fhir::{compartment, json};

use super::address::{Address, identifier_of};
use super::{Delivery, Incoming, Misplaced, Way, WriteError};
use crate::batch::{AliasKey, Wanted};

/// A delivery, read through.
pub(super) struct Plan<'d> {
    pub(super) delivery: &'d Delivery<'d>,
    pub(super) items: Vec<Item<'d>>,
}

/// One document of it.
pub(super) struct Item<'d> {
    pub(super) way: &'d Way<'d>,
    pub(super) kind: ResourceType,
    /// Absent for a deletion, and for what stays.
    pub(super) document: Option<Document<'d>>,
    pub(super) columns: Option<Columns>,
    /// What identifies it across senders.
    pub(super) identifiers: Vec<Identifier>,
    /// The alias under which its sender knows it.
    pub(super) alias: Option<AliasKey>,
    /// The identifier that decides whether it is there already.
    pub(super) search: Option<(String, String)>,
    /// Where each of the document's references leads, in their order.
    pub(super) links: Vec<Link>,
    /// The links that may tell whose it is, best first.
    pub(super) owners: Vec<usize>,
    /// The person it names by identifier instead of by reference.
    pub(super) logical: Option<Identifier>,
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nowhere the door follows.
    Ignored,
    /// To this document of the delivery.
    Here(usize),
    /// To what the sender knows by one of these.
    There(Vec<AliasKey>),
    /// To the resource with this identifier.
    ByIdentifier(ResourceType, (String, String)),
    /// To one version of what this leads to: it tells whose a document is and stays as it came, because versions are numbered anew
    /// here.
    Version(Box<Self>),
}

impl Link {
    /// What it leads to, whichever version.
    pub(super) fn whole(&self) -> &Self {
        match self {
            Self::Version(link) => link,
            link => link,
        }
    }
}

/// The types that a `urn:uuid:` reference into an earlier delivery may mean: those that others refer to.
const URN_TYPES: &[ResourceType] = &[
    ResourceType::Patient,
    ResourceType::Encounter,
    ResourceType::Practitioner,
    ResourceType::Organization,
    ResourceType::Observation,
    ResourceType::Condition,
    ResourceType::MedicationRequest,
    ResourceType::DiagnosticReport,
    ResourceType::Location,
    ResourceType::PractitionerRole,
];

/// The types found by identifier besides persons.
const FOUND_BY_IDENTIFIER: &[ResourceType] = &[
    ResourceType::Practitioner,
    ResourceType::PractitionerRole,
    ResourceType::Organization,
    ResourceType::Location,
    ResourceType::HealthcareService,
];

impl<'d> Plan<'d> {
    pub(super) fn of(delivery: &'d Delivery<'d>) -> Result<Self, WriteError> {
        let mut items = Vec::with_capacity(delivery.entries.len());
        let mut names = Names {
            scope: &delivery.scope,
            base: &delivery.base,
            by_url: HashMap::new(),
            by_name: HashMap::new(),
        };
        for (entry, incoming) in delivery.entries.iter().enumerate() {
            let item = match &incoming.way {
                Way::Delete { kind, id, .. } | Way::There { kind, id } => {
                    Item::bare(&incoming.way, *kind, alias(&delivery.scope, *kind, id))
                }
                _ => Item::accepted(incoming, entry, delivery)?,
            };
            let url = incoming.full_url.as_deref();
            if let Some(first) = url.and_then(|url| names.by_url.insert(url, entry)) {
                return Err(misplaced(entry, Misplaced::Twice { first }));
            }
            names.name(&item, (&incoming.way, entry))?;
            items.push(item);
        }
        for (item, incoming) in items.iter_mut().zip(&delivery.entries) {
            item.link(incoming.full_url.as_deref(), &names);
        }
        Ok(Self { delivery, items })
    }

    /// What the store has to tell.
    pub(super) fn wanted(&self) -> Wanted {
        let mut wanted = Wanted { mark: self.delivery.mark, ..Wanted::default() };
        for item in &self.items {
            wanted.aliases.extend(item.alias.clone());
            wanted.identifiers.extend(item.search.clone());
            let all = item.identifiers.iter().chain(&item.logical);
            wanted.identifiers.extend(all.map(|one| (one.system.clone(), one.value.clone())));
            for link in &item.links {
                match link.whole() {
                    Link::There(keys) => wanted.aliases.extend(keys.iter().cloned()),
                    Link::ByIdentifier(_, identifier) => wanted.identifiers.push(identifier.clone()),
                    Link::Ignored | Link::Here(_) | Link::Version(_) => {}
                }
            }
        }
        wanted.aliases.sort_unstable_by(|a, b| (&a.text, a.kind).cmp(&(&b.text, b.kind)));
        wanted.aliases.dedup();
        wanted.identifiers.sort_unstable();
        wanted.identifiers.dedup();
        wanted
    }
}

pub(super) fn misplaced(entry: usize, reason: Misplaced) -> WriteError {
    WriteError::Misplaced { entry, reason }
}

pub(super) fn alias(scope: &str, kind: ResourceType, id: &str) -> AliasKey {
    AliasKey { text: if scope.is_empty() { id.to_owned() } else { format!("{scope}/{id}") }, kind }
}

/// An identifier as it finds a resource: those of persons, staff, places and organisations are everybody's, all others
/// are their sender's own.
pub(super) fn found_by(
    scope: &str,
    kind: ResourceType,
    (system, value): (String, String),
) -> (String, String) {
    if scope.is_empty() || is_everybodys(kind) {
        (system, value)
    } else {
        (format!("{scope} {system}"), value)
    }
}

/// Whether identifiers of this type mean the same whoever sends them.
pub(super) fn is_everybodys(kind: ResourceType) -> bool {
    kind == ResourceType::Patient || FOUND_BY_IDENTIFIER.contains(&kind)
}

impl<'d> Item<'d> {
    fn bare(way: &'d Way<'d>, kind: ResourceType, alias: AliasKey) -> Self {
        Self {
            way,
            kind,
            document: None,
            columns: None,
            identifiers: Vec::new(),
            alias: Some(alias),
            search: None,
            links: Vec::new(),
            owners: Vec::new(),
            logical: None,
        }
    }

    /// A document, if it can be taken and is what its sender says.
    fn accepted(
        incoming: &'d Incoming<'d>,
        entry: usize,
        delivery: &Delivery<'_>,
    ) -> Result<Self, WriteError> {
        let refused = |reason: Refusal| WriteError::Refused { entry, reason };
        let document = incoming.document().map_err(refused)?;
        let found = document.kind();
        if let Some(asked) = incoming.asked.filter(|asked| *asked != found) {
            return Err(misplaced(entry, Misplaced::OtherType { asked, found }));
        }
        if let Way::Keep { id, .. } = &incoming.way
            && delivery.is_id_demanded
            && document.id() != Some(&**id)
        {
            return Err(misplaced(entry, Misplaced::OtherId(found)));
        }
        Self::of(&incoming.way, document, delivery).map_err(|reason| misplaced(entry, reason))
    }

    fn of(way: &'d Way<'d>, document: Document<'d>, delivery: &Delivery<'_>) -> Result<Self, Misplaced> {
        let scope = &*delivery.scope;
        let kind = document.kind();
        let search = match way {
            Way::Create { unless: Some(query) } | Way::Match(query) => {
                Some(found_by(scope, kind, identifier_of(query).ok_or(Misplaced::Search)?))
            }
            _ => None,
        };
        let mut identifiers = Vec::new();
        if kind == ResourceType::Patient {
            identifiers = facts::identifiers(&document);
            identifiers.retain(|one| identity::identifies(&one.system, &one.value));
        } else if FOUND_BY_IDENTIFIER.contains(&kind) {
            identifiers = facts::identifiers(&document);
        } else if delivery.is_found_by_all {
            identifiers = facts::identifiers(&document);
            for one in &mut identifiers {
                (one.system, _) = found_by(scope, kind, (std::mem::take(&mut one.system), String::new()));
            }
        }
        identifiers.sort_by(|a, b| (&a.system, &a.value).cmp(&(&b.system, &b.value)));
        identifiers.dedup_by(|a, b| a.system == b.system && a.value == b.value);
        let own = match way {
            Way::Keep { id, .. } => Some(alias(scope, kind, id)),
            _ => None,
        };
        Ok(Self {
            way,
            kind,
            columns: Some(Columns::of(&document)),
            identifiers,
            alias: own,
            search,
            links: Vec::new(),
            owners: Vec::new(),
            logical: None,
            document: Some(document),
        })
    }

    fn link(&mut self, full_url: Option<&str>, names: &Names<'_>) {
        let Some(document) = &self.document else { return };
        let base = match full_url.map(Address::of) {
            Some(Address::Named { base, .. }) => base,
            _ => "",
        };
        let follow = |span: json::Span| names.follow(&json::unescape(span.of(document.text())), base);
        self.links = document.references().iter().map(|reference| follow(reference.span)).collect();
        for path in owner_paths(self.kind) {
            for (at, reference) in document.references().iter().enumerate() {
                if document.lies_at(reference, path) {
                    self.owners.push(at);
                }
            }
            if self.owners.is_empty() && self.logical.is_none() && self.kind != ResourceType::Bundle {
                self.logical = facts::logical_reference(document, path)
                    .filter(|one| identity::identifies(&one.system, &one.value));
            }
        }
    }
}

/// The names that documents of one delivery have for each other.
struct Names<'n> {
    scope: &'n str,
    /// Where this installation shows its resources.
    base: &'n str,
    by_url: HashMap<&'n str, usize>,
    /// And whether it is kept under that name.
    by_name: HashMap<(ResourceType, &'n str), (usize, bool)>,
}

impl<'n> Names<'n> {
    /// Notes what a document is called: what is kept under an id by that, before all else, and by the id that the document says.
    fn name(&mut self, item: &Item<'n>, (way, entry): (&'n Way<'_>, usize)) -> Result<(), WriteError> {
        if let Way::Keep { id, .. } = way {
            let first = self.by_name.insert((item.kind, id), (entry, true));
            if let Some((first, true)) = first {
                return Err(misplaced(entry, Misplaced::Twice { first }));
            }
        }
        if let Some(id) = item.document.as_ref().and_then(Document::id) {
            self.by_name.entry((item.kind, id)).or_insert((entry, false));
        }
        Ok(())
    }

    /// Where a reference leads, in a document that lies under `own`.
    fn follow(&self, reference: &str, own: &str) -> Link {
        if let Some(&entry) = self.by_url.get(reference) {
            return Link::Here(entry);
        }
        match Address::of(reference) {
            Address::Inside | Address::Elsewhere => Link::Ignored,
            Address::Named { of_version: true, base, kind, id } => {
                Link::Version(Box::new(self.follow_name((base, kind, id), own)))
            }
            Address::Urn(uuid) => {
                let named = |kind: &ResourceType| self.by_name.get(&(*kind, uuid));
                match URN_TYPES.iter().find_map(named) {
                    Some(&(entry, _)) => Link::Here(entry),
                    None => {
                        Link::There(URN_TYPES.iter().map(|&kind| alias(self.scope, kind, uuid)).collect())
                    }
                }
            }
            Address::Named { base, kind, id, .. } => self.follow_name((base, kind, id), own),
            Address::Search { kind, query } => match identifier_of(query) {
                Some(identifier) => Link::ByIdentifier(kind, found_by(self.scope, kind, identifier)),
                None => Link::Ignored,
            },
        }
    }

    fn follow_name(&self, (base, kind, id): (&str, ResourceType, &str), own: &str) -> Link {
        if !base.is_empty() {
            let scope = if base == self.base { self.scope } else { base };
            return Link::There(vec![alias(scope, kind, id)]);
        }
        let absolute = (!own.is_empty()).then(|| format!("{own}/{kind}/{id}"));
        let found = absolute.and_then(|url| self.by_url.get(url.as_str()));
        match found.copied().or_else(|| self.by_name.get(&(kind, id)).map(|(entry, _)| *entry)) {
            Some(entry) => Link::Here(entry),
            None => Link::There(vec![alias(self.scope, kind, id)]),
        }
    }
}

/// Where a resource may say whose it is: the compartment of R4, and for the two types that R4 leaves out, the subject of
/// a document and the context that secures a Binary.
fn owner_paths(kind: ResourceType) -> &'static [&'static str] {
    match kind {
        ResourceType::Bundle => &["entry.resource.subject", "entry.resource.patient"],
        ResourceType::Binary => &["securityContext"],
        kind => compartment::paths(kind),
    }
}
