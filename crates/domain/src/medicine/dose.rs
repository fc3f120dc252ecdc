//! How a medicine is to be taken, as structured as the sender made it.
//!
//! The words of the prescriber are shown as they are. The structured parts are facts beside them; nothing is computed
//! from them, because a wrong sum is worse than none.

use crate::coded::Label;
use crate::quantity::Decimal;

/// An amount with the digits as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The number, or the lower end of a range.
    pub low: Decimal,
    /// The upper end of a range.
    pub high: Option<Decimal>,
    /// The unit in words.
    pub unit: Option<Box<str>>,
}

/// The length of the time in which doses are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// Minutes, or seconds (which no page tells apart).
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// How often: `frequency` times in every `period` of `unit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Often {
    /// Times, the fewest.
    pub frequency: u32,
    /// Times, the most.
    pub frequency_max: Option<u32>,
    /// How many units, digits as sent.
    pub period: Decimal,
    /// The unit.
    pub unit: PeriodUnit,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartOfDay {
    /// In the morning.
    Morning,
    /// At noon.
    Noon,
    /// In the afternoon.
    Afternoon,
    /// In the evening.
    Evening,
    /// At night.
    Night,
    /// At bedtime.
    Bedtime,
    /// On waking.
    Waking,
    /// Before a meal.
    BeforeMeal,
    /// With a meal.
    WithMeal,
    /// After a meal.
    AfterMeal,
}

/// Whether it is taken only when needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum AsNeeded {
    /// Nothing is said, or it is said to be regular.
    #[default]
    Regular,
    /// When needed.
    WhenNeeded,
    /// When needed, for this.
    For(Label),
}

/// One instruction. A medicine can have several (one tablet in the morning, two in the evening).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dose {
    /// The prescriber's words.
    pub text: Option<Box<str>>,
    /// Words meant for the patient.
    pub patient_text: Option<Box<str>>,
    /// How much each time.
    pub amount: Option<Amount>,
    /// How fast, for infusions: an amount for each of this unit.
    pub rate: Option<(Amount, Box<str>)>,
    /// How often.
    pub often: Option<Often>,
    /// A code for the timing, in words ("1 inntil x1").
    pub timing: Option<Label>,
    /// Parts of the day.
    pub parts: Vec<PartOfDay>,
    /// Clock times as sent (`08:00`).
    pub clock: Vec<Box<str>>,
    /// When needed or not.
    pub as_needed: AsNeeded,
    /// How it is taken: by mouth, in a vein.
    pub route: Option<Label>,
}

impl Dose {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether two instructions surely say different things: what both say in the same form must differ. Words and
    /// structure cannot be compared, and then the answer is no.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        if let (Some(mine), Some(theirs)) = (&self.amount, &other.amount)
            && mine.unit == theirs.unit
            && (mine.low.compare(&theirs.low).is_ne() || !is_same(mine.high.as_ref(), theirs.high.as_ref()))
        {
            return true;
        }
        if let (Some(mine), Some(theirs)) = (&self.often, &other.often) {
            return mine != theirs;
        }
        let (mine, theirs) = (self.text.as_deref(), other.text.as_deref());
        let comparable = self.amount.is_none() && other.amount.is_none();
        comparable && mine.zip(theirs).is_some_and(|(mine, theirs)| plain(mine) != plain(theirs))
    }
}

fn is_same(one: Option<&Decimal>, other: Option<&Decimal>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.compare(other).is_eq(),
        (None, None) => true,
        _ => false,
    }
}

/// Words without case, spaces and final stop.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase);
    kept.collect::<String>().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Amount, Dose, Often, PeriodUnit};
    use crate::quantity::Decimal;

    fn decimal(digits: &str) -> Decimal {
        Decimal::parse(digits).expect("a number")
    }

    fn text(words: &str) -> Dose {
        Dose { text: Some(words.into()), ..Dose::default() }
    }

    fn amount(low: &str, unit: &str) -> Dose {
        let amount = Amount { low: decimal(low), high: None, unit: Some(unit.into()) };
        Dose { amount: Some(amount), ..Dose::default() }
    }

    fn check(one: &Dose, other: &Dose, want: bool) {
        assert_eq!(one.contradicts(other), want, "{one:?} {other:?}");
        assert_eq!(other.contradicts(one), want, "{other:?} {one:?}");
    }

    #[test]
    fn doses_differ_only_when_they_can_be_compared() {
        check(&text("1 tablett daglig"), &text("1 Tablett  daglig."), false);
        check(&text("1 tablett daglig"), &text("2 tabletter daglig"), true);
        check(&amount("5", "mg"), &amount("5.0", "mg"), false);
        check(&amount("50", "mg"), &amount("5", "mg"), true);
        check(&amount("1", "tablett"), &amount("50", "mg"), false);
        check(&text("1 tablett daglig"), &amount("50", "mg"), false);
        check(&Dose::default(), &amount("50", "mg"), false);
        let often =
            |frequency| Often { frequency, frequency_max: None, period: decimal("1"), unit: PeriodUnit::Day };
        let one = Dose { often: Some(often(1)), ..amount("50", "mg") };
        check(&one, &Dose { often: Some(often(2)), ..amount("50", "mg") }, true);
        check(&one, &Dose { text: Some("50 mg daglig".into()), ..one.clone() }, false);
    }
}
