//! The use cases against a real embedded database.

mod ground;
mod results;
