//! One suite for both databases.

mod place;
mod record;
