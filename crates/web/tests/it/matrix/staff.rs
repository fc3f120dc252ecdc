//! Citizens and staff: neither session opens a page of the other side, whatever cookie it is sent in.

use helsami_web::routes::{Access, Method, ROUTES, Route};

use super::cast::{CAST, STAFF};
use super::{Wrong, cast_in_town};

const ID: &str = "21nwy1edg5788nf3pjgs3t654s";

fn method(route: &Route) -> &'static str {
    if route.method == Method::Get { "GET" } else { "POST" }
}

fn in_both(token: &str) -> String {
    format!("__Host-helsami={token}; __Host-helsami-work={token}")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_of_staff_opens_a_page_of_a_citizen() {
    let town = cast_in_town().await;
    let cookie = in_both(town.sign_in_staff(STAFF).await.trim_start_matches("__Host-helsami-work="));
    let landing = town.ask_with(&cookie, "GET", "/work", "").await;
    assert_eq!(landing.status, 200, "the session lives: what follows is about the side");
    let before = town.log("B", 1).await.first().map(|row| row.seq);
    let mut wrong = Wrong::default();
    let mut asked = 0;
    let of_citizens =
        |route: &&Route| matches!(route.access, Access::SignedIn | Access::Own(_) | Access::For(_));
    for route in ROUTES.iter().filter(of_citizens) {
        let path = route.path.replace("{who}", &town.token("PX", "B")).replace("{id}", ID);
        let path = path.replace("{number}", "0").replace("{code}", ID);
        let answer = town.ask_with(&cookie, method(route), &path, "x=1").await;
        if answer.status != 303 || !answer.location().starts_with("/sign-in") || !answer.body.is_empty() {
            wrong.add(format!("{} {path}: {} to {}", method(route), answer.status, answer.location()));
        }
        asked += 1;
    }
    wrong.none();
    assert!(asked > 60, "{asked}");
    assert_eq!(town.log("B", 1).await.first().map(|row| row.seq), before, "nothing of it is in a log");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_citizen_opens_a_page_of_staff() {
    let town = cast_in_town().await;
    let mut wrong = Wrong::default();
    let of_staff = |route: &&Route| matches!(route.access, Access::Staff | Access::StaffSignedIn);
    for reader in CAST.iter().map(|one| one.key).chain([""]) {
        let cookie = match reader {
            "" => String::new(),
            _ => in_both(town.sign_in(reader).await.trim_start_matches("__Host-helsami=")),
        };
        for route in ROUTES.iter().filter(of_staff) {
            let path = route.path.replace("{who}", ID).replace("{id}", ID).replace("{number}", "0");
            let answer = town.ask_with(&cookie, method(route), &path, "role=x").await;
            let is_sent = answer.status == 303 && answer.location().starts_with("/work/sign-in");
            if !is_sent || !answer.body.is_empty() {
                wrong.add(format!("{reader:?}: {} {path}: {}", method(route), answer.status));
            }
        }
    }
    wrong.none();
    let cookie = in_both(town.sign_in("A").await.trim_start_matches("__Host-helsami="));
    assert_eq!(town.ask_with(&cookie, "GET", "/me/record", "").await.status, 200, "the session lives");
}
