//! What both sides of an access are told on their overview, and putting it away.

use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{Notice, Side, notices_put_away};
use helsami_domain::access::notice::Event;
use helsami_domain::when::When;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::given::last_day;
use crate::kit::list::Row;
use crate::kit::part::Tone;
use crate::kit::{Icon, Me, Problem};
use crate::text::Text;

/// Until when the reader has seen what is told.
#[derive(Debug, Deserialize)]
pub(crate) struct Until {
    until: String,
}

/// Puts away what was on the page, and nothing that has come since.
pub(crate) async fn put_away(me: Me, Form(form): Form<Until>) -> Result<Response, Problem> {
    let until = form.until.parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok());
    let until = until.ok_or(Problem::BadRequest)?;
    notices_put_away(&me.app, &me.pass, until, me.frame.now).await?;
    Ok(Redirect::to("/me").into_response())
}

/// What is told, as a card; nothing where there is nothing.
pub(crate) fn card(text: Text, notices: &[Notice]) -> Markup {
    let newest = notices.iter().map(|one| one.at.as_microsecond()).max();
    html! {
        @if let Some(newest) = newest {
            section.card.full {
                h2 { (title(text, notices)) }
                ul.rows { @for one in notices { li { (row(text, one)) } } }
                form.acts.no-print method="post" action="/me/notices/put-away" {
                    input type="hidden" name="until" value=(newest);
                    button.ds-button data-variant="secondary" { (text.notices_put_away()) }
                }
            }
        }
    }
}

/// What the card is about: accesses, for nearly everybody.
fn title(text: Text, notices: &[Notice]) -> &'static str {
    if notices.iter().any(is_merge) { text.notices_title_record() } else { text.notices_title() }
}

/// Whether it is about two records of the reader, and no access.
const fn is_merge(one: &Notice) -> bool {
    matches!(one.event, Event::Joined | Event::Parted)
}

fn row(text: Text, one: &Notice) -> Markup {
    let (href, icon) = match one.side {
        _ if is_merge(one) => ("/me/access-log", Icon::FileText),
        Side::Owner => ("/me/access", Icon::ShieldLock),
        Side::Holder => ("/acting", Icon::PersonGroup),
    };
    let tone =
        if matches!(one.event, Event::EndsSoon(_) | Event::UsedAgain) { Tone::Sol } else { Tone::Fjord };
    let sub = match one.event {
        Event::UsedAgain => text.notices_used_why().to_owned(),
        Event::EndsSoon(_) => text.notices_soon_why().to_owned(),
        Event::Joined | Event::Parted => by(text, one),
        _ => text.when_day(When::Moment(one.at)),
    };
    html! { (Row::new(&words(text, one)).href(href).icon(icon, tone).sub(&sub)) }
}

fn words(text: Text, one: &Notice) -> String {
    let name = if one.name.is_empty() { text.access_unnamed() } else { &one.name };
    match (one.side, one.event) {
        (_, Event::Joined) => text.notices_joined().to_owned(),
        (_, Event::Parted) => text.notices_parted().to_owned(),
        (Side::Owner, Event::Given) => text.notices_own_given(name),
        (Side::Owner, Event::Changed) => text.notices_own_changed(name),
        (Side::Owner, Event::Ended) => text.notices_own_ended(name),
        (Side::Owner, Event::RunOut) => text.notices_own_run_out(name),
        (Side::Owner, Event::EndsSoon(end)) => text.notices_own_soon(name, last(text, end)),
        (Side::Owner, Event::UsedAgain) => text.notices_own_used(name),
        (Side::Holder, Event::Given) => text.notices_other_given(name),
        (Side::Holder, Event::Changed) => text.notices_other_changed(name),
        (Side::Holder, Event::Ended) => text.notices_other_ended(name),
        (Side::Holder, Event::RunOut) => text.notices_other_run_out(name),
        (Side::Holder, Event::EndsSoon(end)) => text.notices_other_soon(name, last(text, end)),
        (Side::Holder, Event::UsedAgain) => text.notices_other_used(name),
    }
}

/// When two records were made one, or parted, by whom, and what it means.
fn by(text: Text, one: &Notice) -> String {
    let who = if one.name.is_empty() { text.log_client() } else { &one.name };
    let when = text.moment(one.at);
    match one.event {
        Event::Parted => text.notices_parted_what(when, who),
        _ => text.notices_joined_what(when, who),
    }
}

/// The last day on which the access holds.
fn last(text: Text, end: Timestamp) -> String {
    text.day(last_day(end))
}
