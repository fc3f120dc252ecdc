//! The FHIR API through its real router, over a real store.

mod audit;
mod audit_kept_back;
mod audit_sent;
mod bundles;
mod bundles_patch;
mod conditions;
mod corpora;
mod door;
mod export;
mod export_deleted;
mod found;
mod histories;
mod house;
mod interactions;
mod lastn;
mod matrix;
mod merge;
mod merge_law;
mod meta;
mod openapi;
mod ownership;
mod patch;
mod questionnaires;
mod searches;
mod several;
mod validation;
