//! The staff's door through the real router and a real store: who is let in, in which role, and for how long.

use axum::http::StatusCode;
use helsami_app::SessionToken;
use helsami_app::staff::AtWork;
use helsami_app::staff::sessions::staff_session_use;
use helsami_web::Paces;

use crate::door::{House, KARI, UNHURRIED, clock, cookies, location, minutes};

const TRUST: &str = "984661185";
const WARD: &str = "922020175";
const OFFICE: &str = "998447356";
/// A synthetic national number that passes its control digits, of nobody in the record.
const NATIONAL: &str = "03845812429";

fn organisation(id: &str, number: &str, more: &str) -> String {
    format!(
        r#"{{"resourceType":"Organization","id":"{id}","name":"{id}","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"{number}"}}]{more}}}"#
    )
}

fn practitioner(id: &str, (system, number): (&str, &str), more: &str) -> String {
    format!(
        r#"{{"resourceType":"Practitioner","id":"{id}","name":[{{"family":"{id}","given":["Kari"]}}],"identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.{system}","value":"{number}"}}]{more}}}"#
    )
}

fn role(id: &str, (practitioner, organisation): (&str, &str), more: &str) -> String {
    format!(
        r#"{{"resourceType":"PractitionerRole","id":"{id}","code":[{{"text":"{id}"}}],"practitioner":{{"reference":"Practitioner/{practitioner}"}},"organization":{{"reference":"Organization/{organisation}"}}{more}}}"#
    )
}

/// The places and people of these tests. The day is 12 March 2026.
fn documents() -> Vec<String> {
    let part_of = r#","partOf":{"reference":"Organization/trust"}"#;
    vec![
        organisation("trust", TRUST, ""),
        organisation("ward", WARD, part_of),
        organisation("office", OFFICE, ""),
        practitioner("lege", ("4", "181000001"), ""),
        role("Overlege", ("lege", "ward"), ""),
        role("Vakt", ("lege", "office"), r#","period":{"start":"2026-03-12","end":"2026-03-12"}"#),
        practitioner("mange", ("4", "181000002"), ""),
        role("Lege", ("mange", "ward"), ""),
        role("Leder", ("mange", "trust"), ""),
        role("Gammel", ("mange", "trust"), r#","period":{"end":"2026-03-11"}"#),
        role("Kommende", ("mange", "trust"), r#","period":{"start":"2026-03-13"}"#),
        role("Slettet", ("mange", "trust"), r#","active":false"#),
        practitioner("sluttet", ("4", "181000003"), r#","active":false"#),
        role("Sluttet", ("sluttet", "office"), ""),
        practitioner("uten", ("4", "181000004"), ""),
        practitioner("resepsjon", ("1", NATIONAL), ""),
        role("Resepsjonist", ("resepsjon", "office"), ""),
    ]
}

async fn house() -> House {
    House::with_staff(UNHURRIED, &[], &documents()).await
}

/// Comes back from the provider as somebody.
async fn come_back(house: &House, code: &str) -> (StatusCode, String, Vec<String>, String) {
    let path = format!("/work/sign-in/callback?code={code}");
    let (status, headers, body) = house.ask(("GET", &path), "__Host-helsami-work-sign-in=-work", "").await;
    (status, location(&headers).to_owned(), cookies(&headers), body)
}

/// Signs in; hands back the cookie.
async fn sign_in(house: &House, code: &str) -> String {
    let (status, to, cookies, body) = come_back(house, code).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/work"), "{body}");
    let session = cookies.into_iter().find(|cookie| cookie.starts_with("__Host-helsami-work="));
    session.expect("a session")
}

async fn at_work(house: &House, cookie: &str) -> Option<AtWork> {
    let token = SessionToken::parse(cookie.trim_start_matches("__Host-helsami-work=")).expect("a token");
    let present = staff_session_use(house.app(), token, clock()).await.expect("a store");
    present.and_then(|present| present.at_work)
}

async fn landing(house: &House, cookie: &str) -> (StatusCode, String, String) {
    let (status, headers, body) = house.ask(("GET", "/work"), cookie, "").await;
    (status, location(&headers).to_owned(), body)
}

#[tokio::test]
async fn one_role_at_the_place_is_the_role() {
    let house = house().await;
    let cookie = sign_in(&house, &format!("181000001/{KARI}@{TRUST}:{WARD}")).await;
    let staff = at_work(&house, &cookie).await.expect("at work");
    assert_eq!((staff.name.as_str(), staff.organization_name.as_deref()), ("Kari lege", Some("ward")));
    assert_eq!(staff.role_words.map(|words| words.text).as_deref(), Some("Overlege"));
    assert!(staff.is_authorized && staff.own_record.is_some(), "Kari is in the record as a citizen too");
    let (status, _, page) = landing(&house, &cookie).await;
    assert_eq!(status, StatusCode::OK);
    for words in ["Kari lege", "Overlege", "ward", "HPR-nummeret er bekreftet"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains(KARI) && !page.contains("181000001"), "no number stands on the page");
    // The same from the legal entity above, and by another role of the same day at another place.
    let cookie = sign_in(&house, &format!("181000001@{TRUST}")).await;
    let staff = at_work(&house, &cookie).await.expect("at work");
    assert_eq!((staff.organization_name.as_deref(), staff.own_record), (Some("ward"), None));
    let cookie = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    assert_eq!(at_work(&house, &cookie).await.expect("at work").organization_name.as_deref(), Some("office"));
}

#[tokio::test]
async fn of_several_roles_one_is_chosen_once_and_only_of_those_that_hold() {
    let house = house().await;
    let cookie = sign_in(&house, &format!("181000002@{TRUST}")).await;
    let (status, to, _) = landing(&house, &cookie).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/work/role"));
    let (status, _, page) = house.ask(("GET", "/work/role"), &cookie, "").await;
    assert_eq!(status, StatusCode::OK);
    for (words, is_there) in
        [("Lege", true), ("Leder", true), ("Gammel", false), ("Kommende", false), ("Slettet", false)]
    {
        assert_eq!(page.contains(words), is_there, "{words}");
    }
    let ids: Vec<&str> =
        page.split("name=\"role\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 2);
    let choose = async |cookie: &str, role: &str| {
        let (status, headers, _) = house.ask(("POST", "/work/role"), cookie, &format!("role={role}")).await;
        (status, location(&headers).to_owned())
    };
    // A role of somebody else, and nothing at all.
    let other = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    let theirs = house.app().link(at_work(&house, &other).await.expect("at work").role);
    for bad in [theirs.to_string().as_str(), "x", "", "21nwy1edg5788nf3pjgs3t654s"] {
        assert_eq!(choose(&cookie, bad).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(at_work(&house, &cookie).await, None);
    assert_eq!(choose(&cookie, ids[1]).await, (StatusCode::SEE_OTHER, "/work".to_owned()));
    let chosen = at_work(&house, &cookie).await.expect("at work").role;
    assert_eq!(house.app().link(chosen).to_string(), ids[1]);
    assert_eq!(choose(&cookie, ids[0]).await.0, StatusCode::BAD_REQUEST, "a role is chosen once");
    assert_eq!(at_work(&house, &cookie).await.expect("at work").role, chosen);
    let (status, headers, _) = house.ask(("GET", "/work/role"), &cookie, "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/work"));
}

#[tokio::test]
async fn each_refusal_is_a_page_and_no_session() {
    let house = house().await;
    let not_listed = "Vi finner deg ikke blant de ansatte";
    let no_role = "Du har ingen rolle på dette arbeidsstedet";
    let cases = [
        ("stop".to_owned(), StatusCode::OK, "Innloggingen ble avbrutt"),
        ("low".to_owned(), StatusCode::FORBIDDEN, "Du må bruke en sikrere eID"),
        // A citizen who has been proved is no member of staff.
        (KARI.to_owned(), StatusCode::BAD_REQUEST, "Vi kunne ikke godta innloggingen"),
        (format!("181000009@{OFFICE}"), StatusCode::FORBIDDEN, not_listed),
        (format!("181000003@{OFFICE}"), StatusCode::FORBIDDEN, not_listed),
        (format!("/{KARI}@{OFFICE}"), StatusCode::FORBIDDEN, not_listed),
        (format!("181000004@{OFFICE}"), StatusCode::FORBIDDEN, no_role),
        (format!("181000002@{OFFICE}"), StatusCode::FORBIDDEN, no_role),
        ("181000001@883974832".to_owned(), StatusCode::FORBIDDEN, no_role),
    ];
    for (code, expect, words) in cases {
        let (status, _, cookies, body) = come_back(&house, &code).await;
        assert_eq!(status, expect, "{code}");
        assert!(body.contains(words), "{code}: {body}");
        assert_eq!(cookies, ["__Host-helsami-work-sign-in="], "{code}");
    }
    // And what proves a member of staff opens no session of a citizen.
    let path = format!("/sign-in/callback?code=181000001/{KARI}@{OFFICE}");
    let (status, headers, _) = house.ask(("GET", &path), "__Host-helsami-sign-in=-me", "").await;
    assert_eq!(
        (status, cookies(&headers)),
        (StatusCode::FORBIDDEN, vec!["__Host-helsami-sign-in=".to_owned()])
    );
}

#[tokio::test]
async fn without_a_number_of_health_personnel_nobody_is_authorised() {
    let house = house().await;
    let cookie = sign_in(&house, &format!("/{NATIONAL}@{OFFICE}")).await;
    let staff = at_work(&house, &cookie).await.expect("at work");
    assert!(!staff.is_authorized && staff.own_record.is_none());
    let (_, _, page) = landing(&house, &cookie).await;
    assert!(page.contains("uten HPR-nummer, så du kan ikke åpne journaler"));
    // Somebody who has one must have it proved.
    let both = practitioner("begge", ("4", "181000005"), "").replace(
        r#""identifier":["#,
        &format!(r#""identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{NATIONAL}"}},"#),
    );
    let documents = [organisation("office", OFFICE, ""), both, role("Lege", ("begge", "office"), "")];
    let house = House::with_staff(UNHURRIED, &[], &documents).await;
    let (status, _, _, body) = come_back(&house, &format!("/{NATIONAL}@{OFFICE}")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("HPR-nummeret ditt kom ikke med"));
    sign_in(&house, &format!("181000005/{NATIONAL}@{OFFICE}")).await;
}

#[tokio::test]
async fn a_session_ends_after_fifteen_idle_minutes_and_after_a_working_day() {
    let house = house().await;
    let code = format!("181000001@{OFFICE}");
    let cookie = sign_in(&house, &code).await;
    minutes(14);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK);
    minutes(14 + 14);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK, "use keeps it alive");
    minutes(14 + 14 + 15);
    let (status, headers, _) = house.ask(("GET", "/work/role"), &cookie, "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/work/sign-in?to=%2Fwork%2Frole"));
    assert!(cookies(&headers).contains(&"__Host-helsami-work=".to_owned()), "the dead cookie is taken away");
    minutes(0);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER, "it is gone, not only hidden");
    let cookie = sign_in(&house, &code).await;
    for at in (10..480).step_by(10) {
        minutes(at);
        assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK, "{at}");
    }
    minutes(480);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_role_that_ends_takes_the_way_in_with_it() {
    let house = house().await;
    minutes(14 * 60 + 55);
    // 12 March ends at 23.00 UTC; the role at the office is of that day alone.
    let cookie = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    minutes(14 * 60 + 59);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK);
    minutes(15 * 60);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER);
    minutes(14 * 60 + 59);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER, "the session has ended with it");
}

#[tokio::test]
async fn signing_out_ends_the_session_whoever_begins() {
    let house = house().await;
    let code = format!("181000001@{OFFICE}");
    let cookie = sign_in(&house, &code).await;
    let (status, headers, body) = house.ask(("POST", "/work/sign-out"), &cookie, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains(r#"action="https://op.example/end""#) && body.contains(r#"value="an id token""#));
    assert!(!body.contains("Overlege") && !body.contains("Vakt"), "nobody is at work on this page");
    assert!(cookies(&headers).contains(&"__Host-helsami-work=".to_owned()));
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER);
    let cookie = sign_in(&house, &code).await;
    let back = async |path: &str, token: &str| {
        house.ask(("POST", path), "", &format!("logout_token={token}")).await.0
    };
    assert_eq!(back("/work/sign-out/back-channel", "bad").await, StatusCode::BAD_REQUEST);
    assert_eq!(back("/sign-out/back-channel", "good").await, StatusCode::OK);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK, "a citizen's logout is not one of staff");
    assert_eq!(back("/work/sign-out/back-channel", "good").await, StatusCode::OK);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER);
    let cookie = sign_in(&house, &code).await;
    let front = async |query: &str| {
        house.ask(("GET", &format!("/work/sign-out/front-channel?{query}")), "", "").await.0
    };
    assert_eq!(front("iss=https://evil.example&sid=sid").await, StatusCode::BAD_REQUEST);
    assert_eq!(front("iss=https://op.example&sid=").await, StatusCode::BAD_REQUEST);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::OK);
    assert_eq!(front("iss=https://op.example&sid=sid").await, StatusCode::OK);
    assert_eq!(landing(&house, &cookie).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_new_sign_in_takes_the_place_of_the_one_before() {
    let house = house().await;
    let old = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    let path = format!("/work/sign-in/callback?code=181000001@{TRUST}");
    let both = format!("{old}; __Host-helsami-work-sign-in=-work");
    let (status, headers, _) = house.ask(("GET", &path), &both, "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let new = cookies(&headers).into_iter().find(|cookie| cookie.starts_with("__Host-helsami-work="));
    assert_ne!(new.as_deref(), Some(old.as_str()));
    assert_eq!(landing(&house, &old).await.0, StatusCode::SEE_OTHER);
    assert_eq!(landing(&house, &new.expect("a session")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn without_a_provider_for_staff_nothing_is_there() {
    let house = House::with(UNHURRIED).await;
    for (method, path) in [
        ("GET", "/work"),
        ("GET", "/work/sign-in"),
        ("GET", "/work/sign-in/callback?code=181000001@998447356"),
        ("GET", "/work/role"),
        ("POST", "/work/role"),
        ("POST", "/work/sign-out"),
        ("GET", "/work/signed-out"),
        ("GET", "/work/sign-out/front-channel?iss=https://op.example&sid=sid"),
        ("POST", "/work/sign-out/back-channel"),
    ] {
        let (status, _, _) = house.ask((method, path), "", "role=x&logout_token=good").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{method} {path}");
    }
    let (_, _, front) = house.ask(("GET", "/"), "", "").await;
    assert!(!front.contains("/work"), "and nothing leads there");
}

#[tokio::test]
async fn the_workplace_that_is_meant_is_asked_for() {
    let ward = format!("{TRUST}:{WARD}");
    let begin = async |workplaces: &[&str], query: &str| {
        let house = House::with_staff(UNHURRIED, workplaces, &documents()).await;
        let (status, headers, body) = house.ask(("GET", &format!("/work/sign-in{query}")), "", "").await;
        (status.as_u16(), location(&headers).to_owned(), body)
    };
    let op = "https://op.example/authorize";
    assert_eq!(begin(&[], "").await.1, op);
    assert_eq!(begin(&[], "?at=998447356").await.1, op, "nobody chooses where there is no choice");
    assert_eq!(begin(&[&ward], "").await.1, format!("{op}?at={ward}"));
    let (status, _, page) = begin(&[&ward, OFFICE, "883974832"], "?to=/work/role").await;
    assert_eq!(status, 200);
    for words in [">ward<", ">office<", ">883974832<", "/work/sign-in?at=922020175&amp;to=%2Fwork%2Frole"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert_eq!(begin(&[&ward, OFFICE], &format!("?at={OFFICE}")).await.1, format!("{op}?at={OFFICE}"));
    assert_eq!(begin(&[&ward, OFFICE], "?at=883974832").await.0, 400, "only one of those");
}

#[tokio::test]
async fn every_page_of_the_door_is_told_in_every_language() {
    let house = house().await;
    let one = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    let several = sign_in(&house, &format!("181000002@{TRUST}")).await;
    for (language, title, choose, refused, front) in [
        (
            "nb",
            "Du er på jobb",
            "Hvilken rolle har du nå?",
            "Du har ingen rolle på dette arbeidsstedet",
            "For ansatte",
        ),
        (
            "nn",
            "Du er på jobb",
            "Kva rolle har du no?",
            "Du har inga rolle på denne arbeidsstaden",
            "For tilsette",
        ),
        (
            "se",
            "Don leat barggus",
            "Makkár rolla dus lea dál?",
            "Dus ii leat rolla dán bargosajis",
            "Bargiide",
        ),
        (
            "en",
            "You are at work",
            "Which role do you have now?",
            "You have no role at this workplace",
            "For staff",
        ),
    ] {
        let told = async |path: &str, cookie: &str, words: &str| {
            let cookie = format!("helsami-language={language}; {cookie}");
            let (_, _, page) = house.ask(("GET", path), &cookie, "").await;
            assert!(page.contains(&format!("<html lang=\"{language}\"")), "{language} {path}");
            assert!(page.contains(words), "{language} {path} lacks {words}");
            assert!(!page.contains(" style=") && page.matches("<script").count() == 1, "{language} {path}");
            assert_eq!(page.matches("<h1").count(), 1, "{language} {path}");
        };
        told("/work", &one, title).await;
        told("/work/role", &several, choose).await;
        told(&format!("/work/sign-in/callback?code=181000004@{OFFICE}"), "", refused).await;
        told("/work/signed-out", "", "/work/sign-in").await;
        told("/work/nothing", &one, "/work").await;
        told("/", "", front).await;
    }
}

#[tokio::test]
async fn who_asks_too_fast_is_asked_to_wait() {
    let paces = Paces { sign_ins: 2, answers: 3, pages: 4, ..UNHURRIED };
    let house = House::with_staff(paces, &[], &documents()).await;
    let mut found = Vec::new();
    for _ in 0..3 {
        found.push(house.ask(("GET", "/work/sign-in"), "", "").await.0.as_u16());
    }
    assert_eq!(found, [303, 303, 429]);
    let cookie = sign_in(&house, &format!("181000001@{OFFICE}")).await;
    let mut found = Vec::new();
    for _ in 0..5 {
        found.push(landing(&house, &cookie).await.0.as_u16());
    }
    assert_eq!(found, [200, 200, 200, 200, 429]);
}
