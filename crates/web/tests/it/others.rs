//! What belongs to somebody else is, for everybody but its owner, not there: the same answer as for an id that is none.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use helsami_web::routes::{Access, ROUTES};
use helsami_web::text::Language;

use crate::record::House;

/// Whose ids are tried.
const OWNERS: [&str; 4] = ["Anna Sofie", "Leif Gunnar", "Kjell Arne Myrvang", "Odd Henrik"];
/// Who tries them.
const STRANGER: &str = "Gerd Overvik";
/// An id of the right form that nobody was ever given.
const NOBODYS: &str = "21nwy1edg5788nf3pjgs3t654s";
/// The letters of an id as it is shown outside.
const LENGTH: usize = 26;

/// Every address with an id that a page leads to, with the id.
fn led_to(page: &str) -> BTreeSet<(String, String)> {
    let addresses = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let with_id = addresses.filter(|address| address.starts_with("/me/")).filter_map(|address| {
        let parts = address.split(['/', '?', '=', '&', '#']);
        let id = parts.into_iter().find(|part| {
            part.len() == LENGTH
                && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        })?;
        Some((address.replace("&amp;", "&"), id.to_owned()))
    });
    with_id.collect()
}

/// Every address with an id that one person's pages lead to, and those of files of the documents.
async fn addresses_of(house: &House, owner: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for path in ["/me", "/me/results", "/me/documents"] {
        found.extend(led_to(&house.page(owner, path, Language::Nb).await));
    }
    for (address, _) in found.clone() {
        found.extend(led_to(&house.page(owner, &address, Language::Nb).await));
    }
    // Text is read on its page, so that no page leads to it as a file; its address is there all the same.
    for (address, id) in
        found.clone().into_iter().filter(|(address, _)| address.starts_with("/me/documents/"))
    {
        let file = format!("/me/documents/{id}/file/0");
        if !address.contains("/file/") && house.ask(owner, &file, Language::Nb).await.0 == StatusCode::OK {
            found.insert((file, id));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_another_person_opens_by_its_id() {
    let house = House::new().await;
    let mut found = BTreeSet::new();
    for owner in OWNERS {
        found.extend(addresses_of(&house, owner).await);
    }
    // Ids of one kind in the place of another, and in the queries that take one.
    let ids: BTreeSet<String> = found.iter().map(|(_, id)| id.clone()).collect();
    let mut tried = found.clone();
    for id in &ids {
        for path in [
            format!("/me/results/{id}"),
            format!("/me/results/trend/{id}"),
            format!("/me/results?analysis={id}"),
            format!("/me/access/end?access={id}"),
            format!("/me/results?older={id}"),
            format!("/me/documents?older={id}"),
            format!("/me/documents/{id}"),
            format!("/me/documents/{id}/file/0"),
        ] {
            tried.insert((path, id.clone()));
        }
    }
    for route in ROUTES.iter().filter(|route| matches!(route.access, Access::Own(_) | Access::SignedIn)) {
        if let Some((before, after)) = route.path.split_once("{id}") {
            let is_it = |(address, id): &(String, String)| {
                let rest = address.strip_prefix(before).and_then(|rest| rest.strip_prefix(id.as_str()));
                rest.is_some_and(|rest| rest.starts_with(after.split('{').next().unwrap_or_default()))
            };
            assert!(found.iter().any(is_it), "the owner has nothing at {}", route.path);
        } else if route.path != "/invitation/{code}" {
            // A code is no id: what it opens to whom is tried where people are invited.
            assert!(!route.path.contains('{'), "{} takes an id that this test does not try", route.path);
        }
    }
    for (address, id) in &tried {
        let (status, page) = house.ask(STRANGER, address, Language::Nb).await;
        let nonsense = house.ask(STRANGER, &address.replace(id.as_str(), NOBODYS), Language::Nb).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!((status, page.replace(id.as_str(), NOBODYS)), nonsense, "{address}");
    }
}
