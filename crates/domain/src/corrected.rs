//! Who has read something that was wrong, and has not seen that it was put right.

use jiff::Timestamp;

use crate::access::area::Area;
use crate::ids::RecordId;
use crate::matter::Matter;

/// Something that was changed or taken back after it first came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// When its first version came.
    pub came: Timestamp,
    /// When the version came that put it right.
    pub at: Timestamp,
}

/// A kind of look that shows a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Showing {
    /// What the look is about.
    pub matter: Matter,
    /// Whether its list shows the row; otherwise only a look at the row itself does.
    pub is_list: bool,
}

impl Showing {
    /// The looks that show this row: lists of its part of the record, the row opened by itself, and the page where an error
    /// in it is reported.
    pub fn of(id: RecordId) -> impl Iterator<Item = Self> {
        let area = Area::of(id.kind);
        let showing =
            move |matter: &Matter| Self { matter: *matter, is_list: matter.areas().contains(&area) };
        Matter::ALL.iter().map(showing).filter(|one| one.is_list || one.matter == Matter::Report)
    }
}

/// Whether somebody has seen the wrong version and nothing since. `last` is when they last had the row before their eyes.
#[must_use]
pub fn is_untold(changed: &Changed, last: Option<Timestamp>) -> bool {
    last.is_some_and(|last| (changed.came..changed.at).contains(&last))
}

#[cfg(test)]
mod tests {
    use super::{Changed, Showing, is_untold};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::matter::Matter;
    use crate::resource_type::ResourceType as T;
    use jiff::Timestamp;

    fn id(kind: T) -> RecordId {
        let (patient, local) = (PatientKey::new(1).expect("a key"), LocalId::new(5).expect("an id"));
        RecordId { patient, kind, local }
    }

    #[test]
    fn who_read_the_wrong_version_is_told_until_they_have_seen_the_right_one() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let changed = Changed { came: at(10), at: at(20) };
        let check =
            |last: Option<i64>, expect| assert_eq!(is_untold(&changed, last.map(at)), expect, "{last:?}");
        check(None, false);
        check(Some(9), false);
        check(Some(10), true);
        check(Some(19), true);
        check(Some(20), false);
        check(Some(21), false);
    }

    #[test]
    fn a_row_is_shown_by_its_lists_and_by_itself() {
        let check = |kind, expect: &[(Matter, bool)]| {
            let found: Vec<_> = Showing::of(id(kind)).map(|one| (one.matter, one.is_list)).collect();
            assert_eq!(found, expect, "{kind}");
        };
        check(T::DocumentReference, &[(Matter::Documents, true), (Matter::Report, false)]);
        check(
            T::Condition,
            &[(Matter::Diagnoses, true), (Matter::EmergencyCard, true), (Matter::Report, false)],
        );
    }
}
