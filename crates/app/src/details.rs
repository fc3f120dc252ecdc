//! What is registered about the person, and their next of kin.

use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::matter::Matter;
use helsami_domain::relation::{Relation, sort_relations};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::Source;
use helsami_domain::when::When;
use helsami_fhir::person::{contacts, details};
use helsami_store::{Entry, Look};
use jiff::Timestamp;

pub use helsami_fhir::person::{Details, Gender, Known, Name, NumberKind};

use crate::app::App;
use crate::pass::Pass;
use crate::read::ReadError;

/// Next of kin that are looked through.
const LINES: usize = 60;

/// The page's content.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The person's own details.
    pub details: Details,
    /// Next of kin, confirmed ones first.
    pub relations: Vec<Relation>,
    /// What the page covers.
    pub coverage: Coverage,
}

/// The person's own details and next of kin.
///
/// # Errors
/// [`ReadError::Unknown`] if the record has no person in it; otherwise as every reading.
pub async fn mine(app: &App, pass: &Pass, now: Timestamp) -> Result<Mine, ReadError> {
    let look = Look::new(Matter::Details, now).patient().newest(ResourceType::RelatedPerson, LINES);
    let found = app.look(pass, &look, now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let recorded = |entry: &Entry| When::Moment(entry.updated);
    let mut details = details(&entry.body, now, &resolve).ok_or(ReadError::Unknown)?;
    details.source.recorded = Some(recorded(entry));
    let mut relations = contacts(&entry.body, recorded(entry), now, &resolve);
    let mut coverage = Coverage::default();
    coverage.received(recorded(entry));
    let mut unreadable = 0;
    for entry in found.shelf.range(1) {
        coverage.received(recorded(entry));
        match app.relation(entry, now).await? {
            Some(one) => relations.push(one),
            None => unreadable += 1,
        }
    }
    coverage.leave_out(LeftOut::Unreadable(unreadable));
    if found.shelf.more(1) {
        coverage.leave_out(LeftOut::Older(found.shelf.range(1).len()));
    }
    let mut sources: Vec<&mut Source> = relations.iter_mut().map(|one| &mut one.source).collect();
    sources.push(&mut details.source);
    app.name_all((&found.grant, now), sources.into_iter()).await?;
    sort_relations(&mut relations);
    if let Some(place) = &details.source.place.name {
        coverage.row(None, Some(place));
    }
    Ok(Mine { details, relations, coverage })
}
