//! Staff in the access log: who they are in words, and what in the record explains that they looked.

use helsami_domain::access::Actor;
use helsami_domain::case::Owner;
use helsami_domain::coded::Label;
use helsami_domain::explain::{Tie, explanation};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::visit_log::Visit;
use helsami_domain::when::When;
use helsami_fhir::appointment::appointment;
use helsami_fhir::care::care;
use helsami_fhir::headline::headline;
use helsami_fhir::keeper::keepers;
use helsami_fhir::staff::{StaffRole, staff_role};
use helsami_store::{Entry, Look};

use crate::app::App;
use crate::read::{Found, ReadError};

/// What can explain a look, and how many of each are looked through.
const TIES: [(ResourceType, usize); 3] =
    [(ResourceType::Encounter, 300), (ResourceType::Appointment, 300), (ResourceType::ServiceRequest, 300)];
/// Single things that are named on a page.
const ITEMS: usize = 60;

/// The row of the person, which says who their doctor is.
const PERSON: usize = TIES.len();

/// The person's own doctor, a visit, an appointment or an order, with the looks that it explains.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What it is.
    pub kind: ResourceType,
    /// What it is called.
    pub name: Option<Label>,
    /// When it was.
    pub when: Option<When>,
    /// The visits of the log, by their place in it.
    pub visits: Vec<usize>,
}

/// The row of a role.
pub(super) const fn role_row(role: LocalId) -> RecordId {
    RecordId { patient: PatientKey::SHARED, kind: ResourceType::PractitionerRole, local: role }
}

/// The members of staff behind some roles.
pub(super) async fn staff(
    app: &App,
    found: &Found,
    roles: &[LocalId],
) -> Result<Vec<(LocalId, StaffRole)>, ReadError> {
    let rows: Vec<RecordId> = roles.iter().copied().map(role_row).collect();
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let entries = app.store.shared(&found.grant, &rows).await?;
    let read = |entry: &Entry| Some((entry.id.local, staff_role(&entry.body, &resolve)?));
    let mut staff: Vec<(LocalId, StaffRole)> = entries.iter().filter_map(read).collect();
    let parties = staff.iter_mut().flat_map(|(_, one)| [&mut one.person, &mut one.organization]);
    app.name_parties((&found.grant, found.now), parties).await?;
    Ok(staff)
}

/// The member of staff behind one role.
pub(crate) async fn staff_of(
    app: &App,
    found: &Found,
    role: LocalId,
) -> Result<Option<StaffRole>, ReadError> {
    Ok(staff(app, found, &[role]).await?.pop().map(|(_, staff)| staff))
}

/// The roles of the staff among the visits.
pub(super) fn roles(visits: &[Visit]) -> Vec<LocalId> {
    let role = |visit: &Visit| match visit.actor {
        Actor::Staff { role, .. } => Some(role),
        _ => None,
    };
    let mut roles: Vec<LocalId> = visits.iter().filter_map(role).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// What explains the looks of staff, newest first, and the looks that nothing explains.
pub(super) async fn explained(
    app: &App,
    found: &Found,
    (visits, staff): (&[Visit], &[(LocalId, StaffRole)]),
) -> Result<(Vec<Reason>, Vec<usize>), ReadError> {
    let (mut reasons, mut unexplained): (Vec<(RecordId, Reason)>, Vec<usize>) = (Vec::new(), Vec::new());
    if staff.is_empty() && roles(visits).is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let look = TIES
        .iter()
        .fold(Look::new(Matter::AccessLog, found.now), |look, (kind, rows)| look.newest(*kind, *rows))
        .patient();
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let entries: Vec<&Entry> = (0..TIES.len()).flat_map(|range| shelf.range(range)).collect();
    let ties = ties(app, found, &entries).await?;
    let person = shelf.first(PERSON);
    let own = doctors(app, found, person).await?;
    for (place, visit) in visits.iter().enumerate() {
        let Actor::Staff { role, .. } = visit.actor else { continue };
        let organization =
            staff.iter().find(|(one, _)| *one == role).and_then(|(_, one)| one.organization.id);
        let why = organization.and_then(|row| explanation(&ties, row.local, visit.began));
        let near = why.and_then(|id| entries.iter().copied().find(|entry| entry.id == id));
        let is_own = organization.is_some_and(|row| own.contains(&row.local));
        let Some(entry) = near.or_else(|| person.filter(|_| is_own)) else {
            // A search is explained by the opening that it led to.
            if !visits.iter().any(|other| visit.led_to(other)) {
                unexplained.push(place);
            }
            continue;
        };
        match reasons.iter_mut().find(|(id, _)| *id == entry.id) {
            Some((_, reason)) => reason.visits.push(place),
            None => reasons.push((entry.id, reason(entry, place))),
        }
    }
    Ok((reasons.into_iter().map(|(_, reason)| reason).collect(), unexplained))
}

fn reason(entry: &Entry, place: usize) -> Reason {
    if entry.id.kind == ResourceType::Patient {
        return Reason { kind: entry.id.kind, name: None, when: None, visits: vec![place] };
    }
    let head = headline(&entry.body);
    let when = head.when.or(Some(When::Moment(entry.date)));
    Reason { kind: entry.id.kind, name: head.name, when, visits: vec![place] }
}

/// The places of the person's own doctor, as the record has them now.
async fn doctors(app: &App, found: &Found, person: Option<&Entry>) -> Result<Vec<LocalId>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let own = person.and_then(|person| care(ResourceType::Patient, &person.body, &resolve));
    let Some(own) = own else { return Ok(Vec::new()) };
    let rows = app.store.shared(&found.grant, &own.leads).await?;
    let led = rows.iter().flat_map(|row| keepers(&row.body, &resolve).organizations);
    let led = led.filter_map(Owner::of).map(Owner::local);
    Ok(own.tie.organizations.iter().copied().chain(led).collect())
}

/// Which organisations the rows tie to the person, by themselves or through staff and places.
async fn ties(app: &App, found: &Found, entries: &[&Entry]) -> Result<Vec<Tie>, ReadError> {
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let kept: Vec<_> = entries.iter().map(|entry| keepers(&entry.body, &resolve)).collect();
    let mut leads: Vec<RecordId> = kept.iter().flat_map(|one| one.leads.clone()).collect();
    leads.retain(|row| row.patient.is_shared());
    leads.sort_unstable();
    leads.dedup();
    let rows = app.store.shared(&found.grant, &leads).await?;
    let led: Vec<(RecordId, Vec<RecordId>)> =
        rows.iter().map(|row| (row.id, keepers(&row.body, &resolve).organizations)).collect();
    let tie = |(entry, kept): (&&Entry, &helsami_fhir::keeper::Keepers)| {
        let through = kept.leads.iter().filter_map(|lead| led.iter().find(|(id, _)| id == lead));
        let all = kept.organizations.iter().chain(through.flat_map(|(_, organizations)| organizations));
        let organizations = all.filter_map(|row| Owner::of(*row)).map(Owner::local).collect();
        let agreed = appointment(entry.id, &entry.body, &resolve)
            .filter(|_| matches!(entry.id.kind, ResourceType::Encounter | ResourceType::Appointment));
        let (start, end) = agreed.map_or((None, None), |one| (one.start, one.end));
        let from = start.map_or(entry.date, When::start);
        let until = end.map_or(from, When::end).max(from);
        Tie { id: entry.id, organizations, from, until }
    };
    Ok(entries.iter().zip(&kept).map(tie).collect())
}

/// What the single things are called that others than the owner have opened.
pub(super) async fn items(
    app: &App,
    found: &Found,
    visits: &[Visit],
) -> Result<Vec<(RecordId, Option<Label>)>, ReadError> {
    let owner = found.grant.patient();
    let is_own =
        |visit: &&Visit| matches!(visit.actor, Actor::Citizen { person, .. } if Some(person) == owner);
    let mut wanted: Vec<RecordId> =
        visits.iter().filter(|visit| !is_own(visit)).flat_map(|visit| visit.items.clone()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.truncate(ITEMS);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let look = wanted.iter().fold(Look::new(Matter::AccessLog, found.now), |look, id| look.one(*id));
    let shelf = app.store.read_on(&found.grant, &found.shelf, &look).await?;
    let named = |(range, id): (usize, &RecordId)| {
        let name = shelf.first(range).and_then(|entry| headline(&entry.body).name);
        (*id, name)
    };
    Ok(wanted.iter().enumerate().map(named).collect())
}
