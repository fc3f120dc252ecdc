//! What was ordered together: a report with its answers, or an order that has no report yet.

use std::collections::HashMap;

use super::{Answer, Kind, State};
use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::Source;
use crate::when::When;

/// A report, as far as a list needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The resource.
    pub id: RecordId,
    /// What was ordered, in the sender's words.
    pub name: Option<Label>,
    /// What kind of answers.
    pub kind: Kind,
    /// How settled it is.
    pub state: State,
    /// When the sample was taken or the picture made.
    pub when: Option<When>,
    /// When the report was given out.
    pub issued: Option<When>,
    /// What whoever reported concludes, in words.
    pub conclusion: Option<Box<str>>,
    /// Its answers.
    pub answers: Vec<RecordId>,
    /// The orders that it answers.
    pub orders: Vec<RecordId>,
    /// Whether a document comes with it.
    pub has_document: bool,
    /// Where it comes from.
    pub source: Source,
}

/// An order that somebody has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The resource.
    pub id: RecordId,
    /// What was ordered.
    pub name: Option<Label>,
    /// Whether it is in force: not finished, called off or written by mistake.
    pub is_open: bool,
    /// Whether it is for a laboratory or for imaging.
    pub is_for_test: bool,
    /// When it was ordered.
    pub when: Option<When>,
    /// Who ordered it.
    pub source: Source,
}

/// A heading of the list and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The report, where there is one.
    pub report: Option<Report>,
    /// Its answers, in the order of the report.
    pub answers: Vec<Answer>,
    /// How many more answers the report has than are here.
    pub elsewhere: usize,
}

impl Group {
    /// When its samples were taken: what the list is sorted by.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        let report = self.report.as_ref().and_then(|report| report.when.or(report.issued));
        report.or_else(|| self.answers.iter().filter_map(|answer| answer.when.or(answer.issued)).max())
    }

    /// How many answers lie outside what is usual, by the report's own words and ranges.
    #[must_use]
    pub fn outside(&self) -> usize {
        self.answers.iter().filter(|answer| answer.assessment().flag.is_outside()).count()
    }
}

/// Puts answers under the reports that name them, newest first. An answer that two reports name stands under both,
/// as sent; an answer that no report names stands by itself, together with others of the same moment.
#[must_use]
pub fn group(reports: Vec<Report>, answers: Vec<Answer>) -> Vec<Group> {
    let mut named = Named::of(&reports, answers);
    let mut groups: Vec<Group> = Vec::with_capacity(reports.len());
    for report in reports {
        let own: Vec<Answer> = report.answers.iter().filter_map(|id| named.take(*id)).collect();
        let elsewhere = report.answers.len() - own.len();
        groups.push(Group { report: Some(report), answers: own, elsewhere });
    }
    let alone = named.answers.into_iter().flatten();
    let mut loose: Vec<Group> = Vec::new();
    for answer in alone {
        match loose.last_mut().filter(|group| group.answers[0].when == answer.when && answer.when.is_some()) {
            Some(group) => group.answers.push(answer),
            None => loose.push(Group { report: None, answers: vec![answer], elsewhere: 0 }),
        }
    }
    groups.append(&mut loose);
    groups.sort_by_key(|group| std::cmp::Reverse(group.when()));
    groups
}

/// Answers on their way to the reports that name them.
struct Named {
    /// Each with how often it is still to be taken, by its id.
    places: HashMap<RecordId, (usize, usize)>,
    answers: Vec<Option<Answer>>,
}

impl Named {
    fn of(reports: &[Report], answers: Vec<Answer>) -> Self {
        let places = answers.iter().enumerate().map(|(index, answer)| (answer.id, (index, 0)));
        // Backwards, so that the first of two with one id is kept, as a search from the front would find it.
        let mut places: HashMap<_, _> = places.rev().collect();
        for id in reports.iter().flat_map(|report| &report.answers) {
            if let Some((_, uses)) = places.get_mut(id) {
                *uses += 1;
            }
        }
        Self { places, answers: answers.into_iter().map(Some).collect() }
    }

    /// The answer with this id: a copy, as long as another report names it too.
    fn take(&mut self, id: RecordId) -> Option<Answer> {
        let (index, uses) = self.places.get_mut(&id)?;
        *uses -= 1;
        let place = &mut self.answers[*index];
        if *uses == 0 { place.take() } else { place.clone() }
    }
}

/// The orders that no report answers, newest first: what the person is waiting for.
#[must_use]
pub fn waiting(requests: Vec<Request>, reports: &[Report]) -> Vec<Request> {
    let is_answered = |id: RecordId| reports.iter().any(|report| report.orders.contains(&id));
    let mut open: Vec<Request> =
        requests.into_iter().filter(|one| one.is_open && one.is_for_test && !is_answered(one.id)).collect();
    open.sort_by_key(|one| std::cmp::Reverse(one.when));
    open
}

#[cfg(test)]
mod tests {
    use super::{Report, Request, group, waiting};
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::lab::tests::answer;
    use crate::lab::{Kind, State};
    use crate::resource_type::ResourceType;
    use crate::source::Source;
    use crate::when::When;

    fn id(kind: ResourceType, number: i64) -> RecordId {
        let patient = PatientKey::new(1).expect("positive");
        RecordId { patient, kind, local: LocalId::new(number).expect("positive") }
    }

    fn report(number: i64, when: &str, answers: &[i64], orders: &[i64]) -> Report {
        Report {
            id: id(ResourceType::DiagnosticReport, number),
            name: None,
            kind: Kind::Laboratory,
            state: State::Final,
            when: When::parse(when),
            issued: None,
            conclusion: None,
            answers: answers.iter().map(|&one| id(ResourceType::Observation, one)).collect(),
            orders: orders.iter().map(|&one| id(ResourceType::ServiceRequest, one)).collect(),
            has_document: false,
            source: Source::default(),
        }
    }

    #[test]
    fn answers_stand_under_their_order_newest_first() {
        let answers = vec![
            answer(1, "2026-01-01", "1 g/L"),
            answer(2, "2026-01-01", "2 g/L"),
            answer(3, "2026-03-01", "3 g/L"),
            answer(4, "2026-03-01", "4 g/L"),
            answer(5, "2026-02-01", "5 g/L"),
        ];
        let groups = group(vec![report(9, "2026-01-01", &[2, 1, 77], &[])], answers);
        let shown: Vec<(bool, Vec<i64>, usize)> = groups
            .iter()
            .map(|one| {
                let numbers = one.answers.iter().map(|answer| answer.id.local.get()).collect();
                (one.report.is_some(), numbers, one.elsewhere)
            })
            .collect();
        assert_eq!(shown, [(false, vec![3, 4], 0), (false, vec![5], 0), (true, vec![2, 1], 1)]);
    }

    #[test]
    fn an_answer_that_two_reports_name_stands_under_both() {
        let answers = vec![answer(1, "2026-01-01", "1 g/L"), answer(2, "2026-01-01", "2 g/L")];
        let reports = vec![report(9, "2026-01-02", &[2, 1, 2], &[]), report(8, "2026-01-01", &[1], &[])];
        let shown: Vec<Vec<i64>> = group(reports, answers)
            .iter()
            .map(|one| one.answers.iter().map(|answer| answer.id.local.get()).collect())
            .collect();
        assert_eq!(shown, [vec![2, 1, 2], vec![1]]);
    }

    #[test]
    fn what_nobody_has_answered_is_waited_for() {
        let request = |number, is_open, is_for_test| Request {
            id: id(ResourceType::ServiceRequest, number),
            name: None,
            is_open,
            is_for_test,
            when: When::parse("2026-01-01"),
            source: Source::default(),
        };
        let requests = vec![
            request(1, true, true),
            request(2, true, true),
            request(3, false, true),
            request(4, true, false),
        ];
        let left = waiting(requests, &[report(9, "2026-01-02", &[], &[2])]);
        assert_eq!(left.iter().map(|one| one.id.local.get()).collect::<Vec<_>>(), [1]);
    }
}
