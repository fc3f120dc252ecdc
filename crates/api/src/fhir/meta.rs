//! `$meta`, `$meta-add`, `$meta-delete`: profiles, labels and tags of one resource.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::MetaChange;
use http::StatusCode;

use super::answer::{json, versioned};
use super::call::{Call, Sent};
use super::outcome;

/// `GET /Type/id/$meta`
pub(crate) async fn of_kept(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.meta(&call.caller, (kind, &id), call.now).await {
        Ok((text, entry)) => versioned(json(&call.form, StatusCode::OK, text), entry.version, entry.updated),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `POST /Type/id/$meta-add`
pub(crate) async fn add(Path(place): Path<(String, String)>, sent: Sent) -> Response {
    changed(place, &sent, MetaChange::Add).await
}

/// `POST /Type/id/$meta-delete`
pub(crate) async fn delete(Path(place): Path<(String, String)>, sent: Sent) -> Response {
    changed(place, &sent, MetaChange::Delete).await
}

async fn changed((kind, id): (String, String), sent: &Sent, change: MetaChange) -> Response {
    let call = &sent.call;
    let asked = || Ok::<_, Box<Response>>((call.kind(&kind)?, sent.text()?));
    let (kind, text) = match asked() {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.meta_change(&call.caller, (kind, &id), (change, text, call.now)).await {
        Ok((text, told)) => {
            let version = told.entry.as_ref().map_or(told.written.version, |entry| entry.version);
            versioned(json(&call.form, StatusCode::OK, text), version, told.updated)
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}
