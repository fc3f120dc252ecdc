//! The FHIR API through its real router, over a real store.

mod bundles;
mod conditions;
mod corpora;
mod door;
mod house;
mod interactions;
mod lastn;
mod matrix;
mod merge;
mod ownership;
mod patch;
mod searches;
mod validation;
