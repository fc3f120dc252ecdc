//! Who has access to a record, and everything a person can do about it: invite, end, answer, give back, consent for a
//! young person, lock.

mod change;
mod give;
mod growing;
mod invitation;
mod lock;
mod notices;
mod preview;
mod safe;
mod youth;

use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::Term;
use helsami_domain::access::marks::Marks;
use helsami_domain::access::{Grant, Invitation, Write, weigh};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::consent::made::Parties;
use helsami_fhir::consent::{AccessConsent, Matter as About, Standing, access_consent};
use helsami_fhir::person::related_facts;
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, ExternalId, Look};
use jiff::Timestamp;

pub use self::change::{access_change, access_changeable};
pub use self::give::{Made, access_end, access_find, invite, may_give};
pub use self::growing::{former_parents, offer_dismiss};
pub use self::invitation::{Offer, give_back, invitation_answer, invitation_open};
pub use self::lock::{is_locked, lock};
pub(crate) use self::notices::told;
pub use self::notices::{Notice, Side, notices_put_away};
pub(crate) use self::preview::seen_by;
pub use self::preview::{Choice, Preview, Seen, held_back, preview};
pub use self::safe::{Adding, Head, Safe, Thing, is_thing, safe_mode, safe_mode_set};
pub use self::youth::{YouthAccess, youth_access, youth_consent};

use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Relations and consents that a list goes through: more than anybody has.
const LINES: usize = 2000;
/// Consents that a record may have for another to be added: half of what decisions can be made from, so that the
/// emergency lock and what staff register always find room.
const CONSENTS: usize = LINES / 2;
/// How often a change is tried again when somebody else has been faster.
const TRIES: usize = 4;

/// Everybody who has access to a record, or had.
#[derive(Clone, Debug)]
pub struct Accesses {
    /// Parents with responsibility by the register, while the person is a child in health matters.
    pub parents: Vec<Box<str>>,
    /// In force, coming or offered; newest first.
    pub current: Vec<Access>,
    /// Over; newest first.
    pub former: Vec<Access>,
}

/// One access to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// What to find it by.
    pub id: ExternalId,
    /// Who has it; nobody yet for an invitation.
    pub holder: Option<String>,
    /// Why.
    pub kind: Kind,
    /// Which parts.
    pub areas: Areas,
    /// What is kept back by topic.
    pub kept_back: Marks,
    /// What is kept back one by one, as forms have it.
    pub except: Vec<String>,
    /// From when to when.
    pub term: Term,
    /// How it stands.
    pub state: State,
}

/// Why somebody has access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The person has given it.
    Proxy,
    /// The nearest relative of somebody who cannot consent.
    Representative,
    /// A guardian who is the nearest relative too.
    Guardian,
    /// Child protection has delegated it.
    Foster,
    /// The nearest relative of somebody who is dead.
    NearestOfDead,
}

/// How an access stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Offered to whoever has the code, until this moment.
    Offered(Timestamp),
    /// Accepted; begins later.
    Coming,
    /// In force.
    InForce,
    /// Turned down at this moment.
    Declined(Timestamp),
    /// Ended by one of the two at this moment.
    Ended(Timestamp),
    /// Its time has run out.
    RunOut,
}

impl State {
    /// Whether it can still open something.
    #[must_use]
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Offered(_) | Self::Coming | Self::InForce)
    }

    fn of(consent: &AccessConsent, updated: Timestamp, now: Timestamp) -> Self {
        let until = consent.made.map_or(Timestamp::MIN, Invitation::ends);
        match consent.standing {
            Standing::Declined => Self::Declined(updated),
            Standing::Ended => Self::Ended(updated),
            _ if !consent.term.has_not_ended(now) => Self::RunOut,
            Standing::Proposed if now < until => Self::Offered(until),
            Standing::Proposed => Self::RunOut,
            Standing::Active if consent.term.holds(now) => Self::InForce,
            Standing::Active => Self::Coming,
        }
    }
}

/// Everybody who has access to the record, and those who had.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom this is not open; otherwise what the store says.
pub async fn access_list(app: &App, pass: &Pass, now: Timestamp) -> Result<Accesses, ReadError> {
    let look = Look::new(Matter::Access, now)
        .newest(ResourceType::RelatedPerson, LINES)
        .newest(ResourceType::Consent, LINES);
    let found = app.look(pass, &look, now).await?;
    let is_child =
        pass.birth().is_some_and(|birth| birth.is_under(helsami_domain::access::age::HEALTH_MAJORITY, now));
    let related = found.shelf.range(0).iter().filter_map(|entry| related_facts(&entry.body, now));
    let parents =
        related.filter(|one| is_child && one.has_responsibility && one.is_active && one.term.holds(now));
    let mut list = Accesses {
        parents: parents.filter_map(|one| one.name).collect(),
        current: Vec::new(),
        former: Vec::new(),
    };
    for entry in found.shelf.range(1) {
        let Some(one) = app.access(entry, now).await? else { continue };
        if one.state.is_current() { list.current.push(one) } else { list.former.push(one) }
    }
    Ok(list)
}

impl App {
    /// A stored consent as an access, if it is one.
    async fn access(&self, entry: &Entry, now: Timestamp) -> Result<Option<Access>, ReadError> {
        let Some(consent) = self.consent(entry) else { return Ok(None) };
        let (kind, areas, kept_back) = match &consent.matter {
            About::Proxy(proxy) => (Kind::Proxy, proxy.areas, proxy.kept_back),
            About::Representative { areas, .. } => (Kind::Representative, *areas, Marks::NONE),
            About::Guardian { is_nearest: true } => (Kind::Guardian, Areas::ALL, Marks::NONE),
            About::Foster(areas) => (Kind::Foster, *areas, Marks::NONE),
            About::NearestOfDead(areas) => (Kind::NearestOfDead, *areas, Marks::NONE),
            _ => return Ok(None),
        };
        let except = match &consent.matter {
            About::Proxy(proxy) => proxy.except.iter().map(|row| self.named(*row)).collect(),
            _ => Vec::new(),
        };
        let holder = match consent.holder {
            // Where a protected address came later, nobody is told of whom it is any more.
            Some(key) => Some(self.unprotected_name(key, now).await?.unwrap_or_default()),
            None => None,
        };
        let giveable = Areas::of(&helsami_domain::access::area::Area::GIVEABLE);
        Ok(Some(Access {
            id: self.link(entry.id),
            holder,
            kind,
            areas: areas.and(giveable),
            kept_back,
            except,
            term: consent.term,
            state: State::of(&consent, entry.updated, now),
        }))
    }

    fn consent(&self, entry: &Entry) -> Option<AccessConsent> {
        access_consent(entry.id, &entry.body, &|id, kind| self.resolve(id, kind))
    }

    /// A person as references name them.
    pub(crate) fn patient(&self, key: PatientKey) -> String {
        let local = helsami_domain::ids::LocalId::PATIENT;
        format!("Patient/{}", self.store.ids().show_parts(key, local))
    }

    /// Writes a new consent into the record of the grant, unless it has so many that somebody is filling it up: then
    /// decisions about it would stop.
    async fn consent_add(&self, grant: &Grant<Write>, json: &str, now: Timestamp) -> Result<(), ReadError> {
        let patient = grant.patient().ok_or(Error::Grant)?;
        let shelf = self.store.facts(&weigh(patient)?).await?;
        if shelf.range(2).len() >= CONSENTS {
            return Err(Error::TooMany("consents of one person").into());
        }
        self.consent_create(grant, json, now).await
    }

    /// Writes a new consent into the record of the grant.
    async fn consent_create(
        &self,
        grant: &Grant<Write>,
        json: &str,
        now: Timestamp,
    ) -> Result<(), ReadError> {
        self.store.write(grant, vec![Incoming::create(json)], now).await.map(drop).map_err(read_error)
    }

    /// Writes a consent anew, if it is still the version that was read. False if somebody was faster.
    async fn consent_change(
        &self,
        grant: &Grant<Write>,
        (entry, json): (&Entry, &str),
        now: Timestamp,
    ) -> Result<bool, ReadError> {
        let id = self.link(entry.id).to_string();
        let way = Way::Keep { id: id.into(), expected: Some(entry.version) };
        let incoming = Incoming { way, ..Incoming::create(json) };
        match self.store.write(grant, vec![incoming], now).await {
            Ok(_) => Ok(true),
            Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => Ok(false),
            Err(error) => Err(read_error(error)),
        }
    }
}

/// What the portal writes is never refused for what it says; when it is, the program is wrong.
pub(crate) fn read_error(error: WriteError) -> ReadError {
    match error {
        WriteError::Store(error) => error.into(),
        _ => Error::Damaged("a consent of the portal's own").into(),
    }
}

/// Who a consent is between.
fn parties<'a>(patient: &'a str, performer: &'a str) -> Parties<'a> {
    Parties { patient, performer }
}
