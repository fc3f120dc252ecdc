//! What the two sides of an access are told on their overview: that it was given, changed or ended, that it ends soon or
//! has run out, and that it was used after a long silence. Never who is in danger to whom: that is [`decide`].

use std::marker::PhantomData;

use jiff::{SignedDuration, Span, Timestamp};

use super::age::HEALTH_MAJORITY;
use super::area::Areas;
use super::denied::Denied;
use super::facts::{Against, Closed, End, Facts, Reader, RelationKind, Subject, Term};
use super::lens::{Lens, Side};
use super::rule::Rule;
use super::rules::{self, CERTIFIED_YEARS, Yes, need_majority};
use super::{Actor, Grant, Purpose, Read, is_same};
use crate::when::oslo;

/// How long a notice stands unless it is put away, in days.
///
/// Source: HelsaMi's own rule: a quarter of a year, as for what birthdays change.
pub const NOTICE_DAYS: i64 = 90;
/// How long before its end an access is said to end, in days; of a short one not before half of it is over.
///
/// Source: features.md K5, notice before expiry; HelsaMi's own choice of 30 days.
pub const ENDS_SOON_DAYS: i64 = 30;
/// How long an access must have lain unused for its next use to be told, in days.
///
/// Source: HelsaMi's own rule: after half a year both may have forgotten that it is there, and lives have changed.
pub const SILENCE_DAYS: i64 = 180;

/// Something to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// It was given, and taken.
    Given,
    /// What is given, or for how long, was changed.
    Changed,
    /// One of the two ended it.
    Ended,
    /// Its time has run out.
    RunOut,
    /// It ends at this moment.
    EndsSoon(Timestamp),
    /// It was used after a long silence.
    UsedAgain,
    /// Two records of the reader were made one.
    Joined,
    /// They were parted again.
    Parted,
}

/// One access, as far as notices need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// When it came into force: it was taken, or registered.
    pub given: Timestamp,
    /// When it was changed last.
    pub changed: Option<Timestamp>,
    /// When one of the two ended it.
    pub ended: Option<Timestamp>,
    /// From when to when.
    pub term: Term,
    /// When the statement that it rests on was made.
    pub certified: Option<Timestamp>,
}

impl History {
    /// The moment at which it ends by itself: of its term, or of the statement, whichever is first.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        let by_term = match self.term.end {
            End::At(end) => Some(end),
            End::WhenEnded => None,
        };
        let last = |certified: Timestamp| {
            let end = certified.to_zoned(oslo().clone()).checked_add(Span::new().years(CERTIFIED_YEARS));
            end.map_or(certified, |end| end.timestamp())
        };
        [by_term, self.certified.map(last)].into_iter().flatten().min()
    }
}

/// The moment around which uses of an access tell whether it was used again after a long silence: the last before it and the
/// first from it on are enough, because what is told is newer than [`NOTICE_DAYS`], and two uses since then are never
/// [`SILENCE_DAYS`] apart. `None` for an access that is too young to have lain unused.
#[must_use]
pub fn uses_around(history: &History, now: Timestamp) -> Option<Timestamp> {
    const { assert!(SILENCE_DAYS >= NOTICE_DAYS) };
    let began = history.given.max(history.term.from);
    (after(began, SILENCE_DAYS) <= now).then(|| before(now, NOTICE_DAYS))
}

/// What is told of one access now, each with the moment it is told from. `looks` are those of whoever has it, in any order:
/// at least the two that [`uses_around`] means.
#[must_use]
pub fn notices(history: &History, looks: &[Timestamp], now: Timestamp) -> Vec<(Event, Timestamp)> {
    let began = history.given.max(history.term.from);
    let end = history.end();
    let run_out = end.filter(|end| *end <= now && history.ended.is_none_or(|ended| *end <= ended));
    let mut told = vec![match (run_out, history.ended, history.changed) {
        (Some(end), ..) => (Event::RunOut, end.max(history.given)),
        (None, Some(ended), _) => (Event::Ended, ended),
        (None, None, Some(changed)) => (Event::Changed, changed),
        (None, None, None) => (Event::Given, history.given),
    }];
    if let Some(end) = end.filter(|_| run_out.is_none() && history.ended.is_none()) {
        let half = end.as_second() / 2 + began.as_second() / 2;
        let half = Timestamp::from_second(half).unwrap_or(end);
        told.push((Event::EndsSoon(end), before(end, ENDS_SOON_DAYS).max(half)));
    }
    told.extend(used_again(began, looks).map(|at| (Event::UsedAgain, at)));
    told.retain(|(_, at)| *at <= now && now < after(*at, NOTICE_DAYS));
    told
}

/// The latest use that came after a long silence.
fn used_again(began: Timestamp, looks: &[Timestamp]) -> Option<Timestamp> {
    let mut looks: Vec<Timestamp> = looks.iter().copied().filter(|at| *at >= began).collect();
    looks.sort_unstable();
    let before = std::iter::once(began).chain(looks.iter().copied());
    let found = before.zip(&looks).filter(|(last, at)| after(*last, SILENCE_DAYS) <= **at).map(|(_, at)| *at);
    found.last()
}

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

fn after(at: Timestamp, count: i64) -> Timestamp {
    at.saturating_add(days(count)).unwrap_or(at)
}

fn before(at: Timestamp, count: i64) -> Timestamp {
    at.saturating_sub(days(count)).unwrap_or(at)
}

/// May somebody who has, or had, access be told what became of it, and whose record it is? Shows the name and nothing else.
pub(super) fn decide(facts: &Facts<'_>) -> Result<Yes, Denied> {
    let (subject, now) = (facts.subject.standing()?, facts.now);
    let Reader::Citizen { person, is_dead, is_protected, .. } = facts.reader else {
        return Err(Denied::NoRelation);
    };
    // After a death only what was approved for that time is anybody's business.
    let is_meant = |kind: &RelationKind| match kind {
        RelationKind::NearestOfDead { .. } => true,
        RelationKind::Parent { .. } | RelationKind::Guardian { is_nearest: false } => false,
        // What becomes of custody is a parent's business as long as the child is one.
        RelationKind::Custody => {
            !subject.is_dead && subject.birth.is_some_and(|birth| birth.is_under(HEALTH_MAJORITY, now))
        }
        _ => !subject.is_dead,
    };
    let meant: Vec<&RelationKind> =
        facts.relations.iter().map(|one| &one.kind).filter(|kind| is_meant(kind)).collect();
    if person == subject.key || is_dead || meant.is_empty() {
        return Err(Denied::NoRelation);
    }
    if subject.is_protected || is_protected {
        return Err(Denied::Protected);
    }
    let is_closed = facts.blocks.iter().any(|block| {
        block.against == Against::Person(person)
            && block.term.holds(now)
            && !matches!(block.what, Closed::Items(_))
    });
    if subject.is_locked || is_closed {
        return Err(Denied::ClosedToPerson);
    }
    // Child protection delegates to adults without asking when they were born, and a parent may be young.
    if !meant.iter().any(|kind| matches!(kind, RelationKind::Foster { .. } | RelationKind::Custody)) {
        need_majority(facts)?;
    }
    let lens = Lens::new(Side::Other, Areas::NONE, now);
    let is_given = meant.iter().any(|kind| matches!(kind, RelationKind::Proxy(_)));
    let purpose = if is_given { Purpose::Proxy } else { Purpose::Family };
    Ok(Yes { rule: Rule::Told, purpose, lens })
}

/// May somebody be told that their access stayed behind when two records of one person were made one? Whoever would be let in were
/// the record no part of another. The grant shows the name in that record and nothing else, and nothing at all of the other.
///
/// # Errors
/// [`Denied`], the reason: they would not be let in if the two were parted either.
///
/// Source: `docs/rules/access.md`, rule `told`.
pub fn tell_behind(actor: Actor, facts: &Facts<'_>) -> Result<Grant<Read>, Denied> {
    let Reader::Citizen { person, is_protected, .. } = facts.reader else {
        return Err(Denied::NoRelation);
    };
    if !is_same(actor, &facts.reader) || !facts.subject.is_joined || person == facts.subject.key {
        return Err(Denied::NoRelation);
    }
    if facts.subject.is_protected || is_protected {
        return Err(Denied::Protected);
    }
    let apart = Facts { subject: Subject { is_joined: false, ..facts.subject }, ..facts.clone() };
    let Yes { purpose, .. } = rules::decide(&apart)?;
    let lens = Lens::new(Side::Other, Areas::NONE, facts.now);
    let patient = Some(facts.subject.key);
    Ok(Grant { actor, patient, purpose, rule: Rule::Told, lens, action: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::{Event, History, notices, uses_around};
    use crate::access::facts::{End, Term};
    use jiff::Timestamp;

    fn at(text: &str) -> Timestamp {
        format!("{text}T12:00:00Z").parse().expect("a time")
    }

    fn given(day: &str, end: Option<&str>) -> History {
        let end = end.map_or(End::WhenEnded, |end| End::At(at(end)));
        let term = Term { from: at(day), end };
        History { given: at(day), changed: None, ended: None, term, certified: None }
    }

    fn check(history: History, now: &str, expect: &[(Event, &str)]) {
        check_used(history, (&[], now), expect);
    }

    fn check_used(history: History, (looks, now): (&[&str], &str), expect: &[(Event, &str)]) {
        let looks: Vec<Timestamp> = looks.iter().map(|day| at(day)).collect();
        let expect: Vec<_> = expect.iter().map(|(event, day)| (*event, at(day))).collect();
        assert_eq!(notices(&history, &looks, at(now)), expect, "{history:?} {looks:?} at {now}");
    }

    #[test]
    fn what_happened_last_is_told_for_90_days() {
        let open = given("2026-01-01", None);
        check(open, "2025-12-31", &[]);
        check(open, "2026-01-01", &[(Event::Given, "2026-01-01")]);
        check(open, "2026-03-31", &[(Event::Given, "2026-01-01")]);
        check(open, "2026-04-01", &[]);
        let changed = History { changed: Some(at("2026-05-01")), ..open };
        check(changed, "2026-05-02", &[(Event::Changed, "2026-05-01")]);
        let ended = History { ended: Some(at("2026-06-01")), ..changed };
        check(ended, "2026-06-02", &[(Event::Ended, "2026-06-01")]);
        check(ended, "2026-08-30", &[]);
    }

    #[test]
    fn an_end_is_told_before_it_comes_and_after() {
        let year = given("2025-06-01", Some("2026-06-01"));
        let soon = (Event::EndsSoon(at("2026-06-01")), "2026-05-02");
        check(year, "2026-05-01", &[]);
        check(year, "2026-05-02", &[soon]);
        check(year, "2026-06-01", &[(Event::RunOut, "2026-06-01")]);
        check(year, "2026-08-29", &[(Event::RunOut, "2026-06-01")]);
        check(year, "2026-08-30", &[]);
        // Of one that lasts ten days, not before five of them are over.
        let short = given("2026-06-01", Some("2026-06-11"));
        let told = (Event::Given, "2026-06-01");
        check(short, "2026-06-05", &[told]);
        check(short, "2026-06-06", &[told, (Event::EndsSoon(at("2026-06-11")), "2026-06-06")]);
        // Ended before its time: it does not run out as well.
        let ended = History { ended: Some(at("2026-06-05")), ..short };
        check(ended, "2026-06-12", &[(Event::Ended, "2026-06-05")]);
        // Ended when it had run out already.
        let late = History { ended: Some(at("2026-06-12")), ..short };
        check(late, "2026-06-12", &[(Event::RunOut, "2026-06-11")]);
    }

    #[test]
    fn a_statement_runs_out_after_five_years_whatever_the_term() {
        let certified = Some(at("2021-06-01"));
        let open = History { certified, ..given("2021-06-10", None) };
        check(open, "2026-05-01", &[]);
        let end: Timestamp = "2026-06-01T12:00:00Z".parse().expect("a time");
        check(open, "2026-05-02", &[(Event::EndsSoon(end), "2026-05-02")]);
        check(open, "2026-06-01", &[(Event::RunOut, "2026-06-01")]);
        let first = History { certified, ..given("2021-06-10", Some("2026-04-01")) };
        check(first, "2026-04-02", &[(Event::RunOut, "2026-04-01")]);
    }

    #[test]
    fn uses_are_looked_for_once_an_access_can_have_lain_unused() {
        let open = given("2025-01-01", None);
        assert_eq!(uses_around(&open, at("2025-06-29")), None, "179 days");
        assert_eq!(uses_around(&open, at("2025-06-30")), Some(at("2025-04-01")), "180 days: 90 days back");
        let later = History { given: at("2025-02-01"), ..open };
        assert_eq!(
            uses_around(&later, at("2025-06-30")),
            None,
            "from when it was given, and not only from when it holds"
        );
        let term = Term { from: at("2025-02-01"), end: End::WhenEnded };
        assert_eq!(uses_around(&History { term, ..open }, at("2025-06-30")), None, "and the other way");
        // The last use before that moment and the first from it on tell the same as all of them.
        let now = at("2025-12-02");
        let around = uses_around(&open, now).expect("old enough");
        for looks in [
            &["2025-02-01", "2025-03-01", "2025-11-01", "2025-11-20"][..],
            &["2025-08-01", "2025-11-01"],
            &[],
        ] {
            let looks: Vec<Timestamp> = looks.iter().map(|day| at(day)).collect();
            let last = looks.iter().copied().filter(|look| *look < around).max();
            let first = looks.iter().copied().filter(|look| *look >= around).min();
            let few: Vec<Timestamp> = last.into_iter().chain(first).collect();
            assert_eq!(notices(&open, &few, now), notices(&open, &looks, now), "{looks:?}");
        }
    }

    #[test]
    fn a_use_after_half_a_year_of_silence_is_told() {
        let open = given("2025-01-01", None);
        let used = |day| [(Event::UsedAgain, day)];
        check_used(open, (&["2025-06-29"], "2025-07-01"), &[]);
        check_used(open, (&["2025-06-30"], "2025-07-01"), &used("2025-06-30"));
        check_used(open, (&["2025-06-30"], "2025-09-28"), &[]);
        check_used(open, (&["2025-12-01", "2025-06-01"], "2025-12-02"), &used("2025-12-01"));
        check_used(open, (&["2025-12-02", "2025-12-01", "2025-06-01"], "2025-12-02"), &used("2025-12-01"));
        check_used(open, (&["2025-12-01", "2025-07-01", "2025-03-01"], "2025-12-02"), &[]);
        // A look from before it was given is none of its uses.
        check_used(open, (&["2024-01-01", "2025-06-01"], "2025-06-02"), &[]);
    }
}
