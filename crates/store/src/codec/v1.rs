//! The dictionaries of version 1, one for each common type and one for all others. Written by
//! `cargo xtask dictionaries`; `dictionaries/v1/NOTICE` says what they were trained on.

use helsami_domain::resource_type::ResourceType;

/// FNV-1a over all of them in this order: they never change once a record has been written with them.
#[cfg(test)]
pub(super) const FINGERPRINT: u64 = 0x39374ceceb3cc8a4;

/// The dictionary of a type.
pub(super) const fn dictionary(kind: ResourceType) -> Option<&'static [u8]> {
    Some(match kind {
        ResourceType::AllergyIntolerance => include_bytes!("../../dictionaries/v1/AllergyIntolerance.dict"),
        ResourceType::Appointment => include_bytes!("../../dictionaries/v1/Appointment.dict"),
        ResourceType::CarePlan => include_bytes!("../../dictionaries/v1/CarePlan.dict"),
        ResourceType::CareTeam => include_bytes!("../../dictionaries/v1/CareTeam.dict"),
        ResourceType::Claim => include_bytes!("../../dictionaries/v1/Claim.dict"),
        ResourceType::Composition => include_bytes!("../../dictionaries/v1/Composition.dict"),
        ResourceType::Condition => include_bytes!("../../dictionaries/v1/Condition.dict"),
        ResourceType::DiagnosticReport => include_bytes!("../../dictionaries/v1/DiagnosticReport.dict"),
        ResourceType::DocumentReference => include_bytes!("../../dictionaries/v1/DocumentReference.dict"),
        ResourceType::Encounter => include_bytes!("../../dictionaries/v1/Encounter.dict"),
        ResourceType::ExplanationOfBenefit => {
            include_bytes!("../../dictionaries/v1/ExplanationOfBenefit.dict")
        }
        ResourceType::Flag => include_bytes!("../../dictionaries/v1/Flag.dict"),
        ResourceType::Goal => include_bytes!("../../dictionaries/v1/Goal.dict"),
        ResourceType::HealthcareService => include_bytes!("../../dictionaries/v1/HealthcareService.dict"),
        ResourceType::ImagingStudy => include_bytes!("../../dictionaries/v1/ImagingStudy.dict"),
        ResourceType::Immunization => include_bytes!("../../dictionaries/v1/Immunization.dict"),
        ResourceType::Location => include_bytes!("../../dictionaries/v1/Location.dict"),
        ResourceType::MedicationRequest => include_bytes!("../../dictionaries/v1/MedicationRequest.dict"),
        ResourceType::Observation => include_bytes!("../../dictionaries/v1/Observation.dict"),
        ResourceType::Organization => include_bytes!("../../dictionaries/v1/Organization.dict"),
        ResourceType::Patient => include_bytes!("../../dictionaries/v1/Patient.dict"),
        ResourceType::Practitioner => include_bytes!("../../dictionaries/v1/Practitioner.dict"),
        ResourceType::PractitionerRole => include_bytes!("../../dictionaries/v1/PractitionerRole.dict"),
        ResourceType::Procedure => include_bytes!("../../dictionaries/v1/Procedure.dict"),
        ResourceType::RelatedPerson => include_bytes!("../../dictionaries/v1/RelatedPerson.dict"),
        ResourceType::ServiceRequest => include_bytes!("../../dictionaries/v1/ServiceRequest.dict"),
        _ => include_bytes!("../../dictionaries/v1/other.dict"),
    })
}
