//! Synthetic numbers with right control digits: persons (month + 80, as the tax administration's test persons) and
//! organisations (the test series that begins with 31). Nothing here can make a number that a real person may have.

use jiff::civil::Date;

const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const ORGANISATION: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// Sex as the population register writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Which series a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    /// Fødselsnummer.
    National,
    /// D-nummer: day + 40.
    Temporary,
}

/// Which of a day's numbers a person gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Counted from the first serial: the population. Up to [`SLOTS`] are safe on every date.
    Crowd(usize),
    /// Counted from the last serial: the fixed test people, who so never meet the population.
    Persona(usize),
}

/// How many people of one sex the population may have on one birth date.
pub(crate) const SLOTS: usize = 190;

/// A synthetic identity number.
///
/// # Panics
/// When the slot is beyond what the date has room for: about 200 numbers of each sex, 80 for D-numbers.
pub(crate) fn person_number(birth: Date, sex: Sex, series: Series, slot: Slot) -> String {
    let (low, count) = match (series, birth.year()) {
        (Series::National, ..2000) => (0, 500),
        (Series::National, _) => (500, 500),
        (Series::Temporary, ..2000) => (0, 200),
        (Series::Temporary, _) => (200, 800),
    };
    let mut numbers = (0..count / 2)
        .map(|pair| low + 2 * pair + usize::from(sex == Sex::Male))
        .filter_map(|serial| with_control_digits(birth, series, serial));
    match slot {
        Slot::Crowd(place) => numbers.nth(place),
        Slot::Persona(place) => numbers.nth_back(place),
    }
    .expect("the slot is within the numbers of a date")
}

fn with_control_digits(birth: Date, series: Series, serial: usize) -> Option<String> {
    let day = u32::from(birth.day().unsigned_abs()) + if series == Series::Temporary { 40 } else { 0 };
    let month = u32::from(birth.month().unsigned_abs()) + 80;
    let mut number = format!("{day:02}{month:02}{:02}{serial:03}", birth.year().rem_euclid(100));
    number.push(control(&number, &FIRST)?);
    number.push(control(&number, &SECOND)?);
    Some(number)
}

/// A nine-digit organisation number in the test series, from a running number below one million.
pub(crate) fn organisation_number(running: u32) -> String {
    for try_next in running * 7.. {
        let mut number = format!("31{try_next:06}");
        if let Some(digit) = control(&number, &ORGANISATION) {
            number.push(digit);
            return number;
        }
    }
    unreachable!("ten of eleven numbers have a control digit")
}

/// The modulus-11 control digit, when there is one.
fn control(digits: &str, weights: &[u32]) -> Option<char> {
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match 11 - sum % 11 {
        11 => Some('0'),
        10 => None,
        digit => char::from_digit(digit, 10),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{
        ORGANISATION, SLOTS, Series, Sex, Slot, control, organisation_number, person_number,
        with_control_digits,
    };

    #[test]
    fn control_digits_follow_the_published_vectors() {
        assert_eq!(
            with_control_digits(date(1958, 4, 3), Series::National, 124).as_deref(),
            Some("03845812429")
        );
        assert_eq!(
            with_control_digits(date(1958, 4, 3), Series::National, 127).as_deref(),
            Some("03845812771")
        );
        assert_eq!(
            with_control_digits(date(1985, 7, 14), Series::Temporary, 131).as_deref(),
            Some("54878513137")
        );
        assert_eq!(control("98466118", &ORGANISATION), Some('5'));
    }

    #[test]
    fn numbers_are_synthetic_and_tell_the_sex() {
        for year in [1931, 1958, 1999, 2001, 2026] {
            let number =
                person_number(date(year, 2, 3), Sex::Female, Series::National, Slot::Crowd(SLOTS - 1));
            assert_eq!(&number[..4], "0382");
            assert_eq!((number.as_bytes()[8] - b'0') % 2, 0);
            let number = person_number(date(year, 2, 3), Sex::Male, Series::Temporary, Slot::Persona(0));
            assert_eq!(&number[..4], "4382");
            assert_eq!((number.as_bytes()[8] - b'0') % 2, 1);
        }
    }

    #[test]
    fn every_date_has_room_for_the_crowd_and_the_personas() {
        let mut day = date(1920, 1, 1);
        while day < date(2031, 12, 31) {
            let last = person_number(day, Sex::Male, Series::National, Slot::Crowd(SLOTS - 1));
            assert!(last < person_number(day, Sex::Male, Series::National, Slot::Persona(3)), "{day}");
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn organisations_have_nine_digits_of_the_test_series() {
        assert_eq!(organisation_number(3).len(), 9);
        assert!(organisation_number(3).starts_with("31"));
        assert_ne!(organisation_number(3), organisation_number(4));
    }
}
