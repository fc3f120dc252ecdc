//! Signing staff in and out: as citizens, at a provider of their own, with cookies of their own.

use axum::Form;
use axum::extract::{Extension, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::identity_provider::{Ask, ProviderError};
use helsami_app::staff::directory::workplace_names;
use helsami_app::staff::sessions::{staff_session_end, staff_session_end_told};
use helsami_app::staff::sign_in::{StaffSignInError, staff_sign_in_finish};
use helsami_domain::workplace::Workplace;
use maud::html;
use serde::Deserialize;

use super::at_work::StaffHere;
use super::sign_in::{Brought, is_short_and_ours, leave as leave_to_sign_in, told, welcome};
use super::sign_out::{Front, Told, leave};
use super::{StaffDoor, cookies};
use crate::Site;
use crate::kit::list::Row;
use crate::kit::part::{Tone, button_link};
use crate::kit::work::{Work, is_work};
use crate::kit::{Document, Frame, Icon, Page, Problem};
use crate::site::ClientAddress;

/// Where to go after signing in, and for which organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct To {
    to: Option<String>,
    at: Option<String>,
}

/// The two of the site that every handler here needs.
fn doors(site: &Site) -> Result<(&super::Door, &StaffDoor), Problem> {
    let door = site.door().ok_or(Problem::NotFound)?;
    Ok((door, door.staff.as_ref().ok_or(Problem::NotFound)?))
}

/// Sends the browser to the staff's provider; where there are several organisations, after one has been chosen.
pub(crate) async fn begin(
    frame: Frame,
    State(site): State<Site>,
    (client, here): (Option<Extension<ClientAddress>>, Option<StaffHere>),
    Query(To { to, at }): Query<To>,
) -> Result<Response, Problem> {
    let to = to.filter(|to| is_way_back(to)).unwrap_or_else(|| "/work".to_owned());
    if here.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    let (door, staff) = doors(&site)?;
    let workplace = match (staff.workplaces.as_slice(), at) {
        ([], _) => None,
        ([only], _) => Some(only),
        (all, Some(at)) => Some(all.iter().find(|one| one.number() == at).ok_or(Problem::BadRequest)?),
        (all, None) => return choose_workplace(&frame, &site, (all, &to)).await,
    };
    door.sign_ins.keep(client)?;
    let ask = Ask { language: frame.text.language().tag(), to: &to, workplace, anew: None };
    match staff.provider.begin(ask, frame.now).await {
        Ok(begun) => leave_to_sign_in(&begun, cookies::STAFF_SIGN_IN),
        Err(error) => Ok(refusal(&frame, &error.into()).into_response()),
    }
}

fn is_way_back(path: &str) -> bool {
    let page = path.split('?').next().unwrap_or_default();
    is_short_and_ours(path) && is_work(page) && !page.starts_with("/work/sign-")
}

async fn choose_workplace(
    frame: &Frame,
    site: &Site,
    (all, to): (&[Workplace], &str),
) -> Result<Response, Problem> {
    let app = site.app().ok_or(Problem::Failed)?;
    let names = workplace_names(app, all, frame.now).await.map_err(|error| failed(&error))?;
    let text = frame.text;
    let to: String = url::form_urlencoded::byte_serialize(to.as_bytes()).collect();
    let row = |one: &Workplace| {
        let number = one.number();
        let name = names.get(number).map_or(number, String::as_str);
        html! { li { (Row::new(name).href(&format!("/work/sign-in?at={number}&to={to}")).icon(Icon::Hospital, Tone::Fjord)) } }
    };
    let list = html! { section.card { ul.rows { @for one in all { (row(one)) } } } };
    Ok(Page::new(frame, text.work_where_title()).lead(text.work_where()).show(list).into_response())
}

fn failed(error: &helsami_app::StoreError) -> Problem {
    tracing::error!(%error, "The staff's door could not use the store");
    Problem::Failed
}

/// What the browser came back with to the staff's door.
pub(crate) struct StaffBrought(Brought);

impl FromRequestParts<Site> for StaffBrought {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        Brought::of(parts, cookies::STAFF_SIGN_IN).map(Self)
    }
}

/// Takes the provider's answer and begins a session of staff, always with a new token.
pub(crate) async fn callback(
    frame: Frame,
    State(site): State<Site>,
    (client, here): (Option<Extension<ClientAddress>>, Option<StaffHere>),
    StaffBrought(brought): StaffBrought,
) -> Result<Response, Problem> {
    let (door, staff) = doors(&site)?;
    let app = site.app().ok_or(Problem::Failed)?;
    door.answers.keep(client)?;
    let mut response = match staff_sign_in_finish(app, &*staff.provider, brought.back(), frame.now).await {
        Ok(signed_in) => {
            if let Some(StaffHere(old)) = here
                && let Err(error) = staff_session_end(app, &old).await
            {
                tracing::error!(error = %error, "Could not end the session of staff before this one");
            }
            welcome(&signed_in, cookies::STAFF_SESSION)
        }
        Err(error) => {
            tracing::info!(reason = %error, "A sign-in of staff did not succeed: {error}");
            refusal(&frame, &error).into_response()
        }
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::STAFF_SIGN_IN));
    Ok(response)
}

/// The page that tells why nobody is signed in, and what to do.
pub(crate) fn refusal(frame: &Frame, error: &StaffSignInError) -> Document {
    let text = frame.text;
    let forbidden = StatusCode::FORBIDDEN;
    let (status, title, lead) = match error {
        StaffSignInError::Provider(ProviderError::Unreachable) => {
            (StatusCode::BAD_GATEWAY, text.door_unreachable_title(), text.work_unreachable())
        }
        StaffSignInError::Provider(error) => told(text, *error),
        StaffSignInError::NotListed => (forbidden, text.work_not_listed_title(), text.work_not_listed()),
        StaffSignInError::NoNumber => (forbidden, text.work_no_number_title(), text.work_no_number()),
        StaffSignInError::NoRole => (forbidden, text.work_no_role_title(), text.work_no_role()),
        StaffSignInError::Store(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, text.site_failed_title(), text.work_failed())
        }
    };
    Page::new(frame, title).lead(lead).show(again(frame)).status(status)
}

fn again(frame: &Frame) -> maud::Markup {
    html! { p { (button_link("/work/sign-in", Some(Icon::Enter), frame.text.door_again(), None)) } }
}

/// Ends the session, then sends the browser to the provider to log out there too.
pub(crate) async fn sign_out(
    mut frame: Frame,
    State(site): State<Site>,
    (client, here): (Option<Extension<ClientAddress>>, Option<StaffHere>),
) -> Result<Response, Problem> {
    let (door, staff) = doors(&site)?;
    let app = site.app().ok_or(Problem::Failed)?;
    door.answers.keep(client)?;
    let Some(StaffHere(present)) = here else {
        return Ok(Redirect::to("/work/signed-out").into_response());
    };
    let id_token = staff_session_end(app, &present).await.map_err(|error| failed(&error))?;
    frame.work = Some(Work::default());
    let mut response = match staff.provider.farewell(&id_token, frame.now).await {
        Some(farewell) => leave(&frame, &farewell)?,
        None => Redirect::to("/work/signed-out").into_response(),
    };
    response.headers_mut().append(header::SET_COOKIE, cookies::remove(cookies::STAFF_SESSION));
    Ok(response)
}

/// Where the browser ends after signing out.
pub(crate) async fn signed_out(frame: Frame, here: Option<StaffHere>) -> Response {
    if here.is_some() {
        return Redirect::to("/work").into_response();
    }
    let text = frame.text;
    let page = Page::new(&frame, text.site_signed_out_title()).lead(text.work_signed_out());
    page.show(again(&frame)).into_response()
}

/// Takes a logout that the provider sends behind the browser's back.
pub(crate) async fn back_channel(
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    Form(told): Form<Told>,
) -> Result<StatusCode, Problem> {
    let (door, staff) = doors(&site)?;
    door.logouts.keep(client)?;
    Ok(match staff.provider.logout_told(&told.logout_token, site.now()).await {
        Ok(sid) => end_told(&site, &sid).await,
        Err(error) => {
            tracing::warn!(reason = %error, "A logout from the staff's provider was refused: {error}");
            StatusCode::BAD_REQUEST
        }
    })
}

/// Takes a logout that the provider sends through the browser: the session id, which cannot be guessed, is what counts.
pub(crate) async fn front_channel(
    State(site): State<Site>,
    client: Option<Extension<ClientAddress>>,
    Query(front): Query<Front>,
) -> Result<StatusCode, Problem> {
    let (door, staff) = doors(&site)?;
    door.answers.keep(client)?;
    Ok(match (front.iss.as_deref(), front.sid.as_deref()) {
        (Some(issuer), Some(sid)) if staff.provider.is_issuer(issuer) && !sid.is_empty() => {
            end_told(&site, sid).await
        }
        _ => StatusCode::BAD_REQUEST,
    })
}

async fn end_told(site: &Site, sid: &str) -> StatusCode {
    let Some(app) = site.app() else { return StatusCode::NOT_FOUND };
    match staff_session_end_told(app, sid).await {
        Ok(_) => StatusCode::OK,
        Err(error) => {
            tracing::error!(error = %error, "Could not end a session of staff");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_way_back;

    #[test]
    fn the_way_back_stays_on_the_staffs_side() {
        for path in ["/work", "/work/role", "/work?x=/me", "/work/p/x/results"] {
            assert!(is_way_back(path), "{path}");
        }
        for path in [
            "/me",
            "/",
            "/working",
            "//evil.example/work",
            "/work/sign-out",
            "/work/sign-in?to=/work",
            "/work\\x",
        ] {
            assert!(!is_way_back(path), "{path}");
        }
    }
}
