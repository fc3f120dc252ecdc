//! The file of a log: what the page says, of many lines, without a number.

use helsami_app::access_log::Log;
use helsami_domain::access::{Actor, Purpose, SystemTask, VisitNumber};
use helsami_domain::ids::PatientKey;
use helsami_domain::matter::Matter;
use helsami_domain::visit_log::{Line, gather};
use jiff::{SignedDuration, Timestamp};

use super::write;
use crate::kit::sheet::tests::read;
use crate::kit::{Frame, Who};
use crate::text::{Language, Text};

const OWNER: i64 = 1;
const OTHER: i64 = 2;

fn person(number: i64) -> PatientKey {
    PatientKey::new(number).expect("positive")
}

fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().expect("a time")
}

/// A log of as many visits as lines, by turns the owner's, another's, and the installation's.
fn log(lines: i64, name: &str) -> Log {
    let line = |number: i64| {
        let actor = match number % 3 {
            0 => Actor::Citizen { person: person(OWNER), visit: VisitNumber(number) },
            1 => Actor::Citizen { person: person(OTHER), visit: VisitNumber(number) },
            _ => Actor::System(SystemTask::Import),
        };
        let at = now() - SignedDuration::from_hours(2 * number);
        let purpose = if number % 3 == 1 { Purpose::Proxy } else { Purpose::OwnAccess };
        let matter = Some(Matter::Results);
        let (is_refused, seq) = (number == 4, lines - number);
        Line { at, actor, purpose, matter, is_refused, seq, item: None, has_reason: false }
    };
    let lines: Vec<Line> = (0..lines).map(line).collect();
    Log {
        visits: gather(&lines),
        names: vec![(person(OTHER), name.to_owned())],
        clients: Vec::new(),
        owner: person(OWNER),
        older: None,
        since: lines.last().map(|line| line.at),
        staff: Vec::new(),
        reasons: Vec::new(),
        unexplained: Vec::new(),
        items: Vec::new(),
        asked: Vec::new(),
    }
}

fn frame(language: Language) -> Frame {
    Frame {
        text: Text::new(language),
        now: now(),
        path: "/me/access-log.pdf".to_owned(),
        who: Some(Who { name: "Kari Nordmann".to_owned(), born: Some(jiff::civil::date(1980, 5, 1)) }),
        fragment: None,
        is_demo: true,
        is_discreet: false,
        acting: None,
        areas: None,
        work: None,
    }
}

#[test]
fn the_file_says_what_the_page_says_in_every_language() {
    for language in Language::ALL {
        let (frame, log) = (frame(language), log(6, "Máret Ánne Čáhcesullo"));
        let found = read(&write(&frame, &log).expect("a file"));
        assert_eq!((found.language.as_str(), found.title.as_str()), (language.tag(), frame.text.log_title()));
        assert_eq!(found.tags.get("H3"), Some(&6), "a heading for each visit");
        for words in ["Máret Ánne Čáhcesullo", frame.text.log_proxy_why(), frame.text.log_refused_why()] {
            assert!(found.text.contains(&words.replace('\n', "")), "{words}: {}", found.text);
        }
        assert!(found.text.contains("Kari Nordmann"), "whose it is");
    }
}

#[test]
fn five_thousand_visits_of_somebody_with_a_very_long_name_are_a_file() {
    let name = format!("{} بن {}", "Aurora-Kristine ".repeat(40), "Å".repeat(400));
    let found = read(&write(&frame(Language::Nb), &log(5000, &name)).expect("a file"));
    assert_eq!(found.tags.get("H3"), Some(&5000));
    assert!((300..3000).contains(&found.pages), "{}", found.pages);
    assert!(found.text.contains(&format!("Side {}", found.pages)));
}
