//! The real router, asked as a browser asks.

mod door;
mod others;
mod record;
mod routes;
