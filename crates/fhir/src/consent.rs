//! `Consent` as the access rules see it: who was given what, what is closed and against whom. Only consents of our own
//! categories open or close anything; every other consent is a document like any other.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Against, Closed, End, Proxy, Term};
use helsami_domain::access::marks::Mark;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;
use serde::Deserialize;

use crate::element::{Coding, Concept, Extension, Objects, One, Period, Reference, Resolve, Text};

pub mod made;
pub mod registered;

/// Our categories of consent.
pub const CATEGORY: &str = "http://helsami.no/fhir/CodeSystem/consent";
/// The parts of a record.
pub const AREA: &str = "http://helsami.no/fhir/CodeSystem/area";
/// Says that a period without an end is meant so: until one of the two ends it.
pub const UNTIL_ENDED: &str = "http://helsami.no/fhir/StructureDefinition/until-ended";
/// The naming system of the hashes of invitations' codes. The code itself is never stored.
pub const INVITATION: &str = "http://helsami.no/fhir/NamingSystem/invitation";
/// When the giver changed what is given last.
pub const CHANGED: &str = "http://helsami.no/fhir/StructureDefinition/access-changed";
/// In `provision.class`: everything that comes after the block began.
pub const COMING: &str = "coming";

/// What a consent of ours is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// A person has given another access.
    Proxy(Proxy),
    /// A parent has consented to the young person's own log-in.
    YouthAccess,
    /// The person has closed their own pages with the emergency lock.
    Lock,
    /// Something is closed.
    Block(Against, Closed),
    /// A doctor has stated that the person cannot consent.
    Incapacity,
    /// The nearest relative was approved to act.
    Representative {
        /// What the need covers.
        areas: Areas,
        /// When the doctor made the statement.
        certified: Timestamp,
    },
    /// A guardian, approved as the nearest relative or not.
    Guardian {
        /// Whether they are the nearest relative too.
        is_nearest: bool,
    },
    /// Child protection has taken over the care.
    InCare,
    /// Child protection has delegated to foster parents.
    Foster(Areas),
    /// Custody by judgment or agreement was shown to staff with the document.
    Custody,
    /// The nearest relative was approved to see after death.
    NearestOfDead(Areas),
    /// The person does not want to be asked again to give former parents access.
    OfferDismissed,
    /// The person wants a fresh sign-in before these parts and things of their record.
    SafeMode {
        /// The parts.
        areas: Areas,
        /// Single things.
        items: Vec<RecordId>,
    },
    /// The person has put away what was told about accesses until this moment.
    NoticesPutAway(Timestamp),
}

impl Matter {
    /// Whether it keeps somebody out, or something back.
    #[must_use]
    pub const fn closes(&self) -> bool {
        matches!(self, Self::Lock | Self::Block(..) | Self::InCare | Self::SafeMode { .. })
    }
}

/// Whether a consent is one of ours that does not close anything, also one of which the rest cannot be understood.
#[must_use]
pub fn is_opening(body: &str) -> bool {
    let consent: Option<Consent<'_>> = serde_json::from_str(body).ok();
    let consent = consent.unwrap_or_default();
    consent.category().is_some_and(|one| !matches!(one, "block" | "lock" | "in-care" | "safe-mode"))
}

/// How far a consent has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Offered, and answered by nobody.
    Proposed,
    /// In force, as far as its period goes.
    Active,
    /// Turned down by the one who was invited.
    Declined,
    /// Ended by one of the two, written by mistake, or anything else that opens nothing.
    Ended,
}

/// One consent, as far as a decision needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessConsent {
    /// The resource.
    pub id: RecordId,
    /// What it is about.
    pub matter: Matter,
    /// Who it is given to, where it is given to a person.
    pub holder: Option<PatientKey>,
    /// How far it has come.
    pub standing: Standing,
    /// When it was made.
    pub made: Option<Timestamp>,
    /// When what is given was changed last.
    pub changed: Option<Timestamp>,
    /// The hash of the code that an invitation is answered with.
    pub code: Option<Box<str>>,
    /// From when to when. A period that says nothing of its end is never in force.
    pub term: Term,
}

impl AccessConsent {
    /// Whether it is in force: `active`, and neither proposed, ended nor written by mistake.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.standing == Standing::Active
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Consent<'a> {
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    #[serde(borrow)]
    identifier: Objects<Named<'a>>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    date_time: Text<'a>,
    #[serde(borrow)]
    provision: One<Provision<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Named<'a> {
    #[serde(borrow)]
    system: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Provision<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    actor: Objects<Actor<'a>>,
    #[serde(borrow)]
    security_label: Objects<Coding<'a>>,
    #[serde(borrow)]
    class: Objects<Coding<'a>>,
    #[serde(borrow)]
    data: Objects<Data<'a>>,
    #[serde(borrow)]
    provision: Objects<Exception<'a>>,
}

/// What is kept back of what is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Exception<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    security_label: Objects<Coding<'a>>,
    #[serde(borrow)]
    data: Objects<Data<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Actor<'a> {
    #[serde(borrow)]
    reference: One<Reference<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    reference: One<Reference<'a>>,
}

/// Reads a consent of ours. `None` for every other consent, and for one that cannot be understood: what would open then
/// opens nothing.
#[must_use]
pub fn access_consent(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<AccessConsent> {
    let consent: Consent<'_> = serde_json::from_str(body).ok()?;
    let provision = consent.provision.get().cloned().unwrap_or_default();
    let actor = provision.actor.each().next().cloned().unwrap_or_default();
    let category = consent.category();
    let matter = matter(category?, &consent, (&provision, &actor), resolve)?;
    let reference = actor.reference.get();
    let holder =
        reference.and_then(|one| one.record(resolve)).filter(|one| one.kind == ResourceType::Patient);
    Some(AccessConsent {
        id,
        matter,
        holder: holder.map(|one| one.patient),
        standing: match &*consent.status {
            "active" => Standing::Active,
            "proposed" => Standing::Proposed,
            "rejected" => Standing::Declined,
            _ => Standing::Ended,
        },
        made: consent.date_time.when().map(helsami_domain::when::When::start),
        changed: consent.changed(),
        code: consent.code(),
        term: term(&provision),
    })
}

impl Consent<'_> {
    fn category(&self) -> Option<&str> {
        let codings = self.category.each().flat_map(|concept| concept.coding.each());
        codings.into_iter().find(|one| &*one.system == CATEGORY).map(|one| one.code.trim())
    }
}

fn matter(
    category: &str,
    consent: &Consent<'_>,
    (provision, actor): (&Provision<'_>, &Actor<'_>),
    resolve: Resolve<'_>,
) -> Option<Matter> {
    let areas = || Areas::of(&provision.classes().filter_map(Area::from_code).collect::<Vec<_>>());
    Some(match category {
        "proxy" => Matter::Proxy(provision.proxy(areas(), resolve)),
        "youth-access" => Matter::YouthAccess,
        "lock" => Matter::Lock,
        "block" => Matter::Block(actor.against(resolve)?, provision.closed(resolve)),
        "incapacity" => Matter::Incapacity,
        "representative" => {
            Matter::Representative { areas: areas(), certified: consent.date_time.when()?.start() }
        }
        "guardian" => Matter::Guardian { is_nearest: false },
        "guardian-as-nearest" => Matter::Guardian { is_nearest: true },
        "in-care" => Matter::InCare,
        "foster" => Matter::Foster(areas()),
        "custody" => Matter::Custody,
        "nearest-of-dead" => Matter::NearestOfDead(areas()),
        "safe-mode" => provision.safe_mode(areas(), resolve),
        "offer-dismissed" => Matter::OfferDismissed,
        "notices-put-away" => Matter::NoticesPutAway(consent.date_time.when()?.start()),
        _ => return None,
    })
}

impl Consent<'_> {
    fn changed(&self) -> Option<Timestamp> {
        let one = self.extension.each().find(|one| &*one.url == CHANGED)?;
        one.value_date_time.when().map(helsami_domain::when::When::start)
    }

    fn code(&self) -> Option<Box<str>> {
        let found = self.identifier.each().find(|one| &*one.system == INVITATION)?;
        found.value.filled().map(Into::into)
    }
}

impl Provision<'_> {
    fn classes(&self) -> impl Iterator<Item = &str> {
        self.class.each().filter(|one| &*one.system == AREA).map(|one| one.code.trim())
    }

    fn proxy(&self, areas: Areas, resolve: Resolve<'_>) -> Proxy {
        let denied = || self.provision.each().filter(|one| &*one.kind == "deny");
        let labels = denied().flat_map(|one| one.security_label.each());
        let items = denied().flat_map(|one| one.data.each());
        Proxy {
            areas,
            kept_back: labels.filter_map(|one| Mark::from_code(one.code.trim())).collect(),
            except: items.filter_map(|one| one.record(resolve)).collect(),
        }
    }

    /// A thing that cannot be found asks for every part: nothing opens because it was written badly.
    fn safe_mode(&self, areas: Areas, resolve: Resolve<'_>) -> Matter {
        match self.data.each().map(|one| one.record(resolve)).collect() {
            Some(items) => Matter::SafeMode { areas, items },
            None => Matter::SafeMode { areas: Areas::ALL, items: Vec::new() },
        }
    }

    fn closed(&self, resolve: Resolve<'_>) -> Closed {
        if self.class.each().any(|one| &*one.code == COMING) {
            return Closed::Coming;
        }
        // An item that cannot be found closes the whole record: a block never closes less than it was meant to.
        let items: Option<Vec<RecordId>> = self.data.each().map(|one| one.record(resolve)).collect();
        match items {
            Some(items) if !items.is_empty() => Closed::Items(items),
            _ => Closed::Record,
        }
    }
}

impl Data<'_> {
    fn record(&self, resolve: Resolve<'_>) -> Option<RecordId> {
        self.reference.get().and_then(|one| one.record(resolve))
    }
}

impl Actor<'_> {
    /// Against whom a block is. One that names nobody we know is against all staff.
    fn against(&self, resolve: Resolve<'_>) -> Option<Against> {
        let record = self.reference.get().and_then(|one| one.record(resolve));
        Some(match record {
            Some(one) if one.kind == ResourceType::Practitioner => Against::Practitioner(one.local),
            Some(one) if one.kind == ResourceType::Organization => Against::Organization(one.local),
            Some(one) if one.kind == ResourceType::Patient => Against::Person(one.patient),
            _ => Against::Staff,
        })
    }
}

/// A period that says nothing of its end, and does not say that this is meant, has ended.
fn term(provision: &Provision<'_>) -> Term {
    let period = provision.period.get().map(Period::span).unwrap_or_default();
    let is_open =
        provision.extension.each().any(|one| &*one.url == UNTIL_ENDED && one.value_boolean.0 == Some(true));
    let from = period.start.map_or(Timestamp::MIN, helsami_domain::when::When::start);
    let end = match period.end {
        Some(end) => End::At(end.end()),
        None if is_open => End::WhenEnded,
        None => End::At(Timestamp::MIN),
    };
    Term { from, end }
}

#[cfg(test)]
mod tests;
