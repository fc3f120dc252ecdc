//! The real router, asked as a browser asks.

mod routes;
