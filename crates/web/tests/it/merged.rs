//! What people are told when two records of one person are made one and parted again.

use helsami_app::exchange::{Asserted, Caller, Exchange, NamedPatient, Registered, Terms};
use helsami_domain::access::Scopes;
use helsami_web::text::Language;
use jiff::{SignedDuration, Timestamp};

use crate::access::{DAUGHTER, House, MOTHER, RESULTS, YOUNG, address, child, person};

const MRN: &str = "http://hospital.example/mrn";
/// What the mother is called in the record that hers becomes a part of.
const NEWER: &str = "Kari Nymor";
const JOINED: &str = "To registreringer av deg er slått sammen til én journal";
const PARTED: &str = "To registreringer av deg er skilt fra hverandre igjen";
const BEHIND: &str = "Tilgangen din til journalen til Kari Mor virker ikke nå";

fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a time")
}

fn a_minute_later() -> Timestamp {
    now() + SignedDuration::from_mins(1)
}

fn ninety_days_later() -> Timestamp {
    now() + SignedDuration::from_hours(24 * 90)
}

/// The population register, which is registered for merging.
struct Register {
    exchange: Exchange,
    caller: Caller,
}

impl Register {
    async fn at(house: &House) -> Self {
        let scopes = Scopes::parse("system/*.rs system/Patient.$merge").expect("scopes");
        let (id, name) = ("register".to_owned(), "Personregisteret".to_owned());
        let organization = Some("883974832".to_owned());
        let clients =
            vec![Registered { id, name, scopes, organization, reads_region: true, search_rows: None }];
        let base = ("https://helse.example/fhir", Terms::default());
        let exchange = Exchange::open(house.app().clone(), clients, base).await.expect("open");
        let ends = now() + SignedDuration::from_mins(1);
        let asserted = Asserted { client_id: "register".to_owned(), jti: "1".to_owned(), ends };
        let token = exchange.token(&asserted, None, now()).await.expect("a token").token;
        let caller = exchange.recognise(&token, now()).expect("its own token");
        Self { exchange, caller }
    }

    /// Makes two one; hands back the id of the one that is a part of the other now.
    async fn merge(&self, source: &str, target: &str) -> String {
        let both = (&named(source), &named(target), false);
        let merged = self.exchange.merge(&self.caller, both, now()).await.expect("merged");
        let target: serde_json::Value = serde_json::from_str(&merged.patient).expect("JSON");
        let link = target["link"][0]["other"]["reference"].as_str().expect("it replaces another");
        link.strip_prefix("Patient/").expect("a Patient").to_owned()
    }

    async fn unmerge(&self, source: String, target: &str) {
        // Its identifiers find the one who stands for the person: what is to be parted is named by its id.
        let source = NamedPatient { id: Some(source), identifiers: Vec::new() };
        let both = (&source, &named(target), false);
        self.exchange.unmerge(&self.caller, both, a_minute_later()).await.expect("parted");
    }
}

fn named(mrn: &str) -> NamedPatient {
    NamedPatient { id: None, identifiers: vec![(MRN.to_owned(), mrn.to_owned())] }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_is_told_of_a_merge_and_of_a_parting_until_they_put_it_away() {
    let mut house = House::new().await;
    house.add(&[person("nykari", NEWER, "1950-02-01")]).await;
    let register = Register::at(&house).await;
    assert!(!house.page(NEWER, "/me").await.contains("slått sammen"));
    let source = register.merge("kari", "nykari").await;
    let page = house.page(NEWER, "/me").await;
    for told in [JOINED, "Nytt om journalen din og tilganger", "av Personregisteret"] {
        assert_eq!(page.matches(told).count(), 1, "{told}");
    }
    let when = page.split_once("Gjort ").and_then(|(_, rest)| rest.split_once(" av Personregisteret"));
    let when = when.expect("when and by whom").0;
    assert!(when.contains("26. november 2026") && when.contains("13.00"), "{when}");
    // In the log it stands once, though the logs of both have it, and who somebody is has words.
    let log = house.page(NEWER, "/me/access-log").await;
    assert_eq!(log.matches("To registreringer av deg ble slått sammen").count(), 1);
    assert!(!log.contains("noe uten navn") && log.contains("Åpnet: opplysningene om hvem du er"));
    let after = log.split_once("To registreringer av deg ble slått sammen").expect("there").1;
    let side = after.split("</li>").next().expect("its row");
    assert!(side.contains("13.00") && !side.contains("ganger"), "{side}");
    for (language, words) in [
        (Language::Nn, "To registreringar av deg er slått saman"),
        (Language::Se, "Guokte registrerema du birra leat ovttastahttojuvvon"),
        (Language::En, "Two registrations of you were made into one record"),
    ] {
        let page = house.ask_in(language, (NEWER, "/me"), None).await.2;
        assert!(page.contains(words) && page.contains("Personregisteret"), "{words}");
    }
    put_away(&house, NEWER, &page).await;
    assert!(!house.page(NEWER, "/me").await.contains(JOINED));
    house.clock(a_minute_later);
    register.unmerge(source, "nykari").await;
    for name in [MOTHER, NEWER] {
        let page = house.page(name, "/me").await;
        assert_eq!(page.matches(PARTED).count(), 1, "{name}");
        // What one of them has put away stays so: the other's choice was not theirs.
        assert_eq!(page.contains(JOINED), name == MOTHER, "{name}");
    }
    house.clock(ninety_days_later);
    assert!(house.page(NEWER, "/me").await.contains(PARTED), "to the last minute");
    assert!(!house.page(MOTHER, "/me").await.contains(JOINED), "it is older");
}

/// Puts away what a page tells.
async fn put_away(house: &House, name: &str, page: &str) {
    let until = page.split("name=\"until\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("until={}", until.expect("a moment"));
    assert_eq!(house.ask(name, "/me/notices/put-away", Some(&form)).await.1, "/me");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_access_stayed_behind_is_told_so_and_nothing_of_the_other_record() {
    let mut house = House::new().await;
    house.add(&[person("nykari", NEWER, "1950-02-01")]).await;
    let link = house.invite(RESULTS).await;
    house.ask(DAUGHTER, &link, Some("answer=yes")).await;
    let before = house.page(DAUGHTER, "/acting").await;
    assert!(before.contains(MOTHER) && !before.contains("virker ikke nå"));
    let register = Register::at(&house).await;
    let source = register.merge("kari", "nykari").await;
    let page = house.page(DAUGHTER, "/acting").await;
    assert_eq!(page.matches(BEHIND).count(), 1);
    assert!(page.contains("Tilgangen din gjaldt bare den ene, og den fulgte ikke med."));
    assert!(!page.contains("Nymor") && !page.contains("Åpne journalen til Kari"), "nothing of the other");
    // That she was told whose record it was is in the person's log; a stranger is told nothing.
    assert!(house.page(NEWER, "/me/access-log").await.contains(DAUGHTER));
    assert!(!house.page("Ola Seksten", "/acting").await.contains("virker ikke nå"));
    for (language, words) in [
        (Language::Nn, "Tilgangen din til journalen til Kari Mor verkar ikkje no"),
        (Language::Se, "Du beassan journálii ii doaimma dál: Kari Mor"),
        (Language::En, "Your access to the record of Kari Mor does not work now"),
    ] {
        assert!(house.ask_in(language, (DAUGHTER, "/acting"), None).await.2.contains(words), "{words}");
    }
    house.clock(ninety_days_later);
    assert!(!house.page(DAUGHTER, "/acting").await.contains("virker ikke nå"), "for 90 days");
    house.clock(a_minute_later);
    register.unmerge(source, "nykari").await;
    let page = house.page(DAUGHTER, "/acting").await;
    assert!(!page.contains("virker ikke nå"));
    assert!(address(&page, "/for/").len() > 5 && page.contains("Åpne journalen til Kari Mor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_is_told_until_the_register_has_them_at_the_other_record_too() {
    let house = House::new().await;
    house.add(&[person("nysara", "Sara Nyfjorten", "2012-12-24")]).await;
    let register = Register::at(&house).await;
    register.merge("sara", "nysara").await;
    let page = house.page(DAUGHTER, "/acting").await;
    assert!(page.contains("Tilgangen din til journalen til Sara Fjorten virker ikke nå"), "{page}");
    assert!(!page.contains("Nyfjorten") && !page.contains(&format!("Åpne journalen til {YOUNG}")));
    house.add(&[child("nysara", "anne", DAUGHTER), person("extra", "Ingen Annen", "1990-01-01")]).await;
    let page = house.page(DAUGHTER, "/acting").await;
    assert!(!page.contains("virker ikke nå") && page.contains("Åpne journalen til Sara Nyfjorten"));
}
