//! Finding a patient: by identity number, or by whole name and birth date together. There is nothing to browse in.

use helsami_domain::access::{FOUND_MAX, find_patient, found, is_named};
use helsami_domain::identity::IdentityNumber;
use helsami_domain::ids::PatientKey;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{AtWork, Person, reader};
use crate::app::App;
use crate::read::ReadError;
use crate::sign_in::NATIONAL;

/// Persons of one birth date that are looked through: a region has a few dozen.
const BORN_MAX: usize = 2000;
/// The longest name that is taken.
const NAME_MAX: usize = 200;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// An identity number, or empty.
    pub number: String,
    /// A name, or empty.
    pub name: String,
    /// A birth date as `2026-11-26`, or empty.
    pub born: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryFault {
    /// Nothing was typed.
    Nothing,
    /// No identity number.
    Number,
    /// A number and a name: one of them is enough, and two could be two persons.
    Both,
    /// A name needs the birth date too, or the other way round.
    NameAlone,
    /// The birth date is no date.
    Born,
    /// One word is no whole name.
    NameShort,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// These, by name; nobody where it is empty.
    Persons(Vec<Person>),
    /// More than is shown: the number tells which.
    TooMany,
}

/// What a query asks for.
enum Wanted {
    Number(String),
    Name(String, Date),
}

impl Query {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<QueryFault> {
        self.wanted().err()
    }

    fn wanted(&self) -> Result<Wanted, QueryFault> {
        let (number, name, born) = (self.number.trim(), self.name.trim(), self.born.trim());
        match (number.is_empty(), name.is_empty(), born.is_empty()) {
            (true, true, true) => Err(QueryFault::Nothing),
            (false, true, true) => {
                let digits: String = number.chars().filter(|sign| !sign.is_whitespace()).collect();
                let number = IdentityNumber::parse(&digits).map_err(|_| QueryFault::Number)?;
                Ok(Wanted::Number(number.digits()))
            }
            (false, ..) => Err(QueryFault::Both),
            (true, false, false) => {
                let born = born.parse().map_err(|_| QueryFault::Born)?;
                let words = name.split_whitespace().count();
                if words < 2 || name.chars().count() > NAME_MAX {
                    return Err(QueryFault::NameShort);
                }
                Ok(Wanted::Name(name.to_owned(), born))
            }
            _ => Err(QueryFault::NameAlone),
        }
    }
}

/// Whoever is meant. Finding somebody opens nothing of their record: it leads to the question why. That they were found is in
/// the log of each before this returns.
///
/// # Errors
/// [`ReadError::Denied`] for staff who may not; [`ReadError::Unknown`] for a query with a fault.
pub async fn find(app: &App, at_work: &AtWork, query: &Query, now: Timestamp) -> Result<Found, ReadError> {
    // Nobody's record yet: what of it hangs on a record is not asked.
    let staff = reader(at_work, PatientKey::SHARED, (None, false));
    let grant = find_patient(at_work.actor(), &staff)?;
    let mut keys: Vec<PatientKey> = match query.wanted().map_err(|_| ReadError::Unknown)? {
        Wanted::Number(number) => {
            let identifiers = NATIONAL.map(|system| (system, number.as_str()));
            app.store.person_find(&grant, &identifiers, now).await?.into_iter().collect()
        }
        Wanted::Name(name, born) => {
            let all = app.store.persons_born(&grant, &born.to_string(), BORN_MAX).await?;
            let named = all.into_iter().filter(|(_, found)| is_named(found, &name));
            // Of two records that are one, the one: under whichever name it is known.
            let mut keys: Vec<PatientKey> = named.map(|(key, _)| app.store.home(key)).collect();
            keys.sort_unstable();
            keys
        }
    };
    keys.dedup();
    if keys.len() > FOUND_MAX {
        return Ok(Found::TooMany);
    }
    let mut persons = Vec::with_capacity(keys.len());
    for key in keys {
        app.store.found_by_staff(&found(&grant, key)?, now).await?;
        persons.push(Person::of(app, at_work, key, &app.known(key, now).await?));
    }
    persons.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Found::Persons(persons))
}

#[cfg(test)]
mod tests {
    use super::{Query, QueryFault};

    #[test]
    fn what_can_be_asked_for() {
        let check = |number: &str, name: &str, born: &str, expect: Option<QueryFault>| {
            let query = Query { number: number.to_owned(), name: name.to_owned(), born: born.to_owned() };
            assert_eq!(query.fault(), expect, "{query:?}");
        };
        let number = "03845812429";
        check("", "", "", Some(QueryFault::Nothing));
        check(number, "", "", None);
        check(" 038458 12429 ", "", "", None);
        check("03845812428", "", "", Some(QueryFault::Number));
        check("0384581242", "", "", Some(QueryFault::Number));
        check("Kari", "", "", Some(QueryFault::Number));
        check(number, "Kari Lund", "", Some(QueryFault::Both));
        check(number, "", "1980-05-01", Some(QueryFault::Both));
        check("", "Kari Lund", "", Some(QueryFault::NameAlone));
        check("", "", "1980-05-01", Some(QueryFault::NameAlone));
        check("", "Kari Lund", "1980-05-01", None);
        check("", "Kari Lund", "1980-05", Some(QueryFault::Born));
        check("", "Kari Lund", "1. mai", Some(QueryFault::Born));
        check("", "Kari", "1980-05-01", Some(QueryFault::NameShort));
        check("", &"Kari ".repeat(60), "1980-05-01", Some(QueryFault::NameShort));
    }
}
