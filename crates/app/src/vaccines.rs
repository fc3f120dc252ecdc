//! Vaccines: given, not given, and who tells of them.

use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::vaccine::{Vaccines, arrange};
use helsami_fhir::vaccine::vaccination;
use helsami_store::Look;
use jiff::Timestamp;

use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, Rows, cover};

/// Lines on the page.
const LINES: usize = 300;

/// The page's content.
#[derive(Clone, Debug)]
pub struct List {
    /// The vaccines.
    pub vaccines: Vaccines,
    /// What the list covers.
    pub coverage: Coverage,
}

/// The vaccines.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; otherwise what the store says.
pub async fn list(app: &App, pass: &Pass, now: Timestamp) -> Result<List, ReadError> {
    let look = Look::new(Matter::Vaccines, now).newest(ResourceType::Immunization, LINES);
    let found = app.look(pass, &look, now).await?;
    let mut rows = Rows::new(app, &found.shelf);
    let mut lines = rows.read(0, vaccination);
    let mut coverage = rows.coverage();
    app.name_all((&found.grant, now), lines.iter_mut().map(|line| &mut line.source)).await?;
    let vaccines = arrange(lines);
    let told = vaccines.given.iter().chain(&vaccines.not_given).chain(&vaccines.unclear);
    for line in told.flat_map(|told| &told.lines) {
        cover(&mut coverage, line.when, &line.source);
    }
    coverage.leave_out(LeftOut::Mistakes(vaccines.mistakes));
    coverage.leave_out(LeftOut::Repeats(vaccines.doubles));
    let is_empty = vaccines.given.is_empty() && vaccines.not_given.is_empty() && vaccines.unclear.is_empty();
    if is_empty && vaccines.none_known.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    Ok(List { vaccines, coverage })
}
