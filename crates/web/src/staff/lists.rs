//! The lists of an open record, compact: what, when, the value, who says so; what is locked as a padlock; the coverage.
//! The same use cases as the citizen's pages, through the reader's own grant.

mod lines;

use axum::extract::{Path, Query};
use axum::response::Response;
use helsami_app::results::{Choice, Side};
use helsami_app::{allergies, appointments, care_team, diagnoses, documents, medicines, results, vaccines};
use helsami_domain::access::area::Area;
use helsami_domain::coverage::{Coverage, LeftOut};
use maud::{Markup, html};
use serde::Deserialize;

use super::chart::title;
use super::desk::Chart;
use crate::kit::acting::addressed;
use crate::kit::list::coverage;
use crate::kit::part::{Tone, button_link, icon, notice, print_button};
use crate::kit::{Document, Icon, Page, Problem, answer, order, paper, trend};
use crate::text::Text;

/// What stands in a list's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    side: String,
    older: String,
    /// All of the past.
    all: Option<String>,
}

impl Asked {
    fn older(&self) -> Option<&str> {
        Some(self.older.as_str()).filter(|id| !id.is_empty())
    }
}

/// Test results, or measurements.
pub(crate) async fn results(chart: Chart, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let side = if asked.side == "measurements" { Side::Measurements } else { Side::Tests };
    let choice = Choice { side, older_than: asked.older().map(str::to_owned), ..Choice::default() };
    let found = results::list(&chart.desk.app, &chart.pass, &choice, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let (heading, query) = match side {
        Side::Tests => (text.site_nav_results(), ""),
        Side::Measurements => (text.chart_measurements(), "side=measurements&"),
    };
    let older = found.older.map(|id| format!("{}/results?{query}older={id}", chart.root));
    let body = html! { (lines::results(text, &chart.root, &found)) (more(text, older.as_deref())) };
    Ok(show(&chart, heading, &body, &found.coverage))
}

/// One order with all it says.
pub(crate) async fn order_page(chart: Chart, Path(named): Path<Named>) -> Result<Document, Problem> {
    let found = results::order(&chart.desk.app, &chart.pass, &named.id, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let heading = order::page_title(text, &found.order.group);
    Ok(result(&chart, (&heading, Side::Tests), &found.coverage, order::body(text, None, &found)))
}

/// One analysis over time.
pub(crate) async fn trend_page(chart: Chart, Path(named): Path<Named>) -> Result<Document, Problem> {
    let found = results::trend(&chart.desk.app, &chart.pass, &named.id, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let heading = text.results_trend_title(answer::plain_name(text, found.trend.name.as_ref()));
    let body = html! { div.stack { (trend::body(text, &found)) } };
    Ok(result(&chart, (&heading, found.side), &found.coverage, body))
}

/// A page under the results, in the words of the citizen's page, with the padlock above it.
fn result(chart: &Chart, (heading, side): (&str, Side), covered: &Coverage, body: Markup) -> Document {
    let text = chart.desk.frame.text;
    let (query, crumb) = match side {
        Side::Tests => ("", text.site_nav_results()),
        Side::Measurements => ("?side=measurements", text.chart_measurements()),
    };
    let list = format!("{}/results{query}", chart.root);
    Page::new(&chart.desk.frame, heading)
        .crumb(&list, crumb)
        .acts(print_button(text))
        .show(html! { div.stack { (padlock(text, chart, covered)) (addressed(&chart.root, body)) } })
}

/// Medicines.
pub(crate) async fn medicines(chart: Chart) -> Result<Document, Problem> {
    let found = medicines::list(&chart.desk.app, &chart.pass, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    Ok(show(&chart, text.site_nav_medicines(), &lines::medicines(text, &found), &found.coverage))
}

/// Critical information and allergies.
pub(crate) async fn allergies(chart: Chart) -> Result<Document, Problem> {
    let found = allergies::list(&chart.desk.app, &chart.pass, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    Ok(show(&chart, text.record_allergies(), &lines::allergies(text, &found), &found.coverage))
}

/// Diagnoses.
pub(crate) async fn diagnoses(chart: Chart) -> Result<Document, Problem> {
    let found = diagnoses::list(&chart.desk.app, &chart.pass, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    Ok(show(&chart, text.record_diagnoses(), &lines::diagnoses(text, &found), &found.coverage))
}

/// Vaccines.
pub(crate) async fn vaccines(chart: Chart) -> Result<Document, Problem> {
    let found = vaccines::list(&chart.desk.app, &chart.pass, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    Ok(show(&chart, text.record_vaccines(), &lines::vaccines(text, &found), &found.coverage))
}

/// Notes and documents.
pub(crate) async fn documents(chart: Chart, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let found = documents::list(&chart.desk.app, &chart.pass, asked.older(), chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let older = found.older.map(|id| format!("{}/documents?older={id}", chart.root));
    let body = html! { (lines::documents(text, &chart.root, &found)) (more(text, older.as_deref())) };
    Ok(show(&chart, text.record_documents(), &body, &found.coverage))
}

/// A document as an address names it.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    id: String,
}

/// A file of a document, as an address names it.
#[derive(Debug, Deserialize)]
pub(crate) struct File {
    id: String,
    number: usize,
}

/// One document.
pub(crate) async fn document(chart: Chart, Path(named): Path<Named>) -> Result<Document, Problem> {
    let found = documents::open(&chart.desk.app, &chart.pass, &named.id, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let heading = found.document.heading().map_or(text.documents_untitled(), |label| &*label.text);
    let crumb = format!("{}/documents", chart.root);
    let body = html! { (addressed(&chart.root, paper::content(text, &found))) };
    let marks = format!("{}/marks/{}", chart.root, named.id);
    let acts = to_marks(text, &chart, Some(&marks));
    Ok(Page::new(&chart.desk.frame, heading).crumb(&crumb, text.record_documents()).acts(acts).show(body))
}

/// One file of a document, to be kept: never shown inside the portal's own origin.
pub(crate) async fn file(chart: Chart, Path(named): Path<File>) -> Result<Response, Problem> {
    let wanted = (named.id.as_str(), named.number);
    let handed = documents::file(&chart.desk.app, &chart.pass, wanted, chart.desk.frame.now).await?;
    Ok(paper::hand(handed))
}

/// Appointments and visits.
pub(crate) async fn appointments(chart: Chart, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let is_whole = asked.all.is_some();
    let found = appointments::list(&chart.desk.app, &chart.pass, is_whole, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    let older = found.has_older.then(|| format!("{}/appointments?all=1", chart.root));
    let body = html! { (lines::appointments(text, &found)) (more(text, older.as_deref())) };
    Ok(show(&chart, text.site_nav_appointments(), &body, &found.coverage))
}

/// The care team.
pub(crate) async fn care_team(chart: Chart) -> Result<Document, Problem> {
    let found = care_team::team(&chart.desk.app, &chart.pass, chart.desk.frame.now).await?;
    let text = chart.desk.frame.text;
    Ok(show(&chart, text.chart_team(), &lines::care_team(text, &found), &found.coverage))
}

fn show(chart: &Chart, heading: &str, body: &Markup, covered: &Coverage) -> Document {
    let text = chart.desk.frame.text;
    let title = title(text, &chart.pass);
    let part = chart.desk.frame.path.rsplit('/').next().and_then(Area::from_code);
    let marks = part.map(|part| format!("{}/marks?part={}", chart.root, part.code()));
    let acts = html! { (to_marks(text, chart, marks.as_deref())) (print_button(text)) };
    Page::new(&chart.desk.frame, heading).crumb(&chart.root, &title).acts(acts).show(html! {
        div.stack {
            (padlock(text, chart, covered))
            // What is locked is there: then nobody says that there is nothing.
            @if covered.empty.is_some() && locked(covered).is_none() { section.card { p { (text.chart_empty()) } } }
            (body)
            (coverage(text, covered, None))
        }
    })
}

/// The way to hide something of the page or to show it later, for whoever treats the patient.
fn to_marks(text: Text, chart: &Chart, href: Option<&str>) -> Markup {
    let href = href.filter(|_| chart.pass.may_mark());
    html! {
        @if let Some(href) = href { (button_link(href, Some(Icon::EyeSlash), text.marks_line_title(), Some("tertiary"))) }
    }
}

/// How many rows are closed to the reader.
fn locked(covered: &Coverage) -> Option<usize> {
    covered.left_out.iter().find_map(|one| match one {
        LeftOut::Locked(count) if *count > 0 => Some(*count),
        _ => None,
    })
}

/// That something is closed, and by whom it can be asked to be opened: never what it is.
fn padlock(text: Text, chart: &Chart, covered: &Coverage) -> Markup {
    let Some(count) = locked(covered) else { return html! {} };
    let unlock = format!("{}/unlock", chart.root);
    notice(
        Tone::Warning,
        None,
        &html! {
            p { (icon(Icon::ShieldLock)) " " (text.chart_locked_rows(count)) " " (text.chart_locked_ask()) }
            p.no-print { (button_link(&unlock, None, text.chart_unlock_link(), Some("secondary"))) }
        },
    )
}

fn more(text: Text, older: Option<&str>) -> Markup {
    html! {
        @if let Some(href) = older { p.no-print { (button_link(href, None, text.chart_older(), Some("secondary"))) } }
    }
}
