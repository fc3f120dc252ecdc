//! Taking back what was registered: it held until now, or it was a mistake. Nothing is erased.

use axum::extract::{Form, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::work::{self, Listed, PaperEnd};
use maud::html;
use serde::Deserialize;

use super::{kind, may_register, until};
use crate::kit::form::{choice, error_summary, group};
use crate::kit::part::{Fact, facts};
use crate::kit::{Document, Page, Problem};
use crate::staff::desk::Chart;

/// Which one an address or a form means, and what is done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    consent: String,
    how: String,
}

/// Asks first.
pub(crate) async fn end_page(chart: Chart, Query(chosen): Query<Chosen>) -> Result<Document, Problem> {
    let one = found(&chart, &chosen).await?;
    Ok(show(&chart, &one, false))
}

/// Takes it back.
pub(crate) async fn end(chart: Chart, Form(chosen): Form<Chosen>) -> Result<Response, Problem> {
    let one = found(&chart, &chosen).await?;
    let how = match chosen.how.as_str() {
        "ended" => PaperEnd::Ended,
        "mistake" => PaperEnd::Mistake,
        _ => return Ok(show(&chart, &one, true).status(StatusCode::UNPROCESSABLE_ENTITY).into_response()),
    };
    let (app, at) = (&chart.desk.app, (&chart.desk.staff, &chart.pass));
    work::paper_end(app, at, (&chosen.consent, how), chart.desk.frame.now).await?;
    Ok(Redirect::to(&format!("{}/register", chart.root)).into_response())
}

async fn found(chart: &Chart, chosen: &Chosen) -> Result<Listed, Problem> {
    may_register(chart)?;
    let at = (&chart.desk.staff, &chart.pass);
    Ok(work::paper_find(&chart.desk.app, at, &chosen.consent, chart.desk.frame.now).await?)
}

fn show(chart: &Chart, one: &Listed, is_missing: bool) -> Document {
    let text = chart.desk.frame.text;
    let error = is_missing.then(|| text.desk_how_missing());
    let back = format!("{}/register", chart.root);
    let page = Page::new(&chart.desk.frame, text.desk_end_title()).crumb(&back, text.desk_title());
    let page = if is_missing { page.with_error() } else { page };
    let mut list = vec![Fact::new(text.desk_kind(), html! { (kind(text, one.kind)) })];
    if let Some(name) = one.holder.as_deref().filter(|name| !name.is_empty()) {
        list.push(Fact::new(text.desk_receiver(), html! { (name) }));
    }
    list.push(Fact::new(text.access_period(), html! { (until(text, one.term)) }));
    page.show(html! {
        div.stack {
            (error_summary(text, error.map(|words| ("how", words)).as_slice()))
            form.form.card method="post" action={ (back) "/end" } {
                (facts(&list))
                p { (text.desk_by(&one.by)) }
                input type="hidden" name="consent" value=(one.link);
                (group("how", (text.desk_how(), text.desk_how_hint()), error, &html! {
                    (choice(("radio", "how", "ended"), text.desk_how_ended(), false, true))
                    (choice(("radio", "how", "mistake"), text.desk_how_mistake(), false, false))
                }))
                div { button.ds-button data-color="danger" { (text.desk_end_yes()) } }
            }
        }
    })
}
