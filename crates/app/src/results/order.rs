//! One order with everything it says.

use helsami_domain::coverage::{Coverage, LeftOut};
use helsami_domain::ids::RecordId;
use helsami_domain::lab::order::{Group, Report, Request};
use helsami_domain::lab::{Answer, State};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::observation::answer;
use helsami_fhir::report::{report, request};
use helsami_store::Look;
use jiff::Timestamp;

use super::{Order, OrderPage};
use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, withheld};

/// Answers and orders that one report may name; more are not looked for.
const NAMED: usize = 600;

/// One order with all its answers.
///
/// # Errors
/// [`ReadError::Unknown`] if there is no such report in this record.
pub async fn order(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<OrderPage, ReadError> {
    app.must_open(pass, Matter::Results, now).await?;
    let id = app.own(id, ResourceType::DiagnosticReport, pass.subject())?;
    let found = app.look(pass, &Look::new(Matter::Results, now).one(id), now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let mut head = report(id, &entry.body, &resolve).ok_or(ReadError::Unknown)?;
    let mut coverage = Coverage::default();
    coverage.received(When::Moment(entry.updated));
    withheld(&mut coverage, &found.shelf);
    let Named { mut answers, mut requests, unread } = named(app, pass, (&head, &mut coverage), now).await?;
    let mistakes = answers.iter().filter(|one| one.state == State::Mistake).count();
    answers.retain(|one| one.state != State::Mistake);
    coverage.leave_out(LeftOut::Mistakes(mistakes));
    // What was looked for and not found is hidden from the reader, or not there: neither is counted.
    let elsewhere = head.answers.len().saturating_sub(NAMED) + unread;
    let asked = requests.iter_mut().map(|one| &mut one.source);
    let sources = answers.iter_mut().map(|one| &mut one.source).chain(asked);
    app.name_all((&found.grant, now), sources.chain([&mut head.source])).await?;
    coverage.row(head.when.or(head.issued), head.source.name());
    for one in answers.iter().filter(|one| one.source.name().is_some()) {
        coverage.row(one.when, one.source.name());
    }
    // A report that was taken back is told as such, without what it said.
    if head.state == State::Mistake {
        answers.clear();
        head.conclusion = None;
    }
    let group = Group { report: Some(head), answers, elsewhere };
    Ok(OrderPage { order: Order::of(app, group), requests, coverage })
}

/// What a report names, as far as the reader sees it, in the report's order.
#[derive(Default)]
struct Named {
    answers: Vec<Answer>,
    requests: Vec<Request>,
    /// Answers that are here and cannot be read.
    unread: usize,
}

/// The answers that a report names and the orders it answers.
async fn named(
    app: &App,
    pass: &Pass,
    (head, coverage): (&Report, &mut Coverage),
    now: Timestamp,
) -> Result<Named, ReadError> {
    let own = |list: &[RecordId]| -> Vec<RecordId> {
        list.iter().copied().filter(|id| id.patient == pass.subject()).take(NAMED).collect()
    };
    let (wanted, asked) = (own(&head.answers), own(&head.orders));
    if wanted.is_empty() && asked.is_empty() {
        return Ok(Named::default());
    }
    let look = wanted.iter().chain(&asked).fold(Look::new(Matter::Results, now), |look, id| look.one(*id));
    let found = app.look(pass, &look, now).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let entries =
        |from: usize, count: usize| (from..from + count).filter_map(|number| found.shelf.first(number));
    let answers: Vec<Answer> =
        entries(0, wanted.len()).filter_map(|one| answer(one.id, &one.body, &resolve)).collect();
    withheld(coverage, &found.shelf);
    let unread = entries(0, wanted.len()).count() - answers.len();
    let requests =
        entries(wanted.len(), asked.len()).filter_map(|one| request(one.id, &one.body, &resolve)).collect();
    Ok(Named { answers, requests, unread })
}
