//! Staff and everybody's record: whoever has a relation reads every list and nothing that is the person's own; whoever has
//! none reads nothing, and the person's log says so.

use std::collections::BTreeSet;

use helsami_domain::access::Actor;
use helsami_domain::matter::Matter;
use helsami_store::audit::{Action, AuditRow};

use super::cast::{CAST, DOCTOR, MARKS, Person, STAFF};
use super::{Wrong, cast_in_town, look_for_strangers, texts};
use crate::town::{Answer, Town};

/// The lists, and the part of the record that each shows.
const LISTS: [(&str, &str); 15] = [
    ("/results", "results"),
    ("/medicines", "medicines"),
    ("/allergies", "allergies"),
    ("/diagnoses", "diagnoses"),
    ("/vaccines", "vaccines"),
    ("/documents", "documents"),
    ("/appointments", "appointments"),
    ("/care-team", "careteam"),
    // The same lines, to be hidden or shown later.
    ("/marks?part=results", "results"),
    ("/marks?part=medicines", "medicines"),
    ("/marks?part=allergies", "allergies"),
    ("/marks?part=diagnoses", "diagnoses"),
    ("/marks?part=vaccines", "vaccines"),
    ("/marks?part=documents", "documents"),
    ("/marks?part=appointments", "appointments"),
];

/// Somebody's pages, as they stand in the addresses of this visit.
async fn root_of(town: &Town, cookie: &str, person: &Person) -> String {
    let answer = town.ask_with(cookie, "POST", "/work/find", &format!("number={}", person.number())).await;
    let link = answer.body.split("href=\"/work/p/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/work/p/{}", link.unwrap_or_else(|| unreachable!("{} is found: {}", person.key, answer.body)))
}

/// What may stand on a page about this person: their name, their texts of these parts, never where they live.
fn check(told: &str, (answer, person): (&Answer, &Person), parts: &[&str], wrong: &mut Wrong) {
    look_for_strangers(told, answer, &BTreeSet::from([person.key]), wrong);
    let whole = answer.whole();
    if CAST.iter().any(|one| whole.contains(one.street)) {
        wrong.add(format!("{told}: an address"));
    }
    for (whose, part, mark) in texts(&whole) {
        if whose != person.key || !parts.contains(&part.as_str()) {
            wrong.add(format!("{told}: holds {whose} {part} {mark:?}"));
        }
    }
}

/// Whether staff have done this to the record, besides finding the person.
async fn is_logged(town: &Town, key: &str, what: Action) -> bool {
    let rows = town.log(key, 40).await;
    let is_staff = |row: &AuditRow| matches!(row.actor, Actor::Staff { .. });
    let of_staff = || rows.iter().filter(|row| is_staff(row));
    assert!(of_staff().any(|row| row.matter == Some(Matter::Finding)), "{key}: the search is in the log");
    of_staff().any(|row| row.action == what && row.matter != Some(Matter::Finding))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_relation_reads_every_list_and_nothing_else() {
    let town = cast_in_town().await;
    let mut wrong = Wrong::default();
    for person in CAST {
        // A visit each: nobody searches for so many in a minute.
        let cookie = town.sign_in_staff(DOCTOR).await;
        let root = root_of(&town, &cookie, person).await;
        let ask = async |method: &str, path: &str, form: &str| {
            town.ask_with(&cookie, method, &format!("{root}{path}"), form).await
        };
        for (path, _) in LISTS {
            let answer = ask("GET", path, "").await;
            if (answer.status, answer.location()) != (303, root.as_str()) {
                wrong.add(format!("{}: {path} before it is open: {}", person.key, answer.status));
            }
        }
        let opened = ask("POST", "/open", "ground=treatment&reason=").await;
        if opened.status != 303 {
            wrong.add(format!("{}: not opened: {}", person.key, opened.status));
            continue;
        }
        check(person.key, (&ask("GET", "", "").await, person), &[], &mut wrong);
        for (path, part) in LISTS {
            let answer = ask("GET", path, "").await;
            let told = format!("{} {path}: {}", person.key, answer.status);
            if answer.status != 200 {
                wrong.add(told);
                continue;
            }
            check(&told, (&answer, person), &[part], &mut wrong);
            let found = texts(&answer.whole());
            // No mark keeps anything from whoever treats the patient.
            let marks = MARKS.iter().map(|mark| Some((*mark).to_owned()));
            let has_marks = matches!(part, "results" | "documents" | "appointments");
            for mark in std::iter::once(None).chain(marks.filter(|_| has_marks)) {
                if !found.contains(&(person.key.to_owned(), part.to_owned(), mark.clone())) {
                    wrong.add(format!("{told}: lacks {part} {mark:?}"));
                }
            }
        }
        if !is_logged(&town, person.key, Action::Read).await {
            wrong.add(format!("{}: no look in the log", person.key));
        }
    }
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_relation_reads_nothing_and_the_log_says_so() {
    let town = cast_in_town().await;
    let mut wrong = Wrong::default();
    for person in CAST {
        let cookie = town.sign_in_staff(STAFF).await;
        let root = root_of(&town, &cookie, person).await;
        for ground in ["treatment", "coordination", "administration"] {
            let form = format!("ground={ground}&reason=Fordi");
            let answer = town.ask_with(&cookie, "POST", &format!("{root}/open"), &form).await;
            let told = format!("{} {ground}: {}", person.key, answer.status);
            if answer.status != 403 {
                wrong.add(told.clone());
            }
            check(&told, (&answer, person), &[], &mut wrong);
        }
        for (path, _) in LISTS {
            let answer = town.ask_with(&cookie, "GET", &format!("{root}{path}"), "").await;
            if (answer.status, answer.location()) != (303, root.as_str())
                || !texts(&answer.whole()).is_empty()
            {
                wrong.add(format!("{} {path}: {}", person.key, answer.status));
            }
        }
        if !is_logged(&town, person.key, Action::Refused).await {
            wrong.add(format!("{}: no refusal in the log", person.key));
        }
        if is_logged(&town, person.key, Action::Read).await {
            wrong.add(format!("{}: a look in the log", person.key));
        }
    }
    wrong.none();
}
