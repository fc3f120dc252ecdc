//! What machines ask: health now, FHIR later. Never HTML.

mod health;
mod ready;

pub use health::{Machines, router};
