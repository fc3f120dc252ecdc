//! One analysis over time.

use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::lab::series::Trend;
use helsami_domain::lab::{Answer, Kind, State};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::observation::answer;
use helsami_store::{Entry, Look};
use jiff::Timestamp;

use super::{AnalysisKey, Side, TrendPage};
use crate::app::App;
use crate::pass::Pass;
use crate::read::{ReadError, withheld};

/// Points of one analysis.
const TREND_ROWS: usize = 1000;

/// One analysis over time.
///
/// # Errors
/// [`ReadError::Unknown`] if the id is none of ours for this record.
pub async fn trend(app: &App, pass: &Pass, id: &str, now: Timestamp) -> Result<TrendPage, ReadError> {
    app.must_open(pass, Matter::Results, now).await?;
    let key = AnalysisKey::read(app.store.ids(), id, pass.subject()).ok_or(ReadError::Unknown)?;
    let columns = key.columns();
    let look = columns.iter().fold(Look::new(Matter::Results, now), |look, column| {
        look.newest(ResourceType::Observation, TREND_ROWS).code(*column)
    });
    let found = app.look(pass, &look, now).await?;
    let entries = || (0..columns.len()).flat_map(|number| found.shelf.range(number));
    let mut answers = newest_analysis(app, entries());
    app.name_all((&found.grant, now), answers.iter_mut().map(|one| &mut one.source)).await?;
    let trend = Trend::of(&answers);
    let mut coverage = cover(&answers, &trend);
    withheld(&mut coverage, &found.shelf);
    for entry in entries() {
        coverage.received(When::Moment(entry.updated));
    }
    if (0..columns.len()).any(|number| found.shelf.more(number)) {
        coverage.leave_out(LeftOut::Older(answers.len()));
    }
    answers.retain(|one| one.state != State::Mistake);
    let side = match answers.first().map(|one| one.kind) {
        None | Some(Kind::Laboratory | Kind::Imaging) => Side::Tests,
        Some(Kind::VitalSign | Kind::Survey | Kind::SocialHistory | Kind::Other) => Side::Measurements,
    };
    Ok(TrendPage { trend, newest: answers.into_iter().next(), side, coverage })
}

/// The answers, newest first. Two codings can share a column's key; what the newest one is, is shown.
fn newest_analysis<'e>(app: &App, entries: impl Iterator<Item = &'e Entry>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = entries.filter_map(|entry| app.view(entry, answer)).collect();
    answers.sort_by_key(|one| std::cmp::Reverse((one.when, one.id)));
    let analysis = answers.first().map(|one| one.analysis.clone());
    answers.retain(|one| Some(&one.analysis) == analysis.as_ref());
    answers
}

fn cover(answers: &[Answer], trend: &Trend) -> Coverage {
    let mut coverage = Coverage::default();
    for one in answers.iter().filter(|one| one.state != State::Mistake) {
        coverage.row(one.when.or(one.issued), one.source.name());
    }
    coverage.leave_out(LeftOut::Mistakes(trend.mistakes));
    coverage.leave_out(LeftOut::Repeats(trend.repeats));
    if trend.series.is_empty() && trend.undrawn.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    coverage
}
