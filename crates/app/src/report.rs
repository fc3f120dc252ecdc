//! «Meld feil»: one line of the record, pointed at, and what is wrong with it, to the organisation that wrote it.

use helsami_domain::case::{CaseKind, Owner};
use helsami_domain::coded::Label;
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::headline::{headline, words};
use helsami_fhir::keeper::{Keepers, keepers};
use helsami_store::{Entry, ExternalId, Look};
use jiff::Timestamp;

use crate::app::App;
use crate::cases::{AskError, Asked, Question, ask};
use crate::pass::Pass;
use crate::read::{Found, ReadError};

/// What can be pointed at. The address does not tell the type.
pub const LINES: [ResourceType; 14] = [
    ResourceType::DiagnosticReport,
    ResourceType::Observation,
    ResourceType::MedicationRequest,
    ResourceType::MedicationStatement,
    ResourceType::MedicationDispense,
    ResourceType::MedicationAdministration,
    ResourceType::AllergyIntolerance,
    ResourceType::Flag,
    ResourceType::Condition,
    ResourceType::Immunization,
    ResourceType::Appointment,
    ResourceType::Encounter,
    ResourceType::DocumentReference,
    ResourceType::Composition,
];
/// The longest text that is taken: four pages.
pub const WORDS_MAX: usize = 10_000;
/// Rows that are asked who keeps a line.
const LEADS: usize = 8;
/// Words of the line that are shown again.
const SHOWN: usize = 12;

/// The line that is pointed at.
#[derive(Clone, Debug)]
pub struct Line {
    /// The row.
    pub id: RecordId,
    /// How it stands in addresses.
    pub link: ExternalId,
    /// What it is called.
    pub name: Option<Label>,
    /// When it counts from.
    pub when: Option<When>,
    /// The words in it that pages show.
    pub words: Vec<String>,
    /// Who has to answer for it, and their name. `None` where the record knows no organisation that does.
    pub owner: Option<(Owner, Option<String>)>,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What is wrong.
    pub wrong: String,
    /// What it should say; empty for nothing.
    pub instead: String,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not say what is wrong.
    WrongMissing,
    /// What is wrong is longer than is taken.
    WrongTooLong,
    /// What it should say is longer than is taken.
    InsteadTooLong,
}

impl Typed {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let is_long = |text: &str| text.chars().count() > WORDS_MAX;
        let mut faults = Vec::new();
        if self.wrong.trim().is_empty() {
            faults.push(Fault::WrongMissing);
        } else if is_long(&self.wrong) {
            faults.push(Fault::WrongTooLong);
        }
        if is_long(&self.instead) {
            faults.push(Fault::InsteadTooLong);
        }
        faults
    }
}

/// The line with this id, as far as the reader may see it.
///
/// # Errors
/// [`ReadError::Unknown`] if there is no such line in this record for this reader.
pub async fn line(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Line, ReadError> {
    let mut look = Look::new(Matter::Report, now);
    for kind in LINES {
        look = look.one(app.own(id, kind, pass.subject())?);
    }
    let found = app.look(pass, &look, now).await?;
    let entry = (0..LINES.len()).find_map(|range| found.shelf.first(range)).ok_or(ReadError::Unknown)?;
    let head = headline(&entry.body);
    let owner = owner(app, pass, &found, entry).await?;
    let mut words: Vec<String> = words(&entry.body).into_iter().map(|(_, words)| words).collect();
    words.retain(|words| head.name.as_ref().is_none_or(|name| *name.text != **words));
    words.truncate(SHOWN);
    Ok(Line { id: entry.id, link: app.link(entry.id), name: head.name, when: head.when, words, owner })
}

/// Reports an error in a line.
///
/// # Errors
/// [`AskError::NoOwner`] where nobody answers for the line; otherwise what the rules and the store say.
pub async fn report(
    app: &App,
    pass: &Pass,
    (line, typed): (&Line, &Typed),
    now: Timestamp,
) -> Result<Asked, AskError> {
    let owner = line.owner.clone().ok_or(AskError::NoOwner)?;
    let question = Question {
        kind: CaseKind::ReportError,
        owner,
        focus: Some((line.id, line.name.as_ref().map(|name| &*name.text))),
        look: None,
        application: None,
        words: typed.wrong.trim(),
        proposal: typed.instead.trim(),
    };
    ask(app, pass, question, now).await
}

/// Who answers for a line: the organisation it names; that of the staff, the place or the visit it names; else the one that
/// keeps the record of the person, their GP's office.
async fn owner(
    app: &App,
    pass: &Pass,
    found: &Found,
    entry: &Entry,
) -> Result<Option<(Owner, Option<String>)>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let line = keepers(&entry.body, &resolve);
    if let Some(owner) = first(app, found, &line).await? {
        return Ok(Some(owner));
    }
    let visits = line.leads.iter().filter(|row| row.patient == pass.subject()).take(LEADS);
    let look = visits.fold(Look::new(Matter::Report, found.now).patient(), |look, row| look.one(*row));
    let ranges = 1 + line.leads.iter().filter(|row| row.patient == pass.subject()).take(LEADS).count();
    let more = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    // The visit first, the person's own office last.
    for range in (1..ranges).chain([0]) {
        let Some(row) = more.first(range) else { continue };
        if let Some(owner) = first(app, found, &keepers(&row.body, &resolve)).await? {
            return Ok(Some(owner));
        }
    }
    Ok(None)
}

/// The first organisation that something names, itself or by staff and places, with its name.
pub(crate) async fn first(
    app: &App,
    found: &Found,
    keepers: &Keepers,
) -> Result<Option<(Owner, Option<String>)>, ReadError> {
    let mut wanted: Vec<RecordId> = keepers.organizations.clone();
    wanted.extend(keepers.leads.iter().filter(|row| row.patient.is_shared()).take(LEADS));
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let rows = app.store.shared(&found.grant, &wanted).await?;
    let of = |id: &RecordId| rows.iter().find(|row| row.id == *id);
    let led = |id: &RecordId| of(id).and_then(|row| organization_of(&row.body, &resolve));
    let direct =
        wanted.iter().filter(|id| id.kind == ResourceType::Organization && of(id).is_some()).copied();
    let Some(chosen) = direct.chain(wanted.iter().filter_map(led)).next() else { return Ok(None) };
    let Some(owner) = Owner::of(chosen) else { return Ok(None) };
    let name = app.store.shared(&found.grant, &[chosen]).await?;
    let name = name.first().map(|row| helsami_fhir::element::name_of(&row.body).map(String::from));
    Ok(name.map(|name| (owner, name)))
}

/// The organisation that a role or a place belongs to. An organisation is itself, not what it is part of.
fn organization_of(body: &str, resolve: helsami_fhir::element::Resolve<'_>) -> Option<RecordId> {
    keepers(body, resolve).organizations.first().copied()
}
