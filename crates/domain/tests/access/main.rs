//! The access rules, as a table of cases, as properties, and as the page for lawyers.

mod page;
mod properties;
mod table;
mod world;
