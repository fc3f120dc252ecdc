//! The real router, asked as a browser asks.

mod blocks;
mod door;
mod others;
mod pace;
mod record;
mod report;
mod routes;
