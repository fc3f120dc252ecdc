//! Answering a case: with words, with what is put right in the record, or with a reason why not. The answer and the change
//! are one write, and the citizen reads it where they asked.

use helsami_domain::access::{self, Grant, Write};
use helsami_domain::case::{CaseKind, Ending};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_fhir::case::answered;
use helsami_fhir::correction::{mistaken, remarked};
use helsami_store::Error;
use helsami_store::write::{Incoming, Way, WriteError};
use jiff::Timestamp;

use super::cases::case_find;
use super::{AtHand, AtWork, Focus};
use crate::app::App;
use crate::cases::patient_row;
use crate::read::ReadError;
use crate::report::WORDS_MAX;

/// What is done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// A question is answered.
    Answer,
    /// The line is marked as a mistake.
    Mistake,
    /// The line has been put right where it was written.
    Corrected,
    /// What the citizen says is put beside what was written.
    Remark,
    /// No, with a reason.
    Refuse,
    /// The opening was right.
    Justified,
    /// The opening was not right.
    NotJustified,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 7] = [
        Self::Answer,
        Self::Mistake,
        Self::Corrected,
        Self::Remark,
        Self::Refuse,
        Self::Justified,
        Self::NotJustified,
    ];

    /// The word in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Mistake => "mistake",
            Self::Corrected => "corrected",
            Self::Remark => "remark",
            Self::Refuse => "refuse",
            Self::Justified => "justified",
            Self::NotJustified => "not-justified",
        }
    }

    /// The act of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// How the case ends by it.
    #[must_use]
    pub const fn ending(self) -> Ending {
        match self {
            Self::Answer => Ending::Answered,
            Self::Mistake | Self::Corrected => Ending::Corrected,
            Self::Remark => Ending::RemarkAdded,
            Self::Refuse => Ending::Refused,
            Self::Justified => Ending::Justified,
            Self::NotJustified => Ending::NotJustified,
        }
    }

    /// Whether it needs words to the citizen: only a review can be without.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        !matches!(self, Self::Justified)
    }
}

impl AtHand {
    /// What can be done with this case by this reader. What does not work is not offered.
    #[must_use]
    pub fn acts(&self) -> Vec<Act> {
        if self.denied.is_some() {
            return Vec::new();
        }
        let kind = self.view.case.kind();
        let focus = self.focus.as_ref();
        let is_offered = |act: &Act| match act {
            Act::Mistake => focus.is_some_and(|focus| focus.can_be_mistaken),
            Act::Remark => focus.is_some_and(|focus| focus.can_be_remarked) && self.view.words.is_some(),
            Act::Corrected => focus.is_some_and(|focus| focus.has_changed),
            // To give access is more than words, and has pages of its own.
            Act::Answer => !matches!(kind, CaseKind::ApplyForAccess | CaseKind::ApplyToAct),
            Act::Refuse | Act::Justified | Act::NotJustified => true,
        };
        Act::ALL.into_iter().filter(|act| act.ending().fits(kind)).filter(is_offered).collect()
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What is done.
    pub act: Act,
    /// In words.
    pub words: String,
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyFault {
    /// It has no words.
    WordsMissing,
    /// It is longer than is taken.
    WordsTooLong,
}

impl Reply {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<ReplyFault> {
        if self.act.needs_words() && self.words.trim().is_empty() {
            return Some(ReplyFault::WordsMissing);
        }
        (self.words.chars().count() > WORDS_MAX).then_some(ReplyFault::WordsTooLong)
    }
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum HandleError {
    /// The rules or the store.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// This cannot be done with this case.
    #[error("this cannot be done with this case")]
    NotOffered,
    /// Somebody has been faster: the case or the line is another now.
    #[error("the case or the line has changed")]
    Changed,
    /// It could not be written.
    #[error(transparent)]
    Write(WriteError),
}

impl From<WriteError> for HandleError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Store(Error::Version { .. } | Error::Taken) => Self::Changed,
            WriteError::Store(error) => Self::Read(error.into()),
            error => Self::Write(error),
        }
    }
}

/// Answers a case, and puts right what the answer says is put right: all of it, or nothing.
///
/// # Errors
/// [`HandleError`], each with its sentence.
pub async fn handle(
    app: &App,
    (at_work, at_hand): (&AtWork, &AtHand),
    reply: &Reply,
    now: Timestamp,
) -> Result<(), HandleError> {
    let grant = may_answer(app, (at_work, at_hand), now).await?;
    if reply.fault().is_some() || !at_hand.acts().contains(&reply.act) {
        return Err(HandleError::NotOffered);
    }
    let task = answered(&at_hand.body, (reply.act.ending(), reply.words.trim()), now);
    let task = task.ok_or(HandleError::NotOffered)?;
    let changed = match (&at_hand.focus, reply.act) {
        (Some(focus), Act::Mistake | Act::Remark) => {
            Some((focus, changed(app, at_hand, (focus, reply.act), now).ok_or(HandleError::NotOffered)?))
        }
        _ => None,
    };
    let mut entries = vec![keep(app, (at_hand.view.id, at_hand.version), &task)];
    entries.extend(changed.as_ref().map(|(focus, json)| keep(app, (focus.id, focus.version), json)));
    Ok(app.store.write(&grant, entries, now).await.map(drop)?)
}

/// The grant to answer the case. A refusal is in the log of the case's record.
pub(super) async fn may_answer(
    app: &App,
    (at_work, at_hand): (&AtWork, &AtHand),
    now: Timestamp,
) -> Result<Grant<Write>, ReadError> {
    let (_, facts_of_case) = case_find(app, at_hand.link.as_str(), now).await?;
    let subject = facts_of_case.case.patient;
    let rule = |facts: &access::facts::Facts<'_>| access::handle_case(at_work.actor(), facts, &facts_of_case);
    match app.decide_at_work((at_work, subject, None), now, rule).await {
        Ok((grant, _)) => Ok(grant),
        Err(error @ ReadError::Denied(_)) => {
            app.refused_at_work((at_work, subject), Matter::Cases, now).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// The line as it is after the act.
fn changed(app: &App, at_hand: &AtHand, (focus, act): (&Focus, Act), now: Timestamp) -> Option<String> {
    if act == Act::Mistake {
        return mistaken(focus.id.kind, &focus.body);
    }
    let asked_by = at_hand.view.asked_by.unwrap_or(focus.id.patient);
    let author = format!("Patient/{}", app.link(patient_row(asked_by)));
    remarked(focus.id.kind, &focus.body, (&author, at_hand.view.words.as_deref()?), now)
}

/// A new version of what was read, and of nothing else.
pub(super) fn keep<'t>(app: &App, (id, version): (RecordId, u32), json: &'t str) -> Incoming<'t> {
    let way = Way::Keep { id: app.link(id).to_string().into(), expected: Some(version) };
    Incoming { way, ..Incoming::create(json) }
}

#[cfg(test)]
mod tests {
    use super::{Act, Reply, ReplyFault, WORDS_MAX};

    #[test]
    fn every_act_has_its_word_and_needs_its_words() {
        for act in Act::ALL {
            assert_eq!(Act::from_code(act.code()), Some(act));
            let fault = |words: &str| Reply { act, words: words.to_owned() }.fault();
            let missing = (act != Act::Justified).then_some(ReplyFault::WordsMissing);
            assert_eq!((fault(" \n"), fault("Slik er det")), (missing, None), "{act:?}");
            assert_eq!(fault(&"å".repeat(WORDS_MAX + 1)), Some(ReplyFault::WordsTooLong));
        }
        assert_eq!(Act::from_code("delete"), None);
    }
}
