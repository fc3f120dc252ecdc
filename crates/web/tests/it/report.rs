//! «Meld feil» from a line to the list of what one has asked, through the real router.

use axum::http::StatusCode;
use helsami_web::text::Language;

use crate::record::House;

/// The addresses of a page that begin so.
pub(crate) fn links<'p>(page: &'p str, begin: &str) -> Vec<&'p str> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|address| address.starts_with(begin)).collect()
}

const ANNA: &str = "Ingrid Solbakken";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_with_lines_leads_to_the_form() {
    let house = House::new().await;
    let people = ["Gerd Overvik", "Leif Gunnar", ANNA];
    for page in ["medicines", "allergies", "diagnoses", "vaccines", "appointments"] {
        let mut found = 0;
        for name in people {
            let html = house.page(name, &format!("/me/{page}"), Language::Nb).await;
            for link in links(&html, "/me/report/").into_iter().take(2) {
                found += 1;
                let form = house.page(name, link, Language::Nb).await;
                assert!(form.contains("Dette gjelder det"), "{name} {page}");
            }
        }
        assert!(found > 0, "{page}");
    }
    for page in ["documents", "results"] {
        let list = house.page(ANNA, &format!("/me/{page}"), Language::Nb).await;
        let of_list = links(&list, &format!("/me/{page}/"));
        let one = of_list.iter().find(|link| !link.contains("/trend/")).expect("a page of its own");
        let opened = house.page(ANNA, one, Language::Nb).await;
        let link = links(&opened, "/me/report/")[0].to_owned();
        for language in Language::ALL {
            let form = house.page(ANNA, &link, language).await;
            assert!(form.contains("name=\"wrong\"") && form.contains("name=\"instead\""), "{page}");
            assert!(!form.contains(" style="), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_reported_stands_in_the_list() {
    let house = House::new().await;
    let diagnoses = house.page(ANNA, "/me/diagnoses", Language::Nb).await;
    let link = links(&diagnoses, "/me/report/")[0].to_owned();
    let empty = house.page(ANNA, "/me/cases", Language::Nb).await;
    assert!(empty.contains("Du har ikke spurt om noe"));

    // What is missing is told, and what was typed stays.
    let (status, _, page) =
        house.post(ANNA, &link, &[("wrong", "  "), ("instead", "Ikke <b>astma</b>")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("<title>Feil: ") || page.contains("Skriv hva som er feil"), "{page}");
    assert!(page.contains("href=\"#wrong\"") && page.contains("Ikke &lt;b&gt;astma&lt;/b&gt;"));

    let form = [("wrong", "Jeg har aldri hatt dette"), ("instead", "")];
    let (status, location, _) = house.post(ANNA, &link, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let id = location.split('#').nth(1).expect("the case").to_owned();
    assert_eq!(location, format!("/me/cases?new={id}#{id}"));
    let page = house.page(ANNA, &format!("/me/cases?new={id}"), Language::Nb).await;
    assert!(page.contains("Saken er sendt") && page.contains(&format!("id=\"{id}\"")));
    assert!(page.contains("Jeg har aldri hatt dette") && page.contains("6. desember 2026"));
    let again = house.post(ANNA, &link, &form).await;
    assert_eq!(again.1, location, "sent twice it is one case");
    for language in Language::ALL {
        let page = house.page(ANNA, "/me/cases", language).await;
        assert_eq!(page.matches("<article").count(), 1);
    }
    // Somebody else sees nothing of it, and cannot report on this line.
    let other = house.page("Gerd Overvik", &format!("/me/cases?new={id}"), Language::Nb).await;
    assert!(!other.contains("Saken er sendt") && !other.contains("aldri hatt"));
    assert_eq!(house.post("Gerd Overvik", &link, &form).await.0, StatusCode::NOT_FOUND);
    let log = house.page(ANNA, "/me/access-log", Language::Nb).await;
    assert!(log.contains("Meld feil"));
}
