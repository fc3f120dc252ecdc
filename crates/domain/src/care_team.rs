//! The care team: who follows a person up, in which role, and whether they still do.

use jiff::Timestamp;

use crate::coded::Label;
use crate::contact::Contact;
use crate::source::{Party, Source};
use crate::when::Period;

/// Whether somebody still follows the person up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// They do.
    Current,
    /// They will.
    Planned,
    /// It is not said, or on hold.
    Unclear,
    /// They did.
    Ended,
}

impl Standing {
    /// The standing of a `CareTeam` or an `EpisodeOfCare`, from its status and its period. `None` for one that was
    /// written by mistake. A period that has ended counts more than a status nobody has changed.
    #[must_use]
    pub fn of(status: &str, period: Period, now: Timestamp) -> Option<Self> {
        let said = match status {
            "entered-in-error" | "cancelled" => return None,
            "active" => Self::Current,
            "proposed" | "planned" | "waitlist" => Self::Planned,
            "inactive" | "finished" => Self::Ended,
            _ => Self::Unclear,
        };
        Some(Self::Ended).filter(|_| period.is_over(now)).or_else(|| {
            let is_to_come = period.start.is_some_and(|start| start.is_after(now));
            Some(if is_to_come && said == Self::Current { Self::Planned } else { said })
        })
    }

    /// The later of two: what has ended in the team has ended for its members.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

/// What makes somebody one of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The person's own general practitioner.
    GeneralPractitioner,
    /// A team that was put together for the person.
    Team,
    /// A course of treatment with somebody in charge.
    Course,
}

/// One of those who follow the person up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub who: Party,
    /// What they do, as sent.
    pub roles: Vec<Label>,
    /// Where they work.
    pub place: Party,
    /// How to reach them.
    pub reach: Vec<Contact>,
    /// From when to when.
    pub period: Period,
    /// Whether they still do.
    pub standing: Standing,
    /// What makes them one of the team.
    pub basis: Basis,
    /// The team's or the course's name, where it has one.
    pub team: Option<Label>,
    /// Whether it is a relative or a friend, not staff.
    pub is_relative: bool,
    /// Who says so.
    pub source: Source,
}

impl Member {
    fn is_same(&self, other: &Self) -> bool {
        let is_same_person = match (self.who.id, other.who.id) {
            (Some(a), Some(b)) => a == b,
            _ => self.who.name.is_some() && self.who.name == other.who.name,
        };
        is_same_person
            && self.standing == other.standing
            && self.basis == other.basis
            && self.roles == other.roles
            && self.team == other.team
    }
}

/// Sorts the members, current ones first, and shows each who is named again in the same role once, since the first
/// time. Hands back how many were left out.
pub fn gather(members: &mut Vec<Member>) -> usize {
    members.sort_by_key(|one| {
        (one.standing, one.basis != Basis::GeneralPractitioner, std::cmp::Reverse(one.period.start))
    });
    let before = members.len();
    let mut kept: Vec<Member> = Vec::with_capacity(before);
    for one in members.drain(..) {
        match kept.iter_mut().find(|known| known.is_same(&one)) {
            Some(known) => known.widen(&one),
            None => kept.push(one),
        }
    }
    *members = kept;
    before - members.len()
}

impl Member {
    /// Takes in the time of another line about the same.
    fn widen(&mut self, other: &Self) {
        self.period.start = match (self.period.start, other.period.start) {
            (Some(a), Some(b)) => Some(a.min(b)),
            _ => None,
        };
        self.period.end = match (self.period.end, other.period.end) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Basis, Member, Standing, gather};
    use crate::coded::Label;
    use crate::source::{Party, Source};
    use crate::when::{Period, When};

    fn period(start: &str, end: &str) -> Period {
        Period { start: When::parse(start), end: When::parse(end) }
    }

    fn member(name: &str, since: &str, standing: Standing) -> Member {
        Member {
            who: Party { name: Some(name.into()), id: None },
            roles: Label::words("Kontaktlege").into_iter().collect(),
            place: Party::default(),
            reach: Vec::new(),
            period: period(since, ""),
            standing,
            basis: Basis::Team,
            team: None,
            is_relative: false,
            source: Source::default(),
        }
    }

    #[test]
    fn a_team_whose_time_has_passed_is_not_current() {
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let check = |status: &str, span: Period, want| {
            assert_eq!(Standing::of(status, span, now), want, "{status} {span:?}");
        };
        check("active", period("2020", ""), Some(Standing::Current));
        check("active", period("2020", "2026-11-21"), Some(Standing::Ended));
        check("active", period("2020", "2026-11-22"), Some(Standing::Current));
        check("active", period("2027", ""), Some(Standing::Planned));
        check("inactive", period("2020", ""), Some(Standing::Ended));
        check("finished", Period::default(), Some(Standing::Ended));
        check("proposed", Period::default(), Some(Standing::Planned));
        check("suspended", Period::default(), Some(Standing::Unclear));
        check("", Period::default(), Some(Standing::Unclear));
        check("entered-in-error", period("2020", ""), None);
        assert_eq!(Standing::Current.and(Standing::Ended), Standing::Ended);
    }

    #[test]
    fn who_is_named_twice_is_shown_once_since_the_first_time() {
        let mut members = vec![
            member("Dr. Moe", "2019", Standing::Current),
            member("Dr. Lie", "2010", Standing::Ended),
            member("Dr. Moe", "1999", Standing::Current),
            member("Dr. Moe", "1980", Standing::Ended),
        ];
        assert_eq!(gather(&mut members), 1);
        let shown: Vec<_> = members.iter().map(|one| (one.who.name.as_deref(), one.standing)).collect();
        assert_eq!(
            shown,
            [
                (Some("Dr. Moe"), Standing::Current),
                (Some("Dr. Lie"), Standing::Ended),
                (Some("Dr. Moe"), Standing::Ended)
            ]
        );
        assert_eq!(members[0].period.start, When::parse("1999"));
    }

    #[test]
    fn nobody_without_a_name_is_taken_for_another() {
        let mut members = vec![member("", "2019", Standing::Current), member("", "2018", Standing::Current)];
        for one in &mut members {
            one.who.name = None;
        }
        assert_eq!(gather(&mut members), 0);
        assert_eq!(members.len(), 2);
    }
}
