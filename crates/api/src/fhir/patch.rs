//! `PATCH /Type/id`, `PATCH /Type?…`: a part of a resource is changed.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::PatchKind;

use super::call::{Call, Sent};
use super::outcome;
use super::write::{expected, search, shown};

/// The handler. JSON Patch has a media type of its own; a FHIRPath Patch is a Parameters resource.
pub(crate) async fn patch(Path((kind, id)): Path<(String, String)>, sent: Sent) -> Response {
    let call = &sent.call;
    let asked = || Ok::<_, Box<Response>>((call.kind(&kind)?, expected(call)?, sent.text()?));
    let (kind, expected, text) = match asked() {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let patch = (language(call), text, call.now);
    let done = call.fhir.exchange.patch(&call.caller, (kind, &id, expected), patch).await;
    match done {
        Ok(told) => shown(call, told),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// The handler for the one that a search finds.
pub(crate) async fn patch_by(Path(kind): Path<String>, sent: Sent) -> Response {
    let call = &sent.call;
    let asked = || Ok::<_, Box<Response>>((call.kind(&kind)?, sent.text()?));
    let (kind, text) = match asked() {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    if call.header(http::header::IF_MATCH).is_some() {
        let text = "If-Match goes with an id in the address, not with a search";
        return outcome::bad_request(&call.form, text);
    }
    let (query, patch) = (search(&call.query), (language(call), text, call.now));
    match call.fhir.exchange.patch_by(&call.caller, (kind, &query), patch).await {
        Ok(told) => shown(call, told),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

fn language(call: &Call) -> PatchKind {
    let named = call.header(http::header::CONTENT_TYPE).unwrap_or_default();
    if named.to_ascii_lowercase().starts_with("application/json-patch+json") {
        PatchKind::Json
    } else {
        PatchKind::Path
    }
}
