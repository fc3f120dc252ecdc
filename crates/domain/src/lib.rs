//! The rules of `HelsaMi`: who may see what, what a value means, when a promise ends.
//!
//! Pure: no clock, no randomness, no I/O, no JSON, no SQL, no HTTP. `now` is an argument.
pub mod absence;
pub mod access;
pub mod allergy;
pub mod application;
pub mod appointment;
pub mod care_team;
pub mod case;
pub mod choice;
pub mod coded;
pub mod contact;
pub mod corrected;
pub mod coverage;
pub mod diagnosis;
pub mod document;
pub mod emergency;
pub mod explain;
pub mod find;
pub mod home;
pub mod identity;
pub mod ids;
pub mod lab;
pub mod matter;
pub mod medicine;
pub mod quantity;
pub mod relation;
pub mod resource_type;
pub mod session;
pub mod source;
pub mod vaccine;
pub mod visit_log;
pub mod when;
pub mod workplace;
