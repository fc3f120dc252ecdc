//! The clock of the installation: the one place where the time of day is read.

use jiff::Timestamp;

/// The time now.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of the clock; everybody else is handed `now`"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
