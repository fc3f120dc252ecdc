//! Test results and measurements: what an answer is, and what may be said about it.
//!
//! The words about an answer come from the report alone: its own reference range and its own assessment. No table of
//! normal values lives here, because ranges differ with laboratory, method, age and sex; without either the page says
//! that it does not know.

use crate::coded::Label;
use crate::ids::RecordId;
use crate::quantity::Quantity;
use crate::source::Source;
use crate::when::When;

pub mod assess;
pub mod number_line;
pub mod order;
pub mod series;

/// One answer of one analysis, or one measurement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The resource.
    pub id: RecordId,
    /// What was analysed or measured, in the sender's words.
    pub name: Option<Label>,
    /// Which analysis it is, for following it over time.
    pub analysis: Analysis,
    /// What kind of answer.
    pub kind: Kind,
    /// How settled it is.
    pub state: State,
    /// When the sample was taken or the measurement made.
    pub when: Option<When>,
    /// When the answer was given out.
    pub issued: Option<When>,
    /// The answer.
    pub value: Value,
    /// The parts of an answer that has several, such as blood pressure.
    pub parts: Vec<Part>,
    /// The ranges that the report gives.
    pub ranges: Vec<Range>,
    /// The laboratory's own assessment.
    pub verdict: Option<Verdict>,
    /// How it was analysed, as sent.
    pub method: Option<Box<str>>,
    /// Remarks from the laboratory.
    pub notes: Vec<Box<str>>,
    /// Where it comes from.
    pub source: Source,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What was measured.
    pub name: Option<Label>,
    /// Which analysis it is.
    pub analysis: Analysis,
    /// The answer.
    pub value: Value,
    /// The ranges that the report gives for this part.
    pub ranges: Vec<Range>,
    /// The laboratory's own assessment of this part.
    pub verdict: Option<Verdict>,
}

/// Which analysis: the code with one name for its code list. Two answers with the same are the same analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Analysis {
    /// The code list, by its one name.
    pub system: Box<str>,
    /// The code; the words in lower case where no code was sent. Empty when neither was.
    pub code: Box<str>,
}

impl Analysis {
    /// Whether it says nothing, so that it cannot be followed over time.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.code.is_empty()
    }
}

/// What kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// From a laboratory.
    Laboratory,
    /// Blood pressure, weight, temperature and the like.
    VitalSign,
    /// A picture and its description.
    Imaging,
    /// A form that was filled in, or a score.
    Survey,
    /// Circumstances of life, such as smoking.
    SocialHistory,
    /// Everything else.
    Other,
}

/// How settled an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Ordered or under way; there is no answer yet.
    Waiting,
    /// An answer that may still change.
    Preliminary,
    /// Settled.
    Final,
    /// Changed after it was given out.
    Corrected,
    /// Called off: there will be no answer.
    Cancelled,
    /// Written by mistake: never shown as a fact.
    Mistake,
    /// The sender does not say.
    Unknown,
}

impl State {
    /// Reads FHIR's status of an observation or a report.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        match code {
            "registered" => Self::Waiting,
            "preliminary" | "partial" => Self::Preliminary,
            "final" => Self::Final,
            "amended" | "corrected" | "appended" => Self::Corrected,
            "cancelled" => Self::Cancelled,
            "entered-in-error" => Self::Mistake,
            _ => Self::Unknown,
        }
    }

    /// Whether its value may be shown as what was found.
    #[must_use]
    pub const fn is_fact(self) -> bool {
        !matches!(self, Self::Waiting | Self::Cancelled | Self::Mistake)
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number with its unit.
    Amount(Quantity),
    /// Words, or a coded answer.
    Words(Label),
    /// Yes or no.
    YesNo(bool),
    /// From one number to another.
    Between(Option<Quantity>, Option<Quantity>),
    /// One number to another, as in a titre.
    Ratio(Quantity, Quantity),
    /// A time.
    Time(When),
    /// There is no value, and the sender says why.
    Missing(Absent),
    /// A value came in a form that is not shown here, such as a curve.
    NotShown,
    /// There is no value and no reason; the parts may have some.
    None,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absent {
    /// The test was not done.
    NotPerformed,
    /// The value is not known.
    Unknown,
    /// The person did not want to answer.
    Declined,
    /// Something went wrong in the analysis.
    Failed,
    /// It is kept back.
    Withheld,
    /// It does not apply here.
    NotApplicable,
    /// Some other reason.
    Other,
}

impl Absent {
    /// Reads a code of FHIR's data-absent-reason.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        match code {
            "not-performed" | "not-asked" => Self::NotPerformed,
            "unknown" | "asked-unknown" | "temp-unknown" | "asked-but-unknown" => Self::Unknown,
            "asked-declined" => Self::Declined,
            "error" | "not-a-number" | "negative-infinity" | "positive-infinity" => Self::Failed,
            "masked" | "not-permitted" => Self::Withheld,
            "not-applicable" => Self::NotApplicable,
            _ => Self::Other,
        }
    }
}

/// A reference range as the report gives it. Both limits belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lowest value in it.
    pub low: Option<Quantity>,
    /// The highest value in it.
    pub high: Option<Quantity>,
    /// The range in words, as sent.
    pub text: Option<Box<str>>,
    /// What it is a range of.
    pub purpose: RangePurpose,
}

/// What a range is a range of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RangePurpose {
    /// What is usual.
    #[default]
    Usual,
    /// What the treatment aims at.
    Treatment,
    /// Something else: shown, never judged by.
    Other,
}

/// The laboratory's own assessment of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it means, where the code is one of HL7's.
    pub flag: Flag,
    /// The words as sent, for what is no place on a line: «resistant», «detected».
    pub words: Option<Label>,
}

/// Where an answer lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Nothing to judge by, or it cannot be told.
    #[default]
    Unknown,
    /// Within the range.
    Normal,
    /// Below the range.
    Low,
    /// Above the range.
    High,
    /// So far below that the laboratory marks it.
    CriticalLow,
    /// So far above that the laboratory marks it.
    CriticalHigh,
    /// Not usual, without a direction.
    Abnormal,
    /// Marked as critical, without a direction.
    CriticalAbnormal,
}

impl Flag {
    /// Reads a code of HL7's observation interpretation. Codes that say something else than a place on the line
    /// (detected, resistant) give [`Flag::Unknown`].
    ///
    /// Source: terminology.hl7.org, CodeSystem v3-ObservationInterpretation.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        match code {
            "N" => Self::Normal,
            "L" | "LU" | "LX" => Self::Low,
            "H" | "HU" | "HX" => Self::High,
            "LL" | "L<" | "<" => Self::CriticalLow,
            "HH" | "H>" | ">" => Self::CriticalHigh,
            "A" => Self::Abnormal,
            "AA" => Self::CriticalAbnormal,
            _ => Self::Unknown,
        }
    }

    /// Whether the answer lies outside what is usual.
    #[must_use]
    pub const fn is_outside(self) -> bool {
        !matches!(self, Self::Unknown | Self::Normal)
    }

    /// Whether the laboratory marks it as critical.
    #[must_use]
    pub const fn is_critical(self) -> bool {
        matches!(self, Self::CriticalLow | Self::CriticalHigh | Self::CriticalAbnormal)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Analysis, Answer, Flag, Kind, Range, State, Value};
    use crate::coded::Label;
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::quantity::{Comparator, Decimal, Quantity};
    use crate::resource_type::ResourceType;
    use crate::source::Source;
    use crate::when::When;

    /// An amount as `5.1 mmol/L` or `<0.5 mg/L`.
    pub(crate) fn amount(text: &str) -> Quantity {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        let sign =
            number.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-'));
        let value = Decimal::parse(&number[sign.len()..]).unwrap_or_else(|| panic!("{text} is an amount"));
        Quantity::new(value, Comparator::parse(sign), unit, unit)
    }

    /// A range as `3.5..5.0 mmol/L`; either side may be missing.
    pub(crate) fn range(text: &str) -> Range {
        let (limits, unit) = text.split_once(' ').unwrap_or((text, ""));
        let (low, high) = limits.split_once("..").unwrap_or_else(|| panic!("{text} is a range"));
        let limit = |number: &str| (!number.is_empty()).then(|| amount(&format!("{number} {unit}")));
        Range { low: limit(low), high: limit(high), ..Range::default() }
    }

    /// A final laboratory answer.
    pub(crate) fn answer(number: i64, when: &str, value: &str) -> Answer {
        let patient = PatientKey::new(1).expect("positive");
        let local = LocalId::new(number).expect("positive");
        Answer {
            id: RecordId { patient, kind: ResourceType::Observation, local },
            name: Label::words("Kalium"),
            analysis: Analysis { system: "nlk".into(), code: "NPU03230".into() },
            kind: Kind::Laboratory,
            state: State::Final,
            when: When::parse(when),
            issued: None,
            value: Value::Amount(amount(value)),
            parts: Vec::new(),
            ranges: Vec::new(),
            verdict: None,
            method: None,
            notes: Vec::new(),
            source: Source::default(),
        }
    }

    #[test]
    fn codes_of_status_and_assessment() {
        for (code, want) in [
            ("registered", State::Waiting),
            ("partial", State::Preliminary),
            ("final", State::Final),
            ("amended", State::Corrected),
            ("appended", State::Corrected),
            ("cancelled", State::Cancelled),
            ("entered-in-error", State::Mistake),
            ("", State::Unknown),
            ("Final", State::Unknown),
        ] {
            assert_eq!(State::parse(code), want, "{code}");
        }
        assert!(!State::Mistake.is_fact() && !State::Cancelled.is_fact() && State::Preliminary.is_fact());
        assert_eq!(Flag::parse("HH"), Flag::CriticalHigh);
        assert_eq!(Flag::parse("POS"), Flag::Unknown);
        assert!(Flag::parse("AA").is_critical() && Flag::parse("AA").is_outside());
        assert!(!Flag::Unknown.is_outside());
    }
}
