//! Who may see which cases an organisation has to answer. The cases themselves are in records, behind the rules.

use super::Actor;
use super::denied::Denied;
use super::facts::StaffReader;
use crate::case::Owner;
use crate::ids::{LocalId, PatientKey, RecordId};
use crate::resource_type::ResourceType;

/// The right to see one organisation's worklist: which cases, of what kind, due when. Only this module can make one.
#[derive(Clone, Copy, Debug)]
pub struct Worklist {
    owner: Owner,
}

impl Worklist {
    /// The organisation.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }
}

/// May the actor see the worklist of the organisation they work for?
///
/// # Errors
/// [`Denied::NotYours`] for everybody but staff; [`Denied::NotAuthorized`] without a valid authorisation.
pub fn worklist(actor: Actor, staff: &StaffReader) -> Result<Worklist, Denied> {
    match actor {
        Actor::Staff { role, .. } if role == staff.role => {}
        _ => return Err(Denied::NotYours),
    }
    if !staff.is_authorized {
        return Err(Denied::NotAuthorized);
    }
    of(staff.organization).ok_or(Denied::NotYours)
}

fn of(organization: LocalId) -> Option<Worklist> {
    let (patient, kind) = (PatientKey::SHARED, ResourceType::Organization);
    Owner::of(RecordId { patient, kind, local: organization }).map(|owner| Worklist { owner })
}

#[cfg(test)]
mod tests {
    use super::worklist;
    use crate::access::facts::{Ground, StaffReader};
    use crate::access::{Actor, Denied, SystemTask, VisitNumber};
    use crate::ids::{LocalId, PatientKey};

    #[test]
    fn staff_see_the_cases_of_their_own_organisation_and_nobody_else_does() {
        let local = |number| LocalId::new(number).expect("positive");
        let staff = StaffReader {
            role: local(3),
            practitioner: local(4),
            organization: local(5),
            is_authorized: true,
            is_own_record: false,
            ground: Some(Ground::Administration),
            has_relation: false,
            has_reason: false,
        };
        let visit = VisitNumber(1);
        let of = |role| Actor::Staff { role: local(role), visit };
        let answer = |actor, staff: &StaffReader| worklist(actor, staff).map(|list| list.owner().local());
        assert_eq!(answer(of(3), &staff), Ok(local(5)));
        assert_eq!(answer(of(2), &staff), Err(Denied::NotYours));
        let unauthorized = StaffReader { is_authorized: false, ..staff };
        assert_eq!(answer(of(3), &unauthorized), Err(Denied::NotAuthorized));
        let person = PatientKey::new(9).expect("positive");
        for actor in [Actor::Citizen { person, visit }, Actor::System(SystemTask::Import)] {
            assert_eq!(answer(actor, &staff), Err(Denied::NotYours));
        }
    }
}
