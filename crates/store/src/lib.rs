//! The record and the few own tables, on SQLite and PostgreSQL.
//!
//! Every function about a person demands a `Grant`; nothing here decides who gets one. Nothing here speaks HTTP or
//! reads a clock.
//!
//! # The way of a read
//!
//! [`Store::read`] first queues the audit row with the writer, then reads all ranges of the [`Look`] in one hop to a
//! reader's thread (or one round trip to PostgreSQL), and answers when both are done: the row of the log is on disk
//! before anybody sees anything. A range is one search in the one tree `record`, clustered by patient, type and local
//! id; `range` has the statements, `plans` asserts how SQLite runs them. `codec` unpacks the body with the dictionary
//! of its type, `body` puts ids and versions back. Rows of a sealed range are opened later, those that are wanted. What
//! the embedded database was asked lately, `sqlite::kept` answers, as long as nothing was written to the record since.
//!
//! # The way of a write
//!
//! `write` (the write door) decides where documents go and hands a [`batch::Batch`] to [`Store::apply`]. Compression
//! happens in the caller's thread; then the batch waits in the writer's queue. The writer takes all that waits (at most
//! 512 requests) as one, or, where one of it fails, anew with a savepoint for each, adds the audit rows of what succeeded to the
//! hash chain, commits once, and only then answers (`job`, `apply`, `audit::chain`).
//!
//! # Two databases, one text
//!
//! `tx` is the only seam: run a statement, insert rows. What is behind it is written as if the database were far away;
//! on SQLite its futures are ready at once. Statements are the same text for both, with values numbered by their first
//! appearance; only inserts of many rows differ (`table::Table`: a loop, or one `UNNEST`). `backend` is the only place
//! that asks which database it is.

mod apply;
pub mod audit;
mod backend;
pub mod batch;
mod body;
mod check;
mod client;
pub mod codec;
pub mod directory;
mod entry;
mod error;
mod holder;
mod id_cipher;
mod job;
mod know;
mod lock;
mod look;
mod merge;
mod migration;
mod moves;
mod opening;
mod place;
#[cfg(test)]
mod plans;
mod postgres;
mod prepare;
mod range;
mod remark;
pub mod report;
mod secret;
pub mod session;
mod session_token;
mod sqlite;
pub mod staff_session;
mod store;
mod table;
pub mod training;
mod tx;
mod value;
mod vault;
pub mod write;
mod writer;

pub use body::Body;
pub use client::client_key;
pub use error::{Error, MergeFault, OpenError};
pub use id_cipher::{ExternalId, IdCipher};
pub use look::{Entry, Look, Shelf, Withheld};
pub use place::{Options, Place, postgres_check};
pub use session_token::{SessionToken, random_visit};
pub use store::{Changed, Chosen, LogPart, MergeLine, MergeTold, NewPatient, PageStart, Store, Version};
pub use vault::{Claim, Vault, VaultReader, VaultWriter};
