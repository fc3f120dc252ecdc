//! A coded concept: which of its texts a person is shown, and when two codes name the same thing.
//!
//! The sender's own words come first. A code is shown only when there are no words at all, and then as a code.

/// One code as it was sent. What is missing is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Coding<'a> {
    /// The code system's address.
    pub system: &'a str,
    /// The code.
    pub code: &'a str,
    /// The code system's own words.
    pub display: &'a str,
    /// Whether the person who wrote it picked this very code.
    pub is_picked: bool,
}

/// The words chosen for a concept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The words as sent.
    pub text: Box<str>,
    /// Their language as a BCP 47 tag, where it is known: for the page's `lang` attribute.
    pub language: Option<&'static str>,
    /// Whether it is a bare code, because no words came with it.
    pub is_bare_code: bool,
}

impl Label {
    /// Words in an unknown language. `None` if they are blank.
    #[must_use]
    pub fn words(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self { text: text.into(), language: None, is_bare_code: false })
    }

    /// The words to show for a concept: its text, else the words of the picked coding, else of a Norwegian coding,
    /// else of the first that has any, else the first code. `resource_language` is what the resource says of itself.
    /// `None` if nothing was sent.
    #[must_use]
    pub fn choose(text: &str, codings: &[Coding<'_>], resource_language: Option<&str>) -> Option<Self> {
        let own = resource_language.and_then(language_tag);
        let text = text.trim();
        if !text.is_empty() {
            let same = codings.iter().find(|coding| coding.display.trim() == text);
            let language = own.or_else(|| same.and_then(|coding| system_language(coding.system)));
            return Some(Self { text: text.into(), language, is_bare_code: false });
        }
        if let Some(coding) = best(codings) {
            let language = system_language(coding.system).or(own);
            return Some(Self { text: coding.display.trim().into(), language, is_bare_code: false });
        }
        let code = codings.iter().map(|coding| coding.code.trim()).find(|code| !code.is_empty())?;
        Some(Self { text: code.into(), language: None, is_bare_code: true })
    }
}

fn best<'a, 'b>(codings: &'b [Coding<'a>]) -> Option<&'b Coding<'a>> {
    let worded = || codings.iter().filter(|coding| !coding.display.trim().is_empty());
    worded()
        .find(|coding| coding.is_picked)
        .or_else(|| worded().find(|coding| is_norwegian(coding.system)))
        .or_else(|| worded().next())
}

/// The prefix of the Norwegian health administration's code lists, as a URN and bare.
const VOLVEN: [&str; 2] = ["urn:oid:2.16.578.1.12.4.1.1.", "2.16.578.1.12.4.1.1."];

/// Whether a code system is one of Norway's own, with Norwegian words.
#[must_use]
pub fn is_norwegian(system: &str) -> bool {
    const ADDRESSES: [&str; 6] = [
        "http://helsedir.no/",
        "http://ehelse.no/",
        "http://hl7.no/",
        "http://hl7.org/fhir/sid/icpc-2",
        "http://hl7.org/fhir/sid/icd-10-no",
        "http://dmp.no/",
    ];
    VOLVEN.iter().chain(&ADDRESSES).any(|start| system.starts_with(start))
}

/// The language of a code system's words, where the system has only one.
#[must_use]
pub fn system_language(system: &str) -> Option<&'static str> {
    const ENGLISH: [&str; 5] = [
        "http://loinc.org",
        "http://www.nlm.nih.gov/research/umls/rxnorm",
        "http://hl7.org/fhir/sid/cvx",
        "http://hl7.org/fhir/sid/ndc",
        "http://terminology.hl7.org/",
    ];
    if is_norwegian(system) {
        Some("nb")
    } else if ENGLISH.iter().any(|start| system.starts_with(start)) {
        Some("en")
    } else {
        None
    }
}

/// The language tag for a page, for the languages that occur: `nb-NO` and `no` are `nb`.
#[must_use]
pub fn language_tag(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let known = [
        "nb", "nn", "se", "en", "sv", "da", "fi", "de", "fr", "es", "pl", "uk", "ar", "so", "ti", "nl", "it",
    ];
    if primary.eq_ignore_ascii_case("no") {
        return Some("nb");
    }
    known.into_iter().find(|one| primary.eq_ignore_ascii_case(one))
}

/// One name for the addresses under which the same code list occurs. Norwegian laboratory codes are sent under two
/// list numbers (7280 and the older 7230), as an OID or an address, and sometimes under none.
///
/// Source: the national laboratory register's example answers (NILAR).
#[must_use]
pub fn canonical_system<'a>(system: &'a str, code: &str) -> &'a str {
    let list = VOLVEN.iter().find_map(|start| system.strip_prefix(start));
    let is_laboratory = match list {
        Some(number) => matches!(number, "7280" | "7230"),
        None => system.ends_with("no-kodeverk-7280-nlk") || (system.is_empty() && is_laboratory_code(code)),
    };
    if is_laboratory { "nlk" } else { system }
}

/// Whether a code has the form of a Norwegian laboratory code: NPU or NOR and five digits.
fn is_laboratory_code(code: &str) -> bool {
    let number = code.strip_prefix("NPU").or_else(|| code.strip_prefix("NOR"));
    number.is_some_and(|number| number.len() == 5 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Coding, Label, canonical_system, language_tag};

    const NLK: &str = "urn:oid:2.16.578.1.12.4.1.1.7280";

    fn coding<'a>(system: &'a str, code: &'a str, display: &'a str) -> Coding<'a> {
        Coding { system, code, display, is_picked: false }
    }

    fn check(text: &str, codings: &[Coding<'_>], want: Option<(&str, Option<&str>, bool)>) {
        let label = Label::choose(text, codings, None);
        let got = label.as_ref().map(|label| (&*label.text, label.language, label.is_bare_code));
        assert_eq!(got, want);
    }

    #[test]
    fn the_senders_own_words_come_first() {
        let codings =
            [coding("http://loinc.org", "4548-4", "Hemoglobin A1c"), coding(NLK, "NPU27300", "B-HbA1c")];
        check("Langtidsblodsukker", &codings, Some(("Langtidsblodsukker", None, false)));
        check("Hemoglobin A1c", &codings, Some(("Hemoglobin A1c", Some("en"), false)));
        check("  ", &codings, Some(("B-HbA1c", Some("nb"), false)));
        let picked = [coding(NLK, "NPU27300", "B-HbA1c"), Coding { is_picked: true, ..codings[0] }];
        check("", &picked, Some(("Hemoglobin A1c", Some("en"), false)));
    }

    #[test]
    fn a_code_is_shown_only_when_there_are_no_words() {
        check("", &[coding("x", "", " "), coding("x", "123", "")], Some(("123", None, true)));
        check("", &[coding("x", "", "")], None);
        check("", &[], None);
    }

    #[test]
    fn one_laboratory_code_under_all_its_addresses() {
        let under = |system| canonical_system(system, "NPU27300");
        assert_eq!(under(NLK), "nlk");
        assert_eq!(under("urn:oid:2.16.578.1.12.4.1.1.7230"), "nlk");
        assert_eq!(under("2.16.578.1.12.4.1.1.7280"), "nlk");
        assert_eq!(under("http://helsedir.no/fhir/CodeSystem/no-kodeverk-7280-nlk"), "nlk");
        assert_eq!(under(""), "nlk");
        assert_eq!(under("http://loinc.org"), "http://loinc.org");
        assert_eq!(canonical_system("", "27300"), "");
        assert_eq!(under("urn:oid:2.16.578.1.12.4.1.1.7010"), "urn:oid:2.16.578.1.12.4.1.1.7010");
    }

    #[test]
    fn language_tags() {
        assert_eq!(language_tag("nb-NO"), Some("nb"));
        assert_eq!(language_tag("no"), Some("nb"));
        assert_eq!(language_tag("en_US"), Some("en"));
        assert_eq!(language_tag("x-klingon"), None);
    }
}
