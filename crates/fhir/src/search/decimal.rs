//! Decimals as they are written: their digits say how exact they are.

use std::cmp::Ordering;

/// Digits that count; what lies beyond is cut off. No measurement has as many.
const DIGITS: u32 = 37;
/// Exponents beyond this are held to it.
const EXPONENT_MAX: i32 = 1_000_000;

/// A decimal number, exact to 37 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    is_negative: bool,
    /// The power of ten of the last digit; of zero it is the least there is.
    exponent: i32,
    /// Zero, or 37 or 38 digits, so that equal numbers look alike.
    digits: u128,
}

/// A number as it was written, and what it may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: Decimal,
    /// Half of its last digit less: 5.4 stands for 5.35 and more.
    pub low: Decimal,
    /// Half of its last digit more, and itself no longer meant.
    pub high: Decimal,
}

impl Decimal {
    fn new(is_negative: bool, mut digits: u128, mut exponent: i32) -> Self {
        if digits == 0 {
            return Self { is_negative: false, exponent: i32::MIN, digits };
        }
        let (least, most) = (10_u128.pow(DIGITS - 1), 10_u128.pow(DIGITS));
        while digits >= most {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        while digits < least {
            (digits, exponent) = (digits * 10, exponent - 1);
        }
        Self { is_negative, exponent, digits }
    }

    /// Reads a JSON number; a leading `+` is taken too.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits, exponent) = written(text)?;
        Some(Self::new(is_negative, digits, exponent))
    }

    /// The nearest decimal of 12 digits. `None` for what is no number.
    #[must_use]
    pub fn of_float(value: f64) -> Option<Self> {
        Self::parse(&format!("{value:.11e}"))
    }

    /// The nearest float.
    #[must_use]
    pub fn to_float(self) -> f64 {
        self.to_string().parse().unwrap_or(0.0)
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.digits == 0 {
            return f.write_str("0");
        }
        let sign = if self.is_negative { "-" } else { "" };
        write!(f, "{sign}{}e{}", self.digits, self.exponent)
    }
}

impl Number {
    /// Reads a JSON number, and how exact it is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (is_negative, digits, exponent) = written(text)?;
        let at =
            |digits: u128, is_negative: bool| Decimal::new(is_negative, digits, exponent.saturating_sub(1));
        let wide = digits * 10;
        let outer = at(wide + 5, is_negative);
        let inner = if wide < 5 { at(5, !is_negative) } else { at(wide - 5, is_negative) };
        let (low, high) = if is_negative { (outer, inner) } else { (inner, outer) };
        Some(Self { value: Decimal::new(is_negative, digits, exponent), low, high })
    }

    /// What lies within a tenth of it.
    #[must_use]
    pub fn about(self) -> (Decimal, Decimal) {
        let value = self.value.to_float();
        let width = value.abs() / 10.0;
        let at = |value: f64, other: Decimal| Decimal::of_float(value).unwrap_or(other);
        (at(value - width, self.low).min(self.low), at(value + width, self.high).max(self.high))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = || self.exponent.cmp(&other.exponent).then(self.digits.cmp(&other.digits));
        match (self.is_negative, other.is_negative) {
            (false, false) => size(),
            (true, true) => size().reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Sign, digits and the power of ten of the last digit.
fn written(text: &str) -> Option<(bool, u128, i32)> {
    let (is_negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, power) = match text.split_once(['e', 'E']) {
        Some((number, power)) => (number, power.parse::<i32>().ok()?.clamp(-EXPONENT_MAX, EXPONENT_MAX)),
        None => (text, 0),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) || number.ends_with('.') {
        return None;
    }
    let (mut digits, mut exponent, mut is_full) = (0_u128, power, false);
    for (place, byte) in whole.bytes().chain(part.bytes()).enumerate() {
        is_full |= digits >= 10_u128.pow(DIGITS - 2);
        if is_full {
            exponent += i32::from(place < whole.len());
            continue;
        }
        digits = digits * 10 + u128::from(byte - b'0');
        exponent -= i32::from(place >= whole.len());
    }
    Some((is_negative, digits, exponent))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Number};
    use proptest::prelude::{any, proptest};

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn numbers_are_compared_exactly() {
        let ordered = [
            "-1e9",
            "-10",
            "-9.99",
            "-0.1",
            "0",
            "1e-30",
            "0.1",
            "0.10000000000000000001",
            "1",
            "9.99",
            "10",
            "1e9",
        ];
        for pair in ordered.windows(2) {
            assert!(decimal(pair[0]) < decimal(pair[1]), "{pair:?}");
        }
        for (one, other) in [("1.50", "1.5"), ("100", "1e2"), ("-0", "0.000"), ("+7", "7"), ("1E+2", "100")] {
            assert_eq!(decimal(one), decimal(other));
            assert_eq!(decimal(&decimal(one).to_string()), decimal(one));
        }
        for no in ["", "-", ".5", "5.", "1e", "0x1", "1 ", "1,5", "NaN", "--1", "1e1.5"] {
            assert_eq!(Decimal::parse(no), None, "{no}");
        }
        assert!(decimal("123456789012345678901234567890123456789012345") > decimal("1e44"));
    }

    #[test]
    fn digits_say_how_exact() {
        for (text, low, high) in [
            ("5.4", "5.35", "5.45"),
            ("5.40", "5.395", "5.405"),
            ("100", "99.5", "100.5"),
            ("1e2", "50", "150"),
            ("0", "-0.5", "0.5"),
            ("-3", "-3.5", "-2.5"),
        ] {
            let number = Number::parse(text).expect(text);
            assert_eq!((number.low, number.high), (decimal(low), decimal(high)), "{text}");
        }
        let about = Number::parse("100").expect("a number").about();
        assert_eq!(about, (decimal("90"), decimal("110")));
    }

    proptest! {
        #[test]
        fn order_is_that_of_floats(one in -1e12..1e12_f64, other in -1e12..1e12_f64) {
            let pair = (decimal(&format!("{one}")), decimal(&format!("{other}")));
            assert_eq!(pair.0.cmp(&pair.1), one.partial_cmp(&other).expect("numbers"));
            let number = Number::parse(&format!("{one}")).expect("a number");
            assert!(number.low < number.value && number.value < number.high);
        }

        #[test]
        fn nothing_panics(text in "[-+0-9.eE]{0,60}", other in any::<String>()) {
            let _ = (Number::parse(&text).map(Number::about), Number::parse(&other));
        }
    }
}
