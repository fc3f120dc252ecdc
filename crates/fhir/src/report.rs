//! DiagnosticReport and ServiceRequest, as far as test results need them.

use helsami_domain::ids::RecordId;
use helsami_domain::lab::order::{Report, Request};
use helsami_domain::lab::{Kind, State};
use helsami_domain::source::{Party, Source};
use serde::Deserialize;

use crate::element::{Concept, Contained, Objects, One, Period, Reference, Resolve, Text};
use crate::observation::source;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct DiagnosticReport<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    effective_date_time: Text<'a>,
    #[serde(borrow)]
    effective_period: One<Period<'a>>,
    #[serde(borrow)]
    issued: Text<'a>,
    #[serde(borrow)]
    performer: Objects<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
    #[serde(borrow)]
    result: Objects<Reference<'a>>,
    #[serde(borrow)]
    based_on: Objects<Reference<'a>>,
    #[serde(borrow)]
    conclusion: Text<'a>,
    #[serde(borrow)]
    presented_form: Objects<Form<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Form<'a> {
    #[serde(borrow, rename = "contentType")]
    _content_type: Text<'a>,
}

/// Reads a `DiagnosticReport`. `None` only for text that is no JSON object.
#[must_use]
pub fn report(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Report> {
    let view: DiagnosticReport<'_> = serde_json::from_str(body).ok()?;
    let issued = view.issued.when();
    let period =
        || view.effective_period.get().and_then(|period| period.start.when().or_else(|| period.end.when()));
    let records = |list: &Objects<Reference<'_>>| list.each().filter_map(|one| one.record(resolve)).collect();
    Some(Report {
        id,
        name: view.code.get().and_then(|code| code.label(&view.language)),
        kind: kind(&view.category),
        state: State::parse(view.status.trim()),
        when: view.effective_date_time.when().or_else(period),
        issued,
        conclusion: view.conclusion.filled().map(Into::into),
        answers: records(&view.result),
        orders: records(&view.based_on),
        has_document: view.presented_form.each().next().is_some(),
        source: source(&view.performer, &view.contained, resolve, issued),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Answering<'a> {
    #[serde(borrow)]
    based_on: Objects<Reference<'a>>,
}

/// The orders that a report or an observation says it answers.
#[must_use]
pub fn orders_answered(body: &str, resolve: Resolve<'_>) -> Vec<RecordId> {
    let view: Answering<'_> = serde_json::from_str(body).unwrap_or_default();
    view.based_on.each().filter_map(|one| one.record(resolve)).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Belonging<'a> {
    #[serde(borrow)]
    based_on: Objects<Reference<'a>>,
    #[serde(borrow)]
    result: Objects<Reference<'a>>,
    #[serde(borrow)]
    has_member: Objects<Reference<'a>>,
    #[serde(borrow)]
    derived_from: Objects<Reference<'a>>,
}

/// The rows that a report or an observation names as belonging with it: orders, answers, the parts of an answer, and what it was
/// worked out from. Nothing of text that is no JSON object.
#[must_use]
pub fn belonging(body: &str, resolve: Resolve<'_>) -> Vec<RecordId> {
    let view: Belonging<'_> = serde_json::from_str(body).unwrap_or_default();
    let lists = [&view.based_on, &view.result, &view.has_member, &view.derived_from];
    lists.into_iter().flat_map(|list| list.each()).filter_map(|one| one.record(resolve)).collect()
}

/// Source: the R4 value set diagnostic-service-sections (v2-0074) and the LOINC classes of US Core.
fn kind(category: &Objects<Concept<'_>>) -> Kind {
    let known = category.each().flat_map(Concept::codes).find_map(|code| match code {
        "LAB" | "laboratory" | "CH" | "HM" | "MB" | "MCB" | "IMM" | "SR" | "BLB" | "GE" | "TX" | "URN"
        | "VR" | "LP29693-6" | "26436-6" => Some(Kind::Laboratory),
        "RAD" | "imaging" | "RX" | "CT" | "NMR" | "NMS" | "RUS" | "CUS" | "OUS" | "VUS" | "XRC"
        | "LP29684-5" => Some(Kind::Imaging),
        _ => None,
    });
    known.unwrap_or(Kind::Other)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ServiceRequest<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    intent: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    code: One<Concept<'a>>,
    #[serde(borrow)]
    authored_on: Text<'a>,
    #[serde(borrow)]
    requester: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

/// Reads a `ServiceRequest`. `None` only for text that is no JSON object.
#[must_use]
pub fn request(id: RecordId, body: &str, resolve: Resolve<'_>) -> Option<Request> {
    let view: ServiceRequest<'_> = serde_json::from_str(body).ok()?;
    let requester = view.requester.get();
    let party = requester.map_or_else(Party::default, |one| one.party(&view.contained, resolve));
    let is_place = requester.is_some_and(|one| one.reference.starts_with("Organization/"));
    let (person, place) = if is_place { (Party::default(), party) } else { (party, Party::default()) };
    let when = view.authored_on.when();
    // SNOMED CT: laboratory procedure, imaging, and imaging procedure.
    let is_for_test = view.category.each().flat_map(Concept::codes).any(|code| {
        matches!(code, "108252007" | "363679005" | "103693007" | "laboratory" | "LAB" | "imaging" | "RAD")
    });
    Some(Request {
        id,
        name: view.code.get().and_then(|code| code.label(&view.language)),
        is_open: view.status.trim() == "active"
            && !matches!(view.intent.trim(), "proposal" | "plan" | "option"),
        is_for_test,
        when,
        source: Source { person, place, recorded: when, is_own_word: false },
    })
}

#[cfg(test)]
mod tests {
    use super::{belonging, orders_answered, report, request};
    use helsami_domain::ids::{LocalId, PatientKey, RecordId};
    use helsami_domain::lab::{Kind, State};
    use helsami_domain::resource_type::ResourceType;
    use helsami_domain::when::When;

    fn id(kind: ResourceType, number: i64) -> RecordId {
        let patient = PatientKey::new(1).expect("positive");
        RecordId { patient, kind, local: LocalId::new(number).expect("positive") }
    }

    fn resolve(text: &str, kind: ResourceType) -> Option<RecordId> {
        text.parse().ok().map(|number| id(kind, number))
    }

    #[test]
    fn a_report_names_its_answers() {
        let one = report(
            id(ResourceType::DiagnosticReport, 1),
            r#"{"status":"partial","category":[{"coding":[{"code":"LAB"}]}],"code":{"text":"Blodprøver"},
            "effectiveDateTime":"2026-01-02","issued":"2026-01-03T10:00:00Z","conclusion":" Alt i orden ",
            "result":[{"reference":"Observation/7"},{"reference":"urn:uuid:x"},8,{"reference":"Observation/9"}],
            "basedOn":[{"reference":"ServiceRequest/3"}],"presentedForm":[{"contentType":"application/pdf"}]}"#,
            &resolve,
        )
        .expect("an object");
        let numbers: Vec<i64> = one.answers.iter().map(|id| id.local.get()).collect();
        assert_eq!(numbers, [7, 9]);
        assert_eq!(one.orders, [id(ResourceType::ServiceRequest, 3)]);
        let based =
            r#"{"basedOn":{"reference":"ServiceRequest/4"},"result":[{"reference":"Observation/7"}]}"#;
        assert_eq!(orders_answered(based, &resolve), [id(ResourceType::ServiceRequest, 4)]);
        assert_eq!(orders_answered("[]", &resolve), []);
        assert_eq!((one.kind, one.state, one.has_document), (Kind::Laboratory, State::Preliminary, true));
        assert_eq!(one.conclusion.as_deref(), Some("Alt i orden"));
        assert_eq!(one.when, When::parse("2026-01-02"));
    }

    #[test]
    fn what_belongs_with_an_answer_is_named_by_it() {
        let check = |body: &str, expected: &[(ResourceType, i64)]| {
            let named: Vec<_> = expected.iter().map(|(kind, number)| id(*kind, *number)).collect();
            assert_eq!(belonging(body, &resolve), named, "{body}");
        };
        check(
            r#"{"basedOn":[{"reference":"ServiceRequest/1"}],"result":[{"reference":"Observation/2"},{"display":"x"}],
                "hasMember":[{"reference":"Observation/3"}],"derivedFrom":{"reference":"Observation/4"},
                "performer":[{"reference":"Organization/5"}],"encounter":{"reference":"Encounter/6"}}"#,
            &[
                (ResourceType::ServiceRequest, 1),
                (ResourceType::Observation, 2),
                (ResourceType::Observation, 3),
                (ResourceType::Observation, 4),
            ],
        );
        check(r#"{"result":"Observation/2"}"#, &[]);
        check("[", &[]);
    }

    #[test]
    fn only_an_active_order_is_waited_for() {
        let open = |status: &str, intent: &str| {
            let body = format!(
                r#"{{"status":"{status}","intent":"{intent}","category":[{{"coding":[{{"code":"108252007"}}]}}]}}"#
            );
            let one = request(id(ResourceType::ServiceRequest, 1), &body, &resolve).expect("an object");
            assert!(one.is_for_test);
            one.is_open
        };
        assert!(open("active", "order"));
        assert!(!open("completed", "order"));
        assert!(!open("entered-in-error", "order"));
        assert!(!open("active", "plan"));
    }
}
