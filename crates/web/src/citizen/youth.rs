//! A parent's consent to the log-in of a young person of 13 to 15.

use axum::Form;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{YouthAccess, youth_access, youth_consent};
use helsami_domain::access::area::Area;
use helsami_domain::access::youth_areas;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::given::area;
use crate::kit::list::joined;
use crate::kit::part::{Tone, notice};
use crate::kit::{Document, Me, Page, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let standing = youth_access(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.youth_title())
        .lead(text.youth_lead())
        .crumb("/me", text.site_nav_home())
        .show(content(text, standing)))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    consent: String,
}

/// Consents, or takes the consent back.
pub(crate) async fn consent(me: Me, Form(said): Form<Said>) -> Result<Response, Problem> {
    let is_given = match said.consent.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::BadRequest),
    };
    youth_consent(&me.app, &me.pass, is_given, me.frame.now).await?;
    Ok(Redirect::to(&me.frame.path).into_response())
}

fn content(text: Text, standing: YouthAccess) -> Markup {
    // Where somebody is related, and what is the person's own, are no parts of the record that one reads.
    let parts: Vec<&str> =
        youth_areas().iter().filter(|part| *part != Area::Kin).map(|part| area(text, part)).collect();
    let (tone, now) = if standing.is_given {
        (Tone::Success, text.youth_is_given())
    } else {
        (Tone::Info, text.youth_is_not_given())
    };
    html! {
        div.stack {
            (notice(tone, Some(text.youth_now()), &html! { p { (now) } }))
            section.card {
                h2 { (text.youth_sees()) }
                p { (joined(text, &parts)) "." }
                p { (text.youth_sees_not()) }
                p { (text.youth_until(text.day(standing.until))) }
                form.acts method="post" action="/me/youth" {
                    @if standing.is_given {
                        button.ds-button data-color="danger" name="consent" value="no" { (text.youth_take_back()) }
                    } @else {
                        button.ds-button name="consent" value="yes" { (text.youth_give()) }
                    }
                }
            }
        }
    }
}
