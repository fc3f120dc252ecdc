//! What is registered at the desk for those who cannot do it themselves: a power of attorney on paper, custody by judgment. It
//! is listed with what was given on application, and is ended or marked as a mistake; nothing is erased.

use helsami_domain::access::facts::{Facts, Home, Proxy, Relation, RelationKind, Term};
use helsami_domain::access::{self, weigh};
use helsami_domain::ids::{PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::consent::made::{Given, ended};
use helsami_fhir::consent::registered::{ONCE, Paper, Registered, mistaken, registered_by};
use helsami_fhir::consent::{AccessConsent, Matter as About, access_consent};
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, ExternalId, Look};
use jiff::Timestamp;

use super::handle::keep;
use super::register::{At, Names};
use super::{Person, work_subject};
use crate::access::{Seen, read_error, seen_by};
use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// The address of the paper inside the delivery.
const PAPER: &str = "urn:uuid:0b7b8f0e-54b9-4c44-8d57-0f4c0c6a2b52";

/// What was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A power of attorney that the patient has signed.
    Proxy(Proxy),
    /// A judgment or an agreement about custody.
    Custody,
}

impl Shown {
    /// What the paper is called in the record.
    const fn title(&self) -> &'static str {
        match self {
            Self::Proxy(_) => "Fullmakt på papir",
            Self::Custody => "Foreldreansvar, vist på papir",
        }
    }
}

/// How what was registered is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It held until now.
    Ended,
    /// It was never true.
    Mistake,
}

/// What was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A power of attorney on paper.
    Proxy,
    /// A doctor's statement.
    Statement,
    /// The nearest relative, on a statement.
    Representative,
    /// The nearest relative of somebody who is dead.
    NearestOfDead,
    /// Custody.
    Custody,
}

/// One thing that staff have registered and that holds.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How it stands in forms.
    pub link: ExternalId,
    /// What.
    pub kind: Kind,
    /// For whom; `None` where it is for nobody, empty where nobody may be named.
    pub holder: Option<String>,
    /// From when to when.
    pub term: Term,
    /// Who registered it.
    pub by: String,
}

impl App {
    /// The relation that what was shown makes, between the patient of the open record and the receiver.
    async fn shown_relation(
        &self,
        pass: &Pass,
        (receiver, shown, term): (PatientKey, &Shown, Term),
        now: Timestamp,
    ) -> Result<Relation, ReadError> {
        let kind = match shown {
            Shown::Proxy(proxy) => RelationKind::Proxy(proxy.clone()),
            Shown::Custody => {
                let (child, other) =
                    (self.known(pass.subject(), now).await?, self.known(receiver, now).await?);
                let relations = child.relations((receiver, &other.person), now);
                let has_responsibility = relations.iter().any(|one| {
                    let is_now = one.is_active && one.term.holds(now);
                    is_now && matches!(one.kind, RelationKind::Parent { has_responsibility: true, .. })
                });
                RelationKind::Parent { has_responsibility, home: Home::Documented }
            }
        };
        Ok(Relation { kind, term, is_active: true })
    }
}

/// Who is meant, and what they would see now. `receiver` is an address of this visit.
///
/// # Errors
/// [`ReadError::Denied`], as for registering it.
pub async fn paper_preview(
    app: &App,
    (at_work, pass): At<'_>,
    (receiver, shown, term): (&str, &Shown, Term),
    now: Timestamp,
) -> Result<(Person, Vec<Seen>), ReadError> {
    let key = work_subject(app, at_work, receiver)?;
    let relation = app.shown_relation(pass, (key, shown, term), now).await?;
    let grant =
        app.decide_registering(((at_work, pass), (key, &relation)), now, access::register_preview).await?;
    let person = Person::of(app, at_work, key, &app.known(key, now).await?);
    Ok((person, seen_by(app, (&grant, pass), now).await?))
}

/// Registers it: the paper as a document of the record, and what follows of it, all or nothing.
///
/// # Errors
/// [`ReadError::Denied`], with the reason; otherwise what the store says.
pub async fn paper_register(
    app: &App,
    (at_work, pass): At<'_>,
    ((receiver, shown, term), words): ((&str, &Shown, Term), &str),
    now: Timestamp,
) -> Result<(), ReadError> {
    let key = work_subject(app, at_work, receiver)?;
    let relation = app.shown_relation(pass, (key, shown, term), now).await?;
    let grant = app.decide_registering(((at_work, pass), (key, &relation)), now, access::register).await?;
    app.has_room(pass.subject()).await?;
    let (names, receiver) = (Names::of(app, (at_work, pass)), app.patient(key));
    let once = app.once(pass, (key, shown, term), (words, now)).await?;
    let registered = Registered { once: Some(&once), ..names.registered(Some(PAPER), now) };
    let author = match shown {
        Shown::Proxy(_) => pass.name(),
        Shown::Custody => at_work.organization_name.as_deref(),
    };
    let author = author.unwrap_or(&at_work.name);
    let paper = registered.document(Paper { title: shown.title(), date: now, author, words: words.trim() });
    let consent = match shown {
        Shown::Proxy(proxy) => registered.proxy(&receiver, Given { proxy, items: &[], term }),
        Shown::Custody => registered.custody(&receiver, term),
    };
    let way = Way::Create { unless: Some(format!("identifier={ONCE}|{once}").into()) };
    let create = |json| Incoming { way: way.clone(), ..Incoming::create(json) };
    match app.store.write(&grant, vec![create(&paper).at(PAPER), create(&consent)], now).await {
        // The same at the same moment: the other has been faster, and what was meant is there.
        Ok(_) | Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => Ok(()),
        Err(error) => Err(read_error(error)),
    }
}

impl App {
    /// What tells the same paper, sent twice on a day, from another: what it says and gives, to whom, and how often what staff
    /// have registered in this record was taken back, so that it can be registered again after that.
    async fn once(
        &self,
        pass: &Pass,
        (receiver, shown, term): (PatientKey, &Shown, Term),
        (words, now): (&str, Timestamp),
    ) -> Result<String, ReadError> {
        let shelf = self.store.facts(&weigh(pass.subject())?).await?;
        let is_over =
            |entry: &&Entry| registered_by(&entry.body).is_some() && self.registered(entry, now).is_none();
        let over = shelf.range(2).iter().filter(is_over).count();
        let days = (When::today(now), When::today(term.from), term.end);
        let about = format!("{} {} {shown:?} {days:?} {over}", pass.subject().get(), receiver.get());
        let mark = self.store.mark_of([about.as_str(), words.trim()]);
        Ok(mark.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

fn kind(about: &About) -> Option<Kind> {
    Some(match about {
        About::Proxy(_) => Kind::Proxy,
        About::Incapacity => Kind::Statement,
        About::Representative { .. } => Kind::Representative,
        About::NearestOfDead(_) => Kind::NearestOfDead,
        About::Custody => Kind::Custody,
        _ => return None,
    })
}

impl App {
    /// A consent that staff have registered and that is not over.
    fn registered(&self, entry: &Entry, now: Timestamp) -> Option<(AccessConsent, Kind, String)> {
        let by = registered_by(&entry.body)?;
        let consent = access_consent(entry.id, &entry.body, &|id, kind| self.resolve(id, kind))?;
        let kind =
            kind(&consent.matter).filter(|_| consent.is_active() && consent.term.has_not_ended(now))?;
        Some((consent, kind, by))
    }

    /// The rows of what staff have registered in the open record, read by a grant that shows these alone.
    async fn registered_rows(
        &self,
        (at_work, pass): At<'_>,
        only: Option<RecordId>,
        now: Timestamp,
    ) -> Result<Vec<Entry>, ReadError> {
        let shelf = self.store.facts(&weigh(pass.subject())?).await?;
        let is_meant = |entry: &&Entry| {
            only.is_none_or(|only| only == entry.id) && self.registered(entry, now).is_some()
        };
        let rows: Vec<RecordId> = shelf.range(2).iter().filter(is_meant).map(|entry| entry.id).collect();
        let who = (at_work, pass.subject(), pass.opening());
        let rule = |facts: &Facts<'_>| access::read_registered(at_work.actor(), facts, &rows);
        let decided = self.decide_at_work(who, now, rule).await;
        let (grant, _) = self.or_refused((at_work, pass), decided, now).await?;
        let look = rows.iter().fold(Look::new(Matter::Access, now), |look, row| look.one(*row));
        let shelf = self.store.read(&grant, &pass.with_reason(&look)).await?;
        Ok((0..rows.len()).filter_map(|range| shelf.first(range).cloned()).collect())
    }

    async fn listed(&self, entry: &Entry, now: Timestamp) -> Result<Option<Listed>, ReadError> {
        let Some((consent, kind, by)) = self.registered(entry, now) else { return Ok(None) };
        let holder = match consent.holder {
            Some(key) => Some(self.unprotected_name(key, now).await?.unwrap_or_default()),
            None => None,
        };
        Ok(Some(Listed { link: self.link(entry.id), kind, holder, term: consent.term, by }))
    }
}

/// What staff have registered and what holds, newest first. The look is in the citizen's log.
///
/// # Errors
/// [`ReadError::Denied`] for whoever does not treat the patient; otherwise what the store says.
pub async fn paper_list(app: &App, at: At<'_>, now: Timestamp) -> Result<Vec<Listed>, ReadError> {
    let mut list = Vec::new();
    for entry in app.registered_rows(at, None, now).await? {
        list.extend(app.listed(&entry, now).await?);
    }
    Ok(list)
}

/// One of them.
///
/// # Errors
/// [`ReadError::Unknown`] for what staff have not registered or what is over; otherwise as [`paper_list`].
pub async fn paper_find(app: &App, at: At<'_>, id: &str, now: Timestamp) -> Result<Listed, ReadError> {
    let entry = one(app, at, id, now).await?;
    app.listed(&entry, now).await?.ok_or(ReadError::Unknown)
}

async fn one(app: &App, at: At<'_>, id: &str, now: Timestamp) -> Result<Entry, ReadError> {
    let row = app.own(id, ResourceType::Consent, at.1.subject())?;
    app.registered_rows(at, Some(row), now).await?.into_iter().next().ok_or(ReadError::Unknown)
}

/// Takes it back. The paper and the versions stay.
///
/// # Errors
/// As [`paper_find`].
pub async fn paper_end(
    app: &App,
    at: At<'_>,
    (id, how): (&str, End),
    now: Timestamp,
) -> Result<(), ReadError> {
    let grant = app.may_register(at, now).await?;
    let entry = one(app, at, id, now).await?;
    let json = match how {
        End::Ended => ended(&entry.body),
        End::Mistake => mistaken(&entry.body),
    };
    let json = json.ok_or(ReadError::Unknown)?;
    match app.store.write(&grant, vec![keep(app, (entry.id, entry.version), &json)], now).await {
        Ok(_) => Ok(()),
        // Somebody has been faster: it is over, or another by now.
        Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => Err(ReadError::Unknown),
        Err(error) => Err(read_error(error)),
    }
}
