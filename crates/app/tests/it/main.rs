//! The use cases against a real embedded database.

mod access;
mod cases;
mod ground;
mod log;
mod results;
