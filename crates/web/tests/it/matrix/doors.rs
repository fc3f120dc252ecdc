//! What is no page of a record: doors, settings and sessions.

use std::collections::BTreeSet;

use super::cast::CAST;
use super::oracle::{self, OPEN_WHEN_CLOSED, OTHERS, way_of};
use super::{Wrong, cast_in_town, look_for_strangers, names, texts};

/// A code of the right form that nobody was ever given.
const NO_ID: &str = "21nwy1edg5788nf3pjgs3t654s";
const NO_CODE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The session also under the name of the staff's cookie: it is worth nothing there.
fn as_staffs(cookie: &str) -> String {
    match cookie.split_once('=') {
        Some((name, token)) => format!("{cookie}; {name}-work={token}"),
        None => String::new(),
    }
}

/// What is no page of a record: the list of those one acts for, settings and sessions, the doors.
#[tokio::test(flavor = "multi_thread")]
async fn doors_and_settings_are_ones_own() {
    let town = cast_in_town().await;
    let mut wrong = Wrong::default();
    let acted = |reader: &str| -> BTreeSet<&str> {
        let ways = oracle::WAYS.iter().filter(|way| way.reader == reader && way.subject != reader);
        ways.map(|way| way.subject).collect()
    };
    for reader in CAST.iter().map(|one| one.key).chain([""]) {
        let is_open = way_of(reader, reader).is_some();
        for &(page, nobody, somebody) in OTHERS {
            let (method, path) = page.split_once(' ').expect("method and path");
            let is_own =
                (path.starts_with("/me/") || path == "/acting/apply") && !OPEN_WHEN_CLOSED.contains(&page);
            let wanted = match (reader.is_empty(), is_own && !is_open) {
                (true, _) => nobody,
                (false, true) => 403,
                (false, false) => somebody,
            };
            // What ends sessions is tried with one that is made for it.
            let cookie = if reader.is_empty() { String::new() } else { town.sign_in(reader).await };
            let cookie = as_staffs(&cookie);
            let form = match path {
                "/language" => "language=en&back=/",
                "/sign-out/back-channel" | "/work/sign-out/back-channel" => "logout_token=forged",
                "/work/role" => "role=21nwy1edg5788nf3pjgs3t654s",
                "/discreet" => "on=yes&back=/",
                "/invitation/{code}" => "answer=yes",
                "/acting/return" => "who=21nwy1edg5788nf3pjgs3t654s",
                _ => "session=21nwy1edg5788nf3pjgs3t654s",
            };
            let query = if page == "GET /acting/return" { format!("?{form}") } else { String::new() };
            let path_asked = path.replace("{name}", "nothing.css").replace("{code}", NO_CODE);
            let path_asked =
                path_asked.replace("{who}", NO_ID).replace("{id}", NO_ID).replace("{number}", "0");
            let answer = town.ask_with(&cookie, method, &format!("{path_asked}{query}"), form).await;
            let told = format!("{reader:?}: {page}");
            if answer.status != wanted {
                wrong.add(format!("{told}: {} in place of {wanted}", answer.status));
            }
            let mut may = BTreeSet::from([reader]);
            if path == "/acting" {
                may.extend(acted(reader));
                let named = names(&answer.body);
                for missing in acted(reader).into_iter().filter(|key| !named.contains(*key)) {
                    wrong.add(format!("{told}: {missing} is not on the list"));
                }
            }
            look_for_strangers(&told, &answer, &may, &mut wrong);
            if !texts(&answer.whole()).is_empty() {
                wrong.add(format!("{told}: holds {:?}", texts(&answer.whole())));
            }
        }
    }
    wrong.none();
}

/// A session is ended by its owner and by nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_session_of_another() {
    let town = cast_in_town().await;
    let owner = "A";
    town.sign_in(owner).await;
    let page = town.ask(owner, "GET", "/me/settings", "").await.body;
    let (_, rest) = page.split_once("name=\"session\" value=\"").expect("another session");
    let session = rest.split('"').next().expect("an id").to_owned();
    let form = format!("session={session}");
    for reader in CAST.iter().map(|one| one.key).filter(|key| *key != owner) {
        let answer = town.ask(reader, "POST", "/me/settings/sessions/end", &form).await;
        assert_eq!((answer.status, town.sessions(owner).await), (404, 2), "{reader}");
        let cookie = town.sign_in(reader).await;
        town.ask_with(&cookie, "POST", "/me/settings/sessions/end-others", "").await;
        assert_eq!((town.sessions(reader).await, town.sessions(owner).await), (1, 2), "{reader}");
        town.ask_with(&cookie, "POST", "/me/settings/sessions/end-all", "").await;
        assert_eq!(town.sessions(owner).await, 2, "{reader}");
    }
    let answer = town.ask(owner, "POST", "/me/settings/sessions/end", &form).await;
    assert_eq!((answer.status, town.sessions(owner).await), (303, 1));
}
