//! Many things at once: `POST /fhir` with a transaction or a batch. One entry of the answer for each of the request, in its
//! order.

use axum::response::Response;
use helsami_app::exchange::{Answered, EntryFault, Outcome, Written, asks};
use helsami_fhir::bundle::made::{Part, bundle as made};
use helsami_fhir::outcome::outcome as outcome_text;
use helsami_fhir::search::pairs::pairs;
use http::StatusCode;

use super::answer::json;
use super::call::{Call, Sent};
use super::form::Return;
use super::{outcome, read, search};

/// The handler.
pub(crate) async fn bundle(sent: Sent) -> Response {
    let text = match sent.text() {
        Ok(text) => text,
        Err(answer) => return *answer,
    };
    let call = &sent.call;
    match done(call, text).await {
        Ok(text) => json(&call.form, StatusCode::OK, text),
        Err(fault) => outcome::bundle_not_done(&call.form, &fault),
    }
}

async fn done(call: &Call, text: &str) -> Result<String, EntryFault> {
    let exchange = &call.fhir.exchange;
    let (is_whole, asks) = asks(text, exchange.base())?;
    let answers = if is_whole {
        exchange.transaction(&call.caller, asks, call.now).await?
    } else {
        exchange.batch(&call.caller, asks, call.now).await?
    };
    let mut shown: Vec<Option<Box<str>>> = Vec::with_capacity(answers.len());
    for answer in &answers {
        shown.push(body(call, answer).await?);
    }
    let parts: Vec<Part<'_>> = answers
        .iter()
        .zip(&shown)
        .enumerate()
        .map(|(entry, (answer, body))| part(call, (entry, answer), body.as_deref()))
        .collect();
    Ok(made(if is_whole { "transaction-response" } else { "batch-response" }, None, (&[], &parts)))
}

/// The resource of an entry: what was read; what was written, where the system has asked to see it.
async fn body(call: &Call, answer: &Answered) -> Result<Option<Box<str>>, EntryFault> {
    let is_wanted = call.form.is_asked && call.form.show == Return::Representation;
    Ok(match answer {
        Answered::Read(entry) => Some(entry.body.clone().into()),
        Answered::Past(version, _) => version.body.clone(),
        Answered::Found(found, within) => Some(search::bundle(call, within.as_deref(), found).into()),
        Answered::Told(page, path, query) => {
            let path = format!("/{}", path.trim_end_matches("/_history").trim_end_matches("_history"));
            let pairs = pairs(query).unwrap_or_default();
            Some(read::put(call, (path.trim_end_matches('/'), &pairs), page).into())
        }
        Answered::Written(written) if is_wanted => call
            .fhir
            .exchange
            .told(&call.caller, *written, call.now)
            .await?
            .entry
            .map(|entry| entry.body.into()),
        Answered::Written(_) | Answered::Nothing | Answered::Not(_) => None,
    })
}

fn part<'p>(call: &Call, (entry, answer): (usize, &Answered), resource: Option<&'p str>) -> Part<'p> {
    let exchange = &call.fhir.exchange;
    match answer {
        Answered::Written(Written { outcome: Outcome::Deleted, version, .. }) => {
            Part { status: "204 No Content", version: Some(*version), ..Part::default() }
        }
        Answered::Written(written) => written_part(call, written, resource),
        Answered::Read(found) => Part {
            full_url: Some(format!("{}/{}/{}", exchange.base(), found.id.kind, exchange.show(found.id))),
            resource,
            status: "200 OK",
            version: Some(found.version),
            updated: Some(found.updated),
            ..Part::default()
        },
        Answered::Past(found, _) => Part {
            resource,
            status: if resource.is_some() { "200 OK" } else { "410 Gone" },
            version: Some(found.version),
            updated: Some(found.updated),
            ..Part::default()
        },
        Answered::Found(..) | Answered::Told(..) => Part { resource, status: "200 OK", ..Part::default() },
        Answered::Nothing => Part { status: "204 No Content", ..Part::default() },
        Answered::Not(fault) => Part {
            status: line(outcome::named(fault).0),
            outcome: Some(outcome_text(&outcome::issues(fault, Some(entry)))),
            ..Part::default()
        },
    }
}

fn written_part<'p>(call: &Call, written: &Written, resource: Option<&'p str>) -> Part<'p> {
    let base = call.fhir.exchange.base();
    let (kind, id, version) = (written.id.kind, call.fhir.exchange.show(written.id), written.version);
    let is_new = written.outcome == Outcome::Created;
    let is_changed = is_new || written.outcome == Outcome::Updated;
    Part {
        full_url: resource.map(|_| format!("{base}/{kind}/{id}")),
        resource,
        status: if is_new { "201 Created" } else { "200 OK" },
        location: Some(format!("{base}/{kind}/{id}/_history/{version}")),
        version: Some(version),
        updated: is_changed.then_some(call.now),
        ..Part::default()
    }
}

/// The status as it stands in an entry.
const fn line(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "400 Bad Request",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        405 => "405 Method Not Allowed",
        409 => "409 Conflict",
        410 => "410 Gone",
        412 => "412 Precondition Failed",
        413 => "413 Content Too Large",
        422 => "422 Unprocessable Content",
        429 => "429 Too Many Requests",
        503 => "503 Service Unavailable",
        _ => "500 Internal Server Error",
    }
}
