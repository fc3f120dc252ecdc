//! Where a line of the record comes from: who said it, at which place, and when.

use crate::ids::RecordId;
use crate::when::When;

/// Somebody or some place named in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The name as sent beside the reference, or as found.
    pub name: Option<Box<str>>,
    /// The resource, where it is in this store.
    pub id: Option<RecordId>,
}

impl Party {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.name.is_none() && self.id.is_none()
    }
}

/// Who says this, where, and when it was written down. Each part may be unknown, and then the page says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The person, with title as sent.
    pub person: Party,
    /// The hospital, office or laboratory.
    pub place: Party,
    /// When it was written down or sent; not when it happened.
    pub recorded: Option<When>,
    /// Whether the citizen said it, not staff.
    pub is_own_word: bool,
}

impl Source {
    /// The name to show: the place, else the person.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.place.name.as_deref().or(self.person.name.as_deref())
    }
}
