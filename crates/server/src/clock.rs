//! The clock of the installation: the one place where the time of day is read. Only the demo's can run ahead, so that one sees
//! what a birthday changes: what is made up has no other time that could be wrong.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{SignedDuration, Timestamp};

/// How many days the clock runs ahead. Nobody but the demo sets it.
static DAYS_AHEAD: AtomicU32 = AtomicU32::new(0);

/// The time now.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of the clock; everybody else is handed `now`"
)]
pub(crate) fn now() -> Timestamp {
    let days = DAYS_AHEAD.load(Ordering::Relaxed);
    Timestamp::now() + SignedDuration::from_hours(24 * i64::from(days))
}

/// Lets the demo's clock run ahead from now on.
pub(crate) fn run_ahead(days: u32) {
    DAYS_AHEAD.store(days, Ordering::Relaxed);
}
