//! Responses and their Questionnaires, in few words.

use super::{canonical, check, contained, not_at_hand, value_sets};
use crate::tree::Json;
use crate::validate::Severity;

pub(super) fn json(text: &str) -> Json {
    Json::parse(text).expect(text)
}

fn questionnaire(items: &str) -> Json {
    let set = |id: &str, inside: &str| format!(r#"{{"resourceType":"ValueSet","id":"{id}",{inside}}}"#);
    let sets = [
        set(
            "listed",
            r#""compose":{"include":[{"system":"s","concept":[{"code":"a"},{"code":"b"}]}],"exclude":[{"system":"s","concept":[{"code":"b"}]}]}"#,
        ),
        set(
            "expanded",
            r#""expansion":{"contains":[{"system":"s","code":"a","contains":[{"system":"s","code":"c"}]},{"system":"s","code":"x","abstract":true}]}"#,
        ),
        set("filtered", r#""compose":{"include":[{"system":"s","filter":[{}]}]}"#),
    ];
    json(&format!(
        r#"{{"resourceType":"Questionnaire","status":"active","contained":[{}],"item":[{items}]}}"#,
        sets.join(",")
    ))
}

pub(super) fn response(items: &str) -> Json {
    json(&format!(r#"{{"resourceType":"QuestionnaireResponse","status":"completed","item":[{items}]}}"#))
}

/// What is told: `E` or `W`, code, place without its beginning.
fn told(questionnaire: &Json, response: &Json) -> Vec<String> {
    let issues = check(response, questionnaire, &[]);
    let one = |issue: &crate::validate::Issue| {
        let severity = if issue.severity == Severity::Error { "E" } else { "W" };
        let place = issue.expression.trim_start_matches("QuestionnaireResponse");
        let link = issue.diagnostics.split(':').next().unwrap_or_default();
        format!("{severity} {} {place} {link}", issue.code.as_str())
    };
    issues.iter().map(one).collect()
}

#[track_caller]
fn says(questions: &str, answers: &str, expected: &[&str]) {
    assert_eq!(told(&questionnaire(questions), &response(answers)), expected, "{questions} {answers}");
}

fn answer(link: &str, value: &str) -> String {
    format!(r#"{{"linkId":"{link}","answer":[{{{value}}}]}}"#)
}

#[test]
fn what_is_known_and_where_it_stands() {
    let group = r#"{"linkId":"g","type":"group","item":[{"linkId":"q","type":"string","item":[{"linkId":"r","type":"string"}]}]}"#;
    says(
        group,
        r#"{"linkId":"g","item":[{"linkId":"q","answer":[{"valueString":"x","item":[{"linkId":"r","answer":[{"valueString":"y"}]}]}]}]}"#,
        &[],
    );
    says(group, &answer("q", r#""valueString":"x""#), &["E structure .item[0] q"]);
    says(group, &answer("z", r#""valueString":"x""#), &["E structure .item[0] z"]);
    says(group, r#"{"linkId":"g","answer":[{"valueString":"x"}]}"#, &["E structure .item[0] g"]);
    says(
        group,
        r#"{"linkId":"g","item":[{"linkId":"q","item":[{"linkId":"r"}]}]}"#,
        &["E structure .item[0].item[0] q"],
    );
    says(
        r#"{"linkId":"d","type":"display"}"#,
        &answer("d", r#""valueString":"x""#),
        &["E structure .item[0] d"],
    );
    let twice = format!("{0},{0}", answer("t", r#""valueString":"x""#));
    says(r#"{"linkId":"t","type":"text","repeats":true}"#, &twice, &["E structure .item[0] t"]);
}

#[test]
fn how_often() {
    let required = r#"{"linkId":"g","type":"group","required":true,"item":[{"linkId":"q","type":"string","required":true}]}"#;
    says(required, "", &["E required  g"]);
    says(required, r#"{"linkId":"g"}"#, &["E required .item[0] q", "E required .item[0] g"]);
    says(required, &format!(r#"{{"linkId":"g","item":[{}]}}"#, answer("q", r#""valueString":"x""#)), &[]);
    let two = r#"{"linkId":"q","answer":[{"valueString":"x"},{"valueString":"y"}]}"#;
    says(r#"{"linkId":"q","type":"string"}"#, two, &["E business-rule .item[0] q"]);
    says(r#"{"linkId":"q","type":"string","repeats":true}"#, two, &[]);
    let occurs = |name: &str, number: u32| {
        format!(
            r#"{{"linkId":"q","type":"string","repeats":true,"extension":[{{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-{name}","valueInteger":{number}}}]}}"#
        )
    };
    says(&occurs("maxOccurs", 1), two, &["E business-rule .item[0] q"]);
    says(&occurs("minOccurs", 3), two, &["E business-rule .item[0] q"]);
    says(&occurs("minOccurs", 1), "", &["E business-rule  q"]);
    // While it is filled in, what is missing may come.
    let open = |items: &str| {
        json(&format!(
            r#"{{"resourceType":"QuestionnaireResponse","status":"in-progress","item":[{items}]}}"#
        ))
    };
    assert_eq!(told(&questionnaire(required), &open("")), ["W required  g"]);
    assert_eq!(
        told(
            &questionnaire(r#"{"linkId":"q","type":"integer"}"#),
            &open(&answer("q", r#""valueString":"x""#))
        ),
        ["E structure .item[0].answer[0] q"]
    );
    // Each instance of a group that repeats has its own.
    let many = r#"{"linkId":"g","type":"group","repeats":true,"item":[{"linkId":"q","type":"string","required":true}]}"#;
    let full = format!(r#"{{"linkId":"g","item":[{}]}}"#, answer("q", r#""valueString":"x""#));
    says(
        many,
        &format!(r#"{full},{{"linkId":"g","item":[{{"linkId":"q"}}]}}"#),
        &["E required .item[1].item[0] q"],
    );
}

#[test]
fn types_and_options() {
    let wrong = ["E structure .item[0].answer[0] q"];
    let none = ["E code-invalid .item[0].answer[0] q"];
    let unknown = ["W not-found .item[0].answer[0] q"];
    let q = |inside: &str| format!(r#"{{"linkId":"q",{inside}}}"#);
    let coding =
        |code: &str| answer("q", &format!(r#""valueCoding":{{"system":"s","code":"{code}","display":"D"}}"#));
    let words = answer("q", r#""valueString":"x""#);
    for (kind, good) in [
        ("boolean", r#""valueBoolean":true"#),
        ("decimal", r#""valueDecimal":1.50"#),
        ("integer", r#""valueInteger":1"#),
        ("date", r#""valueDate":"2026""#),
        ("dateTime", r#""valueDateTime":"2026-11-26""#),
        ("time", r#""valueTime":"10:00:00""#),
        ("url", r#""valueUri":"urn:x""#),
        ("attachment", r#""valueAttachment":{"url":"urn:x"}"#),
        ("reference", r#""valueReference":{"reference":"Patient/p"}"#),
        ("quantity", r#""valueQuantity":{"value":1}"#),
        ("choice", r#""valueCoding":{"code":"x"}"#),
    ] {
        says(&q(&format!(r#""type":"{kind}""#)), &answer("q", good), &[]);
        says(&q(&format!(r#""type":"{kind}""#)), &words, &wrong);
    }
    let options = r#""answerOption":[{"valueCoding":{"system":"s","code":"a"}},{"valueInteger":2}]"#;
    let choice = q(&format!(r#""type":"choice",{options}"#));
    says(&choice, &coding("a"), &[]);
    says(&choice, &coding("b"), &none);
    says(&choice, &answer("q", r#""valueInteger":2"#), &[]);
    says(&choice, &answer("q", r#""valueInteger":3"#), &none);
    says(&choice, &words, &wrong);
    let open = q(&format!(r#""type":"open-choice",{options}"#));
    says(&open, &words, &[]);
    says(&open, &coding("b"), &none);
    let of = |set: &str| q(&format!(r#""type":"choice","answerValueSet":"{set}""#));
    for (set, code, expected) in [
        ("#listed", "a", &[][..]),
        ("#listed", "b", &none),
        ("#listed", "z", &none),
        ("#expanded", "c", &[]),
        ("#expanded", "x", &none),
        ("#filtered", "a", &unknown),
        ("#nothing", "a", &unknown),
        ("http://example.org/set", "a", &unknown),
    ] {
        says(&of(set), &coding(code), expected);
    }
    let gender = of("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1");
    let male = |code: &str| {
        answer(
            "q",
            &format!(
                r#""valueCoding":{{"system":"http://hl7.org/fhir/administrative-gender","code":"{code}"}}"#
            ),
        )
    };
    says(&gender, &male("male"), &[]);
    says(&gender, &male("mann"), &none);
    // A value set that is given.
    let given = [json(
        r#"{"resourceType":"ValueSet","url":"http://example.org/set","compose":{"include":[{"system":"s","concept":[{"code":"a"}]}]}}"#,
    )];
    let form = questionnaire(&of("http://example.org/set"));
    assert_eq!(value_sets(&form), ["http://example.org/set"]);
    assert!(check(&response(&coding("a")), &form, &[&given[0]]).is_empty());
    assert_eq!(check(&response(&coding("b")), &form, &[&given[0]]).len(), 1);
}

#[test]
fn limits() {
    let beyond = ["E business-rule .item[0].answer[0] q"];
    let with = |kind: &str, name: &str, value: &str| {
        format!(
            r#"{{"linkId":"q","type":"{kind}","extension":[{{"url":"http://hl7.org/fhir/{name}",{value}}}]}}"#
        )
    };
    let core =
        |kind: &str, name: &str, value: &str| with(kind, &format!("StructureDefinition/{name}"), value);
    for (question, value, expected) in [
        (core("integer", "minValue", r#""valueInteger":5"#), r#""valueInteger":5"#, &[][..]),
        (core("integer", "minValue", r#""valueInteger":5"#), r#""valueInteger":4"#, &beyond),
        (core("decimal", "maxValue", r#""valueDecimal":5.0"#), r#""valueDecimal":5.00"#, &[]),
        (core("decimal", "maxValue", r#""valueDecimal":5.0"#), r#""valueDecimal":5.01"#, &beyond),
        (core("date", "maxValue", r#""valueDate":"2022-06""#), r#""valueDate":"2022-06-30""#, &[]),
        (core("date", "maxValue", r#""valueDate":"2022-06""#), r#""valueDate":"2022-07-01""#, &beyond),
        (core("time", "minValue", r#""valueTime":"10:00:00""#), r#""valueTime":"09:59:59""#, &beyond),
        (core("string", "minLength", r#""valueInteger":3"#), r#""valueString":"æøå""#, &[]),
        (core("string", "minLength", r#""valueInteger":3"#), r#""valueString":"æø""#, &beyond),
        (core("attachment", "maxSize", r#""valueDecimal":3"#), r#""valueAttachment":{"data":"YWJj"}"#, &[]),
        (
            core("attachment", "maxSize", r#""valueDecimal":3"#),
            r#""valueAttachment":{"data":"YWJjZA=="}"#,
            &beyond,
        ),
    ] {
        says(&question, &answer("q", value), expected);
    }
    says(r#"{"linkId":"q","type":"text","maxLength":2}"#, &answer("q", r#""valueString":"æøå""#), &beyond);
    let kilos = |name: &str| {
        with(
            "quantity",
            &format!("uv/sdc/StructureDefinition/sdc-questionnaire-{name}"),
            r#""valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"kg"}"#,
        )
    };
    let amount = |value: &str, code: &str| {
        answer(
            "q",
            &format!(
                r#""valueQuantity":{{"value":{value},"system":"http://unitsofmeasure.org","code":"{code}"}}"#
            ),
        )
    };
    says(&kilos("maxQuantity"), &amount("4999", "g"), &[]);
    says(&kilos("maxQuantity"), &amount("5001", "g"), &beyond);
    says(&kilos("minQuantity"), &amount("4999", "g"), &beyond);
    says(&kilos("minQuantity"), &amount("5", "m"), &["E value .item[0].answer[0] q"]);
    let unit = core(
        "quantity",
        "questionnaire-unitOption",
        r#""valueCoding":{"system":"http://unitsofmeasure.org","code":"g","display":"gram"}"#,
    );
    says(&unit, &amount("5", "g"), &[]);
    says(&unit, &amount("5", "kg"), &["E value .item[0].answer[0] q"]);
}

#[test]
fn what_is_to_be_answered_by_other_answers() {
    let when = |operator: &str, value: &str| {
        format!(
            r#"{{"linkId":"a","type":"integer"}},{{"linkId":"b","type":"string","required":true,"enableWhen":[{{"question":"a","operator":"{operator}",{value}}}]}}"#
        )
    };
    let a = |number: i32| answer("a", &format!(r#""valueInteger":{number}"#));
    let b = answer("b", r#""valueString":"x""#);
    for (operator, value, number, is_enabled) in [
        ("=", r#""answerInteger":3"#, 3, true),
        ("=", r#""answerInteger":3"#, 4, false),
        ("!=", r#""answerInteger":3"#, 4, true),
        (">", r#""answerInteger":3"#, 4, true),
        (">", r#""answerInteger":3"#, 3, false),
        (">=", r#""answerDecimal":3.0"#, 3, true),
        ("<", r#""answerInteger":3"#, 2, true),
        ("<=", r#""answerInteger":3"#, 4, false),
        ("exists", r#""answerBoolean":true"#, 1, true),
        ("exists", r#""answerBoolean":false"#, 1, false),
    ] {
        let form = when(operator, value);
        let with = format!("{},{b}", a(number));
        let (missing, extra) = (["E required  b"], ["E business-rule .item[1] b"]);
        says(&form, &a(number), if is_enabled { &missing } else { &[] });
        says(&form, &with, if is_enabled { &[] } else { &extra });
    }
    says(&when("exists", r#""answerBoolean":false"#), "", &["E required  b"]);
    // The nearest of a group that repeats decides.
    let form = r#"{"linkId":"g","type":"group","repeats":true,"item":[{"linkId":"a","type":"integer"},{"linkId":"b","type":"string","required":true,"enableWhen":[{"question":"a","operator":"=","answerInteger":1}]}]}"#;
    let group = |inside: &str| format!(r#"{{"linkId":"g","item":[{inside}]}}"#);
    says(form, &[group(&a(2)), group(&a(1))].join(","), &["E required .item[1] b"]);
    says(form, &[group(&a(2)), group(&format!("{},{b}", a(1)))].join(","), &[]);
    // One of several is enough where the form says so.
    let two = |behavior: &str| {
        format!(
            r#"{{"linkId":"a","type":"integer"}},{{"linkId":"b","type":"string","required":true,"enableBehavior":"{behavior}","enableWhen":[{{"question":"a","operator":"=","answerInteger":1}},{{"question":"a","operator":"=","answerInteger":2}}]}}"#
        )
    };
    says(&two("any"), &a(2), &["E required  b"]);
    says(&two("all"), &a(2), &[]);
}

#[test]
fn the_questionnaire_itself() {
    let inside = json(
        r##"{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"#q","contained":[{"resourceType":"Questionnaire","id":"q","status":"retired","effectivePeriod":{"end":"2020"}}],"authored":"2021-01-01"}"##,
    );
    let form = contained(&inside, canonical(&inside).expect("named")).expect("there");
    assert_eq!(
        told(form, &inside),
        [
            "W business-rule .questionnaire the Questionnaire is retired",
            "W business-rule .authored it was answered outside the time in which the Questionnaire is in effect"
        ]
    );
    assert!(contained(&inside, "#other").is_none() && contained(&inside, "urn:x").is_none());
    assert_eq!((not_at_hand().severity, not_at_hand().code.as_str()), (Severity::Warning, "not-found"));
}

#[test]
fn no_answer_is_repeated_and_no_response_holds_a_thread() {
    let secret = "hemmelig";
    let text = format!(r#"{{"linkId":"q","answer":[{{"valueString":"{secret}"}},{{"valueInteger":1}}]}}"#);
    let issues =
        check(&response(&text), &questionnaire(r#"{"linkId":"q","type":"string","maxLength":1}"#), &[]);
    assert!(issues.len() > 1 && issues.iter().all(|one| !one.to_string().contains(secret)));
    let questions: Vec<String> = (0..2000)
        .map(|number| format!(r#"{{"linkId":"q{number}","type":"string","enableWhen":[{{"question":"none","operator":"exists","answerBoolean":true}}]}}"#))
        .collect();
    let form = questionnaire(&format!(
        r#"{{"linkId":"g","type":"group","repeats":true,"item":[{}]}}"#,
        questions.join(",")
    ));
    let groups = vec![r#"{"linkId":"g"}"#; 4000].join(",");
    let issues = check(&response(&groups), &form, &[]);
    assert_eq!(
        issues.last().map(|one| (one.severity, one.code.as_str())),
        Some((Severity::Warning, "too-long"))
    );
    let deep = "{\"linkId\":\"g\",\"item\":[".repeat(20) + &"]}".repeat(20);
    assert_eq!(check(&response(&deep), &form, &[]).len(), 1);
}
