//! Forms and answers that are made to take long: each is compared to its end, or it is said that it was not.

use super::check;
use super::tests::{json, response};
use crate::tree::Json;
use crate::validate::{Code, Issue, Severity};

/// Many of something, by its number.
fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

fn form(contained: &str, items: &str) -> Json {
    json(&format!(r#"{{"resourceType":"Questionnaire","contained":[{contained}],"item":[{items}]}}"#))
}

fn answers(link: &str, all: &str) -> Json {
    response(&format!(r#"{{"linkId":"{link}","answer":[{all}]}}"#))
}

fn codings(count: usize, code: impl Fn(usize) -> String) -> String {
    many(count, |number| format!(r#"{{"valueCoding":{{"system":"urn:s","code":"{}"}}}}"#, code(number)))
}

/// Codes and places.
fn told(issues: &[Issue]) -> Vec<(Code, &str)> {
    issues.iter().map(|one| (one.code, one.expression.as_str())).collect()
}

/// Nothing is told but that not all of it was compared.
#[track_caller]
fn is_too_long(answers: &Json, form: &Json) {
    let issues = check(answers, form, &[]);
    assert_eq!(told(&issues), [(Code::TooLong, "")]);
    assert_eq!(issues[0].severity, Severity::Warning);
}

#[test]
fn as_many_codes_as_answers_are_compared_to_the_end() {
    let count = 30_000;
    let code = |number: usize| format!(r#"{{"system":"urn:s","code":"c{number}"}}"#);
    let others = many(2000, |number| format!(r#"{{"resourceType":"ValueSet","id":"o{number}"}}"#));
    let listed = many(count, code);
    let expanded = format!(r#""expansion":{{"contains":[{listed}]}}"#);
    let composed = format!(
        r#""compose":{{"include":[{{"system":"urn:s","concept":[{listed}]}}],"exclude":[{{"concept":[{{"code":"c7"}}]}}]}}"#
    );
    let sent = answers("q", &codings(count, |number| format!("c{}", number + 1)));
    let last = format!("QuestionnaireResponse.item[0].answer[{}]", count - 1);
    let excluded = "QuestionnaireResponse.item[0].answer[6]";
    for (set, expected) in [
        (expanded, &[(Code::CodeInvalid, last.as_str())][..]),
        (composed, &[(Code::CodeInvalid, excluded), (Code::CodeInvalid, last.as_str())]),
    ] {
        let set = format!(r#"{others},{{"resourceType":"ValueSet","id":"v",{set}}}"#);
        let question = r##"{"linkId":"q","type":"choice","repeats":true,"answerValueSet":"#v"}"##;
        assert_eq!(told(&check(&sent, &form(&set, question), &[])), expected);
    }
}

#[test]
fn as_many_options_as_answers_are_too_long() {
    let options = |count: usize, code: &dyn Fn(usize) -> String| {
        let options = codings(count, code);
        form("", &format!(r#"{{"linkId":"q","type":"choice","repeats":true,"answerOption":[{options}]}}"#))
    };
    let short = |number: usize| format!("c{number}");
    is_too_long(&answers("q", &codings(20_000, |_| "c19999".to_owned())), &options(20_000, &short));
    // Few, and long enough.
    let long = |number: usize| format!("{}{number:04}", "x".repeat(4000));
    is_too_long(&answers("q", &codings(700, |_| long(699))), &options(700, &long));
    // As many as are in use are no matter.
    let sent = answers("q", &codings(1000, |number| format!("c{}", number + 1)));
    let last = "QuestionnaireResponse.item[0].answer[999]";
    assert_eq!(told(&check(&sent, &options(1000, &short), &[])), [(Code::CodeInvalid, last)]);
}

#[test]
fn as_many_conditions_as_answers_are_too_long() {
    let count = 20_000;
    let conditions = many(count, |number| {
        format!(r#"{{"question":"a","operator":"!=","answerInteger":{}}}"#, number + 10)
    });
    let questions = format!(
        r#"{{"linkId":"a","type":"integer","repeats":true}},{{"linkId":"b","type":"string","required":true,"enableBehavior":"all","enableWhen":[{conditions}]}}"#
    );
    let sent = |count: usize| answers("a", &many(count, |_| r#"{"valueInteger":1}"#.to_owned()));
    is_too_long(&sent(count), &form("", &questions));
    let issues = check(&sent(10), &form("", &questions), &[]);
    assert_eq!(told(&issues), [(Code::Required, "QuestionnaireResponse")]);
    // Amounts take more than numbers.
    let amount = r#"{"value":1,"system":"http://unitsofmeasure.org","code":"kg"}"#;
    let conditions = many(600, |_| {
        format!(r#"{{"question":"a","operator":"<","answerQuantity":{}}}"#, amount.replace("kg", "g"))
    });
    let questions = format!(
        r#"{{"linkId":"a","type":"quantity","repeats":true}},{{"linkId":"b","type":"string","required":true,"enableBehavior":"any","enableWhen":[{conditions}]}}"#
    );
    let sent = answers("a", &many(600, |_| format!(r#"{{"valueQuantity":{amount}}}"#)));
    is_too_long(&sent, &form("", &questions));
}

#[test]
fn a_link_that_stands_often_is_compared_once_and_told() {
    let count = 20_000;
    let group = r#"{"linkId":"g","type":"group","required":true}"#;
    let groups = form("", &many(count, |_| group.to_owned()));
    let below = many(count, |_| r#"{"linkId":"x"}"#.to_owned());
    let issues = check(&response(&format!(r#"{{"linkId":"g","item":[{below}]}}"#)), &groups, &[]);
    // The first hundred of what it does not have, and no more.
    assert_eq!(issues.len(), 101);
    let texts: Vec<&str> = issues.iter().map(|one| one.diagnostics.as_str()).collect();
    let twice = "g: the Questionnaire has this linkId more than once: only the first of each was compared";
    assert_eq!(texts.iter().filter(|text| **text == twice).count(), 1);
    assert_eq!(texts.iter().filter(|text| **text == "x: the Questionnaire has no such linkId").count(), 99);
    assert_eq!(issues.last().map(|one| one.code), Some(Code::TooLong));
    // What nothing is wrong with is counted once.
    let one = r#"{"linkId":"x","answer":[{"valueInteger":1}]}"#;
    let questions = format!(
        r#"{{"linkId":"g","type":"group","required":true,"item":[{{"linkId":"x","type":"integer","repeats":true}}]}},{}"#,
        many(count, |_| group.to_owned())
    );
    let all = many(count, |_| r#"{"valueInteger":1}"#.to_owned());
    let filled = one.replace(r#"{"valueInteger":1}"#, &all);
    let issues =
        check(&response(&format!(r#"{{"linkId":"g","item":[{filled}]}}"#)), &form("", &questions), &[]);
    assert_eq!(issues.iter().map(|one| one.diagnostics.as_str()).collect::<Vec<_>>(), [twice]);
}

#[test]
fn long_links_are_cut_and_a_hundred_issues_are_the_most() {
    let link = "ø".repeat(500_000);
    let question = format!(r#"{{"linkId":"{link}","type":"integer","repeats":true}}"#);
    let sent = answers(&link, &many(20_000, |_| r#"{"valueString":"x"}"#.to_owned()));
    let issues = check(&sent, &form("", &question), &[]);
    assert_eq!(issues.len(), 101);
    let expected = format!("{}…: an answer of this type does not go with the question", "ø".repeat(64));
    assert!(issues[..100].iter().all(|one| one.diagnostics == expected), "{:?}", issues[0]);
    assert_eq!(issues.last().map(|one| one.code), Some(Code::TooLong));
    assert_eq!(
        check(&response(&format!(r#"{{"linkId":"{link}"}}"#)), &form("", ""), &[])[0].diagnostics,
        format!("{}…: the Questionnaire has no such linkId", "ø".repeat(64))
    );
}

#[test]
fn what_has_more_members_than_any_element_is_not_compared() {
    let members = many(300_000, |number| format!(r#""m{number}":1"#));
    let question =
        format!(r#"{{"linkId":"q","type":"choice","answerOption":[{{"valueFoo":{{{members}}}}}]}}"#);
    let sent = answers("q", &format!(r#"{{"valueFoo":{{{members}}}}}"#));
    is_too_long(&sent, &form("", &question));
    is_too_long(&answers("q", r#"{"valueString":"x"}"#), &form("", &question));
}
