//! The use cases against a real embedded database.

mod access;
mod blocks;
mod cases;
mod found;
mod ground;
mod log;
mod results;
mod work;
