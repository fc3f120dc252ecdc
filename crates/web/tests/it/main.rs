//! The real router, asked as a browser asks.

mod door;
mod record;
mod routes;
