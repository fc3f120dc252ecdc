//! Applying to act for somebody who cannot consent, through the real router.

use axum::http::StatusCode;
use helsami_web::text::Language;

use crate::record::House;

const INGER: &str = "Inger Tømmervåg";
/// A synthetic number that nobody in the store has.
const NUMBER: &str = "03845812429";

/// The value of the first place that can be chosen.
fn place(page: &str) -> String {
    let select = page.split("id=\"place\"").nth(1).expect("places");
    let values = select.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.into_iter().find(|value| !value.is_empty()).expect("a place").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_a_case_that_tells_nothing_of_the_person() {
    let house = House::new().await;
    for language in Language::ALL {
        house.page(INGER, "/acting/apply", language).await;
        house.page(INGER, "/forms/act-for-another", language).await;
    }
    let page = house.page(INGER, "/acting/apply", Language::Nb).await;
    let place = place(&page);
    let form = |number: &'static str| {
        [
            ("name", "Olav Ukjent"),
            ("number", number),
            ("kinship", "child"),
            ("why", "Følge med på timer"),
            ("stated", "yes"),
        ]
    };
    // Without a place, and with a number that is none: what was typed stays, and nothing is sent.
    let (status, _, again) = house.post(INGER, "/acting/apply", &form("123")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("id=\"number-error\"") && again.contains("id=\"place-error\""));
    assert!(again.contains("value=\"Olav Ukjent\"") && again.contains("Følge med på timer</textarea>"));
    let sent = [&form(NUMBER)[..], &[("place", place.as_str())]].concat();
    let (status, to, _) = house.post(INGER, "/acting/apply", &sent).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(to.starts_with("/me/cases?new="), "{to}");
    let cases = house.page(INGER, &to, Language::Nb).await;
    for words in
        ["Søknad om å handle for en annen", "Olav Ukjent", "6. desember 2026", "14 dager er vårt eget løfte"]
    {
        assert!(cases.contains(words), "{words}");
    }
    assert!(!cases.contains(NUMBER) && !again.contains(NUMBER), "the number stands on no page");
    // The same words once more are the same case.
    let (_, again, _) = house.post(INGER, "/acting/apply", &sent).await;
    assert_eq!(again, to);
    // Nobody else sees it, and a person who has a record here gets the same answer as one who has none.
    assert!(!house.page("Bente Aunemo Lund", "/me/cases", Language::Nb).await.contains("Olav Ukjent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_18_is_told_before_they_type() {
    let house = House::new().await;
    let page = house.page("Jonas Rognes", "/acting/apply", Language::Nb).await;
    assert!(page.contains("Du må være fylt 18 år for å søke") && !page.contains("name=\"number\""));
    let form = [("name", "Olav"), ("number", NUMBER), ("kinship", "child"), ("why", "Timer")];
    let (status, _, _) = house.post("Jonas Rognes", "/acting/apply", &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
