//! A part of a resource is changed, by both languages.

use helsami_domain::access::Purpose;
use helsami_store::audit::Action;
use http::StatusCode;

use crate::house::{Answer, House, System, observation, patient};

const JSON_PATCH: (&str, &str) = ("content-type", "application/json-patch+json");

async fn patch(lab: &System<'_>, id: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    // The house says that bodies are FHIR, where nobody says anything else.
    let mut request = http::Request::builder()
        .method("PATCH")
        .uri(format!("/fhir/Observation/{id}"))
        .header("authorization", format!("Bearer {}", lab.token));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    lab.house.send(request.body(body.to_owned().into()).expect("a request")).await
}

async fn made(lab: &System<'_>) -> (String, String) {
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let made = lab.post("/fhir/Observation", &observation(&format!("Patient/{person}"), "13.50")).await;
    (person, made.id())
}

#[tokio::test]
async fn a_part_is_changed_and_the_rest_keeps_its_digits() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let (person, id) = made(&lab).await;
    let before = lab.get(&format!("/fhir/Observation/{id}")).await;
    let one = r#"[{"op":"replace","path":"/status","value":"amended"},{"op":"test","path":"/valueQuantity/value","value":13.5}]"#;
    let second = patch(&lab, &id, &[JSON_PATCH, ("if-match", "W/\"1\"")], one).await;
    assert_eq!((second.status, second.header("etag")), (StatusCode::OK, "W/\"2\""), "{second:?}");
    assert!(second.text.contains(r#""value":13.50,"#), "{}", second.text);
    assert_eq!(second.json()["status"], "amended");
    let two = r#"{"resourceType":"Parameters","parameter":[{"name":"operation","part":[
        {"name":"type","valueCode":"add"},{"name":"path","valueString":"Observation"},
        {"name":"name","valueString":"note"},{"name":"value","valueAnnotation":{"text":"n"}}]}]}"#;
    let third = patch(&lab, &id, &[("content-type", "application/fhir+json")], two).await;
    assert_eq!((third.status, third.header("etag")), (StatusCode::OK, "W/\"3\""), "{third:?}");
    assert_eq!(third.json()["note"][0]["text"], "n");
    assert_eq!(third.json()["subject"], before.json()["subject"]);
    let rows = house.log(&person).await;
    let actions: Vec<Action> = rows.iter().take(4).map(|row| row.action).collect();
    assert_eq!(actions, [Action::Write, Action::Read, Action::Write, Action::Read]);
    assert_eq!(rows[0].purpose, Purpose::Exchange);
}

#[tokio::test]
async fn a_patch_that_does_not_fit_changes_nothing() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let (_, id) = made(&lab).await;
    let fits = r#"[{"op":"replace","path":"/status","value":"amended"}]"#;
    let check = |answer: Answer, status: u16, code: &str, place: &str| {
        assert_eq!(
            (answer.status.as_u16(), answer.issue()),
            (status, (code.to_owned(), place.to_owned())),
            "{answer:?}"
        );
    };
    for (body, status, code, place) in [
        (r#"[{"op":"remove","path":"/nothing"}]"#, 422, "processing", ""),
        (r#"[{"op":"test","path":"/status","value":"amended"}]"#, 422, "processing", ""),
        (r#"[{"op":"jump","path":"/status"}]"#, 400, "invalid", ""),
        (r#"[{"op":"remove""#, 400, "structure", ""),
        (r#"[{"op":"remove","path":"/status"}]"#, 400, "required", "Observation.status"),
        (r#"[{"op":"add","path":"/nonsense","value":1}]"#, 400, "structure", "Observation.nonsense"),
        (r#"[{"op":"replace","path":"/id","value":"other"}]"#, 400, "invalid", "Observation.id"),
    ] {
        check(patch(&lab, &id, &[JSON_PATCH], body).await, status, code, place);
    }
    check(patch(&lab, &id, &[JSON_PATCH, ("if-match", "W/\"7\"")], fits).await, 412, "conflict", "");
    check(
        patch(&lab, &id, &[("content-type", "application/xml-patch+xml")], "<diff/>").await,
        415,
        "not-supported",
        "",
    );
    check(patch(&lab, "nothing", &[JSON_PATCH], fits).await, 404, "not-found", "");
    assert_eq!(lab.get(&format!("/fhir/Observation/{id}")).await.header("etag"), "W/\"1\"");
}
