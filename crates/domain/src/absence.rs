//! Statements that something is *not* there. "No known allergies" is a fact somebody has asked about and written
//! down; "no information" is not, and neither is an empty list. The three must never be told with one sentence.

use crate::coded::Coding;

/// What the statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Allergies and intolerances of every kind.
    Allergies,
    /// Allergies to medicines.
    MedicineAllergies,
    /// Allergies to food.
    FoodAllergies,
    /// Allergies to the surroundings: pollen, animals, latex, insects.
    EnvironmentAllergies,
    /// Diagnoses and problems.
    Problems,
    /// Medicines in use.
    Medicines,
    /// Vaccines.
    Vaccines,
}

/// What is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Somebody has looked and there is none.
    NoneKnown(Scope),
    /// The sender says that nothing is known either way.
    NoInformation(Scope),
}

const SNOMED: &str = "http://snomed.info/sct";

/// The statement that a concept makes, if it is one and not a thing.
///
/// Source: SNOMED CT "No known allergy" (716186003) and its children; IPS code system `absent-unknown-uv-ips`.
#[must_use]
pub fn statement(codings: &[Coding<'_>]) -> Option<Absence> {
    codings.iter().find_map(|coding| match coding.system {
        SNOMED => snomed(coding.code).map(Absence::NoneKnown),
        system if system.contains("absent-unknown") => ips(coding.code),
        _ => None,
    })
}

fn snomed(code: &str) -> Option<Scope> {
    Some(match code {
        "716186003" | "716220001" => Scope::Allergies,
        "409137002" | "1003774007" => Scope::MedicineAllergies,
        "429625007" => Scope::FoodAllergies,
        "428607008" | "428197003" | "716184000" => Scope::EnvironmentAllergies,
        "160245001" => Scope::Problems,
        "787481004" => Scope::Medicines,
        _ => return None,
    })
}

fn ips(code: &str) -> Option<Absence> {
    use Absence::{NoInformation, NoneKnown};
    Some(match code {
        "no-known-allergies" => NoneKnown(Scope::Allergies),
        "no-known-medication-allergies" => NoneKnown(Scope::MedicineAllergies),
        "no-known-food-allergies" => NoneKnown(Scope::FoodAllergies),
        "no-known-environmental-allergies" => NoneKnown(Scope::EnvironmentAllergies),
        "no-allergy-info" => NoInformation(Scope::Allergies),
        "no-known-problems" => NoneKnown(Scope::Problems),
        "no-problem-info" => NoInformation(Scope::Problems),
        "no-known-medications" => NoneKnown(Scope::Medicines),
        "no-medication-info" => NoInformation(Scope::Medicines),
        "no-known-immunizations" => NoneKnown(Scope::Vaccines),
        "no-immunization-info" => NoInformation(Scope::Vaccines),
        _ => return None,
    })
}

/// What the reason for an empty list or section says (`list-empty-reason`): `nilknown` is a fact, every other reason
/// (not asked, withheld, unavailable, not started, closed) is lack of information.
#[must_use]
pub fn empty_reason(code: &str, scope: Scope) -> Absence {
    if code == "nilknown" { Absence::NoneKnown(scope) } else { Absence::NoInformation(scope) }
}

/// The scope of a section or list by its LOINC code.
///
/// Source: IPS Composition sections.
#[must_use]
pub fn section_scope(loinc: &str) -> Option<Scope> {
    Some(match loinc {
        "48765-2" | "52472-8" => Scope::Allergies,
        "11450-4" | "11348-0" => Scope::Problems,
        "10160-0" | "29549-3" => Scope::Medicines,
        "11369-6" => Scope::Vaccines,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Absence, Scope, empty_reason, section_scope, statement};
    use crate::coded::Coding;

    fn check(system: &str, code: &str, want: Option<Absence>) {
        assert_eq!(statement(&[Coding { system, code, display: "", is_picked: false }]), want, "{code}");
    }

    #[test]
    fn none_known_is_not_unknown() {
        const IPS: &str = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";
        check("http://snomed.info/sct", "716186003", Some(Absence::NoneKnown(Scope::Allergies)));
        check("http://snomed.info/sct", "429625007", Some(Absence::NoneKnown(Scope::FoodAllergies)));
        check("http://snomed.info/sct", "409137002", Some(Absence::NoneKnown(Scope::MedicineAllergies)));
        check("http://snomed.info/sct", "300913006", None);
        check("http://loinc.org", "716186003", None);
        check(IPS, "no-known-allergies", Some(Absence::NoneKnown(Scope::Allergies)));
        check(IPS, "no-allergy-info", Some(Absence::NoInformation(Scope::Allergies)));
        check(IPS, "no-known-medications", Some(Absence::NoneKnown(Scope::Medicines)));
    }

    #[test]
    fn an_empty_section_says_why() {
        assert_eq!(section_scope("48765-2"), Some(Scope::Allergies));
        assert_eq!(section_scope("8716-3"), None);
        assert_eq!(empty_reason("nilknown", Scope::Allergies), Absence::NoneKnown(Scope::Allergies));
        for code in ["notasked", "withheld", "unavailable", "notstarted", "closed", ""] {
            assert_eq!(empty_reason(code, Scope::Problems), Absence::NoInformation(Scope::Problems));
        }
    }
}
