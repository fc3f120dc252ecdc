//! Diagnoses: which are so today, which were, how certain they are, and which lines are about the same thing.

use std::collections::HashMap;

use crate::absence::Absence;
use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::Source;
use crate::when::When;

/// Whether it is so today, by the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is so.
    Active,
    /// It has come back.
    Recurrence,
    /// The source does not say.
    NotStated,
    /// Few or no signs of it, may come back.
    Remission,
    /// Not a problem now.
    Inactive,
    /// Over.
    Resolved,
}

impl Standing {
    /// Whether it belongs among what is so today. What nobody has called over is.
    #[must_use]
    pub const fn is_current(self) -> bool {
        matches!(self, Self::Active | Self::Recurrence | Self::NotStated)
    }
}

/// How certain the source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Confirmed.
    Confirmed,
    /// The source does not say.
    NotStated,
    /// A working diagnosis.
    Provisional,
    /// One of several possible.
    Differential,
    /// Told, not confirmed.
    Unconfirmed,
    /// Looked into and not so.
    Refuted,
    /// Written by mistake.
    Mistake,
}

/// Why it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// On a list of problems followed over time.
    ProblemList,
    /// The reason for one contact.
    Contact,
    /// Something the citizen or staff are concerned about.
    Concern,
    /// Not stated.
    NotStated,
}

/// The code lists citizens meet, and others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeList {
    /// Primary care.
    Icpc2,
    /// Hospitals.
    Icd10,
    /// SNOMED CT.
    Snomed,
    /// Any other.
    Other,
}

impl CodeList {
    /// The list behind a code system's address.
    #[must_use]
    pub fn of(system: &str) -> Self {
        match system {
            "urn:oid:2.16.578.1.12.4.1.1.7170" | "http://hl7.org/fhir/sid/icpc-2" => Self::Icpc2,
            "urn:oid:2.16.578.1.12.4.1.1.7110" | "http://hl7.org/fhir/sid/icd-10" => Self::Icd10,
            _ if system.contains("icpc-2") => Self::Icpc2,
            _ if system.contains("icd-10") => Self::Icd10,
            "http://snomed.info/sct" => Self::Snomed,
            _ => Self::Other,
        }
    }
}

/// One line.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The resource.
    pub id: RecordId,
    /// The sender's words.
    pub label: Label,
    /// The code to show beside the words.
    pub code: Option<(CodeList, Box<str>)>,
    /// Codes as `system|code`, else the words: by which lines about the same are recognised.
    pub key: Box<str>,
    /// A statement of absence, when it is that.
    pub absence: Option<Absence>,
    /// Whether it is so today.
    pub standing: Standing,
    /// How certain.
    pub certainty: Certainty,
    /// Why it is written down.
    pub kind: Kind,
    /// How bad, as sent.
    pub severity: Option<Label>,
    /// Where in the body, as sent.
    pub site: Option<Label>,
    /// When it began.
    pub onset: Option<When>,
    /// When it ended.
    pub abatement: Option<When>,
    /// The sender's remarks.
    pub note: Option<Box<str>>,
    /// Who says so.
    pub source: Source,
}

impl Diagnosis {
    /// The standing from what was sent: an end date without a status means that it is over.
    #[must_use]
    pub const fn standing_of(sent: Option<Standing>, has_end: bool) -> Standing {
        match sent {
            Some(standing) => standing,
            None if has_end => Standing::Resolved,
            None => Standing::NotStated,
        }
    }

    /// When it was so: beginning, else when it was written down.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        self.onset.or(self.source.recorded)
    }
}

/// Lines about the same thing with the same standing, newest first.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The lines; never empty.
    pub lines: Vec<Diagnosis>,
}

impl Problem {
    /// The newest line.
    #[must_use]
    pub fn lead(&self) -> &Diagnosis {
        self.lines.first().expect("a problem is made of at least one line")
    }

    /// When it was first so.
    #[must_use]
    pub fn first(&self) -> Option<When> {
        self.lines.iter().filter_map(Diagnosis::when).min()
    }
}

/// The page's content.
#[derive(Clone, Debug, Default)]
pub struct Diagnoses {
    /// So today.
    pub current: Vec<Problem>,
    /// Not so today.
    pub former: Vec<Problem>,
    /// Looked into and not so.
    pub refuted: Vec<Diagnosis>,
    /// Whether somebody has stated that there are none, and who.
    pub none_known: Vec<Source>,
    /// Taken back by their sender.
    pub mistakes: usize,
}

/// Sorts the lines for the page.
#[must_use]
pub fn arrange(lines: Vec<Diagnosis>) -> Diagnoses {
    let mut page = Diagnoses::default();
    let mut kept: Vec<Diagnosis> = Vec::with_capacity(lines.len());
    for line in lines {
        match (line.certainty, line.absence) {
            (Certainty::Mistake, _) => page.mistakes += 1,
            (Certainty::Refuted, Some(_)) | (_, Some(Absence::NoInformation(_))) => {}
            (Certainty::Refuted, None) => page.refuted.push(line),
            (_, Some(Absence::NoneKnown(_))) => page.none_known.push(line.source),
            (_, None) => kept.push(line),
        }
    }
    kept.sort_by_key(|line| std::cmp::Reverse(line.when()));
    let (current, former) = kept.into_iter().partition(|line| line.standing.is_current());
    (page.current, page.former) = (together(current), together(former));
    page.current.sort_by_key(|problem| problem.lead().kind == Kind::Contact);
    page.refuted.sort_by_key(|line| std::cmp::Reverse(line.when()));
    page
}

fn together(lines: Vec<Diagnosis>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut place: HashMap<Box<str>, usize> = HashMap::with_capacity(lines.len());
    for line in lines {
        let next = problems.len();
        let at = *place.entry(line.key.clone()).or_insert(next);
        if at == next {
            problems.push(Problem { lines: Vec::new() });
        }
        problems[at].lines.push(line);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::{Certainty, CodeList, Diagnosis, Kind, Standing, arrange};
    use crate::absence::{Absence, Scope};
    use crate::coded::Label;
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use crate::source::Source;
    use crate::when::When;

    fn line(name: &str, standing: Standing, onset: &str) -> Diagnosis {
        let (patient, kind) = (PatientKey::new(7).expect("a key"), ResourceType::Condition);
        Diagnosis {
            id: RecordId { patient, kind, local: LocalId::PATIENT },
            label: Label::words(name).expect("words"),
            code: None,
            key: name.into(),
            absence: None,
            standing,
            certainty: Certainty::Confirmed,
            kind: Kind::NotStated,
            severity: None,
            site: None,
            onset: When::parse(onset),
            abatement: None,
            note: None,
            source: Source::default(),
        }
    }

    #[test]
    fn lines_sort_into_what_is_so_and_what_was() {
        let lines = vec![
            line("Bihulebetennelse", Standing::Resolved, "2001"),
            line("Diabetes type 2", Standing::Active, "2010-05"),
            line("Bihulebetennelse", Standing::Resolved, "2012"),
            Diagnosis { kind: Kind::Contact, ..line("Hoste", Standing::Active, "2024") },
            line("Psoriasis", Standing::NotStated, "2015"),
            line("Brystkreft", Standing::Remission, "2015-01"),
            Diagnosis { certainty: Certainty::Mistake, ..line("Epilepsi", Standing::Active, "2020") },
            Diagnosis { certainty: Certainty::Refuted, ..line("Astma", Standing::Active, "2019") },
            Diagnosis {
                absence: Some(Absence::NoneKnown(Scope::Problems)),
                ..line("Ingen", Standing::Active, "")
            },
        ];
        let page = arrange(lines);
        let names = |problems: &[super::Problem]| -> Vec<(String, usize)> {
            problems.iter().map(|one| (one.lead().label.text.to_string(), one.lines.len())).collect()
        };
        let want = |list: &[(&str, usize)]| -> Vec<(String, usize)> {
            list.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        assert_eq!(names(&page.current), want(&[("Psoriasis", 1), ("Diabetes type 2", 1), ("Hoste", 1)]));
        assert_eq!(names(&page.former), want(&[("Brystkreft", 1), ("Bihulebetennelse", 2)]));
        assert_eq!(page.former[1].first(), When::parse("2001"));
        assert_eq!((page.refuted.len(), page.mistakes, page.none_known.len()), (1, 1, 1));
    }

    #[test]
    fn an_end_date_without_a_status_means_over() {
        assert_eq!(Diagnosis::standing_of(None, true), Standing::Resolved);
        assert_eq!(Diagnosis::standing_of(None, false), Standing::NotStated);
        assert_eq!(Diagnosis::standing_of(Some(Standing::Active), true), Standing::Active);
    }

    #[test]
    fn norwegian_code_lists_are_known_by_their_addresses() {
        assert_eq!(CodeList::of("urn:oid:2.16.578.1.12.4.1.1.7170"), CodeList::Icpc2);
        assert_eq!(CodeList::of("urn:oid:2.16.578.1.12.4.1.1.7110"), CodeList::Icd10);
        assert_eq!(CodeList::of("http://hl7.org/fhir/sid/icd-10-no"), CodeList::Icd10);
        assert_eq!(CodeList::of("http://snomed.info/sct"), CodeList::Snomed);
        assert_eq!(CodeList::of("urn:x"), CodeList::Other);
    }
}
