//! The answers of a QuestionnaireResponse, compared with the Questionnaire that they are to.
//!
//! What is asked is what R4 and its own extensions say of items; expressions of other guides are not evaluated. No issue repeats an
//! answer: each names the `linkId` and where it is.

mod answer;
mod enabled;
mod form;
mod items;
mod options;
mod value;

use crate::search::date::Span;
use crate::tree::Json;
use crate::validate::{Code, Issue, Severity};

use self::form::Form;
use self::items::{Check, too_large};
use self::options::Sets;

/// Members that an object of a form or of its answers may have: R4 knows of no element with half as many. What is looked up by its
/// name is looked up so often that more would be too many.
const MEMBERS_MAX: usize = 200;

/// The canonical address of the Questionnaire that a response is to, as it is written there: with a version, or a `#` where the
/// Questionnaire is inside the response.
#[must_use]
pub fn canonical(response: &Json) -> Option<&str> {
    response.get("questionnaire").and_then(Json::as_text)
}

/// The Questionnaire that lies inside the response, if that is the one it is to.
#[must_use]
pub fn contained<'r>(response: &'r Json, canonical: &str) -> Option<&'r Json> {
    let id = canonical.strip_prefix('#')?;
    let is_it = |one: &&Json| one.get("id").and_then(Json::as_text) == Some(id);
    let inside = response.get("contained").map(Json::items).unwrap_or_default();
    inside.iter().find(is_it).filter(|one| is_questionnaire(one))
}

/// Whether a document is a Questionnaire.
#[must_use]
pub fn is_questionnaire(document: &Json) -> bool {
    document.get("resourceType").and_then(Json::as_text) == Some("Questionnaire")
}

/// The addresses of the value sets that the answers must be of and that do not lie inside the Questionnaire.
#[must_use]
pub fn value_sets(questionnaire: &Json) -> Vec<&str> {
    let form = Form::new(questionnaire);
    let mut all: Vec<&str> = form.questions().filter_map(|question| question.value_set()).collect();
    all.retain(|url| !url.starts_with('#'));
    all.sort_unstable();
    all.dedup();
    all
}

/// What is wrong with the answers. `value_sets` are those that are at hand besides the Questionnaire's own and the lists of R4; of
/// several under one address the first counts. It takes a
/// processor for a while: not to be called where others wait.
#[must_use]
pub fn check(response: &Json, questionnaire: &Json, value_sets: &[&Json]) -> Vec<Issue> {
    let mut issues = if is_wide(response) || is_wide(questionnaire) {
        vec![too_large()]
    } else {
        let form = Form::new(questionnaire);
        let mut check = Check::new(response, &form, Sets::new(questionnaire, value_sets));
        check.all();
        check.issues
    };
    issues.extend(about(response, questionnaire));
    issues.sort_by_key(|issue| issue.severity);
    issues
}

/// Whether an object in it has more members than any element of R4.
fn is_wide(json: &Json) -> bool {
    let members = json.members();
    let mut inner = members.iter().map(|(_, inner)| inner).chain(json.items());
    members.len() > MEMBERS_MAX || inner.any(is_wide)
}

/// Says that nothing was compared, because the Questionnaire is not at hand.
#[must_use]
pub fn not_at_hand() -> Issue {
    Issue {
        severity: Severity::Warning,
        code: Code::NotFound,
        expression: "QuestionnaireResponse.questionnaire".to_owned(),
        diagnostics:
            "the Questionnaire is not here, or not to be seen: the answers were not compared with it"
                .to_owned(),
    }
}

/// Says that not every value set was looked for, because there are too many, or too much was to be read for them.
#[must_use]
pub fn sets_cut() -> Issue {
    Issue {
        severity: Severity::Warning,
        code: Code::TooLong,
        expression: "QuestionnaireResponse.questionnaire".to_owned(),
        diagnostics: "the Questionnaire names more value sets than can be looked for at a time: give them beside the answers"
            .to_owned(),
    }
}

/// Whether the Questionnaire was in use when it was answered.
fn about(response: &Json, questionnaire: &Json) -> Vec<Issue> {
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_text).map(str::to_owned);
    let warning = |place: &str, diagnostics: &str| Issue {
        severity: Severity::Warning,
        code: Code::BusinessRule,
        expression: format!("QuestionnaireResponse.{place}"),
        diagnostics: diagnostics.to_owned(),
    };
    let mut issues = Vec::new();
    if text(questionnaire, "status").as_deref() == Some("retired") {
        issues.push(warning("questionnaire", "the Questionnaire is retired"));
    }
    let authored = text(response, "authored").and_then(|text| Span::parse(&text));
    if let (Some(authored), Some(period)) = (authored, questionnaire.get("effectivePeriod")) {
        let end = |name: &str| text(period, name).and_then(|text| Span::parse(&text));
        let is_before = end("start").is_some_and(|start| authored.end_us <= start.start_us);
        let is_after = end("end").is_some_and(|end| authored.start_us >= end.end_us);
        if is_before || is_after {
            issues.push(warning(
                "authored",
                "it was answered outside the time in which the Questionnaire is in effect",
            ));
        }
    }
    issues
}

#[cfg(test)]
mod large;
#[cfg(test)]
mod tests;
