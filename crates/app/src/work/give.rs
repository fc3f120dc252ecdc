//! Giving access on an application: whoever the application is about is found by its number, and the record must be open to
//! whoever gives. The statement, the access and the answer are one write in two records.

use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{End, Relation, RelationKind, Term};
use helsami_domain::access::{self, Denied, Statement, find_patient};
use helsami_domain::application::Application;
use helsami_domain::case::{CaseKind, Ending};
use helsami_domain::ids::PatientKey;
use helsami_domain::when::When;
use helsami_fhir::case::answered;
use helsami_fhir::consent::registered::Paper;
use helsami_store::write::Incoming;
use jiff::Timestamp;

use super::handle::{keep, may_answer};
use super::register::Names;
use super::{AtHand, AtWork, HandleError, Person, admit_at_work, case_open, reader};
use crate::access::{Seen, seen_by};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;
use crate::sign_in::NATIONAL;

/// The address of the statement inside the delivery.
const STATEMENT: &str = "urn:uuid:5b0c9a40-3e3a-4a55-9c1c-6f0f3c1a7d11";
/// What the statement is called in the record.
const TITLE: &str = "Erklæring om samtykkekompetanse";

/// An application, and how far it has come to the record that it is about.
#[derive(Clone, Debug)]
pub struct Giving {
    /// The case.
    pub at_hand: AtHand,
    /// What was applied for.
    pub application: Application,
    /// Who applies.
    pub applicant: PatientKey,
    /// The record that it is about.
    pub about: About,
}

/// The record that an application is about.
#[derive(Clone, Debug)]
pub enum About {
    /// Nobody has this number here.
    Nobody,
    /// Found, and not open in this visit.
    Closed(Person),
    /// Found, and the rules do not open it.
    Refused(Person, Denied),
    /// Open.
    Open(Person, Box<Pass>),
}

/// What is given, and on what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Which parts.
    pub areas: Areas,
    /// Until when.
    pub end: End,
    /// The doctor's statement; none for somebody who is dead.
    pub statement: Option<Stated>,
}

/// A doctor's statement that the person cannot consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// When it was made, and until when it holds.
    pub statement: Statement,
    /// Who made it.
    pub doctor: String,
    /// What it says.
    pub words: String,
}

/// One application with the record that it is about, as far as it is open. The look at the case is in the applicant's log.
///
/// # Errors
/// [`ReadError::Denied`] for whoever may not answer the case; [`ReadError::Unknown`] for a case that is no application.
pub async fn giving(app: &App, at_work: &AtWork, id: &str, now: Timestamp) -> Result<Giving, ReadError> {
    let at_hand = case_open(app, at_work, id, now).await?;
    if let Some(denied) = at_hand.denied {
        return Err(denied.into());
    }
    let is_meant = at_hand.view.case.kind() == CaseKind::ApplyToAct;
    let application = at_hand.view.application.clone().filter(|_| is_meant).ok_or(ReadError::Unknown)?;
    let applicant = at_hand.view.asked_by.ok_or(ReadError::Unknown)?;
    let staff = reader(at_work, PatientKey::SHARED, (None, false));
    let grant = find_patient(at_work.actor(), &staff)?;
    let number = application.number.digits();
    let identifiers = NATIONAL.map(|system| (system, number.as_str()));
    let about = match app.store.person_find(&grant, &identifiers, now).await? {
        None => About::Nobody,
        Some(key) => {
            let person = Person::of(app, at_work, key, &app.known(key, now).await?);
            match admit_at_work(app, at_work, key, now).await {
                Ok(pass) => About::Open(person, Box::new(pass)),
                Err(ReadError::Denied(Denied::GroundMissing)) => About::Closed(person),
                Err(ReadError::Denied(denied)) => About::Refused(person, denied),
                Err(error) => return Err(error),
            }
        }
    };
    Ok(Giving { at_hand, application, applicant, about })
}

impl Approval {
    /// The relation that it makes. `None` where a living person has no statement or it ends before the access, or where a
    /// dead one has one.
    fn relation(&self, is_dead: bool, now: Timestamp) -> Option<Relation> {
        let areas = self.areas.and(Areas::of(&Area::GIVEABLE));
        let kind = match (&self.statement, is_dead) {
            (Some(stated), false) if matches!(self.end, End::At(end) if end <= stated.statement.end()) => {
                RelationKind::Representative { areas, certified: stated.statement.certified() }
            }
            (None, true) => RelationKind::NearestOfDead { areas },
            _ => return None,
        };
        Some(Relation { kind, term: Term { from: now, end: self.end }, is_active: true })
    }
}

/// What the applicant would see now.
///
/// # Errors
/// [`ReadError::Denied`], as for giving it.
pub async fn give_preview(
    app: &App,
    at_work: &AtWork,
    (giving, approval): (&Giving, &Approval),
    now: Timestamp,
) -> Result<Vec<Seen>, ReadError> {
    let About::Open(person, pass) = &giving.about else { return Err(Denied::GroundMissing.into()) };
    let relation = approval.relation(person.is_dead, now).ok_or(Denied::CapacityNotStated)?;
    let asked = (giving.applicant, &relation);
    let grant =
        app.decide_registering(((at_work, pass.as_ref()), asked), now, access::register_preview).await?;
    seen_by(app, (&grant, pass), now).await
}

/// Gives it: the statement, the access and the answer to the applicant, all or nothing.
///
/// # Errors
/// [`HandleError`], each with its sentence.
pub async fn give(
    app: &App,
    at_work: &AtWork,
    (giving, approval, words): (&Giving, &Approval, &str),
    now: Timestamp,
) -> Result<(), HandleError> {
    let About::Open(person, pass) = &giving.about else {
        return Err(ReadError::from(Denied::GroundMissing).into());
    };
    let relation =
        approval.relation(person.is_dead, now).ok_or(ReadError::from(Denied::CapacityNotStated))?;
    let answers = may_answer(app, (at_work, &giving.at_hand), now).await?;
    let asked = (giving.applicant, &relation);
    let registers = app.decide_registering(((at_work, pass.as_ref()), asked), now, access::register).await?;
    app.has_room(pass.subject()).await?;
    let names = Names::of(app, (at_work, pass));
    let documents = documents(&names, (approval, &app.patient(giving.applicant), &relation), now);
    let task = answered(&giving.at_hand.body, (Ending::Answered, words.trim()), now);
    let task = task.ok_or(HandleError::NotOffered)?;
    let answer = vec![keep(app, (giving.at_hand.view.id, giving.at_hand.version), &task)];
    let made = documents.iter().map(|(url, json)| match url {
        Some(url) => Incoming::create(json).at(*url),
        None => Incoming::create(json),
    });
    let parts = vec![(&registers, made.collect()), (&answers, answer)];
    Ok(app.store.write_together(parts, now).await.map(drop)?)
}

type Document = (Option<&'static str>, String);

/// What is written into the record of the person.
fn documents(
    names: &Names,
    (approval, receiver, relation): (&Approval, &str, &Relation),
    now: Timestamp,
) -> Vec<Document> {
    let (areas, term) = (approval.areas.and(Areas::of(&Area::GIVEABLE)), relation.term);
    let Some(stated) = &approval.statement else {
        return vec![(None, names.registered(None, now).nearest_of_dead((receiver, areas, term)))];
    };
    let registered = names.registered(Some(STATEMENT), now);
    let paper = Paper {
        title: TITLE,
        date: When::Day(stated.statement.made()).start(),
        author: stated.doctor.trim(),
        words: stated.words.trim(),
    };
    vec![
        (Some(STATEMENT), registered.document(paper)),
        (None, registered.incapacity(stated.statement, stated.doctor.trim())),
        (None, registered.representative(stated.statement, (receiver, areas, term))),
    ]
}
