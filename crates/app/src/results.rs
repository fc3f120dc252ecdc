//! Test results and measurements: the list by order, one order, one analysis over time.

use helsami_domain::coded::Label;
use helsami_domain::coverage::Coverage;
use helsami_domain::lab::Answer;
use helsami_domain::lab::order::{Group, Request};
use helsami_domain::lab::series::Trend;
use helsami_store::ExternalId;
use jiff::Timestamp;

use crate::app::App;

mod analysis_key;
mod list;
mod order;
mod trend;
mod waiting;

pub(crate) use analysis_key::AnalysisKey;
pub use list::list;
pub use order::order;
pub use trend::trend;

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
    /// Where one analysis is chosen: its course, of the rows that were read for the list.
    pub trend: Option<Trend>,
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
