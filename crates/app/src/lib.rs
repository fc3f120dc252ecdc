//! One function per thing a person can do: load, decide, write, tell. Never SQL text, never HTTP types, never a clock.

mod app;
pub mod identity_provider;
mod read;
pub mod results;
pub mod import;
pub mod sessions;
pub mod sign_in;
pub mod test_people;

pub use app::App;
pub use helsami_store::{Error as StoreError, ExternalId, SessionToken};
pub use read::ReadError;
