//! The use cases against a real embedded database.

mod access;
mod ground;
mod results;
