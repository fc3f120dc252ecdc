//! Vaccines given and not given, and when two sources tell of the same one.

use crate::absence::Absence;
use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::Source;
use crate::when::When;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Given.
    Given,
    /// Not given.
    NotGiven,
    /// Written by mistake.
    Mistake,
    /// The source does not say.
    Unknown,
}

/// One vaccination, by one source.
#[derive(Clone, Debug)]
pub struct Vaccination {
    /// The resource.
    pub id: RecordId,
    /// The vaccine in words; `None` where the sender says that it is not known.
    pub label: Option<Label>,
    /// Codes as `system|code`, for recognising doubles.
    pub keys: Vec<Box<str>>,
    /// A statement of absence, when it is that.
    pub absence: Option<Absence>,
    /// What happened.
    pub status: Status,
    /// Why not.
    pub reason: Option<Label>,
    /// When.
    pub when: Option<When>,
    /// When, in words that are no date.
    pub when_text: Option<Box<str>>,
    /// Against what.
    pub targets: Vec<Label>,
    /// Number in the series, as sent.
    pub dose: Option<Box<str>>,
    /// Doses in the whole series, as sent.
    pub doses: Option<Box<str>>,
    /// Batch number.
    pub batch: Option<Box<str>>,
    /// The maker, as sent.
    pub maker: Option<Box<str>>,
    /// Where in the body.
    pub site: Option<Label>,
    /// The sender's remarks.
    pub note: Option<Box<str>>,
    /// Whether it was written by those who gave it. `Some(false)`: told by somebody or copied from a card.
    pub is_first_hand: Option<bool>,
    /// Who says so.
    pub source: Source,
}

impl Vaccination {
    /// Whether two lines tell of one vaccination: the same vaccine, the same day, the same outcome, and neither
    /// batch nor dose number against it.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let agree = |mine: &Option<Box<str>>, theirs: &Option<Box<str>>| {
            mine.as_ref().zip(theirs.as_ref()).is_none_or(|(mine, theirs)| mine.eq_ignore_ascii_case(theirs))
        };
        let day = |one: &Self| one.when.and_then(When::date);
        self.status == other.status
            && day(self).is_some()
            && day(self) == day(other)
            && self.keys.iter().any(|key| other.keys.contains(key))
            && agree(&self.batch, &other.batch)
            && agree(&self.dose, &other.dose)
    }
}

/// One vaccination with everybody who tells of it; never empty.
#[derive(Clone, Debug)]
pub struct Told {
    /// The fullest line first.
    pub lines: Vec<Vaccination>,
}

impl Told {
    /// The line to show.
    #[must_use]
    pub fn lead(&self) -> &Vaccination {
        self.lines.first().expect("a vaccination is told by at least one line")
    }
}

/// The page's content.
#[derive(Clone, Debug, Default)]
pub struct Vaccines {
    /// Given, newest first.
    pub given: Vec<Told>,
    /// Not given, newest first.
    pub not_given: Vec<Told>,
    /// Of which the source does not say whether they were given.
    pub unclear: Vec<Told>,
    /// Who has stated that none are known.
    pub none_known: Vec<Source>,
    /// Lines that told of a vaccination already shown.
    pub doubles: usize,
    /// Taken back by their sender.
    pub mistakes: usize,
}

/// Sorts the lines for the page.
#[must_use]
pub fn arrange(mut lines: Vec<Vaccination>) -> Vaccines {
    let mut page = Vaccines::default();
    lines.sort_by_key(|line| std::cmp::Reverse(line.when));
    for line in lines {
        let list = match (line.status, line.absence) {
            (Status::Mistake, _) => {
                page.mistakes += 1;
                continue;
            }
            (_, Some(Absence::NoneKnown(_))) => {
                page.none_known.push(line.source);
                continue;
            }
            (_, Some(Absence::NoInformation(_))) => continue,
            (Status::Given, None) => &mut page.given,
            (Status::NotGiven, None) => &mut page.not_given,
            (Status::Unknown, None) => &mut page.unclear,
        };
        page.doubles += usize::from(put(list, line));
    }
    page
}

/// Puts a line where it belongs; true if the vaccination was there already.
fn put(list: &mut Vec<Told>, line: Vaccination) -> bool {
    // Lines come by time, so a double can only stand among the last of the same day.
    let day = line.when.and_then(When::date);
    let near = list.iter_mut().rev().take_while(|told| told.lead().when.and_then(When::date) == day);
    let mut near = near.filter(|told| told.lines.iter().any(|known| known.is_same(&line)));
    if let Some(told) = near.next() {
        told.lines.push(line);
        told.lines.sort_by_key(|line| std::cmp::Reverse(fullness(line)));
        return true;
    }
    list.push(Told { lines: vec![line] });
    false
}

fn fullness(line: &Vaccination) -> usize {
    let known =
        [line.batch.is_some(), line.dose.is_some(), line.source.name().is_some(), line.label.is_some()];
    known.into_iter().filter(|is_known| *is_known).count() * 2 + usize::from(line.is_first_hand == Some(true))
}

#[cfg(test)]
mod tests {
    use super::{Status, Vaccination, arrange};
    use crate::coded::Label;
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use crate::source::{Party, Source};
    use crate::when::When;

    fn given(code: &str, when: &str, batch: &str, place: &str) -> Vaccination {
        let (patient, kind) = (PatientKey::new(7).expect("a key"), ResourceType::Immunization);
        let place = Party { name: Some(place.into()), id: None };
        Vaccination {
            id: RecordId { patient, kind, local: LocalId::PATIENT },
            label: Label::words(code),
            keys: vec![code.into()],
            absence: None,
            status: Status::Given,
            reason: None,
            when: When::parse(when),
            when_text: None,
            targets: Vec::new(),
            dose: None,
            doses: None,
            batch: (!batch.is_empty()).then(|| batch.into()),
            maker: None,
            site: None,
            note: None,
            is_first_hand: None,
            source: Source { place, ..Source::default() },
        }
    }

    #[test]
    fn two_sources_of_one_vaccination_are_shown_once_with_both() {
        let check = |one: Vaccination, other: Vaccination, shown: usize| {
            let page = arrange(vec![one, other]);
            assert_eq!(page.given.len(), shown);
            assert_eq!(page.doubles, 2 - shown);
        };
        let gp = given("FLU02", "2025-10-14T09:30:00+02:00", "", "Fastlegen");
        check(gp.clone(), given("FLU02", "2025-10-14", "X1", "SYSVAK"), 1);
        check(gp.clone(), given("FLU02", "2025-10-15", "X1", "SYSVAK"), 2);
        check(gp.clone(), given("PNE13", "2025-10-14", "", "SYSVAK"), 2);
        check(given("FLU02", "2025-10-14", "X2", "A"), given("FLU02", "2025-10-14", "X1", "B"), 2);
        check(given("FLU02", "2025-10-14", "x1", "A"), given("FLU02", "2025-10-14", "X1", "B"), 1);
        check(given("FLU02", "2025-10", "", "A"), given("FLU02", "2025-10", "", "B"), 2);
        let page = arrange(vec![gp, given("FLU02", "2025-10-14", "X1", "SYSVAK")]);
        assert_eq!(page.given[0].lines.len(), 2);
        assert_eq!(page.given[0].lead().batch.as_deref(), Some("X1"));
    }

    #[test]
    fn what_was_not_given_is_told_apart() {
        let not = Vaccination { status: Status::NotGiven, ..given("MMR52", "2020-01-01", "", "A") };
        let mistake = Vaccination { status: Status::Mistake, ..given("MMR52", "2020-01-02", "", "A") };
        let unknown = Vaccination { status: Status::Unknown, ..given("MMR52", "2020-01-03", "", "A") };
        let page = arrange(vec![not, mistake, unknown]);
        assert_eq!((page.given.len(), page.not_given.len(), page.unclear.len(), page.mistakes), (0, 1, 1, 1));
    }
}
