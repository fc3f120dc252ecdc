//! The use cases against a real embedded database.

mod access;
mod blocks;
mod cases;
mod found;
mod give;
mod ground;
mod log;
mod marks;
mod paper;
mod receive;
mod results;
mod safe;
mod work;
