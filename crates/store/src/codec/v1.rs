//! The dictionaries of version 1, one for each common type. `dictionaries/v1/NOTICE` says what they were trained on.

use helsami_domain::resource_type::ResourceType;

/// The dictionary of a type.
pub(super) const fn dictionary(_kind: ResourceType) -> Option<&'static [u8]> {
    None
}
