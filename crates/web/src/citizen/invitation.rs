//! An invitation, for whoever has its code: who invites, to what, until when; then yes or no.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{Offer, invitation_answer, invitation_open};
use helsami_domain::access::Actor;
use maud::html;
use serde::Deserialize;

use super::access::terms;
use crate::kit::part::button_link;
use crate::kit::{Document, Page, Problem, Reader};
use crate::site::Site;
use crate::text::Text;

/// The page.
pub(crate) async fn page(
    State(site): State<Site>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Document, Problem> {
    keep_pace(&site, reader.actor)?;
    let offer = invitation_open(&reader.app, reader.actor, &code, reader.frame.now).await?;
    let text = reader.frame.text;
    let lead = text.invitation_lead(giver(text, &offer));
    Ok(Page::new(&reader.frame, text.invitation_title()).lead(&lead).show(html! {
        section.card {
            (terms(text, (offer.areas, offer.kept_back, offer.term), Vec::new()))
            p { (text.invitation_what()) }
            p.quiet { (text.invitation_until(text.moment(offer.until))) }
            form.acts method="post" action={ "/invitation/" (code) } {
                button.ds-button name="answer" value="yes" { (text.invitation_accept()) }
                button.ds-button data-variant="secondary" name="answer" value="no" { (text.invitation_decline()) }
            }
        }
    }))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Answered {
    answer: String,
}

/// Takes the access, or turns it down.
pub(crate) async fn answer(
    State(site): State<Site>,
    reader: Reader,
    Path(code): Path<String>,
    Form(answered): Form<Answered>,
) -> Result<Response, Problem> {
    keep_pace(&site, reader.actor)?;
    let is_yes = match answered.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::BadRequest),
    };
    let now = reader.frame.now;
    let offer = invitation_answer(&reader.app, reader.actor, (&code, is_yes), now).await?;
    if is_yes {
        return Ok(Redirect::to("/acting").into_response());
    }
    let text = reader.frame.text;
    let body = html! {
        p { (text.invitation_declined(giver(text, &offer))) }
        p { (button_link("/me", None, text.site_to_home(), Some("secondary"))) }
    };
    Ok(Page::new(&reader.frame, text.invitation_declined_title()).show(body).into_response())
}

/// Codes are tried as slowly as a person types.
fn keep_pace(site: &Site, actor: Actor) -> Result<(), Problem> {
    match (site.door(), actor) {
        (Some(door), Actor::Citizen { person, .. }) => door.keep_code_pace(person),
        _ => Ok(()),
    }
}

fn giver(text: Text, offer: &Offer) -> &str {
    if offer.giver.is_empty() { text.access_unnamed() } else { &offer.giver }
}
