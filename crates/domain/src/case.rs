//! What a citizen has asked for, or is owed without asking, and waits for an answer to: an open loop. Somebody has it, it has a date, it moves forward
//! only, and it ends with an answer. It never expires: what is late is told, to both sides.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ids::{LocalId, PatientKey, RecordId};
use crate::resource_type::ResourceType;
use crate::when::When;

/// What was asked for. The numbers are stored: add at the end, never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum CaseKind {
    /// An error in the record was reported.
    ReportError = 1,
    /// Somebody asks about a look into the record.
    AskAboutLook = 2,
    /// Somebody applies for access.
    ApplyForAccess = 3,
    /// Staff have opened the record in an emergency or past a block: somebody else looks whether it was right.
    ReviewOpening = 4,
    /// Somebody applies to act for a person who cannot consent. The case is in the record of whoever applies: nobody learns by it
    /// whether the person has one, and nothing is written there before staff have looked.
    ApplyToAct = 5,
}

/// Where a promise of an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// How the Parliamentary Ombudsman reads the law.
    Ombudsman,
    /// The law says no number: it is our own promise.
    OwnPromise,
}

/// How long an answer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Whole days after the day on which it was asked.
    pub days: i64,
    /// Who says so.
    pub basis: Basis,
}

impl CaseKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::ReportError, Self::AskAboutLook, Self::ApplyForAccess, Self::ReviewOpening, Self::ApplyToAct];

    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The kind stored under this number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// The word in a Task.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReportError => "report-error",
            Self::AskAboutLook => "ask-about-look",
            Self::ApplyForAccess => "apply-for-access",
            Self::ReviewOpening => "review-opening",
            Self::ApplyToAct => "apply-to-act",
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// When an answer is promised.
    ///
    /// Source: access, and who has had access: the Parliamentary Ombudsman reads «without undue delay» as one to three
    /// days in ordinary cases (norway.md 4.1). Correction: the law (helsepersonelloven §§ 42–44, norway.md 4.2) says no
    /// number; 14 days is our own promise. Reviews: every opening of locked parts of kjernejournal is reviewed (norway.md
    /// 4.2), no number said; 7 days is our own promise. To act for another: no number either (Helsenorge takes up to 30 days
    /// on paper, norway.md 4.6); 14 days is our own promise.
    #[must_use]
    pub const fn promise(self) -> Promise {
        match self {
            Self::ReportError | Self::ApplyToAct => Promise { days: 14, basis: Basis::OwnPromise },
            Self::ReviewOpening => Promise { days: 7, basis: Basis::OwnPromise },
            Self::AskAboutLook | Self::ApplyForAccess => Promise { days: 3, basis: Basis::Ombudsman },
        }
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The record was corrected.
    Corrected,
    /// What the citizen says stands in the record beside what was written.
    RemarkAdded,
    /// It was answered, or given.
    Answered,
    /// No, with a reason, and a way to appeal.
    Refused,
    /// The opening was right.
    Justified,
    /// The opening was not right.
    NotJustified,
}

impl Ending {
    /// Every ending.
    pub const ALL: [Self; 6] = [
        Self::Corrected,
        Self::RemarkAdded,
        Self::Answered,
        Self::Refused,
        Self::Justified,
        Self::NotJustified,
    ];

    /// The word in a Task's `businessStatus`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::RemarkAdded => "remark-added",
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Justified => "justified",
            Self::NotJustified => "not-justified",
        }
    }

    /// The ending of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.code() == code)
    }

    /// Whether a case of this kind can end so.
    #[must_use]
    pub const fn fits(self, kind: CaseKind) -> bool {
        match self {
            Self::Corrected | Self::RemarkAdded => matches!(kind, CaseKind::ReportError),
            Self::Answered => {
                matches!(kind, CaseKind::AskAboutLook | CaseKind::ApplyForAccess | CaseKind::ApplyToAct)
            }
            Self::Refused => !matches!(kind, CaseKind::ReviewOpening),
            Self::Justified | Self::NotJustified => matches!(kind, CaseKind::ReviewOpening),
        }
    }
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Asked; nobody has begun.
    Requested,
    /// Somebody works with it.
    InProgress,
    /// It has its answer.
    Ended(Ending),
}

impl State {
    /// The state of a Task: its status, and its business status where it has ended. `None` for a status in which a case
    /// cannot be.
    ///
    /// Source: R4 Task, task-status.
    #[must_use]
    pub fn of(kind: CaseKind, status: &str, business: &str) -> Option<Self> {
        let ending = || Ending::from_code(business).filter(|ending| ending.fits(kind));
        match status {
            "requested" => Some(Self::Requested),
            "in-progress" => Some(Self::InProgress),
            "completed" => ending().filter(|ending| *ending != Ending::Refused).map(Self::Ended),
            "rejected" => ending().filter(|ending| *ending == Ending::Refused).map(Self::Ended),
            _ => None,
        }
    }

    /// The status of the Task.
    #[must_use]
    pub const fn status(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::InProgress => "in-progress",
            Self::Ended(Ending::Refused) => "rejected",
            Self::Ended(_) => "completed",
        }
    }

    /// Whether somebody still owes an answer.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Ended(_))
    }

    /// Whether it may become this: forward only, and an answer stays the answer.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        self == next
            || match self {
                Self::Requested => true,
                Self::InProgress => !next.is_open(),
                Self::Ended(_) => false,
            }
    }
}

/// The organisation that has a case. Nothing else can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner(LocalId);

impl Owner {
    /// The organisation of this row; `None` for a row that is no organisation.
    #[must_use]
    pub fn of(row: RecordId) -> Option<Self> {
        (row.kind == ResourceType::Organization && row.patient.is_shared()).then_some(Self(row.local))
    }

    /// Its local id.
    #[must_use]
    pub const fn local(self) -> LocalId {
        self.0
    }

    /// Its row.
    #[must_use]
    pub const fn row(self) -> RecordId {
        RecordId { patient: PatientKey::SHARED, kind: ResourceType::Organization, local: self.0 }
    }
}

/// A case: without an owner and a date there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    kind: CaseKind,
    owner: Owner,
    due: Date,
    state: State,
}

/// Where a case stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In time.
    Open,
    /// Later than promised by so many days.
    Overdue(i64),
    /// It has its answer.
    Ended(Ending),
}

/// A case does not go backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a case moves forward only")]
pub struct Backwards;

impl Case {
    /// A new case, with the date that is promised.
    #[must_use]
    pub fn open(kind: CaseKind, owner: Owner, now: Timestamp) -> Self {
        let days = jiff::Span::new().days(kind.promise().days);
        let due = When::today(now).saturating_add(days);
        Self { kind, owner, due, state: State::Requested }
    }

    /// A case as it is stored.
    #[must_use]
    pub const fn stored((kind, owner): (CaseKind, Owner), due: Date, state: State) -> Self {
        Self { kind, owner, due, state }
    }

    /// The case one step on.
    ///
    /// # Errors
    /// [`Backwards`], and for an ending that does not fit its kind.
    pub fn step(self, next: State) -> Result<Self, Backwards> {
        let fits = match next {
            State::Ended(ending) => ending.fits(self.kind),
            _ => true,
        };
        if fits && self.state.may_become(next) { Ok(Self { state: next, ..self }) } else { Err(Backwards) }
    }

    /// What was asked for.
    #[must_use]
    pub const fn kind(&self) -> CaseKind {
        self.kind
    }

    /// Who has it.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }

    /// The day by whose end an answer is promised.
    #[must_use]
    pub const fn due(&self) -> Date {
        self.due
    }

    /// The first moment at which it is late.
    #[must_use]
    pub fn due_end(&self) -> Timestamp {
        When::Day(self.due).end()
    }

    /// How far it has come.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Where it stands now.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        match self.state {
            State::Ended(ending) => Standing::Ended(ending),
            _ if now < self.due_end() => Standing::Open,
            _ => {
                let late = self.due.until(When::today(now)).map_or(1, |span| i64::from(span.get_days()));
                Standing::Overdue(late.max(1))
            }
        }
    }
}

/// The order in which a citizen reads cases: late ones first, the latest of them on top; then what is open, soonest
/// first; then what has ended, as it came.
#[must_use]
pub fn rank(case: &Case, now: Timestamp) -> (u8, Date) {
    match case.standing(now) {
        Standing::Overdue(_) => (0, case.due),
        Standing::Open => (1, case.due),
        Standing::Ended(_) => (2, case.due),
    }
}

#[cfg(test)]
mod tests;
