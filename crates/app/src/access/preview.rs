//! What somebody would see of what is given, and the single items that are held back of it.

use std::collections::BTreeSet;

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Proxy;
use helsami_domain::access::{self, Change, Grant, Read};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::facts::Status;
use helsami_fhir::headline::{Headline, headline};
use helsami_fhir::report::report;
use helsami_store::{Entry, Look, Shelf};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Rows of one type that a preview counts.
const COUNTED: usize = 200;
/// Example lines of one part.
const EXAMPLES: usize = 3;
/// Items of one part that can be chosen to be held back: the newest.
const CHOICES: usize = 60;
/// Single items that can be held back of one access.
const HELD_MAX: usize = 400;

/// What somebody would see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Part by part.
    pub parts: Vec<Seen>,
    /// What is held back and can be chosen nowhere among the parts, as forms have it.
    pub held: Vec<String>,
}

/// What somebody would see of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The part.
    pub area: Area,
    /// How many things.
    pub count: usize,
    /// Whether there are more than were counted.
    pub is_more: bool,
    /// The newest of them.
    pub examples: Vec<Headline>,
    /// What can be held back one by one, newest first, with what is held back already.
    pub choices: Vec<Choice>,
}

/// One thing that can be held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How it stands in forms.
    pub value: String,
    /// What it is called, and when it counts from.
    pub head: Headline,
    /// Whether it is held back.
    pub is_held: bool,
}

/// What a part is made of, as the pages show it.
const TYPES: [ResourceType; 13] = [
    ResourceType::Appointment,
    ResourceType::Encounter,
    ResourceType::DiagnosticReport,
    ResourceType::Observation,
    ResourceType::MedicationRequest,
    ResourceType::MedicationStatement,
    ResourceType::AllergyIntolerance,
    ResourceType::Flag,
    ResourceType::Condition,
    ResourceType::Immunization,
    ResourceType::DocumentReference,
    ResourceType::Composition,
    ResourceType::CareTeam,
];

/// What whoever gets this access would see now, through the lens that the rules would give them, and what can be held back.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not give access; otherwise what the store says.
pub async fn preview(app: &App, pass: &Pass, proxy: &Proxy, now: Timestamp) -> Result<Preview, ReadError> {
    let actor = pass.actor();
    app.may_change((actor, pass.subject()), Change::GiveAccess, now).await?;
    // Read without the exceptions, so that they can be chosen otherwise; counted without what they hide.
    let whole = Proxy { except: Vec::new(), ..proxy.clone() };
    let decided = app.decide((actor, pass.subject()), now, |facts| access::preview(actor, facts, &whole));
    let (grant, _) = decided.await?;
    let shelf = app.store.read(&grant, &counted(now)).await?;
    let parts: Vec<Seen> =
        grant.lens().areas().iter().map(|area| seen(app, (&shelf, area), &proxy.except)).collect();
    let mut held: Vec<String> = proxy.except.iter().map(|row| app.named(*row)).collect();
    held.retain(|value| !parts.iter().flat_map(|part| &part.choices).any(|one| one.value == *value));
    Ok(Preview { parts, held })
}

/// What somebody would see through the lens of a grant that staff have, part by part.
pub(crate) async fn seen_by(
    app: &App,
    (grant, pass): (&Grant<Read>, &Pass),
    now: Timestamp,
) -> Result<Vec<Seen>, ReadError> {
    let shelf = app.store.read(grant, &pass.with_reason(&counted(now))).await?;
    Ok(grant.lens().areas().iter().map(|area| seen(app, (&shelf, area), &[])).collect())
}

/// The look that a preview counts in.
fn counted(now: Timestamp) -> Look {
    TYPES.iter().fold(Look::new(Matter::Access, now), |look, kind| look.newest(*kind, COUNTED))
}

fn seen(app: &App, (shelf, area): (&Shelf, Area), held: &[RecordId]) -> Seen {
    let mut found: Vec<&Entry> = Vec::new();
    let mut is_more = false;
    for (number, _) in TYPES.iter().enumerate().filter(|(_, kind)| Area::of(**kind) == area) {
        is_more |= shelf.more(number);
        let is_true = |entry: &&Entry| entry.status != Status::EnteredInError.number();
        found.extend(shelf.range(number).iter().filter(is_true));
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    let is_held = |entry: &Entry| held.contains(&entry.id);
    let mut choices: Vec<Choice> = Vec::new();
    for entry in
        found.iter().filter(|entry| is_held(entry)).chain(found.iter().filter(|entry| !is_held(entry)))
    {
        let head = headline(&entry.body);
        if choices.len() >= CHOICES && !is_held(entry) {
            break;
        }
        if head.name.is_some() && !head.is_mistake {
            choices.push(Choice { value: app.named(entry.id), head, is_held: is_held(entry) });
        }
    }
    let shown = found.iter().filter(|entry| !is_held(entry));
    Seen { area, count: shown.clone().count(), is_more, examples: examples(shown.copied()), choices }
}

/// The newest names, each once.
fn examples<'e>(shown: impl Iterator<Item = &'e Entry>) -> Vec<Headline> {
    let mut examples: Vec<Headline> = Vec::new();
    for entry in shown {
        let head = headline(&entry.body);
        let is_new =
            |name: &str| !examples.iter().any(|one| one.name.as_ref().is_some_and(|it| &*it.text == name));
        if !head.is_mistake && head.name.as_ref().is_some_and(|name| is_new(&name.text)) {
            examples.push(head);
        }
        if examples.len() == EXAMPLES {
            break;
        }
    }
    examples
}

/// The rows that these words of a form hold back: those of the record that there are, and the answers of a report with it,
/// because a report alone says little.
///
/// # Errors
/// [`ReadError::Unknown`] for words that name no row of the record, or too many; otherwise as every reading.
pub async fn held_back(
    app: &App,
    pass: &Pass,
    values: &[String],
    now: Timestamp,
) -> Result<Vec<RecordId>, ReadError> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    if values.len() > HELD_MAX {
        return Err(ReadError::Unknown);
    }
    let named = |value: &String| {
        let (kind, id) = value.split_once('/').ok_or(ReadError::Unknown)?;
        let kind = ResourceType::from_name(kind).filter(|kind| Area::GIVEABLE.contains(&Area::of(*kind)));
        app.own(id, kind.ok_or(ReadError::Unknown)?, pass.subject())
    };
    let named: Vec<RecordId> = values.iter().map(named).collect::<Result<_, _>>()?;
    let look = named.iter().fold(Look::new(Matter::Access, now), |look, id| look.one(*id));
    let found = app.look(pass, &look, now).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let mut held = BTreeSet::new();
    for entry in (0..named.len()).filter_map(|range| found.shelf.first(range)) {
        held.insert(entry.id);
        let with = report(entry.id, &entry.body, &resolve)
            .filter(|_| entry.id.kind == ResourceType::DiagnosticReport);
        let with = with.map(|report| [report.answers, report.orders].concat()).unwrap_or_default();
        held.extend(with.into_iter().filter(|row| row.patient == pass.subject()));
    }
    Ok(held.into_iter().take(HELD_MAX).collect())
}

impl App {
    /// A row as references name it.
    pub(crate) fn named(&self, id: RecordId) -> String {
        format!("{}/{}", id.kind, self.link(id))
    }
}
