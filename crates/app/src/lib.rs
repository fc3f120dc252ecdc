//! One function per thing a person can do: load, decide, write, tell. Never SQL text, never HTTP types, never a clock.

pub mod access;
pub mod access_log;
pub mod allergies;
mod app;
pub mod application;
pub mod appointments;
pub mod aside;
pub mod blocks;
pub mod care_team;
pub mod cases;
pub mod choices;
pub mod details;
pub mod diagnoses;
pub mod documents;
pub mod emergency;
pub mod exchange;
pub mod home;
pub mod identity_provider;
pub mod import;
pub mod kin;

pub mod medicines;
mod names;
pub mod pass;
mod read;
pub mod report;
pub mod results;
pub mod search;
pub mod sessions;
pub mod sign_in;
pub mod staff;
mod telling;
pub mod test_people;
pub mod vaccines;
pub mod work;

pub use app::App;
pub use helsami_store::{Error as StoreError, ExternalId, IdCipher, SessionToken};

pub use read::ReadError;
