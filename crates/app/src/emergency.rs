//! The emergency card: what somebody who does not know the person must know first.

use helsami_domain::access::Denied;
use helsami_domain::access::area::Area;
use helsami_domain::access::lens::Sight;
use helsami_domain::coverage::Coverage;
use helsami_domain::emergency::{Contact, Person, blood_type, to_call};
use helsami_domain::lab::Answer;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::card::{person, related};
use helsami_fhir::columns::CodeKey;
use helsami_fhir::diagnosis::diagnosis;
use helsami_fhir::observation::answer;
use helsami_store::{Look, Withheld};
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, Rows, asks};
use crate::{allergies, diagnoses, medicines};

/// The range with the diagnoses; the first four are medicines.
const CONDITIONS: usize = 4;
/// The ranges with lists and summaries.
const SUMMARIES: [usize; 2] = [5, 6];
/// The first range with allergies.
const ALLERGIES: usize = 7;
/// The range with the Patient.
const PATIENT: usize = 9;
/// The range with next of kin.
const RELATED: usize = 10;
/// The first range with blood types.
const BLOOD: usize = 11;
/// ABO and RhD together, in LOINC.
const BLOOD_CODES: [&str; 2] = ["882-1", "34532-2"];
/// The code system of [`BLOOD_CODES`].
const LOINC: &str = "http://loinc.org";
/// Next of kin looked at.
const RELATED_ROWS: usize = 20;

/// The page's content.
#[derive(Clone, Debug)]
pub struct Card {
    /// Whose it is.
    pub person: Person,
    /// Critical information and allergies.
    pub allergies: allergies::List,
    /// Medicines.
    pub medicines: medicines::List,
    /// Diagnoses.
    pub diagnoses: diagnoses::List,
    /// Whom to call.
    pub contacts: Vec<Contact>,
    /// The blood type, only if it is recorded and not disputed.
    pub blood: Option<Answer>,
    /// What the card covers.
    pub coverage: Coverage,
}

/// The emergency card.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record, and for the person where a line of the card is behind a fresh sign-in; otherwise what the store says.
pub async fn card(app: &App, pass: &Pass, now: Timestamp) -> Result<Card, ReadError> {
    let look = allergies::ranges(medicines::ranges(Look::new(Matter::EmergencyCard, now)));
    let mut look = look.patient().newest(ResourceType::RelatedPerson, RELATED_ROWS);
    for code in BLOOD_CODES {
        look = look.newest(ResourceType::Observation, 5).code(CodeKey::of(LOINC, code));
    }
    let found = app.look(pass, &look, now).await?;
    // Half a card is a danger: it opens whole, or tells how it opens.
    let parts = Matter::EmergencyCard.areas();
    let is_locked = |one: &Withheld| one.sight == Sight::Locked && parts.contains(&Area::of(one.kind));
    if found.shelf.is_asking() && found.shelf.all_withheld().any(is_locked) {
        return Err(Denied::SignInNotFresh.into());
    }
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let read = medicines::read(app, &found, 0);
    let medicines = medicines::finish(app, &found, read, now).await?;
    let stated =
        SUMMARIES.into_iter().flat_map(|range| medicines::stated(app, &found.shelf, range)).collect();
    let read = allergies::read(app, &found, ALLERGIES).with_statements(stated);
    let allergies = allergies::finish(app, &found, read, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    let conditions = rows.read(CONDITIONS, diagnosis);
    let diagnoses = diagnoses::finish(app, &found, conditions, rows.coverage()).await?;
    let (person, mut contacts) =
        found.shelf.first(PATIENT).map(|patient| person(&patient.body)).unwrap_or_default();
    for entry in found.shelf.range(RELATED) {
        // Whoever is dead is called by nobody, whatever the relation says.
        let is_over = app.relation(entry, now).await?.is_none_or(|one| one.is_over());
        contacts.extend(related(&entry.body).filter(|_| !is_over));
    }
    let blood = (BLOOD..BLOOD + BLOOD_CODES.len()).flat_map(|range| found.shelf.range(range));
    let blood = blood.filter_map(|one| answer(one.id, &one.body, &resolve)).filter(is_blood_type).collect();
    let mut coverage = together([&medicines.coverage, &allergies.coverage, &diagnoses.coverage]);
    asks(&mut coverage, &found.shelf);
    let (contacts, blood) = (to_call(contacts, now), blood_type(blood));
    Ok(Card { person, allergies, medicines, diagnoses, contacts, blood, coverage })
}

/// Keys can collide: the document decides.
fn is_blood_type(answer: &Answer) -> bool {
    &*answer.analysis.system == LOINC && BLOOD_CODES.contains(&&*answer.analysis.code)
}

fn together(parts: [&Coverage; 3]) -> Coverage {
    let mut all = Coverage::default();
    for part in parts {
        for source in &part.sources {
            all.row(part.since, Some(source));
        }
        all.has_unnamed_source |= part.has_unnamed_source;
        all.since = all.since.into_iter().chain(part.since).min();
        all.until = all.until.into_iter().chain(part.until).max();
        if let Some(received) = part.received {
            all.received(received);
        }
    }
    all
}
