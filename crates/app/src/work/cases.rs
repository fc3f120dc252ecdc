//! The cases of an organisation: the list, and one case with what it points at. Whoever handles a case sees nothing else of
//! the record.

use helsami_domain::access::{self, CaseAtHand, Denied, Grant, Opening, Read, weigh};
use helsami_domain::case::{Case, CaseKind, State};
use helsami_domain::coded::Label;
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::case::{CaseView, case};
use helsami_fhir::correction::{can_be_mistaken, can_be_remarked};
use helsami_fhir::headline::{headline, words};
use helsami_fhir::staff::StaffRole;
use helsami_store::audit::AuditRow;
use helsami_store::{ExternalId, Look, Shelf};
use jiff::{SignedDuration, Timestamp};

use super::{AtWork, Person, reader};
use crate::access_log::staff_of;
use crate::app::App;
use crate::read::{Found, ReadError};
use crate::report::LINES;

/// Cases on the list: the most urgent.
const CASES: usize = 500;
/// Words of the line that are shown.
const SHOWN: usize = 12;
/// The ranges of the look: the case, and what it points at.
const CASE: usize = 0;
const FOCUS: usize = 1;

/// A line of the list. It tells nobody's name: the case does, when it is opened.
#[derive(Clone, Copy, Debug)]
pub struct WorkLine {
    /// How the case stands in addresses.
    pub link: ExternalId,
    /// The case.
    pub case: Case,
}

/// A case with everything that whoever handles it needs.
#[derive(Clone, Debug)]
pub struct AtHand {
    /// How it stands in addresses.
    pub link: ExternalId,
    /// The case.
    pub view: CaseView,
    /// Whose record it is in.
    pub person: Person,
    /// The line of the record that it points at, if it is there for this reader.
    pub focus: Option<Focus>,
    /// The look that it asks about.
    pub looked: Option<Looked>,
    /// The opening that it reviews, with the reason that was given.
    pub opening: Option<Opening>,
    /// Why this reader may not answer it, if they may not.
    pub denied: Option<Denied>,
    pub(super) version: u32,
    pub(super) body: Box<str>,
}

/// The line of the record that a case points at.
#[derive(Clone, Debug)]
pub struct Focus {
    /// The row.
    pub id: RecordId,
    /// What it is called.
    pub name: Option<Label>,
    /// When it counts from.
    pub when: Option<When>,
    /// The words in it.
    pub words: Vec<String>,
    /// Whether it can be marked as a mistake: not what is marked already.
    pub can_be_mistaken: bool,
    /// Whether a remark can stand in it.
    pub can_be_remarked: bool,
    /// Whether it has changed since the case was made.
    pub has_changed: bool,
    pub(super) version: u32,
    pub(super) body: Box<str>,
}

/// The look into the record that a case asks about.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The line of the log.
    pub line: AuditRow,
    /// Who looked, where it was staff.
    pub staff: Option<StaffRole>,
}

/// The open cases of the organisation, late ones first.
///
/// # Errors
/// [`ReadError::Denied`] for staff without a valid authorisation; otherwise what the store says.
pub async fn worklist(app: &App, at_work: &AtWork) -> Result<Vec<WorkLine>, ReadError> {
    let staff = reader(at_work, PatientKey::SHARED, (None, false));
    let permit = access::worklist(at_work.actor(), &staff)?;
    let open = app.store.worklist(&permit, CASES).await?;
    let line = |one: &helsami_store::batch::CaseOpen| {
        // The list has the first moment at which a case is late; its day is the one before.
        let last = one.due.saturating_sub(SignedDuration::from_secs(1)).unwrap_or(one.due);
        let case = Case::stored((one.kind, one.owner), When::today(last), State::Requested);
        WorkLine { link: app.link(one.record), case }
    };
    Ok(open.iter().map(line).collect())
}

/// The case that an address means, as the decision about it sees it.
///
/// # Errors
/// [`ReadError::Unknown`] for an address of no case.
pub(super) async fn case_find(
    app: &App,
    id: &str,
    now: Timestamp,
) -> Result<(CaseView, CaseAtHand), ReadError> {
    let row = app.resolve(id, ResourceType::Task).filter(|row| !row.patient.is_shared());
    let row = row.ok_or(ReadError::Unknown)?;
    let shelf = app.store.weighed(&weigh(row.patient)?, &Look::new(Matter::Cases, now).one(row)).await?;
    let entry = shelf.first(0).ok_or(ReadError::Unknown)?;
    let view = case(row, &entry.body, &|id, kind| app.resolve(id, kind)).ok_or(ReadError::Unknown)?;
    let is_own = |focus: &RecordId| focus.patient == row.patient && LINES.contains(&focus.kind);
    let at_hand = CaseAtHand {
        case: row,
        owner: view.case.owner(),
        focus: view.focus.id.filter(is_own),
        line: view.look,
        is_open: view.case.state().is_open(),
        opened_by: view.opened.as_ref().and_then(helsami_fhir::case::Opened::practitioner),
    };
    Ok((view, at_hand))
}

/// One case, with what it points at. The look is in the citizen's log before this returns.
///
/// # Errors
/// [`ReadError::Denied`] for whoever may not see it; [`ReadError::Unknown`] for an address of no case.
pub async fn case_open(app: &App, at_work: &AtWork, id: &str, now: Timestamp) -> Result<AtHand, ReadError> {
    let (_, at_hand) = case_find(app, id, now).await?;
    let subject = at_hand.case.patient;
    let who = (at_work, subject, None);
    let actor = at_work.actor();
    let decided = app.decide_at_work(who, now, |facts| {
        let grant = access::read_case(actor, facts, &at_hand)?;
        Ok((grant, access::handle_case(actor, facts, &at_hand).err()))
    });
    let ((grant, denied), known) = match decided.await {
        Ok(found) => found,
        Err(error @ ReadError::Denied(_)) => {
            app.refused_at_work((at_work, subject), Matter::Cases, now).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    let look = Look::new(Matter::Cases, now).one(at_hand.case);
    let look = at_hand.focus.into_iter().fold(look, Look::one);
    let shelf = app.store.read(&grant, &look).await?;
    let entry = shelf.first(CASE).ok_or(ReadError::Unknown)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let view = case(at_hand.case, &entry.body, &resolve).ok_or(ReadError::Unknown)?;
    let (version, body) = (entry.version, entry.body.clone().into());
    let focus = focus(&shelf, &view);
    let found = Found { grant, shelf, now };
    Ok(AtHand {
        link: app.link(at_hand.case),
        person: Person::of(app, at_work, subject, &known),
        focus,
        looked: looked(app, &found, &view).await?,
        opening: opening(app, &found.grant, &view).await?,
        denied,
        view,
        version,
        body,
    })
}

fn focus(shelf: &Shelf, view: &CaseView) -> Option<Focus> {
    let entry = shelf.first(FOCUS)?;
    let head = headline(&entry.body);
    let mut words: Vec<String> = words(&entry.body).into_iter().map(|(_, words)| words).collect();
    words.retain(|words| head.name.as_ref().is_none_or(|name| *name.text != **words));
    words.truncate(SHOWN);
    let is_mistake = entry.status == helsami_fhir::facts::Status::EnteredInError.number();
    let asked = view.asked.map(When::start);
    Some(Focus {
        id: entry.id,
        name: head.name,
        when: head.when,
        words,
        can_be_mistaken: can_be_mistaken(entry.id.kind) && !is_mistake,
        can_be_remarked: can_be_remarked(entry.id.kind),
        has_changed: asked.is_some_and(|asked| entry.updated > asked),
        version: entry.version,
        body: entry.body.clone().into(),
    })
}

async fn looked(app: &App, found: &Found, view: &CaseView) -> Result<Option<Looked>, ReadError> {
    let Some(seq) = view.look else { return Ok(None) };
    let Some(line) = app.store.audit_line(&found.grant, seq).await? else { return Ok(None) };
    let staff = match line.actor {
        access::Actor::Staff { role, .. } => staff_of(app, found, role).await?,
        _ => None,
    };
    Ok(Some(Looked { line, staff }))
}

async fn opening(app: &App, grant: &Grant<Read>, view: &CaseView) -> Result<Option<Opening>, ReadError> {
    let Some(opened) = &view.opened else { return Ok(None) };
    debug_assert_eq!(view.case.kind(), CaseKind::ReviewOpening);
    Ok(app.store.opening_of(grant, (opened.visit, opened.begun)).await?)
}
