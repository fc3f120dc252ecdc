//! What machines ask: health, and the record as FHIR R4. Never HTML.

pub mod fhir;
mod health;
mod ready;

pub use health::{Machines, router};
