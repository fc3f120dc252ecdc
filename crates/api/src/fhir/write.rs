//! Writing one resource: create, update, delete, each also by a search.

use std::borrow::Cow;

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::{Fault, Incoming, Outcome, Told, Way, bare, version_of};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::document::is_fhir_id;
use helsami_fhir::outcome::{Issue, outcome as outcome_text};
use http::{StatusCode, header};

use super::answer::{empty, json, located, versioned};
use super::call::{Call, Sent};
use super::form::Return;
use super::outcome;

type Stop = Box<Response>;

/// `POST /Type`
pub(crate) async fn create(Path(kind): Path<String>, sent: Sent) -> Response {
    let asked = || -> Result<(ResourceType, Incoming<'_>), Stop> {
        let kind = sent.call.kind(&kind)?;
        let unless = sent.call.header("if-none-exist").map(|query| Cow::Borrowed(bare(query)));
        Ok((kind, incoming(&sent, kind, Way::Create { unless })?))
    };
    match asked() {
        Ok((_, incoming)) => written(&sent.call, incoming).await,
        Err(answer) => *answer,
    }
}

/// `PUT /Type/id`
pub(crate) async fn update(Path((kind, id)): Path<(String, String)>, sent: Sent) -> Response {
    let asked = || -> Result<Incoming<'_>, Stop> {
        let kind = sent.call.kind(&kind)?;
        if !is_fhir_id(&id) {
            let text =
                "the id in the address is not a FHIR id: 1 to 64 letters (A–Z), digits, hyphens and dots";
            return Err(Box::new(outcome::bad_request(&sent.call.form, text)));
        }
        let expected = expected(&sent.call)?;
        incoming(&sent, kind, Way::Keep { id: Cow::Borrowed(&id), expected })
    };
    match asked() {
        Ok(incoming) => written(&sent.call, incoming).await,
        Err(answer) => *answer,
    }
}

/// `PUT /Type?…`
pub(crate) async fn update_by(Path(kind): Path<String>, sent: Sent) -> Response {
    let asked = || -> Result<Incoming<'_>, Stop> {
        let kind = sent.call.kind(&kind)?;
        if sent.call.header(header::IF_MATCH).is_some() {
            let text = "If-Match goes with an id in the address, not with a search";
            return Err(Box::new(outcome::bad_request(&sent.call.form, text)));
        }
        incoming(&sent, kind, Way::Match(Cow::Owned(search(&sent.call.query))))
    };
    match asked() {
        Ok(incoming) => written(&sent.call, incoming).await,
        Err(answer) => *answer,
    }
}

/// `DELETE /Type/id`
pub(crate) async fn delete(Path((kind, id)): Path<(String, String)>, call: Call) -> Response {
    let asked = || -> Result<Way<'_>, Stop> {
        let kind = call.kind(&kind)?;
        Ok(Way::Delete { kind, id: Cow::Borrowed(&id), expected: expected(&call)? })
    };
    match asked() {
        Ok(way) => deleted(&call, call.fhir.exchange.delete(&call.caller, way, call.now).await),
        Err(answer) => *answer,
    }
}

/// `DELETE /Type?…`
pub(crate) async fn delete_by(Path(kind): Path<String>, call: Call) -> Response {
    match call.kind(&kind) {
        Ok(kind) => {
            let query = search(&call.query);
            deleted(&call, call.fhir.exchange.delete_by(&call.caller, (kind, &query), call.now).await)
        }
        Err(answer) => *answer,
    }
}

/// The search among what stands behind the question mark: the rest is about the form of the answer.
pub(crate) fn search(query: &str) -> String {
    let is_kept = |pair: &&str| !pair.starts_with("_format=") && !pair.starts_with("_pretty=");
    query.split('&').filter(is_kept).collect::<Vec<_>>().join("&")
}

fn incoming<'s>(sent: &'s Sent, kind: ResourceType, way: Way<'s>) -> Result<Incoming<'s>, Stop> {
    Ok(Incoming { asked: Some(kind), way, ..Incoming::create(sent.text()?) })
}

/// The version that If-Match names.
pub(crate) fn expected(call: &Call) -> Result<Option<u32>, Stop> {
    let Some(tag) = call.header(header::IF_MATCH) else { return Ok(None) };
    let text = "If-Match must be a version such as W/\"3\"";
    version_of(tag).map(Some).ok_or_else(|| Box::new(outcome::bad_request(&call.form, text)))
}

async fn written(call: &Call, incoming: Incoming<'_>) -> Response {
    match call.fhir.exchange.write(&call.caller, incoming, call.now).await {
        Ok(told) => shown(call, told),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// What stands after a change.
pub(crate) fn shown(call: &Call, told: Told) -> Response {
    let Told { written, updated, entry } = told;
    let exchange = &call.fhir.exchange;
    let status = if written.outcome == Outcome::Created { StatusCode::CREATED } else { StatusCode::OK };
    let version = entry.as_ref().map_or(written.version, |entry| entry.version);
    let (kind, id) = (written.id.kind, exchange.show(written.id));
    let location = format!("{}/{kind}/{id}/_history/{version}", exchange.base());
    let answer = match (call.form.show, entry) {
        (Return::Representation, Some(entry)) => json(&call.form, status, entry.body),
        (Return::Minimal, _) => empty(status),
        (_, entry) => json(&call.form, status, outcome_text(&[remark(written.outcome, entry.is_some())])),
    };
    located(versioned(answer, version, updated), &location)
}

fn remark(outcome: Outcome, is_seen: bool) -> Issue {
    let (severity, text) = match outcome {
        Outcome::Created => ("information", "it was created"),
        Outcome::Updated => ("information", "it has a new version"),
        Outcome::Deleted => ("information", "it was deleted"),
        Outcome::Unchanged if is_seen => ("information", "it was there already, and nothing was changed"),
        Outcome::Unchanged => ("warning", "it was there from another source, and nothing was changed"),
    };
    Issue { severity, code: "informational", text: text.to_owned(), expression: None }
}

fn deleted(call: &Call, result: Result<Option<helsami_app::exchange::Written>, Fault>) -> Response {
    match result {
        Ok(_) if call.form.show == Return::Outcome => {
            json(&call.form, StatusCode::OK, outcome_text(&[remark(Outcome::Deleted, true)]))
        }
        Ok(_) => empty(StatusCode::NO_CONTENT),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}
