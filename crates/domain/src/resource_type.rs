//! The resource types of FHIR R4, each with the number it is stored under.
//!
//! The numbers are part of the stored data: a name may be added at the end, never moved or removed.

use std::fmt;

macro_rules! resource_types {
    ($($name:ident = $number:literal,)*) => {
        /// A resource type of FHIR R4 (`hl7.org/fhir/R4/resourcelist.html`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        #[expect(missing_docs, reason = "the names are FHIR's own")]
        pub enum ResourceType { $($name = $number,)* }

        impl ResourceType {
            /// Every type, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name as FHIR writes it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The type with this name, if R4 has one. Case counts.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)* _ => None }
            }

            /// The type stored under this number.
            #[must_use]
            pub const fn from_number(number: i16) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }
        }
    };
}

impl ResourceType {
    /// The number the type is stored under.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

resource_types! {
    Account = 1,
    ActivityDefinition = 2,
    AdverseEvent = 3,
    AllergyIntolerance = 4,
    Appointment = 5,
    AppointmentResponse = 6,
    AuditEvent = 7,
    Basic = 8,
    Binary = 9,
    BiologicallyDerivedProduct = 10,
    BodyStructure = 11,
    Bundle = 12,
    CapabilityStatement = 13,
    CarePlan = 14,
    CareTeam = 15,
    CatalogEntry = 16,
    ChargeItem = 17,
    ChargeItemDefinition = 18,
    Claim = 19,
    ClaimResponse = 20,
    ClinicalImpression = 21,
    CodeSystem = 22,
    Communication = 23,
    CommunicationRequest = 24,
    CompartmentDefinition = 25,
    Composition = 26,
    ConceptMap = 27,
    Condition = 28,
    Consent = 29,
    Contract = 30,
    Coverage = 31,
    CoverageEligibilityRequest = 32,
    CoverageEligibilityResponse = 33,
    DetectedIssue = 34,
    Device = 35,
    DeviceDefinition = 36,
    DeviceMetric = 37,
    DeviceRequest = 38,
    DeviceUseStatement = 39,
    DiagnosticReport = 40,
    DocumentManifest = 41,
    DocumentReference = 42,
    EffectEvidenceSynthesis = 43,
    Encounter = 44,
    Endpoint = 45,
    EnrollmentRequest = 46,
    EnrollmentResponse = 47,
    EpisodeOfCare = 48,
    EventDefinition = 49,
    Evidence = 50,
    EvidenceVariable = 51,
    ExampleScenario = 52,
    ExplanationOfBenefit = 53,
    FamilyMemberHistory = 54,
    Flag = 55,
    Goal = 56,
    GraphDefinition = 57,
    Group = 58,
    GuidanceResponse = 59,
    HealthcareService = 60,
    ImagingStudy = 61,
    Immunization = 62,
    ImmunizationEvaluation = 63,
    ImmunizationRecommendation = 64,
    ImplementationGuide = 65,
    InsurancePlan = 66,
    Invoice = 67,
    Library = 68,
    Linkage = 69,
    List = 70,
    Location = 71,
    Measure = 72,
    MeasureReport = 73,
    Media = 74,
    Medication = 75,
    MedicationAdministration = 76,
    MedicationDispense = 77,
    MedicationKnowledge = 78,
    MedicationRequest = 79,
    MedicationStatement = 80,
    MedicinalProduct = 81,
    MedicinalProductAuthorization = 82,
    MedicinalProductContraindication = 83,
    MedicinalProductIndication = 84,
    MedicinalProductIngredient = 85,
    MedicinalProductInteraction = 86,
    MedicinalProductManufactured = 87,
    MedicinalProductPackaged = 88,
    MedicinalProductPharmaceutical = 89,
    MedicinalProductUndesirableEffect = 90,
    MessageDefinition = 91,
    MessageHeader = 92,
    MolecularSequence = 93,
    NamingSystem = 94,
    NutritionOrder = 95,
    Observation = 96,
    ObservationDefinition = 97,
    OperationDefinition = 98,
    OperationOutcome = 99,
    Organization = 100,
    OrganizationAffiliation = 101,
    Parameters = 102,
    Patient = 103,
    PaymentNotice = 104,
    PaymentReconciliation = 105,
    Person = 106,
    PlanDefinition = 107,
    Practitioner = 108,
    PractitionerRole = 109,
    Procedure = 110,
    Provenance = 111,
    Questionnaire = 112,
    QuestionnaireResponse = 113,
    RelatedPerson = 114,
    RequestGroup = 115,
    ResearchDefinition = 116,
    ResearchElementDefinition = 117,
    ResearchStudy = 118,
    ResearchSubject = 119,
    RiskAssessment = 120,
    RiskEvidenceSynthesis = 121,
    Schedule = 122,
    SearchParameter = 123,
    ServiceRequest = 124,
    Slot = 125,
    Specimen = 126,
    SpecimenDefinition = 127,
    StructureDefinition = 128,
    StructureMap = 129,
    Subscription = 130,
    SubscriptionStatus = 131,
    Substance = 132,
    SubstanceNucleicAcid = 133,
    SubstancePolymer = 134,
    SubstanceProtein = 135,
    SubstanceReferenceInformation = 136,
    SubstanceSourceMaterial = 137,
    SubstanceSpecification = 138,
    SupplyDelivery = 139,
    SupplyRequest = 140,
    Task = 141,
    TerminologyCapabilities = 142,
    TestReport = 143,
    TestScript = 144,
    ValueSet = 145,
    VerificationResult = 146,
    VisionPrescription = 147,
}

#[cfg(test)]
mod tests {
    use super::ResourceType;

    #[test]
    fn names_and_numbers_round_trip() {
        for &kind in ResourceType::ALL {
            assert_eq!(ResourceType::from_name(kind.name()), Some(kind));
            assert_eq!(ResourceType::from_number(kind.number()), Some(kind));
        }
        assert_eq!(ResourceType::ALL.len(), 147);
        assert_eq!(ResourceType::from_name("patient"), None);
        assert_eq!(ResourceType::from_number(0), None);
    }
}
