//! The real router, asked as a browser asks.

mod access;
mod door;
mod others;
mod pace;
mod record;
mod routes;
