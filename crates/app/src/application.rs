//! Applying to act for somebody who cannot consent: a case in the record of whoever applies, with the place that is to answer.
//! Nothing of the person's record is read, so that nothing of it is told.

use helsami_domain::access::{Change, Grant, Weigh};
use helsami_domain::application::{Application, may_apply};
use helsami_domain::case::{CaseKind, Owner};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::case::{CaseView, case};
use helsami_store::{Look, Shelf};
use jiff::Timestamp;

use crate::app::App;
use crate::cases::{AskError, Asked, Question, ask};
use crate::pass::Pass;
use crate::read::ReadError;

/// Places that can be chosen: more than a region has.
const PLACES: usize = 1000;
/// Cases of one person: more than anybody has.
const CASES: usize = 1000;
/// Applications that can wait at the same time: whoever has sent so many is looking for somebody.
const WAITING: usize = 10;

/// A place that can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How it stands in forms.
    pub value: String,
    /// Its name.
    pub name: String,
    owner: Owner,
}

impl Place {
    /// The organisation.
    pub(crate) const fn owner(&self) -> Owner {
        self.owner
    }
}

/// What the form is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Whether the reader is old enough to act for another.
    pub may_apply: bool,
    /// The places that can answer, by name.
    pub places: Vec<Place>,
}

/// What the form is made of.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may ask for nothing; otherwise what the store says.
pub async fn ground(app: &App, pass: &Pass, now: Timestamp) -> Result<Ground, ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::Ask, now).await?;
    Ok(Ground { may_apply: may_apply(pass.birth(), now), places: places(app).await? })
}

/// The places that can answer, by name.
///
/// # Errors
/// What the store says.
pub async fn places(app: &App) -> Result<Vec<Place>, ReadError> {
    let rows = app.store.listings(ResourceType::Organization, "", PLACES).await?;
    let place = |row: helsami_store::directory::ListingRow| {
        let owner = Owner::of(row.record)?;
        Some(Place { value: app.link(row.record).to_string(), name: row.name, owner })
    };
    Ok(rows.into_iter().filter_map(place).collect())
}

/// The national numbers of the reader: nobody applies to act for themself.
#[must_use]
pub fn own_numbers(pass: &Pass) -> Vec<String> {
    pass.identifiers().iter().map(|(_, value)| value.clone()).collect()
}

/// Sends the application. `None` when so many wait already.
///
/// # Errors
/// As every case.
pub async fn apply(
    app: &App,
    pass: &Pass,
    (application, place, why): (&Application, &Place, &str),
    now: Timestamp,
) -> Result<Option<Asked>, AskError> {
    let look = Look::new(Matter::Cases, now).newest(ResourceType::Task, CASES);
    let found = app.look(pass, &look, now).await?;
    if is_full(app, &found.shelf) {
        return Ok(None);
    }
    let question = Question {
        kind: CaseKind::ApplyToAct,
        owner: (place.owner, Some(place.name.clone())),
        focus: None,
        look: None,
        application: Some(application),
        words: why.trim(),
        proposal: "",
    };
    ask(app, pass, question, now).await.map(Some)
}

/// Whether fewer applications of a person wait than anybody may send. For staff who register one more: they are told the
/// answer and nothing else.
pub(crate) async fn has_room(app: &App, grant: &Grant<Weigh>, now: Timestamp) -> Result<bool, ReadError> {
    let look = Look::new(Matter::Cases, now).newest(ResourceType::Task, CASES);
    Ok(!is_full(app, &app.store.weighed(grant, &look).await?))
}

/// Whether so many applications wait that another is not taken.
fn is_full(app: &App, shelf: &Shelf) -> bool {
    let resolve = |id: &str, kind: ResourceType| -> Option<RecordId> { app.resolve(id, kind) };
    let read = shelf.range(0).iter().filter_map(|entry| case(entry.id, &entry.body, &resolve));
    let is_waiting = |one: &CaseView| one.case.kind() == CaseKind::ApplyToAct && one.case.state().is_open();
    read.filter(is_waiting).count() >= WAITING
}
