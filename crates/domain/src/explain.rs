//! Which visit, appointment or order explains that staff have looked into a record. What nothing explains comes first on the
//! citizen's page: it may be right all the same, and one can ask.

use jiff::{SignedDuration, Timestamp};

use crate::ids::{LocalId, RecordId};

/// How many days before and after something a look by the same organisation is explained by it: papers are read before an
/// appointment, and answers come after it.
///
/// Source: none; the number is ours, and the page says so.
pub const DAYS: i64 = 30;

/// Something in the record that ties an organisation to the person for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The visit, the appointment or the order.
    pub id: RecordId,
    /// Whom it was with.
    pub organizations: Vec<LocalId>,
    /// When it began.
    pub from: Timestamp,
    /// When it was over; the same moment where it has no end.
    pub until: Timestamp,
}

impl Tie {
    /// How far a moment is from it; nothing while it lasts.
    fn distance(&self, at: Timestamp) -> SignedDuration {
        if at < self.from {
            self.from.duration_since(at)
        } else if at > self.until {
            at.duration_since(self.until)
        } else {
            SignedDuration::ZERO
        }
    }
}

/// What explains a look of an organisation at a moment: the nearest within [`DAYS`].
#[must_use]
pub fn explanation(ties: &[Tie], organization: LocalId, at: Timestamp) -> Option<RecordId> {
    let limit = SignedDuration::from_hours(24 * DAYS);
    let own = ties.iter().filter(|tie| tie.organizations.contains(&organization));
    let near = own.map(|tie| (tie.distance(at), tie.id)).filter(|(distance, _)| *distance <= limit);
    near.min().map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::{Tie, explanation};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use jiff::Timestamp;

    fn local(number: i64) -> LocalId {
        LocalId::new(number).expect("positive")
    }

    fn id(number: i64) -> RecordId {
        let patient = PatientKey::new(1).expect("positive");
        RecordId { patient, kind: ResourceType::Encounter, local: local(number) }
    }

    fn tie(number: i64, organizations: &[i64], from: &str, until: &str) -> Tie {
        let at = |text: &str| -> Timestamp { text.parse().expect("a time") };
        let organizations = organizations.iter().map(|one| local(*one)).collect();
        Tie { id: id(number), organizations, from: at(from), until: at(until) }
    }

    #[test]
    fn a_look_is_explained_by_the_nearest_visit_with_the_same_organisation() {
        let ties = [
            tie(1, &[7], "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z"),
            tie(2, &[7, 8], "2026-03-20T08:00:00Z", "2026-03-24T12:00:00Z"),
        ];
        let check = |organization, at: &str, expect: Option<i64>| {
            let at: Timestamp = at.parse().expect("a time");
            assert_eq!(explanation(&ties, local(organization), at), expect.map(id), "{organization} {at}");
        };
        check(7, "2026-03-01T08:30:00Z", Some(1));
        check(7, "2026-03-05T08:30:00Z", Some(1));
        check(7, "2026-03-15T08:30:00Z", Some(2));
        check(7, "2026-03-22T00:00:00Z", Some(2));
        check(8, "2026-03-01T08:30:00Z", Some(2));
        check(9, "2026-03-22T00:00:00Z", None);
        // 30 days before, and one second more; 30 days after, and one second more.
        check(7, "2026-01-30T08:00:00Z", Some(1));
        check(7, "2026-01-30T07:59:59Z", None);
        check(8, "2026-04-23T12:00:00Z", Some(2));
        check(8, "2026-04-23T12:00:01Z", None);
    }
}
