//! The overview: what needs the person, what happens next, what is new since last.

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Ground;
use helsami_domain::appointment::{Appointment, arrange};
use helsami_domain::case::CaseKind;
use helsami_domain::corrected::{Changed, is_untold};
use helsami_domain::home::{News, Part};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::appointment::appointment;
use helsami_fhir::card::is_dead;
use helsami_fhir::case::{CASE, case};
use helsami_fhir::columns::{Category, CodeKey};
use helsami_fhir::facts::Status;
use helsami_store::{Entry, Look, Shelf};
use jiff::Timestamp;

use crate::access::{Notice, told};
use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError};

/// Appointments looked through: the coming ones are the newest by clinical time.
const APPOINTMENTS: usize = 20;
/// Openings in an emergency that are looked through for what the person has not been told.
const OPENINGS: usize = 20;
/// Consents looked through: more than anybody has.
const CONSENTS: usize = 2000;
/// Rows counted of each type.
const ROWS: usize = 100;

/// The overview.
#[derive(Clone, Debug)]
pub struct Home {
    /// Going on now.
    pub now: Vec<Appointment>,
    /// Ahead, soonest first.
    pub coming: Vec<Appointment>,
    /// Appointments that are not settled.
    pub open: usize,
    /// Called off while still ahead.
    pub called_off: Vec<Appointment>,
    /// What came since the last visit, or what there is at the first.
    pub news: Vec<News>,
    /// What was put right after this reader had read it, and that they have not seen since.
    pub corrected: Vec<(Part, Timestamp)>,
    /// What staff have opened in an emergency or past a block, and when, until the person has read their log since.
    pub openings: Vec<(Ground, Timestamp)>,
    /// What is told about accesses: the reader's own to others, and those of others to the reader's record.
    pub notices: Vec<Notice>,
    /// Whether the person is dead.
    pub is_dead: bool,
    /// Whether a fresh sign-in would show more.
    pub is_asking: bool,
    /// Whether the appointments are among that.
    pub is_next_closed: bool,
}

/// Which types make up a part; each is one range of the look.
const PARTS: [(Part, ResourceType); 8] = [
    (Part::Results, ResourceType::Observation),
    (Part::Documents, ResourceType::DocumentReference),
    (Part::Documents, ResourceType::Composition),
    (Part::Medicines, ResourceType::MedicationRequest),
    (Part::Medicines, ResourceType::MedicationStatement),
    (Part::Allergies, ResourceType::AllergyIntolerance),
    (Part::Diagnoses, ResourceType::Condition),
    (Part::Vaccines, ResourceType::Immunization),
];

/// The overview, with what is new since `before`.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn home(
    app: &App,
    pass: &Pass,
    before: Option<Timestamp>,
    now: Timestamp,
) -> Result<Home, ReadError> {
    let found = app.look(pass, &home_look(now), now).await?;
    let notices = told(app, pass, (&found, found.shelf.range(ACCESSES))).await?;
    let is_dead = found.shelf.first(0).is_some_and(|patient| is_dead(&patient.body));
    let read = found.shelf.range(1).iter().filter_map(|entry| app.view(entry, appointment));
    let mut sorted = arrange(read.collect(), now, is_dead);
    let shown = [&mut sorted.now, &mut sorted.coming].into_iter().filter_map(|list| list.first_mut());
    let parties = shown.flat_map(|one| {
        let with = one.with.iter_mut().map(|with| &mut with.party);
        with.chain([&mut one.place, &mut one.source.place])
    });
    app.name_parties((&found.grant, now), parties).await?;
    let corrected = corrected(app, &found).await?;
    let openings = openings(app, &found).await?;
    Ok(Home {
        corrected,
        openings,
        notices,
        now: sorted.now,
        coming: sorted.coming,
        open: sorted.open.len(),
        called_off: sorted.called_off,
        news: news(&found.shelf, before),
        is_dead,
        is_asking: pass.lens().is_asking(),
        is_next_closed: pass.lens().asks(Area::Appointments),
    })
}

/// The range with the accesses and the one with the openings, after the Patient, the appointments and the parts.
const ACCESSES: usize = 2 + PARTS.len();
const REVIEWS: usize = ACCESSES + 1;

fn home_look(now: Timestamp) -> Look {
    let mut look = Look::new(Matter::Home, now).patient().newest(ResourceType::Appointment, APPOINTMENTS);
    for (_, kind) in PARTS {
        look = look.newest(kind, ROWS).heads();
        if kind == ResourceType::Observation {
            look = look.categories(&[Category::Laboratory, Category::Imaging]);
        }
    }
    // Closed to whoever acts for another: both are the person's own.
    let review = CodeKey::of(CASE, CaseKind::ReviewOpening.code());
    look.newest(ResourceType::Consent, CONSENTS).newest(ResourceType::Task, OPENINGS).code(review)
}

/// What the reader has read in a version that was wrong, newest first. Computed from the versions and the log: reading is
/// tracked nowhere else.
async fn corrected(app: &App, found: &Found) -> Result<Vec<(Part, Timestamp)>, ReadError> {
    let is_changed = |entry: &&Entry| {
        let is_put_right =
            [Status::Changed, Status::EnteredInError].map(Status::number).contains(&entry.status);
        entry.version > 1 && is_put_right
    };
    let parts = PARTS.into_iter().enumerate().map(|(index, (part, _))| (index + 2, part));
    let changed: Vec<(Part, &Entry)> = parts
        .flat_map(|(range, part)| {
            found.shelf.range(range).iter().filter(is_changed).map(move |one| (part, one))
        })
        .collect();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<RecordId> = changed.iter().map(|(_, entry)| entry.id).collect();
    let shown = app.store.last_shown(&found.grant, &ids).await?;
    let mut told = Vec::new();
    for ((part, entry), last) in changed.into_iter().zip(shown) {
        if last.is_none_or(|last| last >= entry.updated) {
            continue;
        }
        let came = app.store.first_came(&found.shelf, entry).await?;
        if is_untold(&Changed { came, at: entry.updated }, last) {
            told.push((part, entry.updated));
        }
    }
    told.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    Ok(told)
}

/// The openings that the person has not seen in their log yet, newest first.
async fn openings(app: &App, found: &Found) -> Result<Vec<(Ground, Timestamp)>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let tasks = found.shelf.range(REVIEWS).iter();
    let opened = tasks.filter_map(|entry| case(entry.id, &entry.body, &resolve)?.opened);
    let mut opened: Vec<(Ground, Timestamp)> = opened.map(|one| (one.ground, one.begun)).collect();
    if opened.is_empty() {
        return Ok(opened);
    }
    let read = app.store.last_look(&found.grant, Matter::AccessLog).await?;
    opened.retain(|(_, begun)| read.is_none_or(|read| read < *begun));
    opened.sort_by_key(|(_, begun)| std::cmp::Reverse(*begun));
    Ok(opened)
}

/// What came, part by part, in the order of [`PARTS`].
fn news(shelf: &Shelf, before: Option<Timestamp>) -> Vec<News> {
    let mut all: Vec<News> = Vec::new();
    for (index, (part, _)) in PARTS.into_iter().enumerate() {
        let range = index + 2;
        let true_rows =
            shelf.range(range).iter().filter(|entry| entry.status != Status::EnteredInError.number());
        let Some(news) = News::of(part, true_rows.map(|entry| entry.updated), shelf.more(range), before)
        else {
            continue;
        };
        match all.iter_mut().find(|known| known.part == part) {
            Some(known) => {
                known.count += news.count;
                known.is_more |= news.is_more;
                known.latest = known.latest.max(news.latest);
            }
            None => all.push(news),
        }
    }
    all
}
