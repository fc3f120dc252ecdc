//! The choice of a role, for staff who have several at the place they have signed in for.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::staff::directory::Role;
use helsami_app::staff::sessions::{staff_role_choose, staff_role_list};
use maud::{Markup, html};
use serde::Deserialize;

use crate::Site;
use crate::door::at_work::StaffHere;
use crate::kit::work::WorkRole;
use crate::kit::{Frame, Page, Problem};
use crate::text::Text;

/// The page. Whoever has a role is sent on.
pub(crate) async fn page(
    frame: Frame,
    State(site): State<Site>,
    StaffHere(present): StaffHere,
) -> Result<Response, Problem> {
    if present.at_work.is_some() {
        return Ok(Redirect::to("/work").into_response());
    }
    let app = site.app().ok_or(Problem::Failed)?;
    let roles = staff_role_list(app, &present, frame.now).await.map_err(|error| failed(&error))?;
    let text = frame.text;
    let list = html! {
        section.card { ul.rows { @for role in &roles { li { (one(text, role)) } } } }
    };
    Ok(Page::new(&frame, text.work_choose_title()).lead(text.work_choose()).show(list).into_response())
}

fn one(text: Text, role: &Role) -> Markup {
    let shown = WorkRole { words: role.words.clone(), organization: role.organization_name.clone() };
    html! {
        form.row method="post" action="/work/role" {
            span.text {
                span.title { span.name { (shown.role(text)) } }
                span.sub { (shown.place(text)) }
            }
            button.ds-button name="role" value=(role.link) {
                (text.work_choose_this()) span.hidden-text { " " (shown.role(text)) ", " (shown.place(text)) }
            }
        }
    }
}

/// What was chosen.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    role: String,
}

/// Takes the choice.
pub(crate) async fn choose(
    frame: Frame,
    State(site): State<Site>,
    StaffHere(present): StaffHere,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    let app = site.app().ok_or(Problem::Failed)?;
    let is_chosen = staff_role_choose(app, &present, &choice.role, frame.now).await;
    if is_chosen.map_err(|error| failed(&error))? {
        Ok(Redirect::to("/work").into_response())
    } else {
        Err(Problem::BadRequest)
    }
}

fn failed(error: &helsami_app::StoreError) -> Problem {
    tracing::error!(%error, "The roles of staff could not be read");
    Problem::Failed
}
