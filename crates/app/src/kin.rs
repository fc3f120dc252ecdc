//! Next of kin as the person settles them: which relations are right, and what each is for.

use helsami_domain::access::{self, Change};
use helsami_domain::coverage::Coverage;
use helsami_domain::matter::Matter;
use helsami_domain::relation::{Purpose, Purposes, Relation, Trust, compare};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::{When, oslo};
use helsami_fhir::person::kin::{NewKin, confirmed, ended};
use helsami_fhir::person::{contacts, related_facts, relation};
use helsami_store::write::{Incoming, Way, WriteError};
use helsami_store::{Entry, Error, ExternalId, Look};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::access::read_error;
use crate::app::App;
use crate::cases::patient_row;
use crate::pass::Pass;
use crate::read::ReadError;

/// Relations of one person: more than anybody has.
const LINES: usize = 200;
/// How often a change is tried again when somebody else has been faster.
const TRIES: usize = 4;
/// The longest name and the longest number that are taken.
pub const NAME_MAX: usize = 200;

/// One relation, and what it can be found by.
#[derive(Clone, Debug)]
pub struct Kin {
    /// The relation.
    pub relation: Relation,
    /// How it stands in addresses; none for a line of the register, which only the register changes.
    pub link: Option<ExternalId>,
}

/// The page's content.
#[derive(Clone, Debug)]
pub struct Kins {
    /// Confirmed ones first, those that are over last.
    pub list: Vec<Kin>,
    /// What the page covers.
    pub coverage: Coverage,
}

/// What was typed about somebody new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// What they are to the person, in words.
    pub relation: String,
    /// The telephone number; empty for none.
    pub phone: String,
    /// What the relation is for.
    pub purposes: Purposes,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no name, or it is too long.
    Name,
    /// It does not say what they are to the person.
    Relation,
    /// It is no telephone number.
    Phone,
    /// Somebody to call has no number.
    PhoneMissing,
}

impl Typed {
    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let is_filled = |text: &str| !text.trim().is_empty() && text.chars().count() <= NAME_MAX;
        let phone = self.phone.trim();
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let is_number = phone.chars().all(|sign| sign.is_ascii_digit() || " +()-".contains(sign));
        let mut faults = Vec::new();
        if !is_filled(&self.name) {
            faults.push(Fault::Name);
        }
        if !is_filled(&self.relation) {
            faults.push(Fault::Relation);
        }
        if phone.is_empty() && self.purposes.has(Purpose::Call) {
            faults.push(Fault::PhoneMissing);
        } else if !(phone.is_empty() || is_number && (5..=15).contains(&digits)) {
            faults.push(Fault::Phone);
        }
        faults
    }
}

/// The person's relations, with what can be done about each.
///
/// # Errors
/// [`ReadError::Denied`] for whoever may not settle them; otherwise as every reading.
pub async fn kin(app: &App, pass: &Pass, now: Timestamp) -> Result<Kins, ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::ConfirmKin, now).await?;
    let look = Look::new(Matter::Details, now).patient().newest(ResourceType::RelatedPerson, LINES);
    let found = app.look(pass, &look, now).await?;
    let mut coverage = Coverage::default();
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let recorded = |entry: &Entry| When::Moment(entry.updated);
    let mut list = Vec::new();
    if let Some(patient) = found.shelf.first(0) {
        let lines = contacts(&patient.body, recorded(patient), now, &resolve);
        list.extend(lines.into_iter().map(|relation| Kin { relation, link: None }));
    }
    for entry in found.shelf.range(1) {
        coverage.received(recorded(entry));
        let Some(relation) = app.relation(entry, now).await? else { continue };
        list.push(Kin { relation, link: Some(app.link(entry.id)) });
    }
    let sources = list.iter_mut().map(|one| &mut one.relation.source);
    app.name_all((&found.grant, now), sources).await?;
    list.sort_by(|a, b| compare(&a.relation, &b.relation));
    Ok(Kins { list, coverage })
}

/// One relation that can be settled: neither over nor of the register.
///
/// # Errors
/// [`ReadError::Unknown`] for what is no such relation of this record; otherwise as [`kin`].
pub async fn kin_find(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<Kin, ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::ConfirmKin, now).await?;
    find(app, pass, id, now).await.map(|(_, kin)| kin)
}

async fn find(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<(Entry, Kin), ReadError> {
    let row = app.own(id, ResourceType::RelatedPerson, pass.subject())?;
    let found = app.look(pass, &Look::new(Matter::Details, now).one(row), now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?.clone();
    let relation = app.relation(&entry, now).await?.ok_or(ReadError::Unknown)?;
    if relation.is_over() {
        return Err(ReadError::Unknown);
    }
    let link = Some(app.link(entry.id));
    Ok((entry, Kin { relation, link }))
}

/// Whether the reader may settle relations at all: asked before a form is shown or read.
///
/// # Errors
/// [`ReadError::Denied`] for somebody who may not; otherwise what the store says.
pub async fn may_settle(app: &App, pass: &Pass, now: Timestamp) -> Result<(), ReadError> {
    app.may_change((pass.actor(), pass.subject()), Change::ConfirmKin, now).await.map(drop)
}

/// Says that a relation is right, and what it is for.
///
/// # Errors
/// As [`kin_find`], and as every change.
pub async fn kin_confirm(
    app: &App,
    pass: &Pass,
    (id, purposes): (&str, Purposes),
    now: Timestamp,
) -> Result<(), ReadError> {
    settle(app, pass, id, now, &|body, today| confirmed(body, purposes, today)).await
}

/// Ends a relation. Who it was stays in the earlier versions.
///
/// # Errors
/// As [`kin_find`], and as every change.
pub async fn kin_end(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<(), ReadError> {
    settle(app, pass, id, now, &ended).await
}

/// What becomes of a relation's text on a day.
type Settled<'s> = &'s (dyn Fn(&str, Date) -> Option<String> + Send + Sync);

#[expect(clippy::too_many_arguments, reason = "whose, which, when and what")]
async fn settle(
    app: &App,
    pass: &Pass,
    id: &str,
    now: Timestamp,
    settled: Settled<'_>,
) -> Result<(), ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::ConfirmKin, now).await?;
    for _ in 0..TRIES {
        let (entry, _) = find(app, pass, id, now).await?;
        let json = settled(&entry.body, today(now)).ok_or(ReadError::Unknown)?;
        let way = Way::Keep { id: id.into(), expected: Some(entry.version) };
        let incoming = Incoming { way, ..Incoming::create(&json) };
        match app.store.write(&grant, vec![incoming], now).await {
            Ok(_) => return Ok(()),
            Err(WriteError::Store(Error::Version { .. } | Error::Taken)) => {}
            Err(error) => return Err(read_error(error)),
        }
    }
    Err(Error::Busy.into())
}

/// Adds somebody the person has told of, without faults. `false` when there are too many.
///
/// # Errors
/// As every change.
pub async fn kin_add(app: &App, pass: &Pass, typed: &Typed, now: Timestamp) -> Result<bool, ReadError> {
    let grant = app.may_change((pass.actor(), pass.subject()), Change::ConfirmKin, now).await?;
    let look = Look::new(Matter::Details, now).newest(ResourceType::RelatedPerson, LINES);
    if app.look(pass, &look, now).await?.shelf.range(0).len() >= LINES {
        return Ok(false);
    }
    let patient = app.named(patient_row(pass.subject()));
    let new = NewKin {
        patient: &patient,
        name: typed.name.trim(),
        relation: typed.relation.trim(),
        phone: typed.phone.trim(),
        purposes: typed.purposes,
    };
    let json = new.related_person(today(now));
    app.store.write(&grant, vec![Incoming::create(&json)], now).await.map_err(read_error)?;
    Ok(true)
}

fn today(now: Timestamp) -> Date {
    now.to_zoned(oslo().clone()).date()
}

impl App {
    /// A stored relation as it stands today: whoever is registered as dead is nobody's relative to call, whatever the
    /// relation says, and whoever has an access is known as such.
    pub(crate) async fn relation(
        &self,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Option<Relation>, ReadError> {
        let resolve = |id: &str, kind| self.resolve(id, kind);
        let Some(mut one) = relation(&entry.body, When::Moment(entry.updated), now, &resolve) else {
            return Ok(None);
        };
        let identifiers = related_facts(&entry.body, now).map(|facts| facts.identifiers).unwrap_or_default();
        if one.trust == Trust::Ended || identifiers.is_empty() {
            return Ok(Some(one));
        }
        let weigh = access::weigh(entry.id.patient)?;
        let Some(person) = self.store.person_named(&weigh, &identifiers, now).await? else {
            return Ok(Some(one));
        };
        if self.known(person, now).await?.person.subject.is_dead {
            one.trust = Trust::Dead;
        } else {
            one.has_access = self.known(entry.id.patient, now).await?.gives_access_to(person, now);
        }
        Ok(Some(one))
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Typed};
    use helsami_domain::relation::{Purpose, Purposes};

    #[test]
    fn somebody_to_call_has_a_name_and_a_number() {
        let check = |name: &str, phone: &str, purposes: &[Purpose], expect: &[Fault]| {
            let purposes = Purposes::of(purposes.iter().copied());
            let typed = Typed { name: name.into(), relation: "Nabo".into(), phone: phone.into(), purposes };
            assert_eq!(typed.faults(), expect, "{typed:?}");
        };
        check("Per", "+47 22 22 22 22", &[Purpose::Call], &[]);
        check("Per", "", &[Purpose::Told], &[]);
        check("Per", "", &[Purpose::Never], &[]);
        check("Per", " ", &[Purpose::Call], &[Fault::PhoneMissing]);
        check("Per", "ring meg", &[], &[Fault::Phone]);
        check("Per", "1234", &[], &[Fault::Phone]);
        check("Per", "1234567890123456", &[], &[Fault::Phone]);
        check("", "22222222", &[], &[Fault::Name]);
        check(&"x".repeat(201), "", &[], &[Fault::Name]);
        assert_eq!(Typed::default().faults(), [Fault::Name, Fault::Relation]);
    }
}
