//! Every link that each test person of the demo can see leads somewhere, and leads nobody else to the same.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::town::Town;

/// Who looks around: everybody around whom the access rules turn, and some with much and with little in their record.
const PEOPLE: &[&str] = &[
    "Ingrid Solbakken",
    "Solveig Aunemo",
    "Nora Uthaug",
    "Odd Henrik Fossum",
    "Maria Elvestad",
    "Thea Brekken",
    "Silje Sandnes",
    "Martin Holm",
    "Jonas Rognes",
    "Hege Rognes",
    "Rune Rognes",
    "Frida Rognes",
    "Emilie Bakklund",
    "Monica Bakklund",
    "Stian Bakklund",
    "Kristin Dragsten",
    "Anders Lian",
    "Line Hauge",
    "Geir Hauge",
    "Siv Aas",
    "Bodil Vinje",
    "Bente Aunemo Lund",
    "Håkon Lund",
    "Tove Strand",
    "Inger Tømmervåg",
    "Pål Krogstad",
    "Heidi Norum",
    "Åse Fossum",
    "Helle Krogh",
    "Vidar Sletten",
    "Sigrid Moe",
    "Mikkel Dragsten",
    "Tiril Hauge",
    "Noah Aas",
];
/// Whom they act for, by the guide: docs/guides/personas.md.
const ACTS: &[(&str, &[&str])] = &[
    ("Thea Brekken", &[""]),
    ("Silje Sandnes", &["Liam Sandnes Holm"]),
    ("Martin Holm", &["Liam Sandnes Holm"]),
    ("Hege Rognes", &["Frida Rognes", "Jonas Rognes"]),
    ("Rune Rognes", &["Frida Rognes", "Jonas Rognes"]),
    ("Monica Bakklund", &["Emilie Bakklund"]),
    ("Stian Bakklund", &["Emilie Bakklund"]),
    ("Anders Lian", &["Sander Lian"]),
    ("Line Hauge", &["Tiril Hauge"]),
    ("Bodil Vinje", &["Noah Aas"]),
    ("Bente Aunemo Lund", &["Solveig Aunemo"]),
    ("Håkon Lund", &["Solveig Aunemo"]),
    ("Inger Tømmervåg", &["Olav Tømmervåg"]),
    ("Åse Fossum", &["Odd Henrik Fossum"]),
];
/// An id of the right form that nobody was ever given.
const NOBODYS: &str = "21nwy1edg5788nf3pjgs3t654s";
/// Addresses with ids of one shape that are followed for one person: a long list says the same a hundred times.
const OF_A_SHAPE: usize = 3;

/// The addresses of our own that a page leads to.
fn links(page: &str) -> BTreeSet<String> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = all.filter(|address| address.starts_with('/') && !address.starts_with("/assets/"));
    own.map(|address| address.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned())
        .collect()
}

fn is_id(part: &str) -> bool {
    part.len() == NOBODYS.len() && part.bytes().all(|one| one.is_ascii_digit() || one.is_ascii_lowercase())
}

/// A text with another id in the place of each that an address has.
fn without(address: &str, text: &str, id: &str) -> String {
    let ids = address.split(['/', '?', '=', '&']).filter(|part| is_id(part));
    ids.fold(text.to_owned(), |text, part| text.replace(part, id))
}

/// The address itself with another id in the place of each of its own.
fn with_ids(address: &str, id: &str) -> String {
    without(address, address, id)
}

/// Whom the page of those one can act for leads to: the names on it.
fn acted(page: &str) -> Vec<String> {
    let cards = page.split("class=\"card-head\"").skip(1);
    let names = cards.filter_map(|card| card.split("<h2>").nth(1)?.split("</h2>").next());
    names.map(|name| if name.contains("uten navn") { String::new() } else { name.to_owned() }).collect()
}

/// Follows every link from the two pages where everybody begins; hands back what could be followed.
async fn look_around(town: &Town, person: &str, wrong: &mut Vec<String>) -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = BTreeSet::from(["/me".to_owned(), "/acting".to_owned()]);
    let mut waiting: VecDeque<String> = seen.iter().cloned().collect();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(address) = waiting.pop_front() {
        let answer = town.ask(person, "GET", &address, "").await;
        // The page of a closed record says why; it leads on only where one may go.
        let is_start = address == "/me" && answer.status == 403;
        // «/» is one's own overview, or what says that it is closed.
        if !matches!(answer.status, 200 | 303) && !is_start {
            wrong.push(format!("{person}: {address} answers {}", answer.status));
        }
        for link in links(&answer.body) {
            let shape = with_ids(&link, "{id}");
            let count = shapes.entry(shape.clone()).or_default();
            if seen.contains(&link) || shape != link && *count >= OF_A_SHAPE {
                continue;
            }
            *count += 1;
            seen.insert(link.clone());
            waiting.push_back(link);
        }
    }
    seen
}

/// Tries every address with an id that others have followed: it answers as one that means nothing.
async fn try_all(town: &Town, all: &BTreeMap<&str, BTreeSet<String>>, reader: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut nothing: BTreeMap<String, (u16, String)> = BTreeMap::new();
    for (owner, addresses) in all.iter().filter(|(owner, _)| **owner != reader) {
        for address in addresses.iter().filter(|one| with_ids(one, "") != **one) {
            let nonsense = with_ids(address, NOBODYS);
            if !nothing.contains_key(&nonsense) {
                let answer = town.ask(reader, "GET", &nonsense, "").await;
                nothing.insert(nonsense.clone(), (answer.status, answer.body));
            }
            let answer = town.ask(reader, "GET", address, "").await;
            let told = format!("{reader}: {address} of {owner}");
            if !matches!(answer.status, 403 | 404) {
                wrong.push(format!("{told} answers {}", answer.status));
            }
            if (answer.status, without(address, &answer.body, NOBODYS)) != nothing[&nonsense] {
                wrong.push(format!("{told} differs from nonsense"));
            }
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_leads_somewhere_and_nobody_else_anywhere() {
    let town = Town::of_region().await;
    let mut wrong = Vec::new();
    let mut all: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for &person in PEOPLE {
        all.insert(person, look_around(&town, person, &mut wrong).await);
    }
    let named =
        |addresses: &BTreeSet<String>| addresses.iter().filter(|one| with_ids(one, "") != **one).count();
    assert!(named(&all["Solveig Aunemo"]) > 10 && named(&all["Silje Sandnes"]) > 10);
    assert!(all["Jonas Rognes"].contains("/me/vaccines") && !all["Jonas Rognes"].contains("/me/documents"));
    let (town, all) = (Arc::new(town), Arc::new(all));
    let mut readers = JoinSet::new();
    for &other in PEOPLE {
        let (town, all) = (Arc::clone(&town), Arc::clone(&all));
        readers.spawn(async move { try_all(&town, &all, other).await });
    }
    while let Some(one) = readers.join_next().await {
        wrong.extend(one.expect("a reader who is done"));
    }
    let count = wrong.len();
    wrong.truncate(60);
    assert!(count == 0, "{count} wrong, the first:\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_test_people_act_for_those_the_guide_names() {
    let town = Town::of_region().await;
    for &person in PEOPLE {
        let page = town.ask(person, "GET", "/acting", "").await;
        let expect = ACTS.iter().find(|(who, _)| *who == person).map_or(&[][..], |(_, whom)| whom);
        assert_eq!(
            (page.status, acted(&page.body)),
            (200, expect.iter().map(|&one| one.to_owned()).collect()),
            "{person}"
        );
    }
}

/// Asks as one of them for a page, `for PERSON:/…` where it is somebody else's; what must stand on it and what not.
async fn see(town: &Town, (who, page, status): (&str, &str, u16), has: &[&str], lacks: &[&str]) {
    let path = page.strip_prefix("for ").and_then(|rest| rest.split_once(':'));
    let path = path.map_or(page.to_owned(), |(whom, path)| format!("/for/{}{path}", town.token(who, whom)));
    let answer = town.ask(who, "GET", &path, "").await;
    assert_eq!(answer.status, status, "{who} {page}");
    for words in has {
        assert!(answer.body.contains(words), "{who} {page} lacks {words}");
    }
    for words in lacks {
        assert!(!answer.body.contains(words), "{who} {page} holds {words}");
    }
}

/// What the guide says that each sees and does not see, in the words of the record.
#[tokio::test(flavor = "multi_thread")]
async fn the_walks_of_the_guide_about_children_are_true() {
    let town = Town::of_region().await;
    let (talk, body, meeting) =
        ("Samtale med helsesykepleier", "kropp og prevensjon", "foreldre og skolelege");
    see(&town, ("Jonas Rognes", "/me/appointments", 200), &[body], &[meeting]).await;
    see(&town, ("Jonas Rognes", "/me/documents", 403), &[], &[talk]).await;
    see(&town, ("Jonas Rognes", "/me/results", 403), &[], &[]).await;
    for parent in ["Hege Rognes", "Rune Rognes"] {
        see(&town, (parent, "for Jonas Rognes:/appointments", 200), &[meeting], &[body]).await;
        see(&town, (parent, "for Jonas Rognes:/documents", 200), &[], &[talk]).await;
        see(&town, (parent, "for Frida Rognes:/documents", 200), &["Feber og hoste"], &[]).await;
    }
    see(&town, ("Frida Rognes", "/me", 403), &["forelder"], &["Feber"]).await;
    see(&town, ("Emilie Bakklund", "/me", 403), &[], &["Slapphet"]).await;
    see(&town, ("Martin Holm", "for Liam Sandnes Holm:/documents", 200), &["Hoste og tung pust"], &[]).await;
    see(&town, ("Bodil Vinje", "for Noah Aas:/vaccines", 200), &[], &[]).await;
    see(&town, ("Bodil Vinje", "for Noah Aas:/documents", 403), &[], &["Feber og hoste"]).await;
    for (who, whom) in [
        ("Kristin Dragsten", "Mikkel Dragsten"),
        ("Geir Hauge", "Tiril Hauge"),
        ("Siv Aas", "Noah Aas"),
        ("Tove Strand", "Solveig Aunemo"),
        ("Pål Krogstad", "Olav Tømmervåg"),
        ("Maria Elvestad", "Selma Elvestad"),
        ("Heidi Norum", "Maria Elvestad"),
    ] {
        see(&town, (who, &format!("for {whom}:/appointments"), 403), &[], &[whom]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_walks_of_the_guide_about_adults_are_true() {
    let town = Town::of_region().await;
    let solveig = |path: &str| format!("for Solveig Aunemo:{path}");
    see(&town, ("Solveig Aunemo", "/me/appointments", 200), &["alderspsykiatrisk"], &[]).await;
    let bente = "Bente Aunemo Lund";
    see(&town, (bente, &solveig("/appointments"), 200), &["hjertesvikt"], &["alderspsykiatrisk"]).await;
    see(&town, ("Solveig Aunemo", "/me/results", 200), &["Nortriptylin"], &[]).await;
    see(&town, (bente, &solveig("/results"), 200), &[], &["Nortriptylin", "alderspsykiatri"]).await;
    see(&town, (bente, &solveig("/medicines"), 403), &[], &[]).await;
    see(&town, ("Håkon Lund", &solveig("/medicines"), 200), &["Metoprolol"], &[]).await;
    see(&town, ("Tove Strand", &solveig("/medicines"), 403), &["avsluttet"], &["Metoprolol"]).await;
    let looked = [bente, "Håkon Lund", "Tove Strand"];
    see(&town, ("Solveig Aunemo", "/me/access-log", 200), &looked, &[]).await;
    let statement = "Erklæring om samtykkekompetanse";
    see(&town, ("Inger Tømmervåg", "for Olav Tømmervåg:/documents", 200), &[statement], &[]).await;
    see(&town, ("Åse Fossum", "for Odd Henrik Fossum:/documents", 200), &["Epikrise"], &[]).await;
    see(&town, ("Åse Fossum", "for Odd Henrik Fossum:/results", 403), &[], &[]).await;
    see(&town, ("Helle Krogh", "/me/record", 403), &["akuttsperren"], &[]).await;
    see(&town, ("Vidar Sletten", "/me/documents", 200), &["vanskelig tid"], &[]).await;
    let refused = ["fra pårørende", "Foreløpig vurdering"];
    see(&town, ("Sigrid Moe", "/me/documents", 200), &["Videre utredning"], &refused).await;
    see(&town, ("Sigrid Moe", "/me/results", 200), &["2 svar er kommet"], &["blodmangel", "Genundersøkelse"])
        .await;
}
