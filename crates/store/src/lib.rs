//! The record and the few own tables, on SQLite and PostgreSQL.
//!
//! Every function about a person demands a `Grant`; nothing here decides who gets one. Nothing here speaks HTTP or
//! reads a clock.

pub mod audit;
pub mod batch;
mod body;
pub mod directory;
mod error;
mod id_cipher;
mod look;
mod place;
pub mod report;
pub mod session;
mod session_token;
mod store;
pub mod write;

pub use error::{Error, OpenError};
pub use id_cipher::{ExternalId, IdCipher};
pub use look::{Entry, Look, Shelf};
pub use place::{Options, Place};
pub use session_token::{SessionToken, random_visit};
pub use store::Store;
