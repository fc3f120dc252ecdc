//! The access rules, as a table of cases, as properties, and as the page for lawyers.

mod cases;
mod lens;
mod logged;
mod marking;
mod merge;
mod page;
mod properties;
mod safe;
mod sees;
mod table;
mod world;
