//! Profiles, labels and tags by operations.

use http::StatusCode;

use crate::house::{House, observation, patient};

fn parameters(meta: &str) -> String {
    format!(r#"{{"resourceType":"Parameters","parameter":[{{"name":"meta","valueMeta":{meta}}}]}}"#)
}

const TAG: &str = r#"{"tag":[{"system":"http://lab.example/tag","code":"control"}]}"#;

#[tokio::test]
async fn tags_come_and_go() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let made = lab.post("/fhir/Observation", &observation("Patient/p", "1.50")).await.id();
    let path = format!("/fhir/Observation/{made}");
    let meta = lab.get(&format!("{path}/$meta")).await;
    let told = |answer: &crate::house::Answer| answer.json()["parameter"][0]["valueMeta"].clone();
    assert_eq!((told(&meta)["versionId"].as_str(), meta.header("etag")), (Some("1"), "W/\"1\""), "{meta:?}");
    let added = lab.post(&format!("{path}/$meta-add"), &parameters(TAG)).await;
    assert_eq!((added.status, added.header("etag")), (StatusCode::OK, "W/\"2\""), "{added:?}");
    assert_eq!(
        (&told(&added)["tag"][0]["code"], &told(&added)["versionId"]),
        (&"control".into(), &"2".into())
    );
    let again = lab.post(&format!("{path}/$meta-add"), &parameters(TAG)).await;
    assert_eq!(
        (again.status, again.header("etag")),
        (StatusCode::OK, "W/\"2\""),
        "nothing is new: {again:?}"
    );
    let found = lab.get("/fhir/Observation?patient=p&_tag=http://lab.example/tag%7Ccontrol").await;
    assert_eq!(found.json()["entry"][0]["resource"]["id"], made.as_str());
    assert!(found.text.contains("1.50"), "digits stay");
    let less = lab.post(&format!("{path}/$meta-delete"), &parameters(TAG)).await;
    assert_eq!((less.header("etag"), &told(&less)["tag"]), ("W/\"3\"", &serde_json::Value::Null), "{less:?}");
    for body in ["{}", r#"{"resourceType":"Parameters"}"#, "[", TAG] {
        let answer = lab.post(&format!("{path}/$meta-add"), body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
    }
    let bad = lab.post(&format!("{path}/$meta-add"), &parameters(r#"{"tag":[{"colour":"red"}]}"#)).await;
    assert_eq!((bad.status, bad.issue().0.as_str()), (StatusCode::BAD_REQUEST, "structure"), "{bad:?}");
    assert_eq!(lab.get("/fhir/Observation/none/$meta").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_label_of_staff_stays() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    lab.put("/fhir/Patient/p", &patient("p")).await;
    let label = r#"{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS","userSelected":true}"#;
    let body = observation("Patient/p", "1")
        .replace("\"status\"", &format!(r#""meta":{{"security":[{label}]}},"status""#));
    let made = lab.post("/fhir/Observation", &body).await.id();
    let asked = parameters(&format!(r#"{{"security":[{label}]}}"#));
    let answer = lab.post(&format!("/fhir/Observation/{made}/$meta-delete"), &asked).await;
    assert_eq!(
        (answer.status, answer.issue().0.as_str()),
        (StatusCode::FORBIDDEN, "forbidden"),
        "{answer:?}"
    );
    let meta = lab.get(&format!("/fhir/Observation/{made}/$meta")).await.json();
    let meta = &meta["parameter"][0]["valueMeta"];
    assert_eq!((&meta["versionId"], &meta["security"][0]["code"]), (&"1".into(), &"NORN_FORANS".into()));
}
