//! Settings: the language, and the devices the reader is signed in on. Nothing of a record: open also to those whose pages are
//! closed, who may need just this.

use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::sessions::{
    SessionLine, session_end_all, session_end_one, session_end_others, session_list,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::door::recognise::Here;
use crate::kit::part::{Tag, Tone, button_link, icon};
use crate::kit::{Document, Frame, Icon, Page, Place, Problem, Reader};
use crate::text::{Language, Text};

/// The page.
pub(crate) async fn page(reader: Reader, Here(present): Here) -> Result<Document, Problem> {
    let sessions =
        session_list(&reader.app, &present, reader.frame.now).await.map_err(|error| failed(&error))?;
    let text = reader.frame.text;
    let mut page =
        Page::new(&reader.frame, text.settings_title()).lead(text.settings_lead()).current(Place::Record);
    if !reader.frame.is_closed() {
        page = page.crumb("/me/record", text.site_nav_record());
    }
    Ok(page.show(content(&reader.frame, &sessions)))
}

/// What the form of one session sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Ended {
    session: String,
}

/// Ends one session.
pub(crate) async fn end_one(
    reader: Reader,
    Here(present): Here,
    Form(ended): Form<Ended>,
) -> Result<Response, Problem> {
    let was_there =
        session_end_one(&reader.app, &present, &ended.session).await.map_err(|error| failed(&error))?;
    if was_there { Ok(Redirect::to("/me/settings").into_response()) } else { Err(Problem::NotFound) }
}

/// Ends all sessions but this one.
pub(crate) async fn end_others(reader: Reader, Here(present): Here) -> Result<Response, Problem> {
    session_end_others(&reader.app, &present).await.map_err(|error| failed(&error))?;
    Ok(Redirect::to("/me/settings").into_response())
}

/// Ends all sessions, this one too.
pub(crate) async fn end_all(reader: Reader, Here(present): Here) -> Result<Response, Problem> {
    session_end_all(&reader.app, &present).await.map_err(|error| failed(&error))?;
    Ok(Redirect::to("/").into_response())
}

fn failed(error: &helsami_app::StoreError) -> Problem {
    tracing::error!(error = %error, "Could not read or end sessions");
    Problem::Failed
}

/// The content of the page.
pub(crate) fn content(frame: &Frame, sessions: &[SessionLine]) -> Markup {
    let text = frame.text;
    html! {
        div.stack {
            section.card {
                h2 { (text.settings_language()) }
                p { (text.settings_language_more()) }
                form.acts method="post" action="/language" {
                    input type="hidden" name="back" value="/me/settings";
                    @for language in Language::ALL {
                        @let is_current = language == text.language();
                        button.ds-button name="language" value=(language.tag()) lang=(language.tag())
                            data-variant=[(!is_current).then_some("secondary")]
                            aria-current=[is_current.then_some("true")] { (language.own_name()) }
                    }
                }
            }
            (safe(frame))
            (devices(text, sessions))
            section.card {
                h2 { (text.settings_end_all()) }
                p { (text.settings_end_all_more()) }
                form.acts method="post" action="/me/settings/sessions/end-all" {
                    button.ds-button data-color="danger" { (icon(Icon::Leave)) (text.settings_end_all()) }
                }
            }
            section.card {
                h2 { (text.lock_title()) }
                p { (text.lock_lead()) }
                p { (button_link("/me/lock", Some(Icon::ShieldLock), text.lock_more(), Some("secondary"))) }
            }
        }
    }
}

/// For those who may have somebody looking over their shoulder.
fn safe(frame: &Frame) -> Markup {
    let (text, is_discreet) = (frame.text, frame.is_discreet);
    html! {
        section.card {
            h2 { (text.settings_safe()) }
            p { (text.settings_safe_exit()) }
            p { (text.settings_safe_titles()) }
            form.acts method="post" action="/discreet" {
                input type="hidden" name="back" value="/me/settings";
                input type="hidden" name="on" value=(if is_discreet { "no" } else { "yes" });
                button.ds-button data-variant="secondary" {
                    @if is_discreet { (text.settings_safe_off()) } @else { (text.settings_safe_on()) }
                }
            }
            @if !frame.is_closed() {
                p { (text.settings_safe_asks()) }
                p { (button_link("/me/safe", Some(Icon::ShieldLock), text.safe_title(), Some("secondary"))) }
            }
        }
    }
}

/// The devices, with the way to end each and all others.
fn devices(text: Text, sessions: &[SessionLine]) -> Markup {
    html! {
        section.card {
            h2 { (text.settings_sessions()) }
            p { (text.settings_sessions_more()) }
            ul.rows { @for one in sessions { li { (session(text, one)) } } }
            @if sessions.len() > 1 {
                form.acts method="post" action="/me/settings/sessions/end-others" {
                    button.ds-button data-variant="secondary" { (icon(Icon::Leave)) (text.settings_end_others()) }
                }
            }
        }
    }
}

fn session(text: Text, one: &SessionLine) -> Markup {
    let device = if one.device.is_empty() { text.settings_unknown_device() } else { &one.device };
    html! {
        div.row {
            span.text {
                span.title {
                    span.name { (device) }
                    @if one.is_this { (Tag::new(Tone::Success, text.settings_this())) }
                }
                span.sub { (text.settings_began(text.moment(one.since))) }
                span.sub { (text.settings_seen(text.moment(one.seen))) }
            }
            @if !one.is_this {
                form.side.no-print method="post" action="/me/settings/sessions/end" {
                    input type="hidden" name="session" value=(one.id);
                    button.ds-button data-variant="secondary" aria-label=(text.settings_end_named(device)) {
                        (text.settings_end())
                    }
                }
            }
        }
    }
}
