//! Changing an access that somebody has: the form as it stands, the preview of what they will see then, and the change.

use axum::extract::{Form, Query};
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::access::{Access, access_change, access_changeable};

use super::super::Chosen;
use super::typed::Typed;
use super::{Goal, form_page, proxy, seen};
use crate::kit::{Document, Me, Problem};

impl<'g> Goal<'g> {
    const fn change(access: &'g Access) -> Self {
        Self { preview: "/me/access/change", done: "/me/access/change/save", access: Some(access) }
    }
}

/// The form, with what is given now.
pub(crate) async fn change_form(me: Me, Query(chosen): Query<Chosen>) -> Result<Document, Problem> {
    let access = access_changeable(&me.app, &me.pass, &chosen.access, me.frame.now).await?;
    Ok(form_page(&me, &Goal::change(&access), &Typed::given(&access), &[]))
}

/// What they will see then; or the form again.
pub(crate) async fn change_show(
    me: Me,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Document, Problem> {
    let (access, typed) = read(&me, &fields).await?;
    seen(&me, &Goal::change(&access), &typed).await
}

/// Changes it. Both sides are told.
pub(crate) async fn change_save(
    me: Me,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (access, typed) = read(&me, &fields).await?;
    let term = match typed.term(me.frame.now) {
        Ok(term) => term,
        Err(wrong) => return Ok(form_page(&me, &Goal::change(&access), &typed, &wrong).into_response()),
    };
    let proxy = proxy(&me, &typed).await?;
    let id = access.id.to_string();
    access_change(&me.app, &me.pass, (&id, &proxy, term), me.frame.now).await?;
    Ok(Redirect::to("/me/access").into_response())
}

async fn read(me: &Me, fields: &[(String, String)]) -> Result<(Access, Typed), Problem> {
    let id = fields.iter().find(|(name, _)| name == "access").map_or("", |(_, value)| value);
    let access = access_changeable(&me.app, &me.pass, id, me.frame.now).await?;
    let typed = Typed { begins: Some(access.term.from), ..Typed::read(fields) };
    Ok((access, typed))
}
