//! Which elements the resource types of R4 have, and which of them must be there.

use helsami_domain::resource_type::ResourceType;

use crate::structure::{self, Element};

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

/// The elements of a type, without those that every resource may have.
fn own(kind: ResourceType) -> Option<&'static [Element]> {
    structure::find(kind.name()).map(|structure| structure.elements.as_slice())
}

/// Whether R4 has this element at the top of this type. A name with an underscore before it holds the extensions of the
/// element.
#[must_use]
pub fn is_known(kind: ResourceType, name: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    let is_it = |element: &Element| {
        if element.is_choice { is_choice(element.name, name) } else { element.name == name }
    };
    COMMON.contains(&name) || own(kind).is_none_or(|elements| elements.iter().any(is_it))
}

/// The elements that R4 demands at the top of this type; of those whose name ends in a type, the part before it.
pub fn demanded(kind: ResourceType) -> impl Iterator<Item = &'static str> {
    own(kind).unwrap_or_default().iter().filter(|element| element.is_demanded).map(|element| element.name)
}

/// Whether a name is that of a demanded element, or of its extensions.
pub(crate) fn is_named(name: &str, demanded: &str) -> bool {
    let name = name.strip_prefix('_').unwrap_or(name);
    name == demanded || is_choice(demanded, name)
}

/// Whether a name is this stem with a type behind it: `valueQuantity` of `value`.
pub(crate) fn is_choice(stem: &str, name: &str) -> bool {
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
                .chain(also.iter().copied())
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
        assert!(demanded(T::Observation).eq(["status", "code"]));
        assert!(demanded(T::MedicationRequest).eq(["status", "intent", "medication", "subject"]));
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
