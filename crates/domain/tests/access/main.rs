//! The access rules, as a table of cases, as properties, and as the page for lawyers.

mod cases;
mod marking;
mod page;
mod properties;
mod sees;
mod table;
mod world;
