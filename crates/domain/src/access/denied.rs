//! Why the answer was no, and what of it can be told.

/// Why a reader is not let in. The variant is for our own log and tests; what a person is told is [`Denied::told`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Denied {
    /// No rule gives this reader a way into this record.
    #[error("no rule gives access to this record")]
    NoRelation,
    /// The record has become a part of another of the same person.
    #[error("the record is a part of another of the same person")]
    Joined,
    /// The act is not one of this actor's.
    #[error("this actor may not do this")]
    NotYours,
    /// There was a way in, and it has ended.
    #[error("the access has ended")]
    Ended,
    /// The person has closed their own pages with the emergency lock.
    #[error("the pages are closed by the emergency lock")]
    Locked,
    /// Under the age from which one can log in.
    #[error("the person is under 13")]
    TooYoung,
    /// Between 13 and 16 without a parent's consent.
    #[error("a parent has not consented to the young person's log-in")]
    YouthConsentMissing,
    /// The child has turned 16.
    #[error("the child has turned 16")]
    ChildIsSixteen,
    /// The register does not give this parent responsibility, or does not say.
    #[error("no parental responsibility is registered")]
    NoResponsibility,
    /// The child is registered at neither parent's address, or it cannot be told.
    #[error("the child is registered at neither parent's address")]
    NoSharedHome,
    /// Child protection has taken over the care.
    #[error("child protection has taken over the care")]
    CareTakenOver,
    /// One of the two has a protected address.
    #[error("one of the two has a protected address")]
    Protected,
    /// The person, or staff for them, has closed the record to this reader.
    #[error("the record is closed to this reader")]
    ClosedToPerson,
    /// The person is dead and nobody has approved a look.
    #[error("the person is registered as dead")]
    SubjectDead,
    /// How old somebody is cannot be told.
    #[error("the age is not known")]
    AgeUnknown,
    /// Who receives access must be 18.
    #[error("the receiver is not known to be 18")]
    ReaderTooYoung,
    /// Who gives access must be 16.
    #[error("the giver is not 16")]
    GiverTooYoung,
    /// There is no doctor's statement in force that the person cannot consent.
    #[error("no statement in force says that the person cannot consent")]
    CapacityNotStated,
    /// The doctor's statement is more than five years old.
    #[error("the doctor's statement has run out")]
    StatementRunOut,
    /// Guardianship gives no way into a health record by itself.
    #[error("guardianship does not reach the health record")]
    GuardianNotHealth,
    /// Staff read their own record through the citizen's door.
    #[error("staff read their own record as citizens")]
    StaffOwnRecord,
    /// No authorisation that is valid now.
    #[error("no valid authorisation")]
    NotAuthorized,
    /// Staff have not said why they look.
    #[error("no ground was stated")]
    GroundMissing,
    /// An acute look needs a reason in words.
    #[error("no reason was given")]
    ReasonMissing,
    /// The place of care has nothing to do with the patient now.
    #[error("the place of care has no relation to the patient")]
    NoCareRelation,
    /// The patient has closed the record; it opens in an emergency, with a reason.
    #[error("the patient has closed the record")]
    ClosedToStaff,
    /// The patient has closed the record to this member of staff. It does not open in an emergency.
    #[error("the patient has closed the record to this member of staff")]
    ClosedToNamed,
    /// An invitation that somebody has answered, or that the giver has taken back.
    #[error("the invitation is answered or taken back")]
    InvitationUsed,
    /// An invitation that nobody answered in time.
    #[error("the invitation has run out")]
    InvitationOver,
    /// Nobody reviews what they have opened themselves.
    #[error("nobody reviews what they have opened themselves")]
    OwnOpening,
    /// Nobody answers their own invitation.
    #[error("the invitation is one's own")]
    OwnInvitation,
    /// A doctor has stated that the person cannot consent: then they sign no power of attorney.
    #[error("the person cannot consent")]
    CannotConsent,
    /// Nobody registers an access for themself.
    #[error("nobody registers an access for themselves")]
    ReceiverRegisters,
    /// The person has asked to sign in anew before this.
    #[error("the person has asked to sign in anew before this")]
    SignInNotFresh,
}

impl Denied {
    /// Every variant, in the order of the page about the rules.
    pub const ALL: [Self; 34] = [
        Self::NoRelation,
        Self::Joined,
        Self::NotYours,
        Self::Ended,
        Self::Locked,
        Self::TooYoung,
        Self::YouthConsentMissing,
        Self::ChildIsSixteen,
        Self::NoResponsibility,
        Self::NoSharedHome,
        Self::CareTakenOver,
        Self::Protected,
        Self::ClosedToPerson,
        Self::SubjectDead,
        Self::AgeUnknown,
        Self::ReaderTooYoung,
        Self::GiverTooYoung,
        Self::CapacityNotStated,
        Self::StatementRunOut,
        Self::GuardianNotHealth,
        Self::StaffOwnRecord,
        Self::NotAuthorized,
        Self::GroundMissing,
        Self::ReasonMissing,
        Self::NoCareRelation,
        Self::ClosedToStaff,
        Self::ClosedToNamed,
        Self::OwnOpening,
        Self::InvitationUsed,
        Self::InvitationOver,
        Self::OwnInvitation,
        Self::CannotConsent,
        Self::ReceiverRegisters,
        Self::SignInNotFresh,
    ];

    /// What the reader may be told. A protected address, a closed door and a child in care are told as «no access»,
    /// because the reason can lead a dangerous reader to somebody.
    #[must_use]
    pub const fn told(self) -> Self {
        match self {
            Self::Joined
            | Self::Protected
            | Self::ClosedToPerson
            | Self::CareTakenOver
            | Self::AgeUnknown
            | Self::SubjectDead => Self::NoRelation,
            told => told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Denied;

    #[test]
    fn what_could_lead_to_somebody_is_told_as_no_access() {
        let kept: Vec<Denied> = Denied::ALL.into_iter().filter(|one| one.told() != *one).collect();
        let expect = [
            Denied::Joined,
            Denied::CareTakenOver,
            Denied::Protected,
            Denied::ClosedToPerson,
            Denied::SubjectDead,
            Denied::AgeUnknown,
        ];
        assert_eq!(kept, expect);
        assert!(kept.iter().all(|one| one.told() == Denied::NoRelation));
    }
}
