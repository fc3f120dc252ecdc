//! What a person can consent to or reserve against, besides access for somebody: each with the law that gives the choice.
//!
//! Nobody's silence is taken for more than the law takes it for: what needs consent is not consented to, and what may be
//! done unless somebody objects may be done.

use jiff::Timestamp;

/// One matter that a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// That the record is shared with national solutions and other regions.
    Sharing,
    /// That staff who have treated the person look again, to learn and to assure quality.
    Quality,
    /// That the record is used to develop and try out tools that support decisions, artificial intelligence among them.
    DecisionTools,
    /// That samples from treatment are used in research.
    ResearchSamples,
    /// To be asked whether one wants to take part in research.
    ResearchContact,
    /// That letters come on paper.
    PaperLetters,
}

/// What silence means, and so what can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// It may be done unless the person objects.
    Reservation,
    /// It may not be done unless the person says yes.
    Consent,
}

impl Topic {
    /// Every topic, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Sharing,
        Self::Quality,
        Self::DecisionTools,
        Self::ResearchSamples,
        Self::ResearchContact,
        Self::PaperLetters,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sharing => "sharing",
            Self::Quality => "quality",
            Self::DecisionTools => "decision-tools",
            Self::ResearchSamples => "research-samples",
            Self::ResearchContact => "research-contact",
            Self::PaperLetters => "paper-letters",
        }
    }

    /// The topic of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// What silence means.
    #[must_use]
    pub const fn form(self) -> Form {
        match self {
            Self::Sharing
            | Self::Quality
            | Self::DecisionTools
            | Self::ResearchSamples
            | Self::PaperLetters => Form::Reservation,
            Self::ResearchContact => Form::Consent,
        }
    }

    /// The law that gives the choice.
    ///
    /// Source: norway.md 4 (the acts), 4.2 (blocking and the summary record), 4.15 (letters); helsepersonelloven § 29 c, use for
    /// learning and quality unless the patient objects; helseforskningsloven §§ 13, 28; personvernforordningen article 21.
    #[must_use]
    pub const fn law(self) -> &'static str {
        match self {
            Self::Sharing => "pasientjournalloven § 13, pasient- og brukerrettighetsloven § 5-3",
            Self::Quality => "helsepersonelloven § 29 c",
            Self::DecisionTools => "helsepersonelloven § 29, personvernforordningen artikkel 21",
            Self::ResearchSamples => "helseforskningsloven § 28",
            Self::ResearchContact => "helseforskningsloven § 13, personvernforordningen artikkel 6 nr. 1 a",
            Self::PaperLetters => "eForvaltningsforskriften § 9",
        }
    }
}

/// A time during which the person had said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// From when.
    pub from: Timestamp,
    /// Until when it was taken back; still said where there is none.
    pub until: Option<Timestamp>,
}

/// Whether the person has said it now, and since when.
#[must_use]
pub fn said_since(spells: &[Spell], now: Timestamp) -> Option<Timestamp> {
    let holds = |one: &&Spell| one.from <= now && one.until.is_none_or(|until| now < until);
    spells.iter().filter(holds).map(|one| one.from).min()
}

/// Whether what a topic is about may be done now: never against what was said, and never without a yes that is needed.
#[must_use]
pub fn is_open(topic: Topic, spells: &[Spell], now: Timestamp) -> bool {
    let is_said = said_since(spells, now).is_some();
    match topic.form() {
        Form::Reservation => !is_said,
        Form::Consent => is_said,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Spell, Topic, is_open, said_since};
    use jiff::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    #[test]
    fn silence_is_taken_for_no_more_than_the_law_takes_it_for() {
        let spell = |from, until: Option<i64>| Spell { from: at(from), until: until.map(at) };
        let check = |spells: &[Spell], now: i64, since: Option<i64>| {
            assert_eq!(said_since(spells, at(now)), since.map(at), "{spells:?} at {now}");
            for topic in Topic::ALL {
                let expect = (topic.form() == Form::Consent) == since.is_some();
                assert_eq!(is_open(topic, spells, at(now)), expect, "{topic:?} {spells:?} at {now}");
            }
        };
        check(&[], 10, None);
        check(&[spell(10, None)], 9, None);
        check(&[spell(10, None)], 10, Some(10));
        check(&[spell(10, Some(20))], 19, Some(10));
        check(&[spell(10, Some(20))], 20, None);
        // Said again, and said twice: the first word that still holds.
        check(&[spell(30, None), spell(10, Some(20))], 35, Some(30));
        check(&[spell(30, None), spell(10, None)], 35, Some(10));
    }

    #[test]
    fn every_topic_has_a_word_and_a_law() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_code(topic.code()), Some(topic));
            assert!(topic.law().contains("loven") || topic.law().contains("forskriften"), "{topic:?}");
        }
        assert_eq!(Topic::from_code("everything"), None);
    }
}
