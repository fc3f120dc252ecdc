//! What was typed into the form of a line, and what is wrong with it. Nothing typed is lost.

use helsami_app::work::{MarkLine, Wanted, WantedFault};
use helsami_domain::access::lens::Release;
use helsami_domain::access::marking::{GROUND_MAX, LATER_DAYS, MarkFault, Marking};
use helsami_domain::when::When;

use crate::kit::form::day;
use crate::text::Text;

/// The fields, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) parents: bool,
    pub(super) young: bool,
    /// `now`, `later`, or `hand` where it came so.
    pub(super) release: String,
    pub(super) day: String,
    pub(super) ground: String,
    pub(super) state: String,
    /// The rows that are marked too.
    pub(super) also: Vec<String>,
    /// The row that is to be marked too from now on, or `all` of those that tell.
    pub(super) add: String,
    pub(super) is_edited: bool,
    pub(super) is_confirmed: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    Day,
    Wanted(WantedFault),
}

impl Wrong {
    /// The control it is about.
    pub(super) const fn control(self) -> &'static str {
        match self {
            Self::Wanted(WantedFault::Ground) => "ground",
            Self::Day
            | Self::Wanted(WantedFault::Mark(MarkFault::Past | MarkFault::TooLate | MarkFault::NoDay)) => {
                "day"
            }
            Self::Wanted(WantedFault::Mark(_)) => "mark",
        }
    }

    pub(super) fn words(self, text: Text) -> String {
        let days = usize::try_from(LATER_DAYS).unwrap_or_default();
        match self {
            Self::Wanted(WantedFault::Ground) => text.marks_error_ground(GROUND_MAX),
            Self::Day | Self::Wanted(WantedFault::Mark(MarkFault::Past | MarkFault::NoDay)) => {
                text.marks_error_day(days)
            }
            Self::Wanted(WantedFault::Mark(MarkFault::TooLate)) => text.marks_error_late(days),
            Self::Wanted(WantedFault::Mark(MarkFault::Both)) => text.marks_error_both().to_owned(),
            Self::Wanted(WantedFault::Mark(MarkFault::OfAge)) => text.marks_error_age().to_owned(),
            Self::Wanted(WantedFault::Mark(MarkFault::Same | MarkFault::NotMarkable)) => {
                text.marks_error_same().to_owned()
            }
        }
    }
}

impl Typed {
    /// What the form begins with: the line as it is.
    pub(super) fn first(line: &MarkLine) -> Self {
        let Marking { parents, young, release } = line.marking;
        let (release, day) = match release {
            Release::AtOnce => ("now", String::new()),
            Release::At(at) => ("later", When::today(at).to_string()),
            Release::ByHand => ("hand", String::new()),
        };
        Self { parents, young, release: release.to_owned(), day, state: line.state(), ..Self::default() }
    }

    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            let to = match name.as_str() {
                "release" => &mut typed.release,
                "day" => &mut typed.day,
                "ground" => &mut typed.ground,
                "state" => &mut typed.state,
                "add" => &mut typed.add,
                "also" => {
                    typed.also.push(value.clone());
                    continue;
                }
                _ => {
                    match (name.as_str(), value.as_str()) {
                        ("mark", "parents") => typed.parents = true,
                        ("mark", "young") => typed.young = true,
                        ("edit", _) => typed.is_edited = true,
                        ("confirm", "yes") => typed.is_confirmed = true,
                        _ => {}
                    }
                    continue;
                }
            };
            value.trim().clone_into(to);
        }
        typed
    }

    /// The fields again, as a preview carries them.
    pub(super) fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![
            ("release", self.release.as_str()),
            ("day", &self.day),
            ("ground", &self.ground),
            ("state", &self.state),
        ];
        fields.extend(self.parents.then_some(("mark", "parents")));
        fields.extend(self.young.then_some(("mark", "young")));
        fields
    }

    /// How the line is to be marked. The day is what it was where it is not changed.
    pub(super) fn marking(&self, line: &MarkLine) -> Result<Marking, Wrong> {
        let release = match (self.release.as_str(), line.marking.release) {
            ("later", Release::At(at)) if day(&self.day) == Some(When::today(at)) => Release::At(at),
            ("later", _) => Release::At(When::Day(day(&self.day).ok_or(Wrong::Day)?).start()),
            ("hand", Release::ByHand) => Release::ByHand,
            _ => Release::AtOnce,
        };
        Ok(Marking { parents: self.parents, young: self.young, release })
    }

    pub(super) fn wanted(&self, id: &str, marking: Marking) -> Wanted {
        Wanted {
            id: id.to_owned(),
            also: self.also.clone(),
            marking,
            ground: self.ground.clone(),
            state: self.state.clone(),
        }
    }

    /// Whether the ground is missing or too long.
    pub(super) fn ground_fault(&self) -> Option<Wrong> {
        let is_wrong = self.ground.is_empty() || self.ground.chars().count() > GROUND_MAX;
        is_wrong.then_some(Wrong::Wanted(WantedFault::Ground))
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn a_preview_carries_what_was_typed() {
        let fields: Vec<(String, String)> = [
            ("mark", "parents"),
            ("mark", "else"),
            ("release", "later"),
            ("day", "2026-12-01"),
            ("ground", " Etter samtale "),
            ("state", "000"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        let typed = Typed::read(&fields);
        assert_eq!((typed.parents, typed.young, typed.ground.as_str()), (true, false, "Etter samtale"));
        let carried: Vec<(String, String)> =
            typed.fields().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(Typed::read(&carried), typed);
    }
}
