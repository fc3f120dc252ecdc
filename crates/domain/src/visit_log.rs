//! The access log as its owner reads it: looks gathered under the visit that caused them.

use jiff::{SignedDuration, Timestamp};

use crate::access::{Actor, Purpose};
use crate::ids::RecordId;
use crate::matter::Matter;

/// The longest pause within one run of a command.
const RUN: SignedDuration = SignedDuration::from_hours(1);

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Why.
    pub purpose: Purpose,
    /// What was looked at; `None` when something was written.
    pub matter: Option<Matter>,
    /// Whether the rules refused it: then nothing was seen.
    pub is_refused: bool,
    /// Its number in the log.
    pub seq: i64,
    /// The one thing that was opened.
    pub item: Option<RecordId>,
    /// Whether a reason was given in words.
    pub has_reason: bool,
}

impl Line {
    /// Whether it is about two records of one person: then the logs of both say it, and both are the person's.
    const fn is_of_two_records(&self) -> bool {
        matches!(self.matter, Some(Matter::Merge | Matter::Unmerge))
    }
}

/// What was looked at in one visit, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What; `None` for what was written.
    pub matter: Option<Matter>,
    /// The first time in the visit.
    pub first: Timestamp,
    /// The last time in the visit.
    pub last: Timestamp,
    /// How many times.
    pub count: usize,
}

/// One visit: everything one actor did for one purpose between coming and leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Who.
    pub actor: Actor,
    /// Why.
    pub purpose: Purpose,
    /// Whether the rules refused it.
    pub is_refused: bool,
    /// The first line.
    pub began: Timestamp,
    /// The last line.
    pub ended: Timestamp,
    /// What was looked at, newest first.
    pub looked: Vec<Looked>,
    /// The numbers of its lines, newest first: by any of them it can be asked about.
    pub lines: Vec<i64>,
    /// The single things that were opened, newest first, each once.
    pub items: Vec<RecordId>,
    /// Whether a reason was given in words.
    pub has_reason: bool,
}

/// Gathers lines, newest first, into visits, newest first. Two visits that overlap in time stay two: the visit's own
/// number tells them apart. What a command of the installation did counts as one visit within an hour.
#[must_use]
pub fn gather(lines: &[Line]) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for line in lines {
        let key = |visit: &Visit| (visit.actor, visit.purpose, visit.is_refused);
        let is_same = |visit: &Visit| key(visit) == (line.actor, line.purpose, line.is_refused);
        let found = match line.actor {
            Actor::Citizen { .. } | Actor::Staff { .. } | Actor::Client { .. } => {
                visits.iter_mut().find(|visit| is_same(visit))
            }
            Actor::System(_) => visits.last_mut().filter(|visit| is_same(visit) && visit.is_near(line.at)),
        };
        match found {
            Some(visit) => visit.add(line),
            None => visits.push(Visit::of(line)),
        }
    }
    visits
}

impl Visit {
    /// Whether it was no more than a search that found the person: nothing was opened.
    #[must_use]
    pub fn is_search(&self) -> bool {
        self.looked.iter().all(|looked| looked.matter == Some(Matter::Finding))
    }

    /// Whether it is a search that led to this visit: of the same person in the same visit, before it.
    #[must_use]
    pub fn led_to(&self, other: &Self) -> bool {
        self.is_search()
            && !other.is_search()
            && !other.is_refused
            && (self.actor, true) == (other.actor, self.began <= other.ended)
    }

    /// The number of its newest line.
    #[must_use]
    pub fn newest(&self) -> i64 {
        self.lines.first().copied().unwrap_or_default()
    }

    /// Whether a line before it is still the same run of a command.
    fn is_near(&self, at: Timestamp) -> bool {
        self.began.duration_since(at) <= RUN
    }

    fn of(line: &Line) -> Self {
        let mut visit = Self {
            actor: line.actor,
            purpose: line.purpose,
            is_refused: line.is_refused,
            began: line.at,
            ended: line.at,
            looked: Vec::new(),
            lines: Vec::new(),
            items: Vec::new(),
            has_reason: false,
        };
        visit.add(line);
        visit
    }

    fn add(&mut self, line: &Line) {
        self.began = self.began.min(line.at);
        self.ended = self.ended.max(line.at);
        self.lines.push(line.seq);
        self.has_reason |= line.has_reason;
        self.items.extend(line.item.filter(|item| !self.items.contains(item)));
        match self.looked.iter_mut().find(|known| known.matter == line.matter) {
            // One act that has a line in the log of each of the two records.
            Some(known) if line.is_of_two_records() && [known.first, known.last].contains(&line.at) => {}
            Some(known) => {
                known.count += 1;
                known.first = known.first.min(line.at);
                known.last = known.last.max(line.at);
            }
            None => {
                self.looked.push(Looked { matter: line.matter, first: line.at, last: line.at, count: 1 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Visit, gather};
    use crate::access::{Actor, Purpose, SystemTask, VisitNumber};
    use crate::ids::PatientKey;
    use crate::matter::Matter;
    use jiff::Timestamp;

    #[test]
    fn a_search_is_explained_by_what_it_led_to_in_the_same_visit() {
        use crate::ids::LocalId;
        let of = |second: i64, visit: i64, purpose, matter| {
            let role = LocalId::new(3).expect("positive");
            let line = line(second, None, Some(matter));
            Line { actor: Actor::Staff { role, visit: VisitNumber(visit) }, purpose, ..line }
        };
        let lines = [
            of(40, 1, Purpose::Treatment, Matter::Results),
            of(30, 1, Purpose::Treatment, Matter::Opening),
            of(20, 2, Purpose::Administration, Matter::Finding),
            of(10, 1, Purpose::Administration, Matter::Finding),
        ];
        let visits = gather(&lines);
        let [opened, other, search] = &visits[..] else { panic!("{visits:?}") };
        assert_eq!((opened.is_search(), other.is_search(), search.is_search()), (false, true, true));
        assert!(search.led_to(opened));
        assert!(!other.led_to(opened), "another visit");
        assert!(!search.led_to(other), "to another search");
        assert!(!search.led_to(&Visit { is_refused: true, ..opened.clone() }), "to a refusal");
        let before = "1970-01-01T00:00:05Z".parse().expect("a time");
        assert!(!search.led_to(&Visit { began: before, ended: before, ..opened.clone() }), "what was before");
    }

    fn line(second: i64, visit: Option<i64>, matter: Option<Matter>) -> Line {
        let person = PatientKey::new(1).expect("positive");
        let (actor, purpose) = match visit {
            Some(number) => (Actor::Citizen { person, visit: VisitNumber(number) }, Purpose::OwnAccess),
            None => (Actor::System(SystemTask::Import), Purpose::Operation),
        };
        let at = Timestamp::from_second(second).expect("in range");
        Line { at, actor, purpose, matter, is_refused: false, seq: second, item: None, has_reason: false }
    }

    /// When a visit began and ended, and how often it looked at what.
    type Shape = (i64, i64, Vec<(Option<Matter>, usize)>);

    fn shape(visits: &[Visit]) -> Vec<Shape> {
        let looked = |visit: &Visit| visit.looked.iter().map(|one| (one.matter, one.count)).collect();
        visits.iter().map(|visit| (visit.began.as_second(), visit.ended.as_second(), looked(visit))).collect()
    }

    #[test]
    fn looks_are_gathered_under_their_visit_even_when_two_overlap() {
        let (home, results) = (Some(Matter::Home), Some(Matter::Results));
        let lines = [
            line(90, Some(2), results),
            line(80, Some(1), home),
            line(70, Some(2), results),
            line(60, Some(2), home),
            line(50, None, None),
            line(40, None, None),
            line(30, Some(1), home),
            line(20, None, None),
            line(-4000, None, None),
        ];
        assert_eq!(
            shape(&gather(&lines)),
            [
                (60, 90, vec![(results, 2), (home, 1)]),
                (30, 80, vec![(home, 2)]),
                (20, 50, vec![(None, 3)]),
                (-4000, -4000, vec![(None, 1)]),
            ]
        );
        assert!(gather(&[]).is_empty());
    }

    #[test]
    fn what_is_in_the_logs_of_both_records_stands_once() {
        use crate::ids::ClientKey;
        let client = ClientKey::new(7).expect("positive");
        let of = |second: i64, seq: i64, matter| {
            let actor = Actor::Client { client, visit: VisitNumber(1) };
            Line { actor, purpose: Purpose::Exchange, seq, ..line(second, None, Some(matter)) }
        };
        let lines = [
            of(30, 6, Matter::Merge),
            of(30, 5, Matter::Merge),
            of(20, 4, Matter::Unmerge),
            of(20, 3, Matter::Unmerge),
            of(10, 2, Matter::Merge),
            of(10, 1, Matter::Merge),
        ];
        let visits = gather(&lines);
        let looked: Vec<_> = visits[0].looked.iter().map(|one| (one.matter, one.count)).collect();
        assert_eq!(looked, [(Some(Matter::Merge), 2), (Some(Matter::Unmerge), 1)]);
        assert_eq!(visits[0].lines, [6, 5, 4, 3, 2, 1], "it can be asked about by any of its lines");
        let two = [of(10, 2, Matter::Exchange), of(10, 1, Matter::Exchange)];
        assert_eq!(gather(&two)[0].looked[0].count, 2, "two looks in one moment are two");
    }
}
