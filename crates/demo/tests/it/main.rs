//! The region as others meet it: its bytes, its documents, its way into a record.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

mod documents;
mod golden;
mod record;
