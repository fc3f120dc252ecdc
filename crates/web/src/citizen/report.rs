//! «Meld feil»: the line pointed at, what is wrong with it, and what it should say. What was typed stays when something is
//! missing.

use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::cases::Asked;
use helsami_app::report::{self, Fault, Line, Typed, WORDS_MAX};
use helsami_domain::case::{Case, CaseKind};
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::citizen::results::Named;
use crate::kit::form::{Field, error_summary};
use crate::kit::part::{Fact, Tone, button_link, facts, notice, said};
use crate::kit::{Document, Frame, Me, Page, Place, Problem};
use crate::text::Text;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    wrong: String,
    instead: String,
}

/// The form.
pub(crate) async fn page(me: Me, Path(Named { id }): Path<Named>) -> Result<Document, Problem> {
    let line = report::line(&me.app, &me.pass, &id, me.frame.now).await?;
    Ok(show(&me.frame, &line, &Typed::default(), &[]))
}

/// Sends it.
pub(crate) async fn send(
    me: Me,
    Path(Named { id }): Path<Named>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let line = report::line(&me.app, &me.pass, &id, me.frame.now).await?;
    let typed = Typed { wrong: sent.wrong, instead: sent.instead };
    let faults = typed.faults();
    if !faults.is_empty() || line.owner.is_none() {
        let page = show(&me.frame, &line, &typed, &faults);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let asked = report::report(&me.app, &me.pass, (&line, &typed), me.frame.now).await?;
    if me.pass.is_for_another() {
        return Ok(done(&me.frame, &asked).into_response());
    }
    Ok(Redirect::to(&format!("/me/cases?new={0}#{0}", asked.link)).into_response())
}

fn show(frame: &Frame, line: &Line, typed: &Typed, faults: &[Fault]) -> Document {
    let text = frame.text;
    let page = Page::new(frame, text.report_title()).lead(text.report_lead()).current(Place::Record);
    let page = if faults.is_empty() { page } else { page.with_error() };
    page.crumb("/me/record", text.site_nav_record()).show(html! {
        div.stack {
            (error_summary(text, &errors(text, faults).iter().map(|(name, words)| (*name, words.as_str())).collect::<Vec<_>>()))
            (pointed(text, line))
            @match &line.owner {
                Some((owner, name)) => {
                    @let case = Case::open(CaseKind::ReportError, *owner, frame.now);
                    (form(text, line, typed, faults))
                    p { (text.report_to(name.as_deref().unwrap_or(text.cases_owner_unnamed()), text.when_day(When::Day(case.due())))) }
                },
                None => { (notice(Tone::Warning, Some(text.report_no_owner_title()), &html! { p { (text.report_no_owner()) } })) },
            }
            p { (text.report_urgent()) }
            p.quiet { (text.report_law()) }
        }
    })
}

fn pointed(text: Text, line: &Line) -> Markup {
    let mut list = Vec::with_capacity(2);
    if let Some(when) = line.when {
        list.push(Fact::new(text.report_when(), html! { (text.when(when)) }));
    }
    if !line.words.is_empty() {
        let words = html! { @for words in &line.words { div.as-sent { (words) } } };
        list.push(Fact::new(text.report_says(), words));
    }
    html! {
        section.card {
            h2 { (text.report_line()) }
            p.strong { @match &line.name { Some(name) => (said(name)), None => (text.report_unnamed()) } }
            (facts(&list))
        }
    }
}

fn form(text: Text, line: &Line, typed: &Typed, faults: &[Fault]) -> Markup {
    let errors = errors(text, faults);
    let error = |name: &str| errors.iter().find(|(field, _)| *field == name).map(|(_, words)| words.as_str());
    html! {
        form.form.card method="post" action={ "/me/report/" (line.link) } {
            (Field::new("wrong", text.report_wrong(), &typed.wrong).hint(text.report_wrong_hint()).error(error("wrong")).area())
            (Field::new("instead", text.report_instead(), &typed.instead).error(error("instead")).area())
            div { button.ds-button { (text.report_send()) } }
        }
    }
}

fn errors(text: Text, faults: &[Fault]) -> Vec<(&'static str, String)> {
    let words = |fault: &Fault| match fault {
        Fault::WrongMissing => ("wrong", text.report_wrong_missing().to_owned()),
        Fault::WrongTooLong => ("wrong", text.report_wrong_too_long(WORDS_MAX)),
        Fault::InsteadTooLong => ("instead", text.report_instead_too_long(WORDS_MAX)),
    };
    faults.iter().map(words).collect()
}

/// For somebody who acts for another: the case itself is the person's own to read.
fn done(frame: &Frame, asked: &Asked) -> Document {
    let text = frame.text;
    let owner = asked.owner.as_deref().unwrap_or(text.cases_owner_unnamed());
    let due = text.when_day(When::Day(asked.case.due()));
    let words = if asked.is_new { text.report_sent(owner, due) } else { text.report_sent_before(owner, due) };
    let body = html! {
        div.stack {
            (notice(Tone::Success, None, &html! { p role="status" { (words) } p { (text.report_sent_for()) } }))
            div.acts { (button_link("/me/record", None, text.report_back(), Some("secondary"))) }
        }
    };
    Page::new(frame, text.report_sent_title()).current(Place::Record).show(body)
}
