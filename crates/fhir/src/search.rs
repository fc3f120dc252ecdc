//! Search in FHIR R4: what a query asks, and whether a document answers it.
//!
//! A query is read into a [`Query`](query::Query) or refused with a reason for each parameter; nothing is left out in
//! silence. Matching walks over the text of a document and reads only the elements that are asked for. No I/O: what
//! chained parameters need from other documents is told as plan nodes ([`chain::Sub`]), which whoever reads the store
//! answers.

pub mod answer;
pub mod bits;
pub mod chain;
pub mod date;
pub mod decimal;
pub mod fold;
pub mod include;
pub mod issue;
pub mod matching;
pub mod page;
pub mod pairs;
pub mod path;
pub mod plan;
pub mod quantity;
pub mod query;
pub mod reference;
pub mod row;
pub mod sort;
pub mod subset;
pub mod table;
pub mod terms;
pub mod test;
pub mod token;
pub mod unit;
pub mod value;
mod walk;

#[cfg(test)]
mod tests;
