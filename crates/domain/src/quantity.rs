//! A measured amount: the digits as sent, their comparison without losing any, and how many of them to show.
//!
//! A number is never turned into a binary fraction and back: 6.0 stays 6.0. Only drawing uses `f64`.

use std::cmp::Ordering;

/// A decimal number that remembers how it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

/// The digits of a number without leading and trailing zeros, and where the point is: 0.ddd × 10^`magnitude`.
#[derive(Debug)]
struct Digits {
    is_negative: bool,
    /// 0–9 each; empty for zero.
    digits: Vec<u8>,
    magnitude: i64,
}

impl Decimal {
    /// Reads a number as JSON writes it; also with a decimal comma, as text answers have it. `None` if it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if is_number(text.as_bytes()) {
            return Some(Self(text.into()));
        }
        let point = text.replacen(',', ".", 1);
        is_number(point.as_bytes()).then(|| Self(point.into()))
    }

    /// The text as sent.
    #[must_use]
    pub fn as_sent(&self) -> &str {
        &self.0
    }

    /// For drawing only. Far too large numbers become the largest.
    #[must_use]
    pub fn for_drawing(&self) -> f64 {
        self.0.parse::<f64>().unwrap_or(0.0).clamp(f64::MIN, f64::MAX)
    }

    /// Compares the numbers, not the texts: 6.0 equals 6.00, and no digit is too far out to count.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        if let (Some(a), Some(b)) = (scaled(&self.0), scaled(&other.0)) {
            return a.cmp(&b);
        }
        let (a, b) = (Digits::of(&self.0), Digits::of(&other.0));
        match (a.sign(), b.sign()) {
            (x, y) if x != y => x.cmp(&y),
            (0, _) => Ordering::Equal,
            (sign, _) => {
                let size = a.magnitude.cmp(&b.magnitude).then_with(|| a.digits.cmp(&b.digits));
                if sign < 0 { size.reverse() } else { size }
            }
        }
    }

    /// The number with at most this many decimals, rounded half away from zero. As sent if it has no more, and for
    /// numbers too large or small to be written out.
    #[must_use]
    pub fn rounded(&self, decimals: usize) -> Self {
        let has_exponent = self.0.contains(['e', 'E']);
        if !has_exponent && self.decimals() <= decimals {
            return self.clone();
        }
        let number = Digits::of(&self.0);
        if number.magnitude.unsigned_abs() > 18 {
            return self.clone();
        }
        let wanted = if has_exponent { decimals.min(number.own_decimals()) } else { decimals };
        Self(number.written(wanted).into())
    }

    /// The digits after the point as written.
    fn decimals(&self) -> usize {
        self.0.split_once('.').map_or(0, |(_, after)| after.bytes().take_while(u8::is_ascii_digit).count())
    }

    /// Whether it is shown as sent, whatever its unit and limits.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.len() <= 7 && self.decimals() <= 3 && !self.0.contains(['e', 'E'])
    }

    /// The number as a person should read it: as sent while it is short, else with about three telling digits, and
    /// a percentage with one decimal. More decimals are kept where rounding would move the number onto or across
    /// one of the limits it is judged by.
    #[must_use]
    pub fn shown(&self, unit: &str, limits: &[&Self]) -> Self {
        if self.is_short() {
            return self.clone();
        }
        let magnitude = Digits::of(&self.0).magnitude;
        let telling = usize::try_from((3 - magnitude).clamp(0, 12)).unwrap_or(0);
        let first = if unit == "%" { 1 } else { telling };
        (first..first + 12)
            .map(|decimals| self.rounded(decimals))
            .find(|short| limits.iter().all(|limit| short.compare(limit) == self.compare(limit)))
            .unwrap_or_else(|| self.clone())
    }
}

impl Digits {
    fn of(text: &str) -> Self {
        let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent =
            exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { -1 << 40 } else { 1 << 40 });
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
        let leading = all.iter().take_while(|&&digit| digit == 0).count();
        let trailing = all[leading..].iter().rev().take_while(|&&digit| digit == 0).count();
        let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX >> 1);
        Self {
            is_negative,
            magnitude: (length(whole.len()) - length(leading))
                .saturating_add(exponent.clamp(-1 << 40, 1 << 40)),
            digits: all[leading..all.len() - trailing].to_vec(),
        }
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// The decimals needed to write it out in full.
    fn own_decimals(&self) -> usize {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        usize::try_from(length.saturating_sub(self.magnitude)).unwrap_or(0)
    }

    /// The digit worth 10^`power`.
    fn at(&self, power: i64) -> u8 {
        let index = usize::try_from(self.magnitude - 1 - power).ok();
        index.and_then(|index| self.digits.get(index)).copied().unwrap_or(0)
    }

    fn written(&self, decimals: usize) -> String {
        let last = -i64::try_from(decimals).unwrap_or(0);
        let top = self.magnitude.max(1);
        // From the digit above the highest (for a carry) down to the last one kept.
        let mut kept: Vec<u8> = (last..=top).rev().map(|power| self.at(power)).collect();
        if self.at(last - 1) >= 5 {
            for digit in kept.iter_mut().rev() {
                *digit += 1;
                if *digit < 10 {
                    break;
                }
                *digit = 0;
            }
        }
        let is_zero = kept.iter().all(|&digit| digit == 0);
        let whole = kept.len() - decimals;
        let skip = kept[..whole - 1].iter().take_while(|&&digit| digit == 0).count();
        let mut text = String::with_capacity(kept.len() + 2);
        if self.is_negative && !is_zero {
            text.push('-');
        }
        for (index, digit) in kept.iter().enumerate().skip(skip) {
            if index == whole {
                text.push('.');
            }
            text.push(char::from(b'0' + digit));
        }
        text
    }
}

/// A short number in billionths, which is what nearly all are: compared without taking their digits apart. `None` for
/// one with more than nine digits or with an exponent.
fn scaled(text: &str) -> Option<i64> {
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mut number, mut digits, mut after) = (0_i64, 0, None);
    for byte in text.bytes() {
        match (byte, after) {
            (b'0'..=b'9', _) => {
                number = number * 10 + i64::from(byte - b'0');
                digits += 1;
                after = after.map(|after| after + 1);
            }
            (b'.', None) => after = Some(0),
            _ => return None,
        }
        if digits > 9 {
            return None;
        }
    }
    let number = number * 10_i64.pow(9 - after.unwrap_or(0));
    Some(if is_negative { -number } else { number })
}

/// JSON's grammar of a number; leading zeros are let through, since senders write them.
fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(rest);
    rest = &rest[whole..];
    if whole == 0 || text.len() > 200 {
        return false;
    }
    if let Some(after) = rest.strip_prefix(b".") {
        let fraction = digits(after);
        if fraction == 0 {
            return false;
        }
        rest = &after[fraction..];
    }
    if let Some(after) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let after = after.strip_prefix(b"+").or_else(|| after.strip_prefix(b"-")).unwrap_or(after);
        return digits(after) > 0 && digits(after) == after.len();
    }
    rest.is_empty()
}

/// What stands before a number that is only a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// The true value is below the number.
    Less,
    /// The true value is at most the number.
    LessOrEqual,
    /// The true value is at least the number.
    GreaterOrEqual,
    /// The true value is above the number.
    Greater,
}

impl Comparator {
    /// Reads FHIR's code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "<" => Some(Self::Less),
            "<=" => Some(Self::LessOrEqual),
            ">=" => Some(Self::GreaterOrEqual),
            ">" => Some(Self::Greater),
            _ => None,
        }
    }

    /// The sign to show.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "≤",
            Self::GreaterOrEqual => "≥",
            Self::Greater => ">",
        }
    }

    /// Whether the true value lies at or below the number.
    #[must_use]
    pub const fn is_upper_bound(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual)
    }
}

/// An amount with its unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// The number.
    pub value: Decimal,
    /// Set when the number is only a bound.
    pub comparator: Option<Comparator>,
    /// The unit for people, as sent; the code if there is no other. Empty when none was sent.
    pub unit: Box<str>,
    /// The unit for comparing: the code if one was sent, in one spelling. Empty when none was sent.
    pub unit_key: Box<str>,
}

impl Quantity {
    /// Puts an amount together from what was sent; what is missing is empty.
    #[must_use]
    pub fn new(value: Decimal, comparator: Option<Comparator>, unit: &str, code: &str) -> Self {
        let (unit, code) = (unit.trim(), code.trim());
        let named = if unit.is_empty() { code } else { unit };
        let key = if code.is_empty() { unit } else { code };
        Self { value, comparator, unit: named.into(), unit_key: unit_key(key).into() }
    }

    /// Whether two amounts are in the same unit; an amount without a unit goes with none other.
    #[must_use]
    pub fn is_same_unit(&self, other: &Self) -> bool {
        self.unit_key == other.unit_key
    }
}

/// One spelling for units that are only written differently: `10^9/L` and `10*9/L`, `µmol/L` and `umol/L`,
/// `mmHg` and `mm[Hg]`. Nothing is converted.
#[must_use]
pub fn unit_key(unit: &str) -> String {
    match unit {
        "mmHg" => return "mm[Hg]".to_owned(),
        "1" | "{score}" | "{Score}" => return String::new(),
        _ if unit.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'^') => return unit.to_owned(),
        _ => {}
    }
    unit.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            'µ' | 'μ' => 'u',
            '^' => '*',
            other => other,
        })
        .collect()
}

/// Whether a letter of a unit is as a person should read it, wherever it stands.
const fn is_for_people(byte: u8) -> bool {
    matches!(byte, b'a'..=b't' | b'v'..=b'z' | b'A'..=b'Z' | b'/' | b'%' | 0x80..)
}

/// The unit as a person should read it: UCUM's machine spelling undone, with `comma` as the decimal sign.
#[must_use]
pub fn unit_shown(unit: &str, comma: char) -> String {
    match unit {
        "1" | "{score}" | "{Score}" | "{index}" | "{ratio}" => return String::new(),
        "mm[Hg]" => return "mmHg".to_owned(),
        "Cel" => return "°C".to_owned(),
        "[degF]" => return "°F".to_owned(),
        _ if unit.bytes().all(is_for_people) => return unit.to_owned(),
        _ => {}
    }
    let unit = unit
        .replace("{1.73_m2}", &format!("1{comma}73 m²"))
        .replace("[IU]", "IU")
        .replace("[iU]", "IU")
        .replace("kg/m2", "kg/m²");
    let mut text = String::with_capacity(unit.len() + 4);
    let mut letters = unit.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' | '^' => {
                while let Some(digit) = letters.peek().and_then(|digit| digit.to_digit(10)) {
                    text.push(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize]);
                    letters.next();
                }
            }
            'u' if is_micro(&text, letters.clone()) => text.push('µ'),
            '{' => text.push(' '),
            '}' => {}
            '_' => text.push(' '),
            other => text.push(other),
        }
    }
    text.trim().replace("/ ", "/")
}

/// Whether a `u` stands for micro: at the start of a unit and before a unit that is counted in millionths.
fn is_micro(before: &str, mut after: std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let starts = before.is_empty() || before.ends_with('/');
    starts && matches!(after.next(), Some('m' | 'g' | 'k' | 'L' | 'l' | 'U'))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Quantity, unit_key, unit_shown};
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    fn check_shown(text: &str, unit: &str, limits: &[&str], want: &str) {
        let limits: Vec<Decimal> = limits.iter().map(|limit| decimal(limit)).collect();
        let limits: Vec<&Decimal> = limits.iter().collect();
        assert_eq!(decimal(text).shown(unit, &limits).as_sent(), want, "{text} {unit}");
    }

    #[test]
    fn short_numbers_keep_their_digits() {
        for text in ["6.0", "6", "0.832", "0.10", "-2.5", "120", "145", "10000"] {
            check_shown(text, "mmol/L", &[], text);
        }
    }

    #[test]
    fn long_numbers_show_what_tells_something() {
        check_shown("5.970115231442364", "%", &[], "6.0");
        check_shown("0.8320150274159802", "mg/dL", &[], "0.832");
        check_shown("166.9973359956408", "cm", &[], "167");
        check_shown("83.90067503354423", "kg", &[], "83.9");
        check_shown("4.21523989518206", "mmol/L", &[], "4.22");
        check_shown("0.000123456789", "g", &[], "0.000123");
        check_shown("99.99999999", "kg", &[], "100.0");
        check_shown("1234567.891", "U", &[], "1234568");
        check_shown("1.5e3", "U", &[], "1500");
        check_shown("1e-400", "U", &[], "1e-400");
    }

    #[test]
    fn rounding_never_hides_that_a_limit_was_passed() {
        check_shown("6.000000001", "%", &["6.0"], "6.000000001");
        check_shown("5.9700000000", "%", &["6.0"], "5.97");
        check_shown("4.4012345678", "mmol/L", &["3.5", "4.4"], "4.401");
    }

    #[test]
    fn numbers_compare_by_worth() {
        let check = |a: &str, b: &str, want| assert_eq!(decimal(a).compare(&decimal(b)), want, "{a} {b}");
        check("6.0", "6.00", Ordering::Equal);
        check("6", "0.6e1", Ordering::Equal);
        check("-0.0", "0", Ordering::Equal);
        check("-1", "1", Ordering::Less);
        check("-10", "-9", Ordering::Less);
        check("10", "9.99999999999999999999", Ordering::Greater);
        check("0.30000000000000001", "0.3", Ordering::Greater);
        check("1e999999999999999999999", "1", Ordering::Greater);
        check("1e-999999999999999999999", "0.1", Ordering::Less);
        check("0", "0.0001", Ordering::Less);
    }

    #[test]
    fn what_is_no_number() {
        for text in ["", "-", ".5", "5.", "1e", "NaN", "1.2.3", "0x10", "1 2", "e5", "1e5.0"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(Decimal::parse(" 5,6 ").map(|number| number.as_sent().to_owned()), Some("5.6".to_owned()));
    }

    #[test]
    fn units_read_well_and_compare_by_meaning_only() {
        assert_eq!(unit_shown("mL/min/{1.73_m2}", ','), "mL/min/1,73 m²");
        assert_eq!(unit_shown("10*9/L", ','), "10⁹/L");
        assert_eq!(unit_shown("10^12/L", ','), "10¹²/L");
        assert_eq!(unit_shown("umol/L", ','), "µmol/L");
        assert_eq!(unit_shown("mm[Hg]", ','), "mmHg");
        assert_eq!(unit_shown("{score}", ','), "");
        assert_eq!(unit_shown("mg/g", ','), "mg/g");
        assert_eq!(unit_shown("/min", ','), "/min");
        assert_eq!(unit_key("10^9/L"), unit_key("10*9/L"));
        assert_eq!(unit_key("µmol/L"), unit_key("umol/L"));
        assert_ne!(unit_key("mL/min"), unit_key("mL/min/{1.73_m2}"));
        let amount = |unit, code| Quantity::new(decimal("1"), None, unit, code);
        assert!(amount("mmHg", "mm[Hg]").is_same_unit(&amount("mmHg", "")));
        assert!(!amount("g/L", "g/L").is_same_unit(&amount("g/dL", "g/dL")));
    }

    proptest! {
        #[test]
        fn comparing_agrees_with_whole_numbers(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, shift in 0_usize..4) {
            let written = |n: i64| {
                let scale = 10_i64.pow(u32::try_from(shift).expect("small"));
                let sign = if n < 0 { "-" } else { "" };
                if shift == 0 { n.to_string() } else {
                    format!("{sign}{}.{:0shift$}", n.abs() / scale, n.abs() % scale)
                }
            };
            prop_assert_eq!(decimal(&written(a)).compare(&decimal(&written(b))), a.cmp(&b));
        }

        #[test]
        fn rounding_is_near_and_settles(text in "-?[0-9]{1,6}\\.[0-9]{1,15}", decimals in 0_usize..6) {
            let number = decimal(&text);
            let short = number.rounded(decimals);
            let step = 10_f64.powi(-i32::try_from(decimals).expect("small"));
            prop_assert!((short.for_drawing() - number.for_drawing()).abs() <= step * 0.500_001 + 1e-9);
            prop_assert_eq!(short.rounded(decimals), short);
        }

        #[test]
        fn showing_keeps_the_side_of_every_limit(text in "[0-9]{1,3}\\.[0-9]{1,15}", limit in "[0-9]{1,3}\\.[0-9]{1,2}") {
            let (number, limit) = (decimal(&text), decimal(&limit));
            let shown = number.shown("mmol/L", &[&limit]);
            prop_assert_eq!(shown.compare(&limit), number.compare(&limit));
        }

        #[test]
        fn no_text_stops_the_reader(text in ".{0,30}", unit in ".{0,20}") {
            if let Some(number) = Decimal::parse(&text) {
                let _ = number.shown(&unit, &[]);
                prop_assert_eq!(number.compare(&number), Ordering::Equal);
            }
            let _ = unit_shown(&unit, ',');
        }
    }
}
