//! Lines of the access log as FHIR R4 `AuditEvent`, for whoever wants their own log in a form that machines read.

use helsami_domain::access::Purpose;
use jiff::Timestamp;
use serde_json::{Value, json};

/// One line of the log.
#[derive(Clone, Debug)]
pub struct AuditLine<'a> {
    /// The id by which the API finds it, and the address of the API; none where it leaves as a file.
    pub at_api: Option<(String, &'a str)>,
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Whether something was written.
    pub is_write: bool,
    /// Whether the rules refused it.
    pub is_refused: bool,
    /// Why.
    pub purpose: Purpose,
    /// The rule that let them in, where the reader may be told.
    pub rule: Option<&'a str>,
    /// What it was about, in a word of our own.
    pub matter: Option<String>,
    /// Who: a reference, where they may be told by one.
    pub agent: Option<String>,
    /// Who, by name.
    pub agent_name: Option<String>,
    /// The organisation they acted for.
    pub organization: Option<String>,
    /// Whose record, as `Patient/…`.
    pub patient: &'a str,
    /// The one thing that was opened or written.
    pub item: Option<String>,
    /// Whether a reason was given in words.
    pub has_reason: bool,
}

/// Source: HL7 v3 ActReason, as the national trust framework uses it (norway.md 4.7).
const REASONS: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

const fn reason(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::OwnAccess => "PATRQT",
        Purpose::Operation => "HSYSADMIN",
        Purpose::Family => "FAMRQT",
        Purpose::Proxy => "PWATRNY",
        Purpose::Treatment => "TREAT",
        Purpose::Emergency => "ETREAT",
        Purpose::Coordination => "COC",
        Purpose::Administration => "CAREMGT",
        Purpose::Override => "BTG",
        Purpose::Exchange => "HOPERAT",
    }
}

/// Who acted, and for whom.
fn agents(line: &AuditLine<'_>) -> Vec<Value> {
    let name = line.agent_name.as_deref().unwrap_or("HelsaMi");
    let mut who = json!({ "display": name });
    if let Some(reference) = &line.agent {
        who["reference"] = json!(reference);
    }
    let mut agents = vec![json!({ "who": who, "name": name, "requestor": true })];
    if let Some(name) = &line.organization {
        agents.push(json!({ "who": { "display": name }, "requestor": false }));
    }
    agents
}

/// The AuditEvent as one line of JSON.
#[must_use]
pub fn audit_event(line: &AuditLine<'_>) -> String {
    let interaction = if line.is_write { ("update", "U") } else { ("read", "R") };
    let details = [
        ("seq", Some(line.seq.to_string())),
        ("matter", line.matter.clone()),
        ("rule", line.rule.map(str::to_owned)),
        ("reason-given", Some(line.has_reason.to_string())),
    ];
    let details: Vec<Value> = details
        .into_iter()
        .filter_map(|(name, value)| Some(json!({ "type": name, "valueString": value? })))
        .collect();
    let mut entities = vec![json!({ "what": { "reference": line.patient }, "detail": details })];
    if let Some(item) = &line.item {
        entities.push(json!({ "what": { "reference": item } }));
    }
    let mut event = json!({
        "resourceType": "AuditEvent",
        "type": { "system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest" },
        "subtype": [{ "system": "http://hl7.org/fhir/restful-interaction", "code": interaction.0 }],
        "action": interaction.1,
        "recorded": line.at.to_string(),
        // 4: it was refused, and nothing was shown.
        "outcome": if line.is_refused { "4" } else { "0" },
        "purposeOfEvent": [{ "coding": [{ "system": REASONS, "code": reason(line.purpose) }] }],
        "agent": agents(line),
        "source": { "observer": { "display": "HelsaMi" } },
        "entity": entities,
    });
    if let Some((id, base)) = &line.at_api {
        event["id"] = json!(id);
        event["meta"] = json!({ "versionId": "1", "lastUpdated": line.at.to_string() });
        event["source"]["observer"]["identifier"] = json!({ "system": "urn:ietf:rfc:3986", "value": base });
    }
    event.to_string()
}

#[cfg(test)]
mod tests {
    use super::{AuditLine, audit_event};
    use crate::document::Document;
    use helsami_domain::access::Purpose;
    use helsami_domain::resource_type::ResourceType;

    #[test]
    fn a_line_is_an_audit_event_of_r4() {
        let line = AuditLine {
            at_api: Some(("a1".to_owned(), "https://helse.example/fhir")),
            seq: 7,
            at: "2026-11-26T12:00:00Z".parse().expect("a time"),
            is_write: false,
            is_refused: true,
            purpose: Purpose::Treatment,
            rule: Some("treating"),
            matter: Some("documents".to_owned()),
            agent: Some("PractitionerRole/x".to_owned()),
            agent_name: Some("Kari \"K\" Lege".to_owned()),
            organization: Some("Sykehuset".to_owned()),
            patient: "Patient/p",
            item: Some("DocumentReference/d".to_owned()),
            has_reason: true,
        };
        let text = audit_event(&line);
        assert!(!text.contains('\n'));
        let document = Document::accept(&text).expect("R4");
        assert_eq!(document.kind(), ResourceType::AuditEvent);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["purposeOfEvent"][0]["coding"][0]["code"], "TREAT");
        assert_eq!((&value["outcome"], &value["action"]), (&"4".into(), &"R".into()));
        assert_eq!(value["agent"][0]["who"]["display"], "Kari \"K\" Lege");
        assert_eq!(value["agent"][1]["who"]["display"], "Sykehuset");
        assert_eq!(value["entity"][1]["what"]["reference"], "DocumentReference/d");
        assert_eq!(
            (&value["id"], &value["meta"]["lastUpdated"]),
            (&"a1".into(), &"2026-11-26T12:00:00Z".into())
        );
        let tree = crate::tree::Json::parse(&text).expect("JSON");
        let issues = crate::validate::all(&tree, &line.at.to_zoned(jiff::tz::TimeZone::UTC));
        let errors: Vec<_> =
            issues.iter().filter(|one| one.severity == crate::validate::Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
        let file = audit_event(&AuditLine { at_api: None, ..line });
        assert!(!file.contains("\"id\"") && !file.contains("\"meta\""), "{file}");
        let details = value["entity"][0]["detail"].as_array().expect("details");
        assert!(details.contains(&serde_json::json!({ "type": "rule", "valueString": "treating" })));
    }
}
