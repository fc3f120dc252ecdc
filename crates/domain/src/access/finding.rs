//! Who may find a person by who they are: the sign-in, and staff who have to find their patient. Nobody browses.

use std::marker::PhantomData;
use std::sync::Arc;

use super::denied::Denied;
use super::facts::StaffReader;
use super::lens::Lens;
use super::rule::Rule;
use super::{Actor, Found, Grant, Identify, Purpose, SystemTask, operation};
use crate::ids::PatientKey;

/// How many persons a search by name and birth date shows at most. More is no answer: the identity number is.
///
/// Source: HelsaMi's own rule: enough for twins and namesakes of one day, too few to look around in.
pub const FOUND_MAX: usize = 5;

/// May the actor find the person behind a proved identity?
///
/// # Errors
/// [`Denied::NotYours`] unless the actor is the sign-in itself.
pub fn identify(actor: Actor) -> Result<Grant<Identify>, Denied> {
    match actor {
        Actor::System(SystemTask::SignIn) => Ok(operation(actor, Rule::SignIn)),
        _ => Err(Denied::NotYours),
    }
}

/// May the actor find a patient by identity number, or by whole name and birth date? What is found opens nothing.
///
/// # Errors
/// [`Denied::NotYours`] for everybody but staff; [`Denied::NotAuthorized`] without a valid authorisation.
pub fn find_patient(actor: Actor, staff: &StaffReader) -> Result<Grant<Identify>, Denied> {
    match actor {
        Actor::Staff { role, .. } if role == staff.role => {}
        _ => return Err(Denied::NotYours),
    }
    if staff.is_authorized { Ok(operation(actor, Rule::Finding)) } else { Err(Denied::NotAuthorized) }
}

/// May the line be written that says that a search of staff has found this person? It is all that the grant is for: its lens
/// shows nothing of the record.
///
/// # Errors
/// [`Denied::NotYours`] for a search that is not of staff, and for the record that is nobody's.
pub fn found(search: &Grant<Identify>, person: PatientKey) -> Result<Grant<Found>, Denied> {
    if search.rule != Rule::Finding || person.is_shared() {
        return Err(Denied::NotYours);
    }
    let (actor, rule, purpose) = (search.actor, search.rule, Purpose::Administration);
    let mut lens = Lens::system();
    lens.only = Some(Arc::from([]));
    Ok(Grant { actor, patient: Some(person), purpose, rule, lens, action: PhantomData })
}

/// Whether every word of what was typed is a whole word of the name, whatever the size of the letters. A name with a hyphen
/// is found by the whole of it and by each of its parts.
#[must_use]
pub fn is_named(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    let whole = name.split_whitespace();
    let words: Vec<&str> = whole.flat_map(|word| std::iter::once(word).chain(word.split('-'))).collect();
    let mut typed = typed.split_whitespace().map(str::to_lowercase).peekable();
    typed.peek().is_some() && typed.all(|word| words.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{find_patient, found, identify, is_named};
    use crate::access::facts::StaffReader;
    use crate::access::lens::{Item, Release, Sight};
    use crate::access::marks::Marks;
    use crate::access::{Actor, Denied, Purpose, Rule, SystemTask, VisitNumber};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;

    #[test]
    fn who_may_find_a_person() {
        let local = |number| LocalId::new(number).expect("positive");
        let staff = StaffReader {
            role: local(3),
            practitioner: local(4),
            organization: local(5),
            is_authorized: true,
            is_own_record: false,
            ground: None,
            has_relation: false,
            has_reason: false,
        };
        let (visit, person) = (VisitNumber(1), PatientKey::new(9).expect("positive"));
        let work = |role| Actor::Staff { role: local(role), visit };
        let no = StaffReader { is_authorized: false, ..staff };
        let table = [
            (work(3), staff, Ok(Rule::Finding), Err(Denied::NotYours)),
            (work(3), no, Err(Denied::NotAuthorized), Err(Denied::NotYours)),
            (work(2), staff, Err(Denied::NotYours), Err(Denied::NotYours)),
            (Actor::Citizen { person, visit }, staff, Err(Denied::NotYours), Err(Denied::NotYours)),
            (Actor::System(SystemTask::Import), staff, Err(Denied::NotYours), Err(Denied::NotYours)),
            (Actor::System(SystemTask::SignIn), staff, Err(Denied::NotYours), Ok(Rule::SignIn)),
        ];
        for (actor, staff, by_staff, by_sign_in) in table {
            assert_eq!(find_patient(actor, &staff).map(|grant| grant.rule()), by_staff, "{actor:?}");
            assert_eq!(identify(actor).map(|grant| grant.rule()), by_sign_in, "{actor:?}");
        }
        assert_eq!(find_patient(work(3), &staff).map(|grant| grant.patient()), Ok(None), "opens no record");
        let search = find_patient(work(3), &staff).expect("staff");
        let line = found(&search, person).expect("a line");
        assert_eq!((line.actor(), line.patient(), line.rule()), (work(3), Some(person), Rule::Finding));
        assert_eq!(line.purpose(), Purpose::Administration);
        let id = RecordId { patient: person, kind: ResourceType::Observation, local: local(7) };
        let item = Item { id, marks: Marks::NONE, release: Release::AtOnce, source: None };
        assert_eq!(line.sees(&item), Sight::Hidden, "shows nothing of the record");
        let sign_in = identify(Actor::System(SystemTask::SignIn)).expect("the sign-in");
        assert_eq!(found(&sign_in, person).err(), Some(Denied::NotYours));
        assert_eq!(found(&search, PatientKey::SHARED).err(), Some(Denied::NotYours));
    }

    #[test]
    fn a_name_is_found_by_its_whole_words() {
        let long = "Anne-Kristine Elisabeth Bergheim-Skjølsvik";
        for (name, typed, expect) in [
            ("Kari Lund", "kari LUND", true),
            ("Kari Lund", "lund kari", true),
            ("Kari Lund", "Kari", true),
            ("Kari Lund", "Kar Lund", false),
            ("Kari Lund", "Kari Lunde", false),
            ("Kari Lund", "% _", false),
            ("Kari Lund", " ", false),
            ("", "Kari", false),
            (long, "Anne-Kristine Bergheim-Skjølsvik", true),
            (long, "Anne skjølsvik", true),
            (long, "Kristine Berg", false),
        ] {
            assert_eq!(is_named(name, typed), expect, "{name} {typed}");
        }
    }
}
