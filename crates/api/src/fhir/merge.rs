//! `Patient/$merge` and `Patient/$unmerge`: two records of one person become one, and are parted again.
//!
//! The first is the operation of FHIR R6 (build.fhir.org/patient-operation-merge.html) on R4's resources; the second is ours.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::{Fault, Merged, NamedPatient};
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::outcome::{Issue, outcome as outcome_text};
use helsami_fhir::tree::Json;
use http::StatusCode;

use super::answer::json;
use super::call::Sent;
use super::outcome;

/// Rows that are named in an answer; of more, how many.
const NAMED: usize = 100;

/// `POST /Patient/$merge`.
pub(crate) async fn merge(Path(kind): Path<String>, sent: Sent) -> Response {
    answered(Act::Merge, &kind, &sent).await
}

/// `POST /Patient/$unmerge`.
pub(crate) async fn unmerge(Path(kind): Path<String>, sent: Sent) -> Response {
    answered(Act::Unmerge, &kind, &sent).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Merge,
    Unmerge,
}

/// What was asked.
#[derive(Default)]
struct Asked {
    source: NamedPatient,
    target: NamedPatient,
    is_preview: bool,
}

async fn answered(act: Act, kind: &str, sent: &Sent) -> Response {
    let call = &sent.call;
    if kind != ResourceType::Patient.name() {
        return outcome::bad_request(&call.form, "persons are merged: the operation is offered for Patient");
    }
    if let Err(fault) = call.fhir.exchange.may_merge(&call.caller) {
        return outcome::not_done(&call.form, &fault);
    }
    let text = match sent.text() {
        Ok(text) => text,
        Err(answer) => return *answer,
    };
    let (input, asked) = match asked(text, call.fhir.exchange.base()) {
        Ok(asked) => asked,
        Err(fault) => return outcome::not_done(&call.form, &fault),
    };
    let wanted = (&asked.source, &asked.target, asked.is_preview);
    let exchange = &call.fhir.exchange;
    let merged = match act {
        Act::Merge => exchange.merge(&call.caller, wanted, call.now).await,
        Act::Unmerge => exchange.unmerge(&call.caller, wanted, call.now).await,
    };
    match merged {
        Ok(merged) => {
            let issues = issues((act, asked.is_preview), &merged, |row| {
                format!("{}/{}", row.kind, exchange.show(row))
            });
            json(&call.form, StatusCode::OK, parameters(&input, &issues, &merged.patient))
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// Reads the parameters. What is not understood is refused.
fn asked(text: &str, base: &str) -> Result<(Json, Asked), Fault> {
    let unclear = |text: &str| Fault::Unclear(text.to_owned());
    let tree =
        Json::parse(text).map_err(|fault| Fault::Refused(helsami_app::exchange::Refusal::Json(fault)))?;
    if tree.get("resourceType").and_then(Json::as_text) != Some("Parameters") {
        return Err(unclear("the operation is asked with Parameters"));
    }
    let mut asked = Asked::default();
    for one in tree.get("parameter").map(Json::items).unwrap_or_default() {
        let name = one.get("name").and_then(Json::as_text).unwrap_or_default();
        match name {
            "source-patient" => reference(&mut asked.source, one, (name, base))?,
            "target-patient" => reference(&mut asked.target, one, (name, base))?,
            "source-patient-identifier" => identifier(&mut asked.source, one, name)?,
            "target-patient-identifier" => identifier(&mut asked.target, one, name)?,
            "preview" => match one.get("valueBoolean") {
                Some(Json::Truth(is_preview)) => asked.is_preview = *is_preview,
                _ => return Err(unclear("preview is a valueBoolean")),
            },
            "result-patient" => {
                return Err(Fault::NotOffered(
                    "“result-patient” is not taken: the target stays as it is known; send a new version of it afterwards".to_owned(),
                ));
            }
            _ => return Err(Fault::NotOffered(format!("the parameter “{}” is not offered", short(name)))),
        }
    }
    Ok((tree, asked))
}

fn short(name: &str) -> String {
    name.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').take(40).collect()
}

fn reference(named: &mut NamedPatient, one: &Json, (name, base): (&str, &str)) -> Result<(), Fault> {
    let text = one.get("valueReference").and_then(|value| value.get("reference")).and_then(Json::as_text);
    let path = text.map(|text| text.strip_prefix(base).map_or(text, |path| path.trim_start_matches('/')));
    let id = path.and_then(|path| path.strip_prefix("Patient/"));
    let id = id.filter(|id| !id.is_empty() && !id.contains('/') && !id.contains('?'));
    let id = id.ok_or_else(|| Fault::Unclear(format!("{name} is a valueReference to a Patient here")))?;
    if named.id.replace(id.to_owned()).is_some() {
        return Err(Fault::Unclear(format!("{name} stands twice")));
    }
    Ok(())
}

fn identifier(named: &mut NamedPatient, one: &Json, name: &str) -> Result<(), Fault> {
    let value = one.get("valueIdentifier");
    let text = |of: &str| value.and_then(|value| value.get(of)).and_then(Json::as_text).map(str::to_owned);
    let pair =
        text("system").zip(text("value")).filter(|(system, value)| !system.is_empty() && !value.is_empty());
    let pair =
        pair.ok_or_else(|| Fault::Unclear(format!("{name} is a valueIdentifier with system and value")))?;
    named.identifiers.push(pair);
    Ok(())
}

/// What is told of it.
fn issues((act, is_preview): (Act, bool), merged: &Merged, name: impl Fn(RecordId) -> String) -> Vec<Issue> {
    let told = |severity, text: String| Issue { severity, code: "informational", text, expression: None };
    let counts: Vec<String> = merged.moved.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let counts = match (merged.is_narrow, counts.is_empty()) {
        (true, _) => {
            "all that lies there; how much is told to those only who see what others have sent".to_owned()
        }
        (_, true) => "nothing besides the Patients".to_owned(),
        _ => counts.join(", "),
    };
    let first = match (act, is_preview) {
        (Act::Merge, true) => {
            format!("a merge would move into the target's record: {counts}; nothing was changed")
        }
        (Act::Merge, false) => format!("moved into the target's record: {counts}"),
        (Act::Unmerge, true) => format!("an unmerge would move back: {counts}; nothing was changed"),
        (Act::Unmerge, false) => format!("moved back: {counts}"),
    };
    let mut issues = vec![told("information", first)];
    issues.extend(warnings(merged, name).into_iter().map(|text| told("warning", text)));
    if merged.is_dead && act == Act::Merge {
        issues.push(told("warning", "both are registered as dead".to_owned()));
    }
    if merged.is_protected && act == Act::Merge {
        issues.push(told("information", "the address is protected".to_owned()));
    }
    issues
}

/// What a human must look after.
fn warnings(merged: &Merged, name: impl Fn(RecordId) -> String) -> Vec<String> {
    let names = |rows: &[RecordId]| {
        let shown: Vec<String> = rows.iter().take(NAMED).map(|row| name(*row)).collect();
        let more = rows.len().saturating_sub(NAMED);
        if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
    };
    let mut warnings = Vec::new();
    if merged.is_narrow {
        warnings.push("who may act for the source does not see the target's record; what came while two records were one stays in the target's: somebody who sees both records looks after it".to_owned());
    }
    if !merged.behind.is_empty() {
        let behind = "who may act for the source does not see the target's record; these stay behind without effect and are given anew where they shall hold";
        warnings.push(format!("{behind}: {}", names(&merged.behind)));
    }
    if !merged.since.is_empty() {
        let since = "came while the two were one and stay in the target's record; look through them";
        warnings.push(format!("{since}: {}", names(&merged.since)));
    }
    warnings
}

fn parameters(input: &Json, issues: &[Issue], patient: &str) -> String {
    let outcome = outcome_text(issues);
    let input = input.write();
    format!(
        r#"{{"resourceType":"Parameters","parameter":[{{"name":"input","resource":{input}}},{{"name":"outcome","resource":{outcome}}},{{"name":"result","resource":{patient}}}]}}"#
    )
}
