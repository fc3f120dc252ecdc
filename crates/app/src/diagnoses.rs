//! Diagnoses: what is so today and what was.

use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::diagnosis::{Diagnoses, Diagnosis, arrange};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::diagnosis::diagnosis;
use helsami_store::Look;
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError, Rows, cover};

/// Lines on the page.
const LINES: usize = 400;

/// The page's content.
#[derive(Clone, Debug)]
pub struct List {
    /// The diagnoses.
    pub diagnoses: Diagnoses,
    /// What the list covers.
    pub coverage: Coverage,
}

/// The diagnoses.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, now: Timestamp) -> Result<List, ReadError> {
    let look = Look::new(Matter::Diagnoses, now).newest(ResourceType::Condition, LINES);
    let found = app.look(pass, &look, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    let lines = rows.read(0, diagnosis);
    let coverage = rows.coverage();
    finish(app, &found, lines, coverage).await
}

/// Fills in names and sorts.
pub(crate) async fn finish(
    app: &App,
    found: &Found,
    mut lines: Vec<Diagnosis>,
    mut coverage: Coverage,
) -> Result<List, ReadError> {
    app.name_all((&found.grant, found.now), lines.iter_mut().map(|line| &mut line.source)).await?;
    let diagnoses = arrange(lines);
    let problems = diagnoses.current.iter().chain(&diagnoses.former);
    for line in problems.flat_map(|problem| &problem.lines).chain(&diagnoses.refuted) {
        cover(&mut coverage, line.when(), &line.source);
    }
    coverage.leave_out(LeftOut::Mistakes(diagnoses.mistakes));
    let is_empty =
        diagnoses.current.is_empty() && diagnoses.former.is_empty() && diagnoses.refuted.is_empty();
    if is_empty && diagnoses.none_known.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    Ok(List { diagnoses, coverage })
}
