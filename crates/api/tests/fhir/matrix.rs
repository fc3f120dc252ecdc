//! Every route of the API, asked by every kind of system about what is its own, another's and nobody's: the answers are those
//! of a table that was written from the words of the rules.

use std::collections::BTreeSet;

use helsami_api::fhir::routes::{Method, ROUTES, Who};
use helsami_store::audit::Action;

use crate::house::{House, observation, patient};

/// Who asks.
const SYSTEMS: [&str; 5] = ["nobody", "lab", "other", "hospital", "narrow"];

/// For each route: what `lab`, whose things they are, and then `other`, `hospital` (reads the region) and `narrow` (reads
/// persons, creates observations) are answered. Nobody is answered 401. Everybody has sent an answer about the person by then,
/// which is what `other` is shown of them.
const EXPECTED: &[(&str, [u16; 4])] = &[
    ("POST /fhir", [200, 200, 200, 403]),
    ("GET /fhir", [200, 200, 200, 403]),
    ("POST /fhir/_search", [200, 200, 200, 403]),
    ("GET /fhir/{kind}", [200, 200, 200, 403]),
    ("POST /fhir/{kind}/_search", [200, 200, 200, 403]),
    ("GET /fhir/{kind}/{id}/{inner}", [200, 200, 200, 403]),
    ("POST /fhir/{kind}/{id}/{inner}/_search", [200, 200, 200, 403]),
    ("POST /fhir/{kind}", [201, 201, 201, 201]),
    ("GET /fhir/_history", [200, 200, 200, 403]),
    ("GET /fhir/{kind}/_history", [200, 200, 200, 403]),
    ("PUT /fhir/{kind}", [201, 201, 201, 403]),
    ("DELETE /fhir/{kind}", [204, 204, 204, 403]),
    ("GET /fhir/{kind}/{id}", [200, 404, 200, 403]),
    ("GET /fhir/{kind}/{id}/$everything", [200, 200, 200, 200]),
    ("GET /fhir/{kind}/{id}/_history", [200, 404, 200, 403]),
    ("GET /fhir/{kind}/{id}/_history/{version}", [200, 404, 200, 403]),
    ("PUT /fhir/{kind}/{id}", [200, 403, 403, 403]),
    ("DELETE /fhir/{kind}/{id}", [204, 403, 403, 403]),
    ("PATCH /fhir/{kind}", [404, 404, 404, 403]),
    ("PATCH /fhir/{kind}/{id}", [200, 404, 403, 403]),
    ("GET /fhir/{kind}/{id}/$meta", [200, 404, 200, 404]),
    ("POST /fhir/{kind}/{id}/$meta-add", [200, 404, 403, 403]),
    ("POST /fhir/{kind}/{id}/$meta-delete", [200, 404, 403, 403]),
    ("GET /fhir/{kind}/$lastn", [200, 200, 200, 403]),
    ("POST /fhir/{kind}/$merge", [403, 403, 403, 403]),
    ("POST /fhir/{kind}/$unmerge", [403, 403, 403, 403]),
    ("POST /fhir/{kind}/$validate", [200, 200, 200, 200]),
    ("GET /fhir/{kind}/{id}/$validate", [200, 404, 200, 404]),
    // Nobody here has asked for an answer that comes later, and no export of anybody is there; `export.rs` has the others.
    ("GET /fhir/$export", [400, 400, 400, 400]),
    ("GET /fhir/{kind}/$export", [400, 400, 400, 400]),
    ("GET /fhir/{kind}/{id}/$export", [400, 400, 400, 400]),
    ("GET /fhir/$export/{job}", [404, 404, 404, 404]),
    ("DELETE /fhir/$export/{job}", [404, 404, 404, 404]),
    ("GET /fhir/$export/{job}/{number}", [404, 404, 404, 404]),
];

/// Who asks for the access log: `lab` and `hospital` have every scope for all types; `watcher` and `auditor` are named for the log,
/// and `auditor` reads the region.
const LOG_SYSTEMS: [&str; 5] = ["nobody", "lab", "hospital", "watcher", "auditor"];

/// For each route, asked about the access log of a person, and about one line of it that tells of `lab`: what `lab`, `hospital`,
/// `watcher` and `auditor` are answered. Nobody is answered 401. Whoever is not named for the log searches what it has sent
/// itself, which is nothing about this person. `auditor` may only read.
const LOG_EXPECTED: &[(&str, [u16; 4])] = &[
    ("GET /fhir", [200, 200, 200, 200]),
    ("POST /fhir/_search", [200, 200, 200, 200]),
    ("GET /fhir/{kind}", [200, 200, 200, 200]),
    ("POST /fhir/{kind}/_search", [200, 200, 200, 200]),
    ("GET /fhir/{kind}/{id}/{inner}", [200, 200, 200, 200]),
    ("POST /fhir/{kind}/{id}/{inner}/_search", [200, 200, 200, 200]),
    ("GET /fhir/{kind}/{id}", [404, 404, 404, 200]),
    ("GET /fhir/{kind}/{id}/$meta", [404, 404, 404, 200]),
    ("GET /fhir/{kind}/{id}/$validate", [404, 404, 404, 200]),
    ("POST /fhir/{kind}", [201, 201, 201, 403]),
    ("PUT /fhir/{kind}", [405, 405, 405, 405]),
    ("DELETE /fhir/{kind}", [405, 405, 405, 405]),
    ("PATCH /fhir/{kind}", [405, 405, 405, 405]),
    ("PUT /fhir/{kind}/{id}", [405, 405, 405, 405]),
    ("DELETE /fhir/{kind}/{id}", [405, 405, 405, 405]),
    ("PATCH /fhir/{kind}/{id}", [405, 405, 405, 405]),
    (ADD, [405, 405, 405, 405]),
    (DELETE, [405, 405, 405, 405]),
    ("GET /fhir/{kind}/_history", [400, 400, 400, 400]),
    ("GET /fhir/{kind}/{id}/_history", [404, 404, 400, 400]),
    ("GET /fhir/{kind}/{id}/_history/{version}", [404, 404, 400, 400]),
];

const ADD: &str = "POST /fhir/{kind}/{id}/$meta-add";
const DELETE: &str = "POST /fhir/{kind}/{id}/$meta-delete";

/// A tag.
const TAGGED: &str =
    r#"{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"code":"t"}]}}]}"#;

/// A FHIRPath Patch.
const AMENDED: &str = r#"{"resourceType":"Parameters","parameter":[{"name":"operation","part":[
    {"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.status"},
    {"name":"value","valueCode":"amended"}]}]}"#;

/// Routes that anybody may ask.
const OPEN: [&str; 4] = [
    "POST /oauth/token",
    "GET /fhir/.well-known/smart-configuration",
    "GET /fhir/metadata",
    "GET /fhir/openapi.json",
];

fn name(method: Method, path: &str) -> String {
    format!("{} {path}", method.name())
}

#[test]
fn every_route_has_an_expectation_and_every_expectation_a_route() {
    let of = |who: Who| -> BTreeSet<String> {
        ROUTES.iter().filter(|route| route.who == who).map(|route| name(route.method, route.path)).collect()
    };
    assert_eq!(of(Who::Anybody), OPEN.map(str::to_owned).into_iter().collect());
    assert_eq!(of(Who::Systems), EXPECTED.iter().map(|(name, _)| (*name).to_owned()).collect());
}

/// The address that a line of the table means, and whether it searches.
struct Asked {
    path: String,
    is_search: bool,
}

fn asked((method, path): (&str, &str), (person, made): (&str, &str)) -> Asked {
    if path.contains("$export") {
        let path = path.replace("{kind}/{id}", "Group/g").replace("{kind}", "Patient");
        let path = path.replace("{job}", "00000000000000000000000000000000").replace("{number}", "0");
        return Asked { path, is_search: false };
    }
    let is_inside = path.contains("{inner}");
    let (kind, id) = if is_inside { ("Patient", person) } else { ("Observation", made) };
    let path = path.replace("{inner}", "Observation");
    let path = path.replace("{kind}", kind).replace("{id}", id).replace("{version}", "1");
    let is_search = is_inside || path.ends_with("_search") || (method == "GET" && !path.contains(id));
    let path = match path.strip_prefix("/fhir") {
        Some("" | "/_search") if is_search => format!("{path}?_type=Observation&patient={person}"),
        // A history names nobody.
        Some(path) if path.ends_with("_history") => format!("/fhir{path}"),
        _ if is_search => format!("{path}?patient={person}"),
        _ => path
            .replace(&format!("Observation/{made}/$"), &format!("Patient/{person}/$"))
            .replace("Observation/$merge", "Patient/$merge")
            .replace("Observation/$unmerge", "Patient/$unmerge"),
    };
    Asked { path, is_search }
}

/// What is in the log after a request was answered so.
fn wanted((status, route): (u16, &str), (system, is_search): (&str, bool)) -> &'static [Action] {
    match (status, route) {
        (_, export) if export.contains("$export") => &[],
        (401, _) | (200 | 403, "POST /fhir") | (_, "POST /fhir/{kind}/$validate") => &[],
        (403, _) if system == "narrow" || route.ends_with("merge") => &[],
        (404, "PATCH /fhir/{kind}") => &[],
        // What is changed in part is read first.
        (200, "PATCH /fhir/{kind}/{id}" | ADD | DELETE) => &[Action::Write, Action::Read],
        (403, "PATCH /fhir/{kind}/{id}" | ADD | DELETE) => &[Action::Refused, Action::Read],
        (200, read) if is_search || read.starts_with("GET") => &[Action::Read],
        (200 | 201 | 204, _) => &[Action::Write],
        _ => &[Action::Refused],
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_system_gets_what_the_rules_say() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let subject = format!("Patient/{person}");
    let mut wrong = Vec::new();
    for (route, answers) in EXPECTED {
        let statuses = std::iter::once(401).chain(*answers);
        for (system, expected) in SYSTEMS.into_iter().zip(statuses) {
            // A thing of its own for each: what one deletes is not missed by the next.
            let made = lab.post("/fhir/Observation", &observation(&subject, "7")).await.id();
            let (method, path) = route.split_once(' ').expect("method and path");
            let Asked { path, is_search } = asked((method, path), (&person, &made));
            let by_identifier = !is_search && method != "POST" && path == "/fhir/Observation";
            let path = if by_identifier { format!("{path}?identifier=urn:x|{system}") } else { path };
            let body = match (method, path.as_str()) {
                ("POST", _) if is_search => String::new(),
                ("POST", "/fhir") => {
                    let answer = format!(
                        r#"{{"resource":{},"request":{{"method":"PUT","url":"Patient/{system}"}}}}"#,
                        patient(system)
                    );
                    format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{answer}]}}"#)
                }
                ("PUT", _) if !by_identifier => {
                    observation(&subject, "8").replace("\"status\"", &format!("\"id\":\"{made}\",\"status\""))
                }
                ("PATCH", _) => AMENDED.to_owned(),
                (_, path) if path.contains("/$meta-") => TAGGED.to_owned(),
                ("POST" | "PUT", _) => observation(&subject, "8"),
                _ => String::new(),
            };
            let before = house.log(&person).await[0].seq;
            let answer = match system {
                "nobody" => {
                    let request = http::Request::builder().method(method).uri(&path);
                    house.send(request.body(axum::body::Body::from(body)).expect("a request")).await
                }
                system => house.system(system).await.ask((method, &path), &[], body).await,
            };
            let told = format!("{system}: {route}");
            if answer.status.as_u16() != expected {
                wrong.push(format!("{told}: {} in place of {expected}: {}", answer.status, answer.text));
                continue;
            }
            if !answer.status.is_success() && answer.text.contains("g/dL") {
                wrong.push(format!("{told}: holds what it must not"));
            }
            let rows: Vec<Action> = house
                .log(&person)
                .await
                .into_iter()
                .take_while(|row| row.seq > before)
                .map(|row| row.action)
                .collect();
            let wanted = wanted((expected, *route), (system, is_search));
            if rows != wanted {
                wrong.push(format!("{told}: {rows:?} in the log in place of {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(house.store.check().await.expect("checked").faults.is_empty());
}

/// Asks one line of the table about the log, and gives back the status with what is in the log after it.
async fn asked_of_the_log(
    house: &House,
    (route, system): (&str, &str),
    (person, line): (&str, &str),
) -> (u16, Vec<Action>) {
    let (method, path) = route.split_once(' ').expect("method and path");
    let kind = if path.contains("{inner}") { ("Patient", person) } else { ("AuditEvent", line) };
    let path = path.replace("{kind}", kind.0).replace("{id}", kind.1).replace("{inner}", "AuditEvent");
    let path = path.replace("{version}", "1");
    let path = match (method, path.as_str()) {
        (_, "/fhir" | "/fhir/_search") => format!("{path}?_type=AuditEvent&patient={person}"),
        ("GET", "/fhir/AuditEvent") | (_, "/fhir/AuditEvent/_search") => format!("{path}?patient={person}"),
        ("PUT" | "DELETE" | "PATCH", "/fhir/AuditEvent") => format!("{path}?action=R"),
        _ => path,
    };
    let event = r#"{"resourceType":"AuditEvent","type":{"code":"rest"},"recorded":"2026-11-26T12:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}}}"#;
    let body = match method {
        _ if path.contains("_search") => String::new(),
        "PATCH" => AMENDED.to_owned(),
        "POST" if path.contains("$meta") => TAGGED.to_owned(),
        "PUT" => event.replace("{\"resourceType\"", &format!("{{\"id\":\"{line}\",\"resourceType\"")),
        "POST" => event.to_owned(),
        _ => String::new(),
    };
    let before = house.log(person).await[0].seq;
    let answer = if system == "nobody" {
        let request = http::Request::builder().method(method).uri(&path);
        house.send(request.body(axum::body::Body::from(body)).expect("a request")).await
    } else {
        house.system(system).await.ask((method, &path), &[], body).await
    };
    let log = house.log(person).await;
    let rows = log.into_iter().take_while(|row| row.seq > before).map(|row| row.action).collect();
    (answer.status.as_u16(), rows)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_system_gets_of_the_log_what_the_rules_say() {
    let house = House::new().await;
    let lab = house.system("lab").await;
    let person = lab.put("/fhir/Patient/p", &patient("p")).await.id();
    let auditor = house.system("auditor").await;
    let first = auditor.get(&format!("/fhir/AuditEvent?patient={person}")).await.json();
    assert_eq!(first["entry"][0]["resource"]["agent"][0]["name"], "The system lab");
    let line = first["entry"][0]["resource"]["id"].as_str().expect("an id").to_owned();
    let mut wrong = Vec::new();
    for (route, answers) in LOG_EXPECTED {
        for (system, expected) in LOG_SYSTEMS.into_iter().zip(std::iter::once(401).chain(*answers)) {
            let (status, rows) = asked_of_the_log(&house, (route, system), (&person, &line)).await;
            // Every look is a line of the log it looks into, and so is a try at a line that is kept back. Where no line is looked for,
            // there is nothing by such an id, and a search goes through every record and finds nothing of this one.
            let is_named = !matches!(system, "lab" | "hospital");
            let wanted: &[Action] = match expected {
                200 if is_named || route.contains("{inner}") => &[Action::Read],
                404 if is_named => &[Action::Refused],
                _ => &[],
            };
            if (status, &rows[..]) != (expected, wanted) {
                wrong.push(format!("{system}: {route}: {status} {rows:?} in place of {expected} {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What is not asked about the log here has no way to it: each with the reason.
    let of_others = [
        ("POST /fhir", "the entries are asked one by one, in `audit.rs`"),
        ("GET /fhir/_history", "the log has no versions and is left out"),
        ("GET /fhir/{kind}/{id}/$everything", "of persons"),
        ("GET /fhir/{kind}/$lastn", "of observations"),
        ("POST /fhir/{kind}/$merge", "of persons"),
        ("POST /fhir/{kind}/$unmerge", "of persons"),
        ("POST /fhir/{kind}/$validate", "of what is sent"),
    ];
    let known: BTreeSet<&str> = LOG_EXPECTED
        .iter()
        .chain(EXPECTED.iter().filter(|(route, _)| route.contains("$export")))
        .map(|(route, _)| *route)
        .chain(of_others.iter().map(|(route, _)| *route))
        .collect();
    assert_eq!(known, EXPECTED.iter().map(|(route, _)| *route).collect::<BTreeSet<_>>());
}
