//! Finding a patient. A POST, so that neither number nor name stands in an address. There is nothing to browse in.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use helsami_app::work::{self, Found, Person, Query, QueryFault};
use helsami_domain::access::FOUND_MAX;
use maud::{Markup, html};
use serde::Deserialize;

use super::desk::Desk;
use crate::Site;
use crate::kit::form::{Field, error_summary};
use crate::kit::list::Row;
use crate::kit::part::{Tag, Tone, notice};
use crate::kit::{Document, Frame, Icon, Page, Problem};
use crate::text::Text;

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    number: String,
    name: String,
    born: String,
}

/// The form.
pub(crate) async fn page(desk: Desk) -> Document {
    show(&desk.frame, &Query::default(), None, None)
}

/// Searches.
pub(crate) async fn find(
    desk: Desk,
    State(site): State<Site>,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    if let Some(door) = site.door() {
        door.keep_find_pace(desk.staff.visit)?;
    }
    let query = Query { number: sent.number, name: sent.name, born: sent.born };
    if let Some(fault) = query.fault() {
        let page = show(&desk.frame, &query, Some(fault), None);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let found = work::find(&desk.app, &desk.staff, &query, desk.frame.now).await?;
    if matches!(&found, Found::Persons(persons) if persons.is_empty()) {
        tracing::info!(visit = desk.staff.visit.0, "A search for a patient found nobody");
    }
    // A number is not written back into a page: it is gone when the answer is there.
    let query = Query { number: String::new(), ..query };
    Ok(show(&desk.frame, &query, None, Some(&found)).into_response())
}

fn show(frame: &Frame, query: &Query, fault: Option<QueryFault>, found: Option<&Found>) -> Document {
    let text = frame.text;
    let page = Page::new(frame, text.chart_find_title()).lead(text.chart_find_lead());
    let page = if fault.is_some() { page.with_error() } else { page };
    let error = fault.map(|fault| error(text, fault));
    page.crumb("/work", text.work_to_landing()).show(html! {
        div.stack {
            (error_summary(text, error.as_slice()))
            @if let Some(found) = found { (answer(text, found)) }
            (form(text, query, error))
            p.quiet { (text.chart_find_law()) }
        }
    })
}

fn form(text: Text, query: &Query, error: Option<(&str, &str)>) -> Markup {
    let of = |name: &str| error.filter(|(field, _)| *field == name).map(|(_, words)| words);
    html! {
        form.form.card method="post" action="/work/find" {
            (Field::new("number", text.chart_find_number(), &query.number).hint(text.chart_find_number_hint()).error(of("number")).show())
            p.strong { (text.chart_find_or()) }
            (Field::new("name", text.chart_find_name(), &query.name).error(of("name")).show())
            (Field::new("born", text.chart_find_born(), &query.born).kind("date").error(of("born")).show())
            div { button.ds-button { (text.chart_find_send()) } }
        }
    }
}

fn error(text: Text, fault: QueryFault) -> (&'static str, &'static str) {
    match fault {
        QueryFault::Nothing => ("number", text.chart_find_nothing()),
        QueryFault::Number => ("number", text.chart_find_number_wrong()),
        QueryFault::Both => ("number", text.chart_find_both()),
        QueryFault::NameAlone => ("name", text.chart_find_alone()),
        QueryFault::NameShort => ("name", text.chart_find_short()),
        QueryFault::Born => ("born", text.chart_find_born_wrong()),
    }
}

fn answer(text: Text, found: &Found) -> Markup {
    match found {
        Found::TooMany => {
            notice(Tone::Warning, None, &html! { p role="status" { (text.chart_find_too_many(FOUND_MAX)) } })
        }
        Found::Persons(persons) if persons.is_empty() => notice(
            Tone::Info,
            Some(text.chart_find_nobody_title()),
            &html! { p role="status" { (text.chart_find_nobody()) } },
        ),
        Found::Persons(persons) => html! {
            section.card {
                h2 { (text.chart_find_found()) }
                ul.rows { @for one in persons { li { (row(text, one)) } } }
            }
        },
    }
}

/// Name and birth date, and whether the person is dead: enough to know that it is the right one. Never an address.
fn row(text: Text, one: &Person) -> Markup {
    let name = if one.name.is_empty() { text.chart_unnamed() } else { &one.name };
    let href = format!("/work/p/{}", one.link);
    let mut row = Row::new(name).icon(Icon::Person, Tone::Accent);
    if let Some(born) = one.born {
        row = row.sub(&text.chart_born(text.day(born)));
    }
    if one.is_dead {
        row = row.tag(Tag::new(Tone::Neutral, text.chart_dead()).bare());
    }
    html! { @if one.is_self { (row.sub(text.chart_self())) } @else { (row.href(&href)) } }
}
