//! What staff do in records: find a patient, say why they look, open, close, and answer the cases of their organisation.
//! The rules decide each time, from the record as it is; nothing that was decided before is believed.

mod cases;
mod find;
mod give;
mod handle;
mod lock;
mod mark;
mod open;
mod paper;
mod receive;
mod register;
mod relation;

use helsami_domain::access::facts::{Facts, Reader, StaffReader};
use helsami_domain::access::{Denied, Opening, weigh};
use helsami_domain::ids::{LocalId, PatientKey};
use helsami_domain::resource_type::ResourceType;
use jiff::Timestamp;
use jiff::civil::Date;

pub use self::cases::{AtHand, Focus, Looked, WorkLine, case_open, worklist};
pub use self::find::{Found, Query, QueryFault, find};
pub use self::give::{About, Approval, Giving, Stated, give, give_preview, giving};
pub use self::handle::{Act, HandleError, Reply, ReplyFault, handle};
pub use self::lock::{is_locked, lift};
pub use self::mark::{
    Check, Door, MarkError, MarkLine, MarkList, MarkedLine, Wanted, WantedFault, Why, mark, mark_check,
    mark_line, mark_list, marked_list,
};
pub use self::open::{Entry, EntryFault, admit_at_work, close, open, person};
pub use self::paper::{
    End as PaperEnd, Kind as PaperKind, Listed, Shown, paper_end, paper_find, paper_list, paper_preview,
    paper_register,
};
pub use self::receive::{applicant, receive};
pub use crate::staff::AtWork;

use crate::ExternalId;
use crate::app::App;
use crate::pass::Known;
use crate::read::ReadError;

/// Somebody whom staff have found: enough to know that it is the right one, and never where they live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// How the record stands in the addresses of this visit.
    pub link: ExternalId,
    /// Their name; empty for a child that has none yet.
    pub name: String,
    /// When they were born, if it is a whole date.
    pub born: Option<Date>,
    /// Whether they are registered as dead.
    pub is_dead: bool,
    /// Whether it is the reader themself.
    pub is_self: bool,
}

impl Person {
    fn of(app: &App, at_work: &AtWork, key: PatientKey, known: &Known) -> Self {
        Self {
            link: link(app, at_work, key),
            name: known.person.name.as_deref().unwrap_or_default().to_owned(),
            born: known.person.subject.birth.and_then(helsami_domain::access::age::Birth::date),
            is_dead: known.person.subject.is_dead,
            is_self: at_work.is_own_record(key),
        }
    }
}

/// Whose record an address of this visit means.
///
/// # Errors
/// [`ReadError::Unknown`] for an address that was not made in this visit.
pub fn work_subject(app: &App, at_work: &AtWork, text: &str) -> Result<PatientKey, ReadError> {
    let id = app.store.ids().read(text, ResourceType::Patient);
    let made_here = id.filter(|id| id.local.get() == at_work.visit.0 && !id.patient.is_shared());
    made_here.map(|id| id.patient).ok_or(ReadError::Unknown)
}

/// The record as it stands in the addresses of one visit: both are in it, so that it means nothing in any other.
fn link(app: &App, at_work: &AtWork, subject: PatientKey) -> ExternalId {
    let visit = LocalId::new(at_work.visit.0).expect("a visit's number is never negative");
    app.store.ids().show_parts(subject, visit)
}

/// The member of staff as the rules see them.
fn reader(
    at_work: &AtWork,
    subject: PatientKey,
    (opening, has_relation): (Option<&Opening>, bool),
) -> StaffReader {
    StaffReader {
        role: at_work.role.local,
        practitioner: at_work.practitioner.local,
        organization: at_work.organization.local,
        is_authorized: at_work.is_authorized,
        is_own_record: at_work.is_own_record(subject),
        ground: opening.map(|opening| opening.ground),
        has_relation,
        has_reason: opening.is_some_and(|opening| !opening.reason.is_empty()),
    }
}

impl App {
    /// Gathers the facts about staff and a record, and lets the rules answer.
    async fn decide_at_work<G>(
        &self,
        (at_work, subject, opening): (&AtWork, PatientKey, Option<&Opening>),
        now: Timestamp,
        rule: impl FnOnce(&Facts<'_>) -> Result<G, Denied>,
    ) -> Result<(G, Known), ReadError> {
        let known = self.known(subject, now).await?;
        // Whether there is a relation is asked only where something hangs on it.
        let has_relation = opening.is_some() && self.is_related(at_work, subject, now).await?;
        let (blocks, safe) = (known.blocks(), known.safe(now));
        let facts = Facts {
            reader: Reader::Staff(reader(at_work, subject, (opening, has_relation))),
            subject: known.subject(now),
            relations: &[],
            blocks: &blocks,
            safe: safe.mode(None),
            now,
        };
        let answer = rule(&facts)?;
        Ok((answer, known))
    }

    /// Notes in the record's log that staff were refused.
    async fn refused_at_work(
        &self,
        (at_work, subject): (&AtWork, PatientKey),
        matter: helsami_domain::matter::Matter,
        now: Timestamp,
    ) -> Result<(), ReadError> {
        Ok(self.store.refused(&weigh(subject)?, at_work.actor(), (matter, now)).await?)
    }
}
