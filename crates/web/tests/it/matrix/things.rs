//! The things of the cast that addresses can name, each with the mark it carries.

use std::collections::HashMap;

use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType;
use helsami_store::Look;

use super::cast::{CAST, MARKS};
use super::oracle::WAYS;
use crate::town::{Town, now};

/// An id as addresses have it, and the mark.
pub(super) type Named = (String, Option<&'static str>);

/// The things of one person.
pub(super) struct Things {
    pub(super) orders: Vec<Named>,
    pub(super) documents: Vec<Named>,
    pub(super) trends: Vec<Named>,
    pub(super) vaccines: Vec<Named>,
}

/// Those of everybody.
pub(super) async fn of_all(town: &Town) -> HashMap<&'static str, Things> {
    let mut all = HashMap::new();
    for person in CAST {
        all.insert(person.key, of(town, person.key).await);
    }
    all
}

async fn of(town: &Town, key: &'static str) -> Things {
    let look = Look::new(Matter::Documents, now())
        .newest(ResourceType::DiagnosticReport, 10)
        .newest(ResourceType::DocumentReference, 10)
        .newest(ResourceType::Immunization, 10);
    let shelf = town.rows(key, &look).await;
    let named = |range: usize| -> Vec<Named> {
        shelf.range(range).iter().map(|one| (town.shown(one.id), mark_of(&one.body))).collect()
    };
    let (orders, documents, vaccines) = (named(0), named(1), named(2));
    assert_eq!((orders.len(), documents.len()), (1, 1 + MARKS.len()), "{key}");
    Things { orders, documents, trends: trends(town, key).await, vaccines }
}

/// The analyses, as a page of somebody who is let in leads to them.
async fn trends(town: &Town, key: &str) -> Vec<Named> {
    let Some(way) = WAYS.iter().find(|way| way.subject == key && way.parts.contains(&"results")) else {
        return Vec::new();
    };
    let page = format!("/for/{}/results", town.token(way.reader, key));
    let body = town.ask(way.reader, "GET", &page, "").await.body;
    let plain = body.split("/results/trend/").skip(1).find(|rest| {
        let words = rest.split("Merke-").nth(1).and_then(|words| words.split('<').next());
        words.is_some_and(|words| words.trim() == format!("{key}-results"))
    });
    let id = plain.and_then(|rest| rest.split('"').next()).expect("an analysis");
    vec![(id.to_owned(), None)]
}

/// The mark that the text of a document names.
fn mark_of(body: &str) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| body.contains(&format!("-documents-{mark}\"")))
}
