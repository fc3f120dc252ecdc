//! Where staff work, by the numbers of the register of entities (Enhetsregisteret), and the number of health personnel.

use std::fmt;

/// The naming system of organisation numbers.
pub const SYSTEM_ENH: &str = "urn:oid:2.16.578.1.12.4.1.4.101";
/// The naming system of numbers in the register of health personnel.
pub const SYSTEM_HPR: &str = "urn:oid:2.16.578.1.12.4.1.4.4";

/// The organisation that somebody signs in for: the legal entity and, below it, the place of care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workplace {
    parent: Box<str>,
    child: Option<Box<str>>,
}

impl Workplace {
    /// One or two organisation numbers. `None` unless both have nine digits and the right control digit.
    #[must_use]
    pub fn new(parent: &str, child: Option<&str>) -> Option<Self> {
        let is_whole = is_organisation_number(parent) && child.is_none_or(is_organisation_number);
        is_whole.then(|| Self { parent: parent.into(), child: child.map(Box::from) })
    }

    /// As it is written in a setting: `883974832`, or `883974832:974749025` for a place below it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some((parent, child)) => Self::new(parent, Some(child)),
            None => Self::new(text, None),
        }
    }

    /// The number of the place itself: the one below where there is one.
    #[must_use]
    pub fn number(&self) -> &str {
        self.child.as_deref().unwrap_or(&self.parent)
    }

    /// Whether what the provider says is no other place: the same legal entity, and the same place below where both name
    /// one.
    #[must_use]
    pub fn agrees(&self, parent: Option<&str>, child: Option<&str>) -> bool {
        parent.is_none_or(|parent| parent == &*self.parent)
            && child.is_none_or(|child| self.child.as_deref() == Some(child))
    }
}

/// As HelseID writes it after `NO:ORGNR:`.
impl fmt::Display for Workplace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parent)?;
        match &self.child {
            Some(child) => write!(f, ":{child}"),
            None => Ok(()),
        }
    }
}

/// Nine digits, the last by modulus 11.
///
/// Source: NAV's test numbers and Brønnøysundregistrene's rule (norway.md 1.5).
fn is_organisation_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|sign| sign.to_digit(10)).collect();
    let sum: u32 =
        [3, 2, 7, 6, 5, 4, 3, 2, 1].iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    text.len() == 9 && digits.len() == 9 && sum.is_multiple_of(11)
}

/// Whether a text has the form of a number in the register of health personnel: 7 to 9 digits, no control digit.
///
/// Source: norway.md 1.5.
#[must_use]
pub fn is_health_personnel_number(text: &str) -> bool {
    (7..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Workplace, is_health_personnel_number};

    #[test]
    fn workplaces_are_one_or_two_organisation_numbers() {
        let check = |text: &str, number: Option<&str>| {
            let found = Workplace::parse(text);
            assert_eq!(found.as_ref().map(Workplace::number), number, "{text}");
            assert!(found.is_none_or(|found| found.to_string() == text), "{text}");
        };
        check("998447356", Some("998447356"));
        check("984661185:922020175", Some("922020175"));
        for bad in [
            "",
            "998447357",
            "99844735",
            "9984473560",
            "99844735x",
            "998447356:",
            ":998447356",
            "998447356:998447357",
            "998447356:984661185:922020175",
            " 998447356",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn another_place_does_not_agree() {
        let check = |text: &str, parent: Option<&str>, child: Option<&str>, agrees: bool| {
            let place = Workplace::parse(text).expect("a place");
            assert_eq!(place.agrees(parent, child), agrees, "{text} {parent:?} {child:?}");
        };
        let (one, other, below) = ("998447356", "984661185", "922020175");
        check(one, None, None, true);
        check(one, Some(one), None, true);
        check(one, Some(other), None, false);
        check(one, Some(one), Some(below), false);
        let both = &format!("{one}:{below}");
        check(both, Some(one), Some(below), true);
        check(both, Some(one), None, true);
        check(both, Some(one), Some(other), false);
        check(both, Some(other), Some(below), false);
    }

    #[test]
    fn numbers_of_health_personnel() {
        for (text, is_one) in [
            ("1234567", true),
            ("181000001", true),
            ("123456", false),
            ("1234567890", false),
            ("12345x7", false),
            ("", false),
        ] {
            assert_eq!(is_health_personnel_number(text), is_one, "{text}");
        }
    }
}
