//! What was typed into the form, and what is wrong with it. Nothing typed is lost.

use helsami_app::report::WORDS_MAX;
use helsami_app::work::{Approval, Stated};
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::End;
use helsami_domain::access::{Statement, StatementFault};
use helsami_domain::when::When;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::kit::form::day;
use crate::kit::given::part_of;
use crate::text::Text;

/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// The fields, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) doctor: String,
    pub(super) made: String,
    pub(super) review: String,
    pub(super) statement: String,
    pub(super) areas: Areas,
    pub(super) until: String,
    pub(super) answer: String,
    /// Whether whoever gives wants the form back.
    pub(super) is_edited: bool,
    /// Whether it was seen and is meant.
    pub(super) is_confirmed: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Doctor,
    Made,
    Review,
    Statement,
    Parts,
    Until,
    Answer,
}

impl Wrong {
    /// The control it is about.
    pub(super) const fn control(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Made => "made",
            Self::Review => "review",
            Self::Statement => "statement",
            Self::Parts => "part",
            Self::Until => "until",
            Self::Answer => "answer",
        }
    }

    pub(super) const fn words(self, text: Text) -> &'static str {
        match self {
            Self::Doctor => text.give_error_doctor(),
            Self::Made => text.give_error_made(),
            Self::Review => text.give_error_review(),
            Self::Statement => text.give_error_words(),
            Self::Parts => text.give_error_parts(),
            Self::Until => text.give_error_until(),
            Self::Answer => text.give_error_answer(),
        }
    }
}

fn is_filled(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max
}

impl Typed {
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let to = match name.as_str() {
                "doctor" => &mut typed.doctor,
                "made" => &mut typed.made,
                "review" => &mut typed.review,
                "statement" => &mut typed.statement,
                "until" => &mut typed.until,
                "answer" => &mut typed.answer,
                "part" => {
                    typed.areas = typed.areas.or(part_of(value));
                    continue;
                }
                "edit" => {
                    typed.is_edited = true;
                    continue;
                }
                "confirm" => {
                    typed.is_confirmed = value == "yes";
                    continue;
                }
                _ => continue,
            };
            value.trim().clone_into(to);
        }
        typed
    }

    /// The fields again, as a preview carries them.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![
            ("doctor", self.doctor.as_str()),
            ("made", &self.made),
            ("review", &self.review),
            ("statement", &self.statement),
            ("until", &self.until),
            ("answer", &self.answer),
        ];
        fields.extend(self.areas.iter().map(|part| ("part", part.code())));
        fields
    }

    /// The last day of the access.
    pub(super) fn until_day(&self) -> Option<Date> {
        day(&self.until)
    }

    /// What is given; or everything that is wrong.
    pub(super) fn approval(&self, is_dead: bool, now: Timestamp) -> Result<Approval, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let statement = if is_dead { None } else { self.stated(now, &mut wrong) };
        if self.areas.is_empty() {
            wrong.push(Wrong::Parts);
        }
        let last = statement.as_ref().map(|stated| stated.statement.review());
        let until = self.until_day().filter(|until| *until >= When::today(now));
        let until = until.filter(|until| last.is_none_or(|last| *until <= last));
        if until.is_none() {
            wrong.push(Wrong::Until);
        }
        if !is_filled(&self.answer, WORDS_MAX) {
            wrong.push(Wrong::Answer);
        }
        match until {
            Some(until) if wrong.is_empty() => {
                Ok(Approval { areas: self.areas, end: End::At(When::Day(until).end()), statement })
            }
            _ => Err(wrong),
        }
    }

    fn stated(&self, now: Timestamp, wrong: &mut Vec<Wrong>) -> Option<Stated> {
        if !is_filled(&self.doctor, NAME_MAX) {
            wrong.push(Wrong::Doctor);
        }
        let dates = match (day(&self.made), day(&self.review)) {
            (None, _) => Err(Wrong::Made),
            (_, None) => Err(Wrong::Review),
            (Some(made), Some(review)) => Statement::new(made, review, now).map_err(|fault| match fault {
                StatementFault::Made => Wrong::Made,
                StatementFault::Review => Wrong::Review,
            }),
        };
        let statement = dates.map_err(|fault| wrong.push(fault)).ok();
        if !is_filled(&self.statement, WORDS_MAX) {
            wrong.push(Wrong::Statement);
        }
        let (doctor, words) = (self.doctor.clone(), self.statement.clone());
        statement.map(|statement| Stated { statement, doctor, words })
    }
}

#[cfg(test)]
mod tests {
    use super::{Typed, Wrong};
    use helsami_domain::access::area::{Area, Areas};
    use jiff::Timestamp;

    fn read(fields: &[(&str, &str)]) -> Typed {
        let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Typed::read(&fields)
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().expect("a time");
        let all = [Wrong::Doctor, Wrong::Made, Wrong::Statement, Wrong::Parts, Wrong::Until, Wrong::Answer];
        assert_eq!(read(&[]).approval(false, now), Err(all.to_vec()));
        assert_eq!(read(&[]).approval(true, now), Err(vec![Wrong::Parts, Wrong::Until, Wrong::Answer]));
        let base = [
            ("doctor", " Kari Lege "),
            ("made", "2026-11-01"),
            ("review", "01.11.2028"),
            ("statement", "Kan ikke samtykke."),
            ("part", "results"),
            ("part", "private"),
            ("answer", "Du ser prøvesvar."),
        ];
        let check = |until: &str, expect: Result<&str, &[Wrong]>| {
            let found = read(&[&base[..], &[("until", until)]].concat()).approval(false, now);
            let found = found.map(|approval| match approval.end {
                helsami_domain::access::facts::End::At(end) => end.to_string(),
                helsami_domain::access::facts::End::WhenEnded => String::new(),
            });
            assert_eq!(found, expect.map(str::to_owned).map_err(<[Wrong]>::to_vec), "{until}");
        };
        check("2028-11-01", Ok("2028-11-01T23:00:00Z"));
        check("2028-11-02", Err(&[Wrong::Until]));
        check("2026-11-25", Err(&[Wrong::Until]));
        check("", Err(&[Wrong::Until]));
        let typed = read(&base);
        assert_eq!((typed.areas, typed.doctor.as_str()), (Areas::of(&[Area::Results]), "Kari Lege"));
        let again: Vec<(String, String)> =
            typed.fields().into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(Typed::read(&again), typed, "the preview carries everything");
    }
}
