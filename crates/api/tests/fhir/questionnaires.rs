//! `$validate` of answers: the Questionnaire is inside them, given, or kept here.

use serde_json::{Value, json};

use helsami_api::fhir::Limits;
use helsami_app::exchange::Terms;

use crate::house::{House, System};

const URL: &str = "http://lab.example/Questionnaire/rygg";

fn questionnaire() -> Value {
    json!({"resourceType": "Questionnaire", "url": URL, "version": "2", "status": "active", "item": [
        {"linkId": "smerte", "type": "integer", "required": true, "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10}]},
        {"linkId": "hvor", "type": "choice", "answerValueSet": "http://lab.example/ValueSet/steder",
            "enableWhen": [{"question": "smerte", "operator": ">", "answerInteger": 0}]},
    ]})
}

fn value_set() -> Value {
    json!({"resourceType": "ValueSet", "url": "http://lab.example/ValueSet/steder", "status": "active",
        "compose": {"include": [{"system": "http://lab.example/sted", "concept": [{"code": "rygg"}, {"code": "nakke"}]}]}})
}

fn answers(canonical: &str, pain: i32, place: Option<&str>) -> Value {
    let mut items = vec![json!({"linkId": "smerte", "answer": [{"valueInteger": pain}]})];
    if let Some(code) = place {
        let coding = json!({"system": "http://lab.example/sted", "code": code});
        items.push(json!({"linkId": "hvor", "answer": [{"valueCoding": coding}]}));
    }
    json!({"resourceType": "QuestionnaireResponse", "questionnaire": canonical, "status": "completed", "item": items,
        "text": {"status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"}})
}

/// Severity, code and place of each issue, without what is no more than information.
async fn said(system: &System<'_>, body: &Value) -> Vec<String> {
    let answer = system.post("/fhir/QuestionnaireResponse/$validate", &body.to_string()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let issues = answer.json()["issue"].as_array().cloned().expect("issues");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = issues.iter().filter(|one| one["severity"] != "information");
    told.map(|one| {
        let link = text(&one["details"]["text"]).split(':').next().unwrap_or_default().to_owned();
        format!("{} {} {} {link}", text(&one["severity"]), text(&one["code"]), text(&one["expression"][0]))
    })
    .collect()
}

const MORE: &str = "error business-rule QuestionnaireResponse.item[0].answer[0] smerte";
const NONE: &str = "error code-invalid QuestionnaireResponse.item[1].answer[0] hvor";
const UNASKED: &str = "error business-rule QuestionnaireResponse.item[1] hvor";
const NOT_HERE: &str =
    "warning not-found QuestionnaireResponse.questionnaire the Questionnaire is not here, or not to be seen";

#[tokio::test]
async fn answers_are_compared_with_what_is_kept() {
    let house = House::new().await;
    let (lab, other) = (house.system("lab").await, house.system("other").await);
    assert_eq!(said(&lab, &answers(URL, 3, Some("rygg"))).await, [NOT_HERE]);
    assert_eq!(lab.post("/fhir/Questionnaire", &questionnaire().to_string()).await.status, 201);
    let unknown = "warning not-found QuestionnaireResponse.item[1].answer[0] hvor";
    assert_eq!(said(&lab, &answers(URL, 3, Some("rygg"))).await, [unknown]);
    assert_eq!(lab.post("/fhir/ValueSet", &value_set().to_string()).await.status, 201);
    for (canonical, pain, place, expected) in [
        (URL.to_owned(), 3, Some("rygg"), &[][..]),
        (format!("{URL}|2"), 3, Some("rygg"), &[]),
        (format!("{URL}|1"), 3, Some("rygg"), &[NOT_HERE]),
        (URL.to_owned(), 11, Some("nakke"), &[MORE]),
        (URL.to_owned(), 3, Some("tann"), &[NONE]),
        (URL.to_owned(), 0, Some("rygg"), &[UNASKED]),
        (URL.to_owned(), 0, None, &[]),
        ("http://lab.example/a,b$c".to_owned(), 0, None, &[NOT_HERE]),
    ] {
        assert_eq!(
            said(&lab, &answers(&canonical, pain, place)).await,
            expected,
            "{canonical} {pain} {place:?}"
        );
    }
    let missing = json!({"resourceType": "QuestionnaireResponse", "questionnaire": URL, "status": "completed",
        "text": answers(URL, 0, None)["text"]});
    assert_eq!(said(&lab, &missing).await, ["error required QuestionnaireResponse smerte"]);
    // What another has sent is not at hand.
    assert_eq!(said(&other, &answers(URL, 11, None)).await, [NOT_HERE]);
    // What is kept is compared too.
    let made = lab.post("/fhir/QuestionnaireResponse", &answers(URL, 11, None).to_string()).await;
    let kept = lab.get(&format!("/fhir/QuestionnaireResponse/{}/$validate", made.id())).await;
    assert_eq!(kept.json()["issue"][0]["code"], "business-rule", "{kept:?}");
    assert!(
        kept.json()["issue"][0]["details"]["text"].as_str().is_some_and(|text| text.starts_with("smerte: "))
    );
}

#[tokio::test]
async fn the_questionnaire_can_be_given_or_lie_inside() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let parameters = json!({"resourceType": "Parameters", "parameter": [
        {"name": "resource", "resource": answers("urn:x", 11, Some("tann"))},
        {"name": "questionnaire", "resource": questionnaire()},
        {"name": "valueSet", "resource": value_set()},
    ]});
    assert_eq!(said(&lab, &parameters).await, [MORE, NONE]);
    let mut inside = answers("#q", 11, None);
    let mut form = questionnaire();
    form["id"] = "q".into();
    inside["contained"] = json!([form]);
    let bare = "warning invariant QuestionnaireResponse.contained[0] A resource should have narrative for robust management (dom-6)";
    assert_eq!(said(&lab, &inside).await, [MORE, bare]);
}

const CUT: &str = "warning too-long QuestionnaireResponse.questionnaire the Questionnaire names more value sets than can be looked for at a time";

/// A form that asks by each of these value sets, and an answer to each that is in none of them.
fn of_sets(count: usize) -> Value {
    let url = |number: usize| format!("http://lab.example/ValueSet/{number:02}");
    let questions: Vec<Value> = (0..count)
        .map(
            |number| json!({"linkId": format!("q{number}"), "type": "choice", "answerValueSet": url(number)}),
        )
        .collect();
    let items: Vec<Value> = (0..2)
        .map(|number| json!({"linkId": format!("q{number}"), "answer": [{"valueCoding": {"system": "urn:s", "code": "x"}}]}))
        .collect();
    let response = json!({"resourceType": "QuestionnaireResponse", "status": "completed", "item": items,
        "text": answers(URL, 0, None)["text"]});
    json!({"resourceType": "Parameters", "parameter": [
        {"name": "resource", "resource": response},
        {"name": "questionnaire", "resource": {"resourceType": "Questionnaire", "status": "active", "item": questions}}]})
}

#[tokio::test]
async fn all_value_sets_together_may_cost_what_one_search_may() {
    for (rows, expected) in [
        (
            20,
            &[
                "error code-invalid QuestionnaireResponse.item[0].answer[0] q0",
                "warning not-found QuestionnaireResponse.item[1].answer[0] q1",
                CUT,
            ][..],
        ),
        (
            200,
            &[
                "error code-invalid QuestionnaireResponse.item[0].answer[0] q0",
                "error code-invalid QuestionnaireResponse.item[1].answer[0] q1",
            ],
        ),
    ] {
        let house = House::with(Terms { search_rows: rows, ..Terms::default() }, Limits::default()).await;
        let lab = house.system("lab").await;
        for number in 0..12 {
            let mut set = value_set();
            set["url"] = format!("http://lab.example/ValueSet/{number:02}").into();
            assert_eq!(lab.post("/fhir/ValueSet", &set.to_string()).await.status, 201);
        }
        assert_eq!(said(&lab, &of_sets(2)).await, expected, "{rows}");
    }
    // More than are looked for.
    let house = House::new().await;
    let lab = house.system("lab").await;
    let unknown =
        |number: usize| format!("warning not-found QuestionnaireResponse.item[{number}].answer[0] q{number}");
    assert_eq!(said(&lab, &of_sets(50)).await, [unknown(0), unknown(1)]);
    assert_eq!(said(&lab, &of_sets(51)).await, [unknown(0), unknown(1), CUT.to_owned()]);
}

#[tokio::test]
async fn a_form_that_would_take_long_is_answered() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let mut parameters = of_sets(0);
    let options: Vec<Value> =
        (0..20_000).map(|number| json!({"valueCoding": {"code": format!("c{number}")}})).collect();
    let many = vec![json!({"valueCoding": {"code": "c19999"}}); 20_000];
    let given = parameters["parameter"].as_array_mut().expect("two");
    given[0]["resource"]["item"] = json!([{"linkId": "q", "answer": many}]);
    given[1]["resource"]["item"] =
        json!([{"linkId": "q", "type": "choice", "repeats": true, "answerOption": options}]);
    assert_eq!(
        said(&lab, &parameters).await,
        ["warning too-long  the response is too large for all of it to be compared"]
    );
}
