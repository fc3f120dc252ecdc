//! What was typed into the form of an invitation, and what is wrong with it. Nothing typed is lost.

use helsami_app::access::Access;
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{End, Term};
use helsami_domain::access::marks::Marks;
use helsami_domain::when::{When, oslo};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::kit::form::day;
use crate::kit::given::{EndFault, all_topics, end, last_day, part_of, topic_of};
use crate::text::Text;

/// The fields, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) areas: Areas,
    pub(super) kept_back: Marks,
    /// What is kept back one by one.
    pub(super) except: Vec<String>,
    pub(super) from: String,
    pub(super) ends: String,
    pub(super) until: String,
    /// The access that is changed, and when it began: that stays.
    pub(super) begins: Option<Timestamp>,
    /// Whether the giver wants the form back.
    pub(super) is_edited: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Parts,
    From,
    Ends,
    Until,
}

impl Wrong {
    /// The control it is about.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::Parts => "part",
            Self::From => "from",
            Self::Ends => "ends",
            Self::Until => "until",
        }
    }

    pub(super) const fn words(self, text: Text) -> &'static str {
        match self {
            Self::Parts => text.invite_error_parts(),
            Self::From => text.invite_error_from(),
            Self::Ends => text.invite_error_ends(),
            Self::Until => text.invite_error_until(),
        }
    }
}

impl Typed {
    /// What the form begins with: every topic kept back, from today, and no end: that must be chosen.
    pub(super) fn first(areas: Areas, now: Timestamp) -> Self {
        let from = date(now).to_string();
        Self { areas, kept_back: all_topics(), from, ..Self::default() }
    }

    /// What the form begins with for an access that somebody has: what is given now.
    pub(super) fn given(access: &Access) -> Self {
        let (ends, until) = match access.term.end {
            End::WhenEnded => ("open", String::new()),
            End::At(end) => ("date", last_day(end).to_string()),
        };
        Self {
            areas: access.areas,
            kept_back: access.kept_back,
            except: access.except.clone(),
            from: date(access.term.from).to_string(),
            ends: ends.to_owned(),
            until,
            begins: Some(access.term.from),
            is_edited: false,
        }
    }

    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "part" => {
                    typed.areas = typed.areas.or(part_of(value));
                }
                "topic" => {
                    let kept = typed.kept_back;
                    typed.kept_back = topic_of(value).map_or(kept, |mark| kept.with(mark));
                }
                "from" => value.trim().clone_into(&mut typed.from),
                "ends" => value.clone_into(&mut typed.ends),
                "until" => value.trim().clone_into(&mut typed.until),
                "except" => typed.except.push(value.clone()),
                "edit" => typed.is_edited = true,
                _ => {}
            }
        }
        typed
    }

    /// From when to when; or everything that is wrong.
    pub(super) fn term(&self, now: Timestamp) -> Result<Term, Vec<Wrong>> {
        let today = date(now);
        let mut wrong = Vec::new();
        if self.areas.is_empty() {
            wrong.push(Wrong::Parts);
        }
        let from = match self.begins {
            Some(begins) => Some(date(begins).max(today)),
            None => day(&self.from).filter(|from| *from >= today),
        };
        if from.is_none() {
            wrong.push(Wrong::From);
        }
        let until = day(&self.until).filter(|until| *until >= from.unwrap_or(today));
        let end = end(&self.ends, until);
        wrong.extend(end.err().map(Wrong::from));
        match (from, end) {
            (Some(from), Ok(end)) if wrong.is_empty() => {
                let from = if from == today { now } else { When::Day(from).start() };
                Ok(Term { from: self.begins.unwrap_or(from), end })
            }
            _ => Err(wrong),
        }
    }
}

impl From<EndFault> for Wrong {
    fn from(fault: EndFault) -> Self {
        match fault {
            EndFault::Ends => Self::Ends,
            EndFault::Until => Self::Until,
        }
    }
}

fn date(at: Timestamp) -> Date {
    at.to_zoned(oslo().clone()).date()
}

#[cfg(test)]
mod tests {
    use super::{Typed, Wrong};
    use helsami_domain::access::area::{Area, Areas};
    use helsami_domain::access::facts::End;
    use helsami_domain::access::marks::Mark;
    use jiff::Timestamp;

    fn now() -> Timestamp {
        "2026-11-26T12:00:00Z".parse().expect("a time")
    }

    fn read(fields: &[(&str, &str)]) -> Typed {
        let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Typed::read(&fields)
    }

    #[test]
    fn an_end_must_be_chosen() {
        let base = [("part", "results"), ("from", "2026-11-26")];
        let check = |more: &[(&str, &str)], expect: Result<(&str, Option<&str>), &[Wrong]>| {
            let typed = read(&[&base[..], more].concat());
            let found = typed.term(now()).map(|term| {
                let end = match term.end {
                    End::At(end) => Some(end.to_string()),
                    End::WhenEnded => None,
                };
                (term.from.to_string(), end)
            });
            let expect = expect.map(|(from, end)| (from.to_owned(), end.map(str::to_owned)));
            assert_eq!(found, expect.map_err(<[Wrong]>::to_vec), "{more:?}");
        };
        check(&[], Err(&[Wrong::Ends]));
        check(&[("ends", "x")], Err(&[Wrong::Ends]));
        check(&[("ends", "open")], Ok(("2026-11-26T12:00:00Z", None)));
        check(&[("ends", "date")], Err(&[Wrong::Until]));
        check(&[("ends", "date"), ("until", "2026-11-25")], Err(&[Wrong::Until]));
        let tomorrow = Ok(("2026-11-26T12:00:00Z", Some("2026-11-26T23:00:00Z")));
        check(&[("ends", "date"), ("until", "2026-11-26")], tomorrow);
        check(&[("ends", "date"), ("until", "26.11.2026")], tomorrow);
        // The last day in summer time, from a day in the future.
        check(
            &[("ends", "date"), ("until", "2027-06-30"), ("from", "2027-06-01")],
            Ok(("2027-05-31T22:00:00Z", Some("2027-06-30T22:00:00Z"))),
        );
        check(&[("ends", "date"), ("until", "2027-05-31"), ("from", "2027-06-01")], Err(&[Wrong::Until]));
        check(&[("ends", "open"), ("from", "2026-11-25")], Err(&[Wrong::From]));
        check(&[("ends", "open"), ("from", "in a week")], Err(&[Wrong::From]));
    }

    #[test]
    fn what_was_typed_is_kept_and_what_nobody_can_give_is_not_taken() {
        let typed = read(&[
            ("part", "results"),
            ("part", "vaccines"),
            ("part", "private"),
            ("part", "x"),
            ("topic", "HIV"),
            ("topic", "NOPAT"),
            ("from", " tomorrow "),
            ("until", "when?"),
            ("ends", "date"),
            ("edit", "1"),
        ]);
        assert_eq!(typed.areas, Areas::of(&[Area::Results, Area::Vaccines]));
        assert_eq!(typed.kept_back.iter().collect::<Vec<_>>(), [Mark::Hiv]);
        assert_eq!((typed.from.as_str(), typed.until.as_str(), typed.is_edited), ("tomorrow", "when?", true));
        assert_eq!(read(&[]).term(now()), Err(vec![Wrong::Parts, Wrong::From, Wrong::Ends]));
    }

    #[test]
    fn what_is_changed_begins_when_it_began() {
        let begins = Some("2026-01-05T12:00:00Z".parse().expect("a time"));
        let check = |fields: &[(&str, &str)], expect: Result<&str, &[Wrong]>| {
            let typed = Typed { begins, ..read(&[&[("part", "results")], fields].concat()) };
            let found = typed.term(now()).map(|term| term.from.to_string());
            assert_eq!(found, expect.map(str::to_owned).map_err(<[Wrong]>::to_vec), "{fields:?}");
        };
        check(&[("ends", "open")], Ok("2026-01-05T12:00:00Z"));
        check(&[("ends", "open"), ("from", "2030-01-01")], Ok("2026-01-05T12:00:00Z"));
        check(&[("ends", "date"), ("until", "2026-11-26")], Ok("2026-01-05T12:00:00Z"));
        check(&[("ends", "date"), ("until", "2026-11-25")], Err(&[Wrong::Until]));
    }

    #[test]
    fn the_form_begins_with_every_topic_kept_back_and_no_end() {
        let first = Typed::first(Areas::NONE, now());
        assert_eq!(first.kept_back, helsami_domain::access::marks::Marks::SENSITIVE);
        assert_eq!((first.from.as_str(), first.ends.as_str()), ("2026-11-26", ""));
        assert_eq!(first.term(now()), Err(vec![Wrong::Parts, Wrong::Ends]));
    }
}
