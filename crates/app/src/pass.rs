//! The way into one record for one request: the facts are gathered, the rules decide, and every look carries the answer.

use std::borrow::Cow;
use std::fmt;

use helsami_domain::access::age::Birth;
use helsami_domain::access::facts::{Block, Facts, Home, Reader, Relation, RelationKind, Subject};
use helsami_domain::access::lens::Lens;
use helsami_domain::access::{self, Actor, Change, Denied, Grant, Opening, Read, Rule, Write};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_fhir::consent::{AccessConsent, Matter as About, access_consent};
use helsami_fhir::person::{Dwelling, PersonFacts, RelatedFacts, home, person_facts, related_facts};
use helsami_store::{Entry, Error, Look, Shelf};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::App;
use crate::read::ReadError;

mod acting;
mod behind;
mod safe;

pub use acting::{Acted, acted_subject, acting_for, name_shown, own_areas};
pub(crate) use acting::{link, rows_naming};
pub use behind::{Behind, stayed_behind};
pub(crate) use safe::{Beside, Chosen};

/// Somebody let in to one record, for one request.
#[derive(Clone)]
pub struct Pass {
    pub(crate) grant: Grant<Read>,
    subject: PatientKey,
    name: Option<Box<str>>,
    birth: Option<Birth>,
    identifiers: Vec<(String, String)>,
    opening: Option<Opening>,
}

/// `Debug` shows nothing of it: it holds a name and numbers.
impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass")
    }
}

impl Pass {
    /// Of a member of staff, for what they have opened.
    pub(crate) fn at_work(grant: Grant<Read>, subject: PatientKey, known: Known, opening: Opening) -> Self {
        Self::of(grant, subject, known, Some(opening))
    }

    fn of(grant: Grant<Read>, subject: PatientKey, known: Known, opening: Option<Opening>) -> Self {
        let PersonFacts { subject: Subject { birth, .. }, name, identifiers, .. } = known.person;
        Self { grant, subject, name, birth, identifiers, opening }
    }

    /// What staff have said when they opened the record; nothing for citizens.
    #[must_use]
    pub const fn opening(&self) -> Option<&Opening> {
        self.opening.as_ref()
    }

    /// The look with the reason that was given when the record was opened, if one was.
    pub(crate) fn with_reason<'l>(&self, look: &'l Look) -> Cow<'l, Look> {
        match self.opening.as_ref().map(|opening| &*opening.reason) {
            None | Some("") => Cow::Borrowed(look),
            Some(reason) => Cow::Owned(look.clone().because(reason)),
        }
    }

    /// Whose record it is.
    #[must_use]
    pub const fn subject(&self) -> PatientKey {
        self.subject
    }

    /// Who was let in.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.grant.actor()
    }

    /// The rule that let them in.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.grant.rule()
    }

    /// What they may see.
    #[must_use]
    pub const fn lens(&self) -> &Lens {
        self.grant.lens()
    }

    /// The name of the person whose record it is.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Their date of birth, if the record has a whole one.
    #[must_use]
    pub fn born(&self) -> Option<Date> {
        self.birth.and_then(Birth::date)
    }

    /// When they were born, as far as it is known.
    #[must_use]
    pub const fn birth(&self) -> Option<Birth> {
        self.birth
    }

    /// What the person whose record it is, is known by: system and value.
    pub(crate) fn identifiers(&self) -> &[(String, String)] {
        &self.identifiers
    }

    /// Whether it is somebody else's record.
    #[must_use]
    pub fn is_for_another(&self) -> bool {
        !matches!(self.actor(), Actor::Citizen { person, .. } if person == self.subject)
    }
}

/// What is stored of one person that decisions need.
pub(crate) struct Known {
    pub(crate) person: PersonFacts,
    related: Vec<RelatedFacts>,
    consents: Vec<AccessConsent>,
    /// What it was read from.
    shelf: Shelf,
    /// The consents of other records of the same person.
    choices: Vec<Entry>,
    /// What closes with the single things that want a fresh sign-in.
    beside: Beside,
}

impl Known {
    fn of(app: &App, key: PatientKey, shelf: Shelf, now: Timestamp) -> Self {
        let patient = shelf.first(0);
        let unregistered = || PersonFacts {
            subject: Subject::unregistered(key),
            name: None,
            identifiers: Vec::new(),
            dwellings: Vec::new(),
        };
        let mut person =
            patient.and_then(|entry| person_facts(&entry.body, key, now)).unwrap_or_else(unregistered);
        person.subject.is_joined = app.store.is_joined(key);
        let related = shelf.range(1).iter().filter_map(|entry| related_facts(&entry.body, now)).collect();
        let consents = shelf.range(2).iter().filter_map(|entry| app.view(entry, access_consent)).collect();
        Self { person, related, consents, shelf, choices: Vec::new(), beside: Beside::default() }
    }

    /// What closes another record of the same person closes this one: of two that were made one, each says what its senders
    /// know, also what they come to know later.
    fn close_as(&mut self, other: Self) {
        let (own, its) = (&mut self.person.subject, other.person.subject);
        own.is_dead |= its.is_dead;
        own.is_protected |= its.is_protected;
        self.consents.extend(other.consents.into_iter().filter(|one| one.matter.closes()));
        self.choices.extend_from_slice(other.shelf.range(2));
    }

    /// The rows of this record and of others of the same person that may say what the person has chosen.
    pub(crate) fn choice_rows(&self) -> impl Iterator<Item = &Entry> {
        self.shelf.range(2).iter().chain(&self.choices)
    }

    /// The rows of the consents: what became of each is beside its document.
    pub(crate) fn consent_rows(&self) -> &[Entry] {
        self.shelf.range(2)
    }

    fn in_force(&self, now: Timestamp) -> impl Iterator<Item = &AccessConsent> {
        self.consents.iter().filter(move |one| one.is_active() && one.term.holds(now))
    }

    /// The person, with what their consents say of them now.
    pub(crate) fn subject(&self, now: Timestamp) -> Subject {
        let has = |about: &About| self.in_force(now).any(|one| one.matter == *about);
        Subject {
            is_locked: has(&About::Lock),
            has_youth_consent: has(&About::YouthAccess),
            is_in_care: has(&About::InCare),
            lacks_capacity: has(&About::Incapacity),
            ..self.person.subject
        }
    }

    /// Everybody to whom an access in force was given or approved.
    pub(crate) fn holders(&self, now: Timestamp) -> Vec<PatientKey> {
        // Guardianship alone gives no access, and the register gives parents theirs.
        let is_given = |one: &&AccessConsent| {
            relation(one).is_some()
                && !matches!(one.matter, About::Guardian { is_nearest: false } | About::Custody)
        };
        let given = self.in_force(now).filter(is_given);
        let mut holders: Vec<PatientKey> = given.filter_map(|one| one.holder).collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// Whether somebody has an access in force that somebody gave or approved.
    pub(crate) fn gives_access_to(&self, person: PatientKey, now: Timestamp) -> bool {
        self.holders(now).contains(&person)
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
        let active = self.consents.iter().filter(|one| one.is_active());
        let block = |one: &AccessConsent| match &one.matter {
            About::Block(against, what) => {
                Some(Block { against: *against, what: what.clone(), term: one.term })
            }
            _ => None,
        };
        active.filter_map(block).collect()
    }

    /// How somebody else is related to the person.
    pub(crate) fn relations(&self, other: (PatientKey, &PersonFacts), now: Timestamp) -> Vec<Relation> {
        let home = self.home(other, now);
        let (key, facts) = other;
        let parents = self.related.iter().filter(|one| one.is(&facts.identifiers));
        let given = self.consents.iter().filter(|one| one.holder == Some(key)).filter_map(relation);
        parents.filter_map(|one| one.relation(home)).chain(given).collect()
    }

    /// Whether the child lives with one of the parents, as far as the registers and the other's own record tell.
    fn home(&self, (key, other): (PatientKey, &PersonFacts), now: Timestamp) -> Home {
        let is_shown = |one: &AccessConsent| one.matter == About::Custody && one.holder == Some(key);
        if self.in_force(now).any(is_shown) {
            return Home::Documented;
        }
        let is_parent = |one: &&RelatedFacts| one.is_parent && one.is_active && one.term.holds(now);
        let mut places: Vec<&[Dwelling]> =
            self.related.iter().filter(is_parent).map(|one| &*one.dwellings).collect();
        if self.related.iter().filter(is_parent).any(|one| one.is(&other.identifiers)) {
            places.push(&other.dwellings);
        }
        home(&self.person.dwellings, &places)
    }
}

/// The relation that a consent makes.
fn relation(consent: &AccessConsent) -> Option<Relation> {
    let kind = match &consent.matter {
        About::Proxy(proxy) => RelationKind::Proxy(proxy.clone()),
        About::Representative { areas, certified } => {
            RelationKind::Representative { areas: *areas, certified: *certified }
        }
        About::Guardian { is_nearest } => RelationKind::Guardian { is_nearest: *is_nearest },
        About::Foster(areas) => RelationKind::Foster { areas: *areas },
        About::NearestOfDead(areas) => RelationKind::NearestOfDead { areas: *areas },
        About::Custody => RelationKind::Custody,
        About::YouthAccess
        | About::Lock
        | About::Block(..)
        | About::Incapacity
        | About::InCare
        | About::SafeMode { .. }
        | About::OfferDismissed
        | About::NoticesPutAway(_) => {
            return None;
        }
    };
    Some(Relation { kind, term: consent.term, is_active: consent.is_active() })
}

impl App {
    /// Asks the rules whether the actor may look into the subject's record now. A refusal is in the subject's log before
    /// this returns.
    ///
    /// # Errors
    /// [`ReadError::Denied`], with the reason; otherwise what the store says.
    pub async fn admit(&self, actor: Actor, subject: PatientKey, now: Timestamp) -> Result<Pass, ReadError> {
        match self.weigh(actor, subject, now).await {
            Err(ReadError::Denied(denied)) => {
                self.store.refused(&access::weigh(subject)?, actor, (Matter::Home, now)).await?;
                Err(ReadError::Denied(denied))
            }
            answer => answer,
        }
    }

    /// The decision alone.
    async fn weigh(&self, actor: Actor, subject: PatientKey, now: Timestamp) -> Result<Pass, ReadError> {
        let decided = self.decide((actor, subject), now, |facts| access::read_record(actor, facts)).await;
        let (grant, known) = decided?;
        Ok(Pass::of(grant, subject, known, None))
    }

    /// Gathers the facts and lets the rules answer.
    pub(crate) async fn decide<G>(
        &self,
        (actor, subject): (Actor, PatientKey),
        now: Timestamp,
        rule: impl FnOnce(&Facts<'_>) -> Result<G, Denied>,
    ) -> Result<(G, Known), ReadError> {
        let Actor::Citizen { person, .. } = actor else { return Err(Denied::NoRelation.into()) };
        let known = self.known(subject, now).await?;
        let (blocks, safe) = (known.blocks(), known.safe(now));
        let open_until = self.open_until((actor, subject), &safe, now).await?;
        let own = if person == subject { None } else { Some(self.known(person, now).await?) };
        let relations =
            own.as_ref().map(|own| known.relations((person, &own.person), now)).unwrap_or_default();
        let Subject { birth, is_dead, is_protected, .. } = own.as_ref().unwrap_or(&known).person.subject;
        let facts = Facts {
            reader: Reader::Citizen { person, birth, is_dead, is_protected },
            subject: known.subject(now),
            relations: &relations,
            blocks: &blocks,
            safe: safe.mode(open_until),
            now,
        };
        let answer = rule(&facts)?;
        Ok((answer, known))
    }

    /// Asks the rules whether the actor may make this change in the subject's record now. A refusal is in the subject's
    /// log before this returns.
    ///
    /// # Errors
    /// [`ReadError::Denied`], with the reason; otherwise what the store says.
    pub(crate) async fn may_change(
        &self,
        (actor, subject): (Actor, PatientKey),
        what: Change,
        now: Timestamp,
    ) -> Result<Grant<Write>, ReadError> {
        match self.decide((actor, subject), now, |facts| access::change(actor, facts, what)).await {
            Ok((grant, _)) => Ok(grant),
            Err(ReadError::Denied(denied)) => {
                self.store.refused(&access::weigh(subject)?, actor, (about(what), now)).await?;
                Err(denied.into())
            }
            Err(error) => Err(error),
        }
    }

    /// What somebody is called, to greet them by. Empty for somebody who has no name yet.
    pub(crate) async fn name_of(&self, key: PatientKey, now: Timestamp) -> Result<String, Error> {
        let Ok(grant) = access::weigh(key) else { return Ok(String::new()) };
        let shelf = self.store.facts(&grant).await?;
        Ok(Known::of(self, key, shelf, now).person.name.map(String::from).unwrap_or_default())
    }

    /// What somebody is called, for others; `None` where their address is protected.
    pub(crate) async fn unprotected_name(
        &self,
        key: PatientKey,
        now: Timestamp,
    ) -> Result<Option<String>, ReadError> {
        let person = self.known(key, now).await?.person;
        let name = person.name.map(String::from).unwrap_or_default();
        Ok((!person.subject.is_protected).then_some(name))
    }

    /// What is stored of a person that decisions need.
    pub(crate) async fn known(&self, key: PatientKey, now: Timestamp) -> Result<Known, ReadError> {
        let shelf = self.store.facts(&access::weigh(key)?).await?;
        let mut known = Known::of(self, key, shelf, now);
        for other in self.store.same_person(key) {
            let shelf = self.store.facts(&access::weigh(other)?).await?;
            known.close_as(Known::of(self, other, shelf, now));
        }
        known.beside = self.beside(key, &known.safe(now).items).await?;
        Ok(known)
    }
}

/// What a change is about, as the access log names it.
const fn about(what: Change) -> Matter {
    match what {
        Change::Block => Matter::Blocks,
        Change::ReportError => Matter::Report,
        Change::Ask | Change::HandleCase => Matter::Cases,
        Change::ConfirmKin => Matter::Details,
        Change::Choose | Change::PutAway => Matter::Access,
        Change::GiveAccess
        | Change::EndAccess
        | Change::ReturnAccess
        | Change::ConsentForYouth
        | Change::SafeMore
        | Change::SafeLess
        | Change::Lock
        | Change::Register => Matter::Access,
        Change::HaveReviewed => Matter::Opening,
        Change::Mark => Matter::Marks,
    }
}
