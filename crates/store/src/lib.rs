//! The record and the few own tables, on SQLite and PostgreSQL.
//!
//! Every function about a person demands a `Grant`; nothing here decides who gets one. Nothing here speaks HTTP or
//! reads a clock.

mod apply;
pub mod audit;
mod backend;
pub mod batch;
mod body;
mod check;
pub mod codec;
pub mod directory;
mod entry;
mod error;
mod id_cipher;
mod job;
mod know;
mod look;
mod migration;
mod place;
#[cfg(test)]
mod plans;
mod postgres;
mod prepare;
mod range;
pub mod report;
mod secret;
pub mod session;
mod session_token;
mod sqlite;
mod store;
pub mod training;
mod tx;
mod value;
pub mod write;
mod writer;

pub use error::{Error, OpenError};
pub use id_cipher::{ExternalId, IdCipher};
pub use look::{Entry, Look, Shelf};
pub use place::{Options, Place};
pub use session_token::{SessionToken, random_visit};
pub use store::Store;
