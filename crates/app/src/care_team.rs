//! The care team: who follows the person up, where, how to reach them, and who no longer does.

use helsami_domain::access::{Grant, Read};
use helsami_domain::care_team::{Member, gather};
use helsami_domain::contact::sort_contacts;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::ids::RecordId;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::team::{self, Reached, care_team, episode, general_practitioner};
use helsami_store::Look;
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, Rows};

/// Teams and courses that are looked through.
const LINES: usize = 60;

/// The page's content.
#[derive(Clone, Debug)]
pub struct Team {
    /// Everybody, those who still follow the person up first.
    pub members: Vec<Member>,
    /// What the list covers.
    pub coverage: Coverage,
}

/// The care team.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn team(app: &App, pass: &Pass, now: Timestamp) -> Result<Team, ReadError> {
    let look = Look::new(Matter::CareTeam, now)
        .patient()
        .newest(ResourceType::CareTeam, LINES)
        .newest(ResourceType::EpisodeOfCare, LINES);
    let found = app.look(pass, &look, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    let doctors = rows.read(0, |_, body, resolve| Some(general_practitioner(body, resolve)));
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let teams = rows.read_as(1, |_, entry| care_team(&entry.body, now, &resolve));
    let courses = rows.read_as(2, |_, entry| episode(&entry.body, now, &resolve));
    let mut members: Vec<Member> = doctors.into_iter().chain(teams).chain(courses).flatten().collect();
    let mut coverage = rows.coverage();
    reach(app, &found.grant, &mut members).await?;
    coverage.leave_out(LeftOut::Repeats(gather(&mut members)));
    for one in &mut members {
        sort_contacts(&mut one.reach, now);
        one.reach.retain(|contact| contact.is_current(now));
        coverage.row(one.period.start, one.place.name.as_deref().or(one.who.name.as_deref()));
    }
    if let Some(patient) = found.shelf.first(0) {
        coverage.received(When::Moment(patient.updated));
    }
    if members.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    Ok(Team { members, coverage })
}

/// Fills in names, places and how to reach everybody. Staff and places lie outside the record: one hop for all of
/// them, and one more for the people behind roles, where a role does not say their names.
async fn reach(app: &App, grant: &Grant<Read>, members: &mut [Member]) -> Result<(), ReadError> {
    let first = cards(app, grant, ids(members)).await?;
    for one in members.iter_mut() {
        if let Some(card) = card_of(&first, one.who.id) {
            take(one, card);
        }
    }
    let second: Vec<RecordId> =
        ids(members).into_iter().filter(|id| card_of(&first, Some(*id)).is_none()).collect();
    let second = if second.is_empty() { Vec::new() } else { cards(app, grant, second).await? };
    for one in members.iter_mut() {
        let card = card_of(&first, one.who.id).or_else(|| card_of(&second, one.who.id));
        if let Some(card) = card.filter(|_| one.who.name.is_none()) {
            one.who.name.clone_from(&card.name);
        }
        let place = card_of(&first, one.place.id).or_else(|| card_of(&second, one.place.id));
        if let Some(place) = place {
            one.place.name = one.place.name.take().or_else(|| place.name.clone());
            if one.reach.is_empty() {
                one.reach.clone_from(&place.reach);
            }
        }
    }
    Ok(())
}

fn ids(members: &[Member]) -> Vec<RecordId> {
    let parties = members.iter().flat_map(|one| [one.who.id, one.place.id]);
    let mut ids: Vec<RecordId> = parties.flatten().filter(|id| id.patient.is_shared()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

async fn cards(
    app: &App,
    grant: &Grant<Read>,
    ids: Vec<RecordId>,
) -> Result<Vec<(RecordId, Reached)>, ReadError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let entries = app.store.shared(grant, &ids).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    Ok(entries.iter().filter_map(|entry| Some((entry.id, team::reached(&entry.body, &resolve)?))).collect())
}

fn card_of(cards: &[(RecordId, Reached)], id: Option<RecordId>) -> Option<&Reached> {
    cards.iter().find(|(known, _)| Some(*known) == id).map(|(_, card)| card)
}

/// What a card says about a member. A role gives way to the person who has it.
fn take(one: &mut Member, card: &Reached) {
    one.who.name = one.who.name.take().or_else(|| card.name.clone());
    if one.reach.is_empty() {
        one.reach.clone_from(&card.reach);
    }
    if one.roles.is_empty() {
        one.roles.clone_from(&card.roles);
    }
    if one.place.is_unknown() {
        one.place.clone_from(&card.place);
    }
    if card.person.id.is_some() {
        one.who.id = card.person.id;
    }
}
