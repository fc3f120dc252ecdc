//! FHIR R4 JSON: views to and from the types of `domain`, bundles, the columns that are taken out of a document.
//!
//! Documents stay text. No I/O.
pub mod allergy;
pub mod appointment;
pub mod attachment;
pub mod audit_event;
pub mod block;
pub mod bundle;
pub mod card;
pub mod care;
pub mod case;
pub mod choice;
pub mod columns;
pub mod compartment;
pub mod consent;
pub mod correction;
pub mod dates;
pub mod diagnosis;
pub mod document;
pub mod element;
pub mod elements;
pub mod facts;
pub mod headline;
pub mod json;
pub mod keeper;
pub mod marking;
pub mod medicine;
pub mod mention;
pub mod narrative;
pub mod note;
pub mod observation;
pub mod person;
pub mod provenance;
pub mod report;
pub mod staff;
pub mod team;
pub mod vaccine;
