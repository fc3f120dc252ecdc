//! What really changes something, each in a town of its own: whoever may not changes nothing, and then whoever may does
//! exactly that.

use helsami_store::audit::Action;

use super::cast::CAST;
use super::cast_in_town;
use super::oracle::{CANNOT_TAKE, Expected, PAGES, RETURN, Rule, WAYS, is_there, way_of};
use super::things::{self, Things};
use crate::town::{Answer, Town};

/// The rule of a page.
fn rule_of(page: &str) -> &'static Rule {
    PAGES.iter().find(|rule| rule.page == page).expect("a page of the oracle")
}

/// Everybody with everybody's record, their own too.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    CAST.iter().flat_map(|reader| CAST.iter().map(|subject| (reader.key, subject.key)))
}

/// How many resources there are, and how many versions before them.
async fn kept(town: &Town) -> (u64, u64) {
    let (total, past, ..) = town.stored().await;
    (total, past)
}

/// Whether a change of a reader, or that it was refused, is in the subject's log.
async fn is_told(town: &Town, (reader, subject): (&str, &str), what: Action) -> bool {
    let rows = town.log(subject, 2 * CAST.len()).await;
    rows.iter().any(|row| row.action == what && town.is_by(row, reader))
}

/// What a change did to somebody: the answer, new resources, new versions.
type Done = (u16, u64, u64);

/// Posts, and tells what became more.
async fn post(town: &Town, reader: &str, (path, form): (&str, &str)) -> (Answer, Done) {
    let before = kept(town).await;
    let answer = town.ask(reader, "POST", path, form).await;
    let after = kept(town).await;
    let done = (answer.status, after.0 - before.0, after.1 - before.1);
    (answer, done)
}

/// The path of a page in the addresses of a reader; `None` where there is no such address.
fn path_of(town: &Town, (reader, subject): (&str, &str), page: &str) -> Option<String> {
    let (_, path) = page.split_once(' ').expect("method and path");
    let is_own = reader == subject;
    let root = if is_own { "/me".to_owned() } else { format!("/for/{}", town.token(reader, subject)) };
    is_there(page, is_own).then(|| format!("{root}{path}"))
}

/// Everybody tries a change with every record: first all whom the oracle refuses, who change nothing and are in the log,
/// then all others, each of whom does what `done` says.
async fn everybody_tries(page: &str, form: &str, done: impl Fn(&str, &str) -> Done) -> Town {
    let (town, rule) = (cast_in_town().await, rule_of(page));
    let may = |pair| Expected::of(pair, rule, None).is_yes();
    let (mut refused, mut taken) = (0, 0);
    let stored = town.stored().await;
    for (reader, subject) in pairs().filter(|pair| !may(*pair)) {
        let Some(path) = path_of(&town, (reader, subject), page) else { continue };
        let answer = town.ask(reader, "POST", &path, form).await;
        assert_eq!((answer.status, town.stored().await), (403, stored), "{reader} for {subject}: {page}");
        assert!(
            is_told(&town, (reader, subject), Action::Refused).await,
            "{reader} for {subject}: {page} is not in the log"
        );
        refused += 1;
    }
    for (reader, subject) in pairs().filter(|pair| may(*pair)) {
        let Some(path) = path_of(&town, (reader, subject), page) else { continue };
        let (_, found) = post(&town, reader, (&path, form)).await;
        assert_eq!(found, done(reader, subject), "{reader} for {subject}: {page}");
        let is_written = is_told(&town, (reader, subject), Action::Write).await;
        assert_eq!(is_written, found.1 > 0, "{reader} for {subject}: {page} in the log");
        taken += 1;
    }
    assert!(refused > 0 && taken > 0, "{page}: {refused} refused, {taken} taken");
    town
}

const OFFER: &str = "part=results&from=2026-11-26&ends=open";

#[tokio::test(flavor = "multi_thread")]
async fn only_the_person_of_age_invites_closes_and_answers_what_is_offered() {
    // Every invitation is one more resource in the record of the giver.
    everybody_tries("POST /access/invitation", OFFER, |_, _| (200, 1, 0)).await;
    everybody_tries("POST /blocks", "who=staff&what=record", |_, _| (303, 1, 0)).await;
    // Nobody but the one who has just turned 16 is offered anything that could be declined.
    everybody_tries("POST /access/dismiss", "", |reader, _| (303, u64::from(reader == "C16"), 0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_of_age_settles_their_own_kin() {
    let town =
        everybody_tries("POST /kin/edit", "name=Per&relation=Nabo&purpose=never", |_, _| (303, 1, 0)).await;
    let page = town.ask("B", "GET", "/me/kin", "").await.body;
    let link = page.split("/me/kin/edit?").nth(1).and_then(|rest| rest.split('"').next());
    let form = link.expect("a relation").to_owned();
    let stored = town.stored().await;
    for reader in CAST.iter().map(|one| one.key).filter(|key| *key != "B") {
        let wanted = if way_of(reader, reader).is_some_and(|way| way.rule == "self") { 404 } else { 403 };
        let answers = [
            town.ask(reader, "GET", &format!("/me/kin/edit?{form}"), "").await,
            town.ask(reader, "POST", "/me/kin/edit", &form).await,
            town.ask(reader, "POST", "/me/kin/end", &form).await,
        ];
        assert_eq!(answers.each_ref().map(|one| one.status), [wanted; 3], "{reader}");
    }
    assert_eq!(town.stored().await, stored);
    assert_eq!(post(&town, "B", ("/me/kin/edit", &form)).await.1, (303, 0, 1));
    assert_eq!(post(&town, "B", ("/me/kin/end", &form)).await.1, (303, 0, 1));
    assert_eq!(post(&town, "B", ("/me/kin/end", &form)).await.1, (404, 0, 0), "it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_person_of_age_consents_and_reserves() {
    let town = everybody_tries("POST /consents", "topic=quality&set=yes", |_, _| (303, 1, 0)).await;
    let done = async |form: &str| post(&town, "A", ("/me/consents", form)).await.1;
    assert_eq!(done("topic=quality&set=yes").await, (303, 0, 0), "it is so already");
    assert_eq!(done("topic=quality&set=no").await, (303, 0, 1));
    assert_eq!(done("topic=quality&set=no").await, (303, 0, 0));
    assert_eq!(done("topic=quality&set=yes").await, (303, 1, 0), "said again");
    assert_eq!(done("topic=research-contact&set=yes").await, (303, 1, 0));
    for wrong in ["topic=everything&set=yes", "topic=quality&set=maybe"] {
        assert_eq!(done(wrong).await, (400, 0, 0), "{wrong}");
    }
    let page = town.ask("A", "GET", "/me/consents", "").await.body;
    assert_eq!(page.matches("Reservert siden").count(), 1);
    assert_eq!((page.matches("Samtykket 26").count(), page.matches("Tidligere valg").count()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_put_away_by_whoever_it_is_told_to() {
    // Until the moment of the test, in microseconds.
    let town = everybody_tries("POST /notices/put-away", "until=1795694400000000", |_, _| (303, 1, 0)).await;
    let home = town.ask("EX", "GET", "/me", "").await.body;
    assert!(!home.contains("Navn-B-") && !home.contains("notices/put-away"));
    assert_eq!(
        post(&town, "EX", ("/me/notices/put-away", "until=1795694400000000")).await.1,
        (303, 0, 0),
        "it is so already"
    );
    assert_eq!(post(&town, "EX", ("/me/notices/put-away", "until=never")).await.1, (400, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_closes_the_record_of_whoever_sets_it_and_no_other() {
    let town = everybody_tries("POST /lock", "", |_, _| (200, 1, 0)).await;
    for way in WAYS {
        assert_eq!(town.sessions(way.subject).await, usize::from(is_child(way.subject)), "{}", way.subject);
        if way.reader != way.subject && !is_child(way.subject) {
            let path = path_of(&town, (way.reader, way.subject), "GET /results").expect("an address");
            let cookie = town.sign_in(way.reader).await;
            let answer = town.ask_with(&cookie, "GET", &path, "").await;
            assert_eq!(answer.status, 403, "{} for {}", way.reader, way.subject);
        }
    }
}

/// Under 16 without a way into their own record: they can lock nothing.
fn is_child(key: &str) -> bool {
    way_of(key, key).is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_of_somebody_of_13_to_15_consents_and_takes_it_back() {
    let town = everybody_tries("POST /youth", "consent=yes", |_, _| (303, 1, 0)).await;
    assert_eq!(town.ask("C15", "GET", "/me", "").await.status, 200);
    assert_eq!(town.ask("C15", "GET", "/me/documents", "").await.status, 403);
    let path = path_of(&town, ("P", "C15"), "POST /youth").expect("an address");
    assert_eq!(post(&town, "P", (&path, "consent=yes")).await.1, (303, 0, 0), "it is so already");
    assert_eq!(post(&town, "P", (&path, "consent=no")).await.1, (303, 0, 1));
    assert_eq!(town.ask("C15", "GET", "/me", "").await.status, 403);
    assert_eq!(town.ask("C12", "GET", "/me", "").await.status, 403);
}

/// A thing of the record that this reader sees, if there is one.
fn seen<'a>(things: &'a Things, reader: &str, subject: &str) -> Option<&'a str> {
    let parts = way_of(reader, subject).map_or(&[][..], |way| way.parts);
    let list = match parts {
        _ if parts.contains(&"documents") => &things.documents,
        _ if parts.contains(&"results") => &things.orders,
        _ if parts.contains(&"vaccines") => &things.vaccines,
        _ => return None,
    };
    list.iter().find(|(_, mark)| mark.is_none()).map(|(id, _)| id.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_reported_by_whoever_sees_the_line() {
    let town = cast_in_town().await;
    let all = things::of_all(&town).await;
    let form = "wrong=Det+stemmer+ikke";
    let root = |reader: &str, subject: &str| path_of(&town, (reader, subject), "GET /report");
    let stored = town.stored().await;
    for (reader, subject) in
        pairs().filter(|(reader, subject)| seen(&all[*subject], reader, subject).is_none())
    {
        let plain = all[subject].documents.iter().find(|(_, mark)| mark.is_none()).expect("a document");
        let path = format!("{}/{}", root(reader, subject).expect("an address"), plain.0);
        let answer = town.ask(reader, "POST", &path, form).await;
        let wanted = if way_of(reader, subject).is_some() { 404 } else { 403 };
        assert_eq!((answer.status, town.stored().await), (wanted, stored), "{reader} for {subject}");
    }
    let mut taken = 0;
    for (reader, subject) in pairs() {
        let Some(id) = seen(&all[subject], reader, subject) else { continue };
        let path = format!("{}/{id}", root(reader, subject).expect("an address"));
        let status = if reader == subject { 303 } else { 200 };
        assert_eq!(post(&town, reader, (&path, form)).await.1, (status, 1, 0), "{reader} for {subject}");
        assert_eq!(post(&town, reader, (&path, form)).await.1, (status, 0, 0), "{reader}: the same words");
        taken += 1;
    }
    assert_eq!(taken, WAYS.len(), "everybody who is let in");
    // The case is in the subject's list, and in nobody else's.
    let page = town.ask("B", "GET", "/me/cases", "").await.body;
    assert!(page.matches("<article").count() == 2 && page.contains("Navn-PX-sen"), "their own, and PX's");
    let page = town.ask("PX", "GET", "/me/cases", "").await.body;
    assert!(
        page.matches("<article").count() == 2 && page.contains("Navn-B-sen"),
        "their own, and the one for B"
    );
    let page = town.ask("A", "GET", "/me/cases", "").await.body;
    assert!(page.matches("<article").count() == 1 && !page.contains("Navn-B-"), "nobody else's");
    // Whoever is no longer let in follows nothing.
    let list = town.ask("B", "GET", "/me/access", "").await.body;
    for form in list.split("/me/access/end?").skip(1).filter_map(|rest| rest.split('"').next()) {
        town.ask("B", "POST", "/me/access/end", form).await;
    }
    let page = town.ask("PX", "GET", "/me/cases", "").await.body;
    assert!(page.matches("<article").count() == 1 && !page.contains("Merke-B-"), "their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_ones_own_log_is_asked() {
    let town = cast_in_town().await;
    let path = path_of(&town, ("PX", "B"), "GET /results").expect("an address");
    assert_eq!(town.ask("PX", "GET", &path, "").await.status, 200);
    let row = town.log("B", 10).await.into_iter().find(|row| town.is_by(row, "PX")).expect("the look");
    let (line, form) =
        (format!("/me/access-log/ask?line={}", row.seq), format!("line={}&words=Hvorfor", row.seq));
    let stored = town.stored().await;
    for reader in CAST.iter().map(|one| one.key).filter(|key| *key != "B") {
        let wanted = if way_of(reader, reader).is_some() { 404 } else { 403 };
        let read = town.ask(reader, "GET", &line, "").await;
        let sent = town.ask(reader, "POST", "/me/access-log/ask", &form).await;
        assert_eq!((read.status, sent.status), (wanted, wanted), "{reader}");
        assert!(!read.whole().contains("Navn-B-") && !read.whole().contains("Merke-B-"), "{reader}");
    }
    assert_eq!(town.stored().await, stored);
    let page = town.ask("B", "GET", &line, "").await;
    assert!(page.status == 200 && page.body.contains("Navn-PX-sen"));
    assert_eq!(post(&town, "B", ("/me/access-log/ask", &form)).await.1, (303, 1, 0));
    assert_eq!(town.ask("B", "GET", "/me/cases", "").await.body.matches("<article").count(), 1);
}

/// The value of the first field of this name on a page.
fn field(page: &str, name: &str) -> String {
    let value =
        page.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.expect("a field").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_and_an_access_are_ended_by_their_owner_and_nobody_else() {
    let town = cast_in_town().await;
    assert_eq!(post(&town, "B", ("/me/blocks", "who=staff&what=record")).await.1, (303, 1, 0));
    let block = format!("block={}", field(&town.ask("B", "GET", "/me/blocks", "").await.body, "block"));
    let list = town.ask("B", "GET", "/me/access", "").await.body;
    let link = list.split("/me/access/end?").nth(1).and_then(|rest| rest.split('"').next());
    let access = link.expect("an access").to_owned();
    let ask = format!("/me/access/end?{access}");
    let stored = town.stored().await;
    for reader in CAST.iter().map(|one| one.key).filter(|key| *key != "B") {
        let wanted = if way_of(reader, reader).is_some_and(|way| way.rule == "self") { 404 } else { 403 };
        let answers = [
            town.ask(reader, "POST", "/me/blocks/lift", &block).await,
            town.ask(reader, "POST", "/me/access/end", &access).await,
            town.ask(reader, "GET", &ask, "").await,
        ];
        assert_eq!(answers.each_ref().map(|one| one.status), [wanted; 3], "{reader}");
        assert!(answers.iter().all(|one| !one.whole().contains("Navn-B-")), "{reader}");
    }
    assert_eq!(town.stored().await, stored);
    // What is no block is not lifted, and what is no access is not ended, by the right owner neither.
    let (_, id) = access.split_once('=').expect("an id");
    assert_eq!(post(&town, "B", ("/me/blocks/lift", &format!("block={id}"))).await.1, (404, 0, 0));
    let (_, id) = block.split_once('=').expect("an id");
    assert_eq!(post(&town, "B", ("/me/access/end", &format!("access={id}"))).await.1, (404, 0, 0));
    assert_eq!(post(&town, "B", ("/me/blocks/lift", &block)).await.1, (303, 0, 1));
    assert_eq!(town.ask("B", "GET", &ask, "").await.status, 200);
    assert_eq!(post(&town, "B", ("/me/access/end", &access)).await.1, (303, 0, 1));
    assert_eq!(post(&town, "B", ("/me/access/end", &access)).await.1, (404, 0, 0), "it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_is_given_back_by_whoever_has_it() {
    let town = cast_in_town().await;
    let form = |reader: &str, subject: &str| format!("who={}", town.token(reader, subject));
    let may = |(reader, subject): (&str, &str)| {
        way_of(reader, subject).is_some_and(|way| RETURN.contains(&way.rule))
    };
    let stored = town.stored().await;
    for (reader, subject) in pairs().filter(|pair| !may(*pair)) {
        let form = form(reader, subject);
        let read = town.ask(reader, "GET", &format!("/acting/return?{form}"), "").await;
        let sent = town.ask(reader, "POST", "/acting/return", &form).await;
        assert_eq!((read.status, sent.status), (404, 403), "{reader} for {subject}");
        assert!(
            reader == subject || !read.whole().contains(&format!("Navn-{subject}-")),
            "{reader} for {subject}"
        );
        assert!(
            is_told(&town, (reader, subject), Action::Refused).await,
            "{reader} for {subject} is not in the log"
        );
    }
    for way in WAYS.iter().filter(|way| RETURN.contains(&way.rule)) {
        let form = form(way.reader, way.subject);
        for other in CAST.iter().map(|one| one.key).filter(|key| *key != way.reader) {
            let sent = town.ask(other, "POST", "/acting/return", &form).await;
            assert_eq!(sent.status, 404, "{other} with the address of {}", way.reader);
        }
    }
    assert_eq!(town.stored().await, stored);
    for (reader, subject) in pairs().filter(|pair| may(*pair)) {
        let form = form(reader, subject);
        let read = town.ask(reader, "GET", &format!("/acting/return?{form}"), "").await;
        assert!(
            read.status == 200 && read.body.contains(&format!("Navn-{subject}-")),
            "{reader} for {subject}"
        );
        assert_eq!(
            post(&town, reader, ("/acting/return", &form)).await.1,
            (303, 0, 1),
            "{reader} for {subject}"
        );
        assert_eq!(
            post(&town, reader, ("/acting/return", &form)).await.1,
            (403, 0, 0),
            "{reader} for {subject}"
        );
        assert!(is_told(&town, (reader, subject), Action::Write).await, "{reader} for {subject}");
        let home = path_of(&town, (reader, subject), "GET ").expect("an address");
        assert_eq!(town.ask(reader, "GET", &home, "").await.status, 403, "{reader} for {subject}");
    }
}

/// Makes an invitation of A's and gives the path of its link.
async fn invitation(town: &Town) -> String {
    let (answer, done) = post(town, "A", ("/me/access/invitation", OFFER)).await;
    assert_eq!(done, (200, 1, 0));
    let code = answer.body.split("/invitation/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/invitation/{}", code.expect("a code"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_answered_by_one_person_of_age_who_is_in_no_danger() {
    let town = cast_in_town().await;
    let (link, declined) = (invitation(&town).await, invitation(&town).await);
    let stored = town.stored().await;
    for reader in CAST.iter().map(|one| one.key) {
        let wanted = if reader == "A" || CANNOT_TAKE.contains(&reader) { 403 } else { 200 };
        let read = town.ask(reader, "GET", &link, "").await;
        assert_eq!((read.status, town.stored().await), (wanted, stored), "{reader}");
        assert!(!read.whole().contains("Merke-"), "{reader}: nothing of the record");
        if reader != "A" {
            assert_eq!(read.body.contains("Navn-A-sen"), wanted == 200, "{reader}");
        }
        if wanted == 403 {
            let sent = town.ask(reader, "POST", &link, "answer=yes").await;
            assert_eq!((sent.status, town.stored().await), (403, stored), "{reader}");
            assert_eq!(is_told(&town, (reader, "A"), Action::Refused).await, reader != "A", "{reader}");
        }
    }
    assert_eq!(post(&town, "GU", (&declined, "answer=no")).await.1, (200, 0, 1));
    assert_eq!(post(&town, "EX", (&link, "answer=yes")).await.1, (303, 0, 1));
    for reader in ["EX", "GU", "PX"] {
        for link in [&link, &declined] {
            assert_eq!(post(&town, reader, (link, "answer=yes")).await.1, (403, 0, 0), "{reader}");
        }
    }
    for reader in ["EX", "GU"] {
        assert!(is_told(&town, (reader, "A"), Action::Write).await, "{reader} is not in the log");
    }
    let page = |path: &str| path_of(&town, ("EX", "A"), path).expect("an address");
    let results = town.ask("EX", "GET", &page("GET /results"), "").await;
    assert!(results.status == 200 && results.body.contains("Merke-A-results"));
    assert_eq!(town.ask("EX", "GET", &page("GET /medicines"), "").await.status, 403);
    assert_eq!(
        town.ask("GU", "GET", &path_of(&town, ("GU", "A"), "GET /results").expect("an address"), "")
            .await
            .status,
        403
    );
}
