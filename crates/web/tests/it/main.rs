//! The real router, asked as a browser asks.

mod access;
mod apply;
mod blocks;
mod chart;
mod crawl;
mod door;
mod fresh;
mod giving;
mod hidden;
mod kin;
mod matrix;
mod merged;
mod others;
mod pace;
mod record;
mod report;
mod routes;
mod staff;
mod town;
