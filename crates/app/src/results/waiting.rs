//! What the person is waiting for: orders that nothing in the record answers.

use helsami_domain::lab::order::{self, Report, Request};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::facts::Status;
use helsami_fhir::report::request;
use helsami_store::{Entry, Look};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::read::{Found, ReadError};

/// How long before its order an answer may be dated, in days: an analysis is added to a sample that was taken before,
/// and an order is written down after.
const BEFORE_DAYS: i64 = 31;
/// Rows of each type that are looked through for an answer.
const ANSWERS: usize = 600;

/// The open orders of a range, without those that a report or an answer of the record says it answers, whoever may see the
/// answer. Reports of the page are known already; only for orders that none of them answers the record is looked through.
pub(super) async fn orders(
    app: &App,
    found: &mut Found,
    range: usize,
    reports: &[Report],
) -> Result<Vec<Request>, ReadError> {
    app.store.open_rows(&mut found.shelf, range, may_be_open)?;
    let rows = found.shelf.range(range);
    let read = rows.iter().filter_map(|entry| app.view(entry, request)).collect();
    let mut open = order::waiting(read, reports);
    if open.is_empty() {
        return Ok(open);
    }
    let look = answers_since(since(&open, rows), found.now);
    let answered = app.store.orders_answered(&found.grant, &found.shelf, &look).await?;
    open.retain(|one| !answered.contains(&one.id));
    Ok(open)
}

/// Whether the document can say that the order is in force: those that are done are most, and stay unopened.
fn may_be_open(entry: &Entry) -> bool {
    [Status::Active, Status::Unknown].iter().any(|status| status.number() == entry.status)
}

/// From when on an answer to one of the orders can be; `None` when one of them does not say when it was made.
fn since(open: &[Request], rows: &[Entry]) -> Option<Timestamp> {
    if open.iter().any(|one| one.when.is_none()) {
        return None;
    }
    let dates = rows.iter().filter(|entry| open.iter().any(|one| one.id == entry.id)).map(|entry| entry.date);
    dates.min()?.checked_sub(SignedDuration::from_hours(24 * BEFORE_DAYS)).ok()
}

fn answers_since(since: Option<Timestamp>, now: Timestamp) -> Look {
    let kinds = [ResourceType::DiagnosticReport, ResourceType::Observation];
    kinds.into_iter().fold(Look::new(Matter::Results, now), |look, kind| {
        let look = look.newest(kind, ANSWERS).sealed();
        match since {
            Some(since) => look.since(since),
            None => look,
        }
    })
}
