//! The region as others meet it: its bytes, its documents, its way into a record.

mod documents;
mod golden;
mod record;
