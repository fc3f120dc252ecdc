//! Search over one's own record: every kind of document that pages show, read from end to end.

use std::collections::{HashMap, hash_map};

use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::find::Words;
use helsami_domain::lab::Analysis;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::columns::Category;
use helsami_fhir::headline::{headline, words};
use helsami_fhir::observation::answer;
use helsami_store::{Entry, ExternalId, Look};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, asks};
use crate::results::AnalysisKey;

pub use helsami_fhir::headline::Place;

/// Rows of one type that are searched.
const ROWS: usize = 5000;
/// Hits that are shown.
const HITS: usize = 100;

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was found, newest first within each section.
    pub hits: Vec<Hit>,
    /// How many hits are not shown.
    pub more: usize,
    /// What was searched.
    pub coverage: Coverage,
}

/// One thing that was found; the same analysis or medicine many times is one hit.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Which page it is on.
    pub section: Section,
    /// What it is called.
    pub name: Option<Label>,
    /// The newest time it occurs.
    pub when: Option<When>,
    /// How often it occurs.
    pub count: usize,
    /// The words that were found, and where: not where the name itself was found.
    pub found: Option<(Place, String)>,
    /// Its own page, where it has one.
    pub link: Option<(Page, ExternalId)>,
}

/// The page that shows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Test results.
    Results,
    /// Measurements.
    Measurements,
    /// Medicines.
    Medicines,
    /// Allergies and critical information.
    Allergies,
    /// Diagnoses.
    Diagnoses,
    /// Vaccines.
    Vaccines,
    /// Appointments and visits.
    Appointments,
    /// Notes and documents.
    Documents,
    /// The care team.
    CareTeam,
}

/// What page of its own a hit has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// An order.
    Order,
    /// An analysis over time.
    Trend,
    /// A document.
    Document,
}

/// The types that are searched, each with the page that shows it.
const TYPES: [(ResourceType, Section); 13] = [
    (ResourceType::DiagnosticReport, Section::Results),
    (ResourceType::Observation, Section::Results),
    (ResourceType::MedicationRequest, Section::Medicines),
    (ResourceType::MedicationStatement, Section::Medicines),
    (ResourceType::AllergyIntolerance, Section::Allergies),
    (ResourceType::Flag, Section::Allergies),
    (ResourceType::Condition, Section::Diagnoses),
    (ResourceType::Immunization, Section::Vaccines),
    (ResourceType::Appointment, Section::Appointments),
    (ResourceType::Encounter, Section::Appointments),
    (ResourceType::DocumentReference, Section::Documents),
    (ResourceType::Composition, Section::Documents),
    (ResourceType::CareTeam, Section::CareTeam),
];

/// Searches. `None` if what was typed holds no word to look for.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn search(
    app: &App,
    pass: &Pass,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Answer>, ReadError> {
    let Some(words) = Words::parse(typed) else { return Ok(None) };
    let look = TYPES.iter().fold(Look::new(Matter::Search, now), |look, (kind, _)| look.newest(*kind, ROWS));
    let found = app.look(pass, &look, now).await?;
    let mut coverage = Coverage::default();
    asks(&mut coverage, &found.shelf);
    let mut hits = Hits::default();
    for (number, (_, section)) in TYPES.iter().enumerate() {
        if found.shelf.more(number) {
            coverage.leave_out(LeftOut::Older(ROWS));
        }
        for entry in found.shelf.range(number) {
            coverage.received(When::Moment(entry.updated));
            if let Some(hit) = hit(app, entry, *section, &words) {
                hits.add(hit);
            }
        }
    }
    let mut hits = hits.list;
    hits.sort_by_key(|hit| (hit.section, std::cmp::Reverse(hit.when)));
    if hits.is_empty() {
        let has_any = coverage.received.is_some();
        coverage.empty = Some(if has_any { Empty::NoMatch } else { coverage.nothing() });
    }
    let more = hits.len().saturating_sub(HITS);
    hits.truncate(HITS);
    Ok(Some(Answer { hits, more, coverage }))
}

/// Hits, where the same thing counts once.
#[derive(Default)]
struct Hits {
    list: Vec<Hit>,
    places: HashMap<(Section, String), usize>,
}

impl Hits {
    fn add(&mut self, hit: Hit) {
        let Some(name) = hit.name.as_ref().map(|name| name.text.to_lowercase()) else {
            self.list.push(hit);
            return;
        };
        match self.places.entry((hit.section, name)) {
            hash_map::Entry::Occupied(place) => {
                let known = &mut self.list[*place.get()];
                known.count += 1;
                known.when = known.when.max(hit.when);
            }
            hash_map::Entry::Vacant(place) => {
                place.insert(self.list.len());
                self.list.push(hit);
            }
        }
    }
}

fn hit(app: &App, entry: &Entry, section: Section, looked_for: &Words) -> Option<Hit> {
    let texts = words(&entry.body);
    let found = looked_for.find(texts.iter().map(|(place, text)| (*place, text.as_str())))?;
    let head = headline(&entry.body);
    if head.is_mistake {
        return None;
    }
    let name = head.name.as_ref().map(|name| &*name.text);
    let found = found.into_iter().find(|(_, text)| Some(*text) != name);
    let found = found.map(|(place, text)| (place, text.to_owned()));
    let is_measurement = section == Section::Results
        && entry.id.kind == ResourceType::Observation
        && entry.category != Category::Laboratory.number()
        && entry.category != Category::Imaging.number();
    Some(Hit {
        section: if is_measurement { Section::Measurements } else { section },
        when: head.when,
        count: 1,
        found,
        link: link(app, entry),
        name: head.name,
    })
}

fn link(app: &App, entry: &Entry) -> Option<(Page, ExternalId)> {
    match entry.id.kind {
        ResourceType::DiagnosticReport => Some((Page::Order, app.link(entry.id))),
        ResourceType::DocumentReference | ResourceType::Composition => {
            Some((Page::Document, app.link(entry.id)))
        }
        ResourceType::Observation => {
            let analysis: Analysis = answer(entry.id, &entry.body, &|_, _| None)?.analysis;
            Some((Page::Trend, AnalysisKey::of(&analysis)?.show(app.store.ids(), entry.id.patient)))
        }
        _ => None,
    }
}
