//! Who has read something that was wrong, and has not seen that it was put right.

use jiff::Timestamp;

use crate::access::area::Area;
use crate::ids::RecordId;
use crate::matter::Matter;

/// Something that was changed or taken back after it first came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The row.
    pub id: RecordId,
    /// When its first version came.
    pub came: Timestamp,
    /// When the version came that put it right.
    pub at: Timestamp,
}

/// One look of one reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When.
    pub at: Timestamp,
    /// What it was about.
    pub matter: Matter,
    /// The one thing that was opened.
    pub item: Option<RecordId>,
}

impl Seen {
    /// Whether the look showed this row: opened it, or a list of its part of the record.
    #[must_use]
    pub fn shows(&self, id: RecordId) -> bool {
        match self.item {
            Some(item) => item == id,
            None => self.matter.areas().contains(&Area::of(id.kind)),
        }
    }
}

/// Whether somebody has seen the wrong version and nothing since.
#[must_use]
pub fn is_untold(changed: &Changed, looks: &[Seen]) -> bool {
    let mut own = looks.iter().filter(|look| look.shows(changed.id));
    let (mut before, mut after) = (false, false);
    own.by_ref().for_each(|look| {
        before |= (changed.came..changed.at).contains(&look.at);
        after |= look.at >= changed.at;
    });
    before && !after
}

#[cfg(test)]
mod tests {
    use super::{Changed, Seen, is_untold};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::matter::Matter;
    use crate::resource_type::ResourceType as T;
    use jiff::Timestamp;

    fn id(kind: T, number: i64) -> RecordId {
        let (patient, local) = (PatientKey::new(1).expect("a key"), LocalId::new(number).expect("an id"));
        RecordId { patient, kind, local }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn who_read_the_wrong_version_is_told_until_they_have_seen_the_right_one() {
        let paper = id(T::DocumentReference, 5);
        let changed = Changed { id: paper, came: at(10), at: at(20) };
        let look = |second, matter, item| Seen { at: at(second), matter, item };
        let (list, opened) = (
            |second| look(second, Matter::Documents, None),
            |second| look(second, Matter::Documents, Some(paper)),
        );
        let other = |second| look(second, Matter::Documents, Some(id(T::DocumentReference, 6)));
        let check = |looks: &[Seen], expect| assert_eq!(is_untold(&changed, looks), expect, "{looks:?}");
        check(&[], false);
        check(&[list(15)], true);
        check(&[opened(10)], true);
        check(&[opened(19)], true);
        check(&[list(9)], false);
        check(&[list(20)], false);
        check(&[list(21), opened(12)], false);
        check(&[opened(20), list(12)], false);
        check(&[other(21), look(22, Matter::Home, None), look(23, Matter::Results, None), opened(12)], true);
        check(&[other(12), look(13, Matter::Home, None)], false);
    }
}
