//! Lifting the patient's emergency lock: what it is, what follows, and that staff have made sure who asks.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::work;
use maud::html;
use serde::Deserialize;

use super::desk::Chart;
use crate::kit::form::{choice, error_summary, group};
use crate::kit::{Document, Page, Problem};

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    sure: String,
}

/// The form.
pub(crate) async fn page(chart: Chart) -> Result<Document, Problem> {
    if !work::is_locked(&chart.desk.app, &chart.pass, chart.desk.frame.now).await? {
        return Err(Problem::NotFound);
    }
    Ok(show(&chart, false))
}

/// Lifts it.
pub(crate) async fn lift(chart: Chart, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    if sent.sure != "yes" {
        return Ok(show(&chart, true).status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    work::lift(&chart.desk.app, &chart.desk.staff, &chart.pass, chart.desk.frame.now).await?;
    Ok(Redirect::to(&chart.root).into_response())
}

fn show(chart: &Chart, is_unsure: bool) -> Document {
    let text = chart.desk.frame.text;
    let error = is_unsure.then(|| text.chart_lock_unsure());
    let page = Page::new(&chart.desk.frame, text.chart_lock_lift()).lead(text.chart_lock_what());
    let page = if is_unsure { page.with_error() } else { page };
    let front = super::chart::title(text, &chart.pass);
    page.crumb(&chart.root, &front).show(html! {
        div.stack {
            (error_summary(text, error.map(|words| ("sure", words)).as_slice()))
            form.form.card method="post" action={ (chart.root) "/lock" } {
                p { (text.chart_lock_after()) }
                (group("sure", (text.chart_lock_sure(), text.chart_lock_sure_hint()), error, &html! {
                    (choice(("checkbox", "sure", "yes"), text.chart_lock_yes(), false, true))
                }))
                div { button.ds-button { (text.chart_lock_lift()) } }
            }
        }
    })
}
