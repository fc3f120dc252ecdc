//! Systems of the health service at the API: what they are registered for, what they see and what they may change.
//!
//! A row belongs to the system that has sent its first version through the API. Whoever has sent nothing owns nothing.

use std::fmt;
use std::marker::PhantomData;

use super::area::Areas;
use super::denied::Denied;
use super::facts::{Against, Block, Closed, Facts};
use super::lens::{Lens, Side};
use super::rule::Rule;
use super::rules::Yes;
use super::{Actor, Grant, Identify, Purpose, Read, Write, read_record};
use crate::choice::{Spell, Topic, is_open};
use crate::ids::{ClientKey, LocalId, PatientKey};
use crate::resource_type::ResourceType;
use jiff::Timestamp;

/// A registered system, as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientReader {
    /// Which.
    pub client: ClientKey,
    /// The organisation that has it, where the record knows it.
    pub organization: Option<LocalId>,
    /// Whether the configuration lets it read what others have sent.
    pub reads_region: bool,
    /// Whether it takes records in bulk.
    pub bulk: Bulk,
}

/// Whether a system takes what it reads out in bulk, to be kept and used elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bulk {
    /// It does not: it reads for somebody's care.
    #[default]
    No,
    /// It does, and the person has nothing against it.
    Open,
    /// It does, and the person has reserved against a use that it can be for.
    Reserved,
}

/// What records are taken out in bulk for, as far as a person can decide it: sharing beyond the region, learning and quality, tools
/// that support decisions. Which of them an export is for, nobody here can see, so that each reservation holds.
const BULK_USES: [Topic; 3] = [Topic::Sharing, Topic::Quality, Topic::DecisionTools];

impl Bulk {
    /// What the person has said, by their choices.
    #[must_use]
    pub fn of(choices: &[(Topic, Spell)], now: Timestamp) -> Self {
        let spells = |topic| choices.iter().filter(move |(of, _)| *of == topic).map(|(_, spell)| *spell);
        let is_reserved = |topic: &Topic| !is_open(*topic, &spells(*topic).collect::<Vec<_>>(), now);
        if BULK_USES.iter().any(is_reserved) { Self::Reserved } else { Self::Open }
    }
}

/// What a system does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Act {
    /// `c`
    Create = 1,
    /// `r`: one thing by its id, its versions.
    Read = 2,
    /// `u`
    Update = 4,
    /// `d`
    Delete = 8,
    /// `s`: searches, and the history of a type.
    Search = 16,
}

/// A set of acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Acts(u8);

/// The letters of SMART's scopes, in the order in which they must stand.
const LETTERS: [(char, Act); 5] =
    [('c', Act::Create), ('r', Act::Read), ('u', Act::Update), ('d', Act::Delete), ('s', Act::Search)];

impl Acts {
    const fn with(self, act: Act) -> Self {
        Self(self.0 | act as u8)
    }

    const fn has(self, act: Act) -> bool {
        self.0 & act as u8 != 0
    }

    /// `rs`; each letter once, in order.
    fn parse(letters: &str) -> Option<Self> {
        let (mut acts, mut order) = (Self::default(), LETTERS.iter());
        for letter in letters.chars() {
            acts = acts.with(order.find(|(known, _)| *known == letter)?.1);
        }
        (acts.0 != 0).then_some(acts)
    }
}

/// What a system is registered for, or has asked for: scopes of SMART App Launch 2, `system/Patient.rs`.
///
/// A scope for all types does not let a system write what decides who has access: such a type must be named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    every: Acts,
    named: Vec<(ResourceType, Acts)>,
    /// Whether two records of one person may be made one. Named by itself, covered by nothing else.
    merge: bool,
}

/// The scope for making two records one, and for parting them.
const MERGE: &str = "system/Patient.$merge";

/// Why a text is no scope of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no scope for systems; one looks like system/Observation.rs or system/*.cruds")]
pub struct ScopeFault(pub String);

/// The types whose documents decide who is let in: what opens a record, who is a parent, who is authorised staff where.
const DECIDING: [ResourceType; 4] = [
    ResourceType::Consent,
    ResourceType::RelatedPerson,
    ResourceType::Practitioner,
    ResourceType::PractitionerRole,
];

/// The types that are about nobody: every system needs them to say where and by whom.
const REGISTERS: [ResourceType; 8] = [
    ResourceType::Organization,
    ResourceType::Practitioner,
    ResourceType::PractitionerRole,
    ResourceType::Location,
    ResourceType::HealthcareService,
    ResourceType::Endpoint,
    ResourceType::Medication,
    ResourceType::Substance,
];

impl Scopes {
    /// Reads scopes that stand between blanks.
    ///
    /// # Errors
    /// [`ScopeFault`] for the first that is none.
    pub fn parse(text: &str) -> Result<Self, ScopeFault> {
        let mut scopes = Self::default();
        for one in text.split_ascii_whitespace() {
            if one == MERGE {
                scopes.merge = true;
                continue;
            }
            let (name, acts) = read(one).ok_or_else(|| ScopeFault(one.chars().take(80).collect()))?;
            match name {
                None => scopes.every = Acts(scopes.every.0 | acts.0),
                Some(kind) => scopes.add(kind, acts),
            }
        }
        Ok(scopes)
    }

    fn add(&mut self, kind: ResourceType, acts: Acts) {
        match self.named.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.0 |= acts.0,
            None => self.named.push((kind, acts)),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.every.0 == 0 && self.named.is_empty() && !self.merge
    }

    /// Whether they allow this for documents. An AuditEvent that was sent is not changed. The access log is another thing:
    /// [`Self::open_log`].
    #[must_use]
    pub fn allow(&self, kind: ResourceType, act: Act) -> bool {
        let is_named = || self.named.iter().any(|(named, acts)| *named == kind && acts.has(act));
        let is_read = matches!(act, Act::Read | Act::Search);
        if kind == ResourceType::AuditEvent && matches!(act, Act::Update | Act::Delete) {
            return false;
        }
        self.every.has(act) && (is_read || !DECIDING.contains(&kind)) || is_named()
    }

    /// Whether they open the access log to this: it is named, as AuditEvent; a scope for all types does not do it.
    #[must_use]
    pub fn open_log(&self, act: Act) -> bool {
        matches!(act, Act::Read | Act::Search) && self.acts(ResourceType::AuditEvent).has(act)
    }

    /// Whether they name the making of two records of one person one.
    #[must_use]
    pub const fn merge(&self) -> bool {
        self.merge
    }

    /// What is in either.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.every.0 |= other.every.0;
        self.merge |= other.merge;
        for (kind, acts) in &other.named {
            self.add(*kind, *acts);
        }
        self
    }

    /// What is in both: what a system has asked for, as far as it is registered for it.
    #[must_use]
    pub fn within(&self, registered: &Self) -> Self {
        let (every, merge) = (Acts(self.every.0 & registered.every.0), self.merge && registered.merge);
        let mut both = Self { every, named: Vec::new(), merge };
        for (kind, acts) in &self.named {
            let known = registered.acts(*kind).0 | given_by_all(registered.every, *kind).0;
            both.keep(*kind, Acts(acts.0 & known));
        }
        for (kind, acts) in &registered.named {
            // Who asks for all types is given the named ones as far as they are named for them.
            both.keep(*kind, Acts(acts.0 & self.every.0));
        }
        both
    }

    fn keep(&mut self, kind: ResourceType, acts: Acts) {
        if acts.0 != 0 {
            self.add(kind, acts);
        }
    }

    fn acts(&self, kind: ResourceType) -> Acts {
        self.named.iter().find(|(known, _)| *known == kind).map_or(Acts::default(), |(_, acts)| *acts)
    }
}

/// What a scope for all types gives for one of them.
fn given_by_all(every: Acts, kind: ResourceType) -> Acts {
    if kind == ResourceType::AuditEvent {
        // Named for reading, it would open the access log.
        return Acts(every.0 & Act::Create as u8);
    }
    if !DECIDING.contains(&kind) {
        return every;
    }
    Acts(every.0 & Acts::default().with(Act::Read).with(Act::Search).0)
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = |acts: &Acts| -> String {
            LETTERS.iter().filter(|(_, act)| acts.has(*act)).map(|(letter, _)| *letter).collect()
        };
        let mut space = "";
        if self.every.0 != 0 {
            write!(f, "system/*.{}", letters(&self.every))?;
            space = " ";
        }
        for (kind, acts) in &self.named {
            write!(f, "{space}system/{kind}.{}", letters(acts))?;
            space = " ";
        }
        if self.merge {
            write!(f, "{space}{MERGE}")?;
        }
        Ok(())
    }
}

/// `system/Patient.rs`, and `system/Patient.read` of SMART 1.
fn read(scope: &str) -> Option<(Option<ResourceType>, Acts)> {
    let (name, acts) = scope.strip_prefix("system/")?.split_once('.')?;
    let kind = if name == "*" { None } else { Some(ResourceType::from_name(name)?) };
    let acts = match acts {
        "read" => Acts::parse("rs"),
        "write" => Acts::parse("cud"),
        "*" => Acts::parse("cruds"),
        letters => Acts::parse(letters),
    };
    Some((kind, acts?))
}

/// What a system sees of a record: what it has sent; more where it reads the region and nothing stands against it.
pub(super) fn decide(facts: &Facts<'_>, client: &ClientReader) -> Yes {
    let closes = |block: &&Block| {
        let is_meant = match block.against {
            Against::Staff => true,
            Against::Organization(organization) => {
                // Whose system it is must be known for the closing of one organisation to mean another.
                client.organization.is_none_or(|own| own == organization)
            }
            Against::Practitioner(_) | Against::Person(_) => false,
        };
        is_meant && block.term.holds(facts.now)
    };
    let blocks: Vec<&Block> = facts.blocks.iter().filter(closes).collect();
    let is_closed = blocks.iter().any(|block| block.what == Closed::Record);
    let mut lens = Lens::new(Side::Client, Areas::ALL, facts.now);
    lens.own = Some(client.client);
    let is_reserved = client.bulk == Bulk::Reserved;
    if !client.reads_region || facts.subject.is_protected || is_closed || is_reserved {
        lens.is_own_only = true;
        return Yes { rule: Rule::ClientOwn, purpose: Purpose::Exchange, lens };
    }
    let items = blocks.iter().flat_map(|block| match &block.what {
        Closed::Items(items) => items.as_slice(),
        Closed::Record | Closed::Coming => &[],
    });
    lens.locked = items.copied().collect();
    let coming = blocks.iter().filter(|block| block.what == Closed::Coming);
    lens.locked_from = coming.map(|block| block.term.from).min();
    let rule = if client.bulk == Bulk::Open { Rule::ClientBulk } else { Rule::ClientRegion };
    Yes { rule, purpose: Purpose::Exchange, lens }
}

/// May the system read things of this type in the subject's record? Which of them, the grant's lens says.
///
/// # Errors
/// [`Denied::NotYours`] beyond its scopes; otherwise as [`read_record`].
///
/// Source: `docs/rules/access.md`, rules `client-own` and `client-region`.
pub fn read_as_client(
    actor: Actor,
    facts: &Facts<'_>,
    (scopes, kind, act): (&Scopes, ResourceType, Act),
) -> Result<Grant<Read>, Denied> {
    if !scopes.allow(kind, act) || !matches!(act, Act::Read | Act::Search) {
        return Err(Denied::NotYours);
    }
    read_record(actor, facts)
}

/// May the system take what it may read of the subject's record out in bulk? Which types, its scopes say; which rows, the
/// grant's lens.
///
/// # Errors
/// [`Denied::NotYours`] for whoever is no system; otherwise as [`read_record`].
///
/// Source: `docs/rules/access.md`, rules `client-own` and `client-bulk`.
pub fn take_in_bulk(actor: Actor, facts: &Facts<'_>) -> Result<Grant<Read>, Denied> {
    let Actor::Client { .. } = actor else { return Err(Denied::NotYours) };
    read_record(actor, facts)
}

/// May the system read things of this type that are about nobody? The grant is for no person's record. Of what is not a
/// register it sees what it has sent.
///
/// # Errors
/// [`Denied::NotYours`] beyond its scopes, and for whoever is no system.
pub fn read_register(
    actor: Actor,
    (scopes, kind, act): (&Scopes, ResourceType, Act),
) -> Result<Grant<Read>, Denied> {
    let Actor::Client { client, .. } = actor else { return Err(Denied::NotYours) };
    if !scopes.allow(kind, act) || !matches!(act, Act::Read | Act::Search) {
        return Err(Denied::NotYours);
    }
    let mut lens = Lens::system();
    lens.side = Side::Client;
    lens.own = Some(client);
    lens.is_own_only = !REGISTERS.contains(&kind);
    let (rule, purpose) = (Rule::ClientOwn, Purpose::Exchange);
    Ok(Grant { actor, patient: Some(PatientKey::SHARED), purpose, rule, lens, action: PhantomData })
}

/// May the system be told which row it means by an id or an identifier? What it may see of it is another question.
///
/// # Errors
/// [`Denied::NotYours`] for whoever is no system.
pub fn find_as_client(actor: Actor) -> Result<Grant<Identify>, Denied> {
    let Actor::Client { .. } = actor else { return Err(Denied::NotYours) };
    let (rule, purpose) = (Rule::ClientOwn, Purpose::Exchange);
    Ok(Grant { actor, patient: None, purpose, rule, lens: Lens::system(), action: PhantomData })
}

/// May the system send these changes? The grant is for whichever records they are about; it changes no row but the
/// system's own.
///
/// # Errors
/// [`Denied::NotYours`] when one of them is beyond its scopes, and for whoever is no system.
///
/// Source: `docs/rules/access.md`, rule `client-own`.
pub fn deliver(
    actor: Actor,
    scopes: &Scopes,
    changes: impl IntoIterator<Item = (ResourceType, Act)>,
) -> Result<Grant<Write>, Denied> {
    let Actor::Client { client, .. } = actor else { return Err(Denied::NotYours) };
    if !changes.into_iter().all(|(kind, act)| scopes.allow(kind, act)) {
        return Err(Denied::NotYours);
    }
    let mut lens = Lens::system();
    (lens.side, lens.own, lens.is_own_only) = (Side::Client, Some(client), true);
    let (rule, purpose) = (Rule::ClientOwn, Purpose::Exchange);
    Ok(Grant { actor, patient: None, purpose, rule, lens, action: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::{Act, Acts, Bulk, LETTERS, Scopes, deliver, read_as_client, read_register};
    use crate::access::facts::{Facts, Reader, Subject};
    use crate::access::{Actor, ClientReader, Denied, Rule, SafeMode, SystemTask, VisitNumber};
    use crate::choice::{Spell, Topic};
    use crate::ids::{ClientKey, PatientKey};
    use crate::resource_type::ResourceType as T;
    use jiff::Timestamp;

    fn scopes(text: &str) -> Scopes {
        Scopes::parse(text).expect(text)
    }

    #[test]
    fn which_reservations_close_a_bulk_export() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let spell = |until: Option<i64>| Spell { from: at(10), until: until.map(at) };
        let check = |topic, until, now, expected| {
            assert_eq!(Bulk::of(&[(topic, spell(until))], at(now)), expected, "{topic:?} at {now}");
        };
        assert_eq!(Bulk::of(&[], at(20)), Bulk::Open);
        for topic in [Topic::Sharing, Topic::Quality, Topic::DecisionTools] {
            check(topic, None, 9, Bulk::Open);
            check(topic, None, 10, Bulk::Reserved);
            check(topic, Some(20), 20, Bulk::Open);
        }
        for topic in [Topic::ResearchSamples, Topic::ResearchContact, Topic::PaperLetters] {
            check(topic, None, 20, Bulk::Open);
        }
    }

    #[test]
    fn an_act_that_is_there_already_stays() {
        let all = LETTERS.iter().fold(Acts::default(), |acts, (_, act)| acts.with(*act));
        for (letter, act) in LETTERS {
            let alone = Acts::default().with(act);
            assert_eq!((alone.with(act), all.with(act)), (alone, all), "{letter}");
            assert!(LETTERS.iter().all(|(other, one)| alone.has(*one) == (*other == letter)), "{letter}");
        }
    }

    #[test]
    fn scopes_are_read_and_written() {
        let check = |text: &str, expected: &str| assert_eq!(scopes(text).to_string(), expected);
        check("", "");
        check("system/Patient.rs system/Observation.cruds", "system/Patient.rs system/Observation.cruds");
        check("system/Patient.r system/Patient.s system/*.r", "system/*.r system/Patient.rs");
        check("system/*.r system/*.rs system/Patient.r system/Patient.r", "system/*.rs system/Patient.r");
        assert!(
            scopes("").is_empty()
                && !scopes("system/*.r").is_empty()
                && !scopes("system/Patient.r").is_empty()
        );
        check(
            "system/*.read system/Task.write system/Flag.*",
            "system/*.rs system/Task.cud system/Flag.cruds",
        );
        for bad in [
            "patient/Patient.rs",
            "system/Patient.sr",
            "system/Patient.",
            "system/Pasient.r",
            "openid",
            "system/Patient.rr",
            "system/Observation.rs?category=laboratory",
        ] {
            assert_eq!(Scopes::parse(bad).expect_err(bad).0, bad);
        }
    }

    #[test]
    fn what_scopes_allow() {
        let all = scopes("system/*.cruds");
        assert!(all.allow(T::Observation, Act::Create) && all.allow(T::Consent, Act::Read));
        for kind in [T::Consent, T::RelatedPerson, T::Practitioner, T::PractitionerRole] {
            for act in [Act::Create, Act::Update, Act::Delete] {
                assert!(!all.allow(kind, act), "{kind} decides who is let in");
            }
        }
        let named = scopes("system/Consent.cu system/Patient.r");
        assert!(named.allow(T::Consent, Act::Create) && !named.allow(T::Consent, Act::Delete));
        assert!(named.allow(T::Patient, Act::Read) && !named.allow(T::Observation, Act::Read));
        assert!(Scopes::default().is_empty() && !Scopes::default().allow(T::Patient, Act::Read));
    }

    #[test]
    fn nobody_is_given_more_than_they_are_registered_for() {
        let check = |asked: &str, registered: &str, expected: &str| {
            assert_eq!(scopes(asked).within(&scopes(registered)).to_string(), expected, "{asked}");
        };
        check("system/*.cruds", "system/Patient.rs", "system/Patient.rs");
        check("system/Patient.cruds", "system/*.rs", "system/Patient.rs");
        check("system/Consent.cruds", "system/*.cruds", "system/Consent.rs");
        check("system/*.cruds", "system/*.rs system/Consent.c", "system/*.rs system/Consent.c");
        check("system/Task.r", "system/Patient.r", "");
        check("system/Consent.c", "system/*.cruds system/Consent.c", "system/Consent.c");
        check("system/Patient.r", "system/*.r system/Patient.r", "system/Patient.r");
        let all =
            scopes("system/*.r system/Patient.c").and(&scopes("system/*.rs system/Patient.u system/Task.d"));
        assert_eq!(all.to_string(), "system/*.rs system/Patient.cu system/Task.d");
    }

    #[test]
    fn reading_wants_a_scope_for_it() {
        let client = ClientKey::new(7).expect("a key");
        let actor = Actor::Client { client, visit: VisitNumber(1) };
        let reader =
            Reader::Client(ClientReader { client, organization: None, reads_region: false, bulk: Bulk::No });
        let subject = Subject::unregistered(PatientKey::new(5).expect("a key"));
        let (safe, now) = (SafeMode::default(), Timestamp::UNIX_EPOCH);
        let facts = Facts { reader, subject, relations: &[], blocks: &[], safe, now };
        let own = scopes("system/Observation.cr system/Patient.s");
        let check = |kind, act, expected: Result<Rule, Denied>| {
            let grant = read_as_client(actor, &facts, (&own, kind, act));
            assert_eq!(grant.map(|grant| grant.rule()), expected, "{kind} {act:?}");
        };
        check(T::Observation, Act::Read, Ok(Rule::ClientOwn));
        check(T::Patient, Act::Search, Ok(Rule::ClientOwn));
        check(T::Observation, Act::Search, Err(Denied::NotYours));
        check(T::Observation, Act::Create, Err(Denied::NotYours));
        check(T::Task, Act::Read, Err(Denied::NotYours));
    }

    #[test]
    fn who_may_send_and_read_registers() {
        let client = ClientKey::new(7).expect("a key");
        let actor = Actor::Client { client, visit: VisitNumber(1) };
        let own = scopes("system/Observation.c system/Organization.r system/List.r");
        let send = |actor, changes: &[(T, Act)]| deliver(actor, &own, changes.iter().copied());
        let grant = send(actor, &[(T::Observation, Act::Create)]).expect("in scope");
        assert_eq!((grant.lens().own_only(), grant.patient()), (Some(client), None));
        assert_eq!(send(actor, &[(T::Observation, Act::Update)]).err(), Some(Denied::NotYours));
        let both = [(T::Observation, Act::Create), (T::Patient, Act::Create)];
        assert_eq!(send(actor, &both).err(), Some(Denied::NotYours), "all or nothing");
        let import = Actor::System(SystemTask::Import);
        assert_eq!(send(import, &[(T::Observation, Act::Create)]).err(), Some(Denied::NotYours));
        let read =
            |actor, kind| read_register(actor, (&own, kind, Act::Read)).map(|one| one.lens().own_only());
        assert_eq!(read(actor, T::Organization), Ok(None));
        assert_eq!(read(actor, T::List), Ok(Some(client)), "about nobody, and no register");
        assert_eq!(read(actor, T::Location), Err(Denied::NotYours));
        assert_eq!(read(import, T::Organization), Err(Denied::NotYours));
    }
}
