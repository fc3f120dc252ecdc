//! What a decision is made from. Whoever gathers the facts says what is registered; only the rules say what follows.

use jiff::Timestamp;

use super::age::Birth;
use super::area::Areas;
use super::client::ClientReader;
use super::denied::Denied;
use super::marks::Marks;
use super::safe_mode::SafeMode;
use crate::ids::{LocalId, PatientKey, RecordId};

/// Everything that one decision looks at.
#[derive(Clone, Debug)]
pub struct Facts<'f> {
    /// Who acts.
    pub reader: Reader,
    /// Whose record.
    pub subject: Subject,
    /// How the one is related to the other; several can be true at once.
    pub relations: &'f [Relation],
    /// What the subject, or a court, has closed.
    pub blocks: &'f [Block],
    /// What the subject wants a fresh sign-in for.
    pub safe: SafeMode<'f>,
    /// When.
    pub now: Timestamp,
}

impl Facts<'static> {
    /// About two citizens of whom nothing is registered but that they exist.
    #[must_use]
    pub const fn unregistered(person: PatientKey, subject: PatientKey, now: Timestamp) -> Self {
        let reader = Reader::Citizen { person, birth: None, is_dead: false, is_protected: false };
        let safe = SafeMode { areas: Areas::NONE, items: &[], with: &[], open_until: None };
        Self { reader, subject: Subject::unregistered(subject), relations: &[], blocks: &[], safe, now }
    }
}

/// What is registered about the person whose record it is.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// The record.
    pub key: PatientKey,
    /// When they were born, as far as it is known.
    pub birth: Option<Birth>,
    /// Whether they are registered as dead.
    pub is_dead: bool,
    /// Whether their address is protected.
    pub is_protected: bool,
    /// Whether the record has become a part of another of the same person: nobody is let in here.
    pub is_joined: bool,
    /// Whether they have closed the citizen's side with the emergency lock.
    pub is_locked: bool,
    /// Whether a parent has consented to the young person's own log-in, at this moment.
    pub has_youth_consent: bool,
    /// Whether child protection has taken over the care.
    pub is_in_care: bool,
    /// Whether a doctor has stated, with effect now, that they cannot consent.
    pub lacks_capacity: bool,
}

impl Subject {
    /// The person, unless the record has become a part of another.
    ///
    /// # Errors
    /// [`Denied::Joined`] then: it opens to nobody.
    pub(super) const fn standing(&self) -> Result<&Self, Denied> {
        if self.is_joined { Err(Denied::Joined) } else { Ok(self) }
    }

    /// Somebody of whom nothing is registered but that they exist.
    #[must_use]
    pub const fn unregistered(key: PatientKey) -> Self {
        Self {
            key,
            birth: None,
            is_dead: false,
            is_protected: false,
            is_joined: false,
            is_locked: false,
            has_youth_consent: false,
            is_in_care: false,
            lacks_capacity: false,
        }
    }
}

/// Who acts, with what is registered about them.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// A citizen.
    Citizen {
        /// Their own record.
        person: PatientKey,
        /// When they were born, as far as it is known.
        birth: Option<Birth>,
        /// Whether they are registered as dead.
        is_dead: bool,
        /// Whether their own address is protected.
        is_protected: bool,
    },
    /// A member of staff.
    Staff(StaffReader),
    /// A registered system.
    Client(ClientReader),
}

/// When the reader was born, where that is of any matter.
pub(super) const fn birth_of(reader: &Reader) -> Option<Birth> {
    match reader {
        Reader::Citizen { birth, .. } => *birth,
        Reader::Staff(_) | Reader::Client(_) => None,
    }
}

/// A member of staff who wants in.
#[derive(Clone, Copy, Debug)]
pub struct StaffReader {
    /// The practitioner, by the local id of their role in the directory.
    pub role: LocalId,
    /// The practitioner behind the role.
    pub practitioner: LocalId,
    /// The organisation the role belongs to.
    pub organization: LocalId,
    /// Whether they hold an authorisation that is valid now.
    pub is_authorized: bool,
    /// Whether the record is their own.
    pub is_own_record: bool,
    /// Why they say they look; `None` when they have not said.
    pub ground: Option<Ground>,
    /// Whether their organisation treats the patient now, as [`super::care`] finds it in the record.
    pub has_relation: bool,
    /// Whether they have given a reason in words.
    pub has_reason: bool,
}

/// Why staff look into a record.
///
/// Source: the purposes of use of the national trust framework (norway.md 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Care, not acute.
    Treatment,
    /// Acute care.
    Emergency,
    /// Coordination of services.
    Coordination,
    /// Administration of care.
    Administration,
    /// A block is overridden: life or serious harm.
    Override,
}

impl Ground {
    /// Every ground, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::Treatment, Self::Emergency, Self::Coordination, Self::Administration, Self::Override];

    /// The stored number: add at the end, never move.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Treatment => 1,
            Self::Emergency => 2,
            Self::Coordination => 3,
            Self::Administration => 4,
            Self::Override => 5,
        }
    }

    /// The ground stored under this number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.number() == number)
    }

    /// The word in forms and Tasks.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Emergency => "emergency",
            Self::Coordination => "coordination",
            Self::Administration => "administration",
            Self::Override => "override",
        }
    }

    /// The ground of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// Whether it opens without a relation, and therefore asks for a reason in words.
    #[must_use]
    pub const fn is_acute(self) -> bool {
        matches!(self, Self::Emergency | Self::Override)
    }
}

/// From when to when. There is no grant without an answer to «until when?».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first moment.
    pub from: Timestamp,
    /// The end.
    pub end: End,
}

/// When something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// At this moment; it no longer holds then.
    At(Timestamp),
    /// When one of the two ends it: chosen, not left out.
    WhenEnded,
}

impl Term {
    /// Whether it holds at this moment.
    #[must_use]
    pub fn holds(self, now: Timestamp) -> bool {
        self.from <= now && self.has_not_ended(now)
    }

    /// Whether the end has not come.
    #[must_use]
    pub fn has_not_ended(self, now: Timestamp) -> bool {
        match self.end {
            End::At(end) => now < end,
            End::WhenEnded => true,
        }
    }
}

/// One way in which the reader is related to the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What sort.
    pub kind: RelationKind,
    /// From when to when.
    pub term: Term,
    /// Whether it is in force: confirmed by those who must, and ended by nobody.
    pub is_active: bool,
}

/// A sort of relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// A parent.
    Parent {
        /// Whether the register gives this person parental responsibility, alone or with another. Unknown is no.
        has_responsibility: bool,
        /// How it is known where parents and child live.
        home: Home,
    },
    /// A foster parent or the child protection itself: as far as the child protection has delegated.
    Foster {
        /// What was delegated.
        areas: Areas,
    },
    /// The subject has given access.
    Proxy(Proxy),
    /// The nearest relative of somebody who cannot consent, approved on a doctor's statement.
    Representative {
        /// What the need is.
        areas: Areas,
        /// When the doctor made the statement.
        certified: Timestamp,
    },
    /// A guardian. Guardianship gives no way into a record by itself.
    Guardian {
        /// Whether the guardian is the nearest relative too, because there is no other or the person has said so.
        is_nearest: bool,
    },
    /// Custody by judgment or agreement was shown to staff. Gives no way in by itself: the register says who is a parent, and
    /// this only how it is known where the child lives.
    Custody,
    /// The nearest relative of somebody who is dead, approved on application.
    NearestOfDead {
        /// What was found right to show.
        areas: Areas,
    },
}

/// How it is known that a parent lives with the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// The register has the child at the address of at least one of the parents.
    Shared,
    /// The register has the child at neither parent's address.
    Apart,
    /// It cannot be told.
    Unknown,
    /// Custody by judgment or agreement, shown to staff with the document.
    Documented,
}

/// What a person has given another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxy {
    /// Which parts of the record.
    pub areas: Areas,
    /// What is kept back by topic.
    pub kept_back: Marks,
    /// What is kept back one by one.
    pub except: Vec<RecordId>,
}

/// Something that is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Against whom.
    pub against: Against,
    /// What.
    pub what: Closed,
    /// From when to when.
    pub term: Term,
}

/// Against whom something is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Against {
    /// A named member of staff. Holds in an emergency too.
    ///
    /// Source: Helsenorge, block against named staff (features.md L2, hn-pv).
    Practitioner(LocalId),
    /// Everybody of an organisation.
    Organization(LocalId),
    /// All staff.
    Staff,
    /// A person who would otherwise be let in: a parent, a relative. Set by staff or by the subject.
    Person(PatientKey),
}

/// What is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The whole record.
    Record,
    /// These items.
    Items(Vec<RecordId>),
    /// Everything that happens from the block's beginning on.
    Coming,
}
