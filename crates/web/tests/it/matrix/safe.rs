//! What is behind a fresh sign-in is on no page before it: every page of the oracle, for the person and for whoever acts.

use std::collections::{BTreeSet, HashMap};

use super::oracle::{PAGES, Part, Rule, is_there};
use super::things::Things;
use super::{Town, Wrong, addresses, cast_in_town, send, texts, things};

/// The parts that can be chosen, with the word of the form and of the cast.
const PARTS: [(&str, Part); 8] = [
    ("appointments", "appointments"),
    ("results", "results"),
    ("medicines", "medicines"),
    ("allergies", "allergies"),
    ("diagnoses", "diagnoses"),
    ("vaccines", "vaccines"),
    ("documents", "documents"),
    ("care-team", "careteam"),
];

/// Whether the page is tried: not what would choose and close meanwhile.
fn is_looked_at(rule: &Rule, is_own: bool) -> bool {
    is_there(rule.page, is_own) && !rule.is_change && !rule.page.starts_with("POST /safe")
}

/// What of somebody's chosen stands on the pages that a reader asks, each with the page.
async fn found(
    (town, all): (&Town, &HashMap<&str, Things>),
    (reader, root): (&str, &str),
    is_chosen: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    for rule in PAGES.iter().filter(|rule| is_looked_at(rule, root == "/me")) {
        for address in addresses(all, root, rule, ("B", &[])) {
            let method = rule.page.split(' ').next().expect("a method");
            let answer = send(town, (reader, method), &address.path, rule.with).await;
            let parts: BTreeSet<String> =
                texts(&answer.whole()).into_iter().map(|(_, part, _)| part).collect();
            let chosen = parts.into_iter().filter(|part| is_chosen(part));
            found.extend(chosen.map(|part| format!("{reader}: {method} {}: {part}", address.path)));
        }
    }
    found
}

/// Signs in anew, as the same person in the same session.
async fn unlock(town: &mut Town, key: &str) {
    let begun = town.ask(key, "GET", "/sign-in/anew?to=/me", "").await;
    let sealed = begun.cookie("__Host-helsami-sign-in=").expect("what is brought back");
    let path = format!("/sign-in/callback?code={}", town.number(key));
    let carried = format!("{}; {sealed}", town.cookie(key));
    let answer = town.ask_with(&carried, "GET", &path, "").await;
    assert_eq!((answer.status, answer.location()), (303, "/me"), "{}", answer.body);
    town.keep_cookie(key, answer.cookie("__Host-helsami=").expect("a new token"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_on_no_page_before_a_fresh_sign_in() {
    let mut town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let mut wrong = Wrong::default();
    let for_b = format!("/for/{}", town.token("PX", "B"));
    let of_results = |part: &str| part == "results";
    assert_ne!(
        found((&town, &all), ("PX", &for_b), of_results).await,
        Vec::<String>::new(),
        "given, and seen"
    );
    for (code, chosen) in PARTS {
        let is_chosen = |part: &str| part == chosen;
        let open = found((&town, &all), ("B", "/me"), is_chosen).await;
        assert!(!open.is_empty(), "{chosen} is on some page");
        let form = format!("part={code}");
        assert_eq!(town.ask("B", "POST", "/me/safe", &form).await.status, 303, "{chosen}");
        wrong.0.extend(found((&town, &all), ("B", "/me"), is_chosen).await);
        wrong.0.extend(found((&town, &all), ("PX", &for_b), is_chosen).await);
        assert_eq!(town.ask("B", "POST", "/me/safe", "").await.status, 403, "{chosen}: less");
        unlock(&mut town, "B").await;
        assert_eq!(
            found((&town, &all), ("B", "/me"), is_chosen).await.len(),
            open.len(),
            "{chosen} is open again"
        );
        wrong.0.extend(found((&town, &all), ("PX", &for_b), is_chosen).await);
        assert_eq!(town.ask("B", "POST", "/me/safe", "").await.status, 303, "{chosen}: nothing any more");
        assert_eq!(town.ask("B", "POST", "/me/safe/close", "").await.status, 303);
    }
    assert_ne!(
        found((&town, &all), ("PX", &for_b), of_results).await,
        Vec::<String>::new(),
        "given, and seen again"
    );
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_document_is_a_padlock_until_a_fresh_sign_in() {
    let mut town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let (link, _) = all["B"].documents.iter().find(|(_, mark)| mark.is_none()).expect("a plain document");
    let (other, _) = all["A"].documents.iter().find(|(_, mark)| mark.is_none()).expect("of somebody else");
    let (page, offer, form) =
        (format!("/me/documents/{link}"), format!("/me/safe?item={link}"), format!("item={link}"));
    assert!(town.ask("B", "GET", &page, "").await.body.contains(&offer), "the document leads there");
    assert!(town.ask("B", "GET", &offer, "").await.body.contains("Merke-B-documents"), "by its name");
    // What points at it tells of it too: an error that was reported.
    let report = format!("/me/report/{link}");
    assert_eq!(town.ask("B", "POST", &report, "wrong=Det+stemmer+ikke").await.status, 303);
    assert!(town.ask("B", "GET", "/me/cases", "").await.body.contains("Det stemmer ikke"));
    let stored = town.stored().await;
    for strange in [other, "21nwy1edg5788nf3pjgs3t654s", "x"] {
        assert_eq!(
            town.ask("B", "GET", &format!("/me/safe?item={strange}"), "").await.status,
            404,
            "{strange}"
        );
        assert_eq!(
            town.ask("B", "POST", "/me/safe", &format!("item={strange}")).await.status,
            404,
            "{strange}"
        );
    }
    assert_eq!(town.stored().await, stored, "nothing strange is kept");
    assert_eq!(town.ask("B", "POST", "/me/safe", &form).await.status, 303);
    let closed = town.ask("B", "GET", &page, "").await;
    assert!(closed.status == 403 && closed.body.contains("Dette er låst") && !closed.body.contains("Merke-"));
    let file = town.ask("B", "GET", &format!("{page}/file/0"), "").await;
    assert!(file.status == 403 && !file.whole().contains("Merke-"));
    let list = town.ask("B", "GET", "/me/documents", "").await;
    assert!(list.status == 200 && list.body.contains("Noe du har låst, er ikke med her."));
    let plain = |body: &str| texts(body).contains(&("B".to_owned(), "documents".to_owned(), None));
    for body in [&list.body, &town.ask("B", "POST", "/me/search", "words=Merke").await.body] {
        assert!(!plain(body) && texts(body).iter().any(|(_, part, _)| part == "documents"), "only the one");
    }
    let cases = town.ask("B", "GET", "/me/cases", "").await.body;
    assert!(!cases.contains("Det stemmer ikke") && cases.contains("Noe du har låst, er ikke med her."));
    let safe = town.ask("B", "GET", "/me/safe", "").await;
    assert!(!plain(&safe.body) && safe.body.contains("Låst til du logger inn på nytt"));
    // The same again changes nothing; without it, or with another in its place, is less.
    let stored = town.stored().await;
    assert_eq!((town.ask("B", "POST", "/me/safe", &form).await.status, town.stored().await), (303, stored));
    assert_eq!(town.ask("B", "POST", "/me/safe", "part=results").await.status, 403);
    unlock(&mut town, "B").await;
    assert!(plain(&town.ask("B", "GET", &page, "").await.body));
    assert!(
        town.ask("B", "GET", "/me/safe", "").await.body.contains("Merke-B-documents"),
        "by its name again"
    );
    assert_eq!(town.ask("B", "POST", "/me/safe", "").await.status, 303);
    town.ask("B", "POST", "/me/safe/close", "").await;
    assert!(plain(&town.ask("B", "GET", &page, "").await.body), "nothing asks any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_result_is_a_padlock_with_its_report_and_hidden_from_whoever_acts() {
    let mut town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let (report, _) = &all["B"].orders[0];
    let for_b = format!("/for/{}", town.token("PX", "B"));
    let (own, acting) = (format!("/me/results/{report}"), format!("{for_b}/results/{report}"));
    let body = town.ask("B", "GET", &own, "").await.body;
    assert_eq!(town.ask("PX", "GET", &acting, "").await.status, 200);
    // The report leads there, and each of its answers does; whoever acts is led nowhere.
    let links: Vec<&str> = body
        .split("/me/safe?item=")
        .skip(1)
        .map(|rest| rest.split('"').next().expect("an address"))
        .collect();
    assert!(links.contains(&report.as_str()) && links.len() > 1, "{links:?}");
    assert!(!town.ask("PX", "GET", &acting, "").await.body.contains("safe?item="));
    let answer = links.iter().find(|link| *link != report).expect("an answer");
    let offer = town.ask("B", "GET", &format!("/me/safe?item={answer}"), "").await.body;
    assert!(
        offer.contains("Dette låses sammen med det:") && offer.contains("(prøvesvar og målinger)"),
        "{offer}"
    );
    let count = |texts: &BTreeSet<(String, String, Option<String>)>| {
        texts.iter().filter(|(who, part, _)| who == "B" && part == "results").count()
    };
    let before = count(&texts(&town.ask("B", "GET", "/me/results", "").await.body));
    assert_eq!(town.ask("B", "POST", "/me/safe", &format!("item={answer}")).await.status, 303);
    let closed = town.ask("B", "GET", &own, "").await;
    assert!(closed.status == 403 && closed.body.contains("Dette er låst") && !closed.body.contains("Merke-"));
    assert_eq!(town.ask("PX", "GET", &acting, "").await.status, 404);
    let list = town.ask("B", "GET", "/me/results", "").await;
    assert!(count(&texts(&list.body)) < before && list.body.contains("Noe du har låst, er ikke med her."));
    assert!(!list.body.contains(report.as_str()));
    let safe = town.ask("B", "GET", "/me/safe", "").await.body;
    assert!(safe.contains("Låst til du logger inn på nytt") && !safe.contains("Merke-"));
    unlock(&mut town, "B").await;
    let safe = town.ask("B", "GET", "/me/safe", "").await.body;
    assert!(count(&texts(&safe)) == 1 && safe.contains("(prøvesvar og målinger)"), "{safe}");
    assert_eq!(town.ask("B", "GET", &own, "").await.status, 200);
    assert_eq!(town.ask("PX", "GET", &acting, "").await.status, 404, "not for whoever acts");
    assert_eq!(town.ask("B", "POST", "/me/safe", "").await.status, 303);
    assert_eq!(town.ask("PX", "GET", &acting, "").await.status, 200, "given, and seen again");
}
