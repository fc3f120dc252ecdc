//! A fresh sign-in through the real door: what it opens, for whom, for how long, and what does not open anything.

use axum::http::{HeaderMap, StatusCode};

use crate::door::{House, KARI, UNHURRIED, cookies, location, minutes};

/// Another synthetic person.
const OLA: &str = "21855510000";
const SEALED: &str = "__Host-helsami-sign-in";

async fn house() -> House {
    let ola = format!(
        r#"{{"resourceType":"Patient","identifier":[{{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"{OLA}"}}],"name":[{{"family":"Hansen","given":["Ola"]}}],"birthDate":"1955-05-21"}}"#
    );
    House::with_staff(UNHURRIED, &[], &[ola]).await
}

fn session_of(headers: &HeaderMap) -> Option<String> {
    cookies(headers)
        .into_iter()
        .find(|cookie| cookie.starts_with("__Host-helsami=") && cookie.len() > "__Host-helsami=".len())
}

/// The status of a part that asks.
async fn results(house: &House, session: &str) -> StatusCode {
    house.ask(("GET", "/me/results"), session, "").await.0
}

async fn choose(house: &House, session: &str, form: &str) -> StatusCode {
    house.ask(("POST", "/me/safe"), session, form).await.0
}

/// Begins a fresh sign-in; hands back the sealed cookie.
async fn begin(house: &House, session: &str) -> String {
    let (status, headers, _) = house.ask(("GET", "/sign-in/anew?to=/me/results"), session, "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "https://op.example/authorize"));
    cookies(&headers).into_iter().find(|cookie| cookie.starts_with(SEALED)).expect("what is brought back")
}

/// Comes back from the provider as somebody.
async fn back(house: &House, who: &str, carried: &[&str]) -> (StatusCode, HeaderMap, String) {
    house.ask(("GET", &format!("/sign-in/callback?code={who}")), &carried.join("; "), "").await
}

/// A fresh sign-in that succeeds; hands back the new session's cookie.
async fn unlock(house: &House, session: &str) -> String {
    let sealed = begin(house, session).await;
    let (status, headers, body) = back(house, KARI, &[session, &sealed]).await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/me/results"), "{body}");
    session_of(&headers).expect("a new token")
}

#[tokio::test]
async fn it_opens_what_asks_in_this_session_and_takes_a_new_token() {
    let house = house().await;
    let (session, other) = (house.sign_in().await, house.sign_in().await);
    assert_eq!(results(&house, &session).await, StatusCode::OK);
    assert_eq!(
        choose(&house, &session, "part=results&part=private&part=nothing").await,
        StatusCode::SEE_OTHER
    );
    let (status, _, page) = house.ask(("GET", "/me/results"), &session, "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("Dette er låst") && page.contains("/sign-in/anew?to=%2Fme%2Fresults"), "{page}");
    for path in ["/me/safe", "/me/settings", "/me/documents", "/me"] {
        assert_eq!(house.ask(("GET", path), &session, "").await.0, StatusCode::OK, "{path}");
    }
    let fresh = unlock(&house, &session).await;
    assert_ne!(fresh, session);
    assert_eq!(results(&house, &fresh).await, StatusCode::OK);
    assert_eq!(results(&house, &session).await, StatusCode::SEE_OTHER, "the old token is worth nothing");
    assert_eq!(results(&house, &other).await, StatusCode::FORBIDDEN, "another session of the same person");
    // A new session is not fresh, however new it is.
    assert_eq!(results(&house, &house.sign_in().await).await, StatusCode::FORBIDDEN);
    let (status, headers, _) = house.ask(("POST", "/me/safe/close"), &fresh, "").await;
    assert_eq!((status, location(&headers)), (StatusCode::SEE_OTHER, "/me/safe"));
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN, "closed again by hand");
}

#[tokio::test]
async fn more_is_chosen_at_once_and_less_only_after_it() {
    let house = house().await;
    let session = house.sign_in().await;
    assert_eq!(choose(&house, &session, "part=results").await, StatusCode::SEE_OTHER);
    assert_eq!(choose(&house, &session, "part=results&part=medicines").await, StatusCode::SEE_OTHER);
    for less in ["", "part=results", "part=medicines&part=vaccines"] {
        assert_eq!(choose(&house, &session, less).await, StatusCode::FORBIDDEN, "{less}");
    }
    for path in ["/me/results", "/me/medicines", "/me/emergency-card"] {
        assert_eq!(house.ask(("GET", path), &session, "").await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let fresh = unlock(&house, &session).await;
    assert_eq!(choose(&house, &fresh, "part=medicines").await, StatusCode::SEE_OTHER);
    house.ask(("POST", "/me/safe/close"), &fresh, "").await;
    assert_eq!(results(&house, &fresh).await, StatusCode::OK);
    assert_eq!(house.ask(("GET", "/me/medicines"), &fresh, "").await.0, StatusCode::FORBIDDEN);
    let fresh = unlock(&house, &fresh).await;
    assert_eq!(choose(&house, &fresh, "").await, StatusCode::SEE_OTHER);
    house.ask(("POST", "/me/safe/close"), &fresh, "").await;
    assert_eq!(house.ask(("GET", "/me/medicines"), &fresh, "").await.0, StatusCode::OK, "nothing asks");
}

#[tokio::test]
async fn it_lasts_ten_unused_minutes_and_an_hour_in_all() {
    let house = house().await;
    let session = house.sign_in().await;
    choose(&house, &session, "part=results").await;
    let fresh = unlock(&house, &session).await;
    for minute in [9, 18, 27, 36, 45, 54, 59] {
        minutes(minute);
        assert_eq!(results(&house, &fresh).await, StatusCode::OK, "{minute}");
    }
    minutes(60);
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN, "an hour in all");
    let fresh = unlock(&house, &fresh).await;
    minutes(69);
    assert_eq!(results(&house, &fresh).await, StatusCode::OK);
    minutes(79);
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN, "ten minutes unused");
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN, "the look itself opens nothing");
    minutes(80);
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_persons_opens_nothing_and_signs_nobody_in() {
    let house = house().await;
    let session = house.sign_in().await;
    choose(&house, &session, "part=results").await;
    let sealed = begin(&house, &session).await;
    for (who, expect, words) in [
        (OLA, StatusCode::FORBIDDEN, "Det var ikke du som logget inn"),
        ("01816010000", StatusCode::FORBIDDEN, "Det var ikke du som logget inn"),
        ("stop", StatusCode::OK, "Innloggingen ble avbrutt"),
        ("low", StatusCode::FORBIDDEN, "Du må bruke en sikrere eID"),
    ] {
        let (status, headers, page) = back(&house, who, &[&session, &sealed]).await;
        assert_eq!((status, session_of(&headers)), (expect, None), "{who}");
        assert!(page.contains(words) && !page.contains("Hansen"), "{who}");
        assert_eq!(results(&house, &session).await, StatusCode::FORBIDDEN, "{who}");
        assert_eq!(house.ask(("GET", "/me/record"), &session, "").await.0, StatusCode::OK, "still Kari's");
    }
}

#[tokio::test]
async fn it_opens_once_and_only_the_session_it_began_in() {
    let house = house().await;
    let (session, other) = (house.sign_in().await, house.sign_in().await);
    choose(&house, &session, "part=results").await;
    let sealed = begin(&house, &session).await;
    // Without the session, in another one, in one of another person's: nobody is signed in, and nothing opens.
    let (status, headers, _) = back(&house, KARI, &[&sealed]).await;
    assert_eq!((status, session_of(&headers)), (StatusCode::BAD_REQUEST, None));
    let (status, headers, _) = back(&house, KARI, &[&other, &sealed]).await;
    assert_eq!((status, session_of(&headers)), (StatusCode::BAD_REQUEST, None));
    assert_eq!(results(&house, &other).await, StatusCode::FORBIDDEN);
    // The answer that opened is shown again, with the session that it opened and with the one before.
    let (status, headers, _) = back(&house, KARI, &[&session, &sealed]).await;
    let fresh = session_of(&headers).expect("a new token");
    assert_eq!((status, results(&house, &fresh).await), (StatusCode::SEE_OTHER, StatusCode::OK));
    house.ask(("POST", "/me/safe/close"), &fresh, "").await;
    for carried in [[&fresh, &sealed], [&session, &sealed]] {
        let (status, headers, _) = back(&house, KARI, &carried.map(String::as_str)).await;
        assert_eq!((status, session_of(&headers)), (StatusCode::BAD_REQUEST, None));
    }
    assert_eq!(results(&house, &fresh).await, StatusCode::FORBIDDEN);
    // An ordinary sign-in beside a session begins a new one, and is none.
    let (status, headers, _) = back(&house, KARI, &[&fresh, "__Host-helsami-sign-in=-me-results"]).await;
    let new = session_of(&headers).expect("a new session");
    assert_eq!((status, results(&house, &new).await), (StatusCode::SEE_OTHER, StatusCode::FORBIDDEN));
}
