//! «Tilganger»: everybody who can see the record and why, and the end of what was given.

mod invite;

use axum::Form;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{
    Access, Accesses, Kind, State, access_end, access_find, access_list, offer_dismiss,
};
use helsami_domain::access::area::Areas;
use helsami_domain::access::facts::{End, Term};
use helsami_domain::access::marks::Marks;
use helsami_domain::when::When;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::given::{TOPICS, area, last_day, topic};
use crate::kit::list::joined;
use crate::kit::part::{Fact, Tag, Tone, button_link, facts, icon};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

pub(crate) use invite::{change_form, change_save, change_show, form, make, show};

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let list = access_list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    let may_give = me.pass.rule() == helsami_domain::access::Rule::Own;
    let mut page = Page::new(&me.frame, text.access_title())
        .lead(text.access_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record());
    if may_give {
        page = page.acts(button_link("/me/access/invite", None, text.access_invite(), None));
    }
    Ok(page.show(content(text, &list)))
}

/// Which access an address or a form means.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    access: String,
}

/// Asks before an access is ended.
pub(crate) async fn end_page(me: Me, Query(chosen): Query<Chosen>) -> Result<Document, Problem> {
    let one = access_find(&me.app, &me.pass, &chosen.access, me.frame.now).await?;
    if !one.state.is_current() {
        return Err(Problem::NotFound);
    }
    let text = me.frame.text;
    let is_offer = matches!(one.state, State::Offered(_));
    let title = if is_offer { text.access_withdraw_title() } else { text.access_end_title() };
    Ok(Page::new(&me.frame, title).current(Place::Record).crumb("/me/access", text.access_title()).show(
        html! {
            section.card {
                p {
                    @if is_offer { (text.access_withdraw_what()) }
                    @else { (text.access_end_what(holder(text, &one))) }
                }
                (shown(text, &one))
                form.acts method="post" action="/me/access/end" {
                    input type="hidden" name="access" value=(one.id);
                    button.ds-button data-color="danger" { (icon(Icon::XMark)) (text.access_end_yes()) }
                    (button_link("/me/access", None, text.access_keep(), Some("secondary")))
                }
            }
        },
    ))
}

/// Ends an access.
pub(crate) async fn end(me: Me, Form(chosen): Form<Chosen>) -> Result<Response, Problem> {
    access_end(&me.app, &me.pass, &chosen.access, me.frame.now).await?;
    Ok(Redirect::to("/me/access").into_response())
}

/// The person who has turned 16 does not want to be asked again.
pub(crate) async fn dismiss(me: Me) -> Result<Response, Problem> {
    offer_dismiss(&me.app, &me.pass, me.frame.now).await?;
    Ok(Redirect::to("/me").into_response())
}

/// The content of the page.
pub(crate) fn content(text: Text, list: &Accesses) -> Markup {
    html! {
        div.stack {
            section {
                h2.above { (text.access_current()) }
                div.stack {
                    @if !list.parents.is_empty() { (parents(text, &list.parents)) }
                    @for one in &list.current { (card(text, one)) }
                    @if list.current.is_empty() && list.parents.is_empty() { p { (text.access_current_none()) } }
                    section.card {
                        h3 { (icon(Icon::Stethoscope)) " " (text.access_staff()) }
                        p { (text.access_staff_why()) }
                        p { (button_link("/me/access-log", Some(Icon::Eye), text.access_to_log(), Some("secondary"))) }
                    }
                }
            }
            @if !list.former.is_empty() {
                section {
                    h2.above { (text.access_former()) }
                    div.stack { @for one in &list.former { (card(text, one)) } }
                }
            }
            p.quiet { (text.access_not_here()) }
        }
    }
}

fn parents(text: Text, names: &[Box<str>]) -> Markup {
    html! {
        section.card {
            h3 { (icon(Icon::PersonGroup)) " " (text.access_parents()) }
            p { (joined(text, names)) }
            p { (text.access_parents_why()) }
        }
    }
}

fn card(text: Text, one: &Access) -> Markup {
    let href = format!("/me/access/end?access={}", one.id);
    let is_offer = matches!(one.state, State::Offered(_));
    html! {
        section.card {
            h3 { (icon(Icon::Person)) " " (title(text, one)) }
            p { (why(text, one)) }
            (shown(text, one))
            @if one.kind == Kind::Proxy && one.state.is_current() {
                div.acts.no-print {
                    @if !is_offer && one.holder.is_some() {
                        @let change = format!("/me/access/change?access={}", one.id);
                        (button_link(&change, None, &text.access_change_named(holder(text, one)), Some("secondary")))
                    }
                    @if is_offer { (button_link(&href, None, text.access_withdraw(), Some("secondary"))) }
                    @else { (button_link(&href, None, &text.access_end_named(holder(text, one)), Some("secondary"))) }
                }
            }
        }
    }
}

/// What it is, in facts.
fn shown(text: Text, one: &Access) -> Markup {
    let state = Fact::new(text.access_state(), html! { (state(text, one.state)) });
    let mut more = Vec::with_capacity(2);
    if !one.except.is_empty() {
        more.push(Fact::new(text.access_held(), html! { (text.access_held_count(one.except.len())) }));
    }
    more.push(state);
    terms(text, (one.areas, one.kept_back, one.term), more)
}

/// What is given, what is kept back, and from when to when.
pub(crate) fn terms(text: Text, (areas, kept, term): (Areas, Marks, Term), more: Vec<Fact<'_>>) -> Markup {
    let parts: Vec<&str> = areas.iter().map(|part| area(text, part)).collect();
    let topics: Vec<&str> =
        TOPICS.into_iter().filter(|mark| kept.has(*mark)).map(|mark| topic(text, mark)).collect();
    let mut list = vec![Fact::new(text.access_parts(), html! { (joined(text, &parts)) })];
    if !topics.is_empty() {
        list.push(Fact::new(text.access_kept_back(), html! { (joined(text, &topics)) }));
    }
    list.push(Fact::new(text.access_period(), html! { (period(text, term)) }));
    list.extend(more);
    facts(&list)
}

fn title(text: Text, one: &Access) -> &str {
    match one.state {
        _ if one.holder.is_some() => holder(text, one),
        State::Offered(_) => text.access_offered(),
        _ => text.access_offer_over(),
    }
}

fn holder(text: Text, one: &Access) -> &str {
    one.holder.as_deref().filter(|name| !name.is_empty()).unwrap_or(text.access_unnamed())
}

const fn why(text: Text, one: &Access) -> &'static str {
    match one.kind {
        Kind::Proxy if one.holder.is_none() => text.access_why_offered(),
        Kind::Proxy => text.access_why_proxy(),
        Kind::Representative => text.access_why_representative(),
        Kind::Guardian => text.access_why_guardian(),
        Kind::Foster => text.access_why_foster(),
        Kind::NearestOfDead => text.access_why_dead(),
    }
}

fn state(text: Text, state: State) -> Markup {
    let (tone, words) = match state {
        State::InForce => (Tone::Success, text.access_state_in_force().to_owned()),
        State::Coming => (Tone::Info, text.access_state_coming().to_owned()),
        State::Offered(until) => (Tone::Warning, text.access_state_offered(text.moment(until))),
        State::Declined(at) => (Tone::Neutral, text.access_state_declined(text.moment(at))),
        State::Ended(at) => (Tone::Neutral, text.access_state_ended(text.moment(at))),
        State::RunOut => (Tone::Neutral, text.access_state_run_out().to_owned()),
    };
    html! { (Tag::new(tone, words)) }
}

/// From when to when, with the last day and not the moment after it.
pub(crate) fn period(text: Text, term: Term) -> String {
    if term.from == Timestamp::MIN {
        return text.access_period_always().to_owned();
    }
    let from = text.day(When::today(term.from));
    match term.end {
        End::WhenEnded => text.access_period_open(from),
        End::At(end) => text.access_period_until(from, text.day(last_day(end))),
    }
}
