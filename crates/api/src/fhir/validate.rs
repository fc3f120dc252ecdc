//! `$validate`: whether a document is what R4 says, without keeping it.

use axum::extract::Path;
use axum::response::Response;
use helsami_domain::when::oslo;
use helsami_fhir::document::Refusal;
use helsami_fhir::outcome::{Issue, outcome as outcome_text};
use helsami_fhir::tree::Json;
use helsami_fhir::validate;
use http::StatusCode;

use super::answer::json;
use super::call::{Call, Sent};
use super::outcome;

/// `POST /Type/$validate`, with the document, or with Parameters that hold it.
pub(crate) async fn of_sent(Path(kind): Path<String>, sent: Sent) -> Response {
    let asked = || Ok::<_, Box<Response>>((sent.call.kind(&kind)?, sent.text()?));
    let (kind, text) = match asked() {
        Ok(asked) => asked,
        Err(answer) => return *answer,
    };
    let call = &sent.call;
    let tree = match Json::parse(text) {
        Ok(tree) => tree,
        Err(fault) => return outcome::refused(&call.form, Refusal::Json(fault)),
    };
    let document = match held(&tree) {
        Ok(document) => document,
        Err(name) => return not_offered(call, name),
    };
    if document.get("resourceType").and_then(Json::as_text).is_some_and(|name| name != kind.name()) {
        return outcome::bad_request(&call.form, "the document is of another type than the address says");
    }
    told(call, document)
}

/// `GET /Type/id/$validate`: of what is kept.
pub(crate) async fn of_kept(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.read(&call.caller, (kind, &id), call.now).await {
        Ok(entry) => match Json::parse(&entry.body) {
            Ok(tree) => told(&call, &tree),
            Err(fault) => outcome::refused(&call.form, Refusal::Json(fault)),
        },
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// The document in Parameters; the document itself where it is none. Another parameter is named: what it asks for is not
/// offered.
fn held(tree: &Json) -> Result<&Json, &str> {
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
    let parameters = tree.get("parameter").map(Json::items).unwrap_or_default();
    let resource = parameters.iter().find(|one| text(one, "name").as_deref() == Some("resource"));
    let Some(document) = resource.and_then(|one| one.get("resource")) else { return Ok(tree) };
    let others = parameters.iter().filter_map(|one| one.get("name")?.as_text());
    match others.into_iter().find(|name| *name == "profile" || *name == "mode") {
        Some(name) => Err(name),
        None => Ok(document),
    }
}

fn not_offered(call: &Call, name: &str) -> Response {
    let text = format!("“{name}” is not offered: documents are compared with FHIR R4 itself");
    json(&call.form, StatusCode::UNPROCESSABLE_ENTITY, outcome_text(&[Issue::error("not-supported", text)]))
}

fn told(call: &Call, document: &Json) -> Response {
    let issues = validate::all(document, &call.now.to_zoned(oslo().clone()));
    let mut issues: Vec<Issue> = issues.iter().map(|one| outcome::unfit_issue(one, None)).collect();
    if issues.is_empty() {
        let text = "the document is what FHIR R4 says".to_owned();
        issues.push(Issue { severity: "information", code: "informational", text, expression: None });
    }
    json(&call.form, StatusCode::OK, outcome_text(&issues))
}
