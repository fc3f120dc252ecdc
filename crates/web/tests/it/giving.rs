//! What both sides of an access are told, and changing an access that is in force: each step as a browser takes it.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::access::{DAUGHTER, House, MOTHER, RESULTS, address};

/// Seven months after the clock of the house.
fn seven_months_later() -> Timestamp {
    "2027-06-26T12:00:00Z".parse().expect("a time")
}

fn a_week_later() -> Timestamp {
    "2026-12-03T12:00:00Z".parse().expect("a time")
}

/// Gives the daughter access and hands back where she finds the record.
async fn given(house: &House, form: &str) -> String {
    let link = house.invite(form).await;
    assert_eq!(house.ask(DAUGHTER, &link, Some("answer=yes")).await.0, StatusCode::SEE_OTHER);
    let back = address(&house.page(DAUGHTER, "/acting").await, "/acting/return");
    format!("/for/{}", back.split_once("who=").expect("whom").1)
}

/// Puts away what a page tells.
async fn put_away(house: &House, name: &str, page: &str) {
    let until = page.split("name=\"until\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("until={}", until.expect("a moment"));
    let (status, to, _) = house.ask(name, "/me/notices/put-away", Some(&form)).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/me"));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_told_that_access_was_given_and_ended_until_they_put_it_away() {
    let mut house = House::new().await;
    for name in [MOTHER, DAUGHTER] {
        assert!(!house.page(name, "/me").await.contains("Nytt om tilganger"), "{name}");
    }
    given(&house, RESULTS).await;
    let (mother, daughter) = (house.page(MOTHER, "/me").await, house.page(DAUGHTER, "/me").await);
    assert!(mother.contains("Anne Datter har fått tilgang til journalen din"));
    assert!(daughter.contains("Du har fått tilgang til journalen til Kari Mor"));
    // Each puts away their own, and hears of what happens later.
    put_away(&house, MOTHER, &mother).await;
    assert!(!house.page(MOTHER, "/me").await.contains("Nytt om tilganger"));
    assert!(house.page(DAUGHTER, "/me").await.contains("Du har fått tilgang"));
    house.clock(a_week_later);
    let end = address(&house.page(MOTHER, "/me/access").await, "/me/access/end?access=");
    let form = end.split_once('?').expect("a query").1.to_owned();
    assert_eq!(house.ask(MOTHER, "/me/access/end", Some(&form)).await.0, StatusCode::SEE_OTHER);
    let (mother, daughter) = (house.page(MOTHER, "/me").await, house.page(DAUGHTER, "/me").await);
    assert!(mother.contains("Tilgangen til Anne Datter er avsluttet"));
    assert!(daughter.contains("Tilgangen din til journalen til Kari Mor er avsluttet"));
    assert!(!mother.contains("har fått tilgang") && !daughter.contains("har fått tilgang"));
    put_away(&house, DAUGHTER, &daughter).await;
    assert!(!house.page(DAUGHTER, "/me").await.contains("Nytt om tilganger"));
    // That she was told whose record it is, is in the log of the record.
    assert!(house.page(MOTHER, "/me/access-log").await.contains("Anne Datter"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_after_half_a_year_is_told_to_both() {
    let mut house = House::new().await;
    let root = given(&house, RESULTS).await;
    house.page(DAUGHTER, &format!("{root}/results")).await;
    assert!(!house.page(MOTHER, "/me").await.contains("for første gang på lenge"));
    house.clock(seven_months_later);
    // To be told of it, or to see the list, is no use.
    house.page(DAUGHTER, "/acting").await;
    assert!(!house.page(DAUGHTER, "/me").await.contains("Nytt om tilganger"), "more than 90 days after");
    house.page(DAUGHTER, &format!("{root}/results")).await;
    let told = house.page(MOTHER, "/me").await;
    assert!(told.contains("Anne Datter har sett i journalen din for første gang på lenge"));
    assert!(house.page(DAUGHTER, "/me").await.contains("Du har sett i journalen til Kari Mor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_locked_their_pages_is_told_of_to_nobody() {
    let house = House::new().await;
    given(&house, RESULTS).await;
    assert_eq!(house.ask(MOTHER, "/me/lock", Some("")).await.0, StatusCode::OK);
    assert!(!house.page(DAUGHTER, "/me").await.contains("Kari Mor"));
}

/// The value of the box with these words beside it.
fn choice(page: &str, words: &str) -> String {
    let boxes = page.split("for=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let found = boxes
        .into_iter()
        .find(|(_, rest)| rest.split_once('>').is_some_and(|(_, label)| label.starts_with(words)));
    found.expect("it can be chosen").0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_item_is_held_back_and_the_preview_shows_it() {
    let house = House::new().await;
    let (_, _, preview) = house.ask(MOTHER, "/me/access/invite", Some(RESULTS)).await;
    assert!(!preview.contains("Prøve skjult"), "what a topic keeps back cannot be chosen");
    let form = format!("{RESULTS}&except={}", choice(&preview, "Prøve to"));
    let (_, _, preview) = house.ask(MOTHER, "/me/access/invite", Some(&form)).await;
    let part = preview.split_once("data-part=\"results\"").expect("the part").1;
    let part = part.split("<details").next().expect("the part without what can be chosen");
    assert!(
        part.contains("1 opplysning") && part.contains("Prøve en") && !part.contains("Prøve to"),
        "{part}"
    );
    assert_eq!(preview.matches(" checked").count(), 1, "it stays chosen");
    let root = given(&house, &form).await;
    let results = house.page(DAUGHTER, &format!("{root}/results")).await;
    assert!(results.contains("Prøve en") && !results.contains("Prøve to"));
    let list = house.page(MOTHER, "/me/access").await;
    assert!(list.contains("Holdes tilbake enkeltvis"));
    // She is not told that something is held back one by one.
    assert!(!house.page(DAUGHTER, "/acting").await.contains("enkeltvis"));
    // What is no item of the record is nothing to hold back.
    for strange in ["Observation/21nwy1edg5788nf3pjgs3t654s", "Consent/x", "x"] {
        let form = format!("{RESULTS}&except={strange}");
        let (status, _, _) = house.ask(MOTHER, "/me/access/invite", Some(&form)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{strange}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_is_changed_without_a_new_invitation() {
    let mut house = House::new().await;
    let root = given(&house, RESULTS).await;
    house.clock(a_week_later);
    let change = address(&house.page(MOTHER, "/me/access").await, "/me/access/change?access=");
    let page = house.page(MOTHER, &change).await;
    assert!(page.contains("value=\"results\" checked") && page.contains("value=\"PSY\" checked"));
    assert!(page.contains("value=\"open\" checked") && !page.contains("name=\"from\""));
    let access = change.split_once('?').expect("a query").1;
    let wrong = format!("{access}&part=medicines&ends=date&until=2026-12-02");
    let (_, _, page) = house.ask(MOTHER, "/me/access/change", Some(&wrong)).await;
    assert!(page.contains("id=\"until-error\"") && page.contains("value=\"medicines\" checked"));
    let form = format!("{access}&part=medicines&ends=date&until=2026-12-24");
    let (_, _, preview) = house.ask(MOTHER, "/me/access/change", Some(&form)).await;
    assert!(preview.contains("Metoprolol") && !preview.contains("Prøve en"));
    assert!(house.page(DAUGHTER, &format!("{root}/results")).await.contains("Prøve en"), "nothing yet");
    // Nobody else changes it.
    let (status, _, _) = house.ask(DAUGHTER, "/me/access/change/save", Some(&form)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, to, _) = house.ask(MOTHER, "/me/access/change/save", Some(&form)).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/me/access"));
    assert!(house.page(DAUGHTER, &format!("{root}/medicines")).await.contains("Metoprolol"));
    assert_eq!(house.ask(DAUGHTER, &format!("{root}/results"), None).await.0, StatusCode::FORBIDDEN);
    for (name, words) in [
        (MOTHER, "Tilgangen til Anne Datter er endret"),
        (DAUGHTER, "Tilgangen din til journalen til Kari Mor er endret"),
    ] {
        assert!(house.page(name, "/me").await.contains(words), "{name}: {words}");
    }
    // What has ended is not changed.
    let end = address(&house.page(MOTHER, "/me/access").await, "/me/access/end?access=");
    let ended = end.split_once('?').expect("a query").1;
    assert_eq!(house.ask(MOTHER, "/me/access/end", Some(ended)).await.0, StatusCode::SEE_OTHER);
    assert_eq!(house.ask(MOTHER, &change, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask(MOTHER, "/me/access/change/save", Some(&form)).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_access_is_blocked_without_being_told_and_let_in_again() {
    let house = House::new().await;
    let root = given(&house, RESULTS).await;
    let page = house.page(MOTHER, "/me/blocks").await;
    let before = page.split(">Anne Datter</option>").next().expect("a page");
    let who =
        before.rsplit("<option value=\"").next().and_then(|rest| rest.split('"').next()).expect("a value");
    let review = house.page(MOTHER, &format!("/me/blocks/review?who={who}&what=record")).await;
    assert!(
        review.contains("Anne Datter får ikke se noe i journalen din")
            && review.contains("får ikke vite om sperringen")
    );
    assert!(!review.contains("Står det om livet"));
    let form = format!("who={who}&what=record&item=");
    assert_eq!(house.ask(MOTHER, "/me/blocks", Some(&form)).await.0, StatusCode::SEE_OTHER);
    let (status, _, page) = house.ask(DAUGHTER, &format!("{root}/results"), None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(!page.contains("sperret") && !page.contains("Kari Mor") && !page.contains("Prøve en"));
    for path in ["/me", "/acting"] {
        assert!(!house.page(DAUGHTER, path).await.contains("Kari Mor"), "{path}");
    }
    let list = house.page(MOTHER, "/me/blocks").await;
    assert!(!list.contains("name=\"block\""), "who may be a danger is not let in by one press");
    let lift = address(&list, "/me/blocks/lift?block=");
    assert!(house.page(MOTHER, &lift).await.contains("snakk med fastlegen"));
    let form = lift.split_once('?').expect("a query").1;
    assert_eq!(house.ask(DAUGHTER, "/me/blocks/lift", Some(form)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(house.ask(MOTHER, "/me/blocks/lift", Some(form)).await.0, StatusCode::SEE_OTHER);
    assert!(house.page(DAUGHTER, &format!("{root}/results")).await.contains("Prøve en"));
}
