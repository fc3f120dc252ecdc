//! The parts of a record that a person can give somebody a way into, each a thing one can name at a kitchen table.

use crate::resource_type::ResourceType as R;

/// One part of a record. The numbers are stored: add at the end, never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Area {
    /// Appointments, visits and stays.
    Appointments = 0,
    /// Test results, measurements and the orders behind them.
    Results = 1,
    /// Medicines.
    Medicines = 2,
    /// Critical information and allergies.
    Allergies = 3,
    /// Diagnoses and procedures.
    Diagnoses = 4,
    /// Vaccines.
    Vaccines = 5,
    /// Notes and documents.
    Documents = 6,
    /// Care team, plans and goals.
    CareTeam = 7,
    /// Address, telephone and language.
    Details = 8,
    /// Who has access, consents, blocks, the access log: a person's own and nobody's to give away.
    Private = 9,
    /// Everything else: bills, devices, what no page shows.
    Other = 10,
    /// Next of kin: the person's own and, to reach somebody, for staff.
    Kin = 11,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 12] = [
        Self::Appointments,
        Self::Results,
        Self::Medicines,
        Self::Allergies,
        Self::Diagnoses,
        Self::Vaccines,
        Self::Documents,
        Self::CareTeam,
        Self::Details,
        Self::Private,
        Self::Other,
        Self::Kin,
    ];

    /// The areas that one person can give another.
    pub const GIVEABLE: [Self; 8] = [
        Self::Appointments,
        Self::Results,
        Self::Medicines,
        Self::Allergies,
        Self::Diagnoses,
        Self::Vaccines,
        Self::Documents,
        Self::CareTeam,
    ];

    /// The word it is stored under in a Consent.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Appointments => "appointments",
            Self::Results => "results",
            Self::Medicines => "medicines",
            Self::Allergies => "allergies",
            Self::Diagnoses => "diagnoses",
            Self::Vaccines => "vaccines",
            Self::Documents => "documents",
            Self::CareTeam => "care-team",
            Self::Details => "details",
            Self::Private => "private",
            Self::Other => "other",
            Self::Kin => "kin",
        }
    }

    /// The area stored under this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.code() == code)
    }

    /// Where a resource of this type belongs. A type that nobody has thought of belongs to [`Self::Other`], which
    /// nobody can give away.
    #[must_use]
    pub const fn of(kind: R) -> Self {
        match kind {
            R::Appointment | R::AppointmentResponse | R::Encounter | R::EpisodeOfCare => Self::Appointments,
            R::Observation | R::DiagnosticReport | R::ServiceRequest | R::Specimen | R::ImagingStudy => {
                Self::Results
            }
            R::MedicationRequest
            | R::MedicationStatement
            | R::MedicationDispense
            | R::MedicationAdministration
            | R::Medication => Self::Medicines,
            R::AllergyIntolerance | R::Flag => Self::Allergies,
            R::Condition | R::Procedure | R::FamilyMemberHistory => Self::Diagnoses,
            R::Immunization | R::ImmunizationRecommendation | R::ImmunizationEvaluation => Self::Vaccines,
            R::DocumentReference
            | R::Composition
            | R::Binary
            | R::ClinicalImpression
            | R::Media
            | R::Bundle => Self::Documents,
            R::CareTeam | R::CarePlan | R::Goal => Self::CareTeam,
            R::Patient => Self::Details,
            R::RelatedPerson => Self::Kin,
            R::Consent | R::Task | R::Communication | R::Person => Self::Private,
            _ => Self::Other,
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// A set of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Areas(u16);

impl Areas {
    /// None.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << Area::ALL.len()) - 1);

    /// These areas.
    #[must_use]
    pub fn of(areas: &[Area]) -> Self {
        Self(areas.iter().fold(0, |bits, area| bits | area.bit()))
    }

    /// Whether the area is one of them.
    #[must_use]
    pub const fn has(self, area: Area) -> bool {
        self.0 & area.bit() != 0
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Without these.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One by one, in their order.
    pub fn iter(self) -> impl Iterator<Item = Area> {
        Area::ALL.into_iter().filter(move |area| self.has(*area))
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Areas};
    use crate::resource_type::ResourceType;

    #[test]
    fn every_area_has_its_word_and_its_bit() {
        for area in Area::ALL {
            assert_eq!(Area::from_code(area.code()), Some(area));
            assert!(Areas::of(&[area]).has(area));
            assert_eq!(Areas::of(&[area]).iter().collect::<Vec<_>>(), [area]);
            assert!(!Areas::ALL.without(Areas::of(&[area])).has(area));
        }
        assert_eq!(Area::from_code("everything"), None);
        assert_eq!(Areas::ALL.iter().count(), Area::ALL.len());
        assert!(Areas::NONE.is_empty() && !Areas::ALL.is_empty());
        let (results, both) = (Areas::of(&[Area::Results]), Areas::of(&[Area::Results, Area::Vaccines]));
        assert_eq!(results.or(both), both);
        assert_eq!(results.and(both), results);
        assert_eq!(Areas::of(&[Area::Results, Area::Results]), results);
    }

    #[test]
    fn nobody_can_give_away_what_is_private() {
        for kind in
            [ResourceType::Consent, ResourceType::RelatedPerson, ResourceType::Claim, ResourceType::Patient]
        {
            assert!(!Area::GIVEABLE.contains(&Area::of(kind)), "{kind}");
        }
        for (kind, area) in [
            (ResourceType::Encounter, Area::Appointments),
            (ResourceType::ServiceRequest, Area::Results),
            (ResourceType::MedicationStatement, Area::Medicines),
            (ResourceType::Flag, Area::Allergies),
            (ResourceType::Procedure, Area::Diagnoses),
            (ResourceType::Immunization, Area::Vaccines),
            (ResourceType::Binary, Area::Documents),
            (ResourceType::Goal, Area::CareTeam),
            (ResourceType::Patient, Area::Details),
            (ResourceType::Consent, Area::Private),
            (ResourceType::Claim, Area::Other),
            (ResourceType::RelatedPerson, Area::Kin),
        ] {
            assert_eq!(Area::of(kind), area, "{kind}");
        }
    }
}
