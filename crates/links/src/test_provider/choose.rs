//! Who to sign in as: the pages where somebody says who they are, and nothing is checked.

use axum::extract::{Form, Query, State};
use axum::response::{Html, Redirect};
use helsami_app::test_people::staff::{TestStaff, test_staff_list, test_staff_one};
use helsami_app::test_people::test_person_list;
use serde::Deserialize;
use url::Url;

use super::client::Door;
use super::memory::{Pushed, Visit};
use super::page::Choice;
use super::{Provider, Trouble, answer_page, page};
use crate::jwt::random_text;

/// Persons on one page.
const PAGE: usize = 30;

/// What the browser comes with, and what is searched for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    pub(super) client_id: String,
    pub(super) request_uri: String,
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) page: usize,
}

pub(super) async fn people(
    State(provider): State<Provider>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Trouble> {
    let pushed = provider.memory().pushed_open(&asked.request_uri, provider.now()).ok_or(Trouble::Ended)?;
    if asked.client_id != provider.client(pushed.door).id {
        return Err(Trouble::Ended);
    }
    let offset = asked.page.min(1_000_000) * PAGE;
    if pushed.door == Door::Staff {
        return staff(&provider, (&asked, &pushed), offset).await;
    }
    let mut people = test_person_list(&provider.0.app, asked.q.trim(), offset, PAGE + 1)
        .await
        .map_err(|_| Trouble::Store)?;
    let has_more = people.len() > PAGE;
    people.truncate(PAGE);
    let choice = Choice { asked: &asked, has_more, is_english: pushed.is_english };
    Ok(answer_page(page::people(&choice, &people)))
}

async fn staff(
    provider: &Provider,
    (asked, pushed): (&Asked, &Pushed),
    offset: usize,
) -> Result<Html<String>, Trouble> {
    let found = test_staff_list(&provider.0.app, asked.q.trim(), (offset, PAGE), provider.now()).await;
    let (staff, has_more) = found.map_err(|_| Trouble::Store)?;
    let choice = Choice { asked, has_more, is_english: pushed.is_english };
    Ok(answer_page(page::staff(&choice, &staff)))
}

/// Who the person says to be.
#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    request_uri: String,
    /// The record's id and, after a space, the national number if there is one; of staff the id of the role.
    person: String,
}

pub(super) async fn sign_in(
    State(provider): State<Provider>,
    Form(chosen): Form<Chosen>,
) -> Result<Redirect, Trouble> {
    let now = provider.now();
    let pushed = provider.memory().pushed_take(&chosen.request_uri, now).ok_or(Trouble::Ended)?;
    let visit = match pushed.door {
        Door::Citizens => citizen(&provider, &chosen),
        Door::Staff => {
            let found = test_staff_one(&provider.0.app, &chosen.person, now).await;
            let staff = found.map_err(|_| Trouble::Store)?.ok_or(Trouble::Ended)?;
            at_work(&provider, staff)
        }
    };
    let mut back = Url::parse(&pushed.redirect_uri).map_err(|_| Trouble::Ended)?;
    let state = pushed.state.clone();
    let code = provider.memory().code_make(pushed, visit, now);
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &state)
        .append_pair("iss", &provider.0.issuer);
    Ok(Redirect::to(back.as_str()))
}

fn citizen(provider: &Provider, chosen: &Chosen) -> Visit {
    let (record, pid) = chosen.person.split_once(' ').unwrap_or((&chosen.person, ""));
    let pid = Some(pid).filter(|pid| !pid.is_empty()).map(str::to_owned);
    let (door, sid) = (Door::Citizens, random_text());
    Visit { door, record: record.to_owned(), pid, staff: None, sid, since: provider.now() }
}

fn at_work(provider: &Provider, staff: TestStaff) -> Visit {
    let (door, sid, record) = (Door::Staff, random_text(), staff.role.clone());
    Visit { door, record, pid: None, staff: Some(staff), sid, since: provider.now() }
}
