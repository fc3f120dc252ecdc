//! Test results and measurements: the list by order, one order, one analysis over time.

use helsami_domain::access::Actor;
use helsami_domain::coded::Label;
use helsami_domain::coverage::{Coverage, Empty, LeftOut};
use helsami_domain::ids::{LocalId, PatientKey};
use helsami_domain::lab::order::{Group, Report, Request, group, waiting};
use helsami_domain::lab::series::Trend;
use helsami_domain::lab::{Answer, Kind, State};
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::columns::Category;
use helsami_fhir::observation::answer;
use helsami_fhir::report::{report, request};
use helsami_store::{Entry, ExternalId, Look, Shelf};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::read::ReadError;

mod analysis_key;

pub(crate) use analysis_key::AnalysisKey;

/// Rows on a page that nobody has narrowed.
const PAGE_ROWS: usize = 50;
/// Rows that a narrowed list looks through.
const SEARCH_ROWS: usize = 600;
/// Reports on a page.
const PAGE_REPORTS: usize = 30;
/// Points of one analysis.
const TREND_ROWS: usize = 1000;
/// How long an order without an answer is shown as waiting, in days: later it is more likely that the answer came
/// without saying which order it answers.
const WAITING_DAYS: i64 = 365;

/// Which half of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Laboratory and imaging.
    #[default]
    Tests,
    /// Vital signs, scores, circumstances of life and everything else that was observed.
    Measurements,
}

/// What the reader has chosen to see.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Which half of the page.
    pub side: Side,
    /// Only answers since then.
    pub since: Option<Timestamp>,
    /// Only answers outside what is usual.
    pub is_outside_only: bool,
    /// Only one analysis: its id from an earlier page.
    pub analysis: Option<String>,
    /// Only what is older than an earlier page: its id from that page.
    pub older_than: Option<String>,
}

impl Choice {
    /// Whether the list is narrowed, so that an empty one does not mean that there is nothing.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.since.is_some() || self.is_outside_only || self.analysis.is_some()
    }
}

/// The list.
#[derive(Clone, Debug)]
pub struct List {
    /// By order, newest first.
    pub orders: Vec<Order>,
    /// Ordered, but without an answer here.
    pub waiting: Vec<Request>,
    /// The analyses on the page: id and words.
    pub analyses: Vec<(ExternalId, Label)>,
    /// Where the next page begins, if there is one.
    pub older: Option<ExternalId>,
    /// What the list covers.
    pub coverage: Coverage,
}

/// One order with what its rows lead to.
#[derive(Clone, Debug)]
pub struct Order {
    /// The report, if there is one, and its answers.
    pub group: Group,
    /// The id of the report's own page.
    pub link: Option<ExternalId>,
    /// For each answer the id of its analysis over time.
    pub trends: Vec<Option<ExternalId>>,
}

/// One order with everything it says.
#[derive(Clone, Debug)]
pub struct OrderPage {
    /// The order.
    pub order: Order,
    /// Who ordered it, and what, where that is known.
    pub requests: Vec<Request>,
    /// What the page covers.
    pub coverage: Coverage,
}

/// One analysis over time.
#[derive(Clone, Debug)]
pub struct TrendPage {
    /// The series.
    pub trend: Trend,
    /// The newest answer, for the sentence about it.
    pub newest: Option<Answer>,
    /// Which half of the results it belongs to.
    pub side: Side,
    /// What the page covers.
    pub coverage: Coverage,
}

/// The list of results, by order.
///
/// # Errors
/// [`ReadError::Denied`] without a right to the record; [`ReadError::Unknown`] for an id that is none of ours.
pub async fn list(
    app: &App,
    (actor, subject): (Actor, PatientKey),
    choice: &Choice,
    now: Timestamp,
) -> Result<List, ReadError> {
    let (look, ranges) = list_look(app, subject, choice, now)?;
    let mut found = app.look(actor, subject, &look, now).await?;
    let mut read = ListRows::of(app, &found.shelf, ranges);
    let older = read.cut(&found.shelf, ranges).map(|second| {
        let local = LocalId::at(second, 0);
        app.store.ids().show_parts(subject, local)
    });
    let sources = read.answers.iter_mut().map(|answer| &mut answer.source);
    let sources = sources.chain(read.reports.iter_mut().map(|report| &mut report.source));
    app.name_all(&found.grant, sources.chain(read.requests.iter_mut().map(|one| &mut one.source))).await?;
    found.shelf = Shelf::default();
    Ok(read.into_list(app, choice, older))
}

/// Which ranges of the shelf hold what.
#[derive(Clone, Copy, Debug)]
struct Ranges {
    /// The first range with observations.
    observations: usize,
    /// One after the last.
    end: usize,
    has_reports: bool,
}

fn list_look(
    app: &App,
    subject: PatientKey,
    choice: &Choice,
    now: Timestamp,
) -> Result<(Look, Ranges), ReadError> {
    let before = choice.older_than.as_deref().map(|id| page_start(app, subject, id)).transpose()?;
    let rows = if choice.is_narrowed() { SEARCH_ROWS } else { PAGE_ROWS };
    let narrow = |mut look: Look| {
        if let Some(since) = choice.since {
            look = look.since(since);
        }
        if let Some(before) = before {
            look = look.before(before);
        }
        look
    };
    let observations = |look: Look| look.newest(ResourceType::Observation, rows);
    let mut look = Look::new(Matter::Results, now);
    if let Some(id) = &choice.analysis {
        let keys = AnalysisKey::read(app.store.ids(), id, subject).ok_or(ReadError::Unknown)?.columns();
        let end = keys.len();
        for key in keys {
            look = narrow(observations(look).code(key));
        }
        return Ok((look, Ranges { observations: 0, end, has_reports: false }));
    }
    if choice.side == Side::Measurements {
        let categories = [
            Category::VitalSigns,
            Category::SocialHistory,
            Category::Survey,
            Category::Other,
            Category::None,
        ];
        for category in categories {
            look = narrow(observations(look).category(category));
        }
        return Ok((look, Ranges { observations: 0, end: categories.len(), has_reports: false }));
    }
    look = narrow(
        look.newest(ResourceType::DiagnosticReport, if choice.is_narrowed() { rows } else { PAGE_REPORTS }),
    );
    let waiting_since = now - SignedDuration::from_hours(24 * WAITING_DAYS);
    look = look.newest(ResourceType::ServiceRequest, PAGE_REPORTS).since(waiting_since);
    look = narrow(observations(look).category(Category::Laboratory));
    look = narrow(observations(look).category(Category::Imaging));
    Ok((look, Ranges { observations: 2, end: 4, has_reports: true }))
}

/// The first moment after the second in which the earlier page was cut.
fn page_start(app: &App, subject: PatientKey, id: &str) -> Result<Timestamp, ReadError> {
    let cut = app.own(id, ResourceType::Observation, subject)?;
    let second = cut.local.second();
    second.checked_add(SignedDuration::from_secs(1)).map_err(|_| ReadError::Unknown)
}

/// What the list's look gave, read.
#[derive(Default)]
struct ListRows {
    answers: Vec<Answer>,
    reports: Vec<Report>,
    requests: Vec<Request>,
    received: Option<Timestamp>,
    unreadable: usize,
}

impl ListRows {
    fn of(app: &App, shelf: &Shelf, ranges: Ranges) -> Self {
        let resolve = |id: &str, kind| app.resolve(id, kind);
        let mut rows = Self::default();
        for number in ranges.observations..ranges.end {
            for entry in shelf.range(number) {
                let one = answer(entry.id, &entry.body, &resolve);
                rows.note(entry, one.is_some());
                rows.answers.extend(one);
            }
        }
        if ranges.has_reports {
            for entry in shelf.range(0) {
                let one = report(entry.id, &entry.body, &resolve);
                rows.note(entry, one.is_some());
                rows.reports.extend(one);
            }
            rows.requests =
                shelf.range(1).iter().filter_map(|one| request(one.id, &one.body, &resolve)).collect();
        }
        rows
    }

    fn note(&mut self, entry: &Entry, is_read: bool) {
        self.received = Some(self.received.map_or(entry.updated, |latest| latest.max(entry.updated)));
        self.unreadable += usize::from(!is_read);
    }

    /// If a limit cut the look, leaves out everything of the second in which it cut and before, so that no order is
    /// shown half; the next page begins there. Hands back that second.
    fn cut(&mut self, shelf: &Shelf, ranges: Ranges) -> Option<Timestamp> {
        let reports = ranges.has_reports.then_some(0);
        let cuts = (ranges.observations..ranges.end).chain(reports).filter(|&number| shelf.more(number));
        let cut = cuts.filter_map(|number| shelf.range(number).last().map(|entry| entry.date)).max()?;
        let second = LocalId::at(cut, 0);
        let is_later = |entry: &Entry| LocalId::at(entry.date, 0) > second;
        let later: Vec<_> = (0..ranges.end)
            .flat_map(|number| shelf.range(number))
            .filter(|entry| is_later(entry))
            .map(|entry| entry.id)
            .collect();
        // A single moment with more rows than a page is shown as far as it goes.
        if later.is_empty() {
            return None;
        }
        self.answers.retain(|one| later.contains(&one.id));
        self.reports.retain(|one| later.contains(&one.id));
        Some(cut)
    }

    fn into_list(self, app: &App, choice: &Choice, older: Option<ExternalId>) -> List {
        let Self { mut answers, mut reports, requests, received, unreadable } = self;
        let mut coverage = Coverage::default();
        coverage.leave_out(LeftOut::Unreadable(unreadable));
        if let Some(at) = received {
            coverage.received(When::Moment(at));
        }
        answers.sort_by_key(|one| std::cmp::Reverse((one.when.or(one.issued), one.id)));
        let all = answers.len();
        answers.retain(|one| one.state != State::Mistake);
        let mut mistakes = all - answers.len();
        let all = reports.len();
        reports.retain(|one| one.state != State::Mistake);
        mistakes += all - reports.len();
        coverage.leave_out(LeftOut::Mistakes(mistakes));
        let waiting = if choice.is_narrowed() || choice.older_than.is_some() {
            Vec::new()
        } else {
            waiting(requests, &reports)
        };
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
        for report in
            groups.iter().filter(|group| group.answers.is_empty()).filter_map(|one| one.report.as_ref())
        {
            coverage.row(report.when.or(report.issued), report.source.name());
        }
        if groups.is_empty() {
            coverage.empty =
                Some(if choice.is_narrowed() { Empty::NoMatch } else { Empty::NothingRegistered });
        }
        let orders = groups.into_iter().map(|group| Order::of(app, group)).collect();
        List { orders, waiting, analyses, older, coverage }
    }
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

impl Order {
    fn of(app: &App, group: Group) -> Self {
        let link = group.report.as_ref().map(|report| app.link(report.id));
        let trend = |answer: &Answer| {
            Some(AnalysisKey::of(&answer.analysis)?.show(app.store.ids(), answer.id.patient))
        };
        let trends = group.answers.iter().map(trend).collect();
        Self { group, link, trends }
    }
}

/// One order with all its answers.
///
/// # Errors
/// [`ReadError::Unknown`] if there is no such report in this record, or its sender has taken it back.
pub async fn order(
    app: &App,
    (actor, subject): (Actor, PatientKey),
    id: &str,
    now: Timestamp,
) -> Result<OrderPage, ReadError> {
    let id = app.own(id, ResourceType::DiagnosticReport, subject)?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let found = app.look(actor, subject, &Look::new(Matter::Results, now).one(id), now).await?;
    let entry = found.shelf.first(0).ok_or(ReadError::Unknown)?;
    let mut head = report(id, &entry.body, &resolve).ok_or(ReadError::Unknown)?;
    let own = |list: &[helsami_domain::ids::RecordId]| -> Vec<_> {
        list.iter().copied().filter(|id| id.patient == subject).take(SEARCH_ROWS).collect()
    };
    let (wanted, asked) = (own(&head.answers), own(&head.orders));
    let mut look = Look::new(Matter::Results, now);
    for id in wanted.iter().chain(&asked) {
        look = look.one(*id);
    }
    let rest = if wanted.is_empty() && asked.is_empty() {
        Shelf::default()
    } else {
        app.look(actor, subject, &look, now).await?.shelf
    };
    let entries = |from: usize, count: usize| (from..from + count).filter_map(|number| rest.first(number));
    let mut answers: Vec<Answer> =
        entries(0, wanted.len()).filter_map(|one| answer(one.id, &one.body, &resolve)).collect();
    let mut requests: Vec<Request> =
        entries(wanted.len(), asked.len()).filter_map(|one| request(one.id, &one.body, &resolve)).collect();
    let mut coverage = Coverage::default();
    coverage.received(When::Moment(entry.updated));
    let all = answers.len();
    answers.retain(|one| one.state != State::Mistake);
    coverage.leave_out(LeftOut::Mistakes(all - answers.len()));
    let sources =
        answers.iter_mut().map(|one| &mut one.source).chain(requests.iter_mut().map(|one| &mut one.source));
    app.name_all(&found.grant, sources.chain([&mut head.source])).await?;
    coverage.row(head.when.or(head.issued), head.source.name());
    for one in answers.iter().filter(|one| one.source.name().is_some()) {
        coverage.row(one.when, one.source.name());
    }
    // A report that was taken back is told as such, without what it said.
    if head.state == State::Mistake {
        answers.clear();
        head.conclusion = None;
    }
    let elsewhere = head.answers.len() - answers.len();
    let group = Group { report: Some(head), answers, elsewhere };
    Ok(OrderPage { order: Order::of(app, group), requests, coverage })
}

/// One analysis over time.
///
/// # Errors
/// [`ReadError::Unknown`] if the id is none of ours for this record.
pub async fn trend(
    app: &App,
    (actor, subject): (Actor, PatientKey),
    id: &str,
    now: Timestamp,
) -> Result<TrendPage, ReadError> {
    let key = AnalysisKey::read(app.store.ids(), id, subject).ok_or(ReadError::Unknown)?;
    let columns = key.columns();
    let mut look = Look::new(Matter::Results, now);
    for column in &columns {
        look = look.newest(ResourceType::Observation, TREND_ROWS).code(*column);
    }
    let found = app.look(actor, subject, &look, now).await?;
    let resolve = |id: &str, kind| app.resolve(id, kind);
    let entries = || (0..columns.len()).flat_map(|number| found.shelf.range(number));
    let mut answers: Vec<Answer> =
        entries().filter_map(|entry| answer(entry.id, &entry.body, &resolve)).collect();
    // Two codings can share a column's key; what the newest one is, is shown.
    answers.sort_by_key(|one| std::cmp::Reverse((one.when, one.id)));
    let analysis = answers.first().map(|one| one.analysis.clone());
    answers.retain(|one| Some(&one.analysis) == analysis.as_ref());
    app.name_all(&found.grant, answers.iter_mut().map(|one| &mut one.source)).await?;
    let mut coverage = Coverage::default();
    for entry in entries() {
        coverage.received(When::Moment(entry.updated));
    }
    for one in answers.iter().filter(|one| one.state != State::Mistake) {
        coverage.row(one.when.or(one.issued), one.source.name());
    }
    let trend = Trend::of(&answers);
    coverage.leave_out(LeftOut::Mistakes(trend.mistakes));
    coverage.leave_out(LeftOut::Repeats(trend.repeats));
    if (0..columns.len()).any(|number| found.shelf.more(number)) {
        coverage.leave_out(LeftOut::Older(answers.len()));
    }
    if trend.series.is_empty() && trend.undrawn.is_empty() {
        coverage.empty = Some(Empty::NothingRegistered);
    }
    answers.retain(|one| one.state != State::Mistake);
    let side = match answers.first().map(|one| one.kind) {
        None | Some(Kind::Laboratory | Kind::Imaging) => Side::Tests,
        Some(Kind::VitalSign | Kind::Survey | Kind::SocialHistory | Kind::Other) => Side::Measurements,
    };
    Ok(TrendPage { trend, newest: answers.into_iter().next(), side, coverage })
}
