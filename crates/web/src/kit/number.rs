//! Numbers as a person reads them: the language's decimal sign, every digit that was sent.

use helsami_domain::quantity::{Decimal, Quantity, unit_shown};
use maud::html;

use super::Sample;
use crate::text::{Language, Text};

impl Text {
    /// A number with the language's decimal sign and grouping; no digit is added or lost.
    pub(crate) fn number(self, number: &Decimal) -> String {
        let sent = number.as_sent();
        let (sign, digits) = sent.strip_prefix('-').map_or(("", sent), |rest| ("\u{2212}", rest));
        let (whole, rest) = digits.find(['.', 'e', 'E']).map_or((digits, ""), |at| digits.split_at(at));
        let mut out = String::with_capacity(sent.len() + 6);
        out.push_str(sign);
        self.push_grouped(&mut out, whole);
        for letter in rest.chars() {
            out.push(if letter == '.' { self.decimal_sign() } else { letter });
        }
        out
    }

    /// A whole number, in groups of three from five digits on.
    pub(crate) fn count(self, count: usize) -> String {
        let mut out = String::new();
        self.push_grouped(&mut out, &count.to_string());
        out
    }

    /// An amount: bound, number and unit, kept on one line.
    pub(crate) fn amount(self, amount: &Quantity) -> String {
        let mut out = self.value(amount);
        let unit = unit_shown(&amount.unit, self.decimal_sign());
        if !unit.is_empty() {
            out.push('\u{a0}');
            out.push_str(&unit);
        }
        out
    }

    /// The number of an amount with its bound, without the unit.
    pub(crate) fn value(self, amount: &Quantity) -> String {
        let number = self.number(&amount.value);
        match amount.comparator {
            Some(comparator) => format!("{}\u{a0}{number}", comparator.sign()),
            None => number,
        }
    }

    fn push_grouped(self, out: &mut String, whole: &str) {
        if whole.len() < 5 {
            return out.push_str(whole);
        }
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(if self.language() == Language::En { ',' } else { '\u{a0}' });
            }
            out.push(digit);
        }
    }
}

pub(crate) fn samples(text: Text) -> Vec<Sample> {
    let amounts = [
        ("6.0", "%"),
        ("0.008", "mmol/L"),
        ("123456.50", "10*9/L"),
        ("-1.5", ""),
        ("92", "mL/min/{1.73_m2}"),
    ];
    let list = amounts
        .into_iter()
        .filter_map(|(value, unit)| Some(Quantity::new(Decimal::parse(value)?, None, unit, unit)))
        .map(|amount| text.amount(&amount));
    vec![Sample::new(
        "amounts",
        html! { ul.prose { @for amount in list { li { (amount) } } li { (text.count(12345)) } } },
    )]
}

#[cfg(test)]
mod tests {
    use crate::text::{Language, Text};
    use helsami_domain::quantity::Decimal;

    #[test]
    fn digits_are_kept() {
        let check = |language: Language, sent: &str, want: &str| {
            let number = Decimal::parse(sent).expect("a number");
            assert_eq!(Text::new(language).number(&number), want);
        };
        check(Language::Nb, "6.0", "6,0");
        check(Language::En, "6.0", "6.0");
        check(Language::Nb, "1234", "1234");
        check(Language::Nn, "12345.60", "12\u{a0}345,60");
        check(Language::En, "1234567", "1,234,567");
        check(Language::Se, "-0.50", "\u{2212}0,50");
        check(Language::Nb, "1.5e-7", "1,5e-7");
    }
}
