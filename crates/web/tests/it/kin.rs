//! Next of kin: what was carried over is unused until it is confirmed, and the dead are never offered.

use axum::http::StatusCode;

use crate::access::{DAUGHTER, House, MOTHER, address};

/// The card of one person on the page.
fn card<'p>(page: &'p str, name: &str) -> &'p str {
    let cards =
        page.split("<article").skip(1).map(|rest| rest.split("</article>").next().unwrap_or_default());
    cards.into_iter().find(|card| card.contains(name)).expect("a card")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_carried_over_is_confirmed_changed_and_removed() {
    let house = House::new().await;
    let page = house.page(MOTHER, "/me/kin").await;
    let old = card(&page, "Nils Overført");
    assert!(old.contains("Ikke bekreftet") && !old.contains("Kan ringes"));
    assert!(!house.page(MOTHER, "/me/emergency-card").await.contains("Nils Overført"), "unused");
    let edit = address(old, "/me/kin/edit?kin=");
    assert!(house.page(MOTHER, &edit).await.contains("Det gir ikke personen tilgang til journalen"));
    let form = format!("{}&purpose=call&purpose=told", edit.split_once('?').expect("a query").1);
    // Nobody else settles it.
    assert_eq!(house.ask(DAUGHTER, "/me/kin/edit", Some(&form)).await.0, StatusCode::NOT_FOUND);
    let (status, to, _) = house.ask(MOTHER, "/me/kin/edit", Some(&form)).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/me/kin"));
    let page = house.page(MOTHER, "/me/kin").await;
    let now = card(&page, "Nils Overført");
    assert!(now.contains("Bekreftet av deg 26. november 2026"));
    assert!(now.contains("Kan ringes hvis noe skjer") && now.contains("Kan få vite"));
    assert!(house.page(MOTHER, "/me/emergency-card").await.contains("Nils Overført"));
    // Never means never, whatever else is chosen.
    let never = format!("{form}&purpose=never");
    assert_eq!(house.ask(MOTHER, "/me/kin/edit", Some(&never)).await.0, StatusCode::SEE_OTHER);
    let page = house.page(MOTHER, "/me/kin").await;
    let now = card(&page, "Nils Overført");
    assert!(now.contains("Skal aldri kontaktes") && !now.contains("Kan ringes"));
    assert!(!house.page(MOTHER, "/me/emergency-card").await.contains("Nils Overført"));
    let end = address(now, "/me/kin/end?kin=");
    assert!(house.page(MOTHER, &end).await.contains("Nils Overført blir ikke lenger ringt"));
    let form = end.split_once('?').expect("a query").1;
    assert_eq!(house.ask(MOTHER, "/me/kin/end", Some(form)).await.0, StatusCode::SEE_OTHER);
    let page = house.page(MOTHER, "/me/kin").await;
    let over = card(&page, "Nils Overført");
    assert!(over.contains("Ikke lenger pårørende") && !over.contains("/me/kin/edit"));
    assert_eq!(house.ask(MOTHER, "/me/kin/end", Some(form)).await.0, StatusCode::NOT_FOUND, "it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dead_are_never_offered() {
    let house = House::new().await;
    let page = house.page(MOTHER, "/me/kin").await;
    let dead = card(&page, "Gerd Avdød");
    assert!(dead.contains("Registrert som død") && !dead.contains("/me/kin/"));
    for path in ["/me/details", "/me/kin", "/me/emergency-card"] {
        assert!(!house.page(MOTHER, path).await.contains("99 99 99 99"), "{path}: her number");
    }
    assert!(!house.page(MOTHER, "/me/emergency-card").await.contains("Gerd Avdød"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_is_told_of_by_the_person() {
    let house = House::new().await;
    let typed = "name=&relation=Nabo&phone=ring+meg&purpose=call";
    let (status, _, page) = house.ask(MOTHER, "/me/kin/edit", Some(typed)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("<title>Feil")
            && page.contains("id=\"name-error\"")
            && page.contains("id=\"phone-error\"")
    );
    assert!(
        page.contains("value=\"Nabo\"")
            && page.contains("value=\"ring meg\"")
            && page.contains("value=\"call\" checked")
    );
    let form = "name=Per+%3Cb%3ENabo&relation=Nabo&phone=22+22+22+22&purpose=call";
    assert_eq!(house.ask(MOTHER, "/me/kin/edit", Some(form)).await.0, StatusCode::SEE_OTHER);
    let page = house.page(MOTHER, "/me/kin").await;
    let new = card(&page, "Per &lt;b&gt;Nabo");
    assert!(new.contains("Bekreftet av deg") && new.contains("22 22 22 22") && new.contains("Kan ringes"));
    let details = house.page(MOTHER, "/me/details").await;
    assert!(details.contains("Per &lt;b&gt;Nabo") && details.contains("href=\"/me/kin\""));
}
