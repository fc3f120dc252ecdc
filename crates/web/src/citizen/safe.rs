//! Safe mode's lock: which parts and single things want a fresh sign-in, what follows of it, and closing again at once.

use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{Adding, Safe, Thing, safe_mode, safe_mode_set};
use helsami_app::sessions::session_close;
use helsami_domain::access::Rule;
use helsami_domain::access::area::{Area, Areas};
use maud::{Markup, html};
use serde::Deserialize;

use crate::door::recognise::Here;
use crate::door::sign_in::anew;
use crate::kit::form::{choice, group};
use crate::kit::given::{area, part_of};
use crate::kit::part::{Tone, button_link, icon, notice};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// Where the page is.
const HERE: &str = "/me/safe";

/// What stands in the address: a thing that is to be added.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    item: Option<String>,
}

/// The page.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let offered = asked.item.as_deref().filter(|item| !item.is_empty());
    let safe = safe_mode(&me.app, &me.pass, offered, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.safe_title())
        .lead(text.safe_lead())
        .current(Place::Record)
        .crumb("/me/settings", text.settings_title())
        .show(content(text, &safe, me.pass.rule())))
}

/// Puts what the form says in place of what was chosen.
pub(crate) async fn save(me: Me, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let values =
        |name: &'static str| fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value);
    let areas = values("part").fold(Areas::NONE, |areas, value| areas.or(part_of(value)));
    let items: Vec<String> = values("item").chain(values("also")).cloned().collect();
    safe_mode_set(&me.app, &me.pass, (areas, &items), me.frame.now).await?;
    Ok(Redirect::to(HERE).into_response())
}

/// Closes again what stands open in this session.
pub(crate) async fn close(me: Me, Here(present): Here) -> Result<Response, Problem> {
    session_close(&me.app, &present).await.map_err(|error| {
        tracing::error!(error = %error, "Could not end a fresh sign-in");
        Problem::Failed
    })?;
    Ok(Redirect::to(HERE).into_response())
}

fn content(text: Text, safe: &Safe, rule: Rule) -> Markup {
    let is_chosen = !safe.areas.is_empty() || !safe.things.is_empty();
    html! {
        div.stack {
            @if is_chosen { (state(text, safe.is_closed)) }
            form.stack method="post" action=(HERE) {
                @if let Some(one) = &safe.offered { (offer(text, one)) }
                section.card { (group("part", (text.safe_parts(), text.safe_parts_hint()), None, &parts(text, safe))) }
                @if !safe.things.is_empty() {
                    section.card { (group("chosen", (text.safe_things(), text.safe_things_hint()), None, &things(text, safe))) }
                }
                div.acts { button.ds-button { (icon(Icon::ShieldLock)) (text.safe_save()) } }
            }
            section.card {
                h2 { (text.safe_how()) }
                ul {
                    li { (text.safe_how_open()) }
                    li { (text.safe_how_less()) }
                    li { (text.safe_how_others()) }
                    @if rule == Rule::Youth { li { (text.safe_how_parents()) } }
                    li { (text.safe_how_staff()) }
                    li { (text.safe_how_card()) }
                    li { (text.safe_how_results()) }
                    li { (text.safe_how_same()) }
                }
            }
        }
    }
}

/// Whether what is chosen is closed now, and the way to change that.
fn state(text: Text, is_closed: bool) -> Markup {
    if is_closed {
        return notice(
            Tone::Info,
            Some(text.safe_closed()),
            &html! {
                p { (text.safe_closed_more()) }
                p { (button_link(&anew(HERE), Some(Icon::Enter), text.safe_unlock(), None)) }
            },
        );
    }
    notice(
        Tone::Warning,
        Some(text.safe_open()),
        &html! {
            p { (text.safe_open_more()) }
            form method="post" action="/me/safe/close" {
                button.ds-button data-variant="secondary" { (icon(Icon::ShieldLock)) (text.safe_close()) }
            }
        },
    )
}

/// The boxes of the parts. What is closed now is told and stays: a box that cannot be cleared would be none.
fn parts(text: Text, safe: &Safe) -> Markup {
    let is_kept = |part: Area| safe.is_closed && safe.areas.has(part);
    let first = Area::GIVEABLE.into_iter().find(|part| !is_kept(*part));
    html! {
        @if safe.is_closed && !safe.areas.is_empty() {
            ul { @for part in safe.areas.iter() {
                li { (icon(Icon::ShieldLock)) " " (area(text, part)) input type="hidden" name="part" value=(part.code()); }
            } }
        }
        @for part in Area::GIVEABLE.into_iter().filter(|part| !is_kept(*part)) {
            (choice(("checkbox", "part", part.code()), area(text, part), safe.areas.has(part), Some(part) == first))
        }
    }
}

/// What is to be added, what closes with it, and what else tells of it.
fn offer(text: Text, one: &Adding) -> Markup {
    let item = choice(("checkbox", "item", one.thing.link.as_str()), &name(text, &one.thing), true, true);
    let also = html! {
        @for (place, thing) in one.also.iter().enumerate() {
            (choice(("checkbox", "also", thing.link.as_str()), &name(text, thing), true, place == 0))
        }
    };
    html! {
        section.card {
            (group("item", (text.safe_offer(), text.safe_parts_hint()), None, &item))
            @if !one.with.is_empty() {
                p { (text.safe_with()) }
                ul { @for thing in &one.with { li { (name(text, thing)) } } }
            }
            @if !one.also.is_empty() { (group("also", (text.safe_also(), text.safe_also_hint()), None, &also)) }
            @if one.more > 0 { p { (text.safe_also_more(one.more)) } }
        }
    }
}

/// What a thing is, in words: the part it stands in, what it is called, and when.
fn name(text: Text, thing: &Thing) -> String {
    let Some(head) = &thing.head else { return text.safe_thing_unnamed().to_owned() };
    let part = area(text, head.part);
    let name = head.name.as_ref().map_or(text.safe_thing_nameless(), |name| &name.text);
    match head.when {
        Some(when) => text.safe_thing_dated(name, text.when_day(when), part),
        None => text.safe_thing(name, part),
    }
}

/// The boxes of the single things that are chosen.
fn things(text: Text, safe: &Safe) -> Markup {
    let name = |thing: &Thing| name(text, thing);
    let closes_more = |thing: &Thing| thing.head.as_ref().is_some_and(|head| head.closes_more);
    // The thing that is to be added comes first on the page.
    let has_first = safe.offered.is_none();
    html! {
        @if safe.is_closed {
            ul { @for thing in &safe.things {
                li { (icon(Icon::ShieldLock)) " " (name(thing)) input type="hidden" name="item" value=(thing.link); }
            } }
        } @else {
            @for (place, thing) in safe.things.iter().enumerate() {
                (choice(("checkbox", "item", thing.link.as_str()), &name(thing), true, has_first && place == 0))
            }
            @if safe.things.iter().any(closes_more) { p.quiet { (text.safe_how_results()) } }
        }
    }
}
