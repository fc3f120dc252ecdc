//! Signing out, here and at the identity provider, whoever begins.

use axum::Form;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::identity_provider::Farewell;
use helsami_app::sessions::{session_end, session_end_told};
use maud::html;
use serde::Deserialize;

use super::recognise::Here;
use super::{POLICY, cookies};
use crate::Site;
use crate::kit::part::button_link;
use crate::kit::{Document, Frame, Icon, Page, Problem};
use crate::site::ClientAddress;

/// Ends the session, then sends the browser to the provider to log out there too.
pub(crate) async fn sign_out(
    mut frame: Frame,
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    here: Option<Here>,
) -> Result<Response, Problem> {
    let (app, door) = (site.app().ok_or(Problem::Failed)?, site.door().ok_or(Problem::Failed)?);
    door.answers.keep(client)?;
    let Some(Here(present)) = here else {
        return Ok(Redirect::to("/signed-out").into_response());
    };
    let id_token = session_end(app, &present).await.map_err(|error| {
        tracing::error!(error = %error, "Could not end a session");
        Problem::Failed
    })?;
    frame.who = None;
    let mut response = match door.provider.farewell(&id_token, frame.now).await {
        Some(farewell) => leave(&frame, &farewell)?,
        None => Redirect::to("/signed-out").into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::SESSION));
    Ok(response)
}

/// A page whose only form goes to the provider; the script sends it at once. The ID token is in the form and not in an
/// address, because it names the person and addresses are kept.
pub(super) fn leave(frame: &Frame, farewell: &Farewell) -> Result<Response, Problem> {
    let text = frame.text;
    let body = html! {
        form method="post" action=(farewell.action) data-go {
            @for (name, value) in &farewell.fields { input type="hidden" name=(name) value=(value); }
            p { button.ds-button.button { (text.door_leave_go()) } }
        }
    };
    let mut response =
        Page::new(frame, text.door_leave_title()).lead(text.door_leave()).show(body).into_response();
    let action = url::Url::parse(&farewell.action).map_err(|_| Problem::Failed)?;
    let origin = action.origin().ascii_serialization();
    let policy = POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"));
    let policy = HeaderValue::from_str(&policy).map_err(|_| Problem::Failed)?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// Where the browser ends after signing out.
pub(crate) async fn signed_out(frame: Frame) -> Response {
    if frame.who.is_some() {
        return Redirect::to("/me").into_response();
    }
    signed_out_page(&frame).into_response()
}

pub(crate) fn signed_out_page(frame: &Frame) -> Document {
    let text = frame.text;
    let again = html! { p { (button_link("/sign-in", Some(Icon::Enter), text.door_again(), None)) } };
    Page::new(frame, text.site_signed_out_title()).lead(text.door_signed_out()).show(again)
}

/// A logout that the provider sends behind the browser's back.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    pub(super) logout_token: String,
}

/// Takes a logout from the provider.
pub(crate) async fn back_channel(
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    Form(told): Form<Told>,
) -> Result<StatusCode, Problem> {
    let Some(door) = site.door() else { return Ok(StatusCode::NOT_FOUND) };
    door.logouts.keep(client)?;
    Ok(match door.provider.logout_told(&told.logout_token, site.now()).await {
        Ok(sid) => end_told(&site, &sid).await,
        Err(error) => {
            tracing::warn!(reason = %error, "A logout from the provider was refused: {error}");
            StatusCode::BAD_REQUEST
        }
    })
}

/// A logout that the provider sends through the browser.
#[derive(Debug, Deserialize)]
pub(crate) struct Front {
    pub(super) iss: Option<String>,
    pub(super) sid: Option<String>,
}

/// Takes a logout from the provider through the browser, which sends no cookies from there: the session id, which
/// cannot be guessed, is what counts.
pub(crate) async fn front_channel(
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    Query(front): Query<Front>,
) -> Result<StatusCode, Problem> {
    let Some(door) = site.door() else { return Ok(StatusCode::NOT_FOUND) };
    door.answers.keep(client)?;
    Ok(match (front.iss.as_deref(), front.sid.as_deref()) {
        (Some(issuer), Some(sid)) if door.provider.is_issuer(issuer) && !sid.is_empty() => {
            end_told(&site, sid).await
        }
        _ => StatusCode::BAD_REQUEST,
    })
}

async fn end_told(site: &Site, sid: &str) -> StatusCode {
    let Some(app) = site.app() else { return StatusCode::NOT_FOUND };
    match session_end_told(app, sid).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(error = %error, "Could not end a session");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
