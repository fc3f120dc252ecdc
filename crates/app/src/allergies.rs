//! Critical information and allergies, and what may be said when there are none.

use helsami_domain::absence::{Absence, Scope};
use helsami_domain::allergy::{Allergies, Allergy, Statement, Warning, arrange};
use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::allergy::{allergy, warning};
use helsami_store::Look;
use jiff::Timestamp;

use crate::app::App;
use crate::medicines::{SUMMARIES, stated};
use crate::pass::Pass;
use crate::read::{Found, ReadError, Rows, cover};

/// Allergies on the page.
const ALLERGIES: usize = 200;
/// Flags on the page.
const FLAGS: usize = 100;

/// The page's content.
#[derive(Clone, Debug)]
pub struct List {
    /// Allergies, flags and statements.
    pub allergies: Allergies,
    /// What the list covers.
    pub coverage: Coverage,
}

/// What was read, before names are filled in.
pub(crate) struct Read {
    allergies: Vec<Allergy>,
    warnings: Vec<Warning>,
    stated: Vec<Statement>,
    coverage: Coverage,
}

/// Critical information and allergies.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, now: Timestamp) -> Result<List, ReadError> {
    let look = ranges(Look::new(Matter::Allergies, now));
    let look = look.newest(ResourceType::List, SUMMARIES).newest(ResourceType::Composition, SUMMARIES);
    let found = app.look(pass, &look, now).await?;
    let mut read = read(app, &found, 0);
    read.stated = (2..4).flat_map(|range| stated(app, &found.shelf, range)).collect();
    finish(app, &found, read, now).await
}

/// Adds the ranges that [`read`] reads.
pub(crate) fn ranges(look: Look) -> Look {
    look.newest(ResourceType::AllergyIntolerance, ALLERGIES).newest(ResourceType::Flag, FLAGS)
}

/// Reads the ranges from the `first` on.
pub(crate) fn read(app: &App, found: &Found, first: usize) -> Read {
    let mut rows = Rows::new(app, &found.shelf);
    let allergies = rows.read(first, allergy);
    // A flag that is about something else is no unreadable row.
    let warnings = rows.read(first + 1, |id, body, resolve| Some(warning(id, body, resolve)));
    let warnings = warnings.into_iter().flatten().collect();
    Read { allergies, warnings, stated: Vec::new(), coverage: rows.coverage() }
}

impl Read {
    /// Adds what lists and summaries state.
    pub(crate) fn with_statements(mut self, stated: Vec<Statement>) -> Self {
        self.stated = stated;
        self
    }
}

/// Fills in names and sorts.
pub(crate) async fn finish(app: &App, found: &Found, read: Read, now: Timestamp) -> Result<List, ReadError> {
    let Read { mut allergies, mut warnings, mut stated, mut coverage } = read;
    stated.retain(|one| is_about_allergies(one.absence));
    let sources = allergies.iter_mut().map(|one| &mut one.source);
    let sources = sources.chain(warnings.iter_mut().map(|one| &mut one.source));
    app.name_all((&found.grant, now), sources.chain(stated.iter_mut().map(|one| &mut one.source))).await?;
    let allergies = arrange(allergies, warnings, stated, now);
    let listed = allergies.current.iter().flatten().chain(&allergies.former).chain(&allergies.refuted);
    for one in listed {
        cover(&mut coverage, one.source.recorded.or(one.onset), &one.source);
    }
    for one in &allergies.warnings {
        cover(&mut coverage, one.period.start, &one.source);
    }
    for one in &allergies.statements {
        cover(&mut coverage, None, &one.source);
    }
    coverage.leave_out(LeftOut::Mistakes(allergies.mistakes));
    Ok(List { allergies, coverage })
}

const fn is_about_allergies(absence: Absence) -> bool {
    let (Absence::NoneKnown(scope) | Absence::NoInformation(scope)) = absence;
    matches!(
        scope,
        Scope::Allergies | Scope::MedicineAllergies | Scope::FoodAllergies | Scope::EnvironmentAllergies
    )
}
