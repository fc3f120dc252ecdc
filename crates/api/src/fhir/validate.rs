//! `$validate`: whether a document is what R4 says, without keeping it.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::{Fault, StoreError, Unfit};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::oslo;
use helsami_fhir::document::Refusal;
use helsami_fhir::outcome::{Issue, outcome as outcome_text};
use helsami_fhir::tree::Json;
use helsami_fhir::{questionnaire, validate};
use http::StatusCode;
use jiff::Zoned;

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
    told(sent.call, tree, given).await
}

/// `GET /Type/id/$validate`: of what is kept.
pub(crate) async fn of_kept(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.read(&call.caller, (kind, &id), call.now).await {
        Ok(entry) => match Json::parse(&entry.body) {
            Ok(tree) => told(call, tree, |_| &[]).await,
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

/// What is kept here of what answers are compared with, where it is not sent along.
#[derive(Default)]
struct Kept {
    form: Option<Json>,
    sets: Vec<Json>,
    /// More value sets are named than could be looked for.
    is_cut: bool,
}

/// The Questionnaire that is given beside the answers, or lies inside them.
fn sent_form<'s>(response: &'s Json, given: &'s [Json]) -> Option<&'s Json> {
    let sent = named(given, "questionnaire").into_iter().find(|one| questionnaire::is_questionnaire(one));
    sent.or_else(|| questionnaire::contained(response, questionnaire::canonical(response)?))
}

/// Looks for what a document is to be compared with: of answers their form, and the value sets that it names.
async fn kept(call: &Call, document: &Json, given: &[Json]) -> Result<Kept, Fault> {
    let mut kept = Kept::default();
    if !is_answers(document) {
        return Ok(kept);
    }
    let (exchange, parsed) = (&call.fhir.exchange, |body: Box<str>| Json::parse(&body).ok());
    let sent = sent_form(document, given);
    if let (None, Some(canonical)) = (sent, questionnaire::canonical(document)) {
        let wanted = (ResourceType::Questionnaire, canonical);
        kept.form = exchange.canonical(&call.caller, wanted, call.now).await?.and_then(parsed);
    }
    let Some(form) = sent.or(kept.form.as_ref()) else { return Ok(kept) };
    let all = questionnaire::value_sets(form);
    let wanted = (ResourceType::ValueSet, &all[..all.len().min(VALUE_SETS)]);
    let (found, is_all) = exchange.canonicals(&call.caller, wanted, call.now).await?;
    kept.is_cut = !is_all || all.len() > VALUE_SETS;
    kept.sets.extend(found.into_iter().filter_map(parsed));
    Ok(kept)
}

fn is_answers(document: &Json) -> bool {
    document.get("resourceType").and_then(Json::as_text) == Some("QuestionnaireResponse")
}

/// What there is to say of a document, and of answers by their Questionnaire.
fn compared((document, given): (&Json, &[Json]), kept: &Kept, now: &Zoned) -> Vec<Unfit> {
    let mut issues = validate::all(document, now);
    let sent = sent_form(document, given);
    if !is_answers(document) || sent.is_none() && questionnaire::canonical(document).is_none() {
        return issues;
    }
    match sent.or(kept.form.as_ref()) {
        Some(form) => {
            let sets: Vec<&Json> = named(given, "valueSet").into_iter().chain(&kept.sets).collect();
            issues.extend(questionnaire::check(document, form, &sets));
        }
        None => issues.push(questionnaire::not_at_hand()),
    }
    issues.extend(kept.is_cut.then(questionnaire::sets_cut));
    issues.sort_by_key(|one| one.severity);
    issues
}

/// Compares where nobody else waits for the thread. The call goes along, so that its place at the gate is taken until that is done,
/// also if nobody waits for the answer any longer.
async fn told(call: Call, tree: Json, given: fn(&Json) -> &[Json]) -> Response {
    let found = kept(&call, held(&tree).unwrap_or(&tree), given(&tree)).await;
    let kept = match found {
        Ok(kept) => kept,
        Err(fault) => return outcome::not_done(&call.form, &fault),
    };
    let form = call.form;
    let done = tokio::task::spawn_blocking(move || {
        let document = held(&tree).unwrap_or(&tree);
        let now = call.now.to_zoned(oslo().clone());
        compared((document, given(&tree)), &kept, &now)
    });
    let Ok(issues) = done.await else {
        return outcome::not_done(&form, &StoreError::Closed.into());
    };
    let mut issues: Vec<Issue> = issues.iter().map(|one| outcome::unfit_issue(one, None)).collect();
    if issues.is_empty() {
        let text = "the document is what FHIR R4 says".to_owned();
        issues.push(Issue { severity: "information", code: "informational", text, expression: None });
    }
    json(&form, StatusCode::OK, outcome_text(&issues))
}
