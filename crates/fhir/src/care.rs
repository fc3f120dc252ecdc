//! What a document of a record says of who cares for its patient: places of care, from when to when, and whether it is in
//! force. The rules say what follows.

use helsami_domain::access::care::{CareKind, CareTie};
use helsami_domain::case::Owner;
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use serde::Deserialize;

use crate::element::{One, Period, Resolve, Text};
use crate::keeper::keepers;

/// The types of documents that can tie a place of care to a patient.
pub const TYPES: [ResourceType; 6] = [
    ResourceType::Patient,
    ResourceType::Encounter,
    ResourceType::Appointment,
    ResourceType::ServiceRequest,
    ResourceType::EpisodeOfCare,
    ResourceType::CareTeam,
];

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct View<'a> {
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    start: Text<'a>,
    #[serde(borrow)]
    end: Text<'a>,
    #[serde(borrow)]
    authored_on: Text<'a>,
}

/// The tie of a document, and what it names that can lead to more organisations: roles of staff, places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The tie, with the organisations that the document names itself.
    pub tie: CareTie,
    /// Rows of nobody's that belong to an organisation each.
    pub leads: Vec<RecordId>,
}

/// Reads who cares for the patient of a document. `None` for a document of another type, or none at all.
#[must_use]
pub fn care(kind: ResourceType, body: &str, resolve: Resolve<'_>) -> Option<Found> {
    let sort = sort_of(kind)?;
    let view: View<'_> = serde_json::from_str(body).ok()?;
    let period = view.period.get();
    let first = match sort {
        CareKind::Appointment => view.start.when(),
        CareKind::Referral => view.authored_on.when(),
        _ => period.and_then(|period| period.start.when()),
    };
    let end = period.and_then(|period| period.end.when());
    let last = match sort {
        CareKind::Appointment => view.end.when().or(first),
        // Only what goes on has no end.
        CareKind::Visit if matches!(view.status.trim(), "planned" | "finished") => end.or(first),
        _ => end,
    };
    let kept = keepers(body, resolve);
    let organizations =
        kept.organizations.iter().filter_map(|row| Owner::of(*row)).map(Owner::local).collect();
    let tie = CareTie {
        kind: sort,
        organizations,
        from: first.map(helsami_domain::when::When::start),
        until: last.map(helsami_domain::when::When::end),
        is_active: is_active(sort, view.status.trim()),
    };
    Some(Found { tie, leads: kept.leads.into_iter().filter(|row| row.patient.is_shared()).collect() })
}

const fn sort_of(kind: ResourceType) -> Option<CareKind> {
    Some(match kind {
        ResourceType::Patient => CareKind::Keeper,
        ResourceType::Encounter => CareKind::Visit,
        ResourceType::Appointment => CareKind::Appointment,
        ResourceType::ServiceRequest => CareKind::Referral,
        ResourceType::EpisodeOfCare => CareKind::Course,
        ResourceType::CareTeam => CareKind::Team,
        _ => return None,
    })
}

/// Whether a status says that the tie is in force. A status that nobody knows is none.
///
/// Source: R4, the value sets of the status of each type.
fn is_active(sort: CareKind, status: &str) -> bool {
    match sort {
        CareKind::Keeper => true,
        CareKind::Visit => {
            matches!(status, "planned" | "arrived" | "triaged" | "in-progress" | "onleave" | "finished")
        }
        CareKind::Appointment => {
            matches!(
                status,
                "proposed" | "pending" | "booked" | "arrived" | "checked-in" | "fulfilled" | "waitlist"
            )
        }
        CareKind::Referral => matches!(status, "active" | "on-hold"),
        CareKind::Course => matches!(status, "planned" | "waitlist" | "active" | "onhold"),
        CareKind::Team => matches!(status, "active" | "proposed"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, TYPES, care};
    use helsami_domain::access::care::CareKind;
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::resource_type::ResourceType as T;

    fn row(kind: T, number: i64) -> RecordId {
        RecordId { patient: PatientKey::SHARED, kind, local: LocalId::new(number).expect("an id") }
    }

    fn resolve(text: &str, kind: T) -> Option<RecordId> {
        text.parse().ok().map(|number| row(kind, number))
    }

    fn read(kind: T, body: &str) -> Option<Found> {
        care(kind, body, &resolve)
    }

    #[test]
    fn who_cares_from_when_to_when() {
        let check =
            |kind: T, body: &str, expect: (CareKind, &[i64], &str, &str, bool), leads: &[RecordId]| {
                let found = read(kind, body).expect(body);
                let (sort, organizations, from, until, is_active) = expect;
                let local: Vec<i64> = found.tie.organizations.iter().map(|one| one.get()).collect();
                let text = |at: Option<jiff::Timestamp>| at.map_or(String::new(), |at| at.to_string());
                assert_eq!(
                    (found.tie.kind, &local[..], found.tie.is_active),
                    (sort, organizations, is_active),
                    "{body}"
                );
                assert_eq!(
                    (text(found.tie.from).as_str(), text(found.tie.until).as_str()),
                    (from, until),
                    "{body}"
                );
                assert_eq!(found.leads, leads, "{body}");
            };
        let doctor = row(T::PractitionerRole, 4);
        check(
            T::Patient,
            r#"{"generalPractitioner":[{"reference":"PractitionerRole/4"}],"managingOrganization":{"reference":"Organization/2"}}"#,
            (CareKind::Keeper, &[2], "", "", true),
            &[doctor],
        );
        check(
            T::Encounter,
            r#"{"status":"finished","serviceProvider":{"reference":"Organization/2"},"period":{"start":"2026-03-20T08:00:00Z","end":"2026-03-24T12:00:00Z"}}"#,
            (CareKind::Visit, &[2], "2026-03-20T08:00:00Z", "2026-03-24T12:00:00Z", true),
            &[],
        );
        check(
            T::Encounter,
            r#"{"status":"finished","period":{"start":"2026-03-20T08:00:00Z"}}"#,
            (CareKind::Visit, &[], "2026-03-20T08:00:00Z", "2026-03-20T08:00:00Z", true),
            &[],
        );
        check(
            T::Encounter,
            r#"{"status":"in-progress","period":{"start":"2026-03-20T08:00:00Z"}}"#,
            (CareKind::Visit, &[], "2026-03-20T08:00:00Z", "", true),
            &[],
        );
        check(
            T::Appointment,
            r#"{"status":"booked","start":"2026-12-10T08:00:00Z","participant":[{"actor":{"reference":"PractitionerRole/4"}},{"actor":{"reference":"Location/7"}}]}"#,
            (CareKind::Appointment, &[], "2026-12-10T08:00:00Z", "2026-12-10T08:00:00Z", true),
            &[doctor, row(T::Location, 7)],
        );
        check(
            T::ServiceRequest,
            r#"{"status":"active","authoredOn":"2026-01-10","requester":{"reference":"PractitionerRole/4"},"performer":[{"reference":"Organization/2"}]}"#,
            (CareKind::Referral, &[2], "2026-01-09T23:00:00Z", "", true),
            &[doctor],
        );
        check(
            T::EpisodeOfCare,
            r#"{"status":"active","managingOrganization":{"reference":"Organization/2"},"period":{"start":"2026-01-01T00:00:00Z"}}"#,
            (CareKind::Course, &[2], "2026-01-01T00:00:00Z", "", true),
            &[],
        );
        check(
            T::CareTeam,
            r#"{"status":"active","managingOrganization":[{"reference":"Organization/2"}],"participant":[{"member":{"reference":"Organization/3"}}]}"#,
            (CareKind::Team, &[2, 3], "", "", true),
            &[],
        );
        assert_eq!(read(T::Observation, "{}"), None);
        assert_eq!(read(T::Encounter, "["), None);
    }

    #[test]
    fn what_is_called_off_or_ended_ties_nobody() {
        let is_active = |kind: T, status: &str| {
            read(kind, &format!(r#"{{"status":"{status}"}}"#)).expect("a document").tie.is_active
        };
        for (kind, ended) in [
            (T::Encounter, &["cancelled", "entered-in-error", "unknown", ""][..]),
            (T::Appointment, &["cancelled", "noshow", "entered-in-error", ""][..]),
            (T::ServiceRequest, &["draft", "completed", "revoked", "entered-in-error", "unknown", ""][..]),
            (T::EpisodeOfCare, &["finished", "cancelled", "entered-in-error", ""][..]),
            (T::CareTeam, &["inactive", "suspended", "entered-in-error", ""][..]),
        ] {
            for status in ended {
                assert!(!is_active(kind, status), "{kind} {status}");
            }
        }
        assert_eq!(TYPES.into_iter().filter(|kind| read(*kind, "{}").is_some()).count(), TYPES.len());
    }
}
