//! The FHIR API through its real router, over a real store.

mod bundles;
mod conditions;
mod corpora;
mod door;
mod found;
mod histories;
mod house;
mod interactions;
mod lastn;
mod matrix;
mod meta;
mod ownership;
mod patch;
mod searches;
mod several;
mod validation;
