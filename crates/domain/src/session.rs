//! How long a session lives.

use jiff::{SignedDuration, Timestamp};

/// The rules of this installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRules {
    /// Without a request.
    pub idle: SignedDuration,
    /// In all, even in use.
    pub life: SignedDuration,
}

/// How often use is written down: a write for each page would cost more than the page.
pub const TOUCH: SignedDuration = SignedDuration::from_secs(60);

/// The longest a session may lie unused, 30 minutes.
///
/// Source: the national provider ID-porten's rule for local sessions.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);

/// How long what the person has put behind a fresh sign-in stays open without a request: 10 minutes.
///
/// Source: HelsaMi's own choice, a third of what a session may lie unused.
pub const FRESH_IDLE: SignedDuration = SignedDuration::from_mins(10);

/// How long it stays open in all, even in use: an hour. HelsaMi's own choice.
pub const FRESH_LIFE: SignedDuration = SignedDuration::from_hours(1);

/// Until when a sign-in counts as fresh, if the session is not used from now on: it was proved at `proved`, and the session last
/// used at `seen`. `None` where it no longer does.
#[must_use]
pub fn fresh_until(proved: Timestamp, seen: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let idle = seen.saturating_add(FRESH_IDLE).unwrap_or(Timestamp::MAX);
    let old = proved.saturating_add(FRESH_LIFE).unwrap_or(Timestamp::MAX);
    let until = idle.min(old);
    // A clock that was set back must not open anything.
    let is_back = now.duration_since(proved.max(seen)) < -TOUCH;
    (!is_back && now < until).then_some(until)
}

impl Default for SessionRules {
    fn default() -> Self {
        Self { idle: IDLE_MAX, life: SignedDuration::from_hours(4) }
    }
}

impl SessionRules {
    /// Those of staff: 15 minutes without a request, a working day of 8 hours in all. HelsaMi's own rule: half of what
    /// citizens get, because a screen at work stands among others and opens more than one record.
    pub const STAFF: Self = Self { idle: SignedDuration::from_mins(15), life: SignedDuration::from_hours(8) };

    /// Whether a session that began at `created` and was last used at `seen` may be used now.
    #[must_use]
    pub fn is_alive(&self, created: Timestamp, seen: Timestamp, now: Timestamp) -> bool {
        let is_idle = now.duration_since(seen) >= self.idle.min(IDLE_MAX);
        let is_old = now.duration_since(created) >= self.life;
        // A clock that was set back must not give life.
        !is_idle && !is_old && now.duration_since(created) >= -TOUCH
    }

    /// When a session ends if it is not used from now on.
    #[must_use]
    pub fn ends(&self, created: Timestamp, now: Timestamp) -> Timestamp {
        let idle = now.saturating_add(self.idle.min(IDLE_MAX)).unwrap_or(Timestamp::MAX);
        let old = created.saturating_add(self.life).unwrap_or(Timestamp::MAX);
        idle.min(old)
    }

    /// Whether this use is to be written down.
    #[must_use]
    pub fn is_to_touch(&self, seen: Timestamp, now: Timestamp) -> bool {
        now.duration_since(seen) >= TOUCH.min(self.idle / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::{SessionRules, fresh_until};
    use jiff::{SignedDuration, Timestamp};

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    fn check(created: i64, seen: i64, now: i64, alive: bool) {
        let is_alive = SessionRules::default().is_alive(at(created), at(seen), at(now));
        assert_eq!(is_alive, alive, "created {created}, seen {seen}, now {now}");
    }

    #[test]
    fn thirty_idle_minutes_and_four_hours() {
        check(0, 0, 0, true);
        check(0, 0, 29, true);
        check(0, 0, 30, false);
        check(0, 239, 239, true);
        check(0, 239, 240, false);
        check(100, 100, 50, false);
    }

    #[test]
    fn no_configuration_makes_it_longer_than_the_national_rule() {
        let rules = SessionRules { idle: SignedDuration::from_hours(9), life: SignedDuration::from_hours(9) };
        assert!(!rules.is_alive(at(0), at(0), at(30)));
        assert_eq!(rules.ends(at(0), at(10)), at(40));
    }

    #[test]
    fn use_is_written_down_once_a_minute() {
        let rules = SessionRules::default();
        assert!(!rules.is_to_touch(at(0), at(0)));
        assert!(rules.is_to_touch(at(0), at(1)));
        assert_eq!(rules.ends(at(0), at(239)), at(240));
    }

    #[test]
    fn a_fresh_sign_in_is_ten_unused_minutes_and_an_hour_in_all() {
        let check = |proved: i64, seen: i64, now: i64, until: Option<i64>| {
            assert_eq!(fresh_until(at(proved), at(seen), at(now)), until.map(at), "{proved} {seen} {now}");
        };
        check(0, 0, 0, Some(10));
        check(0, 0, 9, Some(10));
        check(0, 0, 10, None);
        check(0, 9, 10, Some(19));
        check(0, 55, 59, Some(60));
        check(0, 55, 60, None);
        // The clock was set back.
        check(6, 0, 4, None);
        check(0, 6, 4, None);
        check(5, 5, 4, Some(15));
        check(5, 5, 5, Some(15));
    }
}
