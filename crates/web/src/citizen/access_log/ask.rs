//! «Spør om dette»: one look, and the question to whoever has to explain it.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access_log::{self, Questioned};
use helsami_app::report::WORDS_MAX;
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use super::{card, name};
use crate::kit::form::{Field, error_summary};
use crate::kit::part::{Tone, notice};
use crate::kit::{Document, Frame, Me, Page, Place, Problem};
use crate::text::Text;

/// The line of the log.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    line: i64,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    line: i64,
    words: String,
}

/// The form.
pub(crate) async fn page(me: Me, Query(Line { line }): Query<Line>) -> Result<Document, Problem> {
    let found = access_log::questioned(&me.app, &me.pass, line, me.frame.now).await?;
    Ok(show(&me.frame, &found, "", false))
}

/// Sends it.
pub(crate) async fn send(me: Me, Form(sent): Form<Sent>) -> Result<Response, Problem> {
    let found = access_log::questioned(&me.app, &me.pass, sent.line, me.frame.now).await?;
    let is_too_long = sent.words.chars().count() > WORDS_MAX;
    if is_too_long || found.owner.is_none() {
        let page = show(&me.frame, &found, &sent.words, is_too_long);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let words = words(me.frame.text, &found, sent.words.trim());
    let asked = access_log::ask_about(&me.app, &me.pass, (&found, &words), me.frame.now).await?;
    Ok(Redirect::to(&format!("/me/cases?new={0}#{0}", asked.link)).into_response())
}

/// Which look is meant, and what the person wants to know.
fn words(text: Text, found: &Questioned, typed: &str) -> String {
    let default = found
        .log
        .visits
        .first()
        .map(|visit| text.log_ask_default(text.moment(visit.began), name(text, &found.log, visit.actor)));
    [default.as_deref().unwrap_or_default(), typed].join("\n").trim().to_owned()
}

fn show(frame: &Frame, found: &Questioned, typed: &str, is_too_long: bool) -> Document {
    let text = frame.text;
    let error = is_too_long.then(|| text.log_ask_too_long(WORDS_MAX));
    let page = Page::new(frame, text.log_ask_title()).lead(text.log_ask_lead()).current(Place::Record);
    let page = if is_too_long { page.with_error() } else { page };
    page.crumb("/me/access-log", text.log_title()).show(html! {
        div.stack {
            @if let Some(error) = &error { (error_summary(text, &[("words", error.as_str())])) }
            @for visit in &found.log.visits { (card(text, &found.log, visit, false)) }
            (form(text, found, typed, error.as_deref()))
        }
    })
}

fn form(text: Text, found: &Questioned, typed: &str, error: Option<&str>) -> Markup {
    let line = found.log.visits.first().map_or(0, |visit| visit.newest());
    html! {
        @match (&found.owner, &found.case) {
            (Some((_, name)), Some(case)) => {
                form.form.card method="post" action="/me/access-log/ask" {
                    input type="hidden" name="line" value=(line);
                    (Field::new("words", text.log_ask_words(), typed).error(error).area())
                    p { (text.log_ask_to(
                        name.as_deref().unwrap_or(text.cases_owner_unnamed()),
                        text.when_day(When::Day(case.due())),
                    )) }
                    div { button.ds-button { (text.log_ask_send()) } }
                }
            },
            _ => { (notice(Tone::Warning, None, &html! { p { (text.log_ask_nobody()) } })) },
        }
    }
}
