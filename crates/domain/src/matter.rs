//! What kind of content a look into a record was about, as the access log names it.

use crate::access::area::Area;

/// The matter of one look, stored by number in the audit log: add at the end, never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Matter {
    /// The overview.
    Home = 1,
    /// Coming and past appointments.
    Appointments = 2,
    /// Test results.
    Results = 3,
    /// Medicines.
    Medicines = 4,
    /// Critical information and allergies.
    Allergies = 5,
    /// Diagnoses.
    Diagnoses = 6,
    /// Vaccines.
    Vaccines = 7,
    /// Notes and documents.
    Documents = 8,
    /// The care team.
    CareTeam = 9,
    /// The person's own details and next of kin.
    Details = 10,
    /// A search over the whole record.
    Search = 11,
    /// The access log itself.
    AccessLog = 12,
    /// The emergency card.
    EmergencyCard = 13,
    /// The settings page.
    Settings = 14,
    /// The name in the page's head, nothing else.
    Name = 15,
    /// Who has access to the record, and what they would see.
    Access = 16,
    /// What the person has asked about, and what came of it.
    Cases = 17,
    /// One line of the record, looked at to report an error in it.
    Report = 18,
    /// What is closed, and against whom.
    Blocks = 19,
    /// The opening of a record by staff: that they did, on which ground.
    Opening = 20,
    /// That staff have searched for the person and found them. Nothing was opened.
    Finding = 21,
    /// What a registered system has fetched.
    Exchange = 22,
    /// A mark of one thing of the record: that staff have set or lifted it. Told to whoever may see the thing; see
    /// [`Matter::told`].
    Marks = 23,
    /// Two records of the person were made one.
    Merge = 24,
    /// They were parted again.
    Unmerge = 25,
}

impl Matter {
    /// Every matter, in the order of their numbers.
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Appointments,
        Self::Results,
        Self::Medicines,
        Self::Allergies,
        Self::Diagnoses,
        Self::Vaccines,
        Self::Documents,
        Self::CareTeam,
        Self::Details,
        Self::Search,
        Self::AccessLog,
        Self::EmergencyCard,
        Self::Settings,
        Self::Name,
        Self::Access,
        Self::Cases,
        Self::Report,
        Self::Blocks,
        Self::Opening,
        Self::Finding,
        Self::Exchange,
        Self::Marks,
        Self::Merge,
        Self::Unmerge,
    ];

    /// The parts of the record that a reader needs a way into for this: all of them, because half an emergency card is
    /// worse than none. None for what is made of whatever the reader may see.
    #[must_use]
    pub const fn areas(self) -> &'static [Area] {
        match self {
            Self::Appointments => &[Area::Appointments],
            Self::Results => &[Area::Results],
            Self::Medicines => &[Area::Medicines],
            Self::Allergies => &[Area::Allergies],
            Self::Diagnoses => &[Area::Diagnoses],
            Self::Vaccines => &[Area::Vaccines],
            Self::Documents => &[Area::Documents],
            Self::CareTeam => &[Area::CareTeam],
            Self::Details => &[Area::Details],
            Self::AccessLog | Self::Settings | Self::Access | Self::Cases | Self::Blocks => &[Area::Private],
            Self::EmergencyCard => &[Area::Medicines, Area::Allergies, Area::Diagnoses],
            Self::Home
            | Self::Search
            | Self::Name
            | Self::Report
            | Self::Opening
            | Self::Finding
            | Self::Exchange
            | Self::Marks
            | Self::Merge
            | Self::Unmerge => &[],
        }
    }

    /// What a look at a part of the record is about.
    #[must_use]
    pub const fn of(area: Area) -> Self {
        match area {
            Area::Appointments => Self::Appointments,
            Area::Results => Self::Results,
            Area::Medicines => Self::Medicines,
            Area::Allergies => Self::Allergies,
            Area::Diagnoses => Self::Diagnoses,
            Area::Vaccines => Self::Vaccines,
            Area::Documents => Self::Documents,
            Area::CareTeam => Self::CareTeam,
            Area::Details | Area::Kin => Self::Details,
            Area::Private => Self::Access,
            Area::Other => Self::Home,
        }
    }

    /// As what a look at one thing of a part is told to a reader of the log. That a thing is marked must not be told to
    /// whoever may not know that it is there: to them it is a look at the part, as any other.
    #[must_use]
    pub const fn told(self, part: Area, is_known: bool) -> Self {
        match self {
            Self::Marks if !is_known => Self::of(part),
            matter => matter,
        }
    }

    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The matter stored under this number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|matter| matter.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::Matter;
    use crate::access::area::Area;

    #[test]
    fn a_mark_is_told_as_a_look_at_the_part_to_whoever_may_not_know_the_thing() {
        assert_eq!(Matter::Marks.told(Area::Documents, false), Matter::Documents);
        assert_eq!(Matter::Marks.told(Area::Documents, true), Matter::Marks);
        for area in Area::ALL {
            assert_ne!(Matter::Marks.told(area, false), Matter::Marks, "{area:?}");
            assert_eq!(Matter::Search.told(area, false), Matter::Search, "{area:?}");
        }
        for area in Area::GIVEABLE {
            assert_eq!(Matter::of(area).areas(), [area], "{area:?}");
        }
    }

    #[test]
    fn numbers_are_frozen() {
        for (place, matter) in Matter::ALL.iter().enumerate() {
            assert_eq!(usize::try_from(matter.number()), Ok(place + 1));
            assert_eq!(Matter::from_number(matter.number()), Some(*matter));
        }
    }
}
