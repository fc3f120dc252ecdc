//! Appointments and visits: coming, not settled, called off, past.

use helsami_domain::appointment::{Appointment, Appointments, arrange};
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_fhir::appointment::appointment;
use helsami_fhir::card::is_dead;
use helsami_store::Look;
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, Rows, cover};

/// Appointments on the page.
const APPOINTMENTS: usize = 100;
/// Visits on the page.
const VISITS: usize = 50;
/// Visits when the reader has asked for all.
const VISITS_ALL: usize = 1000;

/// The page's content.
#[derive(Clone, Debug)]
pub struct List {
    /// Appointments and visits.
    pub appointments: Appointments,
    /// Whether older visits were left out, and can be asked for.
    pub has_older: bool,
    /// What the list covers.
    pub coverage: Coverage,
}

/// Appointments and visits; all of the past if `is_whole`.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, is_whole: bool, now: Timestamp) -> Result<List, ReadError> {
    let visits = if is_whole { VISITS_ALL } else { VISITS };
    let look = Look::new(Matter::Appointments, now)
        .newest(ResourceType::Appointment, APPOINTMENTS)
        .newest(ResourceType::Encounter, visits)
        .patient();
    let found = app.look(pass, &look, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    let mut all: Vec<Appointment> = (0..2).flat_map(|range| rows.read(range, appointment)).collect();
    let mut coverage = rows.coverage();
    let mut parties: Vec<&mut Party> = Vec::with_capacity(all.len() * 3);
    for one in &mut all {
        parties.extend([&mut one.place, &mut one.source.place]);
        parties.extend(one.with.iter_mut().map(|with| &mut with.party));
    }
    app.name_parties((&found.grant, now), parties.into_iter()).await?;
    let is_dead = found.shelf.first(2).is_some_and(|patient| is_dead(&patient.body));
    let appointments = arrange(all, now, is_dead);
    let shown = [&appointments.now, &appointments.coming, &appointments.open, &appointments.called_off];
    for one in shown.into_iter().chain([&appointments.past]).flatten() {
        cover(&mut coverage, one.start, &told_by(one));
    }
    coverage.leave_out(LeftOut::Mistakes(appointments.mistakes));
    if coverage.since.is_none() && coverage.sources.is_empty() && !coverage.has_unnamed_source {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    Ok(List { appointments, has_older: found.shelf.more(1), coverage })
}

/// Where an appointment comes from: the organisation, else the place, else the first it is with.
fn told_by(one: &Appointment) -> Source {
    let with = one.with.iter().map(|with| &with.party);
    let named = [&one.source.place, &one.place].into_iter().chain(with).find(|party| party.name.is_some());
    Source { place: named.cloned().unwrap_or_default(), recorded: one.source.recorded, ..Source::default() }
}
