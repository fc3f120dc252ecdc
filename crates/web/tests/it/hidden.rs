//! What is hidden from a reader leaves no trace: pages are the same, word for word, with hidden rows among the others as
//! without them.

use serde_json::{Value, json};

use crate::town::{NATIONAL, Someone, Town};

/// An id as pages have it.
const ID_LENGTH: usize = 26;
/// Rows of each kind that are seen. A page of documents has 60, one of results 50.
const SEEN: [usize; 3] = [57, 60, 61];
const HIDDEN: usize = 3;
/// In place of a mark: hidden from somebody with access one by one.
const ONE_BY_ONE: &str = "one by one";

/// A page without what must differ: ids.
fn plain(page: &str) -> String {
    let mut plain = String::with_capacity(page.len());
    let mut word = String::new();
    for sign in page.chars().chain(['\n']) {
        if sign.is_ascii_lowercase() || sign.is_ascii_digit() {
            word.push(sign);
            continue;
        }
        plain.push_str(if word.len() == ID_LENGTH { "ID" } else { &word });
        word.clear();
        plain.push(sign);
    }
    plain
}

fn number(birth: &str, first: u32) -> Option<String> {
    let weigh = |digits: &str, weights: &[u32]| -> Option<char> {
        let sum: u32 =
            digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        match 11 - sum % 11 {
            11 => Some('0'),
            10 => None,
            digit => char::from_digit(digit, 10),
        }
    };
    let mut digits = format!("{birth}{first:03}");
    digits.push(weigh(&digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2])?);
    digits.push(weigh(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])?);
    Some(digits)
}

/// So many numbers of a birth date, written with month + 80.
fn numbers(birth: &str, first: u32, count: usize) -> Vec<String> {
    (first..first + 300).filter_map(|serial| number(birth, serial)).take(count).collect()
}

/// One row of each kind that pages show, the one with this number; hidden rows lie between the others.
fn rows(subject: &Value, place: usize, mark: Option<&str>) -> Vec<Value> {
    let minute =
        format!("{:02}:{:02}:{:02}", 8 + place / 60, place % 60, if mark.is_some() { 30 } else { 0 });
    let at = format!("2026-11-02T{minute}+01:00");
    let words = format!("{} {place}", if mark.is_some() { "Usynlig" } else { "Synlig" });
    let text = json!({"text": words});
    let category = |code: &str| json!([{"coding": [{"code": code}]}]);
    let observation = |kind: &str| {
        json!({"resourceType": "Observation", "status": "final", "subject": subject, "category": category(kind),
            "code": {"coding": [{"system": "http://loinc.org", "code": format!("2345-{kind}")}], "text": words},
            "effectiveDateTime": at, "valueQuantity": {"value": place, "unit": "mmol/L"}})
    };
    let clinical = json!({"coding": [{"code": "active"}]});
    let mut all = vec![
        observation("laboratory"),
        observation("vital-signs"),
        json!({"resourceType": "DocumentReference", "status": "current", "subject": subject, "description": words,
            "date": at, "content": [{"attachment": {"contentType": "text/plain", "data": "SGVp"}}]}),
        json!({"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"}, "subject": subject,
            "type": [text], "period": {"start": at, "end": at}}),
        json!({"resourceType": "Appointment", "status": "booked", "description": words,
            "start": format!("2026-12-02T{minute}+01:00"), "participant": [{"actor": subject, "status": "accepted"}]}),
        json!({"resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": subject,
            "medicationCodeableConcept": text, "authoredOn": at}),
        json!({"resourceType": "AllergyIntolerance", "patient": subject, "code": text, "recordedDate": at,
            "clinicalStatus": clinical}),
        json!({"resourceType": "Flag", "status": "active", "subject": subject, "code": text, "period": {"start": at}}),
        json!({"resourceType": "Condition", "subject": subject, "code": text, "recordedDate": at,
            "clinicalStatus": clinical}),
        json!({"resourceType": "Immunization", "status": "completed", "patient": subject, "vaccineCode": text,
            "occurrenceDateTime": at}),
        json!({"resourceType": "CareTeam", "status": "active", "subject": subject, "name": words}),
    ];
    for row in &mut all {
        if let Some(mark) = mark.filter(|mark| *mark != ONE_BY_ONE) {
            row["meta"] = json!({"security": [{"code": mark}]});
        }
    }
    all
}

/// What is kept back one by one.
fn one_by_one(all: &[Value], mark: Option<&str>) -> Vec<Value> {
    let hidden = all.iter().enumerate().filter(|(_, row)| row.to_string().contains("Usynlig"));
    let items = hidden.filter(|_| mark == Some(ONE_BY_ONE)).map(|(number, _)| format!("urn:uuid:{number}"));
    items.map(|url| json!({"meaning": "instance", "reference": {"reference": url}})).collect()
}

/// One of the twins: with hidden rows if there is a mark, which a report names together with seen ones.
fn twin(me: &str, (parent, holder): (&str, &str), seen: usize, (born, mark): (&str, Option<&str>)) -> Value {
    let subject = json!({"reference": "urn:uuid:p"});
    let address = json!([{"use": "home", "line": ["Tvillingbakken 1"], "postalCode": "7010"}]);
    let mut all = vec![json!({"resourceType": "Patient", "birthDate": born, "address": address,
        "identifier": [{"system": NATIONAL, "value": me}], "name": [{"family": "Like", "given": ["Kim"]}]})];
    let family = "http://hl7.no/fhir/CodeSystem/no-basis-family-relation";
    let parental = "http://hl7.no/fhir/CodeSystem/no-basis-parental-responsibility";
    all.push(json!({"resourceType": "RelatedPerson", "patient": subject, "active": true, "address": address,
        "identifier": [{"system": NATIONAL, "value": parent}], "name": [{"family": "Like"}], "relationship": [
            {"coding": [{"system": family, "code": "mor"}]}, {"coding": [{"system": parental, "code": "mor"}]}]}));
    let first = all.len();
    for place in 0..seen {
        all.extend(rows(&subject, place, None));
        if mark.is_some() && (1..=HIDDEN).contains(&place) {
            all.extend(rows(&subject, place, mark));
        }
    }
    let areas = [
        "appointments",
        "results",
        "medicines",
        "allergies",
        "diagnoses",
        "vaccines",
        "documents",
        "care-team",
    ];
    let class: Vec<Value> = areas
        .iter()
        .map(|area| json!({"system": "http://helsami.no/fhir/CodeSystem/area", "code": area}))
        .collect();
    let until =
        json!([{"url": "http://helsami.no/fhir/StructureDefinition/until-ended", "valueBoolean": true}]);
    all.push(json!({"resourceType": "Consent", "status": "active", "patient": subject,
        "category": [{"coding": [{"system": "http://helsami.no/fhir/CodeSystem/consent", "code": "proxy"}]}],
        "provision": {"extension": until, "period": {"start": "2025-01-01"}, "class": class,
            "actor": [{"reference": {"reference": format!("Patient?identifier={NATIONAL}|{holder}")}}],
            "provision": [{"type": "deny", "securityLabel": [{"code": "PSY"}], "data": one_by_one(&all, mark)}]}}));
    // The report names three that are seen, and all that are hidden.
    let is_named = |row: &Value| {
        let words = row["code"]["text"].as_str().unwrap_or_default();
        let is_answer = row["category"][0]["coding"][0]["code"] == "laboratory";
        is_answer && (words.starts_with("Usynlig") || matches!(words, "Synlig 0" | "Synlig 1" | "Synlig 2"))
    };
    let named = all.iter().enumerate().skip(first).filter(|(_, row)| is_named(row));
    let named: Vec<Value> =
        named.map(|(number, _)| json!({"reference": format!("urn:uuid:{number}")})).collect();
    all.push(json!({"resourceType": "DiagnosticReport", "status": "final", "subject": subject,
        "category": [{"coding": [{"code": "LAB"}]}], "code": {"text": "Rekvisisjon"},
        "effectiveDateTime": "2026-11-02T08:00:00+01:00", "result": named}));
    let entry = |(number, resource): (usize, Value)| {
        let url = if number == 0 { "urn:uuid:p".to_owned() } else { format!("urn:uuid:{number}") };
        json!({"fullUrl": url, "request": {"method": "POST", "url": resource["resourceType"]}, "resource": resource})
    };
    json!({"resourceType": "Bundle", "type": "transaction",
        "entry": all.into_iter().enumerate().map(entry).collect::<Vec<_>>()})
}

fn grown_up(number: &str) -> Value {
    let patient = json!({"resourceType": "Patient", "birthDate": "1980-10-12", "name": [{"family": "Voksen"}],
        "identifier": [{"system": NATIONAL, "value": number}]});
    json!({"resourceType": "Bundle", "type": "transaction",
        "entry": [{"resource": patient, "request": {"method": "POST", "url": "Patient"}}]})
}

/// The pages that show rows, and the search for a word of all of them.
const PAGES: &[&str] = &[
    "GET ",
    "GET /results",
    "GET /results?side=measurements",
    "GET /results?flag=outside",
    "GET /documents",
    "GET /appointments",
    "GET /medicines",
    "GET /allergies",
    "GET /diagnoses",
    "GET /vaccines",
    "GET /care-team",
    "GET /emergency-card",
    "POST /search",
];

/// The address on a page that this step goes on to.
fn next(body: &str, step: &str) -> Option<String> {
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let is_next = |link: &String| match step {
        "order" => link.contains("/results/") && !link.contains("/trend/"),
        "trend" => link.contains("/trend/"),
        _ => link.contains("older="),
    };
    links.map(|link| link.replace("&amp;", "&")).find(is_next)
}

/// Compares each page of the one with that of the other.
async fn compare(
    town: &Town,
    (reader, root): (&str, [&str; 2]),
    subjects: [&str; 2],
    (seen, told): (usize, &str),
) {
    for page in PAGES {
        let (method, path) = page.split_once(' ').expect("method and path");
        let mut paths: Vec<String> = root.iter().map(|root| format!("{root}{path}")).collect();
        for step in ["older", "order", "trend", ""] {
            let mut bodies = Vec::new();
            for (number, path) in paths.iter().enumerate() {
                let reader = if reader.is_empty() { subjects[number] } else { reader };
                let answer = town.ask(reader, method, path, "words=synlig").await;
                assert_eq!(answer.status, 200, "{told} {seen} {path}");
                assert!(!answer.body.contains("Usynlig"), "{told} {path} holds a hidden row");
                bodies.push(answer.body);
            }
            let [one, other] = [0, 1].map(|number| plain(&bodies[number]));
            let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or_default();
            let near = |text: &str| {
                String::from_utf8_lossy(text.as_bytes().get(at.saturating_sub(200)..).unwrap_or_default())
                    .chars()
                    .take(400)
                    .collect::<String>()
            };
            assert!(
                one == other,
                "{told} {seen} {page} before {step:?} tells that something is hidden:\n{}\n\n{}",
                near(&one),
                near(&other)
            );
            let follow: Option<Vec<String>> = bodies.iter().map(|body| next(body, step)).collect();
            // A page of results has 50 rows, one of documents 60; the report is on the last page of results.
            let is_there = match (*page, step) {
                ("GET /documents", "older") => seen > 60,
                ("GET /results", "older" | "order" | "trend") => true,
                _ => follow.is_some(),
            };
            assert_eq!(follow.is_some(), is_there, "{told} {seen} {page} {step}");
            match follow.filter(|_| method == "GET" && !step.is_empty()) {
                Some(links) => paths = links,
                None => break,
            }
        }
    }
}

/// A town with two who are alike but for hidden rows of this mark.
async fn town(seen: usize, born: (&str, &str), mark: &str) -> Town {
    let twins = numbers(born.1, if born.0 < "2000" { 100 } else { 600 }, 2);
    let adults = numbers("129080", 100, 2);
    let around = (adults[0].as_str(), adults[1].as_str());
    let bundles = [
        grown_up(&adults[0]),
        grown_up(&adults[1]),
        twin(&twins[0], around, seen, (born.0, None)),
        twin(&twins[1], around, seen, (born.0, Some(mark))),
    ];
    let keys = ["one", "other", "parent", "holder"];
    let people: Vec<Someone> = keys
        .iter()
        .zip(twins.iter().chain(&adults))
        .map(|(key, number)| ((*key).to_owned(), number.clone()))
        .collect();
    Town::of(&bundles, people).await
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_rows_leave_no_trace_on_ones_own_pages() {
    for seen in SEEN {
        let town = town(seen, ("1990-10-12", "129090"), "NORN_KUT").await;
        compare(&town, ("", ["/me", "/me"]), ["one", "other"], (seen, "own")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_rows_leave_no_trace_for_a_parent() {
    for (born, mark) in [(("2018-10-12", "129018"), "NORN_FORANS"), (("2012-10-12", "129012"), "SEX")] {
        let town = town(SEEN[1], born, mark).await;
        let roots = ["one", "other"].map(|child| format!("/for/{}", town.token("parent", child)));
        compare(&town, ("parent", [&roots[0], &roots[1]]), ["one", "other"], (SEEN[1], mark)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_rows_leave_no_trace_for_somebody_with_access() {
    for (seen, mark) in SEEN.into_iter().flat_map(|seen| [(seen, "PSY"), (seen, ONE_BY_ONE)]) {
        let town = town(seen, ("1990-10-12", "129090"), mark).await;
        let roots = ["one", "other"].map(|giver| format!("/for/{}", town.token("holder", giver)));
        compare(&town, ("holder", [&roots[0], &roots[1]]), ["one", "other"], (seen, mark)).await;
    }
}
