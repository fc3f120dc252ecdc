//! What is written has the structure of R4; `$validate` says what else is wrong.

use http::StatusCode;
use serde_json::Value;

use crate::house::{House, observation, patient};

fn issues(json: &Value) -> Vec<(&str, &str, &str)> {
    let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned().leak() as &str;
    let issue = |one: &Value| (text(&one["severity"]), text(&one["code"]), text(&one["expression"][0]));
    json["issue"].as_array().expect("issues").iter().map(issue).collect()
}

#[tokio::test]
async fn what_has_another_structure_is_not_kept() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let wrong = patient("p").replace("\"birthDate\"", "\"nonsense\":1,\"gender\":[\"male\"],\"birthDate\"");
    let answer = lab.put("/fhir/Patient/p", &wrong).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{answer:?}");
    let told = answer.json();
    assert_eq!(
        issues(&told),
        [("error", "structure", "Patient.nonsense"), ("error", "structure", "Patient.gender")]
    );
    assert_eq!(lab.get("/fhir/Patient/p").await.status, StatusCode::NOT_FOUND);
    let bundle = format!(
        r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"resource":{},"request":{{"method":"PUT","url":"Patient/p"}}}},{{"resource":{wrong},"request":{{"method":"PUT","url":"Patient/q"}}}}]}}"#,
        patient("p")
    );
    let answer = lab.post("/fhir", &bundle).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{answer:?}");
    assert_eq!(issues(&answer.json())[0], ("error", "structure", "Bundle.entry[1].resource.nonsense"));
    assert_eq!(lab.get("/fhir/Patient/p").await.status, StatusCode::NOT_FOUND, "all or nothing");
    let batch = bundle.replace("transaction", "batch");
    let answer = lab.post("/fhir", &batch).await.json();
    assert_eq!(answer["entry"][0]["response"]["status"], "201 Created");
    assert_eq!(answer["entry"][1]["response"]["status"], "400 Bad Request");
}

#[tokio::test]
async fn documents_are_compared_with_r4() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let check = async |path: &str, body: &str, status: u16, expected: &[(&str, &str, &str)]| {
        let answer = lab.post(path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
        assert_eq!(issues(&answer.json()), expected, "{body}");
    };
    let right = observation("Patient/p", "1.50");
    let warned = ("warning", "invariant", "Observation");
    check("/fhir/Observation/$validate", &right, 200, &[warned]).await;
    let coded = right.replace("final", "ferdig");
    check(
        "/fhir/Observation/$validate",
        &coded,
        200,
        &[("error", "code-invalid", "Observation.status"), warned],
    )
    .await;
    let held =
        format!(r#"{{"resourceType":"Parameters","parameter":[{{"name":"resource","resource":{coded}}}]}}"#);
    check(
        "/fhir/Observation/$validate",
        &held,
        200,
        &[("error", "code-invalid", "Observation.status"), warned],
    )
    .await;
    let profiled = held.replace("[{", r#"[{"name":"profile","valueUri":"urn:x"},{"#);
    check("/fhir/Observation/$validate", &profiled, 422, &[("error", "not-supported", "")]).await;
    check("/fhir/Patient/$validate", &right, 400, &[("error", "invalid", "")]).await;
    check("/fhir/Observation/$validate", "{", 400, &[("error", "structure", "")]).await;
    check("/fhir/Nothing/$validate", &right, 404, &[("error", "not-supported", "")]).await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let kept = lab.get(&format!("/fhir/Patient/{person}/$validate")).await;
    assert_eq!(
        (kept.status, issues(&kept.json())),
        (StatusCode::OK, vec![("warning", "invariant", "Patient")])
    );
}
