//! Reading: one resource, one version; histories of one, of a type, of all.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::search::{CURSOR, History, HistoryOf};
use helsami_app::exchange::{Fault, Version};
use helsami_domain::ids::RecordId;
use helsami_fhir::bundle::made::{Part, bundle};
use helsami_fhir::search::pairs::{encode, pairs};
use http::StatusCode;

use super::answer::{empty, is_known, json, versioned};
use super::call::Call;
use super::outcome;

/// `GET /Type/id`
pub(crate) async fn read(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.read(&call.caller, (kind, &id), call.now).await {
        Ok(entry) if is_known(&call.headers, entry.version, entry.updated) => {
            versioned(empty(StatusCode::NOT_MODIFIED), entry.version, entry.updated)
        }
        Ok(entry) => versioned(json(&call.form, StatusCode::OK, entry.body), entry.version, entry.updated),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `GET /Type/id/_history/version`
pub(crate) async fn vread(call: Call, Path((kind, id, version)): Path<(String, String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    let found = call.fhir.exchange.history(&call.caller, (kind, &id), call.now).await;
    let number = version.parse::<u32>().ok();
    let one = found.map(|(_, all)| all.into_iter().find(|one| Some(one.version) == number));
    match one {
        Ok(Some(Version { body: Some(body), version, updated, .. })) => {
            versioned(json(&call.form, StatusCode::OK, body), version, updated)
        }
        Ok(Some(_)) => outcome::not_done(&call.form, &Fault::Gone(kind)),
        Ok(None) => outcome::not_done(&call.form, &Fault::Unknown(kind)),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `GET /Type/id/_history`
pub(crate) async fn history(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    match call.kind(&kind) {
        Ok(kind) => told(&call, (HistoryOf::One(kind, &id), &format!("/{kind}/{id}"))).await,
        Err(answer) => *answer,
    }
}

/// `GET /Type/_history`
pub(crate) async fn history_of_type(call: Call, Path(kind): Path<String>) -> Response {
    match call.kind(&kind) {
        Ok(kind) => told(&call, (HistoryOf::Type(kind), &format!("/{kind}"))).await,
        Err(answer) => *answer,
    }
}

/// `GET /_history`
pub(crate) async fn history_of_all(call: Call) -> Response {
    told(&call, (HistoryOf::All, "")).await
}

async fn told(call: &Call, (of, path): (HistoryOf<'_>, &str)) -> Response {
    let Some(pairs) = pairs(&call.query) else {
        return outcome::bad_request(&call.form, "the query is not written as addresses are");
    };
    let exchange = &call.fhir.exchange;
    let page = match exchange.histories(&call.caller, (of, &pairs), call.now).await {
        Ok(page) => page,
        Err(fault) => return outcome::not_done(&call.form, &fault),
    };
    json(&call.form, StatusCode::OK, put(call, (path, &pairs), &page))
}

/// A page of a history as it is told at its path.
pub(crate) fn put(call: &Call, (path, pairs): (&str, &[(String, String)]), page: &History) -> String {
    let exchange = &call.fhir.exchange;
    let parts: Vec<Part<'_>> = page.versions.iter().map(|(row, one)| part(call, *row, one)).collect();
    let own = format!("{}{path}/_history", exchange.base());
    let mut asked = String::new();
    for (name, value) in pairs.iter().filter(|(name, _)| matches!(name.as_str(), "_since" | "_at" | "_count"))
    {
        asked.push(if asked.is_empty() { '?' } else { '&' });
        encode(name, &mut asked);
        asked.push('=');
        encode(value, &mut asked);
    }
    let mut links = vec![("self", format!("{own}{asked}"))];
    links.extend(page.next.as_ref().map(|next| ("next", format!("{own}?{CURSOR}={next}"))));
    bundle("history", Some(page.total), (&links, &parts))
}

fn part<'v>(call: &Call, row: RecordId, one: &'v Version) -> Part<'v> {
    let (kind, shown) = (row.kind, call.fhir.exchange.show(row));
    let (method, status) = match (&one.body, one.version) {
        (None, _) => ("DELETE", "204 No Content"),
        (Some(_), 1) => ("POST", "201 Created"),
        (Some(_), _) => ("PUT", "200 OK"),
    };
    let address = if method == "POST" { kind.name().to_owned() } else { format!("{kind}/{shown}") };
    Part {
        full_url: Some(format!("{}/{kind}/{shown}", call.fhir.exchange.base())),
        resource: one.body.as_deref(),
        request: Some((method, address)),
        status,
        version: Some(one.version),
        updated: Some(one.updated),
        ..Part::default()
    }
}
