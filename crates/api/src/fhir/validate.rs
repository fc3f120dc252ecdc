//! `$validate`: whether a document is what R4 says, without keeping it.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::{Fault, Unfit};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::oslo;
use helsami_fhir::document::Refusal;
use helsami_fhir::outcome::{Issue, outcome as outcome_text};
use helsami_fhir::tree::Json;
use helsami_fhir::{questionnaire, validate};
use http::StatusCode;

use super::answer::json;
use super::call::{Call, Sent};
use super::outcome;

/// Value sets of one Questionnaire that are looked for: more than any form names.
const VALUE_SETS: usize = 50;

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
    told(call, document, given(&tree)).await
}

/// `GET /Type/id/$validate`: of what is kept.
pub(crate) async fn of_kept(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.read(&call.caller, (kind, &id), call.now).await {
        Ok(entry) => match Json::parse(&entry.body) {
            Ok(tree) => told(&call, &tree, &[]).await,
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

/// The parameters among which a Questionnaire or value sets can be given beside the document.
fn given(tree: &Json) -> &[Json] {
    tree.get("parameter").map(Json::items).unwrap_or_default()
}

/// The documents of a type that are given as parameters of this name.
fn named<'g>(given: &'g [Json], name: &str) -> Vec<&'g Json> {
    let is_it = |one: &&Json| one.get("name").and_then(Json::as_text) == Some(name);
    given.iter().filter(is_it).filter_map(|one| one.get("resource")).collect()
}

/// What there is to say of answers by their Questionnaire: the one inside them, the one that is given, or the one that is here.
async fn answered(call: &Call, response: &Json, given: &[Json]) -> Result<Vec<Unfit>, Fault> {
    let exchange = &call.fhir.exchange;
    let kept = async |kind: ResourceType, canonical: &str| {
        let body = exchange.canonical(&call.caller, (kind, canonical), call.now).await?;
        Ok::<_, Fault>(body.and_then(|body| Json::parse(&body).ok()))
    };
    let sent = named(given, "questionnaire").into_iter().find(|one| questionnaire::is_questionnaire(one));
    let form = match (sent, questionnaire::canonical(response)) {
        (Some(form), _) => Some(form.clone()),
        (None, None) => return Ok(Vec::new()),
        (None, Some(canonical)) => match questionnaire::contained(response, canonical) {
            Some(form) => Some(form.clone()),
            None => kept(ResourceType::Questionnaire, canonical).await?,
        },
    };
    let Some(form) = form else { return Ok(vec![questionnaire::not_at_hand()]) };
    let mut sets: Vec<Json> = named(given, "valueSet").into_iter().cloned().collect();
    let wanted: Vec<String> = questionnaire::value_sets(&form).into_iter().map(str::to_owned).collect();
    for url in wanted.iter().take(VALUE_SETS) {
        sets.extend(kept(ResourceType::ValueSet, url).await?);
    }
    Ok(questionnaire::check(response, &form, &sets))
}

async fn told(call: &Call, document: &Json, given: &[Json]) -> Response {
    let mut issues = validate::all(document, &call.now.to_zoned(oslo().clone()));
    if document.get("resourceType").and_then(Json::as_text) == Some("QuestionnaireResponse") {
        match answered(call, document, given).await {
            Ok(more) => {
                issues.extend(more);
                issues.sort_by_key(|one| one.severity);
            }
            Err(fault) => return outcome::not_done(&call.form, &fault),
        }
    }
    let mut issues: Vec<Issue> = issues.iter().map(|one| outcome::unfit_issue(one, None)).collect();
    if issues.is_empty() {
        let text = "the document is what FHIR R4 says".to_owned();
        issues.push(Issue { severity: "information", code: "informational", text, expression: None });
    }
    json(&call.form, StatusCode::OK, outcome_text(&issues))
}
