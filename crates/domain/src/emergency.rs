//! The emergency card: one page for somebody who does not know the person and has little time.

use jiff::Timestamp;

use crate::coded::Label;
use crate::lab::{Answer, State, Value};
use crate::when::{Period, When};

/// The person on the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The official name.
    pub name: Option<Box<str>>,
    /// The date of birth.
    pub born: Option<When>,
    /// Whether the person is dead.
    pub is_dead: bool,
}

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: Box<str>,
    /// Who it is to the person, as sent.
    pub relation: Option<Label>,
    /// Telephone numbers as sent.
    pub phones: Vec<Box<str>>,
    /// Whether it is named as the one to call in an emergency.
    pub is_for_emergency: bool,
    /// From when until when.
    pub period: Period,
}

/// Whom to call, those for emergencies first. Relations that are over, repeats and those without a number are left
/// out: a name that cannot be called helps nobody here.
#[must_use]
pub fn to_call(contacts: Vec<Contact>, now: Timestamp) -> Vec<Contact> {
    let mut kept: Vec<Contact> = Vec::with_capacity(contacts.len());
    for contact in contacts {
        let is_known = |known: &Contact| known.name == contact.name && known.phones == contact.phones;
        if !contact.phones.is_empty() && contact.period.is_current(now) && !kept.iter().any(is_known) {
            kept.push(contact);
        }
    }
    kept.sort_by_key(|contact| !contact.is_for_emergency);
    kept
}

/// The blood type: the newest settled answer, only if all settled answers say the same. Two that differ are worse
/// than none.
#[must_use]
pub fn blood_type(mut answers: Vec<Answer>) -> Option<Answer> {
    answers.retain(|one| {
        matches!(one.state, State::Final | State::Corrected) && matches!(one.value, Value::Words(_))
    });
    answers.sort_by_key(|one| std::cmp::Reverse(one.when));
    let mut answers = answers.into_iter();
    let newest = answers.next()?;
    answers.all(|older| older.value == newest.value).then_some(newest)
}

#[cfg(test)]
mod tests {
    use super::{Contact, to_call};
    use crate::when::{Period, When};

    fn contact(name: &str, phone: &str, is_for_emergency: bool, end: &str) -> Contact {
        Contact {
            name: name.into(),
            relation: None,
            phones: (!phone.is_empty()).then(|| phone.into()).into_iter().collect(),
            is_for_emergency,
            period: Period { start: None, end: When::parse(end) },
        }
    }

    #[test]
    fn only_those_who_can_be_called_now() {
        let all = vec![
            contact("Kari", "22 22 22 22", false, ""),
            contact("Ola", "", true, ""),
            contact("Per", "33 33 33 33", true, "2020-01-01"),
            contact("Nina", "44 44 44 44", true, "2030-01-01"),
            contact("Kari", "22 22 22 22", false, ""),
        ];
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let names: Vec<Box<str>> = to_call(all, now).into_iter().map(|contact| contact.name).collect();
        assert_eq!(names, ["Nina".into(), "Kari".into()]);
    }
}
