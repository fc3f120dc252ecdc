//! Norwegian identity numbers: fødselsnummer, D-number, H-number and FH-number, and their synthetic forms.
//!
//! A number that passes is well formed. It is never proof that somebody is that person, and never proof that the
//! number was given out.

use jiff::civil::Date;

/// The naming system of fødselsnummer.
pub const SYSTEM_FNR: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
/// The naming system of D-numbers.
pub const SYSTEM_DNR: &str = "urn:oid:2.16.578.1.12.4.1.4.2";
/// The naming system of the shared auxiliary number (FH-number).
pub const SYSTEM_FHN: &str = "urn:oid:2.16.578.1.12.4.1.4.3";

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// Fødselsnummer.
    Birth,
    /// D-number: the day has 40 added.
    Temporary,
    /// H-number: local auxiliary number, the month has 40 added. Valid only where it was made.
    LocalAuxiliary,
    /// FH-number: shared auxiliary number, begins with 8 or 9 and tells nothing.
    SharedAuxiliary,
}

/// A well-formed identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IdentityNumber {
    digits: [u8; 11],
    kind: NumberKind,
    synthetic: bool,
}

/// Why a text is not an identity number. No message repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not eleven digits.
    #[error("an identity number has eleven digits")]
    Form,
    /// The six first digits are no date.
    #[error("the identity number holds a date that does not exist")]
    Date,
    /// The last two digits do not fit the others.
    #[error("the control digits of the identity number do not fit")]
    Control,
}

impl IdentityNumber {
    /// Reads a number of eleven digits.
    ///
    /// Both rules for the first control digit are accepted: today's (remainder 0) and the one from 2032 (remainders 0
    /// to 3), since old and new numbers will live side by side.
    ///
    /// # Errors
    /// [`NumberError`].
    ///
    /// Source: Skatteetaten, “Ny personidentifikator fra 2032”; weights as in the number's regulation.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let bytes: &[u8; 11] = text.as_bytes().try_into().map_err(|_| NumberError::Form)?;
        if !bytes.iter().all(u8::is_ascii_digit) {
            return Err(NumberError::Form);
        }
        let digits = bytes.map(|byte| byte - b'0');
        let (kind, synthetic) = kind_of(&digits)?;
        if has_control_digits(&digits) {
            Ok(Self { digits, kind, synthetic })
        } else {
            Err(NumberError::Control)
        }
    }

    /// What sort of number it is. A month with 40 added is taken as an H-number; test persons of NAV look the same.
    #[must_use]
    pub const fn kind(self) -> NumberKind {
        self.kind
    }

    /// Whether it is of a range that is given to no real person (month + 80 or + 65).
    #[must_use]
    pub const fn is_synthetic(self) -> bool {
        self.synthetic
    }

    /// The eleven digits.
    #[must_use]
    pub fn digits(self) -> String {
        self.digits.iter().map(|&digit| char::from(b'0' + digit)).collect()
    }
}

/// Whether an identifier of this naming system can identify a person across organisations.
///
/// Numbers of the Norwegian systems must be well formed, so that a masked or mistyped one never identifies anybody; an
/// H-number is valid only where it was made. Other systems are their owners' concern.
#[must_use]
pub fn identifies(system: &str, value: &str) -> bool {
    if !matches!(system, SYSTEM_FNR | SYSTEM_DNR | SYSTEM_FHN) {
        return !is_masked(value);
    }
    IdentityNumber::parse(value).is_ok_and(|number| number.kind() != NumberKind::LocalAuxiliary)
}

/// Whether the value stands for a number somebody has hidden: `210377xxxxx`, `***`, `0000`.
fn is_masked(value: &str) -> bool {
    let all = |wanted: &[u8]| value.bytes().all(|byte| wanted.contains(&byte.to_ascii_lowercase()));
    all(b"x*#-. 0") || {
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        digits >= 4
            && value.len() > digits + 3
            && value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*'))
    }
}

fn kind_of(digits: &[u8; 11]) -> Result<(NumberKind, bool), NumberError> {
    if digits[0] >= 8 {
        return Ok((NumberKind::SharedAuxiliary, false));
    }
    let is_temporary = digits[0] >= 4;
    let day = (digits[0] % 4) * 10 + digits[1];
    let (month, added) = match digits[2] * 10 + digits[3] {
        month @ 1..=12 => (month, 0),
        month @ 41..=52 => (month - 40, 40),
        month @ 66..=77 => (month - 65, 65),
        month @ 81..=92 => (month - 80, 80),
        _ => return Err(NumberError::Date),
    };
    let year = i16::from(digits[4] * 10 + digits[5]);
    let individual = u16::from(digits[6]) * 100 + u16::from(digits[7]) * 10 + u16::from(digits[8]);
    let exists = |century: i16| Date::new(century + year, month.cast_signed(), day.cast_signed()).is_ok();
    if !centuries(year, individual, is_temporary).iter().any(|&century| exists(century)) {
        return Err(NumberError::Date);
    }
    let kind = match (is_temporary, added) {
        (true, _) => NumberKind::Temporary,
        (false, 40) => NumberKind::LocalAuxiliary,
        (false, _) => NumberKind::Birth,
    };
    Ok((kind, added >= 65))
}

/// The centuries a number can be of. After 2032 the serial no longer tells the century, so a year that today's table
/// does not give is tried in all of them.
///
/// Source: Direktoratet for e-helse, identity numbers; the 2032 rule as above.
const fn centuries(year: i16, individual: u16, is_temporary: bool) -> &'static [i16] {
    match (individual, year) {
        (0..=499, _) if !is_temporary => &[1900, 2000],
        (500..=749, 54..) if !is_temporary => &[1800, 1900, 2000],
        (500..=999, 0..=39) if !is_temporary => &[2000],
        (900..=999, 40..) if !is_temporary => &[1900, 2000],
        _ => &[1900, 2000, 1800],
    }
}

fn has_control_digits(digits: &[u8; 11]) -> bool {
    let sum = |weights: &[u32]| -> u32 {
        weights.iter().zip(digits).map(|(weight, &digit)| weight * u32::from(digit)).sum()
    };
    let first = (sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2]) + u32::from(digits[9])) % 11;
    let second = (sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + u32::from(digits[10])) % 11;
    // A remainder r of 0 to 3 is written as the digit that is r too large.
    first <= 3 && second == 0
}

#[cfg(test)]
mod tests {
    use super::{IdentityNumber, NumberError, NumberKind, SYSTEM_FNR, identifies};
    use proptest::prelude::*;

    fn good(text: &str, kind: NumberKind, synthetic: bool) {
        let number = IdentityNumber::parse(text).expect(text);
        assert_eq!((number.kind(), number.is_synthetic()), (kind, synthetic), "{text}");
        assert_eq!(number.digits(), text);
    }

    fn bad(text: &str, error: NumberError) {
        assert_eq!(IdentityNumber::parse(text), Err(error), "{text}");
    }

    #[test]
    fn numbers_of_each_kind() {
        use NumberKind::{Birth, LocalAuxiliary, SharedAuxiliary, Temporary};
        for number in ["13097248022", "29029648784", "29020075838", "15021951940"] {
            good(number, Birth, false);
        }
        for number in ["53097248016", "41010199946", "71010199969", "68467038838"] {
            good(number, Temporary, false);
        }
        for number in ["13527248013", "01410199935", "01510199983", "03445812446"] {
            good(number, LocalAuxiliary, false);
        }
        for number in ["81234567802", "91234567883", "85555555585"] {
            good(number, SharedAuxiliary, false);
        }
        for number in [
            "10915596784",
            "20914695016",
            "19779998080",
            "03845812429",
            "03845812771",
            "30914604490",
            "01811050047",
            "21891260366",
            "12861670471",
            "03695812492",
        ] {
            good(number, Birth, true);
        }
        for number in ["50846202355", "54878513137"] {
            good(number, Temporary, true);
        }
    }

    #[test]
    fn both_rules_for_the_first_control_digit() {
        for number in ["02013299997", "30108299920", "30108299939"] {
            good(number, NumberKind::Birth, false);
        }
        good("70108299914", NumberKind::Temporary, false);
        for number in ["05833350422", "05833350430", "05833350090", "05833350082"] {
            good(number, NumberKind::Birth, true);
        }
    }

    #[test]
    fn what_is_no_number() {
        bad("1234567890", NumberError::Form);
        bad("123456789101", NumberError::Form);
        bad("1234567891A", NumberError::Form);
        bad("210377xxxxx", NumberError::Form);
        bad("32127248022", NumberError::Date);
        bad("13137248022", NumberError::Date);
        bad("29020112345", NumberError::Date);
        for number in ["13097248032", "13097248023", "02013299987", "02013299996"] {
            bad(number, NumberError::Control);
        }
    }

    #[test]
    fn only_whole_numbers_identify() {
        assert!(identifies(SYSTEM_FNR, "03845812429"));
        assert!(!identifies(SYSTEM_FNR, "210377xxxxx"));
        assert!(!identifies(SYSTEM_FNR, "01410199935"), "an H-number is local");
        assert!(identifies("http://hospital.example/mrn", "123"));
        assert!(!identifies("http://hospital.example/mrn", "xxxxx"));
        assert!(!identifies("http://hospital.example/mrn", "210377xxxxx"));
    }

    proptest! {
        /// The weights of the two sums are all invertible modulo 11, so no slip of one digit outside the first control
        /// digit passes.
        #[test]
        fn one_wrong_digit_is_noticed(place in 0..9_usize, digit in 0..10_u8) {
            let text = "03845812429";
            let mut changed = text.as_bytes().to_vec();
            prop_assume!(changed[place] != b'0' + digit);
            changed[place] = b'0' + digit;
            let changed = String::from_utf8(changed).expect("digits");
            prop_assert!(IdentityNumber::parse(&changed).is_err());
        }

        #[test]
        fn no_text_makes_it_stumble(text in ".{0,20}") {
            let _ = IdentityNumber::parse(&text);
        }
    }
}
