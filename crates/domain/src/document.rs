//! Notes and documents: how far a document can be trusted, and which one replaces which.

use crate::coded::Label;
use crate::ids::RecordId;
use crate::source::Source;
use crate::when::When;

/// How far a document can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Finished and in force.
    Current,
    /// Not finished: it may change.
    Preliminary,
    /// Changed after it was finished.
    Changed,
    /// Another document has taken its place.
    Replaced,
    /// Never true: its writer has taken it back. Its content is not shown.
    Mistake,
    /// Not said, or a word that R4 does not know.
    Unknown,
}

impl State {
    /// The state of a `DocumentReference`: what it says of itself, and what it says of the document it leads to.
    #[must_use]
    pub fn of_reference(status: &str, document: &str) -> Self {
        match (status, document) {
            ("entered-in-error", _) | (_, "entered-in-error") => Self::Mistake,
            ("superseded", _) => Self::Replaced,
            (_, "preliminary") => Self::Preliminary,
            (_, "amended") => Self::Changed,
            ("current", _) | (_, "final") => Self::Current,
            _ => Self::Unknown,
        }
    }

    /// The state of a `Composition` or a `DiagnosticReport`.
    #[must_use]
    pub fn of_status(status: &str) -> Self {
        match status {
            "final" => Self::Current,
            "registered" | "partial" | "preliminary" => Self::Preliminary,
            "amended" | "corrected" | "appended" => Self::Changed,
            "entered-in-error" | "cancelled" => Self::Mistake,
            _ => Self::Unknown,
        }
    }
}

/// One document, without what is written in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The resource.
    pub id: RecordId,
    /// What its writer calls it.
    pub title: Option<Label>,
    /// What sort of document it is.
    pub kind: Option<Label>,
    /// How far it can be trusted.
    pub state: State,
    /// When it was written.
    pub when: Option<When>,
    /// Who wrote it, and where.
    pub source: Source,
    /// The documents whose place it takes.
    pub replaces: Vec<RecordId>,
}

impl Document {
    /// The words to show as its heading: the title, else the sort.
    #[must_use]
    pub fn heading(&self) -> Option<&Label> {
        self.title.as_ref().or(self.kind.as_ref())
    }

    /// The sort of document, where the heading does not say it already.
    #[must_use]
    pub fn subheading(&self) -> Option<&Label> {
        let title = self.title.as_ref()?;
        self.kind.as_ref().filter(|kind| !kind.text.eq_ignore_ascii_case(&title.text))
    }
}

/// Marks what a document of the list takes the place of, where the replaced one does not say so itself. A document
/// that was taken back replaces nothing.
pub fn mark_replaced(documents: &mut [Document]) {
    let gone: Vec<RecordId> = documents
        .iter()
        .filter(|one| one.state != State::Mistake)
        .flat_map(|one| one.replaces.iter().copied().filter(|id| *id != one.id))
        .collect();
    for one in documents.iter_mut().filter(|one| one.state != State::Mistake) {
        if gone.contains(&one.id) {
            one.state = State::Replaced;
        }
    }
}

/// Why a section of a document is empty, as its writer says.
///
/// Source: the R4 code system list-empty-reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blank {
    /// There is nothing of this: it was asked, and the answer was no.
    NoneKnown,
    /// Nobody asked.
    NotAsked,
    /// There is something that the writer holds back.
    Withheld,
    /// It could not be got.
    Unavailable,
    /// Nobody has begun.
    NotStarted,
    /// The work with it has ended.
    Closed,
    /// The writer does not say.
    NotSaid,
}

impl Blank {
    /// The reason behind a code.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "nilknown" => Self::NoneKnown,
            "notasked" => Self::NotAsked,
            "withheld" | "masked" => Self::Withheld,
            "unavailable" | "unknown" => Self::Unavailable,
            "notstarted" => Self::NotStarted,
            "closed" => Self::Closed,
            _ => Self::NotSaid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Blank, Document, State, mark_replaced};
    use crate::coded::Label;
    use crate::ids::{LocalId, PatientKey, RecordId};
    use crate::resource_type::ResourceType;
    use crate::source::Source;

    fn id(number: i64) -> RecordId {
        let patient = PatientKey::new(1).expect("positive");
        RecordId {
            patient,
            kind: ResourceType::DocumentReference,
            local: LocalId::new(number).expect("positive"),
        }
    }

    fn document(number: i64, state: State, replaces: &[i64]) -> Document {
        Document {
            id: id(number),
            title: None,
            kind: Label::words("Epikrise"),
            state,
            when: None,
            source: Source::default(),
            replaces: replaces.iter().map(|number| id(*number)).collect(),
        }
    }

    #[test]
    fn what_was_taken_back_is_a_mistake_whatever_else_is_said() {
        let check = |status: &str, document: &str, want| {
            assert_eq!(State::of_reference(status, document), want, "{status} {document}");
        };
        check("current", "", State::Current);
        check("current", "final", State::Current);
        check("current", "preliminary", State::Preliminary);
        check("current", "amended", State::Changed);
        check("current", "entered-in-error", State::Mistake);
        check("entered-in-error", "final", State::Mistake);
        check("superseded", "final", State::Replaced);
        check("superseded", "preliminary", State::Replaced);
        check("", "", State::Unknown);
        assert_eq!(State::of_status("corrected"), State::Changed);
        assert_eq!(State::of_status("partial"), State::Preliminary);
        assert_eq!(State::of_status("entered-in-error"), State::Mistake);
        assert_eq!(State::of_status("final"), State::Current);
        assert_eq!(State::of_status("FINAL"), State::Unknown);
    }

    #[test]
    fn a_document_marks_the_one_it_replaces() {
        let mut list = [
            document(1, State::Current, &[]),
            document(2, State::Current, &[1, 2]),
            document(3, State::Current, &[]),
            document(4, State::Mistake, &[3]),
        ];
        mark_replaced(&mut list);
        let states: Vec<State> = list.iter().map(|one| one.state).collect();
        assert_eq!(states, [State::Replaced, State::Current, State::Current, State::Mistake]);
    }

    #[test]
    fn the_sort_is_said_once() {
        let mut one = document(1, State::Current, &[]);
        assert_eq!(one.heading().map(|label| &*label.text), Some("Epikrise"));
        assert_eq!(one.subheading(), None);
        one.title = Label::words("epikrise");
        assert_eq!(one.subheading(), None);
        one.title = Label::words("Innleggelse på lungeavdelingen");
        assert_eq!(one.subheading().map(|label| &*label.text), Some("Epikrise"));
    }

    #[test]
    fn none_known_is_not_the_same_as_nothing_said() {
        assert_eq!(Blank::of_code("nilknown"), Blank::NoneKnown);
        assert_eq!(Blank::of_code("unavailable"), Blank::Unavailable);
        assert_eq!(Blank::of_code(""), Blank::NotSaid);
    }
}
