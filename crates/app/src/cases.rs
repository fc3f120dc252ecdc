//! What the person has asked about: each case with who has it, when an answer is promised, and what came of it.

use helsami_domain::access::{self, Actor, Change, Grant, Read, Write};
use helsami_domain::application::Application;
use helsami_domain::case::{Case, CaseKind, Owner, rank};
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::case::{CaseView, NewCase, SENT, case};
use helsami_store::write::{Incoming, Outcome, Way, WriteError};
use helsami_store::{ExternalId, Look};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::{Pass, rows_naming};
use crate::read::{ReadError, Rows};

/// Cases of one person: more than anybody has.
const CASES: usize = 1000;

/// People whose records are asked for what the reader has asked there: more than anybody acts for.
const OTHERS: usize = 200;

/// The page's content.
#[derive(Clone, Debug)]
pub struct Cases {
    /// The cases: late ones first, then what is open, then what has ended.
    pub cases: Vec<OwnCase>,
    /// What the reader has asked about others for whom they act, in the same order.
    pub for_others: Vec<OwnCase>,
    /// What the list covers.
    pub coverage: Coverage,
}

/// One case, as the person it is about reads it.
#[derive(Clone, Debug)]
pub struct OwnCase {
    /// The case.
    pub view: CaseView,
    /// How it stands in addresses.
    pub link: ExternalId,
    /// Who asked, where it was somebody else.
    pub asked_by: Option<String>,
    /// Whose record it is in, where it is another's.
    pub about: Option<String>,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The rules or the store.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No organisation of the record answers for it.
    #[error("no organisation answers for this")]
    NoOwner,
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A case that was made, or that was there already with the same words.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The case.
    pub case: Case,
    /// How it stands in addresses.
    pub link: ExternalId,
    /// The name of who has it.
    pub owner: Option<String>,
    /// Whether it is new; else the same words were sent before today.
    pub is_new: bool,
}

/// The cases of one's own record.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom they are not open; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, now: Timestamp) -> Result<Cases, ReadError> {
    let look = Look::new(Matter::Cases, now).newest(ResourceType::Task, CASES);
    let found = app.look(pass, &look, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    // Other Tasks are no cases, and not unreadable ones.
    let read = rows.read(0, |id, body, resolve| Some(case(id, body, resolve)));
    let mut views: Vec<CaseView> = read.into_iter().flatten().collect();
    let mut coverage = rows.coverage();
    let all = views.len();
    views.retain(|view| tells_of(&found.grant, view));
    if views.len() < all {
        coverage.leave_out(LeftOut::Asks);
    }
    app.name_parties((&found.grant, now), views.iter_mut().map(|view| &mut view.owner)).await?;
    views.sort_by_key(|view| (rank(&view.case, now), std::cmp::Reverse(view.id.local)));
    for view in &views {
        coverage.row(view.asked, view.owner.name.as_deref());
    }
    if views.is_empty() {
        coverage.empty = Some(coverage.nothing());
    }
    let mut cases = Vec::with_capacity(views.len());
    for view in views {
        let asked_by = match view.asked_by.filter(|person| *person != pass.subject()) {
            Some(person) => Some(app.name_of(person, now).await?),
            None => None,
        };
        cases.push(OwnCase { link: app.link(view.id), asked_by, about: None, view });
    }
    let for_others = for_others(app, pass, now).await?;
    Ok(Cases { cases, for_others, coverage })
}

/// What the reader has asked about others, as long as the rules let them in there. Each look is in the log of the record.
async fn for_others(app: &App, pass: &Pass, now: Timestamp) -> Result<Vec<OwnCase>, ReadError> {
    let Actor::Citizen { person, .. } = pass.actor() else { return Ok(Vec::new()) };
    let mut rows = rows_naming(app, person, pass.identifiers()).await?;
    rows.retain(|row| row.kind == ResourceType::Task);
    let mut cases = Vec::new();
    // Rows come by patient.
    for rows in rows.chunk_by(|one, other| one.patient == other.patient).take(OTHERS) {
        cases.extend(followed(app, pass.actor(), rows, now).await?);
    }
    cases.sort_by_key(|one| (rank(&one.view.case, now), std::cmp::Reverse(one.view.id.local)));
    Ok(cases)
}

/// Those of some cases of one record that the actor has asked.
async fn followed(
    app: &App,
    actor: Actor,
    rows: &[RecordId],
    now: Timestamp,
) -> Result<Vec<OwnCase>, ReadError> {
    let (Some(first), Actor::Citizen { person, .. }) = (rows.first(), actor) else { return Ok(Vec::new()) };
    let decided = app.decide((actor, first.patient), now, |facts| access::follow(actor, facts, rows)).await;
    let (grant, known) = match decided {
        Ok(let_in) => let_in,
        Err(ReadError::Denied(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let look = rows.iter().fold(Look::new(Matter::Cases, now), |look, row| look.one(*row));
    let shelf = app.store.read(&grant, &look).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let found = (0..rows.len()).filter_map(|range| shelf.first(range));
    let mut views: Vec<CaseView> = found
        .filter_map(|entry| case(entry.id, &entry.body, &resolve))
        .filter(|view| view.asked_by == Some(person) && tells_of(&grant, view))
        .collect();
    app.name_parties((&grant, now), views.iter_mut().map(|view| &mut view.owner)).await?;
    let about = known.person.name.map(String::from).unwrap_or_default();
    let one = |view: CaseView| OwnCase {
        link: app.link(view.id),
        asked_by: None,
        about: Some(about.clone()),
        view,
    };
    Ok(views.into_iter().map(one).collect())
}

/// Whether a case may be told of: it has the words of the line it points at.
fn tells_of(grant: &Grant<Read>, view: &CaseView) -> bool {
    view.focus.id.is_none_or(|row| grant.lens().tells_of(row))
}

/// What is asked.
pub(crate) struct Question<'q> {
    pub(crate) kind: CaseKind,
    /// Who gets it, and its name.
    pub(crate) owner: (Owner, Option<String>),
    /// The line of the record it is about, and what that is called.
    pub(crate) focus: Option<(RecordId, Option<&'q str>)>,
    /// The line of the access log it is about.
    pub(crate) look: Option<i64>,
    /// For whom the asker applies to act.
    pub(crate) application: Option<&'q Application>,
    pub(crate) words: &'q str,
    pub(crate) proposal: &'q str,
}

/// Makes a case in the subject's record. The same words about the same thing by the same person on the same day are one
/// case, however often they are sent.
pub(crate) async fn ask(
    app: &App,
    pass: &Pass,
    question: Question<'_>,
    now: Timestamp,
) -> Result<Asked, AskError> {
    let Actor::Citizen { person, .. } = pass.actor() else { return Err(AskError::NoOwner) };
    let change = match question.kind {
        CaseKind::ReportError => Change::ReportError,
        CaseKind::AskAboutLook | CaseKind::ApplyForAccess | CaseKind::ApplyToAct => Change::Ask,
        CaseKind::ReviewOpening => Change::HaveReviewed,
    };
    let grant = app.may_change((pass.actor(), pass.subject()), change, now).await?;
    write_question(app, &grant, ((pass.subject(), person), question, None), now).await
}

/// Writes the case: in whose record, who asks, what, and who registered it from paper: `Practitioner/…`, and the name.
pub(crate) async fn write_question(
    app: &App,
    grant: &Grant<Write>,
    ((subject, person), question, by): ((PatientKey, PatientKey), Question<'_>, Option<&(String, String)>),
    now: Timestamp,
) -> Result<Asked, AskError> {
    let (owner, name) = question.owner.clone();
    let case = Case::open(question.kind, owner, now);
    let sent = sent(app, person, &question, now);
    let patient = format!("Patient/{}", app.link(patient_row(subject)));
    let asked_by = format!("Patient/{}", app.link(patient_row(person)));
    let owner = format!("Organization/{}", app.link(owner.row()));
    let focus = question.focus.map(|(id, name)| (format!("{}/{}", id.kind, app.link(id)), name));
    let new = NewCase {
        case,
        now,
        patient: &patient,
        asked_by: &asked_by,
        opening: None,
        owner: (&owner, name.as_deref()),
        focus: focus.as_ref().map(|(text, name)| (text.as_str(), *name)),
        look: question.look,
        application: question.application,
        registered: by.map(|(reference, name)| (reference.as_str(), name.as_str())),
        words: question.words,
        proposal: question.proposal,
        sent: &sent,
    };
    let json = new.task();
    let way = Way::Create { unless: Some(format!("identifier={SENT}|{sent}").into()) };
    let written = app.store.write(grant, vec![Incoming { way, ..Incoming::create(&json) }], now).await?;
    let one = written.first().ok_or(AskError::NoOwner)?;
    Ok(Asked { case, link: app.link(one.id), owner: name, is_new: one.outcome == Outcome::Created })
}

/// What tells the same words, sent twice, from other words.
fn sent(app: &App, person: PatientKey, question: &Question<'_>, now: Timestamp) -> String {
    let (focus, look) = (question.focus.map(|(id, _)| id.local.get()), question.look);
    let about = format!("{} {} {focus:?} {look:?}", person.get(), question.kind.code());
    let day = When::today(now).to_string();
    let number = question.application.map(|one| one.number.digits()).unwrap_or_default();
    let about = format!("{about} {number}");
    let mark = app.store.mark_of([about.as_str(), &day, question.words, question.proposal]);
    mark.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The row of a person.
pub(crate) const fn patient_row(patient: PatientKey) -> RecordId {
    RecordId { patient, kind: ResourceType::Patient, local: LocalId::PATIENT }
}
