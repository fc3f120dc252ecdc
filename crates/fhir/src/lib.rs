//! FHIR R4 JSON: views to and from the types of `domain`, bundles, the columns that are taken out of a document.
//!
//! No I/O.

pub mod columns;
pub mod document;
pub mod json;
pub mod time;
