//! What FHIR clients are told when something is not done, or is done with a remark: an OperationOutcome.

use serde_json::json;

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// `error`, `warning`, `information`.
    pub severity: &'static str,
    /// The code of IssueType.
    pub code: &'static str,
    /// The sentence. Never a value of a document.
    pub text: String,
    /// The place in what was sent, as FHIRPath.
    pub expression: Option<String>,
}

impl Issue {
    /// An error.
    #[must_use]
    pub fn error(code: &'static str, text: impl Into<String>) -> Self {
        Self { severity: "error", code, text: text.into(), expression: None }
    }

    /// At a place.
    #[must_use]
    pub fn at(mut self, expression: Option<String>) -> Self {
        self.expression = expression;
        self
    }
}

/// The OperationOutcome as JSON.
#[must_use]
pub fn outcome(issues: &[Issue]) -> String {
    let issues: Vec<_> = issues
        .iter()
        .map(|issue| {
            let mut one = json!({
                "severity": issue.severity,
                "code": issue.code,
                "details": {"text": issue.text},
                "diagnostics": issue.text,
            });
            if let Some(place) = &issue.expression {
                one["expression"] = json!([place]);
            }
            one
        })
        .collect();
    json!({"resourceType": "OperationOutcome", "issue": issues}).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Issue, outcome};

    #[test]
    fn an_outcome_is_a_resource() {
        let place = Some("Patient.birthDate".to_owned());
        let text =
            outcome(&[Issue::error("value", "not a “date”").at(place), Issue::error("not-found", "x")]);
        let document = crate::document::Document::accept(&text).expect("a resource");
        assert_eq!(crate::validate::structure(&crate::tree::Json::parse(&text).expect("JSON")), []);
        let issues = document.member("issue").expect("issues");
        assert!(issues.contains(r#""expression":["Patient.birthDate"]"#), "{issues}");
        assert_eq!(issues.matches("expression").count(), 1);
    }
}
