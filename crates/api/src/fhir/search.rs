//! Searches: `GET` with a query, `POST …/_search` with a form; of a type, in one patient's record, of several types.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::Entry;
use helsami_app::exchange::search::{CURSOR, Found, Wanted};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::outcome::{Issue, outcome};
use helsami_fhir::search::answer::{Hit, Mode, searchset};
use helsami_fhir::search::pairs::pairs;
use helsami_fhir::search::query::{Handling, Query};
use helsami_fhir::search::subset::subset;
use http::StatusCode;

use super::answer::json;
use super::call::{Call, Posted};
use super::outcome as answers;

/// `GET /Type?…`
pub(crate) async fn of_type(call: Call, Path(kind): Path<String>) -> Response {
    let query = call.query.clone();
    answer(&call, (&kind, None), &query).await
}

/// `POST /Type/_search`
pub(crate) async fn of_type_posted(Path(kind): Path<String>, posted: Posted) -> Response {
    answer(&posted.call, (&kind, None), &posted.query).await
}

/// `GET /Patient/id/Type?…`
pub(crate) async fn within(call: Call, Path((owner, id, kind)): Path<(String, String, String)>) -> Response {
    let query = call.query.clone();
    inside(&call, (&owner, &id, &kind), &query).await
}

/// `POST /Patient/id/Type/_search`
pub(crate) async fn within_posted(
    Path((owner, id, kind)): Path<(String, String, String)>,
    posted: Posted,
) -> Response {
    inside(&posted.call, (&owner, &id, &kind), &posted.query).await
}

/// `GET /?_type=…`
pub(crate) async fn of_all(call: Call) -> Response {
    let query = call.query.clone();
    several(&call, &query).await
}

/// `POST /_search`
pub(crate) async fn of_all_posted(posted: Posted) -> Response {
    several(&posted.call, &posted.query).await
}

/// `GET /Observation/$lastn?patient=…`
pub(crate) async fn lastn(call: Call, Path(kind): Path<String>) -> Response {
    if kind != ResourceType::Observation.name() {
        return answers::bad_request(&call.form, "$lastn is offered for Observation");
    }
    let Some(pairs) = pairs(&call.query) else {
        return answers::bad_request(&call.form, "the query is not written as addresses are");
    };
    let asked = (handling(&call), call.now);
    match call.fhir.exchange.lastn(&call.caller, &pairs, asked).await {
        Ok(entries) => {
            let hits: Vec<Hit<'_>> = entries.iter().map(|one| hit(&call, one, (None, Mode::Match))).collect();
            json(&call.form, StatusCode::OK, searchset(Some(entries.len()), &[], &hits))
        }
        Err(fault) => answers::not_done(&call.form, &fault),
    }
}

/// Only patients have a record of their own here.
async fn inside(call: &Call, (owner, id, kind): (&str, &str, &str), query: &str) -> Response {
    if owner != ResourceType::Patient.name() {
        return answers::bad_request(
            &call.form,
            "the records to search in are those of patients: /Patient/id/Type",
        );
    }
    answer(call, (kind, Some(id)), query).await
}

/// The types that `_type` names. One is a search of that type.
async fn several(call: &Call, query: &str) -> Response {
    let Some(pairs) = pairs(query) else {
        return answers::bad_request(&call.form, "the query is not written as addresses are");
    };
    let types: Vec<&str> =
        pairs.iter().filter(|(name, _)| name == "_type").flat_map(|(_, value)| value.split(',')).collect();
    match types[..] {
        [kind] => answer(call, (kind, None), query).await,
        _ => match call.fhir.exchange.search_types(&call.caller, &pairs, (handling(call), call.now)).await {
            Ok(found) => json(&call.form, StatusCode::OK, put(call, ("", ""), &found)),
            Err(fault) => answers::not_done(&call.form, &fault),
        },
    }
}

async fn answer(call: &Call, (kind, within): (&str, Option<&str>), query: &str) -> Response {
    let kind = match call.kind(kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    let Some(pairs) = pairs(query) else {
        return answers::bad_request(&call.form, "the query is not written as addresses are");
    };
    let wanted = Wanted { kind, within, pairs: &pairs, handling: handling(call) };
    match call.fhir.exchange.search(&call.caller, wanted, call.now).await {
        Ok(found) => json(&call.form, StatusCode::OK, bundle(call, within, &found)),
        Err(fault) => answers::not_done(&call.form, &fault),
    }
}

/// What the system prefers to happen to a parameter that is not understood.
fn handling(call: &Call) -> Handling {
    let said = call.header("prefer").unwrap_or_default();
    let named = said.split([',', ';']).find_map(|one| one.trim().strip_prefix("handling="));
    match named {
        Some("lenient") => Handling::Lenient,
        Some("strict") => Handling::Strict,
        _ => Handling::Usual,
    }
}

pub(crate) fn bundle(call: &Call, within: Option<&str>, found: &Found) -> String {
    let kind = found.query.kind;
    let own = within.map_or_else(|| format!("/{kind}"), |id| format!("/Patient/{id}/{kind}"));
    put(call, (&own, &format!("/{kind}")), found)
}

/// The answer to a search at one path, whose pages lie at another.
fn put(call: &Call, (own, pages): (&str, &str), found: &Found) -> String {
    let query = &found.query;
    let base = call.fhir.exchange.base();
    let path = format!("{base}{own}");
    let parameters = query.self_link();
    let itself = if parameters.is_empty() { path } else { format!("{path}?{parameters}") };
    let next = found.next.as_ref().map(|cursor| format!("{base}{pages}?{CURSOR}={cursor}"));
    let mut links = vec![("self", itself.as_str())];
    links.extend(next.as_deref().map(|next| ("next", next)));
    let parts: Vec<Option<String>> = found.matches.iter().map(|one| part(query, one)).collect();
    let matches = found.matches.iter().zip(&parts);
    let mut hits: Vec<Hit<'_>> =
        matches.map(|(one, part)| hit(call, one, (part.as_deref(), Mode::Match))).collect();
    hits.extend(found.included.iter().map(|one| hit(call, one, (None, Mode::Include))));
    let ignored = ignored(query);
    hits.extend(ignored.as_deref().map(|text| Hit { full_url: None, resource: text, mode: Mode::Outcome }));
    searchset(found.total, &links, &hits)
}

fn part(query: &Query, entry: &Entry) -> Option<String> {
    subset(entry.id.kind, &entry.body, &query.page)
}

fn hit<'h>(call: &Call, entry: &'h Entry, (part, mode): (Option<&'h str>, Mode)) -> Hit<'h> {
    let exchange = &call.fhir.exchange;
    let full_url =
        [exchange.base(), "/", entry.id.kind.name(), "/", exchange.show(entry.id).as_str()].concat();
    Hit { full_url: Some(full_url), resource: part.unwrap_or(&entry.body), mode }
}

/// What was left out of the question, as an outcome.
fn ignored(query: &Query) -> Option<String> {
    let issue = |one: &helsami_fhir::search::issue::Issue| Issue {
        severity: "warning",
        code: "not-supported",
        text: format!("left out: {one}"),
        expression: None,
    };
    let issues: Vec<Issue> = query.ignored.iter().map(issue).collect();
    (!issues.is_empty()).then(|| outcome(&issues))
}
