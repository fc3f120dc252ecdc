//! A record that staff have opened: on which ground, with which reason, for how long.

use jiff::{SignedDuration, Timestamp};

use super::facts::Ground;

/// The longest reason that is taken, in characters: a page.
pub const REASON_MAX: usize = 2000;

/// One opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Why they say they look.
    pub ground: Ground,
    /// In their own words; empty where none was asked for and none given.
    pub reason: Box<str>,
    /// When it was opened.
    pub begun: Timestamp,
    /// When it closes by itself.
    pub ends: Timestamp,
}

impl Opening {
    /// A new one.
    #[must_use]
    pub fn new(ground: Ground, reason: &str, now: Timestamp) -> Self {
        let ends = now.saturating_add(lasts(ground)).unwrap_or(now);
        Self { ground, reason: reason.trim().into(), begun: now, ends }
    }

    /// Whether it still holds.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.begun <= now && now < self.ends
    }
}

/// How long an opening holds at most; signing out or closing ends it before.
///
/// Source: emergency openings are limited in time (norway.md 4.7); no source says how long. HelsaMi's own rule: a shift, and
/// an hour for what needs a reason each time.
#[must_use]
pub const fn lasts(ground: Ground) -> SignedDuration {
    match ground {
        Ground::Treatment | Ground::Coordination | Ground::Administration => SignedDuration::from_hours(8),
        Ground::Emergency | Ground::Override => SignedDuration::from_hours(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Ground, Opening};
    use jiff::Timestamp;

    #[test]
    fn an_opening_ends_by_itself() {
        let at = |text: &str| -> Timestamp { text.parse().expect("a time") };
        let check = |ground, last: &str, end: &str| {
            let one = Opening::new(ground, "  Bevisstløs \n", at("2026-11-26T08:00:00Z"));
            assert_eq!(&*one.reason, "Bevisstløs");
            assert!(one.holds(one.begun) && one.holds(at(last)) && !one.holds(at(end)), "{ground:?}");
            assert!(!one.holds(at("2026-11-26T07:59:59Z")));
        };
        for ground in [Ground::Treatment, Ground::Coordination, Ground::Administration] {
            check(ground, "2026-11-26T15:59:59Z", "2026-11-26T16:00:00Z");
        }
        for ground in [Ground::Emergency, Ground::Override] {
            check(ground, "2026-11-26T08:59:59Z", "2026-11-26T09:00:00Z");
        }
    }

    #[test]
    fn numbers_of_grounds_are_frozen() {
        for (place, ground) in Ground::ALL.into_iter().enumerate() {
            assert_eq!(usize::try_from(ground.number()), Ok(place + 1));
            assert_eq!(Ground::from_number(ground.number()), Some(ground));
            assert_eq!(Ground::from_code(ground.code()), Some(ground));
        }
        assert_eq!(
            (Ground::from_number(0), Ground::from_number(6), Ground::from_code("")),
            (None, None, None)
        );
    }
}
