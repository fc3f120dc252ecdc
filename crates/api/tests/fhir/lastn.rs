//! The newest answers of each analysis.

use http::StatusCode;
use serde_json::Value;

use crate::house::{Answer, House, observation, patient};

fn values(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let value = |entry: &Value| entry["resource"]["valueQuantity"]["value"].to_string();
    assert_eq!(
        (&json["type"], &json["total"]),
        (&"searchset".into(), &json["entry"].as_array().map_or(0, Vec::len).into())
    );
    json["entry"].as_array().into_iter().flatten().map(value).collect()
}

#[tokio::test]
async fn the_newest_of_each_code() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let other = lab.put("/fhir/Patient/q", &patient("q")).await.id();
    // The second code comes with a translation that the third row has alone.
    let codings = [
        r#"[{"system":"urn:x","code":"a"}]"#,
        r#"[{"system":"urn:x","code":"b"},{"system":"urn:y","code":"c"}]"#,
        r#"[{"system":"urn:y","code":"c"}]"#,
    ];
    for (day, coding) in codings.iter().cycle().take(9).enumerate() {
        let code = format!(r#""code":{{"coding":{coding}}},"effectiveDateTime":"2026-11-{:02}""#, day + 10);
        let one = observation(&format!("Patient/{person}"), &format!("{}", day + 10));
        let made = lab.post("/fhir/Observation", &one.replace(r#""code":{"text":"Hb"}"#, &code)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    }
    lab.post("/fhir/Observation", &observation(&format!("Patient/{other}"), "99")).await;
    let path = format!("/fhir/Observation/$lastn?patient={person}");
    assert_eq!(values(&lab.get(&path).await), ["18", "16"]);
    assert_eq!(values(&lab.get(&format!("{path}&max=2")).await), ["18", "17", "16", "13"]);
    assert_eq!(values(&lab.get(&format!("{path}&max=2&code=urn:x|a")).await), ["16", "13"]);
    assert_eq!(values(&lab.get(&format!("{path}&max=0")).await), Vec::<String>::new());
    for wrong in ["/fhir/Observation/$lastn", "/fhir/Condition/$lastn?patient=p", &format!("{path}&max=many")]
    {
        assert_eq!(lab.get(wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}
