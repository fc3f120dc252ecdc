//! The use cases against a real embedded database.

mod cases;
mod ground;
mod log;
mod results;
