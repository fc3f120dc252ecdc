//! The identifier and code systems that the region writes, as the Norwegian base profiles name them.

/// Fødselsnummer.
pub(crate) const NATIONAL_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
/// D-nummer.
pub(crate) const D_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.2";
/// Who keeps a telephone number or a relation, which R4 gives no element for.
pub(crate) const KEPT_BY: &str = "http://helsami.no/fhir/StructureDefinition/kept-by";
/// HPR number of health personnel.
pub(crate) const HPR: &str = "urn:oid:2.16.578.1.12.4.1.4.4";
/// Organisation number.
pub(crate) const ORGANISATION: &str = "urn:oid:2.16.578.1.12.4.1.4.101";
/// HER-id: an address in the national address register.
pub(crate) const HER: &str = "urn:oid:2.16.578.1.12.4.1.2";
/// Numbers of municipalities.
pub(crate) const MUNICIPALITY: &str = "urn:oid:2.16.578.1.12.4.1.1.3402";
/// Professions.
pub(crate) const PROFESSION: &str = "urn:oid:2.16.578.1.12.4.1.1.9060";
/// Functions of health personnel.
pub(crate) const FUNCTION: &str = "urn:oid:2.16.578.1.12.4.1.1.9034";
/// Fields of specialist care.
pub(crate) const SPECIALTY: &str = "urn:oid:2.16.578.1.12.4.1.1.8451";
/// Organisation types.
pub(crate) const ORGANISATION_TYPE: &str = "urn:oid:2.16.578.1.12.4.1.1.8624";
/// Document types.
pub(crate) const DOCUMENT_TYPE: &str = "urn:oid:2.16.578.1.12.4.1.1.9602";
/// Limits on who may see an item: hidden from parents, hidden from youth.
pub(crate) const SIGHT: &str = "urn:oid:2.16.578.1.12.4.1.1.9603";
/// Norwegian laboratory codes, current list.
pub(crate) const NLK: &str = "urn:oid:2.16.578.1.12.4.1.1.7280";
/// Norwegian laboratory codes, older list: the same values under another number.
pub(crate) const NLK_OLD: &str = "urn:oid:2.16.578.1.12.4.1.1.7230";
/// Vaccination codes.
pub(crate) const SYSVAK: &str = "urn:oid:2.16.578.1.12.4.1.1.9501";
/// Diagnoses in primary care.
pub(crate) const ICPC2: &str = "http://hl7.org/fhir/sid/icpc-2";
/// Diagnoses in hospitals.
pub(crate) const ICD10: &str = "http://hl7.org/fhir/sid/icd-10-no";
/// Medicines.
pub(crate) const ATC: &str = "http://www.whocc.no/atc";
/// SNOMED CT.
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
/// LOINC, for measurements outside the laboratory.
pub(crate) const LOINC: &str = "http://loinc.org";
/// Units of measure.
pub(crate) const UCUM: &str = "http://unitsofmeasure.org";
/// FHIR's own categories of observations.
pub(crate) const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// FHIR's own marks of values outside the range.
pub(crate) const INTERPRETATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
/// HL7's acts, of which the sensitive topics are some.
pub(crate) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// HL7's levels of confidentiality.
pub(crate) const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

/// The middle name, which Norwegian records keep out of `given`.
pub(crate) const MIDDLE_NAME: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-middlename";
/// Whether an address is the one of the population register.
pub(crate) const OFFICIAL_ADDRESS: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-address-official";
/// The municipality number, on `address.district`.
pub(crate) const MUNICIPALITY_CODE: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-municipalitycode";
/// Kinship in the base profiles.
pub(crate) const FAMILY_RELATION: &str = "http://hl7.no/fhir/CodeSystem/no-basis-family-relation";
/// Parental responsibility in the base profiles.
pub(crate) const PARENTAL: &str = "http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility";
/// Marital status in the base profiles.
pub(crate) const MARITAL: &str = "http://hl7.no/fhir/CodeSystem/no-basis-marital-status";
/// Categories of consents that open or close a record.
pub(crate) const CONSENT: &str = helsami_fhir::consent::CATEGORY;
/// The parts of a record.
pub(crate) const AREA: &str = helsami_fhir::consent::AREA;
/// That a period without an end is meant so.
pub(crate) const UNTIL_ENDED: &str = helsami_fhir::consent::UNTIL_ENDED;
/// From when the citizen sees something.
pub(crate) const RELEASE: &str = helsami_fhir::facts::RELEASE;
