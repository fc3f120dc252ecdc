//! Which analysis, as it stands in an address: encrypted together with whose record, because the code of an analysis
//! tells about a person's health.

use helsami_domain::ids::{LocalId, PatientKey};
use helsami_domain::lab::Analysis;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::columns::CodeKey;
use helsami_fhir::element::WORDS;
use helsami_store::{ExternalId, IdCipher};

/// An analysis, as its rows can be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnalysisKey {
    /// A Norwegian laboratory code, whichever of its lists it was sent under.
    Norwegian {
        /// Whether the code begins with NOR; else with NPU.
        is_national: bool,
        /// The five digits.
        number: u32,
    },
    /// Any other code, by the key of its column.
    Other(CodeKey),
}

/// Set where the number is a Norwegian laboratory code.
const NORWEGIAN: i64 = 1 << 40;
/// Set where that code begins with NOR.
const NATIONAL: i64 = 1 << 39;

/// The addresses under which Norwegian laboratory codes are sent.
///
/// Source: the national laboratory register's example answers (NILAR).
const LISTS: [&str; 6] = [
    "urn:oid:2.16.578.1.12.4.1.1.7280",
    "urn:oid:2.16.578.1.12.4.1.1.7230",
    "http://helsedir.no/fhir/CodeSystem/no-kodeverk-7280-nlk",
    "2.16.578.1.12.4.1.1.7280",
    "2.16.578.1.12.4.1.1.7230",
    "",
];

impl AnalysisKey {
    /// The key of an analysis. `None` where only words were sent.
    pub(crate) fn of(analysis: &Analysis) -> Option<Self> {
        if &*analysis.system == "nlk" {
            let number = analysis.code.get(3..)?.parse().ok()?;
            return Some(Self::Norwegian { is_national: analysis.code.starts_with("NOR"), number });
        }
        let has_code = !analysis.is_unknown() && &*analysis.system != WORDS;
        has_code.then(|| Self::Other(CodeKey::of(&analysis.system, &analysis.code)))
    }

    /// The columns that rows of the analysis have.
    pub(crate) fn columns(self) -> Vec<CodeKey> {
        match self {
            Self::Other(key) => vec![key],
            Self::Norwegian { is_national, number } => {
                let code = format!("{}{number:05}", if is_national { "NOR" } else { "NPU" });
                LISTS.iter().map(|list| CodeKey::of(list, &code)).collect()
            }
        }
    }

    /// As it stands in an address.
    pub(crate) fn show(self, ids: &IdCipher, subject: PatientKey) -> ExternalId {
        let raw = match self {
            Self::Other(CodeKey(key)) => i64::from(key.cast_unsigned()),
            Self::Norwegian { is_national, number } => {
                NORWEGIAN | if is_national { NATIONAL } else { 0 } | i64::from(number)
            }
        };
        ids.show_parts(subject, LocalId::new(raw).expect("41 bits are never negative"))
    }

    /// What stands in an address, if it was made for this record.
    pub(crate) fn read(ids: &IdCipher, text: &str, subject: PatientKey) -> Option<Self> {
        let id = ids.read(text, ResourceType::Observation).filter(|id| id.patient == subject)?;
        let raw = id.local.get();
        if raw & NORWEGIAN != 0 {
            let number =
                u32::try_from(raw & !(NORWEGIAN | NATIONAL)).ok().filter(|&number| number < 100_000)?;
            return Some(Self::Norwegian { is_national: raw & NATIONAL != 0, number });
        }
        u32::try_from(raw).ok().map(|key| Self::Other(CodeKey(key.cast_signed())))
    }
}

#[cfg(test)]
mod tests {
    use super::AnalysisKey;
    use helsami_domain::ids::PatientKey;
    use helsami_domain::lab::Analysis;
    use helsami_fhir::columns::CodeKey;
    use helsami_store::IdCipher;

    fn analysis(system: &str, code: &str) -> Analysis {
        Analysis { system: system.into(), code: code.into() }
    }

    #[test]
    fn an_address_tells_the_analysis_to_its_own_record_only() {
        let ids = IdCipher::new(&[3; 16]);
        let (me, other) = (PatientKey::new(5).expect("positive"), PatientKey::new(6).expect("positive"));
        for one in [
            analysis("nlk", "NPU27300"),
            analysis("nlk", "NOR05172"),
            analysis("http://loinc.org", "4548-4"),
            analysis("", "x7"),
        ] {
            let key = AnalysisKey::of(&one).expect("a code");
            let text = key.show(&ids, me);
            assert_eq!(AnalysisKey::read(&ids, text.as_str(), me), Some(key));
            assert_eq!(AnalysisKey::read(&ids, text.as_str(), other), None);
        }
        assert_eq!(AnalysisKey::of(&analysis("words", "blodtrykk")), None);
    }

    #[test]
    fn a_norwegian_code_is_found_under_all_its_lists() {
        let columns = AnalysisKey::of(&analysis("nlk", "NOR05172")).expect("a code").columns();
        assert!(columns.contains(&CodeKey::of("urn:oid:2.16.578.1.12.4.1.1.7230", "NOR05172")));
        assert!(columns.contains(&CodeKey::of("urn:oid:2.16.578.1.12.4.1.1.7280", "NOR05172")));
        assert_eq!(columns.len(), 6);
    }
}
