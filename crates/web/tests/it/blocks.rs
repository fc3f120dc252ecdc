//! Blocks and the log that answers, through the real router.

use axum::http::StatusCode;
use helsami_web::text::Language;

use crate::record::House;
use crate::report::links;

const ANNA: &str = "Ingrid Solbakken";

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_before_it_does_and_can_be_undone() {
    let house = House::new().await;
    for language in Language::ALL {
        house.page(ANNA, "/me/blocks", language).await;
        house.page(ANNA, "/me/blocks/review?who=staff&what=record", language).await;
    }
    let review = house.page(ANNA, "/me/blocks/review?who=staff&what=record", Language::Nb).await;
    assert!(
        review.contains("Alt helsepersonell får ikke åpne journalen din")
            && review.contains("Står det om livet")
    );
    assert!(
        house.page(ANNA, "/me/blocks", Language::Nb).await.contains("Du har ikke sperret noe"),
        "nothing yet"
    );
    let (status, location, _) = house.post(ANNA, "/me/blocks", &[("who", "staff"), ("what", "record")]).await;
    assert_eq!((status, location.as_str()), (StatusCode::SEE_OTHER, "/me/blocks"));
    let page = house.page(ANNA, "/me/blocks", Language::Nb).await;
    assert!(page.contains("Sperret siden") && !page.contains("Du har ikke sperret noe"));
    let block = page.split("name=\"block\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let block = block.expect("a way back").to_owned();
    assert_eq!(
        house.post("Gerd Overvik", "/me/blocks/lift", &[("block", &block)]).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(house.post(ANNA, "/me/blocks/lift", &[("block", &block)]).await.0, StatusCode::SEE_OTHER);
    assert!(house.page(ANNA, "/me/blocks", Language::Nb).await.contains("Du har ikke sperret noe"));
    for wish in [
        [("who", "staff"), ("what", "item")],
        [("who", "x"), ("what", "record")],
        [("who", "staff"), ("what", "")],
    ] {
        assert_eq!(house.post(ANNA, "/me/blocks", &wish).await.0, StatusCode::BAD_REQUEST, "{wish:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_document_is_closed_from_its_page() {
    let house = House::new().await;
    let list = house.page(ANNA, "/me/documents", Language::Nb).await;
    let opened = house.page(ANNA, links(&list, "/me/documents/")[0], Language::Nb).await;
    let link = links(&opened, "/me/blocks?item=")[0].to_owned();
    let page = house.page(ANNA, &link, Language::Nb).await;
    assert!(page.contains("Sperr dette") && page.contains("value=\"item\""));
    let item = link.split('=').nth(1).expect("an id").to_owned();
    let form = [("who", "staff"), ("what", "item"), ("item", item.as_str())];
    let review =
        house.page(ANNA, &format!("/me/blocks/review?who=staff&what=item&item={item}"), Language::Nb).await;
    assert!(review.contains("De ser en hengelås"));
    assert_eq!(house.post(ANNA, "/me/blocks", &form).await.0, StatusCode::SEE_OTHER);
    assert!(house.page(ANNA, "/me/blocks", Language::Nb).await.contains("Bare «"));
    assert_eq!(house.ask("Gerd Overvik", &link, Language::Nb).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_can_be_asked_and_leaves_as_lines() {
    let house = House::new().await;
    let log = house.page(ANNA, "/me/access-log", Language::Nb).await;
    let ask = links(&log, "/me/access-log/ask?line=")[0].to_owned();
    for language in Language::ALL {
        assert!(house.page(ANNA, &ask, language).await.contains("name=\"words\""));
    }
    assert_eq!(house.ask("Gerd Overvik", &ask, Language::Nb).await.0, StatusCode::NOT_FOUND);
    let line = ask.split('=').nth(1).expect("a line").to_owned();
    let (status, location, _) =
        house.post(ANNA, "/me/access-log/ask", &[("line", &line), ("words", "Hva?")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let case = house.page(ANNA, location.split('#').next().expect("a page"), Language::Nb).await;
    assert!(
        case.contains("Spørsmål om et oppslag")
            && case.contains("25. november 2026")
            && case.contains("Hva?")
    );
    assert!(house.page(ANNA, "/me/access-log", Language::Nb).await.contains("Du har spurt om dette"));
    let (status, lines) = house.ask(ANNA, "/me/access-log.ndjson", Language::Nb).await;
    assert_eq!(status, StatusCode::OK);
    let events: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(events.len() > 5 && events.iter().all(|one| one["resourceType"] == "AuditEvent"));
}
