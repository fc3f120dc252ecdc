//! Who asks too fast is asked to wait: addresses at the door, sessions on the pages. Nobody else notices.

use axum::http::{HeaderMap, StatusCode, header};
use helsami_web::Paces;

use crate::door::{House, KARI, UNHURRIED};

const ONE: &str = "198.51.100.7";
const OTHER: &str = "198.51.100.8";

/// The statuses of so many equal questions.
async fn statuses(
    (house, address): (&House, &str),
    what: (&str, &str),
    (cookie, body): (&str, &str),
    count: usize,
) -> Vec<u16> {
    let mut found = Vec::new();
    for _ in 0..count {
        found.push(house.ask_from(address, what, (cookie, body)).await.0.as_u16());
    }
    found
}

fn waits(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok())
}

#[tokio::test]
async fn one_address_brings_back_so_many_answers_of_the_provider() {
    let house = House::with(Paces { answers: 3, ..UNHURRIED }).await;
    let callback = format!("/sign-in/callback?code={KARI}");
    let cookie = "__Host-helsami-sign-in=-me";
    assert_eq!(statuses((&house, ONE), ("GET", &callback), (cookie, ""), 5).await, [303, 303, 303, 429, 429]);
    assert_eq!(statuses((&house, OTHER), ("GET", &callback), (cookie, ""), 1).await, [303]);
    let (status, headers, _) = house.ask_from(ONE, ("GET", &callback), (cookie, "")).await;
    assert_eq!((status, waits(&headers)), (StatusCode::TOO_MANY_REQUESTS, Some("60")));
    let set = headers.get_all(header::SET_COOKIE).iter().count();
    assert_eq!(set, 0, "the sign-in under way can go on after the wait");
}

#[tokio::test]
async fn one_address_signs_out_so_often() {
    let house = House::with(Paces { answers: 2, ..UNHURRIED }).await;
    assert_eq!(statuses((&house, ONE), ("POST", "/sign-out"), ("", ""), 3).await, [303, 303, 429]);
    let front = "/sign-out/front-channel?iss=https://op.example&sid=x";
    assert_eq!(statuses((&house, ONE), ("GET", front), ("", ""), 1).await, [429]);
    assert_eq!(statuses((&house, OTHER), ("GET", front), ("", ""), 3).await, [200, 200, 429]);
}

#[tokio::test]
async fn the_providers_own_logouts_have_a_pace_of_their_own() {
    let house = House::with(Paces { answers: 1, logouts: 4, ..UNHURRIED }).await;
    let back = ("POST", "/sign-out/back-channel");
    assert_eq!(statuses((&house, ONE), back, ("", "logout_token=bad"), 3).await, [400, 400, 400]);
    assert_eq!(statuses((&house, ONE), back, ("", "logout_token=good"), 2).await, [200, 429]);
    assert_eq!(statuses((&house, OTHER), back, ("", "logout_token=good"), 1).await, [200]);
}

#[tokio::test]
async fn one_session_reads_so_many_pages() {
    let house = House::with(Paces { pages: 4, ..UNHURRIED }).await;
    let [fast, calm] = [house.sign_in().await, house.sign_in().await];
    let page = ("GET", "/me/settings");
    assert_eq!(statuses((&house, ONE), page, (&fast, ""), 6).await, [200, 200, 200, 200, 429, 429]);
    assert_eq!(
        statuses((&house, OTHER), page, (&fast, ""), 1).await,
        [429],
        "another address is no way around"
    );
    assert_eq!(statuses((&house, ONE), ("GET", "/me/medicines"), (&fast, ""), 1).await, [429]);
    assert_eq!(
        statuses((&house, ONE), ("GET", "/assets/none"), (&fast, ""), 1).await,
        [404],
        "files are no pages"
    );
    assert_eq!(statuses((&house, ONE), page, (&calm, ""), 1).await, [200], "the person's other session");
}

#[tokio::test]
async fn whoever_is_too_fast_is_told_what_to_do_in_every_language() {
    let house = House::with(Paces { pages: 1, ..UNHURRIED }).await;
    let cookie = house.sign_in().await;
    assert_eq!(statuses((&house, ONE), ("GET", "/me/record"), (&cookie, ""), 2).await, [200, 429]);
    for (language, title, act, urgent) in [
        ("nb", "For mange forespørsler", "Vent ett minutt og prøv igjen.", "ring fastlegen eller legevakten"),
        (
            "nn",
            "For mange førespurnader",
            "Vent eitt minutt og prøv igjen.",
            "ring fastlegen eller legevakta",
        ),
        (
            "se",
            "Menddo máŋga jearaldaga",
            "Vuordde ovtta minuhta ja geahččal ođđasit.",
            "riŋge fástadoaktárii",
        ),
        ("en", "Too many requests", "Wait a minute and try again.", "phone your GP"),
    ] {
        let cookies = format!("{cookie}; helsami-language={language}");
        let (status, headers, page) = house.ask_from(ONE, ("GET", "/me/record"), (&cookies, "")).await;
        assert_eq!((status, waits(&headers)), (StatusCode::TOO_MANY_REQUESTS, Some("60")), "{language}");
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{language}");
        for words in [title, act, urgent] {
            assert!(page.contains(words), "{language} lacks {words}");
        }
    }
}
