//! The front page for those who have not signed in, and the choice of language.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use crate::Site;
use crate::door::Door;
use crate::kit::part::{Tone, button_link, icon, notice};
use crate::kit::visitor::{DISCREET_COOKIE, LANGUAGE_COOKIE};
use crate::kit::{Document, Frame, Icon, Page, Problem};
use crate::text::Language;

/// The front page. Somebody who has signed in is sent to their overview.
pub(crate) async fn front(frame: Frame, State(site): State<Site>) -> Response {
    if frame.who.is_some() {
        return Redirect::to("/me").into_response();
    }
    front_page(&frame, site.door().is_some_and(Door::is_open_to_staff)).into_response()
}

fn front_page(frame: &Frame, is_open_to_staff: bool) -> Document {
    let text = frame.text;
    let sign_in =
        html! { div.acts { (button_link("/sign-in", Some(Icon::Enter), text.site_sign_in(), None)) } };
    let parts = [
        (Icon::TestFlask, text.site_front_see(), text.site_front_see_more()),
        (Icon::ShieldLock, text.site_front_safe(), text.site_front_safe_more()),
        (Icon::PersonGroup, text.site_front_paper(), text.site_front_paper_more()),
    ];
    Page::new(frame, text.site_front_title()).lead(text.site_front_lead()).hero(sign_in).show(html! {
        div.stack {
            ul.tiles.front {
                @for (name, title, more) in parts {
                    li { div.tile { (icon(name)) span.name { (title) } span.sub { (more) } } }
                }
            }
            @if frame.is_demo { (notice(Tone::Info, None, &html! { p { (text.site_foot_demo()) } })) }
            @if is_open_to_staff { p { a href="/work" { (text.work_for_staff()) } } }
        }
    })
}

/// The form of the language menu.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    language: String,
    back: String,
}

/// Remembers the language on this device for a year and goes back to the page.
pub(crate) async fn choose_language(
    asked: HeaderMap,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    let language = Language::from_tag(&choice.language).ok_or(Problem::BadRequest)?;
    remember(&asked, (LANGUAGE_COOKIE, language.tag(), YEAR), &choice.back)
}

/// The form of neutral titles.
#[derive(Debug, Deserialize)]
pub(crate) struct Discreet {
    on: String,
    back: String,
}

/// Remembers on this device that titles say nothing, or forgets it.
pub(crate) async fn choose_discreet(
    asked: HeaderMap,
    Form(choice): Form<Discreet>,
) -> Result<Response, Problem> {
    let life = match choice.on.as_str() {
        "yes" => YEAR,
        "no" => 0,
        _ => return Err(Problem::BadRequest),
    };
    remember(&asked, (DISCREET_COOKIE, "1", life), &choice.back)
}

/// How long a device remembers a choice, in seconds.
const YEAR: u32 = 31_536_000;

/// Keeps a choice on this device, so many seconds, and goes back to the page.
fn remember(
    asked: &HeaderMap,
    (name, value, life): (&str, &str, u32),
    back: &str,
) -> Result<Response, Problem> {
    let back = if is_own_path(back) { back } else { "/" };
    let secure = if is_loopback(asked) { "" } else { "; Secure" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={life}; SameSite=Lax; HttpOnly{secure}");
    let location = HeaderValue::from_str(back).map_err(|_| Problem::BadRequest)?;
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| Problem::BadRequest)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::SET_COOKIE, cookie)]).into_response())
}

/// A path of this site and nothing a browser could take for another one.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::is_own_path;

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert!(is_own_path("/me/results"));
        for path in ["//example.org", "https://example.org", "", "/\\example.org", "/a\r\nb", "me"] {
            assert!(!is_own_path(path), "{path}");
        }
    }
}
