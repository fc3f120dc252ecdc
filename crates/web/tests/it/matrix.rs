//! Every route, asked by everybody about everybody: the answer, what stands in it, and what the log says afterwards are
//! those of an oracle that was written from the words of the rules.

mod cast;
mod changes;
mod chart;
mod doors;
mod oracle;
mod safe;
mod staff;
mod things;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use helsami_store::audit::{Action, AuditRow};
use helsami_web::routes::{Method, ROUTES};
use tokio::task::JoinSet;

use cast::{CAST, consents};
use oracle::{Expected, HOLDERS, OTHERS, PAGES, Part, Rule, TOLD, WAYS, Way, is_there, way_of};
use things::Things;

use crate::town::{Answer, Town};

fn name(method: Method, path: &str) -> String {
    format!("{} {path}", if method == Method::Get { "GET" } else { "POST" })
}

/// The address of a page of the oracle, with a root in front.
fn under(root: &str, page: &str) -> String {
    let (method, path) = page.split_once(' ').expect("method and path");
    format!("{method} {root}{path}")
}

#[test]
fn every_route_has_an_expectation_and_every_expectation_a_route() {
    let routes: BTreeSet<String> = ROUTES.iter().map(|route| name(route.method, route.path)).collect();
    let at = |is_own: bool| PAGES.iter().filter(move |rule| is_there(rule.page, is_own));
    let own = at(true).map(|rule| under("/me", rule.page));
    let for_another = at(false).map(|rule| under("/for/{who}", rule.page));
    let others = OTHERS.iter().map(|(page, ..)| (*page).to_owned());
    let expected: BTreeSet<String> = own.chain(for_another).chain(others).collect();
    assert_eq!(routes, expected);
}

/// What is wrong, gathered: one run tells all of it.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn add(&mut self, what: String) {
        self.0.push(what);
    }

    fn none(self) {
        let count = self.0.len();
        let first: Vec<String> = self.0.into_iter().take(60).collect();
        assert!(count == 0, "{count} differences, the first:\n{}", first.join("\n"));
    }
}

/// One request about a record.
struct Case<'c> {
    reader: &'c str,
    subject: &'c str,
    path: String,
    expected: Expected,
    /// The mark of the thing that the address names, with its part.
    thing: Option<(Part, Option<&'c str>)>,
}

/// The texts of the cast that stand in an answer: whose, which part, which mark.
fn texts(whole: &str) -> BTreeSet<(String, String, Option<String>)> {
    let found = whole.split("Merke-").skip(1).map(|rest| {
        let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(rest.len());
        let mut parts = rest[..end].split('-').map(str::to_owned);
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next())
    });
    found.collect()
}

/// Whose names stand in an answer.
fn names(whole: &str) -> BTreeSet<String> {
    whole.split("Navn-").skip(1).filter_map(|rest| rest.split('-').next()).map(str::to_owned).collect()
}

/// What must not stand in an answer, whoever asked.
fn look_for_strangers(told: &str, answer: &Answer, may: &BTreeSet<&str>, wrong: &mut Wrong) {
    let whole = answer.whole();
    for person in CAST {
        if whole.contains(&person.number()) {
            wrong.add(format!("{told}: the number of {}", person.key));
        }
    }
    for key in names(&whole) {
        if !may.contains(key.as_str()) {
            wrong.add(format!("{told}: the name of {key}"));
        }
    }
}

/// The cast in a town of their own.
async fn cast_in_town() -> Town {
    let people = CAST.iter().map(cast::Person::bundle);
    let bundles: Vec<_> =
        [cast::office(), cast::staff()].into_iter().chain(people).chain([consents()]).collect();
    Town::of(&bundles, CAST.iter().map(|one| (one.key.to_owned(), one.number())).collect()).await
}

async fn check(town: &Town, case: Case<'_>, wrong: &mut Wrong) {
    let Case { reader, subject, ref path, expected, .. } = case;
    let method = expected.rule.page.split(' ').next().expect("a method");
    let told = format!("{reader} for {subject}: {method} {path} ({})", expected.rule.page);
    let before = town.log(subject, 1).await.first().map_or(0, |row| row.seq);
    let answer = send(town, (reader, method), path, expected.rule.with).await;
    if answer.status != expected.status {
        wrong.add(format!("{told}: {} in place of {}", answer.status, expected.status));
        return;
    }
    let mut may = BTreeSet::from([reader]);
    if expected.way.is_some() {
        may.insert(subject);
    }
    let logs = ["GET /access-log", "GET /access-log.ndjson", "GET /access-log.pdf"];
    if logs.contains(&expected.rule.page) && expected.is_yes() {
        may.extend(CAST.iter().map(|person| person.key));
    }
    if expected.rule.page == "GET /access" && expected.is_yes() {
        let holders = HOLDERS.iter().find(|(whose, _)| *whose == subject).map_or(&[][..], |(_, whom)| whom);
        may.extend(holders);
        let named = names(&answer.body);
        for missing in holders.iter().filter(|key| !named.contains(**key)) {
            wrong.add(format!("{told}: {missing} is not on the list"));
        }
    }
    let holders = || HOLDERS.iter().filter(|(whose, _)| *whose == subject).flat_map(|(_, whom)| *whom);
    if expected.rule.page == "GET /blocks" && expected.is_yes() {
        // Whoever has access can be closed out.
        may.extend(holders());
    }
    if expected.rule.page == "GET " && expected.is_yes() && reader == subject {
        // A first look after all this time is told to both sides, whoever of them has been asked for before.
        may.extend(holders());
        let given = WAYS.iter().filter(|way| way.reader == reader && !way.rule.starts_with("parent"));
        may.extend(given.map(|way| way.subject));
        for (_, other) in TOLD.iter().filter(|(whom, _)| *whom == reader) {
            may.insert(other);
            if !names(&answer.body).contains(*other) {
                wrong.add(format!("{told}: is not told of {other}"));
            }
        }
    }
    look_for_strangers(&told, &answer, &may, wrong);
    let found = texts(&answer.whole());
    for (whose, part, mark) in &found {
        let is_subjects = whose == subject && expected.may_hold(part, mark.as_deref());
        let is_the_thing = case.thing.is_none_or(|(of, named)| of != part || named == mark.as_deref());
        if !is_subjects || !is_the_thing {
            wrong.add(format!("{told}: holds {whose} {part} {mark:?}"));
        }
    }
    let mark = case.thing.and_then(|(_, mark)| mark).map(str::to_owned);
    // What an address names stands on its page, whichever part it is of.
    let named = case.thing.map(|(part, _)| part).filter(|_| expected.is_yes());
    for part in expected.must_hold().chain(named) {
        if !found.contains(&(subject.to_owned(), part.to_owned(), mark.clone())) {
            wrong.add(format!("{told}: lacks {part} {mark:?}"));
        }
    }
    check_log(town, (&case, &told, before), wrong).await;
}

/// A yes and a no are in the subject's log, under the reader's name.
async fn check_log(town: &Town, (case, told, before): (&Case<'_>, &str, i64), wrong: &mut Wrong) {
    let rule = case.expected.rule;
    let wanted = match case.expected.status {
        403 => Action::Refused,
        200 | 422 if rule.is_logged || case.reader != case.subject => Action::Read,
        _ => return,
    };
    let is_it = |row: &AuditRow| town.is_by(row, case.reader) && row.action == wanted;
    if !town.is_in_log((case.subject, before), is_it).await {
        wrong.add(format!("{told}: no {wanted:?} in the log"));
    }
}

/// Sends what a page is asked with: in the address, or as a form.
async fn send(town: &Town, (reader, method): (&str, &str), path: &str, with: &str) -> Answer {
    if method == "POST" || with.is_empty() {
        town.ask(reader, method, path, with).await
    } else {
        town.ask(reader, method, &format!("{path}?{with}"), "").await
    }
}

/// What can be named in the addresses of a page: the things, with the part they are of where the page shows just that.
fn named<'a>(things: &'a Things, path: &str) -> Vec<(&'a str, Option<Part>, Option<&'static str>)> {
    let of = |list: &'a [things::Named], part: Option<Part>| {
        list.iter().map(move |(id, mark)| (id.as_str(), part, *mark)).collect::<Vec<_>>()
    };
    match path {
        _ if path.contains("documents") => of(&things.documents, Some("documents")),
        _ if path.contains("report") => {
            [of(&things.documents, Some("documents")), of(&things.orders, Some("results"))].concat()
        }
        // One analysis or one order is whatever the reader sees of it.
        "/results/{id}" => of(&things.orders, None),
        _ => of(&things.trends, None),
    }
}

/// The addresses of a page of the oracle for one record: with the record's own things, and with those of everybody
/// else who is tried.
fn addresses(
    all: &HashMap<&str, Things>,
    root: &str,
    rule: &'static Rule,
    (subject, others): (&str, &[&'static str]),
) -> Vec<Address> {
    let (_, path) = rule.page.split_once(' ').expect("method and path");
    if !path.contains("{id}") {
        return vec![Address { path: format!("{root}{path}"), thing: None, is_own: true }];
    }
    let whose = std::iter::once((subject, true)).chain(others.iter().map(|key| (*key, false)));
    let all =
        whose.flat_map(|(key, is_own)| named(&all[key], path).into_iter().map(move |one| (one, is_own)));
    // Of others, and by those who are not let in, one plain thing and one refused are tried: whose it is decides, and
    // not what it is.
    let is_let_in = others.len() > 1;
    let all = all
        .filter(move |((.., mark), is_own)| is_let_in && *is_own || matches!(mark, None | Some("refused")));
    all.map(|((id, part, mark), is_own)| {
        let path = format!("{root}{}", path.replace("{id}", id).replace("{number}", "0"));
        Address { path, thing: part.map(|part| (part, mark)), is_own }
    })
    .collect()
}

struct Address {
    path: String,
    thing: Option<(Part, Option<&'static str>)>,
    is_own: bool,
}

impl Address {
    /// Whether it names something of the record that this way shows; `None` where it names nothing.
    fn names_something(&self, rule: &Rule, way: Option<&Way>) -> Option<bool> {
        let shows = |(part, mark): (Part, Option<&str>)| {
            let is_open = way.is_some_and(|way| way.parts.contains(&part));
            is_open && mark.is_none_or(|mark| way.is_some_and(|way| !way.hides.contains(&mark)))
        };
        rule.page.contains("{id}").then(|| self.is_own && self.thing.is_none_or(shows))
    }
}

/// Asks every page about one record.
async fn ask_all(
    (town, all): (&Town, &HashMap<&str, Things>),
    (reader, subject, root): (&str, &str, &str),
    wrong: &mut Wrong,
) {
    let way = way_of(reader, subject);
    let everybody: Vec<&'static str> = CAST.iter().map(|one| one.key).filter(|key| *key != subject).collect();
    // Whoever is not let in gets no further than the record: one strange thing shows it.
    let others = if way.is_some() { &everybody[..] } else { &everybody[..1] };
    for rule in PAGES.iter().filter(|rule| is_there(rule.page, root == "/me")) {
        for address in addresses(all, root, rule, (subject, others)) {
            let something = address.names_something(rule, way);
            let expected = Expected::of((reader, subject), rule, something);
            if rule.is_change && expected.is_yes() {
                continue;
            }
            let Address { path, thing, .. } = address;
            check(town, Case { reader, subject, path, expected, thing }, wrong).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_rules_say_and_nothing_else() {
    let town = Arc::new(cast_in_town().await);
    let all = Arc::new(things::of_all(&town).await);
    let mut wrong = Wrong::default();
    let stored = town.stored().await;
    assert!(CAST.len() >= 22, "{}", CAST.len());
    // Each reader by themself, all at once: the log keeps them apart.
    let mut readers = JoinSet::new();
    for reader in CAST {
        let (town, all) = (Arc::clone(&town), Arc::clone(&all));
        readers.spawn(async move {
            let mut wrong = Wrong::default();
            ask_all((&town, &all), (reader.key, reader.key, "/me"), &mut wrong).await;
            for subject in CAST {
                let root = format!("/for/{}", town.token(reader.key, subject.key));
                ask_all((&town, &all), (reader.key, subject.key, &root), &mut wrong).await;
            }
            wrong
        });
    }
    while let Some(one) = readers.join_next().await {
        wrong.0.extend(one.expect("a reader who is done").0);
    }
    assert_eq!(town.stored().await, stored, "nothing was written but the log");
    wrong.none();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_made_for_another_reader_is_no_address() {
    let town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let mut wrong = Wrong::default();
    for way in WAYS {
        let root = format!("/for/{}", town.token(way.reader, way.subject));
        for reader in CAST.iter().map(|one| one.key).filter(|key| *key != way.reader).chain([""]) {
            for rule in PAGES.iter().filter(|rule| is_there(rule.page, false)) {
                for Address { path, .. } in addresses(&all, &root, rule, (way.subject, &[])) {
                    let method = rule.page.split(' ').next().expect("a method");
                    let before = town.log(way.subject, 1).await.first().map(|row| row.seq);
                    let answer = send(&town, (reader, method), &path, rule.with).await;
                    let told = format!("{reader:?}: {method} {path}, made for {}", way.reader);
                    let wanted = if reader.is_empty() { 303 } else { 404 };
                    if answer.status != wanted {
                        wrong.add(format!("{told}: {} in place of {wanted}", answer.status));
                    }
                    look_for_strangers(&told, &answer, &BTreeSet::from([reader]), &mut wrong);
                    if !texts(&answer.whole()).is_empty() {
                        wrong.add(format!("{told}: holds {:?}", texts(&answer.whole())));
                    }
                    let after = town.log(way.subject, 1).await.first().map(|row| row.seq);
                    if before != after {
                        wrong.add(format!("{told}: a line in the log of a record that was not reached"));
                    }
                }
            }
        }
    }
    wrong.none();
}

/// Nobody who has not signed in gets anything of a record.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_nothing() {
    let town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let mut wrong = Wrong::default();
    for subject in CAST {
        let for_them = format!("/for/{}", town.token("A", subject.key));
        for rule in PAGES {
            for root in ["/me", &for_them] {
                for Address { path, .. } in addresses(&all, root, rule, (subject.key, &[])) {
                    let method = rule.page.split(' ').next().expect("a method");
                    let before = town.log(subject.key, 1).await.first().map(|row| row.seq);
                    let answer = send(&town, ("", method), &path, rule.with).await;
                    let told = format!("nobody: {method} {path}");
                    let wanted = if is_there(rule.page, root == "/me") { 303 } else { 404 };
                    if answer.status != wanted || wanted == 303 && !answer.location().starts_with("/sign-in")
                    {
                        wrong.add(format!("{told}: {} to {}", answer.status, answer.location()));
                    }
                    look_for_strangers(&told, &answer, &BTreeSet::new(), &mut wrong);
                    let after = town.log(subject.key, 1).await.first().map(|row| row.seq);
                    if !texts(&answer.whole()).is_empty() || before != after {
                        wrong.add(format!("{told}: holds something, or has left a line"));
                    }
                }
            }
        }
    }
    wrong.none();
}
