//! A synthetic region of Central Norway: hospitals, municipalities, GP offices, staff and citizens, made from a seed and a
//! date. The same seed and date give the same bytes, on every machine.
//!
//! Citizens come one by one as FHIR R4 transactions, so that a hundred thousand of them need no more memory than one, and
//! go through the same door as anybody's import. Everything in it is invented; identity numbers are of the test series.

mod ailment;
mod analyte;
mod arithmetic;
mod calendar;
mod chance;
mod chart;
mod drug;
mod element;
mod fill;
mod household;
mod identity;
mod illness;
mod json;
mod names;
mod person;
mod persona;
mod physiology;
mod places;
mod region;
mod shared;
mod staff;
mod story;
mod system;
mod unit;

pub use fill::fill;
pub use region::{Bundle, Region};

/// The topics that split the seed into streams of chance; never reused, never renumbered.
mod topic {
    pub(crate) const STAFF: u64 = 1;
    pub(crate) const HOUSEHOLD: u64 = 2;
    pub(crate) const STORY: u64 = 3;
    pub(crate) const PERSONA: u64 = 4;
}
