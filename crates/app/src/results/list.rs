//! The list of results, by order, page by page.

use std::collections::HashSet;

use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::ids::{LocalId, PatientKey, RecordId};
use helsami_domain::lab::order::{Report, Request, group};
use helsami_domain::lab::series::Trend;
use helsami_domain::lab::{Answer, Kind, State};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::columns::Category;
use helsami_fhir::observation::answer;
use helsami_fhir::report::report;
use helsami_store::{Entry, ExternalId, Look, Shelf};
use jiff::{SignedDuration, Timestamp};

use super::{AnalysisKey, Choice, List, Order, Side, waiting};
use crate::app::App;
use crate::pass::Pass;
use crate::read::{Found, ReadError, withheld};

/// Rows on a page that nobody has narrowed.
const PAGE_ROWS: usize = 50;
/// Rows that a narrowed list looks through.
const SEARCH_ROWS: usize = 600;
/// Reports on a page.
const PAGE_REPORTS: usize = 30;
/// How long an order without an answer is shown as waiting, in days: later it is more likely that the answer came
/// without saying which order it answers.
const WAITING_DAYS: i64 = 365;

/// The list of results, by order.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; [`ReadError::Unknown`] for an id that is none of ours.
pub async fn list(app: &App, pass: &Pass, choice: &Choice, now: Timestamp) -> Result<List, ReadError> {
    app.must_open(pass, Matter::Results, now).await?;
    let (look, ranges) = list_look(app, pass.subject(), choice, now)?;
    let mut found = app.look(pass, &look, now).await?;
    let cut = cut(&found.shelf, ranges);
    let mut read = ListRows::of(app, &mut found.shelf, (ranges, cut))?;
    let is_first = !choice.is_narrowed() && choice.older_than.is_none();
    read.keep_seen(app, (&found, pass.subject()), (choice, now)).await?;
    if ranges.has_reports && is_first {
        read.waiting = waiting::orders(app, &mut found, REQUESTS, &read.reports).await?;
    }
    let older = cut.map(|second| app.store.ids().show_parts(pass.subject(), second));
    let sources = read.answers.iter_mut().map(|answer| &mut answer.source);
    let sources = sources.chain(read.reports.iter_mut().map(|report| &mut report.source));
    app.name_all((&found.grant, now), sources.chain(read.waiting.iter_mut().map(|one| &mut one.source)))
        .await?;
    let mut list = read.into_list(app, choice, older);
    withheld(&mut list.coverage, &found.shelf);
    found.shelf = Shelf::default();
    Ok(list)
}

/// The range with reports and the one with orders, where the look has them.
const REPORTS: usize = 0;
const REQUESTS: usize = 1;

/// Answers that reports name and that are not on the page; more are not looked for.
const NAMED: usize = 600;

/// Which ranges of the shelf hold what.
#[derive(Clone, Copy, Debug)]
struct Ranges {
    /// The first range with observations.
    observations: usize,
    /// One after the last.
    end: usize,
    has_reports: bool,
}

/// The categories of observations that are measurements.
const MEASUREMENTS: [Category; 5] =
    [Category::VitalSigns, Category::SocialHistory, Category::Survey, Category::Other, Category::None];

fn list_look(
    app: &App,
    subject: PatientKey,
    choice: &Choice,
    now: Timestamp,
) -> Result<(Look, Ranges), ReadError> {
    let before = choice.older_than.as_deref().map(|id| page_start(app, subject, id)).transpose()?;
    let rows = if choice.is_narrowed() { SEARCH_ROWS } else { PAGE_ROWS };
    // What is cut is cut by the rows' times, and only what is left is opened.
    let narrow = |look: Look| {
        let mut look = look.sealed();
        if let Some(since) = choice.since {
            look = look.since(since);
        }
        if let Some(before) = before {
            look = look.before(before);
        }
        look
    };
    let observations = |look: Look| narrow(look.newest(ResourceType::Observation, rows));
    let look = Look::new(Matter::Results, now);
    if let Some(id) = &choice.analysis {
        let keys = AnalysisKey::read(app.store.ids(), id, subject).ok_or(ReadError::Unknown)?.columns();
        let end = keys.len();
        let look = keys.into_iter().fold(look, |look, key| observations(look).code(key));
        return Ok((look, Ranges { observations: 0, end, has_reports: false }));
    }
    if choice.side == Side::Measurements {
        let look = observations(look).categories(&MEASUREMENTS);
        return Ok((look, Ranges { observations: 0, end: 1, has_reports: false }));
    }
    let reports = if choice.is_narrowed() { rows } else { PAGE_REPORTS };
    let waiting_since = whole_hour(now - SignedDuration::from_hours(24 * WAITING_DAYS));
    let look = narrow(look.newest(ResourceType::DiagnosticReport, reports))
        .newest(ResourceType::ServiceRequest, PAGE_REPORTS)
        .since(waiting_since)
        .sealed();
    let look = observations(look).categories(&[Category::Laboratory, Category::Imaging]);
    Ok((look, Ranges { observations: 2, end: 3, has_reports: true }))
}

/// The beginning of the hour, so that pages of one visit ask the same.
fn whole_hour(moment: Timestamp) -> Timestamp {
    let second = moment.as_second();
    Timestamp::from_second(second - second.rem_euclid(3600)).unwrap_or(moment)
}

/// The first moment after the second in which the earlier page was cut.
fn page_start(app: &App, subject: PatientKey, id: &str) -> Result<Timestamp, ReadError> {
    let cut = app.own(id, ResourceType::Observation, subject)?;
    let second = cut.local.second();
    second.checked_add(SignedDuration::from_secs(1)).map_err(|_| ReadError::Unknown)
}

/// The second in which a limit cut the look. It and everything before it is left out, so that no order is shown half;
/// the next page begins there. A single moment with more rows than a page is shown as far as it goes, uncut.
fn cut(shelf: &Shelf, ranges: Ranges) -> Option<LocalId> {
    let reports = ranges.has_reports.then_some(REPORTS);
    let shown = || (ranges.observations..ranges.end).chain(reports);
    let cuts = shown().filter(|&number| shelf.more(number));
    let cut = cuts.filter_map(|number| shelf.range(number).last()).map(second).max()?;
    let is_any_later = shown().any(|number| shelf.range(number).iter().any(|entry| second(entry) > cut));
    is_any_later.then_some(cut)
}

fn is_later(entry: &Entry, cut: Option<LocalId>) -> bool {
    cut.is_none_or(|cut| second(entry) > cut)
}

/// The first id of a row's second.
fn second(entry: &Entry) -> LocalId {
    LocalId::at(entry.date, 0)
}

/// What the list's look gave, read.
#[derive(Default)]
struct ListRows {
    answers: Vec<Answer>,
    reports: Vec<Report>,
    /// What nothing answers yet.
    waiting: Vec<Request>,
    received: Option<Timestamp>,
    unreadable: usize,
    /// Rows that their sender has taken back.
    mistakes: usize,
}

impl ListRows {
    /// Reads what is after the cut: what is before it belongs to the next page.
    fn of(
        app: &App,
        shelf: &mut Shelf,
        (ranges, cut): (Ranges, Option<LocalId>),
    ) -> Result<Self, helsami_store::Error> {
        let mut rows = Self::default();
        for number in ranges.observations..ranges.end {
            app.store.open_rows(shelf, number, |entry| is_later(entry, cut))?;
            rows.answers.reserve(shelf.range(number).len());
            for entry in shelf.range(number) {
                let one = app.view(entry, answer);
                rows.note(entry, one.is_some());
                rows.answers.extend(one);
            }
        }
        if ranges.has_reports {
            app.store.open_rows(shelf, REPORTS, |entry| is_later(entry, cut))?;
            rows.reports.reserve(shelf.range(REPORTS).len());
            for entry in shelf.range(REPORTS) {
                let one = app.view(entry, report);
                rows.note(entry, one.is_some());
                rows.reports.extend(one);
            }
        }
        rows.mistakes = rows.drop_mistakes();
        Ok(rows)
    }

    fn note(&mut self, entry: &Entry, is_read: bool) {
        self.received = Some(self.received.map_or(entry.updated, |latest| latest.max(entry.updated)));
        self.unreadable += usize::from(!is_read);
    }

    fn into_list(self, app: &App, choice: &Choice, older: Option<ExternalId>) -> List {
        let mut coverage = Coverage::default();
        coverage.leave_out(LeftOut::Unreadable(self.unreadable));
        if let Some(at) = self.received {
            coverage.received(When::Moment(at));
        }
        coverage.leave_out(LeftOut::Mistakes(self.mistakes));
        let Self { mut answers, reports, waiting, .. } = self;
        let trend = choice.analysis.as_ref().map(|_| course(&answers));
        if choice.is_outside_only {
            answers.retain(|one| one.assessment().flag.is_outside());
        }
        coverage.leave_out(LeftOut::Repeats(drop_repeats(&mut answers)));
        for one in &answers {
            coverage.row(one.when.or(one.issued), one.source.name());
        }
        let analyses = analyses(app, &answers);
        let is_for_list = |report: &Report| !choice.is_narrowed() && is_result(report);
        let mut groups = group(reports, answers);
        groups.retain(|group| !group.answers.is_empty() || group.report.as_ref().is_some_and(is_for_list));
        let bare = groups.iter().filter(|group| group.answers.is_empty());
        for report in bare.filter_map(|group| group.report.as_ref()) {
            coverage.row(report.when.or(report.issued), report.source.name());
        }
        if groups.is_empty() {
            coverage.empty =
                Some(if choice.is_narrowed() { Empty::NoMatch } else { Empty::NothingRegistered });
        }
        let orders = groups.into_iter().map(|group| Order::of(app, group)).collect();
        List { orders, waiting, analyses, trend, older, coverage }
    }

    /// Of what a report names and is not here, leaves what the reader can see elsewhere: what is hidden from them must not
    /// be counted. A list that was narrowed by choice says nothing of the rest.
    async fn keep_seen(
        &mut self,
        app: &App,
        (found, subject): (&Found, PatientKey),
        (choice, now): (&Choice, Timestamp),
    ) -> Result<(), ReadError> {
        let here: HashSet<RecordId> = self.answers.iter().map(|one| one.id).collect();
        let named = self.reports.iter().flat_map(|report| &report.answers).copied();
        let mut absent: Vec<RecordId> = if choice.is_narrowed() {
            Vec::new()
        } else {
            named.filter(|id| id.patient == subject && !here.contains(id)).take(NAMED).collect()
        };
        absent.sort_unstable();
        absent.dedup();
        let mut seen = here;
        if !absent.is_empty() {
            let look = Look::new(Matter::Results, now);
            let look = absent.iter().fold(look, |look, id| look.one(*id).heads());
            let rest = app.store.read_on(&found.grant, &found.shelf, &look).await?;
            seen.extend((0..absent.len()).filter_map(|number| rest.first(number)).map(|entry| entry.id));
        }
        for report in &mut self.reports {
            report.answers.retain(|id| seen.contains(id));
        }
        Ok(())
    }

    /// Leaves out what its sender has taken back, and puts the rest in order; hands back how many were left out.
    fn drop_mistakes(&mut self) -> usize {
        self.answers.sort_by_key(|one| std::cmp::Reverse((one.when.or(one.issued), one.id)));
        let before = self.answers.len() + self.reports.len();
        let wrong: Vec<RecordId> =
            self.answers.iter().filter(|one| one.state == State::Mistake).map(|one| one.id).collect();
        self.answers.retain(|one| one.state != State::Mistake);
        self.reports.retain(|one| one.state != State::Mistake);
        // An answer that was taken back is not one that is somewhere else.
        for report in &mut self.reports {
            report.answers.retain(|id| !wrong.contains(id));
        }
        before - self.answers.len() - self.reports.len()
    }
}

/// The course of the analysis that the newest answer is of: two codings can share a column's key.
fn course(answers: &[Answer]) -> Trend {
    let newest = answers.first().map(|one| &one.analysis);
    let same: Vec<Answer> = answers.iter().filter(|one| Some(&one.analysis) == newest).cloned().collect();
    Trend::of(&same)
}

/// Whether a report without answers of its own belongs among the results: those of other kinds are documents.
fn is_result(report: &Report) -> bool {
    matches!(report.kind, Kind::Laboratory | Kind::Imaging)
        && (report.conclusion.is_some()
            || report.has_document
            || !report.answers.is_empty()
            || !report.state.is_fact())
}

/// Leaves each exact repeat out but one; hands back how many were left out. Two rows repeat each other when they say
/// the same about the same moment, whatever their ids.
fn drop_repeats(answers: &mut Vec<Answer>) -> usize {
    let before = answers.len();
    let is_repeat = |a: &Answer, b: &Answer| {
        a.when.is_some()
            && a.when == b.when
            && !a.analysis.is_unknown()
            && a.analysis == b.analysis
            && a.value == b.value
            && a.parts == b.parts
            && a.state == b.state
            && a.ranges == b.ranges
            && a.method == b.method
    };
    let mut kept: Vec<Answer> = Vec::with_capacity(before);
    for one in answers.drain(..) {
        let same_moment = kept.iter().rev().take_while(|other| other.when == one.when);
        if !same_moment.into_iter().any(|other| is_repeat(other, &one)) {
            kept.push(one);
        }
    }
    *answers = kept;
    before - answers.len()
}

fn analyses(app: &App, answers: &[Answer]) -> Vec<(ExternalId, Label)> {
    let mut known: Vec<(&Answer, ExternalId, Label)> = Vec::new();
    for one in answers {
        let (Some(key), Some(name)) = (AnalysisKey::of(&one.analysis), &one.name) else { continue };
        if !known.iter().any(|(other, ..)| other.analysis == one.analysis) {
            known.push((one, key.show(app.store.ids(), one.id.patient), name.clone()));
        }
    }
    let mut list: Vec<(ExternalId, Label)> = known.into_iter().map(|(_, id, name)| (id, name)).collect();
    list.sort_by_cached_key(|(_, name)| name.text.to_lowercase());
    list
}
