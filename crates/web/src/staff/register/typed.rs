//! What was typed into the form, and what is wrong with it. Nothing typed is lost but the number, which stands on no page.

use helsami_app::report::WORDS_MAX;
use helsami_app::work::Shown;
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{Proxy, Term};
use helsami_domain::access::marks::Marks;
use helsami_domain::when::When;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::kit::form::day;
use crate::kit::given::{EndFault, all_topics, end, part_of, topic_of};
use crate::text::Text;

/// The fields, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) kind: String,
    /// The receiver, found before, as the addresses of the visit have them.
    pub(super) receiver: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) born: String,
    pub(super) areas: Areas,
    pub(super) kept_back: Marks,
    pub(super) from: String,
    pub(super) ends: String,
    pub(super) until: String,
    pub(super) words: String,
    /// Whether whoever registers wants the form back.
    pub(super) is_edited: bool,
    /// Whether it was seen and is meant.
    pub(super) is_confirmed: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Kind,
    Receiver,
    Nobody,
    Several,
    Parts,
    From,
    Ends,
    Until,
    Words,
}

impl Wrong {
    /// The control it is about.
    pub(super) const fn control(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Receiver | Self::Nobody | Self::Several => "number",
            Self::Parts => "part",
            Self::From => "from",
            Self::Ends => "ends",
            Self::Until => "until",
            Self::Words => "words",
        }
    }

    pub(super) const fn words(self, text: Text) -> &'static str {
        match self {
            Self::Kind => text.desk_error_kind(),
            Self::Receiver => text.desk_error_receiver(),
            Self::Nobody => text.chart_find_nobody(),
            Self::Several => text.desk_error_several(),
            Self::Parts => text.give_error_parts(),
            Self::From => text.invite_error_from(),
            Self::Ends => text.invite_error_ends(),
            Self::Until => text.desk_error_until(),
            Self::Words => text.desk_error_words(),
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

impl Typed {
    /// What the form begins with: every topic kept back, from today.
    pub(super) fn first(now: Timestamp) -> Self {
        Self { kept_back: all_topics(), from: When::today(now).to_string(), ..Self::default() }
    }

    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let to = match name.as_str() {
                "kind" => &mut typed.kind,
                "receiver" => &mut typed.receiver,
                "number" => &mut typed.number,
                "name" => &mut typed.name,
                "born" => &mut typed.born,
                "from" => &mut typed.from,
                "ends" => &mut typed.ends,
                "until" => &mut typed.until,
                "words" => &mut typed.words,
                _ => {
                    typed.read_choice(name, value);
                    continue;
                }
            };
            value.trim().clone_into(to);
        }
        typed
    }

    fn read_choice(&mut self, name: &str, value: &str) {
        match name {
            "part" => self.areas = self.areas.or(part_of(value)),
            "topic" => {
                self.kept_back = topic_of(value).map_or(self.kept_back, |mark| self.kept_back.with(mark));
            }
            "edit" => self.is_edited = true,
            "confirm" => self.is_confirmed = value == "yes",
            _ => {}
        }
    }

    /// The fields again, as a preview carries them; not the number, which has found somebody by now.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![
            ("kind", self.kind.as_str()),
            ("name", &self.name),
            ("born", &self.born),
            ("from", &self.from),
            ("ends", &self.ends),
            ("until", &self.until),
            ("words", &self.words),
        ];
        fields.extend(self.areas.iter().map(|part| ("part", part.code())));
        fields.extend(self.kept_back.iter().map(|mark| ("topic", mark.code())));
        fields
    }

    /// What was shown and from when to when it holds; or everything that is wrong.
    pub(super) fn shown(&self, now: Timestamp) -> Result<(Shown, Term), Vec<Wrong>> {
        let mut wrong = Vec::new();
        let shown = match self.kind.as_str() {
            "custody" => Some(Shown::Custody),
            "proxy" if self.areas.is_empty() => {
                wrong.push(Wrong::Parts);
                None
            }
            "proxy" => {
                let proxy = Proxy { areas: self.areas, kept_back: self.kept_back, except: Vec::new() };
                Some(Shown::Proxy(proxy))
            }
            _ => {
                wrong.push(Wrong::Kind);
                None
            }
        };
        let today = When::today(now);
        let from = self.from(today);
        if from.is_none() {
            wrong.push(Wrong::From);
        }
        let until = day(&self.until).filter(|until| *until >= from.unwrap_or(today));
        let end = end(&self.ends, until);
        wrong.extend(end.err().map(Wrong::from));
        if self.words.is_empty() || self.words.chars().count() > WORDS_MAX {
            wrong.push(Wrong::Words);
        }
        match (shown, from, end) {
            (Some(shown), Some(from), Ok(end)) if wrong.is_empty() => {
                let from = if from == today { now } else { When::Day(from).start() };
                Ok((shown, Term { from, end }))
            }
            _ => Err(wrong),
        }
    }

    /// The first day: today, unless a power of attorney says a later one. Custody holds from when it was shown.
    fn from(&self, today: Date) -> Option<Date> {
        if self.kind == "custody" || self.from.is_empty() {
            return Some(today);
        }
        day(&self.from).filter(|from| *from >= today)
    }
}

#[cfg(test)]
mod tests {
    use super::{Typed, Wrong};
    use helsami_app::work::Shown;
    use helsami_domain::access::area::{Area, Areas};
    use helsami_domain::access::facts::End;
    use jiff::Timestamp;

    fn read(fields: &[(&str, &str)]) -> Typed {
        let fields: Vec<_> = fields.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Typed::read(&fields)
    }

    #[test]
    fn a_paper_says_what_it_is_and_until_when_it_holds() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().expect("a time");
        let check = |fields: &[(&str, &str)], expect: &[Wrong]| {
            assert_eq!(read(fields).shown(now).err().unwrap_or_default(), expect, "{fields:?}");
        };
        check(&[], &[Wrong::Kind, Wrong::Ends, Wrong::Words]);
        check(&[("kind", "proxy"), ("ends", "open"), ("words", "x")], &[Wrong::Parts]);
        check(&[("kind", "custody"), ("ends", "date"), ("words", "x")], &[Wrong::Until]);
        let past = [("kind", "custody"), ("ends", "date"), ("until", "2026-11-25"), ("words", "x")];
        check(&past, &[Wrong::Until]);
        let typed = read(&[
            ("kind", "proxy"),
            ("part", "results"),
            ("part", "private"),
            ("topic", "HIV"),
            ("topic", "NOPAT"),
            ("ends", "open"),
            ("words", " Underskrevet "),
            ("number", "03845812429"),
        ]);
        let (shown, term) = typed.shown(now).expect("a power of attorney");
        let Shown::Proxy(proxy) = shown else { unreachable!("as it says") };
        assert_eq!((proxy.areas, term.from, term.end), (Areas::of(&[Area::Results]), now, End::WhenEnded));
        assert_eq!(proxy.kept_back.iter().map(|mark| mark.code()).collect::<Vec<_>>(), ["HIV"]);
        let carried: Vec<(String, String)> =
            typed.fields().into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(Typed::read(&carried), Typed { number: String::new(), ..typed });
        assert_eq!((Typed::first(now).kept_back.iter().count(), &*Typed::first(now).from), (5, "2026-11-26"));
        let paper = [
            ("kind", "proxy"),
            ("part", "results"),
            ("words", "x"),
            ("ends", "date"),
            ("until", "2027-01-31"),
        ];
        let begins = |from: &str| {
            let fields = [&paper[..], &[("from", from)]].concat();
            read(&fields).shown(now).map(|(_, term)| term.from.to_string())
        };
        assert_eq!(begins("2026-11-26").as_deref(), Ok("2026-11-26T12:00:00Z"));
        assert_eq!(begins("2027-01-01").as_deref(), Ok("2026-12-31T23:00:00Z"));
        assert_eq!(begins("1.1.2027").as_deref(), Ok("2026-12-31T23:00:00Z"));
        for late in ["2026-11-25", "x", "2027-13-01"] {
            assert_eq!(begins(late), Err(vec![Wrong::From]), "{late}");
        }
        assert_eq!(begins("2027-02-01"), Err(vec![Wrong::Until]), "it would end before it begins");
        let custody = [("kind", "custody"), ("words", "x"), ("ends", "open"), ("from", "2027-01-01")];
        assert_eq!(read(&custody).shown(now).expect("custody").1.from, now, "from when it was shown");
    }
}
