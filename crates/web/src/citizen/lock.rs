//! The emergency lock: what it does, setting it, and how it is lifted. Open also to those who have set it.

use axum::response::{IntoResponse, Response};
use helsami_app::access::{is_locked, lock};
use maud::{Markup, html};

use crate::door::forget_session;
use crate::kit::part::{Tone, button_link, icon, notice};
use crate::kit::{Document, Frame, Icon, Me, Page, Problem, Reader};
use crate::text::Text;

/// The page.
pub(crate) async fn page(reader: Reader) -> Result<Document, Problem> {
    let is_set = is_locked(&reader.app, reader.actor, reader.frame.now).await?;
    Ok(show(&reader.frame, is_set))
}

/// Sets the lock. Every session is over then, so that the answer is the last page of this one.
pub(crate) async fn set(me: Me) -> Result<Response, Problem> {
    lock(&me.app, &me.pass, me.frame.now).await?;
    let frame = Frame { who: None, ..me.frame };
    let mut answer = show(&frame, true).into_response();
    forget_session(answer.headers_mut());
    Ok(answer)
}

fn show(frame: &Frame, is_set: bool) -> Document {
    let text = frame.text;
    let title = if is_set { text.lock_is_set_title() } else { text.lock_title() };
    let lead = if is_set { text.lock_is_set() } else { text.lock_lead() };
    Page::new(frame, title).lead(lead).show(content(text, (is_set, frame.who.is_some())))
}

fn content(text: Text, (is_set, signed_in): (bool, bool)) -> Markup {
    html! {
        div.stack {
            section.card {
                h2 { (text.lock_does()) }
                ul {
                    li { (text.lock_does_closed()) }
                    li { (text.lock_does_out()) }
                    li { (text.lock_does_others()) }
                    li { (text.lock_does_staff()) }
                }
            }
            (notice(Tone::Warning, Some(text.lock_lift()), &html! { p { (text.lock_lift_how()) } }))
            @if signed_in {
                section.card {
                    h2 { (text.settings_sessions()) }
                    p { (text.lock_sessions()) }
                    p { (button_link("/me/settings", None, text.settings_sessions(), Some("secondary"))) }
                }
            }
            @if !is_set {
                form.acts method="post" action="/me/lock" {
                    button.ds-button data-color="danger" { (icon(Icon::ShieldLock)) (text.lock_set()) }
                }
            }
        }
    }
}
