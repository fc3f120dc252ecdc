//! Whether a key stands twice in an object: quick for the few keys of usual objects, bounded for a hostile one.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Span, unescape};

/// From how many keys on an object's keys are looked up in a table instead of one by one, so that an object of a
/// million keys costs a million steps and not their square.
const MANY_KEYS: usize = 24;

/// The keys of one object.
pub(super) struct Seen<'t> {
    few: Vec<Span>,
    many: HashSet<Cow<'t, str>>,
    /// Whether some key is written with escapes, so that keys cannot be compared as they stand.
    escaped: bool,
}

impl<'t> Seen<'t> {
    pub(super) fn new() -> Self {
        Self { few: Vec::new(), many: HashSet::new(), escaped: false }
    }

    /// Adds a key; false when it was there.
    pub(super) fn add(&mut self, text: &'t str, key: Span) -> bool {
        let new = unescape(key.of(text));
        self.escaped |= matches!(new, Cow::Owned(_));
        if self.many.is_empty() {
            let same = |old: &Span| {
                if self.escaped { unescape(old.of(text)) == new } else { old.of(text) == new.as_ref() }
            };
            if self.few.iter().any(same) {
                return false;
            }
            if self.few.len() < MANY_KEYS {
                self.few.push(key);
                return true;
            }
            self.many.extend(self.few.iter().map(|old| unescape(old.of(text))));
        }
        self.many.insert(new)
    }
}
