//! What machines ask: health now, FHIR later. Never HTML.

mod health;

pub use health::{Machines, router};
